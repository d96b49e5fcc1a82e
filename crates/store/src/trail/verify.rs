//! Walking a chain of the trail: every place where it is broken is named.

use std::fmt;

use linli_domain::kernel::Office;

use super::{BEGINNING, Head, Line, digest, head, read};
use crate::args;
use crate::engine::error::Result;
use crate::engine::tx::Tx;

/// Lines that are read at once.
const AT_ONCE: i64 = 1_000;

/// Where a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub office: Office,
    pub seq: i64,
    pub kind: BreachKind,
}

/// How a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BreachKind {
    /// The line is not what was sealed.
    Changed,
    /// A line that must stand here is not there.
    Removed,
    /// The line does not follow from the one before it.
    Unlinked,
    /// The chain goes on after its head: a line was added past the store.
    Inserted,
    /// The chain ends before its head: lines were cut off.
    Truncated,
}

impl BreachKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Unlinked => "unlinked",
            Self::Inserted => "inserted",
            Self::Truncated => "truncated",
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "trail {} line {}: {}", self.office, self.seq, self.kind.as_str())
    }
}

/// Walks an office's whole chain and names every place where it is broken.
pub fn verify(tx: &mut Tx, office: Office) -> Result<Vec<Breach>> {
    let mut walk = Walk { office, seq: 0, digest: BEGINNING.to_owned(), breaches: Vec::new() };
    loop {
        let lines = tx.query(
            "select office, seq, at, account, actor, act, subject, detail, previous, digest
               from audit
              where office = $1 and seq > $2
              order by seq
              limit $3",
            args![office, walk.seq, AT_ONCE],
            read,
        )?;
        if lines.is_empty() {
            break;
        }
        for line in &lines {
            walk.step(line);
        }
    }
    let head = head(tx, office)?.unwrap_or(Head { seq: 0, digest: BEGINNING.to_owned() });
    Ok(walk.end(&head))
}

/// A walk along a chain: where it stands and what it found.
struct Walk {
    office: Office,
    seq: i64,
    digest: String,
    breaches: Vec<Breach>,
}

impl Walk {
    fn step(&mut self, line: &Line) {
        let gap = line.seq != self.seq + 1;
        if gap {
            self.found(self.seq + 1, BreachKind::Removed);
        }
        if digest(line) != line.digest {
            self.found(line.seq, BreachKind::Changed);
        } else if !gap && line.previous != self.digest {
            self.found(line.seq, BreachKind::Unlinked);
        }
        (self.seq, self.digest) = (line.seq, line.digest.clone());
    }

    fn end(mut self, head: &Head) -> Vec<Breach> {
        if self.seq < head.seq {
            self.found(self.seq + 1, BreachKind::Truncated);
        } else if self.seq > head.seq {
            self.found(head.seq + 1, BreachKind::Inserted);
        } else if self.digest != head.digest {
            self.found(head.seq, BreachKind::Unlinked);
        }
        self.breaches
    }

    fn found(&mut self, seq: i64, kind: BreachKind) {
        self.breaches.push(Breach { office: self.office, seq, kind });
    }
}
