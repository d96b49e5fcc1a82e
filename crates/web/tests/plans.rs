//! The plan of a neighbourhood through the router: drafted, checked, shared out, posted, objected to at home and by telephone.

use std::io::Cursor;

use axum::http::StatusCode;
use image::{ImageFormat, RgbImage};
use linli_domain::consultation::opinion::{Address, Channel, Content, OpinionId};
use linli_domain::consultation::slip::Paper;
use linli_domain::consultation::{Catalogue, SlipCode};
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::consultation::opinion;
use linli_store::consultation::slip::{self, New};
use linli_store::on_each_engine;
use linli_store::register::{building, neighbourhood};
use linli_store::testing::{TestStore, clerk};
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";

fn office() -> Office {
    HERE.parse().expect("an office")
}

fn id(n: u32) -> String {
    format!("0190163d-8694-739b-aea5-{n:012x}")
}

fn code(n: u8) -> SlipCode {
    SlipCode::new(office(), [n; 10])
}

/// The address of a version.
fn plan(n: u32) -> String {
    format!("/desk/{HERE}/plans/{}", id(n))
}

struct County {
    site: Site,
    clerk: Person,
    head: Person,
    of: NeighbourhoodId,
}

/// A neighbourhood of four doors; three households wish parking and lamps, one wishes greenery.
async fn begin(store: TestStore) -> County {
    let by = clerk(HERE);
    let facts = Facts::new("示例小区", "430527100001".parse().expect("a code"));
    let of = store.write(&by, move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
    let house = BuildingId::from_number(1);
    let one = Building { id: house, neighbourhood: of, name: "3栋".into(), built_year: None, floors: 2 };
    store
        .write(&by, move |tx| building::add(tx, &one, Layout { entrances: 1, floors: 2, doors: 2 }))
        .await
        .expect("built");
    let said = store.write(&by, move |tx| {
        let doors = building::doors(tx, office(), house)?;
        for (n, (_, door)) in (1..).zip(doors) {
            let wishes =
                if n < 4 { vec!["parking".to_owned(), "lighting".to_owned()] } else { vec!["greenery".to_owned()] };
            let address = Address {
                neighbourhood: of,
                building: Some(house),
                entrance: Some(door.entrance),
                dwelling: Some(door.id),
            };
            let said_on = tx.today();
            let text = String::new();
            let content = Content { address, channel: Channel::Door, said_on, text, wishes, hazard: false };
            let content = content.checked(said_on, &Catalogue::default()).map_err(|_| linli_store::Error::Refused)?;
            opinion::record(tx, OpinionId::from_number(n), &content)?;
        }
        let places = slip::places(tx, office(), of, Paper::Slip)?;
        let all: Vec<New> =
            (1..).zip(&places).map(|(n, place)| New { spot: place.spot, code: code(n), instead_of: None }).collect();
        slip::print(tx, of, Paper::Slip, &all, "试印").map(drop)
    });
    said.await.expect("said");
    let site = Site::new(store);
    let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
    County { site, clerk, head, of }
}

/// An item as the form sends it.
fn item<'a>(work: &'a str, title: &'a str, cost: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("revision", "0"),
        ("work", work),
        ("title", title),
        ("place", ""),
        ("quantity", "1"),
        ("unit", "项"),
        ("unit_cost", cost),
        ("upkeep", "owners"),
        ("standing", "taken"),
        ("source1", "county"),
        ("amount1", cost),
    ]
}

fn with<'a>(mut form: Vec<(&'a str, &'a str)>, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    form.retain(|(name, _)| !other.iter().any(|(own, _)| own == name));
    form.extend(other);
    form
}

