//! `GET …/matrix`: symptoms and medicine (对症下药表): each need with the items that answer it; what nobody answers and what nobody
//! asked for stand out.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::planning::VersionId;
use linli_domain::planning::plan::{NeedRow, State as Stands};
use linli_store::planning::plan::{self, Known};

use super::super::words;
use super::{address, crumbs_of, item_address};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Crumb, Ctx, page};

#[derive(Template)]
#[template(path = "planning/plans/matrix.html")]
struct MatrixPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    lead: String,
    rows: Vec<Row>,
    unasked: Vec<(String, String)>,
    may_keep: bool,
}

struct Row {
    id: String,
    /// The opinions behind it, for who reads them.
    href: Option<String>,
    title: String,
    work: String,
    homes: String,
    urgent: bool,
    answers: Vec<(String, String)>,
    reserve: Vec<(String, String)>,
    reason: String,
    open: bool,
    basic: bool,
    add: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
) -> Result<Response, WebError> {
    let today = app.today();
    let known = app.store.read(move |tx| plan::know(tx, office, id, today)).await?;
    actor.may(Act::ReadPlans, &known.place.place())?;
    let matrix = known.matrix();
    let answered = matrix.rows.iter().filter(|row| row.is_answered()).count();
    let counts = [("answered", ctx.number(answered)), ("all", ctx.number(matrix.rows.len()))];
    let title = |item| known.items.iter().find(|one| one.id == item).map_or("", |one| one.title.as_str()).to_owned();
    let reads = actor.may(Act::ReadOpinions, &known.place.place()).is_ok();
    let shown = MatrixPage {
        crumbs: crumbs_of(&ctx, office, &known),
        here: address(office, id),
        lead: ctx.t_with("plans-matrix-lead", &counts),
        unasked: matrix.unasked.iter().map(|item| (item_address(office, id, *item), title(*item))).collect(),
        may_keep: known.version.state == Stands::Draft && actor.may(Act::KeepPlans, &known.place.place()).is_ok(),
        rows: matrix.rows.iter().map(|one| row(&ctx, office, &known, one, reads)).collect(),
        ctx,
    };
    Ok(page(&shown))
}

fn row(ctx: &Ctx, office: Office, known: &Known, one: &NeedRow, reads: bool) -> Row {
    let (need, version) = (&one.need, known.version.id);
    let named = |at: &Vec<usize>| {
        let items = at.iter().filter_map(|at| known.items.get(*at));
        items.map(|item| (item_address(office, version, item.id), item.title.clone())).collect()
    };
    let class = known.catalogue.item(&need.facts.item).map(|work| work.class.as_str());
    Row {
        id: need.id.to_string(),
        href: reads.then(|| format!("/desk/{office}/needs/{}", need.id)),
        title: need.facts.title.clone(),
        work: words::work(ctx, &known.catalogue, &need.facts.item),
        homes: ctx.t_n("needs-households", need.weight.households),
        urgent: need.urgency() == linli_domain::consultation::need::Urgency::Urgent,
        answers: named(&one.answered_by),
        reserve: named(&one.reserve),
        reason: one.reason.clone().unwrap_or_default(),
        open: one.is_open(),
        basic: class == Some("basic"),
        add: format!("{}/items/new?need={}", address(office, version), need.id),
    }
}
