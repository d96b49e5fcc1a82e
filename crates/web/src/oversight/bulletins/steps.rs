//! The steps of a bulletin: handed in, sent back, signed by a second person, issued, withdrawn. Each asks once more.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::oversight::bulletin::CannotStep;
use linli_domain::oversight::{Bulletin, BulletinId, BulletinState};
use linli_store::Error;
use linli_store::oversight::bulletin;
use serde::Deserialize;

use super::{Stopped, address, at_version, done, root, said};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::people::code::{self, Accepts};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

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
    pub(super) const ALL: [Self; 6] =
        [Self::Edit, Self::Submit, Self::Sign, Self::SendBack, Self::Issue, Self::Withdraw];

    pub(super) const fn name(self) -> &'static str {
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
    pub(super) fn open(self, bulletin: &Bulletin, actor: &Actor) -> bool {
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
    /// Of the second factor, for who signs.
    code: Option<Field>,
    problems: Problems,
}

/// What a step needs besides the version: a number and a code, or a reason.
#[derive(Clone, Debug, Deserialize)]
pub struct Sent {
    version: i64,
    #[serde(default)]
    number: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    code: String,
}

macro_rules! steps {
    ($($ask:ident $take:ident $step:ident $name:literal),*) => {$(
        #[doc = concat!("`GET …/", $name, "`: asks once more.")]
        pub async fn $ask(
            app: State<App>,
            actor: SignedIn,
            id: Path<(Office, BulletinId)>,
            ctx: Ctx,
        ) -> Result<Response, WebError> {
            ask(app.0, actor.0, id.0, ctx, Step::$step).await
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

async fn ask(
    app: App,
    actor: Actor,
    (office, id): (Office, BulletinId),
    ctx: Ctx,
    step: Step,
) -> Result<Response, WebError> {
    let year = app.today().year();
    let read = app.store.read(move |tx| {
        let bulletin = bulletin::get(tx, office, id)?;
        Ok::<_, Error>((next_number(&bulletin, year, &bulletin::list(tx, office, false, None, 200)?), bulletin))
    });
    let (number, bulletin) = read.await?;
    let sent = Sent { version: bulletin.version, number, reason: String::new(), code: String::new() };
    let mut asked = StepPage::new(ctx, &bulletin, step, &sent, Problems::default());
    asked.ask_code(&app, &actor, step).await?;
    Ok(page(&asked))
}

async fn take(
    app: App,
    actor: Actor,
    (office, id): (Office, BulletinId),
    ctx: Ctx,
    step: Step,
    sent: Sent,
) -> Result<Response, WebError> {
    let proof = match step {
        Step::Sign => match code::prove(&app, &actor, &sent.code, Accepts::Fresh).await? {
            Ok(proof) => Some(proof),
            Err(why) => {
                let mut problems = Problems::default();
                problems.add("code", why.said(&ctx));
                return again(&app, &actor, (office, id), ctx, (step, sent), problems).await;
            }
        },
        _ => None,
    };
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
        match &proof {
            Some(proof) => {
                let taken = proof.take(tx)?;
                Ok(bulletin::sign(tx, &bulletin, &taken)?)
            }
            None => Ok(bulletin::save(tx, &bulletin, step.act())?),
        }
    });
    let why = match taken.await {
        Ok(()) => return Ok(done(&address(office, id), &format!("oversight-done-{}", step.name()))),
        Err(Stopped::Store(Error::Duplicate)) => ctx.t("oversight-cannot-number-taken"),
        Err(Stopped::Step(
            why @ (CannotStep::NoReason
            | CannotStep::NoNumber
            | CannotStep::BadNumber
            | CannotStep::NoText
            | CannotStep::TooLong),
        )) => said(&ctx, why),
        Err(other) => return Err(other.into()),
    };
    let mut problems = Problems::default();
    problems.add(if step == Step::Sign { "number" } else { "reason" }, why);
    again(&app, &actor, (office, id), ctx, (step, sent), problems).await
}

/// The same page, with what is wrong about it.
async fn again(
    app: &App,
    actor: &Actor,
    (office, id): (Office, BulletinId),
    ctx: Ctx,
    (step, sent): (Step, Sent),
    problems: Problems,
) -> Result<Response, WebError> {
    let bulletin = app.store.read(move |tx| bulletin::get(tx, office, id)).await?;
    let mut shown = StepPage::new(ctx, &bulletin, step, &sent, problems);
    shown.ask_code(app, actor, step).await?;
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown))
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
            code: None,
            problems,
            ctx,
        }
    }

    /// Who signs is asked for a code as well, where their account has a second factor.
    async fn ask_code(&mut self, app: &App, actor: &Actor, step: Step) -> Result<(), WebError> {
        if step == Step::Sign {
            self.code = code::field_for_signing(app, &self.ctx, actor, &self.problems).await?;
        }
        Ok(())
    }
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
