//! The clock of the demonstration: it is set to each day while the records are made, and runs on from the last one. So the
//! year that is shown stays the year of its records, whenever somebody looks at it.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::offset;
use linli_domain::kernel::Timestamp;
use linli_store::{Clock, SystemClock};

/// Shared with the store, set day by day, and let go when everything is made.
#[derive(Debug)]
pub struct ReplayClock {
    /// Milliseconds: the moment it stands at, or, once it runs, how far it is behind the time.
    at: AtomicI64,
    runs: std::sync::atomic::AtomicBool,
}

impl Default for ReplayClock {
    fn default() -> Self {
        Self { at: AtomicI64::new(morning(super::replay::BEGINNING)), runs: false.into() }
    }
}

/// Nine o'clock in China.
fn morning(day: Date) -> i64 {
    let at = offset(8).to_timestamp(day.at(9, 0, 0, 0));
    at.map(Timestamp::as_millisecond).unwrap_or_default()
}

impl ReplayClock {
    /// Sets it to the morning of a day.
    pub fn to(&self, day: Date) {
        self.at.store(morning(day), Ordering::SeqCst);
    }

    /// From here on it runs; how far it is behind the time.
    pub fn let_go(&self) -> SignedDuration {
        let behind = SystemClock.now().as_millisecond() - self.at.load(Ordering::SeqCst);
        self.at.store(behind, Ordering::SeqCst);
        self.runs.store(true, Ordering::SeqCst);
        SignedDuration::from_millis(behind)
    }
}

impl Clock for ReplayClock {
    fn now(&self) -> Timestamp {
        let at = self.at.load(Ordering::SeqCst);
        let millis = if self.runs.load(Ordering::SeqCst) { SystemClock.now().as_millisecond() - at } else { at };
        Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}
