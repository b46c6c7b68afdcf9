//! Everything outside the program that an answer may depend on, handed in rather than read from globals.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustix::time::{ClockId, Timespec, clock_gettime};

use super::{Disk, Files, Text, looks_secret};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment; it may be set to another one at any time.
    fn now(&self) -> Timestamp;

    /// How long the machine has been up, asleep or not: it goes on evenly, whatever [`now`](Self::now) is set to.
    fn uptime(&self) -> Duration;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn uptime(&self) -> Duration {
        let Timespec { tv_sec, tv_nsec } = clock_gettime(ClockId::Boottime);
        Duration::new(u64::try_from(tv_sec).unwrap_or_default(), u32::try_from(tv_nsec).unwrap_or_default())
    }
}

/// A clock that stands still, for tests.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }
}

/// System properties that are the same in every JVM on Linux.
const OF_EVERY_JVM: [(&str, &str); 5] = [
    ("file.separator", "/"),
    ("java.io.tmpdir", "/tmp"),
    ("line.separator", "\n"),
    ("os.name", "Linux"),
    ("path.separator", ":"),
];

/// The system properties that every JVM sets by itself, to what its machine and its release make of them.
const OF_THE_JVM: [&str; 28] = [
    "file.encoding",
    "java.class.path",
    "java.class.version",
    "java.home",
    "java.library.path",
    "java.runtime.name",
    "java.runtime.version",
    "java.specification.name",
    "java.specification.vendor",
    "java.specification.version",
    "java.vendor",
    "java.vendor.url",
    "java.version",
    "java.version.date",
    "java.vm.info",
    "java.vm.name",
    "java.vm.specification.version",
    "java.vm.vendor",
    "java.vm.version",
    "native.encoding",
    "os.arch",
    "os.version",
    "sun.arch.data.model",
    "sun.jnu.encoding",
    "user.dir",
    "user.home",
    "user.language",
    "user.name",
];

/// Files, environment variables, JVM system properties and clock.
#[derive(Clone)]
pub struct Host {
    /// Where files are read.
    pub files: Arc<dyn Files>,
    /// Environment variables.
    pub variables: BTreeMap<String, String>,
    /// JVM system properties: what every JVM has by itself, and what `-D name=value` gives to a management server.
    pub system_properties: BTreeMap<String, String>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Whether the program runs as root.
    pub superuser: bool,
    /// Whether findings may show secrets: only where somebody asked for clear text.
    pub reveal: bool,
}

impl Host {
    /// A host of the given files, with no variables, and the system properties that are the same in every JVM on Linux.
    #[must_use]
    pub fn new(files: impl Files + 'static) -> Self {
        Self {
            files: Arc::new(files),
            variables: BTreeMap::new(),
            system_properties: OF_EVERY_JVM.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            clock: Arc::new(SystemClock),
            superuser: false,
            reveal: false,
        }
    }

    /// This machine: its disk, the environment of this process, its clock, and the system properties that a server's JVM
    /// has by itself. Variables that aren't UTF-8 are left out.
    #[must_use]
    pub fn of_this_process() -> Self {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self { variables, superuser: rustix::process::geteuid().is_root(), ..Self::new(Disk) }
    }

    /// Whether what stands under this name is to be kept out of every finding.
    #[must_use]
    pub fn conceals(&self, name: &str) -> bool {
        !self.reveal && looks_secret(name)
    }

    /// Whether it is a system property that the server's JVM sets by itself, to a value that isn't known here.
    #[must_use]
    pub fn leaves_to_jvm(&self, name: &str) -> bool {
        OF_THE_JVM.contains(&name) && !self.system_properties.contains_key(name)
    }

    /// What stands under this name, secret where the name says so.
    #[must_use]
    pub fn text(&self, name: &str, value: &str) -> Text {
        Text::plain(value).guarded(self.conceals(name))
    }

    /// The same with an environment variable.
    #[must_use]
    pub fn with_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// The same with a JVM system property.
    #[must_use]
    pub fn with_system_property(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.system_properties.insert(name.into(), value.into());
        self
    }
}

impl fmt::Debug for Host {
    /// Names only: values of variables and system properties may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host")
            .field("variables", &self.variables.keys())
            .field("system_properties", &self.system_properties.keys())
            .finish_non_exhaustive()
    }
}
