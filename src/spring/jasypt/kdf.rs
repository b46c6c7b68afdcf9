//! From a password to a key: the three ways of SunJCE's older algorithms (the newer ones use plain PBKDF2).
//!
//! Each function fills `out` with key material; the caller wipes it.

use md5::Md5;
use sha1::Sha1;
use sha1::digest::{Digest as _, Output};
use zeroize::{Zeroize as _, Zeroizing};

/// RFC 8018's PBKDF1 with MD5: 16 bytes, which DES takes as key and IV.
pub(super) fn pbkdf1_md5(password: &[u8], salt: &[u8], iterations: u32) -> Zeroizing<[u8; 16]> {
    let mut hash = Zeroizing::new(Md5::new().chain_update(password).chain_update(salt).finalize().into());
    for _ in 1..iterations {
        *hash = Md5::digest(*hash).into();
    }
    hash
}

/// Sun's own derivation for MD5 and Triple DES: each half of the 8 bytes of salt is hashed with the password again and
/// again, and gives 16 of the 32 bytes. Equal halves would give equal keys, so the first one is then reversed.
pub(super) fn sun_md5_triple_des(password: &[u8], salt: &[u8; 8], iterations: u32) -> Zeroizing<[u8; 32]> {
    let [a, b, c, d, last @ ..] = *salt;
    let first = if [a, b, c, d] == last { [d, c, b, a] } else { [a, b, c, d] };
    let mut out = Zeroizing::new([0; 32]);
    for (half, material) in [first, last].iter().zip(out.chunks_exact_mut(16)) {
        let mut hash: Zeroizing<[u8; 16]> =
            Zeroizing::new(Md5::new().chain_update(half).chain_update(password).finalize().into());
        for _ in 1..iterations {
            *hash = Md5::new().chain_update(*hash).chain_update(password).finalize().into();
        }
        material.copy_from_slice(&*hash);
    }
    out
}

/// What PKCS #12 material is for: the diversifier byte of RFC 7292, appendix B.3.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Key = 1,
    Iv = 2,
}

/// Block size of SHA-1, the `v` of RFC 7292.
const BLOCK: usize = 64;

/// RFC 7292, appendix B.2, with SHA-1. The password is in UTF-16BE with two NULs behind it.
pub(super) fn pkcs12_sha1(password: &[u8], salt: &[u8], iterations: u32, purpose: Purpose, out: &mut [u8]) {
    let mut input = Zeroizing::new([repeated(salt), repeated(password)].concat());
    for piece in out.chunks_mut(Sha1::output_size()) {
        let mut hash = Sha1::new().chain_update([purpose as u8; BLOCK]).chain_update(&*input).finalize();
        for _ in 1..iterations {
            hash = Sha1::digest(hash);
        }
        for (to, from) in piece.iter_mut().zip(&hash) {
            *to = *from;
        }
        for block in input.chunks_exact_mut(BLOCK) {
            add_one_more(block, &hash);
        }
        hash.zeroize();
    }
}

/// The bytes over and over, up to the next full block; nothing stays nothing.
fn repeated(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().cycle().take(bytes.len().next_multiple_of(BLOCK)).collect()
}

/// `block = block + repeated hash + 1`, as big-endian numbers, the carry out of the block dropped.
fn add_one_more(block: &mut [u8], hash: &Output<Sha1>) {
    let mut addend = [0; BLOCK];
    for (to, from) in addend.iter_mut().zip(hash.iter().cycle()) {
        *to = *from;
    }
    let mut carry = 1u16;
    for (byte, more) in block.iter_mut().zip(&addend).rev() {
        let sum = u16::from(*byte) + u16::from(*more) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    addend.zeroize();
}
