//! `GET /desk/{office}/slips`: for which neighbourhood.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::NeighbourhoodId;
use linli_domain::kernel::people::Act;
use linli_store::consultation::opinion;
use linli_store::register::listing::Reach;
use serde::Deserialize;

use super::page_of;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Field, page};

/// Neighbourhoods to choose from.
const CHOICES: usize = 2_000;

#[derive(Template)]
#[template(path = "consultation/slips/choose.html")]
struct ChoosePage {
    ctx: Ctx,
    here: String,
    field: Option<Field>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    of: String,
}

pub async fn choose(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    if !asked.of.is_empty() {
        let of: NeighbourhoodId = asked.of.parse().map_err(|_| WebError::BadRequest)?;
        return Ok(Redirect::to(&page_of(office, of)).into_response());
    }
    let reach = Reach::of(&actor, Act::ReadSurveys, office);
    let choices = app.store.read(move |tx| opinion::neighbourhoods(tx, office, &reach, CHOICES)).await?;
    let options = choices.into_iter().map(|one| (one.id.to_string(), format!("{} · {}", one.name, one.number)));
    let options: Vec<(String, String)> = options.collect();
    let field = || Field::new("of", ctx.t("opinions-filter-of")).kind("select").options(options.clone()).required();
    let field = (!options.is_empty()).then(field);
    Ok(page(&ChoosePage { here: format!("/desk/{office}/slips"), field, ctx }))
}
