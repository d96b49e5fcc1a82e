//! Stages: events in the order they happened, what stands now, and the rules it is measured by.
//!
//! The days of start and finish stand in the register as well, since every file has them; a stage of those two is what
//! the register says, and here is what shows it.

use std::collections::BTreeMap;

use linli_domain::kernel::{Date, NeighbourhoodId, Office, Timestamp};
use linli_domain::organisation::four_ones::Planned;
use linli_domain::register::evidence::EvidenceId;
use linli_domain::register::{Facts, Neighbourhood};
use linli_domain::works::stage::{Course, Stage, Standing};
use linli_domain::works::stage_rules::StageRules;
use serde_json::json;

use crate::register::{beginning, neighbourhood};
use crate::{Error, Result, Row, Transaction, Tx, args};

crate::text_values!(StageEventId);

linli_domain::id! {
    /// One event in the course of a neighbourhood.
    StageEventId
}

/// What was done to a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Reported,
    Confirmed,
    Reversed,
}

impl Act {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Confirmed => "confirmed",
            Self::Reversed => "reversed",
        }
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub stage: Stage,
    pub act: Act,
    pub on: Option<Date>,
    pub reason: Option<String>,
    pub at: Timestamp,
    pub account: linli_domain::kernel::people::AccountId,
    pub by_name: String,
}

/// The rules of an office, and from which day on it demands evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesOf {
    pub rules: StageRules,
    /// What began before is taken over as the register says it (承接).
    pub evidence_from: Option<Date>,
}

/// The rules in force on a day: the office's own, else the default from the day on which it began here.
pub fn rules(tx: &mut Tx, office: Office, on: Date) -> Result<RulesOf> {
    let own = tx.query_opt(
        "select rules from stage_rules where office = $1 and from_day <= $2 order by from_day desc, id desc limit 1",
        args![office, on],
        |row| row.get::<String>(0),
    )?;
    let rules = own.map(|text| read_rules(&text)).transpose()?;
    Ok(RulesOf { rules: rules.unwrap_or_default(), evidence_from: beginning::evidence_from(tx, office)? })
}

pub(crate) fn read_rules(text: &str) -> Result<StageRules> {
    serde_json::from_str(text).map_err(|_| Error::Damaged)
}

/// A rule set of an office from a day on. An earlier one stays readable.
pub fn set_rules(tx: &mut Transaction, from: Date, of: &RulesOf, reason: &str) -> Result<()> {
    let (office, actor, now) = (tx.office(), tx.actor().clone(), tx.now());
    let text = serde_json::to_string(&of.rules).map_err(|_| Error::Damaged)?;
    let id = StageEventId::new();
    tx.run(
        "insert into stage_rules (office, id, from_day, evidence_from, rules, reason, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![office, id, from, of.evidence_from, text, reason, now, actor.account, actor.name],
    )?
    .exactly_one()?;
    if let Some(day) = of.evidence_from {
        beginning::set_evidence_from(tx, day)?;
    }
    tx.record("stage.rules_set", id, json!({ "from": from.to_string(), "reason": reason }));
    Ok(())
}

/// A stage as its row says it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub stage: Stage,
    pub on: Date,
    pub confirmed: bool,
    /// Reported here; else it came with a register.
    pub reported: bool,
    pub counts: bool,
}

impl Kept {
    /// The stage with what lies there for it.
    pub(crate) fn standing(&self, proofs: &Proofs, evidence_from: Option<Date>) -> Standing {
        let Self { stage, on, confirmed, reported, .. } = *self;
        let (documents, photos) = proofs.get(&stage).cloned().unwrap_or_default();
        // What is reported here is never taken over, however long ago it is said to have been.
        let taken_over = !reported && evidence_from.is_none_or(|from| on < from);
        Standing { stage, on, taken_over, documents, photos, confirmed }
    }
}

/// What lies there for each stage and was not withdrawn: kinds of documents, and the days of photos of the site.
pub(crate) type Proofs = BTreeMap<Stage, (Vec<String>, Vec<Date>)>;

