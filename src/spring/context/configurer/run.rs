//! Lets the configurers of a context run, one after the other, over all definitions but their own.
//!
//! Rules from `PostProcessorRegistrationDelegate`: all of one group are made before the first of it runs, so a
//! configurer's own placeholders are never resolved by another one of its group.

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Text, Traced};

use super::super::factory::BeanFactory;
use super::super::fault::Outcome;
use super::super::object::{InstanceId, Object};
use super::super::visitor;
use super::lookup::Lookup;
use super::settings::Loading;
use super::{Kind, Settings};

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
        let lookup = Lookup {
            kind,
            settings,
            table,
            local_override,
            cipher: cipher.filter(|_| decrypts_system),
            environment: self.environment,
            host: self.loader.host,
        };
        self.visit_all(&lookup)
    }

    /// Resolves the texts of all definitions but the configurer's own, then the aliases.
    fn visit_all(&mut self, lookup: &Lookup<'_>) -> Outcome<()> {
        let own = lookup.settings.placeholders.owner.clone();
        let mut definitions = std::mem::take(&mut self.registry.definitions);
        let visited =
            definitions.values_mut().filter(|definition| definition.name != own).try_for_each(|definition| {
                visitor::visit(definition, &mut |text, secret| {
                    let resolved = self.resolve_text(lookup, text, secret)?;
                    resolved.iter().try_for_each(|resolved| self.spend_on_text(&resolved.value))?;
                    Ok(resolved)
                })
            });
        self.registry.definitions = definitions;
        visited?;
        let mut registry = std::mem::take(&mut self.registry);
        let resolved = registry.resolve_aliases::<AliasFault>(&mut |name| {
            let text = Traced::new(Text::plain(name), Origin::default());
            Ok(self.resolve_text(lookup, &text, false)?.map(|text| text.value.reveal().to_owned()))
        });
        self.registry = registry;
        resolved.map_err(|fault| fault.0)?;
        self.registry.check_aliases()
    }

    fn run_other(&mut self, id: InstanceId, modelled: &str) -> Outcome<()> {
        let span = self.heap.get(id).map(|instance| instance.span);
        let is_bare = self.heap.get(id).is_some_and(|instance| instance.properties.is_empty());
        if is_bare && modelled == "org.springframework.beans.factory.config.CustomEditorConfigurer" {
            // It was told nothing to do.
            return Ok(());
        }
        if modelled == "org.springframework.beans.factory.config.CustomScopeConfigurer" {
            self.register_scopes(id);
            return Ok(());
        }
        let help = match modelled.ends_with("PreferencesPlaceholderConfigurer") {
            true => {
                "use PropertyPlaceholderConfigurer: the preferences of the server's user are in none of its files"
            }
            false => "take the bean out, or set the values that it would bring in directly",
        };
        Err(Box::new(
            Diagnostic::error(
                "class-not-modelled",
                format!("what {modelled} does to definitions isn't known here"),
            )
            .at_maybe(span, "this bean")
            .help(help),
        ))
    }
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
