//! What goes wrong in one request stays in it: a panic, a crowd at the door, a reader who looks every second.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use linli_domain::kernel::people::Role;
use linli_domain::kernel::{Office, Timestamp};
use linli_store::people::session;
use linli_store::testing::{TestStore, now, options};
use linli_store::{Clock, Options};
use linli_web::access::get;
use linli_web::app::serve;
use linli_web::limits::Hurry;
use linli_web::testing::{Site, app, config, request};
use linli_web::{Access, Config, Routes};
use tokio::sync::Notify;
use tower::ServiceExt;

async fn ask(router: &Router, path: &str) -> Response {
    let mut asked =
        request(Method::GET, path, None).header("accept", "text/html").body(Body::empty()).expect("a request");
    let moment = Duration::from_millis(50);
    asked.extensions_mut().insert(Hurry { pause: moment, whole: moment });
    let asked: Request<Body> = asked;
    router.clone().oneshot(asked).await.expect("the router never fails")
}

#[tokio::test]
async fn a_handler_that_panics_gets_a_page_and_the_next_request_is_answered() {
    async fn panics() -> &'static str {
        panic!("on purpose")
    }
    let store = TestStore::sqlite().await;
    let routes = Routes::new().route("/panics", get(panics), Access::Public);
    let (app, _files) = app(&store, config());
    let router = serve(app, routes.route("/fine", get(|| async { "fine" }), Access::Public));

    let broken = ask(&router, "/panics").await;
    assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let page = to_bytes(broken.into_body(), usize::MAX).await.expect("a page");
    let page = String::from_utf8_lossy(&page);
    assert!(page.contains("<h1") && !page.contains("on purpose"), "{page}");

    assert_eq!(ask(&router, "/fine").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn where_every_place_is_taken_the_next_reader_is_told_to_come_back() {
    let store = TestStore::sqlite().await;
    let (inside, leave) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (told, waits) = (Arc::clone(&inside), Arc::clone(&leave));
    let stays = move || {
        let (told, waits) = (Arc::clone(&told), Arc::clone(&waits));
        async move {
            told.notify_one();
            waits.notified().await;
            "left"
        }
    };
    let routes = Routes::new().route("/stays", get(stays), Access::Public);
    let routes = routes.route("/fine", get(|| async { "fine" }), Access::Public);
    let (app, _files) = app(&store, Config { places: 1, ..config() });
    let router = serve(app, routes);

    let first = request(Method::GET, "/stays", None).body(Body::empty()).expect("a request");
    let first = tokio::spawn(router.clone().oneshot(first));
    inside.notified().await;
    let refused = ask(&router, "/fine").await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));

    leave.notify_one();
    let first = first.await.expect("no panic").expect("the router never fails");
    assert_eq!(first.status(), StatusCode::OK);
    assert_eq!(ask(&router, "/fine").await.status(), StatusCode::OK);
}

/// A clock that a test moves on: so many seconds after the usual moment.
#[derive(Debug, Default)]
struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        now() + Duration::from_secs(self.0.load(Ordering::Relaxed).unsigned_abs())
    }
}

#[tokio::test]
async fn a_session_is_marked_as_seen_at_most_once_a_minute() {
    let clock = Arc::new(Moved::default());
    let site = Site::new(TestStore::sqlite_with(Options { clock: clock.clone(), ..options() }).await);
    let person = site.role("430527", Role::Clerk).await;
    let office: Office = "430527".parse().expect("an office");

    for (second, seen) in [(0, 0), (59, 0), (60, 60), (61, 60), (119, 60), (500, 500)] {
        clock.0.store(second, Ordering::Relaxed);
        assert_eq!(site.get("/me", Some(&person)).await.status, StatusCode::OK);
        let (id, now_there) = (person.id, site.app.now());
        let listed = site.app.store.read(move |tx| session::list(tx, office, id, now_there)).await.expect("sessions");
        assert_eq!(listed[0].seen_at, now() + Duration::from_secs(seen), "after {second} seconds");
    }
}
