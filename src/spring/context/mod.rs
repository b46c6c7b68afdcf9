//! From definitions to finished beans: imports, profiles, parents, configurers in their order, references, types.
//!
//! In: the files of one application context, a class catalogue, the host. Out: an [`ApplicationContext`]. Rules from
//! Spring 5.3's `AbstractApplicationContext.refresh`, `DefaultListableBeanFactory`, `BeanDefinitionValueResolver`,
//! `TypeConverterDelegate` and the configurers.

mod catalog;
mod classes;
mod configurer;
mod convert;
mod definition;
mod display;
mod equality;
mod export;
mod expression;
mod factory;
mod fault;
mod hash_order;
mod load;
mod number;
mod object;
mod pattern;
mod property_matches;
mod reader;
mod registry;
mod stack;
mod suggest;
mod value;
mod visitor;

pub use catalog::{Catalog, ClassDescriptor, DecryptError, Decryptor, JavaType};
pub use configurer::is_stand_in;
pub use value::{Bean, BeanProperty, Value};

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::{FileId, Host, Span};

/// How to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Exactly Spring's answer. Otherwise the kindnesses to readers of the guides apply, each with a warning: a
    /// missing class path resource is looked for beside the file that names it, a bare value is decrypted if it
    /// comes out as printable text, `$<name>` counts as a placeholder.
    pub as_spring: bool,
    /// What becomes of encrypted values.
    pub secrets: Secrets,
}

/// What becomes of encrypted values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// They are decrypted, as a server does; a password that isn't here is an error.
    #[default]
    Needed,
    /// They are decrypted where the password is here, else they have a [stand-in](is_stand_in), and a note says so; the same
    /// goes for variables of the environment that aren't set here. For who judges files on a machine that has no secret.
    IfHere,
    /// They have a stand-in, whether or not the password is here. For who compares files.
    Unused,
}

/// A file to load: where it is, and its bytes if they don't come from the class path.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    /// Absolute path, for reading and for relative imports.
    pub path: PathBuf,
    /// The path as shown.
    pub shown: String,
    /// A text that the program brings itself, as the server's jars do.
    pub built_in: Option<String>,
}

/// What is needed to load contexts.
#[derive(Clone, Copy)]
pub struct Loader<'a> {
    /// Files, environment, system properties.
    pub host: &'a Host,
    /// The directory that `classpath:` means.
    pub root: &'a std::path::Path,
    /// Classes that the embedding program knows, beside the JDK's, Spring's and jasypt's.
    pub catalog: &'a dyn Catalog,
    /// How to read.
    pub options: Options,
}

/// A refreshed context.
#[derive(Debug, Default)]
pub struct ApplicationContext {
    /// Finished singletons in the order of their definitions.
    pub beans: IndexMap<String, Arc<Bean>>,
    /// Alias to bean name.
    pub aliases: IndexMap<String, String>,
    /// Definitions that a later one of the same name took the place of.
    pub replaced: Vec<Replaced>,
    /// The properties files that its configurers and other beans loaded.
    pub properties_files: Vec<FileId>,
    /// The context whose beans can be referred to as well.
    pub parent: Option<Arc<ApplicationContext>>,
    /// What a child context needs to refer to this one's beans.
    state: State,
}

/// A definition that a later one of the same name took the place of, without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The bean's name.
    pub name: String,
    /// Where the earlier definition has its name.
    pub earlier: Span,
    /// Where the later one has it.
    pub later: Span,
}

/// The inside of a context.
#[derive(Debug, Default)]
struct State {
    definitions: IndexMap<String, definition::Definition>,
    heap: object::Heap,
    singletons: IndexMap<String, object::Object>,
    products: HashMap<object::InstanceId, object::Object>,
}

impl ApplicationContext {
    /// The object that a reference to this name gives, here or in a parent.
    fn object(&self, name: &str) -> Option<object::Object> {
        let plain = name.trim_start_matches('&');
        let canonical = self.canonical(plain);
        match self.state.singletons.get(canonical) {
            Some(object::Object::Instance(id)) if plain == name => {
                let raw = object::Object::Instance(*id);
                Some(self.state.products.get(id).cloned().unwrap_or(raw))
            }
            Some(found) => Some(found.clone()),
            None => self.parent.as_ref()?.object(name),
        }
    }

    /// The definition of this name, here or in a parent.
    fn definition(&self, name: &str) -> Option<&definition::Definition> {
        let own = self.state.definitions.get(self.canonical(name));
        own.or_else(|| self.parent.as_ref()?.definition(name))
    }

    fn contains(&self, name: &str) -> bool {
        self.object(name).is_some() || self.definition(name).is_some()
    }

    /// The class of a bean, or of the definition of one that isn't made yet.
    fn class_of(&self, name: &str) -> Option<&str> {
        if let Some(bean) = self.beans.get(name) {
            return Some(&bean.class);
        }
        let mut definition = self.state.definitions.get(name).filter(|definition| !definition.is_abstract)?;
        for _ in 0..factory::MOST_PARENTS {
            match (&definition.factory_method, &definition.class, &definition.parent) {
                (Some(_), ..) => return None,
                (None, Some(class), _) => return Some(class.value.reveal()),
                (None, None, Some(parent)) => definition = self.definition(parent.value.reveal())?,
                (None, None, None) => return None,
            }
        }
        None
    }

    fn canonical<'n>(&'n self, name: &'n str) -> &'n str {
        let mut current = name;
        for _ in 0..self.aliases.len() {
            match self.aliases.get(current) {
                Some(next) => current = next,
                None => break,
            }
        }
        current
    }

    /// Names of beans of a class, here and in parents, those included that are made when they are asked for.
    fn names_of_type(&self, class: &str, classes: classes::Classes<'_>) -> Vec<String> {
        let of_type =
            |name: &&String| self.class_of(name).is_some_and(|found| classes.is_subtype(found, class));
        let mut names: Vec<String> = self.state.definitions.keys().filter(of_type).cloned().collect();
        if let Some(parent) = &self.parent {
            names.extend(parent.names_of_type(class, classes));
        }
        names
    }
}

#[cfg(test)]
mod tests;
