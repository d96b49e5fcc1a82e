//! The monthly return as a workbook: the columns of the province, the national list of indicators, every neighbourhood.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::{DivisionCode, Money, Month, Office, Ratio};
use linli_domain::works::measure::{Measure, Unit};
use linli_domain::works::monthly_report::{MonthlyReport, Totals};
use linli_formats::sheet::{Column, Format, Table, write_book};
use linli_formats::table::Cell;
use linli_store::register::division;
use linli_store::works::month_end;

use super::measure_name;
use super::show::know;
use crate::app::App;
use crate::error::WebError;
use crate::extract::Path;
use crate::register::words::Names;
use crate::shell::{Ctx, Lang, file};

/// `GET /desk/{office}/months/{month}/report.xlsx`: as it was signed last, else as the records stand.
pub async fn download(
    State(app): State<App>,
    ctx: Ctx,
    Path((office, month)): Path<(Office, Month)>,
) -> Result<Response, WebError> {
    let known = know(&app, office, month).await?;
    let read = app.store.read(move |tx| {
        let own = division::find(tx, office.code())?.map_or_else(|| office.to_string(), |own| own.name);
        Ok::<_, WebError>((month_end::frozen(tx, office, month)?, Names::read(tx, office)?, own))
    });
    let (frozen, names, own) = read.await?;
    let version = frozen.as_ref().map(|(version, ..)| *version);
    let report = frozen.map_or(known.report, |(.., report)| report);
    let name = |code: DivisionCode| if code == office.code() { own.clone() } else { names.of(code) };
    let tables = book(ctx.lang, &report, version, &name, ctx.illustrative);
    let written = tokio::task::spawn_blocking(move || write_book(&tables)).await.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = ctx.t_with("months-file", &[("month", month.to_string())]);
    Ok(file(&ctx, &name, "xlsx", kind, written.map_err(WebError::fault)?))
}

/// The sheets of the return.
pub fn book(
    lang: Lang,
    report: &MonthlyReport,
    version: Option<i64>,
    name: &dyn Fn(DivisionCode) -> String,
    illustrative: bool,
) -> Vec<Table> {
    let month = report.month.to_string();
    let state = match version {
        Some(n) => lang.text_with("months-book-signed", &[("n", n.to_string())]),
        None => lang.text("months-book-unsigned"),
    };
    let table = |title: &str, columns, rows| Table {
        name: lang.text(title),
        title: Some(format!("{} {month} {}", name(report.office.code()), lang.text(title))),
        illustrative: illustrative.then(|| lang.text("shell-illustrative")),
        columns,
        rows,
        notes: vec![state.clone()],
    };
    let (columns, rows) = province(lang, report, name);
    let mut sheets = vec![table("months-book-return", columns, rows)];
    let (columns, rows) = indicator_sheet(lang, report);
    sheets.push(table("months-book-indicators", columns, rows));
    let (columns, rows) = neighbourhoods(lang, report, name);
    sheets.push(table("months-book-neighbourhoods", columns, rows));
    sheets
}

type Sheet = (Vec<Column>, Vec<Vec<Cell>>);

/// In the columns of the province, by town, with the total last.
fn province(lang: Lang, report: &MonthlyReport, name: &dyn Fn(DivisionCode) -> String) -> Sheet {
    // Chinese, whoever asks: the file goes to the province.
    let heads = [
        ("序号", Format::Count),
        ("乡镇（街道）", Format::Text),
        ("计划完成数", Format::Count),
        ("累计开工数", Format::Count),
        ("开工率", Format::Percent),
        ("计划投资额（万元）", Format::Amount),
        ("累计完成投资额（万元）", Format::Amount),
        ("计划投资完成率", Format::Percent),
    ];
    let columns = heads.into_iter().map(|(head, format)| Column::new(head, format)).collect();
    let line = |at: Cell, unit: String, totals: &Totals| {
        vec![
            at,
            Cell::text(unit),
            totals.neighbourhoods.into(),
            totals.started.into(),
            rate(totals.started, totals.neighbourhoods),
            Cell::money(totals.planned, MoneyUnit::Wan),
            Cell::money(totals.done, MoneyUnit::Wan),
            rate(totals.done.fen(), totals.planned.fen()),
        ]
    };
    let towns = (1_i64..).zip(report.by_town()).map(|(at, (town, totals))| line(at.into(), name(town), &totals));
    let total = line(Cell::Empty, lang.text("months-total"), &report.of_plan());
    (columns, towns.chain([total]).collect())
}

fn rate(part: i64, whole: i64) -> Cell {
    Ratio::new(part, whole).map_or(Cell::Empty, |ratio| Cell::percent(ratio.percent()))
}

/// One indicator: its key, name, unit and figure; a figure that Linli does not know yet is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    pub key: &'static str,
    pub name: String,
    pub unit: String,
    pub figure: String,
}

