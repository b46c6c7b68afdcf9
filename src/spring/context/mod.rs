//! From definitions to finished beans: imports, profiles, parents, configurers in their order, references, types.
//!
//! In: the files of one application context, a class catalogue, the host. Out: an [`ApplicationContext`]. Rules from
//! Spring 5.3's `AbstractApplicationContext.refresh`, `DefaultListableBeanFactory`, `BeanDefinitionValueResolver`,
//! `TypeConverterDelegate` and the configurers.

mod catalog;
mod value;

pub use catalog::{Catalog, ClassDescriptor, JavaType};
pub use value::{Bean, BeanProperty, Value};

use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::Host;

/// How to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Exactly Spring's answer. Otherwise the kindnesses to readers of the guides apply, each with a warning: a
    /// missing class path resource is looked for beside the file that names it, a bare value is decrypted if it
    /// comes out as printable text, `$<name>` counts as a placeholder.
    pub as_spring: bool,
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
    /// The context whose beans can be referred to as well.
    pub parent: Option<Arc<ApplicationContext>>,
}
