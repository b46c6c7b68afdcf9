//! From what was found to what is reported: levels by release and by setting, silencers, order.

use crate::config::own::LEVEL_PREFIX;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::source::Origin;

use super::allow::{self, Allow};
use super::subject::Subject;
use super::{registry, rules};

/// The findings that count, by place.
pub(super) fn judge(subject: &Subject<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut levels = Levels::default();
    let mut judged = levels.read(subject);
    judged.extend(found);
    let fatal = judged
        .iter()
        .find(|found| subject.survey.configuration.is_none() && found.severity == Severity::Error);
    let fatal = fatal.cloned();
    let mut allows = Allows::of(subject);
    judged.retain(|diagnostic| !allows.silence(diagnostic));
    judged.extend(allows.unused());
    let mut judged: Vec<Diagnostic> =
        judged.into_iter().filter_map(|diagnostic| levels.apply(subject, diagnostic)).collect();
    if let Some(fatal) = fatal.filter(|_| judged.iter().all(|found| found.severity != Severity::Error)) {
        judged.retain(|found| found.code != fatal.code || found.span() != fatal.span());
        judged
            .push(fatal.note("it can't be silenced: reading ended at it, and nothing behind it was checked"));
    }
    judged.sort_by_key(Diagnostic::span);
    judged
}

/// What `level.<rule>` says.
#[derive(Default)]
struct Levels {
    /// `None` is off.
    set: Vec<(&'static str, Option<Severity>)>,
}

impl Levels {
    /// Takes in the settings; reports those that name no rule or no level.
    fn read(&mut self, subject: &Subject<'_>) -> Vec<Diagnostic> {
        let mut wrong = Vec::new();
        for (name, text, origin) in subject.survey.own.levels() {
            let Some(rule) = registry::find(name) else {
                wrong.push(unknown_rule(name, origin));
                continue;
            };
            match text.trim().to_lowercase().as_str() {
                "error" => self.set.push((rule.name, Some(Severity::Error))),
                "warning" => self.set.push((rule.name, Some(Severity::Warning))),
                "note" => self.set.push((rule.name, Some(Severity::Note))),
                "off" => self.set.push((rule.name, None)),
                _ => wrong.push(
                    Diagnostic::error("setting-value", format!("{LEVEL_PREFIX}{name}: {text:?} is no level"))
                        .at_maybe(origin.span(), "expected error, warning, note or off"),
                ),
            }
        }
        wrong
    }

    /// With the severity that was set for the rule, else with the rule's own for the release.
    fn apply(&self, subject: &Subject<'_>, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        let Some(rule) = registry::find(diagnostic.code) else { return Some(diagnostic) };
        let own = rule.levels.severity(diagnostic.severity, subject.release);
        let set = self.set.iter().rev().find(|(name, _)| *name == rule.name);
        // What a release doesn't report is not there to be given a level.
        diagnostic.severity = own.and_then(|own| set.map_or(Some(own), |(_, severity)| *severity))?;
        Some(diagnostic)
    }
}

fn unknown_rule(name: &str, origin: &Origin) -> Diagnostic {
    let found =
        Diagnostic::error("unknown-setting", format!("{LEVEL_PREFIX}{name}: there is no rule {name}"))
            .at_maybe(origin.span(), "the level of a rule that there is not");
    match registry::nearest(name) {
        Some(near) => found.help(format!("did you mean {LEVEL_PREFIX}{near}?")),
        None => found.help("docs/rules.md lists all rules"),
    }
}

/// The silencers of all files, and which of them have silenced something.
struct Allows {
    allows: Vec<(Allow, bool)>,
}

impl Allows {
    fn of(subject: &Subject<'_>) -> Self {
        let xml = subject.documents.iter().flat_map(|file| allow::in_xml(&file.document, subject.sources));
        let properties = subject
            .properties
            .iter()
            .flat_map(|file| allow::in_properties(&file.properties, subject.sources));
        Self { allows: xml.chain(properties).map(|allow| (allow, false)).collect() }
    }

    fn silence(&mut self, diagnostic: &Diagnostic) -> bool {
        let Some(span) = diagnostic.span() else { return false };
        let covering = self.allows.iter_mut().find(|(allow, _)| {
            allow.rule == diagnostic.code
                && allow.covers.is_some_and(|covers| {
                    covers.file == span.file && (covers.start..=covers.end).contains(&span.start)
                })
        });
        covering.is_some_and(|(_, used)| {
            *used = true;
            true
        })
    }

    fn unused(self) -> impl Iterator<Item = Diagnostic> {
        self.allows.into_iter().filter(|(_, used)| !used).map(|(allow, _)| unused(&allow))
    }
}

fn unused(allow: &Allow) -> Diagnostic {
    let found = Diagnostic::warning(
        rules::unused_allow::RULE.name,
        format!("nothing is silenced by allow({})", allow.rule),
    );
    if registry::find(&allow.rule).is_none() {
        let found = found.at(allow.span, "there is no such rule");
        return match registry::nearest(&allow.rule) {
            Some(near) => found.fixed_by(Fix {
                message: format!("did you mean {near}?"),
                applicability: Applicability::Unsafe,
                edits: vec![Edit { span: allow.span, replacement: near.to_owned() }],
            }),
            None => found.help("docs/rules.md lists all rules"),
        };
    }
    found
        .at(allow.span, "the rule finds nothing in what follows")
        .help("remove the comment, so that it does not hide a fault to come")
}
