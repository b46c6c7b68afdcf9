//! `<bean>`: its attributes and children, without its name.

use crate::spring::xml::Element;

use super::super::definition::{BeanDefinition, MethodOverride, Spanned};
use super::super::text::{has_text, java_trim, names};
use super::defaults::{autowire_mode, decided};
use super::document::name_span;
use super::{Fault, Reader, spanned, text_of, token_of, written};

impl Reader<'_> {
    /// Reads everything but the name, for which `shown` stands in messages.
    pub(super) fn read_bean_body(
        &mut self,
        element: Element<'_>,
        shown: &str,
        containing: Option<&BeanDefinition>,
    ) -> Box<BeanDefinition> {
        self.enter(format!("Bean '{shown}'"));
        let mut definition = blank(element);
        definition.resource = Some(self.resource.clone());
        self.read_attributes(element, shown, containing, &mut definition);
        definition.overrides = self.overrides(element);
        self.read_constructor_arguments(element, &mut definition);
        self.read_properties(element, &mut definition);
        for qualifier in self.children(element, "qualifier") {
            self.check_qualifier(qualifier);
        }
        self.leave();
        definition
    }

    fn read_attributes(
        &mut self,
        element: Element<'_>,
        name: &str,
        containing: Option<&BeanDefinition>,
        definition: &mut BeanDefinition,
    ) {
        definition.class = element
            .attribute("class")
            .map(|class| Spanned { text: java_trim(&class.value).to_owned(), span: class.value_span });
        definition.parent = written(element, "parent");
        let defaults = self.defaults.clone();
        let choice = |attribute| decided(token_of(element, attribute));
        definition.scope =
            written(element, "scope").or_else(|| containing.and_then(|containing| containing.scope.clone()));
        definition.is_abstract = token_of(element, "abstract") == "true";
        definition.lazy = Some(choice("lazy-init").map_or(defaults.lazy, |lazy| lazy == "true"));
        definition.autowire = choice("autowire").map_or(defaults.autowire, autowire_mode);
        definition.depends_on = depends_on(element);
        definition.autowire_candidate = choice("autowire-candidate")
            .map_or_else(|| defaults.is_candidate(name), |candidate| candidate == "true");
        definition.primary = token_of(element, "primary") == "true";
        definition.init_method = written(element, "init-method").or_else(|| defaults.init_method.clone());
        definition.destroy_method =
            written(element, "destroy-method").or_else(|| defaults.destroy_method.clone());
        definition.factory_method = written(element, "factory-method");
        definition.factory_bean = written(element, "factory-bean");
    }

    fn overrides(&self, element: Element<'_>) -> Vec<MethodOverride> {
        let of = |child, bean| {
            self.children(element, child).map(move |child| MethodOverride {
                method: text_of(child, "name").to_owned(),
                bean: text_of(child, bean).to_owned(),
                span: child.span(),
            })
        };
        of("lookup-method", "bean").chain(of("replaced-method", "replacer")).collect()
    }

    /// A qualifier only matters to autowiring by annotations, but Spring reads it.
    fn check_qualifier(&mut self, element: Element<'_>) {
        let written = element.attribute("type").map(|name| name.value.as_str());
        match written {
            Some("") => return self.problem(element, &Fault::QualifierUntyped),
            None if self.plain => return self.problem(element, &Fault::QualifierUntyped),
            Some(name) if !has_text(name) => {
                return self.exception(element.start_tag(), &Fault::QualifierTypeBlank(name.to_owned()));
            }
            // The schema's default.
            None => self.enter("Qualifier 'org.springframework.beans.factory.annotation.Qualifier'"),
            Some(name) => self.enter(format!("Qualifier '{name}'")),
        }
        for attribute in self.children(element, "attribute") {
            if text_of(attribute, "key").is_empty() || text_of(attribute, "value").is_empty() {
                self.problem(attribute, &Fault::QualifierAttribute);
            }
        }
        self.leave();
    }
}

/// A definition that says nothing yet; on the heap, as beans nest.
fn blank(element: Element<'_>) -> Box<BeanDefinition> {
    Box::new(BeanDefinition::at(element.span(), name_span(element)))
}

fn depends_on(element: Element<'_>) -> Vec<Spanned> {
    let Some(attribute) = element.attribute("depends-on") else { return Vec::new() };
    let whole = spanned(attribute);
    names(&attribute.value).map(|name| Spanned { text: name.to_owned(), span: whole.span }).collect()
}
