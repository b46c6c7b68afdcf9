//! Content models: what children an element may have, in which order.
//!
//! A model is compiled to the automaton of its positions (Glushkov's): small, without backtracking, and it can tell
//! what is expected next in the order in which Xerces lists it.

use std::fmt;

/// What a position of a model takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    /// This element of this section of the table.
    Element {
        /// The namespace's URI.
        namespace: &'static str,
        /// The local name.
        local: &'static str,
    },
    /// Any element that is in a namespace other than this one.
    Other(&'static str),
}

impl Symbol {
    /// Whether an element of this name may stand at the position.
    fn takes(self, uri: Option<&str>, name: &str) -> bool {
        match self {
            Self::Element { namespace, local } => uri == Some(namespace) && name == local,
            Self::Other(namespace) => uri.is_some_and(|uri| uri != namespace),
        }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element { namespace, local } => write!(f, "\"{namespace}\":{local}"),
            Self::Other(namespace) => write!(f, "WC[##other:\"{namespace}\"]"),
        }
    }
}

/// A model as it is written.
#[derive(Clone, Debug)]
pub(super) enum Particle {
    /// One element.
    One(Symbol),
    /// One after the other.
    Sequence(Vec<Particle>),
    /// One of them.
    Choice(Vec<Particle>),
    /// Not at all or once.
    Optional(Box<Particle>),
    /// Any number of times.
    Repeated(Box<Particle>),
}

/// A set of positions; no model of the table has more than 63.
type Positions = u64;

/// A compiled model.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    symbols: Vec<Symbol>,
    follow: Vec<Positions>,
    start: State,
    last: Positions,
}

/// How far the children are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    next: Positions,
    /// Whether the element may end here.
    pub(super) complete: bool,
}

/// What compiling a part yields: where it can start and end, and whether it may be empty.
struct Part {
    first: Positions,
    last: Positions,
    empty: bool,
}

impl Model {
    /// Compiles a model.
    pub(super) fn new(particle: &Particle) -> Self {
        let mut model = Self::default();
        let whole = model.add(particle);
        model.start = State { next: whole.first, complete: whole.empty };
        model.last = whole.last;
        model
    }

    fn add(&mut self, particle: &Particle) -> Part {
        match particle {
            Particle::One(symbol) => {
                let position = 1 << self.symbols.len();
                self.symbols.push(*symbol);
                self.follow.push(0);
                Part { first: position, last: position, empty: false }
            }
            Particle::Sequence(parts) => {
                let nothing = Part { first: 0, last: 0, empty: true };
                parts.iter().fold(nothing, |before, part| {
                    let part = self.add(part);
                    self.connect(before.last, part.first);
                    Part {
                        first: before.first | if before.empty { part.first } else { 0 },
                        last: part.last | if part.empty { before.last } else { 0 },
                        empty: before.empty && part.empty,
                    }
                })
            }
            Particle::Choice(parts) => {
                let nothing = Part { first: 0, last: 0, empty: false };
                parts.iter().fold(nothing, |before, part| {
                    let part = self.add(part);
                    Part {
                        first: before.first | part.first,
                        last: before.last | part.last,
                        empty: before.empty || part.empty,
                    }
                })
            }
            Particle::Optional(inner) => Part { empty: true, ..self.add(inner) },
            Particle::Repeated(inner) => {
                let part = self.add(inner);
                self.connect(part.last, part.first);
                Part { empty: true, ..part }
            }
        }
    }

    fn connect(&mut self, from: Positions, to: Positions) {
        for (_, follow) in
            self.follow.iter_mut().enumerate().filter(|(position, _)| from >> position & 1 == 1)
        {
            *follow |= to;
        }
    }

    /// Before the first child.
    pub(super) fn start(&self) -> State {
        self.start
    }

    /// After one more child; `None` when it may not stand here.
    pub(super) fn step(&self, state: State, uri: Option<&str>, local: &str) -> Option<(State, Symbol)> {
        let mut taken = None;
        let mut after = State::default();
        for (position, symbol) in self.at(state.next).filter(|(_, symbol)| symbol.takes(uri, local)) {
            taken.get_or_insert(symbol);
            after.next |= self.follow.get(position).copied().unwrap_or(0);
            after.complete |= self.last >> position & 1 == 1;
        }
        taken.map(|symbol| (after, symbol))
    }

    /// What may stand here, each once.
    pub(super) fn expected(&self, state: State) -> Vec<Symbol> {
        let mut expected: Vec<(usize, Symbol)> = Vec::new();
        for (_, symbol) in self.at(state.next) {
            let place = self.symbols.iter().position(|other| *other == symbol).unwrap_or(usize::MAX);
            if !expected.contains(&(place, symbol)) {
                expected.push((place, symbol));
            }
        }
        expected.sort_by_key(|(place, _)| *place);
        expected.into_iter().map(|(_, symbol)| symbol).collect()
    }

    /// Every symbol of the model.
    #[cfg(test)]
    pub(super) fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    fn at(&self, positions: Positions) -> impl Iterator<Item = (usize, Symbol)> {
        self.symbols.iter().copied().enumerate().filter(move |(position, _)| positions >> position & 1 == 1)
    }
}
