use proptest::prelude::*;

use super::*;
use crate::journal::Store;

fn stored(connection: &Connection, seq: i64) -> Result<Stored, RowError> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE seq = ?1");
    let mut statement = connection.prepare(&sql).unwrap();
    let mut rows = statement.query([seq]).unwrap();
    Stored::of_row(rows.next().unwrap().unwrap(), 0)
}

fn text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(".*")
}

prop_compose! {
    fn any_event()(
        ids in proptest::array::uniform4(proptest::option::of(any::<i64>())),
        texts in proptest::array::uniform7(text()),
        event_type in ".*",
        level in proptest::option::of(prop_oneof![Just("INFO"), Just("WARN"), Just("ERROR")]),
        state in proptest::option::of(prop_oneof![Just("Created"), Just("Completed")]),
    ) -> Event {
        let [event_id, resource_account_id, resource_domain_id, start_id] = ids;
        let [uuid, category, source, resource_type, resource, account, description] = texts;
        Event {
            event_id,
            event_uuid: uuid,
            event_category: category,
            event_type,
            event_source: source,
            resource_type,
            resource_uuid: resource,
            description,
            resource_account_id,
            resource_account_uuid: account,
            resource_domain_id,
            level: level.map(str::to_owned),
            state: state.map(str::to_owned),
            start_id,
        }
    }
}

#[test]
fn what_was_accepted_comes_back_to_the_byte() {
    let temp = tempfile::tempdir().unwrap();
    let connection = Store::create(temp.path()).unwrap().writer().unwrap();
    connection.pragma_update(None, "synchronous", "OFF").unwrap();
    proptest!(|(event in any_event())| {
        let draft = Draft::new(event.clone(), Timestamp::UNIX_EPOCH);
        let seq = draft.insert(&connection).unwrap();
        let back = stored(&connection, seq).unwrap();
        let mut expected = event;
        if expected.event_uuid.as_deref().is_none_or(str::is_empty) {
            expected.event_uuid = draft.event().event_uuid.clone();
        }
        prop_assert_eq!(&*back.event, &expected);
    });
}

#[test]
fn any_value_that_changed_on_the_disk_is_noticed() {
    let temp = tempfile::tempdir().unwrap();
    let connection = Store::create(temp.path()).unwrap().writer().unwrap();
    let event = Event { description: Some("{}".to_owned()), ..Event::new("VM.START") };
    let seq = Draft::new(event, Timestamp::UNIX_EPOCH).insert(&connection).unwrap();
    assert!(stored(&connection, seq).is_ok());
    for change in [
        "accepted = 1",
        "occurred = 1",
        "uuid = 'u'",
        "event_id = 0",
        "category = ''",
        "type = 'VM.STOP'",
        "source = NULL",
        "resource_type = ''",
        "resource_uuid = ''",
        "account_id = 0",
        "account_uuid = ''",
        "domain_id = 0",
        "account = ''",
        "level = 1",
        "level = 9",
        "level_given = 1",
        "state = ''",
        "start_id = 0",
        "description = '{ }'",
        "checksum = 0",
    ] {
        connection.execute_batch("SAVEPOINT before").unwrap();
        connection.execute(&format!("UPDATE event SET {change}"), []).unwrap();
        let read = stored(&connection, seq);
        assert!(matches!(read, Err(RowError::Checksum)), "{change}: {read:?}");
        connection.execute_batch("ROLLBACK TO before").unwrap();
    }
    connection.execute("UPDATE event SET archived = 1, deleted = 1", []).unwrap();
    let changed = stored(&connection, seq).unwrap();
    assert!(changed.archived && changed.deleted);
}

#[test]
fn what_the_publisher_says_beats_what_is_read_from_the_description() {
    let described = Event {
        event_category: Some("ActionEvent".to_owned()),
        description: Some(r#"{"description":"Error while starting","status":"Started"}"#.to_owned()),
        ..Event::new("VM.START")
    };
    let given =
        Event { level: Some("INFO".to_owned()), state: Some("Completed".to_owned()), ..described.clone() };
    let temp = tempfile::tempdir().unwrap();
    let connection = Store::create(temp.path()).unwrap().writer().unwrap();
    for event in [described, given] {
        Draft::new(event, Timestamp::UNIX_EPOCH).insert(&connection).unwrap();
    }
    let derived = stored(&connection, 1).unwrap();
    assert_eq!((derived.level, derived.state.as_deref()), (Level::Error, Some("Started")));
    assert_eq!((&derived.event.level, &derived.event.state), (&None, &None));
    let given = stored(&connection, 2).unwrap();
    assert_eq!((given.level, given.state.as_deref()), (Level::Info, Some("Completed")));
}
