//! `events` as it is typed: names and values are a contract. Where CloudStack's API has a name, it is one here too.

use std::time::Duration;

use clap::{ArgGroup, Args, Subcommand};
use jiff::Timestamp;

use busboot::config::own::parse_duration;
use busboot::journal::log::{Account, Archived, EventRef, Filter, Principal};

use super::moment;
use super::values::{ArchivedArg, DeliveryArg, JobArg, LevelArg, OrderArg, SortArg, StateArg};

/// `events`.
#[derive(Debug, Args)]
pub(crate) struct Events {
    #[command(flatten)]
    pub(super) who: Who,
    #[command(subcommand)]
    pub(super) command: Action,
}

/// Who asks.
#[derive(Debug, Args)]
pub(super) struct Who {
    /// Ask as a user: see and change the events of this account (UUID, database id) alone, and no alerts
    #[arg(long = "as", global = true, value_name = "ACCOUNT", conflicts_with = "as_domain")]
    as_account: Option<Account>,
    /// Ask as a domain admin: see and change the events of this domain (database id) alone, and no alerts
    #[arg(long, global = true, value_name = "ID")]
    as_domain: Option<i64>,
}

impl Who {
    pub(super) fn principal(&self) -> Principal {
        match (&self.as_account, self.as_domain) {
            (Some(account), _) => Principal::User(account.clone()),
            (None, Some(domain)) => Principal::DomainAdmin(domain),
            (None, None) => Principal::RootAdmin,
        }
    }
}

/// The commands of `events`.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// List events, the newest first
    List(List),
    /// Show events with all they have, and what has become of them on each bus
    Show(Show),
    /// Print events as they are accepted, until it is interrupted
    Follow(Follow),
    /// Show the Scheduled, Started and Completed events of each long-running job as one
    Jobs(Jobs),
    /// Show what waits for each bus, how many events there are, how many happened of late, and the most frequent types
    Stats,
    /// Archive events: they are kept, and hidden from whoever doesn't ask for them
    Archive(Change),
    /// Take events out of the archive
    Unarchive(Change),
    /// Delete events; those that a bus has yet to get are hidden at once and go when it has them
    Delete(Change),
    /// Delete events and alerts that are older than the settings of purging say
    Purge(Purge),
    /// Send events to a bus again
    Replay(Replay),
    /// List, retry or drop the events that a bus could not get
    #[command(subcommand)]
    Dead(Dead),
    /// Look for damage in the journal
    Verify,
    /// Save what is readable of a damaged journal into a new one; the old one is kept beside it
    Repair,
    /// Forget a bus with all that it has yet to get
    DropBus(DropBus),
}

impl Action {
    /// What it says of which events, where it can say that.
    pub(super) const fn filter(&self) -> Option<&FilterArgs> {
        match self {
            Self::List(args) => Some(&args.filter),
            Self::Follow(args) => Some(&args.filter),
            Self::Jobs(args) => Some(&args.filter),
            Self::Archive(args) | Self::Unarchive(args) | Self::Delete(args) => Some(&args.filter),
            Self::Replay(args) => Some(&args.filter),
            _ => None,
        }
    }
}

