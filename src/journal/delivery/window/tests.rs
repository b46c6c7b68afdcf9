use proptest::prelude::*;

use super::*;

fn item(seq: i64, resource: Option<&str>) -> Item {
    let event = Event { resource_uuid: resource.map(str::to_owned), ..Event::new("VM.START") };
    Item { seq, again: false, event: Arc::new(event) }
}

fn seqs(items: &[Item]) -> Vec<i64> {
    items.iter().map(|item| item.seq).collect()
}

fn all(window: &mut Window) -> Vec<Item> {
    std::iter::from_fn(|| window.next()).collect()
}

#[test]
fn events_go_in_order_and_so_many_of_a_resource_at_a_time() {
    let mut window = Window::new(10);
    window.extend((11..=22).map(|seq| item(seq, Some(if seq == 15 { "b" } else { "a" }))).collect(), 22);
    let first = all(&mut window);
    assert_eq!(seqs(&first), [11, 12, 13, 14, 15, 16, 17, 18, 19]);
    assert_eq!(window.done(), 10);
    window.settle(&first[4]);
    window.settle(&first[0]);
    assert_eq!((window.done(), seqs(&all(&mut window))), (11, vec![20]));
    assert!(!window.is_empty());
}

#[test]
fn all_is_done_when_all_is_settled() {
    let mut window = Window::new(0);
    window.extend(vec![item(2, None), item(3, Some("a"))], 5);
    let items = all(&mut window);
    items.iter().for_each(|item| window.settle(item));
    assert_eq!((window.done(), window.is_empty()), (5, true));
}

#[test]
fn what_is_sent_again_moves_no_cursor_and_is_in_hand_until_it_is_recorded() {
    let mut window = Window::new(9);
    let again = Item { again: true, ..item(3, Some("a")) };
    window.extend_again(vec![again.clone(), again.clone()]);
    assert_eq!((window.done(), seqs(&all(&mut window))), (9, vec![3]));
    window.settle(&again);
    assert!(window.again().contains(&3) && !window.is_empty());
    window.recorded([3].into_iter());
    assert!(window.is_empty());
}

#[test]
fn resources_that_are_stuck_are_passed_by_others_and_lose_nothing() {
    let mut window = Window::new(0);
    let stuck: Vec<Item> = (1..=4000).map(|seq| item(seq, Some("stuck"))).collect();
    window.extend(stuck.clone(), 4000);
    let held = all(&mut window);
    assert_eq!(held.len(), SHARE);
    assert!(window.is_clogged());
    window.park();
    assert!(window.has_room());
    window.extend(vec![item(4001, Some("stuck")), item(4002, Some("b"))], 4002);
    let other = all(&mut window);
    assert_eq!(seqs(&other), [4002]);
    window.settle(&other[0]);
    assert_eq!((window.done(), window.next_refill()), (0, None));
    window.settle(&held[0]);
    assert_eq!(window.done(), 1);
    let refill = window.next_refill().unwrap();
    assert_eq!((refill.from, refill.to), (9, 4002));
    window.refill(&refill.resource, stuck[8..10].to_vec(), 10, false);
    assert_eq!(seqs(&all(&mut window)), [9]);
    assert_eq!(window.next_refill(), None, "what was read of it waits");
}

#[test]
fn a_parked_resource_that_cannot_be_read_keeps_no_other_waiting_and_is_not_done() {
    let mut window = Window::new(0);
    let mut parked: Vec<Item> = (1..=20).map(|seq| item(seq, Some("a"))).collect();
    parked.extend((21..=40).map(|seq| item(seq, Some("b"))));
    window.extend(parked, 40);
    let held = all(&mut window);
    window.park();
    held.iter().for_each(|item| window.settle(item));
    let first = window.next_refill().unwrap();
    window.leave(&first.resource);
    let second = window.next_refill().unwrap();
    assert_ne!(first.resource, second.resource);
    window.refill(&second.resource, Vec::new(), 40, true);
    assert_eq!((window.next_refill(), window.done()), (None, 8), "the next start begins behind it");
}

proptest! {
    /// Whatever is parked, refilled and settled, in whatever order: each resource gets its events in order and once.
    #[test]
    fn order_is_kept_for_each_resource(
        resources in proptest::collection::vec(0_u8..4, 1..60),
        choices in proptest::collection::vec((0_u8..5, any::<prop::sample::Index>()), 0..300),
    ) {
        let name = |of: u8| (of > 0).then(|| of.to_string());
        let backlog: Vec<Item> =
            resources.iter().zip(1..).map(|(of, seq)| item(seq, name(*of).as_deref())).collect();
        let last = backlog.len() as i64;
        let mut window = Window::new(0);
        let (mut handed, mut held): (Vec<Item>, Vec<Item>) = (Vec::new(), Vec::new());
        let mut act = |choice: u8, index: Option<&prop::sample::Index>| {
            match choice {
                0 => {
                    let to = (window.position() + 7).min(last);
                    let next = backlog.iter().filter(|item| item.seq > window.position() && item.seq <= to);
                    window.extend(next.cloned().collect(), to);
                }
                1 => {
                    if let Some(item) = window.next() {
                        handed.push(item.clone());
                        held.push(item);
                    }
                }
                2 if !held.is_empty() => {
                    let item = held.swap_remove(index.map_or(0, |index| index.index(held.len())));
                    window.settle(&item);
                }
                3 if index.is_some() => window.park(),
                _ => {
                    if let Some(Refill { resource, from, to }) = window.next_refill() {
                        let of_it = |item: &&Item| item.resource() == resource && item.seq >= from && item.seq <= to;
                        let next: Vec<Item> = backlog.iter().filter(of_it).take(3).cloned().collect();
                        let complete = next.len() < 3;
                        let read_to = next.last().map_or(to, |item| item.seq);
                        window.refill(&resource, next, read_to, complete);
                    }
                }
            }
            let settled = |seq: i64| handed.iter().any(|it| it.seq == seq) && held.iter().all(|it| it.seq != seq);
            assert!((1..=window.done()).all(settled), "done up to {}", window.done());
            window.is_empty() && window.position() == last
        };
        for (choice, index) in &choices {
            act(*choice, Some(index));
        }
        let mut rounds = 0;
        while !(act(0, None) & act(4, None) & act(1, None) & act(2, None)) {
            rounds += 1;
            prop_assert!(rounds < 10_000, "it gets on");
        }
        let mut seen: Vec<i64> = seqs(&handed);
        seen.sort_unstable();
        prop_assert_eq!(seen, (1..=last).collect::<Vec<_>>());
        for of in 1_u8..4 {
            let of_it: Vec<i64> =
                handed.iter().filter(|item| item.resource().as_deref() == name(of).as_deref()).map(|it| it.seq).collect();
            prop_assert!(of_it.is_sorted(), "{:?}", of_it);
        }
    }
}
