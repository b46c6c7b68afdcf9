//! Fuzzes what `checks/properties.rs` holds any bytes to.

#![no_main]

#[path = "../checks/properties.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::check(bytes));
