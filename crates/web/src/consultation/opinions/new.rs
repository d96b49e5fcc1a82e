//! `/desk/{office}/opinions/new`: what somebody said at the door, on paper or on the telephone, typed in with its scan.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use linli_domain::consultation::opinion::door::{self, Door, NoDoor};
use linli_domain::consultation::opinion::{Address, BadOpinion, Channel, Content, LONGEST_TEXT, MOST_WISHES};
use linli_domain::consultation::{Catalogue, OpinionId};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::Neighbourhood;
use linli_store::consultation::catalogue;
use linli_store::consultation::opinion::{self, Choice, Recorded};
use linli_store::register::listing::Reach;
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::{address, crumbs, files, root, wishes};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::organisation::words;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// The ways by which the office hears of an opinion itself.
const CHANNELS: [Channel; 5] = [Channel::Paper, Channel::Telephone, Channel::Door, Channel::Slip, Channel::Poster];
/// Neighbourhoods to choose from.
const CHOICES: usize = 2_000;

#[derive(Template)]
#[template(path = "consultation/opinions/new.html")]
struct NewPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    id: String,
    of: Option<(NeighbourhoodId, String)>,
    fields: Vec<Field>,
    problems: Problems,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    of: String,
}

/// An opinion as somebody typed it.
#[derive(Clone, Debug, Default)]
struct Draft {
    id: String,
    of: String,
    building: String,
    entrance: String,
    room: String,
    channel: String,
    said_on: String,
    text: String,
    wishes: [String; MOST_WISHES],
    hazard: String,
    files: Vec<(String, Bytes)>,
}

impl Draft {
    async fn read(form: Multipart) -> Result<Self, WebError> {
        let sent = files::Sent::read(form).await?;
        Ok(Self {
            id: sent.text("id"),
            of: sent.text("of"),
            building: sent.text("building"),
            entrance: sent.text("entrance"),
            room: sent.text("room"),
            channel: sent.text("channel"),
            said_on: sent.text("said_on"),
            text: sent.text("text"),
            wishes: ["wish1", "wish2", "wish3"].map(|wish| sent.text(wish)),
            hazard: sent.text("hazard"),
            files: sent.files,
        })
    }
}

/// What the form stands on. Three statements.
struct Known {
    n: Neighbourhood,
    doors: Vec<Door>,
    catalogue: Catalogue,
}

async fn know(app: &App, actor: &Actor, office: Office, of: &str) -> Result<Known, WebError> {
    let (id, today): (NeighbourhoodId, _) = (of.parse().map_err(|_| WebError::BadRequest)?, app.today());
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        let doors = opinion::doors(tx, office, id)?;
        Ok::<_, WebError>(Known { n, doors, catalogue: catalogue::of(tx, office, today)?.catalogue })
    });
    let known = read.await?;
    actor.may(Act::RecordOpinion, &known.n.place())?;
    if known.n.merged_into.is_some() { Err(WebError::Conflict) } else { Ok(known) }
}

/// `GET …/opinions/new`: first the neighbourhood, then what was said.
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    if asked.of.is_empty() {
        let reach = Reach::of(&actor, Act::RecordOpinion, office);
        let choices = app.store.read(move |tx| opinion::neighbourhoods(tx, office, &reach, CHOICES)).await?;
        return Ok(choose_page(ctx, office, choices));
    }
    let known = know(&app, &actor, office, &asked.of).await?;
    let draft = Draft {
        id: OpinionId::new().to_string(),
        of: asked.of,
        channel: Channel::Paper.as_str().to_owned(),
        said_on: app.today().to_string(),
        ..Draft::default()
    };
    Ok(new_page(ctx, office, &known, &draft, Problems::default()))
}

fn choose_page(ctx: Ctx, office: Office, choices: Vec<Choice>) -> Response {
    let options = choices.into_iter().map(|one| (one.id.to_string(), format!("{} · {}", one.name, one.number)));
    let options: Vec<(String, String)> = options.collect();
    let field = || Field::new("of", ctx.t("opinions-filter-of")).kind("select").options(options.clone()).required();
    let fields = if options.is_empty() { Vec::new() } else { vec![field()] };
    let shown = NewPage {
        crumbs: crumbs(&ctx, office),
        here: format!("{}/new", root(office)),
        id: String::new(),
        of: None,
        fields,
        problems: Problems::default(),
        ctx,
    };
    page_with(StatusCode::OK, &shown)
}

