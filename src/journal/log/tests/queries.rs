//! What each role is shown.

use super::*;

#[test]
fn an_event_outside_the_view_does_not_exist() {
    let mut filled = journal(&["bus"]);
    let mine = filled.accept(event("VM.START", 1, "a"), at(NOON));
    let other = filled.accept(event("VM.START", 2, "b"), at(NOON));
    let alarm = filled.accept(alert("ALERT.COMPUTE.HOST", 1, "a"), at(NOON));
    let described = Event { description: Some(r#"{"account":"a"}"#.to_owned()), ..Event::new("VM.STOP") };
    let described = filled.accept(described, at(NOON));
    let everything = Filter::default();
    let user = Principal::User(Account::Named("a".to_owned()));
    let admin = Principal::DomainAdmin(1);
    assert_eq!(filled.numbers(&Principal::RootAdmin, &everything), [mine, other, alarm, described]);
    assert_eq!(filled.numbers(&user, &everything), [mine, described]);
    assert_eq!(filled.numbers(&admin, &everything), [mine]);
    assert_eq!(filled.log.count(&admin, &everything).unwrap(), 1);
    let answer = |principal: &Principal, seq: i64| {
        filled.log.show(principal, &EventRef::Number(seq)).unwrap_err().to_string()
    };
    assert_eq!(answer(&user, other), format!("no event {other}"));
    assert_eq!(answer(&user, alarm), format!("no event {alarm}"));
    assert_eq!(answer(&Principal::RootAdmin, 99), "no event 99");
    let stats = filled.log.stats(&admin, at(NOON)).unwrap();
    assert_eq!((stats.events, stats.day), (1, 1));
    assert_eq!(stats.types, [("VM.START".to_owned(), 1)]);
    assert_eq!(stats.buses[0].pending, 1);
    assert_eq!(filled.log.stats(&Principal::RootAdmin, at(NOON)).unwrap().buses[0].pending, 4);
}

#[test]
fn an_event_is_shown_with_its_fate_on_each_bus() {
    let mut filled = journal(&["kafka", "rabbit"]);
    let seq = filled.accept(event("VM.START", 1, "a"), at(NOON));
    filled.settle("kafka", seq, &[(seq, Fate::Confirmed)]);
    filled.settle("rabbit", seq, &[(seq, Fate::Dead("too long".to_owned()))]);
    let (entry, buses) = filled.log.show(&Principal::RootAdmin, &EventRef::Number(seq)).unwrap().remove(0);
    assert_eq!(entry.event_type, "VM.START");
    let expected = [
        BusDelivery { bus: "kafka".to_owned(), state: Delivery::Settled, reason: None },
        BusDelivery { bus: "rabbit".to_owned(), state: Delivery::Dead, reason: Some("too long".to_owned()) },
    ];
    assert_eq!(buses, expected);
    let by_uuid = EventRef::Uuid(entry.event_uuid.clone());
    assert_eq!(filled.log.show(&Principal::RootAdmin, &by_uuid).unwrap()[0].0, entry);
}

#[test]
fn what_waits_for_a_bus_is_counted_and_the_oldest_named() {
    let mut filled = journal(&["bus"]);
    let seqs: Vec<i64> = (0..5)
        .map(|minute| filled.accept(event("VM.START", 1, "a"), at(&format!("2024-12-17T12:0{minute}:00Z"))))
        .collect();
    filled.settle(
        "bus",
        seqs[1],
        &[(seqs[0], Fate::Confirmed), (seqs[1], Fate::Unroutable), (seqs[3], Fate::Confirmed)],
    );
    for principal in [Principal::RootAdmin, Principal::DomainAdmin(1)] {
        let bus = filled.log.stats(&principal, at(NOON)).unwrap().buses.remove(0);
        assert_eq!((bus.pending, bus.settled, bus.unroutable, bus.dead), (2, 2, 1, 0));
        assert_eq!(bus.oldest, Some(at("2024-12-17T12:02:00Z")));
    }
    let filter = Filter { ids: vec![EventRef::Number(seqs[0])], ..Filter::default() };
    filled.log.replay(&Principal::RootAdmin, &filter, "bus", at(NOON), &mut quiet()).unwrap();
    for principal in [Principal::RootAdmin, Principal::DomainAdmin(1)] {
        let bus = filled.log.stats(&principal, at(NOON)).unwrap().buses.remove(0);
        assert_eq!((bus.pending, bus.settled, bus.oldest), (3, 1, Some(at("2024-12-17T12:00:00Z"))));
    }
}

#[test]
fn a_bus_that_is_not_there_is_named_with_those_that_are() {
    let filled = journal(&["kafka", "rabbit"]);
    let filter = Filter { bus: Some("kafak".to_owned()), ..Filter::default() };
    let error = filled.log.count(&Principal::RootAdmin, &filter).unwrap_err().to_string();
    assert_eq!(error, "the journal knows no bus \"kafak\"; it has kafka, rabbit");
}

#[test]
fn a_cursor_is_good_for_its_order_alone() {
    let mut filled = journal(&["bus"]);
    for _ in 0..3 {
        filled.accept(event("VM.START", 1, "a"), at(NOON));
    }
    let query = |sort, after| PageQuery {
        filter: Filter::default(),
        sort,
        order: Order::Descending,
        after,
        limit: 2,
    };
    let page = filled.log.list(&Principal::RootAdmin, &query(Sort::Date, None)).unwrap();
    let error = filled.log.list(&Principal::RootAdmin, &query(Sort::Type, page.next)).unwrap_err();
    assert!(matches!(error, LogError::Cursor(CursorError::OtherSort)), "{error}");
    for text in ["", "x", "e30", "%%"] {
        assert_eq!(Cursor::decode(text), Err(CursorError::Unreadable), "{text}");
    }
}
