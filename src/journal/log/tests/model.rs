//! What SQL answers is what a plain filter over the same events answers.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::journal::Level;

/// An event with what the log is told about it.
#[derive(Clone, Debug)]
struct Told {
    event: Event,
    accepted: i64,
    archived: bool,
    /// What has become of it on each of two buses.
    fates: [u8; 2],
}

const TYPES: [&str; 8] = ["VM.START", "VM.STOP", "VM", "VM.", "VM[1]", "USER.LOGIN", "vm.start", "ALERT.*"];
const PATTERNS: [&str; 9] = ["VM.START", "VM.*", "*", "*.ST*", "V?.*", "VM[1]", "VM*", "ALERT.*", ""];
const BUSES: [&str; 2] = ["one", "two"];
const ACCOUNTS: [&str; 3] = ["", "a-1", "7"];

fn maybe<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = Option<T>> + use<T> {
    prop::option::of(prop::sample::select(values.to_vec()))
}

fn texts(values: &[&str]) -> impl Strategy<Value = Option<String>> + use<> {
    maybe(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>())
}

fn told() -> impl Strategy<Value = Told> {
    let identity = (
        prop::sample::select(TYPES.to_vec()),
        texts(&["ActionEvent", "AlertEvent", "UsageEvent"]),
        texts(&["u-1", "u-2", "5"]),
        maybe(&[1_i64, 2]),
    );
    let owner = (texts(&ACCOUNTS), maybe(&[7_i64, 8]), maybe(&[1_i64, 2]), texts(&["r-1", "R-2"]));
    let log = (
        texts(&["INFO", "WARN", "ERROR"]),
        texts(&["Scheduled", "Completed"]),
        maybe(&[0_i64, 1]),
        texts(&[
            r#"{"account":"a-1"}"#,
            r#"{"account":"7","eventDateTime":"1970-01-01 00:00:02 +0000"}"#,
            "50% \u{c4}nderung_x'",
        ]),
    );
    let kind = texts(&["VirtualMachine", "Volume"]);
    (identity, owner, log, kind, 0_i64..4000, any::<bool>(), [0_u8..5, 0_u8..5]).prop_map(
        |(identity, owner, log, kind, accepted, archived, fates)| {
            let event = Event {
                event_category: identity.1,
                event_uuid: identity.2,
                event_id: identity.3,
                resource_account_uuid: owner.0,
                resource_account_id: owner.1,
                resource_domain_id: owner.2,
                resource_uuid: owner.3,
                level: log.0,
                state: log.1,
                start_id: log.2,
                description: log.3,
                resource_type: kind,
                ..Event::new(identity.0)
            };
            Told { event, accepted, archived, fates }
        },
    )
}

fn moment() -> impl Strategy<Value = Option<Timestamp>> {
    prop::option::of((0_i64..4000).prop_map(|at| Timestamp::from_millisecond(at).unwrap()))
}

fn account() -> impl Strategy<Value = Account> {
    prop::sample::select(vec![
        Account::Named("a-1".to_owned()),
        Account::Named("7".to_owned()),
        Account::Named(String::new()),
        Account::Id(7),
    ])
}

fn principal() -> impl Strategy<Value = Principal> {
    prop_oneof![
        2 => Just(Principal::RootAdmin),
        1 => prop::sample::select(vec![1_i64, 3]).prop_map(Principal::DomainAdmin),
        1 => account().prop_map(Principal::User),
    ]
}

fn rarely<T: std::fmt::Debug>(
    strategy: impl Strategy<Value = Option<T>>,
) -> impl Strategy<Value = Option<T>> {
    (0_u8..4, strategy).prop_map(|(dice, value)| value.filter(|_| dice == 0))
}

fn filter() -> impl Strategy<Value = Filter> {
    let ids = prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::collection::vec(
            prop::sample::select(vec!["1", "2", "9", "u-1", "u-2", "none"]), 1..3
        ).prop_map(|ids| ids.into_iter().map(|id| id.parse().unwrap()).collect()),
    ];
    let what = (
        rarely(texts(&PATTERNS)),
        rarely(texts(&["ActionEvent", "AlertEvent"])),
        rarely(maybe(&[Level::Info, Level::Warn, Level::Error])),
        rarely(texts(&["Scheduled", "Started"])),
        rarely(texts(&["vm.", "%", "warn", "_X'", "r-2", "\u{e4}nder"])),
        rarely(maybe(&[Kind::Alerts, Kind::Events])),
    );
    let whose = (
        rarely(prop::option::of(account())),
        rarely(maybe(&[1_i64])),
        rarely(texts(&["r-1"])),
        rarely(texts(&["Volume"])),
        rarely(maybe(&[1_i64])),
        rarely(maybe(&[0_i64, 1])),
    );
    let rest = (
        rarely(moment()),
        rarely(moment()),
        rarely(texts(&BUSES)),
        rarely(maybe(&Delivery::ALL)),
        prop::sample::select(vec![Archived::Hidden, Archived::Only, Archived::Included]),
    );
    (ids, what, whose, rest).prop_map(|(ids, what, whose, rest)| Filter {
        ids,
        event_type: what.0,
        category: what.1,
        level: what.2,
        state: what.3,
        keyword: what.4,
        kind: what.5,
        account: whose.0,
        domain: whose.1,
        resource: whose.2,
        resource_type: whose.3,
        event_id: whose.4,
        start_id: whose.5,
        start: rest.0,
        end: rest.1,
        bus: rest.2,
        delivery: rest.3,
        archived: rest.4,
    })
}

