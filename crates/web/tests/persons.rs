//! Somebody asks what is kept of them: it is found, handed out, and erased where it may be; and what is due goes.

use axum::http::StatusCode;
use linli_domain::kernel::people::Role;
use linli_domain::kernel::{DivisionCode, NeighbourhoodId};
use linli_domain::register::{Division, Facts};
use linli_store::on_each_engine;
use linli_store::register::{division, neighbourhood};
use linli_store::testing::TestStore;
use linli_store::trail::{self, Filter};
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";
const PERSONS: &str = "/desk/430527/persons";
const RETENTION: &str = "/desk/430527/retention";
const NAME: &str = "欧阳示例";

struct County {
    site: Site,
    clerk: Person,
    head: Person,
    admin: Person,
    /// The page of a council.
    body: String,
}

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

/// A council in which two people of one name sit; the first is out again.
async fn begin(store: TestStore) -> County {
    let site = Site::new(store);
    let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
    let admin = site.role(HERE, Role::Administrator).await;
    let rows = [("430527", "绥宁县"), ("430527100", "长铺镇"), ("430527100001", "长铺社区")];
    let rows: Vec<Division> = rows.map(|(c, name)| Division { code: code(c), name: name.into() }).to_vec();
    let added = site.app.store.write(&clerk.actor(), move |tx| {
        division::put_all(tx, &rows)?;
        Ok::<_, linli_store::Error>(neighbourhood::add(tx, Facts::new("甲小区", code("430527100001")))?.id)
    });
    let id: NeighbourhoodId = added.await.expect("a neighbourhood");
    let of = id.to_string();
    let form =
        [("neighbourhood", of.as_str()), ("kind", "renewal_council"), ("name", "甲小区理事会"), ("on", "2021-03-01")];
    let made = site.post("/desk/430527/organisation/new", Some(&clerk), &form).await;
    let body = made.location().split('?').next().unwrap_or_default().to_owned();
    let county = County { site, clerk, head, admin, body };
    county.seat(NAME, "2021-03-01").await;
    county.end_first("2022-05-01").await;
    county.seat(NAME, "2022-05-01").await;
    county
}

