//! Operators, by their precedence.

use super::ParseError;
use super::cursor::{Parser, no_node};
use super::lexer::tokens;
use super::node::{BinaryOperator, Literal, Node, Syntax, UnaryOperator};
use super::token::{Kind, Token};

/// An expression; none where nothing is written.
pub(super) type Parsed = Result<Option<Node>, ParseError>;

/// The tree of one expression.
pub(super) fn parse(expression: &str) -> Result<Node, ParseError> {
    let mut parser = Parser::new(expression, tokens(expression)?);
    let node = parser.expression()?.ok_or_else(no_node)?;
    match parser.peek() {
        Some(token) => Err(ParseError::Syntax(format!(
            "EL1041E: After parsing a valid expression, there is still more data in the expression: '{}'",
            token.shown()
        ))),
        None => Ok(node),
    }
}

pub(super) fn node(at: usize, syntax: Syntax) -> Node {
    Node { at, syntax }
}

fn null(at: usize) -> Node {
    node(at, Syntax::Literal(Literal::Null))
}

/// The name that an operand is by itself.
fn name_of(operand: Option<&Node>) -> Option<String> {
    match &operand?.syntax {
        Syntax::Property(name) => Some(name.clone()),
        _ => None,
    }
}

/// `++` or `--` of an operand.
fn changed(operand: Option<&Node>, operator: &Kind) -> Syntax {
    let step = if *operator == Kind::Inc { "increment" } else { "decrement" };
    match operand.map(|operand| &operand.syntax) {
        Some(Syntax::Literal(literal)) => Syntax::Unassignable(literal.clone()),
        Some(Syntax::Property(name)) => Syntax::Step(name.clone(), step),
        _ => Syntax::Assignment(name_of(operand)),
    }
}

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parsed {
        self.deeper(Self::conditional)
    }

    fn conditional(&mut self) -> Parsed {
        let first = self.or()?;
        let Some(token) = self.peek().cloned() else { return Ok(first) };
        match token.kind {
            Kind::Assign => {
                self.next();
                self.or()?.ok_or_else(|| ParseError::Syntax("Operand must not be null".to_owned()))?;
                Ok(Some(node(token.start, Syntax::Assignment(name_of(first.as_ref())))))
            }
            Kind::Elvis => {
                self.next();
                let default = self.expression()?.unwrap_or_else(|| null(token.start + 1));
                let first = first.unwrap_or_else(|| null(token.start));
                Ok(Some(node(token.start, Syntax::Elvis(Box::new(first), Box::new(default)))))
            }
            Kind::QMark => {
                self.next();
                let yes = self.expression()?;
                self.eat(Kind::Colon)?;
                let no = self.expression()?;
                let first = first.unwrap_or_else(|| null(token.start));
                let branch = |branch: Option<Node>| Box::new(branch.unwrap_or_else(|| null(token.start)));
                Ok(Some(node(token.start, Syntax::Ternary(Box::new(first), branch(yes), branch(no)))))
            }
            _ => Ok(first),
        }
    }

    fn or(&mut self) -> Parsed {
        let mut left = self.and()?;
        while self.is_word("or") || self.is(Kind::SymbolicOr) {
            left = self.joined(left, BinaryOperator::Or, Self::and)?;
        }
        Ok(left)
    }

    fn and(&mut self) -> Parsed {
        let mut left = self.relational()?;
        while self.is_word("and") || self.is(Kind::SymbolicAnd) {
            left = self.joined(left, BinaryOperator::And, Self::relational)?;
        }
        Ok(left)
    }

    fn relational(&mut self) -> Parsed {
        let left = self.sum()?;
        match self.relational_operator() {
            Some(operator) => self.joined(left, operator, Self::sum),
            None => Ok(left),
        }
    }

    fn relational_operator(&self) -> Option<BinaryOperator> {
        let token = self.peek()?;
        Some(match token.kind {
            Kind::Gt => BinaryOperator::Greater,
            Kind::Lt => BinaryOperator::Less,
            Kind::Le => BinaryOperator::LessOrEqual,
            Kind::Ge => BinaryOperator::GreaterOrEqual,
            Kind::Eq => BinaryOperator::Equal,
            Kind::Ne => BinaryOperator::NotEqual,
            Kind::Identifier => match token.text.as_deref()?.to_ascii_lowercase().as_str() {
                "instanceof" => BinaryOperator::InstanceOf,
                "matches" => BinaryOperator::Matches,
                "between" => BinaryOperator::Between,
                _ => return None,
            },
            _ => return None,
        })
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let operator = match self.peek().map(|token| token.kind) {
                Some(Kind::Plus) => BinaryOperator::Plus,
                Some(Kind::Minus) => BinaryOperator::Minus,
                Some(Kind::Inc) => {
                    let token = self.next();
                    let right = self.product()?;
                    self.right(token.as_ref(), right)?;
                    continue;
                }
                _ => return Ok(left),
            };
            self.count_operator()?;
            let token = self.next();
            let right = self.product()?;
            let right = self.right(token.as_ref(), right)?;
            let at = token.map_or(0, |token| token.start);
            left = Some(match left {
                Some(left) => node(at, Syntax::Binary(operator, Box::new(left), Box::new(right))),
                None => right,
            });
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.power()?;
        loop {
            let operator = match self.peek().map(|token| token.kind) {
                Some(Kind::Star) => BinaryOperator::Times,
                Some(Kind::Div) => BinaryOperator::Divide,
                Some(Kind::Mod) => BinaryOperator::Modulus,
                _ => return Ok(left),
            };
            left = self.joined(left, operator, Self::power)?;
        }
    }

    fn power(&mut self) -> Parsed {
        let base = self.unary()?;
        if self.is(Kind::Power) {
            let token = self.next();
            let exponent = self.unary()?;
            let exponent = self.right(token.as_ref(), exponent)?;
            let at = token.map_or(0, |token| token.start);
            let base = base.ok_or_else(no_node)?;
            return Ok(Some(node(
                at,
                Syntax::Binary(BinaryOperator::Power, Box::new(base), Box::new(exponent)),
            )));
        }
        match (&base, self.peek()) {
            (Some(_), Some(token)) if matches!(token.kind, Kind::Inc | Kind::Dec) => {
                let (at, operator) = (token.start, token.kind);
                self.next();
                Ok(Some(node(at, changed(base.as_ref(), &operator))))
            }
            _ => Ok(base),
        }
    }

    fn unary(&mut self) -> Parsed {
        let Some(token) = self.peek().cloned() else { return self.primary() };
        let operator = match token.kind {
            Kind::Plus => UnaryOperator::Plus,
            Kind::Minus => UnaryOperator::Minus,
            Kind::Not => UnaryOperator::Not,
            Kind::Inc | Kind::Dec => {
                self.next();
                let operand = self.deeper(Self::unary)?;
                return Ok(Some(node(token.start, changed(operand.as_ref(), &token.kind))));
            }
            _ => return self.primary(),
        };
        self.next();
        let operand = self.deeper(Self::unary)?.ok_or_else(no_node)?;
        Ok(Some(node(token.start, Syntax::Unary(operator, Box::new(operand)))))
    }

    /// Takes the operator and its right side.
    fn joined(
        &mut self,
        left: Option<Node>,
        operator: BinaryOperator,
        right: impl FnOnce(&mut Self) -> Parsed,
    ) -> Parsed {
        self.count_operator()?;
        let token = self.next();
        let at = token.as_ref().map_or(0, |token| token.start);
        let right = right(self)?;
        let left = left.ok_or_else(|| self.fault(at, "EL1070E: Problem parsing left operand"))?;
        let right = self.right(token.as_ref(), right)?;
        Ok(Some(node(at, Syntax::Binary(operator, Box::new(left), Box::new(right)))))
    }

    fn right(&self, token: Option<&Token>, operand: Option<Node>) -> Result<Node, ParseError> {
        let at = token.map_or(0, |token| token.start);
        operand.ok_or_else(|| self.fault(at, "EL1042E: Problem parsing right operand"))
    }
}
