//! `linli stage`: where every neighbourhood stands, and a stage reported or taken back, with the rules that pages keep.

use std::collections::BTreeMap;

use linli_domain::kernel::{Date, NeighbourhoodId};
use linli_domain::register::Neighbourhood;
use linli_domain::works::stage::{CannotReport, CannotReverse, Course, Stage};
use linli_store::register::neighbourhood;
use linli_store::works::stage::{self, RulesOf, Stood};
use linli_store::{Error, Store, Transaction};
use linli_web::shell::Lang;
use serde_json::json;

use crate::args::{Format, StageAdvance, StageAsked, StageList};
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::{bulletin, database, machine};

pub async fn run(settings: &Settings, asked: &StageAsked, format: Format) -> Result<Outcome, Failure> {
    let store = database::open(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    match asked {
        StageAsked::List(asked) => list(settings, &store, asked, format).await,
        StageAsked::Advance(asked) => advance(settings, &store, asked, format).await,
    }
}

async fn list(settings: &Settings, store: &Store, asked: &StageList, format: Format) -> Result<Outcome, Failure> {
    let office = asked.county.office();
    let read = store.read(move |tx| Ok::<_, Error>((neighbourhood::all(tx, office)?, stage::standings(tx, office)?)));
    let (all, standings) = read.await.map_err(|error| database::told(settings, &error))?;
    let mut of: BTreeMap<NeighbourhoodId, Vec<Stood>> = BTreeMap::new();
    for stood in standings {
        of.entry(stood.neighbourhood).or_default().push(stood);
    }
    let lines: Vec<_> = all.iter().map(|n| Line::of(n, of.get(&n.id).map_or(&[], Vec::as_slice))).collect();
    match format {
        Format::Json => println!("{}", json!({ "neighbourhoods": lines.iter().map(Line::json).collect::<Vec<_>>() })),
        Format::Text => lines.iter().for_each(|line| line.print(bulletin::shown(settings))),
    }
    Ok(Outcome::Fine)
}

/// One neighbourhood with what stands of it.
struct Line<'a> {
    of: &'a Neighbourhood,
    stages: Vec<(Stage, Date, bool)>,
}

impl<'a> Line<'a> {
    fn of(of: &'a Neighbourhood, standings: &[Stood]) -> Self {
        let mut stages: Vec<_> = standings.iter().map(|stood| (stood.stage, stood.on, stood.counts)).collect();
        // What only the register says: taken over, or not looked at yet.
        for (stage, day) in [(Stage::Start, of.facts.started_on), (Stage::Accept, of.facts.finished_on)] {
            stages.retain(|(other, on, _)| *other != stage || Some(*on) == day);
            if let Some(on) = day.filter(|_| stages.iter().all(|(other, ..)| *other != stage)) {
                stages.push((stage, on, false));
            }
        }
        stages.sort_unstable();
        Self { of, stages }
    }

    fn json(&self) -> serde_json::Value {
        let stage =
            |(stage, on, counts): &(Stage, Date, bool)| json!({ "stage": stage.as_str(), "on": on, "counts": counts });
        json!({
            "number": self.of.number, "name": self.of.facts.name,
            "stages": self.stages.iter().map(stage).collect::<Vec<_>>(),
        })
    }

    fn print(&self, lang: Lang) {
        let furthest = self.stages.last().map(|(stage, on, counts)| {
            let name = name(lang, *stage);
            format!("{name} {on}{}", if *counts { "" } else { " ?" })
        });
        println!("{:<20} {}  {}", self.of.number, furthest.unwrap_or_else(|| "-".to_owned()), self.of.facts.name);
    }
}

fn name(lang: Lang, stage: Stage) -> String {
    lang.text(&format!("works-stage-{}", stage.as_str().replace('_', "-")))
}

/// Why nothing was done.
enum Refused {
    NoSuchNumber,
    Report(CannotReport),
    Reverse(CannotReverse),
}

