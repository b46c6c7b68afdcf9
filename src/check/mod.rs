//! Judges a root: would a server of this release do with these files what their author thinks?
//!
//! In: a root, a host, a release. Out: findings, each with its place, its reason and, where there is one, the edit that
//! mends it. Opens no connection, needs no secret, writes nothing. One file a rule in `rules`; what loading finds
//! already is not found twice, but documented as a rule as well.

mod allow;
pub mod apply;
pub mod migrate;
mod passwords;
pub mod registry;
mod release;
mod rule;
mod rules;
mod subject;
mod verdict;
mod written;

use std::path::Path;

pub use release::{Release, UnknownRelease};
pub use rule::{Docs, Finder, Levels, Rule};
pub use subject::{PropertiesFile, Subject, XmlFile};

use crate::config::{self, Module, ModuleChoice};
use crate::diagnostic::{Diagnostic, Diagnostics, Further, Severity};
use crate::source::{Host, Sources};
use crate::spring::context::Secrets;

use subject::Readings;

/// What to check.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The directory that stands for `/etc/cloudstack/management`.
    pub root: &'a Path,
    /// Files, environment, system properties, clock.
    pub host: &'a Host,
    /// The release to judge for.
    pub release: Release,
    /// Which module, where it isn't the release's own.
    pub module: ModuleChoice,
    /// busboot's own settings given as flags: key and value.
    pub flags: &'a [(String, String)],
}

impl Request<'_> {
    /// The module whose buses the release uses, unless another one is asked for.
    #[must_use]
    pub fn module(&self) -> ModuleChoice {
        match self.module {
            ModuleChoice::Auto if !self.release.has_event_module() => ModuleChoice::Only(Module::Core),
            choice => choice,
        }
    }
}

/// What was found.
#[derive(Debug)]
pub struct Report {
    /// The release that was judged for.
    pub release: Release,
    /// The files that were looked at.
    pub sources: Sources,
    /// The findings by place: what has none first, then file by file in the order in which they were read.
    pub diagnostics: Vec<Diagnostic>,
    /// How many findings of loading there were behind those that are kept.
    pub further: Further,
}

impl Report {
    /// How many findings have this severity, those that are not kept included.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let kept = self.diagnostics.iter().filter(|found| found.severity == severity).count();
        kept + self.further.of(severity)
    }
}

/// Checks a root. Encrypted values are looked into where their password is here.
#[must_use]
pub fn check(request: &Request<'_>) -> Report {
    check_with(request, Secrets::IfHere)
}

fn check_with(request: &Request<'_>, secrets: Secrets) -> Report {
    let (mut sources, mut loading) = (Sources::default(), Diagnostics::new());
    let survey = config::survey(&load_request(request, secrets), &mut sources, &mut loading);
    let readings = Readings::of(&survey, &mut sources, request.root, request.host);
    config::comments::mark(&mut sources);
    let Request { root, host, release, .. } = *request;
    let mut subject = Subject::new(root, host, release, &survey, &sources, readings);
    subject.loading = loading.iter().map(|found| found.code).collect();
    let further = loading.further();
    let found = findings(&subject, loading);
    let diagnostics = verdict::judge(&subject, found);
    Report { release, sources, diagnostics, further }
}

fn load_request<'a>(request: &Request<'a>, secrets: Secrets) -> config::Request<'a> {
    let module = request.module();
    let Request { root, host, flags, .. } = *request;
    config::Request { root, host, module, as_spring: false, secrets, with_buses: true, flags }
}

/// What loading found, refined, and what the rules find.
fn findings(subject: &Subject<'_>, loading: Diagnostics) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for diagnostic in loading.iter() {
        let diagnostic = diagnostic.clone();
        found.push(match registry::find(diagnostic.code).map(|rule| rule.finder) {
            Some(Finder::Refined(refine)) => refine(subject, diagnostic),
            _ => diagnostic,
        });
    }
    for rule in registry::rules() {
        if let Finder::Own(check) = rule.finder {
            check(subject, &mut found);
        }
    }
    found
}
