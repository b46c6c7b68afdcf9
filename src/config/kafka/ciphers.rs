//! Names of cipher suites: IANA's, which Java uses, and OpenSSL's.
//!
//! Only suites that OpenSSL 3 still has. TLS 1.3 has its own list, which librdkafka leaves as it is: its suites are
//! always allowed and can't stand in the list of the older ones.

use super::draft::Draft;
use super::java;
use super::row::Scope::Both;

const KEY: &str = "ssl.cipher.suites";

const TLS_1_3: &[&str] = &[
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_CCM_SHA256",
    "TLS_AES_128_CCM_8_SHA256",
];

const NAMES: &[(&str, &str)] = &[
    ("TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA"),
    ("TLS_RSA_WITH_AES_256_CBC_SHA", "AES256-SHA"),
    ("TLS_RSA_WITH_AES_128_CBC_SHA256", "AES128-SHA256"),
    ("TLS_RSA_WITH_AES_256_CBC_SHA256", "AES256-SHA256"),
    ("TLS_RSA_WITH_AES_128_GCM_SHA256", "AES128-GCM-SHA256"),
    ("TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384"),
    ("TLS_DHE_RSA_WITH_AES_128_CBC_SHA", "DHE-RSA-AES128-SHA"),
    ("TLS_DHE_RSA_WITH_AES_256_CBC_SHA", "DHE-RSA-AES256-SHA"),
    ("TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", "DHE-RSA-AES128-SHA256"),
    ("TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", "DHE-RSA-AES256-SHA256"),
    ("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "DHE-RSA-AES128-GCM-SHA256"),
    ("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "DHE-RSA-AES256-GCM-SHA384"),
    ("TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "DHE-RSA-CHACHA20-POLY1305"),
    ("TLS_DHE_DSS_WITH_AES_128_CBC_SHA", "DHE-DSS-AES128-SHA"),
    ("TLS_DHE_DSS_WITH_AES_256_CBC_SHA", "DHE-DSS-AES256-SHA"),
    ("TLS_DHE_DSS_WITH_AES_128_CBC_SHA256", "DHE-DSS-AES128-SHA256"),
    ("TLS_DHE_DSS_WITH_AES_256_CBC_SHA256", "DHE-DSS-AES256-SHA256"),
    ("TLS_DHE_DSS_WITH_AES_128_GCM_SHA256", "DHE-DSS-AES128-GCM-SHA256"),
    ("TLS_DHE_DSS_WITH_AES_256_GCM_SHA384", "DHE-DSS-AES256-GCM-SHA384"),
    ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA"),
    ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA-AES256-SHA"),
    ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "ECDHE-RSA-AES128-SHA256"),
    ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "ECDHE-RSA-AES256-SHA384"),
    ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"),
    ("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384"),
    ("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305"),
    ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA-AES128-SHA"),
    ("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-AES256-SHA"),
    ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "ECDHE-ECDSA-AES128-SHA256"),
    ("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "ECDHE-ECDSA-AES256-SHA384"),
    ("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"),
    ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"),
    ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"),
];

/// Sets ssl.cipher.suites, unless no suite of the list is one that it may hold.
pub(super) fn translate(draft: &mut Draft<'_>) {
    let Some(text) = draft.given(KEY).map(str::to_owned) else { return };
    let suites = java::list(&text);
    let mut names = Vec::new();
    for suite in suites.iter().filter(|suite| !TLS_1_3.contains(suite)) {
        match openssl(suite) {
            Some(name) => names.push(name),
            None => report_unknown(draft, suite),
        }
    }
    if !names.is_empty() {
        draft.set(Both, KEY, names.join(":"));
    } else if !suites.is_empty() && suites.iter().all(|suite| TLS_1_3.contains(suite)) {
        let found = draft
            .warning("kafka-ignored", KEY, format!("{KEY} is ignored: it lists suites of TLS 1.3 alone"))
            .note("librdkafka can't restrict those; suites of TLS 1.2 stay allowed as well");
        draft.report(found);
    }
}

/// Java also takes `SSL_` in front.
fn openssl(suite: &str) -> Option<&'static str> {
    let rest = suite.strip_prefix("TLS_").or_else(|| suite.strip_prefix("SSL_"))?;
    NAMES.iter().find(|(iana, _)| iana.strip_prefix("TLS_") == Some(rest)).map(|(_, openssl)| *openssl)
}

fn report_unknown(draft: &mut Draft<'_>, suite: &str) {
    let found = draft
        .error("kafka-value", KEY, format!("the cipher suite {suite} is none that can be used here"))
        .spring(format!("Unsupported CipherSuite: {suite}"))
        .note("Java says so of a suite that it doesn't know either, when it connects")
        .help("list suites by their IANA names, such as TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, or remove the line");
    draft.report(found);
}
