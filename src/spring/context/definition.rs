//! Definitions on their way through the configurers: every text with its chain.
//!
//! In: definitions as written. Out: definitions whose texts can be replaced.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::{Origin, Span, Text, Traced, holds_secret};
use crate::spring::beans::{self, Autowire, CollectionKind, Foreign, MethodOverride, Spanned};

/// One bean.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) class: Option<Traced<Text>>,
    pub(super) parent: Option<Traced<Text>>,
    pub(super) factory_bean: Option<Traced<Text>>,
    pub(super) factory_method: Option<Traced<Text>>,
    /// `None` where nothing is written.
    pub(super) scope: Option<Traced<Text>>,
    pub(super) is_abstract: bool,
    pub(super) lazy: Option<bool>,
    pub(super) depends_on: Vec<Spanned>,
    pub(super) init_method: Option<LifecycleMethod>,
    pub(super) destroy_method: Option<LifecycleMethod>,
    pub(super) autowire: Autowire,
    pub(super) autowire_candidate: bool,
    pub(super) primary: bool,
    pub(super) arguments: Vec<Argument>,
    /// By name, in the order of Spring's `MutablePropertyValues`.
    pub(super) properties: IndexMap<String, PropertyValue>,
    pub(super) overrides: Vec<MethodOverride>,
    pub(super) resource: Option<Arc<str>>,
    pub(super) span: Span,
    pub(super) name_span: Span,
}

/// An init or destroy method.
#[derive(Clone, Debug)]
pub(super) struct LifecycleMethod {
    pub(super) name: Spanned,
    /// Whether the class must have it: `<bean>` names it, not `<beans>`.
    pub(super) enforced: bool,
}

/// A constructor argument.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    pub(super) index: Option<usize>,
    pub(super) name: Option<Spanned>,
    pub(super) type_name: Option<Spanned>,
    pub(super) value: Node,
    pub(super) span: Span,
}

/// A property.
#[derive(Clone, Debug)]
pub(super) struct PropertyValue {
    pub(super) name_span: Span,
    pub(super) value: Node,
    /// Whether the bean's class needn't have it (`ignoreInvalidKeys` of an override configurer).
    pub(super) optional: bool,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Text {
        text: Traced<Text>,
        type_name: Option<Spanned>,
        /// Whether it is a property's whose name is one of a secret: then what placeholders bring into it is one.
        is_secret: bool,
    },
    Null(Origin),
    Reference {
        name: Traced<Text>,
        in_parent: bool,
    },
    NameOf(Traced<Text>),
    Bean(Box<Definition>),
    Collection(Collection),
    Map(Collection),
    Foreign(Foreign),
}

/// A collection.
#[derive(Clone, Debug)]
pub(super) struct Collection {
    pub(super) kind: CollectionKind,
    pub(super) items: Vec<Node>,
    pub(super) entries: Vec<(Node, Node)>,
    pub(super) value_type: Option<Spanned>,
    pub(super) merge: bool,
    pub(super) span: Span,
}

fn traced(written: Spanned) -> Traced<Text> {
    Traced::new(Text::plain(written.text), Origin::written(written.span))
}

impl From<beans::BeanDefinition> for Definition {
    fn from(written: beans::BeanDefinition) -> Self {
        let properties = written.properties.into_iter().map(|property| {
            let value = PropertyValue {
                name_span: property.name.span,
                value: Node::from(property.value),
                optional: false,
            };
            (property.name.text, value)
        });
        Self {
            name: written.name,
            class: written.class.map(traced),
            parent: written.parent.map(traced),
            factory_bean: written.factory_bean.map(traced),
            factory_method: written.factory_method.map(traced),
            scope: written.scope.map(traced),
            is_abstract: written.is_abstract,
            lazy: written.lazy,
            depends_on: written.depends_on,
            init_method: written.init_method.map(|name| LifecycleMethod::within(name, written.span)),
            destroy_method: written.destroy_method.map(|name| LifecycleMethod::within(name, written.span)),
            autowire: written.autowire,
            autowire_candidate: written.autowire_candidate,
            primary: written.primary,
            arguments: written.arguments.into_iter().map(Argument::from).collect(),
            properties: properties.collect(),
            overrides: written.overrides,
            resource: written.resource,
            span: written.span,
            name_span: written.name_span,
        }
    }
}

impl LifecycleMethod {
    fn within(name: Spanned, bean: Span) -> Self {
        let enforced = bean.start <= name.span.start && name.span.end <= bean.end;
        Self { name, enforced }
    }
}

impl Definition {
    /// How many values it has, those of inner beans not counted.
    pub(super) fn nodes(&self) -> usize {
        let properties: usize = self.properties.values().map(|property| property.value.nodes()).sum();
        let arguments: usize = self.arguments.iter().map(|argument| argument.value.nodes()).sum();
        properties + arguments
    }

    /// Makes every text secret that a property is set to whose name is one of a secret, inner beans included. Files
    /// nest at most a few hundred deep. The keys that such a text asks for are added to `keys`.
    pub(super) fn conceal(&mut self, keys: &mut HashSet<String>) {
        for (name, property) in &mut self.properties {
            property.value.conceal(holds_secret(name), keys);
        }
        for argument in &mut self.arguments {
            argument.value.conceal(false, keys);
        }
    }
}

impl Node {
    fn nodes(&self) -> usize {
        match self {
            Self::Collection(collection) | Self::Map(collection) => {
                let entries = collection.entries.iter().map(|(_, value)| value.nodes()).sum::<usize>();
                1 + entries + collection.items.iter().map(Self::nodes).sum::<usize>()
            }
            _ => 1,
        }
    }

