//! One dwelling: who owns it, by which area, what was before, and the forms that change it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::register::DwellingId;
use linli_domain::register::owner::{Basis, Owner, Owners, Party, PartyKind, Roll, Unit, Why};
use linli_store::register::owner::{self, AreaBefore, Before};

use super::change::Draft;
use super::{Found, find, may_keep};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::Head;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "register/owners/dwelling.html")]
struct DwellingPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    line: String,
    here: String,
    version: i64,
    owners: Vec<Shown>,
    /// What stands in the place of names: nobody, unknown, erased, closed.
    nobody: Option<String>,
    kind: Option<String>,
    since: String,
    also: Vec<(String, String)>,
    before: Vec<(String, String)>,
    areas: Vec<(String, String)>,
    may_keep: bool,
    owned: bool,
    owner_fields: Vec<Field>,
    area_fields: Vec<Field>,
    end_fields: Vec<Field>,
    problems: Problems,
    /// Which form was sent.
    sent: &'static str,
}

struct Shown {
    name: String,
    phone: String,
    document: String,
}

/// `GET /desk/{office}/register/{id}/owners/{dwelling}`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path(at): Path<(Office, NeighbourhoodId, DwellingId)>,
) -> Result<Response, WebError> {
    shown(&app, ctx, &actor, at, None, Problems::default()).await
}

/// The page, with a form as it was sent and what is wrong with it.
pub(super) async fn shown(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id, dwelling): (Office, NeighbourhoodId, DwellingId),
    draft: Option<Draft>,
    problems: Problems,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let found = find(tx, office, id)?;
        let history = (owner::before(tx, office, dwelling)?, owner::areas(tx, office, dwelling)?);
        Ok::<_, WebError>((found, history))
    });
    let (Found { n, names, roll }, (before, areas)) = read.await?;
    actor.may(Act::ReadOwners, &n.place())?;
    let unit = roll.unit(dwelling).ok_or(WebError::NotFound)?;
    let head = Head::of(&ctx, &names, &n, actor, app.today());
    let root = super::root(office, id);
    let mut crumbs = head.crumbs_below();
    crumbs.push(Crumb::new(ctx.t("owners-title"), &root));
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let sent = draft.as_ref().map_or("", |draft| draft.sent);
    let draft = draft.unwrap_or_else(|| Draft::of(unit, app.today()));
    let party = roll.party_of(unit);
    let shown = DwellingPage {
        title: unit.door(),
        line: line(&ctx, unit),
        owners: party.map(Party::owners).unwrap_or_default().iter().map(|owner| one(&ctx, owner)).collect(),
        nobody: nobody(&ctx, party),
        kind: party.map(|party| ctx.t(format!("owners-kind-{}", party.kind.as_str()))),
        since: unit.since.map(|day| ctx.t_with("owners-since", &[("day", ctx.day(day))])).unwrap_or_default(),
        also: also(&roll, unit, &root),
        before: before.iter().filter_map(|one| ended(&ctx, one)).collect(),
        areas: areas.iter().map(|one| area(&ctx, one)).collect(),
        may_keep: may_keep(actor, &n),
        owned: unit.party.is_some(),
        owner_fields: owner_fields(&ctx, &draft, &roll, unit, &problems),
        area_fields: area_fields(&ctx, &draft, &problems),
        end_fields: end_fields(&ctx, &draft, &problems),
        version: roll.version,
        here: format!("{root}/{dwelling}"),
        crumbs,
        problems,
        sent,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn line(ctx: &Ctx, unit: &Unit) -> String {
    let floor = ctx.t_with("owners-on-floor", &[("floor", ctx.number(unit.floor))]);
    let Some(measured) = unit.measured else { return format!("{floor} · {}", ctx.t("owners-no-area")) };
    let basis = ctx.t(format!("owners-basis-{}", measured.basis.as_str()));
    format!("{floor} · {}", ctx.t_with("owners-area-by", &[("area", ctx.area(measured.area)), ("basis", basis)]))
}

fn one(ctx: &Ctx, owner: &Owner) -> Shown {
    let or_dash = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    let document = if owner.document.is_empty() {
        "—".to_owned()
    } else {
        ctx.t_with("owners-ends-with", &[("end", &owner.document)])
    };
    Shown { name: owner.name.clone(), phone: or_dash(&owner.phone), document }
}

fn nobody(ctx: &Ctx, party: Option<&Party>) -> Option<String> {
    let key = match party.map(|party| (&party.owners, party.kind)) {
        None => "owners-none",
        Some((Owners::Closed, _)) => "owners-name-closed",
        Some((Owners::Erased, _)) => "owners-name-erased",
        Some((_, PartyKind::Unknown)) => "owners-kind-unknown",
        Some(_) => return None,
    };
    Some(ctx.t(key))
}

/// Its other dwellings: together they are one head.
fn also(roll: &Roll, unit: &Unit, root: &str) -> Vec<(String, String)> {
    let is_other = |other: &&Unit| other.dwelling != unit.dwelling && other.party == unit.party && unit.party.is_some();
    roll.units.iter().filter(is_other).map(|other| (format!("{root}/{}", other.dwelling), other.door())).collect()
}

fn ended(ctx: &Ctx, one: &Before) -> Option<(String, String)> {
    let (on, why) = one.ended?;
    let who = nobody(ctx, Some(&one.party)).unwrap_or_else(|| one.party.masked());
    let span = ctx.t_with("owners-span", &[("from", ctx.day(one.from)), ("until", ctx.day(on))]);
    Some((format!("{who} · {span}"), ctx.t(format!("owners-why-{}", why.as_str()))))
}

fn area(ctx: &Ctx, one: &AreaBefore) -> (String, String) {
    let basis = ctx.t(format!("owners-basis-{}", one.basis.as_str()));
    (
        ctx.t_with("owners-area-by", &[("area", ctx.area(one.area)), ("basis", basis)]),
        format!("{} · {}", ctx.instant(one.at), one.by_name),
    )
}

fn owner_fields(ctx: &Ctx, draft: &Draft, roll: &Roll, unit: &Unit, problems: &Problems) -> Vec<Field> {
    let field = |name: &'static str, value: &str| {
        Field::new(name, ctx.t(format!("owners-field-{name}"))).value(value).problem(problems)
    };
    let mut known = vec![(String::new(), ctx.t("owners-somebody-new"))];
    let others = roll.parties.values().filter(|party| Some(party.id) != unit.party && !party.owners().is_empty());
    let door = |party: &Party| roll.units.iter().find(|unit| unit.party == Some(party.id)).map(Unit::door);
    known.extend(
        others.map(|party| (party.id.to_string(), format!("{} · {}", party.masked(), door(party).unwrap_or_default()))),
    );
    known[1..].sort_by(|a, b| a.1.cmp(&b.1));
    let kinds = PartyKind::ALL.map(|kind| (kind.as_str(), ctx.t(format!("owners-kind-{}", kind.as_str()))));
    let mut fields = vec![
        field("known", &draft.known).kind("select").options(known).hint(ctx.t("owners-known-hint")),
        field("kind", &draft.kind).kind("select").options(kinds).required(),
        field("owner", &draft.owner).hint(ctx.t("owners-owner-hint")),
        field("phone", &draft.phone),
        field("document", &draft.document).hint(ctx.t("owners-document-hint")),
        field("from", &draft.from).kind("date").required(),
    ];
    if unit.party.is_some() {
        fields.push(why_field(ctx, draft, problems));
    }
    if draft.asks_other {
        fields.push(
            Field::new("other", ctx.t("owners-other-person")).kind("checkbox").value(&draft.other).problem(problems),
        );
    }
    fields
}

