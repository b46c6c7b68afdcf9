//! The definitions of one file as they are written, whatever is wrong with them.

use crate::diagnostic::Diagnostics;
use crate::source::{Host, Sources};
use crate::spring::beans::{self, BeanDefinition, DefinitionSink, Foreign, Import, Spanned};
use crate::spring::environment::Environment;
use crate::spring::xml::Document;

/// The top-level definitions of a document in the order written. Imports aren't followed: what they name is a document
/// of its own.
pub(super) fn beans(document: &Document, host: &Host, sources: &mut Sources) -> Vec<BeanDefinition> {
    let mut sink = Sink { environment: Environment::of(host), beans: Vec::new() };
    beans::read(document, "", &mut sink, sources, &mut Diagnostics::new());
    sink.beans
}

struct Sink<'a> {
    environment: Environment<'a>,
    beans: Vec<BeanDefinition>,
}

impl DefinitionSink for Sink<'_> {
    fn contains(&self, _name: &str) -> bool {
        false
    }

    fn in_use(&self, _name: &str) -> bool {
        false
    }

    fn bean(&mut self, definition: BeanDefinition, _diagnostics: &mut Diagnostics) {
        self.beans.push(definition);
    }

    fn alias(&mut self, _name: Spanned, _alias: Spanned, _diagnostics: &mut Diagnostics) {}

    fn import(&mut self, _import: Import, _sources: &mut Sources, _diagnostics: &mut Diagnostics) {}

    fn foreign(&mut self, _foreign: Foreign, _diagnostics: &mut Diagnostics) {}

    fn profile_active(&self, profile: &str) -> bool {
        self.environment.profile_active(profile)
    }

    fn resolve_placeholders(&self, text: &str) -> Result<String, String> {
        self.environment.resolve(text).map_err(|error| error.to_string())
    }

    fn resolve_required_placeholders(&self, text: &str) -> Result<String, String> {
        self.environment.resolve_required(text).map_err(|error| error.to_string())
    }
}
