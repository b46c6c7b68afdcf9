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

/// What a bean is looked for by its type for.
#[derive(Clone, Copy)]
enum Target<'a> {
    Property(&'a str),
    /// By its name, which is empty where nobody knows it.
    Parameter(&'a str),
}

/// More than one candidate is `primary`.
struct SeveralPrimaries;

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
                self.bean_of_type(&required, Target::Property(property), definition)?
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

    /// The bean of a type that `determineAutowireCandidate` picks; none if there is none of the type. Names count only
    /// where Java knows what the value is for, as it does for a parameter: a property set by type has none.
    fn bean_of_type(
        &mut self,
        required: &JavaType,
        target: Target<'_>,
        definition: &Definition,
    ) -> Outcome<Option<Object>> {
        let class = &required.to_string();
        let names = self.candidates(class, &definition.name);
        let chosen = match names.as_slice() {
            [] => return Ok(None),
            [only] => Some(only),
            several => match self.primary_of(several) {
                Ok(Some(primary)) => Some(primary),
                Ok(None) => several.iter().find(|name| self.is_named_for(name, target)),
                Err(SeveralPrimaries) => {
                    let problem = format!(
                        "more than one 'primary' bean found among candidates: [{}]",
                        several.join(", ")
                    );
                    return Err(ambiguous(class, target, &problem, definition));
                }
            },
        };
        let Some(chosen) = chosen.cloned() else {
            let problem =
                format!("expected single matching bean but found {}: {}", names.len(), names.join(","));
            return Err(ambiguous(class, target, &problem, definition));
        };
        self.bean(&chosen).map(Some)
    }

    /// `determinePrimaryCandidate`: one of this context goes before those of its parent.
    fn primary_of<'n>(&self, names: &'n [String]) -> Result<Option<&'n String>, SeveralPrimaries> {
        let mut primary: Option<&String> = None;
        for name in names.iter().filter(|name| self.is_primary(name)) {
            let is_own = self.contains_own(name);
            match primary.map(|known| self.contains_own(known)) {
                Some(true) if is_own => return Err(SeveralPrimaries),
                Some(_) if !is_own => {}
                _ => primary = Some(name),
            }
        }
        Ok(primary)
    }

    fn is_primary(&self, name: &str) -> bool {
        self.definition_anywhere(name).is_some_and(|definition| definition.primary)
    }

    /// The definition as it is written, of this context or of its parent. What makes a bean a candidate and primary
    /// is inherited from no parent definition.
    fn definition_anywhere(&self, name: &str) -> Option<&Definition> {
        let own = self.registry.definitions.get(self.registry.canonical(name));
        own.or_else(|| self.parent.as_ref()?.definition(name))
    }

    /// `matchesBeanName`, for a parameter.
    fn is_named_for(&self, name: &str, target: Target<'_>) -> bool {
        match target {
            Target::Parameter(parameter) => {
                !parameter.is_empty() && self.registry.canonical(parameter) == name
            }
            Target::Property(_) => false,
        }
    }

    /// `findAutowireCandidates`: beans of a type that may be injected; the asking one and what it makes only where there
    /// is no other.
    fn candidates(&self, class: &str, asking: &str) -> Vec<String> {
        let mut names = self.names_of_type(class);
        if let Some(parent) = &self.parent {
            names.extend(
                parent.names_of_type(class, self.classes).into_iter().filter(|name| !self.contains_own(name)),
            );
        }
        names.retain(|name| {
            self.definition_anywhere(name).is_some_and(|definition| definition.autowire_candidate)
        });
        let (own, others): (Vec<_>, Vec<_>) =
            names.into_iter().partition(|name| self.is_self_reference(asking, name));
        if others.is_empty() { own } else { others }
    }

    fn is_self_reference(&self, asking: &str, name: &str) -> bool {
        let maker = || self.merged(name).ok()?.factory_bean.clone();
        asking == name
            || (self.contains_own(name) && maker().is_some_and(|maker| maker.value.reveal() == asking))
    }

    fn contains_own(&self, name: &str) -> bool {
        self.registry.definitions.contains_key(self.registry.canonical(name))
    }

    /// An argument that isn't written, by its type.
    pub(super) fn autowired_argument(
        &mut self,
        definition: &Definition,
        index: usize,
        (name, required): &(&str, JavaType),
        autowiring: bool,
    ) -> Outcome<Traced<Object>> {
        let kind = match &definition.factory_method {
            Some(method) => format!("method '{}'", method.value.reveal()),
            None => "constructor".to_owned(),
        };
        if autowiring && let Some(found) = self.bean_of_type(required, Target::Parameter(name), definition)? {
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

/// The finding for several beans that fit equally well.
fn ambiguous(class: &str, target: Target<'_>, problem: &str, definition: &Definition) -> Box<Diagnostic> {
    let (set, help) = match target {
        Target::Property(name) => (name, format!("write <property name=\"{name}\" ref=\"..\"/>")),
        Target::Parameter(name) => (name, "write <constructor-arg ref=\"..\"/>".to_owned()),
    };
    Box::new(
        Diagnostic::error("bean-ambiguous", format!("several beans can be set as `{set}`"))
            .at(definition.name_span, "this bean is autowired by type")
            .spring(format!("No qualifying bean of type '{class}' available: {problem}"))
            .help(format!("{help}, or primary=\"true\" on one bean")),
    )
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
