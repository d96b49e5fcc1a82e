//! `GET /desk/{office}/months`: every month with where it stands, and the one that is due. Three statements.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Month;
use linli_domain::works::month_end::{MonthEnd, MonthState};
use linli_store::works::{month_end, month_rules};
use serde::Deserialize;

use super::{address, look, root, state};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query};
use crate::shell::{Crumb, Ctx, Lamp, page};

const PAGE: usize = 24;

#[derive(Template)]
#[template(path = "works/months/list.html")]
struct ListPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    rules: String,
    cut_off: String,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    month: String,
    href: String,
    figures: String,
    state: String,
    look: &'static str,
    lamp: Lamp,
    version: i64,
    filled: String,
    signed: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    before: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let today = app.today();
    let before: Option<Month> = asked.before.parse().ok();
    let read = app.store.read(move |tx| {
        let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        Ok::<_, WebError>((month_rules::of(tx, office, today)?, month_end::list(tx, office, before, most)?))
    });
    let (rules, mut months) = read.await?;
    // The month that runs is always there, so that nobody has to make it.
    let this = Month::of(today);
    if before.is_none() && months.iter().all(|end| end.month != this) {
        months.insert(0, MonthEnd::open(this));
    }
    let more = months.len() > PAGE;
    months.truncate(PAGE);
    let row = |end: &MonthEnd| {
        let by = |signature: &Option<linli_domain::works::month_end::Signature>| {
            let said = |s: &linli_domain::works::month_end::Signature| {
                ctx.t_with("months-by", &[("name", s.name.clone()), ("at", ctx.instant(s.at))])
            };
            signature.as_ref().map_or_else(|| "—".to_owned(), said)
        };
        let lamp = match end.state {
            MonthState::Open | MonthState::Filled if today > rules.cut_off(end.month) => Lamp::Red,
            MonthState::Open | MonthState::Filled if today == rules.cut_off(end.month) => Lamp::Yellow,
            _ => Lamp::Green,
        };
        Row {
            month: ctx.month(end.month),
            href: address(office, end.month),
            figures: format!("{}/figures", address(office, end.month)),
            state: state(&ctx, end.state),
            look: look(end.state),
            lamp,
            version: end.version,
            filled: by(&end.filled),
            signed: by(&end.signed),
        }
    };
    Ok(page(&ListPage {
        crumbs: vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")],
        rules: format!("/desk/{office}/month-rules"),
        cut_off: ctx.t_with("months-cut-off", &[("day", i64::from(rules.cut_off_day))]),
        rows: months.iter().map(row).collect(),
        next: months.last().filter(|_| more).map(|last| format!("{}?before={}", root(office), last.month)),
        ctx,
    }))
}
