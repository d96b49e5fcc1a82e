//! Stages (阶段): the way of a neighbourhood through its renewal, and what each stage is shown by.
//!
//! A stage is *reported* on a day, and *counts* once everything its rule asks for lies there: documents, a dated photo of
//! real work, the word of a member of the residents' body. So a start can be reported early and cannot be talked up.
//! Nothing is taken back by deleting: going back is a reversal with a reason.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::stage_rules::{Proof, StageRules};

/// The stages of the programme, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 摸底调查
    Survey,
    /// 申报入库
    Pipeline,
    /// 方案编制
    Design,
    /// 征求意见与公示
    Consult,
    /// 业主表决
    Vote,
    /// 立项批复
    Approve,
    /// 招标采购
    Procure,
    /// 开工
    Start,
    /// 隐蔽工程
    Concealed,
    /// 质量安全检查
    Inspect,
    /// 现场完工: all works of the plan are built; not yet accepted.
    SiteDone,
    /// 竣工验收（联合验收）
    Accept,
    /// 竣工结算
    Settle,
    /// 移交
    Handover,
    /// 保修
    Warranty,
    /// 长效管理
    Operate,
}

impl Stage {
    pub const ALL: [Self; 16] = [
        Self::Survey,
        Self::Pipeline,
        Self::Design,
        Self::Consult,
        Self::Vote,
        Self::Approve,
        Self::Procure,
        Self::Start,
        Self::Concealed,
        Self::Inspect,
        Self::SiteDone,
        Self::Accept,
        Self::Settle,
        Self::Handover,
        Self::Warranty,
        Self::Operate,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Pipeline => "pipeline",
            Self::Design => "design",
            Self::Consult => "consult",
            Self::Vote => "vote",
            Self::Approve => "approve",
            Self::Procure => "procure",
            Self::Start => "start",
            Self::Concealed => "concealed",
            Self::Inspect => "inspect",
            Self::SiteDone => "site_done",
            Self::Accept => "accept",
            Self::Settle => "settle",
            Self::Handover => "handover",
            Self::Warranty => "warranty",
            Self::Operate => "operate",
        }
    }
}

impl std::str::FromStr for Stage {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text).ok_or(())
    }
}

/// One stage of one neighbourhood as it stands: reported, and with what lies there for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub stage: Stage,
    /// The day it was reached, as reported.
    pub on: Date,
    /// Reported before the office kept its records here (承接): nobody can be asked for a photo of years ago.
    pub taken_over: bool,
    /// The kinds of documents that lie there and were not withdrawn.
    pub documents: Vec<String>,
    /// The days of the photos that lie there.
    pub photos: Vec<Date>,
    /// A member of the residents' body has confirmed it.
    pub confirmed: bool,
}

/// What a reported stage still needs before it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// One of these documents.
    Document(Vec<String>),
    /// A photo of physical work (实物工程量), taken within the days of the rule.
    Photo,
    /// The confirmation of a member of the residents' body.
    Residents,
}

impl Standing {
    /// What is missing; nothing where the stage counts.
    pub fn lacks(&self, rules: &StageRules) -> Vec<Lack> {
        if self.taken_over {
            return Vec::new();
        }
        let lack = |proof: &Proof| match proof {
            Proof::Document(any_of) => {
                let lies_there = any_of.iter().any(|kind| self.documents.contains(kind));
                (!lies_there).then(|| Lack::Document(any_of.clone()))
            }
            Proof::Photo => (!self.photos.iter().any(|day| rules.photo_fits(self.on, *day))).then_some(Lack::Photo),
            Proof::Residents => (!self.confirmed).then_some(Lack::Residents),
        };
        rules.of(self.stage).proofs.iter().filter_map(lack).collect()
    }

    pub fn counts(&self, rules: &StageRules) -> bool {
        self.lacks(rules).is_empty()
    }
}

/// Where a neighbourhood stands: every stage that was reported and not taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course(Vec<Standing>);

/// Why a stage is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotReport {
    #[error("the day lies ahead")]
    InTheFuture,
    #[error("it stands there already, reported for {on}")]
    StandsAlready { on: Date },
    /// Stages are taken one after the other.
    #[error("{missing:?} comes first")]
    Skips { missing: Stage },
    #[error("{earlier:?} was reached later, on {on}")]
    BeforeEarlier { earlier: Stage, on: Date },
    /// The stage before counts only on paper: an acceptance without its checklist, a finish without a real start.
    #[error("{earlier:?} does not count yet")]
    NotProven { earlier: Stage },
}

/// Why a stage is not taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotReverse {
    #[error("it does not stand")]
    DoesNotStand,
    #[error("{later:?} builds on it")]
    BuiltUpon { later: Stage },
    #[error("a reason is needed")]
    NoReason,
}

impl Course {
    pub fn new(mut standing: Vec<Standing>) -> Self {
        standing.sort_by_key(|standing| standing.stage);
        Self(standing)
    }

    pub fn of(&self, stage: Stage) -> Option<&Standing> {
        self.0.iter().find(|standing| standing.stage == stage)
    }

