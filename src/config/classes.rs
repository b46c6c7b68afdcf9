//! The bus classes: what the container must know of them, and CloudStack's own names.
//!
//! Properties and types from the setters in CloudStack's sources (and, for the hybrid bus, its author's).

use std::path::Path;
use std::sync::Arc;

use crate::source::Host;
use crate::spring::context::{Catalog, ClassDescriptor, JavaType};

use super::server_key::ServerKey;

/// `RabbitMQEventBus`.
pub const RABBITMQ: &str = "org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus";
/// `KafkaEventBus`.
pub const KAFKA: &str = "org.apache.cloudstack.mom.kafka.KafkaEventBus";
/// `InMemoryEventBus`.
pub const IN_MEMORY: &str = "org.apache.cloudstack.mom.inmemory.InMemoryEventBus";
/// `WebhookEventBus`, which a server since 4.20 adds by itself.
pub const WEBHOOK: &str = "org.apache.cloudstack.mom.webhook.WebhookEventBus";
/// A third party's pair of buses.
pub const HYBRID: &str = "com.bwsw.cloudstack.event.bus.HybridEventBus";
/// CloudStack's own configurer for encrypted values, with an encryptor as constructor argument or with none: then
/// the server's own key decrypts.
pub const CONFIGURER: &str = "com.cloud.utils.crypt.EncryptablePropertyPlaceholderConfigurer";
/// The interface of all buses.
pub const EVENT_BUS: &str = "org.apache.cloudstack.framework.events.EventBus";

/// The classes on a management server's class path that an event bus file names.
#[derive(Debug)]
pub struct BusClasses {
    classes: Vec<ClassDescriptor>,
}

impl BusClasses {
    /// All of them; the root and the host are where the server's own key is found when a value needs it.
    #[must_use]
    pub fn new(root: &Path, host: &Host) -> Self {
        let rabbitmq = [
            ("server", JavaType::String),
            ("port", JavaType::Integer),
            ("username", JavaType::String),
            ("password", JavaType::String),
            ("exchange", JavaType::String),
            ("virtualHost", JavaType::String),
            ("useSsl", JavaType::String),
            ("secureProtocol", JavaType::String),
            ("retryInterval", JavaType::Integer),
        ];
        let bus = || JavaType::Instance(EVENT_BUS.to_owned());
        let hybrid =
            vec![("name", JavaType::String), ("internalEventBus", bus()), ("externalEventBus", bus())];
        Self {
            classes: vec![
                managed(RABBITMQ, rabbitmq.to_vec()),
                managed(KAFKA, Vec::new()),
                managed(IN_MEMORY, Vec::new()),
                managed(WEBHOOK, Vec::new()),
                ClassDescriptor { readable: Some(vec![("name", JavaType::String)]), ..class(HYBRID, hybrid) },
                ClassDescriptor { name: EVENT_BUS, is_interface: true, ..ClassDescriptor::default() },
                configurer(ServerKey::new(root.to_owned(), host.clone())),
            ],
        }
    }

    /// Whether beans of this class are event buses.
    #[must_use]
    pub fn is_bus(name: &str) -> bool {
        [RABBITMQ, KAFKA, IN_MEMORY, WEBHOOK, HYBRID].contains(&name)
    }
}

/// Whether a management server's class path has no such class although Spring's users name it: CloudStack ships jasypt
/// itself, but none of its integrations with Spring.
#[must_use]
pub fn is_not_shipped(name: &str) -> bool {
    name.starts_with("org.jasypt.spring")
}

impl Catalog for BusClasses {
    fn class(&self, name: &str) -> Option<&ClassDescriptor> {
        self.classes.iter().find(|class| class.name == name)
    }

    fn names(&self) -> Vec<&str> {
        self.classes.iter().map(|class| class.name).collect()
    }
}

/// A class that extends CloudStack's `ManagerBase`, and so `ComponentLifecycleBase`.
fn managed(name: &'static str, mut properties: Vec<(&'static str, JavaType)>) -> ClassDescriptor {
    let inherited = [
        ("name", JavaType::String),
        ("runLevel", JavaType::Int),
        ("configParams", JavaType::MapOf(Box::new(JavaType::String), Box::new(JavaType::Object))),
    ];
    properties.extend(inherited.clone());
    ClassDescriptor {
        methods: vec!["start", "stop"],
        // The settings of the buses themselves have no getters.
        readable: Some(inherited.to_vec()),
        // A component is called as its class is until it is told a name, and runs on the level of plug-ins.
        initial: vec![("name", name.rsplit('.').next().unwrap_or(name)), ("runLevel", "5")],
        ..class(name, properties)
    }
}

fn class(name: &'static str, properties: Vec<(&'static str, JavaType)>) -> ClassDescriptor {
    ClassDescriptor { name, supertypes: vec![EVENT_BUS], properties, ..ClassDescriptor::default() }
}

fn configurer(key: ServerKey) -> ClassDescriptor {
    ClassDescriptor {
        name: CONFIGURER,
        constructors: vec![
            vec![],
            vec![("encryptor", JavaType::named("org.jasypt.encryption.StringEncryptor"))],
        ],
        extends: Some("org.springframework.beans.factory.config.PropertyPlaceholderConfigurer"),
        decryptor: Some(Arc::new(key)),
        ..ClassDescriptor::default()
    }
}
