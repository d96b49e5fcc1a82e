//! A bulletin as a sheet of paper: the same blocks make the PDF, the page and the file of the command line.

use askama::Template;
use linli_domain::kernel::rate::Ratio;
use linli_domain::kernel::{Date, Percent};
use linli_domain::oversight::{Bulletin, BulletinState, Figures, League, LeagueRow, Origin};
use linli_official::{Align, Block, Column, Table};

use super::words;
use crate::shell::{Lang, format};

/// What is printed. `today` dates what is not signed yet.
pub fn sheet(lang: Lang, bulletin: &Bulletin, today: Date, illustrative: bool) -> linli_official::Bulletin {
    let wording = &bulletin.wording;
    let date = bulletin.signed_on.unwrap_or(today);
    let printed_on = bulletin.issued_at.map_or(date, |at| jiff::tz::offset(8).to_datetime(at).date());
    let parties = |text: &str| -> Vec<String> {
        let text = text.trim().trim_end_matches(['：', ':', '。']).trim();
        (!text.is_empty()).then(|| text.to_owned()).into_iter().collect()
    };
    linli_official::Bulletin {
        issuer: lang.text_with("oversight-paper-mark", &[("issuer", wording.issuer.trim())]),
        number: bulletin.number.clone(),
        title: wording.title.trim().to_owned(),
        addressees: parties(&wording.addressees),
        blocks: blocks(lang, &wording.body, &bulletin.league),
        signer: wording.issuer.trim().to_owned(),
        date,
        copies_to: parties(&wording.copies_to),
        printed_by: wording.issuer.trim().to_owned(),
        printed_on,
        marks: marks(lang, bulletin.state, illustrative),
    }
}

fn marks(lang: Lang, state: BulletinState, illustrative: bool) -> Vec<String> {
    let state = match state {
        BulletinState::Issued => None,
        BulletinState::Withdrawn => Some("oversight-paper-withdrawn"),
        BulletinState::Signed => Some("oversight-paper-not-issued"),
        _ => Some("oversight-paper-draft"),
    };
    state.into_iter().chain(illustrative.then_some("shell-illustrative")).map(|key| lang.text(key)).collect()
}

/// The lines of a body: headings, paragraphs, and the table where it is asked for.
pub fn blocks(lang: Lang, body: &str, league: &League) -> Vec<Block> {
    let block = |line: &str| {
        let text = |text: &str| linli_domain::kernel::text::clean_line(text);
        match (line.strip_prefix("## "), line.strip_prefix("# ")) {
            _ if line == "[table]" => Block::Table(table(lang, league)),
            (Some(heading), _) => Block::Heading2 { text: text(heading) },
            (_, Some(heading)) => Block::Heading1 { text: text(heading) },
            _ => Block::Paragraph { text: text(line) },
        }
    };
    body.lines().map(str::trim).filter(|line| !line.is_empty()).map(block).collect()
}

/// The league table in the order of starting.
pub fn table(lang: Lang, league: &League) -> Table {
    let heads = [
        ("oversight-paper-place", Align::Center),
        ("oversight-column-unit", Align::Left),
        ("oversight-paper-planned", Align::Right),
        ("oversight-paper-started", Align::Right),
        ("oversight-paper-start-rate", Align::Right),
        ("oversight-paper-planned-investment", Align::Right),
        ("oversight-paper-done-investment", Align::Right),
        ("oversight-paper-investment-rate", Align::Right),
    ];
    let mut origins: Vec<Origin> = league.rows.iter().map(|row| row.origin).filter(|o| *o != Origin::None).collect();
    origins.sort_unstable();
    origins.dedup();
    // What is known in part may come from records, declarations or both.
    let mixed = origins.len() > 1 || origins.contains(&Origin::Part);
    let rows = league.by_start().into_iter().map(|row| {
        let star = match row.origin {
            Origin::Part => "△",
            Origin::Gathered | Origin::Declared if mixed => "*",
            _ => "",
        };
        let place = row.start_rank.map_or_else(|| "—".to_owned(), |place| place.to_string());
        cells(place, format!("{}{star}", row.unit.name), known(row))
    });
    let note = match () {
        () if mixed => "oversight-paper-note-mixed",
        () if matches!(origins.as_slice(), [] | [Origin::Records]) => "oversight-paper-note-records",
        () => "oversight-paper-note-declared",
    };
    let part = origins.contains(&Origin::Part).then(|| lang.text("oversight-paper-note-part"));
    let partial = league.is_partial();
    let whole = partial.then(|| lang.text("oversight-paper-note-total"));
    let note: String = std::iter::once(lang.text(note)).chain(part).chain(whole).collect();
    Table {
        caption: Some(lang.text_with(
            "oversight-league-caption",
            &[("scope", league.scope.name.clone()), ("month", format::month(lang, league.month))],
        )),
        columns: heads.into_iter().map(|(key, align)| Column { title: lang.text(key), align }).collect(),
        rows: rows.collect(),
        total: Some(cells(String::new(), lang.text(words::total(partial)), Some(&league.total))),
        note: Some(note),
    }
}

fn cells(place: String, name: String, of: Option<&Figures>) -> Vec<String> {
    [place, name].into_iter().chain(figures(of)).collect()
}

/// The figures of a line; nothing of who is silent.
pub(super) fn known(row: &LeagueRow) -> Option<&Figures> {
    (row.origin != Origin::None).then_some(&row.figures)
}

/// The six printed figures of a line, after the place and the name.
pub(super) fn figures(of: Option<&Figures>) -> Vec<String> {
    let rate = |rate: Option<Ratio>| rate.map_or_else(|| "—".to_owned(), |rate| percent(rate.percent()));
    of.map_or_else(
        || vec!["—".to_owned(); 6],
        |f| {
            vec![
                f.planned.to_string(),
                f.started.to_string(),
                rate(f.start_rate()),
                f.planned_investment.to_wan(),
                f.done_investment.to_wan(),
                rate(f.investment_rate()),
            ]
        },
    )
}

pub(super) fn percent(rate: Percent) -> String {
    format!("{rate}%")
}

/// A page of its own, to be printed or sent: its style stands inside, it needs nothing else.
#[derive(Template, Debug)]
#[template(path = "oversight/paper_file.html")]
pub struct PaperFile {
    pub lang: Lang,
    pub paper: linli_official::Bulletin,
    pub date: String,
}

impl PaperFile {
    pub fn new(lang: Lang, paper: linli_official::Bulletin) -> Self {
        let date = format::day(lang, paper.date);
        Self { lang, paper, date }
    }

    /// The style element as a whole, since our own text is the only text in it.
    #[allow(clippy::unused_self, reason = "the template asks the page")]
    fn style(&self) -> String {
        ["<", "style>", include_str!("paper.css"), "</style>"].concat()
    }
}
