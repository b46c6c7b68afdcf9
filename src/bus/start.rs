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
        BusSettings::InMemory { keep } => Box::new(InMemoryBus::recording(id, *keep)),
        BusSettings::Hybrid { internal, external } => {
            Box::new(HybridBus::new(id, start(internal), start(external)))
        }
        BusSettings::Kafka(settings) => Box::new(KafkaBus::start(id, settings.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(id: &str, settings: BusSettings) -> BusConfig {
        BusConfig { id: id.to_owned(), name: None, settings }
    }

    #[test]
    fn a_pair_is_started_with_both_halves() {
        let half = |id| Box::new(config(id, BusSettings::InMemory { keep: 0 }));
        let (internal, external) = (half("internal"), half("external"));
        let pair = start(&config("pair", BusSettings::Hybrid { internal, external }));
        assert_eq!(pair.id(), "pair");
    }
}
