//! Bean definitions as they are written.
//!
//! In: an XML document. Out: [`BeanDefinition`]s, aliases and imports, with generated names where Spring generates
//! them. Loads no class and resolves no placeholder; rules from Spring's `BeanDefinitionParserDelegate`,
//! `DefaultBeanDefinitionDocumentReader` and the namespace handlers of `util`, `p`, `c` and `context`.

mod definition;

pub use definition::{
    Autowire, BeanDefinition, BeanReference, Collection, CollectionKind, ConstructorArgument, Import, Item,
    MapEntry, Property, Spanned, TypedString, ValueNode,
};
