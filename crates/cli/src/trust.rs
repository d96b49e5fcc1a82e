//! `GET /cert`: how a phone comes to trust this office's own authority. There only when `linli cert` made one.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::Html;
use axum::routing::get;

use crate::cert::{Folder, fingerprint};
use crate::config::Settings;
use crate::lang::{Lang, Text};

pub fn pages(settings: &Settings) -> Router {
    let folder = Folder::of(settings);
    let (Ok(authority), Ok(fingerprint)) = (std::fs::read(folder.authority()), fingerprint(&folder.authority())) else {
        return Router::new();
    };
    let page = page(&fingerprint);
    let strict = [(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"), (CACHE_CONTROL, "no-store")];
    let file =
        [(CONTENT_TYPE, "application/x-x509-ca-cert"), (CONTENT_DISPOSITION, "attachment; filename=\"linli-ca.crt\"")];
    Router::new()
        .route("/cert", get(async move || (strict, Html(page))))
        .route("/cert/ca.crt", get(async move || (file, authority)))
}

/// Both languages one after the other: a phone that trusts nothing yet has told us nothing yet. No style, no script.
fn page(fingerprint: &str) -> String {
    let part = |lang: Lang| {
        let say = |key| Text::new(key).with("fingerprint", fingerprint).say(lang);
        format!(
            "<section lang=\"{}\"><h1>{}</h1><p>{}</p><p><code>{fingerprint}</code></p>\
             <p><a href=\"/cert/ca.crt\">{}</a></p><ul><li>{}</li><li>{}</li></ul></section>",
            lang.code(),
            say("trust-title"),
            say("trust-compare"),
            say("trust-download"),
            say("trust-android"),
            say("trust-iphone"),
        )
    };
    format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title></head>\
         <body><main>{}<hr>{}</main></body></html>",
        Text::new("trust-title").say(Lang::Chinese),
        part(Lang::Chinese),
        part(Lang::English),
    )
}
