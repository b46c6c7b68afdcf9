//! The pages of docs/ that repeat what the code knows are held against it.
//!
//! `BUSBOOT_REWRITE=1 cargo test --test cli` writes the parts between the markers anew.

mod upgrading;

use std::fmt::Write as _;
use std::fs;

use busboot::config::kafka;
use busboot::config::own::SETTINGS;

use crate::busboot;

const PAGE: &str = "docs/configuration.md";

fn settings() -> String {
    let mut table =
        "| key in `busboot.properties` | environment variable | flag | default | for one bus | what it does |\n\
         |---|---|---|---|---|---|\n"
            .to_owned();
    for setting in &SETTINGS {
        let (key, variable, flag) = (setting.key, setting.variable(), setting.flag());
        let default =
            if setting.default.is_empty() { "none".to_owned() } else { format!("`{}`", setting.default) };
        let per_bus = if setting.per_bus { "yes" } else { "no" };
        let value = setting.value.replace('|', "\\|");
        writeln!(
            table,
            "| `{key}` | `{variable}` | `--{flag} {value}` | {default} | {per_bus} | {} |",
            setting.help
        )
        .unwrap();
    }
    table
}

fn kafka_keys() -> String {
    let mut table = "| Java's key | default | what becomes of it |\n|---|---|---|\n".to_owned();
    for kafka::KeyDoc { key, default, treatment } in kafka::keys() {
        let default = default.filter(|default| !default.is_empty()).map(|default| format!("`{default}`"));
        writeln!(table, "| `{key}` | {} | {treatment} |", default.unwrap_or_default()).unwrap();
    }
    table
}

fn help() -> String {
    let mut text = String::new();
    for command in
        ["", "run", "show", "listen", "check", "migrate", "beans", "properties", "encrypt", "decrypt"]
    {
        let output = busboot().args(command.split_whitespace()).arg("--help").output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        let shown: Vec<&str> = help.lines().map(str::trim_end).collect();
        let name = if command.is_empty() { "busboot".to_owned() } else { format!("busboot {command}") };
        writeln!(text, "### {name}\n\n```text\n{}\n```\n", shown.join("\n").trim_end()).unwrap();
    }
    text
}

/// The page with what stands between `<!-- name -->` and `<!-- end of name -->` replaced.
fn replaced(page: &str, name: &str, content: &str) -> String {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (before, rest) = page.split_once(&start).unwrap_or_else(|| panic!("{PAGE} has no {start}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("{PAGE} has no {end}"));
    format!("{before}{start}\n{}\n\n{end}{after}", content.trim_end())
}

#[test]
fn the_page_on_configuration_says_what_the_code_does() {
    let page = fs::read_to_string(PAGE).unwrap();
    let parts = [("settings", settings()), ("kafka keys", kafka_keys()), ("commands", help())];
    let fresh = parts.iter().fold(page.clone(), |page, (name, content)| replaced(&page, name, content));
    if std::env::var_os("BUSBOOT_REWRITE").is_some() {
        fs::write(PAGE, &fresh).unwrap();
    }
    assert!(page == fresh, "{PAGE} is stale: BUSBOOT_REWRITE=1 cargo test --test cli writes it anew");
}

#[test]
fn settings_are_sorted_and_each_stands_once() {
    assert!(SETTINGS.windows(2).all(|pair| pair[0].key < pair[1].key));
}