/// The national list, for the plan of the report's year.
pub fn indicators(lang: Lang, report: &MonthlyReport) -> Vec<Indicator> {
    let totals = report.of_plan();
    let wan = |money: Money| money.to_wan_exact();
    let first = [
        ("neighbourhoods", "unit", totals.neighbourhoods.to_string()),
        ("households", "households", totals.households.to_string()),
        ("buildings", "buildings", totals.buildings.to_string()),
        ("floor-area", "area", totals.floor_area.to_string()),
        ("started", "unit", totals.started.to_string()),
        ("unproven", "unit", totals.unproven.to_string()),
        ("finished", "unit", totals.finished.to_string()),
        ("planned-investment", "wan", wan(totals.planned)),
        ("done-investment", "wan", wan(totals.done)),
    ];
    let first = first.into_iter().map(|(key, unit, figure)| Indicator {
        key,
        name: lang.text(&format!("months-indicator-{key}")),
        unit: lang.text(&format!("months-unit-{unit}")),
        figure,
    });
    let measured = Measure::ALL.into_iter().map(|of| Indicator {
        key: of.as_str(),
        name: measure_name(lang, of),
        unit: lang.text(unit_key(of.unit())),
        figure: totals.quantities.of(of).map(|amount| of.text(amount)).unwrap_or_default(),
    });
    first.chain(measured).chain([satisfaction(lang, &totals)]).collect()
}

/// The share of the households asked that are satisfied.
fn satisfaction(lang: Lang, totals: &Totals) -> Indicator {
    let of = |measure| totals.quantities.of(measure).unwrap_or(0);
    Indicator {
        key: "satisfaction",
        name: lang.text("months-indicator-satisfaction"),
        unit: "%".to_owned(),
        figure: Ratio::new(of(Measure::Satisfied), of(Measure::Asked))
            .map(|ratio| ratio.percent().to_string())
            .unwrap_or_default(),
    }
}

const fn unit_key(unit: Unit) -> &'static str {
    match unit {
        Unit::Kilometres => "months-unit-km",
        Unit::Count => "months-unit-count",
        Unit::Area => "months-unit-area",
        Unit::Money => "months-unit-wan",
        Unit::YesNo => "months-unit-unit",
    }
}

fn indicator_sheet(lang: Lang, report: &MonthlyReport) -> Sheet {
    let columns = vec![
        Column::new(lang.text("months-book-indicator"), Format::Text),
        Column::new(lang.text("months-book-unit"), Format::Text),
        Column::new(lang.text("months-book-figure"), Format::Amount),
    ];
    let cell = |figure: String| if figure.is_empty() { Cell::Empty } else { Cell::number(figure) };
    let rows =
        indicators(lang, report).into_iter().map(|of| vec![Cell::text(of.name), Cell::text(of.unit), cell(of.figure)]);
    (columns, rows.collect())
}

fn neighbourhoods(lang: Lang, report: &MonthlyReport, name: &dyn Fn(DivisionCode) -> String) -> Sheet {
    let head = |key: &str, format| Column::new(lang.text(key), format);
    let mut columns = vec![
        head("months-book-number", Format::Text),
        head("months-neighbourhood", Format::Text),
        head("months-town", Format::Text),
        head("months-plan-year", Format::Text),
        head("months-progress-state", Format::Text),
        head("months-started-on", Format::Date),
        head("months-finished-on", Format::Date),
        head("months-indicator-households", Format::Count),
        head("months-indicator-buildings", Format::Count),
        head("months-book-floor-area", Format::Amount),
        head("months-planned-investment", Format::Amount),
        head("months-done", Format::Amount),
    ];
    columns.extend(Measure::ALL.into_iter().map(|of| {
        Column::new(format!("{}（{}）", measure_name(lang, of), lang.text(unit_key(of.unit()))), Format::Amount)
    }));
    columns.push(head("months-note", Format::Text));
    let row = |line: &linli_domain::works::monthly_report::Line| {
        let mut cells = vec![
            Cell::text(line.number.clone()),
            Cell::text(line.name.clone()),
            Cell::text(name(line.division.at(linli_domain::kernel::Level::Town))),
            Cell::text(line.plan_year.to_string()),
            Cell::text(lang.text(&format!("register-stage-{}", line.state.as_str()))),
            line.started_on.map_or(Cell::Empty, Cell::from),
            line.finished_on.map_or(Cell::Empty, Cell::from),
            line.households.map_or(Cell::Empty, Cell::from),
            line.buildings.map_or(Cell::Empty, Cell::from),
            line.floor_area.map_or(Cell::Empty, |area| Cell::number(area.to_string())),
            line.planned.map_or(Cell::Empty, |planned| Cell::money(planned, MoneyUnit::Wan)),
            Cell::money(line.done, MoneyUnit::Wan),
        ];
        cells.extend(
            Measure::ALL
                .into_iter()
                .map(|of| line.quantities.of(of).map_or(Cell::Empty, |amount| Cell::number(of.text(amount)))),
        );
        cells.push(line.note.clone().map_or(Cell::Empty, Cell::text));
        cells
    };
    (columns, report.lines.iter().map(row).collect())
}
