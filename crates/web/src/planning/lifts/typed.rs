//! A scheme as somebody typed it, by the names of its fields, and the terms that are read from it. Lines of subsidies, groups and
//! compensations are numbered; households go by their dwellings, so that a form which was open while the register changed puts no
//! answer to another door.

use std::collections::BTreeMap;

use linli_domain::kernel::Money;
use linli_domain::planning::lift::{Basis, Design, FloorTable, Household, Lift, Part, Rule, Scheme, Terms};

use super::reading::Reader;
use crate::shell::{Ctx, Problems};

/// So many lines a form has room for at most.
pub(super) const MOST_LINES: usize = 30;
/// Empty lines below those that are filled in.
const SPARE: usize = 2;
/// No field takes more.
const LONGEST: usize = 4_000;

/// Fields by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed(BTreeMap<String, String>);

impl Typed {
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        let short = |text: String| text.chars().take(LONGEST).collect();
        Self(pairs.into_iter().map(|(name, value)| (name, short(value))).collect())
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether a form sent this: then nothing of it comes from what is kept.
    pub fn is_form(&self) -> bool {
        self.0.contains_key("revision")
    }

    pub fn revision(&self) -> Option<i64> {
        self.get("revision").parse().ok()
    }

    fn put(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// What a version says, as a form would send it.
    pub fn of_terms(terms: &Terms, revision: i64) -> Self {
        let (design, lift) = (&terms.design, &terms.lift);
        let yuan = |money: Money| if money == Money::ZERO { String::new() } else { money.to_yuan() };
        let mut typed = Self::default();
        typed.put("revision", revision.to_string());
        typed.put("title", &design.title);
        typed.put("model", &design.model);
        typed.put("stops", design.stops.map(|stops| stops.to_string()).unwrap_or_default());
        typed.put("summary", &design.summary);
        typed.put("cost", yuan(lift.cost));
        typed.put("fund", yuan(lift.fund));
        typed.put("basis", terms.basis.as_str());
        if let (Basis::Own, Some(table)) = (terms.basis, &lift.table) {
            table.floors().for_each(|(floor, k)| typed.put(format!("k-{floor}"), k.to_string()));
        }
        typed.put("remainder", if lift.remainder.all_to_one { "household" } else { "largest" });
        typed.put("remainder_to", lift.remainder.household.clone().unwrap_or_default());
        if let Some(upkeep) = lift.upkeep {
            typed.put("upkeep", upkeep.yearly.to_yuan());
            typed.put("upkeep_rule", upkeep.rule.as_str());
        }
        typed.put_lines(lift);
        lift.households.iter().for_each(|one| typed.put_household(one, !lift.groups.is_empty()));
        typed
    }

    fn put_lines(&mut self, lift: &Lift) {
        for (at, one) in lift.subsidies.iter().enumerate() {
            self.put(format!("sn-{at}"), &one.name);
            self.put(format!("sa-{at}"), one.amount.to_yuan());
        }
        for (at, one) in lift.groups.iter().enumerate() {
            self.put(format!("gn-{at}"), &one.id);
            self.put(format!("gr-{at}"), one.rule.as_str());
            if let (Rule::Fixed(sum), _) | (_, Part::Sum(sum)) = (one.rule, one.part) {
                self.put(format!("gs-{at}"), sum.to_yuan());
            }
        }
        for (at, one) in lift.compensations.iter().enumerate() {
            self.put(format!("cd-{at}"), &one.to);
            self.put(format!("ca-{at}"), one.amount.to_yuan());
            self.put(format!("cw-{at}"), &one.why);
        }
    }

    fn put_household(&mut self, one: &Household, grouped: bool) {
        let uses = one.uses.map_or("", |uses| if uses { "yes" } else { "no" });
        self.put(format!("a-{}", one.id), one.answer.as_str());
        self.put(format!("g-{}", one.id), if grouped { one.group.to_string() } else { "0".to_owned() });
        self.put(format!("c-{}", one.id), one.coefficient.map(|k| k.to_string()).unwrap_or_default());
        self.put(format!("u-{}", one.id), uses);
    }

    /// The dwellings that an answer was typed for.
    pub fn answered(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter_map(|name| name.strip_prefix("a-"))
    }

    /// How many lines of a kind a form shows: those that are filled in, and a few to fill in.
    pub fn lines(&self, kinds: &[&str]) -> usize {
        let filled = |at: &usize| kinds.iter().any(|kind| !self.get(&format!("{kind}-{at}")).trim().is_empty());
        let last = (0..MOST_LINES).rev().find(filled).map_or(0, |at| at + 1);
        (last + SPARE).min(MOST_LINES)
    }

    /// The terms that were typed, where every figure can be read; else what is wrong. `office` is its table today.
    pub fn terms(
        &self,
        ctx: &Ctx,
        scheme: &Scheme,
        office: Option<&FloorTable>,
        problems: &mut Problems,
    ) -> Option<Terms> {
        let mut reader = Reader { ctx, typed: self, scheme, problems };
        let basis = self.get("basis").parse().unwrap_or_default();
        let (groups, places) = reader.groups();
        let lift = Lift {
            cost: reader.money("cost", "cost"),
            subsidies: reader.subsidies(),
            fund: reader.money("fund", "fund"),
            table: reader.table(basis, office),
            households: reader.households(&places),
            compensations: reader.compensations(),
            remainder: reader.remainder(),
            upkeep: reader.upkeep(),
            groups,
        };
        let stops = reader.stops();
        let text = |name: &str| self.get(name).to_owned();
        let design = Design { title: text("title"), model: text("model"), stops, summary: text("summary") };
        problems.is_empty().then_some(Terms { design, basis, lift })
    }
}
