//! Sets what a path leads to (`processLocalProperty`, `processKeyedProperty`).

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Traced};

use super::super::super::catalog::JavaType;
use super::super::super::classes::Access;
use super::super::super::convert::is_primitive;
use super::super::super::equality;
use super::super::super::fault::Outcome;
use super::super::super::number::{Number, NumberType};
use super::super::super::object::{InstanceProperty, Map, Object, Sequence};
use super::super::BeanFactory;
use super::super::populate::Ready;
use super::names::{self, Tokens};
use super::read::{Handler, element_type, index, out_of_bounds};
use super::{Accessor, faults};

/// How far a list grows to hold an index.
const MOST_ITEMS: usize = 10_000;

/// What `put`, `set` and `add` of a collection that doesn't change throw.
const UNSUPPORTED: &str = "java.lang.UnsupportedOperationException";

/// Why a property isn't set.
pub(in super::super) enum Refusal {
    /// Spring sets the others and then tells all of these at once, each with this text.
    Collected(String, Box<Diagnostic>),
    Final(Box<Diagnostic>),
}

impl From<Box<Diagnostic>> for Refusal {
    fn from(fault: Box<Diagnostic>) -> Self {
        Self::Final(fault)
    }
}

impl BeanFactory<'_> {
    pub(super) fn set_at(
        &mut self,
        accessor: &Accessor,
        tokens: &Tokens,
        property: &Ready,
    ) -> Result<(), Refusal> {
        match tokens.keys.split_last() {
            Some((last, before)) => self.set_keyed(accessor, tokens, (before, last), property),
            None => self.set_local(accessor, tokens, property),
        }
    }

    fn set_local(&mut self, accessor: &Accessor, tokens: &Tokens, property: &Ready) -> Result<(), Refusal> {
        let name = &tokens.property;
        match (self.handler(&accessor.object, name), self.property_type(&accessor.object, name)) {
            (Handler::Known { access: Access { writable: true, .. }, .. }, Some(required)) => {
                let value = self.converted_on_path(accessor, tokens, &property.value, &required)?;
                self.call_setter(&accessor.object, name, accessor.span, value)
                    .map_err(|(text, fault)| Refusal::Collected(text, fault))
            }
            (Handler::Known { access: Access { writable: true, .. }, .. }, None) | (Handler::Unknown, _) => {
                Err(Refusal::Final(self.unknown_on_path(accessor, name)))
            }
            _ if property.optional => Ok(()),
            _ => Err(Refusal::Final(Box::new(self.not_writable(
                &accessor.object,
                &tokens.canonical,
                (&accessor.root, &accessor.path),
                accessor.span,
            )))),
        }
    }

    /// A value as a place on the path takes it.
    fn converted_on_path(
        &self,
        accessor: &Accessor,
        tokens: &Tokens,
        value: &Traced<Object>,
        required: &JavaType,
    ) -> Result<Traced<Object>, Refusal> {
        match self.converter().convert(Some(&tokens.canonical), value, required) {
            Ok(converted) => Ok(Traced::new(converted, value.origin.clone())),
            Err(error) => {
                let fault = self.mismatch(&accessor.path_of(&tokens.canonical), value, required, &error);
                Err(Refusal::Collected(fault.message.clone(), Box::new(fault)))
            }
        }
    }

    /// `map[key]` and `list[0]`: the collection that the getter gives is changed, no setter is called.
    fn set_keyed(
        &mut self,
        accessor: &Accessor,
        tokens: &Tokens,
        (before, last): (&[String], &str),
        property: &Ready,
    ) -> Result<(), Refusal> {
        self.keep_initial_map(accessor, tokens);
        let held = self.value_at(accessor, tokens, Some(before))?;
        let canonical = &tokens.canonical;
        if held.is_null() {
            let text = format!(
                "Cannot access indexed value in property referenced in indexed property path '{canonical}': returned null"
            );
            return Err(Refusal::Final(faults::null(accessor, canonical, &text)));
        }
        let mut declared = match self.handler(&accessor.object, &tokens.property) {
            Handler::Known { java_type, .. } => java_type,
            _ => JavaType::Object,
        };
        for _ in before {
            declared = element_type(declared);
        }
        let changed = match &held {
            Object::Sequence(array) if array.class.ends_with("[]") => {
                return self.set_in_array(accessor, tokens, (array, last), property);
            }
            Object::Sequence(list) if self.classes.is_subtype(&list.class, "java.util.List") => {
                self.set_in_list(accessor, tokens, (list, &declared, last), property)?
            }
            Object::Map(map) => self.set_in_map(accessor, tokens, (map, &declared, last), property)?,
            other => {
                let kinds = "an array nor a List nor a Map";
                let fault = faults::no_collection(accessor, canonical, kinds, other, &self.heap);
                return Err(Refusal::Final(fault));
            }
        };
        Ok(self.change(&held, &changed)?)
    }

    /// The map that a bean starts with becomes its own before something is put into it.
    fn keep_initial_map(&mut self, accessor: &Accessor, tokens: &Tokens) {
        let Object::Instance(id) = accessor.object else { return };
        let Handler::Known { name, access: Access { readable: true, .. }, java_type } =
            self.handler(&accessor.object, &tokens.property)
        else {
            return;
        };
        let is_set = self.heap.get(id).is_some_and(|instance| instance.property(&name).is_some());
        let Some(initial) = self.instance_property(id, &name, &java_type).filter(|_| !is_set) else { return };
        if let (Object::Map(_), Some(instance)) = (&initial.value, self.heap.get_mut(id)) {
            let value = Traced::new(initial.value, Origin::written(accessor.span));
            instance.properties.insert(name, InstanceProperty { value, name_span: accessor.span });
        }
    }

    fn set_in_array(
        &mut self,
        accessor: &Accessor,
        tokens: &Tokens,
        (array, key): (&Sequence, &str),
        property: &Ready,
    ) -> Result<(), Refusal> {
        let at = self.index_on_path(accessor, tokens, key)?;
        let component = JavaType::named(array.class.strip_suffix("[]").unwrap_or(&array.class));
        let value = self.converted_on_path(accessor, tokens, &property.value, &component)?;
        let Ok(place) = usize::try_from(at) else {
            return Err(nowhere(accessor, tokens, out_of_bounds(array, at, false)));
        };
        self.spend(array.items.len())?;
        let mut items = array.items.as_ref().clone();
        let is_longer = place >= items.len();
        grow(accessor, tokens, &mut items, place + 1, &empty(&component))?;
        self.spend_on_growth(array.items.len(), items.len())?;
        if let Some(item) = items.get_mut(place) {
            *item = value;
        }
        let changed = Object::sequence(array.class.clone(), items);
        if !is_longer {
            return Ok(self.change(&Object::Sequence(array.clone()), &changed)?);
        }
        // A longer array is another one, which is set in the place of this one.
        let name = tokens.canonical.rsplit_once('[').map_or("", |(name, _)| name);
        let outer = names::tokens(name).map_err(|text| nowhere(accessor, tokens, text))?;
        let value = Traced::new(changed, Origin::written(accessor.span));
        let ready = Ready {
            name: name.to_owned(),
            value,
            name_span: property.name_span,
            optional: false,
            converted: false,
        };
        self.set_at(accessor, &outer, &ready)
    }

    fn set_in_list(
        &self,
        accessor: &Accessor,
        tokens: &Tokens,
        (list, declared, key): (&Sequence, &JavaType, &str),
        property: &Ready,
    ) -> Result<Object, Refusal> {
        let at = self.index_on_path(accessor, tokens, key)?;
        let element = match declared {
            JavaType::List(element) => element,
            _ => &JavaType::Object,
        };
        let value = self.converted_on_path(accessor, tokens, &property.value, element)?;
        let place = usize::try_from(at).ok();
        let is_added = place.is_some_and(|place| place >= list.items.len()) && at != i32::MAX;
        if never_changes(&list.class) || is_added && &*list.class == "java.util.Arrays$ArrayList" {
            return Err(nowhere(accessor, tokens, UNSUPPORTED.to_owned()));
        }
        self.spend(list.items.len())?;
        let mut items = list.items.as_ref().clone();
        match place.filter(|place| *place < items.len() || is_added) {
            Some(place) => {
                grow(accessor, tokens, &mut items, place + 1, &Object::Null)?;
                self.spend_on_growth(list.items.len(), items.len())?;
                if let Some(item) = items.get_mut(place) {
                    *item = value;
                }
                Ok(Object::sequence(list.class.clone(), items))
            }
            None => Err(nowhere(accessor, tokens, out_of_bounds(list, at, false))),
        }
    }

    fn set_in_map(
        &self,
        accessor: &Accessor,
        tokens: &Tokens,
        (map, declared, key): (&Map, &JavaType, &str),
        property: &Ready,
    ) -> Result<Object, Refusal> {
        let key = self.converted_key(key, declared).map_err(|text| nowhere(accessor, tokens, text))?;
        let value_type = match declared {
            JavaType::MapOf(_, value_type) => value_type,
            _ => &JavaType::Object,
        };
        let value = self.converted_on_path(accessor, tokens, &property.value, value_type)?;
        if map.of_system {
            return Err(Refusal::Final(self.unknown_on_path(accessor, &tokens.property)));
        }
        if never_changes(&map.class) {
            return Err(nowhere(accessor, tokens, UNSUPPORTED.to_owned()));
        }
        if value.value.is_null() && takes_no_null(&map.class) {
            return Err(nowhere(accessor, tokens, "java.lang.NullPointerException".to_owned()));
        }
        self.comparable(map, &key).map_err(|text| nowhere(accessor, tokens, text))?;
        self.spend(map.entries.len())?;
        let mut entries = map.entries.as_ref().clone();
        let wanted = equality::key(&key);
        match entries.iter_mut().find(|(known, _)| equality::key(&known.value) == wanted) {
            Some(known) => known.1 = value,
            None => entries.push((Traced::new(key, Origin::written(accessor.span)), value)),
        }
        Ok(Object::map(map.class.clone(), entries))
    }

    fn index_on_path(&self, accessor: &Accessor, tokens: &Tokens, key: &str) -> Result<i32, Refusal> {
        index(key).map_err(|text| nowhere(accessor, tokens, text))
    }
}

