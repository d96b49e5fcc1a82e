//! `POST /desk/{office}/slips/{neighbourhood}`: papers as a file to print, or codes revoked.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use linli_domain::consultation::opinion::Address;
use linli_domain::consultation::opinion::door::{self, Door};
use linli_domain::consultation::slip::{Paper, SlipId};
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_official::{Papers, RenderError, render_papers};
use linli_store::consultation::slip::{self, Place};
use serde::Deserialize;

use super::show::{Known, Site, know, slips_page};
use super::{Asked, batch, is_meant, page_of};
use crate::app::App;
use crate::consultation::opinions::no_door;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Ctx, Problems, file, pdf, qr};

/// A reason is no longer, in characters.
const LONGEST_REASON: usize = 100;

/// What is asked for, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub(super) paper: String,
    pub(super) building: String,
    pub(super) entrance: String,
    pub(super) room: String,
    pub(super) large: String,
    pub(super) anew: String,
    pub(super) reason: String,
    pub(super) act: String,
    /// Codes of a whole neighbourhood are ended only on a second word.
    pub(super) all: String,
}

pub async fn print(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, of)): Path<(Office, NeighbourhoodId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let known = know(&app, office, of).await?;
    actor.may(Act::KeepSlips, &known.n.place())?;
    if known.n.merged_into.is_some() {
        return Err(WebError::Conflict);
    }
    let mut problems = Problems::default();
    let site = Site::of(&app, &headers);
    let asked = typed(&ctx, &known, &draft, &mut problems);
    let (Some((paper, at)), true) = (asked, problems.is_empty()) else {
        return Ok(slips_page(ctx, &actor, site, office, &known, &draft, problems));
    };
    let why = clean_line(&draft.reason);
    let holding = known.places(paper).iter().filter(|place| is_meant(place, &at) && place.printed.is_some()).count();
    let ends = draft.act == "revoke" || draft.anew == "yes";
    if ends && at.building.is_none() && holding > 0 && draft.all != "yes" {
        problems.add("all", ctx.t_n("slips-why-all", holding));
        return Ok(slips_page(ctx, &actor, site, office, &known, &draft, problems));
    }
    if draft.act == "revoke" {
        let meant = known.places(paper).iter().filter(|place| is_meant(place, &at));
        let which: Vec<SlipId> = meant.filter_map(|place| Some(place.printed.as_ref()?.id)).collect();
        app.store.write(&actor, move |tx| slip::revoke(tx, of, paper, &which, &why)).await?;
        return Ok(done(&page_of(office, of), "slips-done-revoked"));
    }
    let asked = Asked {
        lang: ctx.lang,
        office,
        neighbourhood: known.n.facts.name.clone(),
        paper,
        large: draft.large == "yes",
        at,
        anew: draft.anew == "yes",
        site: qr::site(&app.config, &headers).ok_or(WebError::BadRequest)?,
        contact: app.config.contact.clone(),
        date: app.today(),
        illustrative: app.config.illustrative,
    };
    let batch = batch(&asked, known.places(paper)).map_err(WebError::fault)?;
    if batch.new.is_empty() {
        problems.add("anew", ctx.t_n("slips-why-none", batch.held));
        return Ok(slips_page(ctx, &actor, site, office, &known, &draft, problems));
    }
    let bytes = match laid_out(&ctx, batch.papers).await? {
        Ok(bytes) => bytes,
        Err(why) => {
            problems.add("building", why);
            return Ok(slips_page(ctx, &actor, site, office, &known, &draft, problems));
        }
    };
    let new = batch.new;
    app.store.write(&actor, move |tx| slip::print(tx, of, paper, &new, &why)).await?;
    let name = format!("{}-{}", ctx.t(format!("opinions-channel-{}", paper.as_str())), known.n.facts.name);
    Ok(file(&ctx, &name, "pdf", "application/pdf", bytes))
}

/// The papers as a file; else what the office can do about it.
pub(super) async fn laid_out(ctx: &Ctx, papers: Papers) -> Result<Result<Vec<u8>, String>, WebError> {
    let language = pdf::language(ctx.lang);
    match pdf::set(move |fonts| render_papers(fonts, &papers, language)).await? {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(why) => Ok(Err(unprintable(ctx, &why)?)),
    }
}

fn typed(ctx: &Ctx, known: &Known, draft: &Draft, problems: &mut Problems) -> Option<(Paper, Address)> {
    let paper = draft.paper.parse::<Paper>().ok();
    if paper.is_none() {
        problems.add("paper", ctx.t("slips-why-paper"));
    }
    reasoned(ctx, &draft.reason, draft.act == "revoke" || draft.anew == "yes", problems);
    let doors: Vec<Door> = known.doors.iter().chain(&known.stairwells).map(door_of).collect();
    match door::find(known.n.id, &doors, (&draft.building, &draft.entrance, &draft.room)) {
        Ok(at) => Some((paper?, at)),
        Err(why) => {
            let (field, key) = no_door(why);
            problems.add(field, ctx.t(key));
            None
        }
    }
}

/// What ends a code says why, in so many words.
pub(super) fn reasoned(ctx: &Ctx, given: &str, ends: bool, problems: &mut Problems) {
    let reason = clean_line(given);
    if reason.chars().count() > LONGEST_REASON || given.len() > 16 * LONGEST_REASON {
        problems.add("reason", ctx.t_n("slips-why-long", LONGEST_REASON));
    } else if ends && reason.is_empty() {
        problems.add("reason", ctx.t("slips-why-reason"));
    }
}

/// A place as addresses are looked up in.
pub fn door_of(place: &Place) -> Door {
    Door {
        building: place.building,
        building_name: place.names[0].clone(),
        entrance: Some((place.spot.entrance(), place.names[1].clone())),
        dwelling: place.spot.dwelling().map(|dwelling| (dwelling, place.names[2].clone())),
    }
}

/// What an office can do something about; a fault is one of ours.
fn unprintable(ctx: &Ctx, why: &RenderError) -> Result<String, WebError> {
    match why {
        RenderError::MissingGlyphs(signs) => {
            Ok(ctx.t_with("slips-why-glyphs", &[("signs", signs.iter().collect::<String>())]))
        }
        RenderError::TooLarge { what: "papers", at_most, .. } => Ok(ctx.t_n("slips-why-many", *at_most)),
        RenderError::TooLarge { .. } => Ok(ctx.t("slips-why-by-building")),
        RenderError::DoesNotFit(text) => Ok(ctx.t_with("slips-why-fit", &[("text", text)])),
        other => Err(WebError::fault(other)),
    }
}
