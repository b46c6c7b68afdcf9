//! The `default-..` attributes of `<beans>`, each of which a nested `<beans>` takes over unless it says otherwise.

use crate::spring::xml::Element;

use super::super::definition::{Autowire, Spanned};
use super::super::text::{comma_separated, simple_match};
use super::{token_of, written};

/// What holds for a bean that doesn't say otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct Defaults {
    pub(super) lazy: bool,
    pub(super) merge: bool,
    pub(super) autowire: Autowire,
    pub(super) init_method: Option<Spanned>,
    pub(super) destroy_method: Option<Spanned>,
    autowire_candidates: Option<String>,
}

impl Defaults {
    /// Those of a `<beans>` element inside another.
    pub(super) fn of(beans: Element<'_>, outer: &Self) -> Self {
        let flag = |name, inherited| decided(token_of(beans, name)).map_or(inherited, |text| text == "true");
        Self {
            lazy: flag("default-lazy-init", outer.lazy),
            merge: flag("default-merge", outer.merge),
            autowire: decided(token_of(beans, "default-autowire")).map_or(outer.autowire, autowire_mode),
            init_method: written(beans, "default-init-method").or_else(|| outer.init_method.clone()),
            destroy_method: written(beans, "default-destroy-method").or_else(|| outer.destroy_method.clone()),
            autowire_candidates: beans
                .attribute("default-autowire-candidates")
                .map(|attribute| attribute.value.clone())
                .or_else(|| outer.autowire_candidates.clone()),
        }
    }

    /// Whether a bean of this name that says nothing itself is a candidate for autowiring.
    pub(super) fn is_candidate(&self, bean: &str) -> bool {
        let patterns = self.autowire_candidates.as_deref();
        patterns.is_none_or(|patterns| comma_separated(patterns).any(|pattern| simple_match(pattern, bean)))
    }
}

/// The value unless it is missing or leaves the choice to the defaults.
pub(super) fn decided(value: &str) -> Option<&str> {
    (!value.is_empty() && value != "default").then_some(value)
}

/// The meaning of `autowire`; what isn't known means no autowiring.
pub(super) fn autowire_mode(value: &str) -> Autowire {
    match value {
        "byName" => Autowire::ByName,
        "byType" => Autowire::ByType,
        "constructor" => Autowire::Constructor,
        "autodetect" => Autowire::Autodetect,
        _ => Autowire::No,
    }
}
