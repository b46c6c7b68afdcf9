//! What is to be known beside the steps: nothing that stops a migration.

use std::sync::Arc;

use crate::check::Release;
use crate::spring::context::Bean;

/// That the release and the one before it don't publish to the same of these buses, which moved.
///
/// Rules from CloudStack: until 4.19 `ComponentContext.getComponent` takes the first bean of the type, in the order of
/// the definitions; since 4.20 every bus of `event` is registered.
pub(super) fn several_buses(target: Release, from: Option<&str>, buses: &[Arc<Bean>]) -> Option<String> {
    let [first, others @ ..] = buses else { return None };
    if others.is_empty() {
        return None;
    }
    let first = &first.name;
    let names =
        |buses: &[Arc<Bean>]| buses.iter().map(|bus| bus.name.as_str()).collect::<Vec<_>>().join(", ");
    match (target.has_event_module(), from) {
        (true, Some("core")) => Some(format!(
            "until 4.19 only the first bus gets events: {first}; {target} publishes to all of them: {}. Take out \
             what is to get none",
            names(buses)
        )),
        (false, Some("event")) => Some(format!(
            "since 4.20 all buses get events: {}; {target} publishes to the first only: {first}. {} will get none",
            names(buses),
            names(others)
        )),
        _ => None,
    }
}

/// That beans which aren't buses move with them.
pub(super) fn companions(from: &str, names: &[String]) -> Option<String> {
    let list = names.join(", ");
    (!names.is_empty()).then(|| {
        format!("out of {from} go also, with the bus: {list}. What stays there can't refer to them any more")
    })
}

/// That what is encrypted was compared without being decrypted, and why.
pub(super) fn undeciphered(fault: &str) -> String {
    format!(
        "encrypted values were left as they are and compared as they are written, and check will say of them: {fault}"
    )
}

/// That keys of Kafka's producer have no effect, and aren't given any: each with the name that would be read.
pub(super) fn old_keys(pairs: Vec<(&str, &str)>) -> Option<String> {
    let list = |keys: Vec<&str>| keys.join(", ");
    let (old, new): (Vec<&str>, Vec<&str>) = pairs.into_iter().unzip();
    (!old.is_empty()).then(|| {
        format!(
            "kafka.producer.properties was left as it is: the producer works without {}, which no client reads since 0.9. \
             What is meant to have an effect has to be renamed by hand, to {}",
            list(old),
            list(new)
        )
    })
}

/// That busboot would not start, though a server does.
pub(super) fn own_setting(fault: &str) -> String {
    format!("an error that is left stops busboot, and no server: {fault}")
}
