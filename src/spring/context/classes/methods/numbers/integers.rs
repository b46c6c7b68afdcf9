//! `Integer`.

use super::super::super::super::number::NumberType;
use super::super::{Invocation, Method, plain};
use super::{
    Made, SEQUENCE, STRING, decoded, hash, in_radix, int, long, not_evaluated, of_system, order, parsed,
    same, unsigned,
};

const INTEGER: &str = "java.lang.Integer";
const TYPE: NumberType = NumberType::Integer;

const INT: &[&str] = &["int i"];
const INTS: &[&str] = &["int", "int"];
const TEXT: &[&str] = &["java.lang.String s"];

pub(in super::super) const METHODS: &[Method] = &[
    Method::of_class(INTEGER, "numberOfLeadingZeros", INT, "int", |call| {
        int(call.int(0).leading_zeros().cast_signed())
    }),
    Method::of_class(INTEGER, "numberOfTrailingZeros", INT, "int", |call| {
        int(call.int(0).trailing_zeros().cast_signed())
    }),
    Method::of_class(INTEGER, "bitCount", INT, "int", |call| int(call.int(0).count_ones().cast_signed())),
    Method::of_class(INTEGER, "toString", INT, STRING, |call| plain(call.int(0).to_string())),
    Method::of_class(INTEGER, "toString", &["int i", "int radix"], STRING, |call| {
        in_radix(call.int(0) < 0, u64::from(call.int(0).unsigned_abs()), call.int(1))
    }),
    Method::of_class(INTEGER, "hashCode", &["int value"], "int", hash),
    Method::of_class(INTEGER, "min", INTS, "int", |call| int(call.int(0).min(call.int(1)))),
    Method::of_class(INTEGER, "max", INTS, "int", |call| int(call.int(0).max(call.int(1)))),
    Method::of_class(INTEGER, "signum", INT, "int", |call| int(call.int(0).signum())),
    Method::of_class(INTEGER, "reverseBytes", INT, "int", |call| int(call.int(0).swap_bytes())),
    Method::instance(INTEGER, "compareTo", &[INTEGER], "int", |call| order(&call.own(), &call.number(0))),
    Method::of_class(INTEGER, "compare", INTS, "int", |call| order(&call.int(0), &call.int(1))),
    Method::of_class(INTEGER, "valueOf", &["java.lang.String s", "int radix"], INTEGER, |call| {
        parsed(call, TYPE)
    }),
    Method::of_class(INTEGER, "valueOf", TEXT, INTEGER, |call| parsed(call, TYPE)),
    Method::of_class(INTEGER, "valueOf", INT, INTEGER, same),
    Method::of_class(INTEGER, "toHexString", INT, STRING, |call| plain(format!("{:x}", call.int(0)))),
    Method::of_class(INTEGER, "decode", &["java.lang.String nm"], INTEGER, |call| decoded(call, TYPE)),
    Method::of_class(INTEGER, "reverse", INT, "int", |call| int(call.int(0).reverse_bits())),
    Method::of_class(INTEGER, "toUnsignedLong", &["int x"], "long", |call| {
        long(i64::from(call.int(0).cast_unsigned()))
    }),
    Method::of_class(INTEGER, "sum", INTS, "int", |call| int(call.int(0).wrapping_add(call.int(1)))),
    Method::of_class(INTEGER, "parseInt", &[SEQUENCE, "int", "int", "int"], "int", |_| {
        not_evaluated("a number inside of a text")
    }),
    Method::of_class(INTEGER, "parseInt", TEXT, "int", |call| parsed(call, TYPE)),
    Method::of_class(INTEGER, "parseInt", &["java.lang.String s", "int radix"], "int", |call| {
        parsed(call, TYPE)
    }),
    Method::of_class(INTEGER, "compareUnsigned", INTS, "int", |call| order(&bits(call, 0), &bits(call, 1))),
    Method::of_class(INTEGER, "toUnsignedString", &["int i", "int radix"], STRING, |call| {
        in_radix(false, u64::from(bits(call, 0)), call.int(1))
    }),
    Method::of_class(INTEGER, "toUnsignedString", INT, STRING, |call| plain(bits(call, 0).to_string())),
    Method::of_class(INTEGER, "parseUnsignedInt", &["java.lang.String s", "int radix"], "int", |call| {
        unsigned(call, TYPE, u64::from(u32::MAX))
    }),
    Method::of_class(INTEGER, "parseUnsignedInt", &[SEQUENCE, "int", "int", "int"], "int", |_| {
        not_evaluated("a number inside of a text")
    }),
    Method::of_class(INTEGER, "parseUnsignedInt", TEXT, "int", |call| {
        unsigned(call, TYPE, u64::from(u32::MAX))
    }),
    Method::of_class(INTEGER, "getInteger", &["java.lang.String nm", INTEGER], INTEGER, |call| {
        of_system(call, TYPE)
    }),
    Method::of_class(INTEGER, "getInteger", &["java.lang.String nm"], INTEGER, |call| of_system(call, TYPE)),
    Method::of_class(INTEGER, "getInteger", &["java.lang.String nm", "int val"], INTEGER, |call| {
        of_system(call, TYPE)
    }),
    Method::of_class(INTEGER, "toOctalString", INT, STRING, |call| plain(format!("{:o}", call.int(0)))),
    Method::of_class(INTEGER, "toBinaryString", INT, STRING, |call| plain(format!("{:b}", call.int(0)))),
    Method::of_class(INTEGER, "divideUnsigned", INTS, "int", |call| divided(call, u32::checked_div)),
    Method::of_class(INTEGER, "remainderUnsigned", INTS, "int", |call| divided(call, u32::checked_rem)),
    Method::of_class(INTEGER, "highestOneBit", INT, "int", |call| {
        int(bits(call, 0).checked_ilog2().map_or(0, |bit| (1_u32 << bit).cast_signed()))
    }),
    Method::of_class(INTEGER, "lowestOneBit", INT, "int", |call| {
        int(call.int(0) & call.int(0).wrapping_neg())
    }),
    Method::of_class(INTEGER, "rotateLeft", INTS, "int", |call| {
        int(call.int(0).rotate_left(bits(call, 1) % 32))
    }),
    Method::of_class(INTEGER, "rotateRight", INTS, "int", |call| {
        int(call.int(0).rotate_right(bits(call, 1) % 32))
    }),
];

/// An argument without sign.
fn bits(call: &Invocation<'_>, index: usize) -> u32 {
    call.int(index).cast_unsigned()
}

fn divided(call: &Invocation<'_>, by: impl Fn(u32, u32) -> Option<u32>) -> Made {
    let result = by(bits(call, 0), bits(call, 1));
    result.map_or_else(|| Err(super::by_zero()), |result| int(result.cast_signed()))
}
