//! The words of oversight: findings, refusals and columns, as a clerk would say them. Pages and the command line share them.

use linli_domain::kernel::{DivisionCode, Money};
use linli_domain::oversight::declared::Rounded;
use linli_domain::oversight::{Declaration, Finding, FindingKind, League, LeagueRow};
use linli_formats::table::typed::Problem;
use linli_formats::table::{Looks, ReadError};

use super::intake::{Refused, Why};
use crate::shell::{Lang, format};

/// The name of a field or column (`start_rate`).
pub fn column(lang: Lang, key: &str) -> String {
    lang.text(&format!("oversight-column-{}", key.replace('_', "-")))
}

/// A finding as a sentence with both figures.
pub fn finding(lang: Lang, found: &Finding, name: impl Fn(DivisionCode) -> String) -> String {
    let unit = found.unit.map_or_else(|| lang.text("oversight-total"), name);
    let column = found.column.map(|c| column(lang, c.key())).unwrap_or_default();
    let suffix = match found.column.map(linli_domain::oversight::Column::key) {
        _ if found.difference_fen.is_some() => lang.text("oversight-wan"),
        Some("start_rate" | "completion_rate" | "investment_rate") => "%".to_owned(),
        _ => String::new(),
    };
    let amount = |text: &str| format!("{text}{suffix}");
    let difference = found.difference_fen.map(|fen| Money::from_fen(fen).to_wan_exact()).unwrap_or_default();
    let key = match found.kind {
        FindingKind::TotalDiffers if found.difference_fen.is_some() => "oversight-finding-total-money",
        FindingKind::TotalDiffers => "oversight-finding-total-count",
        FindingKind::RateDiffers => "oversight-finding-rate",
        FindingKind::RateOverNothing => "oversight-finding-rate-over-nothing",
        FindingKind::GatheredDiffers => "oversight-finding-gathered",
        FindingKind::StartedAbovePlan => "oversight-finding-above-plan",
        FindingKind::FinishedAboveStarted => "oversight-finding-above-started",
        FindingKind::CumulativeFell => "oversight-finding-fell",
        FindingKind::UnitMissing => "oversight-finding-missing",
        FindingKind::UnitTwice => "oversight-finding-twice",
    };
    let values = [
        ("unit", unit),
        ("column", column),
        ("printed", amount(&found.printed)),
        ("computed", amount(&found.computed)),
        ("difference", format!("{difference}{suffix}")),
        ("month", found.against.map(|month| format::month(lang, month)).unwrap_or_default()),
    ];
    lang.text_with(key, &values)
}

/// All findings, a sentence each; units that are missing stand together in the last one.
pub fn findings(lang: Lang, found: &[Finding], name: impl Fn(DivisionCode) -> String) -> Vec<String> {
    let (missing, others): (Vec<_>, Vec<_>) = found.iter().partition(|f| f.kind == FindingKind::UnitMissing);
    let mut said: Vec<String> = others.into_iter().map(|f| finding(lang, f, &name)).collect();
    let names: Vec<String> = missing.into_iter().filter_map(|f| f.unit).map(name).collect();
    if !names.is_empty() {
        let unit = list(lang, names.iter().map(String::as_str));
        said.push(lang.text_with("oversight-finding-missing", &[("unit", unit)]));
    }
    said
}

/// Whose figures the total of a table leaves out, where it does.
pub fn left_out(lang: Lang, league: &League) -> Option<String> {
    let names = |rows: &[&LeagueRow]| ("units", list(lang, rows.iter().map(|row| row.unit.name.as_str())));
    let (silent, parts, all) = (league.silent(), league.parts(), league.rows.len());
    let known = ("known", (all - silent.len()).to_string());
    let silent = (!silent.is_empty())
        .then(|| lang.text_with("oversight-left-out", &[known, ("all", all.to_string()), names(&silent)]));
    let parts = (!parts.is_empty()).then(|| lang.text_with("oversight-left-out-parts", &[names(&parts)]));
    let said: Vec<String> = silent.into_iter().chain(parts).collect();
    (!said.is_empty()).then(|| said.join(&lang.text("oversight-draft-between")))
}

