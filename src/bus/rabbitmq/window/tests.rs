use proptest::prelude::*;

use super::*;
use crate::bus::Receipt;
use crate::event::Event;

const LONGEST: Duration = Duration::from_secs(1);

/// An event of a resource, or of none when it's empty; `type` is what it's recognised by.
fn entry(event_type: &str, resource: &str) -> (Entry, Receipt) {
    let event = Event { resource_uuid: Some(resource.to_owned()), ..Event::new(event_type) };
    let publication = Arc::new(Publication::of(Arc::new(event)).ok().unwrap());
    let (answer, receipt) = Receipt::pair();
    (Entry { publication, answer, _room: None }, receipt)
}

fn accept(window: &mut Window, resource: &str) -> Receipt {
    let (entry, receipt) = entry("A", resource);
    window.accept(entry);
    receipt
}

fn sent(window: &mut Window, now: Instant) -> Vec<Sequence> {
    std::iter::from_fn(|| window.next_to_send(now)).map(|(sequence, _)| sequence).collect()
}

#[test]
fn one_event_of_a_resource_is_under_way_at_a_time() {
    let mut window = Window::default();
    for resource in ["a", "b", "a", "", ""] {
        drop(accept(&mut window, resource));
    }
    let now = Instant::now();
    assert_eq!(sent(&mut window, now), [0, 1, 3, 4]);
    window.settle(0, Delivery::Confirmed);
    assert_eq!(sent(&mut window, now), [2]);
}

#[test]
fn a_rejected_event_rests_and_holds_up_its_resource_only() {
    let mut window = Window::default();
    for resource in ["a", "a", "b"] {
        drop(accept(&mut window, resource));
    }
    let now = Instant::now();
    assert_eq!(sent(&mut window, now), [0, 2]);
    window.rest(0, now, LONGEST);
    window.settle(2, Delivery::Confirmed);
    assert!(sent(&mut window, now).is_empty());
    let wake = window.next_wake().unwrap();
    assert!(wake > now);
    assert_eq!(sent(&mut window, wake), [0]);
    assert_eq!(window.next_wake(), None);
}

#[test]
fn a_new_connection_gets_all_that_was_under_way_in_order() {
    let mut window = Window::default();
    for resource in ["a", "b", "a", ""] {
        drop(accept(&mut window, resource));
    }
    let now = Instant::now();
    assert_eq!(sent(&mut window, now), [0, 1, 3]);
    window.rest(1, now, LONGEST);
    window.replay();
    assert_eq!(sent(&mut window, now), [0, 1, 3]);
}

#[tokio::test]
async fn what_cannot_succeed_is_answered_and_lets_the_next_one_go() {
    let mut window = Window::default();
    let (first, refused) = entry("X", "a");
    window.accept(first);
    let kept = accept(&mut window, "a");
    let (last, also_refused) = entry("X", "a");
    window.accept(last);
    window.refuse(|it| it.label.routing_key.as_str().contains(".X.").then(|| "no".to_owned()));
    assert_eq!(refused.await, Delivery::Refused("no".to_owned()));
    assert_eq!(also_refused.await, Delivery::Refused("no".to_owned()));
    assert_eq!(sent(&mut window, Instant::now()), [1]);
    window.settle(1, Delivery::Unroutable);
    assert_eq!(kept.await, Delivery::Unroutable);
    assert!(window.is_empty() && window.lanes.is_empty());
}

/// Something that happens to a window; the number picks one of those under way.
#[derive(Clone, Debug)]
enum Happening {
    Accept(&'static str),
    SettleFirst,
    Settle(prop::sample::Index),
    Reject(prop::sample::Index),
    Reconnect,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => prop::sample::select(vec!["a", "b", ""]).prop_map(Happening::Accept),
        3 => any::<prop::sample::Index>().prop_map(Happening::Settle),
        2 => any::<prop::sample::Index>().prop_map(Happening::Reject),
        1 => Just(Happening::Reconnect),
    ]
}

proptest! {
    #[test]
    fn every_event_is_settled_and_those_of_a_resource_in_order(course in prop::collection::vec(happening(), 1..80)) {
        let mut window = Window::default();
        let mut now = Instant::now();
        let mut accepted: Vec<&str> = Vec::new();
        let mut under_way: Vec<Sequence> = Vec::new();
        let mut settled: Vec<Sequence> = Vec::new();
        let to_the_end = std::iter::repeat_n(&Happening::SettleFirst, course.len());
        for happening in course.iter().chain(to_the_end) {
            match happening {
                Happening::SettleFirst if !under_way.is_empty() => {
                    let sequence = under_way.remove(0);
                    window.settle(sequence, Delivery::Confirmed);
                    settled.push(sequence);
                }
                Happening::Accept(resource) => {
                    drop(accept(&mut window, resource));
                    accepted.push(resource);
                }
                Happening::Settle(at) if !under_way.is_empty() => {
                    let sequence = under_way.swap_remove(at.index(under_way.len()));
                    window.settle(sequence, Delivery::Confirmed);
                    settled.push(sequence);
                }
                Happening::Reject(at) if !under_way.is_empty() => {
                    let sequence = under_way.swap_remove(at.index(under_way.len()));
                    window.rest(sequence, now, LONGEST);
                }
                Happening::SettleFirst | Happening::Settle(_) | Happening::Reject(_) => {}
                Happening::Reconnect => {
                    under_way.clear();
                    window.replay();
                }
            }
            now += LONGEST;
            under_way.extend(sent(&mut window, now));
            for resource in ["a", "b"] {
                let of_it = under_way.iter().filter(|&&at| accepted[at as usize] == resource);
                prop_assert!(of_it.count() <= 1);
            }
        }
        prop_assert!(window.is_empty() && window.lanes.is_empty());
        for resource in ["a", "b"] {
            let of_it = settled.iter().filter(|&&at| accepted[at as usize] == resource);
            prop_assert!(of_it.is_sorted());
        }
    }
}