/// Which events.
#[derive(Debug, Args)]
pub(super) struct FilterArgs {
    /// Of this type, spelled as it was accepted; `*` for any characters
    #[arg(long = "type", value_name = "TYPE")]
    event_type: Option<String>,
    /// Of this category, such as ActionEvent
    #[arg(long, value_name = "CATEGORY", value_parser = category)]
    category: Option<String>,
    /// Of this level
    #[arg(long, value_enum, ignore_case = true)]
    level: Option<LevelArg>,
    /// In this state
    #[arg(long, value_enum, ignore_case = true)]
    state: Option<StateArg>,
    /// From this date on: RFC 3339, `2024-12-17 17:11:29 +0530`, without an offset or a time too, or -2h
    #[arg(long, visible_alias = "startdate", value_name = "DATE", value_parser = moment::start, allow_hyphen_values = true)]
    start: Option<Timestamp>,
    /// Up to this date; one without a time is included whole
    #[arg(long, visible_alias = "enddate", value_name = "DATE", value_parser = moment::end, allow_hyphen_values = true)]
    end: Option<Timestamp>,
    /// With this in the type, the description, the level or the resource's UUID
    #[arg(long, value_name = "TEXT")]
    keyword: Option<String>,
    /// Of this account: UUID or database id
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<Account>,
    /// Of this domain: database id
    #[arg(long, visible_alias = "domainid", value_name = "ID")]
    domain: Option<i64>,
    /// Of the resource with this UUID
    #[arg(long, visible_alias = "resourceid", value_name = "UUID")]
    resource: Option<String>,
    /// Of resources of this type, such as VirtualMachine
    #[arg(long, visible_alias = "resourcetype", value_name = "TYPE")]
    resource_type: Option<String>,
    /// With this database id of CloudStack
    #[arg(long, value_name = "ID")]
    event_id: Option<i64>,
    /// Of the job that began with the event of this database id
    #[arg(long, visible_alias = "startid", value_name = "ID")]
    start_id: Option<i64>,
    /// For this bus
    #[arg(long, value_name = "BUS")]
    bus: Option<String>,
    /// In this state on the bus; without --bus, on any
    #[arg(long, value_enum)]
    delivery: Option<DeliveryArg>,
    /// Archived ones: without a value, only they; those that are named by their ids count in any case, unless it is no
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "only")]
    archived: Option<ArchivedArg>,
}

impl FilterArgs {
    /// Whether the dates are the wrong way round.
    pub(super) fn ends_before_it_starts(&self) -> bool {
        self.start.zip(self.end).is_some_and(|(start, end)| start > end)
    }

    /// What can't be asked of an event in the moment of its acceptance.
    pub(super) fn of_the_past(&self) -> Option<&'static str> {
        if self.delivery.is_some() {
            Some("--delivery")
        } else if self.archived.is_some() {
            Some("--archived")
        } else {
            self.end.map(|_| "--end")
        }
    }

    pub(super) fn filter(&self, ids: &[EventRef]) -> Filter {
        let unsaid = if ids.is_empty() { Archived::Hidden } else { Archived::Included };
        Filter {
            ids: ids.to_vec(),
            event_id: self.event_id,
            event_type: self.event_type.clone(),
            category: self.category.clone(),
            level: self.level.map(LevelArg::level),
            state: self.state.map(|state| state.name().to_owned()),
            start: self.start,
            end: self.end,
            keyword: self.keyword.clone(),
            account: self.account.clone(),
            domain: self.domain,
            resource: self.resource.clone(),
            resource_type: self.resource_type.clone(),
            start_id: self.start_id,
            bus: self.bus.clone(),
            delivery: self.delivery.map(DeliveryArg::delivery),
            kind: None,
            archived: self.archived.map_or(unsaid, ArchivedArg::archived),
        }
    }
}

/// `events list`.
#[derive(Debug, Args)]
pub(super) struct List {
    /// These events: the log's numbers or UUIDs
    #[arg(long = "id", value_name = "ID", value_delimiter = ',')]
    pub(super) ids: Vec<EventRef>,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    /// What to sort by
    #[arg(long, value_enum, default_value_t = SortArg::Date)]
    pub(super) sort: SortArg,
    /// Which end comes first
    #[arg(long, value_enum, default_value_t = OrderArg::Desc)]
    pub(super) order: OrderArg,
    /// The most events of a page
    #[arg(long, visible_alias = "pagesize", value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) limit: u32,
    /// Go on behind the page that ended with this cursor
    #[arg(long, value_name = "CURSOR")]
    pub(super) cursor: Option<String>,
    /// All pages
    #[arg(long, conflicts_with = "limit")]
    pub(super) all: bool,
    /// Only how many there are
    #[arg(long, conflicts_with_all = ["cursor", "all", "limit"])]
    pub(super) count: bool,
}

