//! Where salt and IV come from, as jasypt's generator classes do it.

use rand::TryRng as _;
use rand::rngs::{SysError, SysRng};

/// `org.jasypt.salt.SaltGenerator`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SaltGenerator {
    /// `RandomSaltGenerator`, the default: a fresh salt in front of each message.
    #[default]
    Random,
    /// `ZeroSaltGenerator`: NULs, which don't stand in the message.
    Zero,
    /// `StringFixedSaltGenerator` and its kin: the first bytes of this, which don't stand in the message.
    Fixed(Vec<u8>),
}

/// `org.jasypt.iv.IvGenerator`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum IvGenerator {
    /// `NoIvGenerator`, the default.
    #[default]
    None,
    /// `RandomIvGenerator`: a fresh IV behind the salt of each message, even where the algorithm has no use for it.
    Random,
    /// `StringFixedIvGenerator` and its kin: the first bytes of this, which don't stand in the message.
    Fixed(Vec<u8>),
}

impl SaltGenerator {
    /// Whether the salt stands in front of the message (`includePlainSaltInEncryptionResults`).
    #[must_use]
    pub const fn in_message(&self) -> bool {
        matches!(self, Self::Random)
    }

    /// Salts of `size` bytes; none when a fixed one is shorter.
    pub(super) fn prefix(&self, size: usize) -> Option<Prefix> {
        match self {
            Self::Random => Some(Prefix::InMessage(size)),
            Self::Zero => Some(Prefix::Agreed(vec![0; size])),
            Self::Fixed(bytes) => bytes.get(..size).map(|bytes| Prefix::Agreed(bytes.to_vec())),
        }
    }
}

impl IvGenerator {
    /// Whether the IV stands in the message (`includePlainIvInEncryptionResults`).
    #[must_use]
    pub const fn in_message(&self) -> bool {
        matches!(self, Self::Random)
    }

    /// IVs of `size` bytes; none when a fixed one is shorter.
    pub(super) fn prefix(&self, size: usize) -> Option<Prefix> {
        match self {
            Self::None => Some(Prefix::Agreed(Vec::new())),
            Self::Random => Some(Prefix::InMessage(size)),
            Self::Fixed(bytes) => bytes.get(..size).map(|bytes| Prefix::Agreed(bytes.to_vec())),
        }
    }
}

/// Salt or IV as an encryptor handles them: both sides know it, or it stands in front of the message.
#[derive(Clone, Debug)]
pub(super) enum Prefix {
    Agreed(Vec<u8>),
    InMessage(usize),
}

impl Prefix {
    /// Bytes that it takes of the message.
    pub(super) const fn overhead(&self) -> usize {
        match self {
            Self::Agreed(_) => 0,
            Self::InMessage(size) => *size,
        }
    }

    /// The bytes for a new message, which are put in front of it where they belong.
    pub(super) fn write(&self, message: &mut Vec<u8>) -> Result<Vec<u8>, SysError> {
        match self {
            Self::Agreed(bytes) => Ok(bytes.clone()),
            Self::InMessage(size) => {
                let mut bytes = vec![0; *size];
                SysRng.try_fill_bytes(&mut bytes)?;
                message.extend(&bytes);
                Ok(bytes)
            }
        }
    }

    /// The bytes for a message that came, and what stands behind them; none when it is too short.
    pub(super) fn read<'a>(&'a self, message: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
        match self {
            Self::Agreed(bytes) => Some((bytes, message)),
            Self::InMessage(size) => message.split_at_checked(*size),
        }
    }
}
