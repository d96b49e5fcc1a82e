//! Notices: a version posted with a photo of its paper, objections heard while it hangs, and whether it can go to the vote.

use linli_domain::consultation::opinion::{Content, OpinionId};
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::planning::notice::{NotReady, Window, Withdrawn};
use linli_domain::planning::plan::CannotChange;
use linli_domain::planning::{Notice, NoticeId, Version, VersionId};
use linli_domain::register::evidence::{Evidence, EvidenceId};
use serde_json::json;

use super::plan::{self, Changed, Known};
use super::rules;
use crate::consultation::opinion::{self, Recorded};
use crate::register::evidence::{add, evidence, pieces};
use crate::{Error, Result, Row, Transaction, Tx, args};

/// A notice with its photos and objections counted.
macro_rules! notices {
    ($which:literal) => {
        concat!(
            "select t.id, t.neighbourhood, t.version, t.from_day, t.until_day, t.rules, t.at, t.by_name, t.withdrawn_at,
                    t.withdrawn_by, t.withdrawn_why,
                    (select count(*) from notice_evidence e join evidence p on p.office = e.office and p.id = e.evidence
                      where e.office = t.office and e.notice = t.id and p.withdrawn_at is null),
                    (select count(*) from opinion o where o.office = t.office and o.objects_to = t.id),
                    (select count(*) from opinion o where o.office = t.office and o.objects_to = t.id
                        and o.state in ('received', 'grouped'))
               from notice t where t.office = $1 ",
            $which
        )
    };
}

fn notice(row: &Row) -> Result<Notice> {
    let withdrawn = match (row.get(8)?, row.get(9)?, row.get(10)?) {
        (Some(at), Some(by_name), Some(why)) => Some(Withdrawn { at, by_name, why }),
        _ => None,
    };
    Ok(Notice {
        id: row.get(0)?,
        neighbourhood: row.get(1)?,
        version: row.get(2)?,
        window: Window { from: row.get(3)?, until: row.get(4)? },
        rules: serde_json::from_str(&row.get::<String>(5)?).map_err(|_| Error::Damaged)?,
        at: row.get(6)?,
        by_name: row.get(7)?,
        withdrawn,
        photos: row.get(11)?,
        objections: row.get(12)?,
        open: row.get(13)?,
    })
}

pub fn get(tx: &mut Tx, office: Office, id: NoticeId) -> Result<Notice> {
    tx.query_one(notices!("and t.id = $2"), args![office, id], notice)
}

