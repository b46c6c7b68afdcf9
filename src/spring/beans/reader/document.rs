//! `<beans>` and what stands directly in it (Spring's `DefaultBeanDefinitionDocumentReader`).

use std::rc::Rc;

use crate::spring::xml::{Attribute, Element};

use super::super::definition::{BeanDefinition, Import};
use super::super::namespace;
use super::super::text::{has_text, names};
use super::defaults::Defaults;
use super::name::{UsedNames, name_base, written_names};
use super::{Fault, Reader, spanned, text_of};

/// A `<beans>` that is being read.
struct OpenBeans<'d> {
    children: Box<dyn Iterator<Item = Element<'d>> + 'd>,
    used: UsedNames,
    /// The defaults that hold again behind it.
    outer: Rc<Defaults>,
}

impl Reader<'_> {
    /// Reads the document's `<beans>` and those inside it, or whatever else is the root. Nested ones cost no stack.
    pub(in crate::spring::beans) fn read_root(&mut self, root: Element<'_>) {
        let mut open: Vec<OpenBeans<'_>> = self.open(root).into_iter().collect();
        while let Some(beans) = open.last_mut() {
            match beans.children.next() {
                Some(child) if self.is_default(child) && self.name_of(child) == "beans" => {
                    open.extend(self.open(child));
                }
                Some(child) => self.read_child(child, &mut beans.used),
                None => {
                    self.defaults = beans.outer.clone();
                    open.pop();
                }
            }
        }
    }

    /// Starts with a `<beans>`, unless its profiles exclude it.
    fn open<'d>(&mut self, beans: Element<'d>) -> Option<OpenBeans<'d>> {
        let outer = self.defaults.clone();
        self.defaults = Rc::new(Defaults::of(beans, &outer));
        if !self.is_default(beans) {
            namespace::read_top_level(self, beans);
            self.defaults = outer;
            return None;
        }
        if !self.profiles_match(beans) {
            // Spring leaves early here and forgets to restore the outer defaults, so that the next nested <beans>
            // inherits those of the one skipped.
            return None;
        }
        Some(OpenBeans { children: Box::new(beans.elements()), used: UsedNames::new(), outer })
    }

    fn read_child(&mut self, element: Element<'_>, used: &mut UsedNames) {
        if !self.is_default(element) {
            namespace::read_top_level(self, element);
            return;
        }
        match self.name_of(element) {
            "import" => self.read_import(element),
            "alias" => self.read_alias(element),
            "bean" => self.read_top_level_bean(element, used),
            _ => {}
        }
    }

    /// Whether one of the profiles is active, or there are none. Spring knows only names here and `!name`, no
    /// expressions.
    fn profiles_match(&mut self, beans: Element<'_>) -> bool {
        let Some(profiles) = beans.attribute("profile").filter(|attribute| has_text(&attribute.value)) else {
            return true;
        };
        names(&profiles.value).any(|profile| match profile.strip_prefix('!') {
            Some(profile) => !self.profile_active(profile, profiles),
            None => self.profile_active(profile, profiles),
        })
    }

    fn profile_active(&mut self, profile: &str, written: &Attribute) -> bool {
        let sentence = if !has_text(profile) {
            format!("Invalid profile [{profile}]: must contain text")
        } else if profile.starts_with('!') {
            format!("Invalid profile [{profile}]: must not begin with ! operator")
        } else {
            return self.sink.profile_active(profile);
        };
        self.exception(written.value_span, &Fault::Profile(sentence));
        false
    }

    fn read_import(&mut self, element: Element<'_>) {
        let Some(resource) = element.attribute("resource").filter(|resource| has_text(&resource.value))
        else {
            self.problem_at(element.start_tag(), &Fault::ImportEmpty);
            return;
        };
        match self.sink.resolve_required_placeholders(&resource.value) {
            Ok(location) => {
                let import = Import { location, resource: spanned(resource), span: element.span() };
                self.sink.import(import, self.sources, self.diagnostics);
            }
            Err(sentence) => self.exception(resource.value_span, &Fault::Placeholder(sentence)),
        }
    }

    fn read_alias(&mut self, element: Element<'_>) {
        let filled =
            |name| element.attribute(name).filter(|attribute: &&Attribute| has_text(&attribute.value));
        let (name, alias) = (filled("name"), filled("alias"));
        for (missing, what) in [(name.is_none(), "Name"), (alias.is_none(), "Alias")] {
            if missing {
                self.problem_at(element.start_tag(), &Fault::AliasEmpty(what));
            }
        }
        if let (Some(name), Some(alias)) = (name, alias) {
            self.sink.alias(spanned(name), spanned(alias), self.diagnostics);
        }
    }

    fn read_top_level_bean(&mut self, element: Element<'_>, used: &mut UsedNames) {
        let (name, aliases) = written_names(element);
        self.take_names(element, &name, &aliases, used);
        let mut definition = self.read_bean_body(element, &name, None);
        definition.aliases = aliases;
        if has_text(&name) {
            definition.name = name;
        } else if let Some(name) = self.generated_name(&definition) {
            self.add_plain_class_alias(&mut definition, &name);
            definition.name = name;
        } else {
            self.problem(element, &Fault::Unnameable);
            return;
        }
        self.decorate(element, &mut definition);
        self.sink.bean(*definition, self.diagnostics);
    }

    /// A bean without a name answers to its class as well, as long as nothing else does.
    fn add_plain_class_alias(&mut self, definition: &mut BeanDefinition, name: &str) {
        if let Some(class) = &definition.class
            && name.len() > class.text.len()
            && !self.sink.in_use(&class.text)
        {
            definition.aliases.push(class.text.clone());
        }
    }

    /// Reads a bean inside a value; it has a name that nothing can refer to.
    pub(super) fn read_inner_bean(
        &mut self,
        element: Element<'_>,
        containing: Option<&BeanDefinition>,
    ) -> Option<Box<BeanDefinition>> {
        let (name, aliases) = written_names(element);
        let mut definition = self.read_bean_body(element, &name, containing);
        definition.aliases = aliases;
        definition.name = if has_text(&name) {
            name
        } else if let Some(base) = name_base(&definition) {
            self.inner_name(&base)
        } else {
            self.problem(element, &Fault::Unnameable);
            return None;
        };
        self.decorate(element, &mut definition);
        Some(definition)
    }
}

/// Where a bean's name stands, else its start tag.
pub(super) fn name_span(element: Element<'_>) -> crate::source::Span {
    let named = |name| element.attribute(name).filter(|_| has_text(text_of(element, name)));
    named("id").or_else(|| named("name")).map_or(element.start_tag(), |attribute| attribute.value_span)
}
