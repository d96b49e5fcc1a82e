//! One bulletin as it stands: the paper itself, every step it took, and whether today's records still give its figures.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use linli_domain::kernel::Office;
use linli_domain::oversight::bulletin::Wording;
use linli_domain::oversight::{Bulletin, BulletinId};
use linli_store::Error;
use linli_store::oversight::bulletin::{self, Step as Taken};
use linli_store::oversight::league;

use super::super::paper;
use super::recomputed::{Recomputed, recomputed};
use super::steps::Step;
use super::{address, look, root};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Crumb, Ctx, Lang, page};

#[derive(Template)]
#[template(path = "oversight/bulletin.html")]
struct ShowPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    base: String,
    bulletin: Bulletin,
    paper: linli_official::Bulletin,
    colon: String,
    copies: String,
    date: String,
    steps: Vec<Taken>,
    /// What this reader may do next.
    acts: Vec<&'static str>,
    recomputed: Recomputed,
}

impl ShowPage {
    fn look(&self) -> &'static str {
        look(self.bulletin.state)
    }
}

/// `GET /desk/{office}/bulletins/{id}`
pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, BulletinId)>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let bulletin = bulletin::get(tx, office, id)?;
        let now = league::of(tx, bulletin.league.scope.code, bulletin.month)?;
        Ok::<_, Error>((bulletin::steps(tx, office, id)?, bulletin, now))
    });
    let (steps, bulletin, now) = read.await?;
    let lang = written_in(&bulletin.wording);
    let sheet = paper::sheet(lang, &bulletin, app.today(), ctx.illustrative);
    Ok(page(&ShowPage {
        crumbs: vec![
            Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
            Crumb::new(ctx.t("shell-nav-bulletins"), root(office)),
        ],
        base: address(office, id),
        colon: lang.text("oversight-paper-colon"),
        copies: lang.text("oversight-paper-copies"),
        date: crate::shell::format::day(lang, sheet.date),
        paper: sheet,
        steps,
        acts: Step::ALL.into_iter().filter(|step| step.open(&bulletin, &actor)).map(Step::name).collect(),
        recomputed: recomputed(&ctx, &bulletin.league, &now),
        bulletin,
        ctx,
    }))
}

/// `GET /desk/{office}/bulletins/{id}/bulletin.pdf`
pub async fn pdf(
    State(app): State<App>,
    Path((office, id)): Path<(Office, BulletinId)>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let bulletin = app.store.read(move |tx| bulletin::get(tx, office, id)).await?;
    let lang = written_in(&bulletin.wording);
    let sheet = paper::sheet(lang, &bulletin, app.today(), ctx.illustrative);
    let bytes = super::super::pdf::render(sheet, lang).await?;
    let name = format!("inline; filename=\"linli-{office}-{}.pdf\"", bulletin.month);
    Ok(([(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The language of the text itself decides the words around it.
pub(crate) fn written_in(wording: &Wording) -> Lang {
    // Names of places are Chinese in an English text too: a quarter of the letters tells which it is.
    let count = |keep: fn(&char) -> bool| wording.body.chars().filter(keep).count();
    let han = count(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    if han * 4 < count(|c| c.is_alphabetic()) { Lang::En } else { Lang::Zh }
}
