//! The steps of a month: signed by who filled it in, signed or sent back by the head, opened again for a correction.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{Month, Office};
use linli_domain::works::month_end::{CannotClose, Signature};
use linli_store::Transaction;
use linli_store::works::{month_end, monthly_report};
use serde::Deserialize;

use super::show::{know, month_page};
use super::{address, state};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::people::code::{self, Accepts};
use crate::register::done;
use crate::shell::{Ctx, Problems};

/// The figures that were looked at.
#[derive(Clone, Debug, Deserialize)]
pub struct Looked {
    digest: String,
    /// Of the second factor.
    #[serde(default)]
    code: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Because {
    reason: String,
}

/// Why a step was not taken.
enum Stopped {
    Step(CannotClose),
    Fault(WebError),
}

impl From<linli_store::Error> for Stopped {
    fn from(fault: linli_store::Error) -> Self {
        Self::Fault(fault.into())
    }
}

fn signature(tx: &Transaction) -> Signature {
    Signature { account: tx.actor().account, name: tx.actor().name.clone(), at: tx.now() }
}

/// `POST …/filling`: the filler signs.
pub async fn fill(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, month)): Path<(Office, Month)>,
    Form(looked): Form<Looked>,
) -> Result<Response, WebError> {
    if month > Month::of(app.today()) {
        return Err(WebError::NotFound);
    }
    let seen: Digest = looked.digest.parse().map_err(|_| WebError::BadRequest)?;
    let known = know(&app, office, month).await?;
    let unmended = known.remarks.iter().filter(|remark| remark.what.must_be_mended()).count();
    let (text, is) = monthly_report::sealed(&known.report)?;
    let proof = match code::prove(&app, &actor, &looked.code, Accepts::Fresh).await? {
        Ok(proof) => proof,
        Err(why) => return again(&app, ctx, &actor, (office, month), why).await,
    };
    let (today, rules, end, reports) = (app.today(), known.rules, known.end, known.reports);
    let written = app.store.write(&actor, move |tx| {
        let (mut end, by) = (end.clone(), signature(tx));
        end.fill(by, (seen, is), unmended, (today, &rules)).map_err(Stopped::Step)?;
        let taken = proof.take(tx)?;
        Ok(month_end::fill(tx, &end, &text, reports, &taken)?)
    });
    answer(&app, ctx, &actor, (office, month), written.await, "months-done-filled").await
}

/// `POST …/signature`: the head signs.
pub async fn sign(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, month)): Path<(Office, Month)>,
    Form(looked): Form<Looked>,
) -> Result<Response, WebError> {
    let seen: Digest = looked.digest.parse().map_err(|_| WebError::BadRequest)?;
    let proof = match code::prove(&app, &actor, &looked.code, Accepts::Fresh).await? {
        Ok(proof) => proof,
        Err(why) => return again(&app, ctx, &actor, (office, month), why).await,
    };
    let written = app.store.write(&actor, move |tx| {
        let mut end = month_end::of(tx, office, month)?;
        let (by, actor) = (signature(tx), tx.actor().clone());
        end.sign(&actor, by, seen).map_err(Stopped::Step)?;
        let taken = proof.take(tx)?;
        Ok(month_end::sign(tx, &end, &taken)?)
    });
    answer(&app, ctx, &actor, (office, month), written.await, "months-done-signed").await
}

/// `POST …/return`: the head sends it back.
pub async fn send_back(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, month)): Path<(Office, Month)>,
    Form(because): Form<Because>,
) -> Result<Response, WebError> {
    let written = app.store.write(&actor, move |tx| {
        let mut end = month_end::of(tx, office, month)?;
        let reason = end.send_back(&because.reason).map_err(Stopped::Step)?;
        Ok(month_end::send_back(tx, &end, &reason)?)
    });
    answer(&app, ctx, &actor, (office, month), written.await, "months-done-sent-back").await
}

/// `POST …/correction`: a frozen month is opened as its next version.
pub async fn correct(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, month)): Path<(Office, Month)>,
    Form(because): Form<Because>,
) -> Result<Response, WebError> {
    let written = app.store.write(&actor, move |tx| {
        let next = month_end::of(tx, office, month)?.correct(&because.reason).map_err(Stopped::Step)?;
        Ok(month_end::open(tx, &next)?)
    });
    answer(&app, ctx, &actor, (office, month), written.await, "months-done-opened").await
}

/// The same page, with what is wrong about the code.
async fn again(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    of: (Office, Month),
    why: code::Refusal,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    problems.add("code", why.said(&ctx));
    month_page(app, ctx, actor, of, problems).await
}

async fn answer(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, month): (Office, Month),
    written: Result<(), Stopped>,
    key: &str,
) -> Result<Response, WebError> {
    let why = match written {
        Ok(()) => return Ok(done(&address(office, month), key)),
        Err(Stopped::Fault(fault)) => return Err(fault),
        Err(Stopped::Step(why)) => why,
    };
    let text = match &why {
        CannotClose::Denied(denied) => return Err((*denied).into()),
        // Somebody else was faster: what was looked at is no longer so.
        CannotClose::OtherFigures => return Err(WebError::Conflict),
        CannotClose::State(other) => ctx.t_with("months-why-state", &[("state", state(&ctx, *other))]),
        CannotClose::TooEarly { from } => ctx.t_with("months-too-early", &[("day", ctx.day(*from))]),
        CannotClose::Unmended(n) => ctx.t_n("months-mend-first", *n),
        CannotClose::NoReason => ctx.t("months-why-no-reason"),
    };
    let mut problems = Problems::default();
    problems.add(if why == CannotClose::NoReason { "reason" } else { "sign" }, text);
    month_page(app, ctx, actor, (office, month), problems).await
}
