//! The identity provider as people meet it: connected, signed in by, disconnected; and a provider, or a visitor, that cheats.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use linli_domain::kernel::Office;
use linli_domain::kernel::account::Failures;
use linli_domain::kernel::people::Role;
use linli_store::on_each_engine;
use linli_store::people::account;
use linli_store::people::identity::{self, Identity};
use linli_store::testing::TestStore;
use linli_store::trail::{self, Filter, Line};
use linli_web::people::provider::{SecondFactor, Settings};
use linli_web::testing::provider::{TestProvider, Trick};
use linli_web::testing::{Answer, PASSWORD, Person, Site, config, request};
use linli_web::{Config, SecondFactor as Needs};
use serde_json::json;

const HERE: &str = "430527";
const BEGIN: &str = "/sign-in/identity?next=/me";
const MINE: &str = "/me/identity";
const HOST: &str = "linli.example.org";

fn clock() -> i64 {
    linli_store::testing::now().as_second()
}

fn office() -> Office {
    HERE.parse().expect("an office")
}

async fn provider() -> TestProvider {
    TestProvider::start(clock).await
}

fn site(store: TestStore, settings: Settings) -> Site {
    Site::with(store, Config { identity: Some(settings), ..config() })
}

/// As a browser asks: it names the site, and sends its cookies along.
async fn get(site: &Site, path: &str, cookies: &[String]) -> Answer {
    let ask = request(Method::GET, path, None).header("host", HOST).header("cookie", cookies.join("; "));
    site.send(ask.body(Body::empty()).expect("a request")).await
}

/// The path of an address of this site.
fn path(address: &str) -> &str {
    address.strip_prefix(&format!("http://{HOST}")).expect("back to this site")
}

/// To the provider and back; what this site answers then.
async fn sign_in(site: &Site, provider: &TestProvider) -> Answer {
    let there = get(site, BEGIN, &[]).await;
    assert_eq!(there.status, StatusCode::SEE_OTHER, "{}", there.body);
    let back = provider.approve(there.location());
    get(site, path(&back), &[there.cookie()]).await
}

/// The address in the link to the provider, on the page that follows the password.
fn link(page: &str, issuer: &str) -> String {
    let start = page.find(&format!("href=\"{issuer}/authorize")).expect("a link to the provider") + 6;
    let address = &page[start..start + page[start..].find('"').expect("its end")];
    address.replace("&#38;", "&").replace("&amp;", "&")
}

