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

/// A code as a sentence for whoever can mend it.
pub(super) fn reason(code: RDKafkaErrorCode, topic: &str) -> String {
    use RDKafkaErrorCode as Code;
    match code {
        Code::UnknownTopic
        | Code::UnknownTopicOrPartition
        | Code::UnknownTopicId
        | Code::UnknownPartition => {
            format!(
                "the topic {topic:?} doesn't exist, and the brokers don't make it by themselves: create it"
            )
        }
        Code::InvalidTopic => format!("the brokers don't take {topic:?} for the name of a topic"),
        Code::TopicAuthorizationFailed => {
            format!("the account may not write to the topic {topic:?}: allow it Describe and Write")
        }
        Code::ClusterAuthorizationFailed => {
            "the account may not use idempotence: allow it IdempotentWrite on the \
             cluster, or write `enable.idempotence=false`"
                .to_owned()
        }
        Code::MessageSizeTooLarge | Code::MessageBatchTooLarge | Code::InvalidMessageSize => {
            format!(
                "the record is too large for the topic {topic:?} (max.message.bytes) or for max.request.size here"
            )
        }
        Code::InvalidMessage | Code::InvalidRecord => {
            format!("the topic {topic:?} takes no such record; a compacted one takes none without a key")
        }
        Code::NotEnoughReplicas | Code::NotEnoughReplicasAfterAppend => {
            format!("the topic {topic:?} has fewer replicas in sync than its min.insync.replicas")
        }
        other => other.to_string(),
    }
}

/// An error as a sentence. Never contains the value of a property.
pub(super) fn describe(error: &KafkaError, topic: &str) -> String {
    match error {
        KafkaError::ClientConfig(_, _, name, _) => {
            format!("librdkafka doesn't take the property {name} or its value")
        }
        KafkaError::ClientCreation(text) => text.clone(),
        other => other.rdkafka_error_code().map_or_else(|| other.to_string(), |code| reason(code, topic)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_speaks_of_the_record_refuses_it() {
        use RDKafkaErrorCode as Code;
        for (code, verdict) in [
            (Code::MessageSizeTooLarge, Verdict::Refused),
            (Code::InvalidRecord, Verdict::Refused),
            (Code::TopicAuthorizationFailed, Verdict::Blocked),
            (Code::UnknownTopicOrPartition, Verdict::Blocked),
            (Code::MessageTimedOut, Verdict::Retry),
            (Code::BrokerTransportFailure, Verdict::Retry),
            (Code::Fatal, Verdict::Retry),
            (Code::PurgeQueue, Verdict::Purged),
        ] {
            assert_eq!(judge(code), verdict, "{code}");
        }
    }

    #[test]
    fn a_property_that_is_not_taken_is_named_without_its_value() {
        let error =
            crate::bus::kafka::client::config(&[("acks".to_owned(), crate::source::Secret::new("hunter2"))])
                .create_native_config()
                .err()
                .unwrap();
        let text = describe(&error, "cs");
        assert!(text.contains("acks") && !text.contains("hunter2"), "{text}");
    }
}
