//! Releases of a management server, and what differs between them as far as event buses go.
//!
//! In: a name such as `4.20` or `mold-4.0`. Out: answers. From CloudStack's history: the modules `event` and `webhook`
//! came with 4.20; Mold, its fork, has had them in every release that has an event bus.

use std::fmt;
use std::str::FromStr;

use crate::config::classes;

/// A release line; the third number of a version changes nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// Apache CloudStack 4.n.
    CloudStack(u8),
    /// Mold 4.n.
    Mold(u8),
}

/// The first CloudStack 4.n with the module `event`.
const FIRST_WITH_EVENT: u8 = 20;

impl Release {
    /// The newest that is known: what is judged for when no other is named.
    pub const NEWEST: Self = Self::CloudStack(22);

    /// CloudStack's releases that can be named, the oldest first.
    pub const CLOUDSTACK: [Self; 5] = [
        Self::CloudStack(18),
        Self::CloudStack(19),
        Self::CloudStack(20),
        Self::CloudStack(21),
        Self::NEWEST,
    ];

    /// Whether there is a module `event`, whose buses are registered, all of them; without it, `core` is read and the
    /// first bus of its type is used.
    #[must_use]
    pub const fn has_event_module(self) -> bool {
        match self {
            Self::CloudStack(minor) => minor >= FIRST_WITH_EVENT,
            Self::Mold(_) => true,
        }
    }

    /// The module whose buses count.
    #[must_use]
    pub const fn module(self) -> &'static str {
        if self.has_event_module() { "event" } else { "core" }
    }

    /// Whether the server's class path has a class that event bus files name; `true` for classes nobody asks about.
    #[must_use]
    pub fn ships(self, class: &str) -> bool {
        !classes::is_not_shipped(class) && (self.has_event_module() || class != classes::WEBHOOK)
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CloudStack(minor) => write!(f, "4.{minor}"),
            Self::Mold(minor) => write!(f, "mold-4.{minor}"),
        }
    }
}

/// A name that isn't one of a release.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no release: there are 4.18, 4.19, 4.20, 4.21 and 4.22, and mold-4.0 and later")]
pub struct UnknownRelease(String);

impl FromStr for Release {
    type Err = UnknownRelease;

    /// `4.20`, `4.20.1.0`, `mold-4.2`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownRelease(text.to_owned());
        let (version, mold) = text.strip_prefix("mold-").map_or((text, false), |version| (version, true));
        let mut parts = version.split('.').map(str::parse::<u8>);
        let (Some(Ok(4)), Some(Ok(minor))) = (parts.next(), parts.next()) else { return Err(unknown()) };
        if parts.any(|part| part.is_err()) {
            return Err(unknown());
        }
        let release = if mold { Self::Mold(minor) } else { Self::CloudStack(minor) };
        (mold || Self::CLOUDSTACK.contains(&release)).then_some(release).ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_releases() {
        assert_eq!("4.20".parse(), Ok(Release::CloudStack(20)));
        assert_eq!("4.19.3.0".parse(), Ok(Release::CloudStack(19)));
        assert_eq!("mold-4.2".parse(), Ok(Release::Mold(2)));
        for wrong in ["", "4", "4.", "4.17", "4.23", "5.0", "mold", "mold-5.0", "4.20.x", "v4.20"] {
            assert!(wrong.parse::<Release>().is_err(), "{wrong}");
        }
        for release in Release::CLOUDSTACK {
            assert_eq!(release.to_string().parse(), Ok(release));
        }
    }

    #[test]
    fn the_module_event_came_with_4_20() {
        assert_eq!(Release::CloudStack(19).module(), "core");
        assert_eq!(Release::CloudStack(20).module(), "event");
        assert_eq!(Release::Mold(0).module(), "event");
    }
}