/// `events show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The log's numbers or UUIDs
    #[arg(value_name = "ID", required = true)]
    pub(super) ids: Vec<EventRef>,
}

/// `events follow`.
#[derive(Debug, Args)]
pub(super) struct Follow {
    #[command(flatten)]
    pub(super) filter: FilterArgs,
}

/// `events jobs`.
#[derive(Debug, Args)]
pub(super) struct Jobs {
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    /// Only jobs that are this far
    #[arg(long, value_enum)]
    pub(super) job: Option<JobArg>,
    /// The time after which a job that has not ended is hanging, and one that has not started never will
    #[arg(long, value_name = "DURATION", default_value = "60m", value_parser = duration)]
    pub(super) patience: Duration,
    /// The most jobs of a page
    #[arg(long, visible_alias = "pagesize", value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) limit: u32,
    /// Go on behind the page that ended with this cursor
    #[arg(long, value_name = "CURSOR")]
    pub(super) cursor: Option<String>,
}

/// `events archive`, `unarchive` and `delete`.
#[derive(Debug, Args)]
pub(super) struct Change {
    /// The log's numbers or UUIDs
    #[arg(value_name = "ID")]
    pub(super) ids: Vec<EventRef>,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
}

/// `events purge`.
#[derive(Debug, Args)]
pub(super) struct Purge {
    /// Only alerts
    #[arg(long, conflicts_with = "events")]
    pub(super) alerts: bool,
    /// Only events that aren't alerts
    #[arg(long)]
    pub(super) events: bool,
    /// Older than so many days, whatever the settings say
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) older_than: Option<u32>,
    /// Archived ones too, whatever the settings say
    #[arg(long)]
    pub(super) archived: bool,
    /// Only say how many it would be
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// `events replay`.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// The bus
    #[arg(long, value_name = "BUS")]
    pub(super) to: String,
    /// The log's numbers or UUIDs
    #[arg(value_name = "ID")]
    pub(super) ids: Vec<EventRef>,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    /// Every event that isn't archived, where neither ids nor filters say which
    #[arg(long, conflicts_with = "ids")]
    pub(super) all: bool,
}

/// `events drop-bus`.
#[derive(Debug, Args)]
pub(super) struct DropBus {
    /// The bus
    #[arg(value_name = "BUS")]
    pub(super) bus: String,
}

/// `events dead`.
#[derive(Debug, Subcommand)]
pub(super) enum Dead {
    /// List the events that a bus could not get, and why
    List(DeadList),
    /// Send them again
    Retry(DeadChange),
    /// Give them up
    Drop(DeadChange),
}

/// `events dead list`.
#[derive(Debug, Args)]
pub(super) struct DeadList {
    /// Of this bus
    #[arg(long, value_name = "BUS")]
    pub(super) bus: Option<String>,
}

/// `events dead retry` and `drop`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true).args(["ids", "all"])))]
pub(super) struct DeadChange {
    /// The log's numbers or UUIDs
    #[arg(value_name = "ID")]
    pub(super) ids: Vec<EventRef>,
    /// Of this bus
    #[arg(long, value_name = "BUS")]
    pub(super) bus: Option<String>,
    /// All of them
    #[arg(long)]
    pub(super) all: bool,
}

/// CloudStack's own spelling of its categories, whatever the case.
fn category(text: &str) -> Result<String, String> {
    const KNOWN: [&str; 5] =
        ["ActionEvent", "AlertEvent", "UsageEvent", "ResourceStateEvent", "AsyncJobEvent"];
    let known = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(text));
    Ok(known.unwrap_or(text).to_owned())
}

fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text).ok_or_else(|| "write a time such as 30m or 2h".to_owned())
}
