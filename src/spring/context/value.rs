//! Finished values.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::{Origin, Span, Text, Traced};

/// A value as it stands in a finished bean.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// A `String`, or a value of another class as its `toString` has it.
    Text(Text),
    /// `Integer`, `int`, `Long`, ...
    Integer(i64),
    /// `Boolean`.
    Boolean(bool),
    /// `List`, `Set` or array.
    List(Vec<Traced<Value>>),
    /// `Map` or `Properties`, in Java's order of insertion.
    Map(Vec<(Traced<Value>, Traced<Value>)>),
    /// A `Class`, as its `toString` has it.
    Class(String),
    /// A `Resource`, by its location.
    Resource(String),
    /// Another bean.
    Bean(Arc<Bean>),
    /// A bean that this value is a part of itself, by its name.
    Reference(String),
}

/// A property that the configuration sets.
#[derive(Clone, Debug)]
pub struct BeanProperty {
    /// The value after placeholders, SpEL and conversion.
    pub value: Traced<Value>,
    /// Where the property's name stands.
    pub name_span: Span,
}

/// A finished bean.
#[derive(Clone, Debug)]
pub struct Bean {
    /// Its name.
    pub name: String,
    /// Its class, placeholders resolved.
    pub class: String,
    /// Only what the configuration sets, in its order.
    pub properties: IndexMap<String, BeanProperty>,
    /// What a factory bean has made, or the value that a bean of a JDK class is.
    pub product: Option<Value>,
    /// The definition's start.
    pub span: Span,
    /// What it was made of, for messages.
    pub origin: Origin,
}
