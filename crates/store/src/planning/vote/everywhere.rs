//! The votes of an office, page by page, latest days first.

use linli_domain::kernel::{Date, Office};
use linli_domain::planning::vote::VoteId;

use super::{Kept, kept, vote_columns};
use crate::register::listing::Reach;
use crate::register::search::like_pattern;
use crate::{Result, Tx, args};

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    All,
    /// Drafted (草稿).
    Draft,
    /// Announced, and its days have not begun (已公告).
    Announced,
    /// Ballots are taken (投票中).
    Open,
    /// Its days are over, and nobody has counted it (待计票).
    Over,
    /// Counted and bound (已计票).
    Closed,
}

impl Tab {
    pub const ALL: [Self; 6] = [Self::All, Self::Draft, Self::Announced, Self::Open, Self::Over, Self::Closed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Draft => "draft",
            Self::Announced => "announced",
            Self::Open => "open",
            Self::Over => "over",
            Self::Closed => "closed",
        }
    }
}

/// A vote and the name of its place.
#[derive(Clone, Debug)]
pub struct Entry {
    pub vote: Kept,
    pub place: String,
}

/// How many there are of each, in the order of [`Tab::ALL`].
pub type Counts = [i64; 6];

macro_rules! stands {
    () => {
        "case when v.state = 'draft' then 'draft' when v.state = 'closed' then 'closed'
              when v.state = 'withdrawn' then 'withdrawn' when $3 < v.first_day then 'announced'
              when $3 > v.last_day then 'over' else 'open' end"
    };
}

macro_rules! reach {
    () => {
        "($2 = '' or $2 like '%|' || n.id || '|%' or $2 like '%|' || n.town || '|%'
          or $2 like '%|' || n.division || '|%')"
    };
}

/// A page of them, after the last one of the page before.
pub fn everywhere(
    tx: &mut Tx,
    office: Office,
    (reach, today): (&Reach, Date),
    tab: Tab,
    words: &str,
    after: Option<VoteId>,
    limit: usize,
) -> Result<Vec<Entry>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    tx.query(
        concat!(
            "select ",
            vote_columns!(),
            ", n.name from owner_vote v join neighbourhood n on n.office = v.office and n.id = v.neighbourhood
              where v.office = $1 and ",
            reach!(),
            " and ($4 = 'all' or ",
            stands!(),
            " = $4) and (n.search like $5 escape '!' or v.title like $5 escape '!')
              and ($6 = '' or v.id < $6)
              order by v.id desc limit $7"
        ),
        args![office, reach.text(), today, tab.as_str(), like_pattern(words), after, limit],
        |row| Ok(Entry { vote: kept(row)?, place: row.get(super::COLUMNS)? }),
    )
}

/// How many votes there are of each.
pub fn counts(tx: &mut Tx, office: Office, reach: &Reach, today: Date) -> Result<Counts> {
    let rows = tx.query(
        concat!(
            "select stands, count(*) from (select ",
            stands!(),
            " as stands from owner_vote v join neighbourhood n on n.office = v.office and n.id = v.neighbourhood
              where v.office = $1 and ",
            reach!(),
            ") as votes group by stands"
        ),
        args![office, reach.text(), today],
        |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)),
    )?;
    let all = rows.iter().map(|(_, many)| many).sum();
    let of = |tab: Tab| rows.iter().find(|(stands, _)| stands == tab.as_str()).map_or(0, |(_, many)| *many);
    Ok(Tab::ALL.map(|tab| if tab == Tab::All { all } else { of(tab) }))
}
