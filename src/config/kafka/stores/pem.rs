//! DER as PEM.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::source::Secret;

/// Characters in a line, as RFC 7468 wants it.
const LINE: usize = 64;

/// Certificates, one behind the other.
pub(super) fn certificates(certificates: &[&[u8]]) -> Vec<u8> {
    certificates.iter().flat_map(|der| block("CERTIFICATE", der).into_bytes()).collect()
}

/// A private key in PKCS #8.
pub(super) fn private_key(der: &[u8]) -> Secret {
    Secret::new(block("PRIVATE KEY", der))
}

fn block(label: &str, der: &[u8]) -> String {
    let digits = Zeroizing::new(STANDARD.encode(der));
    // Never reallocated, as that would leave a copy of a key behind.
    let mut text = String::with_capacity(digits.len() + digits.len() / LINE + 2 * label.len() + 40);
    text.extend(["-----BEGIN ", label, "-----\n"]);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at.is_multiple_of(LINE) {
            text.push('\n');
        }
        text.push(digit);
    }
    text.extend(["\n-----END ", label, "-----\n"]);
    text
}
