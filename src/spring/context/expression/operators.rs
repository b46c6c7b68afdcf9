//! Arithmetic, joining and comparison (Spring's `OpPlus`, `OpEQ` and the like).

use std::cmp::Ordering;

use crate::source::Text;
use crate::spring::spel::BinaryOperator;

use super::super::display::to_java_string;
use super::super::equality;
use super::super::factory::BeanFactory;
use super::super::number::{Number, NumberType};
use super::super::object::Object;
use super::super::pattern;
use super::{Evaluated, EvaluationError};

/// The longest text that repeating makes.
const MOST_REPEATED: usize = 256;

impl BeanFactory<'_> {
    pub(super) fn operate(&mut self, operator: BinaryOperator, left: &Object, right: &Object) -> Evaluated {
        let takes_all = operator == BinaryOperator::InstanceOf || left.is_null() || right.is_null();
        for operand in [left, right].into_iter().filter(|operand| matches!(operand, Object::Instance(_))) {
            if !takes_all {
                self.described(operand)?;
            }
        }
        match operator {
            BinaryOperator::Equal => Ok(Object::Boolean(self.equal(left, right))),
            BinaryOperator::NotEqual => Ok(Object::Boolean(!self.equal(left, right))),
            BinaryOperator::Less => self.compared(left, right, Ordering::is_lt),
            BinaryOperator::LessOrEqual => self.compared(left, right, Ordering::is_le),
            BinaryOperator::Greater => self.compared(left, right, Ordering::is_gt),
            BinaryOperator::GreaterOrEqual => self.compared(left, right, Ordering::is_ge),
            BinaryOperator::InstanceOf => self.instance_of(left, right),
            BinaryOperator::Matches => self.matches(left, right),
            BinaryOperator::Between => self.between(left, right),
            _ => match (left, right) {
                (Object::Number(left), Object::Number(right)) => arithmetic(operator, left, right),
                _ => self.text_operation(operator, left, right),
            },
        }
    }

    /// Joining and repeating of texts; all else is refused.
    fn text_operation(&self, operator: BinaryOperator, left: &Object, right: &Object) -> Evaluated {
        let secret = left.is_secret() || right.is_secret();
        match (operator, left, right) {
            (BinaryOperator::Plus, Object::Text(_), _) | (BinaryOperator::Plus, _, Object::Text(_)) => {
                self.described(left)?;
                self.described(right)?;
                let text = format!("{}{}", self.joined_text(left), self.joined_text(right));
                Ok(Object::Text(Text::plain(text).guarded(secret)))
            }
            (BinaryOperator::Minus, Object::Text(text), Object::Number(Number::Integer(number)))
                if text.reveal().chars().count() == 1 =>
            {
                let code = text
                    .reveal()
                    .chars()
                    .next()
                    .map_or(0, u32::from)
                    .wrapping_add_signed(number.wrapping_neg());
                // Java's characters have 16 bits.
                let character = char::from_u32(code & 0xFFFF).unwrap_or(char::REPLACEMENT_CHARACTER);
                Ok(Object::Text(Text::plain(character).guarded(secret)))
            }
            (BinaryOperator::Times, Object::Text(text), Object::Number(Number::Integer(times))) => {
                let times = usize::try_from(*times).unwrap_or(0);
                if text.reveal().chars().count().saturating_mul(times) > MOST_REPEATED {
                    return Err(EvaluationError::spring(format!(
                        "EL1076E: Repeated text results in too many characters, exceeding the threshold of '{MOST_REPEATED}'"
                    )));
                }
                Ok(Object::Text(Text::plain(text.reveal().repeat(times)).guarded(secret)))
            }
            _ => {
                let class = |object: &Object| object.class_name(&self.heap).unwrap_or_else(|| "null".into());
                Err(EvaluationError::spring(format!(
                    "EL1030E: The operator '{}' is not supported between objects of type '{}' and '{}'",
                    operation(operator),
                    class(left),
                    class(right)
                )))
            }
        }
    }

    /// How an operand of `+` is written.
    fn joined_text(&self, object: &Object) -> String {
        let converted = if matches!(object, Object::Class(_)) { None } else { self.as_text(object).ok() };
        converted.map_or_else(|| to_java_string(object, &self.heap), |text| text.reveal().to_owned())
    }

    /// A value as a text, as Spring's conversion service has it.
    pub(super) fn as_text(&self, object: &Object) -> Result<Text, EvaluationError> {
        self.described(object)?;
        let secret = object.is_secret();
        Ok(match object {
            Object::Text(text) => text.clone(),
            Object::Sequence(sequence) => {
                let items: Vec<String> =
                    sequence.items.iter().map(|item| to_java_string(&item.value, &self.heap)).collect();
                Text::plain(items.join(",")).guarded(secret)
            }
            Object::Class(name) => Text::plain(name.to_string()),
            Object::Map(map) => {
                return Err(EvaluationError::spring(format!(
                    "No converter found capable of converting from type [{}<?, ?>] to type [java.lang.String]",
                    map.class
                )));
            }
            other => Text::plain(to_java_string(other, &self.heap)).guarded(secret),
        })
    }

    /// Refuses a value with an object in it of whose class only the name is known: how it is written and compared isn't.
    pub(super) fn described(&self, object: &Object) -> Result<(), EvaluationError> {
        match self.undescribed_in(object) {
            Some(class) => {
                Err(EvaluationError::Unsupported(format!("a {class} as a text or in a comparison")))
            }
            None => Ok(()),
        }
    }

    fn equal(&self, left: &Object, right: &Object) -> bool {
        match (left, right) {
            (Object::Number(left), Object::Number(right)) => {
                compare_numbers(left, right) == Some(Ordering::Equal)
            }
            _ => equality::equal(left, right),
        }
    }

    fn compared(&self, left: &Object, right: &Object, is: impl Fn(Ordering) -> bool) -> Evaluated {
        let order = match (left, right) {
            (Object::Number(left), Object::Number(right)) => compare_numbers(left, right),
            (Object::Text(left), Object::Text(right)) => {
                Some(left.reveal().encode_utf16().cmp(right.reveal().encode_utf16()))
            }
            (Object::Boolean(left), Object::Boolean(right)) => Some(left.cmp(right)),
            (Object::Character(left), Object::Character(right)) => Some(left.cmp(right)),
            (Object::Null, Object::Null) => Some(Ordering::Equal),
            (Object::Null, _) => Some(Ordering::Less),
            (_, Object::Null) => Some(Ordering::Greater),
            (Object::Text(_) | Object::Number(_) | Object::Boolean(_) | Object::Character(_), _) => {
                return Err(EvaluationError::Spring(self.not_castable(right, left)));
            }
            _ => {
                let class = |object: &Object| object.class_name(&self.heap).unwrap_or_default();
                return Err(EvaluationError::spring(format!(
                    "EL1013E: Cannot compare instances of class {} and class {}",
                    class(left),
                    class(right)
                )));
            }
        };
        Ok(Object::Boolean(order.is_some_and(is)))
    }

    /// The message of the `ClassCastException` of `compareTo`.
    fn not_castable(&self, object: &Object, wanted: &Object) -> String {
        let class = |object: &Object| object.class_name(&self.heap).unwrap_or_default();
        let (from, to) = (class(object), class(wanted));
        format!(
            "class {from} cannot be cast to class {to} ({from} and {to} are in module java.base of loader 'bootstrap')"
        )
    }

    fn instance_of(&self, left: &Object, right: &Object) -> Evaluated {
        match (right, left.class_name(&self.heap)) {
            (Object::Class(class), Some(found)) => {
                Ok(Object::Boolean(self.classes.is_subtype(&found, class)))
            }
            (Object::Class(_), None) => Ok(Object::Boolean(false)),
            (other, _) => {
                let class = other.class_name(&self.heap).unwrap_or_else(|| "null".into());
                Err(EvaluationError::spring(format!(
                    "EL1028E: The operator instanceof needs the right operand to be a class, not a '{class}'"
                )))
            }
        }
    }

    /// `matches`: the whole text, by a Java pattern.
    fn matches(&self, left: &Object, right: &Object) -> Evaluated {
        if left.is_null() {
            return Err(EvaluationError::spring(
                "EL1037E: First operand to matches operator must be a string. 'null' is not",
            ));
        }
        let Object::Text(written) = right else {
            return Err(EvaluationError::spring(format!(
                "EL1038E: Second operand to matches operator must be a string. '{}' is not",
                to_java_string(right, &self.heap)
            )));
        };
        let text = self.as_text(left)?;
        self.spend(pattern::work(text.reveal())).map_err(EvaluationError::Bean)?;
        match pattern::matches(written.reveal(), text.reveal()) {
            Some(found) => Ok(Object::Boolean(found)),
            None => Err(EvaluationError::Unsupported(format!("the pattern {}", written.shown()))),
        }
    }

    fn between(&self, left: &Object, right: &Object) -> Evaluated {
        let Object::Sequence(bounds) = right else { return Err(no_bounds()) };
        let [low, high] = bounds.items.as_slice() else { return Err(no_bounds()) };
        let above = self.compared(left, &low.value, Ordering::is_ge)?;
        let below = self.compared(left, &high.value, Ordering::is_le)?;
        Ok(Object::Boolean(matches!((above, below), (Object::Boolean(true), Object::Boolean(true)))))
    }
}

