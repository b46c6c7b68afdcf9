//! Objects of which no more than the type is known. They may stand in the context, but no value can be taken from them.

use crate::diagnostic::Diagnostic;

use super::super::catalog::JavaType;
use super::super::classes::{Kind, Method};
use super::super::definition::Definition;
use super::super::fault::Outcome;
use super::super::object::{Instance, Object};
use super::BeanFactory;

impl BeanFactory<'_> {
    /// The object that a method or constructor makes, with a note that it isn't known; `maker` is what readers are told.
    pub(super) fn opaque(&mut self, class: &str, maker: &str, definition: &Definition) -> Object {
        let noted =
            Diagnostic::note_only("class-not-modelled", format!("what {maker} gives isn't known here"));
        self.diagnostics.push(noted.at(definition.name_span, "this bean is left as it is"));
        if class == "void" {
            return Object::Null;
        }
        self.unknown_object(class, maker, definition)
    }

    /// An object of which no more than the type is known.
    pub(super) fn unknown_object(&mut self, class: &str, maker: &str, definition: &Definition) -> Object {
        Object::Instance(self.heap.add(Instance {
            bean: definition.name.clone(),
            class: class.into(),
            properties: indexmap::IndexMap::new(),
            arguments: Vec::new(),
            span: definition.span,
            pbe: None,
            made_by: Some(maker.into()),
        }))
    }

    /// Whether no more than the type of the object is known.
    pub(in super::super) fn is_opaque(&self, object: &Object) -> bool {
        matches!(object, Object::Instance(id) if self.heap.get(*id).is_some_and(|known| known.made_by.is_some()))
    }

    /// Whether an object or class may have a method that isn't in the tables.
    pub(super) fn may_have(&self, target: &Object, class: &str, method: &str) -> bool {
        !self.classes.lacks(class, method) || (self.is_opaque(target) && !self.classes.is_concrete(class))
    }

    /// What a method gives that isn't evaluated here, unless it may change what is known of other beans: then it is
    /// refused. `chosen` is the method where its types are known.
    pub(super) fn unknown_result(
        &mut self,
        target: &Object,
        name: &str,
        chosen: Option<&Method>,
        arguments: &[Object],
        definition: &Definition,
    ) -> Outcome<Object> {
        let class = match target {
            Object::Class(class) => class.to_string(),
            object => object.class_name(&self.heap).unwrap_or_default().to_string(),
        };
        let maker = format!("{class}.{name}");
        let returns = chosen.map_or("java.lang.Object", |method| method.returns);
        let changes_argument = (chosen.is_none() || matches!(returns, "void" | "boolean"))
            && arguments.iter().any(|argument| self.may_change(argument));
        let of_jvm = class == "java.lang.System" && returns == "void" && name != "gc";
        let acts = self.classes.undescribed(&class) == Some(Kind::Acting);
        if changes_argument || of_jvm || acts || self.may_change(target) {
            return Err(Box::new(self.not_modelled(&maker, definition)));
        }
        Ok(self.opaque(returns, &maker, definition))
    }

    /// Whether a call can change something that is known of the object.
    fn may_change(&self, object: &Object) -> bool {
        match object {
            Object::Sequence(_) | Object::Map(_) => true,
            Object::Scalar(scalar) => scalar.class.starts_with("java.lang.StringBu"),
            Object::Instance(_) => self.undescribed_in(object).is_none(),
            _ => false,
        }
    }

    /// Whether values of the type are asked for what they hold, wherever a setter takes them.
    pub(super) fn is_read(required: &JavaType) -> bool {
        match required {
            JavaType::Resource | JavaType::Properties => true,
            JavaType::Array(item) => Self::is_read(item),
            _ => false,
        }
    }

    /// Whether an object that isn't known may be given to a setter of a described class: where any object will do,
    /// nothing is asked of it.
    pub(super) fn takes_anything(required: &JavaType) -> bool {
        match required {
            JavaType::Object | JavaType::Map => true,
            JavaType::Array(item) | JavaType::List(item) | JavaType::Set(item) => **item == JavaType::Object,
            _ => false,
        }
    }
}
