//! Bulletins (通报) of an office: drafted from the figures, edited, handed in, signed by a second person, issued, kept.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Month, Office};
use linli_domain::oversight::bulletin::{CannotStep, Wording};
use linli_domain::oversight::{Bulletin, BulletinId, BulletinState, League};
use linli_store::oversight::bulletin::{self, Step as Taken};
use linli_store::oversight::{league, targets};
use linli_store::{Error, Transaction};
use serde::Deserialize;

use super::league_view::{By, LeagueView};
use super::{draft, paper};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Lang, Problems, page, page_with};

const PAGE: i64 = 30;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
    month: String,
}

#[derive(Template)]
#[template(path = "oversight/bulletins.html")]
struct ListPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    root: String,
    bulletins: Vec<Bulletin>,
    next: Option<String>,
    /// The month that a draft is offered for, to those who may draft.
    month: Option<String>,
    targets: String,
}

impl ListPage {
    fn look(bulletin: &Bulletin) -> &'static str {
        look(bulletin.state)
    }
}

const fn look(state: BulletinState) -> &'static str {
    match state {
        BulletinState::Draft => "grey",
        BulletinState::Submitted => "amber",
        BulletinState::Signed => "teal",
        BulletinState::Issued => "green",
        BulletinState::Withdrawn => "red",
    }
}

/// `GET /desk/{office}/bulletins`
pub async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let after = asked.after.parse().ok();
    let mut bulletins = app.store.read(move |tx| bulletin::list(tx, office, false, after, PAGE + 1)).await?;
    let whole = usize::try_from(PAGE).unwrap_or_default();
    let more = bulletins.len() > whole;
    bulletins.truncate(whole);
    let root = root(office);
    let next = bulletins.last().filter(|_| more).map(|last| format!("{root}?after={}", last.id));
    let month = actor.may_enter(Act::DraftBulletins, office).is_ok().then(|| {
        let month = asked.month.parse().unwrap_or_else(|_| Month::of(app.today()).previous());
        month.to_string()
    });
    let crumbs = vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")];
    let targets = format!("/desk/{office}/targets");
    Ok(page(&ListPage { ctx, crumbs, root, bulletins, next, month, targets }))
}

#[derive(Clone, Debug, Deserialize)]
pub struct Draft {
    month: String,
    #[serde(default)]
    lang: String,
}

/// `POST /desk/{office}/bulletins`: the first wording, from the figures of the month.
pub async fn create(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(asked): Form<Draft>,
) -> Result<Response, WebError> {
    let month: Month = asked.month.trim().parse().map_err(|_| WebError::Unprocessable)?;
    let lang = Lang::parse(&asked.lang).unwrap_or_default();
    super::units::prepare(&app.store, &actor, office.code()).await?;
    let id = BulletinId::new();
    let drafted = app.store.write(&actor, move |tx| {
        let league = league::of(tx, office.code(), month)?;
        let wording = draft::wording(lang, &league, &targets::on(tx, office, month.last_day())?);
        let bulletin = Bulletin {
            office,
            id,
            month,
            state: BulletinState::Draft,
            version: 1,
            wording,
            league,
            number: None,
            drafted_by: tx.actor().account,
            drafted_at: tx.now(),
            signed_by: None,
            signed_on: None,
            issued_at: None,
            reason: None,
        };
        bulletin::add(tx, &bulletin)
    });
    drafted.await?;
    Ok(done(&address(office, id), "oversight-done-drafted"))
}

#[derive(Template)]
#[template(path = "oversight/bulletin.html")]
struct ShowPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    base: String,
    bulletin: Bulletin,
    paper: linli_official::Bulletin,
    colon: String,
    copies: String,
    date: String,
    steps: Vec<Taken>,
    /// What this reader may do next.
    acts: Vec<&'static str>,
    figures: usize,
    differences: Vec<String>,
}

impl ShowPage {
    fn look(&self) -> &'static str {
        look(self.bulletin.state)
    }
}

