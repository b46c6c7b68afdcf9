//! The first steps, which every broker has in common: name, TCP, TLS.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use openssl::ssl::HandshakeError;
use tokio::net::lookup_host;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::Steps;
use crate::bus::tls::{Presented, Tls, TlsFault};
use crate::config::settings::{Address, TlsSettings};

/// How many days before its end a certificate is worth a warning.
const EARLY: i32 = 30;

/// How a broker is reached.
pub(in crate::bus) struct Network<'a> {
    /// Where it is.
    pub(in crate::bus) address: &'a Address,
    /// TLS, if the bus uses it.
    pub(in crate::bus) tls: Option<&'a TlsSettings>,
    /// Whether any host with a trusted certificate passes, as Kafka's settings can say.
    pub(in crate::bus) any_host: bool,
    /// The property that names the broker, and the one that turns on TLS.
    pub(in crate::bus) properties: [&'static str; 2],
    /// Time for each step.
    pub(in crate::bus) limit: Duration,
}

impl Network<'_> {
    /// Goes the steps; whether all passed.
    pub(in crate::bus) async fn reach(&self, steps: &mut Steps) -> bool {
        let Some(addresses) = self.name(steps).await else { return false };
        let Some(stream) = self.tcp(steps, &addresses).await else { return false };
        match self.tls {
            Some(tls) => self.tls(steps, tls, stream).await,
            None => true,
        }
    }

    async fn name(&self, steps: &mut Steps) -> Option<Vec<SocketAddr>> {
        let host = self.address.host.as_str();
        let found = match timeout(self.limit, lookup_host((host, self.address.port))).await {
            Ok(Ok(addresses)) => addresses.collect::<Vec<_>>(),
            Ok(Err(error)) => return self.unnamed(steps, &error.to_string()),
            Err(_) => return self.unnamed(steps, "the resolver doesn't answer"),
        };
        if found.is_empty() {
            return self.unnamed(steps, "it has no address");
        }
        let shown: Vec<String> = found.iter().map(|address| address.ip().to_string()).collect();
        steps.passed(
            "name",
            if shown == [host] { host.to_owned() } else { format!("{host} is {}", shown.join(", ")) },
        );
        Some(found)
    }

    fn unnamed(&self, steps: &mut Steps, reason: &str) -> Option<Vec<SocketAddr>> {
        let host = &self.address.host;
        let help = format!(
            "write the broker's name as this machine knows it in `{}`; `getent hosts {host}` asks its resolver",
            self.properties[0]
        );
        steps.failed("name", format!("the name {host:?} can't be resolved: {reason}"), Some(help));
        None
    }

    /// The first address that answers, as the bus takes it.
    async fn tcp(&self, steps: &mut Steps, addresses: &[SocketAddr]) -> Option<TcpStream> {
        let mut refused = Vec::new();
        for address in addresses {
            match timeout(self.limit, tokio::net::TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    steps.passed("tcp", format!("connected to {address}"));
                    return stream.into_std().ok();
                }
                Ok(Err(error)) => refused.push(format!("{address}: {error}")),
                Err(_) => refused.push(format!("{address}: no answer within {} s", self.limit.as_secs_f32())),
            }
        }
        let Address { host, port } = self.address;
        let help = format!(
            "is the broker running there, is {port} its port, and does every firewall on the way let this machine \
             through? `nc -vz {host} {port}` asks again"
        );
        steps.failed("tcp", format!("no connection: {}", refused.join("; ")), Some(help));
        None
    }

    async fn tls(&self, steps: &mut Steps, settings: &TlsSettings, stream: TcpStream) -> bool {
        let (settings, host, limit) = (settings.clone(), self.address.host.clone(), self.limit);
        let shaken = spawn_blocking(move || handshake(&settings, &host, stream, limit)).await;
        match shaken {
            Ok(Ok(presented)) => self.certified(steps, &presented),
            Ok(Err(TlsFault::OtherHost { names, .. })) if self.any_host => {
                let message =
                    format!("the certificate is for {names}; its name isn't compared with the host's");
                steps.warned("tls", message, "let ssl.endpoint.identification.algorithm be https");
            }
            Ok(Err(TlsFault::NotTls(reason))) => {
                let message = format!("the port doesn't speak TLS ({reason})");
                let help = format!("name the broker's TLS port, or change `{}`", self.properties[1]);
                steps.failed("tls", message, Some(help));
                return false;
            }
            Ok(Err(fault)) => {
                steps.failed("tls", fault.to_string(), None);
                return false;
            }
            Err(error) => {
                steps.failed("tls", format!("the hand-shake broke off: {error}"), None);
                return false;
            }
        }
        true
    }

    fn certified(&self, steps: &mut Steps, presented: &Presented) {
        let Presented { session, names, not_after, days, verified } = presented;
        let message = format!("{session}, certificate for {names} until {not_after} ({days} days)");
        if !verified {
            let help = "name the CA with tls.ca.file and remove tls.insecure";
            steps.warned("tls", format!("{message}, which nobody has verified: tls.insecure is set"), help);
        } else if *days < EARLY {
            steps.warned("tls", message, "get the broker a new certificate in time");
        } else {
            steps.passed("tls", message);
        }
    }
}

/// A session of its own, ended at once.
fn handshake(
    settings: &TlsSettings,
    host: &str,
    stream: TcpStream,
    limit: Duration,
) -> Result<Presented, TlsFault> {
    let tls = Tls::new(settings)?;
    let prepared = stream
        .set_nonblocking(false)
        .and_then(|()| stream.set_read_timeout(Some(limit)))
        .and_then(|()| stream.set_write_timeout(Some(limit)));
    prepared.map_err(|error| tls.fault(&error, host))?;
    match tls.connector().connect(host, stream) {
        Ok(session) => Ok(tls.presented(session.ssl())),
        Err(HandshakeError::SetupFailure(error)) => Err(tls.fault(&io::Error::other(error), host)),
        Err(HandshakeError::Failure(broken)) => {
            let error = broken.into_error().into_io_error().unwrap_or_else(io::Error::other);
            Err(tls.fault(&error, host))
        }
        Err(HandshakeError::WouldBlock(_)) => {
            let text = format!("no answer within {} s", limit.as_secs_f32());
            Err(tls.fault(&io::Error::new(io::ErrorKind::TimedOut, text), host))
        }
    }
}
