//! The `busboot` command: a thin face of the library.

fn main() {}
