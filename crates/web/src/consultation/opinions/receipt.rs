//! `GET …/opinions/{opinion}/receipt`: the code that whoever said it takes along, to print or to read out. It says nothing of
//! what was said.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use linli_domain::consultation::OpinionId;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_store::consultation::{opinion, receipt};
use linli_store::register::neighbourhood;

use super::{address, crumbs, root};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Crumb, Ctx, page, qr};

#[derive(Template)]
#[template(path = "consultation/opinions/receipt.html")]
struct ReceiptPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    code: String,
    qr: Option<String>,
    where_to: String,
    due: String,
    another: String,
    opinion: String,
    may_read: bool,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, OpinionId)>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let one = opinion::get(tx, office, id)?;
        let n = neighbourhood::get(tx, office, one.address.neighbourhood)?;
        Ok::<_, WebError>((one, n, receipt::secret(tx, office)?))
    });
    let (one, n, secret) = read.await?;
    actor.may(Act::RecordOpinion, &n.place())?;
    let code = secret.ok_or(WebError::NotFound)?.receipt(id).to_string();
    let site = qr::site(&app.config, &headers).unwrap_or_default();
    Ok(page(&ReceiptPage {
        crumbs: crumbs(&ctx, office),
        qr: qr::drawn(&format!("{site}/receipt/{code}"), &ctx.t("opinions-receipt-qr")),
        where_to: ctx.t_with("opinions-receipt-where", &[("address", format!("{site}/receipt"))]),
        due: ctx.t_with("opinions-due-on", &[("day", ctx.day(one.standing.due))]),
        another: format!("{}/new?of={}", root(office), n.id),
        opinion: address(office, id),
        may_read: actor.may(Act::ReadOpinions, &n.place()).is_ok(),
        code,
        ctx,
    }))
}
