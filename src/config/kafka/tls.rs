//! TLS: the stores that Java reads become PEM texts, and verification stays on.
//!
//! In: the draft, the files that it names, TLS settings of our own, which go first. Out: ssl.* of librdkafka. Rules
//! from `DefaultSslEngineFactory`: the key store is looked at before the trust store.

use std::path::Path;

use openssl::pkey::PKey;
use openssl::x509::X509;

use crate::diagnostic::Diagnostic;

use super::draft::Draft;
use super::row::Scope::Both;
use super::{ciphers, java, java_stores};

/// The most that is read of a store, in bytes.
pub(super) const LIMIT: u64 = 16 << 20;

/// Sets everything that librdkafka needs for TLS, if the security protocol has it.
pub(super) fn translate(draft: &mut Draft<'_>) {
    if !draft.text("security.protocol").is_some_and(|protocol| protocol.to_ascii_uppercase().ends_with("SSL"))
    {
        report_unused(draft);
        return;
    }
    identity(draft);
    trust(draft);
    verification(draft);
    ciphers::translate(draft);
    protocols(draft);
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

/// Client certificate and key.
fn identity(draft: &mut Draft<'_>) {
    if let Some((chain, key)) = draft.tls.identity.clone() {
        draft.set(Both, "ssl.certificate.pem", String::from_utf8_lossy(&chain));
        draft.set(Both, "ssl.key.pem", key.reveal());
        return;
    }
    let pem = draft.text("ssl.keystore.type") == Some("PEM");
    let given = |key: &str| draft.given(key).map(str::to_owned);
    let (location, password) = (given("ssl.keystore.location"), given("ssl.keystore.password"));
    let (key, chain) = (given("ssl.keystore.key"), given("ssl.keystore.certificate.chain"));
    if let Some((at, text)) = identity_fault(draft, pem) {
        report_java(draft, at, text);
        return;
    }
    match (key, chain, location, password) {
        (Some(key), Some(chain), _, _) => set_identity(draft, "ssl.keystore.key", chain, key),
        (_, _, Some(location), None) => {
            if let Some(text) = read_pem(draft, "ssl.keystore.location", &location) {
                set_identity(draft, "ssl.keystore.location", text.clone(), text);
            }
        }
        (_, _, Some(location), Some(_)) => java_stores::set_identity(draft, &location),
        _ => {}
    }
}

/// The key and the text of the first of Java's exceptions, if the key store's settings don't fit together.
fn identity_fault(draft: &Draft<'_>, pem: bool) -> Option<(&'static str, String)> {
    let is = |key: &str| draft.is_given(key);
    let (key, chain) = (is("ssl.keystore.key"), is("ssl.keystore.certificate.chain"));
    let (location, password) = (is("ssl.keystore.location"), is("ssl.keystore.password"));
    let store_type = draft.text("ssl.keystore.type").unwrap_or("JKS");
    let (at, text) = match () {
        () if key && !pem => (
            "ssl.keystore.key",
            format!("SSL private key can be specified only for PEM, but key store type is {store_type}."),
        ),
        () if key && !chain => (
            "ssl.keystore.key",
            "SSL private key is specified, but certificate chain is not specified.".to_owned(),
        ),
        () if key && location => (
            "ssl.keystore.location",
            "Both SSL key store location and separate private key are specified.".to_owned(),
        ),
        () if key && password => (
            "ssl.keystore.password",
            "SSL key store password cannot be specified with PEM format, only key password may be specified."
                .to_owned(),
        ),
        () if !key && chain => (
            "ssl.keystore.certificate.chain",
            "SSL certificate chain is specified, but private key is not specified".to_owned(),
        ),
        () if !key && pem && location && password => (
            "ssl.keystore.password",
            "SSL key store password cannot be specified with PEM format, only key password may be specified"
                .to_owned(),
        ),
        () if !key && !location && password => (
            "ssl.keystore.password",
            "SSL key store is not specified, but key store password is specified.".to_owned(),
        ),
        () if !key && !pem && location && !password => (
            "ssl.keystore.location",
            "SSL key store is specified, but key store password is not specified.".to_owned(),
        ),
        () => return None,
    };
    Some((at, text))
}

fn set_identity(draft: &mut Draft<'_>, at: &str, chain: String, key: String) {
    if !holds_certificate(&chain) {
        report_java(draft, at, "No matching CERTIFICATE entries in PEM file".to_owned());
        return;
    }
    let password = draft.given("ssl.key.password").map(str::to_owned);
    if !opens(&key, password.as_deref()) {
        let found = draft
            .error(
                "kafka-store",
                at,
                "the private key can't be read: it is no PEM, or ssl.key.password isn't its password",
            )
            .note("Java takes keys in PKCS #8 only: `BEGIN PRIVATE KEY` or `BEGIN ENCRYPTED PRIVATE KEY`");
        draft.report(found);
        return;
    }
    draft.set(Both, "ssl.certificate.pem", chain);
    draft.set(Both, "ssl.key.pem", key);
    if let Some(password) = password {
        draft.set(Both, "ssl.key.password", password);
    }
}

/// CA certificates.
fn trust(draft: &mut Draft<'_>) {
    let fault = trust_fault(draft);
    if let Some(pem) = draft.tls.ca_pem.clone() {
        draft.set(Both, "ssl.ca.pem", String::from_utf8_lossy(&pem));
    } else if let Some((at, text)) = fault {
        report_java(draft, at, text);
    } else if let Some(certificates) = draft.given("ssl.truststore.certificates").map(str::to_owned) {
        set_trust(draft, "ssl.truststore.certificates", certificates);
    } else if let Some(location) = draft.given("ssl.truststore.location").map(str::to_owned) {
        if draft.text("ssl.truststore.type") != Some("PEM") {
            java_stores::set_trust(draft, &location);
        } else if let Some(text) = read_pem(draft, "ssl.truststore.location", &location) {
            set_trust(draft, "ssl.truststore.location", text);
        }
    } else {
        // The system's certificates, wherever this system keeps them; Java has its own file of them.
        draft.set(Both, "ssl.ca.location", "probe");
    }
}

fn trust_fault(draft: &Draft<'_>) -> Option<(&'static str, String)> {
    let certificates = draft.is_given("ssl.truststore.certificates");
    let (location, password) =
        (draft.is_given("ssl.truststore.location"), draft.is_given("ssl.truststore.password"));
    let store_type = draft.text("ssl.truststore.type").unwrap_or("JKS");
    let pem = store_type == "PEM";
    let (at, text) = match () {
        () if certificates && !pem => (
            "ssl.truststore.certificates",
            format!(
                "SSL trust store certs can be specified only for PEM, but trust store type is {store_type}."
            ),
        ),
        () if certificates && location => (
            "ssl.truststore.location",
            "Both SSL trust store location and separate trust certificates are specified.".to_owned(),
        ),
        () if (certificates || (pem && location)) && password => (
            "ssl.truststore.password",
            "SSL trust store password cannot be specified for PEM format.".to_owned(),
        ),
        () if !location && password => (
            "ssl.truststore.password",
            "SSL trust store is not specified, but trust store password is specified.".to_owned(),
        ),
        () => return None,
    };
    Some((at, text))
}

fn set_trust(draft: &mut Draft<'_>, at: &str, certificates: String) {
    if holds_certificate(&certificates) {
        draft.set(Both, "ssl.ca.pem", certificates);
    } else {
        report_java(draft, at, "No matching CERTIFICATE entries in PEM file".to_owned());
    }
}

fn report_java(draft: &mut Draft<'_>, at: &str, text: String) {
    let found = draft
        .error("kafka-store", at, "the settings of the key store or trust store don't work")
        .spring(text);
    draft.report(found);
}

fn read_pem(draft: &mut Draft<'_>, at: &str, path: &str) -> Option<String> {
    match draft.host.files.read(Path::new(path), LIMIT) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) => {
            let found = unreadable(draft, at, path, &error.to_string())
                .spring(format!("Failed to load PEM SSL keystore {path}"));
            draft.report(found);
            None
        }
    }
}

