//! One file a rule, of the rule's name: what it says of itself, and how it finds.

pub(super) mod amqp_name_too_long;
pub(super) mod angle_placeholder;
pub(super) mod bare_ciphertext;
pub(super) mod bean_replaced;
pub(super) mod both_folders;
pub(super) mod certificate_expiring;
pub(super) mod class_not_in_release;
pub(super) mod class_not_shipped;
pub(super) mod commands;
pub(super) mod credentials_beside_xml;
pub(super) mod default_shadows;
pub(super) mod duplicate_key;
pub(super) mod enc_without_decryption;
pub(super) mod environment_beats_file;
pub(super) mod excluded_module;
pub(super) mod file_not_loaded;
pub(super) mod kafka_drops_events;
pub(super) mod legacy_folder;
pub(super) mod loading;
pub(super) mod lost_backslash;
pub(super) mod newer_folder;
pub(super) mod placeholder_in_secret;
pub(super) mod placeholder_without_configurer;
pub(super) mod plaintext_password;
pub(super) mod properties_byte_order_mark;
pub(super) mod properties_syntax;
pub(super) mod readable_by_others;
pub(super) mod resource_beside_xml;
pub(super) mod several_buses;
pub(super) mod static_settings;
pub(super) mod template_unfilled;
pub(super) mod tls_insecure;
pub(super) mod tls_off;
pub(super) mod tls_unverified;
pub(super) mod trailing_blank;
pub(super) mod unknown_folder;
pub(super) mod unprintable_secret;
pub(super) mod unregistered_module;
pub(super) mod unused_allow;
pub(super) mod utf8_as_latin1;
pub(super) mod weak_algorithm;
pub(super) mod wrong_password;
pub(super) mod xml_syntax;

use super::rule::Rule;

/// The rules of their own file, sorted by name.
pub(super) const OWN: [&Rule; 41] = [
    &amqp_name_too_long::RULE,
    &angle_placeholder::RULE,
    &bare_ciphertext::RULE,
    &bean_replaced::RULE,
    &both_folders::RULE,
    &certificate_expiring::RULE,
    &class_not_in_release::RULE,
    &class_not_shipped::RULE,
    &credentials_beside_xml::RULE,
    &default_shadows::RULE,
    &duplicate_key::RULE,
    &enc_without_decryption::RULE,
    &environment_beats_file::RULE,
    &excluded_module::RULE,
    &file_not_loaded::RULE,
    &kafka_drops_events::RULE,
    &legacy_folder::RULE,
    &lost_backslash::RULE,
    &newer_folder::RULE,
    &placeholder_in_secret::RULE,
    &placeholder_without_configurer::RULE,
    &plaintext_password::RULE,
    &properties_byte_order_mark::RULE,
    &properties_syntax::RULE,
    &readable_by_others::RULE,
    &resource_beside_xml::RULE,
    &several_buses::RULE,
    &static_settings::RULE,
    &template_unfilled::RULE,
    &tls_insecure::RULE,
    &tls_off::RULE,
    &tls_unverified::RULE,
    &trailing_blank::RULE,
    &unknown_folder::RULE,
    &unprintable_secret::RULE,
    &unregistered_module::RULE,
    &unused_allow::RULE,
    &utf8_as_latin1::RULE,
    &weak_algorithm::RULE,
    &wrong_password::RULE,
    &xml_syntax::RULE,
];
