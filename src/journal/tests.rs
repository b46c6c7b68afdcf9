//! The promises of the module against a model, with a crash at any moment.
//!
//! A crash leaves of the bytes that were written and not yet synced any sectors, in any mixture with what was there
//! before. So for each change the files are taken before and after it, and opened again as mixtures of both: of the
//! write-ahead log for a commit, which syncs that at its end; of the database for a checkpoint, which finds the log synced
//! and touches it only when the database is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;

use super::delivery::Reader;
use super::ledger::{Exception, give_up};
use super::store::FILE;
use super::writer::Record;
use super::*;
use crate::event::Event;
use crate::source::SystemClock;

const BUSES: [&str; 2] = ["a", "b"];
const SECTOR: usize = 512;

/// A change of the journal.
#[derive(Clone, Debug)]
enum Change {
    /// Events of these resources are accepted.
    Accept(Vec<u8>),
    /// A bus settles some of what it hasn't got, each in its way.
    Settle(usize, Vec<(Index, u8)>),
    /// Somebody asks for some to be sent again.
    Again(usize, Vec<Index>),
    /// Unroutable events and dead letters are given up.
    GiveUp(usize, Vec<Index>),
    /// The write-ahead log is brought into the database.
    Checkpoint,
    /// What isn't kept is removed.
    Tidy,
}

fn change() -> impl Strategy<Value = Change> {
    let some = || proptest::collection::vec(any::<Index>(), 1..8);
    let fates = proptest::collection::vec((any::<Index>(), 0_u8..5), 1..12);
    prop_oneof![
        4 => proptest::collection::vec(0_u8..4, 1..12).prop_map(Change::Accept),
        5 => (0..BUSES.len(), fates).prop_map(|(bus, fates)| Change::Settle(bus, fates)),
        1 => (0..BUSES.len(), some()).prop_map(|(bus, seqs)| Change::Again(bus, seqs)),
        1 => (0..BUSES.len(), some()).prop_map(|(bus, seqs)| Change::GiveUp(bus, seqs)),
        1 => Just(Change::Checkpoint),
        1 => Just(Change::Tidy),
    ]
}

/// What became of one event on one bus, as the model has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Pending,
    Confirmed,
    Unroutable,
    Dead,
    Dropped,
}

type States = [BTreeMap<i64, State>; 2];

/// The model, and the journal that it speaks of.
struct Model {
    dir: tempfile::TempDir,
    journal: Journal,
    accepted: i64,
    states: States,
}

impl Model {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let options = Options {
            max_size: u64::MAX,
            retention: Retention::new(None, 0, None),
            holder: "a test".to_owned(),
        };
        let buses = BUSES.map(|name| (name, Start::End));
        let journal = Journal::open(dir.path(), &buses, &options, Arc::new(SystemClock)).unwrap();
        Self { dir, journal, accepted: 0, states: States::default() }
    }

    async fn apply(&mut self, change: &Change) {
        match change {
            Change::Accept(resources) => self.accept(resources).await,
            Change::Settle(bus, fates) => self.settle(*bus, fates).await,
            Change::Again(bus, seqs) => {
                let seqs = self.some(*bus, seqs, |_| true);
                let row = self.row(*bus);
                let mut log = Log::open(self.dir.path()).unwrap();
                let there = |seq: &i64| self.states[*bus].contains_key(seq);
                let seqs: Vec<i64> =
                    seqs.into_iter().filter(there).filter(|seq| self.is_kept(*seq)).collect();
                log.write(|change| send_again(change, &row, &seqs, jiff::Timestamp::UNIX_EPOCH)).unwrap();
                self.states[*bus].extend(seqs.into_iter().map(|seq| (seq, State::Pending)));
            }
            Change::GiveUp(bus, seqs) => {
                let seqs = self.some(*bus, seqs, |state| matches!(state, State::Unroutable | State::Dead));
                let row = self.row(*bus);
                let mut log = Log::open(self.dir.path()).unwrap();
                log.write(|change| give_up(change, &row, &seqs)).unwrap();
                self.states[*bus].extend(seqs.into_iter().map(|seq| (seq, State::Dropped)));
            }
            Change::Checkpoint => {
                let connection = self.journal.store().writer().unwrap();
                connection.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
            }
            Change::Tidy => drop(self.journal.tidy().await),
        }
    }

    async fn accept(&mut self, resources: &[u8]) {
        let mut waiting = Vec::new();
        for resource in resources {
            let resource_uuid = (*resource > 0).then(|| resource.to_string());
            waiting
                .push(self.journal.submit(Event { resource_uuid, ..Event::new("VM.START") }).await.unwrap());
        }
        for acceptance in waiting {
            self.accepted += 1;
            assert_eq!(acceptance.await, Ok(self.accepted));
            for states in &mut self.states {
                states.insert(self.accepted, State::Pending);
            }
        }
    }

    async fn settle(&mut self, bus: usize, choices: &[(Index, u8)]) {
        let row = self.row(bus);
        let mut fates = BTreeMap::new();
        for (index, kind) in choices {
            for seq in self.some(bus, &[*index], |state| state == State::Pending) {
                fates.insert(
                    seq,
                    match kind {
                        0 => Fate::Unroutable,
                        1 => Fate::Dead("no".to_owned()),
                        _ => Fate::Confirmed,
                    },
                );
            }
        }
        for (seq, fate) in &fates {
            let state = match fate {
                Fate::Confirmed => State::Confirmed,
                Fate::Unroutable => State::Unroutable,
                Fate::Dead(_) | Fate::Damaged(_) => State::Dead,
            };
            self.states[bus].insert(*seq, state);
        }
        // What was asked for again stands in the exceptions, so the cursor may pass it.
        let again: BTreeSet<i64> = self.again(bus);
        let open =
            self.states[bus].iter().find(|(seq, state)| **state == State::Pending && !again.contains(seq));
        let done = open.map_or(self.accepted, |(seq, _)| seq - 1).max(row.done);
        let record = Record { bus: row.id, done, fates: fates.into_iter().collect() };
        assert!(self.journal.record(record).await.is_ok());
    }

    fn some(&self, bus: usize, indices: &[Index], wanted: impl Fn(State) -> bool) -> Vec<i64> {
        let all: Vec<i64> =
            self.states[bus].iter().filter(|(_, state)| wanted(**state)).map(|(seq, _)| *seq).collect();
        let picked: BTreeSet<i64> =
            indices.iter().filter(|_| !all.is_empty()).map(|index| *index.get(&all)).collect();
        picked.into_iter().collect()
    }

    fn row(&self, bus: usize) -> BusRow {
        super::bus(&self.journal.store().reader().unwrap(), BUSES[bus]).unwrap().unwrap()
    }

    fn again(&self, bus: usize) -> BTreeSet<i64> {
        let reader = Reader::open(self.journal.store(), self.row(bus).id).unwrap();
        reader.again(&BTreeSet::new()).unwrap().items.into_iter().map(|item| item.seq).collect()
    }

    fn is_kept(&self, seq: i64) -> bool {
        let reader = self.journal.store().reader().unwrap();
        reader
            .query_row("SELECT count(*) FROM event WHERE seq = ?1", [seq], |row| row.get::<_, i64>(0))
            .unwrap()
            > 0
    }

    fn files(&self) -> Files {
        let read =
            |suffix: &str| fs::read(self.dir.path().join(format!("{FILE}{suffix}"))).unwrap_or_default();
        Files { database: read(""), log: read("-wal") }
    }
}

