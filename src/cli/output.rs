//! Where results and findings go: results to standard output, findings to standard error.
//!
//! A closed standard output is a normal end of a command that has nothing to complain of. A closed standard error ends
//! nothing: the exit code still tells.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use busboot::diagnostic::render::{self, Style};
use busboot::diagnostic::{Diagnostic, Diagnostics, Further, Severity};
use busboot::source::Sources;
use serde_json::{Value, json};

use super::args::{Color, Common, Format};

/// What a command ends with.
pub(crate) type Outcome = Result<ExitCode, io::Error>;

/// How to print.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) format: Format,
    /// On standard output.
    style: Style,
    /// On standard error.
    aside: Style,
}

impl Output {
    pub(crate) fn new(common: &Common) -> Self {
        let style = |terminal: bool| match common.color {
            Color::Always => Style::Coloured,
            Color::Auto if terminal && std::env::var_os("NO_COLOR").is_none() => Style::Coloured,
            Color::Auto | Color::Never => Style::Plain,
        };
        Self {
            format: common.format.common().unwrap_or(Format::Text),
            style: style(io::stdout().is_terminal()),
            aside: style(io::stderr().is_terminal()),
        }
    }

    /// Whether what goes to standard error is coloured.
    pub(crate) fn coloured(self) -> bool {
        self.aside == Style::Coloured
    }

    /// One line on standard output.
    pub(crate) fn line(self, text: impl AsRef<str>) -> io::Result<()> {
        self.text(&format!("{}\n", text.as_ref()))
    }

    /// A text of any number of lines on standard output.
    pub(crate) fn text(self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// One line on standard error.
    pub(crate) fn say(self, text: impl AsRef<str>) {
        drop(writeln!(io::stderr().lock(), "{}", text.as_ref()));
    }

    /// One finding as people read it, for standard output.
    pub(crate) fn render(self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        render::text(diagnostic, sources, self.style)
    }

    /// One finding on standard error.
    pub(crate) fn finding(self, diagnostic: &Diagnostic, sources: &Sources) {
        self.say(format!("{}\n", render::text(diagnostic, sources, self.aside)));
    }

    /// All findings on standard error; as JSON, errors are the caller's.
    pub(crate) fn findings(self, diagnostics: &Diagnostics, sources: &Sources) {
        for diagnostic in diagnostics.iter() {
            if self.format == Format::Text || diagnostic.severity != Severity::Error {
                self.finding(diagnostic, sources);
            }
        }
        if let Some(more) = not_shown(diagnostics.further()) {
            self.say(more);
        }
    }

    /// Ends a command that found an error: all findings, and in JSON the first error on standard output.
    pub(crate) fn failed(self, diagnostics: &Diagnostics, sources: &Sources) -> ExitCode {
        self.findings(diagnostics, sources);
        if let (Format::Json, Some(error)) = (self.format, diagnostics.first_error()) {
            self.error_line(&render::error_json(error, sources));
        }
        ExitCode::FAILURE
    }

    /// Ends a command that was called wrongly.
    pub(crate) fn usage(self, code: &str, message: &str) -> ExitCode {
        self.fault(code, message);
        ExitCode::from(2)
    }

    /// Ends a command that failed with a message that belongs to no file.
    pub(crate) fn fault(self, code: &str, message: &str) -> ExitCode {
        if self.format == Format::Json {
            self.error_line(&json!({
                "code": code, "message": message, "spring": Value::Null,
                "file": Value::Null, "line": Value::Null, "column": Value::Null,
            }));
        } else {
            self.say(format!("error[{code}]: {message}"));
        }
        ExitCode::FAILURE
    }

    /// Ends a command that failed because its standard output can't be written: on standard error.
    pub(crate) fn aside(self, code: &str, message: &str) -> ExitCode {
        self.say(format!("error[{code}]: {message}"));
        ExitCode::FAILURE
    }

    /// Whoever closed the pipe still gets the exit code.
    fn error_line(self, error: &Value) {
        drop(self.line(json!({ "error": error }).to_string()));
    }
}

/// Says how many findings are beyond those that are shown.
pub(crate) fn not_shown(further: Further) -> Option<String> {
    let number = further.total();
    (number > 0).then(|| format!("{number} more findings are not shown"))
}

/// A text in one line: control characters, which would speak to the terminal, are escaped, and so is what turns the
/// direction of writing.
pub(crate) fn printable(text: &str) -> String {
    let turns = |character| matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    let escaped = |character: char| match character {
        character if character.is_control() || turns(character) => character.escape_default().to_string(),
        other => other.to_string(),
    };
    text.chars().map(escaped).collect()
}
