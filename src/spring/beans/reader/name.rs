//! Names: those written, those generated, and which are taken.

use std::collections::HashSet;

use crate::spring::xml::Element;

use super::super::definition::BeanDefinition;
use super::super::text::{has_text, names};
use super::{Fault, Reader, text_of};

/// The names that one `<beans>` element has used so far.
pub(super) type UsedNames = HashSet<String>;

/// `id` or the first of `name`, and the other names.
pub(super) fn written_names(bean: Element<'_>) -> (String, Vec<String>) {
    let mut aliases: Vec<String> = names(text_of(bean, "name")).map(str::to_owned).collect();
    let id = text_of(bean, "id");
    let name = if !has_text(id) && !aliases.is_empty() { aliases.remove(0) } else { id.to_owned() };
    (name, aliases)
}

impl Reader<'_> {
    /// Takes the names of a bean for its `<beans>` element.
    pub(super) fn take_names(
        &mut self,
        bean: Element<'_>,
        name: &str,
        aliases: &[String],
        used: &mut UsedNames,
    ) {
        let own = std::iter::once(name).filter(|name| has_text(name));
        let taken = own.chain(aliases.iter().map(String::as_str)).find(|name| used.contains(*name));
        if let Some(taken) = taken {
            let fault = Fault::NameUsed(taken.to_owned());
            self.problem(bean, &fault);
        }
        used.insert(name.to_owned());
        used.extend(aliases.iter().cloned());
    }

    /// `BeanDefinitionReaderUtils.generateBeanName` for a bean of its own; `None` when there is nothing to make it of.
    pub(in crate::spring::beans) fn generated_name(&mut self, definition: &BeanDefinition) -> Option<String> {
        let base = name_base(definition)?;
        let next = self.numbers.get(&base).copied().unwrap_or(0);
        let (number, name) = (next..)
            .map(|number| (number, format!("{base}#{number}")))
            .find(|(_, name)| !self.sink.contains(name))?;
        self.numbers.insert(base, number + 1);
        Some(name)
    }

    /// The name of an inner bean. Spring appends the object's identity hash; a running number of as many digits serves
    /// as well, and nobody takes it for the number of a bean that isn't inside of another one.
    pub(in crate::spring::beans) fn inner_name(&mut self, base: &str) -> String {
        self.inner_beans += 1;
        format!("{base}#{:08x}", self.inner_beans)
    }
}

/// What a generated name starts with.
pub(super) fn name_base(definition: &BeanDefinition) -> Option<String> {
    let text = match (&definition.class, &definition.parent, &definition.factory_bean) {
        (Some(class), _, _) => class.text.clone(),
        (None, Some(parent), _) => format!("{}$child", parent.text),
        (None, None, Some(factory)) => format!("{}$created", factory.text),
        (None, None, None) => return None,
    };
    has_text(&text).then_some(text)
}
