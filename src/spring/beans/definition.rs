//! The types of a definition; every text keeps the span it was written at.

use crate::source::Span;

/// A text with the place where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned {
    /// The text as the XML parser gives it.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// `autowire` of a bean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Autowire {
    /// No autowiring.
    #[default]
    No,
    /// Properties by their names.
    ByName,
    /// Properties by their types.
    ByType,
    /// Constructor arguments by their types.
    Constructor,
}

/// One bean as written.
#[derive(Clone, Debug)]
pub struct BeanDefinition {
    /// Id, first name, or the name that Spring generates.
    pub name: String,
    /// Further names.
    pub aliases: Vec<String>,
    /// `class`.
    pub class: Option<Spanned>,
    /// `parent`.
    pub parent: Option<Spanned>,
    /// `factory-bean`.
    pub factory_bean: Option<Spanned>,
    /// `factory-method`.
    pub factory_method: Option<Spanned>,
    /// `scope` as written; empty is singleton.
    pub scope: Option<Spanned>,
    /// `abstract`.
    pub is_abstract: bool,
    /// `lazy-init`, the default of `<beans>` applied; `None` where neither says anything, so that a parent's counts.
    pub lazy: Option<bool>,
    /// `depends-on`.
    pub depends_on: Vec<Spanned>,
    /// `init-method`, the default of `<beans>` applied.
    pub init_method: Option<Spanned>,
    /// `destroy-method`, the default of `<beans>` applied.
    pub destroy_method: Option<Spanned>,
    /// `autowire`, the default of `<beans>` applied.
    pub autowire: Autowire,
    /// `autowire-candidate`.
    pub autowire_candidate: bool,
    /// `primary`.
    pub primary: bool,
    /// Constructor arguments in the order written.
    pub arguments: Vec<ConstructorArgument>,
    /// Properties in the order written.
    pub properties: Vec<Property>,
    /// The whole element.
    pub span: Span,
    /// Where the name stands, else the start tag.
    pub name_span: Span,
}

/// A constructor argument.
#[derive(Clone, Debug)]
pub struct ConstructorArgument {
    /// `index`.
    pub index: Option<usize>,
    /// `name`.
    pub name: Option<Spanned>,
    /// `type`.
    pub type_name: Option<Spanned>,
    /// The value.
    pub value: ValueNode,
    /// The whole element or attribute.
    pub span: Span,
}

/// A property.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name.
    pub name: Spanned,
    /// Its value.
    pub value: ValueNode,
    /// The whole element or attribute.
    pub span: Span,
}

/// A text that will be converted, perhaps to a type that the file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedString {
    /// The text.
    pub text: Spanned,
    /// `type` of `<value>`, or the collection's `value-type` or `key-type`.
    pub type_name: Option<Spanned>,
}

/// A reference to another bean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeanReference {
    /// Name of the bean.
    pub name: Spanned,
    /// `<ref parent="..">`: only the parent context is asked.
    pub in_parent: bool,
}

/// A value as written.
#[derive(Clone, Debug)]
pub enum ValueNode {
    /// Text.
    Text(TypedString),
    /// `<null/>`.
    Null(Span),
    /// `ref`.
    Reference(BeanReference),
    /// `idref`: the name itself, of a bean that must exist.
    NameOf(BeanReference),
    /// An inner bean.
    Bean(Box<BeanDefinition>),
    /// `list`, `set`, `array`.
    Collection(Collection),
    /// `map` or `props`.
    Map(Collection),
}

/// What a collection becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionKind {
    /// `java.util.List`.
    List,
    /// `java.util.Set`.
    Set,
    /// An array of `value-type`.
    Array,
    /// `java.util.Map`.
    Map,
    /// `java.util.Properties`.
    Props,
}

/// A collection as written.
#[derive(Clone, Debug)]
pub struct Collection {
    /// What it becomes.
    pub kind: CollectionKind,
    /// Members of `list`, `set`, `array`.
    pub items: Vec<ValueNode>,
    /// Entries of `map`, `props`.
    pub entries: Vec<MapEntry>,
    /// `value-type` of the element.
    pub value_type: Option<Spanned>,
    /// `merge`, the default of `<beans>` applied.
    pub merge: bool,
    /// The whole element.
    pub span: Span,
}

/// An entry of a map.
#[derive(Clone, Debug)]
pub struct MapEntry {
    /// The key.
    pub key: ValueNode,
    /// The value.
    pub value: ValueNode,
}

/// An `<import>`; the importing reader resolves it where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// `resource` as written, placeholders included.
    pub resource: Spanned,
}

/// What a file contributes, in the order written (the order in which Spring registers).
#[derive(Clone, Debug)]
pub enum Item {
    /// A bean to register.
    Bean(Box<BeanDefinition>),
    /// A further name of a bean.
    Alias {
        /// The bean's name.
        name: Spanned,
        /// The further name.
        alias: Spanned,
    },
    /// Another file.
    Import(Import),
}
