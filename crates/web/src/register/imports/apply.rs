//! Applying: all or nothing, or all but the refused rows, as the clerk chooses.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::Office;
use linli_domain::register::intake::ImportId;
use linli_store::register::intake::{self, Intake, State as Stand};
use serde::Deserialize;

use super::background;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "register/imports/apply.html")]
struct ApplyPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    plan: i64,
    counts: [String; 4],
    refused: bool,
    choice: Field,
    problems: Problems,
}

#[derive(Debug, Default, Deserialize)]
pub struct Chosen {
    #[serde(default)]
    how: String,
    /// Which plan was looked at: planning again makes another one.
    #[serde(default)]
    plan: String,
}

/// `GET /desk/{office}/imports/{id}/apply`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, ImportId)>,
) -> Result<Response, WebError> {
    let about = background::look(&app, &actor, id).await?;
    if about.state != Stand::Previewed {
        return Ok(Redirect::to(&super::address(office, id)).into_response());
    }
    Ok(form(ctx, office, &about, StatusCode::OK, Problems::default()))
}

fn form(ctx: Ctx, office: Office, about: &Intake, status: StatusCode, problems: Problems) -> Response {
    let counts = about.counts;
    let here = super::address(office, about.id);
    let crumbs = vec![
        Crumb::new(ctx.t("imports-title"), super::root(office)),
        Crumb::new(about.file_name.clone(), here.clone()),
    ];
    let choice = Field::new("how", ctx.t("imports-how"))
        .kind("radio")
        .required()
        .options([("all", ctx.t("imports-how-all")), ("but-refused", ctx.t("imports-how-but-refused"))])
        .problem(&problems);
    let counts_said = [counts.new, counts.changed, counts.same, counts.refused].map(|n| ctx.number(n));
    page_with(
        status,
        &ApplyPage {
            ctx,
            crumbs,
            here,
            plan: about.state_at.as_millisecond(),
            counts: counts_said,
            refused: counts.refused > 0,
            choice,
            problems,
        },
    )
}

/// `POST /desk/{office}/imports/{id}/apply`
pub async fn carry_out(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, ImportId)>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, WebError> {
    let about = background::look(&app, &actor, id).await?;
    let skip = chosen.how == "but-refused";
    let to = super::address(office, id);
    if about.state != Stand::Previewed {
        return Ok(Redirect::to(&to).into_response());
    }
    if chosen.plan != about.state_at.as_millisecond().to_string() {
        let mut problems = Problems::default();
        problems.add("plan", ctx.t("imports-planned-again"));
        return Ok(form(ctx, office, &about, StatusCode::CONFLICT, problems));
    }
    if about.counts.refused > 0 && !skip {
        let mut problems = Problems::default();
        let key = if chosen.how == "all" { "imports-all-refused" } else { "imports-choose" };
        problems.add("how", ctx.t_n(key, about.counts.refused));
        return Ok(form(ctx, office, &about, StatusCode::UNPROCESSABLE_ENTITY, problems));
    }
    // Somebody else of the office may have planned it, with a wider scope.
    let work = app.store.read(move |tx| intake::work(tx, office, id)).await?;
    super::undo::may_touch(&actor, &work)?;
    let step = move |tx: &mut linli_store::Transaction| intake::step(tx, id, Stand::Previewed, Stand::Applying, None);
    match app.store.write(&actor, step).await {
        Ok(()) => background::apply(&app, &actor, id, skip).await,
        // A second press, or a second clerk: one of them is at it already.
        Err(linli_store::Error::Missing) => {}
        Err(other) => return Err(other.into()),
    }
    Ok(Redirect::to(&to).into_response())
}
