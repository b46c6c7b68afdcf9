//! `PropertyOverrideConfigurer`: entries `bean.property=value` set properties of beans.

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Step, Text, Traced, holds_secret};

use super::super::definition::{Node, PropertyValue};
use super::super::factory::BeanFactory;
use super::super::fault::{Outcome, with_origin};
use super::super::hash_order::in_order_of_property_names;
use super::super::suggest;
use super::{PropertyTable, Settings};

impl BeanFactory<'_> {
    pub(super) fn override_properties(&mut self, settings: &Settings, table: &PropertyTable) -> Outcome<()> {
        let entries = in_order_of_property_names(table.iter().collect(), |(key, _)| key);
        for (key, value) in entries {
            match self.override_property(settings, key, value) {
                Err(_) if settings.ignore_invalid_keys => {}
                other => other?,
            }
        }
        Ok(())
    }

    fn override_property(&mut self, settings: &Settings, key: &str, value: &Traced<Text>) -> Outcome<()> {
        let separator = &settings.bean_name_separator;
        let Some(at) = key.find(separator.as_str()) else {
            let text = format!("Invalid key '{key}': expected 'beanName{separator}property'");
            return Err(fault(
                "override-key",
                text,
                value,
                format!("write {key} as bean{separator}property=value"),
            ));
        };
        let bean = key.get(..at).unwrap_or("");
        // Spring skips one character, however long the separator is.
        let property = key.get(at..).map(|rest| rest.chars().skip(1).collect::<String>()).unwrap_or_default();
        let Some(definition) = self.registry.definitions.get_mut(bean) else {
            let names = self.registry.definitions.keys().map(String::as_str);
            let help = match suggest::nearest(bean, names) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "name a bean that is defined".to_owned(),
            };
            return Err(fault("override-bean", format!("No bean named '{bean}' available"), value, help));
        };
        let origin = Origin::of(Step::Override {
            key: key.to_owned(),
            span: value.origin.span().unwrap_or(definition.span),
        });
        let mut origin = origin;
        origin.extend(&value.origin);
        let name_span = value.origin.span().unwrap_or(definition.span);
        let text = Traced::new(value.value.clone(), origin);
        let is_secret = !self.loader.host.reveal && holds_secret(&property);
        let node = Node::Text { text, type_name: None, is_secret };
        definition.properties.insert(
            property,
            PropertyValue { name_span, value: node, optional: settings.ignore_invalid_keys },
        );
        Ok(())
    }
}

fn fault(code: &'static str, text: String, value: &Traced<Text>, help: String) -> Box<Diagnostic> {
    let found =
        Diagnostic::error(code, format!("a property can't be overridden: {text}")).spring(text).help(help);
    Box::new(with_origin(found, &value.origin, "this entry"))
}
