//! Boots the event bus of Apache CloudStack (and of its fork Mold) from the files that administrators already
//! have: Spring XML, Java properties and jasypt secrets.
//!
//! The folders go down the page once: each uses only what stands above it (`docs/architecture.md`).
#![doc = include_str!("../docs/library.md")]

pub mod source;

pub mod diagnostic;

pub mod spring;

pub mod config;

pub mod event;

pub mod bus;

pub mod journal;

pub mod check;

pub mod boot;

pub use boot::{Boot, BootError, Journaled, Report, Running};
pub use event::{Event, EventTopic};
