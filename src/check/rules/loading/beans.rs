//! What is wrong with definitions as they are written.

use super::{Docs, Rule, error};

/// Sorted by name.
pub(super) const RULES: &[Rule] = &[
    error(
        "alias-circle",
        Docs {
            what: "Two names are aliases of each other.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<alias name=\"a\" alias=\"b\"/>\n\
                      <alias name=\"b\" alias=\"a\"/>",
            fix: "Remove one of the two.",
        },
    ),
    error(
        "alias-clash",
        Docs {
            what: "An alias with a placeholder becomes a name that another alias has.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<alias name=\"bus\" alias=\"${bus.alias}\"/>",
            fix: "Give the alias a name of its own.",
        },
    ),
    error(
        "alias-limit",
        Docs {
            what: "An alias is an alias of an alias, and so on, more than 100 times.",
            why: "No configuration needs it, and following such names takes time without end.",
            example: "a hundred aliases, each of the one before",
            fix: "Let each be an alias of the bean itself.",
        },
    ),
    error(
        "alias-empty",
        Docs {
            what: "An alias or the name that it stands for is empty.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<alias name=\"bus\" alias=\"\"/>",
            fix: "Write both names.",
        },
    ),
    error(
        "argument-index",
        Docs {
            what: "The index of a constructor argument is no number from 0.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<constructor-arg index=\"first\" value=\"x\"/>",
            fix: "Write a number from 0.",
        },
    ),
    error(
        "argument-repeated",
        Docs {
            what: "Two constructor arguments have the same index or name.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<constructor-arg index=\"0\" value=\"a\"/>\n\
                      <constructor-arg index=\"0\" value=\"b\"/>",
            fix: "Number them from 0.",
        },
    ),
    error(
        "bean-name-used",
        Docs {
            what: "Two beans of one file have the same name.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean id=\"bus\" ../>\n\
                      <bean id=\"bus\" ../>",
            fix: "Give one of them another name.",
        },
    ),
    error(
        "bean-without-class",
        Docs {
            what: "A bean has neither a class, nor a parent, nor a factory to make it.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean><property ../></bean>",
            fix: "Write class=\"..\".",
        },
    ),
    error(
        "bean-without-id",
        Docs {
            what: "An element that must have an id has none.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<util:map><entry ../></util:map>",
            fix: "Write id=\"..\".",
        },
    ),
    error(
        "import-cycle",
        Docs {
            what: "A file imports itself, directly or through others.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<import resource=\"this-context.xml\"/>",
            fix: "Remove one of the imports.",
        },
    ),
    error(
        "import-empty",
        Docs {
            what: "An import names nothing.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<import resource=\"\"/>",
            fix: "Name a file or remove the import.",
        },
    ),
    error(
        "import-limit",
        Docs {
            what: "Imports lead to more files, bytes or levels than are read.",
            why: "Each file can double the number of the next; such a configuration has never been meant.",
            example: "a hundred files that each import all others twice",
            fix: "Import each file once, from one place.",
        },
    ),
    error(
        "import-missing",
        Docs {
            what: "An imported file doesn't exist.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<import resource=\"rabbit.xml\"/>",
            fix: "Name a file that exists: relative to the importing file, or classpath:/path below the root.",
        },
    ),
    error(
        "map-entry",
        Docs {
            what: "An entry of a map has no key, no value, or two of them.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<entry value=\"x\"/>",
            fix: "Write one key and one value.",
        },
    ),
    error(
        "method-override",
        Docs {
            what: "A bean with a factory method has methods to be replaced.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean factory-method=\"make\"><lookup-method ../></bean>",
            fix: "Remove one of the two.",
        },
    ),
    error(
        "namespace-attributes",
        Docs {
            what: "An element of another namespace has attributes that don't go together.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<aop:advisor pointcut=\"..\" pointcut-ref=\"..\"/>",
            fix: "Keep one of them.",
        },
    ),
    error(
        "namespace-misused",
        Docs {
            what: "An element or attribute of another namespace stands where it means nothing.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean util:map=\"x\"/>",
            fix: "Put it where it belongs or remove it.",
        },
    ),
    error(
        "namespace-unknown",
        Docs {
            what: "A namespace that Spring has no handler for is used.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean xmlns:rabbit=\"http://www.springframework.org/schema/rabbit\" rabbit:queue=\"events\" ../>",
            fix: "Remove the element or attribute: the server has no jar that knows it.",
        },
    ),
    error(
        "not-a-number",
        Docs {
            what: "An attribute that takes a number has something else.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<context:property-placeholder location=\"classpath:cred.properties\" order=\"first\"/>",
            fix: "Write a number.",
        },
    ),
    error(
        "profile-invalid",
        Docs {
            what: "A profile expression can't be read.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<beans profile=\"!!a\">",
            fix: "Correct it: names separated by commas, each with at most one ! in front.",
        },
    ),
    error(
        "property-name-missing",
        Docs {
            what: "A property has no name.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"\" value=\"x\"/>",
            fix: "Write name=\"..\".",
        },
    ),
    error(
        "property-repeated",
        Docs {
            what: "A bean sets the same property twice.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"port\" value=\"5672\"/>\n\
                      <property name=\"port\" value=\"5671\"/>",
            fix: "Keep one of the two.",
        },
    ),
    error(
        "qualifier-incomplete",
        Docs {
            what: "A qualifier lacks its type or a part of an attribute.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<qualifier type=\"\"/>",
            fix: "Write the type.",
        },
    ),
    error(
        "reference-empty",
        Docs {
            what: "A reference names no bean.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"internalEventBus\" ref=\"\"/>",
            fix: "Write the bean's id.",
        },
    ),
    error(
        "value-ambiguous",
        Docs {
            what: "A property or argument has more than one value.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"server\" value=\"a\"><value>b</value></property>",
            fix: "Keep one of them.",
        },
    ),
    error(
        "value-misplaced",
        Docs {
            what: "An element stands where a value belongs and is none.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"server\"><context:annotation-config/></property>",
            fix: "Write a value, a reference or a bean.",
        },
    ),
    error(
        "value-missing",
        Docs {
            what: "A property or argument has no value.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"server\"/>",
            fix: "Write value=\"..\" or ref=\"..\".",
        },
    ),
];
