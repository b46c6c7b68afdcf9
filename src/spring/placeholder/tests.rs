use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::source::Origin;

fn plain(text: &str) -> Traced<Text> {
    Traced::new(Text::plain(text), Origin::default())
}

fn resolve_with(syntax: &Placeholders, text: &str, known: &[(&str, &str)]) -> Result<String, String> {
    let known: BTreeMap<&str, &str> = known.iter().copied().collect();
    syntax
        .replace(&plain(text), &mut |name| Ok(known.get(name).map(|value| plain(value))))
        .map(|done| done.value.reveal().to_owned())
        .map_err(|error| error.to_string())
}

fn resolve(text: &str, known: &[(&str, &str)]) -> Result<String, String> {
    resolve_with(&Placeholders::standard("configurer", false), text, known)
}

fn resolve_leniently(text: &str, known: &[(&str, &str)]) -> String {
    resolve_with(&Placeholders::standard("configurer", true), text, known).unwrap()
}

#[test]
fn values_defaults_and_names_are_resolved_again() {
    let known = [("a", "1"), ("b", "${a}2"), ("n1", "x"), ("c:d", "whole")];
    for (text, expected) in [
        ("${a}", "1"),
        ("<${b}>", "<12>"),
        ("${none:${b}}", "12"),
        ("${n${a}}", "x"),
        ("${none:}", ""),
        ("${none:a:b}", "a:b"),
        ("${c:d}", "whole"),
        ("${a", "${a"),
        ("$a {a}", "$a {a}"),
        ("${none:{x}}y", "{x}y"),
    ] {
        assert_eq!(resolve(text, &known).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn unknown_names_are_named_with_the_text_they_stand_in() {
    assert_eq!(
        resolve("x${pass${n}}", &[("n", "word")]).unwrap_err(),
        "Could not resolve placeholder 'password' in value \"x${pass${n}}\""
    );
    assert_eq!(
        resolve("${a}", &[("a", "${b}-")]).unwrap_err(),
        "Could not resolve placeholder 'b' in value \"${b}-\""
    );
}

#[test]
fn unknown_names_may_stay() {
    assert_eq!(resolve_leniently("${x${a}}${a}", &[("a", "1")]), "${x${a}}1");
}

#[test]
fn cycles_are_found() {
    let known = [("a", "${b}"), ("b", "${a}")];
    assert_eq!(
        resolve("${a}", &known).unwrap_err(),
        "Circular placeholder reference 'a' in property definitions"
    );
    assert_eq!(resolve("${a}${a}", &[("a", "1")]).unwrap(), "11");
}

#[test]
fn any_prefix_and_suffix_will_do() {
    let at = Placeholders { prefix: "@".into(), suffix: "@".into(), ..Placeholders::standard("c", false) };
    assert_eq!(resolve_with(&at, "@a@-@b:2@", &[("a", "1")]).unwrap(), "1-2");
    let none = Placeholders { separator: None, ..Placeholders::standard("c", true) };
    assert_eq!(resolve_with(&none, "${b:2}", &[]).unwrap(), "${b:2}");
}

#[test]
fn secrets_stay_secret_and_the_chain_is_kept() {
    let syntax = Placeholders::standard("configurer", false);
    let secret = Traced::new(Text::secret("${nope}"), Origin::default());
    let failed =
        syntax.replace(&plain("${a}"), &mut |name| Ok((name == "a").then(|| secret.clone()))).unwrap_err();
    assert_eq!(failed.to_string(), "Could not resolve placeholder '***' in value \"***\"");
    let secret = Traced::new(Text::secret("x"), Origin::of(Step::EnvironmentVariable("A".into())));
    let done = syntax.replace(&plain("${a}y"), &mut |_| Ok(Some(secret.clone()))).unwrap();
    assert!(done.value.is_secret());
    assert_eq!(done.origin.steps().last(), Some(&Step::EnvironmentVariable("A".into())));
}

#[test]
fn hostile_nesting_and_growth_end_soon() {
    let deep = format!("{}{}", "${".repeat(100_000), "}".repeat(100_000));
    assert!(resolve(&deep, &[]).is_err());
    let open = "${".repeat(100_000);
    assert_eq!(resolve(&open, &[]).unwrap(), open);
    let names: Vec<(String, String)> =
        (0..64).map(|n| (format!("a{n}"), format!("${{a{0}}}${{a{0}}}", n + 1))).collect();
    let mut known: Vec<(&str, &str)> = names.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    known.push(("a64", "x"));
    assert_eq!(resolve("${a0}", &known).unwrap_err(), PlaceholderError::TooLarge.to_string());
    // Each of a hundred thousand levels would copy what the innermost one gives.
    let long = "x".repeat(100_000);
    let mut chain: Vec<(String, String)> =
        (0..100_000).map(|n| (format!("a{n}"), format!("-${{a{}}}", n + 1))).collect();
    chain.push(("a100000".to_owned(), long));
    let known: Vec<(&str, &str)> = chain.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(resolve("${a0}", &known).unwrap_err(), PlaceholderError::TooLarge.to_string());
}

proptest! {
    #[test]
    fn texts_without_a_prefix_are_left_alone(text in "[^$]*") {
        prop_assert_eq!(resolve(&text, &[]).unwrap(), text);
    }

    #[test]
    fn never_panics(text in "[${}:a-c ]{0,60}") {
        let known = [("a", "${b:x}"), ("b", "1"), ("c", "${a}${c}")];
        drop(resolve(&text, &known));
        drop(resolve_leniently_or_error(&text, &known));
    }
}

fn resolve_leniently_or_error(text: &str, known: &[(&str, &str)]) -> Result<String, String> {
    resolve_with(&Placeholders::standard("configurer", true), text, known)
}
