//! Definitions merged with those they name as their parents (`AbstractBeanDefinition.overrideFrom`).

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::spring::beans::CollectionKind;

use super::super::definition::{Collection, Definition, Node, last_of_each_key, without_repetitions};
use super::super::fault::{Outcome, with_origin};
use super::BeanFactory;

/// How many parents are followed.
pub(in super::super) const MOST_PARENTS: usize = 500;

impl BeanFactory<'_> {
    /// The merged definition of a bean of this context.
    pub(in super::super) fn merged(&self, name: &str) -> Outcome<Definition> {
        match self.registry.definitions.get(name) {
            Some(definition) => self.merged_definition(definition.clone()),
            None => Err(self.no_such_bean(name)),
        }
    }

    /// A definition with what its ancestors say, the nearest overriding the others.
    pub(in super::super) fn merged_definition(&self, definition: Definition) -> Outcome<Definition> {
        let mut ancestors = self.ancestors(&definition)?.into_iter().rev();
        let Some(oldest) = ancestors.next() else { return Ok(definition) };
        let inherited =
            ancestors.try_fold(oldest.clone(), |parent, child| overridden(parent, child.clone()))?;
        overridden(inherited, definition)
    }

    /// The definition's parent, that one's parent and so on.
    fn ancestors<'d>(&'d self, definition: &'d Definition) -> Outcome<Vec<&'d Definition>> {
        let mut ancestors: Vec<&'d Definition> = Vec::new();
        let mut known = HashSet::from([definition.name.as_str()]);
        let mut child = definition;
        let mut above = false;
        while let Some(parent) = &child.parent {
            let name = self.registry.canonical(parent.value.reveal());
            // A parent of the same name is the parent context's.
            above |= name == child.name || !self.registry.definitions.contains_key(name);
            if !above && known.contains(name) {
                return Err(Box::new(cycle(child)));
            }
            if ancestors.len() >= MOST_PARENTS {
                return Err(Box::new(too_many(definition)));
            }
            let found = match above {
                false => self.registry.definitions.get(name),
                true => self.parent.as_ref().and_then(|context| context.definition(name)),
            };
            child = found.ok_or_else(|| {
                Box::new(with_origin(
                    *self.no_such_bean(name),
                    &parent.origin,
                    "no bean of this name can be the parent",
                ))
            })?;
            known.insert(&child.name);
            ancestors.push(child);
            self.spend(1 + child.nodes())?;
        }
        Ok(ancestors)
    }
}

/// A bean with more ancestors than are followed.
pub(in super::super) fn too_many(child: &Definition) -> Diagnostic {
    let message = format!("bean `{}` has more than {MOST_PARENTS} ancestors", child.name);
    Diagnostic::error("parent-limit", message)
        .at(child.name_span, "by way of `parent`")
        .help("let beans have their parent's parent as their parent")
}

fn cycle(child: &Definition) -> Diagnostic {
    Diagnostic::error("parent-cycle", format!("bean `{}` is its own ancestor", child.name))
        .spring("java.lang.StackOverflowError")
        .at(child.name_span, "by way of `parent`")
        .help("remove one of the `parent` attributes")
}

