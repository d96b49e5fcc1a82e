//! What Linli keeps of a household (《个人信息保护法》第45条): what was answered at its door, what it said, how its slip was used. Found
//! by the door, or one opinion by its receipt; a submission of a form by its id.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::offset;
use linli_domain::consultation::openrosa::{FieldFormId, SubmissionId};
use linli_domain::consultation::opinion::Content;
use linli_domain::consultation::survey::visit::Answers;
use linli_domain::consultation::survey::{Visit, VisitId};
use linli_domain::consultation::{Catalogue, Opinion, OpinionId};
use linli_domain::kernel::{Date, Office, Personal, Timestamp};
use linli_domain::oversight::retention::{Kept, Kind, Record};
use linli_domain::register::DwellingId;
use linli_domain::register::owner::{Owners, PartyId};
use serde_json::{Value, json};

use super::known::said as line;
use crate::consultation::opinion::{COLUMNS, opinion, opinion_columns};
use crate::consultation::{catalogue, survey};
use crate::register::owner::read_party;
use crate::seal::Lack;
use crate::seal::places::{HELP_WORDS, OPINION_VERSION, SUBMISSION_XML, VISIT_SAID, VISIT_VERSION};
use crate::{Error, Result, Row, Tx, args, trail};

/// A record of a household.
#[derive(Clone, Debug)]
pub struct Entry {
    pub record: Record,
    /// Whether it may be let go of is asked of this.
    pub kept: Kept,
    pub at: Timestamp,
    /// How a visit ended, the way of an opinion, the title of a form.
    pub what: String,
    /// Of a submission.
    pub form: Option<FieldFormId>,
    /// Everything, as it stands.
    told: Value,
}

macro_rules! household_visits {
    ($which:literal) => {
        concat!(
            "select v.id, c.name, coalesce(c.closed_on, c.closes), v.outcome, v.respondent, v.willing, v.pay, v.pay_fen,
                    v.council, v.hazard, v.said, v.standing, v.at, v.by_name, v.erased_at,
                    (select count(*) from visit_photo p where p.office = v.office and p.visit = v.id), v.opinion
               from visit v join campaign c on c.office = v.office and c.id = v.campaign
              where v.office = $1 and ",
            $which,
            " order by v.at, v.id"
        )
    };
}

macro_rules! household_opinions {
    ($which:literal) => {
        concat!(
            "select ",
            opinion_columns!(),
            ", o.over_at, o.erased_at,
                    (select count(*) from opinion_evidence l where l.office = o.office and l.opinion = o.id)
               from opinion o where o.office = $1 and ",
            $which,
            " order by o.received_at, o.id"
        )
    };
}