/// What the fates mean: the second bus begins with the third event, the first is done with the first two and was away
/// when three later ones were accepted.
fn delivery(told: &Told, seq: i64, bus: usize) -> Option<Delivery> {
    let (first, done) = [(1, 2), (3, 2)][bus];
    let was_away = bus == 0 && (5..=7).contains(&seq);
    match told.fates[bus] {
        1 => Some(Delivery::Settled),
        2 => Some(Delivery::Unroutable),
        3 => Some(Delivery::Dead),
        4 => Some(Delivery::Pending),
        _ if seq < first || was_away => None,
        _ if seq <= done => Some(Delivery::Settled),
        _ => Some(Delivery::Pending),
    }
}

fn owner(event: &Event, described: Option<&str>) -> Option<String> {
    let given = event.resource_account_uuid.clone().filter(|uuid| !uuid.is_empty());
    given.or(described.map(str::to_owned))
}

/// `*` for any characters, everything else for itself.
fn type_matches(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return pattern == text };
    let Some(rest) = text.strip_prefix(head) else { return false };
    (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|rest| type_matches(tail, rest)))
}

/// The plain filter.
fn is_meant(told: &Told, seq: i64, principal: &Principal, filter: &Filter) -> bool {
    let event = &told.event;
    let description = event.description.as_deref().unwrap_or_default();
    let described: serde_json::Value = serde_json::from_str(description).unwrap_or_default();
    let owner = owner(event, described["account"].as_str());
    let occurred = if described.get("eventDateTime").is_some() { 2000 } else { told.accepted };
    let is_alert = event.event_category.as_deref() == Some("AlertEvent");
    let level = event.level.as_deref().and_then(Level::named);
    let level = level.unwrap_or(if is_alert { Level::Warn } else { Level::Info });
    let of_account = |account: &Account| match account {
        Account::Id(id) => event.resource_account_id == Some(*id),
        Account::Named(name) => owner.as_deref() == Some(name),
    };
    let seen = match principal {
        Principal::RootAdmin => true,
        Principal::DomainAdmin(domain) => !is_alert && event.resource_domain_id == Some(*domain),
        Principal::User(account) => !is_alert && of_account(account),
    };
    let of_id = |id: &EventRef| match id {
        EventRef::Number(number) => *number == seq,
        EventRef::Uuid(uuid) => event.event_uuid.as_deref() == Some(uuid),
    };
    let holds = |keyword: &String| {
        let places = [
            &event.event_type,
            description,
            event.resource_uuid.as_deref().unwrap_or_default(),
            level.name(),
        ];
        places.iter().any(|place| place.to_ascii_lowercase().contains(&keyword.to_ascii_lowercase()))
    };
    let buses: Vec<Delivery> = (0..BUSES.len())
        .filter(|bus| filter.bus.as_deref().is_none_or(|name| name == BUSES[*bus]))
        .filter_map(|bus| delivery(told, seq, bus))
        .collect();
    let delivered = match filter.delivery {
        Some(state) => buses.contains(&state),
        None => filter.bus.is_none() || !buses.is_empty(),
    };
    fn same<T: PartialEq>(wanted: &Option<T>, given: &Option<T>) -> bool {
        wanted.is_none() || wanted == given
    }
    seen && delivered
        && (filter.ids.is_empty() || filter.ids.iter().any(of_id))
        && filter.event_type.as_ref().is_none_or(|pattern| type_matches(pattern, &event.event_type))
        && same(&filter.category, &event.event_category)
        && filter.level.is_none_or(|wanted| wanted == level)
        && same(&filter.state, &event.state)
        && filter.keyword.as_ref().is_none_or(holds)
        && filter.kind.is_none_or(|kind| (kind == Kind::Alerts) == is_alert)
        && filter.account.as_ref().is_none_or(of_account)
        && same(&filter.domain, &event.resource_domain_id)
        && same(&filter.resource, &event.resource_uuid)
        && same(&filter.resource_type, &event.resource_type)
        && same(&filter.event_id, &event.event_id)
        && same(&filter.start_id, &event.start_id)
        && filter.start.is_none_or(|start| occurred >= start.as_millisecond())
        && filter.end.is_none_or(|end| occurred <= end.as_millisecond())
        && match filter.archived {
            Archived::Hidden => !told.archived,
            Archived::Only => told.archived,
            Archived::Included => true,
        }
}

