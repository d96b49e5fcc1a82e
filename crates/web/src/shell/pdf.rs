//! Setting papers as PDF: away from the threads that answer, two at a time, with the fonts found once.

use std::sync::OnceLock;

use linli_official::{Fonts, Language, Notice, RenderError, default_folders, render_notice};
use tokio::sync::Semaphore;

use super::{Ctx, Lang};
use crate::error::WebError;

/// A document takes a whole processor while it is set.
static PLACES: Semaphore = Semaphore::const_new(2);
static FONTS: OnceLock<Fonts> = OnceLock::new();

/// Sets a document; what cannot be set is the caller's to say.
pub(crate) async fn set(
    work: impl FnOnce(&Fonts) -> Result<Vec<u8>, RenderError> + Send + 'static,
) -> Result<Result<Vec<u8>, RenderError>, WebError> {
    let place = PLACES.acquire().await.map_err(WebError::fault)?;
    let set = tokio::task::spawn_blocking(move || {
        // Who hangs up frees no processor: the place is free when the paper is set.
        let _place = place;
        Ok(work(&fonts()?))
    });
    set.await.map_err(WebError::fault)?
}

/// Sets a notice. Signs that no font has were typed by somebody, who can type others: that is no fault of ours.
pub(crate) async fn notice(ctx: &Ctx, paper: Notice) -> Result<Vec<u8>, WebError> {
    let language = language(ctx.lang);
    match set(move |fonts| render_notice(fonts, &paper, language)).await? {
        Ok(bytes) => Ok(bytes),
        Err(RenderError::MissingGlyphs(_) | RenderError::TooLarge { .. }) => Err(WebError::Unprocessable),
        Err(why) => Err(WebError::fault(why)),
    }
}

pub(crate) const fn language(lang: Lang) -> Language {
    match lang {
        Lang::Zh => Language::Chinese,
        Lang::En => Language::English,
    }
}

fn fonts() -> Result<Fonts, WebError> {
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts.clone());
    }
    let fonts = Fonts::load(&default_folders()).map_err(WebError::fault)?;
    Ok(FONTS.get_or_init(|| fonts).clone())
}
