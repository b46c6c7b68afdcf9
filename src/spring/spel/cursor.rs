//! Where the parser is in the tokens, and its faults.

use super::token::{Kind, Token};
use super::{MOST_LEVELS, MOST_OPERATORS, ParseError};

/// Reads tokens one after the other.
pub(super) struct Parser<'e> {
    pub(super) expression: &'e str,
    pub(super) tokens: Vec<Token>,
    pub(super) at: usize,
    level: usize,
    operators: usize,
}

impl<'e> Parser<'e> {
    pub(super) fn new(expression: &'e str, tokens: Vec<Token>) -> Self {
        Self { expression, tokens, at: 0, level: 0, operators: 0 }
    }

    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    pub(super) fn is(&self, kind: Kind) -> bool {
        self.peek().is_some_and(|token| {
            // An operator written as a word may serve as an identifier.
            token.kind == kind
                || kind == Kind::Identifier
                    && token.text.is_some()
                    && Kind::named_operator(token.text.as_deref().unwrap_or("")).is_some()
        })
    }

    /// Whether an identifier of this name comes next, any case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| {
            token.kind == Kind::Identifier
                && token.text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(word))
        })
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Goes past a token of this kind, if it comes next.
    pub(super) fn skip(&mut self, kind: Kind) -> bool {
        let there = self.is(kind);
        self.at += usize::from(there);
        there
    }

    /// The next token, which must be of this kind.
    pub(super) fn eat(&mut self, kind: Kind) -> Result<Token, ParseError> {
        match self.next() {
            None => Err(self.ran_out()),
            Some(token) if token.kind == kind => Ok(token),
            Some(token) => Err(self.fault(
                token.start,
                &format!(
                    "EL1043E: Unexpected token. Expected '{}' but was '{}'",
                    kind.name(),
                    token.kind.name()
                ),
            )),
        }
    }

    /// Counts an operator with two operands.
    pub(super) fn count_operator(&mut self) -> Result<(), ParseError> {
        self.operators += 1;
        if self.operators > MOST_OPERATORS { Err(ParseError::TooLong) } else { Ok(()) }
    }

    pub(super) fn fault(&self, at: usize, message: &str) -> ParseError {
        ParseError::at(self.expression, at, message)
    }

    pub(super) fn ran_out(&self) -> ParseError {
        self.fault(self.expression.chars().count(), "EL1044E: Unexpectedly ran out of input")
    }

    pub(super) fn deeper<T>(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        if self.level >= MOST_LEVELS {
            return Err(ParseError::TooDeep);
        }
        self.level += 1;
        let done = step(self);
        self.level -= 1;
        done
    }
}

/// What an assertion of Spring's parser says where a node is missing.
pub(super) fn no_node() -> ParseError {
    ParseError::Syntax("No node".to_owned())
}
