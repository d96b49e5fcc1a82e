//! `…/agreement.pdf`: the agreement (加装电梯协议书) for signature: which lift for how much, each household's share to the fen, by
//! which coefficients, who is compensated, who may use it, and a line for each door that agrees. Doors stand on it and no names:
//! who owns a door writes their own. Of a draft it says that it is one.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Money, Office};
use linli_domain::planning::lift::{Answer, FloorTable, SchemeId, Shared};
use linli_official::{Align, Column, Notice as Paper, Part, Table};

use super::known::{Known, know};
use super::{shares, show, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Ctx, file, pdf as paper};

/// So many floors stand beside each other on the paper.
const SIDE_BY_SIDE: usize = 9;

pub async fn pdf(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, SchemeId)>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::ReadOpinions, office, id).await?;
    // Without shares there is nothing to agree on.
    let shared = known.scheme.shared().map_err(|_| WebError::Unprocessable)?;
    let day = known.scheme.settled.as_ref().map_or_else(|| app.today(), |settled| settled.on);
    let mut marks: Vec<String> = app.config.illustrative.then(|| ctx.t("shell-illustrative")).into_iter().collect();
    if known.scheme.settled.is_none() {
        marks.push(ctx.t("lifts-paper-draft"));
    }
    let set = Paper {
        title: ctx.t("lifts-paper-title"),
        subtitle: format!("{} {} · {}", known.place.facts.name, known.name(), known.number(&ctx)),
        parts: parts(&ctx, &known, &shared),
        code: None,
        signer: ctx.t("lifts-paper-copies"),
        date: day,
        dated: ctx.t_with("lifts-paper-dated", &[("day", ctx.day(day))]),
        marks,
    };
    let bytes = paper::notice(&ctx, set).await?;
    let name = format!("{}-{}", ctx.t("lifts-agreement"), known.name());
    Ok(file(&ctx, &name, "pdf", "application/pdf", bytes))
}

fn parts(ctx: &Ctx, known: &Known, shared: &Shared) -> Vec<Part> {
    let (scheme, lift) = (&known.scheme, &known.scheme.terms.lift);
    let heading = |key: &str| Part::Heading { text: ctx.t(key) };
    let words = |text: String| Part::Words { text };
    let mut all = vec![words(ctx.t("lifts-paper-parties")), heading("lifts-design")];
    all.push(Part::Table { table: facts(ctx, known) });
    let lines = scheme.terms.design.summary.lines().filter(|line| !line.is_empty());
    all.extend(lines.map(|line| words(line.to_owned())));
    all.push(heading("lifts-shares"));
    all.push(words(shares::sums(ctx, shared)));
    all.push(Part::Table { table: who_pays(ctx, known, shared) });
    all.push(words(words::remainder(ctx, &lift.remainder, scheme)));
    all.push(heading("lifts-coefficients"));
    all.push(words(words::basis(ctx, &scheme.terms)));
    all.extend(lift.table.as_ref().map(|table| Part::Table { table: coefficients(ctx, table, known) }));
    if !lift.groups.is_empty() {
        all.push(heading("lifts-groups"));
        all.push(Part::Table { table: groups(ctx, known, shared) });
    }
    if !lift.compensations.is_empty() {
        all.push(heading("lifts-compensations"));
        all.push(Part::Table { table: compensations(ctx, known) });
    }
    all.push(heading("lifts-paper-use"));
    all.push(words(ctx.t("lifts-paper-use-says")));
    all.push(words(ctx.t("lifts-paper-binding")));
    all.push(heading("lifts-paper-signatures"));
    all.push(Part::Signatures { lines: vec![ctx.t("lifts-paper-user-unit"), ctx.t("lifts-paper-witness")] });
    all.push(Part::Signatures { lines: signers(ctx, known) });
    all
}

fn column(ctx: &Ctx, key: &str, align: Align) -> Column {
    Column { title: ctx.t(key), align }
}

fn table(columns: Vec<Column>, rows: Vec<Vec<String>>, total: Option<Vec<String>>) -> Table {
    Table { caption: None, columns, rows, total, note: None }
}

fn facts(ctx: &Ctx, known: &Known) -> Table {
    let columns = vec![column(ctx, "lifts-paper-fact", Align::Center), column(ctx, "lifts-paper-says", Align::Left)];
    table(columns, show::facts(ctx, known).into_iter().map(|(name, value)| vec![name, value]).collect(), None)
}

