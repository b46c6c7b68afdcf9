//! How the bus proves who it is: sasl.mechanism and sasl.jaas.config.
//!
//! In: the draft. Out: sasl.mechanism, sasl.username and sasl.password. What can be used is what librdkafka brings
//! without Kerberos and without an HTTP client: PLAIN and SCRAM.

use crate::source::Secret;

use super::draft::Draft;
use super::jaas;
use super::row::Scope::Both;

const CONFIG: &str = "sasl.jaas.config";
const MECHANISM: &str = "sasl.mechanism";
const MECHANISMS: &[&str] = &["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];
const PLAIN_MODULE: &str = "org.apache.kafka.common.security.plain.PlainLoginModule";
const MODULES: &[&str] = &[PLAIN_MODULE, "org.apache.kafka.common.security.scram.ScramLoginModule"];

/// Whether the security protocol has SASL in it.
pub(super) fn in_use(draft: &Draft<'_>) -> bool {
    draft.text("security.protocol").is_some_and(|protocol| protocol.to_ascii_uppercase().starts_with("SASL_"))
}

/// Java's first check after the values themselves (`postValidateSaslMechanismConfig`).
pub(super) fn require_mechanism(draft: &mut Draft<'_>) {
    if in_use(draft) && draft.given(MECHANISM) == Some("") {
        let found = draft
            .error("kafka-value", MECHANISM, "security.protocol asks for SASL, and sasl.mechanism is empty")
            .spring(
                "Invalid value null for configuration sasl.mechanism: When the security.protocol configuration enables \
                 SASL, mechanism must be non-null and non-empty string.",
            )
            .help("write `sasl.mechanism=PLAIN` or what your brokers speak");
        draft.report(found);
    }
}

/// Sets the mechanism with user name and password.
pub(super) fn translate(draft: &mut Draft<'_>) {
    if !in_use(draft) {
        report_unused(draft);
        return;
    }
    let credentials = credentials(draft);
    let mechanism = draft.text(MECHANISM).unwrap_or("GSSAPI").to_owned();
    if !MECHANISMS.contains(&mechanism.as_str()) {
        // An empty one has been reported already.
        if !mechanism.is_empty() {
            report_mechanism(draft, &mechanism);
        }
        return;
    }
    draft.set(Both, MECHANISM, mechanism);
    if let Some((username, password)) = credentials {
        draft.set(Both, "sasl.username", username.reveal());
        draft.set(Both, "sasl.password", password.reveal());
    }
}

fn credentials(draft: &mut Draft<'_>) -> Option<(Secret, Secret)> {
    let Some(text) = draft.given(CONFIG) else {
        report_no_config(draft);
        return None;
    };
    let module = match jaas::parse(text) {
        Ok(module) => module,
        Err(text) => {
            let found = draft
                .error("kafka-value", CONFIG, "the value of sasl.jaas.config can't be read")
                .spring(text);
            draft.report(found.help(usage()));
            return None;
        }
    };
    if !MODULES.contains(&module.class.as_str()) {
        report_module(draft, &module.class);
        return None;
    }
    if module.options.get("tokenauth").is_some_and(|value| value.reveal().eq_ignore_ascii_case("true")) {
        let found = draft.error("kafka-refused", CONFIG, "delegation tokens (tokenauth) can't be used here");
        draft.report(found.help(usage()));
        return None;
    }
    let (username, password) = (module.options.get("username"), module.options.get("password"));
    if username.is_none() || password.is_none() {
        let found = draft
            .error("kafka-value", CONFIG, "sasl.jaas.config lacks the user name or the password")
            .note("the server starts with it, but no broker lets it in, so every event is lost");
        draft.report(found.help(usage()));
    }
    Some((username?.clone(), password?.clone()))
}

fn usage() -> String {
    format!("write `{CONFIG}={} required username=\"<name>\" password=\"<password>\";`", PLAIN_MODULE)
}

fn report_no_config(draft: &mut Draft<'_>) {
    let property = "java.security.auth.login.config";
    let found = draft.error(
        "kafka-value",
        "security.protocol",
        "security.protocol asks for SASL, and sasl.jaas.config is missing",
    );
    let found = if draft.host.system_properties.contains_key(property) {
        found.note(format!("the JAAS file that the system property {property} names isn't read here"))
    } else {
        found.spring(format!(
            "Could not find a 'KafkaClient' entry in the JAAS configuration. System property '{property}' is not set"
        ))
    };
    draft.report(found.help(usage()));
}

/// A class that neither Kafka nor the JDK brings is one that a server hasn't either.
fn report_module(draft: &mut Draft<'_>, class: &str) {
    let mut found = draft
        .error("kafka-refused", CONFIG, "the login module of sasl.jaas.config can't be used here")
        .note("PlainLoginModule and ScramLoginModule can")
        .help(usage());
    if !["org.apache.kafka.", "com.sun.security."].iter().any(|package| class.starts_with(package)) {
        found = found.spring(format!("No LoginModule found for {class}"));
    }
    draft.report(found);
}

fn report_mechanism(draft: &mut Draft<'_>, mechanism: &str) {
    let mut found = draft
        .error("kafka-refused", MECHANISM, format!("the SASL mechanism {mechanism} can't be used here"))
        .note(if draft.is_given(MECHANISM) {
            "PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 can; Kerberos and OAUTHBEARER aren't part of this build"
        } else {
            "GSSAPI (Kerberos) is what Java takes where sasl.mechanism is missing; it isn't part of this build"
        })
        .help("write `sasl.mechanism=PLAIN` or `sasl.mechanism=SCRAM-SHA-512`, as your brokers speak it");
    if mechanism == "GSSAPI" && !draft.is_given("sasl.kerberos.service.name") {
        found = found.spring("No serviceName defined in either JAAS or Kafka config");
    }
    draft.report(found);
}

fn report_unused(draft: &mut Draft<'_>) {
    if draft.is_given(CONFIG) {
        let protocol = draft.shown("security.protocol").to_owned();
        let found = draft
            .warning("kafka-ignored", CONFIG, format!("{CONFIG} is ignored: security.protocol is {protocol}"))
            .help("write `security.protocol=SASL_SSL`, or SASL_PLAINTEXT for a broker without TLS");
        draft.report(found);
    }
}
