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

use super::again::{WISHES, again_page};
use super::enter::Shut;
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
    /// Where it comes from before it is sent: the paper was opened once more.
    reopened: bool,
    problems: Problems,
}

/// An opinion as somebody typed it.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub id: String,
    pub text: String,
    pub place: String,
    pub wishes: [String; MOST_WISHES],
    pub hazard: String,
    pub photos: Vec<(String, Bytes)>,
    /// There were photos when the page had closed: they have to be chosen again.
    pub photos_lost: bool,
    /// The paper was opened again for what had been written.
    pub reopened: bool,
}

impl Draft {
    async fn read(form: Multipart) -> Result<Self, WebError> {
        let sent = files::Sent::read(form).await?;
        Ok(Self { photos: sent.files.clone(), ..Self::of(&sent) })
    }

    /// Of whoever has no paper open: what was written, and no files.
    async fn words(form: Multipart) -> Result<Self, WebError> {
        let (sent, photos_lost) = files::Sent::words(form).await?;
        Ok(Self { photos_lost, ..Self::of(&sent) })
    }

    fn of(sent: &files::Sent) -> Self {
        Self {
            id: sent.text("id"),
            text: sent.text("text"),
            place: sent.text("place"),
            wishes: WISHES.map(|wish| sent.text(wish)),
            hazard: sent.text("hazard"),
            ..Self::default()
        }
    }
}

pub(super) async fn offered(app: &App, home: &AtHome) -> Result<Catalogue, WebError> {
    let (office, today) = (home.office, app.today());
    Ok(app.store.read(move |tx| catalogue::of(tx, office, today)).await?.catalogue)
}

/// `GET /household/opinions/new`
pub async fn ask(State(app): State<App>, ctx: Ctx, home: AtHome) -> Result<Response, WebError> {
    let catalogue = offered(&app, &home).await?;
    Ok(say_page(ctx, &home, &catalogue, OpinionId::new(), &Draft::default(), StatusCode::OK, Problems::default()))
}

pub(super) fn say_page(
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
            .or_else(|| (draft.photos_lost || !draft.photos.is_empty()).then(|| ctx.t("household-why-photos-again"))),
        reopened: draft.reopened,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// What became of what was sent.
enum Sent {
    Kept,
    /// It was there already, word for word; so many photos came with it, and so many were too many.
    Again {
        added: usize,
        too_many: usize,
    },
    /// The paper is not open any more.
    Over,
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
    home: Result<AtHome, Response>,
    form: Multipart,
) -> Result<Response, WebError> {
    let home = match home {
        Ok(home) => home,
        // The page has closed while somebody wrote.
        Err(closed) if closed.status().is_redirection() => {
            let draft = Draft::words(form).await?;
            return Ok(again_page(ctx, &draft, StatusCode::UNAUTHORIZED, Problems::default()));
        }
        Err(away) => return Ok(away),
    };
    let poster = home.held.paper() == Paper::Poster;
    let taken = if poster { app.posters.take(caller.0, app.now()) } else { Ok(()) };
    let draft = if taken.is_ok() { Draft::read(form).await? } else { Draft::words(form).await? };
    let id: OpinionId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let catalogue = offered(&app, &home).await?;
    let mut problems = Problems::default();
    if let Err(wait) = taken {
        problems.add("text", ctx.t_n("household-why-wait", i64::try_from(wait.div_ceil(60)).unwrap_or(5)));
        let shown = say_page(ctx, &home, &catalogue, id, &draft, StatusCode::TOO_MANY_REQUESTS, problems);
        return Ok(Shut::Wait(wait).on(shown));
    }
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
        Sent::Again { added, too_many } => {
            let told = match (added, too_many) {
                (0, 0) => "household-done-same",
                (_, 0) => "household-done-photos",
                (0, _) => "household-done-photos-full",
                _ => "household-done-photos-some",
            };
            Ok(done(&format!("/household/opinions/{id}/receipt"), told))
        }
        Sent::Over => Ok(again_page(ctx, &draft, StatusCode::UNAUTHORIZED, problems)),
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
    let Some(held) = home.still(tx, now)? else { return Ok(Sent::Over) };
    if let Some(there) = opinion::find(tx, home.office, id)? {
        // Only what came by this very paper is told to be there; the id of another's opinion says nothing.
        let is_anothers = held.paper() == Paper::Slip && !held.shows_words(&there);
        if is_anothers || there.content().is_none_or(|own| own != *content) {
            return Ok(Sent::Other);
        }
        let known: Vec<Digest> =
            opinion::evidence(tx, home.office, id)?.into_iter().map(|piece| piece.digest).collect();
        let mut new: Vec<Evidence> = pieces.iter().filter(|piece| !known.contains(&piece.digest)).cloned().collect();
        let room = MOST_PHOTOS - known.len().min(MOST_PHOTOS);
        let too_many = new.len().saturating_sub(room);
        new.truncate(room);
        files::put(tx, home.office, id, &new)?;
        return Ok(Sent::Again { added: new.len(), too_many });
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
    where_to: String,
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
    let site = qr::site(&app.config, &headers).unwrap_or_default();
    Ok(page(&ReceiptPage {
        qr: qr::drawn(&format!("{site}/receipt/{code}"), &ctx.t("opinions-receipt-qr")),
        where_to: ctx.t_with("opinions-receipt-where", &[("address", format!("{site}/receipt"))]),
        due: ctx.t_with("household-due", &[("day", ctx.day(one.standing.due))]),
        code,
        ctx,
    }))
}
