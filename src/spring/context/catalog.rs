//! What the container must know of a class to treat its beans as Spring would.

/// Types that values are converted to, as Java names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JavaType {
    /// `java.lang.String`.
    String,
    /// `java.lang.Integer`; empty text is null.
    Integer,
    /// `int`.
    Int,
    /// `java.lang.Boolean`.
    Boolean,
    /// `java.util.Map` with keys and values of any type.
    Map,
    /// `java.util.Properties`.
    Properties,
    /// `java.util.List` of a type.
    List(Box<JavaType>),
    /// An array of a type.
    Array(Box<JavaType>),
    /// `java.lang.Class`.
    Class,
    /// `org.springframework.core.io.Resource`.
    Resource,
    /// `java.lang.Object`.
    Object,
    /// An instance of this class or interface.
    Instance(String),
    /// Any other type, by its Java name; only values that need no conversion fit.
    Other(String),
}

/// A class with its setters and constructors.
#[derive(Clone, Debug)]
pub struct ClassDescriptor {
    /// Full name.
    pub name: &'static str,
    /// Classes and interfaces that it extends and implements, directly or not.
    pub supertypes: Vec<&'static str>,
    /// Writable properties with their types.
    pub properties: Vec<(&'static str, JavaType)>,
    /// Constructors with names and types of their parameters; empty means only the one without parameters.
    pub constructors: Vec<Vec<(&'static str, JavaType)>>,
}

impl ClassDescriptor {
    /// The type of a writable property.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&JavaType> {
        self.properties.iter().find(|(property, _)| *property == name).map(|(_, java_type)| java_type)
    }
}

/// The classes on the class path that the container doesn't know by itself.
pub trait Catalog: Send + Sync {
    /// The class of this name.
    fn class(&self, name: &str) -> Option<&ClassDescriptor>;

    /// All names, for suggestions.
    fn names(&self) -> Vec<&str>;
}
