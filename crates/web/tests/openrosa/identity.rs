//! Whose phone it is: token, digest, basic; stopped, wrong, out of date.

use axum::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use linli_domain::kernel::people::Role;
use linli_store::on_each_engine;
use linli_web::testing::{Answer, Site, config};
use md5::{Digest, Md5};

use super::county::{County, HERE, begin, begin_with, message};

const LIST: &str = "/openrosa/430527/formList";

fn md5(text: &str) -> String {
    hex::encode(Md5::digest(text.as_bytes()))
}

/// The challenge of an answer, as `name="…"`.
fn challenge(answer: &Answer, name: &str) -> String {
    let lines = answer.headers.get_all("www-authenticate").iter().filter_map(|line| line.to_str().ok());
    let line = lines.into_iter().find(|line| line.starts_with("Digest")).unwrap_or_default();
    let after = line.split_once(&format!("{name}=\"")).map(|(_, rest)| rest).unwrap_or_default();
    after.split('"').next().unwrap_or_default().to_owned()
}

/// What OkHttp answers to a challenge.
fn digest(county: &County, password: &str, nonce: &str, method: &str, uri: &str) -> String {
    let user = &county.phone.user;
    let ha1 = md5(&format!("{user}:linli-{HERE}:{password}"));
    let response = md5(&format!("{ha1}:{nonce}:00000001:c0ffee:auth:{}", md5(&format!("{method}:{uri}"))));
    format!(
        "Digest username=\"{user}\", realm=\"linli-{HERE}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", \
         qop=auth, nc=00000001, cnonce=\"c0ffee\", algorithm=MD5"
    )
}

async fn with(county: &County, uri: &str, authorization: &str) -> Answer {
    county.ask(Method::GET, uri, &[("authorization", authorization)]).await
}