/// Who agrees, and whoever else uses the lift or is given something; what the others said is no matter of this paper.
fn who_pays(ctx: &Ctx, known: &Known, shared: &Shared) -> Table {
    let has_upkeep = known.scheme.terms.lift.upkeep.is_some();
    let shares = shared.shares.iter().zip(&known.scheme.terms.lift.households).enumerate();
    let of_it = shares.filter(|(_, (share, _))| agrees(share.answer) || share.uses || share.receives > Money::ZERO);
    let rows = of_it.map(|(at, (share, one))| {
        let own = if one.coefficient.is_some() { ctx.t("lifts-own-mark") } else { String::new() };
        let said = ctx.t(format!("lifts-answer-{}", share.answer.as_str()));
        let mut row = vec![
            known.scheme.room(at).to_owned(),
            ctx.number(share.floor),
            if agrees(share.answer) { said } else { "—".to_owned() },
            share.coefficient.map_or_else(|| "—".to_owned(), |k| format!("{k}{own}")),
            ctx.money_yuan(share.pays),
            ctx.t(if share.uses { "lifts-uses-yes" } else { "lifts-uses-no" }),
        ];
        if has_upkeep {
            row.push(ctx.money_yuan(share.upkeep));
        }
        row
    });
    let rows = rows.collect();
    let mut columns = vec![
        column(ctx, "lifts-door", Align::Center),
        column(ctx, "lifts-floor", Align::Right),
        column(ctx, "lifts-col-answer", Align::Left),
        column(ctx, "lifts-coefficient", Align::Right),
        column(ctx, "lifts-pays", Align::Right),
        column(ctx, "lifts-col-uses", Align::Center),
    ];
    let pays = ctx.money_yuan(shared.shares.iter().map(|share| share.pays).sum::<Money>());
    let blank = String::new;
    let mut total = vec![ctx.t("lifts-total"), blank(), blank(), blank(), pays, blank()];
    if has_upkeep {
        columns.push(column(ctx, "lifts-col-upkeep", Align::Right));
        total.push(ctx.money_yuan(shared.shares.iter().map(|share| share.upkeep).sum::<Money>()));
    }
    table(columns, rows, Some(total))
}

/// The coefficients of the floors that the entrance has, side by side, so that they take little room; of a tower below each other.
fn coefficients(ctx: &Ctx, of: &FloorTable, known: &Known) -> Table {
    let mut floors: Vec<i64> = known.scheme.terms.lift.households.iter().map(|one| one.floor).collect();
    floors.sort_unstable();
    floors.dedup();
    let centred = |title: String| Column { title, align: Align::Center };
    let laid = if floors.len() <= SIDE_BY_SIDE {
        let names = floors.iter().map(|floor| ctx.t_with("lifts-coefficient-of", &[("floor", ctx.number(*floor))]));
        let values = floors.iter().map(|floor| of.of(*floor).to_string()).collect();
        table(names.map(centred).collect(), vec![values], None)
    } else {
        let columns = vec![centred(ctx.t("lifts-floor")), centred(ctx.t("lifts-coefficient"))];
        table(columns, floors.iter().map(|floor| vec![ctx.number(*floor), of.of(*floor).to_string()]).collect(), None)
    };
    let source = (!of.source.is_empty()).then(|| ctx.t_with("lifts-source-says", &[("source", &of.source)]));
    let example = of.example.then(|| ctx.t("lifts-warn-example"));
    let note: Vec<String> = source.into_iter().chain(example).collect();
    Table { note: Some(note.join(" ")).filter(|note| !note.is_empty()), ..laid }
}

fn groups(ctx: &Ctx, known: &Known, shared: &Shared) -> Table {
    let columns = vec![
        column(ctx, "lifts-col-group", Align::Center),
        column(ctx, "lifts-field-rule", Align::Left),
        column(ctx, "lifts-col-part", Align::Left),
        column(ctx, "lifts-col-group-pays", Align::Right),
    ];
    let rows = known.scheme.terms.lift.groups.iter().zip(&shared.groups).map(|(group, sum)| {
        vec![group.id.clone(), words::rule(ctx, group.rule), words::part(ctx, group), ctx.money_yuan(sum.pays)]
    });
    table(columns, rows.collect(), None)
}

fn compensations(ctx: &Ctx, known: &Known) -> Table {
    let columns = vec![
        column(ctx, "lifts-door", Align::Center),
        column(ctx, "lifts-col-receives", Align::Right),
        column(ctx, "lifts-col-why", Align::Left),
    ];
    let lines = show::compensations(ctx, &known.scheme);
    table(columns, lines.into_iter().map(|(room, sum, why)| vec![room, sum, why]).collect(), None)
}

const fn agrees(answer: Answer) -> bool {
    matches!(answer, Answer::For | Answer::WithoutPaying)
}

/// A line for each door that agrees, whether it pays or not.
fn signers(ctx: &Ctx, known: &Known) -> Vec<String> {
    let homes = known.scheme.terms.lift.households.iter().enumerate();
    let agree = homes.filter(|(_, one)| agrees(one.answer));
    agree.map(|(at, _)| ctx.t_with("lifts-paper-sign", &[("room", known.scheme.room(at))])).collect()
}
