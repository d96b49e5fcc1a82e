//! `/desk/{office}/register/{id}/organisation`: who answers for a neighbourhood: its leader in charge, its residents'
//! bodies, its running tasks.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::organisation::task::Person;
use linli_domain::organisation::term::Seat;
use linli_domain::organisation::{OrganisationRules, Task, Term, TermId};
use linli_domain::register::Neighbourhood;
use linli_store::organisation::body::Staffed;
use linli_store::organisation::{body, rules, task, term};
use linli_store::register::neighbourhood;

use super::body::{Draft, member_fields, typed};
use super::words::Row;
use super::{address, tasks, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::words::Names;
use crate::register::{Head, done};
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "organisation/leader.html")]
struct LeaderPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    head: Head,
    here: String,
    now: Option<Row>,
    /// Named by the register only, without a term of ours.
    registered: Option<String>,
    registered_body: Option<String>,
    before: Vec<Row>,
    bodies: Vec<BodyRow>,
    tasks: Vec<tasks::Row>,
    may_keep: bool,
    /// The id that the next leader's term will have.
    next: String,
    fields: Vec<Field>,
    new_body: String,
    /// Where a task for this neighbourhood is given, for who may.
    new_task: Option<String>,
    problems: Problems,
}

struct BodyRow {
    href: String,
    name: String,
    kind: String,
    head: String,
    members: String,
    since: String,
    until: Option<String>,
}

/// What the page stands on. Seven statements.
struct Known {
    of: Neighbourhood,
    names: Names,
    leaders: Vec<Term>,
    bodies: Vec<Staffed>,
    tasks: Vec<Task>,
    people: Vec<Person>,
    rules: OrganisationRules,
}

async fn know(app: &App, office: Office, id: NeighbourhoodId) -> Result<Known, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        Ok::<_, WebError>(Known {
            of: neighbourhood::get(tx, office, id)?,
            names: Names::read(tx, office)?,
            leaders: term::leaders(tx, office, id)?,
            bodies: body::of_neighbourhood(tx, office, id)?,
            tasks: task::of_neighbourhood(tx, office, id)?,
            people: task::people(tx, office, Act::WorkTasks.roles())?,
            rules: rules::of(tx, office, today)?,
        })
    });
    read.await
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    actor.may(Act::ReadOrganisation, &known.of.place())?;
    let draft = Draft::from_today(&app);
    Ok(leader_page(&app, ctx, &actor, &known, &draft, Problems::default()))
}

fn leader_page(app: &App, ctx: Ctx, actor: &Actor, known: &Known, draft: &Draft, problems: Problems) -> Response {
    let (of, today) = (&known.of, app.today());
    let (office, id) = (of.office, of.id);
    let row = |term: &Term| Row::of(&ctx, office, term, today);
    let now = known.leaders.iter().find(|term| term.ended.is_none());
    let body_row = |staffed: &Staffed| BodyRow {
        href: address(office, staffed.body.id),
        name: staffed.body.name.clone(),
        kind: words::kind(&ctx, staffed.body.kind),
        head: staffed.head.as_ref().map_or_else(|| "—".to_owned(), |head| ctx.personal(head)),
        members: ctx.t_n("organisation-sit", staffed.members),
        since: ctx.day(staffed.body.set_up_on),
        until: staffed.body.dissolved_on.map(|day| ctx.day(day)),
    };
    let fields = member_fields(&ctx, &known.people, false, draft, &problems);
    let stands = |staffed: &Staffed| staffed.body.dissolved_on.is_none();
    let head = Head::of(&ctx, &known.names, of, actor, today);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let gives = actor.may(Act::GiveTasks, &of.place()).is_ok() && of.merged_into.is_none();
    let shown = LeaderPage {
        crumbs: head.crumbs_below(),
        here: crate::register::address(office, id),
        now: now.map(row),
        registered: of.facts.leader.clone().filter(|_| now.is_none()),
        registered_body: of.facts.residents_body.clone().filter(|_| !known.bodies.iter().any(stands)),
        before: known.leaders.iter().filter(|term| term.ended.is_some()).map(row).collect(),
        bodies: known.bodies.iter().map(body_row).collect(),
        tasks: known.tasks.iter().map(|task| tasks::Row::of(&ctx, office, task, None, today, &known.rules)).collect(),
        may_keep: actor.may(Act::KeepOrganisation, &of.place()).is_ok() && of.merged_into.is_none(),
        next: draft.id.clone(),
        // A leader in charge has no post beside it.
        fields: fields.into_iter().filter(|field| field.name != "post").collect(),
        new_body: format!("{}/new?neighbourhood={id}", super::root(office)),
        new_task: gives.then(|| format!("/desk/{office}/tasks/new?neighbourhood={id}")),
        head,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// `POST …/leader`: names the leader in charge; the one before goes the same day.
pub async fn name(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    actor.may(Act::KeepOrganisation, &known.of.place())?;
    if known.of.merged_into.is_some() {
        return Err(WebError::Conflict);
    }
    let (mut problems, today) = (Problems::default(), app.today());
    if let Some(next) = typed(&ctx, &draft, Seat::Leader(id), &known.people, &mut problems)? {
        let written = app.store.write(&actor, move |tx| {
            // A form that was sent twice names one leader.
            let sent = term::find(tx, office, next.id)?;
            if sent.as_ref().is_some_and(|there| there.name == next.name && there.seat == next.seat) {
                return Ok(Ok(()));
            }
            let next = Term { id: if sent.is_some() { TermId::new() } else { next.id }, ..next.clone() };
            let before = term::leader(tx, office, id)?;
            let (next, before) = match next.as_leader(before, today) {
                Ok(both) => both,
                Err(why) => return Ok(Err(why)),
            };
            before.iter().try_for_each(|term| term::end(tx, term))?;
            term::begin(tx, &next)?;
            Ok::<_, linli_store::Error>(Ok(()))
        });
        match written.await? {
            Ok(()) => {
                let here = format!("{}/organisation", crate::register::address(office, id));
                return Ok(done(&here, "organisation-done-leader"));
            }
            Err(why) => {
                let (field, text) = words::bad_term(&ctx, why);
                problems.add(field, text);
            }
        }
    }
    Ok(leader_page(&app, ctx, &actor, &known, &draft, problems))
}
