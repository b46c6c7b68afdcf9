//! The pages of docs/ that repeat what the code knows are held against it.
//!
//! `BUSBOOT_REWRITE=1 cargo test --test cli` writes the parts between the markers anew.

mod upgrading;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use busboot::check::registry;
use busboot::check::{Docs, Finder, Rule};
use busboot::config::kafka;
use busboot::config::own::SETTINGS;

use crate::busboot;

const PAGE: &str = "docs/configuration.md";

/// Compares what a page's console blocks show with what their commands print, one after the other; or writes it.
pub(crate) fn hold_console(path: &str, typed: impl Fn(&str) -> String) {
    let page = fs::read_to_string(path).unwrap();
    let (mut fresh, mut in_console) = (String::new(), false);
    for line in page.split_inclusive('\n') {
        in_console = match line.trim_end() {
            "```console" => true,
            "```" => false,
            _ => in_console,
        };
        let command = line.strip_prefix("$ ").filter(|_| in_console);
        if command.is_some() || !in_console || line.starts_with("```") {
            fresh.push_str(line);
        }
        if let Some(command) = command {
            fresh.push_str(&typed(command.trim_end()));
        }
    }
    if std::env::var_os("BUSBOOT_REWRITE").is_some() {
        return fs::write(path, &fresh).unwrap();
    }
    assert!(page == fresh, "{path} is stale: BUSBOOT_REWRITE=1 cargo test --test cli writes it anew");
}

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
    let mut table =
        "| Java's key | default | on a server | what becomes of it |\n|---|---|---|---|\n".to_owned();
    for kafka::KeyDoc { key, default, on_server, treatment } in kafka::keys() {
        let default = default.filter(|default| !default.is_empty()).map(|default| format!("`{default}`"));
        let (default, on_server) = (default.unwrap_or_default(), on_server.unwrap_or_default());
        writeln!(table, "| `{key}` | {default} | {on_server} | {treatment} |").unwrap();
    }
    table
}

fn help() -> String {
    let mut text = String::new();
    for command in [
        "",
        "run",
        "show",
        "listen",
        "check",
        "migrate",
        "events",
        "beans",
        "properties",
        "encrypt",
        "decrypt",
    ] {
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

const RULES_PAGE: &str = "docs/rules.md";

/// The page on rules, all of it.
fn rules_page() -> String {
    let (commands, rules): (Vec<&Rule>, Vec<&Rule>) =
        registry::rules().iter().copied().partition(|rule| matches!(rule.finder, Finder::Command));
    let mut page = "# Rules\n\nWhat `busboot check` finds, by the code that stands in brackets behind `error`, \
                    `warning` or `note`; `busboot check --explain CODE` shows the same. A comment `busboot: \
                    allow(CODE)` silences a rule for the next element of an XML file or the next entry of a properties \
                    file; `level.CODE=error|warning|note|off` in `busboot.properties` sets its level.\n\n\
                    This page is written from the code: `BUSBOOT_REWRITE=1 cargo test --test cli`.\n\n"
        .to_owned();
    listed(&mut page, &rules);
    page.push_str("\n## Codes of other commands\n\nWhat commands other than `check` end with.\n\n");
    listed(&mut page, &commands);
    for rule in rules.iter().chain(&commands) {
        let Docs { what, why, example, fix } = rule.docs;
        let (name, level) = (rule.name, rule.levels.describe());
        write!(
            page,
            "\n## {name}\n\n{} ({level})\n\n{}\n\n```text\n{example}\n```\n\n{}\n",
            prose(what),
            prose(why),
            prose(fix)
        )
        .unwrap();
    }
    page
}

/// A table with one line a rule.
fn listed(page: &mut String, rules: &[&Rule]) {
    page.push_str("| code | level | what |\n|---|---|---|\n");
    for rule in rules {
        let what = prose(rule.docs.what).replace('|', "\\|");
        writeln!(page, "| [{0}](#{0}) | {1} | {what} |", rule.name, rule.levels.describe()).unwrap();
    }
}

/// Outside of backquotes, what Markdown would take for itself is escaped.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(at, part)| {
        if at % 2 == 1 {
            return part.to_owned();
        }
        let marks = ['\\', '*', '<', '>', '_', '#'];
        part.chars().flat_map(|c| marks.contains(&c).then_some('\\').into_iter().chain([c])).collect()
    });
    parts.collect::<Vec<String>>().join("`")
}

#[test]
fn the_page_on_rules_says_what_the_registry_does() {
    let fresh = rules_page();
    let page = fs::read_to_string(RULES_PAGE).unwrap_or_default();
    if std::env::var_os("BUSBOOT_REWRITE").is_some() {
        fs::write(RULES_PAGE, &fresh).unwrap();
    }
    assert!(page == fresh, "{RULES_PAGE} is stale: BUSBOOT_REWRITE=1 cargo test --test cli writes it anew");
}

/// What stands in front of a code where it is given to a finding, blanks left out.
const GIVERS: [&str; 6] = ["error(", "warning(", "note_only(", "fault(", "usage(", "code:"];

/// What stands in front of many texts, and of codes where one is chosen; those have a hyphen.
const CHOOSERS: [&str; 5] = ["new(", "=>", "=>(", "=>{", "=>{("];

/// The texts of a source file that are codes by their form and by what stands in front of them.
fn codes_in(code: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let parts: Vec<&str> = code.split('"').collect();
    for pair in parts.windows(2) {
        let [before, text] = pair else { continue };
        let form = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !text.starts_with(|first: char| first.is_ascii_lowercase()) || !text.bytes().all(form) {
            continue;
        }
        let before: String = before.chars().filter(|c| !c.is_whitespace()).collect();
        let follows = |ends: &[&str]| ends.iter().any(|end| before.ends_with(end));
        if follows(&GIVERS) || text.contains('-') && follows(&CHOOSERS) {
            codes.insert((*text).to_owned());
        }
    }
    codes
}

fn is_tests(path: &Path) -> bool {
    path.iter().any(|part| part == "tests" || part == "tests.rs")
}

/// Every code that the sources give to a finding.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let mut waiting = vec![PathBuf::from("src")];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if !is_tests(&path) {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            codes.extend(codes_in(&code.join("\n")));
        }
    }
    codes
}

#[test]
fn every_code_that_is_printed_can_be_explained() {
    let codes = codes();
    let unknown: Vec<&String> = codes.iter().filter(|code| registry::find(code).is_none()).collect();
    assert!(unknown.is_empty(), "no page in src/check/rules for {unknown:?}");
    let documented = registry::rules().iter().filter(|rule| !matches!(rule.finder, Finder::Own(_)));
    let idle: Vec<&str> = documented.map(|rule| rule.name).filter(|name| !codes.contains(*name)).collect();
    assert_eq!(idle, ["unused-allow"], "pages in src/check/rules of codes that nothing prints");
}