fn why_field(ctx: &Ctx, draft: &Draft, problems: &Problems) -> Field {
    let whys = Why::ALL.map(|why| (why.as_str(), ctx.t(format!("owners-why-{}", why.as_str()))));
    Field::new("why", ctx.t("owners-field-why"))
        .kind("select")
        .options(whys)
        .value(&draft.why)
        .problem(problems)
        .required()
}

fn area_fields(ctx: &Ctx, draft: &Draft, problems: &Problems) -> Vec<Field> {
    let bases = Basis::ALL.map(|basis| (basis.as_str(), ctx.t(format!("owners-basis-{}", basis.as_str()))));
    vec![
        Field::new("area", ctx.t("owners-field-area"))
            .hint(ctx.t("owners-area-hint"))
            .value(&draft.area)
            .problem(problems)
            .required(),
        Field::new("basis", ctx.t("owners-field-basis"))
            .kind("select")
            .options(bases)
            .hint(ctx.t("owners-basis-hint"))
            .value(&draft.basis)
            .problem(problems)
            .required(),
    ]
}

fn end_fields(ctx: &Ctx, draft: &Draft, problems: &Problems) -> Vec<Field> {
    let on = Field::new("on", ctx.t("owners-field-on")).kind("date").value(&draft.on).problem(problems).required();
    vec![on, why_field(ctx, draft, problems)]
}

impl Draft {
    pub(super) fn of(unit: &Unit, today: Date) -> Self {
        Self {
            kind: PartyKind::Person.as_str().to_owned(),
            from: today.to_string(),
            on: today.to_string(),
            area: unit.measured.map(|measured| measured.area.to_string()).unwrap_or_default(),
            basis: unit.measured.map_or(Basis::Register, |measured| measured.basis).as_str().to_owned(),
            ..Self::default()
        }
    }
}
