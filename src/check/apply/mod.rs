//! Makes the edits of fixes, on disk.

pub mod edits;
pub mod storage;
