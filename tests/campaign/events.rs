//! The events: a function of their number, so that a receiver knows from the UUID what must have come.

use serde_json::json;

/// How many resources the events are about. Each tenth event is about none, and has no order.
const RESOURCES: u64 = 97;

/// Number of an event.
pub(crate) type Number = u64;

pub(crate) fn resource(number: Number) -> Option<u64> {
    (!number.is_multiple_of(10)).then_some(number % RESOURCES)
}

pub(crate) fn uuid(number: Number) -> String {
    format!("018f3a5c-7d00-7a41-9c1e-{number:012x}")
}

/// The event that a UUID belongs to.
pub(crate) fn number_of(uuid: &str) -> Option<Number> {
    let number = u64::from_str_radix(uuid.strip_prefix("018f3a5c-7d00-7a41-9c1e-")?, 16).ok()?;
    (self::uuid(number) == uuid).then_some(number)
}

pub(crate) fn description(number: Number) -> String {
    json!({
        "eventDateTime": "2026-01-31 09:30:00 +0900", "entity": "com.cloud.vm.VirtualMachine", "status": "Completed",
        "entityuuid": format!("172dd6f8-7d36-44ef-9a03-{:012x}", number % RESOURCES), "number": number,
        "description": "Successfully completed starting Vm. \u{ac00}\u{c0c1} \"\u{ba38}\u{c2e0}\"",
    })
    .to_string()
}

/// As `busboot run` takes it.
pub(crate) fn line(number: Number) -> String {
    let mut event = json!({
        "eventId": number, "eventUuid": uuid(number), "eventCategory": "ActionEvent", "eventType": "VM.START",
        "eventSource": "management-server", "description": description(number),
    });
    if let Some(resource) = resource(number) {
        event["resourceType"] = json!("VirtualMachine");
        event["resourceUUID"] = json!(format!("172dd6f8-7d36-44ef-9a03-{resource:012x}"));
    }
    format!("{event}\n")
}
