//! `GET /desk/{office}/months/{month}/versions/{version}`: a version as it was signed, beside another one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::{Month, Office};
use linli_domain::works::monthly_report::{Line, MonthlyReport};
use linli_store::works::month_end;
use serde::Deserialize;

use super::show::{Shown, shown};
use super::{crumbs_below, figure, measure};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::register::words::{stage, wan};
use crate::shell::{Crumb, Ctx, Field, page};

#[derive(Template)]
#[template(path = "works/months/version.html")]
struct VersionPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    totals: Shown,
    lines: Vec<Row>,
    with: Option<Field>,
    beside: Option<Beside>,
}

struct Row {
    name: String,
    number: String,
    state: String,
    planned: String,
    done: String,
    figures: String,
    note: String,
}

struct Beside {
    title: String,
    changes: Vec<(String, String, String)>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    with: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    Path((office, month, version)): Path<(Office, Month, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let with: Option<i64> = asked.with.parse().ok().filter(|with| *with != version);
    let read = app.store.read(move |tx| {
        let kept = month_end::version(tx, office, month, version)?;
        let other = with.map(|with| month_end::version(tx, office, month, with)).transpose()?;
        Ok::<_, WebError>((kept, other, month_end::steps(tx, office, month)?))
    });
    let (kept, other, steps) = read.await?;
    let mut others: Vec<i64> = steps.iter().filter(|s| s.act == "signed").map(|s| s.version).collect();
    others.retain(|other| *other != version);
    let name = |n: i64| ctx.t_with("months-version", &[("n", n)]);
    let choices = others.iter().map(|n| (n.to_string(), name(*n)));
    let with_field = (!others.is_empty()).then(|| {
        Field::new("with", ctx.t("months-compare-with")).kind("select").options(choices).value(&asked.with).quiet()
    });
    Ok(page(&VersionPage {
        crumbs: crumbs_below(&ctx, office, month),
        title: format!("{} · {}", ctx.month(month), name(version)),
        totals: shown(&ctx, &kept.of_plan()),
        lines: kept.lines.iter().map(|line| row(&ctx, line)).collect(),
        beside: other.zip(with).map(|(other, n)| beside(&ctx, &kept, &other, name(n))),
        with: with_field,
        ctx,
    }))
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    Row {
        name: line.name.clone(),
        number: line.number.clone(),
        state: stage(ctx, line.state),
        planned: line.planned.map_or_else(|| "—".to_owned(), |planned| ctx.money_wan(planned)),
        done: wan(ctx, line.done),
        figures: figures(ctx, line),
        note: line.note.clone().unwrap_or_default(),
    }
}

fn figures(ctx: &Ctx, line: &Line) -> String {
    let said = line.quantities.iter().map(|(of, amount)| format!("{} {}", measure(ctx, of), figure(ctx, of, amount)));
    said.collect::<Vec<_>>().join("；")
}

/// A line in one sentence, for comparing.
pub(super) fn line_in_short(ctx: &Ctx, line: &Line) -> String {
    let planned = line.planned.map_or_else(|| "—".to_owned(), |planned| wan(ctx, planned));
    let values = [
        ("state", stage(ctx, line.state)),
        ("started", line.started_on.map_or_else(|| "—".to_owned(), |day| day.to_string())),
        ("planned", planned),
        ("done", wan(ctx, line.done)),
    ];
    let mut text = ctx.t_with("months-line", &values);
    let figures = figures(ctx, line);
    for more in [figures, line.note.clone().unwrap_or_default()].into_iter().filter(|more| !more.is_empty()) {
        text.push('；');
        text.push_str(&more);
    }
    text
}

fn beside(ctx: &Ctx, kept: &MonthlyReport, other: &MonthlyReport, title: String) -> Beside {
    let said = |line: Option<&Line>| line.map_or_else(|| "—".to_owned(), |line| line_in_short(ctx, line));
    let changes = kept.differences(other).into_iter().map(|(this, that)| {
        let name = this.or(that).map(|line| line.name.clone()).unwrap_or_default();
        (name, said(this), said(that))
    });
    Beside { title, changes: changes.collect() }
}