fn new_page(ctx: Ctx, office: Office, known: &Known, draft: &Draft, problems: Problems) -> Response {
    let field = |name: &'static str, value: &str| {
        Field::new(name, ctx.t(format!("opinions-field-{}", name.replace('_', "-")))).value(value)
    };
    let channels = CHANNELS.map(|one| (one.as_str().to_owned(), ctx.t(format!("opinions-channel-{}", one.as_str()))));
    let mut buildings = vec![(String::new(), ctx.t("opinions-building-unknown"))];
    let mut names: Vec<&String> = known.doors.iter().map(|door| &door.building_name).collect();
    names.dedup();
    buildings.extend(names.into_iter().map(|name| (name.clone(), name.clone())));
    let mut fields = vec![
        field("channel", &draft.channel).kind("radio").options(channels).required(),
        field("said_on", &draft.said_on).kind("date").required(),
    ];
    if !known.doors.is_empty() {
        fields.extend([
            field("building", &draft.building).kind("select").options(buildings),
            field("entrance", &draft.entrance).hint(ctx.t("opinions-field-entrance-hint")),
            field("room", &draft.room).hint(ctx.t("opinions-field-room-hint")),
        ]);
    }
    fields.push(field("text", &draft.text).kind("textarea").hint(ctx.t_n("opinions-field-text-hint", LONGEST_TEXT)));
    fields.extend(wishes::fields(&ctx, &known.catalogue, &draft.wishes));
    fields.push(field("hazard", &draft.hazard).kind("checkbox").hint(ctx.t("opinions-field-hazard-hint")));
    fields.push(field("file", "").kind("file").hint(ctx.t("opinions-field-file-hint")));
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = NewPage {
        crumbs: crumbs(&ctx, office),
        here: format!("{}/new", root(office)),
        id: draft.id.clone(),
        of: Some((known.n.id, known.n.facts.name.clone())),
        fields: fields.into_iter().map(|field| field.problem(&problems)).collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// `POST …/opinions/new`: recorded under the id that the form brought; sent again, it is the same one.
pub async fn create(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    form: Multipart,
) -> Result<Response, WebError> {
    let draft = Draft::read(form).await?;
    let known = know(&app, &actor, office, &draft.of).await?;
    let id: OpinionId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let mut problems = Problems::default();
    let content = typed(&app, &ctx, &known, &draft, &mut problems);
    let pieces = match &content {
        Some(_) => files::taken(&app, &ctx, &actor, known.n.id, &draft.files, &mut problems).await?,
        None => Vec::new(),
    };
    if let (Some(content), true) = (content, problems.is_empty()) {
        let written = app.store.write(&actor, move |tx| {
            if let Some(there) = opinion::find(tx, office, id)? {
                let of = neighbourhood::get(tx, office, there.address.neighbourhood)?;
                tx.actor().may(Act::RecordOpinion, &of.place())?;
            }
            let recorded = opinion::record(tx, id, &content)?;
            if !matches!(recorded, Recorded::TooMany { .. }) {
                files::put(tx, office, id, &pieces)?;
            }
            Ok::<_, WebError>(recorded)
        });
        let to = format!("{}/receipt", address(office, id));
        match written.await? {
            Recorded::New | Recorded::Same => return Ok(done(&to, "opinions-done-recorded")),
            Recorded::Second => return Ok(done(&to, "opinions-done-second")),
            Recorded::TooMany { most } => problems.add("room", ctx.t_n("opinions-why-too-many", most)),
        }
    }
    Ok(new_page(ctx, office, &known, &draft, problems))
}

fn typed(app: &App, ctx: &Ctx, known: &Known, draft: &Draft, problems: &mut Problems) -> Option<Content> {
    let said_on = words::day(ctx, "said_on", &draft.said_on, problems);
    let channel = draft.channel.parse::<Channel>().ok().filter(|channel| CHANNELS.contains(channel));
    if channel.is_none() {
        problems.add("channel", ctx.t("opinions-why-channel"));
    }
    let written = (draft.building.as_str(), draft.entrance.as_str(), draft.room.as_str());
    let at: Option<Address> = match door::find(known.n.id, &known.doors, written) {
        Ok(at) => Some(at),
        Err(why) => {
            let (field, key) = no_door(why);
            problems.add(field, ctx.t(key));
            None
        }
    };
    let content = Content {
        address: at?,
        channel: channel?,
        said_on: said_on?,
        text: draft.text.clone(),
        wishes: draft.wishes.iter().filter(|wish| !wish.is_empty()).cloned().collect(),
        hazard: draft.hazard == "yes",
    };
    match content.checked(app.today(), &known.catalogue) {
        Ok(content) => Some(content),
        Err(why) => {
            let (field, text) = bad(ctx, why);
            problems.add(field, text);
            None
        }
    }
}

pub(crate) const fn no_door(why: NoDoor) -> (&'static str, &'static str) {
    match why {
        NoDoor::BuildingMissing => ("building", "opinions-why-building-missing"),
        NoDoor::Building => ("building", "opinions-why-building"),
        NoDoor::Entrance => ("entrance", "opinions-why-entrance"),
        NoDoor::Room => ("room", "opinions-why-room"),
        NoDoor::WhichEntrance => ("entrance", "opinions-why-which-entrance"),
    }
}

pub(crate) fn bad(ctx: &Ctx, why: BadOpinion) -> (&'static str, String) {
    match why {
        BadOpinion::Nothing => ("text", ctx.t("opinions-why-nothing")),
        BadOpinion::TextTooLong => ("text", ctx.t_n("opinions-why-long", LONGEST_TEXT)),
        BadOpinion::DayAhead => ("said_on", ctx.t("opinions-why-day-ahead")),
        BadOpinion::DayTooEarly => ("said_on", ctx.t("opinions-why-day-early")),
        BadOpinion::TooManyWishes => ("wish3", ctx.t_n("opinions-why-wishes", MOST_WISHES)),
        BadOpinion::WishTwice => ("wish2", ctx.t("opinions-why-wish-twice")),
        BadOpinion::NoSuchWish => ("wish1", ctx.t("opinions-why-no-wish")),
    }
}
