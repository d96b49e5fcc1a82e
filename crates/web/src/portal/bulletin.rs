//! `GET /bulletins` and `GET /bulletins/{office}/{id}`: what was issued, and what was taken back with its reason.
//! Drafts do not exist for the public.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::{DivisionCode, Office};
use linli_domain::oversight::{Bulletin, BulletinId, BulletinState};
use linli_domain::register::Division;
use linli_store::oversight::bulletin::{self as stored, Headline};
use linli_store::register::division;
use serde::Deserialize;

use super::answer::Keep;
use super::{crumbs, home_place, place_url};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::oversight::bulletins::written_in;
use crate::oversight::{paper, pdf};
use crate::shell::{Crumb, Ctx, Lang, format};

/// Bulletins on a page.
const PAGE: usize = 24;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    office: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/bulletins.html")]
struct ListPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    of: Option<Division>,
    bulletins: Vec<Headline>,
    next: Option<String>,
}

/// The bulletins of the home office, or of the office asked for.
pub(super) async fn list(
    ctx: Ctx,
    keep: Keep,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let office = asked.office.as_deref().map(|text| text.parse::<Office>().map_err(|_| WebError::NotFound));
    let (office, own) = (office.transpose()?, app.clone());
    let before: Option<BulletinId> = asked.after.as_deref().and_then(|text| text.parse().ok());
    let read = app.store.read(move |tx| {
        let office = match office {
            Some(office) => Some(office),
            None => home_place(&own, tx)?.map(DivisionCode::office),
        };
        let Some(office) = office else { return Ok::<_, linli_store::Error>((None, Vec::new())) };
        let of = division::find(tx, office.code())?;
        let most = i64::try_from(PAGE).unwrap_or(0) + 1;
        Ok((of, stored::headlines(tx, office, before, most)?))
    });
    let (of, mut bulletins) = read.await?;
    if office.is_some() && of.is_none() {
        return Err(WebError::NotFound);
    }
    let more = bulletins.len() > PAGE;
    bulletins.truncate(PAGE);
    let last = bulletins.last().filter(|_| more).map(|last| last.id.to_string());
    let next = last.map(|id| ctx.here_with("after", &id));
    let crumbs = vec![Crumb::new(ctx.t("portal-crumb-home"), "/")];
    keep.page(&ListPage { ctx, crumbs, of, bulletins, next })
}

#[derive(Template)]
#[template(path = "portal/bulletin.html")]
struct BulletinPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    bulletin: Bulletin,
    /// The language of the text, whatever that of the page.
    lang: Lang,
    paper: linli_official::Bulletin,
    date: String,
    colon: String,
    copies: String,
}

/// One bulletin as a page; with `.pdf` at the end, as the paper.
pub(super) async fn show(
    ctx: Ctx,
    keep: Keep,
    State(app): State<App>,
    Path((office, id)): Path<(Office, String)>,
) -> Result<Response, WebError> {
    let (text, as_paper) = id.strip_suffix(".pdf").map_or((id.as_str(), false), |id| (id, true));
    let id: BulletinId = text.parse().map_err(|_| WebError::NotFound)?;
    let read = app.store.read(move |tx| {
        let bulletin = stored::get(tx, office, id)?;
        Ok::<_, linli_store::Error>((bulletin, division::path(tx, office.code())?))
    });
    let (bulletin, path) = read.await?;
    if !is_public(&bulletin) {
        return Err(WebError::NotFound);
    }
    if as_paper {
        return Ok(keep.answer("application/pdf", pdf::issued(&bulletin, app.today(), ctx.illustrative).await?));
    }
    let mut crumbs = crumbs(&ctx, &path);
    crumbs.extend(path.last().map(|place| Crumb::new(&place.name, place_url(place.code))));
    let list = format!("/bulletins?office={office}");
    crumbs.push(Crumb::new(ctx.t("portal-bulletins-title"), list));
    let lang = written_in(&bulletin.wording);
    let paper = paper::sheet(lang, &bulletin, app.today(), ctx.illustrative);
    keep.page(&BulletinPage {
        crumbs,
        date: format::day(lang, paper.date),
        colon: lang.text("oversight-paper-colon"),
        copies: lang.text("oversight-paper-copies"),
        paper,
        lang,
        bulletin,
        ctx,
    })
}

impl BulletinPage {
    fn is_withdrawn(&self) -> bool {
        self.bulletin.state == BulletinState::Withdrawn
    }
}

/// Issued, or issued once and then taken back.
fn is_public(bulletin: &Bulletin) -> bool {
    bulletin.issued_at.is_some() && matches!(bulletin.state, BulletinState::Issued | BulletinState::Withdrawn)
}