/// The name of the last line: of all units, or of those that have figures.
pub const fn total(is_partial: bool) -> &'static str {
    if is_partial { "oversight-total-part" } else { "oversight-total" }
}

/// Whether a sum that differs was worked out without lines that were refused: a reader has to be told.
pub fn sums_without_refused(found: &[Finding], refused: usize) -> bool {
    refused > 0 && found.iter().any(|found| found.kind == FindingKind::TotalDiffers)
}

/// All reasons why a line was refused, in one sentence.
pub fn refusal(lang: Lang, refused: &Refused) -> String {
    refused.why.iter().map(|why| reason(lang, why)).collect::<Vec<_>>().join(&lang.text("oversight-between-reasons"))
}

/// Which amounts of a line are to the fen here, and finer in the file.
pub fn rounded(lang: Lang, says: &Declaration) -> Option<String> {
    let one = |rounded: &Rounded| {
        let values = [("column", column(lang, rounded.column.key())), ("given", rounded.given.clone())];
        lang.text_with("oversight-rounded", &values)
    };
    let said: Vec<String> = says.rounded.iter().map(one).collect();
    (!said.is_empty()).then(|| said.join(&lang.text("oversight-between-reasons")))
}

fn reason(lang: Lang, why: &Why) -> String {
    match why {
        Why::UnknownUnit { near } if near.is_empty() => lang.text("oversight-why-unknown"),
        Why::UnknownUnit { near } => {
            lang.text_with("oversight-why-unknown-near", &[("near", list(lang, near.iter().map(String::as_str)))])
        }
        Why::Cell { field, given, problem } => {
            let problem = lang.text(&format!("oversight-problem-{}", problem_key(*problem)));
            let values = [("column", column(lang, field)), ("given", given.clone()), ("problem", problem)];
            lang.text_with(if given.is_empty() { "oversight-why-cell-empty" } else { "oversight-why-cell" }, &values)
        }
    }
}

fn problem_key(problem: Problem) -> &'static str {
    match problem {
        Problem::Missing => "missing",
        Problem::FormulaError => "formula",
        Problem::NotWhole => "not-whole",
        Problem::FinerThanAFen => "finer-than-a-fen",
        Problem::Negative => "negative",
        Problem::TooLarge => "too-large",
        Problem::UnitUnknown => "unit-unknown",
        Problem::NotAPercentage => "not-a-percentage",
        Problem::NotANumber => "not-a-number",
        _ => "other",
    }
}

/// Why a file was not read, and what to do about it.
pub fn unreadable(lang: Lang, error: &ReadError) -> String {
    match error {
        ReadError::NotASpreadsheet(looks) => {
            let looks = match looks {
                Looks::Text => "text",
                Looks::Pdf => "pdf",
                Looks::Image => "image",
                Looks::Html => "html",
                Looks::Document | Looks::Slides => "document",
                _ => "unknown",
            };
            lang.text_with("oversight-file-not-a-table", &[("looks", lang.text(&format!("oversight-looks-{looks}")))])
        }
        ReadError::Locked(_) => lang.text("oversight-file-locked"),
        ReadError::TooLarge { .. }
        | ReadError::TooManyRows { .. }
        | ReadError::TooManyColumns { .. }
        | ReadError::TooManyCells { .. } => lang.text("oversight-file-large"),
        ReadError::Bomb { .. } | ReadError::EntitiesInXml { .. } => lang.text("oversight-file-hostile"),
        ReadError::Damaged { .. } => lang.text("oversight-file-damaged"),
        ReadError::Empty { .. } => lang.text("oversight-file-empty"),
    }
}

/// 甲、乙、丙, or A, B, C.
pub fn list<'a>(lang: Lang, names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(&lang.text("oversight-between-names"))
}
