//! TLS: stores become PEM texts, and verification stays on.
//!
//! In: the draft and TLS settings of our own, which go first. Out: ssl.* of librdkafka. Rules from
//! `DefaultSslEngineFactory`: the key store is looked at before the trust store, the protocol after both.

use super::draft::Draft;
use super::row::Scope::Both;
use super::{ciphers, identity, java, trust};

/// The names that `SSLContext.getInstance` knows, in capitals.
const PROTOCOLS: &[&str] =
    &["DEFAULT", "TLS", "TLSV1", "TLSV1.1", "TLSV1.2", "TLSV1.3", "DTLS", "DTLSV1.0", "DTLSV1.2"];

/// Whether the security protocol has TLS in it.
pub(super) fn in_use(draft: &Draft<'_>) -> bool {
    draft.text("security.protocol").is_some_and(|protocol| protocol.to_ascii_uppercase().ends_with("SSL"))
}

/// Sets everything that librdkafka needs for TLS, if the security protocol has it.
pub(super) fn translate(draft: &mut Draft<'_>) {
    if !in_use(draft) {
        report_unused(draft);
        return;
    }
    identity::translate(draft);
    trust::translate(draft);
    protocols(draft);
    verification(draft);
    ciphers::translate(draft);
}

fn report_unused(draft: &mut Draft<'_>) {
    let given = [
        "ssl.truststore.location",
        "ssl.truststore.certificates",
        "ssl.keystore.location",
        "ssl.keystore.key",
    ];
    for key in given.into_iter().filter(|key| draft.is_given(key)).collect::<Vec<_>>() {
        let protocol = draft.shown("security.protocol").to_owned();
        let found = draft
            .warning("kafka-ignored", key, format!("{key} is ignored: security.protocol is {protocol}"))
            .help("write `security.protocol=SSL`, or SASL_SSL");
        draft.report(found);
    }
}

/// Host names are verified unless the file says otherwise, certificates unless our own setting does.
fn verification(draft: &mut Draft<'_>) {
    let key = "ssl.endpoint.identification.algorithm";
    let algorithm = draft.text(key).unwrap_or("").to_owned();
    if algorithm.is_empty() {
        let found = draft
            .warning(
                "kafka-insecure",
                key,
                "with an empty algorithm any host with a trusted certificate passes for the broker",
            )
            .help("remove the line, and let the certificate name the broker's host");
        draft.report(found);
        draft.set(Both, key, "none");
    } else if algorithm.eq_ignore_ascii_case("https") {
        draft.set(Both, key, "https");
    } else {
        let found = draft
            .error("kafka-value", key, format!("{key} can be https or empty"))
            .spring(format!("Unknown identification algorithm: {algorithm}"))
            .note("Java says so whenever it connects");
        draft.report(found);
    }
    if draft.tls.insecure {
        draft.set(Both, "enable.ssl.certificate.verification", "false");
        draft.set(Both, key, "none");
    }
}

/// OpenSSL's own choice is TLS 1.2 and 1.3, as Java's default is; librdkafka can't narrow it.
fn protocols(draft: &mut Draft<'_>) {
    let reason = "TLS 1.2 and 1.3 are spoken, whatever the brokers prefer";
    let protocol = draft.text("ssl.protocol").unwrap_or("").to_owned();
    let capitals = protocol.to_ascii_uppercase();
    if !PROTOCOLS.contains(&capitals.as_str()) {
        let found = draft
            .error("kafka-value", "ssl.protocol", "ssl.protocol names no protocol")
            .spring(format!("{protocol} SSLContext not available"))
            .help("remove the line of ssl.protocol");
        draft.report(found);
    } else if draft.is_given("ssl.protocol") && !matches!(capitals.as_str(), "TLS" | "TLSV1.2" | "TLSV1.3") {
        let message = format!("ssl.protocol is ignored: {reason}");
        let found = draft.warning("kafka-ignored", "ssl.protocol", message);
        draft.report(found.note("older protocols aren't spoken any more"));
    }
    let key = "ssl.enabled.protocols";
    let enabled = java::list(draft.text(key).unwrap_or(""));
    let narrowed = !(enabled.contains(&"TLSv1.2") && enabled.contains(&"TLSv1.3"));
    if draft.is_given(key) && narrowed {
        let found = draft.warning("kafka-ignored", key, format!("{key} is ignored: {reason}"));
        draft.report(found);
    }
}
