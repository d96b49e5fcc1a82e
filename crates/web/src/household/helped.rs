//! `POST /household/opinions/{opinion}/helped`: whether an answer helped, said with one touch and once of each version.

use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::OpinionId;
use linli_domain::consultation::opinion::State as Stage;
use linli_store::consultation::{answer, opinion};
use serde::Deserialize;

use crate::app::App;
use crate::consultation::resident;
use crate::error::WebError;
use crate::extract::{Form, Path};
use crate::home::AtHome;
use crate::register::done;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Draft {
    helped: String,
}

pub async fn helped(
    State(app): State<App>,
    home: AtHome,
    Path(id): Path<OpinionId>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let helped = match draft.helped.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(WebError::BadRequest),
    };
    let written = app.store.write(&resident(home.office), move |tx| {
        let now = tx.now();
        let held = home.still(tx, now)?.ok_or(WebError::Conflict)?;
        let one = opinion::find(tx, home.office, id)?.filter(|one| held.shows_words(one)).ok_or(WebError::NotFound)?;
        let given = one.standing.answer.filter(|_| one.standing.state() != Stage::Withdrawn);
        let versions = answer::versions(tx, home.office, given.ok_or(WebError::Conflict)?)?;
        let last = versions.into_iter().next().ok_or(WebError::Conflict)?;
        answer::helped(tx, id, &last, helped, "")?;
        Ok::<_, WebError>(())
    });
    written.await?;
    Ok(done("/household", "receipt-done-said"))
}