    pub fn all(&self) -> &[Standing] {
        &self.0
    }

    /// The furthest stage that was reported.
    pub fn furthest(&self) -> Option<&Standing> {
        self.0.last()
    }

    /// The stage that comes next by the rules: the first that does not stand and may not be left out.
    pub fn next(&self, rules: &StageRules) -> Option<Stage> {
        let reached = self.furthest().map(|standing| standing.stage);
        let ahead = Stage::ALL.into_iter().filter(|stage| reached.is_none_or(|reached| *stage > reached));
        ahead.into_iter().find(|stage| !rules.of(*stage).may_skip)
    }

    /// Whether a stage may be reported for a day.
    ///
    /// What comes before must stand, in the order of days; and what `rules` calls a gate must also count: an acceptance
    /// builds on a start that was proven.
    pub fn may_report(&self, stage: Stage, on: Date, today: Date, rules: &StageRules) -> Result<(), CannotReport> {
        if on > today {
            return Err(CannotReport::InTheFuture);
        }
        if let Some(standing) = self.of(stage) {
            return Err(CannotReport::StandsAlready { on: standing.on });
        }
        if let Some(missing) = self.missing_before(stage, rules) {
            return Err(CannotReport::Skips { missing });
        }
        for earlier in self.0.iter().filter(|standing| standing.stage < stage) {
            if earlier.on > on && !rules.of(earlier.stage).may_skip {
                return Err(CannotReport::BeforeEarlier { earlier: earlier.stage, on: earlier.on });
            }
            if rules.of(earlier.stage).gate && !earlier.counts(rules) {
                return Err(CannotReport::NotProven { earlier: earlier.stage });
            }
        }
        Ok(())
    }

    /// What happened before a neighbourhood stood here at all (its start was taken from a register) is not asked for.
    fn missing_before(&self, stage: Stage, rules: &StageRules) -> Option<Stage> {
        let first = self.0.iter().find(|standing| standing.stage < stage).map(|standing| standing.stage);
        let from = match first {
            Some(first) if self.of(first).is_some_and(|standing| standing.taken_over) => first,
            _ => Stage::Survey,
        };
        let before = Stage::ALL.into_iter().filter(|other| (from..stage).contains(other));
        before.into_iter().find(|other| !rules.of(*other).may_skip && self.of(*other).is_none())
    }

    /// Whether a stage may be taken back: nothing that follows stands on it.
    pub fn may_reverse(&self, stage: Stage, reason: &str, rules: &StageRules) -> Result<(), CannotReverse> {
        if self.of(stage).is_none() {
            return Err(CannotReverse::DoesNotStand);
        }
        if reason.trim().is_empty() {
            return Err(CannotReverse::NoReason);
        }
        let later = self.0.iter().find(|standing| standing.stage > stage && !rules.of(stage).may_skip);
        later.map_or(Ok(()), |later| Err(CannotReverse::BuiltUpon { later: later.stage }))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2022, 6, 6);

    fn reached(stage: Stage, on: Date) -> Standing {
        Standing { stage, on, taken_over: false, documents: Vec::new(), photos: Vec::new(), confirmed: false }
    }

    fn proven(stage: Stage, on: Date) -> Standing {
        let rules = StageRules::default();
        let of = |proof: &Proof| match proof {
            Proof::Document(any_of) => any_of.first().cloned(),
            _ => None,
        };
        let documents = rules.of(stage).proofs.iter().filter_map(of).collect();
        Standing { documents, photos: vec![on], confirmed: true, ..reached(stage, on) }
    }

    /// Every stage before `stage`, proven, a day each.
    fn before(stage: Stage) -> Vec<Standing> {
        let earlier = Stage::ALL.into_iter().filter(|other| *other < stage);
        (1..).zip(earlier).map(|(day, stage)| proven(stage, date(2022, 4, day))).collect()
    }

    #[test]
    fn a_start_counts_only_with_document_photo_and_the_word_of_residents() {
        let rules = StageRules::default();
        let mut start = reached(Stage::Start, date(2022, 4, 12));
        assert_eq!(start.lacks(&rules).len(), 3);
        start.documents.push("start_report".into());
        start.photos.push(date(2022, 4, 13));
        assert_eq!(start.lacks(&rules), [Lack::Residents]);
        start.confirmed = true;
        assert!(start.counts(&rules));
    }

    #[test]
    fn a_permit_serves_as_well_as_a_start_report() {
        let rules = StageRules::default();
        let start = Standing { documents: vec!["permit".into()], ..proven(Stage::Start, date(2022, 4, 12)) };
        assert!(start.counts(&rules));
    }

    #[test]
    fn a_photo_of_another_season_proves_nothing() {
        let rules = StageRules::default();
        let start = Standing { photos: vec![date(2021, 7, 1)], ..proven(Stage::Start, date(2022, 4, 12)) };
        assert_eq!(start.lacks(&rules), [Lack::Photo]);
    }