fn no_bounds() -> EvaluationError {
    EvaluationError::spring("EL1017E: Right operand for the between operator has to be a two-element list")
}

fn operation(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Plus => "ADD",
        BinaryOperator::Minus => "SUBTRACT",
        BinaryOperator::Times => "MULTIPLY",
        BinaryOperator::Divide => "DIVIDE",
        BinaryOperator::Modulus => "MODULUS",
        _ => "POWER",
    }
}

fn compare_numbers(left: &Number, right: &Number) -> Option<Ordering> {
    match wider(left, right) {
        NumberType::Double | NumberType::Float | NumberType::BigDecimal => {
            left.double_value().partial_cmp(&right.double_value())
        }
        _ => Some(left.long_value().cmp(&right.long_value())),
    }
}

/// The type in which two numbers are calculated.
fn wider(left: &Number, right: &Number) -> NumberType {
    let either = |wanted: NumberType| left.number_type() == wanted || right.number_type() == wanted;
    [NumberType::BigDecimal, NumberType::Double, NumberType::Float, NumberType::BigInteger, NumberType::Long]
        .into_iter()
        .find(|wanted| either(*wanted))
        .unwrap_or(NumberType::Integer)
}

fn arithmetic(operator: BinaryOperator, left: &Number, right: &Number) -> Evaluated {
    if operator == BinaryOperator::Power {
        return Ok(Object::Number(power(left, right)));
    }
    let number = match wider(left, right) {
        NumberType::Double => Number::Double(real(operator, left.double_value(), right.double_value())),
        #[expect(clippy::cast_possible_truncation, reason = "Java calculates floats in float precision")]
        NumberType::Float => Number::Float(real(operator, left.double_value(), right.double_value()) as f32),
        NumberType::BigDecimal | NumberType::BigInteger => {
            return Err(EvaluationError::Unsupported("arithmetic with big numbers".to_owned()));
        }
        NumberType::Long => Number::Long(long(operator, left.long_value(), right.long_value())?),
        _ => {
            let wide = long(operator, left.long_value(), right.long_value())?;
            #[expect(clippy::cast_possible_truncation, reason = "Java's int arithmetic wraps")]
            let narrow = wide as i32;
            Number::Integer(narrow)
        }
    };
    Ok(Object::Number(number))
}

