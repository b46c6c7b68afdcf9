//! Lets the configurers of a context run, one after the other, over all definitions but their own.
//!
//! Rules from `PostProcessorRegistrationDelegate`: all of one group are made before the first of it runs, so a
//! configurer's own placeholders are never resolved by another one of its group.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Text, Traced};
use crate::spring::jasypt::config::ConfigError;
use crate::spring::jasypt::{self, Encryptor};
use crate::spring::placeholder::PlaceholderError;

use super::super::NOT_DECRYPTED;
use super::super::factory::{BeanFactory, MOST_ROUNDS};
use super::super::fault::{Outcome, with_origin};
use super::super::object::{InstanceId, Object};
use super::super::visitor;
use super::cipher::EncryptorError;
use super::lookup::Lookup;
use super::settings::Loading;
use super::{Cipher, Kind, PropertyTable, Settings};

/// The interface of all configurers.
const POST_PROCESSOR: &str = "org.springframework.beans.factory.config.BeanFactoryPostProcessor";
const PRIORITY_ORDERED: &str = "org.springframework.core.PriorityOrdered";
const ORDERED: &str = "org.springframework.core.Ordered";

impl BeanFactory<'_> {
    /// Makes and runs all configurers; the first that fails ends it.
    pub(in super::super) fn run_configurers(&mut self) -> Outcome<()> {
        let names: Vec<String> = self.names_of_type(POST_PROCESSOR);
        let mut done: Vec<String> = Vec::new();
        for group in [Some(PRIORITY_ORDERED), Some(ORDERED), None] {
            let members: Vec<String> = names
                .iter()
                .filter(|name| !done.contains(name) && group.is_none_or(|group| self.is_of_type(name, group)))
                .cloned()
                .collect();
            self.run_group(&members, group.is_some())?;
            done.extend(members);
        }
        Ok(())
    }

    fn run_group(&mut self, names: &[String], ordered: bool) -> Outcome<()> {
        let mut made = Vec::new();
        for name in names {
            if let Object::Instance(id) = self.bean(name)? {
                made.push(id);
            }
        }
        if ordered {
            made.sort_by_key(|id| self.order(*id));
        }
        made.into_iter().try_for_each(|id| self.run_configurer(id))
    }

    /// `getOrder`, the lowest precedence by default.
    fn order(&self, id: InstanceId) -> i64 {
        match self.heap.get(id).and_then(|instance| instance.property("order")).map(|order| &order.value) {
            Some(Object::Number(number)) => number.long_value(),
            _ => i64::from(i32::MAX),
        }
    }

    fn run_configurer(&mut self, id: InstanceId) -> Outcome<()> {
        let Some(instance) = self.heap.get(id) else { return Ok(()) };
        let modelled = self.classes.modelled(&instance.class);
        let Some(kind) = Kind::of(&modelled) else {
            return self.run_other(id, &modelled);
        };
        let of_jasypt = self.classes.is_of_jasypt(&instance.class);
        let settings = Settings::of(instance);
        let local_override = Loading::of(instance).local_override;
        let cipher = self.cipher(id);
        let mut table = self.load_properties(id)?;
        if let Some(cipher) = &cipher {
            self.decrypt_table(cipher, &mut table)?;
        }
        if kind == Kind::Override {
            return self.override_properties(&settings, &table);
        }
        // CloudStack's own class leaves values of the environment alone.
        let decrypts_system = kind == Kind::Placeholder && of_jasypt;
        let lookup = Rc::new(Lookup {
            kind,
            settings,
            table,
            local_override,
            cipher: cipher.filter(|_| decrypts_system),
            environment: self.environment,
            host: self.loader.host,
        });
        self.visit_all(&lookup)?;
        self.embedded.push(lookup);
        Ok(())
    }

    /// Resolves the texts of all definitions but the configurer's own, then the aliases.
    fn visit_all(&mut self, lookup: &Rc<Lookup<'_>>) -> Outcome<()> {
        let own = lookup.settings.placeholders.owner.clone();
        let mut definitions = std::mem::take(&mut self.registry.definitions);
        let visited =
            definitions.values_mut().filter(|definition| definition.name != own).try_for_each(|definition| {
                visitor::visit(definition, &mut |text| self.resolve_text(lookup, text))
            });
        self.registry.definitions = definitions;
        visited?;
        let mut registry = std::mem::take(&mut self.registry);
        let resolved = registry.resolve_aliases::<AliasFault>(&mut |name| {
            let text = Traced::new(Text::plain(name), Origin::default());
            Ok(self.resolve_text(lookup, &text)?.map(|text| text.value.reveal().to_owned()))
        });
        self.registry = registry;
        resolved.map_err(|fault| fault.0)
    }

    /// One text through one configurer; `None` is null.
    pub(in super::super) fn resolve_text(
        &mut self,
        lookup: &Lookup<'_>,
        text: &Traced<Text>,
    ) -> Outcome<Option<Traced<Text>>> {
        let text = self.without_angle_placeholders(lookup, text);
        let replaced = lookup.settings.placeholders.replace(&text, &mut |name| lookup.find(name));
        let mut resolved =
            replaced.map_err(|error| Box::new(unresolved(&error, &text.origin, &lookup.table)))?;
        if lookup.settings.trim_values {
            let trimmed = crate::spring::text::java_trim(resolved.value.reveal());
            resolved.value = Text::plain(trimmed).guarded(resolved.value.is_secret());
        }
        let is_null = lookup.settings.null_value.as_deref() == Some(resolved.value.reveal());
        Ok((!is_null).then_some(resolved))
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

    /// What a configurer decrypts with: the encryptor that its constructor was given, or the program's own.
    fn cipher(&self, id: InstanceId) -> Option<Cipher> {
        let instance = self.heap.get(id)?;
        let Some(argument) = instance.arguments.first() else {
            let descriptor = self.classes.descriptor(&instance.class)?;
            return descriptor.decryptor.clone().map(Cipher::Catalog);
        };
        let Object::Instance(encryptor) = &argument.value else { return None };
        let bean = self.heap.get(*encryptor)?;
        let own = bean.pbe.as_ref()?;
        let config = bean.property("config").and_then(|config| match &config.value {
            Object::Instance(config) => self.heap.get(*config)?.pbe.as_ref(),
            _ => None,
        });
        let encryptor = own
            .settings(config)
            .map_err(EncryptorError::Config)
            .and_then(|settings| Encryptor::new(settings).map_err(EncryptorError::Setup));
        Some(Cipher::Bean { name: bean.bean.clone(), encryptor: encryptor.map(Box::new) })
    }

    fn decrypt_table(&mut self, cipher: &Cipher, table: &mut PropertyTable) -> Outcome<()> {
        if self.loader.options.without_secrets
            && let Some(error) = cipher.lacks_password()
        {
            let concealed = conceal(table);
            self.diagnostics.extend(not_decrypted(error, &concealed));
            return Ok(());
        }
        let as_spring = self.loader.options.as_spring;
        let mut bare: Vec<(String, Traced<Text>)> = Vec::new();
        for (key, value) in table.iter_mut() {
            self.rounds_left =
                match self.rounds_left.checked_sub(cipher.rounds(value.value.reveal(), !as_spring)) {
                    Some(left) => left,
                    None => return Err(Box::new(too_many_rounds(value))),
                };
            if let Some(plain) = cipher.decrypt(value)? {
                *value = plain;
            } else if !as_spring && let Some(plain) = cipher.decrypt_bare(value) {
                bare.push((key.clone(), std::mem::replace(value, plain)));
            }
        }
        if !bare.is_empty() {
            self.diagnostics.push(bare_ciphertext(&bare));
        }
        Ok(())
    }

    fn run_other(&mut self, id: InstanceId, modelled: &str) -> Outcome<()> {
        let span = self.heap.get(id).map(|instance| instance.span);
        if modelled == "org.springframework.beans.factory.config.CustomScopeConfigurer" {
            self.register_scopes(id);
            return Ok(());
        }
        Err(Box::new(
            Diagnostic::error(
                "class-not-modelled",
                format!("what {modelled} does to definitions isn't known here"),
            )
            .at_maybe(span, "this bean")
            .help("take the bean out, or set the values that it would bring in directly"),
        ))
    }
}