/// Where a neighbourhood stands, with everything that lies there for each stage. Two statements.
pub fn course(tx: &mut Tx, of: &Neighbourhood, evidence_from: Option<Date>) -> Result<Course> {
    let (office, id) = (of.office, of.id);
    let kept = tx.query(
        "select stage, on_day, confirmed_at is not null, reported, counts from stage_standing
          where office = $1 and neighbourhood = $2",
        args![office, id],
        |row| kept(row, 0),
    )?;
    let rows = tx.query(
        "select s.stage, s.document, e.small, e.taken_on
           from stage_evidence s join evidence e on e.office = s.office and e.id = s.evidence
          where s.office = $1 and s.neighbourhood = $2 and e.withdrawn_at is null
          order by s.stage, s.evidence",
        args![office, id],
        |row| proof(row, 0),
    )?;
    let mut proofs = Proofs::new();
    for row in rows {
        put_proof(&mut proofs, row);
    }
    Ok(put_together(&of.facts, &kept, &proofs, evidence_from))
}

/// Every stage that stands in an office, by neighbourhood.
pub(crate) fn kept_in(tx: &mut Tx, office: Office) -> Result<BTreeMap<NeighbourhoodId, Vec<Kept>>> {
    let rows = tx.query(
        "select neighbourhood, stage, on_day, confirmed_at is not null, reported, counts from stage_standing
          where office = $1 order by neighbourhood",
        args![office],
        |row| Ok((row.get::<NeighbourhoodId>(0)?, kept(row, 1)?)),
    )?;
    let mut all: BTreeMap<_, Vec<Kept>> = BTreeMap::new();
    for (id, kept) in rows {
        all.entry(id).or_default().push(kept);
    }
    Ok(all)
}

/// What lies there for the stages of every neighbourhood of an office.
pub(crate) fn proofs_in(tx: &mut Tx, office: Office) -> Result<BTreeMap<NeighbourhoodId, Proofs>> {
    let rows = tx.query(
        "select s.neighbourhood, s.stage, s.document, e.small, e.taken_on
           from stage_evidence s join evidence e on e.office = s.office and e.id = s.evidence
          where s.office = $1 and e.withdrawn_at is null
          order by s.neighbourhood, s.stage, s.evidence",
        args![office],
        |row| Ok((row.get::<NeighbourhoodId>(0)?, proof(row, 1)?)),
    )?;
    let mut all: BTreeMap<_, Proofs> = BTreeMap::new();
    for (id, row) in rows {
        put_proof(all.entry(id).or_default(), row);
    }
    Ok(all)
}

fn kept(row: &Row, from: usize) -> Result<Kept> {
    Ok(Kept {
        stage: stage(row, from)?,
        on: row.get(from + 1)?,
        confirmed: row.get(from + 2)?,
        reported: row.get(from + 3)?,
        counts: row.get(from + 4)?,
    })
}

/// Stage, kind of document, whether it is a photo, and its day.
type ProofRow = (Stage, String, bool, Option<Date>);

fn proof(row: &Row, from: usize) -> Result<ProofRow> {
    let is_photo = row.get::<Option<String>>(from + 2)?.is_some();
    Ok((stage(row, from)?, row.get(from + 1)?, is_photo, row.get(from + 3)?))
}

fn put_proof(proofs: &mut Proofs, (stage, document, is_photo, taken_on): ProofRow) {
    let (documents, photos) = proofs.entry(stage).or_default();
    if is_photo && document == SITE_PHOTO {
        photos.extend(taken_on);
    } else {
        documents.push(document);
    }
}

/// The course of a neighbourhood from its rows and from the days of the register.
pub(crate) fn put_together(facts: &Facts, kept: &[Kept], proofs: &Proofs, evidence_from: Option<Date>) -> Course {
    let mut standing: Vec<Standing> = kept.iter().map(|kept| kept.standing(proofs, evidence_from)).collect();
    // The register's days come first: what was proven for another day is not proven for this one.
    for (stage, day) in [(Stage::Start, facts.started_on), (Stage::Accept, facts.finished_on)] {
        standing.retain(|s| s.stage != stage || Some(s.on) == day);
        let missing = standing.iter().all(|s| s.stage != stage);
        if let Some(on) = day.filter(|_| missing) {
            let from_register = Kept { stage, on, confirmed: false, reported: false, counts: false };
            standing.push(from_register.standing(proofs, evidence_from));
        }
    }
    Course::new(standing)
}