macro_rules! household_owners {
    ($which:literal) => {
        concat!(
            "select p.id, p.kind, p.owners, p.made_at, p.by_name, p.left_on, p.erased_at
               from owner_party p
              where p.office = $1 and exists (select 1 from ownership o
                                               where o.office = $1 and o.party = p.id and ",
            $which,
            ") order by p.made_at, p.id"
        )
    };
}

/// Every record of a household, visits first. Three statements and those of the catalogue.
pub fn of_dwelling(tx: &mut Tx, office: Office, of: DwellingId, today: Date) -> Result<Vec<Entry>> {
    let catalogue = catalogue::of(tx, office, today)?.catalogue;
    let held = tx.held();
    let mut all = tx.query(household_visits!("v.dwelling = $2"), args![office, of], |row| {
        visit(row, office, &held, &catalogue, today)
    })?;
    let said = tx.query(household_opinions!("o.dwelling = $2"), args![office, of], |row| said(row, office, &held))?;
    all.extend(said);
    all.extend(tx.query(household_owners!("o.dwelling = $2"), args![office, of], |row| owner(row, office, &held))?);
    readable(tx, &all)?;
    Ok(all)
}

/// These records, of which each is one of this office; terms have a page of their own.
pub fn some(tx: &mut Tx, office: Office, records: &[Record], today: Date) -> Result<Vec<Entry>> {
    let catalogue = catalogue::of(tx, office, today)?.catalogue;
    let (held, mut all) = (tx.held(), Vec::new());
    let of = |is: fn(&Record) -> bool| Among::of(records.iter().filter(|one| is(one)));
    if let Some(Among { list, first, last }) = of(|one| matches!(one, Record::Visit(_))) {
        all = tx.query(
            household_visits!("v.id >= $3 and v.id <= $4 and $2 like '%|' || v.id || '|%'"),
            args![office, list, first, last],
            |row| visit(row, office, &held, &catalogue, today),
        )?;
    }
    if let Some(Among { list, first, last }) = of(|one| matches!(one, Record::Opinion(_))) {
        all.extend(tx.query(
            household_opinions!("o.id >= $3 and o.id <= $4 and $2 like '%|' || o.id || '|%'"),
            args![office, list, first, last],
            |row| said(row, office, &held),
        )?);
    }
    if let Some(Among { list, first, last }) = of(|one| matches!(one, Record::Submission(_))) {
        all.extend(submissions(tx, office, (&list, &first, &last), &held)?);
    }
    if let Some(Among { list, first, last }) = of(|one| matches!(one, Record::Party(_))) {
        all.extend(tx.query(
            household_owners!("o.party >= $3 and o.party <= $4 and $2 like '%|' || o.party || '|%'"),
            args![office, list, first, last],
            |row| owner(row, office, &held),
        )?);
    }
    all.retain(|entry| records.contains(&entry.record));
    readable(tx, &all)?;
    Ok(all)
}

fn submissions(
    tx: &mut Tx,
    office: Office,
    (list, first, last): (&str, &str, &str),
    held: &crate::seal::Held,
) -> Result<Vec<Entry>> {
    tx.query(
        "select s.id, f.title, s.received_at, s.by_name, s.xml, s.erased_at,
                (select count(*) from submission_file x where x.office = s.office and x.submission = s.id), s.form
           from submission s join field_form f on f.office = s.office and f.id = s.form
          where s.office = $1 and s.id >= $3 and s.id <= $4 and $2 like '%|' || s.id || '|%'
          order by s.received_at, s.id",
        args![office, list, first, last],
        |row| submission(row, office, held),
    )
}

/// Records of one sort that are asked for, and between which ids they stand: no more is read.
struct Among {
    list: String,
    first: String,
    last: String,
}

impl Among {
    fn of<'r>(records: impl Iterator<Item = &'r Record>) -> Option<Self> {
        let ids: BTreeSet<String> = records.map(ToString::to_string).collect();
        let (first, last) = (ids.first()?.clone(), ids.last()?.clone());
        Some(Self { list: ids.iter().fold("|".to_owned(), |text, id| text + id + "|"), first, last })
    }
}

/// Where something cannot be read, nobody is told that there is nothing.
fn readable(tx: &mut Tx, all: &[Entry]) -> Result<()> {
    if all.iter().any(|entry| entry.told["closed"] == true) {
        return Err(Error::NoKey(tx.held().seal().err().unwrap_or(Lack::Other)));
    }
    Ok(())
}

fn visit(row: &Row, office: Office, held: &crate::seal::Held, catalogue: &Catalogue, today: Date) -> Result<Entry> {
    let id: VisitId = row.get(0)?;
    let (over, outcome): (Date, String) = (row.get(2)?, row.get(3)?);
    let text = held.open(&VISIT_SAID, office, &id.to_string(), &row.get::<String>(10)?);
    let (at, erased): (Timestamp, Option<Timestamp>) = (row.get(12)?, row.get(14)?);
    let mut told = json!({
        "id": id, "campaign": row.get::<String>(1)?, "at": at.to_string(), "recorded_by": row.get::<String>(13)?,
        "outcome": outcome, "counts": row.get::<String>(11)? == "stands",
        "respondent": row.get::<Option<String>>(4)?, "willing": row.get::<Option<String>>(5)?,
        "pay": row.get::<Option<String>>(6)?, "pay_fen": row.get::<Option<i64>>(7)?,
        "council": row.get::<Option<bool>>(8)?, "hazard": row.get::<bool>(9)?, "photos": row.get::<i64>(15)?,
        "opinion": row.get::<Option<OpinionId>>(16)?, "erased_at": erased.map(|at| at.to_string()),
    });
    match &text {
        Personal::Known(text) => {
            let answers: Answers = serde_json::from_str(text).map_err(|_| Error::Damaged)?;
            put_answers(&mut told, &answers, catalogue);
        }
        Personal::Closed => told["closed"] = true.into(),
        Personal::Erased => {}
    }
    Ok(Entry {
        record: Record::Visit(id),
        kept: Kept { kind: Kind::Visits, over: (over <= today).then_some(over), erased: erased.is_some() },
        at,
        what: outcome,
        form: None,
        told,
    })
}