/// Connected by its person, as they do it.
async fn connect(site: &Site, provider: &TestProvider, person: &Person, code: &str) -> Answer {
    let ask = request(Method::POST, MINE, Some(person)).header("host", HOST);
    let ask = ask.header("content-type", "application/x-www-form-urlencoded");
    let form = format!("password={}&code={code}", PASSWORD.replace(' ', "+"));
    let page = site.send(ask.body(Body::from(form)).expect("a request")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let back = provider.approve(&link(&page.body, &provider.issuer));
    get(site, path(&back), &[person.cookie.clone(), page.cookie()]).await
}

/// Connected in the records, without the pages.
async fn connected(site: &Site, provider: &TestProvider, person: &Person, subject: &str) {
    let identity = Identity { issuer: provider.issuer.clone(), subject: subject.into() };
    let done = site.app.store.write(&person.actor(), move |tx| identity::connect(tx, &identity));
    done.await.expect("connected");
}

async fn lines(site: &Site) -> Vec<Line> {
    let page = site.app.store.read(|tx| trail::page(tx, office(), &Filter::default(), None, 100)).await;
    page.expect("the trail")
}

fn opens_nothing(answer: &Answer) -> bool {
    !answer.cookies().iter().any(|cookie| cookie.starts_with("linli=4"))
}

on_each_engine! {
    async fn somebody_connects_signs_in_by_it_and_disconnects(store: TestStore) {
        let provider = provider().await;
        let site = site(store, provider.settings());
        let head = site.role(HERE, Role::Head).await;
        assert!(site.get("/sign-in", None).await.body.contains("单位统一身份认证"));
        assert!(site.get("/me", Some(&head)).await.body.contains(MINE));

        let unknown = sign_in(&site, &provider).await;
        assert_eq!(unknown.status, StatusCode::FORBIDDEN);
        assert!(unknown.body.contains("没有关联可用的账号") && opens_nothing(&unknown), "{}", unknown.body);

        let wrong = site.post(MINE, Some(&head), &[("password", "not my password")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = connect(&site, &provider, &head, "").await;
        assert_eq!(done.location(), "/me/identity?done=identity-done-connected", "{}", done.body);
        assert!(site.get(MINE, Some(&head)).await.body.contains(&provider.issuer));

        let entered = sign_in(&site, &provider).await;
        assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/me"));
        let by_identity = Person { cookie: entered.cookie(), ..head.clone() };
        assert_eq!(site.get("/desk", Some(&by_identity)).await.status, StatusCode::OK);

        let out = site.post("/sign-out", Some(&by_identity), &[]).await;
        assert_eq!(out.location(), "/sign-in/identity/end");
        assert!(site.get(out.location(), None).await.body.contains(&format!("{}/end?client_id=linli", provider.issuer)));
        assert!(site.get("/desk", Some(&by_identity)).await.location().starts_with("/sign-in?"));

        let gone = site.post("/me/identity/removal", Some(&head), &[("password", PASSWORD)]).await;
        assert_eq!(gone.location(), "/me/identity?done=identity-done-disconnected");
        assert_eq!(sign_in(&site, &provider).await.status, StatusCode::FORBIDDEN);
        let written = lines(&site).await;
        for act in ["identity.connected", "identity.disconnected"] {
            assert!(written.iter().any(|line| line.act == act), "{act}");
        }
        let opened = |word: &str| written.iter().any(|line| line.act == "session.opened" && line.detail.contains(word));
        assert!(opened("\"sign_in_by\":\"identity\"") && opened("\"sign_in_by\":\"password\""));
        assert!(!written.iter().any(|line| line.detail.contains("a-subject")));
    }

    async fn our_code_is_asked_for_unless_the_provider_is_trusted_and_gave_one(store: TestStore) {
        let provider = provider().await;
        let own = site(store, provider.settings());
        let head = own.role(HERE, Role::Head).await;
        let (secret, _) = own.second_factor(&head).await;
        let refused = own.post(MINE, Some(&head), &[("password", PASSWORD), ("code", "000000")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is asked for");
        let done = connect(&own, &provider, &head, &own.code(&secret, -1)).await;
        assert_eq!(done.location(), "/me/identity?done=identity-done-connected", "{}", done.body);

        provider.says(json!({ "amr": ["pwd", "otp"], "acr": "strong" }));
        let half = sign_in(&own, &provider).await;
        assert_eq!(half.location(), "/sign-in/code?next=/me", "what the provider says is not trusted here");
        let half = Person { cookie: half.cookie(), ..head.clone() };
        assert!(own.get("/sign-in/code", Some(&half)).await.body.contains("身份已确认"));
        let whole = own.post("/sign-in/code", Some(&half), &[("code", &own.code(&secret, 0)), ("next", "/me")]).await;
        assert_eq!(whole.location(), "/me");
    }

    async fn a_trusted_provider_that_asked_for_a_second_factor_spares_ours(store: TestStore) {
        let provider = provider().await;
        let second_factor = SecondFactor::Trusted { acr: Some("strong".into()) };
        let site = site(store, Settings { second_factor, ..provider.settings() });
        let head = site.role(HERE, Role::Head).await;
        site.second_factor(&head).await;
        connected(&site, &provider, &head, "a-subject").await;
        for (claims, to) in [
            (json!({}), "/sign-in/code?next=/me"),
            (json!({ "amr": ["pwd"], "acr": "weak" }), "/sign-in/code?next=/me"),
            (json!({ "amr": ["pwd", "mfa"] }), "/me"),
            (json!({ "amr": ["hwk"] }), "/me"),
            (json!({ "acr": "strong" }), "/me"),
        ] {
            provider.says(claims.clone());
            assert_eq!(sign_in(&site, &provider).await.location(), to, "{claims}");
        }
        let written = lines(&site).await;
        assert!(written.iter().any(|line| line.act == "session.opened" && line.detail.contains("\"provider\"")));
    }

    async fn who_needs_a_second_factor_takes_ours_whatever_the_provider_says(store: TestStore) {
        let provider = provider().await;
        let identity = Some(Settings { second_factor: SecondFactor::Trusted { acr: None }, ..provider.settings() });
        let site = Site::with(store, Config { identity, second_factor: Needs::Required, ..config() });
        let head = site.role(HERE, Role::Head).await;
        connected(&site, &provider, &head, "a-subject").await;
        provider.says(json!({ "amr": ["mfa"] }));
        let entered = Person { cookie: sign_in(&site, &provider).await.cookie(), ..head };
        assert_eq!(site.get("/desk", Some(&entered)).await.location(), "/me/second-factor");
    }

    async fn who_could_not_come_in_by_password_does_not_by_identity_either(store: TestStore) {
        let provider = provider().await;
        let site = site(store, provider.settings());
        let clerk = site.role(HERE, Role::Clerk).await;
        connected(&site, &provider, &clerk, "a-subject").await;
        let (id, until) = (clerk.id, site.app.now() + SignedDuration::from_mins(15));
        let locked = Failures { count: 5, locked_until: Some(until) };
        site.app.store.write(&clerk.actor(), move |tx| account::count(tx, id, locked)).await.expect("locked");
        let answer = sign_in(&site, &provider).await;
        assert!(answer.status == StatusCode::FORBIDDEN && opens_nothing(&answer), "locked");

        site.app.store.write(&clerk.actor(), move |tx| account::reset(tx, id, "none")).await.expect("reset");
        let entered = Person { cookie: sign_in(&site, &provider).await.cookie(), ..clerk.clone() };
        assert_eq!(site.get("/desk", Some(&entered)).await.location(), "/me/password", "the password is changed first");

        site.app.store.write(&clerk.actor(), move |tx| account::stop(tx, id)).await.expect("stopped");
        let answer = sign_in(&site, &provider).await;
        assert!(answer.status == StatusCode::FORBIDDEN && opens_nothing(&answer), "stopped");
    }

    async fn who_has_accounts_in_two_offices_chooses_one(store: TestStore) {
        let provider = provider().await;
        let site = site(store, provider.settings());
        let (here, there) = (site.role(HERE, Role::Head).await, site.role("430522", Role::Head).await);
        for person in [&here, &there] {
            connected(&site, &provider, person, "a-subject").await;
        }
        let page = sign_in(&site, &provider).await;
        assert!(page.status == StatusCode::OK && opens_nothing(&page), "{}", page.body);
        assert!(page.body.contains("value=\"430522\"") && page.body.contains("value=\"430527\""));
        let choosing = Person { cookie: page.cookie(), ..there.clone() };
        let entered = site.post("/sign-in/identity/office", Some(&choosing), &[("office", "430522")]).await;
        assert_eq!(entered.location(), "/me", "{}", entered.body);
        assert!(entered.cookie().starts_with("linli=430522."));
        let again = site.post("/sign-in/identity/office", Some(&choosing), &[("office", "430522")]).await;
        assert_eq!(again.status, StatusCode::BAD_REQUEST, "a choice serves once");
        let elsewhere = Person { cookie: sign_in(&site, &provider).await.cookie(), ..there };
        let refused = site.post("/sign-in/identity/office", Some(&elsewhere), &[("office", "430500")]).await;
        assert!(refused.status == StatusCode::FORBIDDEN && opens_nothing(&refused));
    }

    async fn one_identity_serves_one_account_and_an_administrator_takes_it_away(store: TestStore) {
        let provider = provider().await;
        let site = site(store, provider.settings());
        let (head, clerk) = (site.role(HERE, Role::Head).await, site.role(HERE, Role::Clerk).await);
        let admin = site.role(HERE, Role::Administrator).await;
        connect(&site, &provider, &head, "").await;
        let taken = connect(&site, &provider, &clerk, "").await;
        assert!(taken.status == StatusCode::CONFLICT && taken.body.contains("已关联另一个账号"), "{}", taken.body);

        let account = format!("/desk/{HERE}/accounts/{}", head.id);
        assert!(site.get(&account, Some(&admin)).await.body.contains(&provider.issuer));
        let part = format!("{account}/identity");
        assert_eq!(site.post(&part, Some(&admin), &[("why", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let parted = site.post(&part, Some(&admin), &[("why", "调离")]).await;
        assert_eq!(parted.location(), format!("{account}?done=identity-done-reset"));
        assert!(site.get("/me", Some(&head)).await.location().starts_with("/sign-in?"), "its sessions ended");
        assert_eq!(sign_in(&site, &provider).await.status, StatusCode::FORBIDDEN);
        let own = format!("/desk/{HERE}/accounts/{}/identity", admin.id);
        assert_eq!(site.post(&own, Some(&admin), &[("why", "x")]).await.status, StatusCode::FORBIDDEN);
        assert!(lines(&site).await.iter().any(|line| line.act == "identity.disconnected" && line.detail.contains("调离")));
    }
}

/// A site on SQLite with somebody whose identity is connected.
async fn cheated(provider: &TestProvider) -> Site {
    let site = site(TestStore::sqlite().await, provider.settings());
    let head = site.role(HERE, Role::Head).await;
    connected(&site, provider, &head, "a-subject").await;
    site
}

fn is_a_page(answer: &Answer) -> bool {
    answer.body.contains("name=\"password\"") && answer.body.contains("role=\"alert\"") && opens_nothing(answer)
}

#[tokio::test]
async fn a_token_that_does_not_hold_opens_nothing() {
    let provider = provider().await;
    let site = cheated(&provider).await;
    for trick in [
        Trick::WrongNonce,
        Trick::WrongAudience,
        Trick::TwoAudiences,
        Trick::WrongParty,
        Trick::WrongIssuer,
        Trick::Expired,
        Trick::MadeTomorrow,
        Trick::NoSignature,
        Trick::PublicKeyAsSecret,
        Trick::SharedSecret,
        Trick::UnknownKey,
        Trick::WrongSignature,
    ] {
        provider.play(trick);
        let answer = sign_in(&site, &provider).await;
        assert!(answer.status == StatusCode::FORBIDDEN && is_a_page(&answer), "{trick:?}: {}", answer.status);
        assert!(answer.body.contains("没有通过核验"), "{trick:?}: {}", answer.body);
    }
    provider.play(Trick::None);
    assert_eq!(sign_in(&site, &provider).await.location(), "/me", "and an honest one does");
}

#[tokio::test]
async fn a_provider_that_fails_gets_a_page_and_the_password_goes_on() {
    let provider = provider().await;
    let site = cheated(&provider).await;
    for (trick, status) in [
        (Trick::None, StatusCode::SEE_OTHER),
        (Trick::NoIdToken, StatusCode::BAD_GATEWAY),
        (Trick::Garbage, StatusCode::BAD_GATEWAY),
        (Trick::Huge, StatusCode::BAD_GATEWAY),
        (Trick::Fault, StatusCode::BAD_GATEWAY),
        (Trick::Never, StatusCode::SERVICE_UNAVAILABLE),
    ] {
        provider.play(trick);
        let answer = sign_in(&site, &provider).await;
        assert_eq!(answer.status, status, "while a token is asked for: {trick:?} {}", answer.body);
        assert!(trick == Trick::None || is_a_page(&answer), "{trick:?}");
    }
    for (trick, status) in [
        (Trick::Garbage, StatusCode::BAD_GATEWAY),
        (Trick::Huge, StatusCode::BAD_GATEWAY),
        (Trick::OtherIssuer, StatusCode::BAD_GATEWAY),
        (Trick::PlainKeys, StatusCode::BAD_GATEWAY),
        (Trick::Fault, StatusCode::SERVICE_UNAVAILABLE),
        (Trick::Never, StatusCode::SERVICE_UNAVAILABLE),
    ] {
        provider.play(trick);
        let site = cheated(&provider).await;
        let answer = get(&site, BEGIN, &[]).await;
        assert!(answer.status == status && is_a_page(&answer), "at the beginning: {trick:?} {}", answer.status);
        let english = get(&site, BEGIN, &["lang=en".into()]).await;
        assert_eq!(english.status, status, "{trick:?}");
    }
    provider.play(Trick::Never);
    let site = cheated(&provider).await;
    let clerk = site.role(HERE, Role::Clerk).await;
    get(&site, BEGIN, &[]).await;
    let entered = site.post("/sign-in", None, &[("name", &clerk.sign_in), ("password", PASSWORD)]).await;
    assert_eq!(entered.location(), "/desk");
}

#[tokio::test]
async fn nobody_is_there_at_all() {
    let settings = Settings::new("http://127.0.0.1:9", "linli", None).expect("an issuer");
    let site = site(TestStore::sqlite().await, settings);
    let answer = get(&site, BEGIN, &[]).await;
    assert!(answer.status == StatusCode::SERVICE_UNAVAILABLE && is_a_page(&answer), "{}", answer.status);
}

#[tokio::test]
async fn new_keys_are_asked_for_once_a_minute_at_most() {
    let provider = provider().await;
    let site = cheated(&provider).await;
    assert_eq!(sign_in(&site, &provider).await.location(), "/me");
    assert_eq!(provider.keys_fetched(), 1);
    provider.change_key();
    assert_eq!(sign_in(&site, &provider).await.location(), "/me", "the new key is fetched");
    assert_eq!(provider.keys_fetched(), 2);
    provider.play(Trick::UnknownKey);
    for _ in 0..3 {
        assert_eq!(sign_in(&site, &provider).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(provider.keys_fetched(), 2, "whoever invents key ids makes no requests of us");
}

#[tokio::test]
async fn what_comes_back_belongs_to_the_browser_that_began_and_serves_once() {
    let provider = provider().await;
    let site = cheated(&provider).await;
    let there = get(&site, BEGIN, &[]).await;
    let back = provider.approve(there.location());
    let mine = [there.cookie()];
    let strays = [
        ("another browser", get(&site, path(&back), &[]).await),
        ("another attempt of the same browser", {
            let other = get(&site, BEGIN, &[]).await;
            get(&site, path(&back), &[other.cookie()]).await
        }),
        ("no state", get(&site, "/sign-in/identity/back?code=code-1", &mine).await),
        ("a cookie of one's own", get(&site, path(&back), &["linli-identity=1.00000000.AAAA".into()]).await),
        ("a changed cookie", get(&site, path(&back), &[format!("{}A", there.cookie())]).await),
    ];
    for (what, answer) in strays {
        assert!(answer.status == StatusCode::BAD_REQUEST && is_a_page(&answer), "{what}: {}", answer.status);
    }
    let entered = get(&site, path(&back), &mine).await;
    assert_eq!(entered.location(), "/me", "{}", entered.body);
    assert!(entered.cookies().contains(&"linli-identity=".to_owned()), "the cookie is taken back");
    assert_eq!(get(&site, path(&back), &mine).await.status, StatusCode::BAD_REQUEST, "it served");
}

#[tokio::test]
async fn a_code_that_served_elsewhere_is_refused() {
    let provider = provider().await;
    let site = cheated(&provider).await;
    let (one, other) = (get(&site, BEGIN, &[]).await, get(&site, BEGIN, &[]).await);
    let stolen = provider.approve(one.location());
    let own = provider.approve(other.location());
    let code = |address: &str| address.split("code=").nth(1).and_then(|rest| rest.split('&').next()).map(str::to_owned);
    let (stolen, own_code) = (code(&stolen).expect("a code"), code(&own).expect("a code"));
    let planted = own.replace(&format!("code={own_code}&"), &format!("code={stolen}&"));
    let answer = get(&site, path(&planted), &[other.cookie()]).await;
    assert!(
        answer.status == StatusCode::BAD_REQUEST && is_a_page(&answer),
        "its verifier is another: {}",
        answer.status
    );
}

#[tokio::test]
async fn an_answer_of_another_provider_is_not_taken() {
    let provider = provider().await;
    let site = cheated(&provider).await;
    for change in [
        |back: &str| back.split("&iss=").next().unwrap_or_default().to_owned(),
        |back: &str| format!("{}&iss=https%3A%2F%2Fother.example.org", back.split("&iss=").next().unwrap_or_default()),
    ] {
        let there = get(&site, BEGIN, &[]).await;
        let back = change(&provider.approve(there.location()));
        let answer = get(&site, path(&back), &[there.cookie()]).await;
        assert!(answer.status == StatusCode::BAD_REQUEST && is_a_page(&answer), "{back}: {}", answer.status);
    }
}

#[tokio::test]
async fn who_turns_back_at_the_provider_is_told_so() {
    let provider = provider().await;
    let site = cheated(&provider).await;
    for (error, status) in [
        ("access_denied", StatusCode::FORBIDDEN),
        ("temporarily_unavailable", StatusCode::SERVICE_UNAVAILABLE),
        ("invalid_scope", StatusCode::BAD_GATEWAY),
    ] {
        let there = get(&site, BEGIN, &[]).await;
        let back = provider.approve(there.location()).replace("code=", &format!("error={error}&was="));
        let answer = get(&site, path(&back), &[there.cookie()]).await;
        assert!(answer.status == status && is_a_page(&answer), "{error}: {}", answer.status);
    }
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_and_nobody_connects_for_another() {
    let provider = provider().await;
    let site = cheated(&provider).await;
    for next in ["https%3A%2F%2Fevil.cn", "%2F%2Fevil.cn", "%2F%5Cevil.cn"] {
        let there = get(&site, &format!("/sign-in/identity?next={next}"), &[]).await;
        let back = provider.approve(there.location());
        assert_eq!(get(&site, path(&back), &[there.cookie()]).await.location(), "/desk", "{next}");
    }
    let (head, clerk) = (site.role(HERE, Role::Head).await, site.role(HERE, Role::Clerk).await);
    provider.is("another-subject");
    let page = site.post(MINE, Some(&head), &[("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "a request that does not say to which site it goes");
    let ask = request(Method::POST, MINE, Some(&head)).header("host", HOST);
    let ask = ask.header("content-type", "application/x-www-form-urlencoded");
    let form = format!("password={}", PASSWORD.replace(' ', "+"));
    let page = site.send(ask.body(Body::from(form)).expect("a request")).await;
    let there = link(&page.body, &provider.issuer);
    assert!(there.contains("prompt=login"), "somebody else may still be signed in there");
    let back = provider.approve(&there);
    let other_session = Person { cookie: site.session(&head).await, ..head.clone() };
    let planted = get(&site, path(&back), &[clerk.cookie.clone(), page.cookie()]).await;
    assert_eq!(planted.status, StatusCode::BAD_REQUEST);
    let planted = get(&site, path(&provider.approve(&there)), &[other_session.cookie, page.cookie()]).await;
    assert_eq!(planted.status, StatusCode::BAD_REQUEST, "it served, and from another session");
}

#[tokio::test]
async fn without_configuration_there_is_nothing_to_see() {
    let site = Site::new(TestStore::sqlite().await);
    let head = site.role(HERE, Role::Head).await;
    assert!(!site.get("/sign-in", None).await.body.contains("/sign-in/identity"));
    assert!(!site.get("/me", Some(&head)).await.body.contains(MINE));
    for path in ["/sign-in/identity", "/sign-in/identity/back?state=a&code=b", "/sign-in/identity/end"] {
        assert_eq!(get(&site, path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
