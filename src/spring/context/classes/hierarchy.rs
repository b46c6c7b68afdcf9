//! What the JDK's classes extend and implement, as far as conversions and choices of constructors ask.

/// Class, superclass, interfaces (inherited ones included where the superclass doesn't bring them).
const CLASSES: &[(&str, &str, &[&str])] = &[
    (
        "java.lang.String",
        "java.lang.Object",
        &["java.lang.CharSequence", "java.lang.Comparable", "java.io.Serializable"],
    ),
    ("java.lang.StringBuilder", "java.lang.Object", &["java.lang.CharSequence", "java.io.Serializable"]),
    ("java.lang.StringBuffer", "java.lang.Object", &["java.lang.CharSequence", "java.io.Serializable"]),
    ("java.lang.Number", "java.lang.Object", &["java.io.Serializable"]),
    ("java.lang.Byte", "java.lang.Number", &["java.lang.Comparable"]),
    ("java.lang.Short", "java.lang.Number", &["java.lang.Comparable"]),
    ("java.lang.Integer", "java.lang.Number", &["java.lang.Comparable"]),
    ("java.lang.Long", "java.lang.Number", &["java.lang.Comparable"]),
    ("java.lang.Float", "java.lang.Number", &["java.lang.Comparable"]),
    ("java.lang.Double", "java.lang.Number", &["java.lang.Comparable"]),
    ("java.math.BigInteger", "java.lang.Number", &["java.lang.Comparable"]),
    ("java.math.BigDecimal", "java.lang.Number", &["java.lang.Comparable"]),
    ("java.lang.Boolean", "java.lang.Object", &["java.lang.Comparable", "java.io.Serializable"]),
    ("java.lang.Character", "java.lang.Object", &["java.lang.Comparable", "java.io.Serializable"]),
    ("java.lang.Class", "java.lang.Object", &["java.io.Serializable", "java.lang.reflect.Type"]),
    ("java.util.AbstractCollection", "java.lang.Object", &["java.util.Collection", "java.lang.Iterable"]),
    ("java.util.AbstractList", "java.util.AbstractCollection", &["java.util.List"]),
    ("java.util.ArrayList", "java.util.AbstractList", &["java.util.RandomAccess", "java.io.Serializable"]),
    ("java.util.Vector", "java.util.AbstractList", &["java.util.RandomAccess", "java.io.Serializable"]),
    ("java.util.AbstractSequentialList", "java.util.AbstractList", &[]),
    (
        "java.util.LinkedList",
        "java.util.AbstractSequentialList",
        &["java.util.Deque", "java.util.Queue", "java.io.Serializable"],
    ),
    (
        "java.util.ArrayDeque",
        "java.util.AbstractCollection",
        &["java.util.Deque", "java.util.Queue", "java.io.Serializable"],
    ),
    (
        "java.util.Arrays$ArrayList",
        "java.util.AbstractList",
        &["java.util.RandomAccess", "java.io.Serializable"],
    ),
    (
        "java.util.Collections$EmptyList",
        "java.util.AbstractList",
        &["java.util.RandomAccess", "java.io.Serializable"],
    ),
    (
        "java.util.Collections$SingletonList",
        "java.util.AbstractList",
        &["java.util.RandomAccess", "java.io.Serializable"],
    ),
    ("java.util.AbstractSet", "java.util.AbstractCollection", &["java.util.Set"]),
    ("java.util.HashSet", "java.util.AbstractSet", &["java.io.Serializable"]),
    ("java.util.LinkedHashSet", "java.util.HashSet", &[]),
    ("java.util.LinkedHashMap$LinkedKeySet", "java.util.AbstractSet", &[]),
    ("java.util.HashMap$KeySet", "java.util.AbstractSet", &[]),
    ("java.util.TreeMap$KeySet", "java.util.AbstractSet", &[]),
    ("java.util.LinkedHashMap$LinkedValues", "java.util.AbstractCollection", &[]),
    ("java.util.HashMap$Values", "java.util.AbstractCollection", &[]),
    ("java.util.TreeMap$Values", "java.util.AbstractCollection", &[]),
    ("java.util.Collections$EmptySet", "java.util.AbstractSet", &["java.io.Serializable"]),
    ("java.util.Collections$SingletonSet", "java.util.AbstractSet", &["java.io.Serializable"]),
    ("java.util.ImmutableCollections$ListN", "java.util.AbstractList", &["java.util.RandomAccess"]),
    ("java.util.ImmutableCollections$List12", "java.util.AbstractList", &["java.util.RandomAccess"]),
    (
        "java.util.TreeSet",
        "java.util.AbstractSet",
        &["java.util.SortedSet", "java.util.NavigableSet", "java.io.Serializable"],
    ),
    (
        "java.util.concurrent.CopyOnWriteArrayList",
        "java.lang.Object",
        &["java.util.List", "java.util.Collection", "java.lang.Iterable"],
    ),
    ("java.util.AbstractMap", "java.lang.Object", &["java.util.Map"]),
    ("java.util.Collections$EmptyMap", "java.util.AbstractMap", &["java.io.Serializable"]),
    ("java.util.Collections$SingletonMap", "java.util.AbstractMap", &["java.io.Serializable"]),
    ("java.util.HashMap", "java.util.AbstractMap", &["java.io.Serializable"]),
    ("java.util.LinkedHashMap", "java.util.HashMap", &[]),
    (
        "java.util.TreeMap",
        "java.util.AbstractMap",
        &["java.util.SortedMap", "java.util.NavigableMap", "java.io.Serializable"],
    ),
    (
        "java.util.concurrent.ConcurrentHashMap",
        "java.util.AbstractMap",
        &["java.util.concurrent.ConcurrentMap", "java.io.Serializable"],
    ),
    ("java.util.Dictionary", "java.lang.Object", &[]),
    ("java.util.Hashtable", "java.util.Dictionary", &["java.util.Map", "java.io.Serializable"]),
    ("java.util.Properties", "java.util.Hashtable", &[]),
    ("java.util.Collections$UnmodifiableMap", "java.lang.Object", &["java.util.Map"]),
    (
        "java.util.Collections$UnmodifiableSet",
        "java.lang.Object",
        &["java.util.Set", "java.util.Collection", "java.lang.Iterable"],
    ),
    (
        "java.util.Collections$UnmodifiableList",
        "java.lang.Object",
        &["java.util.List", "java.util.Collection", "java.lang.Iterable"],
    ),
    (
        "java.util.Collections$UnmodifiableCollection",
        "java.lang.Object",
        &["java.util.Collection", "java.lang.Iterable"],
    ),
    ("java.util.Collections$SynchronizedMap", "java.lang.Object", &["java.util.Map"]),
    (
        "java.util.Collections$SynchronizedSet",
        "java.lang.Object",
        &["java.util.Set", "java.util.Collection", "java.lang.Iterable"],
    ),
    (
        "java.util.Collections$SynchronizedList",
        "java.lang.Object",
        &["java.util.List", "java.util.Collection", "java.lang.Iterable"],
    ),
    (
        "java.util.Collections$SynchronizedCollection",
        "java.lang.Object",
        &["java.util.Collection", "java.lang.Iterable"],
    ),
    (
        "java.util.Collections$SynchronizedRandomAccessList",
        "java.lang.Object",
        &["java.util.List", "java.util.Collection", "java.lang.Iterable"],
    ),
    ("sun.nio.fs.UnixPath", "java.lang.Object", &["java.nio.file.Path", "java.lang.Iterable"]),
    (
        "java.util.Collections$UnmodifiableRandomAccessList",
        "java.lang.Object",
        &["java.util.List", "java.util.Collection", "java.lang.Iterable"],
    ),
    ("java.io.BufferedInputStream", "java.io.InputStream", &[]),
    ("java.io.InputStreamReader", "java.io.Reader", &[]),
    ("java.io.File", "java.lang.Object", &["java.lang.Comparable", "java.io.Serializable"]),
    ("java.net.InetAddress", "java.lang.Object", &["java.io.Serializable"]),
    ("java.net.Inet4Address", "java.net.InetAddress", &[]),
    ("java.net.URI", "java.lang.Object", &["java.lang.Comparable", "java.io.Serializable"]),
    ("java.net.URL", "java.lang.Object", &["java.io.Serializable"]),
    ("java.util.Locale", "java.lang.Object", &["java.io.Serializable"]),
    ("java.util.TimeZone", "java.lang.Object", &["java.io.Serializable"]),
    ("java.util.UUID", "java.lang.Object", &["java.lang.Comparable", "java.io.Serializable"]),
    ("java.util.Currency", "java.lang.Object", &["java.io.Serializable"]),
    ("java.util.regex.Pattern", "java.lang.Object", &["java.io.Serializable"]),
    ("java.nio.charset.Charset", "java.lang.Object", &["java.lang.Comparable"]),
    ("sun.nio.cs.UTF_8", "java.nio.charset.Charset", &[]),
    ("sun.nio.cs.ISO_8859_1", "java.nio.charset.Charset", &[]),
    ("sun.nio.cs.US_ASCII", "java.nio.charset.Charset", &[]),
    ("sun.nio.cs.UTF_16", "java.nio.charset.Charset", &[]),
    ("sun.util.calendar.ZoneInfo", "java.util.TimeZone", &[]),
    ("java.time.ZoneId", "java.lang.Object", &["java.io.Serializable"]),
    ("java.time.ZoneRegion", "java.time.ZoneId", &[]),
    ("org.springframework.core.io.AbstractResource", "java.lang.Object", RESOURCE),
    (
        "org.springframework.core.io.AbstractFileResolvingResource",
        "org.springframework.core.io.AbstractResource",
        &[],
    ),
    ("org.springframework.core.io.ByteArrayResource", "org.springframework.core.io.AbstractResource", &[]),
    (
        "org.springframework.core.io.ClassPathResource",
        "org.springframework.core.io.AbstractFileResolvingResource",
        &[],
    ),
    (
        "org.springframework.core.io.FileSystemResource",
        "org.springframework.core.io.AbstractResource",
        WRITABLE,
    ),
    (
        "org.springframework.core.io.UrlResource",
        "org.springframework.core.io.AbstractFileResolvingResource",
        &[],
    ),
    ("org.springframework.core.io.FileUrlResource", "org.springframework.core.io.UrlResource", WRITABLE),
    ("java.lang.Object", "", &[]),
];