/// Every notice of a neighbourhood, the last one first.
pub fn of(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<Notice>> {
    tx.query(notices!("and t.neighbourhood = $2 order by t.at desc, t.id desc"), args![office, of], notice)
}

pub fn of_version(tx: &mut Tx, office: Office, version: VersionId) -> Result<Option<Notice>> {
    tx.query_opt(notices!("and t.version = $2"), args![office, version], notice)
}

/// The notice of a neighbourhood to which somebody may object today.
pub fn hanging(tx: &mut Tx, office: Office, of: NeighbourhoodId, today: Date) -> Result<Option<Notice>> {
    tx.query_opt(
        notices!(
            "and t.neighbourhood = $2 and t.withdrawn_at is null and t.from_day <= $3 and t.until_day >= $3
             order by t.at desc, t.id desc limit 1"
        ),
        args![office, of, today],
        notice,
    )
}

/// Posts a draft: what it says stays from now on. `Hindered`: something stands against it, see `Known::checks`. `Stale`: it was
/// changed after somebody looked at it.
pub fn post(
    tx: &mut Transaction,
    id: NoticeId,
    version: VersionId,
    revision: i64,
    seen: &str,
    window: Window,
) -> Changed<()> {
    let (office, today) = (tx.office(), tx.today());
    if of_version(tx, office, version)?.is_some_and(|there| there.id == id) {
        return Ok(());
    }
    let draft = plan::take_draft(tx, version)?;
    let known = plan::know(tx, office, version, today)?;
    if draft.revision != revision || looks(&known) != seen {
        return Err(Error::Stale.into());
    }
    if known.checks().iter().any(linli_domain::planning::plan::Check::hinders) {
        return Err(CannotChange::Hindered.into());
    }
    fix(tx, &known)?;
    let rules = rules::of(tx, office, today)?;
    let rules = serde_json::to_string(&rules).map_err(|_| Error::Damaged)?;
    let (now, actor, of) = (tx.now(), tx.actor().clone(), draft.neighbourhood);
    tx.run(
        "insert into notice (office, id, neighbourhood, version, from_day, until_day, rules, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![office, id, of, version, window.from, window.until, rules, now, actor.account, actor.name],
    )?
    .exactly_one()?;
    let told = json!({ "version": version, "number": draft.number, "from": window.from.to_string(), "until": window.until.to_string() });
    tx.record("plan.posted", of, told);
    Ok(())
}

/// What somebody saw of a version, in a few signs: items and reasons change without the version's own words.
pub fn looks(known: &Known) -> String {
    let items: i64 = known.items.iter().map(|item| item.revision).sum();
    let reasons = serde_json::json!(known.reasons).to_string();
    format!("{}.{items}.{}", known.items.len(), Digest::of(reasons.as_bytes()))
}

fn fix(tx: &mut Transaction, known: &Known) -> Result<()> {
    let (office, version) = (tx.office(), &known.version);
    let (leader, body) = (known.leader.as_ref().map(|one| one.id), known.body.as_ref().map(|one| one.id));
    tx.run(
        "update plan_version set state = 'posted', leader = $4, body = $5, revision = revision + 1
          where office = $1 and id = $2 and revision = $3 and state = 'draft'",
        args![office, version.id, version.revision, leader, body],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)
}

/// Takes a notice down; its version is no plan any more, and the next one begins from it.
pub fn withdraw(tx: &mut Transaction, id: NoticeId, why: &str) -> Changed<()> {
    let (office, now, by) = (tx.office(), tx.now(), tx.actor().name.clone());
    let before = get(tx, office, id)?;
    plan::take(tx, before.neighbourhood)?;
    let down = tx.run(
        "update notice set withdrawn_at = $3, withdrawn_by = $4, withdrawn_why = $5
          where office = $1 and id = $2 and withdrawn_at is null",
        args![office, id, now, by, why],
    )?;
    if !down.at_most_one()? {
        return Err(CannotChange::SoAlready.into());
    }
    tx.run(
        "update plan_version set state = 'withdrawn', revision = revision + 1
          where office = $1 and id = $2 and state = 'posted'",
        args![office, before.version],
    )?
    .exactly_one()?;
    tx.record("plan.notice_withdrawn", before.neighbourhood, json!({ "version": before.version, "why": why }));
    Ok(())
}

/// Puts photos of the posted paper to its notice, those that do not hang there yet and for which there is room.
pub fn hang(tx: &mut Transaction, id: NoticeId, pieces: &[Evidence], most: usize) -> Result<()> {
    let office = tx.office();
    // A form that is sent twice at the same moment waits here for the first one.
    let before = get(tx, office, id)?;
    plan::take(tx, before.neighbourhood)?;
    let hanging = photos(tx, office, id)?.into_iter().filter(|piece| piece.withdrawn.is_none());
    let there: Vec<Digest> = hanging.map(|piece| piece.digest).collect();
    let new = pieces.iter().filter(|piece| !there.contains(&piece.digest));
    for piece in new.take(most.saturating_sub(there.len())) {
        add(tx, piece)?;
        show(tx, id, piece.id)?;
    }
    Ok(())
}

/// Puts a photo of the posted paper to its notice; the same again changes nothing.
pub fn show(tx: &mut Transaction, id: NoticeId, photo: EvidenceId) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let before = get(tx, office, id)?;
    let put = tx.run(
        "insert into notice_evidence (office, notice, evidence, at, account, by_name) values ($1, $2, $3, $4, $5, $6)
         on conflict (office, notice, evidence) do nothing",
        args![office, id, photo, now, actor.account, actor.name],
    )?;
    if put.at_most_one()? {
        tx.record("plan.notice_shown", before.neighbourhood, json!({ "version": before.version, "photo": photo }));
    }
    Ok(())
}

