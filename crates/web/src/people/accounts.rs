//! The accounts of an office (账号管理). Whoever keeps them reads no register, and nobody keeps their own.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::account::{NewAccount, SignInName, person_name};
use linli_domain::kernel::people::{AccountId, Actor, Role};
use linli_domain::kernel::{Office, Timestamp};
use linli_domain::register::Neighbourhood;
use linli_store::people::account::{self, Account};
use linli_store::people::grant::{self, Given};
use linli_store::people::identity::{self, Connected};
use linli_store::people::second_factor::{self, Kept};
use serde::Deserialize;

use super::roles::RoleForm;
use super::{password, scopes, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Paging, Problems, Tone, page, page_with};

/// Accounts on one page of the list.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "people/accounts.html")]
struct ListPage {
    ctx: Ctx,
    office: Office,
    search: Field,
    rows: Vec<Row>,
    paging: Paging,
}

struct Row {
    account: Account,
    roles: Vec<String>,
    locked: bool,
    /// May do what nobody does with a password alone, and keeps no second factor.
    lacks_factor: bool,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    /// The id of the last account of the page before.
    after: Option<AccountId>,
}

/// `GET /desk/{office}/accounts`: who works here is personal, so that somebody looked is written down.
pub async fn list(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (word, after, now) = (asked.q.clone(), asked.after, app.now());
    let read = app.store.write(&actor, move |tx| {
        let after = after.map(|id| account::get(tx, office, id)).transpose()?;
        let after = after.as_ref().map(|account| (account.name_key.as_str(), account.id));
        let accounts = account::list(tx, office, &word, after, PAGE + 1)?;
        let ends = accounts.first().zip(accounts.last());
        let ends = ends.map(|(first, last)| (first.name_key.clone(), last.name_key.clone()));
        let held = match ends {
            Some((first, last)) => (
                grant::held_between(tx, office, &first, &last)?,
                second_factor::keepers_between(tx, office, &first, &last)?,
            ),
            None => Default::default(),
        };
        tx.record("accounts.listed", office, serde_json::json!({ "word": word }));
        Ok::<_, linli_store::Error>((accounts, held))
    });
    let (mut accounts, (held, keepers)) = read.await?;
    let more = accounts.len() > PAGE;
    accounts.truncate(PAGE);
    let next = accounts.last().filter(|_| more).map(|last| ctx.here_with("after", &last.id.to_string()));
    let paging = Paging { previous: None, next, shown: ctx.t_n("people-accounts-shown", accounts.len()) };
    let rows = accounts.into_iter().map(|account| row(&ctx, office, account, (&held, &keepers), now)).collect();
    let search = Field::new("q", ctx.t("people-search")).kind("search").value(asked.q).quiet();
    Ok(page(&ListPage { ctx, office, search, rows, paging }))
}

fn row(ctx: &Ctx, office: Office, account: Account, (held, keepers): (&[Given], &[AccountId]), now: Timestamp) -> Row {
    let own: Vec<Given> = held.iter().filter(|given| given.account == account.id).cloned().collect();
    let roles = words::roles(ctx, &own);
    let locked = account.locked_until.is_some_and(|until| now < until);
    let grants = own.iter().map(|given| given.grant).collect();
    let actor = Actor { account: account.id, office, name: account.name.clone(), grants };
    let lacks_factor = account.stopped_at.is_none() && actor.needs_second_factor() && !keepers.contains(&account.id);
    Row { account, roles, locked, lacks_factor }
}

#[derive(Template)]
#[template(path = "people/account_new.html")]
struct NewPage {
    ctx: Ctx,
    office: Office,
    problems: Problems,
    fields: [Field; 2],
}

