use std::path::Path;

use super::*;
use crate::source::Memory;

fn host() -> Host {
    Host::new(
        Memory::new()
            .with("/root/cred.properties", "a=b")
            .with("/root/conf/one-context.xml", "<x/>")
            .with("/root/conf/deep/two-context.xml", "<x/>")
            .with("/elsewhere/secret", "no"),
    )
}

fn read(location: &str) -> Result<Vec<u8>, String> {
    let host = host();
    let loader = ResourceLoader { host: &host, root: Path::new("/root") };
    loader.read(&loader.locate(location)).map_err(|error| error.to_string())
}

#[test]
fn class_path_locations_mean_the_root() {
    for location in
        ["classpath:cred.properties", "classpath:/cred.properties", "cred.properties", "/cred.properties"]
    {
        assert_eq!(read(location).as_deref(), Ok(b"a=b".as_slice()), "{location}");
    }
}

#[test]
fn missing_resources_have_the_servers_text() {
    assert_eq!(
        read("classpath:/x.properties").unwrap_err(),
        "class path resource [x.properties] cannot be opened because it does not exist"
    );
    assert_eq!(read("file:/x/y").unwrap_err(), "/x/y (No such file or directory)");
}

#[test]
fn only_file_locations_leave_the_root() {
    assert!(read("classpath:../elsewhere/secret").unwrap_err().contains("outside the root"));
    assert_eq!(read("file:/elsewhere/secret").as_deref(), Ok(b"no".as_slice()));
    assert_eq!(read("file:///elsewhere/%73ecret").as_deref(), Ok(b"no".as_slice()));
    assert!(read("http://example.org/x").unwrap_err().contains("never"));
}

#[test]
fn patterns_find_files_by_directory_and_name() {
    let host = host();
    let loader = ResourceLoader { host: &host, root: Path::new("/root") };
    let found = loader.search("classpath*:conf/**/*-context.xml").unwrap();
    let names: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["file [/root/conf/deep/two-context.xml]", "file [/root/conf/one-context.xml]"]);
    assert_eq!(loader.search("classpath*:nothing/*.xml").unwrap(), []);
    assert_eq!(
        loader.search("classpath:nothing/*.xml").unwrap_err().to_string(),
        "class path resource [nothing/] cannot be resolved to URL because it does not exist"
    );
}
