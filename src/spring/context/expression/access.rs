//! Properties and indexes of values (Spring's property accessors and `Indexer`).

use crate::source::{Text, Traced};
use crate::spring::environment::Environment;
use crate::spring::placeholder::PlaceholderError;
use crate::spring::spel::{Node, Syntax};

use super::super::classes::{ENVIRONMENT, Invocation, Method, refused_null, spellings, static_field};
use super::super::equality;
use super::super::factory::BeanFactory;
use super::super::object::Object;
use super::tree::{ROOT, not_readable};
use super::{Evaluated, EvaluationError};

impl BeanFactory<'_> {
    /// `value.name`.
    pub(in super::super) fn property_of(&mut self, value: &Object, name: &str) -> Evaluated {
        if self.is_opaque(value) {
            return Err(EvaluationError::Unsupported(format!(
                "the property {name} of a bean that isn't known"
            )));
        }
        match value {
            Object::Null => Err(EvaluationError::spring(format!(
                "EL1007E: Property or field '{name}' cannot be found on null"
            ))),
            Object::Map(map) => {
                let wanted = equality::key(&Object::plain(name));
                let found = map.entries.iter().find(|(key, _)| equality::key(&key.value) == wanted);
                match found {
                    Some((_, value)) => Ok(self.read(value)),
                    None => self.getter(value, name),
                }
            }
            Object::Scalar(scalar) if scalar.class == ENVIRONMENT => self.environment_property(name),
            Object::Scalar(scalar) if scalar.class == ROOT => self.root_property(name),
            Object::Sequence(sequence) if name == "length" && sequence.class.ends_with("[]") => {
                Ok(Object::integer(i32::try_from(sequence.items.len()).unwrap_or(i32::MAX)))
            }
            Object::Class(class) => match static_field(class, name) {
                Some(constant) => Ok(constant),
                None => self.getter(value, name),
            },
            Object::Instance(id) => {
                let class = value.class_name(&self.heap).unwrap_or_default();
                let mut spellings = spellings(name).into_iter().take(2);
                let readable = spellings.find_map(|name| {
                    self.classes.readable_type(&class, &name).map(|required| (name, required))
                });
                let Some((name, required)) = readable else {
                    return self.getter(value, name);
                };
                match self.instance_property(*id, &name, &required) {
                    Some(found) => Ok(self.read(&found)),
                    None => Err(EvaluationError::Unsupported(format!("the default of {class}.{name}"))),
                }
            }
            _ => self.getter(value, name),
        }
    }

    /// A property by its getter, which is a method of the class.
    fn getter(&mut self, value: &Object, name: &str) -> Evaluated {
        let class = value.class_name(&self.heap).unwrap_or_default();
        let shown = match value {
            Object::Class(class) => class.clone(),
            _ => class.clone(),
        };
        let mut characters = name.chars();
        let capital: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
        let capital = format!("{capital}{}", characters.as_str());
        // `ReflectivePropertyAccessor` also takes a method that is named as the property is, as records have them.
        let getters = [format!("get{capital}"), format!("is{capital}"), name.to_owned()];
        for getter in &getters {
            let mut found = self.classes.methods(&class, getter, false);
            if let Object::Class(target) = value {
                found.extend(self.classes.methods(target, getter, true));
            }
            if found.iter().any(|method| method.parameters.is_empty()) {
                return self.call_with(value, getter, &[]);
            }
        }
        let lacks = |class: &str| getters.iter().all(|member| self.classes.lacks(class, member));
        let described = self.classes.undescribed(&shown).is_none() && !self.classes.knows_members(&shown);
        if described || (lacks(&class) && lacks(&shown)) {
            return Err(EvaluationError::spring(not_readable(name, &shown)));
        }
        Err(EvaluationError::Unsupported(format!("{shown}.{name}")))
    }

    fn environment_property(&self, name: &str) -> Evaluated {
        match Environment::of(&self.host).resolved_property(name, false) {
            Ok(found) => Ok(found.map_or(Object::Null, |found| Object::Text(found.value))),
            Err(PlaceholderError::OfJvm { name }) => Err(EvaluationError::of_jvm(&name)),
            Err(error) => Err(EvaluationError::spring(error.to_string())),
        }
    }

    /// `value[index]`.
    pub(super) fn indexed(&mut self, value: &Object, index: &Node) -> Evaluated {
        // A bare name is a key, not a bean, where a map is indexed.
        let index = match (value, &index.syntax) {
            (Object::Map(_), Syntax::Property(name)) => Object::plain(name.as_str()),
            _ => self.value_of(index)?,
        };
        match value {
            Object::Null => Err(EvaluationError::spring("EL1012E: Cannot index into a null value")),
            Object::Map(map) => {
                let wanted = equality::key(&index);
                let found = map.entries.iter().find(|(key, _)| equality::key(&key.value) == wanted);
                match (found, index.text().map(Text::reveal)) {
                    (Some((_, value)), _) => Ok(self.read(value)),
                    (None, Some(name)) if map.of_system && self.host.leaves_to_jvm(name) => {
                        Err(EvaluationError::of_jvm(name))
                    }
                    _ => Ok(Object::Null),
                }
            }
            Object::Sequence(sequence) => {
                let at = self.index_number(&index)?;
                let found = usize::try_from(at).ok().and_then(|at| sequence.items.get(at));
                let length = sequence.items.len();
                if at < 0 {
                    return Err(EvaluationError::spring(
                        if self.classes.is_subtype(&sequence.class, "java.util.Set") {
                            let shown = super::super::display::to_java_string(value, &self.heap);
                            format!(
                                "Failed to find indexed element {at}: {}",
                                if value.is_secret() { "***" } else { &shown }
                            )
                        } else {
                            format!("Index {at} out of bounds for length {length}")
                        },
                    ));
                }
                found.map(|item| self.read(item)).ok_or_else(|| {
                    EvaluationError::spring(if sequence.class.ends_with("[]") {
                        format!("EL1024E: The array has '{length}' elements, index '{at}' is invalid")
                    } else {
                        format!("EL1025E: The collection has '{length}' elements, index '{at}' is invalid")
                    })
                })
            }
            Object::Text(text) => {
                let at = self.index_number(&index)?;
                let found = usize::try_from(at).ok().and_then(|at| text.reveal().chars().nth(at));
                let length = text.reveal().encode_utf16().count();
                match found {
                    None if at < 0 => {
                        Err(EvaluationError::spring(format!("String index out of range: {at}")))
                    }
                    Some(character) => {
                        Ok(Object::Text(Text::plain(character.to_string()).guarded(text.is_secret())))
                    }
                    None => Err(EvaluationError::spring(format!(
                        "EL1026E: The string has '{length}' characters, index '{at}' is invalid"
                    ))),
                }
            }
            _ => match &index {
                Object::Text(name) => {
                    let name = name.reveal().to_owned();
                    self.property_of(value, &name).map_err(|error| match error {
                        EvaluationError::Spring(text) if text.starts_with("EL1008E") => {
                            self.not_indexable(value)
                        }
                        error => error,
                    })
                }
                _ => Err(self.not_indexable(value)),
            },
        }
    }

    fn not_indexable(&self, value: &Object) -> EvaluationError {
        let class = value.class_name(&self.heap).unwrap_or_default();
        EvaluationError::spring(format!("EL1027E: Indexing into type '{class}' is not supported"))
    }

    fn index_number(&self, index: &Object) -> Result<i64, EvaluationError> {
        match index {
            Object::Number(number) => Ok(number.long_value()),
            Object::Text(text) => text
                .reveal()
                .trim()
                .parse()
                .map_err(|_| EvaluationError::spring(format!("For input string: \"{}\"", text.shown()))),
            other => Err(EvaluationError::Unsupported(format!(
                "an index of type {}",
                other.class_name(&self.heap).unwrap_or_else(|| "null".into())
            ))),
        }
    }

    /// The system property that a call asks for, where the JVM alone knows it.
    fn asked_of_jvm<'o>(&self, method: &Method, target: &Object, arguments: &'o [Object]) -> Option<&'o str> {
        let asks = match target {
            Object::Map(map) => {
                map.of_system && ["get", "getOrDefault", "getProperty", "containsKey"].contains(&method.name)
            }
            _ => {
                ["java.lang.System", ENVIRONMENT].contains(&method.class)
                    && ["getProperty", "getRequiredProperty", "containsProperty"].contains(&method.name)
                    || ["getInteger", "getLong", "getBoolean"].contains(&method.name)
            }
        };
        let name = arguments.first()?.text()?.reveal();
        (asks && self.host.leaves_to_jvm(name)).then_some(name)
    }

    /// Calls a method of the table with arguments that fit.
    pub(in super::super) fn invoke_method(
        &mut self,
        method: &Method,
        target: &Object,
        arguments: Vec<Object>,
    ) -> Evaluated {
        let unknown = arguments.iter().any(|argument| self.is_opaque(argument));
        if !method.is_evaluated || unknown {
            let mut invocation =
                Invocation { target, arguments: &arguments, heap: &self.heap, host: &mut self.host, work: 0 };
            if !method.is_evaluated
                && let Err(thrown) = (method.call)(&mut invocation)
                && !thrown.unsupported
            {
                return Err(EvaluationError::thrown(thrown));
            }
            let types: Vec<&str> = method.types().collect();
            let (name, types) = (method.name, types.join(","));
            return Err(EvaluationError::Unsupported(format!(
                "the method {name}({types}) of {}",
                method.class
            )));
        }
        if let Some(text) = refused_null(method, &arguments) {
            return Err(EvaluationError::spring(text));
        }
        if let Some(name) = self.asked_of_jvm(method, target, &arguments) {
            return Err(EvaluationError::of_jvm(name));
        }
        if method.returns == "java.lang.String" || method.name == "equals" {
            arguments.iter().chain([target]).try_for_each(|object| self.described(object))?;
        }
        let secret = target.is_secret() || arguments.iter().any(Object::is_secret);
        let mut invocation =
            Invocation { target, arguments: &arguments, heap: &self.heap, host: &mut self.host, work: 0 };
        let result = (method.call)(&mut invocation);
        let work = invocation.work;
        self.spend(work).map_err(EvaluationError::Bean)?;
        let result = result.map_err(EvaluationError::thrown)?;
        if let (Object::Map(map), Some(text)) = (target, result.text()) {
            let is_result = |value: &&Traced<Object>| {
                value.value.text().is_some_and(|value| value.reveal() == text.reveal())
            };
            map.entries.iter().map(|(_, value)| value).filter(is_result).take(1).for_each(|value| {
                self.read(value);
            });
        }
        Ok(if secret { super::guarded(result) } else { result })
    }
}
