//! One body: who sits in it now and who did, a member named, the name changed, the body dissolved.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor, Place};
use linli_domain::kernel::text::clean_line;
use linli_domain::organisation::body::LONGEST_NAME;
use linli_domain::organisation::task::Person;
use linli_domain::organisation::term::{Chosen, LONGEST_REASON, Post, Seat, Standing};
use linli_domain::organisation::{Body, BodyId, Term, TermId};
use linli_domain::register::Neighbourhood;
use linli_store::organisation::{body, task, term};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::words::Row;
use super::{address, crumbs, form_id, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "organisation/body.html")]
struct BodyPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    name: String,
    kind: String,
    since: String,
    until: Option<String>,
    /// The neighbourhood whose residents it is of.
    of: Option<(String, String)>,
    residents: bool,
    now: Vec<Row>,
    before: Vec<Row>,
    may_keep: bool,
    /// The id that the next member's term will have.
    next: String,
    member: Vec<Field>,
    rename: Field,
    dissolve: Vec<Field>,
    problems: Problems,
}

/// A member as somebody typed one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub(super) id: String,
    name: String,
    title: String,
    post: String,
    standing: String,
    chosen: String,
    contact: String,
    account: String,
    from: String,
    until: String,
}

impl Draft {
    /// An empty one, from today on.
    pub(super) fn from_today(app: &App) -> Self {
        Self { id: TermId::new().to_string(), from: app.today().to_string(), ..Self::default() }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    body_name: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Gone {
    on: String,
    reason: String,
}

/// What the page stands on. Four statements.
pub(super) struct Known {
    pub body: Body,
    pub of: Option<Neighbourhood>,
    pub terms: Vec<Term>,
    pub people: Vec<Person>,
}

impl Known {
    /// Where the body is, for the question who may.
    pub(super) fn place(&self, office: Office) -> Place {
        let at = Place { division: self.body.division, ..Place::office(office) };
        self.of.as_ref().map_or(at, Neighbourhood::place)
    }
}

pub(super) async fn know(app: &App, office: Office, id: BodyId) -> Result<Known, WebError> {
    let read = app.store.read(move |tx| {
        let body = body::get(tx, office, id)?;
        let of = body.neighbourhood.map(|of| neighbourhood::get(tx, office, of)).transpose()?;
        let terms = term::of_body(tx, office, id)?;
        Ok::<_, WebError>(Known { body, of, terms, people: task::people(tx, office, Act::WorkTasks.roles())? })
    });
    read.await
}

/// Who reads a residents' body may read its neighbourhood's; bodies of the office are open to all who read any.
pub(super) fn may_read(actor: &Actor, known: &Known) -> Result<(), WebError> {
    known.of.as_ref().map_or(Ok(()), |of| Ok(actor.may(Act::ReadOrganisation, &of.place())?))
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, BodyId)>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    may_read(&actor, &known)?;
    let draft = Draft::from_today(&app);
    Ok(body_page(&app, ctx, &actor, office, &known, &draft, &Gone::default(), Problems::default()))
}

#[allow(clippy::too_many_arguments, reason = "three forms stand on one page")]
fn body_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    known: &Known,
    draft: &Draft,
    gone: &Gone,
    problems: Problems,
) -> Response {
    let (body, today) = (&known.body, app.today());
    let row = |term: &Term| Row::of(&ctx, office, term, today);
    let rows = |over: bool| known.terms.iter().filter(|term| term.ended.is_some() == over).map(row).collect();
    let on = if gone.on.is_empty() { today.to_string() } else { gone.on.clone() };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let keeps = actor.may(Act::KeepOrganisation, &known.place(office)).is_ok();
    let link = |of: &Neighbourhood| {
        (format!("{}/organisation", crate::register::address(office, of.id)), of.facts.name.clone())
    };
    let shown = BodyPage {
        crumbs: crumbs(&ctx, office),
        here: address(office, body.id),
        name: body.name.clone(),
        kind: words::kind(&ctx, body.kind),
        since: ctx.day(body.set_up_on),
        until: body.dissolved_on.map(|day| ctx.day(day)),
        of: known.of.as_ref().map(link),
        residents: body.kind.is_of_residents(),
        now: rows(false),
        before: rows(true),
        may_keep: keeps && body.dissolved_on.is_none(),
        next: draft.id.clone(),
        member: member_fields(&ctx, &known.people, body.kind.is_of_residents(), draft, &problems),
        rename: Field::new("body_name", ctx.t("organisation-body")).value(&body.name).problem(&problems).required(),
        dissolve: vec![
            Field::new("on", ctx.t("organisation-dissolved-on")).kind("date").value(on).problem(&problems).required(),
            Field::new("reason", ctx.t("organisation-reason")).value(&gone.reason).problem(&problems).required(),
        ],
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// The fields of a term; residents sit as one of four kinds.
pub(super) fn member_fields(
    ctx: &Ctx,
    people: &[Person],
    residents: bool,
    draft: &Draft,
    problems: &Problems,
) -> Vec<Field> {
    let accounts = people.iter().map(|person| (person.account.to_string(), person.name.clone()));
    let none = (String::new(), ctx.t("organisation-no-account"));
    let mut fields = vec![
        Field::new("name", ctx.t("organisation-name")).value(&draft.name).required(),
        Field::new("title", ctx.t("organisation-title")).hint(ctx.t("organisation-title-hint")).value(&draft.title),
        Field::new("post", ctx.t("organisation-post"))
            .kind("select")
            .options(Post::ALL.map(|post| (post.as_str(), words::post(ctx, post))))
            .value(if draft.post.is_empty() { Post::Member.as_str() } else { &draft.post })
            .required(),
    ];
    if residents {
        let kinds = Standing::ALL.map(|kind| (kind.as_str().to_owned(), words::standing(ctx, kind)));
        let choose = (String::new(), ctx.t("organisation-choose"));
        let standing = Field::new("standing", ctx.t("organisation-standing")).kind("select");
        fields.push(standing.options(std::iter::once(choose).chain(kinds)).value(&draft.standing).required());
        let ways = Chosen::ALL.map(|one| (one.as_str().to_owned(), words::chosen(ctx, one)));
        let open = (String::new(), ctx.t("organisation-chosen-open"));
        let chosen = Field::new("chosen", ctx.t("organisation-chosen")).kind("select");
        fields.push(chosen.options(std::iter::once(open).chain(ways)).value(&draft.chosen));
    }
    fields.push(
        Field::new("contact", ctx.t("organisation-contact"))
            .hint(ctx.t("organisation-contact-hint"))
            .value(&draft.contact),
    );
    fields.push(Field::new("from", ctx.t("organisation-from")).kind("date").value(&draft.from).required());
    fields.push(
        Field::new("until", ctx.t("organisation-until"))
            .kind("date")
            .hint(ctx.t("organisation-until-hint"))
            .value(&draft.until),
    );
    fields.push(
        Field::new("account", ctx.t("organisation-account"))
            .kind("select")
            .options(std::iter::once(none).chain(accounts))
            .value(&draft.account)
            .quiet(),
    );
    fields.into_iter().map(|field| field.problem(problems)).collect()
}

/// The term that somebody typed; its problems are added where it cannot be read.
pub(super) fn typed(
    ctx: &Ctx,
    draft: &Draft,
    seat: Seat,
    people: &[Person],
    problems: &mut Problems,
) -> Result<Option<Term>, WebError> {
    let account = match draft.account.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| WebError::BadRequest)?),
    };
    if account.is_some_and(|id| people.iter().all(|person| person.account != id)) {
        return Err(WebError::BadRequest);
    }
    let from = words::day(ctx, "from", &draft.from, problems);
    let until = words::optional_day(ctx, "until", &draft.until, problems);
    let Some(from) = from.filter(|_| problems.is_empty()) else { return Ok(None) };
    Ok(Some(Term {
        id: form_id(&draft.id, TermId::new)?,
        seat,
        name: draft.name.as_str().into(),
        title: Some(draft.title.as_str().into()),
        account,
        post: draft.post.parse().unwrap_or(Post::Member),
        standing: draft.standing.parse().ok(),
        chosen: draft.chosen.parse().ok(),
        contact: Some(draft.contact.as_str().into()),
        from,
        until,
        ended: None,
    }))
}