on_each_engine! {
    async fn a_phone_that_shows_nothing_is_asked_for_a_digest(store: TestStore) {
        let county = begin(store).await;
        let asked = county.ask(Method::HEAD, LIST, &[]).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
        assert_eq!(challenge(&asked, "realm"), "linli-430527");
        assert_eq!(asked.headers["x-openrosa-version"], "1.0");
        let lines: Vec<_> = asked.headers.get_all("www-authenticate").iter().collect();
        assert_eq!(lines.len(), 1, "no password in the open: {lines:?}");
    }

    async fn a_digest_lets_the_surveyor_in_and_nobody_else(store: TestStore) {
        let county = begin(store).await;
        let nonce = challenge(&county.ask(Method::GET, LIST, &[]).await, "nonce");
        let right = digest(&county, &county.phone.password, &nonce, "GET", LIST);
        assert_eq!(with(&county, LIST, &right).await.status, StatusCode::OK);
        assert_eq!(with(&county, LIST, &right).await.status, StatusCode::OK, "a phone keeps its challenge");

        let wrong = digest(&county, "wrong", &nonce, "GET", LIST);
        let refused = with(&county, LIST, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert!(message(&refused).contains("密码不对"), "{}", refused.body);
        for (method, uri) in [("POST", LIST), ("GET", "/openrosa/430527/submission")] {
            let elsewhere = digest(&county, &county.phone.password, &nonce, method, uri);
            assert_eq!(with(&county, LIST, &elsewhere).await.status, StatusCode::UNAUTHORIZED, "{method} {uri}");
        }
    }

    async fn a_challenge_is_ours_and_not_for_ever(store: TestStore) {
        let county = begin(store).await;
        let nonce = challenge(&county.ask(Method::GET, LIST, &[]).await, "nonce");
        let (time, rest) = nonce.split_once('-').expect("a time");
        let older = format!("{}-{rest}", time.parse::<i64>().expect("a time") - 1);
        for made_up in [older.as_str(), "", "1-2-3", "dcd98b7102dd2f0e8b11d0f600bfb0c093"] {
            let refused = with(&county, LIST, &digest(&county, &county.phone.password, made_up, "GET", LIST)).await;
            assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{made_up}");
            let line = refused.headers["www-authenticate"].to_str().expect("text");
            assert!(line.contains("stale=true"), "the password was right, so nobody is asked for it again: {line}");
        }
    }

    async fn a_password_goes_over_tls_only(store: TestStore) {
        let county = begin(store).await;
        let basic = |password: &str| format!("Basic {}", STANDARD.encode(format!("{}:{password}", county.phone.user)));
        let open = county.ask(Method::GET, LIST, &[("authorization", &basic(&county.phone.password)), ("x-forwarded-proto", "https")]).await;
        assert_eq!(open.status, StatusCode::UNAUTHORIZED, "anybody can write that header");
        assert!(message(&open).contains("https"), "{}", open.body);
    }

    async fn over_tls_a_password_is_enough(store: TestStore) {
        let site = Site::with(store, linli_web::Config { secure: true, ..config() });
        let county = begin_with(site).await;
        let basic = |password: &str| format!("Basic {}", STANDARD.encode(format!("{}:{password}", county.phone.user)));
        assert_eq!(with(&county, LIST, &basic(&county.phone.password)).await.status, StatusCode::OK);
        let refused = with(&county, LIST, &basic("wrong")).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert_eq!(refused.headers.get_all("www-authenticate").iter().count(), 2);
    }

    async fn behind_a_proxy_of_ours_its_word_counts(store: TestStore) {
        let site = Site::with(store, linli_web::Config { behind_proxy: true, ..config() });
        let county = begin_with(site).await;
        let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", county.phone.user, county.phone.password)));
        for (said, expected) in
            [("https", StatusCode::OK), ("http", StatusCode::UNAUTHORIZED), ("https, http", StatusCode::UNAUTHORIZED)]
        {
            let headers = [("authorization", basic.as_str()), ("x-forwarded-proto", said)];
            let answer = county.ask(Method::GET, LIST, &headers).await;
            assert_eq!(answer.status, expected, "{said}: the last one is the proxy's");
        }
    }

    async fn a_token_is_as_good_as_a_password_until_it_is_stopped(store: TestStore) {
        let county = begin(store).await;
        assert_eq!(county.get("/formList").await.status, StatusCode::OK);
        let page = county.page("/desk/430527/collectors").await;
        assert!(!page.contains(&county.phone.token) && !page.contains(&county.phone.password), "shown once");
        let id = page.split("/collectors/").find_map(|rest| rest.split_once("/stop\"")).expect("a collector").0.to_owned();
        let stopped = county.site.post(&format!("/desk/430527/collectors/{id}/stop"), Some(&county.clerk), &[]).await;
        assert_eq!(stopped.status, StatusCode::SEE_OTHER);
        let refused = county.get("/formList").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "not 401: a phone would ask its user for a password");
        assert!(message(&refused).contains("令牌"), "{}", refused.body);
        let again = county.site.post(&format!("/desk/430527/collectors/{id}/stop"), Some(&county.clerk), &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
    }

    async fn a_token_opens_its_own_office_and_no_other(store: TestStore) {
        let county = begin(store).await;
        for path in [
            format!("/openrosa/430522/key/{}/formList", county.phone.token),
            format!("/openrosa/430527/key/{}x/formList", county.phone.token),
            "/openrosa/430527/key/%00/formList".to_owned(),
        ] {
            let refused = county.ask(Method::GET, &path, &[]).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        }
        let nowhere = county.ask(Method::GET, &format!("/openrosa/43052/key/{}/formList", county.phone.token), &[]).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    }

    async fn a_token_stands_in_no_figure_and_on_no_page(store: TestStore) {
        let site = Site::with(store, linli_web::Config { metrics_token: Some("m".into()), ..config() });
        let county = begin_with(site).await;
        county.get("/formList").await;
        county.get("/nowhere").await;
        let figures = county.ask(Method::GET, "/metrics", &[("authorization", "Bearer m")]).await;
        assert!(figures.body.contains("/openrosa/{office}/key/{token}/formList"), "{}", figures.body);
        assert!(!figures.body.contains(&county.phone.token));
        let wrong = county.ask(Method::GET, &format!("/openrosa/{HERE}/key/{}/forms/x/1/form.xml", county.phone.token), &[]).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND);
        assert!(!wrong.body.contains(&county.phone.token), "{}", wrong.body);
    }

    async fn who_loses_the_role_sends_nothing_any_more(store: TestStore) {
        let county = begin(store).await;
        let (id, office) = (county.surveyor.id, county.surveyor.office);
        let taken = county.site.app.store.write(&county.clerk.actor(), move |tx| {
            let held = linli_store::people::grant::held(tx, office, id)?;
            held.iter().try_for_each(|given| linli_store::people::grant::take(tx, id, given.id))
        });
        taken.await.expect("taken");
        assert_eq!(county.get("/formList").await.status, StatusCode::FORBIDDEN);
    }

    async fn guessing_is_answered_with_patience_and_the_right_one_still_comes_in(store: TestStore) {
        let county = begin(store).await;
        let wrong = "/openrosa/430527/key/aaaa/formList";
        for _ in 0..20 {
            assert_eq!(county.ask(Method::GET, wrong, &[]).await.status, StatusCode::FORBIDDEN);
        }
        let waits = county.ask(Method::GET, wrong, &[]).await;
        assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(waits.headers.contains_key("retry-after"));
        assert!(waits.body.contains("OpenRosaResponse"), "{}", waits.body);
        assert_eq!(county.get("/formList").await.status, StatusCode::OK);
    }

    async fn only_who_sends_forms_is_given_a_collector(store: TestStore) {
        let county = begin(store).await;
        let auditor = county.site.role(HERE, Role::Auditor).await;
        for (account, label) in [(auditor.id.to_string(), "一组"), ("x".into(), "一组"), (county.surveyor.id.to_string(), " ")] {
            let form = [("account", account.as_str()), ("label", label)];
            let refused = county.site.post("/desk/430527/collectors", Some(&county.clerk), &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{account} {label}");
        }
        for _ in 1..20 {
            county.give("又一部").await;
        }
        let id = county.surveyor.id.to_string();
        let form = [("account", id.as_str()), ("label", "太多")];
        let many = county.site.post("/desk/430527/collectors", Some(&county.clerk), &form).await;
        assert_eq!(many.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
