//! What the container must know of a class to treat its beans as Spring would.

use std::fmt;
use std::sync::Arc;

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
    /// `java.util.Map` with keys and values of these types.
    MapOf(Box<JavaType>, Box<JavaType>),
    /// `java.util.Properties`.
    Properties,
    /// `java.util.List` of a type.
    List(Box<JavaType>),
    /// `java.util.Set` of a type.
    Set(Box<JavaType>),
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
    /// Any other type, by its Java name; `long`, `java.lang.Long`, `java.io.File` and the like are converted as
    /// Spring's editors do.
    Other(String),
}

impl JavaType {
    /// The type of this Java name, generics unknown.
    #[must_use]
    pub fn named(name: &str) -> Self {
        if let Some(component) = name.strip_suffix("[]") {
            return Self::Array(Box::new(Self::named(component)));
        }
        match name {
            "java.lang.String" => Self::String,
            "java.lang.Integer" => Self::Integer,
            "int" => Self::Int,
            "java.lang.Boolean" => Self::Boolean,
            "java.util.Map" => Self::Map,
            "java.util.Properties" => Self::Properties,
            "java.util.List" => Self::List(Box::new(Self::Object)),
            "java.util.Set" => Self::Set(Box::new(Self::Object)),
            "java.lang.Class" => Self::Class,
            "org.springframework.core.io.Resource" => Self::Resource,
            "java.lang.Object" => Self::Object,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for JavaType {
    /// The qualified name, as Spring's messages write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "java.lang.String",
            Self::Integer => "java.lang.Integer",
            Self::Int => "int",
            Self::Boolean => "java.lang.Boolean",
            Self::Map | Self::MapOf(..) => "java.util.Map",
            Self::Properties => "java.util.Properties",
            Self::List(_) => "java.util.List",
            Self::Set(_) => "java.util.Set",
            Self::Array(component) => return write!(f, "{component}[]"),
            Self::Class => "java.lang.Class",
            Self::Resource => "org.springframework.core.io.Resource",
            Self::Object => "java.lang.Object",
            Self::Instance(name) | Self::Other(name) => name,
        })
    }
}

/// A class with its setters and constructors.
#[derive(Clone, Debug, Default)]
pub struct ClassDescriptor {
    /// Full name.
    pub name: &'static str,
    /// Classes and interfaces that it extends and implements, directly or not.
    pub supertypes: Vec<&'static str>,
    /// Writable properties with their types.
    pub properties: Vec<(&'static str, JavaType)>,
    /// Properties that can be read, where they aren't the writable ones.
    pub readable: Option<Vec<(&'static str, JavaType)>>,
    /// What getters give before their setters are called, where that isn't null or an empty map.
    pub initial: Vec<(&'static str, &'static str)>,
    /// Public constructors with names and types of their parameters; empty means only the one without parameters.
    pub constructors: Vec<Vec<(&'static str, JavaType)>>,
    /// Methods without parameters that `init-method` and `destroy-method` may name.
    pub methods: Vec<&'static str>,
    /// Whether it is an interface, which can't be instantiated.
    pub is_interface: bool,
    /// The modelled class of Spring or jasypt whose behaviour it inherits, for example
    /// `org.springframework.beans.factory.config.PropertyPlaceholderConfigurer`. Its properties needn't be repeated.
    pub extends: Option<&'static str>,
    /// Decrypts the values that a configurer of this class loads, where it needs no encryptor bean.
    pub decryptor: Option<Arc<dyn Decryptor>>,
}

impl ClassDescriptor {
    /// The type of a writable property.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&JavaType> {
        self.properties.iter().find(|(property, _)| *property == name).map(|(_, java_type)| java_type)
    }

    /// The type of a readable property.
    #[must_use]
    pub fn readable(&self, name: &str) -> Option<&JavaType> {
        let readable = self.readable.as_ref().unwrap_or(&self.properties);
        readable.iter().find(|(property, _)| *property == name).map(|(_, java_type)| java_type)
    }
}

/// What a configurer class decrypts property values with when no bean tells it.
pub trait Decryptor: Send + Sync + fmt::Debug {
    /// The algorithm's name, for the chain that `show` prints.
    fn algorithm(&self) -> String;

    /// The clear text of a value that is written as `ENC(..)`, without that frame; `None` leaves it as it stands.
    ///
    /// # Errors
    /// Why it can't be decrypted, in words without the value; and the text of the server's innermost exception.
    fn decrypt(&self, encrypted: &str) -> Result<Option<String>, Box<DecryptError>>;
}

/// Why a [`Decryptor`] failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecryptError {
    /// A stable code.
    pub code: &'static str,
    /// What is wrong, without a secret.
    pub message: String,
    /// The text of the server's innermost exception.
    pub spring: String,
    /// What to type.
    pub help: Option<String>,
}

/// The classes on the class path that the container doesn't know by itself.
pub trait Catalog: Send + Sync {
    /// The class of this name.
    fn class(&self, name: &str) -> Option<&ClassDescriptor>;

    /// All names, for suggestions.
    fn names(&self) -> Vec<&str>;
}
