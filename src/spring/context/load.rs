//! One context from its files: `AbstractApplicationContext.refresh`.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;
use crate::spring::beans::Foreign;
use crate::spring::environment::Environment;
use crate::spring::resource::ResourceLoader;

use super::export;
use super::factory::BeanFactory;
use super::reader::Reader;
use super::{ApplicationContext, ConfigFile, Loader, State};

/// What `annotation-config` brings among other things: it looks at the type of every bean.
const EVENT_LISTENER_PROCESSOR: &str = "org.springframework.context.event.EventListenerMethodProcessor";

impl Loader<'_> {
    /// Loads the files of one context in their order, lets the configurers run and makes the singletons.
    ///
    /// Returns what could be built; what is wrong is reported, the first error being the one that Spring stops at.
    /// `None` when not even the definitions are known.
    pub fn load(
        &self,
        files: &[ConfigFile],
        parent: Option<Arc<ApplicationContext>>,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<ApplicationContext> {
        let errors = diagnostics.count(Severity::Error);
        let resources = ResourceLoader { host: self.host, root: self.root };
        let mut reader = Reader::new(resources);
        if let Some(refused) = reader.environment.refused_profile() {
            diagnostics.push(
                Diagnostic::error("profile-invalid", "an active profile has a name that no profile can have")
                    .spring(refused)
                    .help("correct spring.profiles.active: names with commas between them"),
            );
            return None;
        }
        for file in files {
            reader.load(file, sources, diagnostics);
        }
        for checked in [reader.registry.check_aliases(), reader.registry.check_parents()] {
            diagnostics.extend(checked.err().map(|fault| *fault));
        }
        let read = diagnostics.count(Severity::Error) == errors;
        let Reader { registry, paths, foreign, secret_keys, .. } = reader;
        let environment = Environment::of(self.host);
        let mut factory = BeanFactory::new(*self, &environment, parent.clone(), sources, diagnostics);
        factory.registry = registry;
        factory.paths = paths;
        factory.secret_keys = secret_keys;
        let listens = foreign
            .iter()
            .flat_map(|foreign| &foreign.beans)
            .any(|bean| bean.class.as_ref().is_some_and(|class| class.text == EVENT_LISTENER_PROCESSOR));
        factory.foreign = by_name(foreign);
        if !read {
            // Half of the definitions would give findings that nobody can act on.
            return None;
        }
        match factory.run_configurers() {
            Ok(()) => {
                factory.make_singletons();
                if listens {
                    factory.check_types();
                }
            }
            Err(fault) => factory.diagnostics.push(*fault),
        }
        let beans = export::beans(&factory);
        let BeanFactory { registry, heap, singletons, products, properties_files, .. } = factory;
        let aliases = registry.aliases.clone();
        let products = products.into_iter().filter_map(|(id, made)| Some((id, made.ok()?))).collect();
        let replaced = registry.replaced;
        let state = State { definitions: registry.definitions, heap, singletons, products };
        Some(ApplicationContext { beans, aliases, replaced, properties_files, parent, state })
    }
}

/// The elements by the names that beans of theirs may have, the first one of each.
fn by_name(foreign: Vec<Foreign>) -> HashMap<String, Arc<Foreign>> {
    let mut found = HashMap::new();
    for foreign in foreign.into_iter().map(Arc::new) {
        let names = foreign.beans.iter().map(|bean| &bean.name).chain(foreign.id.as_ref().map(|id| &id.text));
        for name in names {
            found.entry(name.clone()).or_insert_with(|| Arc::clone(&foreign));
        }
    }
    found
}
