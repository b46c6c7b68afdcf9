//! `check --connect`: tries the brokers that the files name, step by step.

use std::time::Duration;

use busboot::boot::Boot;
use busboot::bus::probe::{self, Attempt, Outcome, Step};
use busboot::diagnostic::{Diagnostic, Diagnostics, Severity};
use futures_util::future::join_all;
use serde_json::{Value, json};

/// What came of it.
pub(crate) struct Connections {
    /// One for each broker.
    pub(crate) attempts: Vec<Attempt>,
    /// Why nothing was tried.
    pub(crate) hindrance: Option<String>,
}

impl Connections {
    /// Tries all brokers of all buses at the same time.
    pub(crate) fn of(boot: &Boot) -> std::io::Result<Self> {
        let report = boot.prepare();
        let Some(configuration) = report.bootable() else {
            let error = report.diagnostics.first_error();
            let reason = error.map_or("there is no configuration", |error| error.message.as_str());
            return Ok(Self { attempts: Vec::new(), hindrance: Some(reason.to_owned()) });
        };
        let runtime = tokio::runtime::Runtime::new()?;
        let probes = configuration.buses.iter().map(|bus| {
            // What is wrong with it was reported.
            let limit = configuration.own.duration("connect.timeout", &bus.id, &mut Diagnostics::new());
            probe::probe(bus, limit)
        });
        let attempts = runtime.block_on(join_all(probes)).into_iter().flatten().collect();
        runtime.shutdown_timeout(Duration::from_secs(1));
        Ok(Self { attempts, hindrance: None })
    }

    /// Whether a step came to this.
    pub(crate) fn has(&self, severity: Severity) -> bool {
        self.findings().iter().any(|found| found.severity == severity)
    }

    fn steps(&self) -> impl Iterator<Item = (&Attempt, &Step)> {
        self.attempts.iter().flat_map(|attempt| attempt.steps.iter().map(move |step| (attempt, step)))
    }

    /// As people read it.
    pub(crate) fn text(&self) -> String {
        if let Some(reason) = &self.hindrance {
            return format!("no broker was tried: {reason}");
        }
        if self.attempts.is_empty() {
            return "there is no broker to try".to_owned();
        }
        self.attempts.iter().map(attempt_text).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn json(&self) -> Value {
        let steps = |attempt: &Attempt| attempt.steps.iter().map(step_json).collect::<Vec<_>>();
        let attempt = |it: &Attempt| json!({ "bus": it.bus, "broker": it.broker, "steps": steps(it) });
        json!({
            "hindrance": self.hindrance,
            "attempts": self.attempts.iter().map(attempt).collect::<Vec<_>>(),
        })
    }

    /// What failed or should be looked at, for forms that know findings only.
    pub(crate) fn findings(&self) -> Vec<Diagnostic> {
        let hindrance = self
            .hindrance
            .iter()
            .map(|reason| Diagnostic::error("connect", format!("no broker was tried: {reason}")));
        let steps = self.steps().filter_map(|(attempt, step)| finding(attempt, step));
        hindrance.chain(steps).collect()
    }
}

fn attempt_text(attempt: &Attempt) -> String {
    let steps: String = attempt.steps.iter().map(step_text).collect();
    format!("bus {}, {}\n{steps}", attempt.bus, attempt.broker)
}

fn step_text(step: &Step) -> String {
    let outcome = match step.outcome {
        Outcome::Passed => "ok",
        Outcome::Warning => "warning",
        Outcome::Failed => "FAILED",
        Outcome::Unknown => "unknown",
    };
    let took = step.took.map_or_else(String::new, |took| format!("{:.1} ms", took.as_secs_f64() * 1000.0));
    let help = step.help.iter().map(|help| format!("{:38}= help: {help}\n", ""));
    format!("  {outcome:8}{:14}{took:>11}   {}\n{}", step.name, step.message, help.collect::<String>())
}

fn step_json(step: &Step) -> Value {
    json!({
        "step": step.name,
        "outcome": step.outcome,
        "ms": step.took.map(|took| (took.as_secs_f64() * 1_000_000.0).round() / 1000.0),
        "message": step.message,
        "help": step.help,
    })
}

fn finding(attempt: &Attempt, step: &Step) -> Option<Diagnostic> {
    let message = format!("bus {}, {}: {}: {}", attempt.bus, attempt.broker, step.name, step.message);
    let found = match step.outcome {
        Outcome::Failed => Diagnostic::error("connect", message),
        Outcome::Warning => Diagnostic::warning("connect", message),
        Outcome::Passed | Outcome::Unknown => return None,
    };
    Some(step.help.iter().fold(found, |found, help| found.help(help.as_str())))
}
