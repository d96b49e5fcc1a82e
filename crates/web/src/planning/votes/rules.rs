//! How an office's owners vote (表决规则): days, proxies, whether online and by silence, and what each matter needs. What the law fixes can
//! be made stricter here and never weaker.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::organisation::term::LONGEST_REASON;
use linli_domain::planning::vote::{Duplicates, Extent, Matter, ProxyKind, RulesFault, VoteRules};
use linli_store::planning::vote::rules as store;

use super::{crumbs, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::organisation::words as days;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "planning/votes/rules.html")]
struct RulesPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    rows: Vec<[String; 4]>,
    unconfirmed: bool,
    editable: bool,
    fields: Vec<Field>,
    /// Matter, its name, and for each ground whether it may be counted over it.
    extents: Vec<(String, String, Vec<Tick>)>,
    barred: Vec<Tick>,
    problems: Problems,
}

/// Something to tick: value, label, whether it is ticked.
type Tick = (String, String, bool);

/// The form: everything by name.
struct Sent(Vec<(String, String)>);

impl Sent {
    fn text(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(field, _)| field == name).map_or("", |(_, text)| text)
    }

    fn is(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(field, text)| field == name && text == value)
    }
}

/// Whole numbers of the form: field, what may be set, where it goes.
type Days = (&'static str, std::ops::RangeInclusive<i64>, fn(&mut VoteRules) -> &mut i64);
const NUMBERS: [Days; 5] = [
    ("notice_days", VoteRules::NOTICE_DAYS, |rules| &mut rules.notice_days),
    ("window_least_days", VoteRules::WINDOW_DAYS, |rules| &mut rules.window_least_days),
    ("window_most_days", VoteRules::WINDOW_DAYS, |rules| &mut rules.window_most_days),
    ("posting_days", VoteRules::POSTING_DAYS, |rules| &mut rules.posting_days),
    ("proxies_a_person", VoteRules::PROXIES, |rules| &mut rules.proxies_a_person),
];

fn address(office: Office) -> String {
    format!("/desk/{office}/vote-rules")
}

/// `GET /desk/{office}/vote-rules`. One statement.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let today = app.today();
    let mut rules = app.store.read(move |tx| store::of(tx, office, today)).await?;
    let mut sent: Vec<(String, String)> =
        NUMBERS.iter().map(|(name, _, of)| ((*name).to_owned(), of(&mut rules).to_string())).collect();
    sent.push(("from".to_owned(), today.to_string()));
    for (name, is) in [
        ("online", rules.online),
        ("silence", rules.silence),
        ("represented_may_act", rules.represented_may_act),
        ("latest", rules.duplicates == Duplicates::Latest),
    ] {
        if is {
            sent.push((name.to_owned(), "yes".to_owned()));
        }
    }
    Ok(rules_page(ctx, &actor, office, &rules, &Sent(sent), Problems::default()))
}

