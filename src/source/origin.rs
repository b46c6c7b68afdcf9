//! The chain that a value came by, from where it is used back to where its text was written.

use super::{Sources, Span, Text};

/// One link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Written in a file.
    Written(Span),
    /// Brought in by a placeholder of this name, which the configurer bean resolved.
    Placeholder {
        /// The name between the prefix and the suffix.
        name: String,
        /// Where the text with the placeholder stands.
        span: Span,
        /// Bean name of the configurer, where it has one.
        configurer: String,
    },
    /// An entry of a properties file or of inline properties.
    Property {
        /// The entry's key.
        key: String,
        /// The value's span.
        span: Span,
    },
    /// An environment variable.
    EnvironmentVariable(String),
    /// A JVM system property (`-D name=value`).
    SystemProperty(String),
    /// The default written in the placeholder itself.
    Default(Span),
    /// Decrypted by an encryptor bean.
    Decrypted {
        /// The algorithm's name as configured.
        algorithm: String,
        /// Bean name of the encryptor.
        encryptor: String,
    },
    /// Computed by a SpEL expression.
    Expression(Span),
    /// Set by a property override configurer.
    Override {
        /// The entry's key, `bean.property`.
        key: String,
        /// The value's span.
        span: Span,
    },
    /// Made by a bean (factory method, factory bean).
    Bean(String),
}

/// The most links that are kept of a chain, the nearest ones.
const MOST_STEPS: usize = 100;

/// All links, the place of use first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    steps: Vec<Step>,
}

impl Origin {
    /// A chain of one link.
    #[must_use]
    pub fn of(step: Step) -> Self {
        Self { steps: vec![step] }
    }

    /// A chain that starts at a text in a file.
    #[must_use]
    pub fn written(span: Span) -> Self {
        Self::of(Step::Written(span))
    }

    /// Adds a link further away from the place of use, unless the chain is longer than anybody reads.
    pub fn push(&mut self, step: Step) {
        if self.steps.len() < MOST_STEPS {
            self.steps.push(step);
        }
    }

    /// Adds all links of another chain.
    pub fn extend(&mut self, other: &Self) {
        let room = MOST_STEPS.saturating_sub(self.steps.len());
        self.steps.extend(other.steps.iter().take(room).cloned());
    }

    /// The links, the place of use first.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether a link of the chain is a decryption: then the value is a secret.
    #[must_use]
    pub fn decrypted(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Decrypted { .. }))
    }

    /// The nearest place in a file.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.steps.iter().find_map(|step| match step {
            Step::Written(span)
            | Step::Placeholder { span, .. }
            | Step::Property { span, .. }
            | Step::Default(span)
            | Step::Expression(span)
            | Step::Override { span, .. } => Some(*span),
            Step::EnvironmentVariable(_)
            | Step::SystemProperty(_)
            | Step::Decrypted { .. }
            | Step::Bean(_) => None,
        })
    }

    /// Where the texts stand that it came by, in properties files and as written, the nearest first.
    pub fn texts(&self) -> impl DoubleEndedIterator<Item = Span> {
        self.steps.iter().filter_map(|step| match step {
            Step::Written(span) | Step::Property { span, .. } => Some(*span),
            _ => None,
        })
    }

    /// One line a link, for people; never shows a value.
    #[must_use]
    pub fn describe(&self, sources: &Sources) -> Vec<String> {
        self.steps.iter().map(|step| step.describe(sources)).collect()
    }
}

impl Step {
    fn describe(&self, sources: &Sources) -> String {
        match self {
            Self::Written(span) => sources.place(*span),
            Self::Placeholder { name, span, configurer } => {
                format!("{}: ${{{name}}} resolved by {configurer}", sources.place(*span))
            }
            Self::Property { key, span } => format!("{}: key {key}", sources.place(*span)),
            Self::EnvironmentVariable(name) => format!("environment variable {name}"),
            Self::SystemProperty(name) => format!("system property {name}"),
            Self::Default(span) => format!("{}: default in the placeholder", sources.place(*span)),
            Self::Decrypted { algorithm, encryptor } => format!("decrypted by {encryptor} ({algorithm})"),
            Self::Expression(span) => format!("{}: SpEL expression", sources.place(*span)),
            Self::Override { key, span } => format!("{}: override {key}", sources.place(*span)),
            Self::Bean(name) => format!("made by bean {name}"),
        }
    }
}

/// A value with the chain that it came by.
#[derive(Clone, Debug)]
pub struct Traced<T> {
    /// The value.
    pub value: T,
    /// The chain.
    pub origin: Origin,
}

impl<T> Traced<T> {
    /// Ties a value to its chain.
    #[must_use]
    pub const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

impl Traced<Text> {
    /// The text as a secret, wherever it came from: no snippet shows the texts that it came by.
    #[must_use]
    pub fn concealed(self, sources: &mut Sources) -> Self {
        self.origin.texts().for_each(|text| sources.mark_secret(text));
        Self::new(self.value.guarded(true), self.origin)
    }
}
