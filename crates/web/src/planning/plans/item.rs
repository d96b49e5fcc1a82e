//! `…/items/new` and `…/items/{item}`: one item as somebody types it: what, where, how much, at which cost, by whose money, who
//! looks after it, for which needs.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::NeedId;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::planning::plan::{Standing, State as Stands, Upkeep};
use linli_domain::planning::source::SOURCES;
use linli_domain::planning::{Item, ItemId, VersionId};
use linli_store::planning::plan::{self, Known, NotChanged};
use serde::Deserialize;

use super::super::words::{self, Places};
use super::draft::{Draft, PARTS, place_value, typed};
use super::{address, crumbs_of, item_address};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, Query, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "planning/plans/item.html")]
struct ItemPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    back: String,
    revision: i64,
    what: Vec<Field>,
    money: Vec<Field>,
    care: Vec<Field>,
    needs: Vec<NeedTick>,
    needs_error: Option<String>,
    is_new: bool,
    problems: Problems,
}

struct NeedTick {
    id: String,
    title: String,
    said: String,
    ticked: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A need that the new item shall answer.
    need: String,
}

async fn know(app: &App, actor: &Actor, office: Office, id: VersionId) -> Result<(Known, Places), WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let known = plan::know(tx, office, id, today)?;
        let places = plan::places(tx, office, known.version.neighbourhood)?;
        Ok::<_, WebError>((known, places))
    });
    let (known, places) = read.await?;
    actor.may(Act::KeepPlans, &known.place.place())?;
    if known.version.state == Stands::Draft { Ok((known, places)) } else { Err(WebError::Conflict) }
}

/// `GET …/items/new?need=…`
pub async fn ask_new(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (known, places) = know(&app, &actor, office, id).await?;
    let mut draft = Draft { standing: Standing::Taken.as_str().to_owned(), ..Draft::of(Vec::new())? };
    let need = asked.need.parse().ok().and_then(|id: NeedId| known.needs.iter().find(|need| need.id == id));
    if let Some(need) = need {
        draft.work.clone_from(&need.facts.item);
        draft.title.clone_from(&need.facts.title);
        draft.needs.insert(need.id);
    }
    Ok(item_page(ctx, office, &known, &places, ItemId::new(), &draft, StatusCode::OK, Problems::default()))
}

/// `GET …/items/{item}`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, item)): Path<(Office, VersionId, ItemId)>,
) -> Result<Response, WebError> {
    let (known, places) = know(&app, &actor, office, id).await?;
    let draft = Draft::of_item(known.items.iter().find(|one| one.id == item).ok_or(WebError::NotFound)?);
    Ok(item_page(ctx, office, &known, &places, item, &draft, StatusCode::OK, Problems::default()))
}

