//! The `lang` namespace (Spring's `LangNamespaceHandler`), as far as an outline shows it.

use crate::spring::xml::Element;

use super::super::definition::BeanDefinition;
use super::super::reader::{Fault, Reader, text_of};
use super::super::text::has_text;
use super::sketch::{effects, sketch};
use super::{Naming, Outcome, spanned_text, unknown};

/// Reads one element.
pub(super) fn read(reader: &mut Reader<'_>, element: Element<'_>) -> Outcome {
    let class = match element.local() {
        "groovy" => "org.springframework.scripting.groovy.GroovyScriptFactory",
        "bsh" => "org.springframework.scripting.bsh.BshScriptFactory",
        "std" => "org.springframework.scripting.support.StandardScriptFactory",
        "defaults" => {
            let properties = [
                ("refresh-check-delay", "defaultRefreshCheckDelay"),
                ("proxy-target-class", "defaultProxyTargetClass"),
            ];
            return effects(vec![post_processor(element).with_text_of(element, &properties)]);
        }
        _ => return unknown(reader, element),
    };
    if !has_source(reader, element) {
        return Outcome::Nothing;
    }
    let mut own = sketch(element, class).with_arguments(argument_count(reader, element));
    own.scope = spanned_text(element, "scope");
    reader.read_properties(element, &mut own);
    let own = Some((Box::new(own), Naming::WrittenOrGenerated));
    Outcome::Foreign { own, others: vec![post_processor(element)] }
}

fn post_processor(element: Element<'_>) -> BeanDefinition {
    sketch(element, "org.springframework.scripting.support.ScriptFactoryPostProcessor")
        .called("org.springframework.scripting.config.scriptFactoryPostProcessor")
}

/// Whether exactly one source is given.
fn has_source(reader: &mut Reader<'_>, element: Element<'_>) -> bool {
    let inline = element.elements().any(|child| child.local() == "inline-script");
    let sentence = match (element.attribute("script-source").is_some(), inline) {
        (true, true) => "Only one of 'script-source' and 'inline-script' should be specified.",
        (false, false) => "Must specify either 'script-source' or 'inline-script'.",
        _ => return true,
    };
    reader.problem_at(element.start_tag(), &Fault::Attributes(sentence));
    false
}

/// The engine, the source, the interfaces, the customizer.
fn argument_count(reader: &mut Reader<'_>, element: Element<'_>) -> usize {
    let customizer = element.attribute("customizer-ref").map(|attribute| has_text(&attribute.value));
    if customizer == Some(false) {
        let fault = Fault::Attributes("Attribute 'customizer-ref' has empty value");
        reader.problem_at(element.start_tag(), &fault);
    }
    1 + usize::from(!text_of(element, "engine").is_empty())
        + usize::from(element.attribute("script-interfaces").is_some())
        + usize::from(customizer == Some(true))
}