impl NewPage {
    fn new(ctx: Ctx, office: Office, problems: Problems, form: &NewForm) -> Self {
        let fields = [
            Field::new("name", ctx.t("people-name")).value(&form.name).required().problem(&problems),
            Field::new("sign_in", ctx.t("people-sign-in-name"))
                .hint(ctx.t_with("people-new-sign-in-hint", &[("office", office)]))
                .value(&form.sign_in)
                .required()
                .problem(&problems),
        ];
        Self { ctx, office, problems, fields }
    }
}

#[derive(Default, Deserialize)]
pub struct NewForm {
    name: String,
    sign_in: String,
}

/// `GET /desk/{office}/accounts/new`
pub async fn new(ctx: Ctx, OfficeOf(office): OfficeOf) -> Response {
    page(&NewPage::new(ctx, office, Problems::default(), &NewForm::default()))
}

/// A password for once: shown on this page and nowhere else, and never kept.
#[derive(Template)]
#[template(path = "people/once.html")]
struct OncePage {
    ctx: Ctx,
    office: Office,
    id: AccountId,
    name: String,
    sign_in: SignInName,
    password: String,
}

/// `POST /desk/{office}/accounts`
pub async fn create(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(form): Form<NewForm>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let again =
        |ctx, problems| Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &NewPage::new(ctx, office, problems, &form)));
    let name = person_name(&form.name).map_err(|why| problems.add("name", words::bad_account(&ctx, why)));
    let sign_in = own_name(&form.sign_in, office);
    if sign_in.is_none() {
        problems.add("sign_in", ctx.t("people-bad-sign-in"));
    }
    let (Ok(name), Some(sign_in)) = (name, sign_in) else { return again(ctx, problems) };

    let once = password::once()?;
    let hash = app.hasher.hash(once.clone()).await?;
    let new = NewAccount { id: AccountId::new(), sign_in, name };
    let kept = new.clone();
    match app.store.write(&actor, move |tx| account::add(tx, &kept, &hash)).await {
        Ok(()) => {
            let NewAccount { id, sign_in, name } = new;
            Ok(page(&OncePage { ctx, office, id, name, sign_in, password: once.expose().to_owned() }))
        }
        Err(linli_store::Error::Duplicate) => {
            problems.add("sign_in", ctx.t("people-name-taken"));
            again(ctx, problems)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// With or without the office; another office than this is no name here.
fn own_name(typed: &str, office: Office) -> Option<SignInName> {
    SignInName::typed(typed, Some(office)).ok().filter(|name| name.office() == office)
}

#[derive(Template)]
#[template(path = "people/account.html")]
struct AccountPage {
    ctx: Ctx,
    /// The address of this account.
    here: String,
    crumbs: [Crumb; 1],
    account: Account,
    locked: bool,
    own: bool,
    grants: Vec<Held>,
    problems: Problems,
    name: Field,
    role: Field,
    scope: Field,
    neighbourhood: Field,
    factor: Option<Kept>,
    reason: Field,
    identity: Option<Connected>,
    why: Field,
}

struct Held {
    given: Given,
    role: String,
    place: String,
}

/// `GET /desk/{office}/accounts/{account}`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AccountId)>,
) -> Result<Response, WebError> {
    account_page(&app, ctx, actor, (office, id), Again::default()).await
}

/// What came back with a form that has to be filled in again.
#[derive(Default)]
pub(super) struct Again {
    pub problems: Problems,
    pub role: RoleForm,
    /// Neighbourhoods that fit what was typed.
    pub fitting: Vec<Neighbourhood>,
}

/// The page of one account, perhaps with what was wrong with a form on it.
pub(super) async fn account_page(
    app: &App,
    ctx: Ctx,
    actor: Actor,
    (office, id): (Office, AccountId),
    again: Again,
) -> Result<Response, WebError> {
    let Again { problems, role: typed, fitting } = again;
    let read = app.store.write(&actor, move |tx| {
        let account = account::get(tx, office, id)?;
        tx.record("account.read", id, ());
        let factor = second_factor::of(tx, office, id)?;
        let kept = (factor, identity::of(tx, office, id)?);
        Ok::<_, linli_store::Error>((account, grant::history(tx, office, id)?, scopes::divisions(tx, office)?, kept))
    });
    let (account, history, divisions, (factor, identity)) = read.await?;
    // Nothing is chosen beforehand: a role should not be given by a press too many.
    let choose = std::iter::once(("", ctx.t("people-role-choose")));
    let roles = choose.chain(Role::ALL.map(|role| (role.as_str(), words::role(&ctx, role))));
    let grants = history.into_iter().map(|given| Held {
        role: words::role(&ctx, given.grant.role),
        place: words::place(&ctx, &given),
        given,
    });
    let shown = AccountPage {
        here: format!("/desk/{office}/accounts/{id}"),
        crumbs: [Crumb::new(ctx.t("shell-nav-accounts"), format!("/desk/{office}/accounts"))],
        locked: account.locked_until.is_some_and(|until| app.now() < until),
        own: account.id == actor.account,
        grants: grants.collect(),
        name: Field::new("name", ctx.t("people-name")).value(&account.name).required().problem(&problems),
        role: Field::new("role", ctx.t("people-role"))
            .kind("select")
            .options(roles)
            .value(typed.role)
            .required()
            .problem(&problems),
        scope: scopes::field(&ctx, office, &divisions, typed.scope).problem(&problems),
        neighbourhood: scopes::neighbourhood_field(&ctx, typed.neighbourhood, &fitting).problem(&problems),
        factor,
        reason: Field::new("reason", ctx.t("people-factor-reset-reason")).required().problem(&problems),
        identity,
        why: Field::new("why", ctx.t("people-factor-reset-reason")).required().problem(&problems),
        account,
        ctx,
        problems,
    };
    let status = if shown.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page_with(status, &shown))
}

