//! `check`: what is wrong with a root for a release, offline; with `--connect`, then with its brokers.

use std::path::Path;
use std::process::ExitCode;

use busboot::boot::Boot;
use busboot::check::apply::storage::DiskStorage;
use busboot::check::apply::{self, Applied, Which};
use busboot::check::{self, Release, Report, Rule, registry};
use busboot::diagnostic::render::{self, CodeInfo};
use busboot::diagnostic::{Diagnostic, Severity};
use busboot::source::Host;
use serde_json::{Value, json};

use super::args::{self, Common, Format, FormatArg};
use super::connect::Connections;
use super::output::{Outcome, Output, not_shown};

/// The version of the JSON report's form.
const FORMAT_VERSION: u32 = 1;

pub(crate) fn check(
    args: &args::Check,
    common: &Common,
    host: &Host,
    settings: &[(String, String)],
    output: Output,
) -> Outcome {
    if let Some(name) = &args.explain {
        return explain(name, output);
    }
    if common.as_spring {
        let message = "--as-spring is for commands that use or print what was read; check always says where a server does \
                       otherwise";
        return Ok(output.usage("usage", message));
    }
    let request = check::Request {
        root: &common.root,
        host,
        release: args.target.unwrap_or(Release::NEWEST),
        module: common.module.into(),
        flags: settings,
    };
    let mut report = check::check(&request);
    if args.fix {
        let which = if args.unsafe_fixes { Which::All } else { Which::Safe };
        match apply::fix(&request, &report, which, &mut DiskStorage) {
            Ok(applied) => {
                output.say(fixed(&applied));
                report = applied.report.unwrap_or(report);
            }
            Err(error) => return Ok(output.fault("not-fixed", &error.to_string())),
        }
    }
    let connections = args.connect.then(|| Connections::of(&boot(&request))).transpose()?;
    if let (Some(connections), FormatArg::Sarif | FormatArg::Github) = (&connections, common.format) {
        report.diagnostics.extend(connections.findings());
    }
    match common.format {
        FormatArg::Text | FormatArg::Csv => {
            as_text(&report, connections.as_ref(), &Next { args, common }, output)?
        }
        FormatArg::Json => output.line(as_json(&report, connections.as_ref()).to_string())?,
        FormatArg::Sarif => output.line(as_sarif(&report, &common.root).to_string())?,
        FormatArg::Github => {
            for found in &report.diagnostics {
                output.line(render::github(found, &report.sources, &common.root))?;
            }
        }
    }
    let more = not_shown(report.further);
    if let Some(more) = more.filter(|_| matches!(common.format, FormatArg::Sarif | FormatArg::Github)) {
        output.say(more);
    }
    let connections = connections.iter();
    let has = |severity| report.count(severity) > 0 || connections.clone().any(|it| it.has(severity));
    let failed = has(Severity::Error) || args.deny_warnings && has(Severity::Warning);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What `--connect` boots to know the brokers: with the secrets that are there.
fn boot(request: &check::Request<'_>) -> Boot {
    Boot::new(request.root)
        .host(request.host.clone())
        .module(request.module())
        .settings(request.flags.to_vec())
}

fn fixed(applied: &Applied) -> String {
    let files = applied.files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    match applied.fixes {
        0 => "nothing could be fixed".to_owned(),
        1 => format!("made 1 fix in {files}"),
        number => format!("made {number} fixes in {files}"),
    }
}

fn as_text(
    report: &Report,
    connections: Option<&Connections>,
    next: &Next<'_>,
    output: Output,
) -> std::io::Result<()> {
    for diagnostic in &report.diagnostics {
        output.line(format!("{}\n", output.render(&marked(diagnostic), &report.sources)))?;
    }
    if let Some(more) = not_shown(report.further) {
        output.line(more)?;
    }
    let count = |severity, name: &str| match report.count(severity) {
        1 => format!("1 {name}"),
        number => format!("{number} {name}s"),
    };
    output.line(format!(
        "{}, {}, {} for {}",
        count(Severity::Error, "error"),
        count(Severity::Warning, "warning"),
        count(Severity::Note, "note"),
        report.release
    ))?;
    for line in next.lines(report) {
        output.line(line)?;
    }
    connections.map_or(Ok(()), |connections| output.line(format!("\n{}", connections.text().trim_end())))
}

/// The finding with a word on what mends it, where `--fix` does.
fn marked(diagnostic: &Diagnostic) -> Diagnostic {
    let mut marked = diagnostic.clone();
    if let Some(fix) = marked.fix.as_mut().filter(|fix| Which::All.makes(fix)) {
        fix.message += if Which::Safe.makes(fix) { " (--fix)" } else { " (--fix --unsafe)" };
    }
    marked
}

/// What to type next.
struct Next<'a> {
    args: &'a args::Check,
    common: &'a Common,
}

