//! Characters to tokens.

use super::ParseError;
use super::token::{Kind, Token};

struct Lexer<'e> {
    expression: &'e str,
    characters: Vec<char>,
    at: usize,
    tokens: Vec<Token>,
}

/// The tokens of an expression.
pub(super) fn tokens(expression: &str) -> Result<Vec<Token>, ParseError> {
    let mut lexer = Lexer { expression, characters: expression.chars().collect(), at: 0, tokens: Vec::new() };
    while let Some(character) = lexer.peek(0) {
        match character {
            ' ' | '\t' | '\r' | '\n' | '\0' => lexer.at += 1,
            '\'' | '"' => lexer.text(character)?,
            '0'..='9' => lexer.number()?,
            '\\' => return Err(lexer.fault(lexer.at, "EL1065E: Unexpected escape character")),
            '|' if lexer.peek(1) != Some('|') => {
                return Err(lexer.fault(lexer.at, "EL1069E: Missing expected character '|'"));
            }
            '$' if lexer.peek(1) == Some('[') => lexer.sign(Kind::SelectLast),
            _ if is_identifier_start(character) => lexer.identifier(),
            _ => match Kind::of(character, lexer.peek(1)) {
                Some(kind) => lexer.sign(kind),
                None => {
                    let code = u32::from(character);
                    return Err(ParseError::Syntax(format!("Cannot handle ({code}) '{character}'")));
                }
            },
        }
    }
    Ok(lexer.tokens)
}

fn is_identifier_start(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_' || character == '$'
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.at + ahead).copied()
    }

    fn fault(&self, at: usize, message: &str) -> ParseError {
        ParseError::at(self.expression, at, message)
    }

    fn slice(&self, start: usize, end: usize) -> String {
        self.characters.get(start..end).unwrap_or(&[]).iter().collect()
    }

    fn push(&mut self, kind: Kind, text: Option<String>, start: usize) {
        self.tokens.push(Token { kind, text, start });
    }

    fn sign(&mut self, kind: Kind) {
        self.push(kind, None, self.at);
        self.at += kind.length();
    }

    fn identifier(&mut self) {
        let start = self.at;
        while self.peek(0).is_some_and(|c| is_identifier_start(c) || c.is_ascii_digit()) {
            self.at += 1;
        }
        let word = self.slice(start, self.at);
        let kind = Kind::named_operator(&word).unwrap_or(Kind::Identifier);
        self.push(kind, Some(word), start);
    }

    /// A text in quotes; a doubled quote stands for one.
    fn text(&mut self, quote: char) -> Result<(), ParseError> {
        let start = self.at;
        self.at += 1;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(found), Some(next)) if found == quote && next == quote => self.at += 2,
                (Some(found), _) if found == quote => break,
                (Some(_), _) => self.at += 1,
                (None, _) => {
                    let message = if quote == '"' {
                        "EL1045E: Cannot find terminating \" for string"
                    } else {
                        "EL1046E: Cannot find terminating ' for string"
                    };
                    return Err(self.fault(start, message));
                }
            }
        }
        self.at += 1;
        self.push(Kind::LiteralString, Some(self.slice(start, self.at)), start);
        Ok(())
    }

    fn digits(&mut self, is_digit: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&is_digit) {
            self.at += 1;
        }
    }

    fn number(&mut self) -> Result<(), ParseError> {
        let start = self.at;
        if self.peek(0) == Some('0') && matches!(self.peek(1), Some('x' | 'X')) {
            return self.hexadecimal(start);
        }
        self.digits(|c| c.is_ascii_digit());
        let mut real = false;
        if self.peek(0) == Some('.') {
            if !self.peek(1).is_some_and(|c| c.is_ascii_digit()) {
                // As in `3.toString()`: the point is no part of the number.
                self.push(Kind::LiteralInt, Some(self.slice(start, self.at)), start);
                return Ok(());
            }
            real = true;
            self.at += 1;
            self.digits(|c| c.is_ascii_digit());
        }
        match self.peek(0) {
            Some('L' | 'l') if real => {
                return Err(
                    self.fault(start, "EL1048E: Real number cannot be suffixed with a long (L or l) suffix")
                );
            }
            Some('L' | 'l') => {
                self.push(Kind::LiteralLong, Some(self.slice(start, self.at)), start);
                self.at += 1;
                return Ok(());
            }
            Some('e' | 'E') => {
                real = true;
                self.at += 1;
                if matches!(self.peek(0), Some('+' | '-')) {
                    self.at += 1;
                }
                self.at += 1;
                self.digits(|c| c.is_ascii_digit());
            }
            _ => {}
        }
        self.real_suffix(start, real);
        Ok(())
    }

    fn real_suffix(&mut self, start: usize, real: bool) {
        let kind = match self.peek(0) {
            Some('f' | 'F') => Kind::LiteralRealFloat,
            Some('d' | 'D') => Kind::LiteralReal,
            _ => {
                let kind = if real { Kind::LiteralReal } else { Kind::LiteralInt };
                return self.push(kind, Some(self.slice(start, self.at)), start);
            }
        };
        self.at += 1;
        self.push(kind, Some(self.slice(start, self.at)), start);
    }

    fn hexadecimal(&mut self, start: usize) -> Result<(), ParseError> {
        self.at += 2;
        self.digits(|c| c.is_ascii_hexdigit());
        let digits = self.slice(start + 2, self.at);
        let long = matches!(self.peek(0), Some('L' | 'l'));
        if digits.is_empty() {
            let (code, kind) = if long { ("EL1036E", "a long") } else { ("EL1035E", "an int") };
            let text = self.slice(start, self.at + usize::from(long));
            return Err(self.fault(start, &format!("{code}: The value '{text}' cannot be parsed as {kind}")));
        }
        self.push(if long { Kind::LiteralHexLong } else { Kind::LiteralHexInt }, Some(digits), start);
        self.at += usize::from(long);
        Ok(())
    }
}
