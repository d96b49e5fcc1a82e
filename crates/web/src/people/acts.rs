//! The words for what stands in the trail. A test holds the list against the acts that the code writes.

use linli_domain::consultation::slip::Paper;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Money, Month};
use linli_domain::organisation::term::Post;
use linli_domain::oversight::retention::{Ground, Kind};
use linli_domain::register::owner::{Basis, Why};
use linli_store::trail::Line;

use super::words;
use crate::shell::Ctx;

/// Every act that is ever written, in the order in which an auditor chooses among them.
pub const ACTS: &[&str] = &[
    "neighbourhood.added",
    "neighbourhood.changed",
    "neighbourhood.merged",
    "neighbourhood.parted",
    "body.set_up",
    "body.renamed",
    "body.dissolved",
    "term.begun",
    "term.ended",
    "organisation.rules_set",
    "task.given",
    "task.handed_over",
    "task.reminded",
    "task.moved",
    "task.reported",
    "task.closed",
    "task.sent_back",
    "task.withdrawn",
    "catalogue.changed",
    "campaign.opened",
    "campaign.changed",
    "campaign.shared",
    "campaign.closed",
    "form.published",
    "form.state_set",
    "form.medium_put",
    "forms.exported",
    "collector.made",
    "collector.stopped",
    "submission.received",
    "visit.received",
    "visit.sent_again",
    "visit.settled",
    "visit.version_settled",
    "campaign.exported",
    "slip.printed",
    "slip.revoked",
    "consultation.rules_set",
    "working-days.entered",
    "opinion.recorded",
    "opinion.sent_again",
    "opinion.settled",
    "opinion.grouped",
    "opinion.ungrouped",
    "opinion.answered",
    "opinion.finished",
    "opinion.extended",
    "opinion.looked_after",
    "opinion.withdrawn",
    "opinion.reversed",
    "opinion.rated",
    "answer.corrected",
    "opinions.exported",
    "opinions.imported",
    "need.opened",
    "need.put",
    "need.taken_out",
    "need.merged",
    "need.changed",
    "need.withdrawn",
    "need.dismissed",
    "need.undone",
    "need.answered",
    "needs.exported",
    "plan.begun",
    "plan.worded",
    "plan.item_put",
    "plan.need_left_out",
    "plan.given_up",
    "plan.posted",
    "plan.notice_shown",
    "plan.notice_withdrawn",
    "plan.objected",
    "plan.exported",
    "planning.rules_set",
    "lift.begun",
    "lift.put",
    "lift.settled",
    "lift.given_up",
    "lift.rules_set",
    "vote.rules_set",
    "vote.drafted",
    "vote.changed",
    "vote.announced",
    "vote.delivered",
    "vote.ballot_typed",
    "vote.ballot_settled",
    "vote.ballot_cast",
    "vote.scanned",
    "vote.receipt_printed",
    "vote.inspected",
    "vote.exported",
    "vote.closed",
    "vote.withdrawn",
    "building.added",
    "building.closed",
    "owner.changed",
    "owners.imported",
    "evidence.added",
    "evidence.withdrawn",
    "stage.reported",
    "stage.confirmed",
    "stage.reversed",
    "stage.rules_set",
    "month.reported",
    "month.filled",
    "month.signed",
    "month.sent_back",
    "month.opened",
    "month.rules_set",
    "register.exported",
    "import.begun",
    "import.applied",
    "import.undone",
    "progress.reported",
    "declared.received",
    "targets.set",
    "bulletin.drafted",
    "bulletin.edited",
    "bulletin.submitted",
    "bulletin.sent_back",
    "bulletin.signed",
    "bulletin.issued",
    "bulletin.withdrawn",
    "bulletin.changed",
    "key.resealed",
    "account.added",
    "account.renamed",
    "account.reset",
    "account.password-changed",
    "account.locked",
    "second-factor.begun",
    "second-factor.confirmed",
    "second-factor.removed",
    "second-factor.reset",
    "second-factor.codes_renewed",
    "identity.connected",
    "identity.disconnected",
    "account.handed_out",
    "retention.rules_set",
    "personal.looked_up",
    "personal.handed_out",
    "personal.erased",
    "personal.erased_again",
    "account.stopped",
    "account.reopened",
    "account.read",
    "accounts.listed",
    "role.given",
    "role.taken",
    "session.opened",
    "session.closed",
    "session.ended",
    "sign-in.password",
    "sign-in.identity",
    "sign-in.failed",
    "trail.read",
    "records.restored",
];

