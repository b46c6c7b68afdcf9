//! Constructors of the JDK's value classes, and of Spring's resources.

use super::super::catalog::{ClassDescriptor, JavaType};
use super::Parameters;

pub(super) fn classes() -> Vec<ClassDescriptor> {
    let class = |(name, constructors): &(&'static str, &'static str)| ClassDescriptor {
        name,
        constructors: constructors.split(';').map(parameters).collect(),
        ..ClassDescriptor::default()
    };
    VALUES.iter().map(class).collect()
}

/// `type name, type name`: Spring finds the names of the JDK's parameters in what debuggers are told. A dash in front of
/// the first name marks a constructor that isn't public.
fn parameters(written: &'static str) -> Parameters {
    let written = written.split(',').map(str::trim).filter(|parameter| !parameter.is_empty());
    let parameter = |written: &'static str| written.split_once(' ').unwrap_or((written, ""));
    written.map(parameter).map(|(class, name)| (name, JavaType::named(class))).collect()
}

/// Classes with their constructors, in the order in which reflection gives them: of those that fit equally well the
/// first is taken, and where none fits, the last one's fault is told.
const VALUES: &[(&str, &str)] = &[
    ("java.lang.Object", ""),
    (
        "java.lang.String",
        "java.lang.StringBuffer buffer; java.lang.StringBuilder builder; byte[] bytes, java.lang.String charsetName; \
         byte[] bytes, java.nio.charset.Charset charset; byte[] bytes; char[] value; java.lang.String original;; \
         byte[] -value, byte coder",
    ),
    ("java.lang.StringBuilder", "java.lang.CharSequence seq; java.lang.String str; int capacity;"),
    ("java.lang.StringBuffer", "java.lang.CharSequence seq; java.lang.String str; int capacity;"),
    ("java.lang.Byte", "byte value; java.lang.String s"),
    ("java.lang.Short", "short value; java.lang.String s"),
    ("java.lang.Integer", "java.lang.String s; int value"),
    ("java.lang.Long", "java.lang.String s; long value"),
    ("java.lang.Float", "java.lang.String s; double value; float value"),
    ("java.lang.Double", "double value; java.lang.String s"),
    ("java.lang.Boolean", "boolean value; java.lang.String s"),
    ("java.lang.Character", "char value"),
    ("java.math.BigDecimal", "java.math.BigInteger val; long val; double val; int val; java.lang.String val"),
    ("java.math.BigInteger", "java.lang.String val"),
    ("java.util.ArrayList", "java.util.Collection c;; int initialCapacity"),
    ("java.util.Vector", "java.util.Collection c;; int initialCapacity"),
    (
        "java.util.HashSet",
        "int initialCapacity; int initialCapacity, float loadFactor; java.util.Collection c;",
    ),
    (
        "java.util.LinkedHashSet",
        "java.util.Collection c;; int initialCapacity; int initialCapacity, float loadFactor",
    ),
    ("java.util.ArrayDeque", "; java.util.Collection c; int numElements"),
    ("java.util.LinkedList", "; java.util.Collection c"),
    ("java.util.TreeSet", "java.util.Collection c;"),
    ("java.util.concurrent.CopyOnWriteArrayList", "; java.util.Collection c"),
    ("java.util.HashMap", "int initialCapacity; int initialCapacity, float loadFactor; java.util.Map m;"),
    (
        "java.util.LinkedHashMap",
        "int initialCapacity, float loadFactor, boolean accessOrder;; int initialCapacity; \
         int initialCapacity, float loadFactor; java.util.Map m",
    ),
    ("java.util.Hashtable", "java.util.Map t;; int initialCapacity; int initialCapacity, float loadFactor"),
    (
        "java.util.concurrent.ConcurrentHashMap",
        "int initialCapacity; java.util.Map m; int initialCapacity, float loadFactor;",
    ),
    ("java.util.TreeMap", "java.util.Map m;"),
    ("java.util.Properties", "java.util.Properties defaults; int initialCapacity;"),
    (
        "java.io.File",
        "java.lang.String pathname; java.lang.String parent, java.lang.String child; java.net.URI uri; \
         java.io.File parent, java.lang.String child",
    ),
    ("java.net.URI", "java.lang.String str"),
    ("java.net.URL", "java.lang.String spec"),
    ("java.util.Locale", "java.lang.String language; java.lang.String language, java.lang.String country"),
    ("org.springframework.core.io.ClassPathResource", "java.lang.String path"),
    ("org.springframework.core.io.FileSystemResource", "java.lang.String path; java.io.File file"),
    ("org.springframework.core.io.UrlResource", "java.net.URI uri; java.net.URL url; java.lang.String path"),
    ("org.springframework.core.io.FileUrlResource", "java.net.URL url; java.lang.String location"),
];
