//! What is asked of a budget, as it was typed: the money, the rule, how each item is decided, what it is supposed to cost.

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::consultation::budget::{Completion, Utility};
use linli_domain::kernel::Money;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::planning::ItemId;
use linli_domain::planning::choice::{Mode, Question};
use linli_domain::planning::plan::MOST_BUDGET;
use linli_store::planning::plan::Known;

use crate::shell::{Ctx, Problems};

/// What was asked, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub budget: String,
    pub utility: String,
    pub completion: String,
    pub modes: BTreeMap<ItemId, Mode>,
    pub costs: BTreeMap<ItemId, String>,
}

impl Asked {
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "budget" => asked.budget = value,
                "utility" => asked.utility = value,
                "completion" => asked.completion = value,
                _ => asked.put(&name, value),
            }
        }
        asked
    }

    fn put(&mut self, name: &str, value: String) {
        let of = |prefix: &str| name.strip_prefix(prefix).and_then(|id| id.parse::<ItemId>().ok());
        if let (Some(id), Ok(mode)) = (of("m-"), value.parse::<Mode>()) {
            self.modes.insert(id, mode);
        } else if let (Some(id), false) = (of("c-"), value.trim().is_empty()) {
            self.costs.insert(id, value);
        }
    }

    fn utility(&self) -> Utility {
        match self.utility.as_str() {
            "cardinality" => Utility::Cardinality,
            "points" => Utility::Points,
            _ => Utility::Cost,
        }
    }

    fn completion(&self) -> Completion {
        match self.completion.as_str() {
            "none" => Completion::None,
            "add1" => Completion::Add1,
            "greedy" => Completion::Greedy,
            _ => Completion::Add1Greedy,
        }
    }

    /// The same as a form sends it along.
    pub fn sent_along(&self) -> Vec<(String, String)> {
        let modes = self.modes.iter().map(|(id, mode)| (format!("m-{id}"), mode.as_str().to_owned()));
        let own = [("budget", &self.budget), ("utility", &self.utility), ("completion", &self.completion)];
        let own = own
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value.clone()));
        own.chain(modes).collect()
    }
}

/// A question that can be answered, and where it cannot, what is wrong with it.
pub(super) fn question(
    ctx: &Ctx,
    asked: &Asked,
    known: &Known,
    problems: &mut Problems,
) -> (Option<Question>, BTreeSet<ItemId>) {
    let own = known.version.facts.budget;
    let budget = match asked.budget.trim() {
        "" => own,
        text => Money::parse(text, MoneyUnit::Yuan).ok().filter(|sum| *sum > Money::ZERO && *sum <= MOST_BUDGET),
    };
    if budget.is_none() {
        let key = if asked.budget.trim().is_empty() { "plans-why-no-budget" } else { "plans-why-budget" };
        problems.add("budget", ctx.t(key));
    }
    let (mut costs, mut wrong) = (BTreeMap::new(), BTreeSet::new());
    for item in &known.items {
        let Some(text) = asked.costs.get(&item.id) else { continue };
        match Money::parse(text, MoneyUnit::Yuan).ok().filter(|sum| *sum > Money::ZERO && *sum <= MOST_BUDGET) {
            Some(cost) if cost != item.cost() => drop(costs.insert(item.id, cost)),
            Some(_) => {}
            None => {
                wrong.insert(item.id);
                problems.add("items", ctx.t_with("plans-why-cost", &[("title", &item.title)]));
            }
        }
    }
    let question = budget.map(|budget| Question {
        budget,
        utility: asked.utility(),
        completion: asked.completion(),
        modes: asked.modes.clone(),
        costs,
    });
    (question.filter(|_| problems.is_empty()), wrong)
}
