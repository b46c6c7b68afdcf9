//! What a broker's certificate failed, in words.
//!
//! In: OpenSSL's verification. Out: a fault that names the certificate and the ways on. Rules from OpenSSL's
//! `x509_vfy.h`.

use openssl::asn1::Asn1Time;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::ssl::SslRef;
use openssl::x509::{X509NameRef, X509Ref, X509StoreContextRef};

/// Verification results by their numbers, which the bindings don't name.
const NOT_YET_VALID: i32 = 9;
const HAS_EXPIRED: i32 = 10;
const HOST_NAME_MISMATCH: i32 = 62;
const IP_ADDRESS_MISMATCH: i32 = 64;
/// No issuer, self-signed at the end or in the chain, no issuer locally, no first signature, chain too long.
const UNTRUSTED: [i32; 5] = [2, 18, 19, 20, 21];

/// What an absent `secureProtocol` stands for.
const DEFAULT_PROTOCOL: &str = "TLSv1.2";

/// Why there is no TLS session.
#[derive(Debug, thiserror::Error)]
pub(in crate::bus) enum TlsFault {
    /// Nobody whom we trust has signed the certificate.
    #[error(
        "the broker's certificate isn't trusted ({reason}): {certificate}. If that is your broker's, name the \
         certificate of the CA that signed it (or this one itself, if it is self-signed) with the setting \
         `tls.ca.file`; `tls.insecure=true` accepts any certificate, and so any broker that pretends to be yours"
    )]
    Untrusted {
        /// Subject, issuer and fingerprint.
        certificate: String,
        /// OpenSSL's words.
        reason: String,
    },
    /// The certificate is for others.
    #[error(
        "the broker's certificate is for {names}, not for {host:?}; name the broker as its certificate does, or give \
         it a certificate with this name"
    )]
    OtherHost {
        /// The names in the certificate.
        names: String,
        /// The name that we connect to.
        host: String,
    },
    /// The certificate's time is over, or hasn't come.
    #[error(
        "the certificate {subject} is {state} {date}; the broker needs a new one, unless the clock here is wrong"
    )]
    OutOfTime {
        /// Whose.
        subject: String,
        /// `expired since` or `not valid before`.
        state: &'static str,
        /// When.
        date: String,
    },
    /// Another check.
    #[error("the broker's certificate is refused ({reason}): {certificate}")]
    Refused {
        /// Subject, issuer and fingerprint.
        certificate: String,
        /// OpenSSL's words.
        reason: String,
    },
    /// The port speaks something else.
    #[error(
        "the port doesn't speak TLS: a broker's TLS port is 5671 by default, and `useSsl` is for that one ({0})"
    )]
    NotTls(String),
    /// The broker's versions are older.
    #[error("the broker speaks no TLS from {lowest} (the property `secureProtocol`) on ({reason})")]
    NoCommonVersion {
        /// The lowest that we take.
        lowest: String,
        /// OpenSSL's words.
        reason: String,
    },
    /// The settings are no good.
    #[error("{what} can't be used: {reason}")]
    Unusable {
        /// Which.
        what: &'static str,
        /// OpenSSL's words.
        reason: String,
    },
    /// `secureProtocol` is none that we know.
    #[error("the property `secureProtocol` has {0:?}, which is none of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3")]
    UnknownProtocol(String),
    /// Anything else.
    #[error("the hand-shake failed: {0}")]
    Handshake(String),
}

impl TlsFault {
    /// A hand-shake that failed, for OpenSSL's reason, without a check having failed.
    pub(super) fn of_handshake(reason: String, lowest: Option<&str>) -> Self {
        match reason.as_str() {
            "wrong version number" | "packet length too long" | "http request" => Self::NotTls(reason),
            "tlsv1 alert protocol version" | "unsupported protocol" => {
                Self::NoCommonVersion { lowest: lowest.unwrap_or(DEFAULT_PROTOCOL).to_owned(), reason }
            }
            _ => Self::Handshake(reason),
        }
    }

    /// Settings that OpenSSL can't use. Its texts name no contents.
    pub(super) fn unusable(what: &'static str, error: &ErrorStack) -> Self {
        let reason = error.errors().first().and_then(|error| error.reason()).unwrap_or("unknown reason");
        Self::Unusable { what, reason: reason.to_owned() }
    }
}

