//! What a configurer's properties say.

use crate::source::Traced;
use crate::spring::placeholder::Placeholders;

use super::super::object::{Instance, Object};

/// `systemPropertiesMode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum SystemProperties {
    Never,
    #[default]
    Fallback,
    Override,
}

/// The properties of a configurer, defaults applied.
#[derive(Clone, Debug)]
pub(in super::super) struct Settings {
    pub(in super::super) placeholders: Placeholders,
    pub(in super::super) null_value: Option<String>,
    pub(in super::super) trim_values: bool,
    pub(in super::super) system_properties: SystemProperties,
    pub(in super::super) search_environment: bool,
    pub(in super::super) bean_name_separator: String,
    pub(in super::super) ignore_invalid_keys: bool,
}

/// What `PropertiesLoaderSupport` loads.
#[derive(Clone, Debug)]
pub(in super::super) struct Loading {
    /// Resources, in their order.
    pub(in super::super) locations: Vec<Traced<Object>>,
    /// Inline properties, in their order.
    pub(in super::super) inline: Vec<Traced<Object>>,
    pub(in super::super) local_override: bool,
    pub(in super::super) ignore_missing: bool,
    pub(in super::super) encoding: Option<String>,
}

impl Settings {
    pub(in super::super) fn of(instance: &Instance) -> Self {
        let text = |name: &str| {
            instance.property(name).map(|value| value.value.text().map(|text| text.reveal().to_owned()))
        };
        let flag = |name: &str| boolean(instance, name);
        Self {
            placeholders: Placeholders {
                prefix: text("placeholderPrefix").flatten().unwrap_or_else(|| "${".to_owned()),
                suffix: text("placeholderSuffix").flatten().unwrap_or_else(|| "}".to_owned()),
                separator: text("valueSeparator").unwrap_or_else(|| Some(":".to_owned())),
                ignore_unresolvable: flag("ignoreUnresolvablePlaceholders").unwrap_or(false),
                owner: instance.bean.clone(),
            },
            null_value: text("nullValue").flatten(),
            trim_values: flag("trimValues").unwrap_or(false),
            system_properties: system_properties(instance),
            search_environment: flag("searchSystemEnvironment").unwrap_or(true),
            bean_name_separator: text("beanNameSeparator").flatten().unwrap_or_else(|| ".".to_owned()),
            ignore_invalid_keys: flag("ignoreInvalidKeys").unwrap_or(false),
        }
    }
}

impl Loading {
    pub(in super::super) fn of(instance: &Instance) -> Self {
        Self {
            locations: last_of(instance, ["location", "locations"]),
            inline: last_of(instance, ["properties", "propertiesArray"]),
            local_override: boolean(instance, "localOverride").unwrap_or(false),
            ignore_missing: boolean(instance, "ignoreResourceNotFound").unwrap_or(false),
            encoding: instance
                .property("fileEncoding")
                .and_then(|value| value.value.text())
                .map(|text| text.reveal().to_owned()),
        }
    }
}

/// The members of whichever of two properties was set last: both set the same field. One that is null is one member.
fn last_of(instance: &Instance, names: [&str; 2]) -> Vec<Traced<Object>> {
    let set = names.into_iter().filter_map(|name| instance.properties.get_full(name));
    let Some((_, name, last)) = set.max_by_key(|(index, _, _)| *index) else { return Vec::new() };
    match &last.value.value {
        Object::Sequence(sequence) => sequence.items.as_ref().clone(),
        Object::Null if name != "location" => Vec::new(),
        _ => vec![last.value.clone()],
    }
}

fn system_properties(instance: &Instance) -> SystemProperties {
    let set = ["systemPropertiesMode", "systemPropertiesModeName"];
    let last = set
        .into_iter()
        .filter_map(|name| instance.properties.get_full(name))
        .max_by_key(|(index, ..)| *index);
    match last.map(|(_, _, property)| &property.value.value) {
        Some(Object::Number(number)) => match number.long_value() {
            1 => SystemProperties::Fallback,
            2 => SystemProperties::Override,
            _ => SystemProperties::Never,
        },
        Some(Object::Text(name)) => match name.reveal().to_uppercase().as_str() {
            "SYSTEM_PROPERTIES_MODE_NEVER" => SystemProperties::Never,
            "SYSTEM_PROPERTIES_MODE_OVERRIDE" => SystemProperties::Override,
            _ => SystemProperties::Fallback,
        },
        _ => SystemProperties::default(),
    }
}

fn boolean(instance: &Instance, name: &str) -> Option<bool> {
    match instance.property(name)?.value {
        Object::Boolean(value) => Some(value),
        _ => None,
    }
}
