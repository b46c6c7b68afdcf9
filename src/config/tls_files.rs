//! Whether the files of busboot's own TLS settings hold what they are for: better found now than by the first hand-shake.
//!
//! Contents are never told, only what is the matter with them.

use openssl::pkey::{PKey, Private};
use openssl::x509::X509;

use super::own::OwnSettings;
use crate::diagnostic::{Diagnostic, Diagnostics, shell_word};
use crate::source::{Origin, Secret};

/// Judges what was read for a bus.
pub(super) fn judge(
    own: &OwnSettings,
    bus: &str,
    ca: Option<&[u8]>,
    identity: Option<&(Vec<u8>, Secret)>,
    diagnostics: &mut Diagnostics,
) {
    let mut report = |key: &str, what: &str, help: &dyn Fn(&str) -> String| {
        let path = own.text(key, bus).unwrap_or_default();
        diagnostics.push(
            Diagnostic::error("setting-value", format!("{key}: {path} {what}"))
                .at_maybe(own.origin(key, bus).and_then(Origin::span), "named here")
                .help(help(&shell_word(path))),
        );
    };
    let from_der =
        |path: &str| format!("if it is in DER form: openssl x509 -inform der -in {path} -out {path}.pem");
    if ca.is_some_and(|pem| certificates(pem).is_empty()) {
        report("tls.ca.file", "has no certificate in PEM form", &from_der);
    }
    let Some((chain, key)) = identity else { return };
    let chain = certificates(chain);
    if chain.is_empty() {
        report("tls.certificate.file", "has no certificate in PEM form", &from_der);
    }
    match private_key(key) {
        Ok(key) if chain.first().is_some_and(|own| !belongs(own, &key)) => {
            let help = |_: &str| "name the key that the certificate was made for".to_owned();
            report("tls.key.file", "isn't the key of the certificate in tls.certificate.file", &help);
        }
        Ok(_) => {}
        Err(what) => {
            let help = |path: &str| {
                format!(
                    "openssl pkey -in {path} -out {path}.plain writes it as it is needed; let nobody else read that"
                )
            };
            report("tls.key.file", what, &help);
        }
    }
}

fn certificates(pem: &[u8]) -> Vec<X509> {
    X509::stack_from_pem(pem).unwrap_or_default()
}

fn belongs(certificate: &X509, key: &PKey<Private>) -> bool {
    certificate.public_key().is_ok_and(|public| public.public_eq(key))
}

/// The key; a passphrase is never asked for.
fn private_key(pem: &Secret) -> Result<PKey<Private>, &'static str> {
    let pem = pem.reveal();
    if pem.contains("ENCRYPTED") {
        return Err("is encrypted with a passphrase, which there is no setting for");
    }
    PKey::private_key_from_pem_callback(pem.as_bytes(), |_| Ok(0))
        .map_err(|_| "has no private key in PEM form")
}
