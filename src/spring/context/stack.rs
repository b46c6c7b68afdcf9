//! Room on the stack for what calls itself: beans that wait for each other, values in values, files that import files.
//!
//! How deep these may go is bounded where they are counted; this only makes any thread's stack last that long.

/// What must be free before the next call, in bytes: more than one level takes in a debug build.
const RED_ZONE: usize = 1 << 20;

/// What is added when less is free, in bytes.
const MORE: usize = 16 << 20;

/// Calls `call` with enough stack for one more level.
pub(super) fn with_room<T>(call: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, MORE, call)
}
