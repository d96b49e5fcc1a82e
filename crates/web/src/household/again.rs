//! `POST /household/opinions/again`: somebody wrote for so long that the page had closed, or the paper was printed anew meanwhile.
//! Nothing that was written is lost: it is shown again, the paper is asked for once more, and then the form goes on with it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::OpinionId;
use linli_domain::consultation::opinion::MOST_WISHES;
use serde::Deserialize;

use super::enter::{looked_up, opened};
use super::say::{Draft, offered, say_page};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Caller, Form};
use crate::home::{self, AtHome};
use crate::shell::{Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "household/again.html")]
struct AgainPage {
    ctx: Ctx,
    code: Field,
    text: Field,
    place: Field,
    /// The rest of what was chosen, carried along.
    kept: Vec<(&'static str, String)>,
    photos: bool,
    problems: Problems,
}

/// The names of the wishes in a form.
pub(super) const WISHES: [&str; MOST_WISHES] = ["wish1", "wish2", "wish3"];

/// The same form once more, with the code of the paper before it.
pub(super) fn again_page(ctx: Ctx, draft: &Draft, status: StatusCode, problems: Problems) -> Response {
    let mut kept = vec![("id", draft.id.clone()), ("hazard", draft.hazard.clone())];
    kept.extend(WISHES.into_iter().zip(draft.wishes.iter().cloned()));
    let photos = draft.photos_lost || !draft.photos.is_empty();
    kept.push(("photos", if photos { "yes".to_owned() } else { String::new() }));
    kept.retain(|(_, value)| !value.is_empty());
    let code = Field::new("code", ctx.t("household-code")).hint(ctx.t("household-again-code-hint")).quiet();
    let shown = AgainPage {
        code: code.problem(&problems),
        text: Field::new("text", ctx.t("household-field-text")).kind("textarea").value(&draft.text).quiet(),
        place: Field::new("place", ctx.t("household-field-place")).value(&draft.place),
        kept,
        photos,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// What the page carried along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Carried {
    code: String,
    id: String,
    text: String,
    place: String,
    hazard: String,
    wish1: String,
    wish2: String,
    wish3: String,
    photos: String,
}

impl Carried {
    fn draft(self) -> Draft {
        Draft {
            id: self.id,
            text: self.text,
            place: self.place,
            wishes: [self.wish1, self.wish2, self.wish3],
            hazard: self.hazard,
            photos_lost: self.photos == "yes",
            reopened: true,
            photos: Vec::new(),
        }
    }
}

pub async fn again(
    State(app): State<App>,
    caller: Caller,
    ctx: Ctx,
    home: Result<AtHome, Response>,
    Form(mut carried): Form<Carried>,
) -> Result<Response, WebError> {
    let code = std::mem::take(&mut carried.code);
    let (draft, mut problems) = (carried.draft(), Problems::default());
    // The paper was scanned again in another window: then nothing has to be typed.
    let (home, token) = match (code.trim().is_empty(), home.ok()) {
        (true, Some(home)) => (home, None),
        (true, None) => {
            problems.add("code", ctx.t("household-again-why-code"));
            return Ok(again_page(ctx, &draft, StatusCode::UNPROCESSABLE_ENTITY, problems));
        }
        (false, home) => match looked_up(&app, caller, &code).await? {
            Ok((office, held)) => {
                let (token, home) = opened(&app, home, office, held).await?;
                (home, Some(token))
            }
            Err(shut) => {
                problems.add("code", shut.said(&ctx));
                return Ok(shut.on(again_page(ctx, &draft, shut.status(), problems)));
            }
        },
    };
    let catalogue = offered(&app, &home).await?;
    let id = draft.id.parse().unwrap_or_else(|_| OpinionId::new());
    let mut answer = say_page(ctx, &home, &catalogue, id, &draft, StatusCode::OK, problems);
    if let Some(token) = token {
        home::set_cookie(&app.config, &mut answer, Some(&token));
    }
    Ok(answer)
}
