//! By what rules an office's owners vote (表决规则): a rule set with a day from which it holds. What the Civil Code fixes can be
//! made stricter, never weaker; the rest differs from place to place.
//!
//! Confirmed by a source: fifteen days of notice (《物业管理条例》第14条), shares (art. 278). Days of the window and of posting, and
//! proxies a person, are taken from other cities' regulations (Hangzhou, Qingyuan, Weifang) as a proposal; the page says so
//! until the office has confirmed them.

use serde::{Deserialize, Serialize};

use super::ballot::ProxyKind;
use super::matter::{Extent, Matter};
use super::threshold::Threshold;

/// Which of several valid ballots of one head counts (重复投票).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Duplicates {
    /// The one that came first; a later one is invalid.
    #[default]
    First,
    /// The one that came last: only where the neighbourhood's own rules say so.
    Latest,
}

/// What one matter needs, and over what ground it may be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatterRule {
    /// Its number in article 278.
    pub matter: u8,
    pub quorum_area: Threshold,
    pub quorum_heads: Threshold,
    pub majority_area: Threshold,
    pub majority_heads: Threshold,
    pub extents: Vec<Extent>,
}

/// A rule set.
#[allow(clippy::struct_excessive_bools, reason = "each is a question that an office answers with yes or no")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VoteRules {
    pub matters: Vec<MatterRule>,
    /// Days between the announcement and the first day of voting.
    pub notice_days: i64,
    pub window_least_days: i64,
    pub window_most_days: i64,
    /// Days for which the result stays posted.
    pub posting_days: i64,
    /// For how many heads one person may vote as a proxy.
    pub proxies_a_person: i64,
    pub barred: Vec<ProxyKind>,
    /// Whether somebody who is represented may represent others: it would hand proxies on past the limit.
    pub represented_may_act: bool,
    pub online: bool,
    pub duplicates: Duplicates,
    /// Whether a vote may be held under a clause by which silence follows the majority; each such vote attaches it.
    pub silence: bool,
    /// Whether the office has confirmed these figures; else the page says that they need it.
    pub confirmed: bool,
}

/// What one vote goes by: frozen with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub quorum_area: Threshold,
    pub quorum_heads: Threshold,
    pub majority_area: Threshold,
    pub majority_heads: Threshold,
    pub proxies_a_person: i64,
    pub barred: Vec<ProxyKind>,
    pub represented_may_act: bool,
    pub online: bool,
    pub duplicates: Duplicates,
}

/// Why a rule set cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesFault {
    #[error("matter {0} is missing or stands there twice")]
    Matters(u8),
    #[error("less than the law asks for matter {0}")]
    BelowLaw(u8),
    #[error("matter {0} has no ground to be counted over")]
    NoExtent(u8),
    #[error("days out of reach")]
    Days,
    #[error("proxies a person out of reach")]
    Proxies,
}

impl MatterRule {
    /// As the law has it. Works on one building are decided there; whether local rules say so is for the office to confirm.
    fn of_law(matter: Matter) -> Self {
        let extents = match matter {
            Matter::UseFund | Matter::Rebuild => Extent::ALL.to_vec(),
            _ => vec![Extent::Neighbourhood],
        };
        Self {
            matter: matter.number(),
            quorum_area: Matter::QUORUM,
            quorum_heads: Matter::QUORUM,
            majority_area: matter.majority(),
            majority_heads: matter.majority(),
            extents,
        }
    }

    fn is_below_law(&self, matter: Matter) -> bool {
        let quorums = [self.quorum_area, self.quorum_heads];
        let majorities = [self.majority_area, self.majority_heads];
        quorums.iter().any(|own| own.is_weaker_than(Matter::QUORUM))
            || majorities.iter().any(|own| own.is_weaker_than(matter.majority()))
    }
}

impl Default for VoteRules {
    fn default() -> Self {
        Self {
            matters: Matter::ALL.map(MatterRule::of_law).to_vec(),
            notice_days: 15,
            window_least_days: 5,
            window_most_days: 60,
            posting_days: 15,
            proxies_a_person: 3,
            barred: vec![ProxyKind::Manager],
            represented_may_act: false,
            online: false,
            duplicates: Duplicates::First,
            silence: false,
            confirmed: false,
        }
    }
}

impl VoteRules {
    /// What an office may set.
    pub const NOTICE_DAYS: std::ops::RangeInclusive<i64> = 0..=90;
    pub const WINDOW_DAYS: std::ops::RangeInclusive<i64> = 1..=180;
    pub const POSTING_DAYS: std::ops::RangeInclusive<i64> = 1..=90;
    pub const PROXIES: std::ops::RangeInclusive<i64> = 0..=20;

    pub fn of(&self, matter: Matter) -> Option<&MatterRule> {
        self.matters.iter().find(|rule| rule.matter == matter.number())
    }

    pub fn check(&self) -> Result<(), RulesFault> {
        for matter in Matter::ALL {
            let number = matter.number();
            let mut own = self.matters.iter().filter(|rule| rule.matter == number);
            let (Some(rule), None) = (own.next(), own.next()) else { return Err(RulesFault::Matters(number)) };
            if rule.is_below_law(matter) {
                return Err(RulesFault::BelowLaw(number));
            }
            if rule.extents.is_empty() {
                return Err(RulesFault::NoExtent(number));
            }
        }
        if let Some(other) = self.matters.iter().find(|rule| Matter::of_number(rule.matter).is_none()) {
            return Err(RulesFault::Matters(other.matter));
        }
        let window = [self.window_least_days, self.window_most_days];
        let days = Self::NOTICE_DAYS.contains(&self.notice_days)
            && window.iter().all(|days| Self::WINDOW_DAYS.contains(days))
            && window[0] <= window[1]
            && Self::POSTING_DAYS.contains(&self.posting_days);
        match (days, Self::PROXIES.contains(&self.proxies_a_person)) {
            (true, true) => Ok(()),
            (false, _) => Err(RulesFault::Days),
            (true, false) => Err(RulesFault::Proxies),
        }
    }
}

impl Rule {
    /// What a vote on a matter goes by; where a rule set lacks the matter, what the law says.
    pub fn of(matter: Matter, rules: &VoteRules) -> Self {
        let own = rules.of(matter).cloned().unwrap_or_else(|| MatterRule::of_law(matter));
        Self {
            quorum_area: own.quorum_area,
            quorum_heads: own.quorum_heads,
            majority_area: own.majority_area,
            majority_heads: own.majority_heads,
            proxies_a_person: rules.proxies_a_person,
            barred: rules.barred.clone(),
            represented_may_act: rules.represented_may_act,
            online: rules.online,
            duplicates: rules.duplicates,
        }
    }

    /// Whether less is enough for it than the law asks for the matter: such a vote would not stand.
    pub fn is_below_law(&self, matter: Matter) -> bool {
        let own = MatterRule {
            matter: matter.number(),
            quorum_area: self.quorum_area,
            quorum_heads: self.quorum_heads,
            majority_area: self.majority_area,
            majority_heads: self.majority_heads,
            extents: Vec::new(),
        };
        own.is_below_law(matter)
    }
}
