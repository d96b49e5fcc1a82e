//! Public notice (公示): a version is posted for some days, everybody who lives there may object, each objection is answered.
//! Days count as the law counts them: the day of posting is not one of them (《民法典》第201条), and the last one is whole.

use jiff::civil::Date;

use super::plan::VersionId;
use super::rules::PlanningRules;
use crate::kernel::{NeighbourhoodId, Timestamp};

crate::id! {
    /// One notice.
    NoticeId
}

/// The longest reason for taking a notice down, in characters.
pub const LONGEST_WHY: usize = 500;

/// A notice as it hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub neighbourhood: NeighbourhoodId,
    pub version: VersionId,
    pub window: Window,
    /// The rules of the day on which it was posted.
    pub rules: PlanningRules,
    pub at: Timestamp,
    pub by_name: String,
    pub withdrawn: Option<Withdrawn>,
    /// Photos of the posted paper.
    pub photos: i64,
    pub objections: i64,
    /// Objections that nobody answered.
    pub open: i64,
}

/// A notice that was taken down before its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub at: Timestamp,
    pub by_name: String,
    pub why: String,
}

/// From when to when a notice hangs, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: Date,
    pub until: Date,
}

/// Why a notice does not hang so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadWindow {
    #[error("it cannot have been posted before today")]
    Past,
    #[error("nobody posts so far ahead")]
    TooFarAhead,
    #[error("it hangs for at least {0} days")]
    TooShort(i64),
    #[error("no notice hangs so long")]
    TooLong,
}

impl Window {
    /// Posted on a day, for so many whole days after it.
    pub fn days(from: Date, days: i64) -> Option<Self> {
        let until = from.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        Some(Self { from, until })
    }

    /// Whole days after the day of posting.
    pub fn length(&self) -> i64 {
        self.from.until(self.until).map_or(0, |span| i64::from(span.get_days()))
    }

    pub fn checked(self, rules: &PlanningRules, today: Date) -> Result<Self, BadWindow> {
        if self.from < today {
            return Err(BadWindow::Past);
        }
        if today.until(self.from).is_ok_and(|span| span.get_days() > 30) {
            return Err(BadWindow::TooFarAhead);
        }
        match self.length() {
            days if days < rules.notice_days => Err(BadWindow::TooShort(rules.notice_days)),
            days if days > *PlanningRules::NOTICE_DAYS.end() => Err(BadWindow::TooLong),
            _ => Ok(self),
        }
    }

    pub fn contains(&self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }

    pub fn is_over(&self, today: Date) -> bool {
        today > self.until
    }
}

/// What still stands between a posted plan and the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    #[error("the notice was taken down")]
    Withdrawn,
    #[error("another version was posted after it")]
    Superseded,
    #[error("the notice hangs until {0}")]
    Hangs(Date),
    #[error("no photo shows the posted paper")]
    NoPhoto,
    #[error("{0} objections are not answered")]
    Objections(i64),
}

impl Notice {
    /// Whether somebody may object on this day.
    pub fn hears(&self, today: Date) -> bool {
        self.withdrawn.is_none() && self.window.contains(today)
    }

    /// Whether the version can go to the vote; `open` counts what nobody answered on any notice of this plan.
    pub fn ready(&self, today: Date, is_last: bool, open: i64) -> Result<(), NotReady> {
        if self.withdrawn.is_some() {
            return Err(NotReady::Withdrawn);
        }
        if !is_last {
            return Err(NotReady::Superseded);
        }
        if !self.window.is_over(today) {
            return Err(NotReady::Hangs(self.window.until));
        }
        if self.rules.photo_needed && self.photos == 0 {
            return Err(NotReady::NoPhoto);
        }
        if open > 0 { Err(NotReady::Objections(open)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2022, 5, 5);

    fn window(from: Date, days: i64) -> Window {
        Window::days(from, days).expect("a window")
    }

    #[test]
    fn the_day_of_posting_is_not_one_of_the_days() {
        let seven = window(TODAY, 7);
        assert_eq!((seven.from, seven.until, seven.length()), (TODAY, date(2022, 5, 12), 7));
        assert!(seven.contains(TODAY) && seven.contains(date(2022, 5, 12)) && !seven.contains(date(2022, 5, 13)));
        assert!(!seven.is_over(date(2022, 5, 12)) && seven.is_over(date(2022, 5, 13)));
    }

    #[test]
    fn it_hangs_as_long_as_the_rules_say_and_is_not_dated_back() {
        let rules = PlanningRules::default();
        let checked = |from, days| window(from, days).checked(&rules, TODAY);
        assert_eq!(checked(TODAY, 7), Ok(window(TODAY, 7)));
        assert_eq!(checked(TODAY, 6), Err(BadWindow::TooShort(7)));
        assert_eq!(checked(TODAY, 61), Err(BadWindow::TooLong));
        assert_eq!(checked(date(2022, 5, 4), 8), Err(BadWindow::Past));
        assert_eq!(checked(date(2022, 6, 5), 8), Err(BadWindow::TooFarAhead));
        assert_eq!(Window::days(Date::MAX, 7), None);
    }

    #[test]
    fn a_plan_with_an_open_objection_does_not_go_to_the_vote() {
        let notice = Notice {
            id: NoticeId::from_number(1),
            neighbourhood: NeighbourhoodId::from_number(1),
            version: VersionId::from_number(1),
            window: window(TODAY, 7),
            rules: PlanningRules::default(),
            at: Timestamp::UNIX_EPOCH,
            by_name: "示例".into(),
            withdrawn: None,
            photos: 1,
            objections: 3,
            open: 1,
        };
        let after = date(2022, 5, 13);
        assert_eq!(notice.ready(date(2022, 5, 12), true, 0), Err(NotReady::Hangs(date(2022, 5, 12))));
        assert_eq!(notice.ready(after, true, 1), Err(NotReady::Objections(1)));
        assert_eq!(notice.ready(after, false, 0), Err(NotReady::Superseded));
        assert_eq!(notice.ready(after, true, 0), Ok(()));
        assert_eq!(Notice { photos: 0, ..notice.clone() }.ready(after, true, 0), Err(NotReady::NoPhoto));
        let down = Withdrawn { at: Timestamp::UNIX_EPOCH, by_name: "示例".into(), why: "写错楼栋".into() };
        let down = Notice { withdrawn: Some(down), ..notice };
        assert_eq!(down.ready(after, true, 0), Err(NotReady::Withdrawn));
        assert!(!down.hears(TODAY));
    }
}