const RESOURCE: &[&str] =
    &["org.springframework.core.io.Resource", "org.springframework.core.io.InputStreamSource"];
const WRITABLE: &[&str] = &["org.springframework.core.io.WritableResource"];

const INTERFACES: &[&str] = &[
    "java.io.Serializable",
    "java.lang.CharSequence",
    "java.lang.Comparable",
    "java.lang.Iterable",
    "java.lang.Runnable",
    "java.nio.file.Path",
    "java.util.Collection",
    "java.util.Deque",
    "java.util.List",
    "java.util.Map",
    "java.util.NavigableMap",
    "java.util.NavigableSet",
    "java.util.Queue",
    "java.util.Set",
    "java.util.SortedMap",
    "java.util.SortedSet",
    "java.util.concurrent.ConcurrentMap",
    "org.springframework.core.io.InputStreamSource",
    "org.springframework.core.io.Resource",
    "org.springframework.core.io.WritableResource",
];

/// Classes that exist without being told more about.
const NAMES: &[&str] = &[
    "java.lang.Math",
    "java.lang.System",
    "java.nio.charset.StandardCharsets",
    "java.util.Arrays",
    "java.util.Collections",
    "java.util.Objects",
    "java.nio.file.Paths",
    "org.springframework.util.StringUtils",
    "org.springframework.beans.factory.support.NullBean",
    "org.xml.sax.InputSource",
    "org.springframework.core.env.StandardEnvironment",
];

fn entry(name: &str) -> Option<&'static (&'static str, &'static str, &'static [&'static str])> {
    CLASSES.iter().find(|(class, ..)| *class == name)
}

pub(super) fn superclass(name: &str) -> Option<&'static str> {
    entry(name).map(|(_, superclass, _)| *superclass).filter(|superclass| !superclass.is_empty())
}

pub(super) fn is_subtype(name: &str, other: &str) -> bool {
    let mut current = Some(name);
    while let Some(class) = current {
        if class == other || entry(class).is_some_and(|(_, _, interfaces)| interfaces.contains(&other)) {
            return true;
        }
        current = superclass(class);
    }
    false
}

pub(super) fn is_interface(name: &str) -> bool {
    INTERFACES.contains(&name)
}

pub(super) fn is_known(name: &str) -> bool {
    entry(name).is_some() || is_interface(name) || NAMES.contains(&name)
}
