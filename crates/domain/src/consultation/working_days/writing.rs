//! A list of days as it is shown for changing: one line a day, in the form that is read again.

use super::{DayKind, Special};

/// `2022-05-01 休 劳动节`, the earliest day first.
pub fn write(days: &[Special]) -> String {
    let mut days: Vec<&Special> = days.iter().collect();
    days.sort_by_key(|special| special.day);
    let line = |special: &&Special| {
        let word = match special.kind {
            DayKind::Holiday => "休",
            DayKind::MadeUp => "班",
        };
        format!("{} {word} {}", special.day, special.name).trim_end().to_owned()
    };
    days.iter().map(line).collect::<Vec<_>>().join("\n")
}