fn put_answers(told: &mut Value, answers: &Answers, catalogue: &Catalogue) {
    told["words"] = answers.text.as_str().into();
    told["wishes"] = named(catalogue, &answers.wishes).into();
    told["special_needs"] = answers.needs.as_str().into();
    told["consent"] = answers.consent.into();
    if !answers.own.is_empty() {
        told["own_questions"] = json!(answers.own);
    }
}

fn named(catalogue: &Catalogue, wishes: &[String]) -> String {
    let name = |code: &String| catalogue.item(code).map_or_else(|| code.clone(), |item| item.name.zh.clone());
    wishes.iter().map(name).collect::<Vec<_>>().join("；")
}

fn said(row: &Row, office: Office, held: &crate::seal::Held) -> Result<Entry> {
    let one: Opinion = opinion(row, office, held)?;
    let (over, erased): (Option<Timestamp>, Option<Timestamp>) = (row.get(COLUMNS)?, row.get(COLUMNS + 1)?);
    let told = json!({
        "id": one.id, "said_on": one.said_on.to_string(), "channel": one.channel.as_str(),
        "received_at": one.received_at.to_string(), "recorded_by": one.by_name,
        "opinion_state": one.standing.state().as_str(), "hazard": one.hazard, "words": one.text.known(),
        "files": row.get::<i64>(COLUMNS + 2)?, "answer": one.standing.answer,
        "erased_at": erased.map(|at| at.to_string()), "closed": one.text == Personal::Closed,
    });
    Ok(Entry {
        record: Record::Opinion(one.id),
        kept: Kept { kind: Kind::Opinions, over: over.map(day), erased: erased.is_some() },
        at: one.received_at,
        what: one.channel.as_str().to_owned(),
        form: None,
        told,
    })
}

fn submission(row: &Row, office: Office, held: &crate::seal::Held) -> Result<Entry> {
    let id: SubmissionId = row.get(0)?;
    let (title, at, erased): (String, Timestamp, Option<Timestamp>) = (row.get(1)?, row.get(2)?, row.get(5)?);
    let xml = held.open(&SUBMISSION_XML, office, &id.to_string(), &row.get::<String>(4)?);
    let told = json!({
        "id": id, "form": title, "received_at": at.to_string(), "recorded_by": row.get::<String>(3)?, "xml": xml.known(),
        "files": row.get::<i64>(6)?, "erased_at": erased.map(|at| at.to_string()), "closed": xml == Personal::Closed,
    });
    Ok(Entry {
        record: Record::Submission(id),
        kept: Kept { kind: Kind::Submissions, over: Some(day(at)), erased: erased.is_some() },
        at,
        what: title,
        form: Some(row.get(7)?),
        told,
    })
}

