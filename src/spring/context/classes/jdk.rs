//! Constructors of the JDK's value classes, and of Spring's resources.

use super::super::catalog::{ClassDescriptor, JavaType};
use super::Parameters;

/// The constructors stand in the order in which reflection gives them: of those that fit equally well the first is
/// taken, and where none fits, the last one's fault is told.
pub(super) fn classes() -> Vec<ClassDescriptor> {
    let mut classes: Vec<ClassDescriptor> =
        VALUES.iter().map(|(name, constructors)| class(name, constructors)).collect();
    for (wrapper, constructors) in [
        ("java.lang.Byte", ["byte", "java.lang.String"]),
        ("java.lang.Short", ["short", "java.lang.String"]),
        ("java.lang.Integer", ["java.lang.String", "int"]),
        ("java.lang.Long", ["java.lang.String", "long"]),
        ("java.lang.Double", ["double", "java.lang.String"]),
        ("java.lang.Boolean", ["boolean", "java.lang.String"]),
    ] {
        classes.push(class(wrapper, &constructors.each_ref().map(std::slice::from_ref)));
    }
    let (collection, map): (&[&str], &[&str]) = (&["java.util.Collection"], &["java.util.Map"]);
    for (name, constructors) in [
        ("java.util.ArrayList", [collection, &[], &["int"]].as_slice()),
        ("java.util.Vector", &[collection, &[], &["int"]]),
        ("java.util.HashSet", &[&["int"], collection, &[]]),
        ("java.util.LinkedHashSet", &[collection, &[], &["int"]]),
        ("java.util.ArrayDeque", &[&[], collection, &["int"]]),
        ("java.util.LinkedList", &[&[], collection]),
        ("java.util.TreeSet", &[collection, &[]]),
        ("java.util.concurrent.CopyOnWriteArrayList", &[&[], collection]),
        ("java.util.HashMap", &[&["int"], map, &[]]),
        ("java.util.LinkedHashMap", &[&[], &["int"], map]),
        ("java.util.Hashtable", &[map, &[], &["int"]]),
        ("java.util.concurrent.ConcurrentHashMap", &[&["int"], map, &[]]),
        ("java.util.TreeMap", &[map, &[]]),
    ] {
        classes.push(class(name, constructors));
    }
    classes
}

/// A class, and the types that each of its constructors takes.
type Constructors = (&'static str, &'static [&'static [&'static str]]);

const VALUES: &[Constructors] = &[
    ("java.lang.Object", &[&[]]),
    (
        "java.lang.String",
        &[
            &["java.lang.StringBuffer"],
            &["java.lang.StringBuilder"],
            &["byte[]", "java.lang.String"],
            &["byte[]", "java.nio.charset.Charset"],
            &["byte[]"],
            &["char[]"],
            &["java.lang.String"],
            &[],
        ],
    ),
    ("java.lang.StringBuilder", &[&["java.lang.CharSequence"], &["java.lang.String"], &["int"], &[]]),
    ("java.lang.StringBuffer", &[&["java.lang.CharSequence"], &["java.lang.String"], &["int"], &[]]),
    ("java.lang.Character", &[&["char"]]),
    ("java.lang.Float", &[&["java.lang.String"], &["double"], &["float"]]),
    (
        "java.math.BigDecimal",
        &[&["java.math.BigInteger"], &["long"], &["double"], &["int"], &["java.lang.String"]],
    ),
    ("java.math.BigInteger", &[&["java.lang.String"]]),
    (
        "java.io.File",
        &[
            &["java.lang.String"],
            &["java.lang.String", "java.lang.String"],
            &["java.net.URI"],
            &["java.io.File", "java.lang.String"],
        ],
    ),
    ("java.net.URI", &[&["java.lang.String"]]),
    ("java.net.URL", &[&["java.lang.String"]]),
    ("java.util.Locale", &[&["java.lang.String"], &["java.lang.String", "java.lang.String"]]),
    ("java.util.Properties", &[&["java.util.Properties"], &["int"], &[]]),
    ("org.springframework.core.io.ClassPathResource", &[&["java.lang.String"]]),
    ("org.springframework.core.io.FileSystemResource", &[&["java.lang.String"], &["java.io.File"]]),
    (
        "org.springframework.core.io.UrlResource",
        &[&["java.net.URI"], &["java.net.URL"], &["java.lang.String"]],
    ),
    ("org.springframework.core.io.FileUrlResource", &[&["java.net.URL"], &["java.lang.String"]]),
];

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
