//! `GET /desk/{office}/months/{month}/figures`: the figures of a month as one table, a row for each neighbourhood.
//!
//! It works as a plain form; a script makes it behave like a spreadsheet (keys, pasting, undo). What is left empty goes
//! on as it was the month before.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Money, Month, NeighbourhoodId, Office};
use linli_domain::works::measure::{Group, Measure, Unit};
use linli_domain::works::month_end::{MonthEnd, MonthState};
use linli_domain::works::monthly_report::{Line, MonthlyReport, Totals};
use linli_store::works::{month_end, monthly_report, progress};
use serde::Deserialize;

use super::{address, crumbs_below, measure, state};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::register::words;
use crate::shell::{Crumb, Ctx, page_with};

/// Rows on one page.
const PAGE: usize = 100;
/// The money alone, and everything.
const MONEY: &str = "investment";
const ALL: &str = "all";

fn groups() -> impl Iterator<Item = &'static str> {
    [MONEY].into_iter().chain(Group::ALL.map(Group::as_str)).chain([ALL])
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `investment`, the name of a group, or `all`.
    pub group: String,
    /// The number of the last row of the page before.
    pub after: String,
    /// The number of the row that is looked for.
    pub at: String,
}

impl Asked {
    /// What an address or form asks for; a group that is not known is the money alone.
    pub fn new(group: &str, after: &str) -> Self {
        let asked = Self { group: group.to_owned(), after: after.to_owned(), at: String::new() };
        Self { group: asked.known_group().to_owned(), ..asked }
    }

    fn known_group(&self) -> &'static str {
        groups().find(|group| *group == self.group).unwrap_or(MONEY)
    }

    /// The figures that are shown beside the money.
    pub fn measures(&self) -> Vec<Measure> {
        match self.known_group() {
            ALL => Measure::ALL.to_vec(),
            group => group.parse::<Group>().map(|group| group.measures().collect()).unwrap_or_default(),
        }
    }
}

#[derive(Template)]
#[template(path = "works/months/grid.html")]
struct GridPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    title: String,
    state: String,
    closed: bool,
    editable: bool,
    group: &'static str,
    tabs: Vec<Tab>,
    heads: Vec<String>,
    rows: Vec<Row>,
    sums: Vec<String>,
    shown: String,
    first: Option<String>,
    next: Option<String>,
    wrong: Vec<Wrong>,
    conflict: bool,
    after: String,
}

struct Tab {
    label: String,
    href: String,
    current: bool,
}

pub(super) struct Row {
    id: NeighbourhoodId,
    name: String,
    number: String,
    href: String,
    state: String,
    look: &'static str,
    version: i64,
    cells: Vec<Cell>,
    editable: bool,
    /// What somebody else entered meanwhile.
    theirs: Option<String>,
}

struct Cell {
    name: String,
    /// The heading of its column; on a phone it stands beside the cell.
    head: String,
    /// With the name of the row, for who cannot see it.
    label: String,
    value: String,
    /// What goes on from the month before where it is left empty.
    carried: String,
    problem: Option<String>,
    figure: bool,
}

/// A cell that was refused: its name, where it stands, and why.
#[derive(Clone, Debug)]
pub(super) struct Wrong {
    pub cell: String,
    pub of: String,
    pub why: String,
}

/// What was typed and did not go through.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub form: BTreeMap<String, String>,
    pub wrong: Vec<Wrong>,
    /// Rows that somebody else changed meanwhile.
    pub changed: Vec<NeighbourhoodId>,
}

pub(super) struct Known {
    pub end: MonthEnd,
    pub report: MonthlyReport,
    pub versions: BTreeMap<NeighbourhoodId, i64>,
    /// The least that any later month says is done.
    pub later: BTreeMap<NeighbourhoodId, Money>,
}

/// Four statements for any number of neighbourhoods.
pub(super) fn know(
    tx: &mut linli_store::Tx,
    office: Office,
    month: Month,
    today: linli_domain::kernel::Date,
) -> linli_store::Result<Known> {
    Ok(Known {
        end: month_end::of(tx, office, month)?,
        report: monthly_report::of(tx, office, month, today)?,
        versions: progress::versions_of_month(tx, office, month)?,
        later: progress::least_later(tx, office, month)?,
    })
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, month)): Path<(Office, Month)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    grid_page(&app, ctx, &actor, (office, month), &asked, Typed::default()).await
}

