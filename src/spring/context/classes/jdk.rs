//! Constructors of the JDK's value classes, and of Spring's resources.

use super::super::catalog::{ClassDescriptor, JavaType};
use super::Parameters;

pub(super) fn classes() -> Vec<ClassDescriptor> {
    let collection = || Some("java.util.Collection");
    let mut classes = vec![
        class("java.lang.Object", &[&[]]),
        class(
            "java.lang.String",
            &[
                &[],
                &["java.lang.String"],
                &["char[]"],
                &["byte[]"],
                &["byte[]", "java.lang.String"],
                &["java.lang.StringBuilder"],
            ],
        ),
        class("java.lang.StringBuilder", &[&[], &["java.lang.String"], &["int"]]),
        class("java.lang.StringBuffer", &[&[], &["java.lang.String"], &["int"]]),
        class("java.lang.Boolean", &[&["boolean"], &["java.lang.String"]]),
        class("java.lang.Character", &[&["char"]]),
        class("java.math.BigDecimal", &[&["java.lang.String"], &["int"], &["long"]]),
        class("java.math.BigInteger", &[&["java.lang.String"]]),
        class(
            "java.io.File",
            &[&["java.lang.String"], &["java.lang.String", "java.lang.String"], &["java.net.URI"]],
        ),
        class("java.net.URI", &[&["java.lang.String"]]),
        class("java.net.URL", &[&["java.lang.String"]]),
        class("java.util.Locale", &[&["java.lang.String"], &["java.lang.String", "java.lang.String"]]),
        class("java.util.Properties", &[&[], &["java.util.Properties"], &["int"]]),
        class("org.springframework.core.io.ClassPathResource", &[&["java.lang.String"]]),
        class("org.springframework.core.io.FileSystemResource", &[&["java.lang.String"], &["java.io.File"]]),
        class(
            "org.springframework.core.io.UrlResource",
            &[&["java.net.URI"], &["java.net.URL"], &["java.lang.String"]],
        ),
        class("org.springframework.core.io.FileUrlResource", &[&["java.net.URL"], &["java.lang.String"]]),
    ];
    for (wrapper, primitive) in [
        ("java.lang.Byte", "byte"),
        ("java.lang.Short", "short"),
        ("java.lang.Integer", "int"),
        ("java.lang.Long", "long"),
        ("java.lang.Float", "float"),
        ("java.lang.Double", "double"),
    ] {
        classes.push(class(wrapper, &[&[primitive], &["java.lang.String"]]));
    }
    for name in [
        "java.util.ArrayList",
        "java.util.Vector",
        "java.util.HashSet",
        "java.util.LinkedHashSet",
        "java.util.ArrayDeque",
    ] {
        classes.push(of(name, collection(), true));
    }
    for name in ["java.util.LinkedList", "java.util.TreeSet", "java.util.concurrent.CopyOnWriteArrayList"] {
        classes.push(of(name, collection(), false));
    }
    for name in [
        "java.util.HashMap",
        "java.util.LinkedHashMap",
        "java.util.Hashtable",
        "java.util.concurrent.ConcurrentHashMap",
    ] {
        classes.push(of(name, Some("java.util.Map"), true));
    }
    classes.push(of("java.util.TreeMap", Some("java.util.Map"), false));
    classes
}

/// A class with constructors of these parameter types; names of the JDK's parameters aren't known at run time.
fn class(name: &'static str, constructors: &[&[&'static str]]) -> ClassDescriptor {
    let parameters = |types: &&[&'static str]| -> Parameters {
        types.iter().map(|name| ("", JavaType::named(name))).collect()
    };
    ClassDescriptor {
        name,
        constructors: constructors.iter().map(parameters).collect(),
        ..ClassDescriptor::default()
    }
}

/// A collection class: empty, a copy, and perhaps of a capacity.
fn of(name: &'static str, copied: Option<&'static str>, capacity: bool) -> ClassDescriptor {
    let mut constructors: Vec<&[&'static str]> = vec![&[]];
    if capacity {
        constructors.push(&["int"]);
    }
    match copied {
        Some("java.util.Map") => constructors.push(&["java.util.Map"]),
        Some(_) => constructors.push(&["java.util.Collection"]),
        None => {}
    }
    class(name, &constructors)
}
