//! Settings that can be read and still mean nothing.

use tracing_subscriber::EnvFilter;

use super::super::nearest;
use super::{OwnSettings, bus_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Origin;

const LOG_LEVELS: [&str; 6] = ["error", "warn", "info", "debug", "trace", "off"];

impl OwnSettings {
    /// Reports settings for a bus that no bean of these names is: they would hold for nobody.
    pub(in crate::config) fn check_buses(&self, names: &[&str], diagnostics: &mut Diagnostics) {
        for ((_, key), given) in &self.given {
            let Some(bus) = bus_of(key).filter(|bus| !names.contains(bus)) else { continue };
            let fault = Diagnostic::error("unknown-bus", format!("{key}: there is no bus {bus}"))
                .at_maybe(given.origin.span(), "holds for no bus");
            diagnostics.push(match nearest(bus, names.iter().copied()) {
                Some(near) => fault.help(format!("did you mean {}?", key.replacen(bus, near, 1))),
                None => fault.help(format!("the buses are: {}", names.join(", "))),
            });
        }
    }

    /// Reports a log that could not be written as it is asked for.
    pub(in crate::config) fn check_log(&self, diagnostics: &mut Diagnostics) {
        if let Some(level) = self.text("log.level", "")
            && !is_filter(level)
        {
            let near = nearest(level, LOG_LEVELS).map(|near| format!("did you mean {near}?"));
            diagnostics.push(self.unfit("log.level", level, "a level or a filter as RUST_LOG has it", near));
        }
        if let Some(format) = self.text("log.format", "")
            && !["text", "json"].contains(&format)
        {
            diagnostics.push(self.unfit("log.format", format, "text or json", None));
        }
    }

    fn unfit(&self, key: &str, text: &str, wanted: &str, help: Option<String>) -> Diagnostic {
        let found = Diagnostic::error("setting-value", format!("{key}: {text:?} is not {wanted}"))
            .at_maybe(self.origin(key, "").and_then(Origin::span), format!("expected {wanted}"));
        help.into_iter().fold(found, Diagnostic::help)
    }
}

/// A single word is a level, although a filter would take any for the name of a module.
fn is_filter(text: &str) -> bool {
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_word {
        LOG_LEVELS.iter().any(|level| level.eq_ignore_ascii_case(text))
    } else {
        EnvFilter::try_new(text).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_must_be_a_level() {
        for fine in ["info", "WARN", "off", "warn,busboot=debug", "hyper::client=trace"] {
            assert!(is_filter(fine), "{fine}");
        }
        for wrong in ["loud", "verbose", "busboot=loud"] {
            assert!(!is_filter(wrong), "{wrong}");
        }
    }
}
