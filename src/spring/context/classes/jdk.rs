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
        "java.lang.StringBuffer buffer; java.lang.StringBuilder builder; \
         byte[] bytes, int offset, int length, java.nio.charset.Charset charset; \
         byte[] bytes, java.lang.String charsetName; byte[] bytes, java.nio.charset.Charset charset; \
         byte[] bytes, int offset, int length; byte[] bytes; byte[] -value, byte coder; \
         char[] -value, int off, int len, java.lang.Void sig; \
         char[] value, int offset, int count; char[] value; java.lang.String original;; \
         byte[] bytes, int offset, int length, java.lang.String charsetName; byte[] ascii, int hibyte; \
         byte[] ascii, int hibyte, int offset, int count; int[] codePoints, int offset, int count",
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
    (
        "java.math.BigDecimal",
        "java.math.BigInteger val, java.math.MathContext mc; java.math.BigInteger val; long val; \
         double val, java.math.MathContext mc; double val; int val, java.math.MathContext mc; int val; \
         java.math.BigInteger unscaledVal, int scale, java.math.MathContext mc; \
         java.math.BigInteger unscaledVal, int scale; long val, java.math.MathContext mc; \
         char[] in, int offset, int len, java.math.MathContext mc; char[] in, int offset, int len; \
         java.lang.String val, java.math.MathContext mc; java.lang.String val; \
         char[] in, java.math.MathContext mc; char[] in",
    ),
    (
        "java.math.BigInteger",
        "int numBits, java.util.Random rnd; java.lang.String val; long -val; \
         int bitLength, int certainty, java.util.Random rnd; int signum, byte[] magnitude, int off, int len; \
         byte[] val; byte[] val, int off, int len; java.lang.String val, int radix; \
         int signum, byte[] magnitude",
    ),
    ("java.util.ArrayList", "java.util.Collection c;; int initialCapacity"),
    (
        "java.util.Vector",
        "java.util.Collection c;; int initialCapacity; int initialCapacity, int capacityIncrement",
    ),
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
    ("java.util.TreeSet", "java.util.SortedSet s; java.util.Collection c; java.util.Comparator comparator;"),
    ("java.util.concurrent.CopyOnWriteArrayList", "java.util.Collection c;; java.lang.Object[] toCopyIn"),
    ("java.util.HashMap", "int initialCapacity; int initialCapacity, float loadFactor; java.util.Map m;"),
    (
        "java.util.LinkedHashMap",
        "int initialCapacity, float loadFactor, boolean accessOrder;; int initialCapacity; \
         int initialCapacity, float loadFactor; java.util.Map m",
    ),
    ("java.util.Hashtable", "java.util.Map t;; int initialCapacity; int initialCapacity, float loadFactor"),
    (
        "java.util.concurrent.ConcurrentHashMap",
        "int initialCapacity; java.util.Map m; int initialCapacity, float loadFactor; \
         int initialCapacity, float loadFactor, int concurrencyLevel;",
    ),
    ("java.util.TreeMap", "java.util.SortedMap m; java.util.Map m; java.util.Comparator comparator;"),
    ("java.util.Properties", "java.util.Properties defaults; int initialCapacity;"),
    (
        "java.io.File",
        "java.lang.String pathname; java.lang.String parent, java.lang.String child; java.net.URI uri; \
         java.io.File parent, java.lang.String child",
    ),
    (
        "java.net.URI",
        "java.lang.String scheme, java.lang.String authority, java.lang.String path, java.lang.String query, \
         java.lang.String fragment; java.lang.String scheme, java.lang.String host, java.lang.String path, \
         java.lang.String fragment; java.lang.String scheme, java.lang.String ssp, java.lang.String fragment; \
         java.lang.String -scheme, java.lang.String path; java.lang.String str; \
         java.lang.String scheme, java.lang.String userInfo, java.lang.String host, int port, \
         java.lang.String path, java.lang.String query, java.lang.String fragment",
    ),
    (
        "java.net.URL",
        "java.net.URL context, java.lang.String spec, java.net.URLStreamHandler handler; \
         java.net.URL context, java.lang.String spec; java.lang.String spec; \
         java.lang.String protocol, java.lang.String host, int port, java.lang.String file; \
         java.lang.String protocol, java.lang.String host, java.lang.String file; \
         java.lang.String protocol, java.lang.String host, int port, java.lang.String file, \
         java.net.URLStreamHandler handler",
    ),
    (
        "java.util.Locale",
        "java.lang.String language; \
         java.lang.String language, java.lang.String country, java.lang.String variant; \
         java.lang.String language, java.lang.String country",
    ),
    (
        "org.springframework.core.io.ClassPathResource",
        "java.lang.String path, java.lang.Class clazz; java.lang.String path, java.lang.ClassLoader classLoader; \
         java.lang.String path",
    ),
    (
        "org.springframework.core.io.FileSystemResource",
        "java.nio.file.FileSystem fileSystem, java.lang.String path; java.nio.file.Path filePath; \
         java.io.File file; java.lang.String path",
    ),
    (
        "org.springframework.core.io.UrlResource",
        "java.lang.String protocol, java.lang.String location, java.lang.String fragment; \
         java.lang.String protocol, java.lang.String location; java.lang.String path; java.net.URI uri; java.net.URL url",
    ),
    (
        "org.springframework.core.io.ByteArrayResource",
        "byte[] byteArray, java.lang.String description; byte[] byteArray",
    ),
    ("org.springframework.core.io.FileUrlResource", "java.net.URL url; java.lang.String location"),
];
