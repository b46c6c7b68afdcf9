//! The command line as it is typed: names and values are a contract.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::parser::ValueSource;
use clap::{
    Arg, ArgAction, ArgMatches, Args, Command, CommandFactory as _, FromArgMatches as _, Parser, Subcommand,
    ValueEnum,
};

use busboot::check::Release;
use busboot::config::own::SETTINGS;
use busboot::config::{Module, ModuleChoice};
use busboot::diagnostic::{shell_path, shell_word};
use busboot::source::looks_secret;

use super::events::Events;

/// Boots the event bus of Apache CloudStack from the files that its administrators already have.
#[derive(Debug, Parser)]
#[command(name = "busboot", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Verb,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Directory that stands for a management server's /etc/cloudstack/management
    #[arg(
        long,
        global = true,
        env = "BUSBOOT_ROOT",
        value_name = "DIR",
        default_value = "/etc/cloudstack/management"
    )]
    pub(crate) root: PathBuf,
    /// Whether `--root` itself was typed.
    #[arg(skip)]
    root_typed: bool,
    /// The settings that were typed, with their flags.
    #[arg(skip)]
    settings: Vec<(String, String)>,
    /// Module whose files are used; auto: event where it has a context file, else core with a warning
    #[arg(long, global = true, value_enum, default_value_t = ModuleArg::Auto)]
    pub(crate) module: ModuleArg,
    /// How results are printed
    #[arg(long, global = true, value_enum, default_value_t = FormatArg::Text)]
    pub(crate) format: FormatArg,
    /// When to colour messages
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    /// Answers exactly as Spring does, without kindness to the guides' readers
    #[arg(long, global = true)]
    pub(crate) as_spring: bool,
    /// JVM system property, as a management server is given it
    #[arg(short = 'D', global = true, value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) define: Vec<(String, String)>,
    /// Any setting of busboot, also bus.<bean id>.<key>
    #[arg(long, global = true, value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) set: Vec<(String, String)>,
}

impl Common {
    /// A command to type next, for the same root as this one.
    pub(crate) fn next(&self, words: &str) -> String {
        if self.root_typed {
            format!("busboot {words} --root {}", shell_path(&self.root))
        } else {
            format!("busboot {words}")
        }
    }

    /// The same for a command that reads the files again: with everything that was typed and has a part in the answer,
    /// but for what may be a secret.
    pub(crate) fn again(&self, words: &str) -> String {
        let module = self.module.to_possible_value().filter(|_| self.module != ModuleArg::Auto);
        let module = module.map(|module| format!(" --module {}", module.get_name()));
        let shown =
            |name: &str, value: &str| if looks_secret(name) { "***".to_owned() } else { value.to_owned() };
        let defined = self.define.iter().map(|(name, value)| {
            let pair = format!("{name}={}", shown(name, value));
            format!(" -D {}", shell_word(&pair))
        });
        let settings = self.settings.iter().map(|(key, value)| {
            let value = shown(key, value);
            match SETTINGS.iter().find(|setting| setting.key == key) {
                Some(setting) => format!(" --{} {}", setting.flag(), shell_word(&value)),
                None => format!(" --set {}", shell_word(&format!("{key}={value}"))),
            }
        });
        let more: String = module.into_iter().chain(defined).chain(settings).collect();
        self.next(&format!("{words}{more}"))
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Boot the buses, take events as NDJSON and hand each to every bus
    Run(Run),
    /// Show the finished configuration and where each value came from
    Show(Show),
    /// Subscribe and print the events that arrive, as NDJSON
    Listen(Listen),
    /// Check the files for a release, offline and without secrets
    Check(Check),
    /// Bring the files to the layout and classes of a release; shows what it would do unless --write is given
    Migrate(Migrate),
    /// List, show, archive, delete, purge and replay the events of the journal: the event log
    Events(Box<Events>),
    /// Show the definitions in Spring XML files, without knowing their classes
    Beans(Files),
    /// Show what Java reads from properties files
    Properties(Files),
    /// Encrypt a value for a properties file
    Encrypt(Crypt),
    /// Decrypt a value of a properties file
    Decrypt(Crypt),
}

/// `run`.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// File with one event a line; standard input without it
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    /// Also print what arrives at a subscriber of this topic; without one, everything
    #[arg(long, value_name = "TOPIC", num_args = 0..=1, require_equals = true, default_missing_value = "#")]
    pub(crate) tap: Option<String>,
    /// Also print a line for each event once it is in the journal, or that it can't be: what has no such line when `run`
    /// ends can be fed again
    #[arg(long, conflicts_with = "no_journal")]
    pub(crate) acknowledge: bool,
    /// Keep no journal: what a bus hasn't confirmed at the end is gone
    #[arg(long)]
    pub(crate) no_journal: bool,
}

/// `show`.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Show secrets in clear text
    #[arg(long)]
    pub(crate) reveal: bool,
}

