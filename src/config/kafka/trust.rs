//! The trust store: which authorities may sign a broker's certificate.
//!
//! In: ssl.truststore.*. Out: ssl.ca.pem, or the system's authorities where the file names none.

use openssl::x509::X509;

use super::draft::Draft;
use super::java_stores;
use super::row::Scope::Both;

/// Sets the authorities.
pub(super) fn translate(draft: &mut Draft<'_>) {
    if let Some(pem) = draft.tls.ca_pem.clone() {
        draft.set(Both, "ssl.ca.pem", String::from_utf8_lossy(&pem));
    } else if let Some((at, text)) = fault(draft) {
        let found = draft.error("kafka-store", at, "the settings of the trust store don't go together");
        draft.report(found.spring(text));
    } else if let Some(certificates) = draft.given("ssl.truststore.certificates").map(str::to_owned) {
        set(draft, "ssl.truststore.certificates", &certificates);
    } else if let Some(location) = draft.given("ssl.truststore.location").map(str::to_owned) {
        if draft.text("ssl.truststore.type") != Some("PEM") {
            java_stores::set_trust(draft, &location);
        } else if let Some(text) = java_stores::read_pem(draft, "ssl.truststore.location", &location) {
            set(draft, "ssl.truststore.location", &text);
        }
    } else {
        // The system's certificates, wherever this system keeps them; Java has its own file of them.
        draft.set(Both, "ssl.ca.location", "probe");
    }
}

/// The key and the text of the first of Java's exceptions, if the settings don't go together.
fn fault(draft: &Draft<'_>) -> Option<(&'static str, String)> {
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

fn set(draft: &mut Draft<'_>, at: &str, text: &str) {
    if let Some(certificates) = certificates(draft, at, text) {
        draft.set(Both, "ssl.ca.pem", certificates);
    }
}

/// The certificates of a PEM text and nothing else that may stand in it; reports it if there are none.
pub(super) fn certificates(draft: &mut Draft<'_>, at: &str, text: &str) -> Option<String> {
    let certificates = X509::stack_from_pem(text.as_bytes()).unwrap_or_default();
    let pem: Vec<u8> = certificates.iter().filter_map(|it| it.to_pem().ok()).flatten().collect();
    if pem.is_empty() {
        let found = draft
            .error("kafka-store", at, "there is no certificate in this PEM text")
            .spring("No matching CERTIFICATE entries in PEM file")
            .help("it needs a part from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`");
        draft.report(found);
        return None;
    }
    String::from_utf8(pem).ok()
}