/// The kind under which a photo of physical work is put to a stage; a scan of a paper has the kind of the paper.
pub const SITE_PHOTO: &str = "site_photo";

/// Reports a stage for a day. The caller has asked `Course::may_report`.
pub fn report(tx: &mut Transaction, of: &Neighbourhood, stage: Stage, on: Date) -> Result<()> {
    put_event(tx, of.id, stage, Act::Reported, Some(on), None)?;
    let office = tx.office();
    tx.run(
        "insert into stage_standing (office, neighbourhood, stage, on_day, reported, counts)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (office, neighbourhood, stage)
         do update set on_day = $4, reported = $5, confirmed_at = null, counts = $6",
        args![office, of.id, stage.as_str(), on, true, false],
    )?
    .exactly_one()?;
    into_register(tx, of, stage, Some(on), None)
}

/// A member of the residents' body confirms what was reported.
pub fn confirm(tx: &mut Transaction, of: &Neighbourhood, stage: Stage, on: Date) -> Result<()> {
    put_event(tx, of.id, stage, Act::Confirmed, Some(on), None)?;
    let (office, now) = (tx.office(), tx.now());
    tx.run(
        "insert into stage_standing (office, neighbourhood, stage, on_day, reported, confirmed_at, counts)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (office, neighbourhood, stage) do update set on_day = $4, reported = $5, confirmed_at = $6",
        args![office, of.id, stage.as_str(), on, true, now, false],
    )?
    .exactly_one()
}

/// Takes a stage back. The caller has asked `Course::may_reverse`.
pub fn reverse(tx: &mut Transaction, of: &Neighbourhood, stage: Stage, reason: &str) -> Result<()> {
    put_event(tx, of.id, stage, Act::Reversed, None, Some(reason))?;
    let office = tx.office();
    tx.run(
        "delete from stage_standing where office = $1 and neighbourhood = $2 and stage = $3",
        args![office, of.id, stage.as_str()],
    )?
    .count();
    into_register(tx, of, stage, None, Some(reason))
}

/// Puts a piece of evidence to a stage, under the kind of document it is.
pub fn put_evidence(
    tx: &mut Transaction,
    id: NeighbourhoodId,
    stage: Stage,
    evidence: EvidenceId,
    document: &str,
) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    tx.run(
        "insert into stage_evidence (office, neighbourhood, stage, evidence, document, at)
         values ($1, $2, $3, $4, $5, $6) on conflict (office, neighbourhood, stage, evidence) do nothing",
        args![office, id, stage.as_str(), evidence, document, now],
    )?
    .count();
    Ok(())
}

/// Works out again which stages count; asked after every event and every change of evidence.
pub fn settle(tx: &mut Transaction, of: &Neighbourhood, by: &RulesOf) -> Result<Course> {
    let office = tx.office();
    let course = course(tx, of, by.evidence_from)?;
    let row = |s: &Standing| args![office, of.id, s.stage.as_str(), s.on, false, s.counts(&by.rules)];
    let rows = course.all().iter().map(row);
    tx.run_many(
        "insert into stage_standing (office, neighbourhood, stage, on_day, reported, counts)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (office, neighbourhood, stage) do update set counts = $6",
        rows.collect::<Vec<_>>(),
    )?;
    Ok(course)
}

/// Start and acceptance are days of the register too.
fn into_register(
    tx: &mut Transaction,
    of: &Neighbourhood,
    stage: Stage,
    on: Option<Date>,
    reason: Option<&str>,
) -> Result<()> {
    let mut facts = of.facts.clone();
    match stage {
        Stage::Start => facts.started_on = on,
        Stage::Accept => facts.finished_on = on,
        _ => return Ok(()),
    }
    if facts == of.facts {
        return Ok(());
    }
    neighbourhood::change(tx, of, facts, reason).map(drop)
}

