//! From bytes that somebody sent to evidence that is kept: what it is, decoded within bounds, in the object store.

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use linli_domain::kernel::Date;
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::text::clean_line;
use linli_domain::register::evidence::{Evidence, Picture, Taken};
use linli_domain::register::facts::Location;
use linli_formats::document;
use linli_formats::photo::{self, NotAPhoto, Photo};

use crate::app::App;
use crate::error::WebError;
use crate::shell::Ctx;

/// The largest file that is taken.
pub const LARGEST: usize = 32 << 20;

/// What was taken in: its bytes lie in the object store.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    pub file_name: String,
    pub media_type: &'static str,
    pub digest: Digest,
    pub bytes: i64,
    pub picture: Option<Picture>,
}

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotTaken {
    Empty,
    TooLarge,
    Photo(NotAPhoto),
    /// Neither a photo nor a document of a kind that is kept.
    OtherKind,
}

impl NotTaken {
    pub fn text(&self, ctx: &Ctx) -> String {
        match self {
            Self::Empty | Self::Photo(NotAPhoto::Empty) => ctx.t("works-file-empty"),
            Self::TooLarge => ctx.t("works-file-large"),
            Self::OtherKind | Self::Photo(NotAPhoto::OtherKind) => ctx.t("works-file-other"),
            Self::Photo(NotAPhoto::Heic) => ctx.t("works-file-heic"),
            Self::Photo(NotAPhoto::Moving) => ctx.t("works-file-moving"),
            Self::Photo(NotAPhoto::TooLarge { .. }) => ctx.t("works-file-pixels"),
            Self::Photo(NotAPhoto::Damaged(_)) => ctx.t("works-file-damaged"),
        }
    }
}

/// Why the file of this name is not taken, in words.
pub(crate) fn told(ctx: &Ctx, name: &str, why: &NotTaken) -> String {
    let line: String = clean_line(name).chars().take(60).collect();
    if line.is_empty() { why.text(ctx) } else { format!("{line}: {}", why.text(ctx)) }
}

/// Takes a file in. What is not taken leaves nothing behind.
pub(crate) async fn take(app: &App, file_name: &str, bytes: Bytes) -> Result<Result<Arrived, NotTaken>, WebError> {
    match read(app, file_name, bytes).await? {
        Ok(ready) => Ok(Ok(keep(app, ready).await?)),
        Err(why) => Ok(Err(why)),
    }
}

/// A file that was read and may be kept; nothing of it lies anywhere yet.
pub(crate) struct Ready {
    file_name: String,
    kind: Readable,
}

enum Readable {
    Document(&'static str, Bytes),
    Photo(Box<Photo>),
}

impl Ready {
    pub(crate) const fn is_photo(&self) -> bool {
        matches!(self.kind, Readable::Photo(_))
    }
}

/// Reads a file, and keeps nothing: of several that come together either all are kept or none.
pub(crate) async fn read(app: &App, file_name: &str, bytes: Bytes) -> Result<Result<Ready, NotTaken>, WebError> {
    if bytes.is_empty() {
        return Ok(Err(NotTaken::Empty));
    }
    if bytes.len() > LARGEST {
        return Ok(Err(NotTaken::TooLarge));
    }
    let file_name = name(file_name);
    if let Some(kind) = document::kind(&bytes) {
        return Ok(Ok(Ready { file_name, kind: Readable::Document(kind.media_type, bytes) }));
    }
    // Decoding takes memory: so many at one time, the others wait their turn.
    let place = app.decoding.acquire().await.map_err(WebError::fault)?;
    let read = tokio::task::spawn_blocking(move || photo::read(&bytes)).await.map_err(WebError::fault)?;
    drop(place);
    Ok(match read {
        Ok(photo) => Ok(Ready { file_name, kind: Readable::Photo(Box::new(photo)) }),
        Err(NotAPhoto::OtherKind) => Err(NotTaken::OtherKind),
        Err(why) => Err(NotTaken::Photo(why)),
    })
}

/// Keeps what was read.
pub(crate) async fn keep(app: &App, Ready { file_name, kind }: Ready) -> Result<Arrived, WebError> {
    let photo = match kind {
        Readable::Photo(photo) => photo,
        Readable::Document(media_type, bytes) => {
            let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            let digest = app.objects.keep(bytes).await?;
            return Ok(Arrived { file_name, media_type, digest, bytes: length, picture: None });
        }
    };
    let taken = photo.taken.at.map(|at| Taken { on: at.date(), by_phone: true });
    let location = photo.taken.place.map(|at| Location { longitude_e6: at.longitude_e6, latitude_e6: at.latitude_e6 });
    let length = i64::try_from(photo.kept.len()).unwrap_or(i64::MAX);
    let digest = app.objects.keep(photo.kept.into()).await?;
    let small = app.objects.keep(photo.small.into()).await?;
    let picture = Picture {
        small,
        width: photo.width.into(),
        height: photo.height.into(),
        taken,
        location,
        spot: None,
        moment: None,
    };
    Ok(Arrived { file_name, media_type: "image/jpeg", digest, bytes: length, picture: Some(picture) })
}

/// A day that somebody typed stands where the phone said none.
pub(crate) fn taken_on(picture: &mut Picture, typed: Option<Date>) {
    picture.taken = picture.taken.or(typed.map(|on| Taken { on, by_phone: false }));
}

/// The last part of a path, in one line that fits.
pub(crate) fn name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let line: String = clean_line(last).chars().take(120).collect();
    if line.is_empty() { "-".to_owned() } else { line }
}

/// A photo to look at, or a document to save.
pub(crate) async fn file(app: &App, piece: &Evidence, small: bool) -> Result<Response, WebError> {
    let digest = match &piece.picture {
        Some(picture) if small => picture.small,
        None if small => return Err(WebError::NotFound),
        _ => piece.digest,
    };
    let bytes = app.objects.get(digest).await?;
    let mut answer = bytes.into_response();
    let headers = answer.headers_mut();
    if piece.picture.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
        return Ok(answer);
    }
    // Whatever it is, a browser saves it and opens nothing.
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let name: String = piece
        .file_name
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect();
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    headers.insert(CONTENT_DISPOSITION, HeaderValue::try_from(disposition).map_err(WebError::fault)?);
    Ok(answer)
}
