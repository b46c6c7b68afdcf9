//! The key store: the certificate and key by which the bus is known to brokers that ask for one.
//!
//! In: ssl.keystore.* and ssl.key.password. Out: ssl.certificate.pem, ssl.key.pem and ssl.key.password.

use super::draft::Draft;
use super::row::Scope::Both;
use super::{java_stores, pem_key, trust};

/// Sets certificate and key, if there are any.
pub(super) fn translate(draft: &mut Draft<'_>) {
    if let Some((chain, key)) = draft.tls.identity.clone() {
        draft.set(Both, "ssl.certificate.pem", String::from_utf8_lossy(&chain));
        draft.set(Both, "ssl.key.pem", key.reveal());
        return;
    }
    if let Some((at, text)) = fault(draft) {
        let found = draft.error("kafka-store", at, "the settings of the key store don't go together");
        draft.report(found.spring(text));
        return;
    }
    let given = |key: &str| draft.given(key).map(str::to_owned);
    let location = given("ssl.keystore.location");
    if let (Some(key), Some(chain)) = (given("ssl.keystore.key"), given("ssl.keystore.certificate.chain")) {
        set(draft, "ssl.keystore.key", &chain, &key);
    } else if let Some(location) = location {
        if draft.text("ssl.keystore.type") != Some("PEM") {
            java_stores::set_identity(draft, &location);
        } else if let Some(text) = java_stores::read_pem(draft, "ssl.keystore.location", &location) {
            set(draft, "ssl.keystore.location", &text, &text);
        }
    }
}

/// The key and the text of the first of Java's exceptions, if the settings don't go together.
fn fault(draft: &Draft<'_>) -> Option<(&'static str, String)> {
    let is = |key: &str| draft.is_given(key);
    let (key, chain) = (is("ssl.keystore.key"), is("ssl.keystore.certificate.chain"));
    let (location, password) = (is("ssl.keystore.location"), is("ssl.keystore.password"));
    let store_type = draft.text("ssl.keystore.type").unwrap_or("JKS");
    let pem = store_type == "PEM";
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

fn set(draft: &mut Draft<'_>, at: &str, chain: &str, key: &str) {
    let password = draft.given("ssl.key.password").map(str::to_owned);
    if let Err(fault) = pem_key::check(key, password.as_deref()) {
        let mut found = draft.error("kafka-store", at, fault.to_string());
        found.spring = fault.java();
        draft.report(found);
        return;
    }
    let Some(chain) = trust::certificates(draft, at, chain) else { return };
    draft.set(Both, "ssl.certificate.pem", chain);
    draft.set(Both, "ssl.key.pem", key);
    if let Some(password) = password {
        draft.set(Both, "ssl.key.password", password);
    }
}
