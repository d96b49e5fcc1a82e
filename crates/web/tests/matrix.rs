//! Every route with every role: what the table of acts says is what the site does.
//!
//! The routes are read from the router's own table, so that a new one is covered by itself.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use linli_domain::kernel::people::{AccountId, Kind, Role};
use linli_store::on_each_engine;
use linli_web::Access;
use linli_web::access::Line;
use linli_web::testing::{Answer, Person, Site, request};

const HERE: &str = "430527";

/// What may be changed without an account: how one gets an account's session, what one says of an answer to
/// oneself, and what whoever has a paper open says.
const OPEN_TO_ALL: [&str; 11] = [
    "/sign-in",
    "/sign-in/identity/office",
    "/receipt/{code}/helped",
    "/h",
    "/household/leave",
    "/household/opinions/new",
    "/household/opinions/again",
    "/household/plan/objections",
    "/household/votes/{vote}",
    "/neighbourhoods/{office}/{id}/votes/{vote}/check",
    "/household/opinions/{opinion}/helped",
];

#[derive(Debug, PartialEq, Eq)]
enum Seen {
    LetIn,
    ToSignIn,
    Unknown,
    Denied,
}

fn seen(answer: &Answer) -> Seen {
    match answer.status {
        StatusCode::SEE_OTHER if answer.location().starts_with("/sign-in?next=") => Seen::ToSignIn,
        StatusCode::UNAUTHORIZED => Seen::Unknown,
        // A phone that guesses is told to wait after a while.
        StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => Seen::Denied,
        _ => Seen::LetIn,
    }
}

/// A phone shows a password or a token of its own: a session opens nothing here.
fn as_a_phone(line: &Line) -> Seen {
    if line.path.contains("{token}") { Seen::Denied } else { Seen::Unknown }
}

/// An address of this route: this office, and ids of nothing.
fn address(line: &Line) -> String {
    let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some("office" | "code") => HERE.to_owned(),
        Some("month") => "2022-05".to_owned(),
        Some(_) => AccountId::new().to_string(),
        None => part.to_owned(),
    };
    line.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn ask(site: &Site, line: &Line, who: Option<&Person>) -> Seen {
    let request = request(line.method.clone(), &address(line), who).body(Body::empty()).expect("a request");
    let answer = site.send(request).await;
    assert!(!answer.status.is_server_error(), "{line:?}: {} {}", answer.status, answer.body);
    seen(&answer)
}

on_each_engine! {
    async fn without_a_session_only_public_routes_answer(store: TestStore) {
        let site = Site::new(store);
        for line in linli_web::routes().table() {
            let expected = match (line.access, &line.method) {
                (Access::Public, _) => Seen::LetIn,
                (Access::Collector, _) => as_a_phone(&line),
                (_, &Method::GET) => Seen::ToSignIn,
                _ => Seen::Unknown,
            };
            assert_eq!(ask(&site, &line, None).await, expected, "{line:?}");
        }
    }

    async fn every_role_reaches_what_the_table_says_and_nothing_else(store: TestStore) {
        let site = Site::new(store);
        for role in Role::ALL {
            let mut person = site.role(HERE, role).await;
            for line in linli_web::routes().table() {
                let allowed = match line.access {
                    Access::Public | Access::SignedIn => true,
                    Access::Act(act) => act.roles().contains(&role),
                    Access::Collector => false,
                };
                person.cookie = site.session(&person).await;
                let expected = match line.access {
                    Access::Collector => as_a_phone(&line),
                    _ if allowed => Seen::LetIn,
                    _ => Seen::Denied,
                };
                assert_eq!(ask(&site, &line, Some(&person)).await, expected, "{role:?} {line:?}");
            }
        }
    }

    async fn nobody_of_another_county_enters_this_office(store: TestStore) {
        let site = Site::new(store);
        for role in Role::ALL {
            let mut person = site.role("430522", role).await;
            for line in linli_web::routes().table().into_iter().filter(|line| line.path.contains("{office}")) {
                if let Access::Act(_) = line.access {
                    person.cookie = site.session(&person).await;
                    assert_eq!(ask(&site, &line, Some(&person)).await, Seen::Denied, "{role:?} {line:?}");
                }
            }
        }
    }

    async fn a_prefecture_reads_this_office_and_never_writes_it(store: TestStore) {
        let site = Site::new(store);
        for role in Role::ALL {
            let mut person = site.role("430500", role).await;
            for line in linli_web::routes().table().into_iter().filter(|line| line.path.contains("{office}")) {
                if let Access::Act(act) = line.access {
                    let allowed = act.roles().contains(&role) && act.kind() == Kind::Read;
                    person.cookie = site.session(&person).await;
                    let expected = if allowed { Seen::LetIn } else { Seen::Denied };
                    assert_eq!(ask(&site, &line, Some(&person)).await, expected, "{role:?} {line:?}");
                }
            }
        }
    }

    async fn an_office_that_cannot_be_is_not_found(store: TestStore) {
        let site = Site::new(store);
        let auditor = site.role(HERE, Role::Auditor).await;
        for nonsense in ["43", "430527100", "43052x", "000000", "..", "%00", "４３０５２７"] {
            let answer = site.get(&format!("/desk/{nonsense}/trail"), Some(&auditor)).await;
            assert!(matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST), "{nonsense} {}", answer.status);
        }
    }
}

#[test]
fn what_changes_something_asks_who_it_is() {
    for line in linli_web::routes().table() {
        let changes = !line.method.is_safe();
        let open = changes && line.access == Access::Public;
        assert!(!open || OPEN_TO_ALL.contains(&line.path), "{line:?}");
        if let Access::Act(act) = line.access {
            assert!(!changes || act.kind() == Kind::Write, "an act that only reads guards a change: {line:?}");
            assert!(line.path.starts_with("/desk/{office}/"), "an act is asked for an office: {line:?}");
        }
    }
}
