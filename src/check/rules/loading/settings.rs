//! What is wrong with the settings of a bus, or with busboot's own.

use super::{Docs, Rule, error};

/// Sorted by name.
pub(super) const RULES: &[Rule] = &[
    error(
        "missing-setting",
        Docs {
            what: "A bus lacks a setting that it needs, or has it empty.",
            why: "The bus refuses to be configured and the server does not start.",
            example: "<property name=\"server\" value=\"\"/>",
            fix: "Write a value.",
        },
    ),
    error(
        "setting-value",
        Docs {
            what: "A setting has a value that it can't have.",
            why: "The bus refuses it, or fails when it connects.",
            example: "<property name=\"useSsl\" value=\"yes\"/>",
            fix: "Write one of the values that are named.",
        },
    ),
    error(
        "unknown-bus",
        Docs {
            what: "A setting of busboot's own is for a bus that there is not.",
            why: "The line has no effect.",
            example: "bus.eventNotificationBuss.tls.ca.file=ca.pem",
            fix: "Correct the bus's id, or remove the line.",
        },
    ),
    error(
        "unknown-setting",
        Docs {
            what: "busboot has no such setting, or no rule of the name behind `level.`.",
            why: "The line has no effect.",
            example: "conect.timeout=5s",
            fix: "Correct the name; docs/configuration.md lists all settings.",
        },
    ),
];
