//! Any settings and any text: decrypting never fails but with an error, and what was encrypted comes back.

use busboot::source::Secret;
use busboot::spring::jasypt::{
    AeadEncryptor, Algorithm, DecryptError, Encryptor, IvGenerator, OutputType, PbeSettings, SaltGenerator,
    is_encrypted,
};

pub(crate) fn check(bytes: &[u8]) {
    let Some((&[algorithm, generators, rounds, length], rest)) = bytes.split_first_chunk() else { return };
    let (password, text) = rest.split_at(rest.len().min(usize::from(length)));
    let text = String::from_utf8_lossy(text);
    let text = is_encrypted(&text).unwrap_or(&text);
    let password = Secret::new(String::from_utf8_lossy(password));
    let algorithms = Algorithm::all();
    let settings = PbeSettings {
        algorithm: algorithms[usize::from(algorithm) % algorithms.len()],
        iterations: u32::from(rounds % 8),
        salt: match generators % 4 {
            0 | 1 => SaltGenerator::Random,
            2 => SaltGenerator::Zero,
            _ => SaltGenerator::Fixed(rest.to_vec()),
        },
        iv: match generators / 4 % 4 {
            0 | 1 => IvGenerator::Random,
            2 => IvGenerator::None,
            _ => IvGenerator::Fixed(rest.to_vec()),
        },
        output: if generators / 16 % 2 == 0 { OutputType::Base64 } else { OutputType::Hexadecimal },
        ..PbeSettings::new(password.clone())
    };
    if let Ok(encryptor) = Encryptor::new(settings) {
        // A wrong password may well give a text.
        drop(encryptor.decrypt(text));
        drop(encryptor.decrypt_bare(text));
        let encrypted = encryptor.encrypt(text).expect("there is randomness");
        match encryptor.decrypt(&encrypted) {
            Ok(decrypted) => assert_eq!(decrypted.reveal(), text),
            // A stream cipher makes nothing of nothing, which jasypt doesn't take back either.
            Err(DecryptError::TooShort { .. }) if text.is_empty() => {}
            Err(error) => panic!("what was encrypted can be decrypted: {error}"),
        }
    }
    let aead = AeadEncryptor::new(&password);
    drop(aead.decrypt(text));
    let encrypted = aead.encrypt(text).expect("there is randomness");
    assert_eq!(aead.decrypt(&encrypted).expect("what was encrypted can be decrypted").reveal(), text);
}
