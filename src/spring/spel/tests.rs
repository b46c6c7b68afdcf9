use proptest::prelude::*;

use super::*;

fn fault(text: &str) -> String {
    Template::parse(text).unwrap_err().to_string()
}

#[test]
fn texts_and_expressions_take_turns() {
    let template = Template::parse("a#{1+1}b").unwrap();
    assert_eq!(template.parts.len(), 3);
    assert_eq!(template.parts.first(), Some(&Part::Literal("a".to_owned())));
    assert!(matches!(
        template.parts.get(1),
        Some(Part::Expression(Node { at: 1, syntax: Syntax::Binary(BinaryOperator::Plus, ..) }))
    ));
}

#[test]
fn faults_are_told_in_springs_words() {
    for (text, message) in [
        ("#{1+}", "Expression [1+] @1: EL1042E: Problem parsing right operand"),
        ("a#{1", "Expression [a#{1] @1: No ending suffix '}' for expression starting at character 1: #{1"),
        ("#{}", "Expression [#{}] @0: No expression defined within delimiter '#{}' at character 0"),
        (
            "#{1 2}",
            "EL1041E: After parsing a valid expression, there is still more data in the expression: '2'",
        ),
        (
            "#{(1]}",
            "Expression [#{(1]}] @4: Found closing ']' at position 4 but most recent opening is '(' at position 2",
        ),
        ("#{a.}", "Expression [a.] @1: EL1044E: Unexpectedly ran out of input"),
        ("#{()}", "No node"),
        ("#{é}", "Cannot handle (233) 'é'"),
        ("#{a|b}", "Expression [a|b] @1: EL1069E: Missing expected character '|'"),
        ("#{99999999999}", "For input string: \"99999999999\""),
    ] {
        assert_eq!(fault(text), message, "{text}");
    }
}

#[test]
fn deep_nesting_ends_in_an_error() {
    let deep = format!("#{{{}1{}}}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(Template::parse(&deep), Err(ParseError::TooDeep));
    let minus = format!("#{{{}1}}", "- ".repeat(100_000));
    assert_eq!(Template::parse(&minus), Err(ParseError::TooDeep));
}

proptest! {
    #[test]
    fn never_panics(text in "[#{}()\\[\\]'\"a-c0-9.+*?:@!&|<>= T]{0,40}") {
        drop(Template::parse(&format!("#{{{text}}}")));
        drop(Template::parse(&text));
    }
}
