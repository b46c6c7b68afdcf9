//! Certificates near their end.

use std::collections::HashSet;

use jiff::Timestamp;
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::x509::X509;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::kafka::stores::{self, StoreKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Origin, READ_LIMIT, Secret, Span};
use crate::spring::properties::Properties;

use super::tls_off;

pub(in crate::check) const RULE: Rule = Rule {
    name: "certificate-expiring",
    levels: Levels::AsFound,
    docs: Docs {
        what: "A certificate file that the settings name has expired or will within 30 days.",
        why: "From that moment on no connection can be made, and events wait or are lost. One that has expired is an \
              error, unless it is one of several CAs of a file and others are still good; one that is about to \
              expire is a warning. A file that busboot.properties names stops busboot alone, any other the server. What no \
              bus uses, since it connects without TLS, is left out.",
        example: "tls.certificate.file=client.pem",
        fix: "Get a new certificate.",
    },
    finder: Finder::Own(check),
};

/// How early to say it, in days.
const EARLY: i32 = 30;

/// What certificates are for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Those of the authorities that may sign a broker's certificate: one that is good is enough.
    Trust,
    /// The client's own, with those up to an authority: all must be good.
    Identity,
}

/// Certificates that a key of a file brings.
struct Named<'a> {
    key: &'a str,
    role: Role,
    span: Option<Span>,
    pem: Vec<u8>,
}

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut named = own_files(subject);
    if let Some(file) = subject.kafka().filter(|file| tls_off::may_have_tls(file)) {
        named.extend(inline(file));
        named.extend(store(subject, file, "ssl.truststore.location", Role::Trust));
        named.extend(store(subject, file, "ssl.keystore.location", Role::Identity));
    }
    for certificates in named {
        judge(&certificates, subject.host.clock.now(), found);
    }
}

/// The files of busboot's own settings for buses that use them, each place once.
fn own_files<'a>(subject: &Subject<'_>) -> Vec<Named<'a>> {
    let own = &subject.survey.own;
    let mut places = HashSet::new();
    let mut files = Vec::new();
    for bean in subject.buses().filter(|bean| tls_off::has_tls(subject, bean)) {
        for (key, role) in [("tls.ca.file", Role::Trust), ("tls.certificate.file", Role::Identity)] {
            let Some(path) = own.text(key, &bean.name) else { continue };
            let span = own.origin(key, &bean.name).and_then(Origin::span);
            if places.insert((key, path, span)) {
                let pem = subject.host.files.read(&subject.root.join(path), READ_LIMIT).unwrap_or_default();
                files.push(Named { key, role, span, pem });
            }
        }
    }
    files
}

/// Certificates in the text of Kafka's file itself.
fn inline(file: &Properties) -> impl Iterator<Item = Named<'_>> {
    let keys =
        [("ssl.truststore.certificates", Role::Trust), ("ssl.keystore.certificate.chain", Role::Identity)];
    keys.into_iter().filter_map(|(key, role)| {
        let entry = file.get(key)?;
        Some(Named { key, role, span: Some(entry.value_span), pem: entry.value.clone().into_bytes() })
    })
}

/// Certificates of a store that Kafka's file names. What can't be read is another rule's.
fn store<'a>(subject: &Subject<'_>, file: &Properties, key: &'a str, role: Role) -> Option<Named<'a>> {
    let location = file.get(key)?;
    let bytes = subject.host.files.read(location.value.trim().as_ref(), READ_LIMIT).ok()?;
    let secret = |key: &str| file.get(key).map(|entry| Secret::new(entry.value.trim()));
    let pem = match role {
        _ if StoreKind::of(&bytes) == Some(StoreKind::Pem) => bytes,
        Role::Trust => stores::trust_store_pem(&bytes, secret("ssl.truststore.password").as_ref()).ok()?,
        Role::Identity => {
            let [password, key] = ["ssl.keystore.password", "ssl.key.password"].map(secret);
            stores::key_store_pem(&bytes, password.as_ref(), key.as_ref()).ok()?.0
        }
    };
    Some(Named { key, role, span: Some(location.value_span), pem })
}

