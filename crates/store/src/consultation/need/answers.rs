//! Answers to needs: each serves the opinions behind one, and everybody reads it beside the need.

use std::collections::BTreeMap;

use linli_domain::consultation::need::Need;
use linli_domain::consultation::{AnswerId, NeedId, Verdict};
use linli_domain::kernel::{NeighbourhoodId, Office};

use super::super::answer::{Version, version_at};
use super::{COLUMNS, need, need_columns, of};
use crate::register::listing::Reach;
use crate::{Error, Result, Transaction, Tx, args};

/// An answer was given to a need.
pub fn answered(tx: &mut Transaction, need: NeedId, answer: AnswerId) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    let added = tx.run(
        "insert into need_answer (office, need, answer, at) values ($1, $2, $3, $4)
         on conflict (office, need, answer) do nothing",
        args![office, need, answer, now],
    )?;
    if added.at_most_one()? {
        tx.record("need.answered", need, serde_json::json!({ "answer": answer }));
    }
    Ok(())
}

macro_rules! need_answer_rows {
    ($join:literal, $where:literal, $order:literal) => {
        concat!(
            "select m.need, a.id, a.version, a.verdict, a.reason, a.why, a.at, a.by_name
               from need_answer m
               join answer a on a.office = m.office and a.id = m.answer ",
            $join,
            " where m.office = $1 and ",
            $where,
            " and a.version = (select max(b.version) from answer b where b.office = a.office and b.id = a.id)
              order by ",
            $order
        )
    };
}

/// The answers of a need as they read now, the latest first.
pub fn answers(tx: &mut Tx, office: Office, need: NeedId) -> Result<Vec<Version>> {
    tx.query(need_answer_rows!("", "m.need = $2", "m.at desc, a.id desc"), args![office, need], |row| {
        version_at(row, 1)
    })
}

/// Answers that opinions behind a need were given one by one, and that do not stand beside the need yet.
pub fn given(tx: &mut Tx, office: Office, need: NeedId) -> Result<Vec<Version>> {
    tx.query(
        "select distinct a.id, a.version, a.verdict, a.reason, a.why, a.at, a.by_name
           from need_opinion l
           join opinion o on o.office = l.office and o.id = l.opinion and not o.withdrawn
           join answer a on a.office = o.office and a.id = o.answer
          where l.office = $1 and l.need = $2
            and a.version = (select max(b.version) from answer b where b.office = a.office and b.id = a.id)
            and not exists (select 1 from need_answer m
                             where m.office = l.office and m.need = l.need and m.answer = a.id)
          order by a.at desc, a.id desc limit 20",
        args![office, need],
        |row| version_at(row, 0),
    )
}

/// The needs of a neighbourhood, each with its answers: “you said, we answer”. Three statements.
pub fn said(tx: &mut Tx, office: Office, board: NeighbourhoodId) -> Result<Vec<(Need, Vec<Version>)>> {
    let rows = tx.query(
        need_answer_rows!(
            "join need d on d.office = m.office and d.id = m.need
             join neighbourhood n on n.office = d.office and n.id = d.neighbourhood",
            "(n.id = $2 or n.merged_into = $2) and d.state = 'open'",
            "m.need, m.at desc, a.id desc"
        ),
        args![office, board],
        |row| Ok((row.get::<NeedId>(0)?, version_at(row, 1)?)),
    )?;
    let mut by_need: BTreeMap<NeedId, Vec<Version>> = BTreeMap::new();
    for (need, version) in rows {
        by_need.entry(need).or_default().push(version);
    }
    let with = |need: Need| {
        let answers = by_need.remove(&need.id).unwrap_or_default();
        (need, answers)
    };
    // A need that nobody stands behind any more was not asked for.
    let asked = of(tx, office, board)?.into_iter().filter(|need| need.weight.opinions > 0);
    Ok(asked.map(with).collect())
}

/// A need in a list of the whole office.
#[derive(Clone, Debug)]
pub struct Listed {
    pub neighbourhood: String,
    pub need: Need,
    /// What its latest answer says.
    pub verdict: Option<Verdict>,
}

/// Every need within reach, by neighbourhood, the one with the most households first; what waits and hazards are counted.
pub fn list(tx: &mut Tx, office: Office, reach: &Reach, most: usize) -> Result<Vec<Listed>> {
    tx.query(
        concat!(
            "select ",
            need_columns!(),
            ", n.name,
               (select count(*) from need_opinion l join opinion o on o.office = l.office and o.id = l.opinion
                 where l.office = d.office and l.need = d.id and o.state in ('received', 'grouped')),
               (select count(*) from need_opinion l join opinion o on o.office = l.office and o.id = l.opinion
                 where l.office = d.office and l.need = d.id and o.hazard_open and not o.withdrawn),
               (select a.verdict from need_answer m
                  join answer a on a.office = m.office and a.id = m.answer
                 where m.office = d.office and m.need = d.id
                 order by m.at desc, a.id desc, a.version desc limit 1)
               from need d join neighbourhood n on n.office = d.office and n.id = d.neighbourhood
              where d.office = $1 and d.state = 'open'
                and ($2 = '' or $2 like '%|' || n.id || '|%' or $2 like '%|' || n.town || '|%'
                     or $2 like '%|' || n.division || '|%')
              order by n.name_key, n.id, d.households desc, d.opinions desc, d.id limit $3"
        ),
        args![office, reach.text(), most],
        |row| {
            let mut need = need(row)?;
            (need.weight.waiting, need.weight.hazards) = (row.get(COLUMNS + 1)?, row.get(COLUMNS + 2)?);
            let verdict: Option<String> = row.get(COLUMNS + 3)?;
            let verdict = verdict.map(|text| text.parse().map_err(|()| Error::Damaged)).transpose()?;
            Ok(Listed { neighbourhood: row.get(COLUMNS)?, need, verdict })
        },
    )
}
