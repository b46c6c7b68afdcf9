//! The JAAS line of `sasl.jaas.config`: `<module> <flag> (<option>=<value>)* ;`.
//!
//! In: the line. Out: its login module and options, or the text of Java's exception. Knows no mechanism. Rules from
//! kafka-clients' `JaasConfig` and the JDK's `StreamTokenizer`, oddities included: a `/` outside quotes starts a
//! comment, a number is no value, a backslash in quotes escapes.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use crate::source::Secret;

/// One login module with its options.
#[derive(Debug)]
pub(super) struct LoginModule {
    /// Full class name.
    pub(super) class: String,
    /// Options; the last of a name counts.
    pub(super) options: BTreeMap<String, Secret>,
}

/// Option names that may be shown: anything else at their place may be a piece of a password.
const OPTIONS: &[&str] = &[
    "username",
    "password",
    "tokenauth",
    "serviceName",
    "keyTab",
    "principal",
    "useKeyTab",
    "useTicketCache",
    "ticketCache",
    "storeKey",
    "doNotPrompt",
    "renewTGT",
    "refreshKrb5Config",
    "isInitiator",
    "debug",
    "clientId",
    "clientSecret",
    "scope",
    "required",
    "requisite",
    "sufficient",
    "optional",
];

/// Reads the one login module of a line.
///
/// # Errors
/// The message of the exception that Java gives; parts that may belong to a password are masked.
pub(super) fn parse(text: &str) -> Result<LoginModule, String> {
    let mut tokens = Tokens { chars: text.chars().peekable() };
    let mut modules = Vec::new();
    while let Some(first) = tokens.next_token() {
        modules.push(module(first, &mut tokens)?);
    }
    let count = modules.len();
    match modules.pop() {
        None => Err("Login module not specified in JAAS config".to_owned()),
        Some(only) if count == 1 => Ok(only),
        Some(_) => Err(format!("JAAS config property contains {count} login modules, should be 1 module")),
    }
}

fn module(first: Token, tokens: &mut Tokens<'_>) -> Result<LoginModule, String> {
    let class = first.text().unwrap_or_default();
    let flag = tokens.next_token().ok_or("Login module control flag not specified in JAAS config")?;
    check_flag(flag.text())?;
    let mut options = BTreeMap::new();
    loop {
        match tokens.next_token() {
            None => return Err("JAAS config entry not terminated by semi-colon".to_owned()),
            Some(Token::Sign(';')) => return Ok(LoginModule { class, options }),
            Some(key) => {
                let key = key.text();
                let equals = tokens.next_token() == Some(Token::Sign('='));
                let value = if equals { tokens.next_token().and_then(Token::text) } else { None };
                let missing =
                    || format!("Value not specified for key '{}' in JAAS config", shown(key.as_deref()));
                let value = value.ok_or_else(missing)?;
                options.insert(key.unwrap_or_default(), Secret::new(value));
            }
        }
    }
}

fn check_flag(flag: Option<String>) -> Result<(), String> {
    let flag = flag.ok_or("Login module control flag is not available in the JAAS config")?;
    let known = ["REQUIRED", "REQUISITE", "SUFFICIENT", "OPTIONAL"];
    if known.iter().any(|known| known.eq_ignore_ascii_case(&flag)) {
        Ok(())
    } else {
        Err(format!("Invalid login module control flag '{}' in JAAS config", shown(Some(&flag))))
    }
}

fn shown(word: Option<&str>) -> &str {
    match word {
        None => "null",
        Some(word) if OPTIONS.contains(&word) => word,
        Some(_) => "***",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A word or a quoted text.
    Text(String),
    Number,
    Sign(char),
}

impl Token {
    fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number | Self::Sign(_) => None,
        }
    }
}

/// `java.io.StreamTokenizer`, set up as `JaasConfig` does.
struct Tokens<'a> {
    chars: Peekable<Chars<'a>>,
}

