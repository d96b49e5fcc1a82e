//! The board of needs through the router: suggested, put by a person, moved, split, merged, taken back, answered, published.

use axum::http::StatusCode;
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::on_each_engine;
use linli_store::register::{building, neighbourhood};
use linli_store::testing::{TestStore, clerk};
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";
const ROOT: &str = "/desk/430527/needs";

/// What is sent, what it is answered with, and a text on the page.
type Case<'a> = (&'a [(&'a str, &'a str)], StatusCode, &'a str);

struct County {
    site: Site,
    clerk: Person,
    of: String,
}

fn id(n: u32) -> String {
    format!("0190163d-8694-739b-aea5-{n:012x}")
}

async fn place(store: &TestStore, name: &str) -> NeighbourhoodId {
    let facts = Facts::new(name, "430527100001".parse().expect("a code"));
    let at = store.write(&clerk(HERE), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
    let house = Building { id: BuildingId::new(), neighbourhood: at, name: "3栋".into(), built_year: None, floors: 4 };
    let layout = Layout { entrances: 2, floors: 4, doors: 2 };
    store.write(&clerk(HERE), move |tx| building::add(tx, &house, layout)).await.expect("a building");
    at
}

/// Five opinions: three households on the roof, one of them on a lift as well; one on lamps; one of which no word is known.
async fn begin(store: TestStore) -> County {
    let of = place(&store, "示例小区").await;
    let site = Site::new(store);
    let clerk = site.role(HERE, Role::Clerk).await;
    let county = County { site, clerk, of: of.to_string() };
    for (n, room, text) in [
        (1, "201", "楼顶漏水，一下雨就漏（示例）"),
        (2, "202", "楼顶漏水，一下雨就漏！（示例）"),
        (3, "301", "屋面渗水，还想装电梯（示例）"),
        (4, "302", "路灯不亮（示例）"),
        (5, "401", "<b>希望早点开工</b>（示例）"),
    ] {
        county.say(n, room, text).await;
    }
    county
}

impl County {
    async fn say(&self, n: u32, room: &str, text: &str) {
        let id = id(n);
        let form = [
            ("id", id.as_str()),
            ("of", &self.of),
            ("channel", "paper"),
            ("said_on", "2022-05-04"),
            ("building", "3栋"),
            ("entrance", "2"),
            ("room", room),
            ("text", text),
        ];
        let said = self.site.upload("/desk/430527/opinions/new", Some(&self.clerk), &form, &[]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    }

    async fn get(&self, path: &str) -> String {
        let answer = self.site.get(&format!("{ROOT}{path}"), Some(&self.clerk)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.body);
        answer.body
    }

    async fn board(&self, query: &str) -> String {
        self.get(&format!("/places/{}{query}", self.of)).await
    }

    async fn change(&self, change: u32, form: &[(&str, &str)]) -> Answer {
        let change = id(1000 + change);
        let form = [&[("id", change.as_str())], form].concat();
        self.site.post(&format!("{ROOT}/places/{}/changes", self.of), Some(&self.clerk), &form).await
    }

    /// Opens a need of this work with these opinions; its address.
    async fn open(&self, change: u32, item: &str, title: &str, of: &[u32]) -> String {
        let ids: Vec<String> = of.iter().map(|n| id(*n)).collect();
        let mut form = vec![("act", "open"), ("lane", item), ("item", item), ("title", title), ("urgency", "")];
        form.extend(ids.iter().map(|id| ("of", id.as_str())));
        let made = self.change(change, &form).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let board = self.board("").await;
        let before = board.split(&format!("\">{title}</a>")).next().expect("its tile");
        before.rsplit("href=\"").next().expect("its address").to_owned()
    }
}

/// The id at the end of an address.
fn last(path: &str) -> &str {
    path.rsplit('/').next().expect("an id")
}

fn has(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "{text}: {page}");
    }
}

