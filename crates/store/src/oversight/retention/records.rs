//! Records that stay while what tells who somebody is goes: which of them are due, which still have it, and how it goes.

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::consultation::OpinionId;
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::{Date, Office, Timestamp};
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Kind, Record};
use serde_json::json;

use super::due::end_of;
use super::{BatchId, terms};
use crate::consultation::{openrosa, opinion, survey};
use crate::register::owner::forget as owners;
use crate::{Error, FromValue, Result, Transaction, Tx, Value, args};

/// How the trail calls what a restored backup brought back and was let go of once more.
pub(super) const AGAIN: &str = "personal.erased_again";

/// Sorts of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Term,
    Opinion,
    Visit,
    Submission,
    Party,
}

impl Sort {
    pub const ALL: [Self; 5] = [Self::Term, Self::Opinion, Self::Visit, Self::Submission, Self::Party];

    pub const fn of(record: &Record) -> Self {
        match record {
            Record::Term(_) => Self::Term,
            Record::Opinion(_) => Self::Opinion,
            Record::Visit(_) => Self::Visit,
            Record::Submission(_) => Self::Submission,
            Record::Party(_) => Self::Party,
        }
    }
}

/// Records of one sort that are due today, after an id.
pub(super) fn due(
    tx: &mut Tx,
    office: Office,
    sort: Sort,
    (rules, today): (&RetentionRules, Date),
    after: &str,
    most: usize,
) -> Result<Vec<Record>> {
    let cutoff = |kind| rules.cutoff(kind, today);
    match sort {
        Sort::Term => {
            let (residents, officials) = (cutoff(Kind::Residents), cutoff(Kind::Officials));
            ids(tx, terms::DUE, args![office, after, most, residents, officials], Record::Term)
        }
        Sort::Opinion => ids(
            tx,
            "select id from opinion where office = $1 and over_at < $4 and erased_at is null and id > $2
              order by id limit $3",
            args![office, after, most, end_of(cutoff(Kind::Opinions))],
            Record::Opinion,
        ),
        Sort::Visit => ids(
            tx,
            "select v.id from campaign c join visit v on v.office = c.office and v.campaign = c.id
              where c.office = $1 and coalesce(c.closed_on, c.closes) <= $4 and v.erased_at is null and v.id > $2
              order by v.id limit $3",
            args![office, after, most, cutoff(Kind::Visits)],
            Record::Visit,
        ),
        Sort::Submission => ids(
            tx,
            "select id from submission where office = $1 and received_at < $4 and erased_at is null and id > $2
              order by id limit $3",
            args![office, after, most, end_of(cutoff(Kind::Submissions))],
            Record::Submission,
        ),
        Sort::Party => ids(tx, owners::DUE, args![office, after, most, cutoff(Kind::Owners)], Record::Party),
    }
}

/// Every record of a sort that has it still.
pub(super) fn there(tx: &mut Tx, office: Office, sort: Sort) -> Result<BTreeSet<Record>> {
    let all = match sort {
        Sort::Term => ids(tx, terms::THERE, args![office], Record::Term),
        Sort::Opinion => {
            ids(tx, "select id from opinion where office = $1 and erased_at is null", args![office], Record::Opinion)
        }
        Sort::Visit => {
            ids(tx, "select id from visit where office = $1 and erased_at is null", args![office], Record::Visit)
        }
        Sort::Submission => ids(
            tx,
            "select id from submission where office = $1 and erased_at is null",
            args![office],
            Record::Submission,
        ),
        Sort::Party => ids(tx, owners::THERE, args![office], Record::Party),
    }?;
    Ok(all.into_iter().collect())
}

fn ids<T: FromValue>(tx: &mut Tx, sql: &str, args: impl AsRef<[Value]>, of: fn(T) -> Record) -> Result<Vec<Record>> {
    tx.query(sql, args, |row| row.get(0).map(of))
}

/// What went in one unit of work: how much of each kind, and the files that it named.
#[derive(Debug, Default)]
pub(super) struct Went {
    pub counts: BTreeMap<Kind, u64>,
    pub files: Vec<Digest>,
    /// What was not let go of, since somebody waits for something of it again.
    pub stays: Vec<Record>,
}