#[derive(Clone)]
struct Files {
    database: Vec<u8>,
    log: Vec<u8>,
}

impl Files {
    fn open(&self, dir: &Path) -> Store {
        fs::write(dir.join(FILE), &self.database).unwrap();
        fs::write(dir.join(format!("{FILE}-wal")), &self.log).unwrap();
        Store::existing(dir).unwrap()
    }
}

/// Each sector as it was before or after.
fn mixture(before: &[u8], after: &[u8], mut taken: impl FnMut(usize) -> bool) -> Vec<u8> {
    let length = before.len().max(after.len());
    let mut out = vec![0; length];
    for start in (0..length).step_by(SECTOR) {
        let end = (start + SECTOR).min(length);
        let source = if taken(start / SECTOR) { after } else { before };
        if let Some(there) = source.get(start..end.min(source.len())) {
            out[start..start + there.len()].copy_from_slice(there);
        }
    }
    out
}

/// The write-ahead log that a commit's frames are written into: a header that begins it anew is synced before them.
/// (SQLite's `walFrames`: "an out-of-order write following a WAL restart could result in database corruption".)
fn begun(before: &[u8], after: &[u8]) -> Vec<u8> {
    const HEADER: usize = 32;
    let mut out = before.to_vec();
    let header = HEADER.min(after.len());
    out.resize(before.len().max(header), 0);
    out[..header].copy_from_slice(&after[..header]);
    out
}

/// What the crashed journal says, or a panic where it contradicts itself.
fn read(store: &Store) -> (i64, States) {
    let connection = store.reader().unwrap();
    let sound = verify(store).unwrap();
    assert!(sound.is_sound(), "{sound:?}");
    let last = last(&connection).unwrap();
    let states = BUSES.map(|name| {
        let bus = super::bus(&connection, name).unwrap().unwrap();
        let mut states: BTreeMap<i64, State> = (1..=last).map(|seq| (seq, State::Confirmed)).collect();
        states.range_mut(bus.done + 1..).for_each(|(_, state)| *state = State::Pending);
        let mut statement = connection.prepare("SELECT seq, state FROM exception WHERE bus = ?1").unwrap();
        let mut rows = statement.query([bus.id]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let state = match Exception::numbered(row.get(1).unwrap()).unwrap() {
                Exception::Settled => State::Confirmed,
                Exception::Unroutable => State::Unroutable,
                Exception::Dead => State::Dead,
                Exception::Again => State::Pending,
            };
            states.insert(row.get(0).unwrap(), state);
        }
        let pending = pending(&connection, &bus).unwrap();
        let open = states.values().filter(|state| **state == State::Pending).count() as i64;
        assert_eq!(pending, open, "{bus:?}");
        assert_eq!(last, bus.confirmed + bus.unroutable + bus.dead + bus.dropped + pending, "{bus:?}");
        // All of it is there to be sent, in order.
        let reader = Reader::open(store, bus.id).unwrap();
        let mut ahead = reader.ahead(bus.done, last).unwrap().items;
        assert!(ahead.is_sorted_by_key(|item| item.seq));
        ahead.extend(reader.again(&BTreeSet::new()).unwrap().items);
        let found: BTreeSet<i64> = ahead.iter().map(|item| item.seq).collect();
        let wanted = states.iter().filter(|(_, state)| **state == State::Pending).map(|(seq, _)| *seq);
        assert_eq!(found, wanted.collect());
        states
    });
    (last, states)
}

