//! How sure a delivery is: acks, idempotence, retries, requests under way.
//!
//! The bus never gives an event up and keeps the order of a resource's events. So librdkafka retries for ever, and where
//! idempotence can't be had there is one request under way at a time. Java's own checks
//! (`postProcessAndValidateIdempotenceConfigs`) come first.

use super::draft::Draft;
use super::row::Scope::{Both, Producer};

/// The most requests under way that idempotence allows.
const MOST_IDEMPOTENT: i64 = 5;
const MOST: i64 = 1_000_000;

/// Sets acks, enable.idempotence, retries, message.timeout.ms and max.in.flight.requests.per.connection.
pub(super) fn translate(draft: &mut Draft<'_>) {
    check_explicit(draft);
    check_transaction(draft);
    let acks = draft.text("acks").unwrap_or("all").to_owned();
    let all = acks == "all" || acks == "-1";
    let idempotent = draft.flag("enable.idempotence") && all;
    if acks == "0" {
        let found = draft
            .warning(
                "kafka-acks",
                "acks",
                "with acks=0 no broker confirms anything, so events can be lost unseen",
            )
            .note("an event counts as confirmed as soon as it is written to the connection")
            .help("write `acks=all`");
        draft.report(found);
    }
    draft.set(Producer, "acks", acks);
    draft.set(Producer, "enable.idempotence", idempotent.to_string());
    draft.set(Producer, "retries", i32::MAX.to_string());
    draft.set(Producer, "message.timeout.ms", "0");
    let most = if idempotent { MOST_IDEMPOTENT } else { 1 };
    in_flight(draft, most);
    recovery(draft);
}

/// Java keeps the last brokers that it knew. librdkafka forgets them all when a broker that is going down says that
/// there are none, and with `none`, Java's default, it never comes back from that.
fn recovery(draft: &mut Draft<'_>) {
    let key = "metadata.recovery.strategy";
    if draft.given(key).is_some_and(|strategy| strategy.eq_ignore_ascii_case("none")) {
        let found = draft
            .warning(
                "kafka-changed",
                key,
                format!("{key}=none becomes rebootstrap, so that no cluster is lost for good"),
            )
            .note(
                "a broker that is going down may say that there are no brokers, and librdkafka believes it",
            );
        draft.report(found);
    }
    draft.set(Both, key, "rebootstrap");
}

/// What Java says to idempotence that the file asks for and makes impossible.
fn check_explicit(draft: &mut Draft<'_>) {
    if !(draft.is_given("enable.idempotence") && draft.flag("enable.idempotence")) {
        return;
    }
    let faults = [
        (
            "retries",
            draft.number("retries") == 0,
            "Must set retries to non-zero when using the idempotent producer.",
        ),
        (
            "acks",
            !matches!(draft.text("acks"), Some("all" | "-1")),
            "Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.",
        ),
        (
            "max.in.flight.requests.per.connection",
            draft.number("max.in.flight.requests.per.connection") > MOST_IDEMPOTENT,
            "Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.",
        ),
    ];
    for (key, fault, text) in faults {
        if fault {
            let message = format!("enable.idempotence=true can't be had with {key}={}", draft.shown(key));
            let found = draft.error("kafka-value", key, message).spring(text);
            draft.report(found.help(format!("remove the line of {key}")));
            draft.forget(key);
        }
    }
}

/// Java leaves idempotence out where the file doesn't ask for it and makes it impossible; a transaction needs it.
fn check_transaction(draft: &mut Draft<'_>) {
    let key = "transactional.id";
    let idempotent = draft.flag("enable.idempotence")
        && draft.number("retries") > 0
        && matches!(draft.text("acks"), Some("all" | "-1"))
        && draft.number("max.in.flight.requests.per.connection") <= MOST_IDEMPOTENT;
    if draft.is_given(key) && !idempotent {
        let found = draft
            .error("kafka-value", key, "a transaction needs idempotence, which the other settings rule out")
            .spring("Cannot set a transactional.id without also enabling idempotence.")
            .help(format!("remove the line of {key}"));
        draft.report(found);
        draft.forget(key);
    }
}

fn in_flight(draft: &mut Draft<'_>, most: i64) {
    let key = "max.in.flight.requests.per.connection";
    let wanted = draft.number(key).min(MOST);
    let number = wanted.min(most);
    if number != wanted && draft.is_given(key) {
        let found = draft
            .warning(
                "kafka-changed",
                key,
                format!("{key}={wanted} becomes {number} to keep the order of events"),
            )
            .note("a repeated request could overtake the next one otherwise");
        draft.report(found);
    }
    draft.set(Producer, key, number.to_string());
}