/// `POST …/members`: names a member.
pub async fn add(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, BodyId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    actor.may(Act::KeepOrganisation, &known.place(office))?;
    let (mut problems, today) = (Problems::default(), app.today());
    if let Some(term) = typed(&ctx, &draft, Seat::Body(id), &known.people, &mut problems)? {
        let written = app.store.write(&actor, move |tx| {
            // A form that was sent twice adds one; one that was sent back with another name adds that one too.
            let sent = term::find(tx, office, term.id)?;
            if sent.as_ref().is_some_and(|there| there.says_the_same(&term)) {
                return Ok(Ok(()));
            }
            let term = Term { id: if sent.is_some() { TermId::new() } else { term.id }, ..term.clone() };
            let body = body::get(tx, office, id)?;
            if body.dissolved_on.is_none() {
                body::hold(tx, id)?;
            }
            let mut running = term::of_body(tx, office, id)?;
            running.retain(|term| term.ended.is_none());
            match term.in_body(&body, &running, today) {
                Ok(term) => term::begin(tx, &term).map(Ok),
                Err(why) => Ok::<_, linli_store::Error>(Err(why)),
            }
        });
        match written.await? {
            Ok(()) => return Ok(done(&address(office, id), "organisation-done-named")),
            Err(why) => {
                let (field, text) = words::bad_term(&ctx, why);
                problems.add(field, text);
            }
        }
    }
    Ok(body_page(&app, ctx, &actor, office, &known, &draft, &Gone::default(), problems))
}

