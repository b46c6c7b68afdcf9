//! Fuzzes what `checks/placeholder.rs` holds any bytes to.

#![no_main]

#[path = "../checks/placeholder.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::check(bytes));