/// Lets go of what these records say of people; those that were let go of already are not counted.
pub(super) fn forget(tx: &mut Transaction, records: &[Record], ground: Ground, act: &'static str) -> Result<Went> {
    let batch = BatchId::new();
    take(tx, records)?;
    // Whoever waits for something again is not let go of, unless it is of a backup that comes back.
    let open = if act == AGAIN { BTreeSet::new() } else { opinion::open_among(tx, &of_opinions(records))? };
    let is_open = |one: &Record| matches!(one, Record::Opinion(id) if open.contains(id));
    let (stays, records): (Vec<Record>, Vec<Record>) = records.iter().partition(|one| is_open(one));
    let records = records.as_slice();
    note(tx, records, ground, batch)?;
    let (mut of_terms, mut opinions, mut visits, mut submissions, mut parties) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for record in records {
        match record {
            Record::Term(id) => of_terms.push(*id),
            Record::Opinion(id) => opinions.push(*id),
            Record::Visit(id) => visits.push(*id),
            Record::Submission(id) => submissions.push(*id),
            Record::Party(id) => parties.push(*id),
        }
    }
    terms::forget(tx, &of_terms)?;
    owners::forget(tx, &parties)?;
    let mut files = opinion::forget(tx, &opinions)?;
    files.extend(survey::forget::forget(tx, &visits)?);
    files.extend(openrosa::forget::forget(tx, &submissions)?);
    let counts = counts(tx, batch)?;
    for (kind, many) in &counts {
        tx.record(act, batch, json!({ "kind": kind.as_str(), "ground": ground.as_str(), "count": many }));
    }
    Ok(Went { counts, files, stays })
}

fn of_opinions(records: &[Record]) -> Vec<OpinionId> {
    records.iter().filter_map(|one| if let Record::Opinion(id) = one { Some(*id) } else { None }).collect()
}

/// The statements below, each for the records of its sort.
fn each(
    tx: &mut Transaction,
    records: &[Record],
    sql: impl Fn(Sort) -> &'static str,
    row: impl Fn(&Record) -> Vec<Value>,
) -> Result<()> {
    for sort in Sort::ALL {
        let rows = records.iter().filter(|record| Sort::of(record) == sort).map(&row);
        tx.run_many(sql(sort), rows)?;
    }
    Ok(())
}

/// Takes the rows: of two who let go of one the second finds nothing.
fn take(tx: &mut Transaction, records: &[Record]) -> Result<()> {
    let office = tx.office();
    let sql = |sort| match sort {
        Sort::Term => "update term set name = name where office = $1 and id = $2 and name <> ''",
        Sort::Opinion => "update opinion set words = words where office = $1 and id = $2 and erased_at is null",
        Sort::Visit => "update visit set said = said where office = $1 and id = $2 and erased_at is null",
        Sort::Submission => "update submission set xml = xml where office = $1 and id = $2 and erased_at is null",
        Sort::Party => owners::TAKE,
    };
    each(tx, records, sql, |record| args![office, record.to_string()].to_vec())
}

/// Writes down that they are let go of, those that have it still.
fn note(tx: &mut Transaction, records: &[Record], ground: Ground, batch: BatchId) -> Result<()> {
    let (office, actor, now): (_, _, Timestamp) = (tx.office(), tx.actor().clone(), tx.now());
    let sql = |sort| match sort {
        Sort::Term => {
            "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
             select t.office, $3, t.id, case when t.standing is null then 'officials' else 'residents' end, $4, 1, $5,
                    $6, $7
               from term t where t.office = $1 and t.id = $2 and t.name <> ''"
        }
        Sort::Opinion => {
            "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
             select o.office, $3, o.id, 'opinions', $4, 1, $5, $6, $7
               from opinion o where o.office = $1 and o.id = $2 and o.erased_at is null"
        }
        Sort::Visit => {
            "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
             select v.office, $3, v.id, 'visits', $4, 1, $5, $6, $7
               from visit v where v.office = $1 and v.id = $2 and v.erased_at is null"
        }
        Sort::Submission => {
            "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
             select s.office, $3, s.id, 'submissions', $4, 1, $5, $6, $7
               from submission s where s.office = $1 and s.id = $2 and s.erased_at is null"
        }
        Sort::Party => owners::NOTE,
    };
    each(tx, records, sql, |record| {
        args![office, record.to_string(), batch, ground.as_str(), now, actor.account, actor.name].to_vec()
    })
}

fn counts(tx: &mut Transaction, batch: BatchId) -> Result<BTreeMap<Kind, u64>> {
    let office = tx.office();
    let rows = tx.query(
        "select kind, count(*) from erasure where office = $1 and batch = $2 group by kind",
        args![office, batch],
        |row| Ok((row.get::<String>(0)?.parse().map_err(|()| Error::Damaged)?, row.get::<i64>(1)?.unsigned_abs())),
    )?;
    Ok(rows.into_iter().collect())
}
