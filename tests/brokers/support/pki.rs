//! A certificate authority that nobody trusts yet, and what it signed.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, MsbOption};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509NameBuilder};
use tempfile::TempDir;

/// A certificate and its key, as objects and as PEM files.
pub(crate) struct Identity {
    pub(crate) certificate: X509,
    pub(crate) key: PKey<Private>,
    pub(crate) certificate_pem: PathBuf,
    pub(crate) key_pem: PathBuf,
}

/// Days from now, long enough to worry nobody.
const VALID: Range<i64> = 0..60;

/// The authority, a server's certificate for `localhost` and 127.0.0.1, and a client's.
pub(crate) struct Pki {
    directory: TempDir,
    pub(crate) authority: Identity,
    pub(crate) server: Identity,
    pub(crate) client: Identity,
}

impl Pki {
    /// The one that all brokers of this test binary use.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Pki> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    fn new() -> Self {
        let directory = TempDir::with_prefix("busboot-pki-").unwrap();
        let path = directory.path();
        let authority = sign(path, "authority", None, VALID, |builder| {
            builder.append_extension(BasicConstraints::new().critical().ca().build().unwrap()).unwrap();
            let usage = KeyUsage::new().critical().key_cert_sign().crl_sign().build().unwrap();
            builder.append_extension(usage).unwrap();
        });
        let server = server(path, "localhost", &authority, &["localhost"], &["127.0.0.1"]);
        let client = sign(path, "client", Some(&authority), VALID, |builder| {
            builder.append_extension(ExtendedKeyUsage::new().client_auth().build().unwrap()).unwrap();
        });
        Self { directory, authority, server, client }
    }

    /// A server's certificate for another name than those that the brokers here answer to.
    pub(crate) fn server_for(&self, host: &str) -> Identity {
        server(self.directory.path(), host, &self.authority, &[host], &[])
    }

    /// A certificate for `localhost` whose time was over yesterday.
    pub(crate) fn expired(&self) -> Identity {
        sign(self.directory.path(), "expired", Some(&self.authority), -10..-1, |builder| {
            let mut names = SubjectAlternativeName::new();
            let context = builder.x509v3_context(Some(&self.authority.certificate), None);
            let names = names.dns("localhost").build(&context).unwrap();
            builder.append_extension(names).unwrap();
        })
    }
}

fn server(
    directory: &Path,
    name: &str,
    authority: &Identity,
    hosts: &[&str],
    addresses: &[&str],
) -> Identity {
    sign(directory, name, Some(authority), VALID, |builder| {
        let mut names = SubjectAlternativeName::new();
        for host in hosts {
            names.dns(host);
        }
        for address in addresses {
            names.ip(address);
        }
        let names = names.build(&builder.x509v3_context(Some(&authority.certificate), None)).unwrap();
        builder.append_extension(names).unwrap();
        builder.append_extension(ExtendedKeyUsage::new().server_auth().build().unwrap()).unwrap();
    })
}

/// So many days from now, or ago.
fn from_now(days: i64) -> Asn1Time {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    Asn1Time::from_unix(i64::try_from(now).unwrap() + days * 86_400).unwrap()
}

/// A fresh key and its certificate, signed by `issuer` or by itself.
fn sign(
    directory: &Path,
    name: &str,
    issuer: Option<&Identity>,
    days: Range<i64>,
    extend: impl FnOnce(&mut X509Builder),
) -> Identity {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_text("CN", name).unwrap();
    let subject = subject.build();
    let mut serial = BigNum::new().unwrap();
    serial.rand(120, MsbOption::MAYBE_ZERO, false).unwrap();

    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_serial_number(&serial.to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder.set_issuer_name(issuer.map_or(&*subject, |issuer| issuer.certificate.subject_name())).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&from_now(days.start)).unwrap();
    builder.set_not_after(&from_now(days.end)).unwrap();
    extend(&mut builder);
    builder.sign(issuer.map_or(&key, |issuer| &issuer.key), MessageDigest::sha256()).unwrap();
    let certificate = builder.build();

    let certificate_pem = directory.join(format!("{name}.pem"));
    let key_pem = directory.join(format!("{name}-key.pem"));
    std::fs::write(&certificate_pem, certificate.to_pem().unwrap()).unwrap();
    std::fs::write(&key_pem, key.private_key_to_pem_pkcs8().unwrap()).unwrap();
    Identity { certificate, key, certificate_pem, key_pem }
}