/// The error for a store that can't be read from the disk.
pub(super) fn unreadable(draft: &Draft<'_>, at: &str, path: &str, reason: &str) -> Diagnostic {
    draft
        .error("kafka-store", at, format!("{path} can't be read: {reason}"))
        .help("write the store's full path, and let the account of the server read it")
}

fn holds_certificate(pem: &str) -> bool {
    X509::stack_from_pem(pem.as_bytes()).is_ok_and(|certificates| !certificates.is_empty())
}

fn opens(key: &str, password: Option<&str>) -> bool {
    PKey::private_key_from_pem_passphrase(key.as_bytes(), password.unwrap_or("").as_bytes()).is_ok()
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
    let enabled = java::list(draft.text("ssl.enabled.protocols").unwrap_or(""));
    let narrowed = !(enabled.contains(&"TLSv1.2") && enabled.contains(&"TLSv1.3"));
    if draft.is_given("ssl.enabled.protocols") && narrowed {
        let found = draft.warning(
            "kafka-ignored",
            "ssl.enabled.protocols",
            format!("ssl.enabled.protocols is ignored: {reason}"),
        );
        draft.report(found);
    }
    let pinned = !matches!(draft.text("ssl.protocol"), Some("TLSv1.3" | "TLSv1.2" | "TLS"));
    if draft.is_given("ssl.protocol") && pinned {
        let found = draft
            .warning("kafka-ignored", "ssl.protocol", format!("ssl.protocol is ignored: {reason}"))
            .note("older protocols aren't spoken any more");
        draft.report(found);
    }
}
