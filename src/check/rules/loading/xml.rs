//! What is wrong with an XML file before any bean is looked at.

use super::{Docs, Rule, error};

/// Sorted by name.
pub(super) const RULES: &[Rule] = &[
    error(
        "xml-depth",
        Docs {
            what: "Elements nest deeper than can be read.",
            why: "Such a file is no configuration; Java would run out of stack.",
            example: "<a><a><a>.. a thousand times",
            fix: "Give inner beans an id, move them out and refer to them.",
        },
    ),
    error(
        "xml-encoding",
        Docs {
            what: "The bytes of a file don't fit the encoding that it has or declares.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<?xml version=\"1.0\" encoding=\"UTF-8\"?> in a file saved as ISO-8859-1",
            fix: "Save the file in the encoding that its first line names.",
        },
    ),
    error(
        "xml-entity",
        Docs {
            what: "A file declares an entity.",
            why: "Entities can read other files or swell without limit. A management server would expand it; \
                  busboot refuses to.",
            example: "<!DOCTYPE beans [<!ENTITY host \"mq\">]>",
            fix: "Write the text where it is used.",
        },
    ),
    error(
        "xml-schema",
        Docs {
            what: "An element or attribute isn't one that Spring's schema allows in that place.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean id=\"bus\" klass=\"..\"/>",
            fix: "Correct the name; Spring's message lists what is expected.",
        },
    ),
    error(
        "xml-size",
        Docs {
            what: "A file is larger than what is read.",
            why: "A Spring file has a few thousand bytes: something else lies in its place.",
            example: "a core dump named context.xml",
            fix: "Put the right file there.",
        },
    ),
];
