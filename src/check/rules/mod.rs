//! One file a rule, of the rule's name: what it says of itself, and how it finds.

pub(super) mod static_settings;
