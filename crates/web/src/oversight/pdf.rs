//! Setting a bulletin as PDF: away from the threads that answer, two at a time, with the fonts found once.
//!
//! What is issued never changes and everybody asks for it, so it is set once and kept.

use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use linli_domain::kernel::Date;
use linli_domain::oversight::BulletinId;
use linli_official::{Bulletin, Fonts, Language, default_folders, render_bulletin};
use tokio::sync::Semaphore;

use super::bulletins::written_in;
use super::paper::sheet;
use crate::error::WebError;
use crate::shell::Lang;

/// Papers kept in memory.
const KEPT: usize = 16;

/// A document takes a whole processor while it is set.
static PLACES: Semaphore = Semaphore::const_new(2);
static FONTS: OnceLock<Fonts> = OnceLock::new();
static PAPERS: LazyLock<Mutex<Vec<(Key, Bytes)>>> = LazyLock::new(Mutex::default);

/// A bulletin as it was at one version.
type Key = (BulletinId, i64);

pub async fn render(bulletin: Bulletin, lang: Lang) -> Result<Vec<u8>, WebError> {
    let place = PLACES.acquire().await.map_err(WebError::fault)?;
    let language = if lang == Lang::Zh { Language::Chinese } else { Language::English };
    let set = tokio::task::spawn_blocking(move || {
        // Who hangs up frees no processor: the place is free when the paper is set.
        let _place = place;
        render_bulletin(&fonts()?, &bulletin, language).map_err(WebError::fault)
    });
    set.await.map_err(WebError::fault)?
}

/// The paper of an issued or withdrawn bulletin.
pub async fn issued(
    bulletin: &linli_domain::oversight::Bulletin,
    today: Date,
    illustrative: bool,
) -> Result<Bytes, WebError> {
    let key = (bulletin.id, bulletin.version);
    if let Some(known) = known(key) {
        return Ok(known);
    }
    let lang = written_in(&bulletin.wording);
    let bytes = Bytes::from(render(sheet(lang, bulletin, today, illustrative), lang).await?);
    let mut papers = PAPERS.lock().unwrap_or_else(PoisonError::into_inner);
    if papers.len() >= KEPT {
        papers.remove(0);
    }
    papers.push((key, bytes.clone()));
    Ok(bytes)
}

fn known(key: Key) -> Option<Bytes> {
    let papers = PAPERS.lock().unwrap_or_else(PoisonError::into_inner);
    papers.iter().find(|(known, _)| *known == key).map(|(_, bytes)| bytes.clone())
}

fn fonts() -> Result<Fonts, WebError> {
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts.clone());
    }
    let fonts = Fonts::load(&default_folders()).map_err(WebError::fault)?;
    Ok(FONTS.get_or_init(|| fonts).clone())
}