fn too_many_rounds(value: &Traced<Text>) -> Diagnostic {
    let message = format!("decrypting takes more than {MOST_ROUNDS} rounds of the key derivation");
    let found = Diagnostic::error("decryption-limit", message)
        .note("it is the number of encrypted values times keyObtentionIterations")
        .help("lower keyObtentionIterations, and encrypt the values again");
    with_origin(found, &value.origin, "not decrypted any more")
}

/// A fault on the way through the registry's aliases.
struct AliasFault(Box<Diagnostic>);

impl From<String> for AliasFault {
    fn from(text: String) -> Self {
        Self(Box::new(Diagnostic::error("alias-clash", text.clone()).spring(text)))
    }
}

impl From<Box<Diagnostic>> for AliasFault {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self(diagnostic)
    }
}

fn unresolved(error: &PlaceholderError, origin: &Origin, table: &PropertyTable) -> Diagnostic {
    let text = error.to_string();
    let found = match error {
        PlaceholderError::Unresolvable { name, .. } => {
            let found =
                Diagnostic::error("placeholder-unresolved", format!("nobody knows `{}`", name.shown()));
            let nearest = super::super::suggest::nearest(name.reveal(), table.keys().map(String::as_str));
            let found = found.note("asked were the properties that the configurer loaded, system properties and environment variables");
            match nearest.filter(|_| !name.is_secret()) {
                Some(nearest) => found.help(format!("did you mean ${{{nearest}}}?")),
                None => found.help("add the key to the property file, or write a default: ${key:default}"),
            }
        }
        PlaceholderError::Circular { name } => Diagnostic::error(
            "placeholder-cycle",
            format!("the value of `{}` leads back to it", name.shown()),
        )
        .help("break the circle: give one of the keys a value of its own"),
        PlaceholderError::TooLarge => Diagnostic::error("placeholder-limit", text.clone()),
    };
    with_origin(found.spring(text), origin, "in this text")
}

