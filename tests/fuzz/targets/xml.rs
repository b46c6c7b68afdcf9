//! Fuzzes what `checks/xml.rs` holds any bytes to.

#![no_main]

#[path = "../checks/xml.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::check(bytes));
