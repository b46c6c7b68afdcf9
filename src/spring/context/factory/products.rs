//! Factory beans: what they make in place of themselves.

use crate::diagnostic::Diagnostic;
use crate::source::Traced;

use super::super::definition::Definition;
use super::super::fault::Outcome;
use super::super::object::{InstanceId, Object};
use super::BeanFactory;

/// The package of Spring's general factory beans.
const PACKAGE: &str = "org.springframework.beans.factory.config.";

impl BeanFactory<'_> {
    /// What `getBean` gives for a factory bean.
    pub(super) fn product(&mut self, factory: &Object) -> Outcome<Object> {
        let Object::Instance(id) = factory else { return Ok(Object::Null) };
        if let Some(known) = self.products.get(id) {
            return Ok(known.clone());
        }
        let made = self.make_product(*id)?;
        let shared = self.heap.get(*id).and_then(|instance| instance.property("singleton"));
        if !matches!(shared.map(|value| &value.value), Some(Object::Boolean(false))) {
            self.products.insert(*id, made.clone());
        }
        Ok(made)
    }

    /// `afterPropertiesSet` of the factory beans that make their product at once.
    pub(super) fn after_properties_set(&mut self, object: &Object, definition: &Definition) -> Outcome<()> {
        let Object::Instance(id) = object else { return Ok(()) };
        let class =
            self.heap.get(*id).map(|instance| self.classes.modelled(&instance.class)).unwrap_or_default();
        match class.strip_prefix(PACKAGE) {
            Some("MethodInvokingBean") => self.invoke(*id, definition).map(drop),
            Some(
                "PropertiesFactoryBean"
                | "ListFactoryBean"
                | "SetFactoryBean"
                | "MapFactoryBean"
                | "MethodInvokingFactoryBean",
            ) => {
                let prototype = self.heap.get(*id).and_then(|instance| instance.property("singleton"));
                if matches!(prototype.map(|value| &value.value), Some(Object::Boolean(false))) {
                    return Ok(());
                }
                let made = match class.as_str() {
                    "org.springframework.beans.factory.config.MethodInvokingFactoryBean" => {
                        self.invoke(*id, definition)?
                    }
                    _ => self.make_product(*id)?,
                };
                self.products.insert(*id, made);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn make_product(&mut self, id: InstanceId) -> Outcome<Object> {
        let Some(instance) = self.heap.get(id) else { return Ok(Object::Null) };
        let class = self.classes.modelled(&instance.class);
        let source = |name: &str| instance.property(name).map(|value| value.value.clone());
        match class.strip_prefix(PACKAGE) {
            Some("PropertiesFactoryBean") => {
                let table = self.load_properties(id)?;
                let entry = |(key, value): (String, Traced<crate::source::Text>)| {
                    let origin = value.origin.clone();
                    (
                        Traced::new(Object::plain(key), origin.clone()),
                        Traced::new(Object::Text(value.value), origin),
                    )
                };
                Ok(Object::map("java.util.Properties", table.into_iter().map(entry).collect()))
            }
            Some("ListFactoryBean") => {
                self.copied(id, source("sourceList"), "sourceList", "targetListClass", "java.util.ArrayList")
            }
            Some("SetFactoryBean") => {
                self.copied(id, source("sourceSet"), "sourceSet", "targetSetClass", "java.util.LinkedHashSet")
            }
            Some("MapFactoryBean") => {
                self.copied(id, source("sourceMap"), "sourceMap", "targetMapClass", "java.util.LinkedHashMap")
            }
            Some("FieldRetrievingFactoryBean") => self.field(id),
            Some("PropertyPathFactoryBean") => self.property_path(id),
            _ => {
                let span = instance.span;
                let definition_less = Diagnostic::error(
                    "class-not-modelled",
                    format!("what the factory bean {class} makes isn't known here"),
                );
                Err(Box::new(
                    definition_less.at(span, "this bean").help("write down the value that it gives"),
                ))
            }
        }
    }

    /// `ListFactoryBean` and its kin: a copy of the source in a class of one's choice.
    fn copied(
        &self,
        id: InstanceId,
        source: Option<Object>,
        property: &str,
        class_property: &str,
        default: &str,
    ) -> Outcome<Object> {
        let instance = self.heap.get(id);
        let class = instance.and_then(|instance| match &instance.property(class_property)?.value {
            Object::Class(name) => Some(name.to_string()),
            _ => None,
        });
        let class = class.as_deref().unwrap_or(default);
        match source {
            Some(Object::Sequence(sequence)) => Ok(Object::sequence(class, sequence.items.as_ref().clone())),
            Some(Object::Map(map)) => Ok(Object::map(class, map.entries.as_ref().clone())),
            _ => {
                let found =
                    Diagnostic::error("property-missing", format!("the factory bean needs `{property}`"))
                        .spring(format!("'{property}' is required"))
                        .help(format!("add the property {property}"));
                Err(Box::new(found.at_maybe(instance.map(|instance| instance.span), "this bean")))
            }
        }
    }

    /// The finding for `&name` where the bean is no factory bean.
    pub(super) fn no_factory_bean(&self, name: &str, object: &Object) -> Box<Diagnostic> {
        let class = object.class_name(&self.heap).unwrap_or_else(|| "null".into());
        let text = format!(
            "Bean named '{name}' is expected to be of type 'org.springframework.beans.factory.FactoryBean' but was \
             actually of type '{class}'"
        );
        Box::new(
            Diagnostic::error(
                "bean-type",
                format!("`&{name}` wants a factory bean, and `{name}` is a {class}"),
            )
            .spring(text)
            .help(format!("refer to `{name}`, without the &")),
        )
    }
}