/// A drop leaves no other trace than the counter.
fn without_drops(states: &States) -> States {
    states.clone().map(|states| {
        let plain = |state| if state == State::Dropped { State::Confirmed } else { state };
        states.into_iter().map(|(seq, state)| (seq, plain(state))).collect()
    })
}

fn check(store: &Store, before: &(i64, States), after: &(i64, States)) {
    let (last, states) = read(store);
    assert!((before.0..=after.0).contains(&last), "{last} is not between {} and {}", before.0, after.0);
    if before.0 == after.0 {
        assert!(
            states == without_drops(&before.1) || states == without_drops(&after.1),
            "neither before nor after"
        );
    } else {
        // Accepting may take several commits: what is there is a beginning of it.
        let cut = |all: &States| {
            all.clone().map(|states| states.into_iter().filter(|(seq, _)| *seq <= last).collect())
        };
        assert_eq!(states, without_drops(&cut(&after.1)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn a_crash_at_any_moment_leaves_what_was_promised(
        changes in proptest::collection::vec(change(), 1..16),
        seeds in proptest::collection::vec(any::<u64>(), 3),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut model = Model::new();
        for change in &changes {
            let (files, known) = (model.files(), (model.accepted, model.states.clone()));
            runtime.block_on(model.apply(change));
            let (new, now) = (model.files(), (model.accepted, model.states.clone()));
            let log = begun(&files.log, &new.log);
            for seed in &seeds {
                let dir = tempfile::tempdir().unwrap();
                let chance = |sector: usize| {
                    seed.rotate_left((sector % 64) as u32).wrapping_mul(sector as u64 | 1).count_ones() % 2 == 0
                };
                let crashed = if matches!(change, Change::Checkpoint) {
                    Files { database: mixture(&files.database, &new.database, chance), log: files.log.clone() }
                } else {
                    Files { database: new.database.clone(), log: mixture(&log, &new.log, chance) }
                };
                check(&crashed.open(dir.path()), &known, &now);
                // And torn off at a point.
                let dir = tempfile::tempdir().unwrap();
                let end = *seed as usize % (new.log.len() / SECTOR + 1);
                let torn = Files { database: new.database.clone(), log: mixture(&log, &new.log, |at| at < end) };
                if !matches!(change, Change::Checkpoint) {
                    check(&torn.open(dir.path()), &known, &now);
                }
            }
            let dir = tempfile::tempdir().unwrap();
            check(&new.open(dir.path()), &now, &now);
        }
    }
}

/// What a database is made of, however it was written down.
fn schema(store: &Store) -> BTreeMap<String, String> {
    let reader = store.reader().unwrap();
    let mut statement =
        reader.prepare("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master").unwrap();
    let plain = |sql: String| {
        let lines = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
        lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    };
    let rows = statement.query_map([], |row| Ok((row.get(0)?, plain(row.get(1)?)))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_journal_of_every_schema_opens() {
    let fresh = tempfile::tempdir().unwrap();
    let fresh = schema(&Store::create(fresh.path()).unwrap());
    for number in 1..=super::store::SCHEMA {
        let dir = tempfile::tempdir().unwrap();
        let fixture = Path::new("fixtures/journal").join(number.to_string()).join(FILE);
        fs::copy(&fixture, dir.path().join(FILE)).unwrap();
        let store = Store::existing(dir.path()).unwrap();
        assert_eq!(schema(&store), fresh, "schema {number}");
        assert!(verify(&store).unwrap().is_sound());
        let connection = store.reader().unwrap();
        let rows = buses(&connection).unwrap();
        let counts: Vec<_> = rows
            .iter()
            .map(|bus| {
                (
                    bus.name.as_str(),
                    bus.confirmed,
                    bus.unroutable,
                    bus.dead,
                    pending(&connection, bus).unwrap(),
                )
            })
            .collect();
        assert_eq!(counts, [("kafka", 0, 0, 0, 4), ("rabbitmq", 1, 1, 1, 1)]);
        let reader = Reader::open(&store, rows[1].id).unwrap();
        let open = reader.ahead(rows[1].done, 4).unwrap().items;
        assert_eq!(
            open.iter().map(|item| item.event.body()).collect::<Vec<_>>(),
            ["{\"status\":\"Completed\"}"]
        );
    }
}
