//! Nested and indexed property paths: `a.b`, `list[0]`, `map[key]` (`AbstractNestablePropertyAccessor`).

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Span, Text, Traced};

use super::super::catalog::JavaType;
use super::super::equality;
use super::super::fault::Outcome;
use super::super::object::Object;
use super::BeanFactory;
use super::populate::Ready;

/// How far a list grows to hold an index.
const MOST_ITEMS: usize = 10_000;

/// One step of a path: a property and the keys behind it.
#[derive(Debug, PartialEq, Eq)]
struct Token {
    property: String,
    keys: Vec<String>,
}

impl Token {
    /// The step as Spring's messages write it.
    fn canonical(&self) -> String {
        let keys: String = self.keys.iter().map(|key| format!("[{key}]")).collect();
        format!("{}{keys}", self.property)
    }
}

impl BeanFactory<'_> {
    /// The value at a path.
    pub(super) fn read_path(&mut self, object: &Object, path: &str, span: Span) -> Outcome<Object> {
        let mut current = object.clone();
        let tokens = tokens(path);
        for (index, token) in tokens.iter().enumerate() {
            let mut value = self.read_property(&current, &token.property, &token.canonical(), span)?;
            for key in &token.keys {
                value = self.at_key(&value, key, path, span)?;
            }
            if value.is_null() && index + 1 < tokens.len() {
                return Err(self.null_in_path(&current, &token.property, span));
            }
            current = value;
        }
        Ok(current)
    }

    /// What a getter gives.
    fn read_property(&mut self, object: &Object, property: &str, path: &str, span: Span) -> Outcome<Object> {
        let class = object.class_name(&self.heap).unwrap_or_default();
        if let (Object::Instance(id), Some(required)) = (object, self.classes.readable_type(&class, property))
        {
            let set = self.heap.get(*id).and_then(|instance| instance.property(property));
            return Ok(match set {
                Some(value) => value.value.clone(),
                None => self.classes.unset(&class, property, &required).unwrap_or(Object::Null),
            });
        }
        if !matches!(object, Object::Instance(_))
            && let Ok(value) = self.property_of(object, property)
        {
            return Ok(value);
        }
        let text = format!(
            "Invalid property '{path}' of bean class [{class}]: Bean property '{path}' is not readable or has an \
             invalid getter method: Does the return type of the getter match the parameter type of the setter?"
        );
        Err(Box::new(
            Diagnostic::error("property-unreadable", format!("{class} has no getter for `{property}`"))
                .at(span, "this path reads it")
                .spring(text)
                .help("set the property on the bean that it belongs to"),
        ))
    }

    fn at_key(&mut self, value: &Object, key: &str, path: &str, span: Span) -> Outcome<Object> {
        match value {
            Object::Map(map) => {
                let wanted = equality::key(&Object::plain(key));
                let found = map.entries.iter().find(|(known, _)| equality::key(&known.value) == wanted);
                Ok(found.map_or(Object::Null, |(_, value)| value.value.clone()))
            }
            Object::Sequence(sequence) => {
                let found = key.parse::<usize>().ok().and_then(|at| sequence.items.get(at));
                found.map(|item| item.value.clone()).ok_or_else(|| {
                    let text = format!("Index {key} out of bounds for length {}", sequence.items.len());
                    bad_path(path, text, span)
                })
            }
            _ => Err(bad_path(path, format!("Cannot access indexed value in path '{path}'"), span)),
        }
    }

    fn null_in_path(&self, object: &Object, property: &str, span: Span) -> Box<Diagnostic> {
        let class = object.class_name(&self.heap).unwrap_or_default();
        let text = format!(
            "Invalid property '{property}' of bean class [{class}]: Value of nested property '{property}' is null"
        );
        Box::new(
            Diagnostic::error(
                "property-null",
                format!("`{property}` is null, so nothing in it can be set or read"),
            )
            .at(span, "this path leads through it")
            .spring(text)
            .help(format!("set {property} first")),
        )
    }

    /// Sets the value at a path.
    pub(super) fn set_path(&mut self, object: &Object, property: &Ready) -> Outcome<()> {
        let mut tokens = tokens(&property.name);
        let Some(last) = tokens.pop() else { return Ok(()) };
        let mut holder = object.clone();
        for token in &tokens {
            let mut value =
                self.read_property(&holder, &token.property, &token.canonical(), property.name_span)?;
            for key in &token.keys {
                value = self.at_key(&value, key, &property.name, property.name_span)?;
            }
            if value.is_null() {
                return Err(self.null_in_path(&holder, &token.property, property.name_span));
            }
            holder = value;
        }
        if last.keys.is_empty() {
            return self.set_nested(&holder, &last.property, property);
        }
        self.set_keyed(&holder, &last, property)
    }

    fn set_nested(&mut self, holder: &Object, name: &str, property: &Ready) -> Outcome<()> {
        let Some(required) = self.property_type(holder, name) else {
            return if property.optional {
                Ok(())
            } else {
                Err(Box::new(self.not_writable(holder, name, property.name_span)))
            };
        };
        let value = self.converted(&property.name, &property.value, &required)?;
        self.call_setter(holder, name, property.name_span, value).map_err(|(_, fault)| fault)
    }

    /// `map[key]` and `list[0]`: the collection is read, changed and set again.
    fn set_keyed(&mut self, holder: &Object, token: &Token, property: &Ready) -> Outcome<()> {
        let collection =
            self.read_property(holder, &token.property, &token.canonical(), property.name_span)?;
        let required = self.property_type(holder, &token.property).unwrap_or(JavaType::Object);
        let [key] = token.keys.as_slice() else {
            return Err(bad_path(
                &property.name,
                "several keys in a row are not known here".to_owned(),
                property.name_span,
            ));
        };
        let changed = match (&collection, required) {
            (Object::Null, _) => {
                let class = holder.class_name(&self.heap).unwrap_or_default();
                let text = format!(
                    "Invalid property '{0}' of bean class [{class}]: Cannot access indexed value in property referenced in \
                     indexed property path '{0}': returned null",
                    property.name
                );
                return Err(bad_path(&property.name, text, property.name_span));
            }
            (Object::Map(map), required) => {
                let value_type = match required {
                    JavaType::MapOf(_, value_type) => *value_type,
                    _ => JavaType::Object,
                };
                let value = self.converted(&property.name, &property.value, &value_type)?;
                let mut entries = map.entries.as_ref().clone();
                let name =
                    Traced::new(Object::Text(Text::plain(key.as_str())), Origin::written(property.name_span));
                let wanted = equality::key(&name.value);
                match entries.iter_mut().find(|(known, _)| equality::key(&known.value) == wanted) {
                    Some(known) => known.1 = value,
                    None => entries.push((name, value)),
                }
                Object::map(map.class.clone(), entries)
            }
            (Object::Sequence(sequence), required) => {
                let element = match required {
                    JavaType::List(element) | JavaType::Array(element) => *element,
                    _ => JavaType::Object,
                };
                let value = self.converted(&property.name, &property.value, &element)?;
                let at = key.parse::<usize>().ok().filter(|at| *at < MOST_ITEMS);
                let Some(at) = at else {
                    return Err(bad_path(
                        &property.name,
                        format!("For input string: \"{key}\""),
                        property.name_span,
                    ));
                };
                let mut items = sequence.items.as_ref().clone();
                while items.len() <= at {
                    items.push(Traced::new(Object::Null, Origin::default()));
                }
                if let Some(item) = items.get_mut(at) {
                    *item = value;
                }
                Object::sequence(sequence.class.clone(), items)
            }
            _ => {
                return Err(bad_path(
                    &property.name,
                    format!(
                        "Property referenced in indexed property path '{}' is neither an array nor a List nor a Map",
                        property.name
                    ),
                    property.name_span,
                ));
            }
        };
        let value = Traced::new(changed, Origin::written(property.name_span));
        self.call_setter(holder, &token.property, property.name_span, value).map_err(|(_, fault)| fault)
    }
}

