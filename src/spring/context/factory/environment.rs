//! The beans and scopes that no file defines.

use crate::source::{Origin, Step, Traced};

use super::super::object::{InstanceId, Object};
use super::BeanFactory;

/// What `AbstractApplicationContext.prepareBeanFactory` registers.
const NAMES: [&str; 3] = ["environment", "systemEnvironment", "systemProperties"];

/// Whether every context brings a bean of this name.
pub(super) fn is_of_environment(name: &str) -> bool {
    NAMES.contains(&name)
}

impl BeanFactory<'_> {
    /// The singletons that every context brings (`AbstractApplicationContext.prepareBeanFactory`).
    pub(super) fn environment_bean(&self, name: &str) -> Option<Object> {
        let (class, entries) = match name {
            "systemProperties" => ("java.util.Properties", &self.host.system_properties),
            "systemEnvironment" => ("java.util.Collections$UnmodifiableMap", &self.host.variables),
            "environment" => {
                return Some(Object::scalar("org.springframework.core.env.StandardEnvironment", ""));
            }
            _ => return None,
        };
        let step = |name: &String| match class {
            "java.util.Properties" => Step::SystemProperty(name.clone()),
            _ => Step::EnvironmentVariable(name.clone()),
        };
        let entry = |(name, value): (&String, &String)| {
            let origin = Origin::of(step(name));
            (
                Traced::new(Object::plain(name.as_str()), origin.clone()),
                Traced::new(Object::plain(value.as_str()), origin),
            )
        };
        Some(Object::map(class, entries.iter().map(entry).collect()))
    }

    /// The scopes that a `CustomScopeConfigurer` brings.
    pub(in super::super) fn register_scopes(&mut self, id: InstanceId) {
        let scopes = self.heap.get(id).and_then(|instance| instance.property("scopes")).cloned();
        if let Some(Object::Map(map)) = scopes.map(|scopes| scopes.value) {
            let names = map.entries.iter().map(|(name, _)| self.text_of(name).value.reveal().to_owned());
            self.scopes.extend(names.collect::<Vec<_>>());
        }
    }
}
