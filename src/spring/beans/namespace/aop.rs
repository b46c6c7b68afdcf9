//! The `aop` namespace (Spring's `AopNamespaceHandler`, `ConfigBeanDefinitionParser`), as far as an outline shows it.

use crate::spring::xml::Element;

use super::super::definition::{BeanDefinition, Spanned};
use super::super::reader::{Fault, Reader, text_of};
use super::super::text::has_text;
use super::context::configurer_aspect;
use super::sketch::{effects, is_true, sketch};
use super::{Outcome, unknown};

/// The one bean that makes proxies; several elements ask for it.
const PROXY_CREATOR: &str = "org.springframework.aop.config.internalAutoProxyCreator";

/// Its classes; one that stands later replaces one that stands earlier.
const PROXY_CREATORS: [&str; 3] = [
    "org.springframework.aop.framework.autoproxy.InfrastructureAdvisorAutoProxyCreator",
    "org.springframework.aop.aspectj.autoproxy.AspectJAwareAdvisorAutoProxyCreator",
    "org.springframework.aop.aspectj.annotation.AnnotationAwareAspectJAutoProxyCreator",
];

/// Whether a class of the proxy creator replaces another.
pub(in crate::spring::beans) fn outranks(class: &str, other: &str) -> bool {
    let rank = |class| PROXY_CREATORS.iter().position(|known| *known == class);
    rank(class) > rank(other)
}

/// Reads one element.
pub(super) fn read(reader: &mut Reader<'_>, element: Element<'_>) -> Outcome {
    match element.local() {
        "config" => effects(read_config(reader, element)),
        "aspectj-autoproxy" => {
            let [_, _, class] = PROXY_CREATORS;
            let creator = proxy_creator(element, class);
            let includes = element.elements().next().is_some();
            effects(vec![if includes { creator.with("includePatterns") } else { creator }])
        }
        "spring-configured" => effects(vec![configurer_aspect(element)]),
        _ => unknown(reader, element),
    }
}

/// The proxy creator that an element asks for where no annotations count.
pub(super) fn plain_proxy_creator(element: Element<'_>) -> BeanDefinition {
    let [class, _, _] = PROXY_CREATORS;
    proxy_creator(element, class)
}

fn proxy_creator(element: Element<'_>, class: &str) -> BeanDefinition {
    let creator = sketch(element, class).called(PROXY_CREATOR).with("order");
    let flags = [("proxy-target-class", "proxyTargetClass"), ("expose-proxy", "exposeProxy")];
    flags.iter().fold(creator, |creator, (attribute, property)| {
        if is_true(text_of(element, attribute)) { creator.with(property) } else { creator }
    })
}

/// The proxy that takes the place of the bean that `scoped-proxy` stands in.
pub(super) fn scoped_proxy(element: Element<'_>) -> BeanDefinition {
    let proxy =
        sketch(element, "org.springframework.aop.scope.ScopedProxyFactoryBean").with("targetBeanName");
    let written = element.attribute("proxy-target-class");
    // The schema's default is true.
    if written.is_none_or(|attribute| is_true(&attribute.value)) {
        proxy
    } else {
        proxy.with("proxyTargetClass")
    }
}

fn read_config(reader: &mut Reader<'_>, config: Element<'_>) -> Vec<BeanDefinition> {
    let [_, class, _] = PROXY_CREATORS;
    let mut beans = vec![proxy_creator(config, class)];
    for child in config.elements() {
        match child.local() {
            "pointcut" => beans.extend(pointcut(reader, child)),
            "advisor" => beans.extend(advisor(reader, child)),
            "aspect" => read_aspect(reader, child, &mut beans),
            _ => {}
        }
    }
    beans
}

fn pointcut(reader: &mut Reader<'_>, element: Element<'_>) -> Option<BeanDefinition> {
    let mut pointcut =
        sketch(element, "org.springframework.aop.aspectj.AspectJExpressionPointcut").with("expression");
    pointcut.scope = Some(Spanned { text: "prototype".to_owned(), span: element.start_tag() });
    identified(reader, element, pointcut)
}