/// A session and its certificate, for people.
pub(in crate::bus) struct Presented {
    /// Protocol and cipher.
    pub(in crate::bus) session: String,
    /// The names that the certificate is for.
    pub(in crate::bus) names: String,
    /// Its last moment.
    pub(in crate::bus) not_after: String,
    /// Whole days until then; negative behind it.
    pub(in crate::bus) days: i32,
    /// Whether chain and name were verified.
    pub(in crate::bus) verified: bool,
}

impl Presented {
    /// What the other side of a session has shown.
    pub(super) fn of(session: &SslRef, verified: bool) -> Self {
        let certificate = session.peer_certificate();
        let cipher = session.current_cipher().map_or("no cipher", |cipher| cipher.name());
        let left = certificate.as_ref().and_then(|certificate| {
            Some(Asn1Time::days_from_now(0).ok()?.diff(certificate.not_after()).ok()?.days)
        });
        Self {
            session: format!("{} {cipher}", session.version_str()),
            names: certificate.as_deref().map(names).unwrap_or_default(),
            not_after: certificate.as_ref().map(|it| it.not_after().to_string()).unwrap_or_default(),
            days: left.unwrap_or_default(),
            verified,
        }
    }
}

/// A failed check, with all that is told about the certificate.
pub(super) struct Rejection {
    code: i32,
    reason: String,
    /// The broker's own certificate.
    certificate: String,
    names: String,
    /// The certificate that failed, which may be an issuer's.
    subject: String,
    not_before: String,
    not_after: String,
}

impl Rejection {
    /// What the verification stopped at.
    pub(super) fn of(context: &X509StoreContextRef) -> Self {
        let error = context.error();
        let failed = context.current_cert();
        let own = context.chain().and_then(|chain| chain.get(0)).or(failed);
        Self {
            code: error.as_raw(),
            reason: error.error_string().to_owned(),
            certificate: own.map(described).unwrap_or_default(),
            names: own.map(names).unwrap_or_default(),
            subject: failed.map(|it| name(it.subject_name())).unwrap_or_default(),
            not_before: failed.map(|it| it.not_before().to_string()).unwrap_or_default(),
            not_after: failed.map(|it| it.not_after().to_string()).unwrap_or_default(),
        }
    }

    /// The fault, for whoever wanted to connect to `host`.
    pub(super) fn into_fault(self, host: &str) -> TlsFault {
        let Self { code, reason, certificate, names, subject, not_before, not_after } = self;
        match code {
            HOST_NAME_MISMATCH | IP_ADDRESS_MISMATCH => TlsFault::OtherHost { names, host: host.to_owned() },
            HAS_EXPIRED => TlsFault::OutOfTime { subject, state: "expired since", date: not_after },
            NOT_YET_VALID => TlsFault::OutOfTime { subject, state: "not valid before", date: not_before },
            _ if UNTRUSTED.contains(&code) => TlsFault::Untrusted { certificate, reason },
            _ => TlsFault::Refused { certificate, reason },
        }
    }
}

fn described(certificate: &X509Ref) -> String {
    let subject = name(certificate.subject_name());
    let issuer = name(certificate.issuer_name());
    let fingerprint =
        certificate.digest(MessageDigest::sha256()).map(|digest| hex(&digest)).unwrap_or_default();
    format!("subject {subject}, issuer {issuer}, SHA-256 {fingerprint}")
}

/// `CN=rabbit, O=Example`.
fn name(name: &X509NameRef) -> String {
    let parts = name.entries().map(|entry| {
        let key = entry.object().nid().short_name().unwrap_or("?");
        let value = entry.data().to_string().unwrap_or_default();
        format!("{key}={value}")
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// The host names and IP addresses that a certificate is for; the common name when it lists none.
fn names(certificate: &X509Ref) -> String {
    let mut names = Vec::new();
    for alternative in certificate.subject_alt_names().iter().flatten() {
        names.extend(alternative.dnsname().map(str::to_owned));
        names.extend(alternative.ipaddress().and_then(ip_address));
    }
    if names.is_empty() {
        let common = certificate.subject_name().entries_by_nid(Nid::COMMONNAME);
        names.extend(common.filter_map(|entry| entry.data().to_string().ok()));
    }
    names.join(", ")
}

fn ip_address(bytes: &[u8]) -> Option<String> {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Some(std::net::Ipv4Addr::from(four).to_string());
    }
    <[u8; 16]>::try_from(bytes).ok().map(|sixteen| std::net::Ipv6Addr::from(sixteen).to_string())
}

/// `AB:CD:..`, as `openssl x509 -fingerprint` prints it.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests;
