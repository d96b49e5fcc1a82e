//! Stages: each one that was reported has its event, follows the ones before it, and counts only with what shows it.

use std::collections::BTreeMap;

use linli_domain::kernel::{Date, NeighbourhoodId, Office, Timestamp};
use linli_domain::register::Neighbourhood;
use linli_domain::works::stage::{CannotReport, Course, Stage};
use linli_domain::works::stage_rules::StageRules;

use super::Fault;
use crate::register::{beginning, neighbourhood};
use crate::works::stage::{self, Kept, Proofs};
use crate::{Result, Tx, args};

/// What the check knows of an office; six statements, however many neighbourhoods it has.
struct Known {
    neighbourhoods: Vec<Neighbourhood>,
    kept: BTreeMap<NeighbourhoodId, Vec<Kept>>,
    proofs: BTreeMap<NeighbourhoodId, Proofs>,
    said: BTreeMap<(NeighbourhoodId, Stage), Said>,
    rules: Rules,
    evidence_from: Option<Date>,
}

/// What the events last said of a stage: its day, and when that was said. No day: it was taken back.
type Said = (Option<Date>, Timestamp);

/// Every rule set that an office ever had: the default, and its own with the day each holds from, earliest first.
struct Rules {
    default: StageRules,
    own: Vec<(Date, StageRules)>,
}

impl Rules {
    fn on(&self, day: Date) -> &StageRules {
        self.own.iter().rev().find(|(from, _)| *from <= day).map_or(&self.default, |(_, rules)| rules)
    }

    fn any(&self, which: impl Fn(&StageRules) -> bool) -> bool {
        which(&self.default) || self.own.iter().any(|(_, rules)| which(rules))
    }
}

/// Every fault in the stages of an office.
pub(super) fn faults(tx: &mut Tx, office: Office) -> Result<Vec<Fault>> {
    let known = know(tx, office)?;
    let mut found = Vec::new();
    for n in &known.neighbourhoods {
        let nothing = Proofs::new();
        let kept = known.kept.get(&n.id).map_or(&[][..], Vec::as_slice);
        let proofs = known.proofs.get(&n.id).unwrap_or(&nothing);
        let course = stage::put_together(&n.facts, kept, proofs, known.evidence_from);
        for kept in kept.iter().filter(|kept| kept.reported) {
            let subject = format!("{}/{}", n.number, kept.stage.as_str());
            let mut breaks = |rule: &'static str, holds: bool| {
                found.extend((!holds).then(|| Fault { office, rule, subject: subject.clone() }));
            };
            match known.said.get(&(n.id, kept.stage)) {
                Some((on, at)) if *on == Some(kept.on) => {
                    let reported_on = jiff::tz::offset(8).to_datetime(*at).date();
                    breaks("stage-order", follows(kept, &course, known.rules.on(reported_on)));
                }
                _ => breaks("stage-event", false),
            }
            // The office may have asked for more or less since: what ever counted by some rule set is not at fault.
            let standing = kept.standing(proofs, known.evidence_from);
            breaks("stage-counts", !kept.counts || known.rules.any(|rules| standing.counts(rules)));
        }
    }
    Ok(found)
}

/// Whether everything that comes before stands, in the order of days.
fn follows(kept: &Kept, course: &Course, rules: &StageRules) -> bool {
    let before = Course::new(course.all().iter().filter(|standing| standing.stage < kept.stage).cloned().collect());
    // That a gate counts was asked when it was passed; its evidence may have been withdrawn since, which is seen elsewhere.
    matches!(before.may_report(kept.stage, kept.on, kept.on, rules), Ok(()) | Err(CannotReport::NotProven { .. }))
}

fn know(tx: &mut Tx, office: Office) -> Result<Known> {
    Ok(Known {
        neighbourhoods: neighbourhood::all(tx, office)?,
        kept: stage::kept_in(tx, office)?,
        proofs: stage::proofs_in(tx, office)?,
        said: said(tx, office)?,
        rules: rules(tx, office)?,
        evidence_from: beginning::evidence_from(tx, office)?,
    })
}

fn said(tx: &mut Tx, office: Office) -> Result<BTreeMap<(NeighbourhoodId, Stage), Said>> {
    let events = tx.query(
        "select neighbourhood, stage, on_day, at from stage_event where office = $1 order by id",
        args![office],
        |row| Ok(((row.get(0)?, stage::stage(row, 1)?), (row.get(2)?, row.get(3)?))),
    )?;
    Ok(events.into_iter().collect())
}

fn rules(tx: &mut Tx, office: Office) -> Result<Rules> {
    let own = tx.query(
        "select from_day, rules from stage_rules where office = $1 order by from_day, id",
        args![office],
        |row| Ok((row.get(0)?, stage::read_rules(&row.get::<String>(1)?)?)),
    )?;
    Ok(Rules { default: StageRules::default(), own })
}
