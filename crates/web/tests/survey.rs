//! A survey campaign as the office runs it: opened, shared out, watched, closed.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{DivisionCode, NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Division, Facts};
use linli_store::register::{building, division, neighbourhood};
use linli_store::testing::TestStore;
use linli_store::trail::{self, Filter};
use linli_store::{args, check, on_each_engine};
use linli_web::testing::{Answer, Person, Site, request};
use serde_json::{Value, json};

const HERE: &str = "430527";
const SURVEYS: &str = "/desk/430527/surveys";
const ID: &str = "01970000-0000-7000-8000-000000000001";

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

fn office() -> Office {
    HERE.parse().expect("an office")
}

struct County {
    site: Site,
    clerk: Person,
    team: [Person; 2],
    of: NeighbourhoodId,
}

/// A neighbourhood with a building of two entrances with three floors of two doors each.
async fn begin(store: TestStore) -> County {
    let site = Site::new(store);
    let clerk = site.role(HERE, Role::Clerk).await;
    let surveyor = || Grant { role: Role::Surveyor, scope: Scope::Division(code(HERE)) };
    let team = [site.somebody(office(), &[surveyor()]).await, site.somebody(office(), &[surveyor()]).await];
    let rows = [("430527", "绥宁县"), ("430527100", "长铺镇"), ("430527100001", "长铺社区")];
    let rows: Vec<Division> = rows.map(|(c, name)| Division { code: code(c), name: name.into() }).to_vec();
    let added = site.app.store.write(&clerk.actor(), move |tx| {
        division::put_all(tx, &rows)?;
        let of = neighbourhood::add(tx, Facts::new("甲小区", code("430527100001")))?.id;
        let block = Building {
            id: BuildingId::from_number(3),
            neighbourhood: of,
            name: "3栋".into(),
            built_year: None,
            floors: 3,
        };
        building::add(tx, &block, Layout { entrances: 2, floors: 3, doors: 2 })?;
        Ok::<_, linli_store::Error>(of)
    });
    County { of: added.await.expect("a neighbourhood"), site, clerk, team }
}

const DATA: &str = "/desk/430527/door/data";
const VISIT: &str = "01970000-0000-7000-8000-00000000000a";

/// A visit as a phone sends it, by a clock that is a year off.
#[allow(clippy::needless_pass_by_value, reason = "made for the call")]
fn visit(door: &str, answers: Value) -> Value {
    let outcome = if answers.is_null() { "nobody_home" } else { "answered" };
    json!({
        "campaign": ID, "form_version": 1, "opinion": "01970000-0000-7000-8000-00000000000b",
        "visit": { "dwelling": door, "outcome": outcome, "answers": answers, "replaces": null },
        "at": "2021-05-05T01:00:00Z", "sent_at": "2021-05-05T01:30:00Z",
    })
}

fn answers() -> Value {
    json!({ "respondent": "owner", "willing": "yes", "wishes": ["lift", "water"], "text": "灯不亮示例" })
}

fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(64, 48, image::Rgb([9, 90, 40]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    bytes.into_inner()
}

impl County {
    /// An open campaign, its doors as the first of the team has them.
    async fn doors(&self) -> Vec<String> {
        assert_eq!(self.open(&[]).await.status, StatusCode::SEE_OTHER);
        let told = self.data(&self.team[0]).await;
        let entrances = told["campaigns"][0]["places"][0]["entrances"].as_array().cloned().unwrap_or_default();
        let doors = entrances.iter().flat_map(|entrance| entrance["doors"].as_array().cloned().unwrap_or_default());
        doors.filter_map(|door| door["id"].as_str().map(str::to_owned)).collect()
    }

    async fn data(&self, who: &Person) -> Value {
        serde_json::from_str(&self.page(DATA, who).await).expect("JSON")
    }

    async fn put(&self, who: Option<&Person>, path: &str, body: impl Into<Body>) -> Answer {
        let request = request(Method::PUT, path, who).header("accept", "application/json");
        self.site.send(request.body(body.into()).expect("a request")).await
    }

    async fn send(&self, who: &Person, id: &str, visit: &Value) -> (StatusCode, Value) {
        let sent = self.put(Some(who), &format!("/desk/430527/door/visits/{id}"), visit.to_string()).await;
        (sent.status, serde_json::from_str(&sent.body).unwrap_or_default())
    }

    async fn state(&self, door: &str) -> String {
        let told = self.data(&self.team[0]).await.to_string();
        let (_, after) = told.split_once(&format!("\"id\":\"{door}\"")).expect("the door");
        let (_, state) = after.split_once("\"state\":\"").expect("its state");
        state.split('"').next().unwrap_or_default().to_owned()
    }

    async fn page(&self, path: &str, who: &Person) -> String {
        let answer = self.site.get(path, Some(who)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    async fn post(&self, path: &str, who: &Person, form: &[(&str, &str)]) -> Answer {
        self.site.post(path, Some(who), form).await
    }

    async fn open(&self, more: &[(&str, &str)]) -> Answer {
        let (of, one, two) = (self.of.to_string(), self.team[0].id.to_string(), self.team[1].id.to_string());
        let mut form = vec![
            ("id", ID),
            ("name", "春季摸底"),
            ("opens", "2022-05-01"),
            ("closes", "2022-05-31"),
            ("target", "75"),
            ("notice", "您好"),
            ("neighbourhood", &of),
            ("member", &one),
            ("member", &two),
        ];
        form.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        form.extend(more.iter().filter(|(_, value)| *value != "-"));
        self.post(&format!("{SURVEYS}/new"), &self.clerk, &form).await
    }
}

on_each_engine! {
    async fn a_campaign_is_opened_shared_out_and_closed(store: TestStore) {
        let county = begin(store).await;
        assert!(county.page(SURVEYS, &county.clerk).await.contains("还没有开展"));
        assert!(county.page(&format!("{SURVEYS}/new"), &county.clerk).await.contains("12 户"));
        let opened = county.open(&[("q1_code", "q1"), ("q1_label", "有没有电动车"), ("q1_kind", "one"), ("q1_choices", "有；没有")]).await;
        let at = format!("{SURVEYS}/{ID}");
        assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, format!("{at}?done=survey-done-opened").as_str()), "{}", opened.body);
        assert_eq!(county.open(&[]).await.status, StatusCode::SEE_OTHER, "a form that was sent twice opens one");
        assert_eq!(county.page(SURVEYS, &county.clerk).await.matches(ID).count(), 1);

        let page = county.page(&at, &county.clerk).await;
        assert!(page.contains("2 个单元还没有分派") && page.contains("0.00%"), "{page}");
        let shared = county.post(&format!("{at}/shares/evenly"), &county.clerk, &[]).await;
        assert_eq!(shared.status, StatusCode::SEE_OTHER);
        let shares = county.page(&format!("{at}/shares"), &county.clerk).await;
        assert_eq!(shares.matches(" selected").count(), 2, "each has an entrance: {shares}");
        let entrance = shares.split("<select name=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an entrance");
        let by_hand = county.post(&format!("{at}/shares"), &county.clerk, &[(entrance, "")]).await;
        assert_eq!(by_hand.status, StatusCode::SEE_OTHER);
        assert!(county.page(&at, &county.clerk).await.contains("1 个单元还没有分派"));

        let picture = county.page(&format!("{at}/places/{}", county.of), &county.team[0]).await;
        assert_eq!(picture.matches("class=\"door door-to-do\" title").count(), 12, "{picture}");
        assert!(county.page(&format!("{at}/edit"), &county.clerk).await.contains("有；没有"));

        assert_eq!(county.post(&format!("{at}/closure"), &county.clerk, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.post(&format!("{at}/closure"), &county.clerk, &[]).await.status, StatusCode::CONFLICT);
        assert_eq!(county.site.get(&format!("{at}/edit"), Some(&county.clerk)).await.status, StatusCode::CONFLICT);
        assert_eq!(county.post(&format!("{at}/shares/evenly"), &county.clerk, &[]).await.status, StatusCode::CONFLICT);
    }

    async fn what_is_wrong_is_said_and_nothing_is_opened(store: TestStore) {
        let county = begin(store).await;
        let table: &[(&[(&str, &str)], &str)] = &[
            (&[("name", "春")], "2 到 60"),
            (&[("closes", "2022-04-30")], "结束日期"),
            (&[("opens", "明天")], "日期"),
            (&[("target", "101")], "1 到 100"),
            (&[("target", "")], "1 到 100"),
            (&[("neighbourhood", "-")], "1 到 200 个小区"),
            (&[("member", "-")], "1 到 200 名成员"),
            (&[("q2_code", "q"), ("q2_label", "问"), ("q2_kind", "text")], "第 1 个自拟问题"),
            (&[("q1_code", "q"), ("q1_label", "选哪个"), ("q1_kind", "several"), ("q1_choices", "甲；甲")], "选项"),
        ];
        for (change, said) in table {
            let bad = county.open(change).await;
            assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{change:?}");
            assert!(bad.body.contains(said), "{change:?}: {}", bad.body);
        }
        let (stranger, long) = (NeighbourhoodId::new().to_string(), "请".repeat(1001));
        assert_eq!(county.open(&[("neighbourhood", &stranger)]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(county.open(&[("member", &stranger)]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(county.open(&[("notice", &long)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(county.page(SURVEYS, &county.clerk).await.contains("还没有开展"));
        let script = county.open(&[("name", "<script>alert(1)</script>")]).await;
        assert_eq!(script.status, StatusCode::SEE_OTHER);
        assert!(!county.page(SURVEYS, &county.clerk).await.contains("<script>alert"));
    }

    async fn entrances_go_to_the_team_and_to_nobody_else(store: TestStore) {
        let county = begin(store).await;
        assert_eq!(county.open(&[]).await.status, StatusCode::SEE_OTHER);
        let at = format!("{SURVEYS}/{ID}");
        let shares = county.page(&format!("{at}/shares"), &county.clerk).await;
        let entrance = shares.split("<select name=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an entrance");
        let clerk = county.clerk.id.to_string();
        let stranger = NeighbourhoodId::new().to_string();
        for (entrance, account) in [(entrance, clerk.as_str()), (stranger.as_str(), ""), ("x", ""), (entrance, "x")] {
            let bad = county.post(&format!("{at}/shares"), &county.clerk, &[(entrance, account)]).await;
            assert_eq!(bad.status, StatusCode::BAD_REQUEST, "{entrance} {account}");
        }
        let by_surveyor = county.post(&format!("{at}/shares/evenly"), &county.team[0], &[]).await;
        assert_eq!(by_surveyor.status, StatusCode::FORBIDDEN);
        // Who goes no more has no doors.
        let one = county.team[0].id.to_string();
        county.post(&format!("{at}/shares/evenly"), &county.clerk, &[]).await;
        let form = [("name", "春季摸底"), ("opens", "2022-05-01"), ("closes", "2022-05-31"), ("target", "75"), ("notice", "您好"),
            ("neighbourhood", &county.of.to_string()), ("member", &one)];
        assert_eq!(county.post(&format!("{at}/edit"), &county.clerk, &form).await.status, StatusCode::SEE_OTHER);
        assert!(county.page(&at, &county.clerk).await.contains("1 个单元还没有分派"));
    }

    async fn a_visit_arrives_once_however_often_it_is_sent(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        assert_eq!(doors.len(), 12);
        let one = &county.team[0];
        let (status, told) = county.send(one, VISIT, &visit(&doors[0], answers())).await;
        assert_eq!((status, &told["kept"]), (StatusCode::OK, &"new".into()), "{told}");
        let receipt = told["receipt"].as_str().expect("a receipt").to_owned();
        let (status, told) = county.send(one, VISIT, &visit(&doors[0], answers())).await;
        assert_eq!((status, &told["kept"], told["receipt"].as_str()), (StatusCode::OK, &"same".into(), Some(receipt.as_str())));
        let mut other = answers();
        other["text"] = "路不平示例".into();
        assert_eq!(county.send(one, VISIT, &visit(&doors[0], other.clone())).await.1["kept"], "second");
        assert_eq!(county.send(one, VISIT, &visit(&doors[0], other)).await.1["kept"], "second");

        assert_eq!(county.state(&doors[0]).await, "answered");
        let page = county.page(&format!("{SURVEYS}/{ID}"), &county.clerk).await;
        assert!(page.contains("见到 1 户，共 12 户") && page.contains("8.33%"), "{page}");
        let opinions = county.page("/desk/430527/opinions", &county.clerk).await;
        assert!(opinions.contains("01970000-0000-7000-8000-00000000000b"), "it is an opinion as any other");
        let asked = county.site.get(&format!("/receipt/{receipt}"), None).await;
        assert!(asked.status == StatusCode::OK && !asked.body.contains("灯不亮"), "{}", asked.body);
        let door = county.page(&format!("{SURVEYS}/{ID}/doors/{}", doors[0]), &county.clerk).await;
        assert!(door.contains("灯不亮示例") && door.contains("2022年5月5日"), "by our clock: {door}");
        let trail = county.site.app.store.read(|tx| trail::page(tx, office(), &Filter::default(), None, 50)).await.expect("lines");
        assert!(trail.iter().all(|line| !line.detail.contains("灯不亮")));
    }

    async fn a_correction_takes_the_place_of_its_own_whichever_comes_first(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        let next = "01970000-0000-7000-8000-00000000000c";
        let mut correction = visit(&doors[0], Value::Null);
        correction["visit"]["outcome"] = "refused".into();
        correction["visit"]["replaces"] = VISIT.into();
        for (door, order) in [(&doors[0], [false, true]), (&doors[1], [true, false])] {
            for corrects in order {
                let (id, mut sent) = if corrects { (next, correction.clone()) } else { (VISIT, visit(door, Value::Null)) };
                let id = if door == &doors[1] { id.replace("00000000", "00000001") } else { id.to_owned() };
                sent["visit"]["dwelling"] = door.as_str().into();
                if corrects && door == &doors[1] {
                    sent["visit"]["replaces"] = VISIT.replace("00000000", "00000001").into();
                }
                assert_eq!(county.send(&county.team[0], &id, &sent).await.1["kept"], "new");
            }
            assert_eq!(county.state(door).await, "refused");
        }
        // Somebody else's visit is not theirs to correct.
        let mut foreign = correction.clone();
        foreign["visit"]["replaces"] = next.into();
        let id = "01970000-0000-7000-8000-00000000000d";
        assert_eq!(county.send(&county.team[1], id, &foreign).await.1["kept"], "new");
        let page = county.page(&format!("{SURVEYS}/{ID}/doors/{}", doors[0]), &county.clerk).await;
        assert_eq!(page.matches("不计入").count(), 1, "the one that its own person corrected: {page}");
    }

    async fn what_a_corrected_visit_said_gives_way_to_the_correction(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        county.send(&county.team[0], VISIT, &visit(&doors[0], answers())).await;
        let mut correction = visit(&doors[0], answers());
        correction["visit"]["replaces"] = VISIT.into();
        correction["visit"]["answers"]["text"] = "三楼灯不亮示例".into();
        correction["opinion"] = "01970000-0000-7000-8000-00000000000e".into();
        assert_eq!(county.send(&county.team[0], "01970000-0000-7000-8000-00000000000c", &correction).await.1["kept"], "new");
        let first = county.page("/desk/430527/opinions/01970000-0000-7000-8000-00000000000b", &county.clerk).await;
        assert!(first.contains("入户记录已更正"), "{first}");
        let second = county.page("/desk/430527/opinions/01970000-0000-7000-8000-00000000000e", &county.clerk).await;
        assert!(second.contains("三楼灯不亮示例") && !second.contains("入户记录已更正"), "{second}");
        assert_eq!(county.state(&doors[0]).await, "answered");
    }

    async fn two_at_one_door_are_both_kept_until_somebody_says_which_counts(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        let other = "01970000-0000-7000-8000-00000000000c";
        let mut second = visit(&doors[0], json!({ "respondent": "occupant", "willing": "no" }));
        second["opinion"] = "01970000-0000-7000-8000-00000000000e".into();
        assert_eq!(county.send(&county.team[0], VISIT, &visit(&doors[0], answers())).await.0, StatusCode::OK);
        assert_eq!(county.send(&county.team[1], other, &second).await.0, StatusCode::OK);
        assert_eq!(county.state(&doors[0]).await, "conflict");
        let at = format!("{SURVEYS}/{ID}/doors/{}", doors[0]);
        assert!(county.page(&at, &county.clerk).await.contains("这一户有两份答复"));
        for _ in 0..2 {
            assert_eq!(county.post(&at, &county.clerk, &[("visit", other)]).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(county.state(&doors[0]).await, "answered");
        assert_eq!(county.post(&at, &county.clerk, &[("visit", VISIT)]).await.status, StatusCode::SEE_OTHER, "and back");
        assert_eq!(county.state(&doors[0]).await, "answered");
        assert_eq!(county.post(&at, &county.clerk, &[("visit", ID)]).await.status, StatusCode::CONFLICT);
        let nobody = "01970000-0000-7000-8000-00000000001f";
        county.send(&county.team[0], nobody, &visit(&doors[0], Value::Null)).await;
        let none = county.post(&at, &county.clerk, &[("visit", nobody)]).await;
        assert_eq!(none.status, StatusCode::CONFLICT, "who was not home gave no answer that could count");
        assert_eq!(county.state(&doors[0]).await, "answered");
        assert_eq!(county.post(&at, &county.team[0], &[("visit", other)]).await.status, StatusCode::FORBIDDEN);
    }

    async fn what_came_twice_under_one_id_is_settled_at_the_door(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        let other = json!({ "respondent": "owner", "willing": "no", "wishes": ["parking"], "text": "不用了示例" });
        assert_eq!(county.send(&county.team[0], VISIT, &visit(&doors[0], answers())).await.0, StatusCode::OK);
        assert!(county.send(&county.team[0], VISIT, &visit(&doors[0], other)).await.0.is_success());
        let at = format!("{SURVEYS}/{ID}/doors/{}", doors[0]);
        let page = county.page(&at, &county.clerk).await;
        assert!(page.contains("同一编号又收到另一份内容") && page.contains("不用了示例"), "{page}");
        let here = page.split("/versions/").nth(1).and_then(|rest| rest.split('"').next()).expect("a version");
        let version = format!("{at}/versions/{here}");
        assert_eq!(county.post(&version, &county.clerk, &[("take", "perhaps")]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(county.post(&version, &county.team[0], &[("take", "yes")]).await.status, StatusCode::FORBIDDEN);
        let taken = county.post(&version, &county.clerk, &[("take", "yes")]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
        assert_eq!(county.post(&version, &county.clerk, &[("take", "no")]).await.status, StatusCode::CONFLICT, "once");
        assert_eq!(county.state(&doors[0]).await, "answered");
        let page = county.page(&at, &county.clerk).await;
        assert!(!page.contains("同一编号又收到另一份内容") && page.contains("不用了示例") && page.contains("灯不亮示例"), "both stay: {page}");
        let campaign = county.page(&format!("{SURVEYS}/{ID}"), &county.clerk).await;
        assert!(campaign.contains("愿意 0 · 不愿意 1 · 不确定 0"), "{campaign}");
        let opinions = county.page("/desk/430527/opinions", &county.clerk).await;
        assert!(opinions.contains("不用了示例") && !opinions.contains("灯不亮示例"), "what it said before is withdrawn");
        let faults = county.site.store.read(|tx| check::faults(tx, office())).await.expect("walked through");
        assert_eq!(faults, []);
    }

    async fn what_households_want_is_counted_once_each_and_taken_away_without_their_words(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        let page = county.page(&format!("{SURVEYS}/{ID}"), &county.clerk).await;
        assert!(page.contains("还没有住户作答"));
        for (n, (pay, fen)) in [("yes", Some(50_000)), ("yes", Some(150_000)), ("unsure", None)].into_iter().enumerate() {
            let said = json!({ "respondent": "owner", "willing": "yes", "wishes": ["lift"], "text": "", "pay": pay, "pay_fen": fen, "council": n == 0 });
            let mut sent = visit(&doors[n], said);
            sent["opinion"] = json!(format!("01970000-0000-7000-8000-0000000000{n:02}"));
            let answer = county.send(&county.team[0], &format!("01970000-0000-7000-8000-0000000001{n:02}"), &sent).await;
            assert_eq!(answer.0, StatusCode::OK, "{}", answer.1);
        }
        let page = county.page(&format!("{SURVEYS}/{ID}"), &county.clerk).await;
        assert!(page.contains("愿意 3 · 不愿意 0 · 不确定 0") && page.contains("愿意 2 · 不愿意 0 · 不确定 1") && page.contains("1,000.00"), "{page}");
        let file = county.site.get(&format!("{SURVEYS}/{ID}/export.xlsx"), Some(&county.clerk)).await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(county.site.get(&format!("{SURVEYS}/{ID}/export.xlsx"), Some(&county.team[0])).await.status, StatusCode::FORBIDDEN);
    }

    async fn a_photo_comes_after_its_visit_and_is_what_it_says(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        let at = |id: &str, place: &str| format!("/desk/430527/door/photos/{id}?visit={VISIT}&place={place}");
        let (photo, mine) = (photo(), Some(&county.team[0]));
        let id = "01970000-0000-7000-8000-0000000000aa";
        assert_eq!(county.put(mine, &at(id, "common"), photo.clone()).await.status, StatusCode::NOT_FOUND, "too early");
        county.send(&county.team[0], VISIT, &visit(&doors[0], answers())).await;
        for _ in 0..2 {
            let kept = county.put(mine, &at(id, "common"), photo.clone()).await;
            assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
        }
        assert_eq!(county.put(Some(&county.team[1]), &at(id, "common"), photo.clone()).await.status, StatusCode::NOT_FOUND);
        let bad: [(&str, &str, &[u8], StatusCode); 5] = [
            (id, "roof", &photo, StatusCode::BAD_REQUEST),
            ("x", "common", &photo, StatusCode::NOT_FOUND),
            ("01970000-0000-7000-8000-0000000000ab", "common", b"", StatusCode::UNPROCESSABLE_ENTITY),
            ("01970000-0000-7000-8000-0000000000ac", "common", b"<svg onload='alert(1)'/>", StatusCode::UNPROCESSABLE_ENTITY),
            ("01970000-0000-7000-8000-0000000000ad", "common", b"%PDF-1.7", StatusCode::UNPROCESSABLE_ENTITY),
        ];
        for (id, place, bytes, status) in bad {
            assert_eq!(county.put(mine, &at(id, place), bytes.to_vec()).await.status, status, "{id} {place}");
        }
    }

    async fn nobody_hangs_what_is_anothers_on_their_own_visit(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        let at = |visit: &str, id: &str| format!("/desk/430527/door/photos/{id}?visit={visit}&place=common");
        let (theirs, own) = ("01970000-0000-7000-8000-0000000000aa", "01970000-0000-7000-8000-00000000000c");
        county.send(&county.team[0], VISIT, &visit(&doors[0], answers())).await;
        assert_eq!(county.put(Some(&county.team[0]), &at(VISIT, theirs), photo()).await.status, StatusCode::OK);
        // The opinion of somebody else is not theirs to say anew; nothing of that visit is kept.
        let same_opinion = visit(&doors[1], answers());
        let (status, told) = county.send(&county.team[1], own, &same_opinion).await;
        assert_eq!((status, told["why"].as_str().is_some()), (StatusCode::CONFLICT, true), "{told}");
        assert_eq!(county.state(&doors[1]).await, "to-do");
        let mut sent = same_opinion;
        sent["opinion"] = "01970000-0000-7000-8000-00000000000e".into();
        assert_eq!(county.send(&county.team[1], own, &sent).await.0, StatusCode::OK);
        let taken = county.put(Some(&county.team[1]), &at(own, theirs), photo()).await;
        assert_eq!(taken.status, StatusCode::CONFLICT, "{}", taken.body);
        for n in 0..9 {
            let kept = county.put(Some(&county.team[1]), &at(own, &format!("01970000-0000-7000-8000-0000000001{n:02}")), photo()).await;
            assert_eq!(kept.status, StatusCode::OK, "{n}: {}", kept.body);
        }
        let tenth = county.put(Some(&county.team[1]), &at(own, "01970000-0000-7000-8000-000000000199"), photo()).await;
        assert_eq!(tenth.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", tenth.body);
    }

    async fn a_visit_that_was_corrected_before_it_came_says_nothing_and_keeps_its_photo(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        let mut correction = visit(&doors[0], answers());
        correction["visit"]["replaces"] = VISIT.into();
        correction["opinion"] = "01970000-0000-7000-8000-00000000000e".into();
        county.send(&county.team[0], "01970000-0000-7000-8000-00000000000c", &correction).await;
        let (status, told) = county.send(&county.team[0], VISIT, &visit(&doors[0], answers())).await;
        assert_eq!((status, &told["receipt"]), (StatusCode::OK, &Value::Null), "no opinion came of it");
        let at = format!("/desk/430527/door/photos/01970000-0000-7000-8000-0000000000aa?visit={VISIT}&place=common");
        let kept = county.put(Some(&county.team[0]), &at, photo()).await;
        assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
        assert_eq!(county.state(&doors[0]).await, "answered");
    }

    async fn a_door_is_recounted_by_the_check(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        county.send(&county.team[0], VISIT, &visit(&doors[0], answers())).await;
        let faults = || county.site.app.store.read(|tx| check::faults(tx, office()));
        assert_eq!(faults().await.expect("looked"), []);
        let wrong = county.site.app.store.write(&county.clerk.actor(), |tx| {
            tx.run("update campaign_door set state = 'refused' where office = $1", args![office()]).map(drop)
        });
        wrong.await.expect("written past Linli");
        let found = faults().await.expect("looked");
        assert_eq!(found.iter().map(|fault| (fault.rule, fault.subject.as_str())).collect::<Vec<_>>(), [("campaign-door", doors[0].as_str())]);
    }

    async fn what_a_phone_should_not_send_is_told_and_nothing_is_kept(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        let one = &county.team[0];
        let with = |key: &str, value: Value| {
            let mut answers = answers();
            answers[key] = value;
            visit(&doors[0], answers)
        };
        let long = "长".repeat(2_001);
        let table = [
            (with("wishes", json!(["castle"])), StatusCode::UNPROCESSABLE_ENTITY),
            (with("wishes", json!(["lift", "lift"])), StatusCode::UNPROCESSABLE_ENTITY),
            (with("text", json!(long)), StatusCode::UNPROCESSABLE_ENTITY),
            (with("needs", json!("坐轮椅")), StatusCode::UNPROCESSABLE_ENTITY),
            (with("pay_fen", json!(1)), StatusCode::UNPROCESSABLE_ENTITY),
            (with("own", json!({ "q9": true })), StatusCode::UNPROCESSABLE_ENTITY),
            (with("willing", json!("perhaps")), StatusCode::BAD_REQUEST),
            (with("script", json!("<script>")), StatusCode::BAD_REQUEST),
            (visit("01970000-0000-7000-8000-0000000000ff", answers()), StatusCode::NOT_FOUND),
            (json!({}), StatusCode::BAD_REQUEST),
            (json!([1, 2]), StatusCode::BAD_REQUEST),
        ];
        for (sent, status) in table {
            let (told, body) = county.send(one, VISIT, &sent).await;
            assert_eq!(told, status, "{sent} {body}");
            assert!(told != StatusCode::UNPROCESSABLE_ENTITY || body["why"].as_str().is_some_and(|why| !why.contains("door-")), "{body}");
        }
        let mut other_form = visit(&doors[0], answers());
        other_form["form_version"] = 7.into();
        assert_eq!(county.send(one, VISIT, &other_form).await.0, StatusCode::NOT_FOUND);
        assert_eq!(county.put(Some(one), &format!("/desk/430527/door/visits/{VISIT}"), "{").await.status, StatusCode::BAD_REQUEST);
        let out = county.put(None, &format!("/desk/430527/door/visits/{VISIT}"), visit(&doors[0], answers()).to_string()).await;
        assert_eq!(out.status, StatusCode::UNAUTHORIZED, "signed out: the phone keeps it");
        assert_eq!(county.send(&county.clerk, VISIT, &visit(&doors[0], answers())).await.0, StatusCode::FORBIDDEN);
        assert_eq!(county.state(&doors[0]).await, "to-do", "nothing was kept");
        for text in ["𰻝𰻝 👨‍👩‍👧", "\u{202e}abc", "<b>粗</b>", "'; drop table visit; --"] {
            let id = NeighbourhoodId::new().to_string();
            let mut odd = with("text", json!(text));
            odd["opinion"] = NeighbourhoodId::new().to_string().into();
            assert_eq!(county.send(one, &id, &odd).await.0, StatusCode::OK, "{text}");
        }
    }

    async fn what_a_phone_brings_from_a_neighbourhood_that_was_taken_out_is_kept_for_somebody_to_look_at(store: TestStore) {
        let county = begin(store).await;
        let doors = county.doors().await;
        let other = county.site.app.store.write(&county.clerk.actor(), |tx| {
            Ok::<_, linli_store::Error>(neighbourhood::add(tx, Facts::new("乙小区", code("430527100001")))?.id)
        });
        let (other, one) = (other.await.expect("added").to_string(), county.team[0].id.to_string());
        let edit = |of: &str| {
            let form = [("name", "春季摸底"), ("opens", "2022-05-01"), ("closes", "2022-05-31"), ("target", "75"), ("notice", "您好"), ("neighbourhood", of), ("member", &one)];
            form.map(|(name, value)| (name, value.to_owned()))
        };
        let at = format!("{SURVEYS}/{ID}");
        let change = async |of: &str| {
            let form = edit(of);
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(county.post(&format!("{at}/edit"), &county.clerk, &form).await.status, StatusCode::SEE_OTHER);
        };
        change(&other).await;
        assert!(county.data(&county.team[0]).await["campaigns"][0]["places"].as_array().is_none_or(Vec::is_empty));
        for kept in ["new", "same"] {
            let (status, told) = county.send(&county.team[0], VISIT, &visit(&doors[0], answers())).await;
            assert_eq!((status, &told["kept"]), (StatusCode::OK, &kept.into()), "{told}");
        }
        let photo_at = format!("/desk/430527/door/photos/01970000-0000-7000-8000-0000000000aa?visit={VISIT}&place=common");
        assert_eq!(county.put(Some(&county.team[0]), &photo_at, photo()).await.status, StatusCode::OK);
        let page = county.page(&at, &county.clerk).await;
        assert!(page.contains("已退出的小区") && page.contains("甲小区"), "{page}");
        assert!(!page.contains("愿意 1") && page.contains("共 0 户"), "it does not count: {page}");
        let picture = county.page(&format!("{at}/places/{}", county.of), &county.clerk).await;
        assert!(picture.contains("退出本次调查") && picture.contains("class=\"door door-answered\" title"), "{picture}");
        let door = county.page(&format!("{at}/doors/{}", doors[0]), &county.clerk).await;
        assert!(door.contains("灯不亮示例") && door.contains("退出本次调查"), "{door}");
        assert!(county.page("/desk/430527/opinions", &county.clerk).await.contains("01970000-0000-7000-8000-00000000000b"));
        assert_eq!(county.site.get(&format!("{at}/places/{}", NeighbourhoodId::new()), Some(&county.clerk)).await.status, StatusCode::NOT_FOUND);
        change(&county.of.to_string()).await;
        let page = county.page(&at, &county.clerk).await;
        assert!(page.contains("见到 1 户，共 12 户"), "taken in again, it counts: {page}");
        assert_eq!(county.state(&doors[0]).await, "answered");
    }

    async fn the_app_holds_nothing_of_anybody(store: TestStore) {
        let county = begin(store).await;
        county.doors().await;
        let app = county.page("/desk/430527/door/app", &county.team[0]).await;
        assert!(app.contains("door.") && !app.contains(&county.team[0].sign_in) && !app.contains("door-needs\""), "{app}");
        let worker = county.site.get("/desk/430527/door/sw.js", None).await;
        assert!(worker.body.contains("importScripts") && worker.headers["content-type"].to_str().is_ok_and(|kind| kind.contains("javascript")));
        let manifest = county.site.get("/desk/430527/door/manifest.webmanifest", None).await;
        let manifest: Value = serde_json::from_str(&manifest.body).expect("JSON");
        assert_eq!(manifest["start_url"], "/desk/430527/door/app");
        let data = county.data(&county.team[0]).await;
        assert!(data["catalogue"].as_array().is_some_and(|classes| classes.len() >= 3));
        assert_eq!(county.data(&county.team[1]).await["campaigns"].as_array().map(Vec::len), Some(1));
        county.post(&format!("{SURVEYS}/{ID}/closure"), &county.clerk, &[]).await;
        assert_eq!(county.data(&county.team[0]).await["campaigns"].as_array().map(Vec::len), Some(0));
    }
}
