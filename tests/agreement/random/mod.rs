//! `busboot show --as-spring` against the real Spring on roots that chance makes: from `roots.grammar`, and from the
//! kept fixtures with mistakes in them.
//!
//! `BUSBOOT_CASES` is how many, `BUSBOOT_SEED` which ones; both are printed. With `BUSBOOT_KEEP` set to a folder, each
//! difference is made small and written there, ready to become a folder of `fixtures/spring`.

mod dice;
mod grammar;
mod mutation;
mod root;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::spring::{answer_of_busboot, answers_of_spring, difference};
use dice::Dice;
use grammar::Grammar;
use root::Root;

/// Of a hundred roots so many must agree; by hand, more is asked with `BUSBOOT_LEAST=100`.
const LEAST: u64 = 95;

/// Rounds of making differences smaller; each asks Spring once, about all of them.
const ROUNDS: usize = 12;

#[test]
fn roots_of_chance_come_out_as_spring_has_them() {
    let (count, seed) = (number("BUSBOOT_CASES", 300), number("BUSBOOT_SEED", 1));
    let least = number("BUSBOOT_LEAST", LEAST);
    let roots = roots(usize::try_from(count).unwrap(), seed);
    let differing = differing(&roots);
    let agreed = roots.len() - differing.len();
    writeln!(std::io::stdout(), "agreement random: {agreed} of {} (BUSBOOT_SEED={seed})", roots.len())
        .unwrap();
    if let Some(keep) = std::env::var_os("BUSBOOT_KEEP") {
        let found = differing.iter().map(|(at, _)| roots[*at].clone()).collect();
        for (at, root) in smallest(found).iter().enumerate() {
            root.write(&PathBuf::from(&keep).join(format!("random-{seed}-{at}")));
        }
    }
    let texts: Vec<&str> = differing.iter().map(|(_, difference)| difference.as_str()).collect();
    assert!(agreed as u64 * 100 >= count * least, "{} differences:\n{}", texts.len(), texts.join("\n"));
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("a number"))
}

fn roots(count: usize, seed: u64) -> Vec<Root> {
    let grammar = Grammar::new(include_str!("roots.grammar"));
    let fixtures = fixtures();
    let mut dice = Dice::new(seed);
    let root = |_| {
        let mut root = if dice.percent(60) {
            Root::new(&grammar.text("root", &mut dice))
        } else {
            dice.pick(&fixtures).clone()
        };
        let mistakes = if dice.percent(50) { dice.below(4) } else { 0 };
        for _ in 0..mistakes {
            mutation::mutate(&mut root, &mut dice);
        }
        root
    };
    (0..count).map(root).collect()
}

/// The kept roots that are text.
fn fixtures() -> Vec<Root> {
    let spring = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/spring");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(spring).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.iter().filter_map(|folder| Root::read(folder)).collect()
}

/// The roots that the two sides disagree on, by their place, with what differs.
fn differing(roots: &[Root]) -> Vec<(usize, String)> {
    let scratch = tempfile::tempdir().unwrap();
    for (at, root) in roots.iter().enumerate() {
        root.write(&scratch.path().join(format!("{at:06}")));
    }
    let answers = answers_of_spring(scratch.path());
    let difference = |(at, (case, spring)): (usize, (&String, &serde_json::Value))| {
        let busboot = answer_of_busboot(&scratch.path().join(case));
        Some((at, format!("{case}: {}", difference(spring, &busboot)?)))
    };
    answers.iter().enumerate().filter_map(difference).collect()
}

/// The same differences in fewer lines.
fn smallest(mut roots: Vec<Root>) -> Vec<Root> {
    for _ in 0..ROUNDS {
        let smaller: Vec<(usize, Root)> = roots
            .iter()
            .enumerate()
            .flat_map(|(at, root)| root.smaller().into_iter().map(move |smaller| (at, smaller)))
            .collect();
        let tried: Vec<Root> = smaller.iter().map(|(_, root)| root.clone()).collect();
        let mut progress = false;
        let mut done = vec![false; roots.len()];
        for (found, _) in differing(&tried) {
            let (at, root) = &smaller[found];
            if !std::mem::replace(&mut done[*at], true) {
                roots[*at] = root.clone();
                progress = true;
            }
        }
        if !progress {
            break;
        }
    }
    roots
}