/// `check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Release to judge for: 4.18 to 4.22, or mold-4.0 and later; the newest without it
    #[arg(long, value_name = "RELEASE")]
    pub(crate) target: Option<Release>,
    /// Then try each broker: name, TCP, TLS, login and what is there for the bus; publishes and makes nothing
    #[arg(long, conflicts_with_all = ["explain", "fix"])]
    pub(crate) connect: bool,
    /// Fail on warnings too
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Make the safe fixes, those that never change what a working server does, and report what is left
    #[arg(long, conflicts_with = "explain")]
    pub(crate) fix: bool,
    /// With --fix: make those that need a decision too
    #[arg(long = "unsafe", requires = "fix")]
    pub(crate) unsafe_fixes: bool,
    /// Say what a rule is about, and check nothing
    #[arg(long, value_name = "RULE")]
    pub(crate) explain: Option<String>,
}

/// `migrate`.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Release to migrate to: 4.18 to 4.22, or mold-4.0 and later; the newest without it
    #[arg(long, value_name = "RELEASE", conflicts_with = "undo")]
    pub(crate) target: Option<Release>,
    /// Do it, all or nothing, with a backup beside the root
    #[arg(long)]
    pub(crate) write: bool,
    /// Restore the last backup: bytes, mode and owner
    #[arg(long, conflicts_with = "write")]
    pub(crate) undo: bool,
}

/// `listen`.
#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// Five parts as in a routing key, `*` for any, `#` for all the rest
    #[arg(value_name = "TOPIC", default_value = "#")]
    pub(crate) topic: String,
    /// End after so many events
    #[arg(long, value_name = "N")]
    pub(crate) count: Option<u64>,
}

/// `beans` and `properties`.
#[derive(Debug, Args)]
pub(crate) struct Files {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

/// `encrypt` and `decrypt`.
#[derive(Debug, Args)]
pub(crate) struct Crypt {
    /// The values; without one, each line of standard input
    #[arg(value_name = "VALUE")]
    pub(crate) values: Vec<String>,
    /// Algorithm as the configuration names it
    #[arg(long, value_name = "NAME", default_value = "PBEWithMD5AndDES")]
    pub(crate) algorithm: String,
    /// Key obtention iterations
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) iterations: u32,
    /// stringOutputType
    #[arg(long, value_enum, default_value_t = Output::Base64)]
    pub(crate) output: Output,
    /// Environment variable that holds the password
    #[arg(
        long,
        value_name = "NAME",
        default_value = "APP_ENCRYPTION_PASSWORD",
        conflicts_with = "password_file"
    )]
    pub(crate) password_env: String,
    /// File whose first line is the password
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Print the value alone, without ENC( )
    #[arg(long)]
    pub(crate) bare: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModuleArg {
    Auto,
    Event,
    Core,
}

impl From<ModuleArg> for ModuleChoice {
    fn from(module: ModuleArg) -> Self {
        match module {
            ModuleArg::Auto => Self::Auto,
            ModuleArg::Event => Self::Only(Module::Event),
            ModuleArg::Core => Self::Only(Module::Core),
        }
    }
}

/// The forms that every command has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    Text,
    Json,
    /// SARIF 2.1.0 (check)
    Sarif,
    /// GitHub's annotations (check)
    Github,
    /// RFC 4180 (lists of events)
    Csv,
}

impl FormatArg {
    /// `None` for the forms that only some commands have.
    pub(crate) const fn common(self) -> Option<Format> {
        match self {
            Self::Text => Some(Format::Text),
            Self::Json => Some(Format::Json),
            Self::Sarif | Self::Github | Self::Csv => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    Base64,
    Hexadecimal,
}

/// The whole command, with a flag for each of busboot's settings.
pub(crate) fn command() -> Command {
    SETTINGS.iter().fold(Cli::command(), |command, setting| {
        command.arg(
            Arg::new(setting.key)
                .long(setting.flag())
                .value_name(setting.value)
                .global(true)
                .action(ArgAction::Set)
                // A shell's variable that isn't set must not become the usual value in silence.
                .value_parser(NonEmptyStringValueParser::new())
                .help_heading("Settings")
                .help(setting.help),
        )
    })
}

/// What was typed, and the settings among it that were given as flags, `--set` included.
pub(crate) fn read(matches: &ArgMatches) -> Result<(Cli, Vec<(String, String)>), clap::Error> {
    let mut cli = Cli::from_arg_matches(matches)?;
    let matches = matches.subcommand().map_or(matches, |(_, inner)| inner);
    cli.common.root_typed = matches.value_source("root") == Some(ValueSource::CommandLine);
    let settings = settings(matches, &cli.common);
    cli.common.settings.clone_from(&settings);
    Ok((cli, settings))
}

fn settings(matches: &ArgMatches, common: &Common) -> Vec<(String, String)> {
    let named = SETTINGS.iter().filter_map(|setting| {
        matches.get_one::<String>(setting.key).map(|value| (setting.key.to_owned(), value.clone()))
    });
    named.chain(common.set.iter().cloned()).collect()
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some(("", _)) => Err("the name is empty".to_owned()),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Ok((text.to_owned(), String::new())),
    }
}
