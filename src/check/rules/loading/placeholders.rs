//! What is wrong with placeholders and expressions.

use super::{Docs, Rule, error, note};

/// Sorted by name.
pub(super) const RULES: &[Rule] = &[
    error(
        "placeholder-cycle",
        Docs {
            what: "The value of a placeholder leads back to it.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "a=${b}\n\
                      b=${a}",
            fix: "Give one of the keys a value of its own.",
        },
    ),
    error(
        "placeholder-limit",
        Docs {
            what: "Placeholders make a text grow beyond all measure.",
            why: "Such a file is no configuration.",
            example: "a=${b}${b}, b=${c}${c}, ..",
            fix: "Write the values out.",
        },
    ),
    error(
        "placeholder-unresolved",
        Docs {
            what: "Nobody knows a placeholder.",
            why: "The server stops at it: the configurer refuses what it can't resolve. A text with `${` in \
                  it, such as a password, counts as a placeholder too.",
            example: "<property name=\"password\" value=\"${pasword}\"/>",
            fix: "Correct the name, add the key to the properties file, or write a default: ${key:default}.",
        },
    ),
    error(
        "spel-error",
        Docs {
            what: "A SpEL expression fails.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"port\" value=\"#{nope.port}\"/>",
            fix: "Correct the expression, or write the value.",
        },
    ),
    error(
        "spel-syntax",
        Docs {
            what: "A SpEL expression can't be read. A value with `#{` in it, such as a password, counts as one.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "password=a#{b",
            fix: "Choose a password without #{, or correct the expression.",
        },
    ),
    error(
        "spel-unsupported",
        Docs {
            what: "A SpEL expression does something that busboot doesn't.",
            why: "A server may well evaluate it; busboot can't say what would come out.",
            example: "#{T(java.net.InetAddress).getLocalHost().hostName}",
            fix: "Write the value.",
        },
    ),
    note(
        "variable-unset",
        Docs {
            what: "A placeholder names a variable that isn't set where the check runs: nobody knows its name, which is \
                   written as those of variables are.",
            why: "The server's environment may have it. Nothing is said about the value, and a move doesn't need it; a \
                  server that doesn't have it either stops at the placeholder.",
            example: "<property name=\"password\" value=\"${MQ_PASSWORD}\"/>",
            fix: "Make sure that the server has it, in /etc/default/cloudstack-management for example. To have the value \
                  checked: export MQ_PASSWORD=..",
        },
    ),
];