fn advisor(reader: &mut Reader<'_>, element: Element<'_>) -> Option<BeanDefinition> {
    if !has_text(text_of(element, "advice-ref")) {
        reader.problem(element, &Fault::Attributes("'advice-ref' attribute contains empty value."));
    }
    let mut advisor = sketch(element, "org.springframework.aop.support.DefaultBeanFactoryPointcutAdvisor")
        .with("adviceBeanName");
    if element.attribute("order").is_some() {
        advisor = advisor.with("order");
    }
    reader.enter(format!("Advisor '{}'", text_of(element, "id")));
    check_pointcut(reader, element);
    reader.leave();
    identified(reader, element, advisor.with("pointcut"))
}

fn read_aspect(reader: &mut Reader<'_>, aspect: Element<'_>, beans: &mut Vec<BeanDefinition>) {
    let (id, target) = (text_of(aspect, "id"), text_of(aspect, "ref"));
    let name = if has_text(id) { format!("id='{id}'") } else { format!("ref='{target}'") };
    reader.enter(format!("Aspect: {name}"));
    for parents in aspect.elements().filter(|child| child.local() == "declare-parents") {
        beans.extend(declared_parents(reader, parents));
    }
    let is_advice = |child: &Element<'_>| {
        ["before", "after", "after-returning", "after-throwing", "around"].contains(&child.local())
    };
    for (number, advice) in aspect.elements().filter(is_advice).enumerate() {
        if number == 0 && !has_text(target) {
            let sentence =
                "<aspect> tag needs aspect bean reference via 'ref' attribute when declaring advices.";
            reader.problem(aspect, &Fault::Attributes(sentence));
        }
        reader.enter(format!("Advice ({})", advice.local()));
        check_pointcut(reader, advice);
        reader.leave();
        let mut advisor =
            sketch(advice, "org.springframework.aop.aspectj.AspectJPointcutAdvisor").with_arguments(1);
        if aspect.attribute("order").is_some() {
            advisor = advisor.with("order");
        }
        beans.extend(generated(reader, advisor));
    }
    for child in aspect.elements().filter(|child| child.local() == "pointcut") {
        beans.extend(pointcut(reader, child));
    }
    reader.leave();
}

fn declared_parents(reader: &mut Reader<'_>, element: Element<'_>) -> Option<BeanDefinition> {
    if has_text(text_of(element, "default-impl")) == has_text(text_of(element, "delegate-ref")) {
        let sentence = "Exactly one of the default-impl or delegate-ref attributes must be specified";
        reader.problem(element, &Fault::Attributes(sentence));
    }
    let parents = sketch(element, "org.springframework.aop.aspectj.DeclareParentsAdvisor").with_arguments(3);
    generated(reader, parents)
}

fn check_pointcut(reader: &mut Reader<'_>, element: Element<'_>) {
    let sentence = match (element.attribute("pointcut"), element.attribute("pointcut-ref")) {
        (Some(_), Some(_)) => "Cannot define both 'pointcut' and 'pointcut-ref' on <advisor> tag.",
        (None, None) => "Must define one of 'pointcut' or 'pointcut-ref' on <advisor> tag.",
        (None, Some(name)) if !has_text(&name.value) => "'pointcut-ref' attribute contains empty value.",
        _ => return,
    };
    reader.problem(element, &Fault::Attributes(sentence));
}

fn identified(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    definition: BeanDefinition,
) -> Option<BeanDefinition> {
    let id = text_of(element, "id");
    if has_text(id) { Some(definition.called(id)) } else { generated(reader, definition) }
}

/// The definition under a name that Spring generates.
pub(super) fn generated(reader: &mut Reader<'_>, definition: BeanDefinition) -> Option<BeanDefinition> {
    let name = reader.generated_name(&definition)?;
    Some(definition.called(&name))
}
