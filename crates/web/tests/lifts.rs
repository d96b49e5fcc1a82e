//! A lift tried out while neighbours talk: who pays how much, beside what was held on to; kept as a draft, changed, settled, and
//! printed for signature.

use axum::http::StatusCode;
use linli_domain::kernel::NeighbourhoodId;
use linli_domain::kernel::people::{Grant, Role, Scope as Reached};
use linli_domain::planning::vote::{Draft, Matter, Options, VoteId};
use linli_domain::register::building::Layout;
use linli_domain::register::owner::Scope;
use linli_domain::register::{Building, BuildingId, EntranceId, Facts};
use linli_store::planning::vote;
use linli_store::register::{building, neighbourhood, owner};
use linli_store::testing::{TestStore, clerk};
use linli_store::{Error, on_each_engine};
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";

struct Stairwell {
    site: Site,
    clerk: Person,
    head: Person,
    of: NeighbourhoodId,
    entrance: EntranceId,
    root: String,
    page: String,
    /// The ids of the four dwellings, as fields name them.
    homes: Vec<String>,
}

/// One entrance of four floors with one door each.
async fn begin(store: TestStore) -> Stairwell {
    let site = Site::new(store);
    let made = site.app.store.write(&clerk(HERE), |tx| {
        let of = neighbourhood::add(tx, Facts::new("甲小区", "430527100001".parse().map_err(|_| Error::Damaged)?))?.id;
        let id = BuildingId::from_number(1);
        let one = Building { id, neighbourhood: of, name: "1栋".into(), built_year: None, floors: 4 };
        building::add(tx, &one, Layout::new(1, 4, 1).map_err(|_| Error::Damaged)?)?;
        let office = tx.office();
        let units = owner::roll(tx, office, of, Scope::Neighbourhood)?.units;
        let homes: Vec<String> = units.iter().map(|unit| unit.dwelling.to_string()).collect();
        Ok::<(NeighbourhoodId, _, _), Error>((of, units[0].entrance, homes))
    });
    let (of, entrance, homes) = made.await.expect("a stairwell");
    let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
    let root = format!("/desk/{HERE}/register/{of}/lifts");
    Stairwell { page: format!("{root}/{entrance}"), root, site, clerk, head, of, entrance, homes }
}

fn id(n: u32) -> String {
    format!("0190163d-8694-739b-aea5-{n:012x}")
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"))
}

/// The address of a version.
fn scheme(n: u32) -> String {
    format!("/desk/{HERE}/lifts/{}", id(n))
}

fn has(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "{text}: {page}");
    }
}

impl Stairwell {
    async fn get(&self, query: &str) -> Answer {
        self.site.get(&format!("{}{query}", self.page), Some(&self.clerk)).await
    }

    async fn shown(&self, path: &str) -> String {
        let answer = self.site.get(path, Some(&self.clerk)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.body);
        answer.body
    }

