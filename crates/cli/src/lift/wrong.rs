//! What is wrong with a file, in the reader's words.

use std::path::Path;

use linli_domain::planning::lift::NoShares;
use linli_formats::json::NotJson;
use linli_formats::lift::{Problem, Wrong};

use crate::lang::{Lang, Text};
use crate::outcome::Failure;

pub fn failure(file: &Path, problem: &Problem, lang: Lang) -> Failure {
    let text = Text::new("lift-wrong").with("file", file.display()).with("line", problem.line);
    Failure::cannot(text.with("why", why(&problem.wrong).say(lang)))
}

fn why(wrong: &Wrong) -> Text {
    match wrong {
        Wrong::Json(why) => json(why),
        Wrong::Format { given } => Text::new("lift-wrong-format").with("given", given),
        Wrong::Version { given } => Text::new("lift-wrong-version").with("given", given),
        Wrong::Value { field, given } => Text::new("lift-wrong-value").with("field", field).with("given", given),
        Wrong::Money { field, given } => Text::new("lift-wrong-money").with("field", field).with("given", given),
        Wrong::Area { field, given } => Text::new("lift-wrong-area").with("field", field).with("given", given),
        Wrong::Coefficient { field, given } => {
            Text::new("lift-wrong-coefficient").with("field", field).with("given", given)
        }
        Wrong::FloorTwice { floor } => Text::new("lift-wrong-floor-twice").with("floor", floor),
        Wrong::Floors { limit } => Text::new("lift-wrong-floors").with("limit", limit),
        Wrong::NoGroup { id } => Text::new("lift-wrong-no-group").with("id", id),
        Wrong::HouseholdTwice { id, first } => {
            Text::new("lift-wrong-household-twice").with("id", id).with("first", first)
        }
        Wrong::GroupTwice { id, first } => Text::new("lift-wrong-group-twice").with("id", id).with("first", first),
        Wrong::NoArea { id } => Text::new("lift-wrong-no-area").with("id", id),
        Wrong::NoHousehold { id } => Text::new("lift-wrong-no-household").with("id", id),
        Wrong::NoShares(why) => shares(why),
    }
}

fn json(why: &NotJson) -> Text {
    match why {
        NotJson::TooLarge { limit } => Text::new("vote-wrong-large").with("limit", limit >> 20),
        NotJson::Utf16 => Text::new("vote-wrong-utf16"),
        NotJson::NotUtf8 => Text::new("vote-wrong-utf8"),
        NotJson::Malformed { why } => Text::new("vote-wrong-json").with("why", why),
        NotJson::UnknownField { field } => Text::new("vote-wrong-unknown-field").with("field", field),
        NotJson::Missing { field } => Text::new("vote-wrong-missing").with("field", field),
        NotJson::FieldTwice { field } => Text::new("vote-wrong-field-twice").with("field", field),
    }
}

fn shares(why: &NoShares) -> Text {
    match why {
        NoShares::NoHouseholds => Text::new("lift-wrong-no-households"),
        NoShares::TooMany { what, limit } => Text::new("lift-wrong-many").with("what", what).with("limit", limit),
        NoShares::Negative { what, amount } => {
            Text::new("lift-wrong-negative").with("what", what).with("amount", amount)
        }
        NoShares::TooLarge { what, amount } => Text::new("lift-wrong-large").with("what", what).with("amount", amount),
        NoShares::AboveCost { given, cost } => {
            Text::new("lift-wrong-above-cost").with("given", given).with("cost", cost)
        }
        NoShares::NobodyPays => Text::new("lift-wrong-nobody-pays"),
        NoShares::NobodyPaysIn { amount, .. } => Text::new("lift-wrong-nobody-in-group").with("amount", amount),
        NoShares::AllZero { .. } => Text::new("lift-wrong-all-zero"),
        NoShares::TwoRests => Text::new("lift-wrong-two-rests"),
        NoShares::Unassigned { assigned, to_pay } => {
            Text::new("lift-wrong-unassigned").with("assigned", assigned).with("to-pay", to_pay)
        }
        // Said with their lines above.
        NoShares::Twice { .. }
        | NoShares::GroupTwice { .. }
        | NoShares::NoGroup { .. }
        | NoShares::NoArea { .. }
        | NoShares::NoHousehold { .. } => Text::new("lift-wrong-other").with("why", why),
    }
}
