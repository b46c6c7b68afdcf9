//! The commands. The only code that prints or exits.
//!
//! In: arguments, standard input, this process's environment. Out: results on standard output, findings and the log
//! on standard error, an exit code: 0 fine, 1 errors found or the job failed, 2 wrong usage.

mod args;
mod check;
mod connect;
mod crypt;
mod events;
mod files;
mod listen;
mod logging;
mod migrate;
mod output;
mod run;
mod show;

use std::io;
use std::process::ExitCode;

use args::{Cli, Common, FormatArg, Verb};
use busboot::boot::Boot;
use busboot::source::Host;
use output::{Outcome, Output};

/// The whole program.
pub(crate) fn main() -> ExitCode {
    let (cli, settings) = match args::read(&args::command().get_matches()) {
        Ok(read) => read,
        Err(error) => error.exit(),
    };
    let output = Output::new(&cli.common);
    match dispatch(cli, settings, output) {
        Ok(code) => code,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            output.say(format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(cli: Cli, settings: Vec<(String, String)>, output: Output) -> Outcome {
    let Cli { common, command } = cli;
    let fits = match common.format {
        FormatArg::Text | FormatArg::Json => true,
        FormatArg::Sarif | FormatArg::Github => matches!(command, Verb::Check(_)),
        FormatArg::Csv => matches!(command, Verb::Events(_)),
    };
    if !fits {
        let message = "--format sarif and github are for check only, csv for lists of events";
        return Ok(output.usage("usage", message));
    }
    match command {
        Verb::Run(args) => {
            let none = args.no_journal.then(|| ("journal.enabled".to_owned(), "false".to_owned()));
            let settings = settings.into_iter().chain(none).collect();
            run::run(&args, &boot(&common, settings), output)
        }
        Verb::Show(args) => show::show(&args, &boot(&common, settings).reveal(args.reveal), output),
        Verb::Listen(args) => listen::listen(&args, &boot(&common, settings), output),
        Verb::Check(args) => check::check(&args, &common, &host(&common), &settings, output),
        Verb::Migrate(args) => migrate::migrate(&args, &common, &host(&common), &settings, output),
        Verb::Events(args) => events::events(&args, &common, &host(&common), &settings, output),
        Verb::Beans(args) => files::beans(&args, &host(&common), &common.root, output),
        Verb::Properties(args) => files::properties(&args, &host(&common), output),
        Verb::Encrypt(args) => crypt::encrypt(&args, output),
        Verb::Decrypt(args) => crypt::decrypt(&args, output),
    }
}

/// This machine with the system properties of the command line.
fn host(common: &Common) -> Host {
    let mut host = Host::of_this_process();
    host.system_properties.extend(common.define.iter().cloned());
    host
}

fn boot(common: &Common, settings: Vec<(String, String)>) -> Boot {
    Boot::new(&common.root)
        .host(host(common))
        .module(common.module.into())
        .as_spring(common.as_spring)
        .settings(settings)
}
