//! Fuzzes what `checks/root.rs` holds any bytes to.

#![no_main]

#[path = "../checks/root.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::check(bytes));
