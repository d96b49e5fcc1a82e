//! Opinions (意见): recorded, listed, answered, each with its whole course.
//!
//! Texts are sealed where they are kept, so no list searches in them.

mod answer;
mod export;
pub(crate) mod files;
mod list;
mod new;
mod receipt;
mod show;
mod steps;
pub(crate) mod wishes;

use linli_domain::consultation::opinion::State;
use linli_domain::consultation::{Opinion, OpinionId};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Office, Personal};

use crate::access::{Access, Routes, get, post};
use crate::register::files::LARGEST;
use crate::shell::{Crumb, Ctx};

pub(crate) use new::{bad, no_door};
pub(crate) use show::{verdict, verdict_look};

/// What one form may bring: a few scans and what is typed beside them.
const FORM: usize = 2 * LARGEST;
/// Signs of a text that a list shows.
const EXCERPT: usize = 60;

pub(super) fn routes() -> Routes {
    let (read, take) = (Access::Act(Act::ReadOpinions), Access::Act(Act::ExportOpinions));
    let (record, answer) = (Access::Act(Act::RecordOpinion), Access::Act(Act::AnswerOpinion));
    Routes::new()
        .route("/desk/{office}/opinions", get(list::show), read)
        .route("/desk/{office}/opinions/export.xlsx", get(export::xlsx), take)
        .route("/desk/{office}/opinions/export.csv", get(export::csv), take)
        .route("/desk/{office}/opinions/new", get(new::ask).post(new::create).upload(FORM), record)
        .route("/desk/{office}/opinions/{opinion}", get(show::show), read)
        .route("/desk/{office}/opinions/{opinion}/receipt", get(receipt::show), record)
        .route("/desk/{office}/opinions/{opinion}/evidence", post(files::add).upload(FORM), record)
        .route("/desk/{office}/opinions/{opinion}/steps", post(steps::step), answer)
        .route("/desk/{office}/opinions/{opinion}/versions/{version}", post(steps::settle), answer)
        .route("/desk/{office}/answers/new", get(answer::ask).post(answer::give), answer)
        .route("/desk/{office}/answers/{answer}", get(answer::ask_again).post(answer::correct), answer)
}

fn root(office: Office) -> String {
    format!("/desk/{office}/opinions")
}

fn address(office: Office, id: OpinionId) -> String {
    format!("/desk/{office}/opinions/{id}")
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("shell-nav-opinions"), root(office))]
}

pub(crate) fn state(ctx: &Ctx, state: State) -> String {
    ctx.t(format!("opinions-state-{}", state.as_str()))
}

pub(crate) const fn look(state: State) -> &'static str {
    match state {
        State::Received => "teal",
        State::Grouped => "amber",
        State::Answered | State::Done => "green",
        State::Withdrawn => "grey",
    }
}

/// Neighbourhood, building, entrance and room, as far as they are known.
fn place<'a>(parts: impl IntoIterator<Item = &'a String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// An office above sees how opinions are dealt with; what residents said stays in the office that answers them (《个人信息
/// 保护法》第6条: the least that a purpose needs).
pub(crate) fn veil(actor: &Actor, office: Office, one: &mut Opinion) {
    if actor.office != office {
        one.text = Personal::Closed;
    }
}

/// The beginning of a text, in one line.
pub(crate) fn excerpt(ctx: &Ctx, text: &Personal) -> String {
    match text.known() {
        Some("") => ctx.t("opinions-only-wishes"),
        Some(text) => {
            let line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).take(EXCERPT).collect();
            if text.chars().count() > EXCERPT { format!("{line}…") } else { line }
        }
        None => ctx.personal(text),
    }
}