fn put_event(
    tx: &mut Transaction,
    id: NeighbourhoodId,
    stage: Stage,
    act: Act,
    on: Option<Date>,
    reason: Option<&str>,
) -> Result<()> {
    let (office, actor, now) = (tx.office(), tx.actor().clone(), tx.now());
    tx.run(
        "insert into stage_event (office, id, neighbourhood, stage, act, on_day, reason, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            office,
            StageEventId::new(),
            id,
            stage.as_str(),
            act.as_str(),
            on,
            reason,
            now,
            actor.account,
            actor.name
        ],
    )?
    .exactly_one()?;
    let act = match act {
        Act::Reported => "stage.reported",
        Act::Confirmed => "stage.confirmed",
        Act::Reversed => "stage.reversed",
    };
    tx.record(act, id, json!({ "stage": stage.as_str(), "on": on.map(|on| on.to_string()), "reason": reason }));
    Ok(())
}

/// Every event of a neighbourhood, latest first.
pub fn events(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Event>> {
    tx.query(
        "select stage, act, on_day, reason, at, account, by_name from stage_event
          where office = $1 and neighbourhood = $2 order by id desc",
        args![office, id],
        |row| {
            Ok(Event {
                stage: stage(row, 0)?,
                act: match row.get::<String>(1)?.as_str() {
                    "confirmed" => Act::Confirmed,
                    "reversed" => Act::Reversed,
                    _ => Act::Reported,
                },
                on: row.get(2)?,
                reason: row.get(3)?,
                at: row.get(4)?,
                account: row.get(5)?,
                by_name: row.get(6)?,
            })
        },
    )
}

/// The evidence that lies there for each stage, by its kind of document.
pub fn evidence_of(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<(Stage, EvidenceId, String)>> {
    tx.query(
        "select stage, evidence, document from stage_evidence
          where office = $1 and neighbourhood = $2 order by stage, evidence",
        args![office, id],
        |row| Ok((stage(row, 0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The stages to which a piece of evidence was put.
pub fn stages_of(tx: &mut Tx, office: Office, id: NeighbourhoodId, evidence: EvidenceId) -> Result<Vec<Stage>> {
    tx.query(
        "select stage from stage_evidence where office = $1 and neighbourhood = $2 and evidence = $3 order by stage",
        args![office, id, evidence],
        |row| stage(row, 0),
    )
}

pub(crate) fn stage(row: &Row, column: usize) -> Result<Stage> {
    row.get::<String>(column)?.parse().map_err(|()| Error::Damaged)
}

/// One line for each stage that stands, of every neighbourhood of an office: for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    pub neighbourhood: NeighbourhoodId,
    pub stage: Stage,
    pub on: Date,
    pub counts: bool,
}

/// Everything that stands in an office, in the order of the stages.
pub fn standings(tx: &mut Tx, office: Office) -> Result<Vec<Stood>> {
    tx.query(
        "select s.neighbourhood, s.stage, s.on_day, s.counts from stage_standing s
          where s.office = $1 order by s.neighbourhood, s.on_day, s.stage",
        args![office],
        |row| Ok(Stood { neighbourhood: row.get(0)?, stage: stage(row, 1)?, on: row.get(2)?, counts: row.get(3)? }),
    )
}

/// The plan of each neighbourhood (一小区一方案): the first document of that kind that lies at the stage of the design.
pub fn plans(tx: &mut Tx, office: Office) -> Result<Vec<Planned>> {
    tx.query(
        "select coalesce(n.merged_into, n.id), min(s.at)
           from stage_evidence s
           join evidence e on e.office = s.office and e.id = s.evidence and e.withdrawn_at is null
           join neighbourhood n on n.office = s.office and n.id = s.neighbourhood
          where s.office = $1 and s.stage = 'design' and s.document = 'plan'
          group by coalesce(n.merged_into, n.id)",
        args![office],
        |row| {
            let on = jiff::tz::offset(8).to_datetime(row.get::<Timestamp>(1)?).date();
            Ok(Planned { neighbourhood: row.get(0)?, on })
        },
    )
}
