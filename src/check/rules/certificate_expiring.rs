//! Certificates near their end.

use std::path::Path;

use jiff::Timestamp;
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::x509::X509;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::kafka::{self, stores};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{READ_LIMIT, Secret, Span};

pub(in crate::check) const RULE: Rule = Rule {
    name: "certificate-expiring",
    levels: Levels::AsFound,
    docs: Docs {
        what: "A certificate file that the settings name has expired or will within 30 days.",
        why: "From that moment on no connection can be made, and events wait or are lost.",
        example: "tls.certificate.file=client.pem",
        fix: "Get a new certificate.",
    },
    finder: Finder::Own(check),
};

/// How early to say it, in days.
const EARLY: i32 = 30;

/// Settings of busboot that name certificates.
const OWN: [&str; 2] = ["tls.ca.file", "tls.certificate.file"];

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (key, path, span) in own_files(subject) {
        judge(subject, key, &path, None, span, found);
    }
    let Some(file) = subject.properties.iter().find(|file| file.path.ends_with(kafka::FILE_NAME)) else {
        return;
    };
    for store in ["ssl.truststore", "ssl.keystore"] {
        let Some(location) = file.properties.get(&format!("{store}.location")) else { continue };
        let password =
            file.properties.get(&format!("{store}.password")).map(|entry| Secret::new(entry.value.as_str()));
        judge(subject, &location.key, &location.value, password.as_ref(), Some(location.value_span), found);
    }
}

fn own_files(subject: &Subject<'_>) -> Vec<(&'static str, String, Option<Span>)> {
    let ids = subject.buses().map(|bean| bean.name.as_str());
    let mut files: Vec<(&str, String, Option<Span>)> = Vec::new();
    for id in ids {
        for key in OWN {
            let Some(path) = subject.survey.own.text(key, id) else { continue };
            let span = subject.survey.own.origin(key, id).and_then(crate::source::Origin::span);
            files.push((key, path.to_owned(), span));
        }
    }
    files.dedup();
    files
}

/// Reports each certificate of a file that ends too soon. What can't be read is another rule's.
fn judge(
    subject: &Subject<'_>,
    key: &str,
    path: &str,
    password: Option<&Secret>,
    span: Option<Span>,
    found: &mut Vec<Diagnostic>,
) {
    let Ok(bytes) = subject.host.files.read(&subject.root.join(Path::new(path)), READ_LIMIT) else { return };
    let pem = if bytes.starts_with(b"-----BEGIN") || bytes.is_ascii() {
        bytes
    } else {
        stores::trust_store_pem(&bytes, password).unwrap_or_default()
    };
    for certificate in X509::stack_from_pem(&pem).unwrap_or_default() {
        let Some(days) = days_left(certificate.not_after(), subject.host.clock.now()) else { continue };
        if days >= EARLY {
            continue;
        }
        let name = subject_of(&certificate);
        let (severity, when) = if days < 0 {
            (Severity::Error, format!("has expired on {}", certificate.not_after()))
        } else {
            (Severity::Warning, format!("expires on {}, in {days} days", certificate.not_after()))
        };
        found.push(
            Diagnostic::new(severity, RULE.name, format!("the certificate of {name} {when}"))
                .at_maybe(span, format!("{key} names its file"))
                .help("get a new certificate and put it in the place of this one"),
        );
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
