//! The steps of an opinion that a person takes on its page: more days, done, a hazard looked after, withdrawn, one back; and
//! what was sent twice is settled.

use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::OpinionId;
use linli_domain::consultation::opinion::{
    CannotStep, LONGEST_NOTE, MOST_DAYS_MORE, OpinionVersionId, Standing, State as Stands, Step,
};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::{clean_line, clean_text, half_width};
use linli_store::consultation::{opinion, receipt, working_days};
use serde::Deserialize;

use super::address;
use super::show::{Known, know, opinion_page};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Ctx, Field, Problems};

/// A step that can be taken now.
pub(super) struct StepForm {
    pub act: &'static str,
    /// Stands before the ids of its fields, so that no two on the page are alike.
    pub prefix: String,
    pub label: String,
    pub hint: String,
    pub fields: Vec<Field>,
    pub tried: bool,
    pub danger: bool,
}

/// A step as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    act: String,
    version: i64,
    days: String,
    note: String,
}

pub(super) fn forms(ctx: &Ctx, standing: &Standing, draft: &Draft, problems: &Problems) -> Vec<StepForm> {
    let state = standing.state();
    let all = [
        ("look_after", standing.hazard_open && state != Stands::Withdrawn),
        ("finish", state == Stands::Answered),
        ("extend", state.is_waiting()),
        ("reverse", !state.is_waiting()),
        ("withdraw", state != Stands::Withdrawn),
    ];
    all.into_iter().filter(|(_, may)| *may).map(|(act, _)| form(ctx, act, draft, problems)).collect()
}

fn form(ctx: &Ctx, act: &'static str, draft: &Draft, problems: &Problems) -> StepForm {
    let (key, tried) = (act.replace('_', "-"), draft.act == act);
    let mut fields = Vec::new();
    if act == "extend" {
        let days = Field::new("days", ctx.t("opinions-days")).kind("number").required();
        fields.push(days.value(if tried { &draft.days } else { "5" }));
    }
    let note = Field::new("note", ctx.t(format!("opinions-note-{key}"))).value(if tried { &draft.note } else { "" });
    fields.push(if act == "finish" { note } else { note.required() });
    StepForm {
        act,
        prefix: if tried { String::new() } else { format!("{key}-") },
        label: ctx.t(format!("opinions-step-{key}")),
        hint: ctx.t(format!("opinions-hint-{key}")),
        fields: fields.into_iter().map(|field| if tried { field.problem(problems) } else { field }).collect(),
        tried,
        danger: act == "withdraw",
    }
}

/// `POST …/opinions/{opinion}/steps`: takes a step, as of the version that was looked at.
pub async fn step(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, OpinionId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, office, id).await?;
    actor.may(Act::AnswerOpinion, &known.n.place())?;
    if known.opinion.standing.version != draft.version {
        return sent_twice(&known, &draft, &actor.name, office).ok_or(WebError::Conflict);
    }
    let mut problems = Problems::default();
    if let Some(step) = typed(&ctx, &draft, &mut problems)? {
        let written = app.store.write(&actor, move |tx| {
            let before = opinion::get(tx, office, id)?;
            let calendar = working_days::around(tx, office, before.standing.due.year())?;
            let mut after = before.standing;
            match after.step(step.clone(), &calendar) {
                Err(why) => Ok(Err(why)),
                Ok(step) => opinion::keep(tx, &before, &after, &step).map(Ok),
            }
        });
        match written.await? {
            Ok(()) => {
                let key = format!("opinions-done-{}", draft.act.replace('_', "-"));
                return Ok(done(&address(office, id), &key));
            }
            Err(why) => {
                let (field, text) = bad(&ctx, why);
                problems.add(field, text);
            }
        }
    }
    opinion_page(&app, ctx, &actor, (office, id), &draft, problems).await
}

/// The step that was taken last is this very one: the form was sent twice.
fn sent_twice(known: &Known, draft: &Draft, name: &str, office: Office) -> Option<Response> {
    let last = known.steps.last()?;
    let note: String = clean_text(&draft.note).chars().take(LONGEST_NOTE).collect();
    let same = last.act == draft.act && last.note == note && last.by_name == name;
    let next = known.opinion.standing.version == draft.version + 1;
    let key = format!("opinions-done-{}", draft.act.replace('_', "-"));
    (same && next).then(|| done(&address(office, known.opinion.id), &key))
}

fn typed(ctx: &Ctx, draft: &Draft, problems: &mut Problems) -> Result<Option<Step>, WebError> {
    let note = draft.note.clone();
    Ok(Some(match draft.act.as_str() {
        "finish" => Step::Finish { note },
        "look_after" => Step::LookAfter { note },
        "withdraw" => Step::Withdraw { why: note },
        "reverse" => Step::Reverse { why: note },
        "extend" => {
            let Ok(days) = clean_line(&half_width(&draft.days)).parse() else {
                problems.add("days", ctx.t_n("opinions-why-days", MOST_DAYS_MORE));
                return Ok(None);
            };
            Step::Extend { days, why: note }
        }
        _ => return Err(WebError::BadRequest),
    }))
}

fn bad(ctx: &Ctx, why: CannotStep) -> (&'static str, String) {
    match why {
        CannotStep::State(_) | CannotStep::NothingBefore => ("note", ctx.t("opinions-why-state")),
        CannotStep::OnBoard => ("note", ctx.t("opinions-why-on-board")),
        CannotStep::NoNote => ("note", ctx.t("opinions-why-no-note")),
        CannotStep::Days => ("days", ctx.t_n("opinions-why-days", MOST_DAYS_MORE)),
        CannotStep::NoHazard => ("note", ctx.t("opinions-why-no-hazard")),
    }
}

/// Which of two contents is right.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Settled {
    take: String,
}

/// `POST …/opinions/{opinion}/versions/{version}`
pub async fn settle(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id, which)): Path<(Office, OpinionId, OpinionVersionId)>,
    Form(settled): Form<Settled>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, office, id).await?;
    actor.may(Act::AnswerOpinion, &known.n.place())?;
    let take = match settled.take.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(WebError::BadRequest),
    };
    let written = app.store.write(&actor, move |tx| {
        let secret = receipt::secret_or_new(tx)?;
        opinion::settle(tx, &secret, id, which, take)
    });
    written.await?;
    Ok(done(&address(office, id), "opinions-done-settled"))
}