fn nowhere(accessor: &Accessor, tokens: &Tokens, text: String) -> Refusal {
    Refusal::Final(faults::leads_nowhere(&accessor.path_of(&tokens.canonical), text, accessor.span))
}

/// Fills a list or an array up to a length.
fn grow(
    accessor: &Accessor,
    tokens: &Tokens,
    items: &mut Vec<Traced<Object>>,
    length: usize,
    filling: &Object,
) -> Outcome<()> {
    if length > items.len().max(MOST_ITEMS) {
        let path = accessor.path_of(&tokens.canonical);
        let message = format!("`{path}` would be filled with nulls to more than {MOST_ITEMS} members");
        return Err(Box::new(
            Diagnostic::error("property-path", message)
                .at(accessor.span, "this path")
                .help("write a lower index, or set the whole collection with <list>"),
        ));
    }
    let missing = length.saturating_sub(items.len());
    items.extend(std::iter::repeat_n(Traced::new(filling.clone(), Origin::default()), missing));
    Ok(())
}

/// What the members of a new array are.
fn empty(component: &JavaType) -> Object {
    let name = component.to_string();
    match (name.as_str(), NumberType::named(&name)) {
        _ if !is_primitive(component) => Object::Null,
        ("boolean", _) => Object::Boolean(false),
        ("char", _) => Object::Character('\0'),
        (_, Some(number)) => Number::Integer(0).converted(number).map_or(Object::Null, Object::Number),
        (_, None) => Object::Null,
    }
}

/// Whether the methods that change a collection throw.
fn never_changes(class: &str) -> bool {
    ["Collections$Unmodifiable", "Collections$Empty", "Collections$Singleton", "ImmutableCollections$"]
        .iter()
        .any(|kind| class.strip_prefix("java.util.").is_some_and(|class| class.starts_with(kind)))
}

/// Whether a map holds no null as a value.
fn takes_no_null(class: &str) -> bool {
    ["java.util.Properties", "java.util.Hashtable", "java.util.concurrent.ConcurrentHashMap"].contains(&class)
}
