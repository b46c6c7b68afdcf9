//! TLS over a connected stream.

use super::tcp::Stream;
use crate::bus::tls::{Tls, TlsFault};
use crate::config::settings::TlsSettings;

/// Makes a TLS session with the broker of this name or IP address.
///
/// # Errors
/// The settings can't be used, the certificate fails a check, or the other side speaks no TLS.
pub(super) async fn secure(stream: Stream, settings: &TlsSettings, host: &str) -> Result<Stream, TlsFault> {
    let tls = Tls::new(settings)?;
    stream.into_openssl(tls.connector(), host).await.map_err(|error| tls.fault(&error, host))
}
