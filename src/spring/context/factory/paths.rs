//! Nested and indexed property paths: `a.b`, `list[0]`, `map[key]`.

use crate::diagnostic::Diagnostic;

use super::super::fault::Outcome;
use super::super::object::Object;
use super::BeanFactory;
use super::populate::Ready;

impl BeanFactory<'_> {
    pub(super) fn set_path(&mut self, object: &Object, property: &Ready) -> Outcome<()> {
        let _ = object;
        Err(Box::new(
            Diagnostic::error(
                "path-not-modelled",
                format!("the path `{}` isn't known here yet", property.name),
            )
            .at(property.name_span, "this property"),
        ))
    }
}
