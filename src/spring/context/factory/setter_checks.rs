//! What setters of Spring's classes refuse.

use super::super::classes::Classes;
use super::super::object::Object;

/// The constants that `systemPropertiesModeName` takes.
const MODES: [&str; 3] =
    ["SYSTEM_PROPERTIES_MODE_NEVER", "SYSTEM_PROPERTIES_MODE_FALLBACK", "SYSTEM_PROPERTIES_MODE_OVERRIDE"];

/// The exception that a setter throws, as `class: message`; none where it takes the value.
pub(super) fn refusal(class: &str, property: &str, value: &Object, classes: Classes<'_>) -> Option<String> {
    let interface = match property {
        "systemPropertiesModeName" => return mode(class, value),
        "targetListClass" => "java.util.List",
        "targetSetClass" => "java.util.Set",
        "targetMapClass" => "java.util.Map",
        _ => return None,
    };
    let problem = match value {
        Object::Class(name) if classes.is_subtype(name, interface) => return None,
        Object::Class(_) => format!("must implement [{interface}]"),
        _ => "must not be null".to_owned(),
    };
    Some(format!("java.lang.IllegalArgumentException: '{property}' {problem}"))
}

fn mode(class: &str, value: &Object) -> Option<String> {
    let name = value.text().map(|text| text.reveal().to_uppercase()).unwrap_or_default();
    (!MODES.contains(&name.as_str())).then(|| {
        format!("org.springframework.core.Constants$ConstantException: Field '{name}' not found in class [{class}]")
    })
}