/// `GET /desk/{office}/bulletins/{id}`
pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, BulletinId)>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let bulletin = bulletin::get(tx, office, id)?;
        let now = league::of(tx, bulletin.league.scope.code, bulletin.month)?;
        Ok::<_, Error>((bulletin::steps(tx, office, id)?, bulletin, now))
    });
    let (steps, bulletin, now) = read.await?;
    let lang = written_in(&bulletin.wording);
    let sheet = paper::sheet(lang, &bulletin, app.today(), ctx.illustrative);
    Ok(page(&ShowPage {
        crumbs: vec![
            Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
            Crumb::new(ctx.t("shell-nav-bulletins"), root(office)),
        ],
        base: address(office, id),
        colon: lang.text("oversight-paper-colon"),
        copies: lang.text("oversight-paper-copies"),
        date: crate::shell::format::day(lang, sheet.date),
        paper: sheet,
        steps,
        acts: Step::ALL.into_iter().filter(|step| step.open(&bulletin, &actor)).map(Step::name).collect(),
        figures: bulletin.league.rows.len() * 6 + 6,
        differences: differences(&ctx, &bulletin.league, &now),
        bulletin,
        ctx,
    }))
}

/// Every figure of the bulletin that today's records do not give.
fn differences(ctx: &Ctx, then: &League, now: &League) -> Vec<String> {
    let (then, now) = (LeagueView::new(then, By::Neighbourhoods, ""), LeagueView::new(now, By::Neighbourhoods, ""));
    let mut found = Vec::new();
    for line in &then.lines {
        let Some(today) = now.lines.iter().find(|other| other.code == line.code) else {
            found.push(ctx.t_with("oversight-recomputed-gone", &[("unit", line.name.clone())]));
            continue;
        };
        let count = |n: Option<i64>| n.map_or_else(|| "—".to_owned(), |n| ctx.number(n));
        let wan = |m: Option<linli_domain::kernel::Money>| m.map_or_else(|| "—".to_owned(), |m| ctx.money_wan(m));
        for (key, said, computed) in [
            ("oversight-column-planned", count(line.planned), count(today.planned)),
            ("oversight-column-started", count(line.started), count(today.started)),
            ("oversight-column-finished", count(line.finished), count(today.finished)),
            ("oversight-column-planned-investment", wan(line.planned_investment), wan(today.planned_investment)),
            ("oversight-column-done-investment", wan(line.done_investment), wan(today.done_investment)),
        ] {
            if said != computed {
                let values =
                    [("unit", line.name.clone()), ("column", ctx.t(key)), ("said", said), ("computed", computed)];
                found.push(ctx.t_with("oversight-recomputed-differs", &values));
            }
        }
    }
    found
}

#[derive(Template)]
#[template(path = "oversight/bulletin_edit.html")]
struct EditPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    base: String,
    version: i64,
    fields: [Field; 5],
    problems: Problems,
}

/// The wording as a form sends it, and the version it was read in.
#[derive(Clone, Debug, Deserialize)]
pub struct Edited {
    version: i64,
    issuer: String,
    title: String,
    addressees: String,
    body: String,
    copies_to: String,
}

/// `GET /desk/{office}/bulletins/{id}/edit`
pub async fn edit(
    State(app): State<App>,
    Path((office, id)): Path<(Office, BulletinId)>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let bulletin = app.store.read(move |tx| bulletin::get(tx, office, id)).await?;
    if bulletin.state != BulletinState::Draft {
        return Err(WebError::Conflict);
    }
    Ok(page(&EditPage::new(ctx, office, id, bulletin.version, &bulletin.wording, Problems::default())))
}

