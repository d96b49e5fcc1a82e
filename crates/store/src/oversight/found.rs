//! What a search finds that no list of its own holds: photos and documents, bodies and people, bulletins.

use linli_domain::kernel::{NeighbourhoodId, Office, Personal};
use linli_domain::oversight::bulletin::Wording;

use crate::register::listing::Reach;
use crate::register::search::{like_pattern, squeezed};
use crate::seal::places::{TERM_NAME, TERM_TITLE};
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
    let mut hits = bodies(tx, office, words, reach, most)?;
    hits.extend(seats(tx, office, words, reach)?);
    hits.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    hits.truncate(most);
    Ok(hits)
}

fn bodies(tx: &mut Tx, office: Office, words: &str, reach: &Reach, most: usize) -> Result<Vec<Hit>> {
    tx.query(
        "select b.id, b.name, coalesce(n.name, '')
           from body b left join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
          where b.office = $1 and lower(b.name) like $2 escape '!'
            and ($3 = '' or n.id is null or $3 like '%|' || n.id || '|%' or $3 like '%|' || n.town || '|%'
                 or $3 like '%|' || n.division || '|%')
          order by b.name, b.id limit $4",
        args![office, like_pattern(words), reach.text(), most],
        |row| Ok(Hit { id: row.get(0)?, name: row.get(1)?, note: row.get(2)?, neighbourhood: None }),
    )
}

/// Who sits somewhere now. Their names are sealed, so each is opened and looked at: a county has some thousand.
fn seats(tx: &mut Tx, office: Office, words: &str, reach: &Reach) -> Result<Vec<Hit>> {
    let (held, words) = (tx.held(), squeezed(words));
    let found = tx.query(
        "select t.id, t.body, t.name, t.title, b.name, t.neighbourhood
           from term t
           left join body b on b.office = t.office and b.id = t.body
           left join neighbourhood n on n.office = t.office and n.id = coalesce(b.neighbourhood, t.neighbourhood)
          where t.office = $1 and t.ended_on is null
            and ($2 = '' or n.id is null or $2 like '%|' || n.id || '|%' or $2 like '%|' || n.town || '|%'
                 or $2 like '%|' || n.division || '|%')",
        args![office, reach.text()],
        |row| {
            let id: String = row.get(0)?;
            let name = held.open(&TERM_NAME, office, &id, &row.get::<String>(2)?);
            let title = row.get::<Option<String>>(3)?.map(|title| held.open(&TERM_TITLE, office, &id, &title));
            let title = title.as_ref().and_then(Personal::known).unwrap_or_default();
            let name = name.known().unwrap_or_default();
            if name.is_empty() || !format!("{name} {title}").to_lowercase().contains(&words) {
                return Ok(None);
            }
            let note = row.get::<Option<String>>(4)?.unwrap_or_else(|| title.to_owned());
            let id = row.get::<Option<String>>(1)?.unwrap_or(id);
            Ok(Some(Hit { id, name: name.to_owned(), note, neighbourhood: row.get(5)? }))
        },
    )?;
    Ok(found.into_iter().flatten().collect())
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
