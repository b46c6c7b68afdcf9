//! What `Loader::load` promises, on files in memory and a class of the test's own.

mod decryption;
mod expressions;
mod hostile;
mod kindness;
mod results;

use std::path::Path;

use super::*;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Memory, Sources};

/// The only class of the catalogue, beside the built-in ones.
pub(super) const BUS: &str = "test.Bus";

#[derive(Debug)]
struct OneClass(ClassDescriptor);

impl Catalog for OneClass {
    fn class(&self, name: &str) -> Option<&ClassDescriptor> {
        (self.0.name == name).then_some(&self.0)
    }

    fn names(&self) -> Vec<&str> {
        vec![self.0.name]
    }
}

fn catalog() -> OneClass {
    let text = |name| (name, JavaType::String);
    OneClass(ClassDescriptor {
        name: BUS,
        properties: vec![
            text("server"),
            text("username"),
            text("password"),
            ("port", JavaType::Integer),
            ("other", JavaType::Instance(BUS.to_owned())),
        ],
        ..ClassDescriptor::default()
    })
}

/// What a load came to.
pub(super) struct Loaded {
    pub(super) context: Option<ApplicationContext>,
    pub(super) diagnostics: Diagnostics,
    pub(super) sources: Sources,
}

/// A root directory with one context file and others beside.
pub(super) struct Root {
    host: Host,
    options: Options,
}

impl Root {
    /// `body` is what stands in `<beans>`.
    pub(super) fn new(body: &str, files: &[(&str, &str)]) -> Self {
        let xml = format!(
            "<beans xmlns=\"http://www.springframework.org/schema/beans\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
             xsi:schemaLocation=\"http://www.springframework.org/schema/beans \
             http://www.springframework.org/schema/beans/spring-beans.xsd\">{body}</beans>"
        );
        let start = Memory::new().with("/root/module/context.xml", xml);
        let files =
            files.iter().fold(start, |memory, (path, text)| memory.with(format!("/root/{path}"), *text));
        Self { host: Host::new(files), options: Options::default() }
    }

    pub(super) fn strictly(mut self) -> Self {
        self.options.as_spring = true;
        self
    }

    pub(super) fn variable(mut self, name: &str, value: &str) -> Self {
        self.host = self.host.with_variable(name, value);
        self
    }

    pub(super) fn property(mut self, name: &str, value: &str) -> Self {
        self.host = self.host.with_system_property(name, value);
        self
    }

    pub(super) fn load(&self) -> Loaded {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
        let catalog = catalog();
        let loader =
            Loader { host: &self.host, root: Path::new("/root"), catalog: &catalog, options: self.options };
        let file = ConfigFile {
            path: "/root/module/context.xml".into(),
            shown: "module/context.xml".to_owned(),
            built_in: None,
        };
        let context = loader.load(&[file], None, &mut sources, &mut diagnostics);
        Loaded { context, diagnostics, sources }
    }
}

impl Loaded {
    /// A property of a bean as text; panics where there is none.
    pub(super) fn text(&self, bean: &str, property: &str) -> &str {
        let bean = &self.context.as_ref().unwrap().beans[bean];
        match &bean.properties[property].value.value {
            Value::Text(text) => text.reveal(),
            other => panic!("{property} is {other:?}"),
        }
    }

    pub(super) fn first_error(&self) -> &Diagnostic {
        self.diagnostics.first_error().expect("an error")
    }

    pub(super) fn codes(&self) -> Vec<&str> {
        self.diagnostics.iter().map(|found| found.code).collect()
    }
}

/// A bean of the test's class with these properties.
pub(super) fn bus(properties: &[(&str, &str)]) -> String {
    let properties: String = properties
        .iter()
        .map(|(name, value)| format!("<property name=\"{name}\" value=\"{value}\"/>"))
        .collect();
    format!("<bean id=\"bus\" class=\"{BUS}\">{properties}</bean>")
}