/// Puts a stand-in in the place of every encrypted value; gives the keys with their origins.
fn conceal(table: &mut PropertyTable) -> Vec<(String, Origin)> {
    let mut concealed = Vec::new();
    for (key, value) in table.iter_mut() {
        if jasypt::is_encrypted(value.value.reveal()).is_some() {
            concealed.push((key.clone(), value.origin.clone()));
            value.value = Text::secret(NOT_DECRYPTED);
        }
    }
    concealed
}

/// One note for all values that need a password which isn't here.
fn not_decrypted(error: &ConfigError, concealed: &[(String, Origin)]) -> Option<Diagnostic> {
    let (_, first) = concealed.first()?;
    let keys: Vec<String> = concealed.iter().map(|(key, _)| format!("`{key}`")).collect();
    let found =
        Diagnostic::note_only("not-decrypted", format!("not checked: {}, for here {error}", keys.join(", ")))
            .note("nothing is said about these values, be they right or wrong");
    Some(found.at_maybe(first.span(), "encrypted"))
}

/// One warning for all values that were decrypted although a server wouldn't.
fn bare_ciphertext(bare: &[(String, Traced<Text>)]) -> Diagnostic {
    let keys: Vec<String> = bare.iter().map(|(key, _)| format!("`{key}`")).collect();
    let lines: Vec<String> =
        bare.iter().map(|(key, value)| format!("{key}=ENC({})", value.value.reveal().trim())).collect();
    let place = bare.first().and_then(|(_, value)| value.origin.span());
    Diagnostic::warning(
        "bare-ciphertext",
        format!("decrypted although not written as ENC(..): {}", keys.join(", ")),
    )
    .at_maybe(place, "a management server uses this text as it stands")
    .note("jasypt decrypts only what stands between `ENC(` and `)`")
    .help(format!("write {}", lines.join("\n      ")))
}