pub(super) async fn grid_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, month): (Office, Month),
    asked: &Asked,
    typed: Typed,
) -> Result<Response, WebError> {
    let today = app.today();
    if month > Month::of(today) {
        return Err(WebError::NotFound);
    }
    let known = app.store.read(move |tx| know(tx, office, month, today)).await?;
    let open = known.end.state == MonthState::Open;
    let may = |act, line: &Line| actor.may(act, &line.place(office)).is_ok();
    let lines: Vec<&Line> = known.report.lines.iter().filter(|line| may(Act::ReadRegister, line)).collect();
    let (from, next) = slice(&lines, asked);
    let (group, measures) = (asked.known_group(), asked.measures());
    let on_page = &lines[from..(from + PAGE).min(lines.len())];
    let row = |line: &&Line| {
        let version = known.versions.get(&line.id).copied().unwrap_or(0);
        let editable = open && may(Act::EditRegister, line);
        row(&ctx, office, line, (version, month), (&measures, &typed), editable)
    };
    let rows: Vec<Row> = on_page.iter().map(row).collect();
    let totals: Totals = lines.iter().copied().collect();
    let sums = measures
        .iter()
        .map(|of| totals.quantities.of(*of).map_or_else(|| "—".to_owned(), |n| super::figure_sum(&ctx, *of, n)));
    let sums = std::iter::once(ctx.money_wan(totals.done)).chain(sums).collect();
    let shown = [("shown", ctx.number(rows.len())), ("count", ctx.number(lines.len()))];
    let conflict = !typed.changed.is_empty();
    let status = match (conflict, typed.wrong.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (_, false) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let here = format!("{}/figures", address(office, month));
    let heads = std::iter::once(ctx.t("months-done-wan")).chain(measures.iter().map(|of| head(&ctx, *of)));
    let page = GridPage {
        crumbs: crumbs_below(&ctx, office, month),
        title: ctx.t_with("months-grid-title", &[("month", ctx.month(month))]),
        state: state(&ctx, known.end.state),
        closed: !open,
        editable: rows.iter().any(|row| row.editable),
        tabs: tabs(&ctx, &here, group),
        heads: heads.collect(),
        first: (from > 0).then(|| format!("{here}?group={group}")),
        next: next.map(|number| format!("{here}?group={group}&after={number}")),
        shown: ctx.t_with("months-grid-shown", &shown),
        group,
        after: asked.after.clone(),
        rows,
        sums,
        wrong: typed.wrong,
        conflict,
        here,
        ctx,
    };
    Ok(page_with(status, &page))
}

/// Where the page begins, and the key of the one after it.
fn slice(lines: &[&Line], asked: &Asked) -> (usize, Option<String>) {
    let after = lines.partition_point(|line| line.number.as_str() <= asked.after.as_str());
    let from = match lines.iter().position(|line| line.number == asked.at) {
        Some(at) if asked.after.is_empty() => at / PAGE * PAGE,
        _ => after,
    };
    let last = (from + PAGE).min(lines.len());
    (from, (last < lines.len()).then(|| lines[last - 1].number.clone()))
}

fn tabs(ctx: &Ctx, here: &str, current: &str) -> Vec<Tab> {
    let tab = |key: &str| Tab {
        label: ctx.t(format!("months-group-{key}")),
        href: format!("{here}?group={key}"),
        current: key == current,
    };
    groups().map(tab).collect()
}

/// The name of a column with its unit.
fn head(ctx: &Ctx, of: Measure) -> String {
    let unit = match of.unit() {
        Unit::Kilometres => "km",
        Unit::Area => "area",
        Unit::Money => "wan",
        Unit::Count => return measure(ctx, of),
        Unit::YesNo => "yes-no",
    };
    format!("{}（{}）", measure(ctx, of), ctx.t(format!("months-unit-{unit}")))
}

fn row(
    ctx: &Ctx,
    office: Office,
    line: &Line,
    (version, month): (i64, Month),
    (measures, typed): (&[Measure], &Typed),
    editable: bool,
) -> Row {
    let said = line.reported_for == Some(month);
    let as_typed = |name: &str| typed.form.get(name).cloned();
    let cell = |name: String, head: String, known: Option<String>, figure: bool| {
        let known = known.unwrap_or_default();
        let (value, carried) = if said { (known, String::new()) } else { (String::new(), known) };
        let problem = typed.wrong.iter().find(|wrong| wrong.cell == name).map(|wrong| wrong.why.clone());
        Cell {
            value: as_typed(&name).unwrap_or(value),
            label: format!("{} {head}", line.name),
            head,
            carried,
            problem,
            figure,
            name,
        }
    };
    let wan = |money: Money| money.to_wan_exact().trim_end_matches('0').trim_end_matches('.').to_owned();
    let done = (line.reported_for.is_some()).then(|| wan(line.done));
    let mut cells = vec![cell(format!("d-{}", line.id), ctx.t("months-done-wan"), done, true)];
    cells.extend(measures.iter().map(|of| {
        let known = line.quantities.of(*of).map(|amount| match of.unit() {
            Unit::YesNo => ctx.t(if amount == 0 { "months-no" } else { "months-yes" }),
            _ => of.text(amount),
        });
        cell(format!("q-{}-{}", of.as_str(), line.id), head(ctx, *of), known, true)
    }));
    cells.push(cell(format!("n-{}", line.id), ctx.t("months-note"), line.note.clone(), false));
    Row {
        id: line.id,
        name: line.name.clone(),
        number: line.number.clone(),
        href: format!("{}/progress", crate::register::address(office, line.id)),
        state: words::stage(ctx, line.state),
        look: words::stage_look(line.state),
        version,
        cells,
        editable,
        theirs: typed.changed.contains(&line.id).then(|| super::version::line_in_short(ctx, line)),
    }
}