on_each_engine! {
    async fn linli_suggests_and_says_why_and_a_person_puts(store: TestStore) {
        let county = begin(store).await;
        let board = county.board("").await;
        has(&board, &["5 条意见待归类", "<mark>楼顶</mark>", "<mark>漏水</mark>", "2 条说的是同一件事", "可能还有：加装电梯（电梯）", "0 项需求"]);
        has(&county.board("?lane=-").await, &["&#60;b&#62;希望早点开工&#60;", "没有认识的词"]);
        let need = county.open(1, "roof", "楼顶漏水", &[1, 2, 3]).await;
        let board = county.board("?lane=lift").await;
        has(&board, &["2 条意见待归类", "1 项需求", "3 户", "屋面渗水，还想装<mark>电梯</mark>"]);
        assert!(!board.contains("lane=roof\""), "nothing is left of this work");
        has(&county.get(need.strip_prefix(ROOT).expect("here")).await, &["3 户", "3 条意见", "3栋", "新建“楼顶漏水”，归入 3 条意见", "统一答复待答复的 3 条"]);
        let opinion = county.site.get(&format!("/desk/430527/opinions/{}", id(1)), Some(&county.clerk)).await.body;
        has(&opinion, &["已归类", &need, "楼顶漏水"]);
    }

    async fn those_that_say_the_same_stand_together_however_many_others_came_between(store: TestStore) {
        let county = begin(store).await;
        let _ = county.board("").await;
        let begins = "东南西北前后左右上下甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥一二三四五六七八九十";
        let rooms = ["101", "102", "201", "202", "301", "302", "401", "402"];
        for ((n, begin), room) in (10..).zip(begins.chars()).zip(rooms.iter().cycle()) {
            county.say(n, room, &format!("{begin}{n}{begin}楼顶{n}{begin}{n}{begin}{n}")).await;
        }
        county.say(70, "101", "一下雨就漏，楼顶漏水（示例）").await;
        let board = county.board("?lane=roof").await;
        has(&board, &["3 条说的是同一件事"]);
        let next = board.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a second page");
        let second = county.site.get(&next.replace("&#38;", "&").replace("&amp;", "&"), Some(&county.clerk)).await.body;
        let ids = |page: &str| -> Vec<String> { page.split("name=\"of\" value=\"").skip(1).map(|rest| rest[..36].to_owned()).collect() };
        let both = [ids(&board), ids(&second)].concat();
        let distinct: std::collections::BTreeSet<_> = both.iter().collect();
        assert_eq!((both.len(), distinct.len()), (46, 46), "each stands on one page");
    }

    async fn what_is_picked_is_put_moved_split_taken_out_merged_and_undone(store: TestStore) {
        let county = begin(store).await;
        let roof = county.open(1, "roof", "楼顶漏水", &[1]).await;
        let lamps = county.open(2, "lighting", "路灯", &[4]).await;
        let (two, three, four) = (id(2), id(3), id(4));
        let put = county.change(3, &[("lane", "roof"), ("of", &two), ("of", &three), ("into", last(&roof))]).await;
        assert!(put.location().ends_with("?lane=roof&done=needs-done-put"), "{:?}", put.location());
        let moved = county.change(4, &[("act", "move"), ("from", last(&roof)), ("into", last(&lamps)), ("of", &three)]).await;
        assert!(moved.location().ends_with("?done=needs-done-put"), "{}", moved.body);
        let split = [("act", "split"), ("from", last(&lamps)), ("item", "lift"), ("split-title", "装电梯"), ("of", &three)];
        assert_eq!(county.change(5, &split).await.status, StatusCode::SEE_OTHER);
        let out = county.change(6, &[("act", "take_out"), ("from", last(&lamps)), ("of", &four), ("note", "另有安排")]).await;
        assert_eq!(out.status, StatusCode::SEE_OTHER);
        let board = county.board("").await;
        has(&board, &["装电梯", "路灯", "0 户", "1 条意见移出“路灯”", "另有安排"]);
        let merged = county.change(7, &[("act", "merge"), ("from", last(&lamps)), ("into", last(&roof))]).await;
        assert_eq!(merged.status, StatusCode::SEE_OTHER);
        has(&county.get(lamps.strip_prefix(ROOT).expect("here")).await, &["已并入其他需求", &roof]);
        let which = id(1007);
        let undone = county.change(8, &[("act", "undo"), ("which", &which)]).await;
        assert!(undone.location().ends_with("done=needs-done-undo"), "{}", undone.body);
        let again = county.change(9, &[("act", "undo"), ("which", &which)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        has(&again.body, &["已经撤销过，或之后又有变更"]);
        assert_eq!(county.change(10, &[("act", "withdraw"), ("from", last(&lamps))]).await.status, StatusCode::SEE_OTHER);
        let lift = board.split("\">装电梯</a>").next().and_then(|before| before.rsplit("href=\"").next()).expect("its address");
        let form = [("id", id(2000)), ("version", "1".into()), ("item", "lift".into()), ("title", "加装电梯".into()), ("urgency", "urgent".into())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let renamed = county.site.post(&format!("{lift}/facts"), Some(&county.clerk), &form).await;
        assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
        has(&county.board("").await, &["加装电梯", "紧急"]);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, if *name == "id" { "0190163d-8694-739b-aea5-0000000007d1" } else { *value })).collect();
        let stale = county.site.post(&format!("{lift}/facts"), Some(&county.clerk), &form).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "somebody changed it meanwhile");
    }

    async fn what_is_mistaken_is_said_and_changes_nothing(store: TestStore) {
        let county = begin(store).await;
        let roof = county.open(1, "roof", "楼顶漏水", &[1]).await;
        let (two, alien, long) = (id(2), id(99), "长".repeat(41));
        let cases: &[Case<'_>] = &[
            (&[("into", last(&roof))], StatusCode::UNPROCESSABLE_ENTITY, "请先选择至少一条意见"),
            (&[("act", "open"), ("item", "roof"), ("title", "x"), ("urgency", "")], StatusCode::UNPROCESSABLE_ENTITY, "请先选择至少一条意见"),
            (&[("act", "open"), ("item", "castle"), ("title", "x"), ("of", &two)], StatusCode::UNPROCESSABLE_ENTITY, "请选择目录中的改造内容"),
            (&[("act", "open"), ("item", "roof"), ("title", " "), ("of", &two)], StatusCode::UNPROCESSABLE_ENTITY, "请填写名称"),
            (&[("act", "open"), ("item", "roof"), ("title", &long), ("of", &two)], StatusCode::UNPROCESSABLE_ENTITY, "最多 40 个字"),
            (&[("act", "open"), ("item", "roof"), ("title", "x"), ("urgency", "soon"), ("of", &two)], StatusCode::BAD_REQUEST, ""),
            (&[("into", last(&roof)), ("of", &alien)], StatusCode::UNPROCESSABLE_ENTITY, "已撤回或属于其他小区"),
            (&[("into", last(&roof)), ("of", "nobody")], StatusCode::BAD_REQUEST, ""),
            (&[("act", "choose"), ("of", &two)], StatusCode::UNPROCESSABLE_ENTITY, "请选择要移到的需求"),
            (&[("act", "merge"), ("from", last(&roof)), ("into", last(&roof))], StatusCode::UNPROCESSABLE_ENTITY, "已经在这项需求中"),
            (&[("act", "withdraw"), ("from", last(&roof))], StatusCode::UNPROCESSABLE_ENTITY, "还有意见在其中"),
            (&[("act", "undo")], StatusCode::BAD_REQUEST, ""),
            (&[("act", "undo"), ("which", &alien)], StatusCode::NOT_FOUND, ""),
            (&[("act", "dismiss"), ("lane", "castle"), ("of", &two)], StatusCode::BAD_REQUEST, ""),
            (&[("act", "fly"), ("of", &two)], StatusCode::BAD_REQUEST, ""),
        ];
        for (at, (form, status, text)) in (100..).zip(cases) {
            let answer = county.change(at, form).await;
            assert_eq!(answer.status, *status, "{form:?} {}", answer.body);
            has(&answer.body, &[text]);
        }
        let picked = county.change(200, &[("act", "choose"), ("of", &two), ("lane", "roof")]).await.body;
        has(&picked, &[&format!("value=\"{two}\" checked")]);
        has(&county.board("").await, &["4 条意见待归类", "1 项需求"]);
    }

    async fn a_suggestion_that_was_waved_away_stays_away_until_that_is_undone(store: TestStore) {
        let county = begin(store).await;
        let _ = county.board("").await;
        let three = id(3);
        let away = county.change(1, &[("act", "dismiss"), ("lane", "lift"), ("of", &three)]).await;
        assert_eq!(away.status, StatusCode::SEE_OTHER, "{}", away.body);
        assert!(!county.board("").await.contains("lane=lift\""));
        let which = id(1001);
        assert_eq!(county.change(2, &[("act", "undo"), ("which", &which)]).await.status, StatusCode::SEE_OTHER);
        assert!(county.board("").await.contains("lane=lift\""));
    }

    async fn one_answer_serves_a_need_and_everybody_reads_it_but_no_sentence(store: TestStore) {
        let county = begin(store).await;
        let public = format!("/neighbourhoods/{HERE}/{}", county.of);
        has(&county.site.get(&public, None).await.body, &["您说我答", "还没有提出需求"]);
        let need = county.open(1, "roof", "楼顶漏水", &[1, 2, 3]).await;
        has(&county.site.get(&public, None).await.body, &["楼顶漏水", "3 户", "正在研究答复"]);
        let form = county.site.get(&format!("/desk/430527/answers/new?need={}", last(&need)), Some(&county.clerk)).await.body;
        has(&form, &["所有人都能在小区页面上看到", &id(1), &id(3)]);
        let of = [1, 2, 3].map(id).join(",");
        let (fifty, fifty_one) = (id(50), id(51));
        let answer = [("id", fifty.as_str()), ("need", last(&need)), ("of", &of), ("verdict", "adopted"), ("reason", "屋面防水列入改造。")];
        let given = county.site.post("/desk/430527/answers/new", Some(&county.clerk), &answer).await;
        assert!(given.location().starts_with(&need), "{}", given.body);
        let page = county.site.get(&public, None).await.body;
        has(&page, &["屋面防水列入改造。", "采纳"]);
        for secret in ["一下雨就漏", "201", "3栋"] {
            assert!(!page.contains(secret), "{secret} is nobody's business");
        }
        has(&county.get(need.strip_prefix(ROOT).expect("here")).await, &["屋面防水列入改造。"]);
        let which = id(1001);
        let undone = county.change(9, &[("act", "undo"), ("which", &which)]).await;
        assert_eq!(undone.status, StatusCode::UNPROCESSABLE_ENTITY);
        has(&undone.body, &["已公开答复，不能撤下"]);
        let four = id(4);
        let wrong = [("id", fifty_one.as_str()), ("need", last(&need)), ("of", &four), ("verdict", "adopted"), ("reason", "与此无关的答复。")];
        let wrong = county.site.post("/desk/430527/answers/new", Some(&county.clerk), &wrong).await;
        assert_eq!(wrong.status, StatusCode::CONFLICT, "it does not stand behind this need");
        let opinion = county.site.get(&format!("/desk/430527/opinions/{four}"), Some(&county.clerk)).await.body;
        assert!(!opinion.contains("与此无关"), "nothing half-written");
    }

    async fn an_answer_that_was_given_before_is_shown_beside_the_need_by_a_click(store: TestStore) {
        let county = begin(store).await;
        let public = format!("/neighbourhoods/{HERE}/{}", county.of);
        let (one, answer) = (id(1), id(50));
        let form = [("id", answer.as_str()), ("of", &one), ("verdict", "adopted"), ("reason", "屋面防水列入改造。")];
        county.site.post("/desk/430527/answers/new", Some(&county.clerk), &form).await;
        let need = county.open(1, "roof", "楼顶漏水", &[1]).await;
        assert!(!county.site.get(&public, None).await.body.contains("屋面防水列入改造"), "what was said to one is not said to all");
        has(&county.get(need.strip_prefix(ROOT).expect("here")).await, &["其中意见已有的答复", "屋面防水列入改造。"]);
        let (shown, stranger) = ([("answer", answer.as_str())], id(51));
        county.site.post(&format!("{need}/answers"), Some(&county.clerk), &[("answer", stranger.as_str())]).await;
        for _ in 0..2 {
            let made = county.site.post(&format!("{need}/answers"), Some(&county.clerk), &shown).await;
            assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        }
        let page = county.site.get(&public, None).await.body;
        assert_eq!(page.matches("屋面防水列入改造。").count(), 1);
        let empty = [("act", "take_out"), ("from", last(&need)), ("of", &one), ("note", "")];
        county.change(2, &empty).await;
        assert!(!county.site.get(&public, None).await.body.contains("楼顶漏水"), "nobody asked for it any more");
    }

    async fn where_it_is_wanted_is_seen_by_door_and_taken_away_as_a_table(store: TestStore) {
        let county = begin(store).await;
        county.open(1, "roof", "楼顶漏水", &[1, 2]).await;
        county.open(2, "lift", "装电梯", &[3, 1]).await;
        let picture = county.get(&format!("/places/{}/picture", county.of)).await;
        assert_eq!((picture.matches("door heat-2\" title").count(), picture.matches("door heat-1\" title").count()), (1, 2));
        let lifts = county.get(&format!("/places/{}/picture?item=lift", county.of)).await;
        assert_eq!(lifts.matches("door heat-1\" title").count(), 2);
        has(&county.get("").await, &["示例小区", "2 条意见待归类"]);
        let file = county.site.get(&format!("{ROOT}/export.xlsx"), Some(&county.clerk)).await;
        assert_eq!(file.status, StatusCode::OK);
        let trail = county.site.role(HERE, Role::Auditor).await;
        has(&county.site.get("/desk/430527/trail?act=needs.exported", Some(&trail)).await.body, &["导出需求"]);
    }

    async fn a_neighbourhood_is_found_by_its_name_or_by_what_waits_in_it(store: TestStore) {
        place(&store, "安静小区").await;
        let county = begin(store).await;
        has(&county.get("").await, &["示例小区", "安静小区", "本页 2 个小区"]);
        let found = county.get("?q=%E5%AE%89%E9%9D%99").await;
        assert!(found.contains("安静小区") && !found.contains("示例小区"), "{found}");
        let waiting = county.get("?show=waiting").await;
        assert!(waiting.contains("示例小区") && !waiting.contains("安静小区"), "{waiting}");
        has(&county.get("?q=100%25&show=waiting").await, &["没有符合条件的小区", "value=\"100%\""]);
    }

    async fn who_may_not_group_sees_no_button_and_is_refused(store: TestStore) {
        let county = begin(store).await;
        let roof = county.open(1, "roof", "楼顶漏水", &[1]).await;
        let other = place(&county.site.store, "别的小区").await;
        let office: Office = HERE.parse().expect("an office");
        let head = county.site.role(HERE, Role::Head).await;
        let leader = county.site.somebody(office, &[Grant { role: Role::Leader, scope: Scope::Neighbourhood(other) }]).await;
        let board = format!("{ROOT}/places/{}", county.of);
        let seen = county.site.get(&board, Some(&head)).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(!seen.body.contains("name=\"into\"") && !seen.body.contains("type=\"checkbox\""));
        let two = id(2);
        let form = [("id", id(500)), ("into", last(&roof).to_owned()), ("of", two)];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(county.site.post(&format!("{board}/changes"), Some(&head), &form).await.status, StatusCode::FORBIDDEN);
        assert_eq!(county.site.get(&board, Some(&leader)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(county.site.get(&roof, Some(&leader)).await.status, StatusCode::FORBIDDEN);
        assert!(!county.site.get(ROOT, Some(&leader)).await.body.contains("示例小区"));
        assert_eq!(county.site.get(&board, None).await.status, StatusCode::SEE_OTHER);
    }
}
