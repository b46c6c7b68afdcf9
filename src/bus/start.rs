//! Settings to running bus.

use super::{EventBus, HybridBus, InMemoryBus, KafkaBus, RabbitMqBus};
use crate::config::settings::{BusConfig, BusSettings};

/// Starts the bus that the settings describe. Never fails because a broker is away: the bus then keeps trying, and
/// says so by its state. Must be called within a Tokio runtime.
#[must_use]
pub fn start(config: &BusConfig) -> Box<dyn EventBus> {
    let id = config.id.as_str();
    match &config.settings {
        BusSettings::RabbitMq(settings) => Box::new(RabbitMqBus::start(id, settings.clone())),
        BusSettings::InMemory => Box::new(InMemoryBus::new(id)),
        BusSettings::Hybrid { internal, external } => {
            Box::new(HybridBus::new(id, start(internal), start(external)))
        }
        BusSettings::Kafka(settings) => Box::new(KafkaBus::start(id, settings.clone())),
    }
}