impl County {
    async fn get(&self, path: &str) -> Answer {
        self.site.get(path, Some(&self.clerk)).await
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.body);
        answer.body
    }

    async fn begin_plan(&self, n: u32) -> Answer {
        let path = format!("/desk/{HERE}/plans/places/{}/versions", self.of);
        self.site.post(&path, Some(&self.clerk), &[("id", &id(n))]).await
    }

    async fn put(&self, n: u32, form: &[(&str, &str)]) -> Answer {
        self.site.post(&format!("{}/items/{}", plan(1), id(100 + n)), Some(&self.clerk), form).await
    }

    async fn word(&self, budget: &str, revision: &str) -> Answer {
        let form = [("revision", revision), ("budget", budget), ("summary", "先地下、后地上")];
        self.site.post(&format!("{}/facts", plan(1)), Some(&self.clerk), &form).await
    }

    /// A plan of four items: a roof that is in anyway, and three that households decide about.
    async fn drafted(&self) {
        assert_eq!(self.begin_plan(1).await.location(), format!("{}?done=plans-done-begun", plan(1)));
        for (n, work, title, cost) in [
            (1, "roof", "屋面防水", "50000"),
            (2, "parking", "停车位", "60000"),
            (3, "lighting", "路灯", "30000"),
            (4, "greenery", "绿地", "25000"),
        ] {
            let put = self.put(n, &item(work, title, cost)).await;
            assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.body);
        }
        assert_eq!(self.word("170000", "1").await.status, StatusCode::SEE_OTHER);
    }

    async fn post(&self, days: &str) -> Answer {
        let asked = self.site.get(&format!("{}/notice", plan(1)), Some(&self.head)).await.body;
        let hidden = |name: &str| {
            let rest = asked.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
            rest.split('"').next().unwrap_or_default().to_owned()
        };
        let (revision, seen, notice) = (hidden("revision"), hidden("seen"), id(500));
        let form =
            [("id", notice.as_str()), ("revision", &revision), ("seen", &seen), ("from", "2022-05-05"), ("days", days)];
        self.site.post(&format!("{}/notice", plan(1)), Some(&self.head), &form).await
    }

    async fn scan(&self, n: u8) -> Person {
        let answer = self.site.post("/h", None, &[("code", &code(n).plain())]).await;
        Person { cookie: answer.cookie(), ..self.clerk.clone() }
    }
}

fn picture() -> Vec<u8> {
    painted(200)
}

/// A small picture, more or less red.
fn painted(red: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(40, 30, image::Rgb([red, 30, 30])).write_to(&mut bytes, ImageFormat::Png).expect("drawn");
    bytes.into_inner()
}

fn has(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "{text}: {page}");
    }
}