impl Next<'_> {
    /// How many findings `--fix` mends, and the command; nothing where it would refuse.
    fn lines(&self, report: &Report) -> Vec<String> {
        if report.further.total() > 0 {
            return Vec::new();
        }
        let found = report.diagnostics.len();
        let made = |which: Which| {
            report
                .diagnostics
                .iter()
                .filter_map(|found| found.fix.as_ref())
                .filter(|fix| which.makes(fix))
                .count()
        };
        let (safe, all) = (made(Which::Safe), made(Which::All));
        let of = |number| format!("{number} of {found} finding{}", if found == 1 { "" } else { "s" });
        let mut lines = Vec::new();
        if safe > 0 {
            lines.push(format!("{} can be mended: {}", of(safe), self.command("--fix")));
        }
        if all > safe {
            let number = if safe == 0 { of(all) } else { format!("{} more", all - safe) };
            let command = self.command("--fix --unsafe");
            lines.push(format!("{number} can be mended, each after your decision: {command}"));
        }
        lines
    }

    fn command(&self, flags: &str) -> String {
        let target = self.args.target.map(|release| format!(" --target {release}")).unwrap_or_default();
        self.common.again(&format!("check{target} {flags}"))
    }
}

fn as_json(report: &Report, connections: Option<&Connections>) -> Value {
    let errors = report.count(Severity::Error);
    let diagnostics = report.diagnostics.iter();
    let diagnostics: Vec<Value> =
        diagnostics.map(|found| render::diagnostic_json(found, &report.sources)).collect();
    let mut json = json!({
        "format_version": FORMAT_VERSION,
        "target": report.release.to_string(),
        "valid": errors == 0,
        "error_count": errors,
        "warning_count": report.count(Severity::Warning),
        "further_count": report.further.total(),
        "diagnostics": diagnostics,
    });
    if let (Some(connections), Some(json)) = (connections, json.as_object_mut()) {
        json.insert("connections".to_owned(), connections.json());
    }
    json
}

fn as_sarif(report: &Report, root: &Path) -> Value {
    let rules = registry::rules();
    let help: Vec<String> =
        rules.iter().map(|rule| format!("{}\n\n{}", rule.docs.why, rule.docs.fix)).collect();
    let codes: Vec<CodeInfo<'_>> = rules
        .iter()
        .zip(&help)
        .map(|(rule, help)| CodeInfo { code: rule.name, summary: rule.docs.what, help })
        .collect();
    render::sarif(&report.diagnostics, &report.sources, root, &codes)
}

fn explain(name: &str, output: Output) -> Outcome {
    let Some(rule) = registry::find(name) else {
        let near = registry::nearest(name).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        return Ok(output.usage("unknown-rule", &format!("there is no rule {name}{near}")));
    };
    match output.format {
        Format::Json => output.line(explanation_json(rule).to_string())?,
        Format::Text => output.line(explanation(rule))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn explanation(rule: &Rule) -> String {
    let docs = rule.docs;
    let example: Vec<String> = docs.example.lines().map(|line| format!("    {line}")).collect();
    format!(
        "{} ({})\n\n{}\n\nWhy: {}\n\nExample:\n{}\n\nFix: {}",
        rule.name,
        rule.levels.describe(),
        docs.what,
        docs.why,
        example.join("\n"),
        docs.fix
    )
}

fn explanation_json(rule: &Rule) -> Value {
    let docs = rule.docs;
    json!({
        "rule": rule.name, "level": rule.levels.describe(),
        "what": docs.what, "why": docs.why, "example": docs.example, "fix": docs.fix,
    })
}
