//! `GET /desk`: where the work starts: what waits for this reader, how their register stands, where else they may go.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::offset;
use linli_domain::kernel::people::{Act, Actor, Scope};
use linli_domain::kernel::{Level, NeighbourhoodId, Office, Timestamp};
use linli_domain::register::{Division, Stage};
use linli_store::organisation::task::{self, Whose};
use linli_store::oversight::retention;
use linli_store::people::desk::{self, Mine};
use linli_store::people::grant;
use linli_store::register::listing::Reach;
use linli_store::register::{division, listing};
use linli_store::{Result, Tx, trail};

use super::words;
use crate::app::App;
use crate::error::WebError;
use crate::extract::SignedIn;
use crate::shell::{Ctx, page};

#[derive(Template)]
#[template(path = "people/desk.html")]
struct DeskPage {
    ctx: Ctx,
    hello: String,
    own: String,
    roles: Vec<String>,
    waiting: Vec<Task>,
    /// Neighbourhoods of the office by stage, for who reads all of them.
    stages: Vec<(&'static str, i64)>,
    mine: Vec<Mine>,
    register: String,
    pages: Vec<Leaf>,
    others: Vec<Door>,
}

/// Something that waits, and where it is done.
struct Task {
    text: String,
    href: String,
}

/// Another office and the pages of it that are open.
struct Door {
    name: String,
    pages: Vec<Leaf>,
}

/// A page of an office: the text key of its name, that of what it is for, and its address.
struct Leaf {
    name: &'static str,
    hint: &'static str,
    href: String,
}

/// What the store knows for this page: at most sixteen statements, however many offices there are.
struct Known {
    held: Vec<grant::Given>,
    names: Vec<Division>,
    offices: Vec<Office>,
    bulletins: desk::Bulletins,
    imports: i64,
    accounts: desk::Accounts,
    stages: Vec<(Stage, i64)>,
    mine: Vec<Mine>,
    lines: i64,
    /// Where a start waits for the reader's confirmation.
    to_confirm: Vec<NeighbourhoodId>,
    /// Personal data whose time is over.
    erasures: i64,
    /// Tasks that wait for the reader, and how many of them are overdue.
    tasks: (i64, i64),
    opinions: desk::Opinions,
}

pub async fn show(State(app): State<App>, ctx: Ctx, SignedIn(actor): SignedIn) -> Result<Response, WebError> {
    let (asked, now) = (actor.clone(), app.now());
    let known = app.store.read(move |tx| know(tx, &asked, now)).await?;
    let name = |office: Office| {
        let named = known.names.iter().find(|division| division.code == office.code());
        named.map_or_else(|| office.to_string(), |division| division.name.clone())
    };
    let others = known.offices.iter().filter(|office| **office != actor.office);
    let others = others.map(|office| Door { name: name(*office), pages: pages(&actor, *office) });
    Ok(page(&DeskPage {
        hello: ctx.t_with("people-desk-hello", &[("name", &actor.name)]),
        own: ctx.t_with("people-desk-office", &[("name", name(actor.office))]),
        roles: words::roles(&ctx, &known.held),
        waiting: waiting(&ctx, &actor, &known),
        stages: known.stages.iter().map(|(stage, count)| (stage_key(*stage), *count)).collect(),
        register: format!("/desk/{}/register", actor.office),
        pages: pages(&actor, actor.office),
        others: others.filter(|door| !door.pages.is_empty()).collect(),
        mine: known.mine,
        ctx,
    }))
}

fn know(tx: &mut Tx, actor: &Actor, now: Timestamp) -> Result<Known> {
    let (office, account) = (actor.office, actor.account);
    let could = |act| actor.may_enter(act, office).is_ok();
    Ok(Known {
        held: grant::held(tx, office, account)?,
        names: division::with_offices(tx, office.code())?,
        offices: if looks_further(actor) { trail::offices(tx)? } else { Vec::new() },
        bulletins: if could(Act::ReadBulletins) {
            desk::bulletins(tx, office, account)?
        } else {
            desk::Bulletins::default()
        },
        imports: if could(Act::EditRegister) { desk::imports(tx, office)? } else { 0 },
        accounts: if could(Act::ManageAccounts) { desk::accounts(tx, office, now)? } else { desk::Accounts::default() },
        stages: if reads_all(actor) { stages(tx, office)? } else { Vec::new() },
        mine: if reads_all(actor) { Vec::new() } else { desk::neighbourhoods(tx, office, account)? },
        tasks: if could(Act::ReadTasks) { tasks(tx, actor, now)? } else { (0, 0) },
        to_confirm: if could(Act::ConfirmStage) { desk::to_confirm(tx, office, account)? } else { Vec::new() },
        erasures: if could(Act::HandlePersonal) { erasures(tx, office, now)? } else { 0 },
        opinions: if could(Act::ReadOpinions) { opinions(tx, actor, now)? } else { desk::Opinions::default() },
        lines: if could(Act::ReadTrail) { trail::head(tx, office)?.map_or(0, |head| head.seq) } else { 0 },
    })
}

fn erasures(tx: &mut Tx, office: Office, now: Timestamp) -> Result<i64> {
    let today = offset(8).to_datetime(now).date();
    let rules = retention::rules(tx, office, today)?;
    Ok(retention::due(tx, office, &rules, today)?.iter().map(|due| due.count).sum())
}

fn tasks(tx: &mut Tx, actor: &Actor, now: Timestamp) -> Result<(i64, i64)> {
    let whose = Whose::WaitsFor(actor.account);
    task::counts(tx, actor.office, &task::Wanted::running(whose, actor.account), offset(8).to_datetime(now).date())
}

fn opinions(tx: &mut Tx, actor: &Actor, now: Timestamp) -> Result<desk::Opinions> {
    let reach = Reach::of(actor, Act::ReadOpinions, actor.office);
    desk::opinions(tx, actor.office, &reach, offset(8).to_datetime(now).date())
}

/// How many neighbourhoods there are in each stage, in the order of the work.
fn stages(tx: &mut Tx, office: Office) -> Result<Vec<(Stage, i64)>> {
    let mut stages = listing::stage_counts(tx, office)?;
    stages.sort_unstable();
    Ok(stages)
}

/// A prefecture or province reads the offices below it; a county has its own only.
fn looks_further(actor: &Actor) -> bool {
    actor.office.code().level() < Level::County
}

/// Whether the register of the whole office is open, and not some of its places only.
fn reads_all(actor: &Actor) -> bool {
    let whole = |scope| matches!(scope, Scope::Division(division) if division.contains(actor.office.code()));
    actor.scopes(Act::ReadRegister).into_iter().any(whole)
}

/// What this reader may take a step with, in the order in which others wait for it.
fn waiting(ctx: &Ctx, actor: &Actor, known: &Known) -> Vec<Task> {
    let (bulletins, accounts) = (known.bulletins, known.accounts);
    let opinions = known.opinions;
    let all = [
        (Act::ReadOpinions, "people-waits-hazards", opinions.hazards, "opinions?show=all&hazard=yes"),
        (Act::ReadOpinions, "people-waits-opinions-late", opinions.late, "opinions?late=yes"),
        (Act::AnswerOpinion, "people-waits-opinions", opinions.waiting, "opinions"),
        (Act::ReadTasks, "people-waits-late", known.tasks.1, "tasks?late=yes"),
        (Act::ReadTasks, "people-waits-tasks", known.tasks.0, "tasks"),
        (Act::EditRegister, "people-waits-imports", known.imports, "imports"),
        (Act::SignBulletins, "people-waits-to-sign", bulletins.to_sign, "bulletins"),
        (Act::DraftBulletins, "people-waits-to-issue", bulletins.to_issue, "bulletins"),
        (Act::DraftBulletins, "people-waits-drafts", bulletins.drafts, "bulletins"),
        (Act::DraftBulletins, "people-waits-submitted", bulletins.submitted, "bulletins"),
        (Act::HandlePersonal, "people-waits-erasure", known.erasures, "retention"),
        (Act::ManageAccounts, "people-waits-locked", accounts.locked, "accounts"),
        (Act::ManageAccounts, "people-waits-roleless", accounts.without_role, "accounts"),
        (Act::ManageAccounts, "people-waits-unused", accounts.unused, "accounts"),
        (Act::ReadTrail, "people-waits-trail", known.lines, "trail"),
    ];
    let open = all.into_iter().filter(|(act, _, n, _)| *n > 0 && actor.may_enter(*act, actor.office).is_ok());
    let open = open.map(|(_, key, n, to)| Task { text: ctx.t_n(key, n), href: format!("/desk/{}/{to}", actor.office) });
    let confirm = known.to_confirm.iter().map(|of| {
        let place = known.mine.iter().find(|mine| mine.id == *of).map(|mine| mine.name.clone()).unwrap_or_default();
        let text = ctx.t_with("people-waits-confirm", &[("name", place)]);
        Task { text, href: format!("/desk/{}/register/{of}/stages/start", actor.office) }
    });
    confirm.chain(open).collect()
}

/// The pages of an office that are open to this reader.
fn pages(actor: &Actor, office: Office) -> Vec<Leaf> {
    const PAGES: [(&str, &str, &str, Act); 22] = [
        ("people-desk-overview", "people-desk-overview-hint", "overview", Act::ReadMonths),
        ("people-desk-mine", "people-desk-mine-hint", "mine", Act::ReadOrganisation),
        ("people-desk-register", "people-desk-register-hint", "register", Act::ReadRegister),
        ("people-desk-imports", "people-desk-imports-hint", "imports", Act::EditRegister),
        ("people-desk-organisation", "people-desk-organisation-hint", "organisation", Act::ReadOrganisation),
        ("people-desk-four-ones", "people-desk-four-ones-hint", "four-ones", Act::ReadOrganisation),
        ("people-desk-tasks", "people-desk-tasks-hint", "tasks", Act::ReadTasks),
        ("people-desk-opinions", "people-desk-opinions-hint", "opinions", Act::ReadOpinions),
        ("people-desk-record", "people-desk-record-hint", "opinions/new", Act::RecordOpinion),
        ("people-desk-needs", "people-desk-needs-hint", "needs", Act::ReadOpinions),
        ("people-desk-plans", "people-desk-plans-hint", "plans", Act::ReadPlans),
        ("people-desk-votes", "people-desk-votes-hint", "votes", Act::ReadPlans),
        ("people-desk-lifts", "people-desk-lifts-hint", "lifts", Act::ReadOpinions),
        ("people-desk-surveys", "people-desk-surveys-hint", "surveys", Act::ReadSurveys),
        ("people-desk-months", "people-desk-months-hint", "months", Act::ReadMonths),
        ("people-desk-declared", "people-desk-declared-hint", "declared", Act::ReadDeclared),
        ("people-desk-league", "people-desk-league-hint", "league", Act::ReadBulletins),
        ("people-desk-bulletins", "people-desk-bulletins-hint", "bulletins", Act::ReadBulletins),
        ("people-desk-accounts", "people-desk-accounts-hint", "accounts", Act::ManageAccounts),
        ("people-desk-persons", "people-desk-persons-hint", "persons", Act::HandlePersonal),
        ("people-desk-retention", "people-desk-retention-hint", "retention", Act::ReadRetention),
        ("people-desk-trail", "people-desk-trail-hint", "trail", Act::ReadTrail),
    ];
    let open = PAGES.into_iter().filter(|(.., act)| actor.may_enter(*act, office).is_ok());
    open.map(|(name, hint, path, _)| Leaf { name, hint, href: format!("/desk/{office}/{path}") }).collect()
}

fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Reserve => "people-stage-reserve",
        Stage::Planned => "people-stage-planned",
        Stage::UnderWay => "people-stage-under-way",
        Stage::Finished => "people-stage-finished",
    }
}
