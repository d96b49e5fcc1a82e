//! The wording of a draft, as long as it is one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::oversight::bulletin::{CannotStep, Wording};
use linli_domain::oversight::{BulletinId, BulletinState};
use linli_store::oversight::bulletin;
use serde::Deserialize;

use super::{Stopped, address, at_version, done, root, said};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

#[derive(Template)]
#[template(path = "oversight/bulletin_edit.html")]
struct EditPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    base: String,
    version: i64,
    fields: [Field; 5],
    problems: Problems,
}

/// The wording as a form sends it, and the version it was read in.
#[derive(Clone, Debug, Deserialize)]
pub struct Edited {
    version: i64,
    issuer: String,
    title: String,
    addressees: String,
    body: String,
    copies_to: String,
}

/// `GET /desk/{office}/bulletins/{id}/edit`
pub async fn edit(
    State(app): State<App>,
    Path((office, id)): Path<(Office, BulletinId)>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let bulletin = app.store.read(move |tx| bulletin::get(tx, office, id)).await?;
    if bulletin.state != BulletinState::Draft {
        return Err(WebError::Conflict);
    }
    Ok(page(&EditPage::new(ctx, office, id, bulletin.version, &bulletin.wording, Problems::default())))
}

/// `POST /desk/{office}/bulletins/{id}/edit`
pub async fn save(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, BulletinId)>,
    ctx: Ctx,
    Form(sent): Form<Edited>,
) -> Result<Response, WebError> {
    let wording = Wording {
        issuer: sent.issuer.trim().to_owned(),
        title: sent.title.trim().to_owned(),
        addressees: sent.addressees.trim().to_owned(),
        body: sent.body.replace("\r\n", "\n"),
        copies_to: sent.copies_to.trim().to_owned(),
    };
    let written = wording.clone();
    let saved = app.store.write(&actor, move |tx| {
        let mut bulletin = at_version(tx, office, id, sent.version)?;
        bulletin.edit(written.clone())?;
        Ok(bulletin::save(tx, &bulletin, "edited")?)
    });
    match saved.await {
        Ok(()) => Ok(done(&address(office, id), "oversight-done-edited")),
        Err(Stopped::Step(why @ (CannotStep::NoText | CannotStep::TooLong))) => {
            let mut problems = Problems::default();
            problems.add("body", said(&ctx, why));
            let shown = EditPage::new(ctx, office, id, sent.version, &wording, problems);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
        Err(other) => Err(other.into()),
    }
}

impl EditPage {
    fn new(ctx: Ctx, office: Office, id: BulletinId, version: i64, wording: &Wording, problems: Problems) -> Self {
        let field = |name: &'static str, value: &str| {
            let label = ctx.t(format!("oversight-edit-{}", name.replace('_', "-")));
            Field::new(name, label).value(value).problem(&problems)
        };
        let fields = [
            field("issuer", &wording.issuer).required(),
            field("title", &wording.title).required(),
            field("addressees", &wording.addressees),
            field("body", &wording.body).kind("textarea").hint(ctx.t("oversight-edit-body-hint")).required(),
            field("copies_to", &wording.copies_to),
        ];
        let crumbs = vec![
            Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
            Crumb::new(ctx.t("shell-nav-bulletins"), root(office)),
            Crumb::new(wording.title.clone(), address(office, id)),
        ];
        Self { crumbs, base: address(office, id), version, fields, problems, ctx }
    }
}
