//! Nested and indexed property paths: `a.b`, `list[0]`, `map[key]` (`AbstractNestablePropertyAccessor`).
//!
//! In: an object and a path. Out: what the getters give, or the object changed; messages name the whole path, and the
//! class of the object above the one that lacks the last property.

mod faults;
mod names;
mod read;
mod shared;
mod write;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::Span;

use super::super::fault::Outcome;
use super::super::object::Object;
use super::BeanFactory;
use super::populate::Ready;
use names::Tokens;

pub(super) use write::Refusal;

/// What a getter gives for a bean that is null.
const NULL_BEAN: &str = "org.springframework.beans.factory.support.NullBean";

/// An object on the way (`BeanWrapperImpl`).
struct Accessor {
    object: Object,
    /// The class that messages name: that of the object above, or of the first one itself.
    root: Arc<str>,
    /// The path so far, with a dot at its end unless it is empty.
    path: String,
    /// Where the path is written.
    span: Span,
}

impl Accessor {
    /// A property of this object as messages write it: with the whole path.
    fn path_of(&self, name: &str) -> String {
        format!("{}{name}", self.path)
    }
}

impl BeanFactory<'_> {
    /// The value at a path.
    pub(super) fn read_path(&mut self, object: &Object, path: &str, span: Span) -> Outcome<Object> {
        let (accessor, tokens) = self.accessor(object, path, span)?;
        let keys = (!tokens.keys.is_empty()).then_some(tokens.keys.as_slice());
        self.value_at(&accessor, &tokens, keys)
    }

    /// Sets the value at a path.
    pub(super) fn set_path(&mut self, object: &Object, property: &Ready) -> Result<(), Refusal> {
        let (accessor, tokens) = self.accessor(object, &property.name, property.name_span)?;
        self.set_at(&accessor, &tokens, property)
    }

    /// Goes along a path to the object whose property is the last one.
    fn accessor(&mut self, object: &Object, path: &str, span: Span) -> Outcome<(Accessor, Tokens)> {
        let root = object.class_name(&self.heap).unwrap_or_else(|| NULL_BEAN.into());
        let mut accessor = Accessor { object: object.clone(), root, path: String::new(), span };
        let mut rest = path;
        while let Some((step, behind)) = names::first_step(rest) {
            accessor = self.nested(&accessor, step)?;
            rest = behind;
        }
        let last = if accessor.path.is_empty() { path } else { names::last_step(path) };
        let tokens = Self::tokens(&accessor, last)?;
        Ok((accessor, tokens))
    }

    /// `getNestedPropertyAccessor`.
    fn nested(&mut self, accessor: &Accessor, step: &str) -> Outcome<Accessor> {
        let tokens = Self::tokens(accessor, step)?;
        let keys = (!tokens.keys.is_empty()).then_some(tokens.keys.as_slice());
        let value = self.value_at(accessor, &tokens, keys)?;
        let Some(root) = accessor.object.class_name(&self.heap).filter(|_| !value.is_null()) else {
            let path = accessor.path_of(&tokens.canonical);
            return Err(faults::null(
                accessor,
                &tokens.canonical,
                &format!("Value of nested property '{path}' is null"),
            ));
        };
        let path = format!("{}.", accessor.path_of(&tokens.canonical));
        Ok(Accessor { object: value, root, path, span: accessor.span })
    }

    fn tokens(accessor: &Accessor, step: &str) -> Outcome<Tokens> {
        names::tokens(step)
            .map_err(|text| faults::leads_nowhere(&accessor.path_of(step), text, accessor.span))
    }

    /// The finding for what exists on a server and isn't known here.
    fn unknown_on_path(&self, accessor: &Accessor, name: &str) -> Box<Diagnostic> {
        let class = accessor.object.class_name(&self.heap).unwrap_or_default();
        Box::new(
            Diagnostic::error("class-not-modelled", format!("what `{name}` of {class} is isn't known here"))
                .at(accessor.span, "this path leads there")
                .note("a management server may well know it; this program only knows classes that event bus files use")
                .help("write down the value instead of the path to it"),
        )
    }
}
