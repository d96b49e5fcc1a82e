//! `/household/opinions/new`: something is said, with a wish and photos where somebody has them; then its receipt.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use linli_domain::consultation::opinion::{Content, LONGEST_TEXT, MOST_WISHES};
use linli_domain::consultation::slip::{LONGEST_PLACE, MOST_PHOTOS, Paper, with_place};
use linli_domain::consultation::{Catalogue, OpinionId};
use linli_domain::kernel::digest::Digest;
use linli_domain::register::evidence::Evidence;
use linli_store::Transaction;
use linli_store::consultation::{catalogue, opinion, receipt as codes, slip};

use super::photos;
use crate::app::App;
use crate::consultation::opinions::{bad, files, wishes};
use crate::consultation::resident;
use crate::error::WebError;
use crate::extract::{Caller, Path};
use crate::home::AtHome;
use crate::register::done;
use crate::shell::{Ctx, Field, Problems, page, page_with, qr};

#[derive(Template)]
#[template(path = "household/say.html")]
struct SayPage {
    ctx: Ctx,
    place: String,
    poster: bool,
    id: OpinionId,
    /// What is always asked, and what may be opened.
    fields: Vec<Field>,
    wishes: Vec<Field>,
    wished: bool,
    file_error: Option<String>,
    problems: Problems,
}

/// An opinion as somebody typed it.
#[derive(Clone, Debug, Default)]
struct Draft {
    id: String,
    text: String,
    place: String,
    wishes: [String; MOST_WISHES],
    hazard: String,
    photos: Vec<(String, Bytes)>,
}

impl Draft {
    async fn read(form: Multipart) -> Result<Self, WebError> {
        let sent = files::Sent::read(form).await?;
        Ok(Self {
            id: sent.text("id"),
            text: sent.text("text"),
            place: sent.text("place"),
            wishes: ["wish1", "wish2", "wish3"].map(|wish| sent.text(wish)),
            hazard: sent.text("hazard"),
            photos: sent.files,
        })
    }
}

async fn offered(app: &App, home: &AtHome) -> Result<Catalogue, WebError> {
    let (office, today) = (home.office, app.today());
    Ok(app.store.read(move |tx| catalogue::of(tx, office, today)).await?.catalogue)
}

/// `GET /household/opinions/new`
pub async fn ask(State(app): State<App>, ctx: Ctx, home: AtHome) -> Result<Response, WebError> {
    let catalogue = offered(&app, &home).await?;
    Ok(say_page(ctx, &home, &catalogue, OpinionId::new(), &Draft::default(), StatusCode::OK, Problems::default()))
}

