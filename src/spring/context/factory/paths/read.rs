//! What getters and keys give on the way along a path (`getPropertyValue`).

use crate::source::{Origin, Traced};

use super::super::super::catalog::JavaType;
use super::super::super::classes::{Access, spellings};
use super::super::super::convert::is_primitive;
use super::super::super::equality;
use super::super::super::expression::EvaluationError;
use super::super::super::fault::{Outcome, of_jvm};
use super::super::super::object::{InstanceId, Map, Object, Sequence};
use super::super::BeanFactory;
use super::names::Tokens;
use super::{Accessor, faults};

/// A property of an object (`PropertyHandler`).
pub(super) enum Handler {
    /// There is none of this name.
    Missing,
    /// The class isn't known well enough.
    Unknown,
    /// One that can be read, set, or both; with the name that the class has for it and the type that the getter gives.
    Known { name: String, access: Access, java_type: JavaType },
}

impl BeanFactory<'_> {
    /// `getLocalPropertyHandler`.
    pub(super) fn handler(&self, object: &Object, name: &str) -> Handler {
        let class = object.class_name(&self.heap).unwrap_or_default();
        let is_bean = matches!(object, Object::Instance(_)) && self.classes.undescribed(&class).is_none();
        let mut is_known = is_bean;
        for spelling in spellings(name) {
            let known = |readable, writable, java_type| Handler::Known {
                name: spelling.clone(),
                access: Access { readable, writable },
                java_type,
            };
            if spelling == "class" && *class != *"java.lang.Class" {
                return known(true, false, JavaType::Class);
            }
            let access = self.classes.access(&class, &spelling);
            is_known |= access.is_some();
            let access = access.unwrap_or_default();
            if is_bean {
                let getter = self.classes.readable_type(&class, &spelling);
                let setter = self.classes.writable(&class, &spelling).filter(|(name, _)| *name == spelling);
                if getter.is_some() || setter.is_some() || access.readable {
                    let readable = getter.is_some() || access.readable;
                    return known(readable, setter.is_some(), getter.unwrap_or(JavaType::Object));
                }
            } else if access != Access::default() {
                return known(access.readable, access.writable, JavaType::Object);
            }
        }
        if is_known { Handler::Missing } else { Handler::Unknown }
    }

    /// The property's value, and what keys lead to in it; `None` where no key is asked for at all.
    pub(super) fn value_at(
        &mut self,
        accessor: &Accessor,
        tokens: &Tokens,
        keys: Option<&[String]>,
    ) -> Outcome<Object> {
        let canonical = &tokens.canonical;
        let (name, mut java_type) = match self.handler(&accessor.object, &tokens.property) {
            Handler::Known { name, access: Access { readable: true, .. }, java_type } => (name, java_type),
            Handler::Unknown => return Err(self.unknown_on_path(accessor, &tokens.property)),
            _ => return Err(faults::unreadable(accessor, canonical)),
        };
        let mut value = self.got(accessor, &name, &java_type)?;
        let Some(keys) = keys else { return Ok(value) };
        let is_null = |value: &Object| {
            value.is_null().then(|| {
                let text = format!(
                    "Cannot access indexed value of property referenced in indexed property path '{canonical}': \
                     returned null"
                );
                faults::null(accessor, canonical, &text)
            })
        };
        is_null(&value).map_or(Ok(()), Err)?;
        for key in keys {
            is_null(&value).map_or(Ok(()), Err)?;
            value = self.at_key(accessor, canonical, &value, key, &java_type)?;
            java_type = element_type(java_type);
        }
        Ok(value)
    }

    fn got(&mut self, accessor: &Accessor, name: &str, java_type: &JavaType) -> Outcome<Object> {
        let object = &accessor.object;
        let class = object.class_name(&self.heap).unwrap_or_default();
        if name == "class" {
            return Ok(Object::Class(class));
        }
        if let Object::Instance(id) = object
            && self.classes.readable_type(&class, name).is_some()
        {
            let found = self.instance_property(*id, name, java_type);
            return found.map(|found| found.value).ok_or_else(|| self.unknown_on_path(accessor, name));
        }
        let mut characters = name.chars();
        let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
        let capital = format!("{first}{}", characters.as_str());
        let getters = [format!("get{capital}"), format!("is{capital}"), name.to_owned()];
        let is_modelled = |getter: &&String| {
            self.classes.methods(&class, getter, false).iter().any(|method| method.parameters.is_empty())
        };
        let Some(getter) = getters.iter().find(is_modelled) else {
            return Err(self.unknown_on_path(accessor, name));
        };
        self.call_with(object, getter, &[]).map_err(|error| match error {
            EvaluationError::Spring(text) => {
                faults::leads_nowhere(&accessor.path_of(name), text, accessor.span)
            }
            EvaluationError::Unsupported(_) => self.unknown_on_path(accessor, name),
            EvaluationError::Bean(fault) => fault,
        })
    }

    /// What the getter of a bean gives: what was set, or what the class starts with; `None` where that isn't known.
    pub(in super::super::super) fn instance_property(
        &self,
        id: InstanceId,
        name: &str,
        required: &JavaType,
    ) -> Option<Traced<Object>> {
        let instance = self.heap.get(id)?;
        if let Some(set) = instance.property(name) {
            return Some(set.clone());
        }
        let value = match self.classes.initial(&instance.class, name) {
            Some("true") => Object::Boolean(true),
            Some(initial) if *required == JavaType::Int => Object::integer(initial.parse().ok()?),
            Some(initial) => Object::plain(initial),
            None if matches!(required, JavaType::Map | JavaType::MapOf(..)) => {
                Object::map("java.util.HashMap", Vec::new())
            }
            None if is_primitive(required) => return None,
            None => Object::Null,
        };
        Some(Traced::new(value, Origin::default()))
    }

    fn at_key(
        &self,
        accessor: &Accessor,
        canonical: &str,
        value: &Object,
        key: &str,
        java_type: &JavaType,
    ) -> Outcome<Object> {
        let path = accessor.path_of(canonical);
        let nowhere = |text: String| faults::leads_nowhere(&path, text, accessor.span);
        match value {
            Object::Sequence(sequence) => {
                let index = index(key).map_err(nowhere)?;
                let found = usize::try_from(index).ok().and_then(|at| sequence.items.get(at));
                match found {
                    Some(item) => Ok(item.value.clone()),
                    None if self.classes.is_subtype(&sequence.class, "java.util.Set") => {
                        let text = format!(
                            "Cannot get element with index {index} from Set of size {}, accessed using property path \
                             '{canonical}'",
                            sequence.items.len()
                        );
                        Err(nowhere(faults::invalid(accessor, canonical, &text)))
                    }
                    None => Err(nowhere(out_of_bounds(sequence, index, true))),
                }
            }
            Object::Map(map) => {
                if map.of_system && self.host.leaves_to_jvm(key) {
                    return Err(Box::new(of_jvm("class-not-modelled", key).at(accessor.span, "this path")));
                }
                let key = self.converted_key(key, java_type).map_err(nowhere)?;
                self.comparable(map, &key).map_err(nowhere)?;
                Ok(entry(map, &key).map_or(Object::Null, |found| found.value.clone()))
            }
            other => {
                let kinds = "an array nor a List nor a Set nor a Map";
                Err(faults::no_collection(accessor, canonical, kinds, other, &self.heap))
            }
        }
    }

    /// Whether a sorted map can compare a key with those that it has; otherwise the text of Java's exception.
    pub(super) fn comparable(&self, map: &Map, key: &Object) -> Result<(), String> {
        let known = map.entries.first().and_then(|(known, _)| known.value.class_name(&self.heap));
        match (known, key.class_name(&self.heap)) {
            (Some(known), Some(own)) if &*map.class == "java.util.TreeMap" && known != own => Err(format!(
                "class {known} cannot be cast to class {own} ({known} and {own} are in module java.base of loader \
                 'bootstrap')"
            )),
            _ => Ok(()),
        }
    }

    /// A key as the map's declaration has it: a text, unless that says otherwise.
    pub(super) fn converted_key(&self, key: &str, java_type: &JavaType) -> Result<Object, String> {
        let JavaType::MapOf(key_type, _) = java_type else { return Ok(Object::plain(key)) };
        let key = Traced::new(Object::plain(key), Origin::default());
        self.converter().convert(None, &key, key_type).map_err(|error| error.text)
    }
}