fn filled(events: &[Told]) -> Filled {
    let mut filled = journal(&BUSES);
    filled
        .log
        .write(|change| {
            for told in events {
                let accepted = Timestamp::from_millisecond(told.accepted).unwrap();
                let seq = Draft::new(told.event.clone(), accepted).insert(change)?;
                change.execute("UPDATE event SET archived = ? WHERE seq = ?", params![told.archived, seq])?;
                for (bus, fate) in BUSES.iter().zip(told.fates).filter(|(_, fate)| *fate > 0) {
                    let sql = "INSERT INTO exception SELECT id, ?, ?, NULL, 0 FROM bus WHERE name = ?";
                    change.execute(sql, params![seq, fate, bus])?;
                }
            }
            change.execute("UPDATE bus SET done = 2, first = 1 + 2 * (name = 'two')", [])?;
            change.execute("INSERT INTO absence SELECT id, 5, 7 FROM bus WHERE name = 'one'", [])?;
            Ok(())
        })
        .unwrap();
    filled
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sql_answers_as_a_plain_filter_does(
        events in prop::collection::vec(told(), 0..24),
        questions in prop::collection::vec((principal(), filter()), 24),
        limit in 1_u32..9,
    ) {
        let filled = filled(&events);
        for (principal, filter) in questions {
            let meant: Vec<(i64, &Told)> = (1_i64..).zip(&events)
                .filter(|(seq, told)| is_meant(told, *seq, &principal, &filter)).collect();
            let numbers: Vec<i64> = meant.iter().map(|(seq, _)| *seq).collect();
            prop_assert_eq!(filled.log.count(&principal, &filter).unwrap(), numbers.len() as u64);
            for sort in [Sort::Date, Sort::Id, Sort::Type] {
                for order in [Order::Ascending, Order::Descending] {
                    let pages = all_pages(&filled.log, &principal, &filter, sort, order, limit);
                    let mut keys: Vec<_> = pages.iter().map(|event| key(event, sort)).collect();
                    if order == Order::Descending {
                        keys.reverse();
                    }
                    prop_assert!(keys.is_sorted(), "{:?}", keys);
                    let mut found: Vec<i64> = pages.iter().map(|event| event.seq).collect();
                    found.sort_unstable();
                    prop_assert_eq!(&found, &numbers, "{:?} {:?} {:?}", principal, filter, sort);
                }
            }
        }
    }

    #[test]
    fn deleting_takes_just_what_is_meant_and_loses_nothing_that_is_to_be_sent(
        events in prop::collection::vec(told(), 0..24), principal in principal(), filter in filter(),
    ) {
        let mut filled = filled(&events);
        let meant: Vec<i64> = (1_i64..).zip(&events)
            .filter(|(seq, told)| is_meant(told, *seq, &principal, &filter)).map(|(seq, _)| seq).collect();
        let removed = filled.log.remove(&principal, &filter, crate::journal::log::remove::Unsettled::Removed, &mut quiet()).unwrap();
        prop_assert_eq!(removed.all(), meant.len() as u64);
        for (seq, told) in (1_i64..).zip(&events) {
            let waits = (0..2).any(|bus| matches!(delivery(told, seq, bus), Some(Delivery::Pending | Delivery::Dead)));
            let row = filled.row(seq);
            if !meant.contains(&seq) {
                prop_assert_eq!(row, Some(false));
            } else if waits {
                prop_assert_eq!(row, Some(true));
            } else {
                prop_assert!(row != Some(false));
            }
        }
    }
}

fn key(event: &Entry, sort: Sort) -> (String, i64, i64) {
    let (event_type, occurred) = (event.event_type.clone(), event.occurred.as_millisecond());
    match sort {
        Sort::Date => (String::new(), occurred, event.seq),
        Sort::Id => (String::new(), 0, event.seq),
        Sort::Type => (event_type, occurred, event.seq),
    }
}

fn all_pages(
    log: &Log,
    principal: &Principal,
    filter: &Filter,
    sort: Sort,
    order: Order,
    limit: u32,
) -> Vec<Entry> {
    let mut query = PageQuery { filter: filter.clone(), sort, order, after: None, limit };
    let mut events = Vec::new();
    loop {
        let page = log.list(principal, &query).unwrap();
        assert!(page.events.len() <= limit as usize);
        events.extend(page.events);
        let Some(next) = page.next else { return events };
        query.after = Some(Cursor::decode(&next.encode()).unwrap());
    }
}
