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

/// A static method.
const fn of(
    name: &'static str,
    parameters: &'static [&'static str],
    returns: &'static str,
    call: fn(&mut Invocation<'_>) -> Made,
) -> Method {
    Method::of_class(LONG, name, parameters, returns, call)
}

pub(in super::super) const METHODS: &[Method] = &[
    of("numberOfLeadingZeros", ONE, "int", |call| int(call.number(0).leading_zeros().cast_signed())),
    of("numberOfTrailingZeros", ONE, "int", |call| int(call.number(0).trailing_zeros().cast_signed())),
    of("bitCount", ONE, "int", |call| int(call.number(0).count_ones().cast_signed())),
    of("toString", ONE, STRING, |call| plain(call.number(0).to_string())),
    of("toString", &["long i", "int radix"], STRING, |call| {
        in_radix(call.number(0) < 0, call.number(0).unsigned_abs(), call.int(1))
    }),
    of("hashCode", &["long value"], "int", hash),
    of("min", TWO, "long", |call| long(call.number(0).min(call.number(1)))),
    of("max", TWO, "long", |call| long(call.number(0).max(call.number(1)))),
    of("signum", ONE, "int", |call| order(&call.number(0), &0)),
    of("reverseBytes", ONE, "long", |call| long(call.number(0).swap_bytes())),
    Method::instance(LONG, "compareTo", &[LONG], "int", |call| order(&call.own(), &call.number(0))),
    of("getLong", &["java.lang.String nm", "long val"], LONG, |call| of_system(call, TYPE)),
    of("getLong", &["java.lang.String nm"], LONG, |call| of_system(call, TYPE)),
    of("getLong", &["java.lang.String nm", LONG], LONG, |call| of_system(call, TYPE)),
    of("compare", TWO, "int", |call| order(&call.number(0), &call.number(1))),
    of("valueOf", TEXT_AND_RADIX, LONG, |call| parsed(call, TYPE)),
    of("valueOf", &["long l"], LONG, same),
    of("valueOf", TEXT, LONG, |call| parsed(call, TYPE)),
    of("toHexString", ONE, STRING, |call| plain(format!("{:x}", call.number(0)))),
    of("decode", &["java.lang.String nm"], LONG, |call| decoded(call, TYPE)),
    of("parseLong", TEXT_AND_RADIX, "long", |call| parsed(call, TYPE)),
    of("parseLong", &[SEQUENCE, "int", "int", "int"], "long", |_| not_evaluated("a number inside of a text")),
    of("parseLong", TEXT, "long", |call| parsed(call, TYPE)),
    of("reverse", ONE, "long", |call| long(call.number(0).reverse_bits())),
    of("sum", TWO, "long", |call| long(call.number(0).wrapping_add(call.number(1)))),
    of("compareUnsigned", TWO, "int", |call| order(&bits(call, 0), &bits(call, 1))),
    of("toUnsignedString", &["long i", "int radix"], STRING, |call| {
        in_radix(false, bits(call, 0), call.int(1))
    }),
    of("toUnsignedString", ONE, STRING, |call| plain(bits(call, 0).to_string())),
    of("toOctalString", ONE, STRING, |call| plain(format!("{:o}", call.number(0)))),
    of("toBinaryString", ONE, STRING, |call| plain(format!("{:b}", call.number(0)))),
    of("divideUnsigned", TWO, "long", |call| divided(call, u64::checked_div)),
    of("remainderUnsigned", TWO, "long", |call| divided(call, u64::checked_rem)),
    of("highestOneBit", ONE, "long", |call| {
        long(bits(call, 0).checked_ilog2().map_or(0, |bit| (1_u64 << bit).cast_signed()))
    }),
    of("lowestOneBit", ONE, "long", |call| long(call.number(0) & call.number(0).wrapping_neg())),
    of("rotateLeft", &["long i", "int distance"], "long", |call| {
        long(call.number(0).rotate_left(call.int(1).cast_unsigned() % 64))
    }),
    of("rotateRight", &["long i", "int distance"], "long", |call| {
        long(call.number(0).rotate_right(call.int(1).cast_unsigned() % 64))
    }),
    of("parseUnsignedLong", TEXT_AND_RADIX, "long", |call| unsigned(call, TYPE, u64::MAX)),
    of("parseUnsignedLong", &[SEQUENCE, "int", "int", "int"], "long", |_| {
        not_evaluated("a number inside of a text")
    }),
    of("parseUnsignedLong", TEXT, "long", |call| unsigned(call, TYPE, u64::MAX)),
];

/// An argument without sign.
fn bits(call: &Invocation<'_>, index: usize) -> u64 {
    call.number(index).cast_unsigned()
}

fn divided(call: &Invocation<'_>, by: impl Fn(u64, u64) -> Option<u64>) -> Made {
    let result = by(bits(call, 0), bits(call, 1));
    result.map_or_else(|| Err(super::by_zero()), |result| long(result.cast_signed()))
}
