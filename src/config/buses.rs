//! From finished beans to checked settings, one bus after the other.
//!
//! In: the beans of the module's context. Out: [`BusConfig`]s, findings for what a server would refuse when it
//! configures the bus, and for what busboot doesn't carry.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, shell_path};
use crate::source::{Host, READ_LIMIT, ReadError, Sources};
use crate::spring::context::{Bean, Value};
use crate::spring::properties::{self, Properties};

use super::classes::{HYBRID, IN_MEMORY, KAFKA, RABBITMQ, WEBHOOK};
use super::kafka::FILE_NAME as KAFKA_FILE;
use super::own::OwnSettings;
use super::settings::{BusConfig, BusSettings, TlsSettings};
use super::{kafka, rabbitmq, tls_files, unreadable};

/// What the checks of all bus classes work with.
pub(super) struct Surroundings<'a> {
    pub(super) root: &'a Path,
    pub(super) host: &'a Host,
    pub(super) own: &'a OwnSettings,
    pub(super) sources: &'a mut Sources,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Surroundings<'_> {
    /// TLS settings of a bus from busboot's own settings.
    pub(super) fn tls(&mut self, bus: &str) -> TlsSettings {
        let ca_pem = self.own.file("tls.ca.file", bus, self.root, self.host, self.diagnostics);
        let identity = self.own.identity(bus, self.root, self.host, self.diagnostics);
        tls_files::judge(self.own, bus, ca_pem.as_deref(), identity.as_ref(), self.diagnostics);
        TlsSettings {
            ca_pem,
            identity,
            insecure: self.own.flag("tls.insecure", bus, self.diagnostics),
            protocol: None,
        }
    }
}

/// Checks every bus bean that is registered: not excluded, and no member of a hybrid bus.
pub(super) fn configs(
    beans: &[Arc<Bean>],
    excluded: &BTreeSet<String>,
    around: &mut Surroundings<'_>,
) -> Vec<BusConfig> {
    let members = members(beans);
    let names: Vec<&str> =
        beans.iter().map(|bean| bean.name.as_str()).chain(members.iter().copied()).collect();
    around.own.check_buses(&names, around.diagnostics);
    let mut configs = Vec::new();
    for bean in beans {
        if is_excluded(bean, excluded) {
            around.diagnostics.push(excluded_bus(bean));
        } else if members.contains(bean.name.as_str()) {
            around.diagnostics.push(member(bean));
        } else {
            configs.extend(config(bean, around));
        }
    }
    configs
}

fn config(bean: &Arc<Bean>, around: &mut Surroundings<'_>) -> Option<BusConfig> {
    let settings = match bean.class.as_str() {
        RABBITMQ => BusSettings::RabbitMq(rabbitmq::settings(bean, around)?),
        KAFKA => kafka_settings(bean, around)?,
        IN_MEMORY => {
            let keep = around.own.number("in.memory.keep", &bean.name, around.diagnostics);
            BusSettings::InMemory { keep }
        }
        HYBRID => {
            let internal = side(bean, "internalEventBus", around);
            let external = side(bean, "externalEventBus", around);
            BusSettings::Hybrid { internal: Box::new(internal?), external: Box::new(external?) }
        }
        WEBHOOK => {
            around.diagnostics.push(webhook(bean));
            return None;
        }
        _ => return None,
    };
    Some(BusConfig { id: bean.name.clone(), name: text(bean, "name"), settings })
}

fn text(bean: &Bean, property: &str) -> Option<String> {
    match &bean.properties.get(property)?.value.value {
        Value::Text(text) => Some(text.reveal().to_owned()),
        _ => None,
    }
}

fn kafka_settings(bean: &Bean, around: &mut Surroundings<'_>) -> Option<BusSettings> {
    let file = kafka_file(bean, around);
    let tls = around.tls(&bean.name);
    let in_flight = around.own.count("in.flight", &bean.name, around.diagnostics);
    kafka::settings(&file?, around.host, &tls, in_flight, around.diagnostics).map(BusSettings::Kafka)
}

