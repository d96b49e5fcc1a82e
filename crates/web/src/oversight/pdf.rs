//! A bulletin as PDF. What is issued never changes and everybody asks for it, so it is set once and kept.

use std::sync::{LazyLock, Mutex, PoisonError};

use axum::body::Bytes;
use linli_domain::kernel::Date;
use linli_domain::oversight::BulletinId;
use linli_official::{Bulletin, render_bulletin};

use super::bulletins::written_in;
use super::paper::sheet;
use crate::error::WebError;
use crate::shell::{Lang, pdf};

/// Papers kept in memory.
const KEPT: usize = 16;

static PAPERS: LazyLock<Mutex<Vec<(Key, Bytes)>>> = LazyLock::new(Mutex::default);

/// A bulletin as it was at one version.
type Key = (BulletinId, i64);

pub async fn render(bulletin: Bulletin, lang: Lang) -> Result<Vec<u8>, WebError> {
    pdf::set(move |fonts| render_bulletin(fonts, &bulletin, pdf::language(lang))).await?.map_err(WebError::fault)
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