/// What was done, in words; as it is written, where this Linli does not know it (yet, or any more).
pub fn word(ctx: &Ctx, act: &str) -> String {
    if !ACTS.contains(&act) {
        return act.to_owned();
    }
    ctx.t(format!("people-act-{}", act.replace(['.', '_'], "-")))
}

/// The page of what a line is about, where this reader may open it.
pub fn page_of(ctx: &Ctx, line: &Line) -> Option<String> {
    let noun = line.act.split('.').next()?;
    if noun == "month" {
        // A version of a month is `2022-05/2`; rules have no page of their own.
        let month: Month = line.subject.split('/').next()?.parse().ok()?;
        ctx.reader.as_ref()?.may_enter(Act::ReadMonths, line.office).ok()?;
        return Some(format!("/desk/{}/months/{month}", line.office));
    }
    if noun == "catalogue" {
        ctx.reader.as_ref()?.may_enter(Act::ReadRegister, line.office).ok()?;
        return Some(format!("/desk/{}/catalogue", line.office));
    }
    if noun == "slip" {
        // Papers are those of a neighbourhood.
        ctx.reader.as_ref()?.may_enter(Act::ReadSurveys, line.office).ok()?;
        return Some(format!("/desk/{}/slips/{}", line.office, line.subject));
    }
    if noun == "owners" {
        ctx.reader.as_ref()?.may_enter(Act::ReadOwners, line.office).ok()?;
        return Some(format!("/desk/{}/register/{}/owners", line.office, line.subject));
    }
    if noun == "working-days" {
        // A list is `2022/3`.
        let year = line.subject.split('/').next()?;
        ctx.reader.as_ref()?.may_enter(Act::ReadRegister, line.office).ok()?;
        return Some(format!("/desk/{}/working-days?year={year}", line.office));
    }
    let (path, act) = match noun {
        "neighbourhood" | "progress" => ("register", Act::ReadRegister),
        "body" => ("organisation", Act::ReadOrganisation),
        "task" => ("tasks", Act::ReadTasks),
        "opinion" => ("opinions", Act::ReadOpinions),
        "bulletin" => ("bulletins", Act::ReadBulletins),
        "campaign" => ("surveys", Act::ReadSurveys),
        "vote" => ("votes", Act::ReadPlans),
        "form" | "forms" => ("forms", Act::ReadForms),
        "declared" => ("declared", Act::ReadDeclared),
        "import" => ("imports", Act::EditRegister),
        "account" | "role" | "second-factor" | "identity" => ("accounts", Act::ManageAccounts),
        _ => return None,
    };
    ctx.reader.as_ref()?.may_enter(act, line.office).ok()?;
    Some(format!("/desk/{}/{path}/{}", line.office, line.subject))
}

/// The end of an id, which is enough to tell two apart; any other text as it is.
pub fn short(text: &str) -> &str {
    let is_id = text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    text.rsplit('-').next().filter(|_| is_id).unwrap_or(text)
}

/// A detail in words, where there are words for it.
pub fn pair(ctx: &Ctx, key: &str, value: String) -> (String, String) {
    let name = format!("people-detail-{}", key.replace('_', "-"));
    let name = if ctx.lang.has(&name) { ctx.t(name) } else { key.to_owned() };
    let value = match (key, value.parse::<i64>()) {
        ("role", _) => value.parse().map_or(value, |role| words::role(ctx, role)),
        ("second_factor", _) if ["code", "recovery-code", "provider", "none"].contains(&value.as_str()) => {
            ctx.t(format!("people-factor-given-{value}"))
        }
        ("sign_in_by", _) if ["password", "identity"].contains(&value.as_str()) => ctx.t(format!("people-by-{value}")),
        ("paper", _) if value.parse::<Paper>().is_ok() => ctx.t(format!("opinions-channel-{value}")),
        ("why", _) if value.parse::<Why>().is_ok() => ctx.t(format!("owners-why-{value}")),
        ("basis", _) if value.parse::<Basis>().is_ok() => ctx.t(format!("owners-basis-{value}")),
        ("post", _) if value.parse::<Post>().is_ok() => ctx.t(format!("organisation-post-{value}")),
        ("ground", _) if value.parse::<Ground>().is_ok() => ctx.t(format!("retention-ground-{value}")),
        ("kind", _) if value.parse::<Kind>().is_ok() => ctx.t(format!("retention-kind-{value}")),
        ("act", _) if ACTS.contains(&value.as_str()) => word(ctx, &value),
        ("done_fen", Ok(fen)) => ctx.money_wan(Money::from_fen(fen)),
        ("cost_fen" | "before_fen" | "budget_fen", Ok(fen)) => ctx.money_yuan(Money::from_fen(fen)),
        _ => short(&value).to_owned(),
    };
    (name, value)
}
