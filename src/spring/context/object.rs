//! Java objects as far as the container models them.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::{Span, Text, Traced};
use crate::spring::jasypt::config::PbeBean;
use crate::spring::resource::Resource;

use super::number::Number;

/// Where an instance lies in the [`Heap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct InstanceId(usize);

/// A value of any Java type, or `null`.
#[derive(Clone, Debug)]
pub(super) enum Object {
    Null,
    Text(Text),
    Number(Number),
    Boolean(bool),
    Character(char),
    /// A `Class`, by its name.
    Class(Arc<str>),
    Resource(Resource),
    Sequence(Sequence),
    Map(Map),
    /// A value of a JDK class that is told by its text: `java.io.File`, `java.net.URI`, `java.util.Locale`, ..
    Scalar(Arc<Scalar>),
    Instance(InstanceId),
}

/// A list, a set or an array.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    /// The class of the object; `X[]` for arrays.
    pub(super) class: Arc<str>,
    pub(super) items: Arc<Vec<Traced<Object>>>,
    extent: Extent,
}

/// Keys and values.
pub(super) type Entries = Vec<(Traced<Object>, Traced<Object>)>;

/// A `Map`, in its order of insertion.
#[derive(Clone, Debug)]
pub(super) struct Map {
    /// The class of the object.
    pub(super) class: Arc<str>,
    pub(super) entries: Arc<Entries>,
    /// Whether it is what `System.getProperties` gives, which can be changed.
    pub(super) of_system: bool,
    /// What `Properties` look in for a key that they lack, in the order in which it is gone through.
    pub(super) defaults: Option<Arc<Entries>>,
    extent: Extent,
}

/// How deep collections may hold each other.
pub(super) const MOST_DEPTH: usize = 1_000;

/// The longest text that an expression may make, in bytes.
pub(super) const MOST_TEXT: usize = 16 << 20;

/// The most parts that a value in an expression may have.
pub(super) const MOST_PARTS: usize = 5_000_000;

/// How much goes over who follows a value to its ends: collections share what they hold.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    /// Values in values, each place counted, and one more for each 32 bytes of a text.
    pub(super) parts: usize,
    /// How many collections hold each other.
    pub(super) depth: usize,
}

impl Extent {
    /// That of a text.
    pub(super) fn of_text(text: &Text) -> Self {
        Self { parts: 1 + text.reveal().len() / 32, depth: 0 }
    }

    /// That of a collection with these members.
    fn around<'o>(members: impl Iterator<Item = &'o Traced<Object>>) -> Self {
        members.fold(Self { parts: 1, depth: 1 }, |sum, member| {
            let extent = member.value.extent();
            Self {
                parts: sum.parts.saturating_add(extent.parts),
                depth: sum.depth.max(extent.depth.saturating_add(1)),
            }
        })
    }
}

/// A value that is told by its text.
#[derive(Clone, Debug)]
pub(super) struct Scalar {
    pub(super) class: &'static str,
    /// What `toString` gives.
    pub(super) text: Text,
}

/// An object with properties.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    /// The name of the bean, or the name that Spring generates for an inner one.
    pub(super) bean: String,
    pub(super) class: Arc<str>,
    /// What was set, in the order of setting.
    pub(super) properties: IndexMap<String, InstanceProperty>,
    /// What its constructor was given.
    pub(super) arguments: Vec<Traced<Object>>,
    /// Where its definition stands.
    pub(super) span: Span,
    /// What jasypt keeps, for its encryptors and their configs.
    pub(super) pbe: Option<PbeBean>,
    /// The method or constructor that made it, where no more than its type is known, if that.
    pub(super) made_by: Option<Arc<str>>,
}

#[derive(Clone, Debug)]
pub(super) struct InstanceProperty {
    pub(super) value: Traced<Object>,
    pub(super) name_span: Span,
}

/// All instances of a context and of those above it. Instances are never removed, so ids stay good in children,
/// which start with their parent's heap.
#[derive(Clone, Debug, Default)]
pub(super) struct Heap {
    instances: Vec<Instance>,
}

impl Heap {
    pub(super) fn add(&mut self, instance: Instance) -> InstanceId {
        self.instances.push(instance);
        InstanceId(self.instances.len() - 1)
    }

    pub(super) fn get(&self, id: InstanceId) -> Option<&Instance> {
        self.instances.get(id.0)
    }

    pub(super) fn get_mut(&mut self, id: InstanceId) -> Option<&mut Instance> {
        self.instances.get_mut(id.0)
    }

    /// All instances.
    pub(super) fn instances_mut(&mut self) -> impl Iterator<Item = &mut Instance> {
        self.instances.iter_mut()
    }
}

