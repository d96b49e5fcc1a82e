//! Style sheet, scripts and drawings, embedded in the binary and served under `/assets`.
//!
//! Each has a name with the hash of its content, so that a browser may keep it for a year, and an update of
//! Linli is seen at once.

use std::sync::LazyLock;

use axum::Router;
use memory_serve::{CacheControl, Manifest, MemoryServe};

static MANIFEST: LazyLock<Manifest> = LazyLock::new(|| load().manifest());

fn load() -> MemoryServe {
    memory_serve::load!().index_file(None).enable_hashed_routes(true).cache_control(CacheControl::Medium)
}

/// To be nested at `/assets`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    load().into_router()
}

/// The address of an asset: `app.css` → `/assets/app.3f9a1c2b7d84e6a0.css`.
pub fn url(name: &str) -> String {
    let plain = format!("/{name}");
    format!("/assets{}", MANIFEST.get(&plain).unwrap_or(&plain))
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_asset_is_known_by_its_content() {
        let url = super::url("app.css");
        assert!(url.starts_with("/assets/app.") && url.len() > "/assets/app.css".len(), "{url}");
    }
}
