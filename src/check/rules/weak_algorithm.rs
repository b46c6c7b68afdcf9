//! Encryption that is broken.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;
use crate::spring::beans::{BeanDefinition, ValueNode};
use crate::spring::jasypt::Algorithm;

pub(in crate::check) const RULE: Rule = Rule {
    name: "weak-algorithm",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "Secrets are encrypted with DES, Triple-DES, RC2 or RC4, and a key made with MD5 or SHA-1.",
        why: "jasypt's default, PBEWithMD5AndDES, has 56 bits of key and a thousand rounds: who has the file \
              tries all of them. It keeps a secret from a glance, not from an attacker.",
        example: "<bean class=\"org.jasypt.encryption.pbe.StandardPBEStringEncryptor\"> without an algorithm",
        fix: "Set algorithm to PBEWITHHMACSHA512ANDAES_256 and ivGeneratorClassName to \
              org.jasypt.iv.RandomIvGenerator, and encrypt the values again: busboot encrypt --algorithm \
              PBEWITHHMACSHA512ANDAES_256.",
    },
    finder: Finder::Own(check),
};

/// Names of properties that choose the algorithm.
const CHOOSING: [&str; 3] = ["algorithm", "algorithmEnvName", "algorithmSysPropertyName"];

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let beans: Vec<&BeanDefinition> =
        subject.definitions().filter(|bean| is_of(bean, "org.jasypt.")).collect();
    let chosen = beans.iter().any(|bean| CHOOSING.iter().any(|name| bean.property(name).is_some()));
    for bean in beans {
        if let Some((name, span)) = written(bean) {
            if Algorithm::by_name(name).is_ok_and(|algorithm| !algorithm.needs_iv()) {
                found.push(weak(name, span));
            }
        } else if !chosen
            && is_of(bean, "org.jasypt.encryption.pbe.")
            && !is_of(bean, "org.jasypt.encryption.pbe.config.")
        {
            let span = bean.class.as_ref().map_or(bean.span, |class| class.span);
            found.push(weak(Algorithm::default().name(), span).note("it is jasypt's default"));
        }
    }
}

fn is_of(bean: &BeanDefinition, package: &str) -> bool {
    bean.class.as_ref().is_some_and(|class| class.text.starts_with(package))
}

/// The algorithm that a bean names in so many words.
fn written(bean: &BeanDefinition) -> Option<(&str, Span)> {
    match &bean.property("algorithm")?.value {
        ValueNode::Text(text) => Some((&text.text.text, text.text.span)),
        _ => None,
    }
}

fn weak(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(RULE.name, format!("{name} is weak: who has the file can find the secrets"))
        .at(span, "")
        .help(
            "use PBEWITHHMACSHA512ANDAES_256 with ivGeneratorClassName org.jasypt.iv.RandomIvGenerator, and encrypt \
             the values again",
        )
}
