//! The journeys of people: signing in, being locked out, ending a session, losing a role, changing a password.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{Method, Request, StatusCode};
use linli_domain::kernel::people::{Act, Grant, Role, Scope};
use linli_domain::kernel::{Office, Timestamp};
use linli_store::on_each_engine;
use linli_store::people::second_factor::Proof;
use linli_store::people::{account, grant, session};
use linli_store::trail::{self, Filter};
use linli_web::limits::Hurry;
use linli_web::testing::{PASSWORD, Person, Site, config, request};

const HERE: &str = "430527";

fn office() -> Office {
    HERE.parse().expect("an office")
}

async fn sign_in(site: &Site, name: &str, password: &str) -> linli_web::testing::Answer {
    site.post("/sign-in", None, &[("name", name), ("password", password), ("next", "/me")]).await
}

/// The acts of the trail, the newest first.
async fn acts(site: &Site) -> Vec<String> {
    let page = site.app.store.read(|tx| trail::page(tx, office(), &Filter::default(), None, 50)).await;
    page.expect("the trail").into_iter().map(|line| line.act).collect()
}

fn once(page: &str) -> String {
    let (_, after) = page.split_once("class=\"once\">").expect("a password for once");
    after.split('<').next().expect("its end").to_owned()
}

on_each_engine! {
    async fn somebody_signs_in_works_and_signs_out(store: TestStore) {
        let site = Site::new(store);
        let person = site.role(HERE, Role::Clerk).await;

        let answer = sign_in(&site, &person.sign_in, PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/me"));
        let line = answer.headers["set-cookie"].to_str().expect("text");
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax") && line.contains("Path=/"), "{line}");

        let person = Person { cookie: answer.cookie(), ..person };
        let me = site.get("/me", Some(&person)).await;
        assert_eq!(me.status, StatusCode::OK);
        assert!(me.body.contains(&person.sign_in) && me.body.contains("改造办工作人员"), "{}", me.body);
        assert_eq!(me.headers["cache-control"], "no-store");
        assert_eq!(site.get("/desk", Some(&person)).await.status, StatusCode::OK);

        let out = site.post("/sign-out", Some(&person), &[]).await;
        assert_eq!(out.location(), "/");
        assert!(site.get("/me", Some(&person)).await.location().starts_with("/sign-in?next=/me"));
    }

    async fn wrong_name_and_wrong_password_get_the_same_answer(store: TestStore) {
        let site = Site::new(store);
        let person = site.role(HERE, Role::Clerk).await;
        let wrong = sign_in(&site, &person.sign_in, "not the password").await;
        for name in ["nobody@430527", "no name at all", "@", "", "nobody@999999", &"长".repeat(5000)] {
            let answer = sign_in(&site, name, PASSWORD).await;
            assert_eq!(answer.status, wrong.status, "{name}");
            assert!(answer.body.contains("登录名或口令不对"), "{name}");
        }
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn the_fifth_wrong_password_locks_and_the_trail_tells(store: TestStore) {
        let site = Site::new(store);
        let person = site.role(HERE, Role::Clerk).await;
        for _ in 0..5 {
            assert_eq!(sign_in(&site, &person.sign_in, "not the password").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(sign_in(&site, &person.sign_in, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let acts = acts(&site).await;
        assert_eq!(acts.iter().filter(|act| *act == "sign-in.failed").count(), 5);
        assert_eq!(acts.iter().filter(|act| *act == "account.locked").count(), 1);
    }

    async fn an_address_that_guesses_has_to_wait(store: TestStore) {
        let site = Site::new(store);
        for _ in 0..20 {
            sign_in(&site, "nobody@430527", "a guess or two").await;
        }
        let answer = sign_in(&site, "nobody@430527", "a guess or two").await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.headers.contains_key("retry-after"));
    }

    async fn after_the_sign_in_nobody_is_sent_to_another_site(store: TestStore) {
        let site = Site::new(store);
        let person = site.role(HERE, Role::Clerk).await;
        let form = [("name", person.sign_in.as_str()), ("password", PASSWORD), ("next", "//elsewhere.example")];
        assert_eq!(site.post("/sign-in", None, &form).await.location(), "/desk");
    }

    async fn a_session_ends_when_it_is_ended(store: TestStore) {
        let site = Site::new(store);
        let here = site.role(HERE, Role::Clerk).await;
        let there = Person { cookie: site.session(&here).await, ..here.clone() };
        assert_eq!(site.get("/me", Some(&there)).await.status, StatusCode::OK);
        let ended = site.post("/me/sessions/end-others", Some(&here), &[]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        assert_eq!(site.get("/me", Some(&there)).await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.get("/me", Some(&here)).await.status, StatusCode::OK);
    }

    async fn nobody_ends_the_session_of_another(store: TestStore) {
        let site = Site::new(store);
        let (one, other) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
        let (id, now) = (other.id, site.app.now());
        let listed = site.app.store.read(move |tx| session::list(tx, office(), id, now)).await.expect("sessions");
        let answer = site.post(&format!("/me/sessions/{}/end", listed[0].id), Some(&one), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(site.get("/me", Some(&other)).await.status, StatusCode::OK);
    }

    async fn a_session_that_was_left_alone_or_is_over_does_not_live(store: TestStore) {
        let site = Site::new(store);
        let person = site.role(HERE, Role::Clerk).await;
        let now = site.app.now();
        let before = |minutes: u64| now - Duration::from_secs(60 * minutes);
        let after = |minutes: u64| now + Duration::from_secs(60 * minutes);
        let cases: [(Timestamp, Timestamp, bool); 4] = [
            (before(29), after(60), true),
            (before(31), after(60), false),
            (before(1), now, false),
            (before(1), after(1), true),
        ];
        for (seen, ends, lives) in cases {
            let token = linli_web::session::Token::new(office()).expect("random");
            let (hash, actor) = (token.hash(), person.actor());
            let opened = site.app.store.write(&actor, move |tx| {
                let taken = Proof::of_nothing(tx.actor().account).take(tx)?;
                session::open(tx, &hash, (seen, ends), "test", session::By::Password, &taken)
            });
            opened.await.expect("a session");
            let there = Person { cookie: format!("linli={token}"), ..person.clone() };
            let expected = if lives { StatusCode::OK } else { StatusCode::SEE_OTHER };
            assert_eq!(site.get("/me", Some(&there)).await.status, expected, "{seen} {ends}");
        }
    }

    async fn a_role_that_was_taken_away_is_gone_at_once(store: TestStore) {
        let site = Site::new(store);
        let keeper = site.role(HERE, Role::Administrator).await;
        let auditor = site.role(HERE, Role::Auditor).await;
        let trail = format!("/desk/{HERE}/trail");
        assert_eq!(site.get(&trail, Some(&auditor)).await.status, StatusCode::OK);

        let id = auditor.id;
        let held = site.app.store.read(move |tx| grant::held(tx, office(), id)).await.expect("roles");
        let taken = site.post(&format!("/desk/{HERE}/accounts/{id}/roles/{}/take", held[0].id), Some(&keeper), &[]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        assert_eq!(site.get(&trail, Some(&auditor)).await.status, StatusCode::FORBIDDEN);
        let all = site.app.store.read(move |tx| grant::history(tx, office(), id)).await.expect("roles");
        assert!(all[0].taken_at.is_some(), "what was given stays written");
    }

    async fn who_keeps_the_accounts_does_nothing_else_and_who_audits_writes_nothing(store: TestStore) {
        let site = Site::new(store);
        let keeper = site.role(HERE, Role::Administrator).await;
        let (auditor, clerk) = (site.role(HERE, Role::Auditor).await, site.role(HERE, Role::Clerk).await);
        for (who, role, told) in [(&auditor, "clerk", "审计"), (&clerk, "administrator", "系统管理员只管账号")] {
            let path = format!("/desk/{HERE}/accounts/{}/roles", who.id);
            let given = site.post(&path, Some(&keeper), &[("role", role), ("scope", HERE)]).await;
            assert_eq!(given.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(given.body.contains(told) && given.body.contains("兼任"), "{}", given.body);
        }
        let path = format!("/desk/{HERE}/accounts/{}/roles", clerk.id);
        let given = site.post(&path, Some(&keeper), &[("role", "head"), ("scope", HERE)]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    }

    async fn a_new_account_changes_its_first_password_before_anything_else(store: TestStore) {
        let site = Site::new(store);
        let keeper = site.role(HERE, Role::Administrator).await;
        let accounts = format!("/desk/{HERE}/accounts");
        let made = site.post(&accounts, Some(&keeper), &[("name", "张示例"), ("sign_in", "zhang")]).await;
        assert_eq!(made.status, StatusCode::OK);
        let first = once(&made.body);

        let again = site.post(&accounts, Some(&keeper), &[("name", "张另例"), ("sign_in", "Zhang@430527")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let other = site.post(&accounts, Some(&keeper), &[("name", "张另例"), ("sign_in", "zhang@430522")]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);

        let zhang = Person { cookie: sign_in(&site, "zhang@430527", &first).await.cookie(), ..keeper };
        for page in ["/desk", "/me"] {
            let answer = site.get(page, Some(&zhang)).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/me/password"), "{page}");
        }
        assert_eq!(site.get("/me/password", Some(&zhang)).await.status, StatusCode::OK);

        let change = |old: &str, new: &str, again: &str| {
            let form = [("old".to_owned(), old.to_owned()), ("new".into(), new.to_owned()), ("again".into(), again.to_owned())];
            let (site, zhang) = (&site, zhang.clone());
            async move {
                let form = form.each_ref().map(|(k, v)| (k.as_str(), v.as_str()));
                site.post("/me/password", Some(&zhang), &form).await
            }
        };
        for (old, new, again) in [
            (first.as_str(), "short", "short"),
            (&first, "zhang is my name", "zhang is my name"),
            (&first, "a good long one", "another long one"),
            ("not the old one", "a good long one", "a good long one"),
            (&first, &first, &first),
        ] {
            assert_eq!(change(old, new, again).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{old} {new} {again}");
        }
        let changed = change(&first, "a good long one", "a good long one").await;
        assert_eq!((changed.status, changed.location()), (StatusCode::SEE_OTHER, "/desk?done=people-done-password"));
        assert_eq!(site.get("/desk", Some(&zhang)).await.status, StatusCode::OK);
        assert_eq!(sign_in(&site, "zhang@430527", &first).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sign_in(&site, "zhang@430527", "a good long one").await.status, StatusCode::SEE_OTHER);
    }

    async fn who_keeps_the_accounts_gives_takes_stops_and_resets(store: TestStore) {
        let site = Site::new(store);
        let keeper = site.role(HERE, Role::Administrator).await;
        let clerk = site.somebody(office(), &[]).await;
        let page = format!("/desk/{HERE}/accounts/{}", clerk.id);
        let to = |what: &str| format!("{page}/{what}");

        let given = site.post(&to("roles"), Some(&keeper), &[("role", "clerk"), ("scope", HERE)]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        for (role, scope) in [("clerk", "430522"), ("emperor", HERE), ("clerk", "nowhere"), ("supervisor", HERE)] {
            let refused = site.post(&to("roles"), Some(&keeper), &[("role", role), ("scope", scope)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{role} {scope}");
        }
        assert!(site.get(&page, Some(&keeper)).await.body.contains("改造办工作人员"));
        assert!(site.get(&format!("/desk/{HERE}/accounts"), Some(&keeper)).await.body.contains(&clerk.sign_in));
        let renamed = site.post(&to("name"), Some(&keeper), &[("name", "李示例")]).await;
        assert_eq!(renamed.status, StatusCode::SEE_OTHER);
        assert!(site.get(&format!("/desk/{HERE}/accounts?q=lishili"), Some(&keeper)).await.body.contains("李示例"));

        assert_eq!(site.post(&to("stop"), Some(&keeper), &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.get("/me", Some(&clerk)).await.status, StatusCode::SEE_OTHER);
        assert_eq!(sign_in(&site, &clerk.sign_in, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&to("reopen"), Some(&keeper), &[]).await.status, StatusCode::SEE_OTHER);
        let reset = site.post(&to("password"), Some(&keeper), &[]).await;
        assert_eq!(sign_in(&site, &clerk.sign_in, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sign_in(&site, &clerk.sign_in, &once(&reset.body)).await.status, StatusCode::SEE_OTHER);

        let written = acts(&site).await;
        for act in ["account.read", "accounts.listed", "role.given", "account.renamed", "account.stopped", "account.reopened", "account.reset"] {
            assert!(written.iter().any(|line| line == act), "{act} in {written:?}");
        }
        assert!(!site.store.read(|tx| trail::page(tx, office(), &Filter::default(), None, 50)).await
            .expect("the trail").iter().any(|line| line.detail.contains(&once(&reset.body))));
    }

    async fn what_is_known_about_a_person_is_theirs_to_take_and_holds_no_secret(store: TestStore) {
        let site = Site::new(store);
        let (head, clerk) = (site.role("430527", Role::Head).await, site.role("430527", Role::Clerk).await);
        site.second_factor(&head).await;
        let taken = site.post("/me/known", Some(&head), &[("as", "json")]).await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
        let known: serde_json::Value = serde_json::from_str(&taken.body).expect("JSON");
        assert_eq!(known["account"]["id"], head.id.to_string());
        assert_eq!(known["roles"][0]["role"], "head");
        assert_eq!(known["second_factor"]["recovery_codes_left"], 10);
        let acts = known["trail_of_own_acts"].as_array().expect("lines");
        assert!(acts.iter().any(|line| line["act"] == "account.handed_out"), "that it was taken is known as well");
        assert!(!taken.body.contains("$argon2") && !taken.body.contains(&clerk.id.to_string()), "nobody else, no hash");
        let read = site.post("/me/known", Some(&head), &[("as", "page")]).await;
        assert!(read.status == StatusCode::OK && read.body.contains("登录名") && !read.body.contains("known-"), "{}", read.body);
        assert_eq!(site.get("/me/known", Some(&head)).await.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_ne!(site.post("/me/known", None, &[]).await.status, StatusCode::OK);
    }

    async fn nobody_keeps_their_own_account(store: TestStore) {
        let site = Site::new(store);
        let keeper = site.role(HERE, Role::Administrator).await;
        for (what, form) in [("roles", &[("role", "clerk"), ("scope", HERE)][..]), ("stop", &[]), ("password", &[])] {
            let answer = site.post(&format!("/desk/{HERE}/accounts/{}/{what}", keeper.id), Some(&keeper), form).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
            assert!(answer.body.contains("需要由另一个人办理"));
        }
    }

    async fn an_account_of_another_office_is_not_found_here(store: TestStore) {
        let site = Site::new(store);
        let keeper = site.role(HERE, Role::Administrator).await;
        let stranger = site.role("430522", Role::Clerk).await;
        for what in ["", "/stop", "/password", "/roles"] {
            let path = format!("/desk/{HERE}/accounts/{}{what}", stranger.id);
            let form = [("role", "clerk"), ("scope", HERE)];
            let answer = if what.is_empty() { site.get(&path, Some(&keeper)).await } else { site.post(&path, Some(&keeper), &form).await };
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
        }
        let direct = site.get(&format!("/desk/430522/accounts/{}", stranger.id), Some(&keeper)).await;
        assert_eq!(direct.status, StatusCode::FORBIDDEN);
        assert_eq!(site.get("/me", Some(&stranger)).await.status, StatusCode::OK);
        let nonsense = site.get(&format!("/desk/{HERE}/accounts/not-an-id"), Some(&keeper)).await;
        assert_eq!(nonsense.status, StatusCode::NOT_FOUND);
    }

    async fn a_form_of_another_site_changes_nothing(store: TestStore) {
        let site = Site::new(store);
        let person = site.role(HERE, Role::Clerk).await;
        let other = Person { cookie: site.session(&person).await, ..person.clone() };
        for headers in [[("sec-fetch-site", "cross-site"), ("x", "y")], [("origin", "https://elsewhere.example"), ("host", "linli.example")]] {
            let mut post = Request::post("/me/sessions/end-others").header(COOKIE, &person.cookie);
            for (name, value) in headers {
                post = post.header(name, value);
            }
            assert_eq!(site.send(post.body(Body::empty()).expect("a request")).await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(site.get("/me", Some(&other)).await.status, StatusCode::OK);
        let own = Request::post("/sign-out").header(COOKIE, &person.cookie).header(HOST, "linli.example").header(ORIGIN, "https://linli.example");
        assert_eq!(site.send(own.body(Body::empty()).expect("a request")).await.status, StatusCode::SEE_OTHER);
    }

    async fn a_form_that_makes_no_sense_gets_a_clear_page(store: TestStore) {
        let site = Site::new(store);
        let send = |kind: &'static str, body: Vec<u8>| {
            site.send(request(Method::POST, "/sign-in", None).header(CONTENT_TYPE, kind).body(Body::from(body)).expect("a request"))
        };
        let form = "application/x-www-form-urlencoded";
        let cases = [
            (form, b"".to_vec(), StatusCode::BAD_REQUEST),
            (form, b"name=zhang".to_vec(), StatusCode::BAD_REQUEST),
            (form, b"name=%ff%fe&password=%00".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
            (form, vec![0xff; 100], StatusCode::BAD_REQUEST),
            ("application/json", b"{}".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            (form, vec![b'a'; 1024 * 1024 + 1], StatusCode::PAYLOAD_TOO_LARGE),
        ];
        for (kind, body, status) in cases {
            let answer = send(kind, body).await;
            assert_eq!(answer.status, status, "{kind}");
            assert!(answer.headers["content-type"].to_str().expect("text").starts_with("text/html"), "{status}");
            assert!(answer.body.contains("<h1>"), "{status}");
        }
    }

    async fn a_body_that_says_it_is_too_large_is_refused_unread(store: TestStore) {
        let site = Site::new(store);
        let post = request(Method::POST, "/sign-in", None).header(CONTENT_LENGTH, "99999999999");
        assert_eq!(site.send(post.body(Body::empty()).expect("a request")).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    async fn a_body_that_trickles_is_given_up(store: TestStore) {
        let site = Site::new(store);
        let never = Body::from_stream(futures_util::stream::pending::<Result<&'static [u8], std::io::Error>>());
        let hurry = Hurry { pause: Duration::from_millis(20), whole: Duration::from_secs(5) };
        let post = request(Method::POST, "/sign-in", None)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(hurry);
        let answer = site.send(post.body(never).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::REQUEST_TIMEOUT);
    }

    async fn what_is_not_there_says_so_to_people_and_to_programs(store: TestStore) {
        let site = Site::new(store);
        let page = site.get("/no/such/page", None).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.body.contains("没有找到这一页") && page.body.contains(page.headers["x-request-id"].to_str().expect("text")));
        let ask = request(Method::GET, "/no/such/page", None).header(ACCEPT, "application/json");
        let problem = site.send(ask.body(Body::empty()).expect("a request")).await;
        assert_eq!(problem.headers["content-type"], "application/problem+json");
        assert!(problem.body.contains("urn:linli:problem:not-found"), "{}", problem.body);
        let method = site.send(request(Method::PUT, "/sign-in", None).body(Body::empty()).expect("a request")).await;
        assert_eq!(method.status, StatusCode::METHOD_NOT_ALLOWED);
        assert!(method.headers["allow"].to_str().expect("text").contains("POST"));
        let wish = request(Method::GET, "/desk", None).header(ACCEPT, "application/json");
        assert_eq!(site.send(wish.body(Body::empty()).expect("a request")).await.status, StatusCode::UNAUTHORIZED);
    }

    async fn the_language_is_chosen_once_and_leads_back(store: TestStore) {
        let site = Site::new(store);
        let chosen = site.get("/language?to=en&back=/sign-in%3Fnext%3D/me", None).await;
        assert_eq!((chosen.location(), chosen.cookie().as_str()), ("/sign-in?next=/me", "lang=en"));
        assert_eq!(site.get("/language?to=en&back=//elsewhere.example", None).await.location(), "/");
        let english = request(Method::GET, "/no/such/page", None).header(COOKIE, "lang=en").body(Body::empty());
        assert!(site.send(english.expect("a request")).await.body.contains("<html lang=\"en\">"));
    }

    async fn every_answer_carries_its_headers(store: TestStore) {
        let site = Site::with(store, linli_web::Config { secure: true, ..config() });
        for path in ["/sign-in", "/no/such/page", "/healthz"] {
            let answer = site.get(path, None).await;
            for header in ["content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy", "strict-transport-security", "x-request-id"] {
                assert!(answer.headers.contains_key(header), "{path} {header}");
            }
        }
    }

    async fn health_is_for_all_and_figures_for_who_has_the_token(store: TestStore) {
        let site = Site::with(store, linli_web::Config { metrics_token: Some("a long secret".into()), ..config() });
        assert_eq!(site.get("/healthz", None).await.status, StatusCode::OK);
        assert_eq!(site.get("/metrics", None).await.status, StatusCode::NOT_FOUND);
        let asked = request(Method::GET, "/metrics", None).header("authorization", "Bearer a long secret");
        let figures = site.send(asked.body(Body::empty()).expect("a request")).await;
        assert_eq!(figures.status, StatusCode::OK);
        assert!(figures.body.contains("linli_requests_total"), "{}", figures.body);
    }

    async fn the_auditor_reads_the_trail_and_sees_that_it_holds(store: TestStore) {
        let site = Site::new(store);
        let auditor = site.role(HERE, Role::Auditor).await;
        let page = site.get(&format!("/desk/{HERE}/trail?act=role.&check=yes"), Some(&auditor)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("role.given") && page.body.contains("日志完整"), "{}", page.body);
        assert!(acts(&site).await.contains(&"trail.read".to_owned()));
        let bad = site.get(&format!("/desk/{HERE}/trail?account=zhang&before=x"), Some(&auditor)).await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    }

    async fn a_person_of_the_town_has_the_scope_of_the_town(store: TestStore) {
        let site = Site::new(store);
        let town = Grant { role: Role::Clerk, scope: Scope::Division("430527100".parse().expect("a town")) };
        let clerk = site.somebody(office(), &[town]).await;
        let id = clerk.id;
        let held = site.app.store.read(move |tx| grant::held(tx, office(), id)).await.expect("roles");
        assert_eq!(held[0].grant, town);
        assert!(held[0].grant.role == Role::Clerk && Act::EditRegister.roles().contains(&Role::Clerk));
        let listed = site.app.store.read(move |tx| account::get(tx, office(), id)).await.expect("an account");
        assert!(!listed.must_change);
    }
}
