//! `xsi:schemaLocation`: which namespaces have a schema that the server's jars can answer for.

use std::collections::HashMap;

use crate::spring::xml::{Attribute, Element};

const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Where Spring's schemas live; the part behind is `name/spring-name.xsd` or `name/spring-name-version.xsd`.
const HOME: &str = "www.springframework.org/schema/";

/// Versions that `META-INF/spring.schemas` maps to the one schema of the jar; which is the first one differs.
const VERSIONS: [&str; 9] = ["2.0", "2.5", "3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "4.3"];

/// The schemas, each with the first version that is mapped.
const SCHEMAS: [(&str, &str); 9] = [
    ("aop", "2.0"),
    ("beans", "2.0"),
    ("cache", "3.1"),
    ("context", "2.5"),
    ("jee", "2.0"),
    ("lang", "2.0"),
    ("task", "3.0"),
    ("tool", "2.0"),
    ("util", "2.0"),
];

/// The pairs seen so far; for each namespace the first location counts.
#[derive(Debug, Default)]
pub(super) struct Locations {
    first: HashMap<String, String>,
}

impl Locations {
    /// Takes in what an element says.
    pub(super) fn read(&mut self, element: Element<'_>) {
        let is_location = |attribute: &&Attribute| {
            attribute.name.namespace.as_deref() == Some(INSTANCE)
                && &*attribute.name.local == "schemaLocation"
        };
        let Some(attribute) = element.attributes().iter().find(is_location) else { return };
        let mut words = attribute.value.split_whitespace();
        while let (Some(namespace), Some(location)) = (words.next(), words.next()) {
            self.first.entry(namespace.to_owned()).or_insert_with(|| location.to_owned());
        }
    }

    /// Where the schema of a namespace is said to be.
    pub(super) fn of(&self, namespace: &str) -> Option<&str> {
        self.first.get(namespace).map(String::as_str)
    }
}

/// The namespace of the schema that the server's jars have for a location, without any network.
pub(super) fn resolve(location: &str) -> Option<String> {
    if let Some(path) = location.strip_prefix("classpath:") {
        return in_jar(path.strip_prefix('/').unwrap_or(path));
    }
    let path =
        location.strip_prefix("https://").or_else(|| location.strip_prefix("http://"))?.strip_prefix(HOME)?;
    let (name, file) = path.split_once('/')?;
    let (_, since) = SCHEMAS.iter().find(|(schema, _)| *schema == name)?;
    let version = file.strip_prefix("spring-")?.strip_prefix(name)?.strip_suffix(".xsd")?;
    let known = version.is_empty()
        || version.strip_prefix('-').is_some_and(|version| VERSIONS.contains(&version) && version >= *since);
    known.then(|| format!("http://{HOME}{name}"))
}

/// The namespace of the schema that lies in Spring's jars under this path.
fn in_jar(path: &str) -> Option<String> {
    let (folder, file) = path.strip_prefix("org/springframework/")?.rsplit_once('/')?;
    let name = file.strip_prefix("spring-")?.strip_suffix(".xsd")?;
    let home = match name {
        "beans" | "tool" | "util" => "beans/factory/xml",
        "aop" => "aop/config",
        "cache" => "cache/config",
        "context" => "context/config",
        "jee" => "ejb/config",
        "lang" => "scripting/config",
        "task" => "scheduling/config",
        _ => return None,
    };
    (folder == home).then(|| format!("http://{HOME}{name}"))
}

/// Whether loading this namespace's schema brings that of `<beans>` along.
pub(super) fn imports_beans(namespace: &str) -> bool {
    !namespace.ends_with("/beans") && !namespace.ends_with("/tool")
}

/// Whether an attribute is one that schemas never mind.
pub(super) fn is_instance_attribute(attribute: &Attribute) -> bool {
    attribute.name.namespace.as_deref() == Some(INSTANCE)
        && ["type", "nil", "schemaLocation", "noNamespaceSchemaLocation"].contains(&&*attribute.name.local)
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn every_version_of_the_jar_means_its_one_schema() {
        let beans = Some("http://www.springframework.org/schema/beans");
        for location in ["spring-beans.xsd", "spring-beans-2.0.xsd", "spring-beans-4.3.xsd"] {
            for protocol in ["http", "https"] {
                let location = format!("{protocol}://www.springframework.org/schema/beans/{location}");
                assert_eq!(resolve(&location).as_deref(), beans, "{location}");
            }
        }
    }

    #[test]
    fn a_schema_may_be_named_by_its_place_in_the_jar() {
        let beans = Some("http://www.springframework.org/schema/beans");
        for slash in ["", "/"] {
            let location = format!("classpath:{slash}org/springframework/beans/factory/xml/spring-beans.xsd");
            assert_eq!(resolve(&location).as_deref(), beans, "{location}");
        }
        assert_eq!(resolve("classpath:org/springframework/beans/spring-beans.xsd"), None);
    }

    #[test]
    fn what_is_not_in_the_jar_is_not_fetched() {
        for location in [
            "http://www.springframework.org/schema/beans/spring-beans-5.3.xsd",
            "http://www.springframework.org/schema/context/spring-context-2.0.xsd",
            "http://www.springframework.org/schema/tx/spring-tx.xsd",
            "http://springframework.org/schema/beans/spring-beans.xsd",
            "spring-beans.xsd",
        ] {
            assert_eq!(resolve(location), None, "{location}");
        }
    }
}
