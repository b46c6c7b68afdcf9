use openssl::asn1::Asn1Time;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::stack::Stack;
use openssl::x509::extension::SubjectAlternativeName;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::{X509, X509Builder, X509NameBuilder, X509StoreContext};

use super::*;

const DAY: i64 = 86_400;

/// A self-signed certificate, valid from and to these seconds since 1970.
fn certificate(from: i64, to: i64, extend: impl FnOnce(&mut X509Builder)) -> X509 {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "rabbit").unwrap();
    name.append_entry_by_text("O", "Example").unwrap();
    let name = name.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(&name).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&Asn1Time::from_unix(from).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::from_unix(to).unwrap()).unwrap();
    extend(&mut builder);
    builder.sign(&key, MessageDigest::sha256()).unwrap();
    builder.build()
}

/// What its verification says of a certificate that is trusted or not.
fn fault(certificate: &X509, trusted: bool) -> String {
    let mut store = X509StoreBuilder::new().unwrap();
    if trusted {
        store.add_cert(certificate.clone()).unwrap();
    }
    let rejection = X509StoreContext::new()
        .unwrap()
        .init(&store.build(), certificate, &Stack::new().unwrap(), |context| {
            assert!(!context.verify_cert()?);
            Ok(Rejection::of(context))
        })
        .unwrap();
    rejection.into_fault("rabbit").to_string()
}

#[test]
fn a_certificate_out_of_its_time_is_told_with_the_date() {
    let old = certificate(0, DAY, |_| {});
    assert_eq!(
        fault(&old, true),
        "the certificate CN=rabbit, O=Example is expired since Jan  2 00:00:00 1970 GMT; the broker needs a new one, \
         unless the clock here is wrong"
    );
    let year_3000 = 32_503_680_000;
    let early = certificate(year_3000, year_3000 + DAY, |_| {});
    let reason = fault(&early, true);
    assert!(reason.contains("is not valid before Jan  1 00:00:00 3000 GMT"), "{reason}");
}

#[test]
fn a_self_signed_certificate_is_told_with_its_fingerprint() {
    let reason = fault(&certificate(0, DAY, |_| {}), false);
    let start = "the broker's certificate isn't trusted (self-signed certificate): subject CN=rabbit, O=Example, \
                 issuer CN=rabbit, O=Example, SHA-256 ";
    let rest = reason.strip_prefix(start).unwrap();
    let (fingerprint, _) = rest.split_once(". ").unwrap();
    assert_eq!(fingerprint.split(':').count(), 32);
}

#[test]
fn a_certificate_is_for_its_alternative_names_or_else_its_common_name() {
    assert_eq!(names(&certificate(0, DAY, |_| {})), "rabbit");
    let several = certificate(0, DAY, |builder| {
        let mut names = SubjectAlternativeName::new();
        names.dns("mq.example").ip("127.0.0.1").ip("::1");
        let names = names.build(&builder.x509v3_context(None, None)).unwrap();
        builder.append_extension(names).unwrap();
    });
    assert_eq!(names(&several), "mq.example, 127.0.0.1, ::1");
}

#[test]
fn a_hand_shake_that_fails_otherwise_says_what_may_be_behind_it() {
    let told = |reason: &str| TlsFault::of_handshake(reason.to_owned(), None).to_string();
    assert!(told("wrong version number").starts_with("the port doesn't speak TLS"));
    assert!(told("unsupported protocol").starts_with("the broker speaks no TLS from TLSv1.2 "));
    assert_eq!(told("internal error"), "the hand-shake failed: internal error");
}
