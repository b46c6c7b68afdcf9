//! The part of the backlog of one bus that is in memory, and what of it may be handed over now.
//!
//! In: events as they were read, in order, and which of them are settled. Out: the next one to hand over, how far all is
//! settled, what to read next. Bounded whatever the backlog. Knows no database, no bus and no clock.
//!
//! Events of one resource go in the order of acceptance, at most [`SHARE`] of them at a time, so that a resource whose
//! events the broker doesn't take leaves room for others. When nothing but such resources is left in memory, their
//! waiting events are put out of it (they are *parked*) and read again one resource at a time as it gets on; the others
//! go past them meanwhile.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use crate::event::Event;

/// The most events of one resource that are with the bus at a time.
const SHARE: usize = 8;

/// The most events without a resource, between which there is no order, that are with the bus at a time.
const SHARE_OF_NONE: usize = 500;

/// The most events that wait in memory.
const WAITING: usize = 4096;

/// The most bytes of descriptions that wait in memory, give or take one reading.
const BYTES: usize = 16 << 20;

/// The resource that order is kept for.
pub(super) type Resource = Option<Arc<str>>;

/// An event of the backlog.
#[derive(Clone, Debug)]
pub(in crate::journal) struct Item {
    /// Its place.
    pub(in crate::journal) seq: i64,
    /// Whether it is sent because somebody asked for it again.
    pub(super) again: bool,
    /// The event.
    pub(in crate::journal) event: Arc<Event>,
}

impl Item {
    fn resource(&self) -> Resource {
        self.event.resource_uuid.as_deref().filter(|uuid| !uuid.is_empty()).map(Arc::from)
    }
}

/// What is to be read of a parked resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refill {
    /// The resource.
    pub(super) resource: Resource,
    /// The first of its events that isn't in memory.
    pub(super) from: i64,
    /// What was read before goes up to here.
    pub(super) to: i64,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Window {
    /// Everything up to here was read.
    position: i64,
    /// What was read in order and isn't settled.
    open: BTreeSet<i64>,
    /// What is sent again and isn't recorded yet.
    again: BTreeSet<i64>,
    /// What waits, by resource.
    lanes: BTreeMap<Resource, VecDeque<Item>>,
    /// The first of each lane that may go on.
    ready: BTreeMap<(i64, bool), Resource>,
    /// How many of each resource are with the bus.
    load: HashMap<Resource, usize>,
    /// Resources whose waiting events aren't in memory: the first that isn't.
    parked: HashMap<Resource, i64>,
    /// Of these, those that can go on.
    movable: BTreeSet<Resource>,
    waiting: usize,
    bytes: usize,
}

impl Window {
    /// A window on what comes after `done`.
    pub(super) fn new(done: i64) -> Self {
        Self {
            position: done,
            open: BTreeSet::new(),
            again: BTreeSet::new(),
            lanes: BTreeMap::new(),
            ready: BTreeMap::new(),
            load: HashMap::new(),
            parked: HashMap::new(),
            movable: BTreeSet::new(),
            waiting: 0,
            bytes: 0,
        }
    }

    /// Everything up to here was read.
    pub(super) const fn position(&self) -> i64 {
        self.position
    }

    /// Every event up to this one is settled.
    pub(super) fn done(&self) -> i64 {
        let first = self.open.first().into_iter().chain(self.parked.values()).min();
        first.map_or(self.position, |first| first - 1)
    }