fn rules_page(ctx: Ctx, actor: &Actor, office: Office, rules: &VoteRules, sent: &Sent, problems: Problems) -> Response {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let fields = fields(&ctx, sent).into_iter().map(|field| field.problem(&problems)).collect();
    let barred = ProxyKind::ALL.into_iter().filter(|kind| *kind != ProxyKind::Other);
    let shown = RulesPage {
        crumbs: crumbs(&ctx, office),
        here: address(office),
        rows: rules.matters.iter().filter_map(|own| row(&ctx, own)).collect(),
        unconfirmed: !rules.confirmed,
        editable: actor.may_enter(Act::SetStageRules, office).is_ok(),
        fields,
        extents: extents(&ctx, rules),
        barred: barred
            .map(|kind| {
                let name = ctx.t(format!("votes-proxy-{}", kind.as_str()));
                (kind.as_str().to_owned(), name, rules.barred.contains(&kind))
            })
            .collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

fn row(ctx: &Ctx, own: &linli_domain::planning::vote::MatterRule) -> Option<[String; 4]> {
    let share = |heads, area| {
        ctx.t_with("votes-share", &[("heads", words::threshold(heads)), ("area", words::threshold(area))])
    };
    let grounds: Vec<String> =
        own.extents.iter().map(|extent| ctx.t(format!("votes-extent-{}", extent.as_str()))).collect();
    Some([
        words::matter(ctx, Matter::of_number(own.matter)?),
        share(own.quorum_heads, own.quorum_area),
        share(own.majority_heads, own.majority_area),
        grounds.join(&ctx.t("plans-and")),
    ])
}

fn extents(ctx: &Ctx, rules: &VoteRules) -> Vec<(String, String, Vec<Tick>)> {
    let of = |matter: Matter| {
        let own = rules.of(matter).map(|rule| rule.extents.clone()).unwrap_or_default();
        let choices = Extent::ALL.map(|extent| {
            (extent.as_str().to_owned(), ctx.t(format!("votes-extent-{}", extent.as_str())), own.contains(&extent))
        });
        (matter.as_str().to_owned(), words::matter(ctx, matter), choices.to_vec())
    };
    Matter::ALL.map(of).to_vec()
}

fn fields(ctx: &Ctx, sent: &Sent) -> Vec<Field> {
    let field = |name: &'static str| {
        Field::new(name, ctx.t(format!("votes-rules-{}", name.replace('_', "-")))).value(sent.text(name))
    };
    let mut fields = vec![field("from").kind("date").required()];
    fields.extend(NUMBERS.iter().map(|(name, range, _)| {
        let values = [("least", ctx.number(*range.start())), ("most", ctx.number(*range.end()))];
        field(name).kind("number").hint(ctx.t_with("votes-rules-range", &values)).required()
    }));
    fields.push(field("online").kind("checkbox").hint(ctx.t("votes-rules-online-hint")).quiet());
    fields.push(field("silence").kind("checkbox").hint(ctx.t("votes-rules-silence-hint")).quiet());
    fields.push(field("represented_may_act").kind("checkbox").quiet());
    fields.push(field("latest").kind("checkbox").hint(ctx.t("votes-rules-latest-hint")).quiet());
    fields.push(field("reason").hint(ctx.t("votes-rules-reason-hint")).required());
    fields
}

/// `POST /desk/{office}/vote-rules`: from a day on; what was announced before goes by what it was announced under.
pub async fn set(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let (sent, today) = (Sent(pairs), app.today());
    let before = app.store.read(move |tx| store::of(tx, office, today)).await?;
    let mut problems = Problems::default();
    let from = days::day(&ctx, "from", sent.text("from"), &mut problems);
    let reason: String = clean_line(sent.text("reason")).chars().take(LONGEST_REASON).collect();
    if reason.is_empty() {
        problems.add("reason", ctx.t("votes-why-reason"));
    }
    let rules = typed(&ctx, &sent, before.clone(), &mut problems);
    let (Some(from), true) = (from, problems.is_empty()) else {
        return Ok(rules_page(ctx, &actor, office, &rules, &sent, problems));
    };
    app.store.write(&actor, move |tx| store::set(tx, from, &rules, &reason)).await?;
    Ok(done(&address(office), "votes-done-rules"))
}

fn typed(ctx: &Ctx, sent: &Sent, mut rules: VoteRules, problems: &mut Problems) -> VoteRules {
    for (name, range, of) in NUMBERS {
        let typed = clean_line(&half_width(sent.text(name))).parse::<i64>().ok();
        if let Some(number) = typed.filter(|number| range.contains(number)) {
            *of(&mut rules) = number;
        } else {
            let values = [("least", ctx.number(*range.start())), ("most", ctx.number(*range.end()))];
            problems.add(name, ctx.t_with("votes-rules-range", &values));
        }
    }
    rules.online = sent.is("online");
    rules.silence = sent.is("silence");
    rules.represented_may_act = sent.is("represented_may_act");
    rules.duplicates = if sent.is("latest") { Duplicates::Latest } else { Duplicates::First };
    rules.barred = ProxyKind::ALL.into_iter().filter(|kind| sent.has("barred", kind.as_str())).collect();
    for matter in Matter::ALL {
        let name = format!("extent-{}", matter.as_str());
        let own = Extent::ALL.into_iter().filter(|extent| sent.has(&name, extent.as_str())).collect();
        if let Some(rule) = rules.matters.iter_mut().find(|rule| rule.matter == matter.number()) {
            rule.extents = own;
        }
    }
    rules.confirmed = true;
    if let (Err(why), true) = (rules.check(), problems.is_empty()) {
        let (field, key) = match why {
            RulesFault::NoExtent(_) => ("extents", "votes-why-no-extent"),
            RulesFault::Proxies => ("proxies_a_person", "votes-why-rules"),
            RulesFault::Days => ("window_most_days", "votes-why-window"),
            RulesFault::Matters(_) | RulesFault::BelowLaw(_) => ("extents", "votes-why-below-law"),
        };
        problems.add(field, ctx.t(key));
    }
    rules
}
