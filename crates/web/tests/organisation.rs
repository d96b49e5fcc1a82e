//! Organisation as people keep it: bodies and leaders, what lacks of the four ones, tasks from one person to another.

use axum::http::StatusCode;
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{DivisionCode, NeighbourhoodId};
use linli_domain::register::{Division, Facts};
use linli_store::on_each_engine;
use linli_store::register::{division, neighbourhood};
use linli_store::testing::TestStore;
use linli_web::Config;
use linli_web::testing::{Answer, Person, Site, config};

const HERE: &str = "430527";
const BODIES: &str = "/desk/430527/organisation";
const ONES: &str = "/desk/430527/four-ones";
const TASKS: &str = "/desk/430527/tasks";

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

struct County {
    site: Site,
    clerk: Person,
    head: Person,
    id: NeighbourhoodId,
}

/// Two neighbourhoods of a plan; the second has a leader by the register.
async fn begin(store: TestStore) -> County {
    begin_at(Site::new(store)).await
}

async fn begin_at(site: Site) -> County {
    let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
    let rows = [("430527", "绥宁县"), ("430527100", "长铺镇"), ("430527100001", "长铺社区"), ("430527101", "武阳镇")];
    let rows: Vec<Division> = rows.map(|(c, name)| Division { code: code(c), name: name.into() }).to_vec();
    let added = site.app.store.write(&clerk.actor(), move |tx| {
        division::put_all(tx, &rows)?;
        let facts = |name: &str| Facts { plan_year: Some(2022), ..Facts::new(name, code("430527100001")) };
        neighbourhood::add(tx, Facts { leader: Some("台账上的人".into()), ..facts("乙小区") })?;
        Ok::<_, linli_store::Error>(neighbourhood::add(tx, facts("甲小区"))?.id)
    });
    let id = added.await.expect("a neighbourhood");
    County { site, clerk, head, id }
}

impl County {
    async fn page(&self, path: &str, who: &Person) -> String {
        let answer = self.site.get(path, Some(who)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    async fn post(&self, path: &str, who: &Person, form: &[(&str, &str)]) -> Answer {
        self.site.post(path, Some(who), form).await
    }

    fn of(&self, end: &str) -> String {
        format!("/desk/{HERE}/register/{}{end}", self.id)
    }

    /// A renewal council with one member of each kind.
    async fn council(&self) -> String {
        let id = self.id.to_string();
        let form = [
            ("neighbourhood", id.as_str()),
            ("kind", "renewal_council"),
            ("name", "甲小区改造理事会"),
            ("on", "2022-03-01"),
        ];
        let made = self.post(&format!("{BODIES}/new"), &self.clerk, &form).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let body = made.location().split('?').next().unwrap_or_default().to_owned();
        for (name, standing) in [
            ("赵示例", "grid_officer"),
            ("钱示例", "party_member"),
            ("孙示例", "retired_cadre"),
            ("李示例", "resident"),
        ] {
            let form = [("name", name), ("post", "member"), ("standing", standing), ("from", "2022-03-01")];
            let named = self.post(&format!("{body}/members"), &self.clerk, &form).await;
            assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);
        }
        body
    }

    /// A task from the head to the clerk: its address.
    async fn task(&self, due: &str) -> String {
        let (id, owner) = (self.id.to_string(), self.clerk.id.to_string());
        let form = [
            ("neighbourhood", id.as_str()),
            ("matter", "leader"),
            ("title", "明确包联领导"),
            ("owner", owner.as_str()),
            ("due", due),
        ];
        let given = self.post(&format!("{TASKS}/new"), &self.head, &form).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        given.location().split('?').next().unwrap_or_default().to_owned()
    }

    async fn step(&self, task: &str, who: &Person, act: &str, more: &[(&str, &str)]) -> Answer {
        let page = self.page(task, &self.head).await;
        let version = page.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let version = version.unwrap_or("1").to_owned();
        let mut form = vec![("act", act), ("version", version.as_str())];
        form.extend(more);
        self.post(&format!("{task}/steps"), who, &form).await
    }
}

on_each_engine! {
    async fn without_the_key_names_are_marked_and_none_is_kept(store: TestStore) {
        let room = tempfile::tempdir().expect("a folder");
        let path = room.path().join("linli.key");
        std::fs::write(&path, "1".repeat(64)).expect("a key");
        let county = begin_at(Site::with(store, Config { key_file: Some(path.clone()), ..config() })).await;
        let body = county.council().await;
        assert!(county.page(&body, &county.clerk).await.contains("赵示例"));
        // Another file in its place, with another key.
        std::fs::write(&path, "2".repeat(64)).expect("another key");
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
        std::fs::File::open(&path).and_then(|file| file.set_modified(later)).expect("later");
        for path in [body.clone(), BODIES.to_owned(), ONES.to_owned(), county.of("/organisation"), "/desk/430527/county".to_owned()] {
            let page = county.site.get(&path, Some(&county.clerk)).await;
            assert!(page.status == StatusCode::OK || page.status == StatusCode::NOT_FOUND, "{path}");
            assert!(!page.body.contains("赵示例"), "{path}");
        }
        assert!(county.page(&body, &county.clerk).await.contains("「已加密」"));
        let form = [("name", "周示例"), ("post", "member"), ("standing", "resident"), ("from", "2022-03-01")];
        let refused = county.post(&format!("{body}/members"), &county.clerk, &form).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(refused.body.contains("密钥不对"), "{}", refused.body);
        std::fs::write(&path, "1".repeat(64)).expect("the former key");
        std::fs::File::open(&path).and_then(|file| file.set_modified(later + std::time::Duration::from_secs(5))).expect("later");
        let page = county.page(&body, &county.clerk).await;
        assert!(page.contains("赵示例") && !page.contains("周示例"), "as if nothing had been");
    }

    async fn what_lacks_is_red_until_it_is_there(store: TestStore) {
        let county = begin(store).await;
        let bare = county.page(ONES, &county.clerk).await;
        assert_eq!(bare.matches("缺包联领导").count(), 1, "the register names one for the other");
        assert_eq!(bare.matches("缺居民监督机构").count(), 2);
        assert!(bare.contains("2 个小区中，0 个四个一齐全"), "{bare}");

        county.council().await;
        let named = county.post(&county.of("/leader"), &county.clerk, &[("name", "王示例"), ("title", "副县长"), ("from", "2022-02-01")]).await;
        assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);
        let now = county.page(ONES, &county.clerk).await;
        assert!(now.contains("王示例") && now.contains("网格员 1 · 党员 1 · 退休干部 1 · 居民 1"), "{now}");
        assert_eq!((now.matches("缺包联领导").count(), now.matches("缺居民监督机构").count()), (0, 1));
        let leaderless = county.page(&format!("{ONES}?show=leader"), &county.clerk).await;
        assert!(leaderless.contains("没有这样的小区"));
        let book = county.site.get(&format!("{ONES}/table.xlsx"), Some(&county.clerk)).await;
        assert_eq!(book.status, StatusCode::OK);
    }

