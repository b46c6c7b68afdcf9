//! What is known of classes: the embedding program's, the JDK's, Spring's and jasypt's.
//!
//! In: class names. Out: whether they exist, what they inherit, their properties and constructors, and for the JDK's
//! value classes the objects that their constructors make.

mod arguments;
mod construct;
mod factory_beans;
mod getters;
mod hierarchy;
mod jasypt;
mod jasypt_beans;
mod jdk;
mod known;
mod members;
mod methods;
mod spring;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::catalog::{Catalog, ClassDescriptor, JavaType};

pub(super) use construct::{Thrown, construct};
pub(super) use getters::Access;
pub(super) use known::Kind;
pub(super) use members::Least;
pub(super) use methods::{
    ENVIRONMENT, Invocation, Method, byte_array, called_on_start, refused_null, static_field,
};

/// Names and types of what a constructor or method takes.
pub(super) type Parameters = Vec<(&'static str, JavaType)>;

static BUILT_IN: LazyLock<BTreeMap<&'static str, ClassDescriptor>> = LazyLock::new(|| {
    let all = [
        jdk::classes(),
        spring::classes(),
        factory_beans::classes(),
        jasypt::classes(),
        jasypt_beans::classes(),
    ];
    all.into_iter().flatten().map(|class| (class.name, class)).collect()
});

/// All classes on the class path.
#[derive(Clone, Copy)]
pub(super) struct Classes<'a> {
    catalog: &'a dyn Catalog,
}

impl<'a> Classes<'a> {
    pub(super) fn new(catalog: &'a dyn Catalog) -> Self {
        Self { catalog }
    }

