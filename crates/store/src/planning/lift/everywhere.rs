//! The lifts of an office: every entrance with a scheme and where it stands, page by page; and those of one neighbourhood.

use linli_domain::kernel::{Money, NeighbourhoodId, Office};
use linli_domain::planning::lift::{SchemeId, State};
use linli_domain::register::EntranceId;

use crate::register::listing::Reach;
use crate::register::search::like_pattern;
use crate::{Error, Result, Row, Tx, args};

/// An entrance with its last version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub scheme: SchemeId,
    pub number: i64,
    pub state: State,
    pub cost: Money,
    pub neighbourhood: NeighbourhoodId,
    pub neighbourhood_name: String,
    pub entrance: EntranceId,
    pub building_name: String,
    pub entrance_name: String,
    /// Households by what they said: for, without paying, against, silent.
    pub said: [i64; 4],
    /// The last version that was settled, and its number.
    pub settled: Option<(SchemeId, i64)>,
}

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    All,
    /// Still talked about (商议中).
    Draft,
    /// With a settled scheme (已定稿).
    Settled,
}

impl Tab {
    pub const ALL: [Self; 3] = [Self::All, Self::Draft, Self::Settled];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Draft => "draft",
            Self::Settled => "settled",
        }
    }
}

/// The last version of each entrance that has one, of those that end with `$which`.
macro_rules! last_versions {
    ($which:literal) => {
        concat!(
            "with last as (
             select s.id, s.number, s.state, s.cost_fen, n.id as neighbourhood, n.name as neighbourhood_name,
                    s.entrance, b.name as building_name, e.name as entrance_name, t.id as settled,
                    t.number as settled_number
               from lift_scheme s
               join entrance e on e.office = s.office and e.id = s.entrance
               join building b on b.office = e.office and b.id = e.building
               join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
               left join lift_scheme t on t.office = s.office and t.entrance = s.entrance and t.state = 'settled'
                    and not exists (select 1 from lift_scheme u where u.office = t.office and u.entrance = t.entrance
                           and u.state = 'settled' and u.number > t.number)
              where s.office = $1
                and not exists (select 1 from lift_scheme o where o.office = s.office and o.entrance = s.entrance
                       and o.number > s.number) ",
            $which,
            ")
             select l.id, l.number, l.state, l.cost_fen, l.neighbourhood, l.neighbourhood_name, l.entrance,
                    l.building_name, l.entrance_name, l.settled, l.settled_number,
                    count(case when h.answer = 'for' then 1 end),
                    count(case when h.answer = 'without-paying' then 1 end),
                    count(case when h.answer = 'against' then 1 end),
                    count(case when h.answer = 'silent' then 1 end)
               from last l
               left join lift_household h on h.office = $1 and h.scheme = l.id
              group by l.id, l.number, l.state, l.cost_fen, l.neighbourhood, l.neighbourhood_name, l.entrance,
                    l.building_name, l.entrance_name, l.settled, l.settled_number
              order by l.entrance"
        )
    };
}

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        scheme: row.get(0)?,
        number: row.get(1)?,
        state: row.get::<String>(2)?.parse().map_err(|()| Error::Damaged)?,
        cost: row.get(3)?,
        neighbourhood: row.get(4)?,
        neighbourhood_name: row.get(5)?,
        entrance: row.get(6)?,
        building_name: row.get(7)?,
        entrance_name: row.get(8)?,
        settled: row.get::<Option<_>>(9)?.zip(row.get::<Option<_>>(10)?),
        said: [row.get(11)?, row.get(12)?, row.get(13)?, row.get(14)?],
    })
}

/// A page of them by entrance, after the one that was last; those of neighbourhoods whose name, number or sounds hold these words.
pub fn everywhere(
    tx: &mut Tx,
    office: Office,
    reach: &Reach,
    tab: Tab,
    words: &str,
    after: &str,
    limit: usize,
) -> Result<Vec<Entry>> {
    tx.query(
        last_versions!(
            "and n.merged_into is null
                and ($2 = '' or $2 like '%|' || n.id || '|%' or $2 like '%|' || n.town || '|%'
                     or $2 like '%|' || n.division || '|%')
                and ($3 = 'all' or ($3 = 'draft' and s.state = 'draft') or ($3 = 'settled' and t.id is not null))
                and ($4 = '' or n.search like $4 escape '!') and s.entrance > $5
              order by s.entrance limit $6"
        ),
        args![office, reach.text(), tab.as_str(), like_pattern(words), after, limit],
        entry,
    )
}

/// Those of one neighbourhood.
pub fn of_neighbourhood(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<Entry>> {
    tx.query(last_versions!("and b.neighbourhood = $2"), args![office, of], entry)
}
