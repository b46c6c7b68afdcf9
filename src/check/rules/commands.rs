//! What other commands than `check` end with: documented in the same way, found by them.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::diagnostic::Severity;

/// Sorted by name.
pub(in crate::check) const RULES: &[Rule] = &[
    command(
        "connect",
        Docs {
            what: "check --connect: a step towards a broker failed, or needs a look.",
            why: "The bus goes the same way when it starts: name, TCP, TLS, login, then what is there for it. It can't \
                  publish before all of that works.",
            example: "server=rabbit.example.com, and nothing listens on its port 5672",
            fix: "The step's own help says what to do; steps behind one that failed are gone when it passes.",
        },
    ),
    command(
        "cursor",
        Docs {
            what: "A cursor can't be used.",
            why: "It is the place where a page of a list ended, and holds for that list and its order alone.",
            example: "busboot events list --sort type --cursor CURSOR, with the cursor of a list by date",
            fix: "Give the cursor that the page before ended with, with the same --sort and --order.",
        },
    ),
    command(
        "encryption",
        Docs {
            what: "encrypt or decrypt can't do its work.",
            why: "Without a password, with one that doesn't fit, or with a value that isn't encrypted there is nothing \
                  to print. The password is never taken from an argument, where every account of the machine sees it.",
            example: "busboot decrypt 'ENC(..)' with another password than the value was encrypted with",
            fix: "Set the environment variable that the message names, or name a file with --password-file.",
        },
    ),
    command(
        "input",
        Docs {
            what: "run can't open the file of events.",
            why: "Nothing was handed to a bus.",
            example: "busboot run --input missing.ndjson",
            fix: "Correct the path or the file's permissions; without --input, events come from standard input.",
        },
    ),
    command(
        "migrate-backup",
        Docs {
            what: "What has the name of a backup of migrate can't be used as one.",
            why: "Its manifest.json, or a file that it keeps, is not what migrate wrote. Nothing can be restored from it.",
            example: "a damaged management.busboot-20261122T014500Z/manifest.json",
            fix: "Give the directory another name, as the message says.",
        },
    ),
    command(
        "migrate-both-folders",
        Docs {
            what: "migrate refuses: core and event both hold a bus.",
            why: "A release before 4.20 uses the one in core, a later one that in event. Which of them is meant is \
                  nothing that the files say.",
            example: "META-INF/cloudstack/core/spring-event-bus-context.xml\n\
                      META-INF/cloudstack/event/spring-event-bus-context.xml",
            fix: "Delete the file of the bus that the server isn't to use, then start again.",
        },
    ),
    command(
        "migrate-changed",
        Docs {
            what: "migrate refuses: a file has changed since it was read, or since it was migrated.",
            why: "Somebody else writes the same files; what was planned, or is to be put back, may no longer be right. \
                  Nothing was written.",
            example: "an editor that saves cred.properties between migrate --write and migrate --undo",
            fix: "Type what the message says: it goes back without the change, or keeps it.",
        },
    ),
    command(
        "migrate-in-the-way",
        Docs {
            what: "migrate refuses: where a file is to be moved to, there is one already.",
            why: "It never overwrites a file that it did not plan to change.",
            example: "META-INF/cloudstack/core/spring-event-bus-context.xml, and one of that name in event",
            fix: "Rename or delete one of the two, then start again.",
        },
    ),
    command(
        "migrate-interrupted",
        Docs {
            what: "An earlier migration was interrupted.",
            why: "The files may be half as they were and half as they are to be; the backup has all of them as they \
                  were.",
            example: "power lost during busboot migrate --write",
            fix: "busboot migrate --undo puts everything back; --write does that first and then migrates.",
        },
    ),
    command(
        "migrate-io",
        Docs {
            what: "migrate can't read, write or rename a file.",
            why: "The disk is full, or the account may not. Everything was put back as it was.",
            example: "busboot migrate --write as an account that may not write to the root",
            fix: "Mend what the message names, then start again.",
        },
    ),
    command(
        "migrate-link",
        Docs {
            what: "migrate refuses: a file that it would change is a symbolic link.",
            why: "The file behind it may belong to another server, or to a tool that manages it.",
            example: "cred.properties -> /srv/shared/cred.properties",
            fix: "Migrate the root in which the file itself lies, or replace the link by a copy of the file.",
        },
    ),
    command(
        "migrate-locked",
        Docs {
            what: "migrate refuses: another one is at work in the same root.",
            why: "Two of them at once could mix their states.",
            example: "busboot migrate --write in two terminals",
            fix: "Wait for the other one.",
        },
    ),
    command(
        "migrate-no-backup",
        Docs {
            what: "There is nothing to undo.",
            why: "Beside the root lies no backup of a migration.",
            example: "busboot migrate --undo before any --write",
            fix: "Name the root that was migrated with --root.",
        },
    ),
    command(
        "migrate-stray-folders",
        Docs {
            what: "migrate refuses: several folders that are no modules hold a bus.",
            why: "A server reads none of them, and which one is meant is nothing that the files say.",
            example: "META-INF/cloudstack/events/spring-event-bus-context.xml\n\
                      META-INF/cloudstack/event-bus/spring-event-bus-context.xml",
            fix: "Delete or move away all but the one that is meant, then start again.",
        },
    ),
    command(
        "migrate-unreadable",
        Docs {
            what: "migrate refuses: what is there has errors.",
            why: "It promises that the buses stay what they are, and what can't be read can't be compared.",
            example: "a bus file that isn't well-formed",
            fix: "Mend the errors that follow the message, then start again.",
        },
    ),
    command(
        "migrate-would-differ",
        Docs {
            what: "migrate refuses: a bus would have other values than before.",
            why: "A bean or a properties file of the module that the files leave has a part in these values, and the \
                  other module doesn't see it.",
            example: "a configurer in another file of META-INF/cloudstack/core",
            fix: "Move by hand what the values need, then start again.",
        },
    ),
    command(
        "migrate-would-not-pass",
        Docs {
            what: "migrate refuses: check finds errors in what would come out.",
            why: "Nothing is written that a server of the target release would not start with.",
            example: "a bus with no port",
            fix: "Mend the errors that follow the message, then start again.",
        },
    ),
    command(
        "no-dead-letter",
        Docs {
            what: "No dead letter of an event that was named.",
            why: "The event doesn't exist, isn't to be seen by who asks, or every bus could take it. Nothing was changed.",
            example: "busboot events dead retry 5",
            fix: "busboot events dead list names those that there are.",
        },
    ),
    command(
        "no-event",
        Docs {
            what: "No event of an id that was named.",
            why: "It doesn't exist, was deleted, or isn't to be seen by who asks. Nothing was changed.",
            example: "busboot events archive 99999",
            fix: "busboot events list names those that there are.",
        },
    ),
    command(
        "not-editable",
        Docs {
            what: "A file can't be rewritten without changing bytes that have nothing to do with it.",
            why: "Its bytes are not those of its text in the encoding that it declares, so what is written back would \
                  not be what was read.",
            example: "an XML file in UTF-8 with a stray byte of ISO-8859-1 in a comment",
            fix: "Repair the file's encoding first.",
        },
    ),
    command(
        "not-fixed",
        Docs {
            what: "check --fix could not write.",
            why: "The file changed since it was read, or the account may not write it. No file is left half written.",
            example: "busboot check --fix as an account that may only read the root",
            fix: "Mend what the message names, then start again.",
        },
    ),
    command(
        "selection",
        Docs {
            what: "What is to be archived or deleted isn't said.",
            why: "A command without ids, type or end would mean the whole log; CloudStack refuses it in the same words.",
            example: "busboot events delete --start 2024-12-01",
            fix: "Name ids, --type or --end.",
        },
    ),
    command(
        "subscribe",
        Docs {
            what: "listen can't subscribe to any bus.",
            why: "Nothing would ever be shown.",
            example: "busboot listen with a broker that refuses the account",
            fix: "Mend what the message names.",
        },
    ),
    command(
        "topic",
        Docs {
            what: "A topic can't be read.",
            why: "It has five parts, as a routing key, with * for any one and # for all that follow.",
            example: "busboot listen 'a.b.c.d.e.f'",
            fix: "Write *.ActionEvent.#, for example.",
        },
    ),
    command(
        "unknown-rule",
        Docs {
            what: "There is no rule of the name behind --explain.",
            why: "It may be misspelt.",
            example: "busboot check --explain legacy-foldr",
            fix: "Write the name that stands in brackets behind error, warning or note.",
        },
    ),
    command(
        "usage",
        Docs {
            what: "Flags don't go together.",
            why: "Nothing was done.",
            example: "busboot show --format sarif",
            fix: "busboot COMMAND --help lists what there is.",
        },
    ),
];

/// The code of a fault that ends a command.
const fn command(name: &'static str, docs: Docs) -> Rule {
    Rule { name, levels: Levels::Always(Severity::Error), docs, finder: Finder::Command }
}
