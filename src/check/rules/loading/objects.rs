//! What is wrong when beans are made and their properties are set.

use super::{Docs, Rule, as_found, error};

/// Sorted by name.
pub(super) const RULES: &[Rule] = &[
    error(
        "argument-missing",
        Docs {
            what: "A constructor that a bean needs wants a bean that there is not.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean class=\"..\" autowire=\"constructor\"/>",
            fix: "Define the bean that it wants, or write the argument.",
        },
    ),
    error(
        "bean-abstract",
        Docs {
            what: "An abstract definition is referred to as a bean.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean id=\"base\" abstract=\"true\"/>\n\
                      <property ref=\"base\"/>",
            fix: "Refer to a bean that has it as its parent.",
        },
    ),
    error(
        "bean-ambiguous",
        Docs {
            what: "Several beans fit where one is wanted.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean autowire=\"byType\" ../> with two candidates",
            fix: "Mark one of them primary=\"true\", or refer to it by name.",
        },
    ),
    error(
        "bean-cycle",
        Docs {
            what: "Beans need each other before either is made.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean id=\"a\" depends-on=\"b\"/>\n\
                      <bean id=\"b\" depends-on=\"a\"/>",
            fix: "Remove one of the references.",
        },
    ),
    error(
        "bean-missing",
        Docs {
            what: "A reference names a bean that isn't there.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"internalEventBus\" ref=\"nope\"/>",
            fix: "Correct the name or define the bean.",
        },
    ),
    error(
        "bean-type",
        Docs {
            what: "A factory bean makes something of another type than is wanted.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"port\" ref=\"someMap\"/>",
            fix: "Refer to a bean of the right type.",
        },
    ),
    error(
        "beans-nested",
        Docs {
            what: "Beans nest deeper than can be made.",
            why: "Java would run out of stack.",
            example: "a thousand inner beans",
            fix: "Give inner beans an id, move them out and refer to them.",
        },
    ),
    error(
        "class-abstract",
        Docs {
            what: "A bean's class is an interface or abstract.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean class=\"org.apache.cloudstack.framework.events.EventBus\"/>",
            fix: "Name a class that implements it.",
        },
    ),
    as_found(
        "class-not-modelled",
        Docs {
            what: "What a class of Spring or the JDK does isn't known to busboot.",
            why: "A server may well take it; busboot can't say what would come out. An error where a bus has a part of it, else a \
                  note.",
            example: "<bean class=\"org.springframework.jndi.JndiObjectFactoryBean\"/>",
            fix: "Take the bean out, or set the values that it would bring in directly.",
        },
    ),
    error(
        "class-missing",
        Docs {
            what: "A bean has a class that is not on the server's class path.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean class=\"org.apache.cloudstack.mom.rabbitmq.RabitMQEventBus\"/>",
            fix: "Correct the name; the nearest one that there is is named. A server has no other classes than its jars bring.",
        },
    ),
    error(
        "constructor-failed",
        Docs {
            what: "A constructor refuses its arguments.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean class=\"java.net.URL\"><constructor-arg value=\"nope\"/></bean>",
            fix: "Correct the argument; the server's text says what it wants.",
        },
    ),
    error(
        "constructor-missing",
        Docs {
            what: "A class has no constructor with such arguments.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean class=\"..RabbitMQEventBus\"><constructor-arg value=\"x\"/></bean>",
            fix: "Set properties instead, or correct number and types of the arguments.",
        },
    ),
    error(
        "context-limit",
        Docs {
            what: "Lists, prototypes or texts hold each other so often that making the beans has no end.",
            why: "Ten lists that each hold the one before ten times take more memory than a server has.",
            example: "<list><ref bean=\"a\"/><ref bean=\"a\"/></list>, thirty times",
            fix: "Refer to a value once instead of repeating it.",
        },
    ),
    error(
        "element-not-modelled",
        Docs {
            what: "What an element of another namespace defines isn't known to busboot.",
            why: "A server may well take it; busboot can't say what would come out.",
            example: "<jee:jndi-lookup id=\"host\" ../>",
            fix: "Write the value directly.",
        },
    ),
    error(
        "factory-method",
        Docs {
            what: "A factory method isn't there or can't be called.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean class=\"..\" factory-method=\"nope\"/>",
            fix: "Correct the method's name.",
        },
    ),
    error(
        "field-missing",
        Docs {
            what: "A static field isn't there.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<util:constant static-field=\"java.lang.Integer.NOPE\"/>",
            fix: "Correct the field's name.",
        },
    ),
    error(
        "merge-mismatch",
        Docs {
            what: "A collection with merge=\"true\" has a parent of another kind.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<list merge=\"true\"> over a map",
            fix: "Write the same kind of collection, or no merge.",
        },
    ),
    error(
        "method-failed",
        Docs {
            what: "A method that makes a bean throws.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean class=\"java.lang.Integer\" factory-method=\"valueOf\"><constructor-arg value=\"x\"/></bean>",
            fix: "Correct the argument; the server's text says what it wants.",
        },
    ),
    error(
        "method-missing",
        Docs {
            what: "A method that the file names isn't there.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean class=\"..\" init-method=\"nope\"/>",
            fix: "Correct the method's name.",
        },
    ),
    error(
        "null-property",
        Docs {
            what: "A bean whose value is null stands where an object is needed.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"config.algorithm\" value=\"..\"/> of a bean without config",
            fix: "Give it a value.",
        },
    ),
    error(
        "override-bean",
        Docs {
            what: "A property override names a bean that there is not.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "nope.port=5672",
            fix: "Correct the bean's name in the key.",
        },
    ),
    error(
        "override-key",
        Docs {
            what: "A property override's key isn't bean.property.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "port=5672",
            fix: "Write the bean's name and a dot in front.",
        },
    ),
    error(
        "parent-cycle",
        Docs {
            what: "A definition is its own ancestor.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean id=\"a\" parent=\"b\"/>\n<bean id=\"b\" parent=\"a\"/>",
            fix: "Name another parent.",
        },
    ),
    error(
        "parent-limit",
        Docs {
            what: "A definition has more than 500 ancestors.",
            why: "No configuration needs it, and merging them takes time without end.",
            example: "a thousand beans, each the parent of the next",
            fix: "Put what they have in common into one parent.",
        },
    ),
    error(
        "property-missing",
        Docs {
            what: "A factory bean lacks a property that it can't do without.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean class=\"org.springframework.beans.factory.config.MethodInvokingFactoryBean\">\n    \
                      <property name=\"targetMethod\" value=\"x\"/>\n</bean>",
            fix: "Add the property.",
        },
    ),
    error(
        "property-null",
        Docs {
            what: "A property path leads through a property that is null.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<util:property-path path=\"bus.a.b\"/>",
            fix: "Set the property on the way.",
        },
    ),
    error(
        "property-of-null",
        Docs {
            what: "A nested property is set on a property that is null.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"config.password\" ..> of a bean without config",
            fix: "Set the outer property first.",
        },
    ),
    error(
        "property-path",
        Docs {
            what: "A property path has no dot, or a key or an index in it leads nowhere.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<util:property-path path=\"bus\"/>",
            fix: "Write bean.property, and keys of what is a map, a list or an array.",
        },
    ),
    error(
        "property-refused",
        Docs {
            what: "A setter refuses its value.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<util:list id=\"hosts\" list-class=\"java.util.HashMap\"><value>a</value></util:list>",
            fix: "Correct the value; the server's text says what it wants.",
        },
    ),
    error(
        "property-unknown",
        Docs {
            what: "A bean's class has no property of that name.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"sever\" value=\"mq.example.com\"/>",
            fix: "Correct the name; the nearest one, or all that the class has, are named.",
        },
    ),
    error(
        "property-unreadable",
        Docs {
            what: "A property path leads to a property that can't be read, or that there is not.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"name\"><util:property-path path=\"bus.nope\"/></property>",
            fix: "Write the value where it is needed.",
        },
    ),
    error(
        "scope-unknown",
        Docs {
            what: "A bean has a scope that the server doesn't know.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<bean id=\"bus\" scope=\"request\" ../>, and a bean that refers to it",
            fix: "Remove scope: buses are singletons.",
        },
    ),
    error(
        "type-mismatch",
        Docs {
            what: "A value can't be converted to the property's type.",
            why: "The server stops at it: the module is not loaded, and no event is published.",
            example: "<property name=\"port\" value=\"amqp\"/>",
            fix: "Write a value of that type; a port is a number.",
        },
    ),
];
