//! Setting a bulletin as PDF: away from the threads that answer, two at a time, with the fonts found once.

use std::sync::OnceLock;

use linli_official::{Bulletin, Fonts, Language, default_folders, render_bulletin};
use tokio::sync::Semaphore;

use crate::error::WebError;
use crate::shell::Lang;

/// A document takes a whole processor while it is set.
static PLACES: Semaphore = Semaphore::const_new(2);
static FONTS: OnceLock<Fonts> = OnceLock::new();

pub async fn render(bulletin: Bulletin, lang: Lang) -> Result<Vec<u8>, WebError> {
    let _place = PLACES.acquire().await.map_err(WebError::fault)?;
    let language = if lang == Lang::Zh { Language::Chinese } else { Language::English };
    let set = tokio::task::spawn_blocking(move || {
        let fonts = fonts()?;
        render_bulletin(&fonts, &bulletin, language).map_err(WebError::fault)
    });
    set.await.map_err(WebError::fault)?
}

fn fonts() -> Result<Fonts, WebError> {
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts.clone());
    }
    let fonts = Fonts::load(&default_folders()).map_err(WebError::fault)?;
    Ok(FONTS.get_or_init(|| fonts).clone())
}
