//! What an error of Kafka means for an event, and how it is said.
//!
//! In: librdkafka's error codes and texts. Out: a verdict, a sentence. A refusal speaks of the event; all else speaks of
//! the cluster, of permissions or of the connection, which somebody can mend, so the event is sent again.

use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaErrorCode;

/// What an error means for the event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It can't succeed by trying again.
    Refused,
    /// The cluster takes no event of ours at present; somebody must mend it.
    Blocked,
    /// The producer's own queue is full.
    QueueFull,
    /// Our own doing, as the producer is being given up.
    Purged,
    /// It may succeed on the next attempt.
    Retry,
}

/// The verdict on an error.
pub(super) fn judge(code: RDKafkaErrorCode) -> Verdict {
    use RDKafkaErrorCode as Code;
    match code {
        // Of the record itself. A batch fails as a whole, so this is final only for a record that was sent alone.
        Code::MessageSizeTooLarge
        | Code::MessageBatchTooLarge
        | Code::InvalidMessage
        | Code::InvalidMessageSize
        | Code::InvalidRecord
        | Code::InvalidTimestamp
        | Code::PolicyViolation => Verdict::Refused,
        // Of the topic, of permissions, of what brokers can do: the same for every event until somebody acts.
        Code::UnknownTopic
        | Code::UnknownPartition
        | Code::UnknownTopicOrPartition
        | Code::UnknownTopicId
        | Code::InvalidTopic
        | Code::TopicAuthorizationFailed
        | Code::ClusterAuthorizationFailed
        | Code::UnsupportedForMessageFormat
        | Code::UnsupportedCompressionType
        | Code::UnsupportedVersion
        | Code::UnsupportedFeature
        | Code::InvalidRequiredAcks
        | Code::NotEnoughReplicas
        | Code::NotEnoughReplicasAfterAppend
        | Code::KafkaStorageError
        | Code::ThrottlingQuotaExceeded => Verdict::Blocked,
        Code::QueueFull => Verdict::QueueFull,
        Code::PurgeQueue | Code::PurgeInflight => Verdict::Purged,
        // Of the connection (transport, time-outs, leaders on the move), of the producer (fatal errors, sequence
        // numbers, fencing), and whatever later brokers come up with.
        _ => Verdict::Retry,
    }
}

/// An error as a sentence. Never contains the value of a property.
pub(super) fn describe(error: &KafkaError) -> String {
    match error {
        KafkaError::ClientConfig(_, _, name, _) => {
            format!("librdkafka doesn't take the property {name} or its value")
        }
        KafkaError::ClientCreation(text) => explain(text),
        other => match other.rdkafka_error_code() {
            Some(code) => code.to_string(),
            None => other.to_string(),
        },
    }
}

/// librdkafka's text with the certificate's or host's fault in words.
pub(super) fn explain(text: &str) -> String {
    text.to_owned()
}