impl Instance {
    pub(super) fn property(&self, name: &str) -> Option<&Traced<Object>> {
        self.properties.get(name).map(|property| &property.value)
    }
}

impl Object {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self::Text(Text::plain(text))
    }

    pub(super) fn integer(number: i32) -> Self {
        Self::Number(Number::Integer(number))
    }

    pub(super) fn list(items: Vec<Traced<Object>>) -> Self {
        Self::sequence("java.util.ArrayList", items)
    }

    pub(super) fn sequence(class: impl Into<Arc<str>>, items: Vec<Traced<Object>>) -> Self {
        let extent = Extent::around(items.iter());
        Self::Sequence(Sequence { class: class.into(), items: Arc::new(items), extent })
    }

    pub(super) fn map(class: impl Into<Arc<str>>, entries: Entries) -> Self {
        let extent = Extent::around(entries.iter().flat_map(|(key, value)| [key, value]));
        Self::Map(Map {
            class: class.into(),
            entries: Arc::new(entries),
            of_system: false,
            defaults: None,
            extent,
        })
    }

    /// `new Properties(defaults)`.
    pub(super) fn properties_over(defaults: &Map) -> Self {
        let below = defaults.defaults.iter().flat_map(|below| below.iter());
        let all = below.chain(defaults.entries.iter()).cloned().collect();
        match Self::map("java.util.Properties", Vec::new()) {
            Self::Map(map) => {
                Self::Map(Map { defaults: Some(Arc::new(all)), extent: defaults.extent, ..map })
            }
            other => other,
        }
    }

    /// `System.getProperties()`.
    pub(super) fn system_properties(entries: Entries) -> Self {
        match Self::map("java.util.Properties", entries) {
            Self::Map(map) => Self::Map(Map { of_system: true, ..map }),
            other => other,
        }
    }

    /// How large it is.
    pub(super) fn extent(&self) -> Extent {
        match self {
            Self::Text(text) => Extent::of_text(text),
            Self::Scalar(scalar) => Extent::of_text(&scalar.text),
            Self::Sequence(sequence) => sequence.extent,
            Self::Map(map) => map.extent,
            _ => Extent { parts: 1, depth: 0 },
        }
    }

    pub(super) fn scalar(class: &'static str, text: impl Into<String>) -> Self {
        Self::Scalar(Arc::new(Scalar { class, text: Text::plain(text) }))
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether both are the same collection, not only equal ones: who changes one changes the other.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sequence(one), Self::Sequence(other)) => {
                one.class == other.class && Arc::ptr_eq(&one.items, &other.items)
            }
            (Self::Map(one), Self::Map(other)) => {
                one.class == other.class && Arc::ptr_eq(&one.entries, &other.entries)
            }
            _ => false,
        }
    }

    /// The text, if it is a `String`.
    pub(super) fn text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// `getClass().getName()`, arrays written `X[]` as Spring's messages do; `None` for null.
    pub(super) fn class_name(&self, heap: &Heap) -> Option<Arc<str>> {
        Some(match self {
            Self::Null => return None,
            Self::Text(_) => "java.lang.String".into(),
            Self::Number(number) => number.class_name().into(),
            Self::Boolean(_) => "java.lang.Boolean".into(),
            Self::Character(_) => "java.lang.Character".into(),
            Self::Class(_) => "java.lang.Class".into(),
            Self::Resource(resource) => resource_class(resource).into(),
            Self::Sequence(sequence) => Arc::clone(&sequence.class),
            Self::Map(map) => Arc::clone(&map.class),
            Self::Scalar(scalar) => scalar.class.into(),
            Self::Instance(id) => Arc::clone(&heap.get(*id)?.class),
        })
    }

    /// Whether it is or contains a secret text.
    pub(super) fn is_secret(&self) -> bool {
        match self {
            Self::Text(text) => text.is_secret(),
            Self::Scalar(scalar) => scalar.text.is_secret(),
            Self::Sequence(sequence) => sequence.items.iter().any(|item| item.value.is_secret()),
            Self::Map(map) => {
                map.entries.iter().any(|(key, value)| key.value.is_secret() || value.value.is_secret())
            }
            _ => false,
        }
    }
}

pub(super) fn resource_class(resource: &Resource) -> &'static str {
    match resource {
        Resource::ClassPath(_) => "org.springframework.core.io.ClassPathResource",
        Resource::File(_) => "org.springframework.core.io.FileSystemResource",
        Resource::FileUrl { .. } => "org.springframework.core.io.FileUrlResource",
        Resource::Url(_) => "org.springframework.core.io.UrlResource",
        Resource::Bytes { .. } => "org.springframework.core.io.ByteArrayResource",
    }
}
