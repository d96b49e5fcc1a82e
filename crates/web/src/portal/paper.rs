//! An issued bulletin as its paper: the PDF, laid out where blocking is allowed, two at a time.

use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use linli_domain::oversight::{Bulletin, BulletinId, BulletinState};
use linli_official::{Align, Block as Part, Column, Fonts, Language, Table, default_folders, render_bulletin};
use tokio::sync::Semaphore;

use super::bulletin::{Block, blocks};
use super::units::{self, Line};
use crate::app::App;
use crate::error::WebError;
use crate::shell::{Ctx, Lang};

/// Papers laid out at one time: each takes a core.
const AT_ONCE: usize = 2;
/// Papers kept in memory, so that the one everybody asks for is laid out once.
const KEPT: usize = 16;

type Key = (BulletinId, i64, Lang);

static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);
static PAPERS: LazyLock<Mutex<Vec<(Key, Bytes)>>> = LazyLock::new(Mutex::default);

/// The bytes of the PDF; made once for each version of a bulletin.
pub(super) async fn of(ctx: &Ctx, app: &App, bulletin: &Bulletin) -> Result<Bytes, WebError> {
    let key = (bulletin.id, bulletin.version, ctx.lang);
    if let Some(known) = known(key) {
        return Ok(known);
    }
    let sheet = sheet(ctx, bulletin, app.config.illustrative)?;
    let language = match ctx.lang {
        Lang::Zh => Language::Chinese,
        Lang::En => Language::English,
    };
    let place = PLACES.acquire().await.map_err(WebError::fault)?;
    let made = tokio::task::spawn_blocking(move || {
        let _place = place;
        render_bulletin(fonts()?, &sheet, language).map_err(WebError::fault)
    });
    let bytes = Bytes::from(made.await.map_err(WebError::fault)??);
    let mut papers = PAPERS.lock().unwrap_or_else(PoisonError::into_inner);
    if papers.len() >= KEPT {
        papers.remove(0);
    }
    papers.push((key, bytes.clone()));
    Ok(bytes)
}

fn known(key: Key) -> Option<Bytes> {
    let papers = PAPERS.lock().unwrap_or_else(PoisonError::into_inner);
    papers.iter().find(|(known, _)| *known == key).map(|(_, bytes)| bytes.clone())
}

/// The typefaces, looked for when the first paper is asked for.
fn fonts() -> Result<&'static Fonts, WebError> {
    static FONTS: OnceLock<Result<Fonts, Arc<str>>> = OnceLock::new();
    let found = FONTS.get_or_init(|| Fonts::load(&default_folders()).map_err(|why| why.to_string().into()));
    found.as_ref().map_err(WebError::fault)
}

fn sheet(ctx: &Ctx, bulletin: &Bulletin, illustrative: bool) -> Result<linli_official::Bulletin, WebError> {
    let wording = &bulletin.wording;
    let issued = bulletin.issued_at.map(|at| jiff::tz::offset(8).to_datetime(at).date());
    let date = bulletin.signed_on.or(issued).ok_or(WebError::NotFound)?;
    let parties = |text: &str| -> Vec<String> {
        let text = text.trim().trim_end_matches(['：', ':', '。']).trim();
        (!text.is_empty()).then(|| text.to_owned()).into_iter().collect()
    };
    let withdrawn = (bulletin.state == BulletinState::Withdrawn).then_some("portal-withdrawn");
    let marks = withdrawn.into_iter().chain(illustrative.then_some("shell-illustrative"));
    Ok(linli_official::Bulletin {
        issuer: wording.issuer.trim().to_owned(),
        number: bulletin.number.clone(),
        title: wording.title.trim().to_owned(),
        addressees: parties(&wording.addressees),
        blocks: blocks(&wording.body).into_iter().map(|block| part(ctx, bulletin, block)).collect(),
        signer: wording.issuer.trim().to_owned(),
        date,
        copies_to: parties(&wording.copies_to),
        printed_by: wording.issuer.trim().to_owned(),
        printed_on: issued.unwrap_or(date),
        marks: marks.map(|key| ctx.t(key)).collect(),
    })
}

fn part(ctx: &Ctx, bulletin: &Bulletin, block: Block) -> Part {
    match block {
        Block::Heading(text) => Part::Heading1 { text },
        Block::Subheading(text) => Part::Heading2 { text },
        Block::Text(text) => Part::Paragraph { text },
        Block::Table => Part::Table(table(ctx, bulletin)),
    }
}

fn table(ctx: &Ctx, bulletin: &Bulletin) -> Table {
    let heads = [
        ("portal-col-start-rank", Align::Center),
        ("portal-col-unit", Align::Left),
        ("portal-col-planned", Align::Right),
        ("portal-col-started", Align::Right),
        ("portal-col-start-rate", Align::Right),
        ("portal-col-planned-wan", Align::Right),
        ("portal-col-done-wan", Align::Right),
        ("portal-col-investment-rate", Align::Right),
    ];
    let lines = units::lines(&bulletin.league);
    let total = Line::total(ctx.t("portal-total"), &bulletin.league.total);
    let any_declared = lines.iter().any(Line::is_declared);
    Table {
        caption: None,
        columns: heads.into_iter().map(|(key, align)| Column { title: ctx.t(key), align }).collect(),
        rows: lines.iter().map(|line| cells(ctx, line)).collect(),
        total: Some(cells(ctx, &total)),
        note: any_declared.then(|| ctx.t("portal-paper-declared")),
    }
}

fn cells(ctx: &Ctx, line: &Line) -> Vec<String> {
    let place = line.start_rank.map_or_else(String::new, |rank| rank.to_string());
    let name = format!("{}{}", line.name, if line.is_declared() { "*" } else { "" });
    if line.is_silent() {
        return [place, name].into_iter().chain(std::iter::repeat_n("—".to_owned(), 6)).collect();
    }
    let shown = &line.shown;
    vec![
        place,
        name,
        shown.planned.to_string(),
        shown.started.to_string(),
        ctx.percent(shown.start_rate),
        shown.planned_investment.to_wan(),
        shown.done_investment.to_wan(),
        ctx.percent(shown.investment_rate),
    ]
}
