//! What of residents is due (到期的记录), one by one, so that somebody may look before it goes.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::oversight::retention::Kind;
use linli_store::oversight::retention::{self, At, Waiting};
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Paging, page};

/// Records on one page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "oversight/due.html")]
struct DuePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    /// Day, place, and the page of it for who may read that.
    rows: Vec<(String, String, Option<String>)>,
    paging: Paging,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    key: String,
    after: String,
}

/// `GET …/retention/due/{kind}`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, kind)): Path<(Office, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let kind = kind.parse().ok().filter(|kind| KINDS.contains(kind)).ok_or(WebError::NotFound)?;
    let (today, first) = (app.today(), asked.after.is_empty());
    let after = (!first).then_some((asked.key, asked.after));
    let read = app.store.read(move |tx| {
        let rules = retention::rules(tx, office, today)?;
        retention::waiting(tx, office, kind, (&rules, today), after.clone(), PAGE + 1)
    });
    let all = read.await?;
    let root = format!("/desk/{office}/retention");
    let here = format!("{root}/due/{}", kind.as_str());
    let last = all.get(PAGE - 1).filter(|_| all.len() > PAGE);
    let row = |one: &Waiting| (ctx.day(one.over), one.place.clone(), read_at(&actor, office, one));
    let shown = DuePage {
        title: ctx.t(format!("retention-due-{}", kind.as_str())),
        rows: all.iter().take(PAGE).map(row).collect(),
        paging: Paging {
            previous: (!first).then(|| here.clone()),
            next: last.map(|last| format!("{here}?key={}&after={}", last.key, last.record)),
            shown: String::new(),
        },
        crumbs: vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("retention-title"), root)],
        ctx,
    };
    Ok(page(&shown))
}

/// Of which kinds there is a list.
pub(super) const KINDS: [Kind; 4] = [Kind::Opinions, Kind::Visits, Kind::Submissions, Kind::Owners];

fn read_at(actor: &Actor, office: Office, one: &Waiting) -> Option<String> {
    let (act, path) = match one.at {
        At::Opinion => (Act::ReadOpinions, format!("opinions/{}", one.record)),
        At::Door(campaign, dwelling) => (Act::RunSurveys, format!("surveys/{campaign}/doors/{dwelling}")),
        At::Owner(of, dwelling) => (Act::ReadOwners, format!("register/{of}/owners/{dwelling}")),
        At::Form(form) => (Act::ReadForms, format!("forms/{form}/submissions/{}", one.record)),
    };
    actor.may_enter(act, office).ok()?;
    Some(format!("/desk/{office}/{path}"))
}
