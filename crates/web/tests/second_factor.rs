//! The second factor as people meet it: taken, asked for at the sign-in and at a signature, lost, taken away.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{AccountId, Grant, Role, Scope};
use linli_domain::kernel::second_factor::{Secret, recovery_code};
use linli_domain::register::{Division, Facts};
use linli_store::people::session;
use linli_store::register::{division, neighbourhood};
use linli_store::seal::Seal;
use linli_store::testing::TestStore;
use linli_store::trail::{self, Filter, Line};
use linli_store::works::month_end;
use linli_store::{args, on_each_engine};
use linli_web::session::Token;
use linli_web::testing::{Answer, PASSWORD, Person, Site, config, request};
use linli_web::{Access, Config, SecondFactor};

const HERE: &str = "430527";
const FACTOR: &str = "/me/second-factor";
const CODE: &str = "/sign-in/code";

fn office() -> Office {
    HERE.parse().expect("an office")
}

/// The address where the app's secret is shown, read back as a telephone would.
fn typed_by_hand(page: &str) -> Secret {
    let (_, after) = page.split_once("factor-secret\">").expect("a secret");
    let groups: String = after.split('<').next().expect("its end").split(' ').collect();
    let value = |sign| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(sign).expect("base32");
    let bits: Vec<usize> = groups.chars().flat_map(|sign| (0..5).rev().map(move |at| value(sign) >> at & 1)).collect();
    let byte = |bits: &[usize]| u8::try_from(bits.iter().fold(0, |byte, bit| byte << 1 | bit)).expect("eight bits");
    let bytes: Vec<u8> = bits.chunks(8).map(byte).collect();
    Secret::try_from(bytes.as_slice()).expect("twenty bytes")
}

async fn password(site: &Site, person: &Person) -> Answer {
    site.post("/sign-in", None, &[("name", &person.sign_in), ("password", PASSWORD), ("next", "/me")]).await
}

/// The password was right; the browser keeps half a session.
async fn half(site: &Site, person: &Person) -> Person {
    let answer = password(site, person).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in/code?next=/me"));
    Person { cookie: answer.cookie(), ..person.clone() }
}

async fn give(site: &Site, half: &Person, code: &str) -> Answer {
    site.post(CODE, Some(half), &[("code", code), ("next", "/me")]).await
}

async fn lines(site: &Site) -> Vec<Line> {
    let page = site.app.store.read(|tx| trail::page(tx, office(), &Filter::default(), None, 100)).await;
    page.expect("the trail")
}

async fn acts(site: &Site) -> Vec<String> {
    lines(site).await.into_iter().map(|line| line.act).collect()
}

fn digest(page: &str) -> &str {
    page.split("name=\"digest\" value=\"").nth(1).and_then(|rest| rest.get(..64)).expect("a digest")
}

/// A county whose cut-off day has come.
async fn with_months(store: TestStore, config: Config) -> (Site, Person, Person) {
    let site = Site::with(store, config);
    let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
    let rules = linli_domain::works::month_rules::MonthRules { cut_off_day: 1, silent_weeks: 5, confirmed: true };
    let from = "2022-01-01".parse().expect("a day");
    let set = site
        .app
        .store
        .write(&head.actor(), move |tx| linli_store::works::month_rules::set(tx, from, &rules, "县里规定"));
    set.await.expect("rules");
    (site, clerk, head)
}

const MONTH: &str = "/desk/430527/months/2022-05";

