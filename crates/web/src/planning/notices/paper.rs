//! `…/paper.pdf`: the notice as it hangs at the gate: what is done for how much by whose money, who looks after it, who answers for
//! it, how one objects, and squares that lead to the same on a telephone. No name of a resident stands on it but of those who were
//! chosen to watch.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Money, Office};
use linli_domain::planning::notice::Window;
use linli_domain::planning::plan::Sums;
use linli_domain::planning::{Item, Notice, NoticeId};
use linli_official::{Align, Code, Column, Notice as Paper, Part, Table};
use linli_store::organisation::term;
use linli_store::planning::{notice, plan};
use linli_store::register::division;

use super::super::plans;
use super::super::words::{self, Places};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Ctx, file, pdf, qr};

pub async fn pdf(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, NoticeId)>,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let one = notice::get(tx, office, id)?;
        let known = plan::know(tx, office, one.version, today)?;
        let places = plan::places(tx, office, one.neighbourhood)?;
        let members = match &known.body {
            Some(body) => term::of_body(tx, office, body.id)?,
            None => Vec::new(),
        };
        let signer = division::find(tx, office.code())?.map(|of| of.name).unwrap_or_default();
        Ok::<_, WebError>((one, known, places, members, signer))
    });
    let (one, known, places, members, signer) = read.await?;
    actor.may(Act::ReadPlans, &known.place.place())?;
    let site = qr::site(&app.config, &headers).unwrap_or_default();
    let about = About { known: &known, places: &places, notice: &one, members: &members };
    let paper = Paper {
        title: ctx.t_with("notices-paper-title", &[("name", &known.place.facts.name)]),
        subtitle: format!("{} · {}", plans::number(&ctx, &known.version), said(&ctx, one.window)),
        parts: parts(&ctx, &about, app.config.contact.as_deref()),
        code: Some(Code {
            address: format!("{site}/neighbourhoods/{office}/{}", known.place.id),
            words: vec![ctx.t("notices-paper-scan"), ctx.t("notices-paper-door")],
            squares: ctx.t("notices-paper-squares"),
        }),
        signer,
        date: one.window.from,
        dated: ctx.day(one.window.from),
        marks: app.config.illustrative.then(|| ctx.t("shell-illustrative")).into_iter().collect(),
    };
    let bytes = pdf::notice(&ctx, paper).await?;
    let name = format!("{}-{}", ctx.t("notices-notice"), known.place.facts.name);
    Ok(file(&ctx, &name, "pdf", "application/pdf", bytes))
}

struct About<'a> {
    known: &'a plan::Known,
    places: &'a Places,
    notice: &'a Notice,
    members: &'a [linli_domain::organisation::Term],
}

fn said(ctx: &Ctx, window: Window) -> String {
    ctx.t_with("notices-window", &[("from", ctx.day(window.from)), ("until", ctx.day(window.until))])
}

fn parts(ctx: &Ctx, about: &About<'_>, contact: Option<&str>) -> Vec<Part> {
    let (known, sums) = (about.known, Sums::of(&about.known.items));
    let words = |text: String| Part::Words { text };
    let mut parts: Vec<Part> = known
        .version
        .facts
        .summary
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| words(line.to_owned()))
        .collect();
    parts.push(Part::Heading { text: ctx.t("plans-items") });
    parts.push(Part::Table { table: items(ctx, about, &sums) });
    parts.push(Part::Heading { text: ctx.t("plans-by-source") });
    parts.push(Part::Table { table: sources(ctx, &sums) });
    parts.push(Part::Heading { text: ctx.t("plans-ones") });
    let none = || ctx.t("plans-one-lacks");
    let reach = |term: &linli_domain::organisation::Term| {
        term.contact.as_ref().map(|contact| format!(" {}", ctx.personal(contact))).unwrap_or_default()
    };
    let reached = known.leader.as_ref().map(reach).unwrap_or_default();
    let leader = words::leader(ctx, known).unwrap_or_else(none) + &reached;
    let body = words::body(known).unwrap_or_else(none);
    parts.push(words(ctx.t_with("notices-paper-leader", &[("name", leader)])));
    parts.push(words(ctx.t_with("notices-paper-body", &[("name", body)])));
    let sitting = about.members.iter().filter(|term| term.ended.is_none());
    let names: Vec<String> = sitting.map(|term| ctx.personal(&term.name) + &reach(term)).collect();
    if !names.is_empty() {
        parts.push(words(ctx.t_with("notices-paper-members", &[("names", names.join(&ctx.t("plans-and")))])));
    }
    parts.push(Part::Heading { text: ctx.t("notices-paper-object") });
    let until = [("until", ctx.day(about.notice.window.until))];
    parts.push(words(ctx.t_with("notices-paper-object-how", &until)));
    if let Some(contact) = contact {
        parts.push(words(ctx.t_with("notices-paper-contact", &[("contact", contact)])));
    }
    parts
}

fn column(ctx: &Ctx, key: &str, align: Align) -> Column {
    Column { title: ctx.t(key), align }
}

fn items(ctx: &Ctx, about: &About<'_>, sums: &Sums) -> Table {
    let row = |(n, item): (usize, &Item)| {
        vec![
            ctx.number(n + 1),
            item.title.clone(),
            words::class(ctx, &about.known.catalogue, &item.class),
            words::place(ctx, about.places, item.place),
            words::quantity(ctx, item),
            ctx.money_yuan(item.cost()),
            words::upkeep(ctx, item),
        ]
    };
    let taken = about.known.items.iter().filter(|item| item.is_taken());
    let blank = String::new;
    Table {
        caption: None,
        columns: vec![
            column(ctx, "notices-col-number", Align::Center),
            column(ctx, "plans-col-item", Align::Left),
            column(ctx, "plans-col-class", Align::Center),
            column(ctx, "plans-col-where", Align::Center),
            column(ctx, "plans-col-quantity", Align::Right),
            column(ctx, "notices-col-cost", Align::Right),
            column(ctx, "plans-col-upkeep", Align::Left),
        ],
        rows: taken.enumerate().map(row).collect(),
        total: Some(vec![blank(), ctx.t("plans-sum"), blank(), blank(), blank(), ctx.money_yuan(sums.cost), blank()]),
        note: None,
    }
}

fn sources(ctx: &Ctx, sums: &Sums) -> Table {
    let lacking = (sums.lacking > Money::ZERO).then(|| (ctx.t("plans-lacking"), sums.lacking));
    let given = sums.sources.iter().map(|(code, amount)| (words::source(ctx, code), *amount));
    Table {
        caption: None,
        columns: vec![column(ctx, "plans-col-source", Align::Left), column(ctx, "notices-col-amount", Align::Right)],
        rows: given.chain(lacking).map(|(name, amount)| vec![name, ctx.money_yuan(amount)]).collect(),
        total: Some(vec![ctx.t("plans-sum"), ctx.money_yuan(sums.cost)]),
        note: None,
    }
}
