//! Asking for a code of the second factor (验证码): the field, the check, and what is said where it is wrong.

use linli_domain::kernel::people::Actor;
use linli_domain::kernel::second_factor::Typed;
use linli_store::people::account;
use linli_store::people::second_factor::{self, Kept, NoProof, Proof};
use linli_store::seal::CannotOpen;

use super::sign_in::count_failure;
use crate::app::{App, SecondFactor};
use crate::error::WebError;
use crate::shell::{Ctx, Field, Problems};

/// Why what was typed is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Empty,
    /// Not of the form of a code, and therefore no guess.
    Unreadable,
    Wrong,
    /// It was right once: the next one is right again.
    Used,
    /// Too many wrong ones.
    Locked,
}

/// Which codes count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepts {
    /// The code of this moment: for a signature.
    Fresh,
    /// A recovery code as well: for coming in, and for changing the telephone.
    Recovery,
}

impl Refusal {
    pub(crate) fn said(self, ctx: &Ctx) -> String {
        ctx.t(match self {
            Self::Empty => "people-code-empty",
            Self::Unreadable => "people-code-unreadable",
            Self::Wrong => "people-code-wrong",
            Self::Used => "people-code-used",
            Self::Locked => "people-code-locked",
        })
    }
}

/// The field for a code.
pub(crate) fn field(ctx: &Ctx, accepts: Accepts, problems: &Problems) -> Field {
    field_named("code", ctx, accepts, problems)
}

/// The same under another name, where a page has two.
pub(crate) fn field_named(name: &'static str, ctx: &Ctx, accepts: Accepts, problems: &Problems) -> Field {
    let hint = match accepts {
        Accepts::Fresh => "people-code-hint",
        Accepts::Recovery => "people-code-hint-recovery",
    };
    let field = Field::new(name, ctx.t("people-code")).hint(ctx.t(hint)).autocomplete("one-time-code");
    field.required().problem(problems)
}

/// The field for who signs, where their account keeps a second factor.
pub(crate) async fn field_for_signing(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    problems: &Problems,
) -> Result<Option<Field>, WebError> {
    let (office, id) = (actor.office, actor.account);
    let kept = app.store.read(move |tx| second_factor::of(tx, office, id)).await?;
    Ok(kept.filter(|kept| kept.confirmed).map(|_| field(ctx, Accepts::Fresh, problems)))
}

/// Checks what was typed. Where the account keeps no second factor, and needs none, that is the proof.
///
/// One check at a time for one account, and every wrong one counts like a wrong password.
pub(crate) async fn prove(
    app: &App,
    actor: &Actor,
    typed: &str,
    accepts: Accepts,
) -> Result<Result<Proof, Refusal>, WebError> {
    let (office, id, now) = (actor.office, actor.account, app.now());
    let found = app.store.read(move |tx| account::credentials_of(tx, office, id)).await?;
    let _turn = app.throttle.turn(&found.sign_in).lock_owned().await;
    let read = app.store.read(move |tx| {
        Ok::<_, linli_store::Error>((account::credentials_of(tx, office, id)?, second_factor::of(tx, office, id)?))
    });
    let (found, kept) = read.await?;
    let Some(kept) = kept.filter(|kept| kept.confirmed) else {
        return match app.config.second_factor {
            SecondFactor::Required => Err(WebError::TakeSecondFactor),
            SecondFactor::Offered => Ok(Ok(Proof::of_nothing(id))),
        };
    };
    if found.failures.is_locked(now) {
        return Ok(Err(Refusal::Locked));
    }
    match check(app, actor, &kept, typed, accepts).await? {
        Err(Refusal::Wrong) => {
            count_failure(app, &found, now).await;
            Ok(Err(Refusal::Wrong))
        }
        other => Ok(other),
    }
}

/// Checks what was typed against what is kept.
pub(super) async fn check(
    app: &App,
    actor: &Actor,
    kept: &Kept,
    typed: &str,
    accepts: Accepts,
) -> Result<Result<Proof, Refusal>, WebError> {
    let (office, id, now) = (actor.office, actor.account, app.telephone_time());
    let checked = match Typed::read(typed) {
        None if typed.trim().is_empty() => return Ok(Err(Refusal::Empty)),
        Some(Typed::Code(code)) => kept.check(&app.keys.to_open().await?, &code, now),
        Some(Typed::Recovery(code)) if accepts == Accepts::Recovery => {
            app.store.read(move |tx| second_factor::check_recovery(tx, office, id, &code)).await?
        }
        _ => return Ok(Err(Refusal::Unreadable)),
    };
    match checked {
        Ok(proof) => Ok(Ok(proof)),
        Err(NoProof::Wrong) => Ok(Err(Refusal::Wrong)),
        Err(NoProof::Used) => Ok(Err(Refusal::Used)),
        Err(NoProof::Closed(why)) => Err(closed(app, why)),
    }
}

/// A secret that does not open: the key is another one, or the row was changed past Linli.
pub(super) fn closed(app: &App, why: CannotOpen) -> WebError {
    match why {
        CannotOpen::OtherKey => app.keys.other().into(),
        CannotOpen::Changed => {
            tracing::error!("a sealed secret was changed, or moved to another account");
            WebError::NoKey("sealed-changed")
        }
    }
}
