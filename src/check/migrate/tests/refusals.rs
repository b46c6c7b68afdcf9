//! When nothing is done, and why.

use super::*;
use crate::source::Memory;

const IN_MEMORY: &str = r#"<beans xmlns="http://www.springframework.org/schema/beans"
       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
       xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd">
    <bean id="bus" class="org.apache.cloudstack.mom.inmemory.InMemoryEventBus"><property name="name" value="NAME"/></bean>
</beans>
"#;

fn refused(files: Memory, target: Release) -> Vec<&'static str> {
    let refusal = plan(Path::new("/r"), &Host::new(files), target, &[]).map(|plan| plan.steps).unwrap_err();
    refusal.diagnostics.iter().map(|found| found.code).collect()
}

fn legacy() -> Memory {
    Memory::new().with(Path::new("/r").join(CORE), IN_MEMORY)
}

#[test]
fn a_bus_in_both_folders_is_a_question() {
    let files = legacy().with(Path::new("/r").join(EVENT), IN_MEMORY);
    assert_eq!(refused(files.clone(), NEWEST), ["migrate-both-folders"]);
    assert_eq!(refused(files, Release::CloudStack(19)), ["migrate-both-folders"]);
}

#[test]
fn a_file_is_never_written_over() {
    let files = legacy()
        .with(Path::new("/r").join(EVENT), IN_MEMORY.replace("<bean id", "<bean abstract=\"true\" id"));
    assert_eq!(refused(files, NEWEST), ["migrate-in-the-way"]);
}

#[test]
fn what_has_errors_is_not_moved() {
    let files = legacy().with(Path::new("/r").join(CORE), IN_MEMORY.replace("name=\"name\"", "name=\"nam\""));
    assert_eq!(refused(files, NEWEST), ["migrate-unreadable", "property-unknown"]);
    assert_eq!(refused(Memory::new().with("/other", ""), NEWEST), ["root-missing"]);
}

#[test]
fn a_value_that_would_change_stops_it() {
    let configurer = r#"<bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
        <property name="order" value="1"/><property name="properties"><props><prop key="n">x</prop></props></property></bean>
        <bean id="other" class="java.lang.String"><constructor-arg value="${n}"/></bean>"#;
    let (start, _) = IN_MEMORY.split_once("<bean ").unwrap();
    let files = legacy()
        .with(Path::new("/r").join(CORE), IN_MEMORY.replace("NAME", "${n:y}"))
        .with("/r/META-INF/cloudstack/core/a-context.xml", format!("{start}{configurer}</beans>"));
    let refusal = plan(Path::new("/r"), &Host::new(files), NEWEST, &[]).map(|plan| plan.steps).unwrap_err();
    let [only] = &refusal.diagnostics[..] else { panic!("{:?}", refusal.diagnostics) };
    assert_eq!(only.message, "the buses would not be the same: bus.name");
}

#[test]
fn a_file_that_changed_meanwhile_is_not_written() {
    let site = Site::new();
    let migration = site.plan();
    site.put("META-INF/cloudstack/core/cred.properties", b"username=another\n");
    let before = site.state();
    let error = write(&site.root(), &migration, time(), &mut DiskStorage).unwrap_err();
    assert!(matches!(error, WriteError::Changed { .. }), "{error}");
    assert_eq!(site.state(), before);
}

#[test]
fn what_changed_since_is_not_undone() {
    let site = Site::new();
    site.write();
    site.chmod(EVENT, 0o600);
    let before = site.state();
    let error = undo(&site.root(), &mut DiskStorage).unwrap_err();
    assert_eq!(error.to_string(), format!("{EVENT} has changed since the migration"));
    assert_eq!(site.state(), before);
}

#[test]
fn links_are_neither_followed_nor_replaced() {
    let site = Site::new();
    let elsewhere = site.root().join("elsewhere.properties");
    let credentials = site.root().join("META-INF/cloudstack/core/cred.properties");
    fs::rename(&credentials, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &credentials).unwrap();
    for error in [
        rehearse(&site.root(), &site.plan()).unwrap_err(),
        write(&site.root(), &site.plan(), time(), &mut DiskStorage).unwrap_err(),
    ] {
        assert!(matches!(error, WriteError::Link(_)), "{error}");
    }
}

#[test]
fn two_at_once_are_one_too_many() {
    let site = Site::new();
    let lock = fs::File::open(site.root()).unwrap();
    lock.lock().unwrap();
    assert!(matches!(undo(&site.root(), &mut DiskStorage), Err(WriteError::Locked)));
}
