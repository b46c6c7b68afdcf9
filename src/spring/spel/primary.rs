//! Literals, names, calls, types, constructors and what may follow them.

use super::ParseError;
use super::cursor::{Parser, no_node};
use super::node::{Literal, Node, Selection, Syntax};
use super::parser::{Parsed, node};
use super::token::{Kind, Token};

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Parsed {
        let start = self.start()?;
        let mut steps = Vec::new();
        while let Some(step) = self.step()? {
            steps.push(step);
        }
        Ok(match (start, steps.is_empty()) {
            (Some(start), false) => Some(node(start.at, Syntax::Chain(Box::new(start), steps))),
            (start, _) => start,
        })
    }

    /// `.name`, `?.name`, `[..]` and the like.
    fn step(&mut self) -> Result<Option<(bool, Node)>, ParseError> {
        let Some(token) = self.peek().cloned() else { return Ok(None) };
        match token.kind {
            Kind::LSquare => Ok(self.index()?.map(|index| (false, index))),
            Kind::Dot | Kind::SafeNavi => {
                self.next();
                let null_safe = token.kind == Kind::SafeNavi;
                if let Some(found) = self.method_or_property()? {
                    return Ok(Some((null_safe, found)));
                }
                if let Some(found) = self.variable()? {
                    return Ok(Some((null_safe, found)));
                }
                if let Some(found) = self.projection_or_selection()? {
                    return Ok(Some((null_safe, found)));
                }
                Err(match self.peek() {
                    None => self.fault(token.start, "EL1044E: Unexpectedly ran out of input"),
                    Some(next) => {
                        let message = format!("EL1049E: Unexpected data after '.': '{}'", next.shown());
                        self.fault(token.start, &message)
                    }
                })
            }
            _ => Ok(None),
        }
    }

    fn start(&mut self) -> Parsed {
        let Some(token) = self.peek().cloned() else { return Ok(None) };
        if let Some(literal) = self.literal(&token)? {
            self.next();
            return Ok(Some(node(token.start, Syntax::Literal(literal))));
        }
        match token.kind {
            Kind::LParen => {
                self.next();
                let inner = self.expression()?.ok_or_else(no_node)?;
                self.eat(Kind::RParen)?;
                Ok(Some(inner))
            }
            Kind::Identifier if token.text.as_deref() == Some("T") => self.type_reference(&token),
            Kind::Identifier if self.is_word("null") => {
                self.next();
                Ok(Some(node(token.start, Syntax::Literal(Literal::Null))))
            }
            Kind::Identifier if self.is_word("new") => self.constructor(&token),
            Kind::Hash => self.variable(),
            Kind::BeanRef | Kind::FactoryBeanRef => self.bean(&token),
            Kind::LSquare => self.index(),
            Kind::LCurly => self.list_or_map(&token),
            _ => match self.method_or_property()? {
                Some(found) => Ok(Some(found)),
                None => self.projection_or_selection(),
            },
        }
    }

    fn literal(&self, token: &Token) -> Result<Option<Literal>, ParseError> {
        let text = token.text.as_deref().unwrap_or("");
        // The message of Java's NumberFormatException, which is the innermost one.
        let bad = |radix: u32| {
            let radix = if radix == 16 { " under radix 16" } else { "" };
            ParseError::Syntax(format!("For input string: \"{text}\"{radix}"))
        };
        Ok(Some(match token.kind {
            Kind::LiteralInt => Literal::Int(text.parse().map_err(|_| bad(10))?),
            Kind::LiteralLong => Literal::Long(text.parse().map_err(|_| bad(10))?),
            Kind::LiteralHexInt => Literal::Int(i32::from_str_radix(text, 16).map_err(|_| bad(16))?),
            Kind::LiteralHexLong => Literal::Long(i64::from_str_radix(text, 16).map_err(|_| bad(16))?),
            Kind::LiteralReal => {
                Literal::Double(text.trim_end_matches(['d', 'D']).parse().map_err(|_| bad(10))?)
            }
            Kind::LiteralRealFloat => {
                Literal::Float(text.trim_end_matches(['f', 'F']).parse().map_err(|_| bad(10))?)
            }
            Kind::LiteralString => Literal::Text(unquoted(text)),
            Kind::Identifier if self.is_word("true") => Literal::Boolean(true),
            Kind::Identifier if self.is_word("false") => Literal::Boolean(false),
            _ => return Ok(None),
        }))
    }

    fn method_or_property(&mut self) -> Parsed {
        if !self.is(Kind::Identifier) {
            return Ok(None);
        }
        let Some(token) = self.next() else { return Ok(None) };
        let name = token.text.clone().unwrap_or_default();
        Ok(Some(match self.arguments()? {
            Some(arguments) => node(token.start, Syntax::Method(name, arguments)),
            None => node(token.start, Syntax::Property(name)),
        }))
    }

    fn arguments(&mut self) -> Result<Option<Vec<Node>>, ParseError> {
        if !self.is(Kind::LParen) {
            return Ok(None);
        }
        let start = self.peek().map_or(0, |token| token.start);
        let mut arguments = Vec::new();
        loop {
            // The parenthesis the first time, a comma then.
            self.next();
            let Some(token) = self.peek() else {
                return Err(self.fault(start, "EL1051E: Unexpectedly ran out of arguments"));
            };
            if token.kind != Kind::RParen {
                arguments.push(self.expression()?.ok_or_else(no_node)?);
            }
            match self.peek().map(|token| token.kind) {
                Some(Kind::Comma) => {}
                Some(_) => break,
                None => return Err(self.fault(start, "EL1051E: Unexpectedly ran out of arguments")),
            }
        }
        self.eat(Kind::RParen)?;
        Ok(Some(arguments))
    }

    fn variable(&mut self) -> Parsed {
        if !self.is(Kind::Hash) {
            return Ok(None);
        }
        let start = self.next().map_or(0, |token| token.start);
        let name = self.eat(Kind::Identifier)?.text.unwrap_or_default();
        Ok(Some(match self.arguments()? {
            Some(_) => node(start, Syntax::Function(name)),
            None => node(start, Syntax::Variable(name)),
        }))
    }

    fn bean(&mut self, sign: &Token) -> Parsed {
        self.next();
        let name = match self.peek() {
            Some(token) if token.kind == Kind::Identifier => token.text.clone().unwrap_or_default(),
            Some(token) if token.kind == Kind::LiteralString => {
                let text = token.text.as_deref().unwrap_or("");
                text.get(1..text.len().saturating_sub(1)).unwrap_or("").to_owned()
            }
            _ => {
                let message = "EL1059E: @ or & can only be followed by an identifier or a quoted name";
                return Err(self.fault(sign.start, message));
            }
        };
        self.next();
        let name = if sign.kind == Kind::FactoryBeanRef { format!("&{name}") } else { name };
        Ok(Some(node(sign.start, Syntax::Bean(name))))
    }

    fn type_reference(&mut self, word: &Token) -> Parsed {
        self.next();
        if self.is(Kind::RSquare) {
            return Ok(Some(node(word.start, Syntax::Property("T".to_owned()))));
        }
        self.eat(Kind::LParen)?;
        let mut name = self.qualified_name()?;
        while self.skip(Kind::LSquare) {
            self.eat(Kind::RSquare)?;
            name.push_str("[]");
        }
        self.eat(Kind::RParen)?;
        Ok(Some(node(word.start, Syntax::Type(name))))
    }

    fn qualified_name(&mut self) -> Result<String, ParseError> {
        let mut parts: Vec<String> = Vec::new();
        while let Some(token) = self.peek() {
            let text = token.text.clone().unwrap_or_default();
            let word = !text.is_empty()
                && token.kind != Kind::LiteralString
                && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$');
            if token.kind != Kind::Dot && !word {
                break;
            }
            if word {
                parts.push(text);
            }
            self.next();
        }
        if !parts.is_empty() {
            return Ok(parts.join("."));
        }
        Err(match self.peek() {
            None => self.ran_out(),
            Some(token) => {
                let message = format!(
                    "EL1043E: Unexpected token. Expected 'qualified ID' but was '{}'",
                    token.kind.name()
                );
                self.fault(token.start, &message)
            }
        })
    }

    fn constructor(&mut self, word: &Token) -> Parsed {
        self.next();
        if self.is(Kind::RSquare) {
            return Ok(Some(node(word.start, Syntax::Property(word.text.clone().unwrap_or_default()))));
        }
        let name = self.qualified_name()?;
        if self.is(Kind::LSquare) {
            let mut is_plain = true;
            for dimension in 0.. {
                if !self.skip(Kind::LSquare) {
                    break;
                }
                is_plain &= dimension == 0 && self.is(Kind::RSquare);
                if !self.is(Kind::RSquare) {
                    self.expression()?;
                }
                self.eat(Kind::RSquare)?;
            }
            let mut items = None;
            if let Some(token) = self.peek().filter(|token| token.kind == Kind::LCurly).cloned() {
                items = match self.list_or_map(&token)?.map(|list| list.syntax) {
                    Some(Syntax::List(items)) if is_plain => Some(items),
                    _ => None,
                };
            }
            return Ok(Some(node(word.start, Syntax::NewArray(name, items))));
        }
        match self.arguments()? {
            Some(arguments) => Ok(Some(node(word.start, Syntax::New(name, arguments)))),
            None => {
                let at = self.peek().map_or(self.expression.chars().count(), |token| token.start);
                Err(self.fault(at, "EL1050E: The arguments (...) for the constructor call are missing"))
            }
        }
    }

    fn index(&mut self) -> Parsed {
        let start = self.next().map_or(0, |token| token.start);
        let inner = self.expression()?.ok_or_else(no_node)?;
        self.eat(Kind::RSquare)?;
        Ok(Some(node(start, Syntax::Index(Box::new(inner)))))
    }

    fn projection_or_selection(&mut self) -> Parsed {
        let Some(token) = self.peek().cloned() else { return Ok(None) };
        let selection = match token.kind {
            Kind::Project => None,
            Kind::Select => Some(Selection::All),
            Kind::SelectFirst => Some(Selection::First),
            Kind::SelectLast => Some(Selection::Last),
            _ => return Ok(None),
        };
        self.next();
        let inner = self.expression()?;
        let syntax = match (selection, inner) {
            (None, inner) => Syntax::Projection(Box::new(inner.ok_or_else(no_node)?)),
            (Some(selection), Some(inner)) => Syntax::Selection(selection, Box::new(inner)),
            (Some(_), None) => {
                let message = "EL1071E: A required selection expression has not been specified";
                return Err(self.fault(token.start, message));
            }
        };
        self.eat(Kind::RSquare)?;
        Ok(Some(node(token.start, syntax)))
    }

    fn list_or_map(&mut self, brace: &Token) -> Parsed {
        self.next();
        if self.skip(Kind::RCurly) {
            return Ok(Some(node(brace.start, Syntax::List(Vec::new()))));
        }
        if self.skip(Kind::Colon) {
            self.eat(Kind::RCurly)?;
            return Ok(Some(node(brace.start, Syntax::Map(Vec::new()))));
        }
        let first = self.expression()?.ok_or_else(no_node)?;
        if self.skip(Kind::Colon) {
            let mut entries = vec![(first, self.expression()?.ok_or_else(no_node)?)];
            while self.skip(Kind::Comma) {
                let key = self.expression()?.ok_or_else(no_node)?;
                self.eat(Kind::Colon)?;
                entries.push((key, self.expression()?.ok_or_else(no_node)?));
            }
            self.eat(Kind::RCurly)?;
            return Ok(Some(node(brace.start, Syntax::Map(entries))));
        }
        if !self.is(Kind::RCurly) && !self.is(Kind::Comma) {
            return Err(self.fault(brace.start, "EL1044E: Unexpectedly ran out of input"));
        }
        let mut items = vec![first];
        while self.skip(Kind::Comma) {
            items.push(self.expression()?.ok_or_else(no_node)?);
        }
        self.eat(Kind::RCurly)?;
        Ok(Some(node(brace.start, Syntax::List(items))))
    }
}

/// What stands between the quotes, doubled ones made single.
fn unquoted(text: &str) -> String {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
    if text.starts_with('"') { inner.replace("\"\"", "\"") } else { inner.replace("''", "'") }
}
