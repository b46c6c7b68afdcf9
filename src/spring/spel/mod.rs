//! The Spring expression language as text: `#{..}` templates to syntax trees.
//!
//! In: a text of a definition. Out: a [`Template`], or Spring's words for what is wrong in it. Evaluates nothing.
//! Rules from Spring's `TemplateAwareExpressionParser`, `Tokenizer` and `InternalSpelExpressionParser`.

mod cursor;
mod lexer;
mod node;
mod parser;
mod primary;
mod template;
mod token;

pub use node::{BinaryOperator, Literal, Node, Selection, Syntax, UnaryOperator};
pub use template::{Part, Template};

/// The deepest nesting that is parsed.
const MOST_LEVELS: usize = 50;

/// The most operators in one expression: each is a level of its tree.
const MOST_OPERATORS: usize = 1_000;

/// Why a text can't be parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// What Spring's innermost exception says.
    #[error("{0}")]
    Syntax(String),
    /// It nests deeper than this program goes.
    #[error("the expression nests more than {MOST_LEVELS} deep")]
    TooDeep,
    /// It has more operators than this program takes.
    #[error("the expression has more than {MOST_OPERATORS} operators")]
    TooLong,
}

impl ParseError {
    /// `SpelParseException` with the whole expression in its text.
    fn at(expression: &str, position: usize, message: &str) -> Self {
        Self::Syntax(format!("Expression [{expression}] @{position}: {message}"))
    }
}

#[cfg(test)]
mod tests;