/// The parent with everything that the child says.
fn overridden(parent: Definition, child: Definition) -> Outcome<Definition> {
    let mut merged = Definition {
        name: child.name,
        class: child.class.filter(|class| !class.value.reveal().is_empty()).or(parent.class),
        parent: None,
        factory_bean: child.factory_bean.or(parent.factory_bean),
        factory_method: child.factory_method.or(parent.factory_method),
        scope: child.scope.filter(|scope| !scope.value.reveal().is_empty()).or(parent.scope),
        is_abstract: child.is_abstract,
        lazy: child.lazy.or(parent.lazy),
        depends_on: child.depends_on,
        init_method: child.init_method.or(parent.init_method),
        destroy_method: child.destroy_method.or(parent.destroy_method),
        autowire: child.autowire,
        autowire_candidate: child.autowire_candidate,
        primary: child.primary,
        arguments: parent.arguments,
        properties: parent.properties,
        overrides: [parent.overrides, child.overrides].concat(),
        resource: child.resource.or(parent.resource),
        span: child.span,
        name_span: child.name_span,
    };
    for argument in child.arguments {
        let same = |known: &super::super::definition::Argument| {
            argument.index.is_some() && known.index == argument.index
                || argument.index.is_none()
                    && known.index.is_none()
                    && argument.name.as_ref().map(|name| &name.text)
                        == known.name.as_ref().map(|name| &name.text)
                    && argument.name.is_some()
        };
        match merged.arguments.iter_mut().find(|known| same(known)) {
            Some(known) => *known = argument,
            None => merged.arguments.push(argument),
        }
    }
    for (name, mut property) in child.properties {
        if let Some(inherited) = merged.properties.get(&name) {
            property.value = merged_value(&inherited.value, property.value)?;
        }
        merged.properties.insert(name, property);
    }
    Ok(merged)
}

/// `Mergeable.merge`: a collection with `merge` starts with what the parent's has.
fn merged_value(inherited: &Node, own: Node) -> Outcome<Node> {
    match (inherited, own) {
        (Node::Collection(inherited), Node::Collection(own)) if own.merge && same_kind(inherited, &own) => {
            let mut items = [inherited.items.clone(), own.items].concat();
            if own.kind == CollectionKind::Set {
                without_repetitions(&mut items);
            }
            Ok(Node::Collection(Collection { items, ..own }))
        }
        (Node::Map(inherited), Node::Map(own)) if own.merge && same_kind(inherited, &own) => {
            let entries = last_of_each_key([inherited.entries.clone(), own.entries].concat());
            Ok(Node::Map(Collection { entries, ..own }))
        }
        (inherited, Node::Collection(own) | Node::Map(own)) if own.merge => {
            let text = format!("Cannot merge with object of type [class {}]", metadata_class(inherited));
            Err(Box::new(
                Diagnostic::error(
                    "merge-mismatch",
                    "a collection can't be merged with what the parent has there",
                )
                .at(own.span, "merge=\"true\"")
                .spring(text)
                .help("use the same kind of collection as the parent, or leave out `merge`"),
            ))
        }
        (_, own) => Ok(own),
    }
}

fn same_kind(inherited: &Collection, own: &Collection) -> bool {
    inherited.kind == own.kind
        // ManagedArray is a ManagedList, and ManagedProperties and ManagedMap are maps.
        || matches!(
            (inherited.kind, own.kind),
            (CollectionKind::List | CollectionKind::Array, CollectionKind::List | CollectionKind::Array)
                | (CollectionKind::Props, CollectionKind::Map)
        )
}

/// The class with which Spring keeps a value in a definition.
fn metadata_class(node: &Node) -> &'static str {
    match node {
        Node::Text { .. } | Node::Null(_) => "org.springframework.beans.factory.config.TypedStringValue",
        Node::Reference { .. } => "org.springframework.beans.factory.config.RuntimeBeanReference",
        Node::NameOf(_) => "org.springframework.beans.factory.config.RuntimeBeanNameReference",
        Node::Bean(_) | Node::Foreign(_) => "org.springframework.beans.factory.config.BeanDefinitionHolder",
        Node::Collection(collection) | Node::Map(collection) => match collection.kind {
            CollectionKind::List => "org.springframework.beans.factory.support.ManagedList",
            CollectionKind::Set => "org.springframework.beans.factory.support.ManagedSet",
            CollectionKind::Array => "org.springframework.beans.factory.support.ManagedArray",
            CollectionKind::Map => "org.springframework.beans.factory.support.ManagedMap",
            CollectionKind::Props => "org.springframework.beans.factory.support.ManagedProperties",
        },
    }
}