    /// Keeps what was tried as a draft.
    async fn keep(&self, n: u32, tried: &str) -> Answer {
        let form = [("id", id(n)), ("tried", tried.to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.site.post(&format!("{}/schemes", self.page), Some(&self.clerk), &form).await
    }

    /// A draft as its form sends it, with other fields in place of those of the same name.
    fn form(&self, revision: &str, other: &[(&str, &str)]) -> Vec<(String, String)> {
        let plain = [
            ("revision", revision),
            ("title", "1栋1单元加装电梯"),
            ("model", "示例型号"),
            ("stops", "４"),
            ("summary", "外挂井道"),
            ("cost", "３００，０００．００"),
            ("fund", "20000"),
            ("basis", "office"),
            ("remainder", "largest"),
            ("sn-0", "示例补助"),
            ("sa-0", "100000"),
            ("upkeep", "4000"),
            ("upkeep_rule", "equal"),
        ];
        let mut form: Vec<(String, String)> =
            plain.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answers = ["without-paying", "for", "for", "for"];
        form.extend(self.homes.iter().zip(answers).map(|(home, answer)| (format!("a-{home}"), answer.to_owned())));
        for (name, value) in other {
            form.retain(|(own, _)| own != name);
            form.push(((*name).to_owned(), (*value).to_owned()));
        }
        form
    }

    async fn put(&self, n: u32, form: &[(String, String)]) -> Answer {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.site.post(&format!("{}/edit", scheme(n)), Some(&self.clerk), &form).await
    }

    async fn settle(&self, n: u32, by: &Person) -> Answer {
        let path = format!("{}/settlement", scheme(n));
        let page = self.site.get(&path, Some(&self.head)).await.body;
        let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        self.site.post(&path, Some(by), &[("seen", seen.unwrap_or_default())]).await
    }
}

on_each_engine! {
    async fn shares_follow_what_is_tried_and_stand_beside_what_was_held_on_to(store: TestStore) {
        let of = begin(store).await;
        let list = of.site.get(&of.root, Some(&of.clerk)).await;
        assert!(list.status == StatusCode::OK && list.body.contains("1栋 1单元"), "{}", list.body);
        assert!(of.get("").await.body.contains("填了造价"));

        let first = of.get("?cost=360000&subsidy=100000").await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.body);
        // 260,000 over 0 + 0.5 + 1 + 1.1.
        for text in ["50,000.00", "100,000.00", "110,000.00", "260,000.00", "示例，不是规定", "不约束任何人"] {
            assert!(first.body.contains(text), "{text}: {}", first.body);
        }
        let hold = first.body.split("href=\"").find(|part| part.contains("base=")).expect("a link to hold on");
        let hold = hold.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
        let again = of.site.get(&hold, Some(&of.clerk)).await;
        assert!(again.body.contains("对比（元）"), "{}", again.body);

        // If the second floor pays half as much, the fourth pays more.
        let query = hold.split_once('?').map(|(_, query)| format!("?{query}&k-2=0.25")).unwrap_or_default();
        let half = of.get(&query).await;
        for text in ["27,659.57", "121,702.13", "+11,702.13", "22,340.43"] {
            assert!(half.body.contains(text), "{text}: {}", half.body);
        }
        let without = of.get("?cost=360000&a-3=without-paying&rule=equal").await;
        assert!(without.body.contains("120,000.00") && without.body.contains("0.00"), "{}", without.body);
    }

    async fn what_cannot_be_shared_is_said_in_words(store: TestStore) {
        let of = begin(store).await;
        let cases = [
            ("?cost=ten", "金额写元"),
            ("?cost=1.005", "金额写元"),
            ("?cost=-5", "不能是负数"),
            ("?cost=100&subsidy=200", "超过造价"),
            ("?cost=99999999999999", "金额太大"),
            ("?cost=100&k-2=x", "2 层的系数"),
            ("?cost=100&a-0=against&a-1=against&a-2=against&a-3=against", "没有一户出资"),
            ("?cost=100&a-1=against&a-2=against&a-3=silent", "系数都是零"),
            ("?cost=100&rule=area", "没有面积"),
        ];
        for (query, text) in cases {
            let answer = of.get(query).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert!(answer.body.contains(text), "{text}: {}", answer.body);
        }
        assert_eq!(of.get("?cost=100&base=garbage").await.status, StatusCode::OK);
        let nowhere = format!("{}/0176d11c-2a00-7000-8000-000000000007", of.root);
        assert_eq!(of.site.get(&nowhere, Some(&of.clerk)).await.status, StatusCode::NOT_FOUND);
    }

    async fn what_was_tried_is_kept_changed_settled_and_printed(store: TestStore) {
        let of = begin(store).await;
        let tried = of.get("?cost=300000&subsidy=100000&k-2=0.25&a-0=without-paying").await.body;
        has(&tried, &["留作草案", "name=\"tried\""]);
        let kept = of.keep(1, "a-0:without-paying;cost:300000;k-2:0.25;subsidy:100000").await;
        assert_eq!(kept.location(), format!("{}?done=lifts-done-begun", scheme(1)), "{}", kept.body);
        assert_eq!(of.keep(1, "cost:300000").await.status, StatusCode::SEE_OTHER, "sent twice");
        let page = of.shown(&scheme(1)).await;
        // 200,000 by 0.25, 1.0 and 1.1.
        has(&page, &["第 1 版", "商议中", "各项补助合计", "本单元商定的系数", "21,276.60", "85,106.38", "93,617.02", "同意但不出资"]);
        has(&page, &["意愿征询", "业主表决", "还没有写型号", "本单元还没有业主表决"]);
        let other = of.keep(2, "cost:5").await;
        assert!(other.location().contains(&format!("{}/edit?tried=", scheme(1))), "{}", other.location());
        has(&of.shown(other.location()).await, &["还没有保存", "value=\"5.00\""]);
        has(&of.get("?cost=300000").await.body, &["放进现有草案"]);
        has(&of.shown(&of.root).await, &["第 1 版", "商议中"]);

        let last = of.homes[3].clone();
        let (coefficient, uses) = (format!("c-{last}"), format!("u-{}", of.homes[0]));
        let more = [
            (coefficient.as_str(), "1.25"),
            (uses.as_str(), "yes"),
            ("cd-0", of.homes[0].as_str()),
            ("ca-0", "8000"),
            ("cw-0", "采光"),
            ("remainder", "household"),
            ("remainder_to", last.as_str()),
        ];
        let form = of.form("2", &more);
        let query: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let worked = of.shown(&format!("{}/edit?{}", scheme(1), query.join("&"))).await;
        has(&worked, &["188,000.00", "还没有保存"]);
        has(&of.shown(&scheme(1)).await, &["21,276.60"]);
        let put = of.put(1, &form).await;
        assert!(put.location().ends_with("lifts-done-put"), "{}", put.body);
        let page = of.shown(&scheme(1)).await;
        // 188,000 by 0.5, 1.0 and 1.25.
        has(&page, &["34,181.81", "68,363.63", "85,454.56", "188,000.00", "1.25（商定）", "8,000.00", "1,000.00", "示例，不是规定"]);
        assert_eq!(of.put(1, &of.form("2", &[])).await.status, StatusCode::CONFLICT);

        assert_eq!(of.settle(1, &of.clerk).await.status, StatusCode::FORBIDDEN);
        let done = of.settle(1, &of.head).await;
        assert!(done.location().ends_with("lifts-done-settled"), "{}", done.body);
        assert_eq!(of.put(1, &of.form("4", &[])).await.status, StatusCode::CONFLICT);
        let paper = of.site.get(&format!("{}/agreement.pdf", scheme(1)), Some(&of.clerk)).await;
        assert_eq!((paper.status, &paper.body[..5]), (StatusCode::OK, "%PDF-"));

        assert!(of.keep(2, "").await.location().ends_with("lifts-done-begun"));
        let dearer = of.put(2, &of.form("1", &[("cost", "310000")])).await;
        assert!(dearer.location().ends_with("lifts-done-put"), "{}", dearer.body);
        has(&of.shown(&scheme(2)).await, &["第 1 版", "34,181.81", "+2,356.65"]);
        has(&of.shown(&format!("/desk/{HERE}/lifts?show=settled")).await, &["甲小区", "第 1 版", "第 2 版"]);
        let given = of.site.post(&format!("{}/given-up", scheme(2)), Some(&of.clerk), &[]).await;
        assert!(given.location().ends_with("lifts-done-given-up"), "{}", given.body);
        has(&of.shown(&scheme(2)).await, &["已放弃", "在此基础上开始新的一版"]);
    }

    async fn what_is_wrong_is_said_in_words_and_nothing_is_half_kept(store: TestStore) {
        let of = begin(store).await;
        assert!(of.keep(1, "cost:300000;subsidy:100000").await.location().ends_with("lifts-done-begun"));
        let before = of.shown(&scheme(1)).await;
        let stranger = id(9_999);
        let (unknown, group, own) = (format!("a-{stranger}"), format!("g-{}", of.homes[1]), format!("c-{}", of.homes[1]));
        let cases: [(&[(&str, &str)], &str); 18] = [
            (&[("cost", "很多")], "金额写元"),
            (&[("cost", "１２３４．５６７")], "金额写元"),
            (&[("cost", "-1")], "不能是负数"),
            (&[("cost", "100")], "超过造价"),
            (&[("cost", "99999999999999")], "金额太大"),
            (&[("sa-0", "")], "第 1 项补助要写名称"),
            (&[("sn-0", "")], "第 1 项补助要写名称"),
            (&[("stops", "1")], "停靠层站数写 2 到 200"),
            (&[("stops", "四")], "停靠层站数写 2 到 200"),
            (&[("gn-0", "甲"), ("gr-0", "equal"), ("gn-1", "乙"), ("gr-1", "area")], "其余部分只能归一个组"),
            (&[("gn-0", "甲"), ("gr-0", "equal"), ("gs-0", "1000")], "对不上"),
            (&[("gn-0", "甲"), ("gr-0", "fixed")], "要写每户金额"),
            (&[("gn-0", "甲"), ("gr-0", "equal"), (group.as_str(), "1")], "选的出资组没有写"),
            (&[(unknown.as_str(), "for")], "有一户不在本单元"),
            (&[("cd-0", stranger.as_str()), ("ca-0", "5"), ("cw-0", "采光")], "有一户不在本单元"),
            (&[("cd-0", of.homes[0].as_str()), ("ca-0", "5")], "第 1 项补偿要写事由"),
            (&[(own.as_str(), "很高")], "201 的系数"),
            (&[("remainder", "household")], "请选一户"),
        ];
        for (other, text) in cases {
            let answer = of.put(1, &of.form("2", other)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{other:?}");
            has(&answer.body, &[text, "示例型号"]);
        }
        assert_eq!(of.put(1, &of.form("x", &[])).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(of.keep(3, "cost:100;subsidy:200").await.status, StatusCode::SEE_OTHER, "to the draft that is there");
        assert_eq!(of.shown(&scheme(1)).await, before);
        // Everybody may be against it: that is kept, and cannot be settled.
        let against: Vec<(String, String)> = of.homes.iter().map(|home| (format!("a-{home}"), "against".to_owned())).collect();
        let against: Vec<(&str, &str)> = against.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(of.put(1, &of.form("2", &against)).await.status, StatusCode::SEE_OTHER);
        has(&of.shown(&scheme(1)).await, &["没有一户出资"]);
        let early = of.settle(1, &of.head).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        has(&early.body, &["没有一户出资"]);
        let paper = of.site.get(&format!("{}/agreement.pdf", scheme(1)), Some(&of.clerk)).await;
        assert_eq!(paper.status, StatusCode::UNPROCESSABLE_ENTITY);
        let stale = of.site.post(&format!("{}/settlement", scheme(1)), Some(&of.head), &[("seen", "1.x")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
    }

    async fn a_figure_that_makes_no_lift_begins_nothing(store: TestStore) {
        let of = begin(store).await;
        let nobody = "cost:100;a-0:against;a-1:against;a-2:silent;a-3:against";
        for tried in ["cost:100;subsidy:200", "cost:x", "cost:-1", nobody] {
            assert_eq!(of.keep(1, tried).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{tried}");
        }
        assert_eq!(of.site.get(&scheme(1), Some(&of.clerk)).await.status, StatusCode::NOT_FOUND);
        let nowhere = format!("{}/{}/schemes", of.root, id(5));
        assert_eq!(of.site.post(&nowhere, Some(&of.clerk), &[("id", &id(1))]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(of.keep(1, "").await.status, StatusCode::SEE_OTHER, "an empty draft may be begun");
    }

    async fn votes_of_the_entrance_stand_beside_the_survey_and_are_no_part_of_it(store: TestStore) {
        let of = begin(store).await;
        of.keep(1, "cost:300000").await;
        let (place, entrance) = (of.of, of.entrance);
        let held = of.site.app.store.write(&clerk(HERE), move |tx| {
            let vote = |scope, title: &str| Draft {
                neighbourhood: place,
                scope,
                matter: Matter::Rebuild,
                title: title.into(),
                question: "是否同意加装电梯（示例）".into(),
                options: Options { without_paying: true },
                first: tx.today(),
                last: tx.today(),
                clause: None,
                plan: None,
            };
            let (ours, others) = (vote(Scope::Entrance(entrance), "本单元表决（示例）"), vote(Scope::Neighbourhood, "全小区表决（示例）"));
            vote::draft(tx, VoteId::from_number(7), &ours)?;
            vote::draft(tx, VoteId::from_number(8), &others)
        });
        held.await.expect("votes");
        let page = of.shown(&scheme(1)).await;
        has(&page, &["本单元表决", &format!("/desk/{HERE}/votes/{}", VoteId::from_number(7)), "意愿征询"]);
        assert!(!page.contains("全小区表决"));
    }

    async fn what_a_door_said_is_open_to_who_reads_opinions_alone(store: TestStore) {
        let of = begin(store).await;
        of.keep(1, "cost:300000").await;
        let builder = of.site.role(HERE, Role::Contractor).await;
        for page in [format!("/desk/{HERE}/lifts"), scheme(1), format!("{}/agreement.pdf", scheme(1))] {
            assert_eq!(of.site.get(&page, Some(&builder)).await.status, StatusCode::FORBIDDEN, "{page}");
        }
        let list = of.site.get(&of.root, Some(&builder)).await;
        assert!(list.status == StatusCode::OK && !list.body.contains(&scheme(1)), "{}", list.body);
        assert!(of.shown(&of.root).await.contains(&scheme(1)));
    }

    async fn who_answers_for_another_place_sees_and_changes_nothing_here(store: TestStore) {
        let of = begin(store).await;
        of.keep(1, "cost:300000").await;
        assert_eq!(of.put(1, &of.form("2", &[])).await.status, StatusCode::SEE_OTHER);
        let facts = Facts::new("别的小区", "430527100001".parse().expect("a code"));
        let other = of.site.app.store.write(&clerk(HERE), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
        let grants = [Role::Clerk, Role::Head].map(|role| Grant { role, scope: Reached::Neighbourhood(other) });
        let away = of.site.somebody(HERE.parse().expect("an office"), &grants).await;
        let pages = ["", "/edit", "/settlement", "/agreement.pdf"].map(|page| format!("{}{page}", scheme(1)));
        for page in pages.into_iter().chain([of.root.clone(), of.page.clone()]) {
            assert_eq!(of.site.get(&page, Some(&away)).await.status, StatusCode::FORBIDDEN, "{page}");
        }
        let form = of.form("3", &[]);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let begun = id(2);
        let forms: [(String, Vec<(&str, &str)>); 4] = [
            (format!("{}/edit", scheme(1)), form),
            (format!("{}/settlement", scheme(1)), vec![("seen", "x")]),
            (format!("{}/given-up", scheme(1)), vec![]),
            (format!("{}/schemes", of.page), vec![("id", begun.as_str())]),
        ];
        for (path, form) in forms {
            assert_eq!(of.site.post(&path, Some(&away), &form).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        // Another place's address is no way to this entrance.
        let through = format!("/desk/{HERE}/register/{other}/lifts/{}/schemes", of.entrance);
        assert_eq!(of.site.post(&through, Some(&away), &[("id", &begun)]).await.status, StatusCode::NOT_FOUND);
        let list = of.site.get(&format!("/desk/{HERE}/lifts"), Some(&away)).await.body;
        assert!(!list.contains("甲小区"), "{list}");
        has(&of.shown(&format!("/desk/{HERE}/lifts")).await, &["甲小区", "1栋 1单元", "出资 3"]);
        assert_eq!(of.site.get("/desk/430528/lifts", Some(&of.clerk)).await.status, StatusCode::FORBIDDEN);
    }

    async fn the_head_sets_the_table_and_an_example_says_that_it_is_one(store: TestStore) {
        let of = begin(store).await;
        let path = format!("/desk/{HERE}/lift-rules");
        has(&of.shown(&path).await, &["广州参考系数", "示例，不是规定", "没有找到可以核对的原文"]);
        let plain = [
            ("from", "2022-05-05"),
            ("name", "县参考系数（示例）"),
            ("source", "示例文件"),
            ("each_further", "0.2"),
            ("f-0", "1"),
            ("k-0", "0"),
            ("f-1", "2"),
            ("k-1", "０．６"),
            ("reason", "示例"),
        ];
        let set = |by: Person, other: &[(&'static str, &'static str)]| {
            let mut form = plain.to_vec();
            form.retain(|(name, _)| !other.iter().any(|(own, _)| own == name));
            form.extend(other);
            let (site, path) = (&of.site, path.clone());
            async move { site.post(&path, Some(&by), &form).await }
        };
        assert_eq!(set(of.clerk.clone(), &[]).await.status, StatusCode::FORBIDDEN);
        let cases: [(&[(&str, &str)], &str); 8] = [
            (&[("name", "")], "写名称"),
            (&[("source", "")], "要写依据"),
            (&[("k-1", "很高")], "第 2 行的系数"),
            (&[("f-1", "二")], "第 2 行的楼层"),
            (&[("f-1", "1")], "前面写过了"),
            (&[("each_further", "-1")], "最多三位小数"),
            (&[("reason", " ")], "理由"),
            (&[("from", "昨天")], "日期"),
        ];
        for (other, text) in cases {
            let answer = set(of.head.clone(), other).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{other:?}");
            has(&answer.body, &[text]);
        }
        assert!(set(of.head.clone(), &[]).await.location().ends_with("lifts-done-rules"));
        let page = of.shown(&path).await;
        has(&page, &["《县参考系数（示例）》", "依据：示例文件", "0.6"]);
        // Two floors above the last one that is named: 0.6 + 2 × 0.2.
        has(&of.get("?cost=300000").await.body, &["placeholder=\"1.0\"", "县参考系数"]);
        assert!(set(of.head.clone(), &[("f-0", ""), ("k-0", ""), ("f-1", ""), ("k-1", "")]).await.location().ends_with("lifts-done-rules"));
        has(&of.shown(&path).await, &["办公室没有系数表"]);
        let by_area = of.get("?cost=300000").await;
        assert_eq!(by_area.status, StatusCode::UNPROCESSABLE_ENTITY, "no areas are known");
        has(&by_area.body, &["没有面积"]);
    }
}