/// Reports each certificate that ends too soon.
fn judge(named: &Named<'_>, now: Timestamp, found: &mut Vec<Diagnostic>) {
    let Named { key, role, span, pem } = named;
    let certificates = X509::stack_from_pem(pem).unwrap_or_default();
    let left = |certificate: &X509| days_left(certificate.not_after(), now);
    let others_are_good =
        *role == Role::Trust && certificates.iter().any(|one| left(one).is_some_and(|days| days >= 0));
    for certificate in &certificates {
        let Some(days) = left(certificate).filter(|days| *days < EARLY) else { continue };
        let ended = days < 0;
        let severity = if ended && !others_are_good { Severity::Error } else { Severity::Warning };
        let (name, end) = (subject_of(certificate), certificate.not_after());
        let when =
            if ended { format!("has expired on {end}") } else { format!("expires on {end}, in {days} days") };
        let mut finding = Diagnostic::new(severity, RULE.name, format!("the certificate of {name} {when}"))
            .at_maybe(*span, format!("{key} brings it"));
        if ended && others_are_good {
            finding =
                finding.note("others beside it are good: brokers are refused whose chain ends in this one");
        }
        found.push(finding.help("get a new certificate and put it in the place of this one"));
    }
}

/// Whole days from now; negative once it is past.
fn days_left(end: &Asn1TimeRef, now: Timestamp) -> Option<i32> {
    let now = Asn1Time::from_unix(now.as_second()).ok()?;
    let left = now.diff(end).ok()?;
    Some(if left.days < 0 || left.secs < 0 { -1 } else { left.days })
}

fn subject_of(certificate: &X509) -> String {
    let names = certificate.subject_name().entries().filter_map(|entry| entry.data().to_string().ok());
    names.last().unwrap_or_else(|| "an unnamed subject".to_owned())
}

#[cfg(test)]
mod tests {
    use openssl::hash::MessageDigest;
    use openssl::pkey::PKey;

    use super::*;

    /// Certificates whose time ends so many days after the beginning of 1970, the first named 0.
    fn pem(ends: &[u32]) -> Vec<u8> {
        let key = PKey::generate_ed25519().unwrap();
        let certificates = ends.iter().enumerate().flat_map(|(number, end)| {
            let mut name = openssl::x509::X509NameBuilder::new().unwrap();
            name.append_entry_by_text("CN", &number.to_string()).unwrap();
            let mut certificate = X509::builder().unwrap();
            let name = name.build();
            certificate.set_subject_name(&name).unwrap();
            certificate.set_issuer_name(&name).unwrap();
            certificate.set_not_before(&Asn1Time::from_unix(0).unwrap()).unwrap();
            certificate.set_not_after(&Asn1Time::from_unix(i64::from(*end) * 86_400).unwrap()).unwrap();
            certificate.set_pubkey(&key).unwrap();
            certificate.sign(&key, MessageDigest::null()).unwrap();
            certificate.build().to_pem().unwrap()
        });
        certificates.collect()
    }

    /// What is said on day 100.
    fn said(role: Role, ends: &[u32]) -> Vec<(Severity, String)> {
        let mut found = Vec::new();
        let now = Timestamp::from_second(100 * 86_400).unwrap();
        judge(&Named { key: "key", role, span: None, pem: pem(ends) }, now, &mut found);
        let told = |found: Diagnostic| {
            (found.severity, found.message.split(" on ").next().unwrap_or_default().to_owned())
        };
        found.into_iter().map(told).collect()
    }

    #[test]
    fn what_has_ended_is_an_error_and_what_will_soon_a_warning() {
        let ended = |number| (Severity::Error, format!("the certificate of {number} has expired"));
        let ending = |number| (Severity::Warning, format!("the certificate of {number} expires"));
        for role in [Role::Trust, Role::Identity] {
            assert_eq!(said(role, &[99]), [ended(0)]);
            assert_eq!(said(role, &[101]), [ending(0)]);
            assert_eq!(said(role, &[131]), []);
            assert_eq!(said(role, &[90, 80]), [ended(0), ended(1)]);
        }
        assert_eq!(said(Role::Identity, &[900, 99]), [ended(1)]);
    }

    #[test]
    fn one_ca_that_has_ended_among_others_is_a_warning() {
        let expected = [(Severity::Warning, "the certificate of 1 has expired".to_owned())];
        assert_eq!(said(Role::Trust, &[900, 99]), expected);
    }
}
