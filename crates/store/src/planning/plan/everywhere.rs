//! The plans of an office: every neighbourhood with its draft, what hangs and what is objected to, page by page.

use linli_domain::kernel::{Date, Money, NeighbourhoodId, Office, Timestamp};
use linli_domain::organisation::four_ones::Planned;
use linli_domain::planning::VersionId;

use crate::register::listing::Reach;
use crate::register::search::like_pattern;
use crate::{Result, Row, Tx, args};

/// One neighbourhood with its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub neighbourhood: NeighbourhoodId,
    pub number: String,
    pub name: String,
    /// Its draft: id, number.
    pub draft: Option<(VersionId, i64)>,
    /// The last version that was posted: id, number.
    pub posted: Option<(VersionId, i64)>,
    /// Until when it hangs, or hung.
    pub until: Option<Date>,
    pub items: i64,
    pub cost: Money,
    /// Objections that nobody answered.
    pub open: i64,
}

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    All,
    /// Without any version (未编制).
    None,
    /// With a draft (编制中).
    Draft,
    /// With a notice that hangs (公示中).
    Hangs,
    /// Posted, and its time is over (公示期满).
    Over,
    /// With an objection that nobody answered (有异议未答复).
    Objected,
}

impl Tab {
    pub const ALL: [Self; 6] = [Self::All, Self::None, Self::Draft, Self::Hangs, Self::Over, Self::Objected];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::None => "none",
            Self::Draft => "draft",
            Self::Hangs => "hangs",
            Self::Over => "over",
            Self::Objected => "objected",
        }
    }
}

/// How many there are of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub none: i64,
    pub draft: i64,
    pub hangs: i64,
    pub over: i64,
    pub objected: i64,
}

impl Counts {
    pub const fn of(&self, tab: Tab) -> i64 {
        match tab {
            Tab::All => self.all,
            Tab::None => self.none,
            Tab::Draft => self.draft,
            Tab::Hangs => self.hangs,
            Tab::Over => self.over,
            Tab::Objected => self.objected,
        }
    }
}

/// Every neighbourhood that stands, with what is known of its plan. `$2` is the reach, `$3` today.
macro_rules! plans_of {
    () => {
        "select n.id, n.number, n.name, n.search, d.id as draft, d.number as draft_number, p.id as posted,
                p.number as posted_number, t.until_day, coalesce(d.id, p.id) as shown,
                (select count(*) from notice t2
                   join opinion o on o.office = t2.office and o.objects_to = t2.id
                  where t2.office = n.office and t2.neighbourhood = n.id and o.state in ('received', 'grouped')) as open,
                case when t.until_day >= $3 then 1 else 0 end as hangs
           from neighbourhood n
           left join plan_version d on d.office = n.office and d.neighbourhood = n.id and d.state = 'draft'
           left join plan_version p on p.office = n.office and p.neighbourhood = n.id and p.state = 'posted'
                and not exists (select 1 from plan_version q where q.office = p.office
                       and q.neighbourhood = p.neighbourhood and q.state = 'posted' and q.number > p.number)
           left join notice t on t.office = p.office and t.version = p.id
          where n.office = $1 and n.merged_into is null
            and ($2 = '' or $2 like '%|' || n.id || '|%' or $2 like '%|' || n.town || '|%'
                 or $2 like '%|' || n.division || '|%')"
    };
}

/// A page of them by number, after the one that was last; those whose name, number or sounds hold these words.
pub fn everywhere(
    tx: &mut Tx,
    office: Office,
    (reach, today): (&Reach, Date),
    tab: Tab,
    words: &str,
    after: &str,
    limit: usize,
) -> Result<Vec<Entry>> {
    tx.query(
        concat!(
            "with plans as (",
            plans_of!(),
            "), page as (
             select id, number, name, draft, draft_number, posted, posted_number, until_day, shown, open from plans
              where ($4 = 'all' or ($4 = 'none' and shown is null) or ($4 = 'draft' and draft is not null)
                     or ($4 = 'hangs' and hangs = 1) or ($4 = 'over' and posted is not null and hangs = 0)
                     or ($4 = 'objected' and open > 0))
                and ($5 = '' or search like $5 escape '!') and number > $6
              order by number limit $7)
             select p.id, p.number, p.name, p.draft, p.draft_number, p.posted, p.posted_number, p.until_day,
                    count(i.item), cast(coalesce(sum(i.cost_fen), 0) as bigint), p.open
               from page p
               left join plan_item i on i.office = $1 and i.version = p.shown and i.standing = 'taken'
              group by p.id, p.number, p.name, p.draft, p.draft_number, p.posted, p.posted_number, p.until_day, p.open
              order by p.number"
        ),
        args![office, reach.text(), today, tab.as_str(), like_pattern(words), after, limit],
        entry,
    )
}

fn entry(row: &Row) -> Result<Entry> {
    let pair = |id: Option<VersionId>, number: Option<i64>| id.zip(number);
    Ok(Entry {
        neighbourhood: row.get(0)?,
        number: row.get(1)?,
        name: row.get(2)?,
        draft: pair(row.get(3)?, row.get(4)?),
        posted: pair(row.get(5)?, row.get(6)?),
        until: row.get(7)?,
        items: row.get(8)?,
        cost: row.get(9)?,
        open: row.get(10)?,
    })
}

/// How many there are of each, as far as somebody sees.
pub fn counts(tx: &mut Tx, office: Office, reach: &Reach, today: Date) -> Result<Counts> {
    tx.query_one(
        concat!(
            "with plans as (",
            plans_of!(),
            ") select count(*), count(*) - count(shown), count(draft), cast(coalesce(sum(hangs), 0) as bigint),
                      count(posted) - cast(coalesce(sum(hangs), 0) as bigint),
                      cast(coalesce(sum(case when open > 0 then 1 else 0 end), 0) as bigint)
                 from plans"
        ),
        args![office, reach.text(), today],
        |row| {
            Ok(Counts {
                all: row.get(0)?,
                none: row.get(1)?,
                draft: row.get(2)?,
                hangs: row.get(3)?,
                over: row.get(4)?,
                objected: row.get(5)?,
            })
        },
    )
}

/// For the four ones: since when a neighbourhood has a plan that was posted.
pub fn planned(tx: &mut Tx, office: Office) -> Result<Vec<Planned>> {
    tx.query(
        "select t.neighbourhood, min(t.at) from notice t
           join neighbourhood n on n.office = t.office and n.id = t.neighbourhood and n.merged_into is null
          where t.office = $1 and t.withdrawn_at is null group by t.neighbourhood",
        args![office],
        |row| {
            let on = jiff::tz::offset(8).to_datetime(row.get::<Timestamp>(1)?).date();
            Ok(Planned { neighbourhood: row.get(0)?, on })
        },
    )
}
