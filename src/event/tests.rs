use super::*;

/// Routing keys that management servers have sent.
#[test]
fn routing_keys_are_cloudstacks() {
    let keys = [
        (
            ["ActionEvent", "VM.START", "VirtualMachine", "172dd6f8-7d36-44ef-9a03-3b342034aaa4"],
            "management-server.ActionEvent.VM-START.VirtualMachine.172dd6f8-7d36-44ef-9a03-3b342034aaa4",
        ),
        (["AlertEvent", "ALERT.COMPUTE.HOST", "", ""], "management-server.AlertEvent.ALERT-COMPUTE-HOST.*.*"),
        (
            ["UsageEvent", "VM.START", "com.cloud.vm.VirtualMachine", "172dd6f8"],
            "management-server.UsageEvent.VM-START.com-cloud-vm-VirtualMachine.172dd6f8",
        ),
        (
            ["ResourceStateEvent", "OperationSucceeded", "VirtualMachine", "172dd6f8"],
            "management-server.ResourceStateEvent.OperationSucceeded.VirtualMachine.172dd6f8",
        ),
        (
            ["AsyncJobEvent", "complete", "VirtualMachine", "172dd6f8"],
            "management-server.AsyncJobEvent.complete.VirtualMachine.172dd6f8",
        ),
    ];
    for ([category, event_type, resource_type, resource], key) in keys {
        let event = Event {
            event_category: Some(category.to_owned()),
            resource_type: Some(resource_type.to_owned()),
            resource_uuid: Some(resource.to_owned()),
            ..Event::new(event_type)
        };
        assert_eq!(event.routing_key(), key);
    }
}

#[test]
fn what_is_absent_is_a_star() {
    assert_eq!(Event::default().routing_key(), "*.*.*.*.*");
    assert_eq!(Event::new("A").routing_key(), "management-server.*.A.*.*");
}

#[test]
fn the_body_is_the_description_as_it_is() {
    let event = Event { description: Some("{ \"a\":1 }".to_owned()), ..Event::new("A") };
    assert_eq!(event.body(), "{ \"a\":1 }");
    assert_eq!(Event::new("A").body(), "");
}

#[test]
fn a_uuid_is_made_once_and_never_replaced() {
    let mut event = Event::new("A");
    let uuid = event.ensure_uuid().to_owned();
    assert_eq!(Uuid::parse_str(&uuid).unwrap().get_version_num(), 7);
    assert_eq!(event.ensure_uuid(), uuid);
    let mut given = Event { event_uuid: Some("given".to_owned()), ..Event::new("A") };
    assert_eq!(given.ensure_uuid(), "given");
}

#[test]
fn an_event_is_written_with_cloudstacks_names_and_without_what_is_absent() {
    let event = Event {
        event_uuid: Some("u".to_owned()),
        resource_uuid: Some("r".to_owned()),
        resource_account_id: Some(2),
        ..Event::new("VM.START")
    };
    let json = serde_json::to_string(&event).unwrap();
    assert_eq!(
        json,
        "{\"eventUuid\":\"u\",\"eventType\":\"VM.START\",\"eventSource\":\"management-server\",\
         \"resourceUUID\":\"r\",\"resourceAccountId\":2}"
    );
}