    /// Whether nothing that was read is left.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty() && self.again.is_empty() && self.parked.is_empty()
    }

    /// Whether more may be read.
    pub(super) const fn has_room(&self) -> bool {
        self.waiting < WAITING / 2 && self.bytes < BYTES
    }

    /// What was asked for again and is in hand already.
    pub(super) const fn again(&self) -> &BTreeSet<i64> {
        &self.again
    }

    /// Takes in what was read behind all that was read before, up to `position`.
    pub(super) fn extend(&mut self, items: Vec<Item>, position: i64) {
        self.position = self.position.max(position);
        for item in items {
            if !self.parked.contains_key(&item.resource()) {
                self.open.insert(item.seq);
                self.wait(item);
            }
        }
    }

    /// Takes in what somebody asked for again.
    pub(super) fn extend_again(&mut self, items: Vec<Item>) {
        for item in items {
            if self.again.insert(item.seq) {
                self.wait(item);
            }
        }
    }

    /// Takes in what was read of a parked resource, up to `to`; `complete` if that was all of it.
    pub(super) fn refill(&mut self, resource: &Resource, items: Vec<Item>, to: i64, complete: bool) {
        if complete {
            self.parked.remove(resource);
            self.movable.remove(resource);
        } else {
            self.parked.insert(resource.clone(), to + 1);
        }
        for item in items {
            self.open.insert(item.seq);
            self.wait(item);
        }
    }

    /// Leaves a parked resource alone that can't be read.
    pub(super) fn leave(&mut self, resource: &Resource) {
        self.movable.remove(resource);
    }

    /// A parked resource that can go on.
    pub(super) fn next_refill(&self) -> Option<Refill> {
        let resource = self.movable.iter().find(|resource| !self.lanes.contains_key(*resource))?;
        let from = *self.parked.get(resource)?;
        Some(Refill { resource: resource.clone(), from, to: self.position })
    }

    /// The oldest event that may be handed over. It counts as with the bus from then on.
    pub(super) fn next(&mut self) -> Option<Item> {
        let (_, resource) = self.ready.pop_first()?;
        let lane = self.lanes.get_mut(&resource)?;
        let item = lane.pop_front()?;
        if lane.is_empty() {
            self.lanes.remove(&resource);
        }
        self.waiting -= 1;
        self.bytes = self.bytes.saturating_sub(item.event.body().len());
        *self.load.entry(resource.clone()).or_default() += 1;
        self.go_on(resource);
        Some(item)
    }

    /// An event that was with the bus is settled. One that was sent again stays in hand until that is recorded.
    pub(super) fn settle(&mut self, item: &Item) {
        if !item.again {
            self.open.remove(&item.seq);
        }
        let resource = item.resource();
        if let Some(load) = self.load.get_mut(&resource) {
            *load -= 1;
            if *load == 0 {
                self.load.remove(&resource);
            }
        }
        self.go_on(resource);
    }

    /// What became of these is recorded: they may be asked for once more.
    pub(super) fn recorded(&mut self, seqs: impl Iterator<Item = i64>) {
        for seq in seqs {
            self.again.remove(&seq);
        }
    }

    /// Whether memory is full of events that can't go on.
    pub(super) fn is_clogged(&self) -> bool {
        !self.has_room() && self.ready.is_empty()
    }

    /// Parks every resource whose events wait, so that others can be read.
    pub(super) fn park(&mut self) {
        for (resource, lane) in std::mem::take(&mut self.lanes) {
            for item in &lane {
                if item.again {
                    self.again.remove(&item.seq);
                } else {
                    self.open.remove(&item.seq);
                }
            }
            if let Some(first) = lane.iter().find(|item| !item.again) {
                let from = self.parked.entry(resource.clone()).or_insert(first.seq);
                *from = first.seq.min(*from);
            }
            self.go_on(resource);
        }
        self.ready.clear();
        (self.waiting, self.bytes) = (0, 0);
    }

    fn wait(&mut self, item: Item) {
        self.waiting += 1;
        self.bytes += item.event.body().len();
        let resource = item.resource();
        self.lanes.entry(resource.clone()).or_default().push_back(item);
        self.go_on(resource);
    }

    /// Lets the first of a lane go if its resource has less than its share with the bus.
    fn go_on(&mut self, resource: Resource) {
        let share = if resource.is_some() { SHARE } else { SHARE_OF_NONE };
        if self.load.get(&resource).is_some_and(|load| *load >= share) {
            return;
        }
        if let Some(first) = self.lanes.get(&resource).and_then(VecDeque::front) {
            self.ready.insert((first.seq, first.again), resource);
        } else if self.parked.contains_key(&resource) {
            self.movable.insert(resource);
        }
    }
}

#[cfg(test)]
mod tests;
