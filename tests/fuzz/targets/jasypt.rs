//! Fuzzes what `checks/jasypt.rs` holds any bytes to.

#![no_main]

#[path = "../checks/jasypt.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::check(bytes));
