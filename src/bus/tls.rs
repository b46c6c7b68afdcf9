//! How a TLS session with a broker is made, for every bus.
//!
//! In: settings and the broker's host name. Out: OpenSSL's connector; and which check a certificate failed. Chain and
//! host name are verified unless `tls.insecure` says otherwise.

mod trust;

#[cfg(test)]
mod tests;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use openssl::error::ErrorStack;
use openssl::pkey::PKey;
use openssl::ssl::{SslConnector, SslConnectorBuilder, SslMethod, SslRef, SslVerifyMode, SslVersion};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::X509VerifyFlags;

pub(super) use self::trust::{Presented, TlsFault};

use self::trust::Rejection;
use crate::config::settings::TlsSettings;

const CA_FILE: &str = "the CA file (tls.ca.file)";

/// The check that the broker's certificate failed, seen from within the hand-shake.
type Seen = Arc<Mutex<Option<Rejection>>>;

/// What makes one TLS session.
pub(super) struct Tls<'a> {
    settings: &'a TlsSettings,
    connector: SslConnector,
    seen: Seen,
}

impl<'a> Tls<'a> {
    /// Ready to connect.
    ///
    /// # Errors
    /// The settings can't be used.
    pub(super) fn new(settings: &'a TlsSettings) -> Result<Self, TlsFault> {
        let seen = Seen::default();
        Ok(Self { settings, connector: connector(settings, seen.clone())?, seen })
    }

    /// What makes the session of a stream.
    pub(super) fn connector(&self) -> &SslConnector {
        &self.connector
    }

    /// Why there is no session with `host`.
    pub(super) fn fault(&self, error: &io::Error, host: &str) -> TlsFault {
        match self.rejection(host) {
            Some(fault) => fault,
            None => TlsFault::of_handshake(reason(error), self.settings.protocol.as_deref()),
        }
    }

    /// What a session shows of the broker.
    pub(super) fn presented(&self, session: &SslRef) -> Presented {
        Presented::of(session, !self.settings.insecure)
    }

    /// What the certificate of `host` failed, if it failed anything.
    pub(super) fn rejection(&self, host: &str) -> Option<TlsFault> {
        let rejection = self.seen.lock().unwrap_or_else(PoisonError::into_inner).take();
        rejection.map(|rejection| rejection.into_fault(host))
    }
}

/// OpenSSL's own words, without its numbers and source files.
fn reason(error: &io::Error) -> String {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<openssl::ssl::Error>());
    let first = tls.and_then(|tls| tls.ssl_error()).and_then(|stack| stack.errors().first());
    first.and_then(|first| first.reason()).map_or_else(|| error.to_string(), str::to_owned)
}

fn connector(settings: &TlsSettings, seen: Seen) -> Result<SslConnector, TlsFault> {
    let unusable = |what: &'static str| move |error: ErrorStack| TlsFault::unusable(what, &error);
    let mut builder = SslConnector::builder(SslMethod::tls_client()).map_err(unusable("OpenSSL"))?;
    builder
        .set_min_proto_version(Some(lowest(settings.protocol.as_deref())?))
        .map_err(unusable("the protocol"))?;
    match &settings.ca_pem {
        Some(pem) => trust_only(&mut builder, pem)?,
        None => trust_the_system(&mut builder).map_err(unusable("the system's CA file"))?,
    }
    if let Some((chain, key)) = &settings.identity {
        present(&mut builder, chain, key.reveal().as_bytes())
            .map_err(unusable("the client certificate or its key"))?;
    }
    if settings.insecure {
        builder.set_verify(SslVerifyMode::NONE);
    } else {
        builder.set_verify_callback(SslVerifyMode::PEER, move |fine, context| {
            if !fine {
                *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(Rejection::of(context));
            }
            fine
        });
    }
    Ok(builder.build())
}

/// Trusts these CA certificates and no others.
fn trust_only(builder: &mut SslConnectorBuilder, pem: &[u8]) -> Result<(), TlsFault> {
    let unusable = |error: ErrorStack| TlsFault::unusable(CA_FILE, &error);
    let certificates = X509::stack_from_pem(pem).map_err(unusable)?;
    if certificates.is_empty() {
        let reason = "it has no certificate in PEM form".to_owned();
        return Err(TlsFault::Unusable { what: CA_FILE, reason });
    }
    let mut store = X509StoreBuilder::new().map_err(unusable)?;
    // An intermediate one may be trusted without its issuer, as Java does.
    store.set_flags(X509VerifyFlags::PARTIAL_CHAIN).map_err(unusable)?;
    for certificate in certificates {
        store.add_cert(certificate).map_err(unusable)?;
    }
    builder.set_cert_store(store.build());
    Ok(())
}

/// Trusts the system's CA certificates. A static OpenSSL knows nothing of where these are.
fn trust_the_system(builder: &mut SslConnectorBuilder) -> Result<(), ErrorStack> {
    match openssl_probe::probe().cert_file {
        Some(file) => builder.set_ca_file(file),
        None => Ok(()),
    }
}

/// Presents a client certificate, followed by its chain.
fn present(builder: &mut SslConnectorBuilder, chain: &[u8], key: &[u8]) -> Result<(), ErrorStack> {
    let mut certificates = X509::stack_from_pem(chain)?.into_iter();
    if let Some(own) = certificates.next() {
        builder.set_certificate(&own)?;
    }
    for issuer in certificates {
        builder.add_extra_chain_cert(issuer)?;
    }
    // Without the callback OpenSSL would ask the terminal for a passphrase.
    let key = PKey::private_key_from_pem_callback(key, |_| Ok(0))?;
    builder.set_private_key(&key)?;
    builder.check_private_key()
}

/// The lowest version that a Java name stands for. `TLS`, `SSL` and `Default` leave the choice to the library, which
/// begins with 1.2 as today's Java does.
fn lowest(protocol: Option<&str>) -> Result<SslVersion, TlsFault> {
    match protocol.map(str::to_ascii_uppercase).as_deref() {
        None | Some("" | "TLS" | "SSL" | "DEFAULT" | "TLSV1.2") => Ok(SslVersion::TLS1_2),
        Some("TLSV1.3") => Ok(SslVersion::TLS1_3),
        Some("TLSV1.1") => Ok(SslVersion::TLS1_1),
        Some("TLSV1") => Ok(SslVersion::TLS1),
        Some(_) => Err(TlsFault::UnknownProtocol(protocol.unwrap_or_default().to_owned())),
    }
}