/// `POST /desk/{office}/bulletins/{id}/edit`
pub async fn save(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, BulletinId)>,
    ctx: Ctx,
    Form(sent): Form<Edited>,
) -> Result<Response, WebError> {
    let wording = Wording {
        issuer: sent.issuer.trim().to_owned(),
        title: sent.title.trim().to_owned(),
        addressees: sent.addressees.trim().to_owned(),
        body: sent.body.replace("\r\n", "\n"),
        copies_to: sent.copies_to.trim().to_owned(),
    };
    let written = wording.clone();
    let saved = app.store.write(&actor, move |tx| {
        let mut bulletin = at_version(tx, office, id, sent.version)?;
        bulletin.edit(written.clone())?;
        Ok(bulletin::save(tx, &bulletin, "edited")?)
    });
    match saved.await {
        Ok(()) => Ok(done(&address(office, id), "oversight-done-edited")),
        Err(Stopped::Step(why @ (CannotStep::NoText | CannotStep::TooLong))) => {
            let mut problems = Problems::default();
            problems.add("body", said(&ctx, why));
            let shown = EditPage::new(ctx, office, id, sent.version, &wording, problems);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
        Err(other) => Err(other.into()),
    }
}

impl EditPage {
    fn new(ctx: Ctx, office: Office, id: BulletinId, version: i64, wording: &Wording, problems: Problems) -> Self {
        let field = |name: &'static str, value: &str| {
            let label = ctx.t(format!("oversight-edit-{}", name.replace('_', "-")));
            Field::new(name, label).value(value).problem(&problems)
        };
        let fields = [
            field("issuer", &wording.issuer).required(),
            field("title", &wording.title).required(),
            field("addressees", &wording.addressees),
            field("body", &wording.body).kind("textarea").hint(ctx.t("oversight-edit-body-hint")).required(),
            field("copies_to", &wording.copies_to),
        ];
        let crumbs = vec![
            Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
            Crumb::new(ctx.t("shell-nav-bulletins"), root(office)),
            Crumb::new(wording.title.clone(), address(office, id)),
        ];
        Self { crumbs, base: address(office, id), version, fields, problems, ctx }
    }
}

/// A step that is asked about on a page of its own, and then taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Edit,
    Submit,
    SendBack,
    Sign,
    Issue,
    Withdraw,
}

impl Step {
    const ALL: [Self; 6] = [Self::Edit, Self::Submit, Self::Sign, Self::SendBack, Self::Issue, Self::Withdraw];

    const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Submit => "submit",
            Self::SendBack => "send-back",
            Self::Sign => "sign",
            Self::Issue => "issue",
            Self::Withdraw => "withdraw",
        }
    }

    /// As the store keeps it.
    const fn act(self) -> &'static str {
        match self {
            Self::Edit => "edited",
            Self::Submit => "submitted",
            Self::SendBack => "sent_back",
            Self::Sign => "signed",
            Self::Issue => "issued",
            Self::Withdraw => "withdrawn",
        }
    }

    /// Whether the bulletin is ready for it and this person could take it.
    fn open(self, bulletin: &Bulletin, actor: &Actor) -> bool {
        use BulletinState as S;
        let (act, ready) = match self {
            Self::Edit | Self::Submit => (Act::DraftBulletins, bulletin.state == S::Draft),
            Self::Issue => (Act::DraftBulletins, bulletin.state == S::Signed),
            Self::SendBack => (Act::SignBulletins, bulletin.state == S::Submitted),
            Self::Sign => (Act::SignBulletins, bulletin.state == S::Submitted && bulletin.drafted_by != actor.account),
            Self::Withdraw => (Act::SignBulletins, matches!(bulletin.state, S::Signed | S::Issued)),
        };
        ready && actor.may_enter(act, bulletin.office).is_ok()
    }
}

#[derive(Template)]
#[template(path = "oversight/bulletin_step.html")]
struct StepPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    base: String,
    name: &'static str,
    title: String,
    version: i64,
    field: Option<Field>,
    problems: Problems,
}

/// What a step needs besides the version: a number or a reason.
#[derive(Clone, Debug, Deserialize)]
pub struct Sent {
    version: i64,
    #[serde(default)]
    number: String,
    #[serde(default)]
    reason: String,
}