impl County {
    async fn seat(&self, name: &str, from: &str) {
        let form = [("name", name), ("title", "退休教师示例"), ("standing", "resident"), ("from", from)];
        let done = self.post(&format!("{}/members", self.body), &self.clerk, &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }

    /// Ends the term of whoever stands first.
    async fn end_first(&self, on: &str) {
        let page = self.page(&self.body, &self.clerk).await;
        let (_, after) = page.split_once("/desk/430527/terms/").expect("a term");
        let end = format!("/desk/430527/terms/{}", after.split('"').next().expect("its end"));
        let done = self.post(&end, &self.clerk, &[("on", on), ("reason", "随子女搬迁示例")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }

    async fn page(&self, path: &str, who: &Person) -> String {
        let answer = self.site.get(path, Some(who)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    async fn post(&self, path: &str, who: &Person, form: &[(&str, &str)]) -> Answer {
        self.site.post(path, Some(who), form).await
    }

    async fn look_up(&self, name: &str) -> String {
        let found = self.post(PERSONS, &self.admin, &[("name", name)]).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.body);
        found.body
    }

    async fn trail(&self) -> String {
        let office = HERE.parse().expect("an office");
        let lines = self.site.app.store.read(move |tx| trail::page(tx, office, &Filter::default(), None, 100)).await;
        let lines = lines.expect("the trail").into_iter();
        lines.map(|line| [line.act, line.subject, line.detail].join(" ")).collect::<Vec<_>>().join("\n")
    }
}

/// The ids of the terms that a page offers.
fn terms(page: &str) -> Vec<&str> {
    let ids = page.split("name=\"term\" value=\"").skip(1);
    ids.filter_map(|after| after.split('"').next()).collect()
}

on_each_engine! {
    async fn somebody_is_found_handed_what_is_kept_and_let_go_of(store: TestStore) {
        let county = begin(store).await;
        let found = county.look_up(" 欧阳 示例 ").await;
        let ids = terms(&found);
        assert_eq!(ids.len(), 2, "{found}");
        assert!(found.contains("甲小区理事会") && found.contains("任期未结束"), "{found}");

        let read = county.post(&format!("{PERSONS}/known"), &county.admin, &[("term", ids[0])]).await;
        assert_eq!(read.status, StatusCode::OK);
        assert!([NAME, "随子女搬迁示例", "退休教师示例", "居民"].iter().all(|said| read.body.contains(said)), "{}", read.body);
        assert!(!read.body.contains("known-"), "every key has its words");
        let file = county.post(&format!("{PERSONS}/known"), &county.admin, &[("term", ids[0]), ("as", "json")]).await;
        let told: serde_json::Value = serde_json::from_str(&file.body).expect("JSON");
        assert_eq!(told["terms"][0]["name"], NAME);
        assert_eq!(told["trail_about_the_terms"].as_array().map(Vec::len), Some(3), "begun, ended, handed out");

        let both = [("term", ids[0]), ("term", ids[1]), ("ground", "asked")];
        let asks = county.post(&format!("{PERSONS}/erasure"), &county.admin, &both).await;
        assert!(asks.body.contains("将删除 1 项") && asks.body.contains("保留 1 项"), "{}", asks.body);
        assert!(county.look_up(NAME).await.contains("任期 2 项"), "nothing went yet");
        let sure = [both[0], both[1], both[2], ("sure", "yes")];
        let gone = county.post(&format!("{PERSONS}/erasure"), &county.admin, &sure).await;
        assert_eq!((gone.status, gone.location()), (StatusCode::SEE_OTHER, "/desk/430527/persons?done=known-done-erased"));
        assert_eq!(terms(&county.look_up(NAME).await), [ids[1]], "the term that runs stays");
        let body = county.page(&county.body, &county.clerk).await;
        assert!(body.contains("「已按规定删除」") && !body.contains("随子女搬迁示例"), "{body}");
        let again = county.post(&format!("{PERSONS}/erasure"), &county.admin, &sure).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "it is gone already");

        let trail = county.trail().await;
        for act in ["personal.looked_up", "personal.handed_out", "personal.erased"] {
            assert!(trail.contains(act), "{act}: {trail}");
        }
        assert!(!trail.contains("欧阳"), "{trail}");
    }

    async fn what_is_due_goes_once_somebody_is_sure(store: TestStore) {
        let county = begin(store).await;
        let page = county.page(RETENTION, &county.admin).await;
        assert!(page.contains("没有到期") && page.contains("系统预设") && !page.contains("/retention/rules"), "{page}");
        let early = county.post(&format!("{RETENTION}/erasure"), &county.admin, &[("sure", "yes")]).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "nobody has confirmed the times");
        assert!(county.page(RETENTION, &county.head).await.contains("/retention/rules"));

        let rules = |years| {
            [("from", "2022-05-05"), ("residents_years", years), ("officials_years", "10"), ("sign_in_days", "３０"),
             ("sessions_days", "30"), ("opinions_years", "3"), ("visits_years", "2"), ("submissions_years", "3"), ("owners_years", "3"),
             ("reason", "县办文件示例")]
        };
        for years in ["", "-1", "31", "一"] {
            let bad = county.post(&format!("{RETENTION}/rules"), &county.head, &rules(years)).await;
            assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(bad.body.contains("0 到 30"), "{}", bad.body);
        }
        let set = county.post(&format!("{RETENTION}/rules"), &county.head, &rules("0")).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
        assert!(county.page("/desk", &county.admin).await.contains("1 项个人信息保存期限届满"));

        let unsure = county.post(&format!("{RETENTION}/erasure"), &county.admin, &[]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        let other = county.post(&format!("{RETENTION}/erasure"), &county.admin, &[("sure", "yes"), ("seen", "3")]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "another number was shown");
        let gone = county.post(&format!("{RETENTION}/erasure"), &county.admin, &[("sure", "yes"), ("seen", "1")]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        let page = county.page(RETENTION, &county.admin).await;
        assert!(page.contains("居民机构成员 1 项（保存期限届满）") && page.contains("没有到期"), "{page}");
        assert_eq!(terms(&county.look_up(NAME).await).len(), 1);
    }

    async fn only_who_may_and_only_what_is_there(store: TestStore) {
        let county = begin(store).await;
        for who in [&county.clerk, &county.head] {
            assert_eq!(county.site.get(PERSONS, Some(who)).await.status, StatusCode::FORBIDDEN);
            let erasure = county.post(&format!("{RETENTION}/erasure"), who, &[("sure", "yes")]).await;
            assert_eq!(erasure.status, StatusCode::FORBIDDEN);
        }
        for name in ["", "李", &"长".repeat(31)] {
            let bad = county.post(PERSONS, &county.admin, &[("name", name)]).await;
            assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        }
        let clerk = county.clerk.id.to_string();
        let account = county.post(&format!("{PERSONS}/known"), &county.admin, &[("account", &clerk), ("as", "json")]).await;
        assert!(account.status == StatusCode::OK && account.body.contains("roles"), "{}", account.body);
        assert!(county.look_up("<script>无人").await.contains("没有找到"));
        let known = format!("{PERSONS}/known");
        assert_eq!(county.post(&known, &county.admin, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(county.post(&known, &county.admin, &[("term", "x")]).await.status, StatusCode::BAD_REQUEST);
        let nobody = NeighbourhoodId::new().to_string();
        assert_eq!(county.post(&known, &county.admin, &[("term", &nobody)]).await.status, StatusCode::NOT_FOUND);
        let many: Vec<(&str, &str)> = (0..501).map(|_| ("term", nobody.as_str())).collect();
        assert_eq!(county.post(&known, &county.admin, &many).await.status, StatusCode::BAD_REQUEST);
        let ground = [("term", nobody.as_str()), ("ground", "expired!")];
        let bad = county.post(&format!("{PERSONS}/erasure"), &county.admin, &ground).await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    }
}
