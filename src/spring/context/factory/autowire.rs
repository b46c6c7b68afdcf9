//! Properties and arguments by name and by type (`autowire` of a bean).

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Traced};
use crate::spring::beans::Autowire;

use super::super::catalog::JavaType;
use super::super::classes::binary_name;
use super::super::definition::Definition;
use super::super::fault::Outcome;
use super::super::object::Object;
use super::BeanFactory;

impl BeanFactory<'_> {
    /// The properties that autowiring adds, in the order of their names.
    pub(super) fn autowired_properties(
        &mut self,
        definition: &Definition,
        object: &Object,
    ) -> Outcome<Vec<(String, Traced<Object>)>> {
        let by_type = match definition.autowire {
            Autowire::ByName => false,
            Autowire::ByType | Autowire::Autodetect => true,
            Autowire::No | Autowire::Constructor => return Ok(Vec::new()),
        };
        let Some(class) = object.class_name(&self.heap) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for property in self.classes.property_names(&class) {
            let Some(required) = self.classes.property_type(&class, property) else { continue };
            if definition.properties.contains_key(property) || is_simple(&required) {
                continue;
            }
            let value = if by_type {
                self.bean_of_type(&required, property, definition)?
            } else if self.contains_bean(property) {
                Some(self.bean(property)?)
            } else {
                None
            };
            if let Some(value) = value {
                found.push((property.to_owned(), Traced::new(value, Origin::written(definition.name_span))));
            }
        }
        Ok(found)
    }

    /// The only bean of a type; none if there is none.
    fn bean_of_type(
        &mut self,
        required: &JavaType,
        property: &str,
        definition: &Definition,
    ) -> Outcome<Option<Object>> {
        let class = &required.to_string();
        let mut names = self.candidates(class, &definition.name);
        if names.len() > 1 {
            let primary: Vec<String> = names.iter().filter(|name| self.is_primary(name)).cloned().collect();
            if primary.len() == 1 {
                names = primary;
            } else if let Some(same) = names.iter().find(|name| *name == property).cloned() {
                names = vec![same];
            }
        }
        match names.as_slice() {
            [] => Ok(None),
            [only] => self.bean(only).map(Some),
            several => {
                let text = format!(
                    "No qualifying bean of type '{class}' available: expected single matching bean but found {}: {}",
                    several.len(),
                    several.join(",")
                );
                Err(Box::new(
                    Diagnostic::error("bean-ambiguous", format!("several beans can be set as `{property}`"))
                        .at(definition.name_span, "this bean is autowired by type")
                        .spring(text)
                        .help(format!("write <property name=\"{property}\" ref=\"..\"/>, or primary=\"true\" on one bean")),
                ))
            }
        }
    }

    fn is_primary(&self, name: &str) -> bool {
        self.registry.definitions.get(name).is_some_and(|definition| definition.primary)
    }

    /// Beans of a type that may be injected, the asking one left out.
    fn candidates(&self, class: &str, asking: &str) -> Vec<String> {
        let mut names = self.names_of_type(class);
        names.retain(|name| {
            name != asking && self.merged(name).is_ok_and(|definition| definition.autowire_candidate)
        });
        if let Some(parent) = &self.parent {
            names.extend(
                parent.names_of_type(class, self.classes).into_iter().filter(|name| !self.contains_own(name)),
            );
        }
        names
    }

    fn contains_own(&self, name: &str) -> bool {
        self.registry.definitions.contains_key(self.registry.canonical(name))
    }

    /// An argument that isn't written, by its type.
    pub(super) fn autowired_argument(
        &mut self,
        definition: &Definition,
        index: usize,
        required: &JavaType,
        autowiring: bool,
    ) -> Outcome<Traced<Object>> {
        let kind = match &definition.factory_method {
            Some(method) => format!("method '{}'", method.value.reveal()),
            None => "constructor".to_owned(),
        };
        if autowiring && let Some(found) = self.bean_of_type(required, "", definition)? {
            return Ok(Traced::new(found, Origin::written(definition.name_span)));
        }
        let text = if autowiring {
            format!(
                "No qualifying bean of type '{required}' available: expected at least 1 bean which qualifies as autowire \
                 candidate. Dependency annotations: {{}}"
            )
        } else {
            let message = format!(
                "Unsatisfied dependency expressed through {kind} parameter {index}: Ambiguous argument values for \
                 parameter of type [{}] - did you specify the correct bean references as arguments?",
                binary_name(&required.to_string())
            );
            self.creation_text(definition, &message)
        };
        Err(Box::new(
            Diagnostic::error(
                "argument-missing",
                format!("the parameter {index} of type {required} gets no value"),
            )
            .at(definition.name_span, "this bean")
            .spring(text)
            .help("add the missing <constructor-arg>"),
        ))
    }
}

/// `BeanUtils.isSimpleProperty`: never autowired.
fn is_simple(required: &JavaType) -> bool {
    match required {
        JavaType::String | JavaType::Integer | JavaType::Int | JavaType::Boolean | JavaType::Class => true,
        JavaType::Array(component) => is_simple(component),
        JavaType::Other(name) => {
            super::super::classes::is_primitive_name(name)
                || super::super::number::NumberType::named(name).is_some()
                || matches!(
                    name.as_str(),
                    "java.lang.Character"
                        | "java.net.URI"
                        | "java.net.URL"
                        | "java.util.Locale"
                        | "java.util.Date"
                )
        }
        _ => false,
    }
}
