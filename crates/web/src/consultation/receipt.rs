//! `/receipt` (查询意见办理情况): what became of what somebody said, for whoever has the code, without an account and without
//! anything personal. A wrong code, however wrong, gets one answer after the same work; who guesses waits.

use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::consultation::opinion::State;
use linli_domain::consultation::{Opinion, OpinionId, Receipt};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Date, Office, Personal};
use linli_store::consultation::answer::{self, Help};
use linli_store::consultation::opinion::{self, Taken};
use linli_store::consultation::receipt as codes;
use serde::Deserialize;

use super::opinions::{look, verdict, verdict_look};
use super::resident;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Caller, Form, Path, Query};
use crate::register::done;
use crate::shell::{Ctx, Field, Problems, page_with};

/// A sentence is no longer, in characters.
const LONGEST_WORDS: usize = 200;
/// Nobody has this code: stands where what was typed is none, so that it takes the same way.
const NOBODYS: &str = "D000-0000-0000-0000-0000";

#[derive(Template)]
#[template(path = "consultation/receipt.html")]
struct ReceiptPage {
    ctx: Ctx,
    found: Option<Found>,
    code: Field,
    problems: Problems,
}

struct Found {
    here: String,
    state: String,
    look: &'static str,
    late: bool,
    says: String,
    answer: Option<Answered>,
    /// What was done, with what words, when.
    course: Vec<(String, String, String)>,
    /// What was said is not kept any more.
    erased: bool,
}

struct Answered {
    verdict: String,
    look: &'static str,
    reason: String,
    when: String,
    /// It was rated already.
    thanks: Option<String>,
    fields: Vec<Field>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    code: String,
}

/// `GET /receipt`: asks for the code, and goes on to its page.
pub async fn ask(ctx: Ctx, Query(asked): Query<Asked>) -> Response {
    let code = clean_line(&asked.code);
    if code.is_empty() {
        return code_page(ctx, StatusCode::OK, Problems::default());
    }
    match code.parse::<Receipt>() {
        Ok(receipt) => Redirect::to(&format!("/receipt/{receipt}")).into_response(),
        // What is no code has a page as well, which says the same as that of a code of nobody.
        Err(_) => Redirect::to("/receipt/-").into_response(),
    }
}

fn code_page(ctx: Ctx, status: StatusCode, problems: Problems) -> Response {
    let code = Field::new("code", ctx.t("receipt-code")).hint(ctx.t("receipt-code-hint")).required();
    page_with(status, &ReceiptPage { found: None, code: code.problem(&problems), problems, ctx })
}

/// What is known of an opinion by its code. At most six statements.
struct Known {
    office: Office,
    one: Opinion,
    steps: Vec<Taken>,
    answer: Option<answer::Version>,
    help: Vec<Help>,
}

async fn know(app: &App, caller: Caller, typed: &str) -> Result<Option<Known>, WebError> {
    let throttle = &app.receipts;
    throttle.take(caller.0, app.now()).map_err(|wait_seconds| WebError::TooMany { wait_seconds })?;
    let nobodys = || NOBODYS.parse().map_err(WebError::fault);
    let receipt: Receipt = typed.parse().or_else(|_| nobodys())?;
    let office = receipt.office();
    let read = app.store.read(move |tx| {
        let Some(id) = codes::find(tx, receipt)? else { return Ok(None) };
        let one = opinion::get(tx, office, id)?;
        let given = one.standing.answer;
        let versions = given.map(|given| answer::versions(tx, office, given)).transpose()?.unwrap_or_default();
        let help = given.map(|given| answer::said_of(tx, office, id, given)).transpose()?.unwrap_or_default();
        let steps = opinion::steps(tx, office, id)?;
        Ok::<_, WebError>(Some(Known { office, one, steps, answer: versions.into_iter().next(), help }))
    });
    let known = read.await?;
    if known.is_some() {
        throttle.give_back(caller.0);
    }
    Ok(known)
}

/// `GET /receipt/{code}`
pub async fn show(
    Shared(app): Shared<App>,
    caller: Caller,
    ctx: Ctx,
    Path(typed): Path<String>,
) -> Result<Response, WebError> {
    let Some(known) = know(&app, caller, &typed).await? else { return Ok(nobodys(ctx)) };
    Ok(found_page(ctx, &typed, &known, app.today(), &Draft::default(), Problems::default()))
}

fn nobodys(ctx: Ctx) -> Response {
    let mut problems = Problems::default();
    problems.add("code", ctx.t("receipt-none"));
    code_page(ctx, StatusCode::NOT_FOUND, problems)
}

