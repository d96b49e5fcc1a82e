//! The ballots of a vote by their numbers: how far each is, never what is on it.

use linli_domain::kernel::Office;
use linli_domain::kernel::people::AccountId;
use linli_domain::planning::vote::{BallotId, Channel, VoteId};
use linli_domain::register::evidence::EvidenceId;

use crate::{Error, Result, Row, Tx, args};

/// Where a ballot stands, without what is on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    pub id: BallotId,
    pub number: u32,
    pub step: Step,
    pub channel: Channel,
    pub first: AccountId,
    pub second: Option<AccountId>,
    pub scan: Option<EvidenceId>,
    pub proxy_scan: Option<EvidenceId>,
    /// It counts for somebody by proxy, and the written authority is not scanned yet.
    pub lacks_authority: bool,
}

/// How far a ballot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Typed once.
    Typed,
    /// The two readings differ.
    Differs,
    /// It counts as it was read.
    Settled,
}

/// Which ballots are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    /// Those that this person may read next: typed once by somebody else.
    Second(AccountId),
    /// Those whose readings differ.
    Differ,
    /// Those of a proxy whose written authority is not scanned.
    Unscanned,
}

macro_rules! ballot_columns {
    () => {
        "b.id, b.number, b.state, b.first_account, b.second_account, b.channel, b.scan, b.proxy_scan, b.proxy_needed"
    };
}

fn ballot(row: &Row) -> Result<Ballot> {
    let step = match row.get::<String>(2)?.as_str() {
        "typed" => Step::Typed,
        "differs" => Step::Differs,
        "settled" => Step::Settled,
        _ => return Err(Error::Damaged),
    };
    let proxy_scan: Option<EvidenceId> = row.get(7)?;
    Ok(Ballot {
        id: row.get(0)?,
        number: row.get(1)?,
        step,
        first: row.get(3)?,
        second: row.get(4)?,
        channel: row.get::<String>(5)?.parse().map_err(|()| Error::Damaged)?,
        scan: row.get(6)?,
        lacks_authority: row.get::<bool>(8)? && proxy_scan.is_none(),
        proxy_scan,
    })
}

/// The ballots of a vote after a number, by numbers.
pub fn ballots(tx: &mut Tx, office: Office, id: VoteId, which: Which, after: u32, most: usize) -> Result<Vec<Ballot>> {
    let (some, by) = match which {
        Which::All => ("all", None),
        Which::Second(by) => ("second", Some(by)),
        Which::Differ => ("differ", None),
        Which::Unscanned => ("unscanned", None),
    };
    tx.query(
        concat!(
            "select ",
            ballot_columns!(),
            " from vote_ballot b
              where b.office = $1 and b.vote = $2 and b.number > $3
                and ($4 = 'all' or $4 = 'second' and b.state = 'typed' and b.first_account <> $5
                     or $4 = 'differ' and b.state = 'differs'
                     or $4 = 'unscanned' and b.proxy_needed and b.proxy_scan is null)
              order by b.number limit $6"
        ),
        args![office, id, after, some, by.map(|by| by.to_string()).unwrap_or_default(), most],
        ballot,
    )
}

/// How many ballots wait: for a second reading, for somebody who settles them, for the scan of an authority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    pub second: i64,
    pub differ: i64,
    pub unscanned: i64,
}

impl Waiting {
    pub const fn any(self) -> bool {
        self.second + self.differ + self.unscanned > 0
    }
}

pub fn waiting(tx: &mut Tx, office: Office, id: VoteId) -> Result<Waiting> {
    tx.query_one(
        "select cast(coalesce(sum(case when state = 'typed' then 1 else 0 end), 0) as bigint),
                cast(coalesce(sum(case when state = 'differs' then 1 else 0 end), 0) as bigint),
                cast(coalesce(sum(case when proxy_needed and proxy_scan is null then 1 else 0 end), 0) as bigint)
           from vote_ballot where office = $1 and vote = $2",
        args![office, id],
        |row| Ok(Waiting { second: row.get(0)?, differ: row.get(1)?, unscanned: row.get(2)? }),
    )
}

/// One ballot by its number.
pub fn find(tx: &mut Tx, office: Office, id: VoteId, number: u32) -> Result<Option<Ballot>> {
    tx.query_opt(
        concat!(
            "select ",
            ballot_columns!(),
            " from vote_ballot b where b.office = $1 and b.vote = $2 and b.number = $3"
        ),
        args![office, id, number],
        ballot,
    )
}