    #[test]
    fn no_stage_is_skipped_and_none_lies_ahead() {
        let rules = StageRules::default();
        let course = Course::new(before(Stage::Procure));
        let start = course.may_report(Stage::Start, date(2022, 5, 1), TODAY, &rules);
        assert_eq!(start, Err(CannotReport::Skips { missing: Stage::Procure }));
        let ahead = course.may_report(Stage::Procure, date(2022, 6, 7), TODAY, &rules);
        assert_eq!(ahead, Err(CannotReport::InTheFuture));
        assert_eq!(course.may_report(Stage::Procure, date(2022, 5, 1), TODAY, &rules), Ok(()));
    }

    #[test]
    fn a_finish_needs_a_start_that_counts() {
        let rules = StageRules::default();
        let mut standing = before(Stage::Start);
        standing.push(reached(Stage::Start, date(2022, 4, 20)));
        let course = Course::new(standing);
        let finish = course.may_report(Stage::SiteDone, date(2022, 5, 1), TODAY, &rules);
        assert_eq!(finish, Err(CannotReport::NotProven { earlier: Stage::Start }));
    }

    #[test]
    fn acceptance_needs_its_checklist_before_anything_builds_on_it() {
        let rules = StageRules::default();
        let mut standing = before(Stage::Accept);
        let mut accepted = proven(Stage::Accept, date(2022, 5, 1));
        accepted.documents.retain(|kind| kind != "warranty_letter");
        standing.push(accepted);
        let course = Course::new(standing);
        let settled = course.may_report(Stage::Settle, date(2022, 5, 2), TODAY, &rules);
        assert_eq!(settled, Err(CannotReport::NotProven { earlier: Stage::Accept }));
    }

    #[test]
    fn what_a_register_brought_along_is_where_the_way_begins() {
        let rules = StageRules::default();
        let start = Standing { taken_over: true, ..reached(Stage::Start, date(2021, 3, 1)) };
        let course = Course::new(vec![start]);
        assert_eq!(course.may_report(Stage::SiteDone, date(2022, 5, 1), TODAY, &rules), Ok(()));
        assert_eq!(course.next(&rules), Some(Stage::SiteDone));
    }

    #[test]
    fn going_back_needs_a_reason_and_nothing_that_builds_on_it() {
        let rules = StageRules::default();
        let course = Course::new(before(Stage::Design));
        let built_upon = CannotReverse::BuiltUpon { later: Stage::Pipeline };
        assert_eq!(course.may_reverse(Stage::Survey, "误报", &rules), Err(built_upon));
        assert_eq!(course.may_reverse(Stage::Pipeline, " ", &rules), Err(CannotReverse::NoReason));
        assert_eq!(course.may_reverse(Stage::Vote, "误报", &rules), Err(CannotReverse::DoesNotStand));
        assert_eq!(course.may_reverse(Stage::Pipeline, "误报", &rules), Ok(()));
    }

    /// What somebody may try, in any order.
    #[derive(Clone, Debug)]
    enum Try {
        Report(Stage, i8),
        Prove(Stage),
        Reverse(Stage),
    }

    fn tries() -> impl Strategy<Value = Vec<Try>> {
        let stage = || prop::sample::select(Stage::ALL.to_vec());
        let one = prop_oneof![
            3 => (stage(), 1..28_i8).prop_map(|(stage, day)| Try::Report(stage, day)),
            2 => stage().prop_map(Try::Prove),
            1 => stage().prop_map(Try::Reverse),
        ];
        prop::collection::vec(one, 0..200)
    }

    proptest! {
        #[test]
        fn no_order_of_acts_reaches_a_stage_without_what_it_builds_on(tries in tries()) {
            let rules = StageRules::default();
            let mut course = Course::default();
            for one in tries {
                let mut standing = course.all().to_vec();
                match one {
                    Try::Report(stage, day) => {
                        let on = date(2022, 5, day);
                        if course.may_report(stage, on, TODAY, &rules).is_ok() {
                            standing.push(reached(stage, on));
                        }
                    }
                    Try::Prove(stage) => {
                        let proof = |s: Standing| if s.stage == stage { proven(stage, s.on) } else { s };
                        standing = standing.into_iter().map(proof).collect();
                    }
                    Try::Reverse(stage) => {
                        if course.may_reverse(stage, "误报", &rules).is_ok() {
                            standing.retain(|s| s.stage != stage);
                        }
                    }
                }
                course = Course::new(standing);
                let must: Vec<&Standing> = course.all().iter().filter(|s| !rules.of(s.stage).may_skip).collect();
                prop_assert!(must.is_sorted_by_key(|s| s.on), "days run backwards: {must:?}");
                if let Some(last) = must.last() {
                    let expected = Stage::ALL.into_iter().filter(|s| !rules.of(*s).may_skip && *s <= last.stage);
                    prop_assert_eq!(must.iter().map(|s| s.stage).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
                }
                let gates = course.all().iter().filter(|s| rules.of(s.stage).gate && Some(s.stage) != must.last().map(|m| m.stage));
                for gate in gates {
                    let built_upon = must.iter().any(|s| s.stage > gate.stage);
                    prop_assert!(!built_upon || gate.counts(&rules), "{:?} is built upon unproven", gate.stage);
                }
            }
        }
    }
}