/// What a declared collection holds.
pub(super) fn element_type(collection: JavaType) -> JavaType {
    match collection {
        JavaType::MapOf(_, element)
        | JavaType::List(element)
        | JavaType::Set(element)
        | JavaType::Array(element) => *element,
        _ => JavaType::Object,
    }
}

/// The value of a key that a map has.
fn entry<'m>(map: &'m Map, key: &Object) -> Option<&'m Traced<Object>> {
    let wanted = equality::key(key);
    map.entries.iter().find(|(known, _)| equality::key(&known.value) == wanted).map(|(_, value)| value)
}

/// `Integer.parseInt`, with the text of its exception.
pub(super) fn index(key: &str) -> Result<i32, String> {
    key.parse().map_err(|_| format!("For input string: \"{key}\""))
}

/// What Java's collections say of an index that they don't have.
pub(super) fn out_of_bounds(sequence: &Sequence, index: i32, reading: bool) -> String {
    let size = sequence.items.len();
    match sequence.class.strip_prefix("java.util.").unwrap_or(&sequence.class) {
        array if array.ends_with("[]") => "java.lang.ArrayIndexOutOfBoundsException".to_owned(),
        "LinkedList" | "Collections$SingletonList" => format!("Index: {index}, Size: {size}"),
        "ImmutableCollections$List12" => format!("Index: {index} Size: {size}"),
        "Collections$EmptyList" => format!("Index: {index}"),
        "Vector" if reading && index >= 0 => format!("Array index out of range: {index}"),
        _ => format!("Index {index} out of bounds for length {size}"),
    }
}
