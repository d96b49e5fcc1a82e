//! An item as somebody typed it, and as it is read: figures, sources, needs.

use std::collections::BTreeSet;

use linli_domain::consultation::NeedId;
use linli_domain::kernel::Money;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::text::BadNumber;
use linli_domain::planning::plan::{Part, Place, Quantity, Standing};
use linli_domain::planning::{Item, ItemId};

use super::super::words::Places;
use crate::error::WebError;
use crate::shell::{Ctx, Problems};

/// Sources that the form has room for.
pub(super) const PARTS: [(&str, &str); 4] =
    [("source1", "amount1"), ("source2", "amount2"), ("source3", "amount3"), ("source4", "amount4")];

/// An item as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub revision: i64,
    pub work: String,
    pub place: String,
    pub title: String,
    pub quantity: String,
    pub unit: String,
    pub unit_cost: String,
    pub upkeep: String,
    pub upkeep_by: String,
    pub reason: String,
    pub standing: String,
    pub parts: Vec<(String, String)>,
    pub needs: BTreeSet<NeedId>,
}

impl Draft {
    pub fn of(pairs: Vec<(String, String)>) -> Result<Self, WebError> {
        let mut draft = Self { parts: vec![(String::new(), String::new()); PARTS.len()], ..Self::default() };
        for (name, value) in pairs {
            if let Some(at) = PARTS.iter().position(|(source, _)| *source == name) {
                draft.parts[at].0 = value;
            } else if let Some(at) = PARTS.iter().position(|(_, amount)| *amount == name) {
                draft.parts[at].1 = value;
            } else {
                draft.put(&name, value)?;
            }
        }
        Ok(draft)
    }

    fn put(&mut self, name: &str, value: String) -> Result<(), WebError> {
        match name {
            "revision" => self.revision = value.parse().map_err(|_| WebError::BadRequest)?,
            "work" => self.work = value,
            "place" => self.place = value,
            "title" => self.title = value,
            "quantity" => self.quantity = value,
            "unit" => self.unit = value,
            "unit_cost" => self.unit_cost = value,
            "upkeep" => self.upkeep = value,
            "upkeep_by" => self.upkeep_by = value,
            "reason" => self.reason = value,
            "standing" => self.standing = value,
            "need" => drop(self.needs.insert(value.parse().map_err(|_| WebError::BadRequest)?)),
            _ => {}
        }
        Ok(())
    }

    pub fn of_item(item: &Item) -> Self {
        let mut parts: Vec<_> = item.sources.iter().map(|part| (part.source.clone(), part.amount.to_yuan())).collect();
        parts.resize(PARTS.len().max(parts.len()), (String::new(), String::new()));
        Self {
            revision: item.revision,
            work: item.work.clone(),
            place: place_value(item.place),
            title: item.title.clone(),
            quantity: item.quantity.to_string(),
            unit: item.unit.clone(),
            unit_cost: item.unit_cost.to_yuan(),
            upkeep: item.upkeep.map_or(String::new(), |one| one.as_str().to_owned()),
            upkeep_by: item.upkeep_by.clone(),
            reason: item.reason.clone(),
            standing: item.standing.as_str().to_owned(),
            parts,
            needs: item.needs.iter().copied().collect(),
        }
    }
}

pub(super) fn place_value(place: Place) -> String {
    match place {
        Place::Common => String::new(),
        Place::Building(building) => building.to_string(),
        Place::Entrance(building, entrance) => format!("{building}/{entrance}"),
    }
}

/// The item that was typed, where its figures can be read.
pub(super) fn typed(ctx: &Ctx, id: ItemId, draft: &Draft, places: &Places, problems: &mut Problems) -> Option<Item> {
    let quantity = Quantity::parse(&draft.quantity).map_err(|why| {
        let key = if why == BadNumber::TooFine { "plans-why-quantity-fine" } else { "plans-why-quantity" };
        problems.add("quantity", ctx.t(key));
    });
    let unit_cost = Money::parse(&draft.unit_cost, MoneyUnit::Yuan).map_err(|_| {
        problems.add("unit_cost", ctx.t("plans-why-unit-cost"));
    });
    let at = std::iter::once((Place::Common, true)).chain(places.iter().map(|(place, _, stands)| (*place, *stands)));
    let place = at.filter(|(_, stands)| *stands).map(|(place, _)| place).find(|one| place_value(*one) == draft.place);
    if place.is_none() {
        problems.add("place", ctx.t("plans-why-no-place"));
    }
    let sources = parts(ctx, draft, problems);
    Some(Item {
        id,
        work: draft.work.clone(),
        class: String::new(),
        place: place?,
        title: draft.title.clone(),
        quantity: quantity.ok()?,
        unit: draft.unit.clone(),
        unit_cost: unit_cost.ok()?,
        upkeep: draft.upkeep.parse().ok(),
        upkeep_by: draft.upkeep_by.clone(),
        reason: draft.reason.clone(),
        sources: sources?,
        needs: draft.needs.iter().copied().collect(),
        standing: draft.standing.parse().unwrap_or(Standing::Taken),
        revision: draft.revision,
    })
}

/// What each source gives; a source without a sum, or a sum without a source, is asked about.
fn parts(ctx: &Ctx, draft: &Draft, problems: &mut Problems) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for ((source, amount), (source_field, amount_field)) in draft.parts.iter().zip(PARTS) {
        match (source.as_str(), amount.trim()) {
            ("", "") => {}
            ("", _) => problems.add(source_field, ctx.t("plans-why-source")),
            (_, "") => problems.add(amount_field, ctx.t("plans-why-amount")),
            (source, amount) => match Money::parse(amount, MoneyUnit::Yuan) {
                Ok(amount) => parts.push(Part { source: source.to_owned(), amount }),
                Err(_) => problems.add(amount_field, ctx.t("plans-why-amount")),
            },
        }
    }
    problems.is_empty().then_some(parts)
}