/// A party with all who are of it: whoever owns together is told of the others, as they are in the property register.
fn owner(row: &Row, office: Office, held: &crate::seal::Held) -> Result<Entry> {
    let party = read_party(row, 0, office, held)?;
    let (id, at, erased): (PartyId, Timestamp, Option<Timestamp>) = (party.id, row.get(3)?, row.get(6)?);
    let over: Option<Date> = row.get(5)?;
    let told = json!({
        "id": id, "kind": party.kind.as_str(), "entered_at": at.to_string(), "recorded_by": row.get::<String>(4)?,
        "owners": party.owners(), "owned_until": over.map(|day| day.to_string()),
        "erased_at": erased.map(|at| at.to_string()), "closed": party.owners == Owners::Closed,
    });
    Ok(Entry {
        record: Record::Party(id),
        kept: Kept { kind: Kind::Owners, over, erased: erased.is_some() },
        at,
        what: party.kind.as_str().to_owned(),
        form: None,
        told,
    })
}

fn day(at: Timestamp) -> Date {
    offset(8).to_datetime(at).date()
}

/// What is not of one record: where the household lives, its slips.
pub fn about_dwelling(tx: &mut Tx, office: Office, of: DwellingId) -> Result<Value> {
    let door = survey::doors::one(tx, office, of)?;
    let slips = tx.query(
        "select s.made_at, s.revoked_at, s.opened, s.opened_on,
                (select count(*) from slip_session x where x.office = s.office and x.slip = s.id)
           from slip s where s.office = $1 and s.dwelling = $2 order by s.made_at, s.id",
        args![office, of],
        |row| {
            Ok(json!({
                "made_at": row.get::<Timestamp>(0)?.to_string(),
                "revoked_at": row.get::<Option<Timestamp>>(1)?.map(|at| at.to_string()),
                "opened": row.get::<i64>(2)?, "opened_on": row.get::<Option<Date>>(3)?.map(|day| day.to_string()),
                "sign_ins": row.get::<i64>(4)?,
            }))
        },
    )?;
    Ok(json!({ "door": format!("{} {}", door.place, door.name), "slips": slips }))
}

/// Everything that these records say, and what the trail says about them.
pub fn about(tx: &mut Tx, office: Office, entries: &[Entry], today: Date) -> Result<Value> {
    let of = |kind| entries.iter().filter(move |entry| entry.kept.kind == kind);
    // Versions and answers hang on visits and opinions; both are asked between the same ids.
    let records: Vec<Record> = entries.iter().map(|entry| entry.record).collect();
    let Some(among) = Among::of(records.iter()) else { return Ok(json!({ "office": office.to_string() })) };
    let catalogue = catalogue::of(tx, office, today)?.catalogue;
    let mut wishes = wishes(tx, office, &among)?;
    let opinions = of(Kind::Opinions).map(|entry| {
        let mut told = entry.told.clone();
        let own = wishes.remove(&entry.record.to_string()).unwrap_or_default();
        told["wishes"] = named(&catalogue, &own).into();
        told
    });
    let opinions: Vec<Value> = opinions.collect();
    let subjects: Vec<String> = entries.iter().map(|entry| entry.record.to_string()).collect();
    let lines = trail::of_subjects(tx, office, &subjects)?;
    let mut told = json!({
        "office": office.to_string(),
        "visits": of(Kind::Visits).map(|entry| entry.told.clone()).collect::<Vec<_>>(),
        "visit_versions": visit_versions(tx, office, &among, &catalogue)?,
        "opinions": opinions,
        "opinion_versions": opinion_versions(tx, office, &among, &catalogue)?,
        "answers": answers(tx, office, &among)?,
        "submissions": of(Kind::Submissions).map(|entry| entry.told.clone()).collect::<Vec<_>>(),
        "owners": of(Kind::Owners).map(|entry| entry.told.clone()).collect::<Vec<_>>(),
        "trail_about_the_records": lines.iter().map(line).collect::<Vec<_>>(),
    });
    // Whether it could be read is asked before; the person is told what it says.
    for part in ["visits", "opinions", "submissions", "owners"] {
        for one in told[part].as_array_mut().into_iter().flatten() {
            if let Some(one) = one.as_object_mut() {
                one.remove("closed");
            }
        }
    }
    Ok(told)
}