macro_rules! steps {
    ($($ask:ident $take:ident $step:ident $name:literal),*) => {$(
        #[doc = concat!("`GET …/", $name, "`: asks once more.")]
        pub async fn $ask(app: State<App>, id: Path<(Office, BulletinId)>, ctx: Ctx) -> Result<Response, WebError> {
            ask(app.0, id.0, ctx, Step::$step).await
        }

        #[doc = concat!("`POST …/", $name, "`: takes the step.")]
        pub async fn $take(
            app: State<App>,
            actor: SignedIn,
            id: Path<(Office, BulletinId)>,
            ctx: Ctx,
            form: Form<Sent>,
        ) -> Result<Response, WebError> {
            take(app.0, actor.0, id.0, ctx, Step::$step, form.0).await
        }
    )*};
}

steps!(
    ask_submit submit Submit "submit",
    ask_send_back send_back SendBack "send-back",
    ask_sign sign Sign "sign",
    ask_issue issue Issue "issue",
    ask_withdraw withdraw Withdraw "withdraw"
);

async fn ask(app: App, (office, id): (Office, BulletinId), ctx: Ctx, step: Step) -> Result<Response, WebError> {
    let year = app.today().year();
    let read = app.store.read(move |tx| {
        let bulletin = bulletin::get(tx, office, id)?;
        Ok::<_, Error>((next_number(&bulletin, year, &bulletin::list(tx, office, false, None, 200)?), bulletin))
    });
    let (number, bulletin) = read.await?;
    let sent = Sent { version: bulletin.version, number, reason: String::new() };
    Ok(page(&StepPage::new(ctx, &bulletin, step, &sent, Problems::default())))
}

async fn take(
    app: App,
    actor: Actor,
    (office, id): (Office, BulletinId),
    ctx: Ctx,
    step: Step,
    sent: Sent,
) -> Result<Response, WebError> {
    let (today, form) = (app.today(), sent.clone());
    let taken = app.store.write(&actor, move |tx| {
        let mut bulletin = at_version(tx, office, id, form.version)?;
        match step {
            Step::Submit => bulletin.submit()?,
            Step::SendBack => bulletin.send_back(&form.reason)?,
            Step::Sign => {
                let by = tx.actor().clone();
                // Whoever rewrote or submitted it is a first person too.
                let hands = bulletin::hands(tx, office, id)?;
                hands.into_iter().try_for_each(|hand| by.must_differ_from(hand).map_err(CannotStep::from))?;
                bulletin.sign(&by, today, &form.number)?;
            }
            Step::Issue => bulletin.issue(tx.now())?,
            Step::Withdraw => bulletin.withdraw(&form.reason)?,
            Step::Edit => {}
        }
        Ok(bulletin::save(tx, &bulletin, step.act())?)
    });
    let why = match taken.await {
        Ok(()) => return Ok(done(&address(office, id), &format!("oversight-done-{}", step.name()))),
        Err(Stopped::Store(Error::Duplicate)) => ctx.t("oversight-cannot-number-taken"),
        Err(Stopped::Step(
            why @ (CannotStep::NoReason | CannotStep::NoNumber | CannotStep::NoText | CannotStep::TooLong),
        )) => said(&ctx, why),
        Err(other) => return Err(other.into()),
    };
    let bulletin = app.store.read(move |tx| bulletin::get(tx, office, id)).await?;
    let mut problems = Problems::default();
    problems.add(if step == Step::Sign { "number" } else { "reason" }, why);
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &StepPage::new(ctx, &bulletin, step, &sent, problems)))
}

impl StepPage {
    fn new(ctx: Ctx, bulletin: &Bulletin, step: Step, sent: &Sent, problems: Problems) -> Self {
        let field = match step {
            Step::Sign => {
                let field = Field::new("number", ctx.t("oversight-step-number")).value(&sent.number);
                Some(field.hint(ctx.t("oversight-step-number-hint")).required().problem(&problems))
            }
            Step::SendBack | Step::Withdraw => {
                let field = Field::new("reason", ctx.t("oversight-step-reason")).value(&sent.reason);
                Some(field.required().problem(&problems))
            }
            _ => None,
        };
        let (office, id) = (bulletin.office, bulletin.id);
        let crumbs = vec![
            Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
            Crumb::new(ctx.t("shell-nav-bulletins"), root(office)),
            Crumb::new(bulletin.wording.title.clone(), address(office, id)),
        ];
        let title = bulletin.wording.title.clone();
        Self {
            crumbs,
            base: address(office, id),
            name: step.name(),
            title,
            version: sent.version,
            field,
            problems,
            ctx,
        }
    }
}

