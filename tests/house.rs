//! The house keeps its order: data goes down the page of docs/architecture.md, and the invariants that it states as
//! absences hold.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// Folders of `src/`, each using only what stands before it.
const FOLDERS: [&str; 10] =
    ["source", "diagnostic", "spring", "config", "event", "bus", "journal", "check", "boot", "cli"];

/// Folders of `src/spring/`, likewise.
const SPRING: [&str; 8] =
    ["resource", "xml", "properties", "beans", "placeholder", "jasypt", "spel", "context"];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// `crate::a::b` gives `a`, `b` for each place of use.
fn uses(text: &str, prefix: &str) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = code.flat_map(|line| line.split(prefix).skip(1).map(str::to_owned).collect::<Vec<_>>());
    names.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
}

fn check_order(base: &str, order: &[&str], prefixes: &[&str]) {
    let mut wrong = Vec::new();
    for (at, folder) in order.iter().enumerate() {
        let Some(below) = order.get(at + 1..) else { continue };
        for file in rust_files(&Path::new(base).join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            for prefix in prefixes {
                let used = uses(&text, prefix);
                wrong.extend(
                    used.iter()
                        .filter(|name| below.contains(&name.as_str()))
                        .map(|name| format!("{} uses {name}, which stands below {folder}", file.display())),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn folders_use_only_what_stands_above_them() {
    check_order("src", &FOLDERS, &["crate::", "busboot::"]);
}

#[test]
fn springs_folders_use_only_what_stands_above_them() {
    check_order("src/spring", &SPRING, &["crate::spring::"]);
}

#[test]
fn every_folder_has_its_place_in_the_order() {
    for (base, order) in [("src", &FOLDERS[..]), ("src/spring", &SPRING[..])] {
        for entry in fs::read_dir(base).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
            let name = entry.file_name().into_string().unwrap();
            assert!(order.contains(&name.as_str()), "{base}/{name} has no place in the order");
        }
    }
}

#[test]
fn the_container_knows_nothing_of_cloudstack() {
    for file in rust_files(Path::new("src/spring")) {
        let text = fs::read_to_string(&file).unwrap();
        for name in ["org.apache.cloudstack", "com.cloud"] {
            assert!(!text.contains(name), "{} names {name}", file.display());
        }
    }
}

/// Files of `src/` outside of `places` that contain one of `names` in their code.
fn trespassers(places: &[&str], names: &[&str]) -> Vec<String> {
    let is_test = |file: &Path| file.file_stem().is_some_and(|stem| stem == "tests");
    let elsewhere = |file: &PathBuf| !is_test(file) && !places.iter().any(|place| file.starts_with(place));
    let mut found = Vec::new();
    for file in rust_files(Path::new("src")).into_iter().filter(elsewhere) {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code.filter(|line| names.iter().any(|name| line.contains(name))) {
            found.push(format!("{}: {}", file.display(), line.trim()));
        }
    }
    found
}

#[test]
fn only_buses_open_connections() {
    let found = trespassers(&["src/bus"], &["lapin::", "rdkafka::", "TcpStream", "UdpSocket", "lookup_host"]);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_an_answer_depends_on_is_handed_in() {
    let places = ["src/cli", "src/source/host.rs", "src/source/files.rs"];
    let mut found = trespassers(&places, &["std::env::", "SystemTime::now"]);
    // The journal, fixes and migrations are what writes files.
    let writers = ["src/journal", "src/check/apply", "src/check/migrate"];
    found.extend(trespassers(&[&places[..], &writers].concat(), &["std::fs", "tokio::fs"]));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_top_level_holds_nothing_else() {
    const EXPECTED: [&str; 10] = [
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "clippy.toml",
        "docs",
        "fixtures",
        "rustfmt.toml",
        "src",
        "tests",
    ];
    let names = fs::read_dir(".").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found: Vec<_> = names
        .filter(|name| {
            !name.starts_with('.')
                && !["target", "proptest-regressions"].contains(&&**name)
                && !EXPECTED.contains(&&**name)
        })
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn every_module_says_what_it_is_for() {
    for file in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        let is_test = file.iter().any(|part| part == "tests" || part == "tests.rs");
        assert!(is_test || text.starts_with("//!"), "{} has no header", file.display());
    }
}

#[test]
fn files_can_be_read_in_one_sitting() {
    for file in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines().count();
        assert!(code <= 400, "{} has {code} lines: are they two things?", file.display());
    }
}
