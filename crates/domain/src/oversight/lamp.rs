//! The lamp of a neighbourhood (红黄绿灯): green as planned, yellow where something needs attention, red where it is late.
//! A lamp is never set by hand: it follows from what is open, and each open point says since when.

use jiff::civil::Date;

use crate::organisation::OrganisationRules;
use crate::organisation::four_ones::{Missing, One};
use crate::organisation::task::Lamp;
use crate::register::Stage;

/// Something that is open of a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// In a plan, and not started though the day for it comes or has passed.
    NotStarted { by: Date },
    /// The start is reported, and not shown.
    StartUnproven,
    /// Work is under way, and nothing was heard of it.
    Silent { weeks: i64 },
    /// One of the four ones lacks something.
    Lacking(One),
    /// A task about it is overdue.
    TaskOverdue { days: i64 },
}

impl Open {
    /// The end of its text key.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NotStarted { .. } => "not-started",
            Self::StartUnproven => "start-unproven",
            Self::Silent { .. } => "silent",
            Self::Lacking(One::Plan) => "lacks-plan",
            Self::Lacking(One::Leader) => "lacks-leader",
            Self::Lacking(One::Body) => "lacks-body",
            Self::TaskOverdue { .. } => "task-overdue",
        }
    }
}

/// An open point, the day since when, and what it shines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub what: Open,
    pub since: Date,
    pub lamp: Lamp,
}

/// What is known of a neighbourhood when its lamp is worked out.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    pub plan_year: i16,
    pub stage: Stage,
    pub started_on: Option<Date>,
    /// The start is shown by what its rule asks for.
    pub start_counts: bool,
    /// The day on which anything was last heard of it.
    pub heard_on: Option<Date>,
    /// What lacks of the four ones.
    pub missing: &'a [Missing],
    /// The earliest day on which a task about it was due that is not done.
    pub task_due: Option<Date>,
}

/// Everything that is open, the oldest first.
pub fn points(seen: &Seen<'_>, silent_weeks: i64, rules: &OrganisationRules, today: Date) -> Vec<Point> {
    // What is finished answers for its tasks only.
    let mut open = if seen.stage == Stage::Finished { Vec::new() } else { of_work(seen, silent_weeks, rules, today) };
    if let Some(due) = seen.task_due.filter(|due| *due < today) {
        let what = Open::TaskOverdue { days: days(due, today) };
        open.push(Point { what, since: due, lamp: Lamp::Red });
    }
    open.sort_by_key(|point| point.since);
    open
}

fn of_work(seen: &Seen<'_>, silent_weeks: i64, rules: &OrganisationRules, today: Date) -> Vec<Point> {
    let graced = |what, since| {
        let lamp = if days(since, today) > rules.grace_days { Lamp::Red } else { Lamp::Yellow };
        Point { what, since, lamp }
    };
    let mut open = Vec::new();
    if let Some(by) = rules.start_by(seen.plan_year).filter(|_| seen.stage == Stage::Planned) {
        if by < today {
            open.push(Point { what: Open::NotStarted { by }, since: by, lamp: Lamp::Red });
        } else if days(today, by) <= rules.grace_days {
            open.push(Point { what: Open::NotStarted { by }, since: today, lamp: Lamp::Yellow });
        }
    }
    if let Some(since) = seen.started_on.filter(|_| !seen.start_counts) {
        open.push(graced(Open::StartUnproven, since));
    }
    if let Some(last) = seen.heard_on.max(seen.started_on).filter(|_| seen.stage == Stage::UnderWay) {
        let weeks = days(last, today) / 7;
        if weeks >= silent_weeks {
            open.push(Point { what: Open::Silent { weeks }, since: last, lamp: Lamp::Red });
        }
    }
    // Of each of the ones, what lacks longest.
    for one in One::ALL {
        let since = seen.missing.iter().filter(|missing| missing.what.of() == one).map(|missing| missing.since).min();
        open.extend(since.map(|since| graced(Open::Lacking(one), since)));
    }
    open
}

/// What a neighbourhood with these open points shines.
pub fn lamp(points: &[Point]) -> Lamp {
    points.iter().map(|point| point.lamp).max().unwrap_or(Lamp::Green)
}

fn days(from: Date, to: Date) -> i64 {
    to.since(from).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::organisation::four_ones::Lack;

    const TODAY: Date = date(2022, 6, 6);

    fn seen(missing: &[Missing]) -> Seen<'_> {
        Seen {
            plan_year: 2022,
            stage: Stage::UnderWay,
            started_on: Some(date(2022, 4, 8)),
            start_counts: true,
            heard_on: Some(date(2022, 6, 1)),
            missing,
            task_due: None,
        }
    }

    fn found(seen: &Seen<'_>) -> (Lamp, Vec<&'static str>) {
        let points = points(seen, 5, &OrganisationRules::default(), TODAY);
        (lamp(&points), points.iter().map(|point| point.what.key()).collect())
    }

    #[test]
    fn as_planned_it_is_green() {
        assert_eq!(found(&seen(&[])), (Lamp::Green, vec![]));
    }

    #[test]
    fn a_lack_is_yellow_for_its_days_of_grace_and_then_red() {
        let lack = |since| [Missing { what: Lack::Leader, since }];
        assert_eq!(found(&seen(&lack(date(2022, 5, 20)))), (Lamp::Yellow, vec!["lacks-leader"]));
        assert_eq!(found(&seen(&lack(date(2022, 4, 20)))), (Lamp::Red, vec!["lacks-leader"]));
    }

    #[test]
    fn the_oldest_open_point_stands_first() {
        let lack = [Missing { what: Lack::Plan, since: date(2022, 1, 5) }];
        let troubled = Seen { start_counts: false, heard_on: None, task_due: Some(date(2022, 6, 5)), ..seen(&lack) };
        let keys = vec!["lacks-plan", "start-unproven", "silent", "task-overdue"];
        assert_eq!(found(&troubled), (Lamp::Red, keys));
    }

    #[test]
    fn a_start_is_due_before_it_is_late() {
        let planned = |year| Seen { plan_year: year, stage: Stage::Planned, started_on: None, ..seen(&[]) };
        assert_eq!(found(&planned(2022)), (Lamp::Green, vec![]), "the end of September is far");
        assert_eq!(found(&planned(2021)), (Lamp::Red, vec!["not-started"]));
        let near = points(&planned(2022), 5, &OrganisationRules::default(), date(2022, 9, 10));
        assert_eq!(lamp(&near), Lamp::Yellow);
    }

    #[test]
    fn what_is_finished_is_late_with_its_tasks_only() {
        let lack = [Missing { what: Lack::Plan, since: date(2022, 1, 5) }];
        let done = Seen { stage: Stage::Finished, start_counts: false, ..seen(&lack) };
        assert_eq!(found(&done), (Lamp::Green, vec![]));
        assert_eq!(found(&Seen { task_due: Some(date(2022, 6, 1)), ..done }), (Lamp::Red, vec!["task-overdue"]));
    }
}
