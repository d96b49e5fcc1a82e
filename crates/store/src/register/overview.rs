//! A county at one glance: what a list can be narrowed by, and where its neighbourhoods stand on a map.

use linli_domain::kernel::{DivisionCode, NeighbourhoodId, Office, Timestamp};
use linli_domain::register::Stage;
use linli_domain::register::facts::Location;

use super::neighbourhood::finish_counts;
use crate::{Result, Tx, args};

/// How many neighbourhoods of a town stand in one year's plan in one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    pub town: DivisionCode,
    pub town_name: String,
    pub plan_year: Option<i16>,
    pub stage: Stage,
    pub count: i64,
}

/// The counts of an office, or of a town or community of it, by town, plan year and stage.
pub fn facets(tx: &mut Tx, office: Office, division: Option<DivisionCode>) -> Result<Vec<Facet>> {
    tx.query(
        concat!(
            "select n.town, coalesce(d.name, n.town), coalesce(n.plan_year, 0),
                case when n.finished_on is not null and ",
            finish_counts!("n"),
            " then 'finished'
                     when n.started_on is not null then 'under_way'
                     when n.plan_year is not null then 'planned'
                     else 'reserve' end, count(*)
           from neighbourhood n left join division d on d.code = n.town
          where n.office = $1 and n.merged_into is null and ($2 = '' or n.town = $2 or n.division = $2)
          group by 1, 2, 3, 4 order by 1, 3, 4"
        ),
        args![office, division.map(|code| code.to_string()).unwrap_or_default()],
        |row| {
            Ok(Facet {
                town: row.get(0)?,
                town_name: row.get(1)?,
                plan_year: i16::try_from(row.get::<i64>(2)?).ok().filter(|year| *year > 0),
                stage: row.get::<String>(3)?.parse().unwrap_or(Stage::Reserve),
                count: row.get(4)?,
            })
        },
    )
}

/// A neighbourhood as a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub id: NeighbourhoodId,
    pub name: String,
    pub town: DivisionCode,
    pub at: Location,
    pub stage: Stage,
}

/// Those whose location is known, of an office or of a town or community of it, at most `most`.
pub fn points(tx: &mut Tx, office: Office, division: Option<DivisionCode>, most: i64) -> Result<Vec<Point>> {
    tx.query(
        concat!(
            "select id, name, town, longitude_e6, latitude_e6,
                case when finished_on is not null and ",
            finish_counts!("neighbourhood"),
            " then 'finished'
                     when started_on is not null then 'under_way'
                     when plan_year is not null then 'planned'
                     else 'reserve' end
           from neighbourhood
          where office = $1 and merged_into is null and longitude_e6 is not null and latitude_e6 is not null
            and ($2 = '' or town = $2 or division = $2)
          order by number limit $3"
        ),
        args![office, division.map(|code| code.to_string()).unwrap_or_default(), most],
        |row| {
            Ok(Point {
                id: row.get(0)?,
                name: row.get(1)?,
                town: row.get(2)?,
                at: Location { longitude_e6: row.get(3)?, latitude_e6: row.get(4)? },
                stage: row.get::<String>(5)?.parse().unwrap_or(Stage::Reserve),
            })
        },
    )
}

/// When a record was last changed.
pub fn changed_at(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Timestamp> {
    tx.query_one("select changed_at from neighbourhood where office = $1 and id = $2", args![office, id], |row| {
        row.get(0)
    })
}
