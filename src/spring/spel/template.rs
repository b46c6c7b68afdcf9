//! Texts with `#{..}` in them.

use super::ParseError;
use super::node::Node;
use super::parser::parse;

const PREFIX: &str = "#{";

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Text that stands for itself.
    Literal(String),
    /// What stands between `#{` and `}`.
    Expression(Node),
}

/// A text with expressions.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Its parts in their order.
    pub parts: Vec<Part>,
}

impl Template {
    /// Whether a text has an expression at all.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        text.contains(PREFIX)
    }

    /// Reads a text.
    ///
    /// # Errors
    /// Where an expression isn't closed or makes no sense.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| rest.find(PREFIX)) {
            let prefix = at + found;
            if found > 0 {
                parts.push(Part::Literal(text.get(at..prefix).unwrap_or("").to_owned()));
            }
            let start = prefix + PREFIX.len();
            let end = closing(text, start)?.ok_or_else(|| {
                let position = characters(text, prefix);
                let rest = text.get(prefix..).unwrap_or("");
                let message =
                    format!("No ending suffix '}}' for expression starting at character {position}: {rest}");
                ParseError::at(text, position, &message)
            })?;
            let expression = crate::spring::text::java_trim(text.get(start..end).unwrap_or(""));
            if expression.is_empty() {
                let position = characters(text, prefix);
                let message =
                    format!("No expression defined within delimiter '#{{}}' at character {position}");
                return Err(ParseError::at(text, position, &message));
            }
            parts.push(Part::Expression(parse(expression)?));
            at = end + 1;
        }
        if let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            parts.push(Part::Literal(rest.to_owned()));
        }
        Ok(Self { parts })
    }
}

/// How many characters stand in front of a byte.
fn characters(text: &str, byte: usize) -> usize {
    text.get(..byte).unwrap_or("").encode_utf16().count()
}

/// The brace that closes an expression; brackets in between must be in pairs, outside of texts in quotes.
fn closing(text: &str, start: usize) -> Result<Option<usize>, ParseError> {
    let rest = text.get(start..).unwrap_or("");
    if !rest.contains('}') {
        return Ok(None);
    }
    let fault = |at: usize, message: String| ParseError::at(text, characters(text, start + at), &message);
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut signs = rest.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '}' if open.is_empty() => return Ok(Some(start + at)),
            '{' | '[' | '(' => open.push((sign, at)),
            '}' | ']' | ')' => {
                let Some((opening, opened)) = open.pop() else {
                    let position = characters(text, start + at);
                    return Err(fault(
                        at,
                        format!(
                            "Found closing '{sign}' at position {position} without an opening '{}'",
                            opening_of(sign)
                        ),
                    ));
                };
                if opening_of(sign) != opening {
                    let (position, opened) = (characters(text, start + at), characters(text, start + opened));
                    return Err(fault(
                        at,
                        format!(
                            "Found closing '{sign}' at position {position} but most recent opening is '{opening}' at \
                             position {opened}"
                        ),
                    ));
                }
            }
            '\'' | '"' => {
                let closed = signs.by_ref().find(|(_, other)| *other == sign);
                if closed.is_none() {
                    let position = characters(text, start + at);
                    return Err(fault(
                        at,
                        format!("Found non terminating string literal starting at position {position}"),
                    ));
                }
            }
            _ => {}
        }
    }
    match open.pop() {
        Some((opening, at)) => {
            let position = characters(text, start + at);
            let closing = match opening {
                '{' => '}',
                '[' => ']',
                _ => ')',
            };
            Err(fault(at, format!("Missing closing '{closing}' for '{opening}' at position {position}")))
        }
        None => Ok(None),
    }
}

fn opening_of(closing: char) -> char {
    match closing {
        '}' => '{',
        ']' => '[',
        _ => '(',
    }
}
