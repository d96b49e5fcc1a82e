//! The clock of the demonstration: it stands in June 2022 while the records are made, and then tells the time.

use std::sync::OnceLock;

use linli_domain::kernel::Timestamp;
use linli_store::{Clock, SystemClock};

/// Shared with the store, and let go when everything is made.
#[derive(Debug, Default)]
pub struct ReplayClock {
    running: OnceLock<()>,
}

impl ReplayClock {
    /// From here on it tells the time.
    pub fn let_go(&self) {
        let _ = self.running.set(());
    }
}

impl Clock for ReplayClock {
    /// 6 June 2022, 09:00 in China: the figures of May are in.
    fn now(&self) -> Timestamp {
        match self.running.get() {
            Some(()) => SystemClock.now(),
            None => Timestamp::constant(1_654_477_200, 0),
        }
    }
}
