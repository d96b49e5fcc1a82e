//! The targets an office measures by (考核规则): dated sets, the newest that has begun is in force.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Date, Percent};
use linli_domain::oversight::rules::{MonthDay, Targets};
use linli_store::oversight::targets::{self, Dated};
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

#[derive(Template)]
#[template(path = "oversight/targets.html")]
struct TargetsPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    rules: Vec<Rule>,
    fields: Option<Vec<Field>>,
    problems: Problems,
}

/// One set as it is listed.
struct Rule {
    from: String,
    in_force: bool,
    start_by: String,
    investment: String,
    named_below: String,
    named_at_most: usize,
    source: String,
}

/// What the form says, as text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    from: String,
    start_month: String,
    start_day: String,
    investment: String,
    named_below: String,
    named_at_most: String,
    source: String,
}

/// `GET /desk/{office}/targets`
pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let sets = app.store.read(move |tx| targets::all(tx, office)).await?;
    let may = actor.may_enter(Act::DraftBulletins, office).is_ok();
    let sent = Sent::of(&Dated { from: app.today(), targets: Targets::default(), source: String::new() });
    Ok(page(&TargetsPage::new(ctx, &app, &sets, may.then_some(&sent), Problems::default())))
}

/// `POST /desk/{office}/targets`: sets them from a day on.
pub async fn put(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    ctx: Ctx,
    Form(sent): Form<Sent>,
) -> Result<Response, WebError> {
    match sent.read(&ctx) {
        Ok(dated) => {
            app.store.write(&actor, move |tx| targets::put(tx, &dated)).await?;
            let to = format!("/desk/{office}/targets?done=oversight-done-targets");
            Ok(Redirect::to(&to).into_response())
        }
        Err(problems) => {
            let sets = app.store.read(move |tx| targets::all(tx, office)).await?;
            let shown = TargetsPage::new(ctx, &app, &sets, Some(&sent), problems);
            Ok(page_with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
    }
}

impl Sent {
    fn of(dated: &Dated) -> Self {
        let targets = &dated.targets;
        Self {
            from: dated.from.to_string(),
            start_month: targets.start_by.month.to_string(),
            start_day: targets.start_by.day.to_string(),
            investment: targets.investment_by_year_end.to_string(),
            named_below: targets.named_below.to_string(),
            named_at_most: targets.named_at_most.to_string(),
            source: dated.source.clone(),
        }
    }

    fn read(&self, ctx: &Ctx) -> Result<Dated, Problems> {
        let mut problems = Problems::default();
        let mut wrong = |field: &'static str| problems.add(field, ctx.t("oversight-targets-wrong"));
        let number = |text: &str, most: i8| text.trim().parse::<i8>().ok().filter(|n| (1..=most).contains(n));
        let rate = |text: &str| Percent::parse(text).filter(|rate| (0..=100_000).contains(&rate.hundredths()));
        let from = self.from.trim().parse::<Date>().ok();
        let (month, day) = (number(&self.start_month, 12), number(&self.start_day, 31));
        let (investment, below) = (rate(&self.investment), rate(&self.named_below));
        let most = self.named_at_most.trim().parse::<usize>().ok().filter(|most| *most <= 100);
        let source = clean_line(&self.source);
        for (missing, field) in [
            (from.is_none(), "from"),
            (month.is_none(), "start_month"),
            (day.is_none(), "start_day"),
            (investment.is_none(), "investment"),
            (below.is_none(), "named_below"),
            (most.is_none(), "named_at_most"),
            (source.chars().count() > 200, "source"),
        ] {
            if missing {
                wrong(field);
            }
        }
        match (from, month, day, investment, below, most) {
            (Some(from), Some(month), Some(day), Some(investment), Some(below), Some(most)) if problems.is_empty() => {
                let targets = Targets {
                    start_by: MonthDay { month, day },
                    investment_by_year_end: investment,
                    named_below: below,
                    named_at_most: most,
                };
                Ok(Dated { from, targets, source })
            }
            _ => Err(problems),
        }
    }
}

impl TargetsPage {
    fn new(ctx: Ctx, app: &App, sets: &[Dated], sent: Option<&Sent>, problems: Problems) -> Self {
        let today = app.today();
        let in_force = sets.iter().position(|dated| dated.from <= today);
        let mut rules: Vec<Rule> =
            sets.iter().enumerate().map(|(at, dated)| Rule::of(&ctx, dated, Some(at) == in_force)).collect();
        if in_force.is_none() {
            let default = Dated { from: today, targets: Targets::default(), source: String::new() };
            rules.push(Rule { from: ctx.t("oversight-targets-default"), ..Rule::of(&ctx, &default, true) });
        }
        let fields = sent.map(|sent| {
            let field = |name: &'static str, kind: &'static str, value: &str| {
                let label = ctx.t(format!("oversight-targets-{}", name.replace('_', "-")));
                Field::new(name, label).kind(kind).value(value).problem(&problems)
            };
            vec![
                field("from", "date", &sent.from).required(),
                field("start_month", "number", &sent.start_month).required(),
                field("start_day", "number", &sent.start_day).required(),
                field("investment", "text", &sent.investment).required(),
                field("named_below", "text", &sent.named_below).required(),
                field("named_at_most", "number", &sent.named_at_most).required(),
                field("source", "text", &sent.source).hint(ctx.t("oversight-targets-source-hint")),
            ]
        });
        let crumbs = vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")];
        Self { ctx, crumbs, rules, fields, problems }
    }
}

impl Rule {
    fn of(ctx: &Ctx, dated: &Dated, in_force: bool) -> Self {
        let targets = &dated.targets;
        let start = ("month", targets.start_by.month.to_string());
        Self {
            from: ctx.day(dated.from),
            in_force,
            start_by: ctx.t_with("oversight-targets-day", &[start, ("day", targets.start_by.day.to_string())]),
            investment: format!("{}%", targets.investment_by_year_end),
            named_below: format!("{}%", targets.named_below),
            named_at_most: targets.named_at_most,
            source: dated.source.clone(),
        }
    }
}
