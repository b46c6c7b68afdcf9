//! The bean that converts values where Spring's editors would (`AbstractApplicationContext.finishBeanFactoryInitialization`).

use super::super::definition::Definition;
use super::super::fault::Outcome;
use super::super::object::{InstanceId, Object};
use super::BeanFactory;

/// The name that makes it the one.
const NAME: &str = "conversionService";

/// Factory beans that make one.
pub(super) const FACTORIES: [&str; 2] = [
    "org.springframework.context.support.ConversionServiceFactoryBean",
    "org.springframework.format.support.FormattingConversionServiceFactoryBean",
];

/// Services with Spring's own converters.
const SERVICES: [&str; 2] = [
    "org.springframework.core.convert.support.DefaultConversionService",
    "org.springframework.format.support.DefaultFormattingConversionService",
];

impl BeanFactory<'_> {
    /// Makes the service, before all other singletons but those that configurers have asked for.
    pub(super) fn take_conversion_service(&mut self) -> Outcome<()> {
        if !self.contains_bean(NAME) {
            return Ok(());
        }
        let canonical = self.registry.canonical(NAME).to_owned();
        if self.registry.definitions.contains_key(&canonical) {
            let class = self.predicted_class(&canonical).unwrap_or_default();
            if !FACTORIES.contains(&&*class) && !SERVICES.contains(&&*class) {
                return Ok(());
            }
        }
        let made = self.bean(NAME)?;
        let class = made.class_name(&self.heap).unwrap_or_default();
        self.has_conversion_service = SERVICES.contains(&&*class);
        Ok(())
    }

    /// What the factory beans make; converters of one's own aren't known here.
    pub(super) fn made_service(
        &mut self,
        id: InstanceId,
        class: &str,
        definition: &Definition,
    ) -> Outcome<Object> {
        let set =
            |name| self.heap.get(id).and_then(|instance| instance.property(name)).map(|value| &value.value);
        let own = ["converters", "formatters", "formatterRegistrars"].into_iter().filter_map(set);
        let is_empty = |value: &Object| match value {
            Object::Sequence(sequence) => sequence.items.is_empty(),
            other => other.is_null(),
        };
        if !own.into_iter().all(is_empty) {
            return Err(Box::new(
                self.not_modelled(&format!("{class} with converters of one's own"), definition),
            ));
        }
        let service = SERVICES.into_iter().zip(FACTORIES).find(|(_, factory)| *factory == class);
        let service = service.map_or("java.lang.Object", |(service, _)| service);
        Ok(self.unknown_object(service, service, definition))
    }
}
