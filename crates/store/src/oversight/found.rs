//! What a search finds that no list of its own holds: photos and documents, bodies and people, bulletins.

use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::oversight::bulletin::Wording;

use crate::register::listing::Reach;
use crate::register::search::like_pattern;
use crate::{Error, Result, Tx, args};

/// Something found: what it is called, and a note to tell it from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub id: String,
    pub name: String,
    pub note: String,
    /// The neighbourhood it belongs to, where its page is that one's.
    pub neighbourhood: Option<NeighbourhoodId>,
}

/// Photos and documents by caption, spot or file name, the latest first.
pub fn evidence(tx: &mut Tx, office: Office, words: &str, reach: &Reach, most: usize) -> Result<Vec<Hit>> {
    tx.query(
        "select e.id, coalesce(e.caption, e.spot, e.file_name), n.name
           from evidence e join neighbourhood n on n.office = e.office and n.id = e.neighbourhood
          where e.office = $1 and e.withdrawn_at is null
            and lower(coalesce(e.caption, '') || ' ' || coalesce(e.spot, '') || ' ' || e.file_name) like $2 escape '!'
            and ($3 = '' or $3 like '%|' || n.id || '|%' or $3 like '%|' || n.town || '|%'
                 or $3 like '%|' || n.division || '|%')
          order by e.id desc limit $4",
        args![office, like_pattern(words), reach.text(), most],
        |row| Ok(Hit { id: row.get(0)?, name: row.get(1)?, note: row.get(2)?, neighbourhood: None }),
    )
}

/// Bodies by name, and people in their seats by name or title; residents' ones as far as somebody sees.
pub fn organisation(tx: &mut Tx, office: Office, words: &str, reach: &Reach, most: usize) -> Result<Vec<Hit>> {
    tx.query(
        "select f.id, f.name, f.note, f.neighbourhood
           from (select b.id, b.name, coalesce(n.name, '') as note, null as neighbourhood, b.neighbourhood as lies
                   from body b left join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
                  where b.office = $1 and lower(b.name) like $2 escape '!'
                 union all
                 select coalesce(t.body, t.id), t.name, coalesce(b.name, coalesce(t.title, '')),
                        t.neighbourhood, coalesce(b.neighbourhood, t.neighbourhood)
                   from term t left join body b on b.office = t.office and b.id = t.body
                  where t.office = $1 and t.ended_on is null
                    and lower(t.name || ' ' || coalesce(t.title, '')) like $2 escape '!') f
           left join neighbourhood l on l.office = $1 and l.id = f.lies
          where $3 = '' or f.lies is null or $3 like '%|' || l.id || '|%' or $3 like '%|' || l.town || '|%'
                or $3 like '%|' || l.division || '|%'
          order by f.name, f.id limit $4",
        args![office, like_pattern(words), reach.text(), most],
        |row| Ok(Hit { id: row.get(0)?, name: row.get(1)?, note: row.get(2)?, neighbourhood: row.get(3)? }),
    )
}

/// Bulletins by their wording or number, the latest first.
pub fn bulletins(tx: &mut Tx, office: Office, words: &str, most: usize) -> Result<Vec<Hit>> {
    tx.query(
        "select id, wording, coalesce(number, '') from bulletin
          where office = $1 and lower(wording || ' ' || coalesce(number, '')) like $2 escape '!'
          order by id desc limit $3",
        args![office, like_pattern(words), most],
        |row| {
            let wording: Wording = serde_json::from_str(&row.get::<String>(1)?).map_err(|_| Error::Damaged)?;
            Ok(Hit { id: row.get(0)?, name: wording.title, note: row.get(2)?, neighbourhood: None })
        },
    )
}
