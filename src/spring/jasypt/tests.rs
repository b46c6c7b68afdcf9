//! What an administrator may rely on: the guides' own sample, and each cause of a failure told apart.

use super::*;
use crate::source::Secret;

fn encryptor(password: &str) -> Encryptor {
    Encryptor::new(PbeSettings::new(Secret::new(password))).unwrap()
}

#[test]
fn the_guides_sample_is_decrypted() {
    let plain = encryptor("password").decrypt("nh2XrM7jWHMG4VQK18iiBQ==").unwrap();
    assert_eq!(plain.reveal(), "guest");
}

#[test]
fn what_is_encrypted_is_decrypted_by_every_algorithm() {
    for &algorithm in Algorithm::all() {
        let iv = if algorithm.needs_iv() { IvGenerator::Random } else { IvGenerator::None };
        let settings = PbeSettings { algorithm, iv, ..PbeSettings::new(Secret::new("secret")) };
        let encryptor = Encryptor::new(settings).unwrap();
        let encrypted = encryptor.encrypt("grüße").unwrap();
        assert_eq!(encryptor.decrypt(&encrypted).unwrap().reveal(), "grüße", "{}", algorithm.name());
    }
}
