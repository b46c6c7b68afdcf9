//! What is wrong with the root, its modules and the buses in them.

use super::{Docs, Rule, error, note, warning};

/// Sorted by name.
pub(super) const RULES: &[Rule] = &[
    error(
        "duplicate-bus",
        Docs {
            what: "Two buses have the same name.",
            why: "Only one of them can be meant where the name is used.",
            example: "<bean id=\"bus\" ../> and an alias bus",
            fix: "Give each bus a name of its own.",
        },
    ),
    warning(
        "excluded-extension",
        Docs {
            what: "A defaults file excludes a bus.",
            why: "The bean is made, but never registered: it gets no event.",
            example: "extensions.exclude=eventNotificationBus",
            fix: "Remove the name (the bus's property name; its class where it has none) from extensions.exclude, and \
                  extensions.include.<name>=false.",
        },
    ),
    note(
        "hybrid-member",
        Docs {
            what: "A bus belongs to a hybrid bus and is a bean of its own as well.",
            why: "4.20 and later register both, and so hand every event to it twice.",
            example: "<bean id=\"rabbit\" class=\"..RabbitMQEventBus\">..</bean>\n\
                      <bean class=\"..HybridEventBus\"><property name=\"externalEventBus\" ref=\"rabbit\"/></bean>",
            fix: "Write the bus as an inner bean of the hybrid bus.",
        },
    ),
    error(
        "journal",
        Docs {
            what: "The journal of `busboot run` can't be opened.",
            why: "Its directory can't be written, holds something else, or another process delivers from it. A server \
                  has no journal.",
            example: "journal.dir=/var/lib/other-program",
            fix: "Name a directory of its own with journal.dir, end the other process, or run with --no-journal.",
        },
    ),
    error(
        "module-empty",
        Docs {
            what: "The module in which buses count has no Spring file to load.",
            why: "A server loads only files whose names end in context.xml, context-inheritable.xml or \
                  context-override.xml, directly in the folder of the module. Without one it starts, publishes \
                  nothing and says nothing.",
            example: "META-INF/cloudstack/event/spring-event-bus.xml",
            fix: "Name the file spring-event-bus-context.xml and put it into META-INF/cloudstack/event (until \
                  4.19: core).",
        },
    ),
    warning(
        "no-bus",
        Docs {
            what: "The files of the module define no event bus.",
            why: "The server starts without one and publishes nothing.",
            example: "<beans>..</beans> without a bean of a bus class",
            fix: "Add a bean of org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus, for example.",
        },
    ),
    error(
        "root-missing",
        Docs {
            what: "The root is no directory.",
            why: "Nothing can be read; a server without its configuration directory does not start.",
            example: "busboot check --root /etc/cloudstack/managment",
            fix: "Name the directory that stands for /etc/cloudstack/management with --root or BUSBOOT_ROOT.",
        },
    ),
    error(
        "unreadable",
        Docs {
            what: "A file that counts cannot be read.",
            why: "The account that reads it may not, or it is no regular file. A server would fail in the same way.",
            example: "-rw------- 1 root root cred.properties",
            fix: "Give the file's group to the account and let the group read it: chgrp cloud FILE; chmod 640 FILE.",
        },
    ),
    note(
        "webhook-bus",
        Docs {
            what: "The server's own webhook bus is configured.",
            why: "A server since 4.20 adds this bus by itself; busboot doesn't carry it.",
            example: "<bean id=\"webhookEventBus\" class=\"org.apache.cloudstack.mom.webhook.WebhookEventBus\"/>",
            fix: "Remove the bean.",
        },
    ),
];
