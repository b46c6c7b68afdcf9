//! Texts from a grammar: `roots.grammar` says how it is written.

use std::collections::HashMap;

use super::dice::Dice;

/// Deeper than this, the first alternative of a rule is taken, which must lead to an end.
const DEEP: usize = 24;

pub(super) struct Grammar {
    /// Alternatives by the name of the rule, one as often as it weighs.
    rules: HashMap<&'static str, Vec<&'static str>>,
}

impl Grammar {
    pub(super) fn new(text: &'static str) -> Self {
        let mut rules: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut rule = "";
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix("  ") {
                None => rule = line,
                Some(alternative) => {
                    let weighed = alternative
                        .split_once("| ")
                        .and_then(|(weight, text)| Some((weight.parse().ok()?, text)));
                    let (weight, text) = weighed.unwrap_or((1, alternative));
                    rules.entry(rule).or_default().extend(std::iter::repeat_n(text, weight));
                }
            }
        }
        Self { rules }
    }

    pub(super) fn text(&self, start: &str, dice: &mut Dice) -> String {
        let mut out = String::new();
        self.expand(start, "", 0, dice, &mut out);
        out
    }

    fn expand(&self, rule: &str, argument: &str, depth: usize, dice: &mut Dice, out: &mut String) {
        let alternatives = self.rules.get(rule).unwrap_or_else(|| panic!("no rule {rule} in the grammar"));
        let chosen = if depth > DEEP { &alternatives[0] } else { dice.pick(alternatives) };
        let mut rest = *chosen;
        while let Some((before, after)) = rest.split_once('⟨') {
            let (call, after) = after.split_once('⟩').expect("⟩ in the grammar");
            out.push_str(&before.replace('¶', "\n"));
            self.call(call, argument, depth, dice, out);
            rest = after;
        }
        out.push_str(&rest.replace('¶', "\n"));
    }

    fn call(&self, call: &str, argument: &str, depth: usize, dice: &mut Dice, out: &mut String) {
        if call == "." {
            return out.push_str(argument);
        }
        let (call, times) = match (call.strip_suffix('?'), call.strip_suffix('*')) {
            (Some(call), _) => (call, dice.below(2)),
            (_, Some(call)) => (call, dice.below(4)),
            _ => (call, 1),
        };
        let (rule, handed) = call.split_once(':').unwrap_or((call, ""));
        let handed = handed.replace('.', argument);
        for _ in 0..times {
            self.expand(rule, &handed, depth + 1, dice, out);
        }
    }
}