/// The photos of a notice, in the order in which they came; withdrawn ones as well.
pub fn photos(tx: &mut Tx, office: Office, id: NoticeId) -> Result<Vec<Evidence>> {
    tx.query(
        concat!(
            "select ",
            pieces!(),
            " from notice_evidence s join evidence e on e.office = s.office and e.id = s.evidence
              where s.office = $1 and s.notice = $2 order by e.id"
        ),
        args![office, id],
        evidence,
    )
}

/// What became of an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objected {
    Heard(Recorded),
    /// The notice does not hang any more, or not yet; nothing was kept.
    NotHanging,
    /// It is of another neighbourhood.
    Elsewhere,
}

/// Records an opinion that objects to what is posted. Whoever sends it twice objects once.
pub fn object(tx: &mut Transaction, id: NoticeId, opinion: OpinionId, content: &Content) -> Result<Objected> {
    let (office, today) = (tx.office(), tx.today());
    let notice = get(tx, office, id)?;
    if content.address.neighbourhood != notice.neighbourhood {
        return Ok(Objected::Elsewhere);
    }
    // Whoever announces a vote on this plan waits for us, or we find that it was taken down.
    plan::take(tx, notice.neighbourhood)?;
    let notice = get(tx, office, id)?;
    // Said in time, heard later: paper lies in a box until somebody types it.
    if notice.withdrawn.is_some() || today < notice.window.from || !notice.window.contains(content.said_on) {
        return Ok(Objected::NotHanging);
    }
    let recorded = opinion::record(tx, opinion, content)?;
    if recorded == Recorded::New {
        tx.run(
            "update opinion set objects_to = $3 where office = $1 and id = $2 and objects_to is null",
            args![office, opinion, id],
        )?
        .exactly_one()?;
        tx.record("plan.objected", notice.neighbourhood, json!({ "version": notice.version, "opinion": opinion }));
    }
    Ok(Objected::Heard(recorded))
}

/// The opinions that object to a notice in the order in which they were made; after one, so many.
pub fn objections(
    tx: &mut Tx,
    office: Office,
    id: NoticeId,
    after: Option<OpinionId>,
    limit: usize,
) -> Result<Vec<OpinionId>> {
    tx.query(
        "select id from opinion where office = $1 and objects_to = $2 and id > $3 order by id limit $4",
        args![office, id, after.map(|id| id.to_string()).unwrap_or_default(), limit],
        |row| row.get(0),
    )
}

/// Objections to any version of a plan that nobody answered.
pub fn open_of(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<i64> {
    tx.query_one(
        "select count(*) from notice t
           join opinion o on o.office = t.office and o.objects_to = t.id
          where t.office = $1 and t.neighbourhood = $2 and o.state in ('received', 'grouped')",
        args![office, of],
        |row| row.get(0),
    )
}

/// Whether a version can go to the vote today: posted, its time over, nothing unanswered.
pub fn ready(tx: &mut Tx, office: Office, version: &Version, today: Date) -> Result<std::result::Result<(), NotReady>> {
    let Some(notice) = of_version(tx, office, version.id)? else { return Ok(Err(NotReady::Withdrawn)) };
    let last = plan::posted(tx, office, version.neighbourhood)?;
    let is_last = last.is_some_and(|last| last.id == version.id);
    let open = open_of(tx, office, version.neighbourhood)?;
    Ok(notice.ready(today, is_last, open))
}
