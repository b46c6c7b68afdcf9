use super::*;
use crate::source::Secret;

fn fault(settings: &TlsSettings) -> String {
    connector(settings, Seen::default()).err().unwrap().to_string()
}

#[test]
fn the_default_settings_can_be_used() {
    assert!(connector(&TlsSettings::default(), Seen::default()).is_ok());
}

#[test]
fn java_names_of_protocols_are_known() {
    for (name, version) in [
        (None, SslVersion::TLS1_2),
        (Some("TLSv1.2"), SslVersion::TLS1_2),
        (Some("tlsv1.3"), SslVersion::TLS1_3),
        (Some("TLSv1"), SslVersion::TLS1),
        (Some("TLS"), SslVersion::TLS1_2),
    ] {
        assert!(lowest(name).ok() == Some(version), "{name:?}");
    }
    let settings = TlsSettings { protocol: Some("TLSv1.4".to_owned()), ..TlsSettings::default() };
    assert_eq!(
        fault(&settings),
        "the property `secureProtocol` has \"TLSv1.4\", which is none of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3"
    );
}

#[test]
fn a_ca_file_without_a_certificate_is_told() {
    let settings = TlsSettings { ca_pem: Some(b"no certificate".to_vec()), ..TlsSettings::default() };
    assert_eq!(
        fault(&settings),
        "the CA file (tls.ca.file) can't be used: it has no certificate in PEM form"
    );
}

#[test]
fn a_key_that_is_none_is_told_without_showing_it() {
    let pem = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec();
    let settings =
        TlsSettings { identity: Some((pem, Secret::new("the secret key"))), ..TlsSettings::default() };
    let fault = fault(&settings);
    assert!(fault.starts_with("the client certificate or its key can't be used: "), "{fault}");
    assert!(!fault.contains("secret"), "{fault}");
}
