//! Every campaign of an office, the latest first.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::survey::CampaignId;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Date, Office};
use linli_store::consultation::survey;
use serde::Deserialize;

use super::{address, root, window};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Paging, page};

const PAGE: usize = 30;

#[derive(Template)]
#[template(path = "consultation/survey/campaigns.html")]
struct CampaignsPage {
    ctx: Ctx,
    rows: Vec<Row>,
    slips: String,
    /// Where a campaign is opened, for who may.
    new: Option<String>,
    paging: Paging,
}

struct Row {
    name: String,
    href: String,
    window: String,
    state: &'static str,
    look: &'static str,
    neighbourhoods: i64,
    members: i64,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    opens: Option<Date>,
    before: Option<CampaignId>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let from = asked.opens.zip(asked.before);
    let mut all = app.store.read(move |tx| survey::list(tx, office, from, PAGE + 1)).await?;
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let today = app.today();
    let here = root(office);
    let next = all.last().filter(|_| more).map(|last| format!("{here}?opens={}&before={}", last.opens, last.id));
    let paging = Paging { previous: from.map(|_| here.clone()), next, shown: String::new() };
    let shown = CampaignsPage {
        rows: all.iter().map(|one| row(&ctx, office, one, today)).collect(),
        slips: format!("/desk/{office}/slips"),
        new: actor.may_enter(Act::RunSurveys, office).is_ok().then(|| format!("{here}/new")),
        paging,
        ctx,
    };
    Ok(page(&shown))
}

fn row(ctx: &Ctx, office: Office, one: &survey::Listed, today: Date) -> Row {
    let (state, look) = state(one.opens, one.closes, one.closed_on, today);
    Row {
        name: one.name.clone(),
        href: address(office, one.id),
        window: window(ctx, one.opens, one.closes),
        state,
        look,
        neighbourhoods: one.neighbourhoods,
        members: one.members,
    }
}

/// The words for where a campaign stands, and their colour.
pub(super) fn state(opens: Date, closes: Date, closed_on: Option<Date>, today: Date) -> (&'static str, &'static str) {
    if closed_on.is_some() {
        ("survey-state-closed", "grey")
    } else if today < opens {
        ("survey-state-ahead", "grey")
    } else if today > closes {
        ("survey-state-over", "red")
    } else {
        ("survey-state-open", "teal")
    }
}