fn found_page(ctx: Ctx, typed: &str, known: &Known, today: Date, draft: &Draft, problems: Problems) -> Response {
    let standing = &known.one.standing;
    let state = standing.state();
    let words = [("received", ctx.day(known.one.received_on)), ("due", ctx.day(standing.due))];
    let code = typed.parse::<Receipt>().map(|receipt| receipt.to_string()).unwrap_or_default();
    let found = Found {
        here: format!("/receipt/{code}"),
        state: ctx.t(format!("receipt-state-{}", state.as_str())),
        look: look(state),
        late: standing.is_late(today),
        says: ctx.t_with(&format!("receipt-says-{}", state.as_str()), &words),
        answer: known
            .answer
            .as_ref()
            .filter(|_| state != State::Withdrawn)
            .map(|given| answered(&ctx, known, given, draft, &problems)),
        course: course(&ctx, known),
        erased: known.one.text == Personal::Erased,
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let code = Field::new("code", ctx.t("receipt-code"));
    page_with(status, &ReceiptPage { found: Some(found), code, problems, ctx })
}

fn answered(ctx: &Ctx, known: &Known, given: &answer::Version, draft: &Draft, problems: &Problems) -> Answered {
    let rated = known.help.iter().any(|help| help.version == given.version);
    let choices = ["yes", "no"].map(|one| (one, ctx.t(format!("receipt-helped-{one}"))));
    let mut fields = vec![
        Field::new("helped", ctx.t("receipt-helped")).kind("radio").options(choices).value(&draft.helped).required(),
        Field::new("words", ctx.t("receipt-words")).hint(ctx.t("receipt-words-hint")).value(&draft.words),
    ];
    // Words are not put to what was let go of.
    if known.one.text == Personal::Erased {
        fields.truncate(1);
    }
    let when = [("day", ctx.instant(given.at))];
    Answered {
        verdict: verdict(ctx, given.answer.verdict),
        look: verdict_look(given.answer.verdict),
        reason: given.answer.reason.clone(),
        when: ctx.t_with(if given.version > 1 { "receipt-corrected-on" } else { "receipt-answered-on" }, &when),
        thanks: rated.then(|| ctx.t("receipt-thanks")),
        fields: fields.into_iter().map(|field| field.problem(problems)).collect(),
    }
}

/// The steps without names: what the office notes for itself stays there; why it takes longer is said.
fn course(ctx: &Ctx, known: &Known) -> Vec<(String, String, String)> {
    let first = (ctx.t("receipt-did-record"), String::new(), ctx.instant(known.one.received_at));
    let steps = known.steps.iter().filter(|step| step.act != "look_after").map(|step| {
        let due = [("day", ctx.day(step.due))];
        let what = ctx.t_with(&format!("receipt-did-{}", step.act.replace('_', "-")), &due);
        let note = if step.act == "extend" { step.note.clone() } else { String::new() };
        (what, note, ctx.instant(step.at))
    });
    std::iter::once(first).chain(steps).collect()
}

/// Whether an answer helped, as somebody said it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    helped: String,
    words: String,
}

/// `POST /receipt/{code}/helped`: said once of each version of an answer.
pub async fn helped(
    Shared(app): Shared<App>,
    caller: Caller,
    ctx: Ctx,
    Path(typed): Path<String>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let Some(known) = know(&app, caller, &typed).await? else { return Ok(nobodys(ctx)) };
    let withdrawn = known.one.standing.state() == State::Withdrawn;
    let Some(given) = known.answer.clone().filter(|_| !withdrawn) else { return Err(WebError::Conflict) };
    let mut problems = Problems::default();
    let helped = match draft.helped.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if helped.is_none() {
        problems.add("helped", ctx.t("receipt-why-helped"));
    }
    let words = clean_line(&draft.words);
    if words.chars().count() > LONGEST_WORDS {
        problems.add("words", ctx.t_n("receipt-why-long", LONGEST_WORDS));
    }
    let (Some(helped), true) = (helped, problems.is_empty()) else {
        return Ok(found_page(ctx, &typed, &known, app.today(), &draft, problems));
    };
    let of: OpinionId = known.one.id;
    app.store.write(&resident(known.office), move |tx| answer::helped(tx, of, &given, helped, &words)).await?;
    let receipt: Receipt = typed.parse().map_err(WebError::fault)?;
    Ok(done(&format!("/receipt/{receipt}"), "receipt-done-said"))
}