async fn advance(settings: &Settings, store: &Store, asked: &StageAdvance, format: Format) -> Result<Outcome, Failure> {
    let office = asked.county.office();
    let today = jiff::tz::offset(8).to_datetime(store.now()).date();
    let (number, stage, on) = (asked.number.clone(), asked.to, asked.on.unwrap_or(today));
    let reason = asked.reverse.clone();
    let work = move |tx: &mut Transaction| {
        let Some(n) = neighbourhood::by_number(tx, office, &number)? else { return Ok(Err(Refused::NoSuchNumber)) };
        let by = stage::rules(tx, office, today)?;
        let course = stage::course(tx, &n, by.evidence_from)?;
        let done = match &reason {
            Some(reason) => take_back(tx, &n, &course, &by, stage, reason)?,
            None => report(tx, &n, &course, &by, (stage, on, today))?,
        };
        if let Err(refused) = done {
            return Ok(Err(refused));
        }
        let n = neighbourhood::get(tx, office, n.id)?;
        Ok::<_, Error>(Ok((stage::settle(tx, &n, &by)?, by)))
    };
    let done = store.write(&machine::actor(office, "stage advance"), work).await;
    let lang = bulletin::shown(settings);
    match done.map_err(|error| database::told(settings, &error))? {
        Ok((course, by)) => {
            let counts = course.of(stage).is_some_and(|standing| standing.counts(&by.rules));
            match format {
                Format::Json => println!(
                    "{}",
                    json!({ "number": asked.number, "stage": stage.as_str(), "stands": course.of(stage).is_some(),
                        "counts": counts })
                ),
                Format::Text => {
                    let key = match (course.of(stage), counts) {
                        (None, _) => "stage-reversed",
                        (_, true) => "stage-counts",
                        (_, false) => "stage-unproven",
                    };
                    let text = Text::new(key).with("number", &asked.number).with("stage", name(lang, stage));
                    println!("{}", text.say(settings.lang.value));
                }
            }
            Ok(Outcome::Fine)
        }
        Err(refused) => Err(why(lang, &refused, &asked.number)),
    }
}

fn report(
    tx: &mut Transaction,
    n: &Neighbourhood,
    course: &Course,
    by: &RulesOf,
    (stage, on, today): (Stage, Date, Date),
) -> Result<Result<(), Refused>, Error> {
    if let Err(why) = course.may_report(stage, on, today, &by.rules) {
        return Ok(Err(Refused::Report(why)));
    }
    stage::report(tx, n, stage, on).map(Ok)
}

fn take_back(
    tx: &mut Transaction,
    n: &Neighbourhood,
    course: &Course,
    by: &RulesOf,
    stage: Stage,
    reason: &str,
) -> Result<Result<(), Refused>, Error> {
    if let Err(why) = course.may_reverse(stage, reason, &by.rules) {
        return Ok(Err(Refused::Reverse(why)));
    }
    stage::reverse(tx, n, stage, reason).map(Ok)
}

fn why(lang: Lang, refused: &Refused, number: &str) -> Failure {
    use {CannotReport as R, CannotReverse as V};
    let text = match refused {
        Refused::NoSuchNumber => Text::new("stage-no-number").with("number", number),
        Refused::Report(R::InTheFuture) => Text::new("stage-future"),
        Refused::Report(R::StandsAlready { on }) => Text::new("stage-stands").with("on", on),
        Refused::Report(R::Skips { missing }) => Text::new("stage-skips").with("stage", name(lang, *missing)),
        Refused::Report(R::BeforeEarlier { earlier, on }) => {
            Text::new("stage-before").with("stage", name(lang, *earlier)).with("on", on)
        }
        Refused::Report(R::NotProven { earlier }) => Text::new("stage-not-proven").with("stage", name(lang, *earlier)),
        Refused::Reverse(V::DoesNotStand) => Text::new("stage-does-not-stand"),
        Refused::Reverse(V::BuiltUpon { later }) => Text::new("stage-built-upon").with("stage", name(lang, *later)),
        Refused::Reverse(V::NoReason) => Text::new("stage-no-reason"),
    };
    Failure::cannot(text)
}
