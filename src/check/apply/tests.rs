use std::os::unix::fs::PermissionsExt as _;

use super::storage::DiskStorage;
use super::*;
use crate::check::{Release, check};
use crate::config::ModuleChoice;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::source::{Disk, Host, Span};

const FILE: &str = "META-INF/cloudstack/event/spring-event-bus-context.xml";
const XML: &str = "\u{feff}<?xml version=\"1.0\"?>\r\n<!-- ä, by hand -->\r\n\
    <beans xmlns=\"http://www.springframework.org/schema/beans\"\r\n\
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\r\n\
    xsi:schemaLocation=\"http://www.springframework.org/schema/beans \
    http://www.springframework.org/schema/beans/spring-beans.xsd\">\r\n\
    <bean id=\"bus\"   class=\"org.apache.cloudstack.mom.inmemory.InMemoryEventBus\">\
    <property name=\"name\" value=\"one\"/></bean>\r\n</beans>\r\n";

struct Site {
    folder: tempfile::TempDir,
    host: Host,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap(), host: Host::new(Disk) };
        fs::create_dir_all(site.path().parent().unwrap()).unwrap();
        fs::write(site.path(), XML).unwrap();
        fs::set_permissions(site.path(), fs::Permissions::from_mode(0o604)).unwrap();
        site
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }

    fn request(&self) -> Request<'_> {
        let release = Release::NEWEST;
        Request {
            root: self.folder.path(),
            host: &self.host,
            release,
            module: ModuleChoice::Auto,
            flags: &[],
        }
    }

    /// A report with one fix for each pair: the text to be replaced, and its replacement.
    fn report(&self, fixes: &[(Applicability, &[(&str, &str)])]) -> Report {
        let mut report = check(&self.request());
        let (file, text) = report.sources.iter().find(|(_, file)| file.path() == Path::new(FILE)).unwrap();
        let edit = |(old, new): &(&str, &str)| {
            let start = text.text().find(old).unwrap();
            Edit { span: Span::new(file, start, start + old.len()), replacement: (*new).to_owned() }
        };
        report.diagnostics = fixes
            .iter()
            .map(|(applicability, edits)| {
                let edits = edits.iter().map(edit).collect();
                let fix = Fix { message: String::new(), applicability: *applicability, edits };
                Diagnostic::warning("test", "test").fixed_by(fix)
            })
            .collect();
        report
    }

    fn fix(&self, report: &Report, which: Which) -> Result<Applied, ApplyError> {
        fix(&self.request(), report, which, &mut DiskStorage)
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }
}

#[test]
fn only_the_edit_changes() {
    let site = Site::new();
    let report = site.report(&[(Applicability::Safe, &[("one", "zwölf")])]);
    let applied = site.fix(&report, Which::Safe).unwrap();
    assert_eq!((applied.fixes, &applied.files[..]), (1, &[PathBuf::from(FILE)][..]));
    assert_eq!(site.text(), XML.replace("one", "zwölf"));
    assert_eq!(Attributes::of(&site.path()).unwrap().mode, 0o604);
    assert_eq!(fs::read_dir(site.path().parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn what_needs_a_decision_is_left_unless_asked_for() {
    let site = Site::new();
    let report = site
        .report(&[(Applicability::Unsafe, &[("one", "two")]), (Applicability::DisplayOnly, &[("bus", "b")])]);
    assert_eq!(site.fix(&report, Which::Safe).unwrap().fixes, 0);
    assert_eq!(site.fix(&report, Which::All).unwrap().fixes, 1);
    assert_eq!(site.text(), XML.replace("one", "two"));
}

#[test]
fn of_two_that_overlap_the_first_is_made_whole_and_the_other_not_at_all() {
    let site = Site::new();
    let report = site.report(&[
        (Applicability::Safe, &[("\"one\"", "\"two\"")]),
        (Applicability::Safe, &[("by hand", "by machine"), ("one", "three")]),
    ]);
    assert_eq!(site.fix(&report, Which::Safe).unwrap().fixes, 1);
    assert_eq!(site.text(), XML.replace("one", "two"));
}

#[test]
fn a_result_with_a_new_error_is_not_written() {
    let site = Site::new();
    let report = site.report(&[(Applicability::Safe, &[("name=\"name\"", "name=\"nam\"")])]);
    assert!(matches!(site.fix(&report, Which::Safe), Err(ApplyError::Worse(_))));
    assert_eq!(site.text(), XML);
}

#[test]
fn an_error_that_another_one_hid_keeps_it_from_no_fix() {
    let site = Site::new();
    let hidden = XML.trim_start_matches('\u{feff}').replace("name=\"name\"", "name=\"nam\"");
    fs::write(site.path(), format!("\r\n{hidden}")).unwrap();
    let codes = |report: &Report| report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>();
    let report = check(&site.request());
    assert_eq!(codes(&report), ["xml-syntax"]);
    let applied = site.fix(&report, Which::Safe).unwrap();
    assert_eq!(codes(&applied.report.unwrap()), ["property-unknown"]);
    assert_eq!(site.text(), hidden);
}

#[test]
fn a_file_that_changed_meanwhile_is_left_alone() {
    let site = Site::new();
    let report = site.report(&[(Applicability::Safe, &[("one", "two")])]);
    fs::write(site.path(), XML.replace("by hand", "by another")).unwrap();
    assert!(matches!(site.fix(&report, Which::Safe), Err(ApplyError::Changed(_))));
    assert_eq!(site.text(), XML.replace("by hand", "by another"));
}

#[test]
fn a_link_is_followed_within_the_root_and_not_out_of_it() {
    let site = Site::new();
    let elsewhere = tempfile::tempdir().unwrap();
    for (directory, fixed) in [(site.folder.path(), true), (elsewhere.path(), false)] {
        let real = directory.join("real.xml");
        fs::write(&real, XML).unwrap();
        fs::remove_file(site.path()).unwrap();
        std::os::unix::fs::symlink(&real, site.path()).unwrap();
        let report = site.report(&[(Applicability::Safe, &[("one", "two")])]);
        let outcome = site.fix(&report, Which::Safe);
        assert_eq!(outcome.is_ok(), fixed, "{outcome:?}");
        assert_eq!(fs::read_to_string(&real).unwrap() != XML, fixed);
        assert!(site.path().is_symlink());
    }
}
