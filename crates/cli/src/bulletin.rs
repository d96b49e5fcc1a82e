//! `linli bulletin`: the league table of a scope and month as figures, and the bulletin as a page or as PDF.
//!
//! Where the office has written a bulletin for the month, that one is printed; else a fresh draft from the figures.

use std::io::Write;

use askama::Template;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::rate::Ratio;
use linli_domain::kernel::{DivisionCode, Level, Month};
use linli_domain::oversight::{Bulletin, BulletinId, BulletinState, Figures, Finding, League, LeagueRow, Origin};
use linli_official::{Fonts, Language, default_folders, render_bulletin};
use linli_store::oversight::{bulletin, declared, league, targets};
use linli_store::{Error, Tx};
use linli_web::oversight::units::prepare;
use linli_web::oversight::{draft, paper, words};
use linli_web::shell::Lang;
use serde_json::{Value, json};

use crate::args::{BulletinAsked, Output};
use crate::config::Settings;
use crate::database;
use crate::demo;
use crate::files;
use crate::lang::Text;
use crate::machine;
use crate::out;
use crate::outcome::{Failure, Outcome};

pub async fn run(settings: &Settings, asked: &BulletinAsked, output: Output) -> Result<Outcome, Failure> {
    let (scope, month) = (asked.scope, asked.month);
    if scope.level() > Level::County {
        return Err(Failure::wrong_use(Text::new("bulletin-bad-scope").with("scope", scope)));
    }
    let store = database::open(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    let told = |error: Error| told(settings, scope, &error);
    prepare(&store, &machine::actor(scope.office(), "bulletin"), scope).await.map_err(told)?;
    let lang = shown(settings);
    let now = store.now();
    let found = store.read(move |tx| Found::read(tx, scope, month, lang, now)).await.map_err(told)?;
    if found.is_empty() {
        return Err(found.nothing());
    }

    let today = jiff::tz::offset(8).to_datetime(now).date();
    let illustrative = demo::made(&store, scope.office()).await.map_err(told)?;
    let sheet = || paper::sheet(lang, &found.bulletin, today, illustrative);
    let bytes = match output {
        Output::Json => format!("{}\n", found.json()).into_bytes(),
        // `fits` has refused a workbook before.
        Output::Text | Output::Xlsx => found.text().into_bytes(),
        Output::Html => {
            let page = paper::PaperFile::new(lang, sheet()).render();
            page.map_err(|error| failed(&error))?.into_bytes()
        }
        Output::Pdf => pdf(settings, &sheet(), lang)?,
    };
    write(asked, &bytes)?;
    Ok(Outcome::Fine)
}

/// The store's error; that a scope is unknown is said as such.
pub fn told(settings: &Settings, scope: DivisionCode, error: &Error) -> Failure {
    match error {
        Error::Missing => Failure::wrong_use(Text::new("bulletin-unknown-scope").with("scope", scope)),
        other => database::told(settings, other),
    }
}

/// The language of what is printed.
pub fn shown(settings: &Settings) -> Lang {
    Lang::parse(settings.lang.value.code()).unwrap_or_default()
}

struct Found {
    lang: Lang,
    /// The last month of the scope with figures.
    latest: Option<Month>,
    league: League,
    findings: Vec<Finding>,
    bulletin: Bulletin,
}

impl Found {
    fn read(
        tx: &mut Tx,
        scope: DivisionCode,
        month: Month,
        lang: Lang,
        now: linli_domain::kernel::Timestamp,
    ) -> Result<Self, Error> {
        let league = league::of(tx, scope, month)?;
        let latest = league::latest_month(tx, scope)?;
        let findings = declared::findings_on(tx, scope, month)?;
        let office = scope.office();
        let written = bulletin::list(tx, office, false, None, 100)?;
        let mut written: Vec<Bulletin> =
            written.into_iter().filter(|b| b.month == month && b.state != BulletinState::Withdrawn).collect();
        written.sort_by_key(|b| b.state != BulletinState::Issued);
        let bulletin = match written.into_iter().next() {
            Some(bulletin) => bulletin,
            None => Bulletin {
                office,
                id: BulletinId::new(),
                month,
                state: BulletinState::Draft,
                version: 1,
                wording: draft::wording(lang, &league, &targets::on(tx, office, month.last_day())?, &findings),
                league: league.clone(),
                number: None,
                drafted_by: AccountId::from_number(0),
                drafted_at: now,
                signed_by: None,
                signed_on: None,
                issued_at: None,
                reason: None,
            },
        };
        Ok(Self { lang, latest, league, findings, bulletin })
    }

    /// A table of dashes is no league table, and nobody signs it.
    fn is_empty(&self) -> bool {
        self.league.is_empty() && self.bulletin.state == BulletinState::Draft
    }

    fn nothing(&self) -> Failure {
        let key = if self.latest.is_some() { "bulletin-no-figures-but" } else { "bulletin-no-figures" };
        let latest = self.latest.map(|month| month.to_string()).unwrap_or_default();
        let text = Text::new(key).with("scope", &self.league.scope.name).with("month", self.league.month);
        Failure::cannot(text.with("latest", latest))
    }

    fn json(&self) -> Value {
        let mut total = figures(&self.league.total);
        total["unit"] = self.league.scope.name.clone().into();
        total["code"] = self.league.scope.code.to_string().into();
        total["partial"] = self.league.is_partial().into();
        total["units"] = self.league.rows.len().into();
        total["units_missing"] = codes(&self.league.silent());
        total["units_in_part"] = codes(&self.league.parts());
        let names = |code: DivisionCode| {
            let unit = self.league.rows.iter().find(|row| row.unit.code == code);
            unit.map_or_else(|| code.to_string(), |row| row.unit.name.clone())
        };
        json!({
            "scope": { "unit": self.league.scope.name, "code": self.league.scope.code.to_string() },
            "month": self.league.month,
            "rows": self.league.rows.iter().map(row).collect::<Vec<_>>(),
            "total": total,
            "findings": self.findings_json(names),
        })
    }

    /// What the declared table has, and the units that are silent where it says nothing of them.
    fn findings_json(&self, names: impl Fn(DivisionCode) -> String) -> Value {
        let silent = self.league.silent().into_iter().map(|row| Finding::missing(row.unit.code));
        let known =
            |found: &Finding| self.findings.iter().any(|other| (other.kind, other.unit) == (found.kind, found.unit));
        let silent: Vec<Finding> = silent.filter(|found| !known(found)).collect();
        findings(&[self.findings.clone(), silent].concat(), names)
    }

    fn text(&self) -> String {
        let wording = &self.bulletin.wording;
        let mut lines = vec![wording.title.clone(), String::new()];
        for row in self.league.by_start() {
            let place = row.start_rank.map_or_else(|| "-".to_owned(), |place| place.to_string());
            let known = (row.origin != Origin::None).then_some(&row.figures);
            lines.push(line(&place, known, &row.unit.name));
        }
        let lang = self.lang;
        lines.push(line("", Some(&self.league.total), &lang.text(words::total(self.league.is_partial()))));
        lines.extend(words::left_out(lang, &self.league));
        lines.join("\n") + "\n"
    }
}

/// One line of the text: who reported nothing has dashes.
fn line(place: &str, known: Option<&Figures>, name: &str) -> String {
    let dash = || "-".to_owned();
    let rate =
        |of: fn(&Figures) -> Option<Ratio>| known.and_then(of).map_or_else(dash, |rate| format!("{}%", rate.percent()));
    let count = |of: fn(&Figures) -> i64| known.map_or_else(dash, |figures| of(figures).to_string());
    let (start, invested) = (rate(Figures::start_rate), rate(Figures::investment_rate));
    format!("{place:>3} {:>5}/{:<5} {start:>8} {invested:>8}  {name}", count(|f| f.started), count(|f| f.planned))
}

fn codes(rows: &[&LeagueRow]) -> Value {
    rows.iter().map(|row| row.unit.code.to_string()).collect()
}

fn row(row: &LeagueRow) -> Value {
    let mut line = figures(&row.figures);
    line["unit"] = row.unit.name.clone().into();
    line["code"] = row.unit.code.to_string().into();
    line["origin"] = row.origin.key().into();
    line["start_rank"] = row.start_rank.into();
    line["investment_rank"] = row.investment_rank.into();
    line["completion_rank"] = row.completion_rank.into();
    if let Some(declared) = &row.declared {
        line["declared"] = figures(declared);
    }
    line
}

/// Figures with their rates, as a program reads them: rates as printed, money in fen.
pub fn figures(f: &Figures) -> Value {
    let rate = |rate: Option<Ratio>| rate.map(|rate| rate.percent().to_string());
    let mut line = json!({
        "planned": f.planned,
        "started": f.started,
        "start_rate": rate(f.start_rate()),
        "planned_investment_fen": f.planned_investment.fen(),
        "done_investment_fen": f.done_investment.fen(),
        "investment_rate": rate(f.investment_rate()),
        "finished": f.finished,
        "completion_rate": rate(f.completion_rate()),
        "started_unproven": f.unproven,
    });
    if let Some(households) = f.households {
        line["households_planned"] = households.planned.into();
        line["households_started"] = households.started.into();
        line["households_finished"] = households.finished.into();
        line["household_start_rate"] = rate(f.household_start_rate()).into();
        line["household_completion_rate"] = rate(f.household_completion_rate()).into();
    }
    line
}

/// Findings as a program reads them; `unit` is nothing for the total line.
pub fn findings(found: &[Finding], name: impl Fn(DivisionCode) -> String) -> Value {
    let one = |finding: &Finding| {
        json!({
            "kind": finding.kind.key(),
            "unit": finding.unit.map(&name),
            "code": finding.unit.map(|code| code.to_string()),
            "column": finding.column.map(linli_domain::oversight::Column::key),
            "printed": finding.printed,
            "computed": finding.computed,
            "difference_fen": finding.difference_fen,
            "text": { "zh-CN": words::finding(Lang::Zh, finding, &name), "en": words::finding(Lang::En, finding, &name) },
        })
    };
    found.iter().map(one).collect()
}

fn pdf(settings: &Settings, sheet: &linli_official::Bulletin, lang: Lang) -> Result<Vec<u8>, Failure> {
    let fonts = Fonts::load(&default_folders()).map_err(|error| failed(&error))?;
    for other in fonts.substitutions() {
        let text = Text::new("bulletin-other-font").with("asked", other.asked).with("used", &other.used);
        eprintln!("{}", text.say(settings.lang.value));
    }
    let language = if lang == Lang::Zh { Language::Chinese } else { Language::English };
    render_bulletin(&fonts, sheet, language).map_err(|error| failed(&error))
}

fn failed(why: &impl std::fmt::Display) -> Failure {
    Failure::cannot(Text::new("bulletin-failed").with("why", why))
}

fn write(asked: &BulletinAsked, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(file) = &asked.out {
        return files::write(file, bytes);
    }
    let done = std::io::stdout().lock().write_all(bytes).or_else(out::left);
    done.map_err(|error| Failure::cannot(Text::new("file-no-write").with("file", "-").with("why", error)))
}
