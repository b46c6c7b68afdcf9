//! What is wrong with encrypted values and what decrypts them.

use super::{Docs, Rule, error, note, refined};
use crate::check::rules::wrong_password;

/// Sorted by name.
pub(super) const RULES: &[Rule] = &[
    refined(
        "ciphertext-encoding",
        Docs {
            what: "An encrypted value isn't Base64 (or hexadecimal, if that is set).",
            why: "The server says only EncryptionOperationNotPossibleException: null. One such value keeps the \
                  whole file from being loaded.",
            example: "password=ENC(nh2XrM7jWHMG4VQK18iiBQ)",
            fix: "Copy the whole encrypted text again, the equals signs at its end included.",
        },
        wrong_password::refine_form,
    ),
    refined(
        "ciphertext-length",
        Docs {
            what: "An encrypted value has a length that no encryption gives.",
            why: "The server says only EncryptionOperationNotPossibleException: null. Part of the text is missing.",
            example: "password=ENC(nh2XrM7jWHM=)",
            fix: "Copy the whole encrypted text again.",
        },
        wrong_password::refine_form,
    ),
    error(
        "decryption-limit",
        Docs {
            what: "The encrypted values of a file would take more rounds of key derivation than are done.",
            why: "Every value of a file is decrypted when it is loaded, used or not; a server with so many rounds takes minutes to start.",
            example: "keyObtentionIterations=100000000",
            fix: "Lower keyObtentionIterations and encrypt the values again.",
        },
    ),
    error(
        "encryption-password-missing",
        Docs {
            what: "The password of an encryptor is set to nothing.",
            why: "The server stops with a NullPointerException or `Password cannot be set empty` when it loads \
                  the first encrypted file.",
            example: "APP_ENCRYPTION_PASSWORD=",
            fix: "Set the variable for the management server: in /etc/default/cloudstack-management, for example.",
        },
    ),
    error(
        "encryptor-setup",
        Docs {
            what: "An encryptor can't work with the settings that it has.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"algorithm\" value=\"PBEWITHHMACSHA512ANDAES_256\"/> without an IV generator",
            fix: "Add <property name=\"ivGeneratorClassName\" value=\"org.jasypt.iv.RandomIvGenerator\"/>.",
        },
    ),
    note(
        "not-decrypted",
        Docs {
            what: "Values were not checked, as the encryption password isn't here.",
            why: "The check needs no secret, and says nothing about what only a secret can tell.",
            example: "password=ENC(..) without APP_ENCRYPTION_PASSWORD in the environment of busboot",
            fix: "To have them checked, run busboot with the variable of the management server.",
        },
    ),
    error(
        "server-key",
        Docs {
            what: "A value that the server's own key protects can't be decrypted.",
            why: "The server stops when it loads the file.",
            example: "db.cloud.encryption.type=file without a file key in the root",
            fix: "Put the server's key where db.properties says, or encrypt the value again with it.",
        },
    ),
    error(
        "unknown-algorithm",
        Docs {
            what: "There is no encryption algorithm of that name.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"algorithm\" value=\"PBEWithMD5AndAES\"/>",
            fix: "Correct the name: PBEWITHHMACSHA512ANDAES_256, for example, with an IV generator.",
        },
    ),
];
