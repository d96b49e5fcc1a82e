//! The shell of the app: a page without anybody's data, the worker that keeps it on the phone, and what makes it installable.

use askama::Template;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use linli_domain::kernel::Office;
use serde_json::json;

use crate::error::WebError;
use crate::extract::OfficeOf;
use crate::shell::{Ctx, page};

/// Every text of the app by its key, so that the script has none of its own.
const TEXTS: [&str; 68] = [
    "title",
    "waits",
    "all-safe",
    "offline",
    "online",
    "send",
    "sending",
    "signed-out",
    "sign-in",
    "refresh",
    "none",
    "none-hint",
    "back",
    "mine",
    "all",
    "floor",
    "door",
    "to-do",
    "answered",
    "nobody-home",
    "refused",
    "empty",
    "conflict",
    "here",
    "outcome",
    "notice",
    "owner",
    "occupant",
    "respondent",
    "willing",
    "yes",
    "no",
    "unsure",
    "wishes",
    "wishes-hint",
    "more",
    "text",
    "text-hint",
    "hazard",
    "photos",
    "photo-add",
    "place-building",
    "place-entrance",
    "place-common",
    "place-dwelling",
    "pay",
    "pay-amount",
    "council",
    "needs",
    "consent",
    "save",
    "saved",
    "again",
    "correct",
    "wrong-answer",
    "wrong-respondent",
    "full",
    "not-taken",
    "queue",
    "queue-photo",
    "queue-visit",
    "second",
    "receipt",
    "from-before",
    "install",
    "remove-photo",
    "yes-plain",
    "no-plain",
];

/// What the script fills in.
const GAPS: [(&str, &str); 5] =
    [("count", "{count}"), ("floor", "{floor}"), ("room", "{room}"), ("why", "{why}"), ("at", "{at}")];

#[derive(Template)]
#[template(path = "consultation/door/app.html")]
struct AppPage {
    ctx: Ctx,
    base: String,
    texts: String,
}

fn base(office: Office) -> String {
    format!("/desk/{office}/door")
}

/// `GET …/door/app`
pub async fn show(ctx: Ctx, OfficeOf(office): OfficeOf) -> Result<Response, WebError> {
    let texts: serde_json::Map<String, serde_json::Value> =
        TEXTS.iter().map(|key| ((*key).to_owned(), ctx.t_with(&format!("door-{key}"), &GAPS).into())).collect();
    let texts = serde_json::to_string(&texts).map_err(WebError::fault)?;
    // Nothing of the reader: the page stays on the phone when they have signed out.
    let ctx = Ctx { reader: None, ..ctx };
    Ok(page(&AppPage { ctx, base: base(office), texts }))
}

/// `GET …/door/sw.js`: what is kept, and the script that keeps it; another version of either is another text.
pub async fn worker(ctx: Ctx, OfficeOf(office): OfficeOf) -> Response {
    let base = base(office);
    let kept = [
        format!("{base}/app"),
        format!("{base}/manifest.webmanifest"),
        ctx.asset("app.css"),
        ctx.asset("app.js"),
        ctx.asset("door.js"),
        ctx.asset("mark.svg"),
    ];
    let text = format!("self.KEPT = {};\nimportScripts({});\n", json!(kept), json!(ctx.asset("door-worker.js")));
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("service-worker-allowed"), "/desk/"),
    ];
    (headers, text).into_response()
}

/// `GET …/door/manifest.webmanifest`
pub async fn manifest(ctx: Ctx, OfficeOf(office): OfficeOf) -> Response {
    let base = base(office);
    let told = json!({
        "name": ctx.t("door-title"), "short_name": ctx.t("door-short"), "lang": ctx.lang.tag(), "dir": "ltr",
        "start_url": format!("{base}/app"), "scope": format!("{base}/"), "display": "standalone",
        "background_color": "#faf6ee", "theme_color": "#faf6ee",
        "icons": [{ "src": ctx.asset("mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any" }],
    });
    ([(CONTENT_TYPE, "application/manifest+json")], told.to_string()).into_response()
}
