//! Expressions in a root: what nests, multiplies, searches without end, or would give a secret away.

use crate::{BUS, Outcome, Root};

fn named(expression: &str) -> Outcome {
    Root::of_name(&format!("#{{{expression}}}")).show()
}

#[test]
fn nesting_and_length_end_in_a_refusal() {
    let many = 100_000;
    named(&format!("{}1{}", "(".repeat(many), ")".repeat(many))).is_refused("spel-unsupported", "50 deep");
    named(&format!("{}1{}", "{".repeat(many), "}".repeat(many))).is_refused("spel-unsupported", "50 deep");
    named(&format!("{}true", "!".repeat(many))).is_refused("spel-unsupported", "50 deep");
    named(&format!("bus{}1{}", "[".repeat(many), "]".repeat(many))).is_refused("spel-unsupported", "");
    named(&vec!["1"; many].join("+")).is_refused("spel-unsupported", "1000 operators");
    named(&format!("true{}", "?1:true".repeat(many))).is_refused("spel-unsupported", "");
    for open in ["(", "{", "[", "T(", "bus.?[", "new ", "@"] {
        named(&open.repeat(10_000)).is_refused("spel-syntax", "");
    }
}

#[test]
fn texts_and_lists_that_multiply_end_in_a_refusal() {
    // A list is shared, but whoever asks it something may go over all of it.
    let items = "<value>x</value>".repeat(20_000);
    let sizes = vec!["l.size()"; 900].join(",");
    let asking = format!(
        "<util:list id=\"m\">{}</util:list>",
        format!("<value>#{{{{{sizes}}}.size()}}</value>").repeat(8)
    );
    Root::of_beans(&format!("<util:list id=\"l\">{items}</util:list>{asking}{BUS}"))
        .show()
        .is_refused("context-limit", "");
    let list = "'a'.split('')".to_owned() + &".![{#this,#this,#this,#this}]".repeat(30);
    named(&list).is_refused("spel-unsupported", "5000000 parts");
    named("new int[2147483647]").is_refused("spel-unsupported", "");
    named("'a'.repeat(2147483647)").is_refused("spel-error", "");
    named("T(String).format('%2147483647d', 1)").is_refused("spel-unsupported", "");
}

#[test]
fn patterns_take_no_longer_than_others() {
    let text = "a".repeat(500);
    for pattern in ["(a*)*b", "(a|aa)+$b", "(a|a?)+b", "(a{1,20}){1,20}b"] {
        named(&format!("'{text}' matches '{pattern}'")).name_is("false");
    }
    named("'a'.repeat(65000).replaceAll('a(?:.*b)?', 'x')")
        .is_refused("spel-unsupported", "the pattern a(?:.*b)?");
    named("'a'.repeat(16000000).lastIndexOf('b' + 'a'.repeat(9000000), 15999999)").name_is("-1");
    named("T(String).format('%1$.0s'.repeat(2000000), 'a'.repeat(16000000))")
        .is_refused("spel-unsupported", "");
    named("'a'.repeat(16000000).indexOf('a', 15999999)").name_is("15999999");
    named("'a' matches '((a{99}){99}){99}'").is_refused("spel-unsupported", "");
    named(&format!("'a' matches '{}a{}'", "(".repeat(300), ")".repeat(300)))
        .is_refused("spel-unsupported", "");
}

#[test]
fn a_secret_stays_one_in_bytes_and_characters() {
    let bus = |expression: &str| {
        let name = BUS.replace("value=\"bus\"", &format!("value=\"#{{{expression}}}\""));
        let secret = "<bean id=\"secret\" class=\"java.util.Properties\"/>";
        Root::of_beans(&format!("{secret}{}{name}", crate::CONFIGURER))
            .with("a.properties", "password=open-sesame\n")
            .show()
    };
    for expression in [
        "'${password}'",
        "new String('${password}'.getBytes())",
        "new String('${password}'.getBytes(), 'ISO-8859-1')",
        "T(java.util.Base64).getEncoder().encodeToString('${password}'.getBytes())",
        "'${password}'.charAt(0)",
        "'${password}'.getBytes()[0]",
        "{'${password}'.charAt(0), '${password}'.charAt(1)}[1]",
        "'${password}'.getBytes().![#this][1]",
        "'${password}'.split('-')[0]",
        "'${password}'.substring(1)",
    ] {
        let shown = bus(expression);
        assert_eq!(shown.code, 0, "{expression}: {}", shown.start());
        shown.name_is("***");
    }
    for expression in [
        "T(java.util.UUID).fromString('${password}')",
        "'a'.getBytes('${password}')",
        "new String('a'.getBytes(), '${password}')",
        "T(java.lang.Integer).parseInt('${password}')",
    ] {
        let refused = bus(expression);
        assert_eq!(refused.code, 1, "{expression}: {}", refused.start());
        for said in [&refused.stdout, &refused.stderr] {
            assert!(!said.contains("open-sesame"), "{expression}: {}", refused.start());
        }
    }
}
