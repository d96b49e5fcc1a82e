//! Survey campaign (摸底调查): a joint team goes from door to door, in a window of days, with one questionnaire.

pub mod coverage;
pub mod door;
pub mod question;
pub mod share;
pub mod visit;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kernel::NeighbourhoodId;
use crate::kernel::people::AccountId;
use crate::kernel::text::{clean_line, clean_text};

pub use coverage::Coverage;
pub use door::DoorState;
pub use question::Question;
pub use visit::{Outcome, Visit, VisitId};

crate::id! {
    /// One campaign.
    CampaignId
}

pub const LONGEST_NAME: usize = 60;
pub const LONGEST_NOTICE: usize = 1_000;
/// A campaign covers so many neighbourhoods at most, and so many people go.
pub const MOST_NEIGHBOURHOODS: usize = 200;
pub const MOST_MEMBERS: usize = 200;
/// A campaign lasts so many days at most.
pub const LONGEST_WINDOW: i64 = 366;

/// What a campaign is: the questionnaire is versioned with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    pub id: CampaignId,
    pub name: String,
    pub neighbourhoods: Vec<NeighbourhoodId>,
    /// The joint team (联合摸底组).
    pub members: Vec<AccountId>,
    pub opens: Date,
    /// The last day.
    pub closes: Date,
    /// Households to be reached, in percent (入户率目标).
    pub target: i64,
    pub form: Form,
    /// Closed before its last day, or after it: no more doors are handed out.
    pub closed_on: Option<Date>,
}

/// What is read out and asked at the door.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// What the people at the door are told before anything is asked (告知, 《个人信息保护法》第17条); empty: the text that ships with Linli.
    pub notice: String,
    /// The office's own questions, after those that every campaign asks.
    pub own: Vec<Question>,
    /// Whether special needs are asked after; only with consent (第29条).
    pub special_needs: bool,
}

/// Where a campaign stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has not begun.
    Ahead,
    Open,
    /// Its last day is over, and nobody closed it: what comes late is taken.
    Over,
    Closed,
}

/// Why a campaign cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCampaign {
    #[error("it needs a name of 2 to {LONGEST_NAME} characters")]
    Name,
    #[error("it covers 1 to {MOST_NEIGHBOURHOODS} neighbourhoods")]
    Neighbourhoods,
    #[error("1 to {MOST_MEMBERS} people go")]
    Members,
    #[error("it ends before it begins, or lasts longer than a year")]
    Window,
    #[error("the target is 1 to 100 percent")]
    Target,
    #[error("the notice is longer than {LONGEST_NOTICE} characters")]
    Notice,
    #[error("question {0}: {1}")]
    Question(usize, question::BadQuestion),
    #[error("it is closed")]
    Closed,
}

impl Campaign {
    /// The target that stands in the one source that we know (domain: 入户率 ≥ 75 %).
    pub const TARGET: i64 = 75;

    /// Checks what somebody typed.
    pub fn checked(mut self) -> Result<Self, BadCampaign> {
        if self.closed_on.is_some() {
            return Err(BadCampaign::Closed);
        }
        self.name = clean_line(&self.name);
        self.form.notice = clean_text(&self.form.notice);
        self.neighbourhoods.sort_unstable();
        self.neighbourhoods.dedup();
        self.members.sort_unstable();
        self.members.dedup();
        if !(2..=LONGEST_NAME).contains(&self.name.chars().count()) {
            return Err(BadCampaign::Name);
        }
        if !(1..=MOST_NEIGHBOURHOODS).contains(&self.neighbourhoods.len()) {
            return Err(BadCampaign::Neighbourhoods);
        }
        if !(1..=MOST_MEMBERS).contains(&self.members.len()) {
            return Err(BadCampaign::Members);
        }
        let days = i64::from(self.opens.until(self.closes).map_or(-1, |span| span.get_days()));
        if !(0..=LONGEST_WINDOW).contains(&days) {
            return Err(BadCampaign::Window);
        }
        if !(1..=100).contains(&self.target) {
            return Err(BadCampaign::Target);
        }
        if self.form.notice.chars().count() > LONGEST_NOTICE {
            return Err(BadCampaign::Notice);
        }
        self.form.own = question::checked(std::mem::take(&mut self.form.own))
            .map_err(|(at, why)| BadCampaign::Question(at, why))?;
        Ok(self)
    }

    pub fn state(&self, today: Date) -> State {
        match self.closed_on {
            Some(_) => State::Closed,
            None if today < self.opens => State::Ahead,
            None if today > self.closes => State::Over,
            None => State::Open,
        }
    }

    /// Whether somebody of the team may take its doors along.
    pub fn is_handed_to(&self, account: AccountId) -> bool {
        self.closed_on.is_none() && self.members.contains(&account)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn campaign() -> Campaign {
        Campaign {
            id: CampaignId::from_number(1),
            name: " 春季摸底 ".into(),
            neighbourhoods: vec![
                NeighbourhoodId::from_number(2),
                NeighbourhoodId::from_number(1),
                NeighbourhoodId::from_number(2),
            ],
            members: vec![AccountId::from_number(1)],
            opens: date(2022, 3, 1),
            closes: date(2022, 3, 31),
            target: Campaign::TARGET,
            form: Form::default(),
            closed_on: None,
        }
    }

    #[test]
    fn what_somebody_typed_is_put_right_or_refused() {
        let kept = campaign().checked().expect("a campaign");
        assert_eq!((kept.name.as_str(), kept.neighbourhoods.len()), ("春季摸底", 2));
        let bad = |change: fn(&mut Campaign)| {
            let mut campaign = campaign();
            change(&mut campaign);
            campaign.checked().map(|_| ())
        };
        assert_eq!(bad(|c| c.name = "春".into()), Err(BadCampaign::Name));
        assert_eq!(bad(|c| c.neighbourhoods.clear()), Err(BadCampaign::Neighbourhoods));
        assert_eq!(bad(|c| c.members.clear()), Err(BadCampaign::Members));
        assert_eq!(bad(|c| c.closes = date(2022, 2, 28)), Err(BadCampaign::Window));
        assert_eq!(bad(|c| c.closes = date(2023, 3, 3)), Err(BadCampaign::Window));
        assert_eq!(bad(|c| c.closes = c.opens), Ok(()), "one day is a window");
        assert_eq!(bad(|c| c.target = 0), Err(BadCampaign::Target));
        assert_eq!(bad(|c| c.form.notice = "请".repeat(1001)), Err(BadCampaign::Notice));
        assert_eq!(bad(|c| c.closed_on = Some(c.opens)), Err(BadCampaign::Closed));
    }

    #[test]
    fn a_campaign_is_ahead_open_over_and_closed() {
        let mut campaign = campaign();
        let states =
            [date(2022, 2, 28), date(2022, 3, 1), date(2022, 3, 31), date(2022, 4, 1)].map(|day| campaign.state(day));
        assert_eq!(states, [State::Ahead, State::Open, State::Open, State::Over]);
        assert!(campaign.is_handed_to(AccountId::from_number(1)) && !campaign.is_handed_to(AccountId::from_number(2)));
        campaign.closed_on = Some(date(2022, 4, 2));
        assert_eq!(campaign.state(date(2022, 4, 2)), State::Closed);
        assert!(!campaign.is_handed_to(AccountId::from_number(1)));
    }
}