on_each_engine! {
    async fn a_plan_is_drafted_with_sums_by_class_and_source(store: TestStore) {
        let county = begin(store).await;
        has(&county.page(&format!("/desk/{HERE}/plans/places/{}", county.of)).await, &["还没有方案", "开始编制"]);
        county.drafted().await;
        let page = county.page(&plan(1)).await;
        has(&page, &["基础类", "应改尽改", "完善类", "屋面防水", "165,000.00", "16.50", "17.00", "县级财政", "没有包联领导"]);
        // One draft at a time; begun again, it leads to the one that is there.
        assert!(county.begin_plan(2).await.location().ends_with("plans-done-there"));
        has(&county.page("/desk/430527/plans?show=draft").await, &["示例小区", "16.50"]);
    }

    async fn what_does_not_add_up_is_told_at_its_field(store: TestStore) {
        let county = begin(store).await;
        county.drafted().await;
        let cases: &[(&[(&str, &str)], &str)] = &[
            (&[("work", "moon")], "请选择目录中的改造内容"),
            (&[("title", " ")], "请填写名称"),
            (&[("quantity", "0")], "数量须是大于零的数字"),
            (&[("quantity", "1.2345")], "数量最多三位小数"),
            (&[("quantity", "约三十")], "数量须是大于零的数字"),
            (&[("unit_cost", "-5")], "单价须是大于零"),
            (&[("unit_cost", "99999999999")], "造价超过了十亿元"),
            (&[("amount1", "30000.01")], "各来源合计超过了造价"),
            (&[("source1", ""), ("amount1", "5")], "请选择资金来源"),
            (&[("amount1", "")], "金额须是大于零"),
            (&[("source2", "county"), ("amount2", "1"), ("amount1", "1")], "同一来源只能填一次"),
            (&[("source1", "lottery")], "请选择资金来源"),
            (&[("place", "x")], "请选择本小区的位置"),
            (&[("upkeep_by", "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长")], "管护单位名称不超过 40 字"),
        ];
        for (n, (other, text)) in (20..).zip(cases) {
            let answer = county.put(n, &with(item("lighting", "路灯", "30000"), other)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{other:?}");
            has(&answer.body, &[text]);
        }
        let stranger = id(9_999);
        let needed = county.put(40, &with(item("lighting", "路灯", "3"), &[("need", stranger.as_str())])).await;
        assert_eq!(needed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(county.put(41, &[("revision", "x")]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(county.put(42, &[("need", "x")]).await.status, StatusCode::BAD_REQUEST);
        for budget in ["-1", "0", "很多", "99999999999999"] {
            assert_eq!(county.word(budget, "2").await.status, StatusCode::UNPROCESSABLE_ENTITY, "{budget}");
        }
        assert_eq!(county.word("5", "1").await.status, StatusCode::CONFLICT, "somebody changed it meanwhile");
        let stale = county.put(1, &item("roof", "屋面防水", "1")).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        has(&stale.body, &["刚才有人改过"]);
        has(&county.page(&plan(1)).await, &["165,000.00"]);
    }

    async fn the_budget_is_shared_out_and_explained_and_becomes_the_plan(store: TestStore) {
        let county = begin(store).await;
        county.drafted().await;
        let at = format!("{}/budget", plan(1));
        // 120,000 are left for four households: everything is paid, 30,000 each.
        let all = county.page(&format!("{at}?completion=none")).await;
        has(&all, &["必须纳入的项目共 50,000.00 元", "每户份额 30,000 元", "3 户每户分担 20,000 元", "1 户每户分担 25,000 元"]);
        // With 90,000 the lamps are not paid, and the one who wants greenery has not enough alone.
        let page = county.page(&format!("{at}?completion=none&budget=140000")).await;
        has(&page, &["每户份额 22,500 元", "3 户每户分担 20,000 元", "造价降到 22,500 元以下", "造价降到 7,500 元以下"]);
        let cheaper = county.page(&format!("{at}?completion=none&budget=140000&c-{}=22000", id(104))).await;
        has(&cheaper, &["1 户每户分担 22,000 元"]);
        assert!(!cheaper.contains("name=\"seen\""), "what is only supposed does not become the plan");
        has(&county.page(&format!("{at}?budget=40000")).await, &["还差 10,000.00 元"]);
        for wrong in ["budget=x", &format!("c-{}=x", id(102))] {
            let answer = county.get(&format!("{at}?{wrong}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("seen");
        let form = |seen| [("completion", "none"), ("budget", "140000"), ("seen", seen)];
        let stale = county.site.post(&at, Some(&county.clerk), &form("1.1.1")).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "an item was changed meanwhile");
        let done = county.site.post(&at, Some(&county.clerk), &form(seen)).await;
        assert!(done.location().ends_with("plans-done-applied"), "{}", done.body);
        has(&county.page(&plan(1)).await, &["备选", "110,000.00"]);
        let file = county.page(&format!("{at}.pb?completion=none&budget=140000")).await;
        has(&file, &["META", "num_votes;4", "vote_type;ordinal", "budget;90000"]);
    }

    async fn it_is_posted_by_the_head_and_stays_as_it_is(store: TestStore) {
        let county = begin(store).await;
        county.drafted().await;
        let by_clerk = county.site.post(&format!("{}/notice", plan(1)), Some(&county.clerk), &[]).await;
        assert_eq!(by_clerk.status, StatusCode::FORBIDDEN);
        let short = county.post("6").await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        has(&short.body, &["公示期不少于 7 天"]);
        let posted = county.post("7").await;
        assert!(posted.location().ends_with("notices-done-posted"), "{}", posted.body);
        let late = county.put(1, &with(item("roof", "屋面防水", "1"), &[("revision", "1")])).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let notice = format!("/desk/{HERE}/notices/{}", id(500));
        has(&county.page(&notice).await, &["2022年5月5日", "2022年5月12日", "公示中", "还没有照片"]);
        let photo = county.site.upload(&format!("{notice}/photos"), Some(&county.clerk), &[], &[("file", "a.png", &picture())]).await;
        assert!(photo.location().ends_with("notices-done-photo"), "{}", photo.body);
        let send = || async { county.site.upload(&format!("{notice}/photos"), Some(&county.clerk), &[], &[("file", "b.png", &painted(9))]).await };
        let both = tokio::join!(send(), send());
        assert!(both.0.location().ends_with("-photo") && both.1.location().ends_with("-photo"), "a double click");
        assert_eq!(county.page(&notice).await.matches("<li class=\"card\">").count(), 2, "each picture once");
        let text = county.site.upload(&format!("{notice}/photos"), Some(&county.clerk), &[], &[("file", "a.png", b"<html>")]).await;
        assert_eq!(text.status, StatusCode::UNPROCESSABLE_ENTITY);
        let paper = county.get(&format!("{notice}/paper.pdf")).await;
        assert_eq!((paper.status, &paper.body[..5]), (StatusCode::OK, "%PDF-"));
        let open = county.site.get(&format!("/neighbourhoods/{HERE}/{}/plan", county.of), None).await;
        has(&open.body, &["屋面防水", "16.50", "公示中", "收到异议 0 条"]);
        let table = county.get(&format!("{}/table.xlsx", plan(1))).await;
        assert_eq!(table.status, StatusCode::OK);
    }

    async fn a_household_objects_and_the_vote_waits_for_the_answer(store: TestStore) {
        let county = begin(store).await;
        county.drafted().await;
        let phone = county.scan(1).await;
        assert_eq!(county.site.get("/household/plan", Some(&phone)).await.status, StatusCode::NOT_FOUND, "nothing hangs");
        county.post("7").await;
        let home = county.site.get("/household", Some(&phone)).await.body;
        has(&home, &["方案正在公示", "4 个项目"]);
        let plan = county.site.get("/household/plan", Some(&phone)).await.body;
        has(&plan, &["我有异议", &id(500)]);
        let (opinion_id, notice_id) = (id(700), id(500));
        let form = |text: &'static str| [("id", opinion_id.clone()), ("notice", notice_id.clone()), ("text", text.to_owned())];
        let send = |form: [(&'static str, String); 3]| {
            let (site, phone) = (&county.site, phone.clone());
            async move {
                let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
                site.post("/household/plan/objections", Some(&phone), &form).await
            }
        };
        assert_eq!(send(form(" ")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let sent = send(form("车位画到窗下了（示例）")).await;
        assert!(sent.location().ends_with("household-done-objected"), "{}", sent.body);
        assert!(send(form("车位画到窗下了（示例）")).await.location().ends_with("household-done-objected"), "sent twice");
        assert_eq!(send(form("另外一句（示例）")).await.status, StatusCode::CONFLICT);
        let notice = county.page(&format!("/desk/{HERE}/notices/{notice_id}")).await;
        has(&notice, &["车位画到窗下了"]);
        has(&county.page(&format!("/desk/{HERE}/opinions/{opinion_id}")).await, &["异议", &format!("/desk/{HERE}/notices/{notice_id}")]);
        has(&county.page("/desk/430527/plans?show=objected").await, &["示例小区"]);
        has(&county.site.get(&format!("/neighbourhoods/{HERE}/{}/plan", county.of), None).await.body, &["收到异议 1 条，已答复 0 条"]);
    }

    async fn an_objection_by_telephone_is_recorded_with_its_day(store: TestStore) {
        let county = begin(store).await;
        county.drafted().await;
        county.post("7").await;
        let notice = format!("/desk/{HERE}/notices/{}", id(500));
        has(&county.page(&format!("{notice}/objections/new")).await, &["登记异议", "电话"]);
        let (own, cases) = (id(800), [("2022-05-05", StatusCode::SEE_OTHER), ("2022-05-20", StatusCode::UNPROCESSABLE_ENTITY)]);
        for (day, status) in cases.into_iter().rev() {
            let form = [("id", own.as_str()), ("channel", "telephone"), ("said_on", day), ("building", "3栋"), ("room", "101"), ("text", "不同意（示例）")];
            let answer = county.site.upload(&format!("{notice}/objections"), Some(&county.clerk), &form, &[]).await;
            assert_eq!(answer.status, status, "{day} {}", answer.body);
        }
        let down = county.site.post(&format!("{notice}/withdrawal"), Some(&county.head), &[("why", "")]).await;
        assert_eq!(down.status, StatusCode::UNPROCESSABLE_ENTITY);
        let down = county.site.post(&format!("{notice}/withdrawal"), Some(&county.head), &[("why", "写错楼栋")]).await;
        assert!(down.location().ends_with("notices-done-down"), "{}", down.body);
        let late = [("id", id(801)), ("channel", "paper".into()), ("said_on", "2022-05-05".into()), ("text", "不同意（示例）".into())];
        let late: Vec<(&str, &str)> = late.iter().map(|(name, value): &(&str, String)| (*name, value.as_str())).collect();
        let answer = county.site.upload(&format!("{notice}/objections"), Some(&county.clerk), &late, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        has(&answer.body, &["不在公示期内"]);
        has(&county.page(&notice).await, &["写错楼栋"]);
    }

    async fn versions_are_laid_side_by_side_and_needs_are_left_out_with_a_reason(store: TestStore) {
        let county = begin(store).await;
        county.drafted().await;
        county.post("7").await;
        assert!(county.begin_plan(2).await.location().ends_with("plans-done-begun"));
        let path = format!("{}/items/{}", plan(2), id(102));
        let wider = with(item("parking", "停车位", "70000"), &[("revision", "1")]);
        assert_eq!(county.site.post(&path, Some(&county.clerk), &wider).await.status, StatusCode::SEE_OTHER);
        let dropped = county.site.post(&format!("{}/items/{}/standing", plan(2), id(104)), Some(&county.clerk), &[("standing", "dropped")]).await;
        assert!(dropped.location().ends_with("plans-done-dropped"));
        let page = county.page(&format!("{}/comparison?with={}", plan(2), id(1))).await;
        has(&page, &["第 1 版与第 2 版比对", "60,000.00", "70,000.00", "+10,000.00", "-25,000.00", "-15,000.00", "另有 2 个项目相同"]);
        has(&county.page(&format!("{}/matrix", plan(2))).await, &["本小区的看板上还没有需求", "没有对应需求的项目"]);
        let none = county.site.post(&format!("{}/left-out", plan(2)), Some(&county.clerk), &[("need", &id(1)), ("reason", "不改")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let given = county.site.post(&format!("{}/given-up", plan(2)), Some(&county.clerk), &[]).await;
        assert!(given.location().ends_with("plans-done-given-up"));
        let elsewhere = county.get(&format!("/desk/{HERE}/plans/{}", id(77))).await;
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    }

    async fn who_answers_for_another_place_sees_and_changes_nothing_here(store: TestStore) {
        let county = begin(store).await;
        county.drafted().await;
        assert!(county.post("7").await.location().contains("/notices/"));
        let facts = Facts::new("别的小区", "430527100001".parse().expect("a code"));
        let other = county.site.store.write(&clerk(HERE), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
        let there = format!("/desk/{HERE}/plans/places/{other}/versions");
        assert_eq!(county.site.post(&there, Some(&county.clerk), &[("id", &id(2))]).await.status, StatusCode::SEE_OTHER);
        let grants = [Role::Clerk, Role::Head].map(|role| Grant { role, scope: Scope::Neighbourhood(other) });
        let away = county.site.somebody(office(), &grants).await;
        assert_eq!(county.site.get(&plan(2), Some(&away)).await.status, StatusCode::OK, "their own");
        let (here, notice) = (plan(1), format!("/desk/{HERE}/notices/{}", id(500)));
        let with = format!("{}/comparison?with={}", plan(2), id(1));
        let pages = ["", "/matrix", "/budget", "/budget.pb", "/table.xlsx", "/notice"].map(|page| format!("{here}{page}"));
        let pages = pages.into_iter().chain(["", "/paper.pdf", "/objections/new"].map(|page| format!("{notice}{page}")));
        for page in pages.chain([format!("/desk/{HERE}/plans/places/{}", county.of)]) {
            assert_eq!(county.site.get(&page, Some(&away)).await.status, StatusCode::FORBIDDEN, "{page}");
        }
        assert_eq!(county.site.get(&with, Some(&away)).await.status, StatusCode::NOT_FOUND, "two places are not compared");
        assert_eq!(county.site.get(&with, Some(&county.clerk)).await.status, StatusCode::NOT_FOUND);
        let (place, reason) = (format!("{here}/items/{}", id(102)), [("why", "写错楼栋（示例）")]);
        let forms: [(String, Vec<(&str, &str)>); 3] = [
            (place.clone(), item("parking", "停车位", "1")),
            (format!("{place}/standing"), vec![("standing", "dropped")]),
            (format!("{here}/given-up"), vec![]),
        ];
        for (path, form) in forms {
            assert_eq!(county.site.post(&path, Some(&away), &form).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let down = county.site.post(&format!("{notice}/withdrawal"), Some(&away), &reason).await;
        assert_eq!(down.status, StatusCode::FORBIDDEN);
        let list = county.site.get(&format!("/desk/{HERE}/plans"), Some(&away)).await.body;
        assert!(list.contains("别的小区") && !list.contains("示例小区"), "{list}");
    }

    async fn the_head_sets_how_plans_are_posted(store: TestStore) {
        let county = begin(store).await;
        let set = |person: Person, days: &'static str, reason: &'static str| {
            let site = &county.site;
            async move {
                let form = [("from", "2022-05-05"), ("notice_days", days), ("photo_needed", "yes"), ("reason", reason)];
                site.post("/desk/430527/planning-rules", Some(&person), &form).await
            }
        };
        assert_eq!(set(county.clerk.clone(), "10", "文件").await.status, StatusCode::FORBIDDEN);
        assert_eq!(set(county.head.clone(), "0", "文件").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(set(county.head.clone(), "10", " ").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(set(county.head.clone(), "１０", "市局文件（示例）").await.location().ends_with("planning-done-rules"));
        has(&county.page("/desk/430527/planning-rules").await, &["不少于 10 天"]);
    }
}
