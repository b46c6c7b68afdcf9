//! The types of a definition; every text keeps the span it was written at.
//!
//! Texts that no file spells out (a schema's default, a class that a namespace stands for) bear the span of the
//! element that brings them in.

use std::sync::Arc;

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
    /// Only in files with a document type declaration: the constructor, else by type.
    Autodetect,
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
    /// `lazy-init`, the default of `<beans>` applied. A `<bean>` always says something, and so overrides its parent;
    /// `None` where another namespace's element leaves it open.
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
    /// Properties in the order of Spring's `MutablePropertyValues`: `<property>` first, then the `p` namespace.
    pub properties: Vec<Property>,
    /// `lookup-method` and `replaced-method`.
    pub overrides: Vec<MethodOverride>,
    /// Elements of other namespaces that change the bean, such as `aop:scoped-proxy`.
    pub decorations: Vec<Foreign>,
    /// How Spring describes the file (`file [/x/y.xml]`), for messages that say `defined in`; `None` for definitions
    /// that another namespace's element makes, as their builders leave it out.
    pub resource: Option<Arc<str>>,
    /// The whole element.
    pub span: Span,
    /// Where the name stands, else the start tag.
    pub name_span: Span,
}

impl BeanDefinition {
    /// A definition that says nothing yet.
    #[must_use]
    pub fn at(span: Span, name_span: Span) -> Self {
        Self {
            name: String::new(),
            aliases: Vec::new(),
            class: None,
            parent: None,
            factory_bean: None,
            factory_method: None,
            scope: None,
            is_abstract: false,
            lazy: None,
            depends_on: Vec::new(),
            init_method: None,
            destroy_method: None,
            autowire: Autowire::No,
            autowire_candidate: true,
            primary: false,
            arguments: Vec::new(),
            properties: Vec::new(),
            overrides: Vec::new(),
            decorations: Vec::new(),
            resource: None,
            span,
            name_span,
        }
    }

    /// The property of this name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name.text == name)
    }

    /// The definition and those of all beans inside of it, at any depth.
    #[must_use]
    pub fn with_inner(&self) -> Vec<&Self> {
        let mut beans = vec![self];
        let mut waiting: Vec<&ValueNode> = self.values().collect();
        while let Some(value) = waiting.pop() {
            match value {
                ValueNode::Bean(bean) => {
                    beans.push(bean);
                    waiting.extend(bean.values());
                }
                ValueNode::Collection(collection) | ValueNode::Map(collection) => {
                    waiting.extend(&collection.items);
                    waiting.extend(collection.entries.iter().flat_map(|entry| [&entry.key, &entry.value]));
                }
                _ => {}
            }
        }
        beans
    }

    fn values(&self) -> impl Iterator<Item = &ValueNode> {
        let arguments = self.arguments.iter().map(|argument| &argument.value);
        arguments.chain(self.properties.iter().map(|property| &property.value))
    }

    /// Adds a property, in the place of one of the same name if there is one.
    pub fn set_property(&mut self, property: Property) {
        match self.properties.iter_mut().find(|other| other.name.text == property.name.text) {
            Some(other) => *other = property,
            None => self.properties.push(property),
        }
    }

    /// The constructor argument with this index.
    #[must_use]
    pub fn indexed_argument(&self, index: usize) -> Option<&ConstructorArgument> {
        self.arguments.iter().find(|argument| argument.index == Some(index))
    }
}

/// A method that the container would have to replace by generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodOverride {
    /// The method's name.
    pub method: String,
    /// The bean that `lookup-method` returns or that is the `replacer`; empty when it isn't written.
    pub bean: String,
    /// The whole element.
    pub span: Span,
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

impl TypedString {
    /// A text whose type only its use decides.
    #[must_use]
    pub const fn untyped(text: Spanned) -> Self {
        Self { text, type_name: None }
    }
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
    /// `list`, `set`, `array`; also the comma separated texts that the `context` and `util` namespaces turn into an
    /// array of strings.
    Collection(Collection),
    /// `map` or `props`.
    Map(Collection),
    /// An element of a namespace that Spring handles and this crate doesn't.
    Foreign(Foreign),
}

/// An element of a namespace that Spring handles and this crate doesn't: harmless unless something depends on it.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// The namespace's URI.
    pub namespace: String,
    /// The local part of the element's name.
    pub local: String,
    /// `id`, under which it probably registers a bean.
    pub id: Option<Spanned>,
    /// The beans that Spring registers for it. Their properties and arguments are named and counted, not valued: each
    /// is null.
    pub beans: Vec<BeanDefinition>,
    /// The whole element.
    pub span: Span,
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

/// An `<import>`; the sink resolves it against the importing file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// `resource`, placeholders resolved against the environment.
    pub location: String,
    /// `resource` as written.
    pub resource: Spanned,
    /// The whole element.
    pub span: Span,
}
