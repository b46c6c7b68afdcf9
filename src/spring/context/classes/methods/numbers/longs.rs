//! `Long`.

use super::super::super::super::number::NumberType;
use super::super::{Invocation, Method, plain};
use super::{
    Made, SEQUENCE, STRING, decoded, hash, in_radix, int, long, not_evaluated, of_system, order, parsed,
    same, unsigned,
};

const LONG: &str = "java.lang.Long";
const TYPE: NumberType = NumberType::Long;

const ONE: &[&str] = &["long i"];
const TWO: &[&str] = &["long", "long"];
const TEXT: &[&str] = &["java.lang.String s"];
const TEXT_AND_RADIX: &[&str] = &["java.lang.String s", "int radix"];

pub(in super::super) const METHODS: &[Method] = &[
    Method::of_class(LONG, "numberOfLeadingZeros", ONE, "int", |call| {
        int(call.number(0).leading_zeros().cast_signed())
    }),
    Method::of_class(LONG, "numberOfTrailingZeros", ONE, "int", |call| {
        int(call.number(0).trailing_zeros().cast_signed())
    }),
    Method::of_class(LONG, "bitCount", ONE, "int", |call| int(call.number(0).count_ones().cast_signed())),
    Method::of_class(LONG, "toString", ONE, STRING, |call| plain(call.number(0).to_string())),
    Method::of_class(LONG, "toString", &["long i", "int radix"], STRING, |call| {
        in_radix(call.number(0) < 0, call.number(0).unsigned_abs(), call.int(1))
    }),
    Method::of_class(LONG, "hashCode", &["long value"], "int", hash),
    Method::of_class(LONG, "min", TWO, "long", |call| long(call.number(0).min(call.number(1)))),
    Method::of_class(LONG, "max", TWO, "long", |call| long(call.number(0).max(call.number(1)))),
    Method::of_class(LONG, "signum", ONE, "int", |call| order(&call.number(0), &0)),
    Method::of_class(LONG, "reverseBytes", ONE, "long", |call| long(call.number(0).swap_bytes())),
    Method::instance(LONG, "compareTo", &[LONG], "int", |call| order(&call.own(), &call.number(0))),
    Method::of_class(LONG, "getLong", &["java.lang.String nm", "long val"], LONG, |call| {
        of_system(call, TYPE)
    }),
    Method::of_class(LONG, "getLong", &["java.lang.String nm"], LONG, |call| of_system(call, TYPE)),
    Method::of_class(LONG, "getLong", &["java.lang.String nm", LONG], LONG, |call| of_system(call, TYPE)),
    Method::of_class(LONG, "compare", TWO, "int", |call| order(&call.number(0), &call.number(1))),
    Method::of_class(LONG, "valueOf", TEXT_AND_RADIX, LONG, |call| parsed(call, TYPE)),
    Method::of_class(LONG, "valueOf", &["long l"], LONG, same),
    Method::of_class(LONG, "valueOf", TEXT, LONG, |call| parsed(call, TYPE)),
    Method::of_class(LONG, "toHexString", ONE, STRING, |call| plain(format!("{:x}", call.number(0)))),
    Method::of_class(LONG, "decode", &["java.lang.String nm"], LONG, |call| decoded(call, TYPE)),
    Method::of_class(LONG, "parseLong", TEXT_AND_RADIX, "long", |call| parsed(call, TYPE)),
    Method::of_class(LONG, "parseLong", &[SEQUENCE, "int", "int", "int"], "long", |_| {
        not_evaluated("a number inside of a text")
    }),
    Method::of_class(LONG, "parseLong", TEXT, "long", |call| parsed(call, TYPE)),
    Method::of_class(LONG, "reverse", ONE, "long", |call| long(call.number(0).reverse_bits())),
    Method::of_class(LONG, "sum", TWO, "long", |call| long(call.number(0).wrapping_add(call.number(1)))),
    Method::of_class(LONG, "compareUnsigned", TWO, "int", |call| order(&bits(call, 0), &bits(call, 1))),
    Method::of_class(LONG, "toUnsignedString", &["long i", "int radix"], STRING, |call| {
        in_radix(false, bits(call, 0), call.int(1))
    }),
    Method::of_class(LONG, "toUnsignedString", ONE, STRING, |call| plain(bits(call, 0).to_string())),
    Method::of_class(LONG, "toOctalString", ONE, STRING, |call| plain(format!("{:o}", call.number(0)))),
    Method::of_class(LONG, "toBinaryString", ONE, STRING, |call| plain(format!("{:b}", call.number(0)))),
    Method::of_class(LONG, "divideUnsigned", TWO, "long", |call| divided(call, u64::checked_div)),
    Method::of_class(LONG, "remainderUnsigned", TWO, "long", |call| divided(call, u64::checked_rem)),
    Method::of_class(LONG, "highestOneBit", ONE, "long", |call| {
        long(bits(call, 0).checked_ilog2().map_or(0, |bit| (1_u64 << bit).cast_signed()))
    }),
    Method::of_class(LONG, "lowestOneBit", ONE, "long", |call| {
        long(call.number(0) & call.number(0).wrapping_neg())
    }),
    Method::of_class(LONG, "rotateLeft", &["long i", "int distance"], "long", |call| {
        long(call.number(0).rotate_left(call.int(1).cast_unsigned() % 64))
    }),
    Method::of_class(LONG, "rotateRight", &["long i", "int distance"], "long", |call| {
        long(call.number(0).rotate_right(call.int(1).cast_unsigned() % 64))
    }),
    Method::of_class(LONG, "parseUnsignedLong", TEXT_AND_RADIX, "long", |call| {
        unsigned(call, TYPE, u64::MAX)
    }),
    Method::of_class(LONG, "parseUnsignedLong", &[SEQUENCE, "int", "int", "int"], "long", |_| {
        not_evaluated("a number inside of a text")
    }),
    Method::of_class(LONG, "parseUnsignedLong", TEXT, "long", |call| unsigned(call, TYPE, u64::MAX)),
];

/// An argument without sign.
fn bits(call: &Invocation<'_>, index: usize) -> u64 {
    call.number(index).cast_unsigned()
}

fn divided(call: &Invocation<'_>, by: impl Fn(u64, u64) -> Option<u64>) -> Made {
    let result = by(bits(call, 0), bits(call, 1));
    result.map_or_else(|| Err(super::by_zero()), |result| long(result.cast_signed()))
}
