//! What is wrong with a broker's certificate, which librdkafka doesn't tell.
//!
//! In: librdkafka's text about a failed verification. Out: the fault in words, found by a TLS hand-shake of our own with
//! the same broker. Nothing is sent on that connection.

use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use crate::bus::tls::Tls;
use crate::config::settings::{KafkaSettings, TlsSettings};

/// How long connecting, and each read, may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether the text says that a certificate wasn't accepted.
pub(super) fn is_at_fault(text: &str) -> bool {
    text.contains("certificate verify failed")
}

/// The fault of the certificate of the broker that `text` names; none when that can't be found out.
pub(super) fn fault(text: &str, settings: &KafkaSettings) -> Option<String> {
    let (host, port) = broker(text)?;
    let settings = tls_settings(settings);
    let tls = Tls::new(&settings).ok()?;
    let address = (host, port).to_socket_addrs().ok()?.next()?;
    let stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    // Only the check matters, not how the hand-shake goes on.
    drop(tls.connector().connect(host, stream));
    tls.rejection(host).map(|fault| format!("{host}:{port}: {fault}"))
}

/// Host and port in `ssl://host:port/bootstrap: ..`.
fn broker(text: &str) -> Option<(&str, u16)> {
    let (_, rest) = text.split_once("ssl://")?;
    let (address, _) = rest.split_once('/')?;
    let (host, port) = address.rsplit_once(':')?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    Some((host, port.parse().ok()?))
}

/// librdkafka's properties in our terms.
pub(super) fn tls_settings(settings: &KafkaSettings) -> TlsSettings {
    let pem = |name: &str| settings.property(name).map(|pem| pem.reveal().as_bytes().to_vec());
    let verification = settings.property("enable.ssl.certificate.verification");
    TlsSettings {
        ca_pem: pem("ssl.ca.pem"),
        identity: pem("ssl.certificate.pem").zip(settings.property("ssl.key.pem").cloned()),
        insecure: verification.is_some_and(|it| it.reveal() == "false"),
        protocol: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_broker_is_read_from_the_text() {
        for (text, expected) in [
            ("ssl://localhost:9093/bootstrap: SSL handshake failed", Some(("localhost", 9093))),
            ("sasl_ssl://[::1]:9093/1: SSL handshake failed", Some(("::1", 9093))),
            ("localhost:9092/1: Connection refused", None),
        ] {
            assert_eq!(broker(text), expected, "{text}");
        }
    }
}
