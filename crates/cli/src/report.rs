//! `linli report`: the monthly return of a county and its indicators, as signed last, else as the records stand.

use std::io::Write as _;

use linli_domain::kernel::{DivisionCode, Level, Ratio};
use linli_domain::works::monthly_report::{Line, MonthlyReport, Totals};
use linli_formats::sheet::{Table, write_book};
use linli_store::Error;
use linli_store::register::division;
use linli_store::works::{month_end, monthly_report};
use linli_web::shell::Lang;
use linli_web::works::months;
use serde_json::{Value, json};

use crate::args::{Output, ReportAsked, ReportOf};
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::{bulletin, database, files};

/// A report with the names of its places, and the version that was signed.
struct Found {
    report: MonthlyReport,
    state: &'static str,
    signed: Option<(i64, String)>,
    names: Vec<(DivisionCode, String)>,
}

impl Found {
    fn name(&self, code: DivisionCode) -> String {
        let found = self.names.iter().find(|(other, _)| *other == code);
        found.map_or_else(|| code.to_string(), |(_, name)| name.clone())
    }
}

pub async fn run(settings: &Settings, asked: &ReportAsked, format: Output) -> Result<Outcome, Failure> {
    let (ReportAsked::Monthly(of) | ReportAsked::Indicators(of)) = asked;
    let found = find(settings, of).await?;
    let lang = bulletin::shown(settings);
    let whole = matches!(asked, ReportAsked::Monthly(_));
    let bytes = match format {
        Output::Xlsx => {
            let version = found.signed.as_ref().map(|(version, _)| *version);
            let mut tables = months::book(lang, &found.report, version, &|code| found.name(code), false);
            if !whole {
                tables = tables.into_iter().skip(1).take(1).collect::<Vec<Table>>();
            }
            write_book(&tables)
                .map_err(|error| Failure::cannot(Text::new("file-no-write").with("file", "xlsx").with("why", error)))?
        }
        Output::Json => line(&if whole { monthly(&found) } else { indicators(lang, &found) }.to_string()),
        _ => line(&if whole { as_text(&found) } else { indicators_as_text(lang, &found) }),
    };
    match &of.out {
        Some(file) => files::write(file, &bytes)?,
        // Nobody listens any more: that is no fault of the report.
        None => drop(std::io::stdout().write_all(&bytes)),
    }
    Ok(Outcome::Fine)
}

fn line(text: &str) -> Vec<u8> {
    format!("{text}\n").into_bytes()
}

async fn find(settings: &Settings, of: &ReportOf) -> Result<Found, Failure> {
    let store = database::open(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    let today = jiff::tz::offset(8).to_datetime(store.now()).date();
    if of.month.first_day() > today {
        return Err(Failure::cannot(Text::new("report-ahead").with("month", of.month)));
    }
    let (office, month) = (of.county.office(), of.month);
    let read = store.read(move |tx| {
        let frozen = month_end::frozen(tx, office, month)?;
        let state = month_end::of(tx, office, month)?.state.as_str();
        let places = division::find(tx, office.code())?.into_iter().chain(division::within(tx, office.code())?);
        let names = places.map(|d| (d.code, d.name)).collect();
        let signed = frozen.as_ref().map(|(version, digest, _)| (*version, digest.to_string()));
        let report = match frozen {
            Some((.., report)) => report,
            None => monthly_report::of(tx, office, month, today)?,
        };
        Ok::<_, Error>(Found { report, state, signed, names })
    });
    let found = read.await.map_err(|error| database::told(settings, &error))?;
    if found.report.lines.is_empty() {
        return Err(Failure::cannot(Text::new("report-none").with("county", found.name(office.code()))));
    }
    Ok(found)
}

fn monthly(found: &Found) -> Value {
    let report = &found.report;
    let towns = report.by_town().into_iter().map(|(town, totals)| row(&found.name(town), &town.to_string(), &totals));
    let office = report.office.code();
    json!({
        "county": office.to_string(), "month": report.month, "as_at": report.as_at, "state": found.state,
        "version": found.signed.as_ref().map(|(version, _)| version),
        "digest": found.signed.as_ref().map(|(_, digest)| digest),
        "rows": towns.collect::<Vec<_>>(),
        "total": row(&found.name(office), &office.to_string(), &report.of_plan()),
        "neighbourhoods": report.lines.iter().map(neighbourhood).collect::<Vec<_>>(),
    })
}

fn rate(part: i64, whole: i64) -> Option<String> {
    Ratio::new(part, whole).map(|ratio| ratio.percent().to_string())
}

fn row(name: &str, code: &str, totals: &Totals) -> Value {
    json!({
        "unit": name, "code": code, "planned": totals.neighbourhoods, "started": totals.started,
        "unproven": totals.unproven, "start_rate": rate(totals.started, totals.neighbourhoods),
        "finished": totals.finished, "households": totals.households,
        "buildings": totals.buildings, "floor_area_m2": totals.floor_area.to_string(),
        "planned_investment_fen": totals.planned, "done_investment_fen": totals.done,
        "investment_rate": rate(totals.done.fen(), totals.planned.fen()),
    })
}

fn neighbourhood(line: &Line) -> Value {
    json!({
        "number": line.number, "name": line.name, "town": line.division.at(Level::Town).to_string(),
        "plan_year": line.plan_year, "state": line.state, "started_on": line.started_on,
        "start_counts": line.start_counts, "finished_on": line.finished_on, "finish_counts": line.finish_counts,
        "planned_investment_fen": line.planned, "done_investment_fen": line.done,
        "quantities": line.quantities, "note": line.note, "reported_for": line.reported_for,
    })
}

fn indicators(lang: Lang, found: &Found) -> Value {
    let of = months::indicators(lang, &found.report).into_iter().map(|of| {
        let figure = Some(of.figure).filter(|figure| !figure.is_empty());
        json!({ "key": of.key, "name": of.name, "unit": of.unit, "figure": figure })
    });
    json!({
        "county": found.report.office.code().to_string(), "month": found.report.month, "as_at": found.report.as_at,
        "state": found.state, "version": found.signed.as_ref().map(|(version, _)| version),
        "indicators": of.collect::<Vec<_>>(),
    })
}

fn as_text(found: &Found) -> String {
    let dash = |rate: Option<String>| rate.map_or_else(|| "-".to_owned(), |rate| format!("{rate}%"));
    let line = |name: &str, totals: &Totals| {
        format!(
            "{:>5} {:>5} {:>8} {:>14} {:>14} {:>8}  {name}",
            totals.neighbourhoods,
            totals.started,
            dash(rate(totals.started, totals.neighbourhoods)),
            totals.planned.to_wan(),
            totals.done.to_wan(),
            dash(rate(totals.done.fen(), totals.planned.fen())),
        )
    };
    let report = &found.report;
    let towns = report.by_town().into_iter().map(|(town, totals)| line(&found.name(town), &totals));
    let total = line(&found.name(report.office.code()), &report.of_plan());
    towns.chain([total]).collect::<Vec<_>>().join("\n")
}

fn indicators_as_text(lang: Lang, found: &Found) -> String {
    let shown = |of: &months::Indicator| {
        let figure = if of.figure.is_empty() { "-" } else { &of.figure };
        format!("{figure:>16} {}  {}", of.unit, of.name)
    };
    months::indicators(lang, &found.report).iter().map(shown).collect::<Vec<_>>().join("\n")
}
