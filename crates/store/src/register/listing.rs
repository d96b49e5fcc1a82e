//! Lists of neighbourhoods: what is asked for, how far a reader sees, page by page, and how many there are.

use linli_domain::kernel::people::{Act, Actor, Scope};
use linli_domain::kernel::{DivisionCode, Month, NeighbourhoodId, Office};
use linli_domain::register::{Neighbourhood, Stage};

use super::neighbourhood::{columns, finish_counts, neighbourhood};
use super::search::like_pattern;
use crate::{Result, Tx, args};

/// What a list is asked for. An empty choice leaves everything in.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A part of a name, number, address or former unit; sounds and initials too (`cpsq` for 长铺社区).
    pub words: String,
    pub stage: Option<Stage>,
    pub plan_year: Option<i16>,
    /// A town or a community.
    pub division: Option<DivisionCode>,
    /// How far this reader sees.
    pub reach: Reach,
    pub sort: Sort,
    /// The key of the last row of the page before, as the page gave it.
    pub after: Option<(String, String)>,
    /// The key of the first row of the page after: the way back.
    pub before: Option<(String, String)>,
}

/// How far somebody sees within an office: the scopes of `Actor::may`, as one argument of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// All of the office.
    #[default]
    All,
    /// What lies in one of these divisions or is one of these neighbourhoods; nothing where there is none.
    Some { divisions: Vec<DivisionCode>, neighbourhoods: Vec<NeighbourhoodId> },
}

impl Reach {
    /// Where in this office this person may do it.
    pub fn of(actor: &Actor, act: Act, office: Office) -> Self {
        let (mut divisions, mut neighbourhoods) = (Vec::new(), Vec::new());
        for scope in actor.scopes(act) {
            match scope {
                Scope::Division(division) if division.contains(office.code()) => return Self::All,
                Scope::Division(division) => divisions.push(division),
                Scope::Neighbourhood(id) if office == actor.office => neighbourhoods.push(id),
                Scope::Neighbourhood(_) => {}
            }
        }
        Self::Some { divisions, neighbourhoods }
    }

    /// `|430527100|0190…|`, or nothing where all is open: a row asks whether one of its own codes stands in it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Some { divisions, neighbourhoods } => {
                let codes = divisions.iter().map(ToString::to_string);
                let all = codes.chain(neighbourhoods.iter().map(ToString::to_string));
                all.fold("|".to_owned(), |text, one| text + &one + "|")
            }
        }
    }
}

/// The orders of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Number,
    Name,
    /// Latest change first.
    Changed,
}

/// One page, and the keys from which the next one goes on and the one before comes back.
#[derive(Debug, Default)]
pub struct Page {
    pub rows: Vec<Neighbourhood>,
    pub next: Option<(String, String)>,
    pub previous: Option<(String, String)>,
}

/// The stage of a row, as `Neighbourhood::stage` works it out: no date of the register lies ahead.
macro_rules! stage {
    () => {
        concat!(
            "case when finished_on is not null and ",
            finish_counts!("neighbourhood"),
            " then 'finished'
              when started_on is not null then 'under_way'
              when plan_year is not null then 'planned'
              else 'reserve' end"
        )
    };
}

/// Whether a row lies within a [`Reach`].
macro_rules! within {
    ($reach:literal) => {
        concat!(
            "(",
            $reach,
            " = '' or ",
            $reach,
            " like '%|' || id || '|%' or ",
            $reach,
            " like '%|' || town || '|%' or ",
            $reach,
            " like '%|' || division || '|%')"
        )
    };
}

