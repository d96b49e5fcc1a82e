//! The form of a draft as somebody filled it in, and what is read from it.

use linli_domain::kernel::Date;
use linli_domain::kernel::text::{clean_line, clean_text};
use linli_domain::planning::plan::Place;
use linli_domain::planning::vote::conduct::{LONGEST_QUESTION, LONGEST_TITLE};
use linli_domain::planning::vote::{Draft, Matter, Options, VoteRules};
use linli_domain::planning::{Version, VersionId};
use linli_domain::register::Neighbourhood;
use linli_domain::register::owner::Scope;
use serde::Deserialize;

use super::super::words;
use crate::organisation::words as days;
use crate::planning::words::Places;
use crate::shell::{Ctx, Field, Problems};

/// The longest clause, in characters.
const LONGEST_CLAUSE: usize = 2_000;

/// A vote as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub id: String,
    pub revision: i64,
    pub title: String,
    pub question: String,
    pub matter: String,
    pub ground: String,
    pub without_paying: String,
    pub plan: String,
    pub first: String,
    pub last: String,
    pub clause: String,
}

/// Where a vote is held, and what it may be about.
pub(super) struct Here {
    pub place: Neighbourhood,
    pub places: Places,
    /// Plan versions that were posted.
    pub posted: Vec<Version>,
    pub rules: VoteRules,
}

pub(super) fn ground_value(scope: Scope) -> String {
    match scope {
        Scope::Neighbourhood => "all".to_owned(),
        Scope::Building(id) => id.to_string(),
        Scope::Entrance(id) => id.to_string(),
    }
}

const fn scope_of(place: Place) -> Option<Scope> {
    match place {
        Place::Common => None,
        Place::Building(building) => Some(Scope::Building(building)),
        Place::Entrance(_, entrance) => Some(Scope::Entrance(entrance)),
    }
}

/// The draft, where every field can be read and it could be held under the rules as they are.
pub(super) fn read(ctx: &Ctx, here: &Here, typed: &Typed, today: Date, problems: &mut Problems) -> Option<Draft> {
    let (first, last) =
        (days::day(ctx, "first", &typed.first, problems), days::day(ctx, "last", &typed.last, problems));
    let scope = match typed.ground.as_str() {
        "all" => Some(Scope::Neighbourhood),
        other => here.places.iter().filter_map(|(place, ..)| scope_of(*place)).find(|one| ground_value(*one) == other),
    };
    let matter = typed.matter.parse::<Matter>().ok();
    let plan = match typed.plan.as_str() {
        "" => Some(None),
        other => other.parse::<VersionId>().ok().filter(|id| here.posted.iter().any(|one| one.id == *id)).map(Some),
    };
    let clause = clean_text(&typed.clause);
    for (missing, field, key) in [
        (scope.is_none(), "ground", "votes-why-ground"),
        (matter.is_none(), "matter", "votes-why-matter"),
        (plan.is_none(), "plan", "votes-why-plan"),
        (clause.chars().count() > LONGEST_CLAUSE, "clause", "votes-why-clause"),
    ] {
        if missing {
            problems.add(field, ctx.t(key));
        }
    }
    let (first, last) = (first?, last?);
    if last < first {
        problems.add("last", ctx.t("votes-why-backwards"));
    }
    let draft = Draft {
        neighbourhood: here.place.id,
        scope: scope?,
        matter: matter?,
        title: clean_line(&typed.title),
        question: clean_text(&typed.question),
        options: Options { without_paying: typed.without_paying == "yes" },
        first,
        last,
        clause: (!clause.is_empty()).then_some(clause),
        plan: plan?,
    };
    for why in draft.faults(&here.rules, today) {
        let (field, text) = words::cannot_hold(ctx, why);
        if problems.of(field).is_none() {
            problems.add(field, text);
        }
    }
    problems.is_empty().then_some(draft)
}

pub(super) fn fields(ctx: &Ctx, here: &Here, typed: &Typed) -> Vec<Field> {
    let text = |name: &'static str, value: &str| {
        Field::new(name, ctx.t(format!("votes-{}", name.replace('_', "-")))).value(value)
    };
    let matters = Matter::ALL.map(|matter| (matter.as_str().to_owned(), words::matter(ctx, matter)));
    let common = ("all".to_owned(), ctx.t("votes-ground-all"));
    let standing = here.places.iter().filter(|(.., stands)| *stands);
    let grounds = standing.filter_map(|(place, name, _)| Some((ground_value(scope_of(*place)?), name.clone())));
    let none = (String::new(), ctx.t("votes-plan-none"));
    let plans = here.posted.iter().map(|one| (one.id.to_string(), ctx.t_n("plans-version", one.number)));
    let notice = ctx.t_n("votes-first-hint", here.rules.notice_days);
    let window =
        [("least", ctx.number(here.rules.window_least_days)), ("most", ctx.number(here.rules.window_most_days))];
    let mut fields = vec![
        text("title", &typed.title).hint(ctx.t_n("votes-title-hint", LONGEST_TITLE)).required(),
        text("question", &typed.question)
            .kind("textarea")
            .hint(ctx.t_n("votes-question-hint", LONGEST_QUESTION))
            .required(),
        text("matter", &typed.matter).kind("select").options(matters).hint(ctx.t("votes-matter-hint")).required(),
        text("ground", &typed.ground).kind("select").options(std::iter::once(common).chain(grounds)).required(),
        text("without_paying", &typed.without_paying).kind("checkbox").hint(ctx.t("votes-without-paying-hint")).quiet(),
        text("plan", &typed.plan)
            .kind("select")
            .options(std::iter::once(none).chain(plans))
            .hint(ctx.t("votes-plan-hint")),
        text("first", &typed.first).kind("date").hint(notice).required(),
        text("last", &typed.last).kind("date").hint(ctx.t_with("votes-last-hint", &window)).required(),
    ];
    if here.rules.silence || !typed.clause.is_empty() {
        fields.push(text("clause", &typed.clause).kind("textarea").hint(ctx.t("votes-clause-hint")));
    }
    fields
}
