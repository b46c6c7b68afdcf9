//! Beans that a method makes: `factory-method`, `MethodInvokingFactoryBean` and its kin.

use crate::diagnostic::Diagnostic;

use super::super::definition::Definition;
use super::super::fault::Outcome;
use super::super::object::{InstanceId, Object};
use super::BeanFactory;

impl BeanFactory<'_> {
    pub(super) fn call_factory_method(
        &mut self,
        _name: &str,
        definition: &Definition,
        class: Option<&str>,
    ) -> Outcome<Object> {
        Err(Box::new(self.not_modelled(class.unwrap_or("a factory bean"), definition)))
    }

    pub(super) fn predicted_by_method(&self, _definition: &Definition) -> Option<String> {
        None
    }

    pub(super) fn invoke(&mut self, id: InstanceId, definition: &Definition) -> Outcome<Object> {
        let class = self.heap.get(id).map(|instance| instance.class.to_string()).unwrap_or_default();
        Err(Box::new(self.not_modelled(&class, definition)))
    }

    pub(super) fn field(&mut self, _id: InstanceId) -> Outcome<Object> {
        Err(Box::new(Diagnostic::error("class-not-modelled", "fields aren't known here yet")))
    }

    pub(super) fn property_path(&mut self, _id: InstanceId) -> Outcome<Object> {
        Err(Box::new(Diagnostic::error("class-not-modelled", "property paths aren't known here yet")))
    }
}
