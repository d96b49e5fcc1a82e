//! What this household said, and what became of it: states, answers, whether they helped.

use askama::Template;
use linli_domain::consultation::Catalogue;
use linli_domain::consultation::opinion::State;
use linli_domain::kernel::Date;
use linli_store::consultation::slip::Said;
use linli_store::consultation::{catalogue, receipt, slip};

use crate::app::App;
use crate::consultation::opinions::{look, verdict, verdict_look, wishes};
use crate::error::WebError;
use crate::home::AtHome;
use crate::shell::Ctx;

/// The page shows so many, the last one first; those before keep their receipts.
const MOST: usize = 30;

#[derive(Template)]
#[template(path = "household/said.html")]
struct Section<'a> {
    ctx: &'a Ctx,
    said: Vec<Line>,
}

struct Line {
    id: String,
    state: String,
    look: &'static str,
    late: bool,
    came: String,
    due: Option<String>,
    /// Nothing where this paper does not show it.
    words: Option<String>,
    wishes: String,
    answer: Option<Answered>,
    /// Nothing where this paper does not show it: receipts stay with whoever keeps them.
    receipt: Option<String>,
}

struct Answered {
    verdict: String,
    look: &'static str,
    reason: String,
    when: String,
    helped: Option<String>,
}

/// Seven statements; nothing on a poster.
pub(super) async fn section(app: &App, ctx: &Ctx, home: &AtHome) -> Result<Option<String>, WebError> {
    let Some(dwelling) = home.held.address.dwelling else { return Ok(None) };
    let (office, today) = (home.office, app.today());
    let read = app.store.read(move |tx| {
        let said = slip::said(tx, office, dwelling, MOST)?;
        Ok::<_, WebError>((said, catalogue::of(tx, office, today)?.catalogue, receipt::secret(tx, office)?))
    });
    let (said, catalogue, secret) = read.await?;
    let secret = secret.ok_or(WebError::NotFound)?;
    let line = |one: &Said| {
        let code = secret.receipt(one.opinion.id).to_string();
        line(ctx, home, &catalogue, today, one, code)
    };
    let shown = Section { ctx, said: said.iter().map(line).collect() };
    Ok(Some(shown.render()?))
}

fn line(ctx: &Ctx, home: &AtHome, catalogue: &Catalogue, today: Date, said: &Said, receipt: String) -> Line {
    let one = &said.opinion;
    let state = one.standing.state();
    let came =
        [("day", ctx.day(one.received_on)), ("channel", ctx.t(format!("opinions-channel-{}", one.channel.as_str())))];
    Line {
        id: one.id.to_string(),
        state: ctx.t(format!("receipt-state-{}", state.as_str())),
        look: look(state),
        late: one.standing.is_late(today),
        came: ctx.t_with("household-came", &came),
        due: state.is_waiting().then(|| ctx.t_with("household-due", &[("day", ctx.day(one.standing.due))])),
        words: home.held.shows_words(one).then(|| ctx.personal(&one.text)),
        wishes: wishes::names(ctx, catalogue, &one.wishes).join(ctx.t("household-wishes-and").as_str()),
        answer: said.answer.as_ref().filter(|_| state != State::Withdrawn).map(|given| Answered {
            verdict: verdict(ctx, given.answer.verdict),
            look: verdict_look(given.answer.verdict),
            reason: given.answer.reason.clone(),
            when: ctx.instant(given.at),
            helped: said.helped.map(|helped| ctx.t(if helped { "household-helped" } else { "household-helped-not" })),
        }),
        receipt: home.held.shows_words(one).then_some(receipt),
    }
}
