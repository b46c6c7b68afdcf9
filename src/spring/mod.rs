//! A Spring container without Java, for the files that people write.
//!
//! In: files, environment variables, system properties, and descriptors of the classes that the embedding program
//! knows. Out: finished beans whose every value knows the chain it came by. Knows nothing of buses or CloudStack.

mod aliases;
pub mod beans;
pub(crate) mod charset;
pub mod context;
pub mod environment;
pub mod jasypt;
pub mod placeholder;
pub mod properties;
pub mod resource;
pub mod spel;
pub mod text;
pub mod xml;

pub use charset::encode_like;
