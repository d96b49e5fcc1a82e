//! What protects the reader's browser: headers on every answer, and no form from another site.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, HOST, HeaderName, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::consultation::openrosa;
use crate::error::WebError;

const POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
const PERMISSIONS: &str = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()";

/// Sets the headers that every answer carries.
pub(crate) async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let personal = is_personal(request.uri().path());
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    if app.config.secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if personal {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    answer
}

/// Pages that no shared computer may keep.
fn is_personal(path: &str) -> bool {
    ["/desk", "/me", "/sign-in", "/sign-out", "/receipt", "/h", "/household"]
        .iter()
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// HTTP/2 names the host in the address and in no header: here it is put where everybody looks.
pub(crate) async fn host(mut request: Request, next: Next) -> Response {
    if !request.headers().contains_key(HOST)
        && let Some(host) = request.uri().authority().and_then(|host| HeaderValue::try_from(host.as_str()).ok())
    {
        request.headers_mut().insert(HOST, host);
    }
    next.run(request).await
}

/// Refuses whatever changes something and comes from another site (CSRF).
pub(crate) async fn same_site(request: Request, next: Next) -> Response {
    // Programs for forms bring what they know themselves; a cookie opens nothing there, so nobody's can be misused.
    // A password that a browser keeps could be: without a token in the address, what a browser sends is looked at there too.
    let path = request.uri().path();
    let is_open = openrosa::is_asked(path) && (openrosa::has_token(path) || !is_a_browsers(request.headers()));
    if !is_open && !request.method().is_safe() && !is_from_here(request.headers()) {
        return WebError::OtherSite.into_response();
    }
    next.run(request).await
}

/// Only browsers say where a form comes from.
fn is_a_browsers(headers: &HeaderMap) -> bool {
    headers.contains_key("sec-fetch-site") || headers.contains_key(ORIGIN)
}

/// A browser says where a form comes from: in `Sec-Fetch-Site`, else in `Origin`. Who brings cookies and says
/// neither is not believed; a program without cookies has nothing that could be misused.
fn is_from_here(headers: &HeaderMap) -> bool {
    let said = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = said(&HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let host = said(&HOST);
    match said(&ORIGIN) {
        Some(origin) => host.is_some() && origin.split_once("://").map(|(_, from)| from) == host,
        None => !headers.contains_key(COOKIE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_here(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v))).collect();
        is_from_here(&headers)
    }

    #[test]
    fn a_form_of_another_site_is_not_from_here() {
        assert!(from_here(&[("sec-fetch-site", "same-origin")]));
        assert!(!from_here(&[("sec-fetch-site", "cross-site")]));
        assert!(!from_here(&[("sec-fetch-site", "same-site")]), "a neighbour under the same domain is another site");
        assert!(!from_here(&[("sec-fetch-site", "cross-site"), ("origin", "http://a.cn"), ("host", "a.cn")]));
        assert!(from_here(&[("origin", "http://a.cn:8080"), ("host", "a.cn:8080")]));
        assert!(!from_here(&[("origin", "http://a.cn.evil.cn"), ("host", "a.cn")]));
        assert!(!from_here(&[("origin", "null"), ("host", "a.cn")]));
        assert!(!from_here(&[("cookie", "a=b"), ("host", "a.cn")]));
        assert!(from_here(&[("host", "a.cn")]));
    }

    #[test]
    fn only_browsers_say_where_they_come_from() {
        let headers = |name| [(HeaderName::from_static(name), HeaderValue::from_static("x"))].into_iter().collect();
        assert!(is_a_browsers(&headers("origin")) && is_a_browsers(&headers("sec-fetch-site")));
        assert!(!is_a_browsers(&headers("x-openrosa-version")));
    }

    #[test]
    fn personal_pages_are_told_from_public_ones() {
        assert!(is_personal("/desk") && is_personal("/desk/430527/register") && is_personal("/me"));
        assert!(is_personal("/h") && is_personal("/household/opinions/new") && !is_personal("/healthz"));
        assert!(!is_personal("/") && !is_personal("/media") && !is_personal("/places/430527"));
    }
}
