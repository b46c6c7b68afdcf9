//! What an administrator may rely on: whatever jasypt 1.9.3 on JDK 17 encrypted is decrypted and the other way round,
//! and each cause of a failure is told apart.

use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::source::Secret;

/// One line of `fixtures/jasypt/vectors.jsonl`: what the real jasypt made of a text.
#[derive(Debug, Deserialize)]
struct Vector {
    algorithm: String,
    password: String,
    iterations: u32,
    salt: String,
    iv: String,
    output: String,
    plain: String,
    encrypted: Option<String>,
    error: Option<String>,
}

impl Vector {
    fn all() -> Vec<Self> {
        let lines = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/jasypt/vectors.jsonl"));
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn encryptor(&self) -> Result<Encryptor, String> {
        let algorithm = Algorithm::by_name(&self.algorithm).map_err(|unknown| unknown.spring())?;
        let fixed = |text: &str| text.strip_prefix("fixed:").unwrap().as_bytes().to_vec();
        let salt = match self.salt.as_str() {
            "random" => SaltGenerator::Random,
            "zero" => SaltGenerator::Zero,
            text => SaltGenerator::Fixed(fixed(text)),
        };
        let iv = match self.iv.as_str() {
            "none" => IvGenerator::None,
            "random" => IvGenerator::Random,
            text => IvGenerator::Fixed(fixed(text)),
        };
        let (iterations, output) = (self.iterations, OutputType::by_name(&self.output));
        let password = Secret::new(self.password.as_str());
        Encryptor::new(PbeSettings { algorithm, iterations, password, salt, iv, output })
            .map_err(|error| error.spring().unwrap_or_default().to_owned())
    }
}

fn encryptor(password: &str) -> Encryptor {
    Encryptor::new(PbeSettings::new(Secret::new(password))).unwrap()
}

/// `guest` under the password `password`, from the guides.
const GUEST: &str = "nh2XrM7jWHMG4VQK18iiBQ==";

#[test]
fn the_guides_sample_is_decrypted() {
    assert_eq!(encryptor("password").decrypt(GUEST).unwrap().reveal(), "guest");
    let settings =
        PbeSettings { output: OutputType::Hexadecimal, ..PbeSettings::new(Secret::new("password")) };
    let hexadecimal = Encryptor::new(settings).unwrap();
    assert_eq!(hexadecimal.decrypt("9E1D97ACCEE3587306E1540AD7C8A205").unwrap().reveal(), "guest");
}

#[test]
fn what_jasypt_encrypted_is_decrypted_and_made_again_to_the_byte() {
    for vector in Vector::all() {
        let Some(encrypted) = &vector.encrypted else { continue };
        let encryptor = vector.encryptor().unwrap();
        assert_eq!(encryptor.decrypt(encrypted).unwrap().reveal(), vector.plain, "{vector:?}");
        let again = encryptor.encrypt(&vector.plain).unwrap();
        if vector.salt != "random" && vector.iv != "random" {
            assert_eq!(&again, encrypted, "{vector:?}");
        }
        assert_eq!(encryptor.decrypt(&again).unwrap().reveal(), vector.plain, "{vector:?}");
    }
}

#[test]
fn what_jasypt_refuses_is_refused_with_its_words() {
    for vector in Vector::all() {
        if let Some(error) = &vector.error {
            assert_eq!(&vector.encryptor().unwrap_err(), error, "{vector:?}");
        }
    }
}

#[test]
fn every_algorithm_has_a_vector() {
    let vectors = Vector::all();
    for algorithm in Algorithm::all() {
        let of_it = |vector: &&Vector| vector.algorithm == algorithm.name() && vector.encrypted.is_some();
        assert!(vectors.iter().filter(of_it).count() > 5, "{}", algorithm.name());
    }
}

#[test]
fn a_misspelt_algorithm_gets_the_nearest_name() {
    let nearest = |name| Algorithm::by_name(name).unwrap_err().nearest();
    assert_eq!(nearest("PBEWithMD5AndDESX"), "PBEWithMD5AndDES");
    assert_eq!(nearest("PBEWITHHMACSHA512ANDAES256"), "PBEWithHmacSHA512AndAES_256");
    assert_eq!(nearest("PBEWithMD5AndDES "), "PBEWithMD5AndDES");
}

#[test]
fn the_frame_is_found_as_jasypt_finds_it() {
    assert_eq!(is_encrypted("ENC(abc)"), Some("abc"));
    assert_eq!(is_encrypted(" \t\u{1}ENC( abc )\n "), Some(" abc "));
    assert_eq!(is_encrypted("ENC()"), Some(""));
    assert_eq!(is_encrypted("ENC(a)b)"), Some("a)b"));
    for bare in ["", "ENC(", "enc(abc)", "ENC(abc", "ENC (abc)", "xENC(abc)", "ENC(abc)x", "\u{a0}ENC(abc)"] {
        assert_eq!(is_encrypted(bare), None, "{bare:?}");
    }
    assert_eq!(is_encrypted(&enclose(GUEST)), Some(GUEST));
}

#[test]
fn each_cause_of_a_failure_is_told_apart() {
    let fails = |text: &str| encryptor("password").decrypt(text).unwrap_err();
    assert_eq!(fails("gu\u{e4}st, of course!"), DecryptError::NotBase64 { foreign: 3 });
    assert_eq!(fails("nh2XrM7jWHMG4VQK18iiBQ"), DecryptError::IncompleteBase64);
    assert_eq!(fails(""), DecryptError::TooShort { length: 0, overhead: 8 });
    assert_eq!(fails("AAAAAAAAAAA="), DecryptError::TooShort { length: 8, overhead: 8 });
    assert_eq!(fails("nh2XrM7jWHMG"), DecryptError::PartialBlock { length: 1, block: 8 });
    let wrong = encryptor("passw0rd").decrypt(GUEST).unwrap_err();
    assert_eq!(wrong, DecryptError::WrongPassword { algorithm: "PBEWithMD5AndDES" });
    assert_eq!(wrong.spring(), "org.jasypt.exceptions.EncryptionOperationNotPossibleException: null");
    let settings =
        PbeSettings { output: OutputType::Hexadecimal, ..PbeSettings::new(Secret::new("password")) };
    let hexadecimal = Encryptor::new(settings).unwrap();
    assert_eq!(hexadecimal.decrypt(GUEST).unwrap_err(), DecryptError::NotHexadecimal);
    assert_eq!(hexadecimal.decrypt("9E1").unwrap_err(), DecryptError::NotHexadecimal);
}

#[test]
fn a_bare_value_is_decrypted_only_if_nothing_speaks_against_it() {
    let encryptor = encryptor("password");
    assert_eq!(encryptor.decrypt_bare(GUEST).unwrap().reveal(), "guest");
    for text in ["guest", "", "nh2XrM7jWHMG4VQK18iiBQ== ", "AAAAAAAAAAAAAAAAAAAAAA==", "password"] {
        assert!(encryptor.decrypt_bare(text).is_none(), "{text:?}");
    }
    let binary = encryptor.encrypt("a\u{1}b").unwrap();
    assert!(encryptor.decrypt_bare(&binary).is_none());
    let algorithm = Algorithm::by_name("PBEWithSHA1AndRC4_128").unwrap();
    let stream =
        Encryptor::new(PbeSettings { algorithm, ..PbeSettings::new(Secret::new("password")) }).unwrap();
    let encrypted = stream.encrypt("guest").unwrap();
    assert!(
        stream.decrypt_bare(&encrypted).is_none(),
        "a stream cipher takes any password for the right one"
    );
}

#[test]
fn nothing_encrypted_with_a_stream_cipher_is_lost_as_with_jasypt() {
    let algorithm = Algorithm::by_name("PBEWithSHA1AndRC4_40").unwrap();
    let stream =
        Encryptor::new(PbeSettings { algorithm, ..PbeSettings::new(Secret::new("password")) }).unwrap();
    let encrypted = stream.encrypt("").unwrap();
    assert_eq!(stream.decrypt(&encrypted).unwrap_err(), DecryptError::TooShort { length: 8, overhead: 8 });
}

#[test]
fn nothing_secret_is_shown() {
    let shown = format!("{:?}", encryptor("hunter2"));
    assert!(!shown.contains("hunter2") && !shown.contains("104, 117"), "{shown}");
}

fn any_algorithm() -> impl Strategy<Value = Algorithm> {
    prop::sample::select(Algorithm::all())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_comes_back(algorithm in any_algorithm(), password in "[ -~]{1,40}", plain in "\\PC+", hex: bool) {
        let output = if hex { OutputType::Hexadecimal } else { OutputType::Base64 };
        let settings = PbeSettings {
            algorithm,
            iterations: 2,
            iv: IvGenerator::Random,
            output,
            ..PbeSettings::new(Secret::new(password))
        };
        let encryptor = Encryptor::new(settings).unwrap();
        let encrypted = encryptor.encrypt(&plain).unwrap();
        let decrypted = encryptor.decrypt(&encrypted).unwrap();
        prop_assert_eq!(decrypted.reveal(), plain);
    }

    #[test]
    fn no_text_makes_it_panic(algorithm in any_algorithm(), text in prop_oneof!["\\PC*", "[A-Za-z0-9+/=]{0,120}"]) {
        let salt = SaltGenerator::Zero;
        let iv = IvGenerator::Random;
        let settings = PbeSettings { algorithm, iterations: 1, salt, iv, ..PbeSettings::new(Secret::new("p")) };
        let encryptor = Encryptor::new(settings).unwrap();
        let plain = encryptor.decrypt(&text);
        prop_assert!(plain.is_ok() || encryptor.decrypt_bare(&text).is_none());
    }
}