on_each_engine! {
    async fn somebody_takes_a_second_factor_and_signs_in_with_it(store: TestStore) {
        let site = Site::new(store);
        let head = site.role(HERE, Role::Head).await;
        let elsewhere = Person { cookie: site.session(&head).await, ..head.clone() };
        assert!(site.get(FACTOR, Some(&head)).await.body.contains("双因素认证"));
        let wrong = site.post(FACTOR, Some(&head), &[("password", "not my password")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!wrong.body.contains("factor-secret"));

        let begun = site.post(FACTOR, Some(&head), &[("password", PASSWORD)]).await;
        assert_eq!((begun.status, begun.location()), (StatusCode::SEE_OTHER, FACTOR));
        let page = site.get(FACTOR, Some(&head)).await;
        assert!(page.body.contains("<svg class=\"qr\"") && page.headers["cache-control"] == "no-store");
        let secret = typed_by_hand(&page.body);
        assert_eq!(password(&site, &head).await.location(), "/me", "not confirmed: not asked for");

        let confirm = "/me/second-factor/confirmation";
        assert_eq!(site.post(confirm, Some(&head), &[("code", "000000")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let first = site.code(&secret, -1);
        let taken = site.post(confirm, Some(&head), &[("code", &first)]).await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
        assert_eq!(taken.body.matches("<li><code>").count(), 10);
        let again = site.post(confirm, Some(&head), &[("code", &site.code(&secret, 0))]).await;
        assert_eq!((again.status, again.location()), (StatusCode::SEE_OTHER, FACTOR), "the codes are shown once");
        assert_eq!(site.get("/me", Some(&head)).await.status, StatusCode::OK);
        assert_eq!(site.get("/me", Some(&elsewhere)).await.status, StatusCode::SEE_OTHER, "it was opened without a code");

        site.post("/sign-out", Some(&head), &[]).await;
        let half = half(&site, &head).await;
        assert_eq!(give(&site, &half, &first).await.status, StatusCode::UNPROCESSABLE_ENTITY, "it confirmed already");
        let code = site.code(&secret, 0);
        let full_width: String = code.chars().filter_map(|c| char::from_u32(c as u32 + 0xFEE0)).collect();
        let answer = give(&site, &half, &full_width).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/me"));
        let whole = Person { cookie: answer.cookie(), ..head.clone() };
        assert_eq!(site.get("/desk", Some(&whole)).await.status, StatusCode::OK);
        assert!(site.get("/desk", Some(&half)).await.location().starts_with("/sign-in?"), "the half is spent");

        let other = self::half(&site, &head).await;
        assert!(give(&site, &other, &code).await.body.contains("这个验证码已经用过"));
        let written = lines(&site).await;
        for act in ["second-factor.begun", "second-factor.confirmed", "sign-in.password", "sign-in.failed"] {
            assert!(written.iter().any(|line| line.act == act), "{act}");
        }
        let base32 = secret.in_groups().replace(' ', "");
        assert!(!written.iter().any(|line| line.detail.contains(&base32) || line.detail.contains(&code)));
        assert!(written.iter().any(|line| line.act == "session.opened" && line.detail.contains("\"code\"")));
    }

    async fn half_a_session_reaches_the_code_and_the_way_out(store: TestStore) {
        let site = Site::new(store);
        let all = Role::ALL.into_iter().filter(|role| ![Role::Administrator, Role::Auditor].contains(role));
        let grants: Vec<_> = all.map(|role| Grant { role, scope: Scope::Division(office().code()) }).collect();
        let person = site.somebody(office(), &grants).await;
        site.second_factor(&person).await;
        let half = half(&site, &person).await;
        // Phones show passwords of their own, and no session opens anything to them (the matrix looks).
        let by_session = |line: &linli_web::access::Line| !matches!(line.access, Access::Public | Access::Collector);
        for line in linli_web::routes().table().into_iter().filter(by_session) {
            if ["/sign-in/code", "/sign-out"].contains(&line.path) {
                continue;
            }
            let part = |part: &str| match part {
                "{office}" => HERE.to_owned(),
                "{month}" => "2022-05".to_owned(),
                part if part.starts_with('{') => AccountId::new().to_string(),
                part => part.to_owned(),
            };
            let path = line.path.split('/').map(part).collect::<Vec<_>>().join("/");
            let ask = request(line.method.clone(), &path, Some(&half)).body(Body::empty()).expect("a request");
            let answer = site.send(ask).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, CODE), "{line:?}");
        }
        let home = site.get("/", Some(&half)).await;
        assert!(home.status == StatusCode::OK && !home.body.contains("href=\"/desk\""), "for the public it is nobody");
        let page = site.get(CODE, Some(&half)).await;
        assert!(page.status == StatusCode::OK && !page.body.contains("href=\"/desk\""), "{}", page.body);
        assert_eq!(site.get("/me", Some(&person)).await.body.matches("/end\"").count(), 0, "it is no session in the list");

        assert_eq!(site.post("/sign-out", Some(&half), &[]).await.location(), "/");
        assert!(site.get(CODE, Some(&half)).await.location().starts_with("/sign-in?"));
        assert!(site.get(CODE, None).await.location().starts_with("/sign-in?"));
        assert_eq!(site.get(CODE, Some(&person)).await.location(), "/desk");
    }

    async fn half_a_session_is_over_after_ten_minutes(store: TestStore) {
        let site = Site::new(store);
        let head = site.role(HERE, Role::Head).await;
        site.second_factor(&head).await;
        half(&site, &head).await;
        let read = site.app.store.read(|tx| {
            tx.query("select ends_at - made_at from session where office = $1 and owes_code", args![office()], |row| {
                row.get::<i64>(0)
            })
        });
        assert_eq!(read.await.expect("read"), [600_000]);
        let now = site.app.now();
        for (minutes, to) in [(9, CODE), (10, "/sign-in?next=/desk")] {
            let begun = now - SignedDuration::from_mins(minutes);
            let ends = begun + SignedDuration::from_mins(10);
            let token = Token::new(office()).expect("random");
            let hash = token.hash();
            let opened = site.app.store.write(&head.actor(), move |tx| session::open_half(tx, &hash, (begun, ends), "test", session::By::Password));
            opened.await.expect("half a session");
            let half = Person { cookie: format!("linli={token}"), ..head.clone() };
            assert_eq!(site.get("/desk", Some(&half)).await.location(), to, "{minutes} minutes later");
        }
    }

    async fn the_code_of_another_is_wrong_and_five_wrong_ones_lock(store: TestStore) {
        let site = Site::new(store);
        let (head, clerk) = (site.role(HERE, Role::Head).await, site.role(HERE, Role::Clerk).await);
        let (mine, _) = site.second_factor(&head).await;
        let (others, _) = site.second_factor(&clerk).await;
        let half = half(&site, &head).await;
        let theirs = [site.code(&others, 0), "no code".into(), "１２３".into(), site.code(&mine, 2), site.code(&mine, -2)];
        for code in &theirs {
            assert_eq!(give(&site, &half, code).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        }
        // What cannot be a code is no guess.
        assert!(give(&site, &half, "").await.body.contains("请输入验证码"));
        let locked = give(&site, &half, &site.code(&mine, 0)).await;
        assert_eq!(locked.status, StatusCode::SEE_OTHER, "three guesses do not lock: {}", locked.body);

        let mut half = self::half(&site, &head).await;
        for guess in 0..5 {
            if guess == 3 {
                // A right password in between does not begin the counting anew.
                half = self::half(&site, &head).await;
            }
            give(&site, &half, &site.code(&others, 0)).await;
        }
        let locked = give(&site, &half, &site.code(&mine, 1)).await;
        assert!(locked.status == StatusCode::UNPROCESSABLE_ENTITY && locked.body.contains("已锁定"), "{}", locked.body);
        assert_eq!(password(&site, &head).await.status, StatusCode::UNPROCESSABLE_ENTITY, "for the password as well");
        assert!(acts(&site).await.contains(&"account.locked".to_owned()));
    }

    async fn a_recovery_code_opens_once(store: TestStore) {
        let site = Site::new(store);
        let (head, clerk) = (site.role(HERE, Role::Head).await, site.role(HERE, Role::Clerk).await);
        let (_, codes) = site.second_factor(&head).await;
        site.second_factor(&clerk).await;
        let (one, two) = (half(&site, &head).await, half(&site, &head).await);
        let typed = codes[0].to_uppercase().replace('-', " ");
        assert_eq!(give(&site, &one, &typed).await.location(), "/me");
        assert!(give(&site, &two, &codes[0]).await.body.contains("已经用过"));
        assert_eq!(give(&site, &two, &recovery_code([77; 16])).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(site.get(FACTOR, Some(&head)).await.body.contains("还有 9 个"));
    }

    async fn other_recovery_codes_take_the_place_of_those_before(store: TestStore) {
        let site = Site::new(store);
        let head = site.role(HERE, Role::Head).await;
        let (secret, codes) = site.second_factor(&head).await;
        let renew = "/me/second-factor/codes";
        for wrong in [codes[0].as_str(), "000000", ""] {
            let refused = site.post(renew, Some(&head), &[("fresh_code", wrong)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let renewed = site.post(renew, Some(&head), &[("fresh_code", &site.code(&secret, 0))]).await;
        assert!(renewed.status == StatusCode::OK && renewed.body.contains("以前的全部作废"), "{}", renewed.body);
        assert!(site.get(FACTOR, Some(&head)).await.body.contains("还有 10 个"));
        let half = half(&site, &head).await;
        assert_eq!(give(&site, &half, &codes[1]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "the old ones are void");
        let new = renewed.body.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).expect("a code");
        assert_eq!(give(&site, &half, new).await.location(), "/me");
        assert!(acts(&site).await.contains(&"second-factor.codes_renewed".to_owned()));
        let nothing = site.role(HERE, Role::Clerk).await;
        assert_eq!(site.post(renew, Some(&nothing), &[("fresh_code", "123456")]).await.status, StatusCode::CONFLICT);
    }

    async fn the_list_of_accounts_names_who_lacks_one(store: TestStore) {
        let site = Site::new(store);
        let (administrator, head) = (site.role(HERE, Role::Administrator).await, site.role(HERE, Role::Head).await);
        site.role(HERE, Role::Leader).await;
        let lacking = |page: &str| page.matches("还没有双因素认证").count();
        let accounts = "/desk/430527/accounts";
        assert_eq!(lacking(&site.get(accounts, Some(&administrator)).await.body), 2, "who keeps accounts, and who signs");
        site.second_factor(&head).await;
        assert_eq!(lacking(&site.get(accounts, Some(&administrator)).await.body), 1);
    }

    async fn it_is_given_up_with_password_and_code_together(store: TestStore) {
        let site = Site::new(store);
        let head = site.role(HERE, Role::Head).await;
        let (secret, codes) = site.second_factor(&head).await;
        let removal = "/me/second-factor/removal";
        let code = site.code(&secret, 0);
        for (password, code) in [("not mine at all", code.as_str()), (PASSWORD, "000000"), (PASSWORD, "")] {
            let refused = site.post(removal, Some(&head), &[("password", password), ("code", code)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{password} {code}");
        }
        assert_eq!(site.post(FACTOR, Some(&head), &[("password", PASSWORD)]).await.status, StatusCode::CONFLICT);
        let removed = site.post(removal, Some(&head), &[("password", PASSWORD), ("code", &codes[3])]).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.body);
        assert_eq!(password(&site, &head).await.location(), "/me");
        let nothing = site.post(removal, Some(&head), &[("password", PASSWORD), ("code", &code)]).await;
        assert_eq!(nothing.status, StatusCode::CONFLICT);
    }

    async fn an_administrator_takes_it_away_with_a_reason_and_every_session_ends(store: TestStore) {
        let site = Site::new(store);
        let (keeper, head) = (site.role(HERE, Role::Administrator).await, site.role(HERE, Role::Head).await);
        let stranger = site.role("430522", Role::Administrator).await;
        for person in [&keeper, &head] {
            site.second_factor(person).await;
        }
        let half = half(&site, &head).await;
        let page = format!("/desk/{HERE}/accounts/{}", head.id);
        let reset = format!("{page}/second-factor");
        assert_eq!(site.post(&reset, Some(&keeper), &[("reason", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&reset, Some(&stranger), &[("reason", "x")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.get("/me", Some(&head)).await.status, StatusCode::OK, "nothing was done yet");
        assert!(site.get(&page, Some(&keeper)).await.body.contains("解除双因素认证"));
        let done = site.post(&reset, Some(&keeper), &[("reason", "手机丢失，已电话核实")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        for ended in [&head, &half] {
            assert!(site.get("/me", Some(ended)).await.location().starts_with("/sign-in?"));
        }
        assert_eq!(password(&site, &head).await.location(), "/me");
        assert_eq!(site.post(&reset, Some(&keeper), &[("reason", "again")]).await.status, StatusCode::NOT_FOUND);
        let written = lines(&site).await;
        let line = written.iter().find(|line| line.act == "second-factor.reset").expect("a line");
        assert!(line.detail.contains("手机丢失") && line.subject == head.id.to_string());

        let own = format!("/desk/{HERE}/accounts/{}/second-factor", keeper.id);
        assert_eq!(site.post(&own, Some(&keeper), &[("reason", "mine")]).await.status, StatusCode::FORBIDDEN);
    }

    async fn where_it_is_required_those_who_sign_take_it_first(store: TestStore) {
        let site = Site::with(store, Config { second_factor: SecondFactor::Required, ..config() });
        for role in Role::ALL {
            let person = site.role(HERE, role).await;
            let needs = matches!(role, Role::Administrator | Role::Clerk | Role::Head);
            let desk = site.get("/desk", Some(&person)).await;
            assert_eq!(desk.location(), if needs { FACTOR } else { "" }, "{role:?}");
            if !needs {
                continue;
            }
            for path in [FACTOR, "/me/password"] {
                assert_eq!(site.get(path, Some(&person)).await.status, StatusCode::OK, "{path}");
            }
            let post = site.send(request(Method::POST, &format!("{MONTH}/filling"), Some(&person)).body(Body::empty()).expect("a request")).await;
            assert_eq!(post.location(), FACTOR, "{role:?}");
            site.second_factor(&person).await;
            assert_eq!(site.get("/desk", Some(&person)).await.status, StatusCode::OK);
        }
        let town = Grant { role: Role::Clerk, scope: Scope::Division("430527100".parse().expect("a town")) };
        let clerk = site.somebody(office(), &[town]).await;
        assert_eq!(site.get("/desk", Some(&clerk)).await.status, StatusCode::OK, "signs nothing for the county");
    }

    async fn a_month_is_signed_with_a_code_of_each_and_not_without(store: TestStore) {
        let (site, clerk, head) = with_months(store, config()).await;
        let (clerks, _) = site.second_factor(&clerk).await;
        let (heads, recovery) = site.second_factor(&head).await;
        let filling = format!("{MONTH}/filling");
        let page = site.get(MONTH, Some(&clerk)).await.body;
        assert!(page.contains("autocomplete=\"one-time-code\""), "{page}");
        let digest = digest(&page).to_owned();
        let fill = |code: String| {
            let (site, clerk, filling, digest) = (&site, &clerk, &filling, &digest);
            async move { site.post(filling, Some(clerk), &[("digest", digest), ("code", &code)]).await }
        };
        let state = || async {
            let month = "2022-05".parse().expect("a month");
            let read = site.app.store.read(move |tx| month_end::of(tx, office(), month)).await;
            read.expect("a month").state.as_str()
        };
        let without = site.post(&filling, Some(&clerk), &[("digest", &digest)]).await;
        assert!(without.status == StatusCode::UNPROCESSABLE_ENTITY && without.body.contains("请输入验证码"));
        for code in ["000000".to_owned(), site.code(&heads, 0)] {
            let refused = fill(code).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(self::digest(&refused.body), digest, "the page is whole again");
        }
        assert_eq!(state().await, "open");
        assert!(!acts(&site).await.contains(&"month.filled".to_owned()));

        let other = "0".repeat(64);
        let code = site.code(&clerks, 0);
        let stale = site.post(&filling, Some(&clerk), &[("digest", &other), ("code", &code)]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "a refused signature");
        assert_eq!(fill(code.clone()).await.status, StatusCode::SEE_OTHER, "consumes no code");
        assert_eq!(state().await, "filled");

        let signature = format!("{MONTH}/signature");
        let with_recovery = site.post(&signature, Some(&head), &[("digest", &digest), ("code", &recovery[0])]).await;
        assert_eq!(with_recovery.status, StatusCode::UNPROCESSABLE_ENTITY, "a signature wants the telephone");
        let signed = site.post(&signature, Some(&head), &[("digest", &digest), ("code", &site.code(&heads, 1))]).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
        for act in ["month.filled", "month.signed"] {
            let written = lines(&site).await;
            let line = written.iter().find(|line| line.act == act).expect("a line");
            assert!(line.detail.contains("\"second_factor\":\"code\""), "{}", line.detail);
        }
        site.post(&format!("{MONTH}/correction"), Some(&clerk), &[("reason", "审计核减")]).await;
        let twice = fill(code).await;
        assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.body.contains("已经用过"), "one code, one signature");
    }

    async fn a_bulletin_is_signed_with_a_code_and_the_number_stays_when_it_is_wrong(store: TestStore) {
        let (site, clerk, head) = with_months(store, config()).await;
        let (secret, _) = site.second_factor(&head).await;
        let planned = site.app.store.write(&clerk.actor(), |tx| {
            let rows = [("430527", "绥宁县"), ("430527100", "长铺镇")];
            let rows = rows.map(|(code, name)| Division { code: code.parse().expect("a code"), name: name.into() });
            division::put_all(tx, &rows)?;
            let facts = Facts { plan_year: Some(2022), ..Facts::new("甲小区", "430527100".parse().expect("a code")) };
            neighbourhood::add(tx, facts).map(drop)
        });
        planned.await.expect("something to report of");
        let root = format!("/desk/{HERE}/bulletins");
        let drafted = site.post(&root, Some(&clerk), &[("month", "2022-05")]).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
        let base = drafted.location().split('?').next().expect("an address").to_owned();
        let submitted = site.post(&format!("{base}/submit"), Some(&clerk), &[("version", "1")]).await;
        assert_eq!(submitted.status, StatusCode::SEE_OTHER, "{}", submitted.body);
        let sign = format!("{base}/sign");
        assert!(site.get(&sign, Some(&head)).await.body.contains("autocomplete=\"one-time-code\""));
        assert!(!site.get(&format!("{base}/send-back"), Some(&head)).await.body.contains("one-time-code"));
        for code in ["", "000000"] {
            let form = [("version", "2"), ("number", "绥改办〔2022〕9号"), ("code", code)];
            let refused = site.post(&sign, Some(&head), &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("绥改办〔2022〕9号") && refused.body.contains("id=\"code-error\""), "{}", refused.body);
        }
        let code = site.code(&secret, 0);
        let unnumbered = site.post(&sign, Some(&head), &[("version", "2"), ("number", " "), ("code", &code)]).await;
        assert_eq!(unnumbered.status, StatusCode::UNPROCESSABLE_ENTITY, "refused, and the code is unused");
        let form = [("version", "2"), ("number", "绥改办〔2022〕9号"), ("code", code.as_str())];
        let signed = site.post(&sign, Some(&head), &form).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
        let written = lines(&site).await;
        let line = written.iter().find(|line| line.act == "bulletin.signed").expect("a line");
        assert!(line.detail.contains("\"second_factor\":\"code\""), "{}", line.detail);
    }

    async fn without_a_second_factor_the_trail_says_so(store: TestStore) {
        let (site, clerk, _) = with_months(store, config()).await;
        let page = site.get(MONTH, Some(&clerk)).await.body;
        assert!(!page.contains("one-time-code"));
        let filled = site.post(&format!("{MONTH}/filling"), Some(&clerk), &[("digest", digest(&page))]).await;
        assert_eq!(filled.status, StatusCode::SEE_OTHER);
        let written = lines(&site).await;
        let line = written.iter().find(|line| line.act == "month.filled").expect("a line");
        assert!(line.detail.contains("\"second_factor\":\"none\""), "{}", line.detail);
    }

    async fn a_secret_that_was_moved_to_another_account_signs_nobody_in(store: TestStore) {
        let site = Site::new(store);
        let (head, clerk) = (site.role(HERE, Role::Head).await, site.role(HERE, Role::Clerk).await);
        site.second_factor(&head).await;
        let (mine, _) = site.second_factor(&clerk).await;
        let (from, to) = (clerk.id, head.id);
        let moved = site.app.store.write(&clerk.actor(), move |tx| {
            tx.run(
                "update second_factor set secret =
                   (select secret from second_factor f where f.office = $1 and f.account = $2)
                  where office = $1 and account = $3",
                args![office(), from, to],
            )?
            .exactly_one()
        });
        moved.await.expect("somebody writes past Linli");
        let half = half(&site, &head).await;
        let answer = give(&site, &half, &site.code(&mine, 0)).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.body.contains("被改动过"), "{}", answer.body);
        assert!(site.get("/desk", Some(&half)).await.location() == CODE);
    }

    async fn without_its_key_the_page_says_what_to_do_and_recovery_codes_still_open(store: TestStore) {
        let room = tempfile::tempdir().expect("a folder");
        let path = room.path().join("linli.key");
        let site = Site::with(store, Config { key_file: Some(path.clone()), ..config() });
        let head = site.role(HERE, Role::Head).await;
        let (secret, codes) = site.second_factor(&head).await;
        let kept = std::fs::read_to_string(&path).expect("it was made");
        let other = Seal::new_key().expect("random");
        // A restarted program reads the file anew.
        let restarted = |site: Site| Site::with(site.store, Config { key_file: Some(path.clone()), ..config() });
        std::fs::write(&path, &other).expect("written");
        let site = restarted(site);
        let half = half(&site, &head).await;
        let answer = give(&site, &half, &site.code(&secret, 0)).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.body.contains("密钥不对") && !answer.body.contains("linli.key"), "{}", answer.body);
        std::fs::remove_file(&path).expect("lost");
        assert!(give(&site, &half, &site.code(&secret, 0)).await.body.contains("找不到密钥文件"));
        let clerk = site.role(HERE, Role::Clerk).await;
        let begun = site.post(FACTOR, Some(&clerk), &[("password", PASSWORD)]).await;
        assert!(begun.status == StatusCode::SERVICE_UNAVAILABLE && !path.exists(), "no new key beside sealed rows");
        assert_eq!(give(&site, &half, &codes[0]).await.location(), "/me");

        std::fs::write(&path, kept).expect("put back");
        let half = self::half(&site, &head).await;
        assert_eq!(give(&site, &half, &site.code(&secret, 0)).await.location(), "/me", "it helps at once");
    }
}
