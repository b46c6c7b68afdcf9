//! Which constructor or factory method fits the arguments, and what it is given (`ConstructorResolver`).

use crate::diagnostic::Diagnostic;
use crate::source::{Span, Traced};

use super::super::catalog::JavaType;
use super::super::classes::{Parameters, binary_name};
use super::super::definition::Definition;
use super::super::fault::{Outcome, with_origin};
use super::super::object::Object;
use super::BeanFactory;

/// Found a way to call it: what it takes, what it gets.
pub(super) type Chosen = (Parameters, Vec<Traced<Object>>);

/// A constructor argument with its value.
#[derive(Debug)]
pub(super) struct Holder {
    index: Option<usize>,
    name: Option<String>,
    type_name: Option<String>,
    value: Traced<Object>,
    span: Span,
}

impl Holder {
    pub(super) fn into_value(self) -> Traced<Object> {
        self.value
    }
}

impl BeanFactory<'_> {
    /// The constructor that fits best, its arguments converted.
    pub(super) fn choose_constructor(
        &mut self,
        definition: &Definition,
        class: &str,
        candidates: Vec<Parameters>,
        autowiring: bool,
    ) -> Outcome<Chosen> {
        let (holders, least) = self.resolve_arguments(definition)?;
        match self.choose(definition, candidates, &holders, least, autowiring)? {
            Some((_, chosen)) => Ok(chosen),
            None => {
                let message = format!(
                    "Could not resolve matching constructor on bean class [{class}] (hint: specify index/type/name \
                     arguments for simple parameters to avoid type ambiguities)"
                );
                Err(Box::new(
                    Diagnostic::error(
                        "constructor-missing",
                        format!("no constructor of {class} takes these arguments"),
                    )
                    .at(definition.name_span, "this bean")
                    .spring(self.creation_text(definition, &message))
                    .help("give as many <constructor-arg> as one of its constructors takes"),
                ))
            }
        }
    }

    /// The values of all arguments, and how many parameters a candidate must have at least.
    pub(super) fn resolve_arguments(&mut self, definition: &Definition) -> Outcome<(Vec<Holder>, usize)> {
        let mut holders = Vec::with_capacity(definition.arguments.len());
        let mut least = definition.arguments.len();
        let (indexed, generic): (Vec<_>, Vec<_>) =
            definition.arguments.iter().partition(|argument| argument.index.is_some());
        for argument in indexed.into_iter().chain(generic) {
            self.subject = "constructor argument".to_owned();
            let value = self.resolve(&argument.value, definition)?;
            if let Some(index) = argument.index {
                least = least.max(index + 1);
            }
            holders.push(Holder {
                index: argument.index,
                name: argument.name.as_ref().map(|name| name.text.clone()).filter(|name| !name.is_empty()),
                type_name: argument
                    .type_name
                    .as_ref()
                    .map(|name| name.text.clone())
                    .filter(|name| !name.is_empty()),
                value,
                span: argument.span,
            });
        }
        Ok((holders, least))
    }

    /// The candidate with the least difference between arguments and parameters, and its place in the list.
    pub(super) fn choose(
        &mut self,
        definition: &Definition,
        candidates: Vec<Parameters>,
        holders: &[Holder],
        least: usize,
        autowiring: bool,
    ) -> Outcome<Option<(usize, Chosen)>> {
        let mut order: Vec<(usize, Parameters)> = candidates.into_iter().enumerate().collect();
        let is_private = |parameters: &Parameters| parameters.iter().any(|(name, _)| name.starts_with('-'));
        order.sort_by_key(|(_, parameters)| (is_private(parameters), std::cmp::Reverse(parameters.len())));
        let mut best: Option<(i64, usize, Chosen)> = None;
        let mut cause = None;
        for (place, parameters) in order {
            if best.as_ref().is_some_and(|(_, _, (chosen, _))| chosen.len() > parameters.len()) {
                break;
            }
            if parameters.len() < least {
                continue;
            }
            match self.fit(definition, &parameters, holders, autowiring) {
                Ok((raw, arguments)) => {
                    let weight = self.weight(&parameters, &raw, &arguments);
                    if best.as_ref().is_none_or(|(known, ..)| weight < *known) {
                        best = Some((weight, place, (parameters, arguments)));
                    }
                }
                Err(fault) => cause = Some(fault),
            }
        }
        match (best, cause) {
            (Some((_, place, chosen)), _) => Ok(Some((place, chosen))),
            (None, Some(fault)) => Err(fault),
            (None, None) => Ok(None),
        }
    }

    /// Arguments for one candidate: as they are, and converted.
    fn fit(
        &mut self,
        definition: &Definition,
        parameters: &Parameters,
        holders: &[Holder],
        autowiring: bool,
    ) -> Outcome<(Vec<Object>, Vec<Traced<Object>>)> {
        let mut used = vec![false; holders.len()];
        let (mut raw, mut converted) = (Vec::new(), Vec::new());
        for (index, parameter @ (name, required)) in parameters.iter().enumerate() {
            let direct = self.direct_match(index, name, required, holders, &used);
            let untyped = || {
                let free = |at: &usize| {
                    let holder = holders.get(*at);
                    used.get(*at) == Some(&false)
                        && holder.is_some_and(|holder| {
                            holder.index.is_none() && holder.name.is_none() && holder.type_name.is_none()
                        })
                };
                (!autowiring || parameters.len() == holders.len())
                    .then(|| (0..holders.len()).find(free))
                    .flatten()
            };
            let Some(at) = direct.or_else(untyped) else {
                let value = self.autowired_argument(definition, index, parameter, autowiring)?;
                raw.push(value.value.clone());
                converted.push(value);
                continue;
            };
            if let Some(flag) = used.get_mut(at) {
                *flag = true;
            }
            let Some(holder) = holders.get(at) else { continue };
            raw.push(holder.value.value.clone());
            converted.push(self.converted_argument(definition, index, holder, required)?);
        }
        Ok((raw, converted))
    }

    /// `getArgumentValue`: the argument of this index, else the first one whose name, type and value fit.
    fn direct_match(
        &self,
        index: usize,
        name: &str,
        required: &JavaType,
        holders: &[Holder],
        used: &[bool],
    ) -> Option<usize> {
        let type_fits =
            |holder: &Holder| holder.type_name.as_ref().is_none_or(|given| matches_type(required, given));
        let name_fits =
            |holder: &Holder| holder.name.as_ref().is_none_or(|given| name.is_empty() || given == name);
        let indexed = holders
            .iter()
            .position(|holder| holder.index == Some(index) && type_fits(holder) && name_fits(holder));
        indexed.or_else(|| {
            holders.iter().enumerate().position(|(at, holder)| {
                holder.index.is_none()
                    && used.get(at) == Some(&false)
                    && name_fits(holder)
                    && type_fits(holder)
                    && (holder.name.is_some()
                        || holder.type_name.is_some()
                        || self.converter().is_assignable(required, &holder.value.value))
            })
        })
    }

    fn converted_argument(
        &self,
        definition: &Definition,
        index: usize,
        holder: &Holder,
        required: &JavaType,
    ) -> Outcome<Traced<Object>> {
        let converted = self.converter().convert(None, &holder.value, required);
        converted.map(|value| Traced::new(value, holder.value.origin.clone())).map_err(|error| {
            let class = holder.value.value.class_name(&self.heap);
            let class = class.as_deref().unwrap_or("null");
            let nested = self.mismatch_of_value(&holder.value, required, &error);
            let message = format!(
                "Unsatisfied dependency expressed through {} parameter {index}: Could not convert argument value of type \
                 [{class}] to required type [{}]: {nested}",
                if definition.factory_method.is_some() { "method" } else { "constructor" },
                binary_name(&required.to_string()),
            );
            let method = definition.factory_method.as_ref().map(|method| method.value.reveal().to_owned());
            let message = match method {
                Some(method) => message.replacen("through method", &format!("through method '{method}'"), 1),
                None => message,
            };
            let found = Diagnostic::error("type-mismatch", format!("a constructor argument doesn't fit: {}", error.text))
                .spring(self.creation_text(definition, &message))
                .help(format!("write a value that is a {required}"));
            let found = with_origin(found, &holder.value.origin, "this value");
            Box::new(if found.labels.is_empty() { found.at(holder.span, "this argument") } else { found })
        })
    }

    fn mismatch_of_value(
        &self,
        value: &Traced<Object>,
        required: &JavaType,
        error: &super::super::convert::ConversionError,
    ) -> String {
        let class = value.value.class_name(&self.heap);
        let class = class.as_deref().unwrap_or("null");
        format!(
            "Failed to convert value of type '{class}' to required type '{required}'; nested exception is {}: {}",
            error.exception, error.text
        )
    }

    /// `getTypeDifferenceWeight`: of converted and of raw arguments, the latter preferred.
    fn weight(&self, parameters: &Parameters, raw: &[Object], converted: &[Traced<Object>]) -> i64 {
        let weigh = |values: &mut dyn Iterator<Item = &Object>| -> i64 {
            let mut total = 0;
            for ((_, required), value) in parameters.iter().zip(values) {
                if !self.converter().is_assignable(required, value) {
                    return i64::from(i32::MAX);
                }
                total += self.classes.distance(required, value.class_name(&self.heap).as_deref());
            }
            total
        };
        let plain = weigh(&mut converted.iter().map(|value| &value.value));
        let unconverted = weigh(&mut raw.iter()) - 1024;
        plain.min(unconverted)
    }
}

/// `ClassUtils.matchesTypeName`.
fn matches_type(required: &JavaType, given: &str) -> bool {
    let name = required.to_string();
    name == given || name.rsplit('.').next() == Some(given)
}