macro_rules! page_sql {
    ($key:literal, $than:literal, $order:literal) => {
        concat!(
            "select ",
            columns!(),
            ", ",
            $key,
            " from neighbourhood
              where office = $1 and merged_into is null
                and ($2 = '' or search like $2 escape '!')
                and ($3 = '' or ",
            stage!(),
            " = $3)
                and ($4 = 0 or plan_year = $4)
                and ($5 = '' or division = $5 or town = $5)
                and ",
            within!("$6"),
            "
                and ($7 = '' or (",
            $key,
            ", id) ",
            $than,
            " ($7, $8))
              order by ",
            $order,
            " limit $9"
        )
    };
}

/// One page of an office's neighbourhoods.
pub fn page(tx: &mut Tx, office: Office, wanted: &Wanted, size: usize) -> Result<Page> {
    let back = wanted.before.is_some();
    let sql = match (wanted.sort, back) {
        (Sort::Number, false) => page_sql!("number", ">", "number, id"),
        (Sort::Number, true) => page_sql!("number", "<", "number desc, id desc"),
        (Sort::Name, false) => page_sql!("name_key", ">", "name_key, id"),
        (Sort::Name, true) => page_sql!("name_key", "<", "name_key desc, id desc"),
        (Sort::Changed, false) => page_sql!("cast(changed_at as text)", "<", "cast(changed_at as text) desc, id desc"),
        (Sort::Changed, true) => page_sql!("cast(changed_at as text)", ">", "cast(changed_at as text), id"),
    };
    let (key, id) = wanted.before.clone().or_else(|| wanted.after.clone()).unwrap_or_default();
    let limit = i64::try_from(size).unwrap_or(i64::MAX - 1) + 1;
    let mut found = tx.query(
        sql,
        args![
            office,
            wanted.pattern(),
            wanted.stage.map_or("", Stage::as_str),
            wanted.plan_year.map_or(0, i64::from),
            wanted.division.map(|code| code.to_string()).unwrap_or_default(),
            wanted.reach.text(),
            key,
            id,
            limit
        ],
        |row| Ok((neighbourhood(row)?, row.get::<String>(24)?)),
    )?;
    let more = found.len() > size;
    found.truncate(size);
    if back {
        found.reverse();
    }
    let key = |row: Option<&(Neighbourhood, String)>| row.map(|(n, key)| (key.clone(), n.id.to_string()));
    // Whoever came back came from a next page; whoever went on left one before.
    let next = key(found.last()).filter(|_| back || more);
    let previous = key(found.first()).filter(|_| if back { more } else { wanted.after.is_some() });
    Ok(Page { rows: found.into_iter().map(|(n, _)| n).collect(), next, previous })
}

impl Wanted {
    fn pattern(&self) -> String {
        if self.words.trim().is_empty() { String::new() } else { like_pattern(&self.words) }
    }
}

/// How many of those wanted there are in each stage, whatever stage is chosen.
pub fn counts(tx: &mut Tx, office: Office, wanted: &Wanted) -> Result<Vec<(Stage, i64)>> {
    tx.query(
        concat!(
            "select ",
            stage!(),
            ", count(*) from neighbourhood
              where office = $1 and merged_into is null
                and ($2 = '' or search like $2 escape '!')
                and ($3 = 0 or plan_year = $3)
                and ($4 = '' or division = $4 or town = $4)
                and ",
            within!("$5"),
            " group by 1 order by 1"
        ),
        args![
            office,
            wanted.pattern(),
            wanted.plan_year.map_or(0, i64::from),
            wanted.division.map(|code| code.to_string()).unwrap_or_default(),
            wanted.reach.text()
        ],
        |row| Ok((row.get::<String>(0)?.parse().unwrap_or(Stage::Reserve), row.get(1)?)),
    )
}

/// How many lie in each town or community of the office, as far as somebody sees.
pub fn counts_by_division(tx: &mut Tx, office: Office, reach: &Reach) -> Result<Vec<(DivisionCode, i64)>> {
    tx.query(
        concat!(
            "select division, count(*) from neighbourhood where office = $1 and merged_into is null and ",
            within!("$2"),
            " group by division order by division"
        ),
        args![office, reach.text()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How many there are in each stage.
pub fn stage_counts(tx: &mut Tx, office: Office) -> Result<Vec<(Stage, i64)>> {
    tx.query(
        concat!(
            "select ",
            stage!(),
            ", count(*) from neighbourhood where office = $1 and merged_into is null group by 1 order by 1"
        ),
        args![office],
        |row| Ok((row.get::<String>(0)?.parse().unwrap_or(Stage::Reserve), row.get(1)?)),
    )
}

/// The plan years that occur, latest first.
pub fn plan_years(tx: &mut Tx, office: Office) -> Result<Vec<i16>> {
    tx.query(
        "select distinct plan_year from neighbourhood
          where office = $1 and merged_into is null and plan_year is not null order by plan_year desc",
        args![office],
        |row| Ok(i16::try_from(row.get::<i64>(0)?).unwrap_or_default()),
    )
}

/// The investment done by each neighbourhood of an office at the end of a month.
pub fn done_by(
    tx: &mut Tx,
    office: Office,
    month: Month,
) -> Result<Vec<(NeighbourhoodId, linli_domain::kernel::Money)>> {
    tx.query(
        "select p.neighbourhood, p.done_fen
           from neighbourhood n
           join progress p
             on p.office = n.office and p.neighbourhood = n.id
            and p.month = (select max(l.month) from progress l
                            where l.office = n.office and l.neighbourhood = n.id and l.month <= $2)
          where n.office = $1",
        args![office, month],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