#[derive(Deserialize)]
pub struct NameForm {
    name: String,
}

/// `POST /desk/{office}/accounts/{account}/name`
pub async fn rename(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AccountId)>,
    Form(form): Form<NameForm>,
) -> Result<Response, WebError> {
    let name = match person_name(&form.name) {
        Ok(name) => name,
        Err(why) => {
            let mut problems = Problems::default();
            problems.add("name", words::bad_account(&ctx, why));
            let again = Again { problems, ..Again::default() };
            return account_page(&app, ctx, actor, (office, id), again).await;
        }
    };
    app.store.write(&actor, move |tx| account::rename(tx, id, &name)).await?;
    Ok(done(office, id, "renamed"))
}

/// `POST /desk/{office}/accounts/{account}/stop`
pub async fn stop(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AccountId)>,
) -> Result<Response, WebError> {
    actor.may_keep(id)?;
    app.store.write(&actor, move |tx| account::stop(tx, id)).await?;
    Ok(done(office, id, "stopped"))
}

/// `POST /desk/{office}/accounts/{account}/reopen`
pub async fn reopen(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AccountId)>,
) -> Result<Response, WebError> {
    actor.may_keep(id)?;
    app.store.write(&actor, move |tx| account::reopen(tx, id)).await?;
    Ok(done(office, id, "reopened"))
}

/// `POST /desk/{office}/accounts/{account}/password`: a new password for once; every session of the account ends.
pub async fn reset(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AccountId)>,
) -> Result<Response, WebError> {
    actor.may_keep(id)?;
    let once = password::once()?;
    let hash = app.hasher.hash(once.clone()).await?;
    let done = app.store.write(&actor, move |tx| {
        account::reset(tx, id, &hash)?;
        account::get(tx, office, id)
    });
    let Account { name, sign_in, .. } = done.await?;
    Ok(page(&OncePage { ctx, office, id, name, sign_in, password: once.expose().to_owned() }))
}

pub(super) fn done(office: Office, id: AccountId, what: &str) -> Response {
    Redirect::to(&format!("/desk/{office}/accounts/{id}?done=people-done-{what}")).into_response()
}
