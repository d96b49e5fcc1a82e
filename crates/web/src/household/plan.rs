//! `/household/plan`: the plan of the neighbourhood, with what is done at this door; and as long as it hangs, an objection in a
//! few words. It is an opinion with a receipt and an answer, and the plan waits for it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::opinion::{Content, LONGEST_TEXT};
use linli_domain::consultation::slip::Paper;
use linli_domain::consultation::{Catalogue, OpinionId};
use linli_domain::kernel::Date;
use linli_domain::planning::NoticeId;
use linli_store::consultation::opinion::{self, Recorded};
use linli_store::planning::notice::{self, Objected};
use serde::Deserialize;

use crate::app::App;
use crate::consultation::opinions::bad;
use crate::consultation::resident;
use crate::error::WebError;
use crate::extract::Form;
use crate::home::AtHome;
use crate::planning::posted::{self, Posted};
use crate::register::done;
use crate::shell::{Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "household/plan_section.html")]
struct Section<'a> {
    ctx: &'a Ctx,
    hears: bool,
    window: String,
    gist: String,
}

#[derive(Template)]
#[template(path = "household/plan.html")]
struct PlanPage {
    ctx: Ctx,
    place: String,
    told: String,
    /// The notice to which somebody may object here.
    notice: Option<NoticeId>,
    /// It hangs, and this paper is nobody's.
    poster: bool,
    id: OpinionId,
    text: Field,
    problems: Problems,
}

async fn read(app: &App, home: &AtHome) -> Result<Option<Posted>, WebError> {
    let (office, of, today) = (home.office, home.held.address.neighbourhood, app.today());
    Ok(app.store.read(move |tx| posted::read(tx, office, of, today)).await?)
}

/// What the page at home says of the plan; nothing where none was posted.
pub(super) async fn section(app: &App, ctx: &Ctx, home: &AtHome) -> Result<Option<String>, WebError> {
    let Some(plan) = read(app, home).await? else { return Ok(None) };
    let section = Section { hears: plan.hears(app.today()), window: plan.window(ctx), gist: plan.gist(ctx), ctx };
    Ok(Some(section.render()?))
}

/// `GET /household/plan`
pub async fn show(State(app): State<App>, ctx: Ctx, home: AtHome) -> Result<Response, WebError> {
    let plan = read(&app, &home).await?.ok_or(WebError::NotFound)?;
    plan_page(ctx, &home, &plan, app.today(), OpinionId::new(), "", StatusCode::OK, Problems::default())
}

#[allow(clippy::too_many_arguments, reason = "what was asked, and what was wrong with it")]
fn plan_page(
    ctx: Ctx,
    home: &AtHome,
    plan: &Posted,
    today: Date,
    id: OpinionId,
    text: &str,
    status: StatusCode,
    problems: Problems,
) -> Result<Response, WebError> {
    let hears = plan.hears(today);
    let poster = home.held.paper() == Paper::Poster;
    let at = home.held.address;
    let shown = PlanPage {
        place: home.place(),
        told: plan.told(&ctx, today, at.building.zip(at.entrance))?,
        notice: (hears && !poster).then_some(plan.notice.id),
        poster: hears && poster,
        id,
        text: Field::new("text", ctx.t("household-field-objection"))
            .kind("textarea")
            .hint(ctx.t_n("household-field-text-hint", LONGEST_TEXT))
            .value(text)
            .required()
            .problem(&problems),
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

/// An objection as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    id: String,
    notice: String,
    text: String,
}

/// `POST /household/plan/objections`: kept once under the id that the form brought; sent again, it is the same one.
pub async fn object(
    State(app): State<App>,
    ctx: Ctx,
    home: AtHome,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let id: OpinionId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let notice: NoticeId = draft.notice.parse().map_err(|_| WebError::BadRequest)?;
    if home.held.paper() == Paper::Poster {
        return Err(WebError::NotFound);
    }
    let plan = read(&app, &home).await?.ok_or(WebError::NotFound)?;
    let mut problems = Problems::default();
    let content = Content {
        address: home.held.address,
        channel: home.held.paper().channel(),
        said_on: app.today(),
        text: draft.text.clone(),
        wishes: Vec::new(),
        hazard: false,
    };
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut next = id;
    match content.checked(app.today(), &Catalogue::default()) {
        Err(why) => problems.add("text", bad(&ctx, why).1),
        Ok(content) => {
            let asked = home.clone();
            let written = app.store.write(&resident(home.office), move |tx| keep(tx, &asked, notice, id, &content));
            match written.await? {
                Sent::Kept => return Ok(done(&format!("/household/opinions/{id}/receipt"), "household-done-objected")),
                Sent::Over => {
                    return Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to("/h")));
                }
                Sent::NotHanging => {
                    status = StatusCode::CONFLICT;
                    problems.add("text", ctx.t("household-why-not-hanging"));
                }
                Sent::Other => {
                    (status, next) = (StatusCode::CONFLICT, OpinionId::new());
                    problems.add("text", ctx.t("household-why-sent"));
                }
                Sent::Enough(most) => {
                    status = StatusCode::TOO_MANY_REQUESTS;
                    problems.add("text", ctx.t_n("household-why-enough", most));
                }
            }
        }
    }
    plan_page(ctx, &home, &plan, app.today(), next, &draft.text, status, problems)
}

/// What became of what was sent.
enum Sent {
    Kept,
    /// The paper is not open any more.
    Over,
    NotHanging,
    /// Its id is there with other words.
    Other,
    /// Enough for today.
    Enough(i64),
}

fn keep(
    tx: &mut linli_store::Transaction,
    home: &AtHome,
    notice: NoticeId,
    id: OpinionId,
    content: &Content,
) -> Result<Sent, WebError> {
    let now = tx.now();
    let Some(held) = home.still(tx, now)? else { return Ok(Sent::Over) };
    if let Some(there) = opinion::find(tx, home.office, id)? {
        let same = held.shows_words(&there) && there.content().is_some_and(|own| own == *content);
        return Ok(if same { Sent::Kept } else { Sent::Other });
    }
    Ok(match notice::object(tx, notice, id, content)? {
        Objected::Heard(Recorded::TooMany { most }) => Sent::Enough(most),
        Objected::Heard(Recorded::Second) => Sent::Other,
        Objected::Heard(Recorded::New | Recorded::Same) => Sent::Kept,
        Objected::NotHanging | Objected::Elsewhere => Sent::NotHanging,
    })
}
