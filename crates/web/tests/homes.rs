//! A resident asks what is kept of their household or of one opinion: it is found by the door or by the receipt, handed out, and let
//! go of; and every page says so from then on.

use axum::http::StatusCode;
use linli_domain::consultation::OpinionId;
use linli_domain::consultation::survey::visit::{Answers, Respondent, Will};
use linli_domain::consultation::survey::{Campaign, CampaignId, Form as Questions, Outcome, Visit, VisitId};
use linli_domain::kernel::people::Role;
use linli_domain::kernel::{NeighbourhoodId, Office, Timestamp};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, DwellingId, Facts};
use linli_store::consultation::survey::{self, visit};
use linli_store::on_each_engine;
use linli_store::register::{building, neighbourhood};
use linli_store::testing::{TestStore, clerk};
use linli_store::trail::{self, Filter};
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";
const PERSONS: &str = "/desk/430527/persons";
const WORDS: &str = "楼顶漏水，找王大爷示例，电话13800000000";
const ID: &str = "0190163d-8694-739b-aea5-000000000001";

struct County {
    site: Site,
    clerk: Person,
    admin: Person,
    of: NeighbourhoodId,
    /// 2单元 201.
    dwelling: DwellingId,
}

fn office() -> Office {
    HERE.parse().expect("an office")
}

/// A household that said something on paper, with a scan, and answered at its door.
async fn begin(store: TestStore) -> County {
    let house = BuildingId::from_number(3);
    let added = store.write(&clerk(HERE), move |tx| {
        let of = neighbourhood::add(tx, Facts::new("示例小区", "430527100001".parse().expect("a code")))?.id;
        let block = Building { id: house, neighbourhood: of, name: "3栋".into(), built_year: None, floors: 4 };
        building::add(tx, &block, Layout { entrances: 2, floors: 4, doors: 2 })?;
        Ok::<_, linli_store::Error>((of, building::doors(tx, office(), house)?))
    });
    let (of, doors) = added.await.expect("a building");
    let site = Site::new(store);
    let (clerk, admin) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Administrator).await);
    let second = doors.iter().map(|(_, door)| door.entrance).max().expect("an entrance");
    let door = doors.iter().find(|(_, door)| door.room == "201" && door.entrance == second).expect("a door");
    let county = County { site, clerk, admin, of, dwelling: door.1.id };
    county.record(WORDS).await;
    county.visit().await;
    county
}

impl County {
    async fn record(&self, words: &str) {
        let of = self.of.to_string();
        let form = [
            ("id", ID),
            ("of", &of),
            ("channel", "paper"),
            ("said_on", "2022-05-04"),
            ("building", "3栋"),
            ("entrance", "2"),
            ("room", "201"),
            ("text", words),
            ("wish1", "roof"),
        ];
        let scan: [(&str, &str, &[u8]); 1] = [("file", "scan.pdf", b"%PDF-1.4\n%%EOF\n")];
        let done = self.site.upload("/desk/430527/opinions/new", Some(&self.clerk), &form, &scan).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }

    async fn visit(&self) {
        let (of, dwelling, account) = (self.of, self.dwelling, self.clerk.id);
        let made = self.site.app.store.write(&self.clerk.actor(), move |tx| {
            let id = CampaignId::from_number(1);
            let day = |text: &str| text.parse().expect("a day");
            let campaign = Campaign {
                id,
                name: "摸底示例".into(),
                neighbourhoods: vec![of],
                members: vec![account],
                opens: day("2022-05-01"),
                closes: day("2022-05-31"),
                target: 75,
                form: Questions::default(),
                closed_on: None,
            };
            survey::add(tx, &campaign)?;
            let answers = Answers {
                respondent: Respondent::Owner,
                willing: Will::Yes,
                wishes: Vec::new(),
                text: String::new(),
                hazard: false,
                pay: None,
                pay_fen: None,
                council: None,
                needs: "行动不便示例".into(),
                consent: true,
                own: std::collections::BTreeMap::new(),
            };
            let now: Timestamp = tx.now();
            let sent = visit::Sent {
                id: VisitId::from_number(7),
                campaign: id,
                form_version: 1,
                opinion: OpinionId::new(),
                visit: Visit { dwelling, outcome: Outcome::Answered, answers: Some(answers), replaces: None },
                at: now,
                sent_at: now,
            };
            visit::receive(tx, &sent)
        });
        made.await.expect("received");
    }

