//! The keys of the producer as the bus has them in the end, for whoever wants to see where each came from.
//!
//! In: the draft, when everything is translated. Out: what the file gives, and the defaults in which busboot and a
//! server differ.

use crate::config::settings::ProducerKey;
use crate::source::{Origin, Step, Text};

use super::draft::{Draft, Given};
use super::row::Treatment;
use super::{NATIVE_PREFIX, java, sasl, shipped, table, tls};

/// Keys that have no effect, since the bus tries for as long as it takes.
const WITHOUT_EFFECT: [&str; 2] = ["delivery.timeout.ms", "retries"];

/// All of them, sorted by key.
pub(super) fn keys(draft: &Draft<'_>, topic: &str) -> Vec<ProducerKey> {
    let mut keys: Vec<ProducerKey> =
        draft.entries().iter().map(|(key, given)| from_file(draft, key, given)).collect();
    if !draft.is_given("topic") {
        keys.push(default("topic", topic, "CloudStack's default".to_owned()));
    }
    for key in ["acks", "enable.idempotence"] {
        if let (false, Some(value), Some(other)) =
            (draft.is_given(key), draft.property(key), shipped::other_default(key))
        {
            keys.push(default(key, value, format!("default; a server's {} takes {other}", shipped::CLIENT)));
        }
    }
    keys.sort_by(|one, other| one.key.cmp(&other.key));
    keys
}

fn default(key: &str, value: &str, remark: String) -> ProducerKey {
    ProducerKey {
        key: key.to_owned(),
        value: Text::plain(value),
        origin: Origin::default(),
        remark: Some(remark),
    }
}

fn from_file(draft: &Draft<'_>, key: &str, given: &Given) -> ProducerKey {
    ProducerKey {
        key: key.to_owned(),
        value: Text::plain(given.text.reveal()).guarded(given.secret),
        origin: Origin::of(Step::Property { key: key.to_owned(), span: given.span }),
        remark: remark(draft, key, given),
    }
}

/// What becomes of a value, where it isn't taken as it stands.
fn remark(draft: &Draft<'_>, key: &str, given: &Given) -> Option<String> {
    let is_unused =
        key.starts_with("ssl.") && !tls::in_use(draft) || key.starts_with("sasl.") && !sasl::in_use(draft);
    if is_unused {
        return Some(format!("ignored: security.protocol is {}", draft.shown("security.protocol")));
    }
    if key.starts_with("ssl.truststore.") && draft.tls.ca_pem.is_some() {
        return Some("overridden by tls.ca.file".to_owned());
    }
    if (key.starts_with("ssl.keystore.") || key == "ssl.key.password") && draft.tls.identity.is_some() {
        return Some("overridden by tls.certificate.file and tls.key.file".to_owned());
    }
    if WITHOUT_EFFECT.contains(&key) {
        return Some("has no effect: no event is ever given up".to_owned());
    }
    let to = match table::find(key).map(|row| &row.treatment) {
        None if key.starts_with(NATIVE_PREFIX) => return Some("goes to librdkafka".to_owned()),
        None if key.starts_with("config.providers.") => return None,
        None | Some(Treatment::Ignored(_)) => return Some("ignored".to_owned()),
        Some(Treatment::Pass { to, .. }) => *to,
        Some(_) => key,
    };
    // librdkafka's key of this name is the time after which it forgets, not the one after which it asks again.
    let to = if key == "metadata.max.age.ms" { "topic.metadata.refresh.interval.ms" } else { to };
    let value =
        draft.property(to).filter(|value| !given.secret && *value != java::trim(given.text.reveal()))?;
    Some(format!("becomes {value}"))
}
