//! One text of a definition through one configurer.

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Step, Text, Traced};
use crate::spring::placeholder::PlaceholderError;

use super::super::Secrets;
use super::super::factory::BeanFactory;
use super::super::fault::{Outcome, of_jvm, with_origin};
use super::super::suggest;
use super::lookup::Lookup;
use super::{PropertyTable, cipher};

/// What a placeholder counts.
const STEPS_A_LOOKUP: usize = 50;

impl BeanFactory<'_> {
    /// One text through one configurer; `None` is null. All that comes into a text that `becomes_secret` is a secret,
    /// whatever its key or variable is called.
    pub(super) fn resolve_text(
        &mut self,
        lookup: &Lookup<'_>,
        text: &Traced<Text>,
        becomes_secret: bool,
    ) -> Outcome<Option<Traced<Text>>> {
        let text = self.without_angle_placeholders(lookup, text);
        let mut unset = Vec::new();
        let mut resolved = loop {
            let (mut lookups, mut bytes) = (0, 0);
            let sources = &mut *self.sources;
            let replaced = lookup.settings.placeholders.replace(&text, &mut |name| {
                let found = lookup.find(name)?.or_else(|| stand_in(name, &unset));
                lookups += 1;
                bytes += found.as_ref().map_or(0, |found| found.value.reveal().len());
                Ok(found.map(|found| if becomes_secret { found.concealed(sources) } else { found }))
            });
            self.spend(lookups * STEPS_A_LOOKUP + bytes)?;
            match replaced {
                Ok(resolved) => break resolved,
                Err(error) => {
                    let found = unresolved(&error, &text.origin, &lookup.table);
                    let Some(name) = self.unset_variable(lookup, &error) else { return Err(Box::new(found)) };
                    self.diagnostics.push(not_checked(&name, &error, &text.origin));
                    unset.push(name);
                }
            }
        };
        if lookup.settings.trim_values {
            let trimmed = crate::spring::text::java_trim(resolved.value.reveal());
            resolved.value = Text::plain(trimmed).guarded(resolved.value.is_secret());
        }
        let is_null = lookup.settings.null_value.as_deref() == Some(resolved.value.reveal());
        Ok((!is_null).then_some(resolved))
    }

    /// The name that nobody knows, if it may be a variable that only the server's environment has: who judges files on
    /// another machine can't know. A name that is nearly a key's is a slip. A secret text that is nothing but the
    /// placeholder shows nothing of a secret.
    fn unset_variable(&self, lookup: &Lookup<'_>, error: &PlaceholderError) -> Option<String> {
        let PlaceholderError::Unresolvable { name, value, .. } = error else { return None };
        let is_all = || value.reveal() == format!("${{{}}}", name.reveal());
        let name = Some(name).filter(|name| !name.is_secret() || is_all())?.reveal();
        let is_variable = name.starts_with(|first: char| first.is_ascii_uppercase() || first == '_')
            && name.chars().all(|next| next.is_ascii_uppercase() || next.is_ascii_digit() || next == '_');
        let elsewhere = self.loader.options.secrets != Secrets::Needed && lookup.asks_environment();
        let is_slip = || suggest::nearest(name, lookup.table.keys().map(String::as_str)).is_some();
        (elsewhere && is_variable && !is_slip()).then(|| name.to_owned())
    }

    /// Kindness to readers of the guides: `$<name>` counts as a placeholder when a loaded property has that name.
    fn without_angle_placeholders(&mut self, lookup: &Lookup<'_>, text: &Traced<Text>) -> Traced<Text> {
        let written = text.value.reveal();
        if self.loader.options.as_spring || !written.contains("$<") {
            return text.clone();
        }
        let mut rewritten = String::with_capacity(written.len());
        let mut rest = written;
        let mut names = Vec::new();
        while let Some((before, after)) = rest.split_once("$<") {
            rewritten.push_str(before);
            match after.split_once('>').filter(|(name, _)| lookup.table.contains_key(*name)) {
                Some((name, behind)) => {
                    rewritten.push_str(&format!(
                        "{}{name}{}",
                        lookup.settings.placeholders.prefix, lookup.settings.placeholders.suffix
                    ));
                    names.push(name.to_owned());
                    rest = behind;
                }
                None => {
                    rewritten.push_str("$<");
                    rest = after;
                }
            }
        }
        rewritten.push_str(rest);
        for name in names {
            self.diagnostics.push(
                Diagnostic::warning("angle-placeholder", format!("`$<{name}>` is taken for `${{{name}}}`"))
                    .at_maybe(text.origin.span(), "a management server takes this text as it stands")
                    .note("angle brackets are how a damaged copy of the guide shows the braces")
                    .help(format!("write ${{{name}}}")),
            );
        }
        Traced::new(Text::plain(rewritten).guarded(text.value.is_secret()), text.origin.clone())
    }
}

/// What stands for a variable that isn't set here.
fn stand_in(name: &str, unset: &[String]) -> Option<Traced<Text>> {
    let is_unset = unset.iter().any(|unset| unset == name);
    let origin = || Origin::of(Step::EnvironmentVariable(name.to_owned()));
    is_unset.then(|| Traced::new(cipher::stand_in(Sha256::new_with_prefix(name)), origin()))
}

fn not_checked(name: &str, error: &PlaceholderError, origin: &Origin) -> Diagnostic {
    let found =
        Diagnostic::note_only("variable-unset", format!("not checked: ${{{name}}}, for {name} is not set here"))
            .note("a server whose environment has no such variable stops at it")
            .help(format!(
                "make sure that the server has it (/etc/default/cloudstack-management); to have it checked: export {name}=.."
            ));
    with_origin(found.spring(error.to_string()), origin, "in this text")
}

fn unresolved(error: &PlaceholderError, origin: &Origin, table: &PropertyTable) -> Diagnostic {
    let text = error.to_string();
    let found = match error {
        PlaceholderError::Unresolvable { name, .. } => {
            let found =
                Diagnostic::error("placeholder-unresolved", format!("nobody knows `{}`", name.shown()));
            let nearest = suggest::nearest(name.reveal(), table.keys().map(String::as_str));
            let found = found.note("asked were the properties that the configurer loaded, system properties and environment variables");
            match nearest.filter(|_| !name.is_secret()) {
                Some(quoted) if quoted.contains(['\u{22}', '\u{27}']) => found.help(format!(
                    "the properties file has the key {quoted}, quotes and all: take them off there"
                )),
                Some(nearest) => found.help(format!("did you mean ${{{nearest}}}?")),
                None => found.help("add the key to the property file, or write a default: ${key:default}"),
            }
        }
        PlaceholderError::Circular { name, .. } => Diagnostic::error(
            "placeholder-cycle",
            format!("the value of `{}` leads back to it", name.shown()),
        )
        .help("break the circle: give one of the keys a value of its own"),
        PlaceholderError::OfJvm { name } => {
            return with_origin(of_jvm("placeholder-unresolved", name), origin, "in this text");
        }
        PlaceholderError::TooLarge => Diagnostic::error("placeholder-limit", text.clone()),
    };
    let found = with_origin(found.spring(text), origin, "in this text");
    match error.entry().filter(|entry| found.labels.iter().all(|label| label.span != *entry)) {
        Some(entry) => found.at(entry, "which this entry brings in"),
        None => found,
    }
}
