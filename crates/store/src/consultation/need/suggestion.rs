//! What is suggested for opinions: kept until more was confirmed, and worked out anew then. The words stay in the opinion.

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::consultation::OpinionId;
use linli_domain::kernel::{NeighbourhoodId, Office, Personal, Timestamp};

use super::super::opinion::all_wishes_of;
use super::moves::refresh;
use super::seen::Waiting;
use super::take_board;
use crate::seal::places::OPINION_WORDS;
use crate::{Result, Transaction, Tx, args};

/// An opinion to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    pub id: OpinionId,
    /// Nothing where there is no key to read it.
    pub text: Personal,
    pub wishes: Vec<String>,
}

/// What was found for an opinion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub id: OpinionId,
    /// The likeliest work first.
    pub items: Vec<String>,
    /// The first opinion of the board that says the same; itself, where it is the first.
    pub same_as: OpinionId,
}

/// How many times an opinion stands behind a need: so much was confirmed in this office.
pub fn confirmed(tx: &mut Tx, office: Office) -> Result<i64> {
    tx.query_one(
        "select cast(coalesce(sum(opinions), 0) as bigint) from need where office = $1 and state = 'open'",
        args![office],
        |row| row.get(0),
    )
}

/// When words of opinions were last let go of: what was learnt from them is not to teach any more.
pub fn last_forgotten(tx: &mut Tx, office: Office) -> Result<Option<Timestamp>> {
    tx.query_one(
        "select max(erased_at) from opinion where office = $1 and erased_at is not null",
        args![office],
        |row| row.get(0),
    )
}

/// The first confirmed opinions of an office, each with the works of its needs; an opinion of two needs may come twice.
pub fn examples(tx: &mut Tx, office: Office, most: i64) -> Result<Vec<(String, Vec<String>)>> {
    let held = tx.held();
    let rows = tx.query(
        "select o.id, o.words, d.item from need_opinion l
           join need d on d.office = l.office and d.id = l.need
           join opinion o on o.office = l.office and o.id = l.opinion
          where l.office = $1 and d.state = 'open' and not o.withdrawn
          order by l.at, l.opinion, l.need limit $2",
        args![office, most],
        |row| Ok((row.get::<OpinionId>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    let mut all: BTreeMap<OpinionId, (String, Vec<String>)> = BTreeMap::new();
    for (id, words, item) in rows {
        let one = all.entry(id).or_insert_with(|| {
            let text = held.open(&OPINION_WORDS, office, &id.to_string(), &words);
            (text.known().unwrap_or_default().to_owned(), Vec::new())
        });
        one.1.push(item);
    }
    Ok(all.into_values().filter(|(text, _)| !text.is_empty()).collect())
}

/// Opinions of a board that are not grouped and were read by less than this, the oldest first. Two statements.
pub fn unread(
    tx: &mut Tx,
    office: Office,
    board: NeighbourhoodId,
    learnt_from: i64,
    most: usize,
) -> Result<Vec<Unread>> {
    let held = tx.held();
    let rows = tx.query(
        "select o.id, o.words from opinion o join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
          where o.office = $1 and (n.id = $2 or n.merged_into = $2) and o.read_by < $3 and not o.grouped
            and not o.withdrawn
          order by o.id limit $4",
        args![office, board, learnt_from, most],
        |row| {
            let (id, words): (OpinionId, String) = (row.get(0)?, row.get(1)?);
            Ok((id, held.open(&OPINION_WORDS, office, &id.to_string(), &words)))
        },
    )?;
    let (Some((first, _)), Some((last, _))) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let mut wishes = all_wishes_of(tx, office, board, *first, *last)?;
    let unread = rows.into_iter().map(|(id, text)| Unread { wishes: wishes.remove(&id).unwrap_or_default(), id, text });
    Ok(unread.collect())
}

/// The first opinions of a board that said what they say, with their words, so many at most.
pub fn firsts(tx: &mut Tx, office: Office, board: NeighbourhoodId, most: usize) -> Result<Vec<(OpinionId, Personal)>> {
    let held = tx.held();
    tx.query(
        "select o.id, o.words from opinion o join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
          where o.office = $1 and (n.id = $2 or n.merged_into = $2) and o.same_as = o.id
          order by o.id limit $3",
        args![office, board, most],
        |row| {
            let (id, words): (OpinionId, String) = (row.get(0)?, row.get(1)?);
            Ok((id, held.open(&OPINION_WORDS, office, &id.to_string(), &words)))
        },
    )
}

/// Keeps what was found for opinions of a board; what somebody waved away stays so. Nothing found is
/// kept as the empty work.
pub fn keep(tx: &mut Transaction, board: NeighbourhoodId, learnt_from: i64, found: &[Found]) -> Result<()> {
    // What somebody groups at this moment is seen, and not suggested again.
    take_board(tx, board)?;
    let office = tx.office();
    tx.run_many(
        "delete from opinion_suggestion where office = $1 and opinion = $2 and not dismissed",
        found.iter().map(|one| args![office, one.id]),
    )?;
    let none = [String::new()];
    let rows = found.iter().flat_map(|one| {
        let items = if one.items.is_empty() { &none[..] } else { &one.items };
        (1_i64..).zip(items).map(|(place, item)| args![office, one.id, item.clone(), place, false, one.same_as])
    });
    tx.run_many(
        "insert into opinion_suggestion (office, opinion, item, neighbourhood, place, is_open, dismissed, same_as)
         select o.office, o.id, $3, o.neighbourhood, $4, not o.withdrawn, $5, $6
           from opinion o where o.office = $1 and o.id = $2
         on conflict (office, opinion, item) do update set same_as = $6",
        rows,
    )?;
    tx.run_many(
        "update opinion set read_by = $3, same_as = $4 where office = $1 and id = $2",
        found.iter().map(|one| args![office, one.id, learnt_from, one.same_as]),
    )?;
    refresh(tx, &found.iter().map(|one| one.id).collect())
}

/// Works that are no longer suggested, by opinion, for a page of a board: a need has them, or somebody waved them away.
pub fn settled(
    tx: &mut Tx,
    office: Office,
    board: NeighbourhoodId,
    page: &[Waiting],
) -> Result<BTreeSet<(OpinionId, String)>> {
    let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(BTreeSet::new()) };
    let all = tx.query(
        "select s.opinion, s.item from opinion_suggestion s
           join neighbourhood n on n.office = s.office and n.id = s.neighbourhood
          where s.office = $1 and (n.id = $2 or n.merged_into = $2) and not s.is_open
            and (s.same_as, s.opinion) >= ($3, $4) and (s.same_as, s.opinion) <= ($5, $6)
          order by s.opinion, s.item",
        args![office, board, first.same_as, first.card.opinion.id, last.same_as, last.card.opinion.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(all.into_iter().collect())
}