    async fn answer(&self) {
        let answer = "0190163d-8694-739b-aea5-0000000000aa";
        let form = [("id", answer), ("of", ID), ("verdict", "adopted"), ("reason", "已列入计划（示例）")];
        let done = self.post("/desk/430527/answers/new", &self.clerk, &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.site.get(path, Some(&self.clerk)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    async fn post(&self, path: &str, who: &Person, form: &[(&str, &str)]) -> Answer {
        self.site.post(path, Some(who), form).await
    }

    async fn by_door(&self, building: &str, entrance: &str, room: &str) -> Answer {
        let of = self.of.to_string();
        let form = [("of", of.as_str()), ("building", building), ("entrance", entrance), ("room", room)];
        self.post(&format!("{PERSONS}/household"), &self.admin, &form).await
    }

    /// The code that the receipt shows.
    async fn code(&self) -> String {
        let page = self.page(&format!("/desk/430527/opinions/{ID}/receipt")).await;
        let after = page.split("class=\"once\">").nth(1).expect("a code");
        after.split('<').next().expect("a code").to_owned()
    }

    async fn trail(&self) -> String {
        let lines = self.site.app.store.read(|tx| trail::page(tx, office(), &Filter::default(), None, 100)).await;
        let lines = lines.expect("the trail").into_iter();
        lines.map(|line| [line.act, line.subject, line.detail].join(" ")).collect::<Vec<_>>().join("\n")
    }
}

/// The records that a page offers.
fn records(page: &str) -> Vec<&str> {
    let ids = page.split("name=\"record\" value=\"").skip(1);
    ids.filter_map(|after| after.split('"').next()).collect()
}

on_each_engine! {
    async fn what_was_said_in_a_house_that_is_closed_is_found_too(store: TestStore) {
        let county = begin(store).await;
        let of = county.of;
        let closed = county.site.app.store.write(&county.clerk.actor(), move |tx| building::close(tx, of, BuildingId::from_number(3)));
        closed.await.expect("closed");
        let found = county.by_door("3栋", "2", "201").await;
        assert_eq!(records(&found.body).len(), 2, "{}", found.body);
        assert_eq!(county.by_door("4栋", "2", "201").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_household_is_found_by_its_door_handed_out_and_let_go_of(store: TestStore) {
        let county = begin(store).await;
        let found = county.by_door("3号楼", "２单元", "201室").await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.body);
        let all = records(&found.body);
        assert_eq!(all.len(), 2, "{}", found.body);
        assert!(!found.body.contains("/opinions/"), "an administrator reads no opinions: {}", found.body);
        assert!(found.body.contains("还没有办结") && !found.body.contains("王大爷"), "no word of anybody in a list: {}", found.body);

        let dwelling = county.dwelling.to_string();
        let ticked = [("record", all[0]), ("record", all[1]), ("dwelling", dwelling.as_str())];
        let read = county.post(&format!("{PERSONS}/known"), &county.admin, &ticked).await;
        assert_eq!(read.status, StatusCode::OK);
        for said in [WORDS, "行动不便示例", "示例小区 3栋", "业主", "摸底示例", "纸质", "屋面"] {
            assert!(read.body.contains(said), "{said}: {}", read.body);
        }
        assert!(!read.body.contains("known-"), "every key has its words: {}", read.body);
        let file = county.post(&format!("{PERSONS}/known"), &county.admin, &[&ticked[..], &[("as", "json")]].concat()).await;
        let told: serde_json::Value = serde_json::from_str(&file.body).expect("JSON");
        assert_eq!((&told["opinions"][0]["words"], &told["visits"][0]["special_needs"]), (&WORDS.into(), &"行动不便示例".into()));

        // The opinion waits for an answer; what was answered at the door may be taken back at any time.
        let both = [("record", all[0]), ("record", all[1]), ("ground", "asked")];
        let asks = county.post(&format!("{PERSONS}/erasure"), &county.admin, &both).await;
        assert!(asks.body.contains("将删除 1 项") && asks.body.contains("保留 1 项"), "{}", asks.body);
        let sure = [both[0], both[1], both[2], ("sure", "yes")];
        let gone = county.post(&format!("{PERSONS}/erasure"), &county.admin, &sure).await;
        assert_eq!(gone.location(), "/desk/430527/persons?done=known-done-erased", "{}", gone.body);
        let door = county.page(&format!("/desk/430527/surveys/{}/doors/{}", CampaignId::from_number(1), county.dwelling)).await;
        assert!(door.contains("「已按规定删除」") && !door.contains("行动不便"), "{door}");

        county.answer().await;
        let gone = county.post(&format!("{PERSONS}/erasure"), &county.admin, &sure).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
        assert_eq!(county.post(&format!("{PERSONS}/erasure"), &county.admin, &sure).await.status, StatusCode::CONFLICT);
        let trail = county.trail().await;
        for act in ["personal.looked_up", "personal.handed_out", "personal.erased"] {
            assert!(trail.contains(act), "{act}: {trail}");
        }
        assert!(!trail.contains("王大爷"), "{trail}");
    }

    async fn every_page_says_that_it_is_erased(store: TestStore) {
        let county = begin(store).await;
        county.answer().await;
        let code = county.code().await;
        let record = format!("opinion:{ID}");
        let sure = [("record", record.as_str()), ("ground", "asked"), ("sure", "yes")];
        let one = format!("/desk/430527/opinions/{ID}");
        assert!(county.page(&one).await.contains("scan.pdf"));
        let gone = county.post(&format!("{PERSONS}/erasure"), &county.admin, &sure).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);

        let page = county.page(&one).await;
        assert!(page.contains("「已按规定删除」") && page.contains("已列入计划") && page.contains("屋面"), "{page}");
        assert!(!page.contains("王大爷") && !page.contains("scan.pdf") && !page.contains("type=\"file\""), "{page}");
        let board = format!("/desk/430527/needs/places/{}", county.of);
        for path in ["/desk/430527/opinions?show=all", "/desk/430527/opinions/export.csv?show=all", board.as_str()] {
            let page = county.page(path).await;
            assert!(page.contains("「已按规定删除」") && !page.contains("王大爷"), "{path}: {page}");
        }
        let receipt = county.site.get(&format!("/receipt/{code}"), None).await;
        assert!(receipt.body.contains("已按规定删除") && receipt.body.contains("已列入计划"), "{}", receipt.body);
        assert!(!receipt.body.contains("name=\"words\"") && receipt.body.contains("name=\"helped\""), "{}", receipt.body);
        let rated = county.site.post(&format!("/receipt/{code}/helped"), None, &[("helped", "yes"), ("words", "谢谢示例")]).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.body);
        assert!(!county.page(&one).await.contains("谢谢示例"));
        let scan = [("file", "late.pdf", b"%PDF-1.4\n%%EOF\n".as_slice())];
        let late = county.site.upload(&format!("{one}/evidence"), Some(&county.clerk), &[], &scan).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        county.record(WORDS).await;
        assert!(!county.page(&one).await.contains("scan.pdf"), "the same paper again brings nothing back");
    }

    async fn an_opinion_is_found_by_its_receipt_and_nothing_else_of_the_household(store: TestStore) {
        let county = begin(store).await;
        let code = county.code().await;
        let by = |code: String| {
            let county = &county;
            async move { county.post(&format!("{PERSONS}/receipt"), &county.admin, &[("receipt", &code)]).await }
        };
        let found = by(code.to_lowercase().replace('-', " ")).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.body);
        assert_eq!(records(&found.body), [format!("opinion:{ID}")]);
        for wrong in ["", "nonsense", "D000-0000-0000-0000-0000"] {
            let none = by(wrong.to_owned()).await;
            assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
    }

    async fn who_may_not_and_what_is_not_there(store: TestStore) {
        let county = begin(store).await;
        let (head, above) = (county.site.role(HERE, Role::Head).await, county.site.role("430500", Role::Administrator).await);
        for path in ["household", "receipt", "form", "known", "erasure"] {
            for who in [&county.clerk, &head, &above] {
                let answer = county.post(&format!("{PERSONS}/{path}"), who, &[("record", "visit:x")]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
            }
        }
        for (building, entrance, room) in [("", "", "201"), ("9栋", "", "201"), ("3栋", "9", "201"), ("3栋", "2", "999")] {
            let none = county.by_door(building, entrance, room).await;
            assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{building}{entrance}{room}");
        }
        assert!(county.by_door("3栋", "2", "").await.body.contains("请写到房号"));
        let empty = county.by_door("3栋", "1", "101").await;
        assert!(empty.status == StatusCode::OK && empty.body.contains("没有入户记录"), "{}", empty.body);
        let place = county.post(&format!("{PERSONS}/household"), &county.admin, &[("of", "x"), ("building", "3栋")]).await;
        assert_eq!(place.status, StatusCode::UNPROCESSABLE_ENTITY);

        let nobody = format!("visit:{}", VisitId::new());
        for (ticked, status) in [
            (nobody.as_str(), StatusCode::NOT_FOUND),
            ("house:1", StatusCode::BAD_REQUEST),
            ("visit", StatusCode::BAD_REQUEST),
            ("<script>", StatusCode::BAD_REQUEST),
        ] {
            for path in ["known", "erasure"] {
                let form = [("record", ticked), ("ground", "asked"), ("sure", "yes")];
                let answer = county.post(&format!("{PERSONS}/{path}"), &county.admin, &form).await;
                assert_eq!(answer.status, status, "{path} {ticked}");
            }
        }
        let visit = format!("visit:{}", VisitId::from_number(7));
        let expired = [("record", visit.as_str()), ("ground", "expired"), ("sure", "yes")];
        let answer = county.post(&format!("{PERSONS}/erasure"), &county.admin, &expired).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "nobody says that a time is over");
    }

    async fn what_is_due_of_the_survey_is_listed_and_goes(store: TestStore) {
        let county = begin(store).await;
        county.answer().await;
        let head = county.site.role(HERE, Role::Head).await;
        let rules = [
            ("from", "2022-05-05"), ("residents_years", "3"), ("officials_years", "10"), ("sign_in_days", "30"),
            ("sessions_days", "30"), ("opinions_years", "0"), ("visits_years", "2"), ("submissions_years", "3"),
            ("owners_years", "3"),
            ("reason", "县办文件示例"),
        ];
        let bad: Vec<_> = rules.iter().map(|(name, value)| (*name, if *name == "visits_years" { "31" } else { value })).collect();
        let refused = county.post("/desk/430527/retention/rules", &head, &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let set = county.post("/desk/430527/retention/rules", &head, &rules).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
        let desk = county.site.get("/desk", Some(&county.admin)).await;
        assert!(desk.body.contains("1 项个人信息保存期限届满"), "{}", desk.body);
        let due = county.site.get("/desk/430527/retention/due/opinions", Some(&county.admin)).await;
        assert!(due.body.contains("示例小区 3栋") && !due.body.contains("王大爷"), "{}", due.body);
        for (kind, status) in [("visits", StatusCode::OK), ("sessions", StatusCode::NOT_FOUND), ("houses", StatusCode::NOT_FOUND)] {
            let list = county.site.get(&format!("/desk/430527/retention/due/{kind}"), Some(&county.admin)).await;
            assert_eq!(list.status, status, "{kind}");
        }
        let form = [("sure", "yes"), ("seen", "1")];
        let gone = county.post("/desk/430527/retention/erasure", &county.admin, &form).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
        let page = county.site.get("/desk/430527/retention", Some(&county.admin)).await;
        assert!(page.body.contains("居民意见 1 条（保存期限届满）"), "{}", page.body);
        assert!(county.page(&format!("/desk/430527/opinions/{ID}")).await.contains("「已按规定删除」"));
    }
}
