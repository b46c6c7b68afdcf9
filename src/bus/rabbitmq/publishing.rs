//! One message on its way: from `basic.publish` to its own confirmation.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use lapin::options::BasicPublishOptions;
use lapin::types::ShortString;
use lapin::{Channel, Confirmation};

use super::confirms::Confirmed;
use super::publication::{Label, Publication};
use super::window::Sequence;

/// What the broker says of a message; an error when it says nothing any more.
pub(super) type Published = lapin::Result<Confirmed>;

/// A message that is under way.
pub(super) type Publishing = BoxFuture<'static, Published>;

/// Publishes a message and waits for its own confirmation. It is handed to lapin when this is polled first.
pub(super) fn publish(
    channel: Channel,
    exchange: ShortString,
    sequence: Sequence,
    publication: Arc<Publication>,
) -> Publishing {
    let mandatory = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
    async move {
        let key = publication.label.routing_key.clone();
        let (body, properties) = (publication.body(), publication.properties());
        let confirm = channel.basic_publish(exchange, key, mandatory, body, properties).await?;
        Ok(confirmed(sequence, publication.label.clone(), confirm.await?))
    }
    .boxed()
}

fn confirmed(sequence: Sequence, label: Label, confirmation: Confirmation) -> Confirmed {
    let (taken, returned) = match confirmation {
        Confirmation::Ack(returned) => (true, returned),
        Confirmation::Nack(returned) => (false, returned),
        // Confirm mode is always on; without it nothing is known.
        Confirmation::NotRequested => (false, None),
    };
    let returned = returned.map(|message| Label {
        message_id: message.properties.message_id().clone().unwrap_or_default(),
        routing_key: message.delivery.routing_key.clone(),
    });
    Confirmed { sequence, label, taken, returned }
}
