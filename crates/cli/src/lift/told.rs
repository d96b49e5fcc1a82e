//! The shares for people: what there is to pay, who pays what, where the last fen went.

use linli_domain::planning::lift::{Answer, Said, Share};

use super::Worked;
use crate::lang::{Lang, Text};

pub fn print(worked: &Worked, lang: Lang) {
    for line in lines(worked, lang) {
        println!("{line}");
    }
}

fn lines(worked: &Worked, lang: Lang) -> Vec<String> {
    let (file, shared) = (&worked.file, &worked.shared);
    let mut lines = vec![
        Text::new("lift-sum")
            .with("name", &file.name)
            .with("cost", shared.cost)
            .with("compensations", shared.compensations)
            .with("given", shared.given)
            .with("to-pay", shared.to_pay),
    ];
    match &file.lift.table {
        Some(table) if table.example => lines.push(Text::new("lift-table-example").with("name", &table.name)),
        Some(table) => lines.push(Text::new("lift-table").with("name", &table.name)),
        None => {}
    }
    if shared.groups.iter().any(|group| group.by_area_instead) {
        lines.push(Text::new("lift-by-area"));
    }
    if shared.groups.len() > 1 {
        lines.extend(shared.groups.iter().map(|group| {
            Text::new("lift-group").with("name", &group.id).with("payers", group.payers).with("pays", group.pays)
        }));
    }
    lines.extend(shared.shares.iter().map(|one| share(one, lang)));
    if shared.shares.iter().any(|share| share.remainder_fen > 0) {
        lines.push(Text::new("lift-remainder").with("households", remainder(&shared.shares)));
    }
    lines.extend(worked.consent.said.iter().filter(|said| said.households > 0).map(said));
    lines.push(Text::new("lift-not-binding"));
    lines.into_iter().map(|line| line.say(lang)).collect()
}

fn share(share: &Share, lang: Lang) -> Text {
    let uses = Text::new(if share.uses { "lift-uses" } else { "lift-uses-not" }).say(lang);
    let key = if share.coefficient.is_some() { "lift-share-by" } else { "lift-share" };
    Text::new(key)
        .with("household", &share.id)
        .with("floor", share.floor)
        .with("coefficient", share.coefficient.map(|k| k.to_string()).unwrap_or_default())
        .with("pays", share.pays)
        .with("receives", share.receives)
        .with("upkeep", share.upkeep)
        .with("uses", uses)
}

/// Who took fen that no weight took whole: `101 (1), 601 (2)`.
fn remainder(shares: &[Share]) -> String {
    let took = shares.iter().filter(|share| share.remainder_fen > 0);
    took.map(|share| format!("{} ({})", share.id, share.remainder_fen)).collect::<Vec<_>>().join(", ")
}

fn said(said: &Said) -> Text {
    let key = match said.answer {
        Answer::For => "lift-said-for",
        Answer::WithoutPaying => "lift-said-without-paying",
        Answer::Against => "lift-said-against",
        Answer::Silent => "lift-said-silent",
    };
    Text::new(key).with("households", said.households).with("area", said.area)
}
