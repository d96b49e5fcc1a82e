//! `GET /language`: chooses the language of all pages and goes back to the one that was read.

use axum::extract::Query;
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Lang;

/// The choice, and where it was made.
#[derive(Debug, Deserialize)]
pub struct Choice {
    #[serde(default)]
    to: String,
    #[serde(default)]
    back: String,
}

/// `GET /language?to=en&back=/places/4305`. A wish and no secret, so the cookie needs no protection beyond Lax.
pub async fn choose(Query(choice): Query<Choice>) -> Response {
    let lang = Lang::parse(&choice.to).unwrap_or_default();
    let cookie = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", lang.tag());
    let back = Redirect::to(&within_site(&choice.back));
    ([(SET_COOKIE, cookie), (CACHE_CONTROL, "no-store".to_owned())], back).into_response()
}

/// The way back, if it leads to a page of ours; without a language of its own, which would outdo the choice.
fn within_site(back: &str) -> String {
    let ours =
        back.starts_with('/') && !back[1..].starts_with(['/', '\\']) && back.bytes().all(|b| b.is_ascii_graphic());
    if !ours {
        return "/".to_owned();
    }
    let Some((path, query)) = back.split_once('?') else { return back.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("lang=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::within_site;

    #[test]
    fn the_way_back_never_leaves_the_site() {
        for elsewhere in
            ["https://example.org/", "//example.org", "/\\example.org", "", "/a b", "/a\r\nSet-Cookie:x", "/县"]
        {
            assert_eq!(within_site(elsewhere), "/", "{elsewhere}");
        }
        assert_eq!(within_site("/places/43?a=1"), "/places/43?a=1");
        assert_eq!(within_site("/places/43?lang=en&a=1"), "/places/43?a=1");
        assert_eq!(within_site("/places/43?lang=en"), "/places/43");
    }
}