    /// What is known of a class beyond its name.
    pub(super) fn descriptor(&self, name: &str) -> Option<&'a ClassDescriptor> {
        self.catalog.class(name).or_else(|| BUILT_IN.get(name))
    }

    /// Whether the class loader finds the class.
    pub(super) fn exists(&self, name: &str) -> bool {
        let name = name.trim_end_matches("[]");
        self.descriptor(name).is_some() || hierarchy::is_known(name) || known::kind(name).is_some()
    }

    /// What a class is that exists and isn't described.
    pub(super) fn undescribed(&self, name: &str) -> Option<Kind> {
        if self.descriptor(name).is_some() { None } else { known::kind(name) }
    }

    /// Whether objects of a class may well be of just this one: it isn't abstract.
    pub(super) fn is_concrete(&self, name: &str) -> bool {
        match self.undescribed(name) {
            Some(kind) => matches!(kind, Kind::Plain | Kind::Demanding),
            None => name != "java.lang.Object" && !self.is_interface(name),
        }
    }

    /// All names, for suggestions.
    pub(super) fn names(&self) -> Vec<&'a str> {
        let mut names = self.catalog.names();
        names.extend(BUILT_IN.keys().copied());
        names
    }

    /// The class itself and those whose behaviour it inherits, the nearest first.
    fn lineage(&self, name: &str) -> Vec<&'a ClassDescriptor> {
        let mut lineage: Vec<&'a ClassDescriptor> = Vec::new();
        let mut next = self.descriptor(name);
        while let Some(class) = next {
            if lineage.iter().any(|known| known.name == class.name) {
                break;
            }
            lineage.push(class);
            next = class.extends.and_then(|base| BUILT_IN.get(base));
        }
        lineage
    }

    /// The class whose behaviour a class has: itself, or the modelled one that it extends.
    pub(super) fn modelled(&self, name: &str) -> String {
        self.lineage(name).last().map_or(name, |class| class.name).to_owned()
    }

    /// Whether a class is jasypt's or inherits from one of jasypt's.
    pub(super) fn is_of_jasypt(&self, name: &str) -> bool {
        self.lineage(name).iter().any(|class| class.name.starts_with("org.jasypt."))
    }

    /// Whether a class is, extends or implements another.
    pub(super) fn is_subtype(&self, name: &str, other: &str) -> bool {
        if name == other || other == "java.lang.Object" {
            return true;
        }
        if let (Some(component), Some(wanted)) = (name.strip_suffix("[]"), other.strip_suffix("[]")) {
            return self.is_subtype(component, wanted);
        }
        let inherits = |class: &&ClassDescriptor| {
            class.name == other
                || class.supertypes.iter().any(|known| *known == other || hierarchy::is_subtype(known, other))
        };
        hierarchy::is_subtype(name, other) || self.lineage(name).iter().any(inherits)
    }

    /// How far an object's class is from a parameter's type (`MethodInvoker.getTypeDifferenceWeight`).
    pub(super) fn distance(&self, required: &JavaType, class: Option<&str>) -> i64 {
        let Some(class) = class else { return 0 };
        let wanted = required.to_string();
        let mut weight = 0;
        let mut superclass = hierarchy::superclass(class)
            .or_else(|| (class != "java.lang.Object").then_some("java.lang.Object"));
        while let Some(current) = superclass {
            if current == wanted {
                weight += 2;
                break;
            }
            if !self.is_subtype(current, &wanted) {
                break;
            }
            weight += 2;
            superclass = hierarchy::superclass(current);
        }
        if self.is_interface(&wanted) { weight + 1 } else { weight }
    }

    /// The name and type of a property that can be set. Spring also finds it when only its first letter's case is
    /// another.
    pub(super) fn writable(&self, class: &str, property: &str) -> Option<(&'a str, JavaType)> {
        let find = |wanted: &str| {
            let all = self.lineage(class).into_iter().flat_map(|class| &class.properties);
            all.into_iter()
                .find(|(name, _)| *name == wanted)
                .map(|(name, required)| (*name, required.clone()))
        };
        spellings(property).iter().find_map(|spelling| find(spelling))
    }

    /// The type that the setter of a property takes.
    pub(super) fn property_type(&self, class: &str, property: &str) -> Option<JavaType> {
        self.writable(class, property).map(|(_, required)| required)
    }

    /// The type that the getter of a property gives.
    pub(super) fn readable_type(&self, class: &str, property: &str) -> Option<JavaType> {
        self.lineage(class).iter().find_map(|class| match getters::access(class.name, property) {
            Some(access) if !access.readable => None,
            _ => class.readable(property).cloned(),
        })
    }

    /// How a property of a class may be used that isn't the embedding program's; `None` where nobody knows.
    pub(super) fn access(&self, class: &str, property: &str) -> Option<Access> {
        let is_collection =
            || ["java.util.Collection", "java.util.Map"].iter().any(|known| self.is_subtype(class, known));
        let known = getters::access(&self.modelled(class), property);
        if class.ends_with("[]") {
            return Some(Access::default());
        }
        known.or_else(|| is_collection().then(|| Access { readable: property == "empty", writable: false }))
    }

    /// What the getter of a property gives before its setter is called, where that is known and isn't null.
    pub(super) fn initial(&self, class: &str, property: &str) -> Option<&'static str> {
        let described = |class: &&ClassDescriptor| {
            class.initial.iter().find(|(name, _)| *name == property).map(|(_, value)| *value)
        };
        let described = self.lineage(class).iter().find_map(described);
        described.or_else(|| {
            let (_, value) = INITIAL.iter().find(|(name, _)| *name == property)?;
            (!self.is_of_catalog(class)).then_some(*value)
        })
    }

    /// Names of all properties that can be set.
    pub(super) fn property_names(&self, class: &str) -> Vec<&'a str> {
        let mut names: Vec<&'a str> = self
            .lineage(class)
            .iter()
            .flat_map(|class| class.properties.iter().map(|(name, _)| *name))
            .collect();
        if self.undescribed(class).is_some() {
            names.extend(getters::settable(class).into_iter().flatten().map(|name| -> &'a str { name }));
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether a class that isn't described is known to have no setter for a property.
    pub(super) fn lacks_setter(&self, class: &str, property: &str) -> bool {
        let spellings = spellings(property);
        let is_meant = |name: &str| spellings.iter().any(|spelling| spelling == name);
        getters::settable(class).is_some_and(|mut known| !known.any(is_meant))
    }

    /// The public constructors; none for a class of which only the name is known.
    pub(super) fn constructors(&self, class: &str) -> Option<Vec<Parameters>> {
        let own = self.descriptor(class)?;
        Some(if own.constructors.is_empty() { vec![Vec::new()] } else { own.constructors.clone() })
    }

    /// Whether the embedding program describes the class, so that all its members are known.
    pub(super) fn is_of_catalog(&self, class: &str) -> bool {
        self.catalog.class(class).is_some()
    }

    pub(super) fn is_interface(&self, class: &str) -> bool {
        match self.descriptor(class) {
            Some(class) => class.is_interface,
            None => hierarchy::is_interface(class) || known::kind(class) == Some(Kind::Interface),
        }
    }

    /// What a method of this name takes at least; none where the class has none. A class of which only the name is known
    /// may have any.
    pub(super) fn least_parameters(&self, class: &str, method: &str) -> Option<Least> {
        match members::least(class, method) {
            Some(Some(least)) => Some(least),
            Some(None) => None,
            None if self.undescribed(class).is_some() || self.has_method(class, method) => {
                Some(Least::Nothing)
            }
            None if self.has_setter(class, method) => Some(Least::Parameters(1, 1)),
            None => self
                .lineage(class)
                .iter()
                .map(|base| base.name)
                .chain(["java.lang.Object"])
                .find_map(|base| members::least(base, method).flatten()),
        }
    }

    /// Whether a described class has a setter of this name that takes an object.
    fn has_setter(&self, class: &str, method: &str) -> bool {
        method.strip_prefix("set").is_some_and(|property| {
            let name = with_first(property, char::to_ascii_lowercase);
            name != property && self.lineage(class).iter().any(|class| class.property(&name).is_some())
        })
    }

    /// Whether a described class has a method of this name without parameters.
    fn has_method(&self, class: &str, method: &str) -> bool {
        self.lineage(class).iter().any(|class| {
            let getter = |(name, _): &(&str, JavaType)| {
                let mut characters = name.chars();
                let capital: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
                method
                    .strip_prefix("get")
                    .is_some_and(|rest| rest == format!("{capital}{}", characters.as_str()))
            };
            class.methods.contains(&method)
                || class.readable.as_ref().is_some_and(|all| all.iter().any(getter))
        })
    }

    /// The type of this name.
    pub(super) fn java_type(&self, name: &str) -> JavaType {
        JavaType::named(name)
    }
}

/// What Spring's configurers and factory beans start with.
const INITIAL: [(&str, &str); 2] = [("order", "2147483647"), ("singleton", "true")];

/// How a property may be written: Spring finds it, too, when only its first letter's case is another.
pub(super) fn spellings(property: &str) -> [String; 3] {
    [
        property.to_owned(),
        with_first(property, char::to_ascii_lowercase),
        with_first(property, char::to_ascii_uppercase),
    ]
}

/// The text with its first character changed.
fn with_first(text: &str, change: impl Fn(&char) -> char) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| change(&first)).into_iter().chain(characters).collect()
}

/// `toString` of a `Class`.
pub(super) fn class_text(name: &str) -> String {
    let interface = hierarchy::is_interface(name) || known::kind(name) == Some(Kind::Interface);
    match name.strip_suffix("[]") {
        Some(_) => format!("class {}", binary_name(name)),
        None if is_primitive_name(name) || name == "void" => name.to_owned(),
        None if interface => format!("interface {name}"),
        None => format!("class {name}"),
    }
}

/// `Class.getName`, which differs for arrays.
pub(super) fn binary_name(name: &str) -> String {
    let Some(component) = name.strip_suffix("[]") else { return name.to_owned() };
    let letter = match component {
        "byte" => "B",
        "char" => "C",
        "double" => "D",
        "float" => "F",
        "int" => "I",
        "long" => "J",
        "short" => "S",
        "boolean" => "Z",
        nested if nested.ends_with("[]") => return format!("[{}", binary_name(nested)),
        class => return format!("[L{class};"),
    };
    format!("[{letter}")
}

/// Whether it is the name of a primitive type.
pub(super) fn is_primitive_name(name: &str) -> bool {
    matches!(name, "int" | "long" | "short" | "byte" | "char" | "boolean" | "double" | "float")
}
