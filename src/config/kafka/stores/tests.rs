//! Stores made by JDK 17's keytool and by OpenSSL, and what Java makes of the broken ones.
//!
//! All store passwords are `changeit`; the key of `key.jks` is under `k3y pass`.

use std::path::Path;

use openssl::pkey::PKey;
use openssl::x509::X509;
use proptest::prelude::*;

use super::*;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stores").join(name)).unwrap()
}

fn secret(text: &str) -> Option<Secret> {
    Some(Secret::new(text))
}

fn trust(bytes: &[u8], password: Option<&str>) -> Result<Vec<u8>, StoreError> {
    trust_store_pem(bytes, password.and_then(secret).as_ref())
}

fn identity(bytes: &[u8], password: &str, key: Option<&str>) -> Result<(Vec<u8>, Secret), StoreError> {
    key_store_pem(bytes, secret(password).as_ref(), key.and_then(secret).as_ref())
}

/// Certificates of a PEM text as DER.
fn certificates(pem: &[u8]) -> Vec<Vec<u8>> {
    X509::stack_from_pem(pem).unwrap().iter().map(|certificate| certificate.to_der().unwrap()).collect()
}

#[test]
fn trust_stores_give_their_certificates() {
    let expected = {
        let mut both = certificates(&fixture("chain.pem"));
        both.sort();
        both
    };
    for name in ["trust.jks", "trust.p12", "trust-legacy.p12", "trust-open.p12"] {
        let mut found = certificates(&trust(&fixture(name), Some("changeit")).unwrap());
        found.sort();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn key_stores_give_chain_and_key() {
    let cases = [
        ("key.jks", Some("k3y pass")),
        ("key.p12", None),
        ("key.p12", Some("changeit")),
        ("key-legacy.p12", None),
        ("openssl.p12", None),
    ];
    for (name, key_password) in cases {
        let (chain, key) = identity(&fixture(name), "changeit", key_password).unwrap();
        assert_eq!(certificates(&chain), certificates(&fixture("chain.pem")), "{name}");
        let key = PKey::private_key_from_pem(key.reveal().as_bytes()).unwrap();
        let own = X509::from_pem(&fixture("client.pem")).unwrap().public_key().unwrap();
        assert!(key.public_eq(&own), "{name}");
    }
}

#[test]
fn the_own_certificate_of_a_key_is_trusted() {
    for name in ["key.jks", "key.p12"] {
        let found = trust(&fixture(name), Some("changeit")).unwrap();
        assert_eq!(certificates(&found), certificates(&fixture("client.pem")), "{name}");
    }
}

#[test]
fn a_wrong_password_is_told_from_a_wrong_key_password() {
    let text = |error: StoreError| error.java().unwrap();
    let wrong = trust(&fixture("trust.jks"), Some("wrong")).unwrap_err();
    assert_eq!(wrong, StoreError::WrongPassword { kind: StoreKind::Jks });
    assert_eq!(text(wrong), "Password verification failed");
    for name in ["trust.p12", "trust-legacy.p12", "openssl-certs.p12", "key-own-password.p12"] {
        let wrong = trust(&fixture(name), Some("wrong")).unwrap_err();
        assert_eq!(wrong, StoreError::WrongPassword { kind: StoreKind::Pkcs12 }, "{name}");
        assert!(
            text(wrong)
                .starts_with("failed to decrypt safe contents entry: javax.crypto.BadPaddingException")
        );
    }
    for key in [None, Some("wrong")] {
        let wrong = identity(&fixture("key.jks"), "changeit", key).unwrap_err();
        assert_eq!(text(wrong), "Cannot recover key");
    }
    let wrong = identity(&fixture("key.p12"), "changeit", Some("k3y pass")).unwrap_err();
    assert_eq!(wrong, StoreError::WrongKeyPassword { kind: StoreKind::Pkcs12 });
    let own = identity(&fixture("key-own-password.p12"), "changeit", Some("k3y pass")).unwrap_err();
    assert_eq!(own, StoreError::OwnKeyPassword);
}

#[test]
fn without_a_password_only_what_is_not_encrypted_is_read() {
    assert_eq!(certificates(&trust(&fixture("trust.jks"), None).unwrap()).len(), 2);
    assert_eq!(certificates(&trust(&fixture("trust-open.p12"), None).unwrap()).len(), 2);
    assert_eq!(trust(&fixture("trust.p12"), None).unwrap_err(), StoreError::PasswordMissing);
    assert_eq!(key_store_pem(&fixture("key.jks"), None, None).unwrap_err(), StoreError::PasswordMissing);
}

#[test]
fn what_is_no_store_is_named() {
    let kind = |bytes: &[u8]| match trust(bytes, Some("changeit")).unwrap_err() {
        StoreError::Kind { kind } => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(&fixture("key.jceks")), Some(StoreKind::Jceks));
    assert_eq!(kind(&fixture("ca.pem")), Some(StoreKind::Pem));
    assert_eq!(kind(b"# a comment\n-----BEGIN CERTIFICATE-----\n"), Some(StoreKind::Pem));
    assert_eq!(kind(b"hello, world"), None);
    assert_eq!(kind(b"\xFE\xED\xFE\xED\0\0\0\x09"), None);
    assert_eq!(trust(b"", Some("changeit")).unwrap_err(), StoreError::Truncated);
    assert_eq!(trust(&vec![0x30; LIMIT + 1], None).unwrap_err(), StoreError::TooLarge);
}

#[test]
fn a_store_without_anything_to_use_says_what_is_missing() {
    let certificates_alone = trust(&fixture("openssl-certs.p12"), Some("changeit")).unwrap_err();
    assert_eq!(certificates_alone, StoreError::TrustsNobody { passed_over: 2 });
    assert_eq!(certificates_alone.java().unwrap(), "the trustAnchors parameter must be non-empty");
    assert_eq!(identity(&fixture("trust.jks"), "changeit", None).unwrap_err(), StoreError::NoKey);
    assert_eq!(identity(&fixture("trust.p12"), "changeit", None).unwrap_err(), StoreError::NoKey);
    for name in ["two-keys.jks", "two-keys.p12"] {
        let StoreError::SeveralKeys { mut aliases } = identity(&fixture(name), "changeit", None).unwrap_err()
        else {
            panic!("{name}")
        };
        aliases.sort();
        assert_eq!(aliases, ["one", "two"], "{name}");
    }
}

#[test]
fn a_store_that_is_cut_off_says_so_wherever_it_was_cut() {
    for name in ["trust.jks", "trust.p12", "key.jks", "key.p12"] {
        let whole = fixture(name);
        for length in 0..whole.len() {
            let cut = trust(whole.get(..length).unwrap(), Some("changeit")).unwrap_err();
            assert_eq!(cut, StoreError::Truncated, "{name} {length}");
        }
        let longer = [whole, vec![0; 9]].concat();
        assert!(trust(&longer, Some("changeit")).is_ok(), "Java ignores what stands behind a store");
    }
}

#[test]
fn a_changed_store_is_refused() {
    let mut store = fixture("trust.jks");
    store[60] ^= 1;
    assert_eq!(
        trust(&store, Some("changeit")).unwrap_err(),
        StoreError::WrongPassword { kind: StoreKind::Jks }
    );
}

#[test]
fn nothing_secret_is_shown() {
    let store = read(&fixture("key.p12"), secret("changeit").as_ref()).unwrap();
    assert!(format!("{store:?}").contains("Key(***)"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_change_of_a_store_makes_it_panic(
        name in prop::sample::select(vec!["key.jks", "trust.jks", "trust-open.p12", "openssl.p12"]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = fixture(name);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for password in [None, Some("changeit")] {
            if let Ok(pem) = trust(&bytes, password) {
                prop_assert!(pem.starts_with(b"-----BEGIN CERTIFICATE-----\n"));
            }
        }
    }
}
