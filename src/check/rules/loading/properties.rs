//! What is wrong with properties files.

use super::{Docs, Rule, error, warning};

/// Sorted by name.
pub(super) const RULES: &[Rule] = &[
    error(
        "outside-root",
        Docs {
            what: "A class path resource lies outside the root.",
            why: "classpath: never leads out of the class path, so a server doesn't find it.",
            example: "classpath:../cred.properties",
            fix: "Write file:/absolute/path.",
        },
    ),
    error(
        "properties",
        Docs {
            what: "A properties file can't be read.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "cred.properties is a directory",
            fix: "Put a regular file there.",
        },
    ),
    error(
        "properties-encoding",
        Docs {
            what: "The encoding that a file is to be read in isn't known.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"fileEncoding\" value=\"UTF8-BOM\"/>",
            fix: "Write UTF-8 or ISO-8859-1.",
        },
    ),
    error(
        "properties-size",
        Docs {
            what: "A properties file is larger than what is read.",
            why: "Something else lies in its place.",
            example: "a core dump named cred.properties",
            fix: "Put the right file there.",
        },
    ),
    warning(
        "properties-surrogate",
        Docs {
            what: "A `\\u` escape is half of a character.",
            why: "Java keeps a half character, which no password has.",
            example: "password=\\uD83D",
            fix: "Write both halves, or the character itself in a file read as UTF-8.",
        },
    ),
    error(
        "resource-limit",
        Docs {
            what: "More files, or more bytes, are named than are read.",
            why: "A pattern has caught more than it was meant to.",
            example: "<property name=\"locations\" value=\"file:/**/*.properties\"/>",
            fix: "Name each file once, or a directory with less in it.",
        },
    ),
    error(
        "resource-missing",
        Docs {
            what: "A properties file that a configurer loads doesn't exist.",
            why: "The server stops at it: the module is not loaded, and no event is published. classpath:x is \
                  ROOT/x, wherever the XML file lies.",
            example: "<property name=\"location\" value=\"classpath:cred.properties\"/>",
            fix: "Create the file in the root, or name the one that exists.",
        },
    ),
    error(
        "resource-remote",
        Docs {
            what: "A file is named by a URL.",
            why: "Nothing is fetched: what a network says may change between two readings.",
            example: "<property name=\"location\" value=\"https://conf/cred.properties\"/>",
            fix: "Copy the file below the root and name it by classpath:.",
        },
    ),
    error(
        "resource-unreadable",
        Docs {
            what: "A file that another one names can't be read.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "-rw------- 1 root root cred.properties",
            fix: "Check that it is a regular file, and its permissions.",
        },
    ),
];