fn real(operator: BinaryOperator, left: f64, right: f64) -> f64 {
    match operator {
        BinaryOperator::Plus => left + right,
        BinaryOperator::Minus => left - right,
        BinaryOperator::Times => left * right,
        BinaryOperator::Divide => left / right,
        _ => left % right,
    }
}

fn long(operator: BinaryOperator, left: i64, right: i64) -> Result<i64, EvaluationError> {
    let divides = matches!(operator, BinaryOperator::Divide | BinaryOperator::Modulus);
    if divides && right == 0 {
        return Err(EvaluationError::spring("/ by zero"));
    }
    Ok(match operator {
        BinaryOperator::Plus => left.wrapping_add(right),
        BinaryOperator::Minus => left.wrapping_sub(right),
        BinaryOperator::Times => left.wrapping_mul(right),
        BinaryOperator::Divide => left.wrapping_div(right),
        _ => left.wrapping_rem(right),
    })
}

/// `OperatorPower`: in doubles, cut to a whole number unless an operand is a fraction.
fn power(left: &Number, right: &Number) -> Number {
    let wide = wider(left, right);
    let value = left.double_value().powf(right.double_value());
    #[expect(clippy::cast_possible_truncation, reason = "as Java's casts: saturating")]
    match wide {
        NumberType::Double | NumberType::Float | NumberType::BigDecimal => Number::Double(value),
        _ if value > f64::from(i32::MAX) || wide == NumberType::Long => Number::Long(value as i64),
        _ => Number::Integer(value as i32),
    }
}
