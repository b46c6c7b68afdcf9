//! Which definitions are of which type, without making their beans.

use super::super::object::Object;
use super::BeanFactory;

/// How many factory beans of factory beans are followed.
const MOST_FACTORIES: usize = 50;

const FACTORY_BEAN: &str = "org.springframework.beans.factory.FactoryBean";

impl BeanFactory<'_> {
    /// Names of definitions whose class is or inherits this one; classes that can't be loaded don't count.
    pub(in super::super) fn names_of_type(&self, class: &str) -> Vec<String> {
        let concrete = self.registry.definitions.values().filter(|definition| !definition.is_abstract);
        concrete
            .filter(|definition| self.is_of_type(&definition.name, class))
            .map(|d| d.name.clone())
            .collect()
    }

    /// Whether a definition's class is or inherits this one.
    pub(in super::super) fn is_of_type(&self, name: &str, class: &str) -> bool {
        self.predicted_class(name).is_some_and(|found| self.classes.is_subtype(&found, class))
    }

    /// The class that a definition names, if it exists and no factory method makes the bean.
    pub(super) fn predicted_class(&self, name: &str) -> Option<String> {
        self.predicted_at(name, 0)
    }

    /// The same, `level` factory beans away from the definition that is asked for.
    pub(super) fn predicted_at(&self, name: &str, level: usize) -> Option<String> {
        let definition = self.merged(name).ok().filter(|_| level < MOST_FACTORIES)?;
        if definition.factory_method.is_some() {
            return self.predicted_by_method(&definition, level);
        }
        let class = definition.class.as_ref()?.value.reveal();
        self.classes.exists(class).then(|| class.to_owned())
    }

    pub(super) fn is_factory_bean(&self, object: &Object) -> bool {
        matches!(object, Object::Instance(_))
            && object
                .class_name(&self.heap)
                .is_some_and(|class| self.classes.is_subtype(&class, FACTORY_BEAN))
    }
}
