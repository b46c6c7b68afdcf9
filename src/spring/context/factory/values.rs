//! Values of definitions to objects (`BeanDefinitionValueResolver`).

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Text, Traced};
use crate::spring::beans::{CollectionKind, Spanned};

use super::super::catalog::JavaType;
use super::super::definition::{Collection, Definition, Node};
use super::super::equality;
use super::super::fault::{Outcome, with_origin};
use super::super::object::Object;
use super::BeanFactory;

impl BeanFactory<'_> {
    /// The object that a value stands for, before conversion to what a setter takes.
    pub(super) fn resolve(&mut self, node: &Node, owner: &Definition) -> Outcome<Traced<Object>> {
        let value = self.resolve_node(node, owner)?;
        self.spend_on(&value.value).map_err(|fault| Box::new(fault.at(owner.name_span, "at this bean")))?;
        Ok(value)
    }

    fn resolve_node(&mut self, node: &Node, owner: &Definition) -> Outcome<Traced<Object>> {
        match node {
            Node::Text { text, type_name, .. } => self.resolve_text_value(text, type_name.as_ref()),
            Node::Null(origin) => Ok(Traced::new(Object::Null, origin.clone())),
            Node::Reference { name, in_parent } => self.resolve_reference(name, *in_parent),
            Node::NameOf(name) => self.resolve_name(name),
            Node::Bean(definition) => self.resolve_inner(definition, owner),
            Node::Collection(collection) => self.resolve_collection(collection, owner),
            Node::Map(collection) => self.resolve_map(collection, owner),
            Node::Foreign(foreign) => Err(Box::new(
                Diagnostic::error(
                    "element-not-modelled",
                    format!("what <{}> of {} makes isn't known here", foreign.local, foreign.namespace),
                )
                .at(foreign.span, "this element")
                .help("write the value with the elements of the beans namespace"),
            )),
        }
    }

    fn resolve_text_value(
        &mut self,
        text: &Traced<Text>,
        type_name: Option<&Spanned>,
    ) -> Outcome<Traced<Object>> {
        let value = self.evaluate(text)?;
        let Some(type_name) = type_name.filter(|name| !name.text.is_empty()) else { return Ok(value) };
        let required = self.named_type(&type_name.text, type_name.span)?;
        let converted = self.converter().convert(None, &value, &required);
        match converted {
            Ok(converted) => Ok(Traced::new(converted, value.origin)),
            Err(error) => {
                let found = Diagnostic::error(
                    "type-mismatch",
                    format!("the value can't be made a {required}: {}", error.text),
                )
                .spring(error.text)
                .help(format!("write a value that is a {required}, or another type"));
                Err(Box::new(with_origin(found, &value.origin, "this value")))
            }
        }
    }

    /// The type of this name, which must exist.
    pub(super) fn named_type(&self, name: &str, span: crate::source::Span) -> Outcome<JavaType> {
        let component = name.trim_end_matches("[]");
        if super::super::classes::is_primitive_name(component) || self.classes.exists(component) {
            return Ok(self.classes.java_type(name));
        }
        Err(Box::new(self.class_missing(name).at(span, "no such class")))
    }

    fn resolve_reference(&mut self, name: &Traced<Text>, in_parent: bool) -> Outcome<Traced<Object>> {
        let evaluated = self.evaluate(name)?;
        let target = self.text_of(&evaluated).value.reveal().to_owned();
        // Without a module above it a context stands below the server's bootstrap, which has no bean of the user's.
        let found = if in_parent { self.bean_of_parent(&target, &target) } else { self.bean(&target) };
        match found {
            Ok(object) => Ok(Traced::new(object, name.origin.clone())),
            Err(fault) if fault.labels.is_empty() => {
                Err(Box::new(with_origin(*fault, &name.origin, "it is referred to here")))
            }
            Err(fault) => Err(fault),
        }
    }

    fn resolve_name(&mut self, name: &Traced<Text>) -> Outcome<Traced<Object>> {
        let evaluated = self.evaluate(name)?;
        let text = self.text_of(&evaluated);
        let target = text.value.reveal();
        if self.contains_bean(target) {
            return Ok(Traced::new(Object::Text(text.value.clone()), name.origin.clone()));
        }
        let names = self.registry.definitions.keys().map(String::as_str);
        let found = Diagnostic::error("bean-missing", format!("there is no bean named `{target}`"))
            .spring(format!("Invalid bean name '{target}' in bean reference for {}", self.subject));
        let found = match self.nearest(target, names) {
            Some(nearest) => found.help(format!("did you mean `{nearest}`?")),
            None => found.help("name a bean that is defined"),
        };
        Err(Box::new(with_origin(found, &name.origin, "idref wants the name of a bean")))
    }

    /// An inner bean: made anew for its owner, and what a factory bean makes rather than the factory bean.
    fn resolve_inner(&mut self, definition: &Definition, owner: &Definition) -> Outcome<Traced<Object>> {
        let mut merged = self.merged_definition(definition.clone())?;
        if !owner.is_singleton() && merged.is_singleton() {
            merged.scope = owner.scope.clone();
        }
        let name = merged.name.clone();
        self.make_dependencies(&name, &merged)?;
        let raw = self.make_inner(&name, &merged)?;
        let object = if self.is_factory_bean(&raw) { self.product(&raw)? } else { raw };
        Ok(Traced::new(object, Origin::written(definition.span)))
    }

    fn resolve_collection(&mut self, collection: &Collection, owner: &Definition) -> Outcome<Traced<Object>> {
        let component = match (&collection.value_type, collection.kind) {
            (Some(name), CollectionKind::Array) if !name.text.is_empty() => {
                self.named_type(&name.text, name.span)?
            }
            _ => JavaType::Object,
        };
        let mut items: Vec<Traced<Object>> = Vec::with_capacity(collection.items.len());
        let mut members = HashSet::new();
        let subject = self.subject.clone();
        for (index, item) in collection.items.iter().enumerate() {
            self.subject = format!("{subject} with key [{index}]");
            let value = self.resolve(item, owner)?;
            if collection.kind != CollectionKind::Set || members.insert(equality::key(&value.value)) {
                items.push(value);
            }
        }
        self.subject = subject;
        let object = match collection.kind {
            CollectionKind::Set => Object::sequence("java.util.LinkedHashSet", items),
            CollectionKind::Array => Object::sequence(format!("{component}[]"), items),
            _ => Object::list(items),
        };
        Ok(Traced::new(object, Origin::written(collection.span)))
    }

    fn resolve_map(&mut self, collection: &Collection, owner: &Definition) -> Outcome<Traced<Object>> {
        let mut entries: Vec<(Traced<Object>, Traced<Object>)> = Vec::with_capacity(collection.entries.len());
        let mut places = HashMap::new();
        let subject = self.subject.clone();
        for (written, value) in &collection.entries {
            self.subject.clone_from(&subject);
            let key = self.resolve(written, owner)?;
            self.subject = format!("{subject} with key [{}]", shown_key(written));
            let value = self.resolve(value, owner)?;
            let identity = equality::key(&key.value);
            let place = *places.entry(identity).or_insert(entries.len());
            match entries.get_mut(place) {
                Some(known) => known.1 = value,
                None => entries.push((key, value)),
            }
        }
        self.subject = subject;
        if collection.kind == CollectionKind::Props
            && entries.iter().any(|(key, value)| key.value.is_null() || value.value.is_null())
        {
            return Err(self.null_in_properties(collection, owner));
        }
        let class = match collection.kind {
            CollectionKind::Props => "java.util.Properties",
            _ => "java.util.LinkedHashMap",
        };
        Ok(Traced::new(Object::map(class, entries), Origin::written(collection.span)))
    }

    fn null_in_properties(&self, collection: &Collection, owner: &Definition) -> Box<Diagnostic> {
        let text = self.creation_text(
            owner,
            &format!("Error converting Properties key/value pair for {}: resolved to null", self.subject),
        );
        Box::new(
            Diagnostic::error("null-property", "a key or value of <props> resolves to null")
                .at(collection.span, "in these properties")
                .spring(text)
                .help("leave the entry out, or give it a value"),
        )
    }

    /// How a `BeanCreationException` without a cause puts its message.
    pub(super) fn creation_text(&self, definition: &Definition, message: &str) -> String {
        let place = definition
            .resource
            .as_ref()
            .map(|resource| format!(" defined in {resource}"))
            .unwrap_or_default();
        format!("Error creating bean with name '{}'{place}: {message}", definition.name)
    }
}

/// `toString` of a map's key as Spring keeps it in a definition.
fn shown_key(key: &Node) -> String {
    match key {
        Node::Text { text, type_name, .. } => {
            let target = type_name.as_ref().map_or("null", |name| name.text.as_str());
            format!("TypedStringValue: value [{}], target type [{target}]", text.value.shown())
        }
        Node::Reference { name, .. } | Node::NameOf(name) => format!("<{}>", name.value.shown()),
        _ => String::new(),
    }
}
