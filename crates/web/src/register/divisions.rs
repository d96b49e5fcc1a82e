//! Towns and communities of an office (行政区划), with the number of neighbourhoods in each: to read and to go on from.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{DivisionCode, Level};
use linli_store::register::listing::{self, Reach};

use super::words::Names;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, SignedIn};
use crate::shell::{Crumb, Ctx, page};

#[derive(Template)]
#[template(path = "register/divisions.html")]
struct DivisionsPage {
    ctx: Ctx,
    crumbs: [Crumb; 1],
    towns: Vec<Town>,
    total: String,
}

struct Town {
    name: String,
    code: String,
    count: i64,
    shown: String,
    href: String,
    communities: Vec<Town>,
}

/// `GET /desk/{office}/divisions`. Two statements.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let reach = Reach::of(&actor, Act::ReadRegister, office);
    let read = app.store.read(move |tx| {
        Ok::<_, linli_store::Error>((Names::read(tx, office)?, listing::counts_by_division(tx, office, &reach)?))
    });
    let (names, counts) = read.await?;
    let counts: BTreeMap<DivisionCode, i64> = counts.into_iter().collect();
    let total: i64 = counts.values().sum();
    let root = super::root(office);
    let line = |code: DivisionCode, communities: Vec<Town>| {
        let count = counts.iter().filter(|(at, _)| code.contains(**at)).map(|(_, n)| n).sum();
        Town {
            name: names.of(code),
            code: code.to_string(),
            count,
            shown: ctx.t_n("register-count", count),
            href: format!("{root}?town={code}"),
            communities,
        }
    };
    let town = |code: DivisionCode| {
        let below = names.all.iter().filter(|d| d.code.level() == Level::Community && code.contains(d.code));
        line(code, below.map(|d| line(d.code, Vec::new())).collect())
    };
    let towns = names.towns().map(|d| town(d.code)).collect();
    let crumbs = [Crumb::new(ctx.t("shell-nav-register"), root.clone())];
    Ok(page(&DivisionsPage { crumbs, towns, total: ctx.t_n("register-count", total), ctx }))
}
