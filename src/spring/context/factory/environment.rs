//! The beans and scopes that no file defines.

use crate::source::{Host, Origin, Step, Traced};

use super::super::classes::ENVIRONMENT;
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
        match name {
            "systemProperties" => Some(system_properties(&self.host)),
            "systemEnvironment" => Some(variables(&self.host)),
            "environment" => Some(Object::scalar(ENVIRONMENT, "")),
            _ => None,
        }
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

/// `System.getProperties()`.
pub(in super::super) fn system_properties(host: &Host) -> Object {
    let entry = |(name, value): (&String, &String)| entry(host, name, value, Step::SystemProperty);
    Object::system_properties(host.system_properties.iter().map(entry).collect())
}

/// `System.getenv()`.
pub(in super::super) fn variables(host: &Host) -> Object {
    let entry = |(name, value): (&String, &String)| entry(host, name, value, Step::EnvironmentVariable);
    Object::map("java.util.Collections$UnmodifiableMap", host.variables.iter().map(entry).collect())
}

fn entry(host: &Host, name: &str, value: &str, step: fn(String) -> Step) -> (Traced<Object>, Traced<Object>) {
    let origin = Origin::of(step(name.to_owned()));
    let traced = |object| Traced::new(object, origin.clone());
    (traced(Object::plain(name)), traced(Object::Text(host.text(name, value))))
}
