//! `GET /desk`: where the work starts: the offices that somebody may enter, and what there is to do in each.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};

use super::words;
use crate::app::App;
use crate::error::WebError;
use crate::extract::SignedIn;
use crate::shell::{Ctx, page};

#[derive(Template)]
#[template(path = "people/desk.html")]
struct DeskPage {
    ctx: Ctx,
    hello: String,
    roles: Vec<String>,
    offices: Vec<Door>,
}

/// An office and the pages of it that are open.
struct Door {
    office: Office,
    title: String,
    /// Text key, the key of what it is for, and address.
    pages: Vec<(&'static str, &'static str, String)>,
}

pub async fn show(State(app): State<App>, ctx: Ctx, SignedIn(actor): SignedIn) -> Result<Response, WebError> {
    let known = if looks_further(&actor) { app.store.read(linli_store::trail::offices).await? } else { Vec::new() };
    let others = known.into_iter().filter(|office| *office != actor.office);
    let doors = std::iter::once(actor.office).chain(others).map(|office| door(&ctx, &actor, office));
    let offices = doors.filter(|door| !door.pages.is_empty()).collect();
    let roles = actor.grants.iter().map(|grant| words::grant(&ctx, *grant)).collect();
    let hello = ctx.t_with("people-desk-hello", &[("name", &actor.name)]);
    Ok(page(&DeskPage { ctx, hello, roles, offices }))
}

/// A prefecture or province reads the offices below it; a county has its own only.
fn looks_further(actor: &Actor) -> bool {
    actor.office.code().level() < linli_domain::kernel::Level::County
}

fn door(ctx: &Ctx, actor: &Actor, office: Office) -> Door {
    const PAGES: [(&str, &str, &str, Act); 7] = [
        ("people-desk-register", "people-desk-register-hint", "register", Act::ReadRegister),
        ("people-desk-imports", "people-desk-imports-hint", "imports", Act::EditRegister),
        ("people-desk-declared", "people-desk-declared-hint", "declared", Act::ReadDeclared),
        ("people-desk-league", "people-desk-league-hint", "league", Act::ReadBulletins),
        ("people-desk-bulletins", "people-desk-bulletins-hint", "bulletins", Act::ReadBulletins),
        ("people-desk-accounts", "people-desk-accounts-hint", "accounts", Act::ManageAccounts),
        ("people-desk-trail", "people-desk-trail-hint", "trail", Act::ReadTrail),
    ];
    let open = PAGES.into_iter().filter(|(.., act)| actor.may_enter(*act, office).is_ok());
    let title = ctx.t_with("people-desk-office", &[("code", office)]);
    Door {
        office,
        title,
        pages: open.map(|(key, hint, path, _)| (key, hint, format!("/desk/{office}/{path}"))).collect(),
    }
}