/// `GET /desk/{office}/bulletins/{id}/bulletin.pdf`
pub async fn pdf(
    State(app): State<App>,
    Path((office, id)): Path<(Office, BulletinId)>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let bulletin = app.store.read(move |tx| bulletin::get(tx, office, id)).await?;
    let lang = written_in(&bulletin.wording);
    let sheet = paper::sheet(lang, &bulletin, app.today(), ctx.illustrative);
    let bytes = super::pdf::render(sheet, lang).await?;
    let name = format!("inline; filename=\"linli-{office}-{}.pdf\"", bulletin.month);
    Ok(([(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The language of the text itself decides the words around it.
pub(crate) fn written_in(wording: &Wording) -> Lang {
    // Names of places are Chinese in an English text too: a quarter of the letters tells which it is.
    let count = |keep: fn(&char) -> bool| wording.body.chars().filter(keep).count();
    let han = count(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    if han * 4 < count(|c| c.is_alphabetic()) { Lang::En } else { Lang::Zh }
}

/// The number after the last one of the year in which it is signed, under the same mark: 邵改办〔2022〕5号.
fn next_number(bulletin: &Bulletin, year: i16, all: &[Bulletin]) -> String {
    let open = format!("〔{year}〕");
    let numbers = || all.iter().filter_map(|other| other.number.as_deref());
    let last = numbers().filter_map(|n| n.split_once(&open)?.1.trim_end_matches('号').parse::<u32>().ok()).max();
    let mark = numbers().next().and_then(|n| n.split_once('〔')).map(|(mark, _)| mark.to_owned());
    let mark = mark.unwrap_or_else(|| {
        let first: String = bulletin.league.scope.name.chars().take(1).collect();
        format!("{first}旧改办")
    });
    format!("{mark}{open}{}号", last.unwrap_or(0) + 1)
}

/// Why a step was not taken.
#[derive(Debug)]
enum Stopped {
    Store(Error),
    Step(CannotStep),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<CannotStep> for Stopped {
    fn from(why: CannotStep) -> Self {
        Self::Step(why)
    }
}

impl From<Stopped> for WebError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Store(Error::Stale) | Stopped::Step(CannotStep::State(_)) => Self::Conflict,
            Stopped::Store(error) => error.into(),
            Stopped::Step(CannotStep::Denied(denied)) => denied.into(),
            Stopped::Step(_) => Self::Unprocessable,
        }
    }
}

fn said(ctx: &Ctx, why: CannotStep) -> String {
    ctx.t(match why {
        CannotStep::NoReason => "oversight-cannot-no-reason",
        CannotStep::NoNumber => "oversight-cannot-no-number",
        CannotStep::NoText => "oversight-cannot-no-text",
        CannotStep::TooLong => "oversight-cannot-too-long",
        CannotStep::Denied(_) | CannotStep::State(_) => "oversight-cannot-step",
    })
}

/// The bulletin as it was when its form was shown, or nothing: somebody else was faster.
fn at_version(tx: &mut Transaction, office: Office, id: BulletinId, version: i64) -> Result<Bulletin, Stopped> {
    let bulletin = bulletin::get(tx, office, id)?;
    if bulletin.version == version { Ok(bulletin) } else { Err(Stopped::Store(Error::Stale)) }
}

fn root(office: Office) -> String {
    format!("/desk/{office}/bulletins")
}

fn address(office: Office, id: BulletinId) -> String {
    format!("/desk/{office}/bulletins/{id}")
}

fn done(to: &str, key: &str) -> Response {
    Redirect::to(&format!("{to}?done={key}")).into_response()
}