fn wishes(tx: &mut Tx, office: Office, among: &Among) -> Result<BTreeMap<String, Vec<String>>> {
    let rows = tx.query(
        "select opinion, item from opinion_wish where office = $1 and opinion >= $3 and opinion <= $4 and $2 like '%|' || opinion || '|%'
          order by opinion, position",
        args![office, among.list, among.first, among.last],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
    )?;
    let mut all = BTreeMap::<_, Vec<String>>::new();
    for (id, item) in rows {
        all.entry(id).or_default().push(item);
    }
    Ok(all)
}

fn visit_versions(tx: &mut Tx, office: Office, among: &Among, catalogue: &Catalogue) -> Result<Vec<Value>> {
    let held = tx.held();
    tx.query(
        "select id, visit, content, at, by_name from visit_version
          where office = $1 and visit >= $3 and visit <= $4 and $2 like '%|' || visit || '|%' order by at, id",
        args![office, among.list, among.first, among.last],
        |row| {
            let (id, kept): (String, String) = (row.get(0)?, row.get(2)?);
            let mut told = json!({
                "visit": row.get::<String>(1)?, "at": row.get::<Timestamp>(3)?.to_string(),
                "recorded_by": row.get::<String>(4)?,
            });
            if let Personal::Known(text) = held.open(&VISIT_VERSION, office, &id, &kept) {
                let visit: Visit = serde_json::from_str(&text).map_err(|_| Error::Damaged)?;
                told["outcome"] = visit.outcome.as_str().into();
                if let Some(answers) = &visit.answers {
                    told["respondent"] = answers.respondent.as_str().into();
                    told["willing"] = answers.willing.as_str().into();
                    put_answers(&mut told, answers, catalogue);
                }
            }
            Ok(told)
        },
    )
}

fn opinion_versions(tx: &mut Tx, office: Office, among: &Among, catalogue: &Catalogue) -> Result<Vec<Value>> {
    let held = tx.held();
    tx.query(
        "select id, opinion, content, at, by_name from opinion_version
          where office = $1 and opinion >= $3 and opinion <= $4 and $2 like '%|' || opinion || '|%' order by at, id",
        args![office, among.list, among.first, among.last],
        |row| {
            let (id, kept): (String, String) = (row.get(0)?, row.get(2)?);
            let mut told = json!({
                "opinion": row.get::<String>(1)?, "at": row.get::<Timestamp>(3)?.to_string(),
                "recorded_by": row.get::<String>(4)?,
            });
            if let Personal::Known(text) = held.open(&OPINION_VERSION, office, &id, &kept) {
                let content: Content = serde_json::from_str(&text).map_err(|_| Error::Damaged)?;
                told["said_on"] = content.said_on.to_string().into();
                told["channel"] = content.channel.as_str().into();
                told["words"] = content.text.into();
                told["wishes"] = named(catalogue, &content.wishes).into();
                told["hazard"] = content.hazard.into();
            }
            Ok(told)
        },
    )
}

/// Every version of the answers that they were given, and what they said of them.
fn answers(tx: &mut Tx, office: Office, among: &Among) -> Result<Vec<Value>> {
    let held = tx.held();
    tx.query(
        "select o.id, a.verdict, a.reason, a.at, h.id, h.helped, h.words
           from opinion o
           join answer a on a.office = o.office and a.id = o.answer
           left join answer_help h on h.office = a.office and h.opinion = o.id and h.answer = a.id
                                  and h.version = a.version
          where o.office = $1 and o.id >= $3 and o.id <= $4 and $2 like '%|' || o.id || '|%'
          order by o.id, a.version",
        args![office, among.list, among.first, among.last],
        |row| {
            let words = match (row.get::<Option<String>>(4)?, row.get::<Option<String>>(6)?) {
                (Some(id), Some(kept)) => held.open(&HELP_WORDS, office, &id, &kept).known().map(str::to_owned),
                _ => None,
            };
            Ok(json!({
                "opinion": row.get::<String>(0)?, "verdict": row.get::<String>(1)?, "reason": row.get::<String>(2)?,
                "at": row.get::<Timestamp>(3)?.to_string(), "helped": row.get::<Option<bool>>(5)?, "help_words": words,
            }))
        },
    )
}