impl Tokens<'_> {
    fn next_token(&mut self) -> Option<Token> {
        loop {
            let first = self.chars.next()?;
            return Some(match first {
                '\0'..=' ' => continue,
                '/' => {
                    self.skip_comment();
                    continue;
                }
                '"' | '\'' => Token::Text(self.quoted(first)),
                '0'..='9' => self.number(),
                '.' | '-' if self.chars.peek().is_some_and(|next| is_numeric(*next)) => self.number(),
                _ if is_alphabetic(first) && first != '-' => Token::Text(self.word(first)),
                sign => Token::Sign(sign),
            });
        }
    }

    fn word(&mut self, first: char) -> String {
        let mut word = String::from(first);
        while let Some(next) = self.chars.next_if(|next| is_alphabetic(*next) || is_numeric(*next)) {
            word.push(next);
        }
        word
    }

    fn number(&mut self) -> Token {
        while self.chars.next_if(|next| next.is_ascii_digit() || *next == '.').is_some() {}
        Token::Number
    }

    fn quoted(&mut self, quote: char) -> String {
        let mut text = String::new();
        while let Some(next) = self.chars.next_if(|next| !matches!(*next, '\n' | '\r')) {
            match next {
                _ if next == quote => break,
                '\\' => text.extend(self.escaped()),
                other => text.push(other),
            }
        }
        text
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.chars.next()? {
            first @ '0'..='7' => self.octal(first),
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            other => other,
        })
    }

    /// Up to three octal digits, of which the first is at most 3 when there are three.
    fn octal(&mut self, first: char) -> char {
        let most = if first <= '3' { 2 } else { 1 };
        let mut value = first.to_digit(8).unwrap_or(0);
        for _ in 0..most {
            let Some(next) = self.chars.next_if(|next| next.is_digit(8)) else { break };
            value = value * 8 + next.to_digit(8).unwrap_or(0);
        }
        char::from_u32(value).unwrap_or('\0')
    }

    fn skip_comment(&mut self) {
        if self.chars.next_if_eq(&'*').is_some() {
            let mut before = '\0';
            for next in self.chars.by_ref() {
                if before == '*' && next == '/' {
                    return;
                }
                before = next;
            }
        } else {
            while self.chars.next_if(|next| !matches!(*next, '\n' | '\r')).is_some() {}
        }
    }
}

fn is_alphabetic(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '-' | '_' | '$') || character >= '\u{a0}'
}

fn is_numeric(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | '-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn password(options: &str) -> Result<String, String> {
        let module = parse(&format!("a.Module required username=u {options};"))?;
        Ok(module.options.get("password").map(|secret| secret.reveal().to_owned()).unwrap_or_default())
    }

    #[test]
    fn reads_what_java_reads() {
        for (options, expected) in [
            (r#"password="p w;=/""#, "p w;=/"),
            ("password='single'", "single"),
            (r#"password="a\"b\\c\101\t""#, "a\"b\\cA\t"),
            ("password=bare-word_1.2", "bare-word_1.2"),
            ("password=\"first\" password=\"last\"", "last"),
            ("/* a comment */ password=x // and one more\n", "x"),
        ] {
            assert_eq!(password(options).as_deref(), Ok(expected), "{options}");
        }
    }

    #[test]
    fn fails_as_java_fails() {
        for (text, expected) in [
            ("", "Login module not specified in JAAS config"),
            ("a.M", "Login module control flag not specified in JAAS config"),
            ("a.M username=u;", "Invalid login module control flag 'username' in JAAS config"),
            ("a.M required password=\"x\"", "JAAS config entry not terminated by semi-colon"),
            ("a.M required password=123;", "Value not specified for key 'password' in JAAS config"),
            ("a.M required keyTab=/etc/x;", "Value not specified for key 'keyTab' in JAAS config"),
            (
                "a.M required; b.M required;",
                "JAAS config property contains 2 login modules, should be 1 module",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_password_can_be_quoted(password in "[^\r\n]*") {
            let quoted = password.replace('\\', "\\\\").replace('"', "\\\"");
            prop_assert_eq!(super::tests::password(&format!("password=\"{quoted}\"")), Ok(password));
        }

        #[test]
        fn any_text_has_an_answer(text in ".*") {
            drop(parse(&text));
        }
    }

    #[test]
    fn a_piece_of_a_password_is_never_shown() {
        for text in ["a.M required password=two words;", "a.M hunter2 password=x;"] {
            let error = parse(text).unwrap_err();
            assert!(!error.contains("words") && !error.contains("hunter2"), "{error}");
        }
    }
}