fn bad_path(path: &str, spring: String, span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("property-path", format!("the path `{path}` leads nowhere"))
            .at(span, "this path")
            .spring(spring)
            .help("set the whole collection with <list> or <map>"),
    )
}

/// The steps of a path; a dot inside of brackets belongs to the key.
fn tokens(path: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut current = Token { property: String::new(), keys: Vec::new() };
    let mut depth = 0_usize;
    for character in path.chars() {
        match character {
            '.' if depth == 0 => {
                tokens.push(std::mem::replace(
                    &mut current,
                    Token { property: String::new(), keys: Vec::new() },
                ));
            }
            '[' if depth == 0 => {
                depth = 1;
                current.keys.push(String::new());
            }
            ']' if depth == 1 => depth = 0,
            _ if depth == 0 => current.property.push(character),
            _ => {
                match character {
                    '[' => depth += 1,
                    ']' => depth -= 1,
                    _ => {}
                }
                if let Some(key) = current.keys.last_mut() {
                    key.push(character);
                }
            }
        }
    }
    tokens.push(current);
    for token in &mut tokens {
        for key in &mut token.keys {
            let bare = ['\'', '"'].into_iter().find_map(|quote| key.strip_prefix(quote)?.strip_suffix(quote));
            if let Some(bare) = bare.map(str::to_owned) {
                *key = bare;
            }
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cut_at_dots_outside_of_brackets() {
        let token = |property: &str, keys: &[&str]| Token {
            property: property.to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        };
        assert_eq!(tokens("a.b"), [token("a", &[]), token("b", &[])]);
        assert_eq!(tokens("a['x.y'].b[0]"), [token("a", &["x.y"]), token("b", &["0"])]);
    }
}