/// `POST …/items/{item}`: a new item, or another content of one.
pub async fn put(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, item)): Path<(Office, VersionId, ItemId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let draft = Draft::of(pairs)?;
    let (known, places) = know(&app, &actor, office, id).await?;
    let mut problems = Problems::default();
    let before = known.items.iter().find(|one| one.id == item).map(|one| one.work.clone());
    let status = if let Some(typed) = typed(&ctx, item, &draft, &places, &mut problems) {
        match typed.checked(&known.catalogue, before.as_deref()) {
            Ok(checked) => match app.store.write(&actor, move |tx| plan::put(tx, id, &checked)).await {
                Ok(()) => return Ok(done(&address(office, id), "plans-done-item")),
                Err(NotChanged::Store(linli_store::Error::Stale)) => {
                    problems.add("title", ctx.t("plans-why-stale"));
                    StatusCode::CONFLICT
                }
                Err(NotChanged::Store(why)) => return Err(why.into()),
                Err(NotChanged::Cannot(why)) => {
                    problems.add("title", words::cannot(&ctx, why));
                    StatusCode::UNPROCESSABLE_ENTITY
                }
            },
            Err(why) => {
                let (field, text) = words::bad_item(&ctx, why);
                problems.add(field, text);
                StatusCode::UNPROCESSABLE_ENTITY
            }
        }
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(item_page(ctx, office, &known, &places, item, &draft, status, problems))
}

#[allow(clippy::too_many_arguments, reason = "what was asked, and what was wrong with it")]
fn item_page(
    ctx: Ctx,
    office: Office,
    known: &Known,
    places: &Places,
    id: ItemId,
    draft: &Draft,
    status: StatusCode,
    problems: Problems,
) -> Response {
    let before = known.items.iter().find(|item| item.id == id);
    let wrong = |fields: Vec<Field>| fields.into_iter().map(|field| field.problem(&problems)).collect();
    let tick = |need: &linli_domain::consultation::Need| NeedTick {
        id: need.id.to_string(),
        title: need.facts.title.clone(),
        said: format!(
            "{} · {}",
            words::work(&ctx, &known.catalogue, &need.facts.item),
            ctx.t_n("needs-households", need.weight.households)
        ),
        ticked: draft.needs.contains(&need.id),
    };
    let shown = ItemPage {
        crumbs: crumbs_of(&ctx, office, known),
        title: before.map_or_else(|| ctx.t("plans-add-item"), |item| item.title.clone()),
        here: item_address(office, known.version.id, id),
        back: address(office, known.version.id),
        revision: draft.revision,
        what: wrong(what(&ctx, known, places, draft, before)),
        money: wrong(money(&ctx, draft)),
        care: wrong(care(&ctx, draft)),
        needs: known.needs.iter().map(tick).collect(),
        needs_error: problems.of("needs").map(str::to_owned),
        is_new: before.is_none(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

fn what(ctx: &Ctx, known: &Known, places: &Places, draft: &Draft, before: Option<&Item>) -> Vec<Field> {
    let catalogue = &known.catalogue;
    let kept = before.map(|item| item.work.as_str());
    let offered = catalogue.items.iter().filter(|work| !work.retired || kept == Some(work.code.as_str()));
    let works = offered.map(|work| {
        let class = words::class(ctx, catalogue, &work.class);
        (work.code.clone(), format!("{class} · {}", words::work(ctx, catalogue, &work.code)))
    });
    let choose = (String::new(), ctx.t("needs-choose"));
    let common = (String::new(), ctx.t("plans-place-common"));
    let standing = places.iter().filter(|(.., stands)| *stands);
    let at = standing.map(|(place, name, _)| (place_value(*place), name.clone()));
    let stands = [Standing::Taken, Standing::Reserve].map(|one| (one.as_str(), ctx.t(words::standing_key(one))));
    vec![
        Field::new("work", ctx.t("plans-field-work"))
            .kind("select")
            .options(std::iter::once(choose).chain(works))
            .value(&draft.work)
            .required(),
        Field::new("title", ctx.t("plans-field-title"))
            .hint(ctx.t("plans-field-title-hint"))
            .value(&draft.title)
            .required(),
        Field::new("place", ctx.t("plans-field-place"))
            .kind("select")
            .options(std::iter::once(common).chain(at))
            .value(&draft.place)
            .required(),
        Field::new("standing", ctx.t("plans-field-standing"))
            .kind("radio")
            .options(stands)
            .value(&draft.standing)
            .required(),
    ]
}

fn money(ctx: &Ctx, draft: &Draft) -> Vec<Field> {
    let mut fields = vec![
        Field::new("quantity", ctx.t("plans-field-quantity")).value(&draft.quantity).required(),
        Field::new("unit", ctx.t("plans-field-unit"))
            .hint(ctx.t("plans-field-unit-hint"))
            .value(&draft.unit)
            .required(),
        Field::new("unit_cost", ctx.t("plans-field-unit-cost")).value(&draft.unit_cost).required(),
    ];
    for (at, (source, amount)) in PARTS.into_iter().enumerate() {
        let (kept, given) = draft.parts.get(at).cloned().unwrap_or_default();
        let none = (String::new(), ctx.t("plans-no-source"));
        let known = SOURCES.iter().map(|(code, ..)| ((*code).to_owned(), words::source(ctx, code)));
        fields.push(
            Field::new(source, ctx.t_n("plans-field-source", at + 1))
                .kind("select")
                .options(std::iter::once(none).chain(known))
                .value(kept)
                .quiet(),
        );
        fields.push(Field::new(amount, ctx.t_n("plans-field-amount", at + 1)).value(given).quiet());
    }
    fields
}

fn care(ctx: &Ctx, draft: &Draft) -> Vec<Field> {
    let none = (String::new(), ctx.t("plans-upkeep-open"));
    let kinds = Upkeep::ALL.map(|one| (one.as_str().to_owned(), ctx.t(words::upkeep_key(one))));
    vec![
        Field::new("upkeep", ctx.t("plans-field-upkeep"))
            .kind("select")
            .hint(ctx.t("plans-field-upkeep-hint"))
            .options(std::iter::once(none).chain(kinds))
            .value(&draft.upkeep),
        Field::new("upkeep_by", ctx.t("plans-field-upkeep-by")).value(&draft.upkeep_by),
        Field::new("reason", ctx.t("plans-field-reason"))
            .kind("textarea")
            .hint(ctx.t("plans-field-reason-hint"))
            .value(&draft.reason),
    ]
}
