//! `encrypt` and `decrypt`: jasypt values, ready for a properties file.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::process::ExitCode;

use busboot::source::Secret;
use busboot::spring::jasypt::{self, Algorithm, Encryptor, IvGenerator, OutputType, PbeSettings};
use serde_json::json;

use super::args::{self, Crypt, Format};
use super::output::{Outcome, Output};

pub(crate) fn encrypt(args: &Crypt, output: Output) -> Outcome {
    each(args, output, "encrypted", |encryptor, value| {
        let encrypted = encryptor.encrypt(value).map_err(|error| error.to_string())?;
        Ok(if args.bare { encrypted } else { jasypt::enclose(&encrypted) })
    })
}

pub(crate) fn decrypt(args: &Crypt, output: Output) -> Outcome {
    each(args, output, "decrypted", |encryptor, value| {
        let inner = jasypt::is_encrypted(value).unwrap_or(value.trim());
        encryptor.decrypt(inner).map(|plain| plain.reveal().to_owned()).map_err(|error| error.to_string())
    })
}

fn each(
    args: &Crypt,
    output: Output,
    result: &str,
    work: impl Fn(&Encryptor, &str) -> Result<String, String>,
) -> Outcome {
    let encryptor = match encryptor(args)? {
        Ok(encryptor) => encryptor,
        Err(message) => return Ok(output.fault("encryption", &message)),
    };
    for value in values(args)? {
        match work(&encryptor, value.reveal()) {
            Ok(text) if output.format == Format::Json => output.line(json!({ result: text }).to_string())?,
            Ok(text) => output.line(text)?,
            Err(message) => return Ok(output.fault("encryption", &message)),
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn encryptor(args: &Crypt) -> io::Result<Result<Encryptor, String>> {
    let algorithm = match Algorithm::by_name(&args.algorithm) {
        Ok(algorithm) => algorithm,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let password = match password(args)? {
        Ok(password) => password,
        Err(message) => return Ok(Err(message)),
    };
    let settings = PbeSettings {
        algorithm,
        iterations: args.iterations,
        iv: if algorithm.needs_iv() { IvGenerator::Random } else { IvGenerator::None },
        output: match args.output {
            args::Output::Base64 => OutputType::Base64,
            args::Output::Hexadecimal => OutputType::Hexadecimal,
        },
        ..PbeSettings::new(password)
    };
    Ok(Encryptor::new(settings).map_err(|error| error.to_string()))
}

/// From the file, else from the environment variable, else from the terminal.
fn password(args: &Crypt) -> io::Result<Result<Secret, String>> {
    if let Some(path) = &args.password_file {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => Secret::new(text),
            Err(error) => return Ok(Err(format!("{} cannot be read: {error}", path.display()))),
        };
        let first = text.reveal().lines().next().unwrap_or_default();
        return Ok(Ok(Secret::new(first)));
    }
    if let Ok(text) = std::env::var(&args.password_env) {
        return Ok(Ok(Secret::new(text)));
    }
    if io::stdin().is_terminal() {
        return rpassword::prompt_password("Password: ").map(|text| Ok(Secret::new(text)));
    }
    let name = &args.password_env;
    Ok(Err(format!("no password: set the environment variable {name}, or name a file with --password-file")))
}

fn values(args: &Crypt) -> io::Result<Vec<Secret>> {
    if args.values.is_empty() {
        return io::stdin().lock().lines().map(|line| line.map(Secret::new)).collect();
    }
    Ok(args.values.iter().map(Secret::new).collect())
}
