//! Lists, sets, arrays and maps, element by element.

use crate::source::Traced;

use super::super::catalog::JavaType;
use super::super::equality;
use super::super::object::{Map, Object, Sequence};
use super::{Converted, Converter};

impl Converter<'_> {
    /// `convertToTypedArray`: a plain value becomes an array of one.
    pub(super) fn to_array(
        self,
        property: Option<&str>,
        value: &Traced<Object>,
        component: &JavaType,
    ) -> Converted {
        let items = match &value.value {
            Object::Sequence(sequence) => self.elements(property, &sequence.items, component)?,
            _ => self.elements(property, std::slice::from_ref(value), component)?,
        };
        Ok(Object::sequence(format!("{component}[]"), items))
    }

    fn elements(
        &self,
        property: Option<&str>,
        items: &[Traced<Object>],
        component: &JavaType,
    ) -> Result<Vec<Traced<Object>>, super::ConversionError> {
        let convert = |(index, item): (usize, &Traced<Object>)| {
            let name = property.map(|property| format!("{property}[{index}]"));
            let converted = self.convert(name.as_deref(), item, component)?;
            Ok(Traced::new(converted, item.origin.clone()))
        };
        items.iter().enumerate().map(convert).collect()
    }

    /// `convertToTypedCollection`.
    pub(super) fn to_collection(
        self,
        property: Option<&str>,
        sequence: &Sequence,
        required: &JavaType,
    ) -> Converted {
        let element = match required {
            JavaType::List(element) | JavaType::Set(element) => element,
            _ => return Ok(Object::Sequence(sequence.clone())),
        };
        let items = self.elements(property, &sequence.items, element)?;
        if items.iter().zip(sequence.items.iter()).all(|(new, old)| self.is_as_before(new, old)) {
            return Ok(Object::Sequence(sequence.clone()));
        }
        Ok(Object::sequence(sequence.class.clone(), items))
    }

    /// `convertToTypedMap`.
    pub(super) fn to_map(self, property: Option<&str>, map: &Map, required: &JavaType) -> Converted {
        let JavaType::MapOf(key_type, value_type) = required else { return Ok(Object::Map(map.clone())) };
        let mut entries = Vec::with_capacity(map.entries.len());
        for (key, value) in map.entries.iter() {
            let name = property.map(|property| format!("{property}[{}]", self.to_text(&key.value)));
            let new_key = self.convert(name.as_deref(), key, key_type)?;
            let new_value = self.convert(name.as_deref(), value, value_type)?;
            entries.push((
                Traced::new(new_key, key.origin.clone()),
                Traced::new(new_value, value.origin.clone()),
            ));
        }
        let is_as_before = entries
            .iter()
            .zip(map.entries.iter())
            .all(|(new, old)| self.is_as_before(&new.0, &old.0) && self.is_as_before(&new.1, &old.1));
        if is_as_before && !map.of_system {
            return Ok(Object::Map(map.clone()));
        }
        Ok(Object::map(map.class.clone(), entries))
    }

    /// Whether a conversion gave back what it was given: a collection of such elements stays the same object.
    fn is_as_before(self, new: &Traced<Object>, old: &Traced<Object>) -> bool {
        match (&new.value, &old.value) {
            (Object::Sequence(_) | Object::Map(_), old) => new.value.is_same(old),
            (new, old) => {
                new.class_name(self.heap) == old.class_name(self.heap)
                    && equality::key(new) == equality::key(old)
            }
        }
    }
}