fn say_page(
    ctx: Ctx,
    home: &AtHome,
    catalogue: &Catalogue,
    id: OpinionId,
    draft: &Draft,
    status: StatusCode,
    problems: Problems,
) -> Response {
    let field =
        |name: &'static str, value: &str| Field::new(name, ctx.t(format!("household-field-{name}"))).value(value);
    let fields = vec![
        field("text", &draft.text).kind("textarea").hint(ctx.t_n("household-field-text-hint", LONGEST_TEXT)),
        field("place", &draft.place).hint(ctx.t("household-field-place-hint")),
        field("hazard", &draft.hazard).kind("checkbox").hint(ctx.t("household-field-hazard-hint")).quiet(),
    ];
    let shown = SayPage {
        place: home.place(),
        poster: home.held.paper() == Paper::Poster,
        id,
        fields: fields.into_iter().map(|field| field.problem(&problems)).collect(),
        wishes: wishes::fields(&ctx, catalogue, &draft.wishes).into_iter().map(|f| f.problem(&problems)).collect(),
        wished: draft.wishes.iter().any(|wish| !wish.is_empty()),
        // A browser does not send files back: what was chosen has to be chosen again.
        file_error: problems
            .of("file")
            .map(str::to_owned)
            .or_else(|| (!draft.photos.is_empty()).then(|| ctx.t("household-why-photos-again"))),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// What became of what was sent.
enum Sent {
    Kept,
    /// Its id is there with other words: it is asked whether it is a further one.
    Other,
    /// Enough for today.
    Enough(i64),
}

/// `POST /household/opinions/new`: kept once under the id that the form brought; sent again, it is the same one.
pub async fn say(
    State(app): State<App>,
    ctx: Ctx,
    caller: Caller,
    home: AtHome,
    form: Multipart,
) -> Result<Response, WebError> {
    if home.held.paper() == Paper::Poster {
        app.posters.take(caller.0, app.now()).map_err(|wait_seconds| WebError::TooMany { wait_seconds })?;
    }
    let draft = Draft::read(form).await?;
    let id: OpinionId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let catalogue = offered(&app, &home).await?;
    let mut problems = Problems::default();
    let content = typed(&app, &ctx, &home, &catalogue, &draft, &mut problems);
    let first = before(&app, &home, id).await?;
    if let Some(Sent::Enough(most)) = first {
        problems.add("text", ctx.t_n("household-why-enough", most));
        return Ok(say_page(ctx, &home, &catalogue, id, &draft, StatusCode::TOO_MANY_REQUESTS, problems));
    }
    let pieces = match &content {
        // Sent again, perhaps with a photo that did not arrive the first time.
        Some(_) => photos::taken(&app, &ctx, &home, &draft.photos, &mut problems).await?,
        _ => Vec::new(),
    };
    let (Some(content), true) = (content, problems.is_empty()) else {
        return Ok(say_page(ctx, &home, &catalogue, id, &draft, StatusCode::UNPROCESSABLE_ENTITY, problems));
    };
    let asked = home.clone();
    let written = app.store.write(&resident(home.office), move |tx| keep(tx, &asked, id, &content, &pieces));
    match written.await? {
        Sent::Kept => Ok(done(&format!("/household/opinions/{id}/receipt"), "household-done-said")),
        Sent::Other => {
            problems.add("text", ctx.t("household-why-sent"));
            Ok(say_page(ctx, &home, &catalogue, OpinionId::new(), &draft, StatusCode::CONFLICT, problems))
        }
        Sent::Enough(most) => {
            problems.add("text", ctx.t_n("household-why-enough", most));
            Ok(say_page(ctx, &home, &catalogue, id, &draft, StatusCode::TOO_MANY_REQUESTS, problems))
        }
    }
}

/// What is known before photos are read: that it is there already, or that it is enough for today.
async fn before(app: &App, home: &AtHome, id: OpinionId) -> Result<Option<Sent>, WebError> {
    let (office, at, today) = (home.office, home.held.address, app.today());
    let read = app.store.read(move |tx| {
        if opinion::find(tx, office, id)?.is_some() {
            return Ok(Some(Sent::Other));
        }
        Ok::<_, WebError>(slip::enough(tx, office, &at, today)?.map(Sent::Enough))
    });
    read.await
}

fn typed(
    app: &App,
    ctx: &Ctx,
    home: &AtHome,
    catalogue: &Catalogue,
    draft: &Draft,
    problems: &mut Problems,
) -> Option<Content> {
    if draft.place.chars().count() > LONGEST_PLACE {
        problems.add("place", ctx.t_n("household-why-place", LONGEST_PLACE));
        return None;
    }
    let content = Content {
        address: home.held.address,
        channel: home.held.paper().channel(),
        said_on: app.today(),
        text: draft.text.clone(),
        wishes: draft.wishes.iter().filter(|wish| !wish.is_empty()).cloned().collect(),
        hazard: draft.hazard == "yes",
    };
    // A place alone says nothing, so it is put before what was found to say something.
    let checked = content.checked(app.today(), catalogue);
    let placed = checked.and_then(|content| {
        let text = with_place(&draft.place, &content.text);
        Content { text, ..content }.checked(app.today(), catalogue)
    });
    match placed {
        Ok(content) => Some(content),
        Err(why) => {
            let (field, text) = bad(ctx, why);
            problems.add(field, text);
            None
        }
    }
}

fn keep(
    tx: &mut Transaction,
    home: &AtHome,
    id: OpinionId,
    content: &Content,
    pieces: &[Evidence],
) -> Result<Sent, WebError> {
    let now = tx.now();
    let held = home.still(tx, now)?;
    if let Some(there) = opinion::find(tx, home.office, id)? {
        // Only what came by this very paper is told to be there; the id of another's opinion says nothing.
        if there.content().is_none_or(|own| own != *content) || !held.shows_words(&there) && held.paper() == Paper::Slip
        {
            return Ok(Sent::Other);
        }
        let known: Vec<Digest> =
            opinion::evidence(tx, home.office, id)?.into_iter().map(|piece| piece.digest).collect();
        let new = pieces
            .iter()
            .filter(|piece| !known.contains(&piece.digest))
            .take(MOST_PHOTOS - known.len().min(MOST_PHOTOS));
        files::put(tx, home.office, id, &new.cloned().collect::<Vec<_>>())?;
        return Ok(Sent::Kept);
    }
    if let (None, Some(entrance)) = (held.address.dwelling, held.address.entrance)
        && !slip::count_poster(tx, entrance)?
    {
        return Ok(Sent::Enough(linli_domain::consultation::slip::MOST_A_DAY_ON_A_POSTER));
    }
    if let opinion::Recorded::TooMany { most } = opinion::record(tx, id, content)? {
        return Ok(Sent::Enough(most));
    }
    files::put(tx, home.office, id, pieces)?;
    Ok(Sent::Kept)
}

#[derive(Template)]
#[template(path = "household/receipt.html")]
struct ReceiptPage {
    ctx: Ctx,
    code: String,
    qr: Option<String>,
    due: String,
}

/// `GET /household/opinions/{opinion}/receipt`: the code to take along. On a poster, whose phone is nobody's, the id that the
/// form made is what opens it.
pub async fn receipt(
    State(app): State<App>,
    ctx: Ctx,
    home: AtHome,
    headers: axum::http::HeaderMap,
    Path(id): Path<OpinionId>,
) -> Result<Response, WebError> {
    let office = home.office;
    let read =
        app.store.read(move |tx| Ok::<_, WebError>((opinion::find(tx, office, id)?, codes::secret(tx, office)?)));
    let (Some(one), Some(secret)) = read.await? else { return Err(WebError::NotFound) };
    let by_poster = home.held.address.dwelling.is_none() && one.address == home.held.address;
    if !(home.held.shows_words(&one) || by_poster && one.channel == Paper::Poster.channel()) {
        return Err(WebError::NotFound);
    }
    let code = secret.receipt(id).to_string();
    let site = qr::origin(&headers, app.config.secure).unwrap_or_default();
    Ok(page(&ReceiptPage {
        qr: qr::drawn(&format!("{site}/receipt/{code}"), &ctx.t("opinions-receipt-qr")),
        due: ctx.t_with("household-due", &[("day", ctx.day(one.standing.due))]),
        code,
        ctx,
    }))
}
