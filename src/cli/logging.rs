//! The log: to standard error, as text or JSON, with levels from the settings or RUST_LOG.

use busboot::config::own::OwnSettings;
use tracing_subscriber::EnvFilter;

/// What logs whole messages and frames, in which session keys and passwords may stand.
const UNSAFE: [&str; 2] = ["lapin=off", "amq_protocol=off"];

/// Starts it. A flag, BUSBOOT_LOG_LEVEL or the file beats RUST_LOG.
pub(crate) fn start(settings: &OwnSettings, coloured: bool) -> Result<(), String> {
    let given = settings.text("log.level", "").map(str::to_owned);
    let directives = given.or_else(|| std::env::var("RUST_LOG").ok()).unwrap_or_else(|| "info".to_owned());
    let mut filter =
        EnvFilter::try_new(&directives).map_err(|error| format!("log.level {directives:?}: {error}"))?;
    for talkative in UNSAFE {
        filter = filter.add_directive(talkative.parse().map_err(|_| format!("{talkative} is no directive"))?);
    }
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(coloured);
    let started = match settings.text("log.format", "") {
        None | Some("text") => builder.with_target(false).try_init(),
        Some("json") => builder.json().try_init(),
        Some(other) => return Err(format!("log.format {other:?} is not text or json")),
    };
    started.map_err(|error| error.to_string())
}