    async fn the_next_leader_comes_and_the_one_before_goes(store: TestStore) {
        let county = begin(store).await;
        let name = async |name: &str, from: &str| {
            county.post(&county.of("/leader"), &county.clerk, &[("name", name), ("from", from)]).await
        };
        assert_eq!(name("王示例", "2022-02-01").await.status, StatusCode::SEE_OTHER);
        assert_eq!(name("赵示例", "2022-01-01").await.status, StatusCode::UNPROCESSABLE_ENTITY, "before the first");
        assert_eq!(name("赵示例", "２０２２-０５-０１").await.status, StatusCode::SEE_OTHER);
        let page = county.page(&county.of("/organisation"), &county.clerk).await;
        assert!(page.contains("历任包联领导（1 人）") && page.contains("赵示例") && page.contains("王示例"));
        for (who, from) in [("", "2022-05-01"), ("钱示例", "2031-01-01"), ("钱示例", "昨天")] {
            assert_eq!(name(who, from).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{who} {from}");
        }
    }

    async fn a_member_leaves_and_a_body_is_dissolved_and_both_stay_readable(store: TestStore) {
        let county = begin(store).await;
        let body = county.council().await;
        let twice = county.post(&format!("{body}/members"), &county.clerk, &[("name", "赵示例"), ("standing", "resident"), ("from", "2022-03-02")]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = county.page(&body, &county.clerk).await;
        let end = page.split("href=\"/desk/430527/terms/").nth(1).and_then(|rest| rest.split('"').next()).expect("a way to end");
        let end = format!("/desk/430527/terms/{end}");
        assert_eq!(county.post(&end, &county.clerk, &[("on", "2022-05-01"), ("reason", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(county.post(&end, &county.clerk, &[("on", "2022-05-01"), ("reason", "搬走")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.post(&end, &county.clerk, &[("on", "2022-05-01"), ("reason", "搬走")]).await.status, StatusCode::SEE_OTHER, "sent twice");
        assert_eq!(county.post(&end, &county.clerk, &[("on", "2022-05-02"), ("reason", "搬走")]).await.status, StatusCode::CONFLICT);
        assert!(county.page(ONES, &county.clerk).await.contains("只有 3 人，应有 4 人"));

        let gone = county.post(&format!("{body}/dissolution"), &county.clerk, &[("on", "2022-05-02"), ("reason", "换届")]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        let twice = county.post(&format!("{body}/dissolution"), &county.clerk, &[("on", "2022-05-02"), ("reason", "换届")]).await;
        assert_eq!(twice.status, StatusCode::SEE_OTHER);
        let after = county.page(&body, &county.clerk).await;
        assert!(after.contains("历任成员（4 人）") && after.contains("搬走") && after.contains("换届"));
        let late = county.post(&format!("{body}/members"), &county.clerk, &[("name", "周示例"), ("standing", "resident"), ("from", "2022-05-03")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn names_of_residents_are_seen_by_who_answers_for_the_place(store: TestStore) {
        let county = begin(store).await;
        let body = county.council().await;
        let at = |scope| Grant { role: Role::Clerk, scope };
        let office = HERE.parse().expect("an office");
        let other = county.site.somebody(office, &[at(Scope::Division(code("430527101")))]).await;
        assert_eq!(county.site.get(&body, Some(&other)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(county.post(&format!("{body}/name"), &other, &[("body_name", "别的名字")]).await.status, StatusCode::FORBIDDEN);
        assert!(!county.page(ONES, &other).await.contains("甲小区"));
        let contractor = county.site.role(HERE, Role::Contractor).await;
        assert_eq!(county.site.get(&body, Some(&contractor)).await.status, StatusCode::FORBIDDEN);
        let auditor = county.site.role(HERE, Role::Auditor).await;
        assert_eq!(county.post(&format!("{body}/dissolution"), &auditor, &[("on", "2022-05-02"), ("reason", "x")]).await.status, StatusCode::FORBIDDEN);
        let trail = county.page("/desk/430527/trail", &auditor).await;
        assert!(!trail.contains("赵示例"), "no resident's name stands in the trail");
        let town = county.post(&format!("{BODIES}/new"), &other, &[("kind", "task_force"), ("name", "县专班"), ("on", "2022-01-01")]).await;
        assert_eq!(town.status, StatusCode::FORBIDDEN, "a town sets up no body of the county");
        let own = county.post(&format!("{BODIES}/new"), &other, &[("kind", "town"), ("division", "430527101"), ("name", "武阳镇工作组"), ("on", "2022-01-01")]).await;
        assert_eq!(own.status, StatusCode::SEE_OTHER, "{}", own.body);
    }

    async fn a_task_goes_from_hand_to_hand_and_is_struck_off_by_who_gave_it(store: TestStore) {
        let county = begin(store).await;
        let task = county.task("2031-01-01").await;
        assert!(county.page("/desk", &county.clerk).await.contains("1 件任务等您办理"));
        assert!(county.page(ONES, &county.head).await.contains("承办"), "the matrix says whose task it is");
        assert!(county.page(TASKS, &county.clerk).await.contains("明确包联领导"));
        assert!(county.page(&format!("{TASKS}?show=given"), &county.head).await.contains("明确包联领导"));

        assert_eq!(county.step(&task, &county.clerk, "close", &[("note", "x")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "not yet");
        assert_eq!(county.step(&task, &county.head, "report", &[("note", "x")]).await.status, StatusCode::FORBIDDEN, "not the owner");
        assert_eq!(county.step(&task, &county.head, "remind", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.step(&task, &county.head, "remind", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once a day");
        assert_eq!(county.step(&task, &county.clerk, "report", &[("note", "  ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let stale = county.post(&format!("{task}/steps"), &county.clerk, &[("act", "report"), ("version", "1"), ("note", "办好")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "it moved on since");
        assert_eq!(county.step(&task, &county.clerk, "report", &[("note", "已明确")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.step(&task, &county.clerk, "close", &[]).await.status, StatusCode::FORBIDDEN, "not by its owner");
        assert_eq!(county.step(&task, &county.head, "close", &[("note", "属实")]).await.status, StatusCode::SEE_OTHER);
        let page = county.page(&task, &county.clerk).await;
        assert!(page.contains("已销号") && page.contains("属实"));
        assert!(county.page(&format!("{TASKS}?show=over"), &county.clerk).await.contains("明确包联领导"));
    }

    async fn a_form_sent_twice_adds_one_and_another_one_is_not_lost(store: TestStore) {
        let county = begin(store).await;
        let body = county.council().await;
        let id = |page: &str| page.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.get(..36)).expect("an id").to_owned();

        let member = id(&county.page(&body, &county.clerk).await);
        let of = |name: &'static str| [("id", member.as_str()), ("name", name), ("standing", "resident"), ("from", "2022-03-02")];
        for name in ["周示例", "周示例", "吴示例"] {
            let sent = county.post(&format!("{body}/members"), &county.clerk, &of(name)).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{name}: {}", sent.body);
        }
        let page = county.page(&body, &county.clerk).await;
        assert_eq!((page.matches("<th scope=\"row\">周示例").count(), page.matches("<th scope=\"row\">吴示例").count()), (1, 1));

        let form = id(&county.page(&format!("{TASKS}/new"), &county.head).await);
        let owner = county.clerk.id.to_string();
        let of = |title: &'static str| [("id", form.as_str()), ("title", title), ("owner", owner.as_str()), ("due", "2031-01-01")];
        let mut given = Vec::new();
        for title in ["清理杂物", "清理杂物", "粉刷楼道"] {
            let sent = county.post(&format!("{TASKS}/new"), &county.head, &of(title)).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{title}: {}", sent.body);
            given.push(sent.location().to_owned());
        }
        assert!(given[0] == given[1] && given[1] != given[2], "{given:?}");

        let task = given[0].split('?').next().expect("an address").to_owned();
        let step = [("act", "report"), ("version", "1"), ("note", "已清理")];
        for _ in 0..2 {
            assert_eq!(county.post(&format!("{task}/steps"), &county.clerk, &step).await.status, StatusCode::SEE_OTHER);
        }
        let other = [("act", "report"), ("version", "1"), ("note", "别的话")];
        assert_eq!(county.post(&format!("{task}/steps"), &county.clerk, &other).await.status, StatusCode::CONFLICT);
        let garbage = county.post(&format!("{TASKS}/new"), &county.head, &[("id", "x"), ("title", "清理杂物"), ("owner", owner.as_str()), ("due", "2031-01-01")]).await;
        assert_eq!(garbage.status, StatusCode::BAD_REQUEST);
    }

    async fn of_many_who_name_the_same_member_at_once_one_does(store: TestStore) {
        let county = begin(store).await;
        let body = county.council().await;
        let form = [("name", "郑示例"), ("standing", "resident"), ("from", "2022-03-02")];
        let path = format!("{body}/members");
        let all = (0..8).map(|_| county.post(&path, &county.clerk, &form));
        let answers = futures_util::future::join_all(all).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count(), 1);
        assert_eq!(county.page(&body, &county.clerk).await.matches("<th scope=\"row\">郑示例").count(), 1);
    }

    async fn others_see_no_task_that_is_not_theirs(store: TestStore) {
        let county = begin(store).await;
        let task = county.task("2031-01-01").await;
        let contractor = county.site.role(HERE, Role::Contractor).await;
        assert_eq!(county.site.get(&task, Some(&contractor)).await.status, StatusCode::FORBIDDEN);
        assert!(!county.page(&format!("{TASKS}?show=all"), &contractor).await.contains("明确包联领导"));
        let form = [("act", "hand_over"), ("version", "1"), ("to", ""), ("note", "x")];
        assert_eq!(county.post(&format!("{task}/steps"), &contractor, &form).await.status, StatusCode::FORBIDDEN);
        let to = contractor.id.to_string();
        let over = county.step(&task, &county.clerk, "hand_over", &[("to", to.as_str()), ("note", "由施工单位办理")]).await;
        assert_eq!(over.status, StatusCode::SEE_OTHER, "{}", over.body);
        assert!(county.page(TASKS, &contractor).await.contains("明确包联领导"), "now it is");
    }

    async fn what_is_typed_wrongly_is_said_at_its_field_and_nothing_is_given(store: TestStore) {
        let county = begin(store).await;
        let owner = county.clerk.id.to_string();
        let good = [("title", "清理占道杂物"), ("owner", owner.as_str()), ("due", "2031-01-01")];
        for (field, value) in [("title", "清"), ("owner", ""), ("owner", "0"), ("due", "2020-01-01"), ("due", "下周")] {
            let form = good.map(|(name, was)| (name, if name == field { value } else { was }));
            let refused = county.post(&format!("{TASKS}/new"), &county.head, &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
            assert!(refused.body.contains("aria-invalid"), "{field} {value}");
        }
        assert!(county.page(&format!("{TASKS}?show=all"), &county.head).await.contains("没有在办的任务"));
        let unknown = county.post(&format!("{TASKS}/new"), &county.head, &[("neighbourhood", "x")]).await;
        assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    }

    async fn the_head_sets_what_a_body_must_have(store: TestStore) {
        let county = begin(store).await;
        county.council().await;
        let rules = "/desk/430527/organisation-rules";
        let form = [("from", "2022-01-01"), ("members_at_least", "９"), ("resident", "yes"), ("yellow_days", "3"), ("grace_days", "30"), ("start_by", "９月30日"), ("reason", "县里通知")];
        assert_eq!(county.post(rules, &county.clerk, &form).await.status, StatusCode::FORBIDDEN);
        assert_eq!(county.post(rules, &county.head, &form).await.status, StatusCode::SEE_OTHER);
        let page = county.page(ONES, &county.clerk).await;
        assert!(page.contains("只有 4 人，应有 9 人") && !page.contains("缺党员"), "{page}");
        let bad = form.map(|(name, value)| (name, if name == "members_at_least" { "0" } else { value }));
        assert_eq!(county.post(rules, &county.head, &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
