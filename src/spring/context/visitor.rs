//! Goes over every text of a definition that configurers resolve (Spring's `BeanDefinitionVisitor`).
//!
//! Parent, class, factory names, scope, property values, arguments, references, map keys and inner beans are
//! resolved; ids, property names, `depends-on`, init methods and types of values aren't.

use crate::source::{Text, Traced};

use super::definition::{Collection, Definition, Node, last_of_each_key, without_repetitions};
use super::fault::Outcome;

/// Resolves one text, and is told whether what comes into it is a secret; `None` is Java's null.
pub(super) type Resolve<'r> = dyn FnMut(&Traced<Text>, bool) -> Outcome<Option<Traced<Text>>> + 'r;

/// Replaces all texts of a definition.
pub(super) fn visit(definition: &mut Definition, resolve: &mut Resolve<'_>) -> Outcome<()> {
    for text in [
        &mut definition.parent,
        &mut definition.class,
        &mut definition.factory_bean,
        &mut definition.factory_method,
        &mut definition.scope,
    ] {
        if let Some(written) = text {
            *text = resolve(written, false)?;
        }
    }
    for property in definition.properties.values_mut() {
        visit_node(&mut property.value, resolve)?;
    }
    let (mut indexed, mut generic): (Vec<_>, Vec<_>) =
        definition.arguments.iter_mut().partition(|argument| argument.index.is_some());
    for argument in indexed.iter_mut().chain(&mut generic) {
        visit_node(&mut argument.value, resolve)?;
    }
    Ok(())
}

fn visit_node(node: &mut Node, resolve: &mut Resolve<'_>) -> Outcome<()> {
    let secret = matches!(node, Node::Text { is_secret: true, .. });
    match node {
        Node::Text { text, .. } | Node::Reference { name: text, .. } | Node::NameOf(text) => {
            match resolve(text, secret)? {
                Some(resolved) => *text = resolved,
                None => *node = Node::Null(text.origin.clone()),
            }
        }
        Node::Bean(definition) => visit(definition, resolve)?,
        Node::Collection(collection) => {
            for item in &mut collection.items {
                visit_node(item, resolve)?;
            }
            if collection.kind == crate::spring::beans::CollectionKind::Set {
                without_repetitions(&mut collection.items);
            }
        }
        Node::Map(collection) => visit_entries(collection, resolve)?,
        Node::Null(_) | Node::Foreign(_) => {}
    }
    Ok(())
}

fn visit_entries(collection: &mut Collection, resolve: &mut Resolve<'_>) -> Outcome<()> {
    for (key, value) in &mut collection.entries {
        visit_node(key, resolve)?;
        visit_node(value, resolve)?;
    }
    collection.entries = last_of_each_key(std::mem::take(&mut collection.entries));
    Ok(())
}
