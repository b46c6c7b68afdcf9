//! What CloudStack makes of the files: modules and releases, which file is loaded and why, typed settings for each
//! bus class.

pub mod kafka;
pub mod settings;
