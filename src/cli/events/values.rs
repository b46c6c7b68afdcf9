//! The values that flags of `events` take, as they are typed, and what they mean.

use busboot::journal::Level;
use busboot::journal::log::{Archived, Delivery, JobState, Order, Sort};
use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LevelArg {
    Info,
    Warn,
    Error,
}

impl LevelArg {
    pub(super) const fn level(self) -> Level {
        match self {
            Self::Info => Level::Info,
            Self::Warn => Level::Warn,
            Self::Error => Level::Error,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum StateArg {
    Created,
    Scheduled,
    Started,
    Completed,
}

impl StateArg {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::Scheduled => "Scheduled",
            Self::Started => "Started",
            Self::Completed => "Completed",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DeliveryArg {
    /// The bus is done with it
    Settled,
    /// The broker had no queue for it
    Unroutable,
    /// It could not be delivered
    Dead,
    /// It is still to be sent
    Pending,
}

impl DeliveryArg {
    pub(super) const fn delivery(self) -> Delivery {
        match self {
            Self::Settled => Delivery::Settled,
            Self::Unroutable => Delivery::Unroutable,
            Self::Dead => Delivery::Dead,
            Self::Pending => Delivery::Pending,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ArchivedArg {
    /// Without them
    No,
    /// Only them
    Only,
    /// With them
    All,
}

impl ArchivedArg {
    pub(super) const fn archived(self) -> Archived {
        match self {
            Self::No => Archived::Hidden,
            Self::Only => Archived::Only,
            Self::All => Archived::Included,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SortArg {
    /// When it happened
    Date,
    /// The order of acceptance
    Id,
    /// The type, then when it happened
    Type,
}

impl SortArg {
    pub(super) const fn sort(self) -> Sort {
        match self {
            Self::Date => Sort::Date,
            Self::Id => Sort::Id,
            Self::Type => Sort::Type,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OrderArg {
    /// The newest or greatest
    Desc,
    /// The oldest or smallest
    Asc,
}

impl OrderArg {
    pub(super) const fn order(self) -> Order {
        match self {
            Self::Desc => Order::Descending,
            Self::Asc => Order::Ascending,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum JobArg {
    Scheduled,
    Running,
    Completed,
    Failed,
    /// Started long ago and not ended
    Hanging,
    /// Scheduled long ago and not started
    NeverStarted,
}

impl JobArg {
    pub(super) const fn state(self) -> JobState {
        match self {
            Self::Scheduled => JobState::Scheduled,
            Self::Running => JobState::Running,
            Self::Completed => JobState::Completed,
            Self::Failed => JobState::Failed,
            Self::Hanging => JobState::Hanging,
            Self::NeverStarted => JobState::NeverStarted,
        }
    }
}
