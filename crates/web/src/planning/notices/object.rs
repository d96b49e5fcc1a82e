//! `…/notices/{notice}/objections`: what somebody objected on paper, on the telephone or at the door, typed in with its scan. It
//! is an opinion, with its receipt, its days and its answer; and as long as nobody answers it, the plan does not go to the vote.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::opinion::door::{self, Door};
use linli_domain::consultation::opinion::{Channel, Content, LONGEST_TEXT};
use linli_domain::consultation::{Catalogue, OpinionId};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::planning::{Notice, NoticeId};
use linli_domain::register::Neighbourhood;
use linli_store::consultation::opinion::{self, Recorded};
use linli_store::planning::notice::{self, Objected};
use linli_store::register::neighbourhood;

use super::super::plans;
use super::address;
use crate::app::App;
use crate::consultation::opinions::{bad, files, no_door};
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::organisation::words as days;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// The ways by which the office hears of an objection itself.
const CHANNELS: [Channel; 3] = [Channel::Paper, Channel::Telephone, Channel::Door];

#[derive(Template)]
#[template(path = "planning/notices/object.html")]
struct ObjectPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    id: String,
    lead: String,
    fields: Vec<Field>,
    problems: Problems,
}

struct Known {
    notice: Notice,
    place: Neighbourhood,
    doors: Vec<Door>,
}

async fn know(app: &App, actor: &Actor, office: Office, id: NoticeId) -> Result<Known, WebError> {
    let read = app.store.read(move |tx| {
        let one = notice::get(tx, office, id)?;
        Ok::<_, WebError>(Known {
            place: neighbourhood::get(tx, office, one.neighbourhood)?,
            doors: opinion::doors(tx, office, one.neighbourhood)?,
            notice: one,
        })
    });
    let known = read.await?;
    actor.may(Act::RecordOpinion, &known.place.place())?;
    Ok(known)
}

pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NoticeId)>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, office, id).await?;
    let today = app.today().to_string();
    let typed = |name: &str| match name {
        "id" => OpinionId::new().to_string(),
        "channel" => Channel::Paper.as_str().to_owned(),
        "said_on" => today.clone(),
        _ => String::new(),
    };
    Ok(object_page(ctx, office, &known, &typed, StatusCode::OK, Problems::default()))
}

fn object_page(
    ctx: Ctx,
    office: Office,
    known: &Known,
    typed: &dyn Fn(&str) -> String,
    status: StatusCode,
    problems: Problems,
) -> Response {
    let field = |name: &'static str| {
        Field::new(name, ctx.t(format!("opinions-field-{}", name.replace('_', "-")))).value(typed(name))
    };
    let channels = CHANNELS.map(|one| (one.as_str(), ctx.t(format!("opinions-channel-{}", one.as_str()))));
    let mut names: Vec<&str> = known.doors.iter().map(|door| door.building_name.as_str()).collect();
    names.dedup();
    let unknown = (String::new(), ctx.t("opinions-building-unknown"));
    let buildings = names.into_iter().map(|name| (name.to_owned(), name.to_owned()));
    let mut fields =
        vec![field("channel").kind("radio").options(channels).required(), field("said_on").kind("date").required()];
    if !known.doors.is_empty() {
        fields.extend([
            field("building").kind("select").options(std::iter::once(unknown).chain(buildings)),
            field("entrance").hint(ctx.t("opinions-field-entrance-hint")),
            field("room").hint(ctx.t("opinions-field-room-hint")),
        ]);
    }
    fields.push(field("text").kind("textarea").hint(ctx.t_n("opinions-field-text-hint", LONGEST_TEXT)).required());
    fields.push(field("file").kind("file").hint(ctx.t("opinions-field-file-hint")));
    let window = &known.notice.window;
    let values = [("from", ctx.day(window.from)), ("until", ctx.day(window.until))];
    let mut crumbs = plans::crumbs(&ctx, office);
    crumbs.push(Crumb::new(&known.place.facts.name, plans::address(office, known.notice.version)));
    crumbs.push(Crumb::new(ctx.t("notices-notice"), address(office, known.notice.id)));
    let shown = ObjectPage {
        crumbs,
        here: format!("{}/objections", address(office, known.notice.id)),
        id: typed("id"),
        lead: format!("{} · {}", known.place.facts.name, ctx.t_with("notices-window", &values)),
        fields: fields.into_iter().map(|field| field.problem(&problems)).collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// `POST …/objections`: recorded under the id that the form brought; sent again, it is the same one.
pub async fn record(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NoticeId)>,
    form: Multipart,
) -> Result<Response, WebError> {
    let sent = files::Sent::read(form).await?;
    let known = know(&app, &actor, office, id).await?;
    let opinion_id: OpinionId = sent.text("id").parse().map_err(|_| WebError::BadRequest)?;
    let mut problems = Problems::default();
    let content = typed(&app, &ctx, &known, &sent, &mut problems);
    let pieces = match &content {
        Some(_) => files::taken(&app, &ctx, &actor, known.place.id, &sent.files, &mut problems).await?,
        None => Vec::new(),
    };
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let (Some(content), true) = (content, problems.is_empty()) {
        let written = app.store.write(&actor, move |tx| {
            let objected = notice::object(tx, id, opinion_id, &content)?;
            if matches!(objected, Objected::Heard(Recorded::New | Recorded::Same | Recorded::Second)) {
                files::put(tx, office, opinion_id, &pieces)?;
            }
            Ok::<_, WebError>(objected)
        });
        match written.await? {
            Objected::Heard(Recorded::TooMany { most }) => {
                status = StatusCode::TOO_MANY_REQUESTS;
                problems.add("room", ctx.t_n("opinions-why-too-many", most));
            }
            Objected::Heard(_) => {
                let to = format!("/desk/{office}/opinions/{opinion_id}/receipt");
                return Ok(done(&to, "opinions-done-recorded"));
            }
            Objected::NotHanging | Objected::Elsewhere => problems.add("said_on", ctx.t("notices-why-not-hanging")),
        }
    }
    Ok(object_page(ctx, office, &known, &|name| sent.text(name), status, problems))
}

fn typed(app: &App, ctx: &Ctx, known: &Known, sent: &files::Sent, problems: &mut Problems) -> Option<Content> {
    let said_on = days::day(ctx, "said_on", &sent.text("said_on"), problems);
    let channel = sent.text("channel").parse::<Channel>().ok().filter(|channel| CHANNELS.contains(channel));
    if channel.is_none() {
        problems.add("channel", ctx.t("opinions-why-channel"));
    }
    let (building, entrance, room) = (sent.text("building"), sent.text("entrance"), sent.text("room"));
    let at = door::find(known.place.id, &known.doors, (&building, &entrance, &room)).map_err(|why| {
        let (field, key) = no_door(why);
        problems.add(field, ctx.t(key));
    });
    let content = Content {
        address: at.ok()?,
        channel: channel?,
        said_on: said_on?,
        text: sent.text("text"),
        wishes: Vec::new(),
        hazard: false,
    };
    // Without wishes no catalogue is asked.
    content
        .checked(app.today(), &Catalogue::default())
        .map_err(|why| {
            let (field, text) = bad(ctx, why);
            problems.add(field, text);
        })
        .ok()
}
