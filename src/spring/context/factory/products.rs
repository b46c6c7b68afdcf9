//! Factory beans: what they make in place of themselves.

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Text, Traced};

use super::super::catalog::JavaType;
use super::super::classes;
use super::super::definition::Definition;
use super::super::expression::EvaluationError;
use super::super::fault::Outcome;
use super::super::object::{InstanceId, Object};
use super::BeanFactory;
use super::methods::method_fault;

/// The package of Spring's general factory beans.
const PACKAGE: &str = "org.springframework.beans.factory.config.";

impl BeanFactory<'_> {
    /// What `getBean` gives for a factory bean.
    pub(super) fn product(&mut self, factory: &Object) -> Outcome<Object> {
        let known = match factory {
            Object::Instance(id) => self.products.get(id),
            _ => None,
        };
        known.cloned().unwrap_or(Ok(Object::Null))
    }

    /// `afterPropertiesSet`: factory beans make their product. Where Spring makes it later, a failure shows only when
    /// somebody asks for it.
    pub(super) fn after_properties_set(&mut self, object: &Object, definition: &Definition) -> Outcome<()> {
        let Object::Instance(id) = object else { return Ok(()) };
        let Some(class) = self.heap.get(*id).map(|instance| self.classes.modelled(&instance.class)) else {
            return Ok(());
        };
        if class.strip_prefix(PACKAGE) == Some("MethodInvokingBean") {
            return self.invoke(*id, definition).map(drop);
        }
        if !self.is_factory_bean(object) {
            return Ok(());
        }
        let shared = self.heap.get(*id).and_then(|instance| instance.property("singleton"));
        if class.strip_prefix(PACKAGE) == Some("PropertyPathFactoryBean") {
            let (target, path) = self.path_target(*id, definition)?;
            let made = self.read_path(&target, &path, definition.name_span);
            self.products.insert(*id, made);
            return Ok(());
        }
        let later = matches!(shared.map(|value| &value.value), Some(Object::Boolean(false)));
        let made = self.make_product(*id, &class, definition);
        match made {
            Err(fault) if !later => Err(fault),
            made => {
                self.products.insert(*id, made);
                Ok(())
            }
        }
    }

    fn make_product(&mut self, id: InstanceId, class: &str, definition: &Definition) -> Outcome<Object> {
        match class.strip_prefix(PACKAGE) {
            Some("PropertiesFactoryBean") => self.loaded_properties(id),
            Some("ListFactoryBean") => {
                self.copied(id, ["sourceList", "targetListClass", "java.util.ArrayList"], definition)
            }
            Some("SetFactoryBean") => {
                self.copied(id, ["sourceSet", "targetSetClass", "java.util.LinkedHashSet"], definition)
            }
            Some("MapFactoryBean") => {
                self.copied(id, ["sourceMap", "targetMapClass", "java.util.LinkedHashMap"], definition)
            }
            Some("MethodInvokingFactoryBean") => self.invoke(id, definition),
            Some("FieldRetrievingFactoryBean") => self.field(id, definition),
            None if super::conversion::FACTORIES.contains(&class) => self.made_service(id, class, definition),
            _ => Err(Box::new(self.not_modelled(class, definition))),
        }
    }

    fn loaded_properties(&mut self, id: InstanceId) -> Outcome<Object> {
        let table = self.load_properties(id)?;
        let entry = |(key, value): (String, Traced<Text>)| {
            let origin = value.origin;
            (Traced::new(Object::plain(key), origin.clone()), Traced::new(Object::Text(value.value), origin))
        };
        Ok(Object::map("java.util.Properties", table.into_iter().map(entry).collect()))
    }

    /// `ListFactoryBean` and its kin: a copy of the source in a class of one's choice.
    fn copied(
        &self,
        id: InstanceId,
        [property, class_property, default]: [&str; 3],
        definition: &Definition,
    ) -> Outcome<Object> {
        let instance = self.heap.get(id);
        let value = |name| instance.and_then(|instance| instance.property(name)).map(|value| &value.value);
        let class = match value(class_property) {
            Some(Object::Class(name)) => name,
            _ => default,
        };
        let (required, items) = match value(property) {
            Some(source @ Object::Sequence(_)) => ("java.util.Collection", source),
            Some(source @ Object::Map(_)) => ("java.util.Map", source),
            _ => {
                let found =
                    Diagnostic::error("property-missing", format!("the factory bean needs `{property}`"))
                        .spring(format!("'{property}' is required"))
                        .help(format!("add the property {property}"));
                return Err(Box::new(found.at_maybe(instance.map(|instance| instance.span), "this bean")));
            }
        };
        self.check_instantiable(class, definition)?;
        let source = Traced::new(items.clone(), Origin::default());
        let parameters = vec![("", JavaType::named(required))];
        match classes::construct(class, &parameters, std::slice::from_ref(&source), &self.heap) {
            Some(Ok(made)) => Ok(made),
            Some(Err(thrown)) if !thrown.unsupported => {
                Err(method_fault(class, "add", EvaluationError::thrown(thrown), definition))
            }
            _ => Err(Box::new(self.not_modelled(class, definition))),
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