/// `POST …/name`: another name for the same body.
pub async fn rename(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, BodyId)>,
    Form(named): Form<Named>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    actor.may(Act::KeepOrganisation, &known.place(office))?;
    let name = clean_line(&named.body_name);
    if !(2..=LONGEST_NAME).contains(&name.chars().count()) {
        let mut problems = Problems::default();
        problems.add("body_name", ctx.t("organisation-why-body-name"));
        let draft = Draft::from_today(&app);
        return Ok(body_page(&app, ctx, &actor, office, &known, &draft, &Gone::default(), problems));
    }
    app.store.write(&actor, move |tx| body::rename(tx, id, &name)).await?;
    Ok(done(&address(office, id), "organisation-done-renamed"))
}

/// `POST …/dissolution`: the body goes, and whoever sits in it.
pub async fn dissolve(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, BodyId)>,
    Form(gone): Form<Gone>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    actor.may(Act::KeepOrganisation, &known.place(office))?;
    let mut problems = Problems::default();
    let on = words::day(&ctx, "on", &gone.on, &mut problems);
    let why: String = clean_line(&gone.reason).chars().take(LONGEST_REASON).collect();
    if why.is_empty() {
        problems.add("reason", ctx.t("organisation-why-no-reason"));
    }
    let mut body = known.body.clone();
    if on.is_some() && body.dissolved_on == on && problems.is_empty() {
        // Sent twice: it stands already.
        return Ok(done(&address(office, id), "organisation-done-dissolved"));
    }
    if let Some(on) = on.filter(|_| problems.is_empty()) {
        match body.dissolve(on, app.today()) {
            Ok(()) => {
                app.store.write(&actor, move |tx| body::dissolve(tx, &body, &why)).await?;
                return Ok(done(&address(office, id), "organisation-done-dissolved"));
            }
            Err(bad) => {
                let (field, text) = words::bad_body(&ctx, bad);
                problems.add(field, text);
            }
        }
    }
    let draft = Draft::from_today(&app);
    Ok(body_page(&app, ctx, &actor, office, &known, &draft, &gone, problems))
}