    fn conceal(&mut self, secret: bool, keys: &mut HashSet<String>) {
        match self {
            Self::Text { text, is_secret, .. } if secret => {
                *is_secret = true;
                keys.extend(asked_for(text.value.reveal()).map(str::to_owned));
                guard(text);
            }
            Self::Text { .. } => {}
            Self::Bean(definition) => definition.conceal(keys),
            Self::Collection(collection) | Self::Map(collection) => {
                // A collection may be joined to the secret, as it is by a conversion service.
                for (key, value) in &mut collection.entries {
                    key.conceal(false, keys);
                    value.conceal(secret, keys);
                }
                collection.items.iter_mut().for_each(|node| node.conceal(secret, keys));
            }
            Self::Null(_) | Self::Reference { .. } | Self::NameOf(_) | Self::Foreign(_) => {}
        }
    }
}

/// Makes a text secret, unless it is one placeholder, whose name is none.
fn guard(text: &mut Traced<Text>) {
    let inner = |open, close| text.value.reveal().strip_prefix(open)?.strip_suffix(close);
    let name: Option<&str> = inner("${", '}').or_else(|| inner("$<", '>'));
    let is_placeholder = name.is_some_and(|name| !name.contains(['$', ':', '}']));
    text.value = text.value.clone().guarded(!is_placeholder);
}

/// The keys of properties that a text may ask for: names of placeholders, with and without what may be a default, and
/// what stands in quotes in an expression.
pub(super) fn asked_for(text: &str) -> impl Iterator<Item = &str> {
    let named = [("${", '}'), ("$<", '>')].into_iter().flat_map(|(open, close)| {
        text.split(open).skip(1).flat_map(move |rest| {
            let name = rest.split(close).next().unwrap_or_default();
            [Some(name), name.split_once(':').map(|(name, _)| name)].into_iter().flatten()
        })
    });
    let quoted =
        text.split_once("#{").map(|(_, expression)| expression.split(['\'', '"']).skip(1).step_by(2));
    named.chain(quoted.into_iter().flatten())
}

impl From<beans::ConstructorArgument> for Argument {
    fn from(written: beans::ConstructorArgument) -> Self {
        Self {
            index: written.index,
            name: written.name,
            type_name: written.type_name,
            value: written.value.into(),
            span: written.span,
        }
    }
}

impl From<beans::ValueNode> for Node {
    fn from(written: beans::ValueNode) -> Self {
        use beans::ValueNode;
        match written {
            ValueNode::Text(typed) => {
                Self::Text { text: traced(typed.text), type_name: typed.type_name, is_secret: false }
            }
            ValueNode::Null(span) => Self::Null(Origin::written(span)),
            ValueNode::Reference(reference) => {
                Self::Reference { name: traced(reference.name), in_parent: reference.in_parent }
            }
            ValueNode::NameOf(reference) => Self::NameOf(traced(reference.name)),
            ValueNode::Bean(definition) => Self::Bean(Box::new((*definition).into())),
            ValueNode::Collection(collection) => Self::Collection(collection.into()),
            ValueNode::Map(collection) => Self::Map(collection.into()),
            ValueNode::Foreign(foreign) => Self::Foreign(foreign),
        }
    }
}

impl From<beans::Collection> for Collection {
    fn from(written: beans::Collection) -> Self {
        let mut items: Vec<Node> = written.items.into_iter().map(Node::from).collect();
        if written.kind == CollectionKind::Set {
            without_repetitions(&mut items);
        }
        let entries =
            written.entries.into_iter().map(|entry| (entry.key.into(), entry.value.into())).collect();
        Self {
            kind: written.kind,
            items,
            entries: last_of_each_key(entries),
            value_type: written.value_type,
            merge: written.merge,
            span: written.span,
        }
    }
}

/// A `LinkedHashSet` of definitions: of equal members the first stays.
pub(super) fn without_repetitions(items: &mut Vec<Node>) {
    let mut seen = HashSet::new();
    items.retain(|item| item.identity().is_none_or(|identity| seen.insert(identity)));
}

/// A `LinkedHashMap` of definitions: of equal keys the first's place and the last's value stay.
pub(super) fn last_of_each_key(entries: Vec<(Node, Node)>) -> Vec<(Node, Node)> {
    let mut kept: Vec<(Node, Node)> = Vec::with_capacity(entries.len());
    let mut places = std::collections::HashMap::new();
    for (key, value) in entries {
        let place = key.identity().map(|identity| *places.entry(identity).or_insert(kept.len()));
        match place.and_then(|place| kept.get_mut(place)) {
            Some(known) => known.1 = value,
            None => kept.push((key, value)),
        }
    }
    kept
}

impl Node {
    /// What `equals` of Spring's metadata compares; `None` where only the same object is equal.
    fn identity(&self) -> Option<(u8, String, Option<String>)> {
        Some(match self {
            Self::Text { text, type_name, .. } => {
                (0, text.value.reveal().to_owned(), type_name.as_ref().map(|name| name.text.clone()))
            }
            Self::Null(_) => (1, String::new(), None),
            Self::Reference { name, in_parent } => {
                (2, name.value.reveal().to_owned(), in_parent.then(String::new))
            }
            Self::NameOf(name) => (3, name.value.reveal().to_owned(), None),
            Self::Bean(_) | Self::Collection(_) | Self::Map(_) | Self::Foreign(_) => return None,
        })
    }
}
