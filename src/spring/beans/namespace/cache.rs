//! The `cache` namespace (Spring's `CacheNamespaceHandler`), as far as an outline shows it.

use crate::spring::xml::Element;

use super::super::definition::BeanDefinition;
use super::super::reader::{Fault, Reader, qualified_name, text_of};
use super::super::text::has_text;
use super::aop::{generated, plain_proxy_creator};
use super::sketch::{effects, sketch};
use super::{Naming, Outcome, definition_of, unknown};

const ADVISOR: &str = "org.springframework.cache.config.internalCacheAdvisor";
const ASPECT: &str = "org.springframework.cache.config.internalCacheAspect";
const INTERCEPTOR: &str = "org.springframework.cache.interceptor.CacheInterceptor";

/// Reads one element.
pub(super) fn read(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> Outcome {
    match element.local() {
        "annotation-driven" if text_of(element, "mode") == "aspectj" => {
            let aspect = sketch(element, "org.springframework.cache.aspectj.AnnotationCacheAspect")
                .called(ASPECT)
                .made_by("aspectOf");
            effects(vec![with_key_generator(with_resolution(aspect, element), element)])
        }
        "annotation-driven" => effects(annotation_driven(reader, element)),
        "advice" => {
            if let Some(operation) = with_two_keys(reader, element) {
                return clash(reader, operation);
            }
            let interceptor = definition_of(reader, element, containing, INTERCEPTOR).with("cacheManager");
            let own = with_key_generator(interceptor, element).with("cacheOperationSources");
            let own = Some((Box::new(own), Naming::Written(String::new())));
            Outcome::Foreign { own, others: Vec::new() }
        }
        _ => unknown(reader, element),
    }
}

/// The first operation of `cache:caching` that has both a key and a generator of keys.
fn with_two_keys<'d>(reader: &Reader<'_>, advice: Element<'d>) -> Option<Element<'d>> {
    let two = |caching: Element<'d>, operation: Element<'d>| {
        let either = |name| [operation, caching].iter().any(|element| has_text(text_of(*element, name)));
        either("key") && either("key-generator")
    };
    reader.children(advice, "caching").find_map(|caching| {
        let kinds = ["cacheable", "cache-evict", "cache-put"].into_iter();
        kinds
            .flat_map(|kind| reader.children(caching, kind).collect::<Vec<_>>())
            .find(|operation| two(caching, *operation))
    })
}

fn clash(reader: &mut Reader<'_>, operation: Element<'_>) -> Outcome {
    let sentence = format!(
        "Invalid cache advice configuration on '[{}: null]'. Both 'key' and 'keyGenerator' attributes have been set. \
         These attributes are mutually exclusive: either set the SpEL expression used tocompute the key at runtime or \
         set the name of the KeyGenerator bean to use.",
        qualified_name(operation)
    );
    reader.exception(operation.start_tag(), &Fault::NamespaceMisused(sentence));
    Outcome::Nothing
}

fn annotation_driven(reader: &mut Reader<'_>, element: Element<'_>) -> Vec<BeanDefinition> {
    let mut beans = vec![plain_proxy_creator(element)];
    if reader.sink.contains(ADVISOR) {
        return beans;
    }
    let source = sketch(element, "org.springframework.cache.annotation.AnnotationCacheOperationSource");
    beans.extend(generated(reader, source));
    let interceptor = with_resolution(sketch(element, INTERCEPTOR), element);
    let interceptor = interceptor.with_text_of(element, &[("error-handler", "errorHandler")]);
    let interceptor = with_key_generator(interceptor, element).with("cacheOperationSources");
    beans.extend(generated(reader, interceptor));
    let advisor =
        sketch(element, "org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor")
            .called(ADVISOR)
            .with("cacheOperationSource")
            .with("adviceBeanName");
    beans.push(if element.attribute("order").is_some() { advisor.with("order") } else { advisor });
    beans
}

fn with_resolution(definition: BeanDefinition, element: Element<'_>) -> BeanDefinition {
    let resolver = has_text(text_of(element, "cache-resolver"));
    definition.with(if resolver { "cacheResolver" } else { "cacheManager" })
}

fn with_key_generator(definition: BeanDefinition, element: Element<'_>) -> BeanDefinition {
    definition.with_text_of(element, &[("key-generator", "keyGenerator")])
}
