//! One bean from its merged definition (`AbstractAutowireCapableBeanFactory.createBean`).

use crate::diagnostic::Diagnostic;
use crate::source::Origin;

use super::super::definition::Definition;
use super::super::fault::{Outcome, with_origin};
use super::super::object::Object;
use super::super::stack;
use super::BeanFactory;
use super::work::STEPS_A_DEPENDENT;

impl BeanFactory<'_> {
    /// Instantiates, sets properties, initialises.
    pub(super) fn build(&mut self, name: &str, definition: &Definition) -> Outcome<Object> {
        let class = self.bean_class(definition)?;
        let object = self.instantiate(name, definition, class.as_deref())?;
        if definition.factory_method.is_some()
            && let Object::Instance(id) = object
            && let Some(instance) = self.heap.get_mut(id)
        {
            // What was a bean before is told the name of this one.
            name.clone_into(&mut instance.bean);
        }
        if definition.is_singleton() && self.creating.last().is_some_and(|current| current == name) {
            self.early.insert(name.to_owned(), object.clone());
        }
        self.populate(name, definition, &object)?;
        let object = self.initialise(name, definition, object)?;
        self.early.remove(name);
        Ok(object)
    }

    /// An inner bean, which nothing can refer to.
    pub(super) fn make_inner(&mut self, name: &str, definition: &Definition) -> Outcome<Object> {
        self.check_depth(definition)?;
        self.creating.push(format!("inner bean of {}", self.creating.last().map_or("", String::as_str)));
        let made = stack::with_room(|| self.build(name, definition));
        self.creating.pop();
        made
    }

    /// The class of a definition, SpEL evaluated; none where another bean makes it.
    pub(super) fn bean_class(&mut self, definition: &Definition) -> Outcome<Option<String>> {
        let Some(written) = &definition.class else { return Ok(None) };
        let evaluated = self.evaluate(written)?;
        let name = match &evaluated.value {
            Object::Class(name) => name.to_string(),
            Object::Text(text) => text.reveal().to_owned(),
            other => {
                let shown = super::super::display::to_java_string(other, &self.heap);
                let found = Diagnostic::error("class-missing", "the expression for the class gives no class")
                    .spring(format!("Invalid class name expression result: {shown}"));
                return Err(Box::new(with_origin(found, &written.origin, "here")));
            }
        };
        if self.classes.exists(&name) {
            return Ok(Some(name));
        }
        let found = self.class_missing(&name).note(format!(
            "Cannot find class [{name}] for bean with name '{}'{}; nested exception is \
             java.lang.ClassNotFoundException: {name}",
            definition.name,
            definition
                .resource
                .as_ref()
                .map(|resource| format!(" defined in {resource}"))
                .unwrap_or_default(),
        ));
        Err(Box::new(with_origin(found, &written.origin, "no such class")))
    }

    /// The finding for a class that isn't on the class path.
    pub(super) fn class_missing(&self, name: &str) -> Diagnostic {
        let found = Diagnostic::error("class-missing", format!("there is no class `{name}`")).spring(name);
        let names = self.classes.names();
        let simple = |name: &str| name.rsplit('.').next().unwrap_or("").to_owned();
        let same_simple_name = names.iter().find(|known| simple(known) == simple(name));
        match same_simple_name.copied().or_else(|| self.nearest(name, names.iter().copied())) {
            Some(nearest) => found.help(format!("did you mean {nearest}?")),
            None => found
                .help("check the class name; a management server has no other classes than its jars bring"),
        }
    }

    /// Makes what `depends-on` names.
    pub(super) fn make_dependencies(&mut self, name: &str, definition: &Definition) -> Outcome<()> {
        for dependency in &definition.depends_on {
            self.spend(1)?;
            let target = self.registry.canonical(&dependency.text).to_owned();
            if self.depends(&target, name)? {
                let message =
                    format!("Circular depends-on relationship between '{name}' and '{}'", dependency.text);
                return Err(Box::new(
                    Diagnostic::error(
                        "bean-cycle",
                        format!("`{name}` and `{}` depend on each other", dependency.text),
                    )
                    .at(dependency.span, "depends-on")
                    .spring(self.creation_text(definition, &message))
                    .help("remove one of the two depends-on"),
                ));
            }
            self.dependents.entry(target.clone()).or_default().insert(name.to_owned());
            self.check_depth(definition)?;
            self.waiting += 1;
            let made = self.bean(&dependency.text);
            self.waiting -= 1;
            made.map_err(|fault| {
                if fault.labels.is_empty() {
                    Box::new(with_origin(*fault, &Origin::written(dependency.span), "depends-on"))
                } else {
                    fault
                }
            })?;
        }
        Ok(())
    }

    /// Whether `bean` waits for `other`, directly or through others.
    fn depends(&self, bean: &str, other: &str) -> Outcome<bool> {
        let mut seen = std::collections::HashSet::new();
        let mut open = vec![other.to_owned()];
        while let Some(current) = open.pop() {
            let Some(dependents) = self.dependents.get(&current) else { continue };
            if dependents.contains(bean) {
                return Ok(true);
            }
            self.spend(dependents.len() * STEPS_A_DEPENDENT)?;
            let mut next: Vec<String> =
                dependents.iter().filter(|name| seen.insert((*name).clone())).cloned().collect();
            next.sort();
            open.extend(next);
        }
        Ok(false)
    }
}
