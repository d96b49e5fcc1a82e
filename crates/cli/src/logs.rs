//! Logs: for eyes on a terminal, as JSON everywhere else. They never hold a password or a person's data.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::lang::Text;
use crate::outcome::Failure;

pub fn start(level: &str) -> Result<(), Failure> {
    let filter =
        EnvFilter::try_new(level).map_err(|_| Failure::wrong_use(Text::new("log-bad").with("level", level)))?;
    let terminal = std::io::stderr().is_terminal();
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(terminal);
    // A second start (in tests) is harmless: the first one stays.
    let _ = if terminal { logs.compact().try_init() } else { logs.json().flatten_event(true).try_init() };
    Ok(())
}
