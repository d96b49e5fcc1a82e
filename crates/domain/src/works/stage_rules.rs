//! What each stage is shown by (阶段规则): a rule set with a day from which it holds, set by each office, since places and
//! years differ. The default follows the sources named beside each rule; what no source confirms is marked so.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::stage::Stage;

/// The rules of an office from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRules {
    pub stages: Vec<StageRule>,
    /// A photo proves a stage if it was taken at most so many days before the reported day,
    pub photo_days_before: i64,
    /// or after it.
    pub photo_days_after: i64,
}

/// One stage: what it is shown by, and how firmly the next ones stand on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRule {
    pub stage: Stage,
    /// Not every neighbourhood passes through it, or it happens again and again.
    pub may_skip: bool,
    /// What follows needs it proven, not only reported.
    pub gate: bool,
    /// Without these it is reported and does not count.
    pub proofs: Vec<Proof>,
    /// Documents that belong to the file of this stage besides.
    pub listed: Vec<String>,
    /// The law, article or paper the rule comes from.
    pub source: String,
    /// Whether that source was read; else the page says that it needs confirming.
    pub confirmed: bool,
}

/// One thing that shows a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Any one of these kinds of documents.
    Document(Vec<String>),
    /// A dated photo of physical work.
    Photo,
    /// The word of a member of the residents' body.
    Residents,
}

impl StageRules {
    /// The rule of a stage; one that the rule set does not name asks for nothing and holds nothing up.
    pub fn of(&self, stage: Stage) -> &StageRule {
        static UNNAMED: StageRule = StageRule {
            stage: Stage::Survey,
            may_skip: true,
            gate: false,
            proofs: Vec::new(),
            listed: Vec::new(),
            source: String::new(),
            confirmed: false,
        };
        self.stages.iter().find(|rule| rule.stage == stage).unwrap_or(&UNNAMED)
    }

    /// Whether a photo of that day can show a stage of this day.
    pub fn photo_fits(&self, stage: Date, photo: Date) -> bool {
        let days = i64::from(photo.since(stage).map_or(i32::MAX, |span| span.get_days()));
        (-self.photo_days_before..=self.photo_days_after).contains(&days)
    }

    /// Every kind of document that a stage names, those that prove it first.
    pub fn documents(&self, stage: Stage) -> Vec<&str> {
        let rule = self.of(stage);
        let proofs = rule.proofs.iter().flat_map(|proof| match proof {
            Proof::Document(any_of) => any_of.as_slice(),
            _ => &[],
        });
        proofs.chain(&rule.listed).map(String::as_str).collect()
    }
}

fn rule(stage: Stage, proofs: Vec<Proof>, listed: &[&str], source: &str, confirmed: bool) -> StageRule {
    StageRule {
        stage,
        may_skip: false,
        gate: false,
        proofs,
        listed: listed.iter().map(|kind| (*kind).to_owned()).collect(),
        source: source.to_owned(),
        confirmed,
    }
}

fn one(kind: &str) -> Proof {
    any(&[kind])
}

fn any(kinds: &[&str]) -> Proof {
    Proof::Document(kinds.iter().map(|kind| (*kind).to_owned()).collect())
}

impl Default for StageRules {
    fn default() -> Self {
        use Proof::{Photo, Residents};
        use Stage as S;
        let may_skip = |rule: StageRule| StageRule { may_skip: true, ..rule };
        let gate = |rule: StageRule| StageRule { gate: true, ..rule };
        let five = ["scope_done", "technical_files", "material_tests", "quality_sign_off", "warranty_letter"];
        let stages = vec![
            rule(
                S::Survey,
                vec![one("survey_sheet")],
                &["building_file", "hazard_photos"],
                "国办发〔2020〕23号",
                false,
            ),
            rule(S::Pipeline, vec![one("consent_summary")], &["five_year_plan"], "国办发〔2020〕23号", false),
            rule(S::Design, vec![one("plan")], &["bill_of_works", "estimate"], "国办发〔2020〕23号", false),
            rule(S::Consult, vec![one("notice_photo")], &["opinion_log"], "国办发〔2020〕23号", false),
            rule(S::Vote, vec![one("count_sheet")], &["ballots", "vote_notice"], "《民法典》第278条", true),
            rule(S::Approve, vec![one("approval")], &["project_code"], "《政府投资条例》第10条", true),
            rule(S::Procure, vec![any(&["award", "contract"])], &["tender"], "《招标投标法》第24条", true),
            gate(rule(
                S::Start,
                vec![any(&["start_report", "permit"]), Photo, Residents],
                &["contract", "quality_supervision"],
                "湖南省2022年要求：形成实物工程量；《建设工程质量管理条例》第13条",
                true,
            )),
            may_skip(rule(
                S::Concealed,
                vec![one("concealed_record"), Photo, Residents],
                &[],
                "《建设工程质量管理条例》第30条",
                true,
            )),
            may_skip(rule(S::Inspect, vec![one("inspection_sheet")], &["rectification_notice"], "", false)),
            rule(S::SiteDone, vec![Photo], &[], "", false),
            gate(rule(
                S::Accept,
                five.iter().map(|kind| one(kind)).chain([Residents]).collect(),
                &["joint_acceptance"],
                "《建设工程质量管理条例》第16条",
                true,
            )),
            may_skip(rule(
                S::Settle,
                vec![one("settlement")],
                &["audit_report"],
                "《保障中小企业款项支付条例》第14条",
                true,
            )),
            rule(S::Handover, vec![one("asset_list")], &[], "国办发〔2020〕23号", false),
            may_skip(rule(S::Warranty, vec![one("warranty_letter")], &[], "《建设工程质量管理条例》第40条", true)),
            rule(S::Operate, vec![one("management_model")], &["house_rules"], "国办发〔2020〕23号", false),
        ];
        Self { stages, photo_days_before: 30, photo_days_after: 60 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_its_rule_in_the_order_of_the_work() {
        let rules = StageRules::default();
        assert!(rules.stages.iter().map(|rule| rule.stage).eq(Stage::ALL));
    }

    #[test]
    fn a_rule_set_is_kept_as_it_was_written() {
        let rules = StageRules::default();
        let kept = serde_json::to_string(&rules).expect("it can be written");
        assert_eq!(serde_json::from_str::<StageRules>(&kept).ok(), Some(rules));
    }

    #[test]
    fn a_stage_that_a_rule_set_leaves_out_holds_nothing_up() {
        let rules = StageRules { stages: Vec::new(), ..StageRules::default() };
        assert!(rules.of(Stage::Start).may_skip && rules.of(Stage::Start).proofs.is_empty());
    }
}
