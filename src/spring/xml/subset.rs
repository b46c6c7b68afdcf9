//! The internal subset of a document type declaration: checked, and read for the default values of attributes.
//!
//! Entities may not be declared at all, so that no text can grow and nothing is ever fetched.

use super::cursor::{Cursor, QName, Scan};
use super::rules::{Fault, Rule, subset as rule};
use super::start_tag::Written;

/// A default value that an attribute list declares.
#[derive(Debug)]
pub(super) struct Default<'t> {
    pub(super) element: &'t str,
    pub(super) attribute: Written<'t>,
}

const ENTITY_DECLARED: Rule = Rule {
    spring: "",
    message: "the document declares an entity",
    help: "delete the declaration and write the text itself wherever the entity is referred to",
};

impl<'t> Cursor<'t> {
    /// Reads up to the closing bracket.
    pub(super) fn internal_subset(&mut self) -> Scan<Vec<Default<'t>>> {
        let mut defaults = Vec::new();
        loop {
            self.spaces()?;
            let start = self.at;
            if self.need()? == ']' {
                return Ok(defaults);
            } else if self.eat('%')? {
                self.parameter_reference()?;
            } else if self.eat('<')? {
                self.markup_declaration(start, &mut defaults)?;
            } else {
                return Err(self.broken(&rule::MARKUP_NOT_RECOGNIZED_IN_DTD, &[]));
            }
        }
    }

    /// Skips a reference; since nothing can be declared it stands for nothing.
    fn parameter_reference(&mut self) -> Scan<()> {
        let Some(name) = self.name()? else {
            return Err(self.broken(&rule::NAME_REQUIRED_IN_PE_REFERENCE, &[]));
        };
        if self.eat(';')? {
            Ok(())
        } else {
            Err(self.broken(&rule::SEMICOLON_REQUIRED_IN_PE_REFERENCE, &[name]))
        }
    }

    fn markup_declaration(&mut self, start: usize, defaults: &mut Vec<Default<'t>>) -> Scan<()> {
        if self.eat('?')? {
            return self.instruction();
        }
        if self.eat('!')? {
            if self.eat('-')? {
                if self.eat('-')? {
                    return self.comment().map(|_| ());
                }
            } else if self.eat_str("ELEMENT")? {
                return self.element_declaration();
            } else if self.eat_str("ATTLIST")? {
                return self.attribute_list(defaults);
            } else if self.eat_str("ENTITY")? {
                let secret = Some(self.literals());
                return Err(Fault {
                    code: "xml-entity",
                    secret,
                    ..ENTITY_DECLARED.broken(start, self.at, &[])
                });
            } else if self.eat_str("NOTATION")? {
                return self.notation_declaration();
            }
        }
        self.need()?;
        Err(rule::MARKUP_NOT_RECOGNIZED_IN_DTD.broken(start, self.at, &[]))
    }

    fn element_declaration(&mut self) -> Scan<()> {
        self.space_or(&rule::SPACE_REQUIRED_BEFORE_ELEMENT_TYPE_IN_DECLARATION, &[])?;
        let name = self.name_or(&rule::ELEMENT_TYPE_REQUIRED_IN_DECLARATION, &[])?;
        self.space_or(&rule::SPACE_REQUIRED_BEFORE_CONTENT_IN_DECLARATION, &[name])?;
        if !self.eat_str("EMPTY")? && !self.eat_str("ANY")? {
            self.expect('(', &rule::OPEN_PAREN_OR_ELEMENT_TYPE_REQUIRED_IN_CHILDREN, &[name])?;
            self.spaces()?;
            if self.eat_str("#PCDATA")? { self.mixed(name)? } else { self.children_model(name)? }
        }
        self.spaces()?;
        self.expect('>', &rule::ELEMENT_DECL_UNTERMINATED, &[name])
    }

    fn mixed(&mut self, element: &str) -> Scan<()> {
        let mut named = false;
        self.spaces()?;
        while self.eat('|')? {
            self.spaces()?;
            self.name_or(&rule::ELEMENT_TYPE_REQUIRED_IN_MIXED_CONTENT, &[element])?;
            named = true;
            self.spaces()?;
        }
        if self.eat_str(")*")? {
            return Ok(());
        }
        if named {
            return Err(self.broken(&rule::MIXED_CONTENT_UNTERMINATED, &[element]));
        }
        self.expect(')', &rule::CLOSE_PAREN_REQUIRED_IN_CHILDREN, &[element])
    }

    /// A content model; its first parenthesis has been read. Groups are counted, not recursed into.
    fn children_model(&mut self, element: &str) -> Scan<()> {
        let mut separators = vec![None];
        loop {
            if self.eat('(')? {
                separators.push(None);
                self.spaces()?;
                continue;
            }
            self.spaces()?;
            self.name_or(&rule::OPEN_PAREN_OR_ELEMENT_TYPE_REQUIRED_IN_CHILDREN, &[element])?;
            self.occurrence()?;
            loop {
                self.spaces()?;
                let next = self.need()?;
                let separator = separators.last_mut();
                if let Some(separator) = separator
                    && matches!(next, ',' | '|')
                    && separator.is_none_or(|known| known == next)
                {
                    *separator = Some(next);
                    self.bump();
                    break;
                }
                self.expect(')', &rule::CLOSE_PAREN_REQUIRED_IN_CHILDREN, &[element])?;
                self.occurrence_after_group();
                separators.pop();
                if separators.is_empty() {
                    return Ok(());
                }
            }
            self.spaces()?;
        }
    }

    fn occurrence(&mut self) -> Scan<()> {
        if matches!(self.need()?, '?' | '*' | '+') {
            self.bump();
        }
        Ok(())
    }

    fn occurrence_after_group(&mut self) {
        if matches!(self.peek(), Some('?' | '*' | '+')) {
            self.bump();
        }
    }

    fn attribute_list(&mut self, defaults: &mut Vec<Default<'t>>) -> Scan<()> {
        self.space_or(&rule::SPACE_REQUIRED_BEFORE_ELEMENT_TYPE_IN_ATTRIBUTE_LIST, &[])?;
        let element = self.name_or(&rule::ELEMENT_TYPE_REQUIRED_IN_ATTRIBUTE_LIST, &[])?;
        if !self.spaces()? {
            return self.expect('>', &rule::SPACE_REQUIRED_BEFORE_ATTRIBUTE_NAME_IN_DEFINITION, &[element]);
        }
        while !self.eat('>')? {
            let start = self.at;
            let name = self.name_or(&rule::ATT_NAME_REQUIRED_IN_ATT_DEF, &[element])?;
            self.space_or(&rule::SPACE_REQUIRED_BEFORE_TYPE_IN_DEFINITION, &[element, name])?;
            let tokens = self.attribute_type(element, name)?;
            self.space_or(&rule::SPACE_REQUIRED_BEFORE_DEFAULT_IN_DEFINITION, &[element, name])?;
            if let Some(attribute) = self.default_value(element, name, start, tokens)? {
                defaults.push(Default { element, attribute });
            }
            self.spaces()?;
        }
        Ok(())
    }

    /// The type of an attribute; says whether its value is made of tokens.
    fn attribute_type(&mut self, element: &str, name: &str) -> Scan<bool> {
        if self.eat_str("CDATA")? {
            return Ok(false);
        }
        let types = ["IDREFS", "IDREF", "ID", "ENTITY", "ENTITIES", "NMTOKENS", "NMTOKEN"];
        if self.eat_any(&types)? {
            return Ok(true);
        }
        let notation = self.eat_str("NOTATION")?;
        if notation {
            self.space_or(&rule::SPACE_REQUIRED_AFTER_NOTATION_IN_NOTATIONTYPE, &[element, name])?;
        }
        let [open, missing, unterminated] = if notation {
            [
                &rule::OPEN_PAREN_REQUIRED_IN_NOTATIONTYPE,
                &rule::NAME_REQUIRED_IN_NOTATIONTYPE,
                &rule::NOTATION_TYPE_UNTERMINATED,
            ]
        } else {
            [
                &rule::ATT_TYPE_REQUIRED_IN_ATT_DEF,
                &rule::NMTOKEN_REQUIRED_IN_ENUMERATION,
                &rule::ENUMERATION_UNTERMINATED,
            ]
        };
        self.expect('(', open, &[element, name])?;
        loop {
            self.spaces()?;
            let token = if notation { self.name()? } else { self.name_token()? };
            if token.is_none() {
                return Err(self.broken(missing, &[element, name]));
            }
            self.spaces()?;
            if !self.eat('|')? {
                self.expect(')', unterminated, &[element, name])?;
                return Ok(true);
            }
        }
    }

    fn default_value(
        &mut self,
        element: &str,
        name: &'t str,
        start: usize,
        tokens: bool,
    ) -> Scan<Option<Written<'t>>> {
        if self.eat_str("#REQUIRED")? || self.eat_str("#IMPLIED")? {
            return Ok(None);
        }
        if self.eat_str("#FIXED")? {
            self.space_or(&rule::SPACE_REQUIRED_AFTER_FIXED, &[element, name])?;
        }
        let mut attribute = self.value_of(QName::of(name), element, start)?;
        if tokens {
            let words: Vec<&str> = attribute.value.split(' ').filter(|word| !word.is_empty()).collect();
            attribute.value = words.join(" ");
        }
        Ok(Some(attribute))
    }

    fn notation_declaration(&mut self) -> Scan<()> {
        self.space_or(&rule::SPACE_REQUIRED_BEFORE_NOTATION_NAME_IN_NOTATION, &[])?;
        let name = self.name_or(&rule::NOTATION_NAME_REQUIRED_IN_NOTATION, &[])?;
        self.space_or(&rule::SPACE_REQUIRED_AFTER_NOTATION_NAME_IN_NOTATION, &[name])?;
        if self.external_id(true)? == (None, None) {
            return Err(self.broken(&rule::EXTERNAL_OR_PUBLIC_ID_REQUIRED, &[name]));
        }
        self.spaces()?;
        self.expect('>', &rule::NOTATION_DECL_UNTERMINATED, &[name])
    }

    fn eat_any(&mut self, texts: &[&str]) -> Scan<bool> {
        for text in texts {
            if self.eat_str(text)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn space_or(&mut self, rule: &'static Rule, found: &[&str]) -> Scan<()> {
        if self.spaces()? { Ok(()) } else { Err(self.broken(rule, found)) }
    }

    fn name_or(&mut self, rule: &'static Rule, found: &[&str]) -> Scan<&'t str> {
        self.name()?.ok_or_else(|| self.broken(rule, found))
    }

    fn expect(&mut self, c: char, rule: &'static Rule, found: &[&str]) -> Scan<()> {
        if self.eat(c)? { Ok(()) } else { Err(self.broken(rule, found)) }
    }
}