/// The class path's file, else the one in the working directory, else the one in its `conf`.
fn kafka_file(bean: &Bean, around: &mut Surroundings<'_>) -> Option<Properties> {
    let places = [around.root.join(KAFKA_FILE), KAFKA_FILE.into(), Path::new("conf").join(KAFKA_FILE)];
    for (at, path) in places.iter().enumerate() {
        let shown = path.strip_prefix(around.root).unwrap_or(path);
        match around.host.files.read(path, READ_LIMIT) {
            Ok(bytes) => {
                if at > 0 {
                    around.diagnostics.push(elsewhere(path, around.root));
                }
                return properties::parse(&bytes, None, shown, around.sources, around.diagnostics);
            }
            Err(ReadError::Missing) => {}
            Err(error) => {
                around.diagnostics.push(unreadable(shown.display(), error));
                return None;
            }
        }
    }
    around.diagnostics.push(no_kafka_file(bean));
    None
}

fn no_kafka_file(bean: &Bean) -> Diagnostic {
    Diagnostic::error(
        "kafka-missing",
        format!("there is no {KAFKA_FILE} for the Kafka bus {} to read its brokers from", bean.name),
    )
    .at(bean.span, "needs the file")
    .spring("Could not read kafka properties")
    .note("it is looked up in the root, then in the working directory and its folder conf")
    .help(format!("create {KAFKA_FILE} in the root with the line `bootstrap.servers=<host>:9092`"))
}

fn elsewhere(path: &Path, root: &Path) -> Diagnostic {
    Diagnostic::warning(
        "kafka-file-elsewhere",
        format!("the root has no {KAFKA_FILE}; {} of the working directory is used", path.display()),
    )
    .note("a management server looks on its class path (the root) first, then in its own working directory")
    .help(format!(
        "mv -n {} {}, so that both read the same",
        shell_path(path),
        shell_path(&root.join(KAFKA_FILE))
    ))
}

fn side(bean: &Bean, property: &str, around: &mut Surroundings<'_>) -> Option<BusConfig> {
    match bean.properties.get(property).map(|given| &given.value.value) {
        Some(Value::Bean(bus)) => config(bus, around),
        _ => {
            around.diagnostics.push(
                Diagnostic::error(
                    "missing-setting",
                    format!("the hybrid bus {} has no {property}", bean.name),
                )
                .at(bean.span, format!("{property} is missing"))
                .help(format!("<property name=\"{property}\" ref=\"..\"/>")),
            );
            None
        }
    }
}

/// Names of the beans that a hybrid bus holds.
fn members(beans: &[Arc<Bean>]) -> BTreeSet<&str> {
    beans
        .iter()
        .filter(|bean| bean.class == HYBRID)
        .flat_map(|bean| bean.properties.values())
        .filter_map(|property| match &property.value.value {
            Value::Bean(member) => Some(member.name.as_str()),
            _ => None,
        })
        .collect()
}

fn member(bean: &Bean) -> Diagnostic {
    Diagnostic::note_only(
        "hybrid-member",
        format!("the bus {} belongs to a hybrid bus and is made once", bean.name),
    )
    .at(bean.span, "also a bean of its own")
    .note("CloudStack 4.20 and later register it as well, and so hand it every event twice")
}

/// By its name, or by its class where it has none, as CloudStack's `RegistryUtils.getName` has it.
fn is_excluded(bean: &Bean, excluded: &BTreeSet<String>) -> bool {
    let simple = || bean.class.rsplit('.').next().unwrap_or_default().to_owned();
    excluded.contains(&text(bean, "name").unwrap_or_else(simple))
}

fn excluded_bus(bean: &Bean) -> Diagnostic {
    Diagnostic::warning("excluded-extension", format!("the bus {} is excluded by a defaults file", bean.name))
        .at(bean.span, "made, but never registered: it gets no event")
        .note("extensions.exclude or extensions.include.<name> in a *defaults.properties names it")
}

fn webhook(bean: &Bean) -> Diagnostic {
    Diagnostic::note_only(
        "webhook-bus",
        format!("{} is the server's own webhook bus: busboot does not carry it", bean.name),
    )
    .at(bean.span, "a server since 4.20 adds this bus by itself")
}
