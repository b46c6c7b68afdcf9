//! The methods of JDK classes that definitions and expressions call.
//!
//! In: a target and arguments of the right types. Out: what the method gives, or what it throws. Adding a method is
//! adding a line to a table.

mod codes;
mod collections;
mod fields;
mod numbers;
mod objects;
mod string_utils;
mod system;
mod text;

use crate::source::{Host, Origin, Text, Traced};

use super::super::object::{Heap, Object};
use super::{Classes, Thrown};

pub(in super::super) use codes::{byte_array, bytes};
pub(in super::super) use fields::static_field;

/// What a call has to work with.
pub(in super::super) struct Invocation<'i> {
    /// The object; a `Class` for static methods.
    pub(in super::super) target: &'i Object,
    pub(in super::super) arguments: &'i [Object],
    pub(in super::super) heap: &'i Heap,
    /// System properties can be changed.
    pub(in super::super) host: &'i mut Host,
    /// How many steps it takes beyond those for the values.
    pub(in super::super) work: usize,
}

type Call = fn(&mut Invocation<'_>) -> Result<Object, Thrown>;

/// A method.
#[derive(Debug)]
pub(in super::super) struct Method {
    pub(in super::super) class: &'static str,
    pub(in super::super) name: &'static str,
    pub(in super::super) is_static: bool,
    /// Types of the parameters.
    pub(in super::super) parameters: &'static [&'static str],
    /// Whether the last parameter gathers any number of arguments.
    pub(in super::super) is_variadic: bool,
    /// Type of the result.
    pub(in super::super) returns: &'static str,
    pub(in super::super) call: Call,
}

impl Method {
    const fn instance(
        class: &'static str,
        name: &'static str,
        parameters: &'static [&'static str],
        returns: &'static str,
        call: Call,
    ) -> Self {
        Self { class, name, is_static: false, parameters, is_variadic: false, returns, call }
    }

    const fn of_class(
        class: &'static str,
        name: &'static str,
        parameters: &'static [&'static str],
        returns: &'static str,
        call: Call,
    ) -> Self {
        Self { class, name, is_static: true, parameters, is_variadic: false, returns, call }
    }

    const fn variadic(self) -> Self {
        Self { is_variadic: true, ..self }
    }

    /// The arguments with the last ones gathered into an array.
    pub(in super::super) fn gathered(&self, arguments: &[Object]) -> Vec<Object> {
        let fixed = self.parameters.len().saturating_sub(1);
        let (head, rest) = arguments.split_at_checked(fixed).unwrap_or((arguments, &[]));
        if let [Object::Sequence(already)] = rest
            && already.class.ends_with("[]")
        {
            return arguments.to_vec();
        }
        let items = rest.iter().map(|value| Traced::new(value.clone(), Origin::default())).collect();
        let class = self.parameters.last().copied().unwrap_or("java.lang.Object[]");
        head.iter().cloned().chain([Object::sequence(class, items)]).collect()
    }
}

/// All tables.
const TABLES: [&[Method]; 7] = [
    objects::METHODS,
    text::METHODS,
    string_utils::METHODS,
    numbers::METHODS,
    collections::METHODS,
    system::METHODS,
    codes::METHODS,
];

impl Classes<'_> {
    /// The methods of this name that a class has or inherits.
    pub(in super::super) fn methods(&self, class: &str, name: &str, is_static: bool) -> Vec<&'static Method> {
        let all = TABLES.iter().flat_map(|table| table.iter());
        all.filter(|method| method.name == name && method.is_static == is_static)
            .filter(
                |method| if is_static { method.class == class } else { self.is_subtype(class, method.class) },
            )
            .collect()
    }

    /// Whether a class has no member of this name, as far as is known: those of a few classes are all known by name.
    pub(in super::super) fn lacks(&self, class: &str, member: &str) -> bool {
        self.is_of_catalog(class) || {
            let others = OTHERS.iter().find(|(known, _)| *known == class);
            others.is_some_and(|(_, members)| !members.split(' ').any(|known| known == member))
        }
    }
}

/// Members that aren't in the tables, of classes whose other members are.
const OTHERS: [(&str, &str); 5] = [
    (
        "java.lang.String",
        "CASE_INSENSITIVE_ORDER chars codePointAt codePointBefore codePointCount codePoints describeConstable getChars \
         indent lines notify notifyAll offsetByCodePoints regionMatches replaceFirst resolveConstantDesc stripIndent \
         transform translateEscapes wait",
    ),
    ("java.lang.Integer", NUMBERS),
    ("java.lang.Long", NUMBERS),
    (
        "java.lang.Boolean",
        "TYPE compare compareTo describeConstable hashCode logicalAnd logicalOr logicalXor notify notifyAll wait",
    ),
    (
        "java.lang.System",
        "Logger arraycopy console currentTimeMillis err exit gc getLogger getSecurityManager identityHashCode in \
         inheritedChannel load loadLibrary mapLibraryName nanoTime out runFinalization setErr setIn setOut \
         setProperties setSecurityManager",
    ),
];

const NUMBERS: &str = "TYPE bitCount byteValue compare compareTo compareUnsigned describeConstable divideUnsigned floatValue hashCode \
     highestOneBit lowestOneBit notify notifyAll numberOfLeadingZeros numberOfTrailingZeros parseUnsignedInt \
     parseUnsignedLong remainderUnsigned resolveConstantDesc reverse reverseBytes rotateLeft rotateRight shortValue \
     signum toOctalString toUnsignedLong toUnsignedString wait";

impl Invocation<'_> {
    fn argument(&self, index: usize) -> &Object {
        self.arguments.get(index).unwrap_or(&Object::Null)
    }

    /// The target as a text.
    fn this(&self) -> &str {
        text_of(self.target)
    }

    /// An argument as a text.
    fn text(&self, index: usize) -> &str {
        text_of(self.argument(index))
    }

    /// An argument as messages may show it.
    fn shown(&self, index: usize) -> &str {
        if self.argument(index).is_secret() { "***" } else { self.text(index) }
    }

    /// An argument as a whole number.
    fn number(&self, index: usize) -> i64 {
        match self.argument(index) {
            Object::Number(number) => number.long_value(),
            _ => 0,
        }
    }

    fn flag(&self, index: usize) -> bool {
        matches!(self.argument(index), Object::Boolean(true))
    }
}

fn text_of(object: &Object) -> &str {
    match object {
        Object::Text(text) => text.reveal(),
        Object::Scalar(scalar) => scalar.text.reveal(),
        _ => "",
    }
}

fn plain(text: impl Into<String>) -> Result<Object, Thrown> {
    Ok(Object::Text(Text::plain(text)))
}

fn count(number: usize) -> Result<Object, Thrown> {
    Ok(Object::integer(i32::try_from(number).unwrap_or(i32::MAX)))
}

fn null_pointer() -> Thrown {
    Thrown::new("java.lang.NullPointerException")
}
