//! Placeholders in a root: what nests, multiplies or leads back.

use crate::{BUS, CONFIGURER, Outcome, Root};

/// A bus of this name, and a file of properties.
fn named(name: &str, properties: &str) -> Outcome {
    Root::of_name(name).with("a.properties", properties).show()
}

#[test]
fn nesting_ends_in_a_refusal() {
    let nested = format!("{}{}", "${".repeat(100_000), "}".repeat(100_000));
    named(&nested, "").is_refused("placeholder-limit", "200000 placeholders");
    let defaults = format!("{}{}", "${none:".repeat(100_000), "}".repeat(100_000));
    named(&defaults, "").is_refused("placeholder-limit", "");
    let open = "${".repeat(100_000);
    named(&open, "").name_is(&open);
}

#[test]
fn values_that_lead_to_others_have_no_depth() {
    let chain: String = (0..6_000).map(|n| format!("k{n}=${{k{}}}\n", n + 1)).collect();
    named("${k0}", &format!("{chain}k6000=end")).name_is("end");
    let copying: String = (0..6_000).map(|n| format!("k{n}=-${{k{}}}\n", n + 1)).collect();
    named("${k0}", &format!("{copying}k6000=end")).is_refused("placeholder-limit", "16777216 bytes");
}

#[test]
fn values_that_multiply_end_in_a_refusal() {
    for leaf in ["", "a text of some length"] {
        let doubling: String = (0..60).map(|n| format!("k{n}=${{k{0}}}${{k{0}}}\n", n + 1)).collect();
        named("${k0}", &format!("{doubling}k60={leaf}\n")).is_refused("placeholder-limit", "");
    }
}

#[test]
fn many_texts_that_each_multiply_end_in_a_refusal() {
    // Each stays just below what one text may lead to.
    let doubling: String = (0..14).map(|n| format!("k{n}=${{k{0}}}${{k{0}}}\n", n + 1)).collect();
    let entries: String = (0..1_000).map(|n| format!("<entry key=\"{n}\" value=\"${{k0}}\"/>")).collect();
    let root = Root::of_beans(&format!("{CONFIGURER}{BUS}<util:map id=\"map\">{entries}</util:map>"));
    root.with("a.properties", format!("{doubling}k14=\n")).show().is_refused("context-limit", "");
}

#[test]
fn circles_are_named() {
    named("${a}", "a=${b}\nb=${c:${a}}\n").is_refused("placeholder-cycle", "`a`");
    named("${a}", "a=${${a}}\n").is_refused("placeholder-cycle", "");
    let long: String = (0..6_000).map(|n| format!("k{n}=${{k{}}}\n", (n + 1) % 6_000)).collect();
    named("${k0}", &long).is_refused("placeholder-cycle", "`k0`");
}

#[test]
fn syntax_of_any_kind_ends() {
    for (prefix, suffix) in [("@", "@"), ("${", "}}"), ("a", "aa"), ("[", "]"), ("((", ")")] {
        let settings = format!(
            "<property name=\"placeholderPrefix\" value=\"{prefix}\"/>\
             <property name=\"placeholderSuffix\" value=\"{suffix}\"/>\
             <property name=\"ignoreUnresolvablePlaceholders\" value=\"true\"/></bean>"
        );
        let configurer = CONFIGURER.replace("</bean>", &settings);
        let text = format!("{}{}", prefix.repeat(6_000), suffix.repeat(6_000));
        let shown = Root::of_beans(&format!(
            "{configurer}{}",
            BUS.replace("value=\"bus\"", &format!("value=\"{text}\""))
        ))
        .show();
        if shown.code == 1 {
            shown.is_refused("placeholder-limit", "");
        } else {
            assert!(shown.is_fine()["buses"]["bus"]["properties"]["name"].is_string());
        }
    }
}
