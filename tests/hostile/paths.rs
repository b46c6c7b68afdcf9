//! Ways out of the root, and what isn't a file.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::{BUS, MODULE, Root, document, on_path, run};

const CONTEXT: &str = "META-INF/cloudstack/event/spring-event-bus-context.xml";

fn import(resource: &str) -> String {
    format!("<import resource=\"{resource}\"/>{BUS}")
}

/// A folder beside the root with a file that a root mustn't lead to.
fn outside() -> Root {
    Root::new().with("secret.properties", "a=stolen\n").with("beans.xml", document(BUS))
}

#[test]
fn two_dots_lead_nowhere() {
    for location in
        ["../secret.properties", "classpath:../secret.properties", "/../secret.properties", "a/../../s"]
    {
        let root = Root::of_beans(
            &crate::CONFIGURER
                .replace("a.properties", location)
                .replace("<property name=\"ignoreResourceNotFound\" value=\"true\"/>", ""),
        );
        assert_eq!(root.show().code, 1, "{location}");
    }
    for location in ["classpath:../../beans.xml", "classpath:/../beans.xml"] {
        Root::of_beans(&import(location)).show().is_refused("outside-root", "outside the root");
    }
}

#[test]
fn an_import_beside_the_file_stays_in_the_root() {
    for location in ["../../../../beans.xml", "../../../../*.xml", "..%2F..%2F..%2F..%2Fbeans.xml"] {
        let folder = Root::new().with("beans.xml", document(""));
        let folder = folder.with(&format!("root/{CONTEXT}"), document(&import(location)));
        let root = folder.path("root");
        let shown = run(&["show", "--format", "json", "--root", root.to_str().unwrap()], b"");
        shown.is_refused("outside-root", "outside the root");
    }
}

#[test]
fn a_link_out_of_the_root_is_refused() {
    let outside = outside();
    let root = Root::of_name("${a}");
    symlink(outside.path("secret.properties"), root.path("a.properties")).unwrap();
    let refused = root.show();
    refused.is_refused("outside-root", "outside the root");
    assert!(!refused.stdout.contains("stolen"));

    let root = Root::of_beans(&import("beans.xml"));
    symlink(outside.path("beans.xml"), root.path(&format!("{MODULE}/beans.xml"))).unwrap();
    root.show().is_refused("outside-root", "outside the root");

    let root = Root::of_beans(&import("classpath:linked/beans.xml"));
    symlink(outside.path(""), root.path("linked")).unwrap();
    root.show().is_refused("outside-root", "outside the root");
    Root::of_beans(&import("classpath*:linked/*.xml")).show().name_is("bus");
}

#[test]
fn a_module_that_is_a_link_out_of_the_root_is_refused() {
    let outside = Root::of_beans(BUS);
    let root = Root::new().with("log4j-cloud.xml", "<a/>");
    std::fs::create_dir_all(root.path("META-INF/cloudstack")).unwrap();
    symlink(outside.path(MODULE), root.path(MODULE)).unwrap();
    root.show().is_refused("outside-root", "outside the root");

    let root = Root::new().with(&format!("{MODULE}/other.txt"), "");
    symlink(outside.path(CONTEXT), root.path(CONTEXT)).unwrap();
    root.show().is_refused("outside-root", "outside the root");
}

#[test]
fn a_link_out_of_the_root_is_followed_when_file_says_so() {
    let outside = outside();
    let path = outside.path("secret.properties").display().to_string();
    let root = Root::of_beans(&format!(
        "{}{}",
        crate::CONFIGURER.replace("a.properties", &format!("file:{path}")),
        BUS.replace("value=\"bus\"", "value=\"${a}\"")
    ));
    root.show().name_is("stolen");
}

#[test]
fn patterns_do_not_lead_out_of_the_root() {
    let outside = outside();
    let root = Root::of_beans(&import("classpath*:**/beans.xml"));
    symlink(outside.path(""), root.path("linked")).unwrap();
    let shown = root.show();
    shown.is_refused("outside-root", "outside the root");
    let root = Root::of_beans(&import("classpath*:**/*.none"));
    symlink("/", root.path("everything")).unwrap();
    root.show().is_refused("outside-root", "outside the root");
    let root = Root::of_beans(&import("classpath*:**/*.none"));
    symlink(".", root.path("a")).unwrap();
    symlink(".", root.path("b")).unwrap();
    root.show().name_is("bus");
}

#[test]
fn pipes_devices_directories_and_links_to_themselves_are_no_files() {
    for name in ["pipe", "device", "folder", "loop"] {
        let root = Root::of_name("${a}");
        let path = root.path("a.properties");
        match name {
            "pipe" => assert!(Command::new("mkfifo").arg(&path).status().unwrap().success()),
            "device" => symlink("/dev/zero", &path).unwrap(),
            "folder" => std::fs::create_dir(&path).unwrap(),
            _ => symlink("a.properties", &path).unwrap(),
        }
        assert_eq!(root.show().code, 1, "{name}");
    }
}

#[test]
fn a_context_file_that_is_no_file_is_refused() {
    for name in ["pipe", "device", "folder"] {
        let root = Root::new().with(&format!("{MODULE}/module.properties"), "name=event\nparent=core\n");
        let path = root.path(CONTEXT);
        match name {
            "pipe" => assert!(Command::new("mkfifo").arg(&path).status().unwrap().success()),
            "device" => symlink("/dev/zero", &path).unwrap(),
            _ => std::fs::create_dir(&path).unwrap(),
        }
        assert_eq!(root.show().code, 1, "{name}");
    }
}

#[test]
fn commands_on_single_files_refuse_pipes_and_devices() {
    let root = Root::new().with("a", "");
    let pipe = root.path("pipe.properties");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    on_path("properties", &pipe).is_refused("unreadable", "not a regular file");
    on_path("beans", &pipe).is_refused("unreadable", "can't be read");
    for command in ["properties", "beans"] {
        for path in ["/dev/zero", "/dev/stdin", "/proc/self/mem", "/"] {
            on_path(command, path.as_ref()).is_refused("unreadable", "");
        }
    }
    let zero = "/dev/zero";
    let crypt = run(&["encrypt", "--password-file", zero, "a"], b"");
    assert_eq!(crypt.code, 1);
}

#[test]
fn a_root_that_is_none_is_refused() {
    for root in ["/dev/null", "/dev/zero", "/nonexistent", "/proc/self/fd"] {
        assert_eq!(run(&["show", "--format", "json", "--root", root], b"").code, 1, "{root}");
    }
}

#[test]
fn import_chains_and_circles_end() {
    let mut root = Root::of_beans(&import("classpath:i0.xml"));
    for n in 0..1_000 {
        let next = format!("<import resource=\"classpath:i{}.xml\"/>", n + 1);
        root = root.with(&format!("i{n}.xml"), document(&next));
    }
    root.with("i1000.xml", document("")).show().is_refused("import-limit", "");
    let twice = "<import resource=\"classpath:b.xml\"/>".repeat(2);
    let circle = Root::of_beans(&import("classpath:b.xml")).with("b.xml", document(&twice));
    circle.show().is_refused("import-cycle", "");
}

#[test]
fn imports_that_double_end_in_a_refusal() {
    let mut root = Root::of_beans(&import("classpath:i0.xml"));
    for n in 0..40 {
        let next = format!("<import resource=\"classpath:i{}.xml\"/>", n + 1).repeat(2);
        root = root.with(&format!("i{n}.xml"), document(&next));
    }
    root.with("i40.xml", document("")).show().is_refused("import-limit", "");
}
