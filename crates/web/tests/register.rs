//! The journeys of a clerk through the register: adding, finding, changing, buildings, progress, merging, taking away.

use axum::http::StatusCode;
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{DivisionCode, NeighbourhoodId, Office};
use linli_domain::register::building::BuildingId;
use linli_domain::register::facts::Field;
use linli_domain::register::intake::Counts;
use linli_domain::register::{Division, Facts, Neighbourhood};
use linli_formats::sheet::{write_csv, write_xlsx};
use linli_formats::table::{Cell, Limits};
use linli_store::on_each_engine;
use linli_store::register::listing::{self, Wanted};
use linli_store::register::neighbourhood;
use linli_store::register::{building, division};
use linli_store::testing::TestStore;
use linli_store::trail::{self, Filter};
use linli_web::register::export;
use linli_web::register::imports::planning;
use linli_web::register::imports::reading::Reading;
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";
const ROOT: &str = "/desk/430527/register";

fn office() -> Office {
    HERE.parse().expect("an office")
}

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

/// A site whose county has two towns, and a clerk for all of it.
async fn begin(store: TestStore) -> (Site, Person) {
    let site = Site::new(store);
    let clerk = site.role(HERE, Role::Clerk).await;
    let rows = [
        ("430527", "绥宁县"),
        ("430527100", "长铺镇"),
        ("430527100001", "长铺社区"),
        ("430527100002", "示例社区"),
        ("430527101", "武阳镇"),
        ("430527101001", "武阳社区"),
    ];
    let rows: Vec<Division> = rows.map(|(c, name)| Division { code: code(c), name: name.into() }).to_vec();
    let put = site.app.store.write(&clerk.actor(), move |tx| division::put_all(tx, &rows).map(drop));
    put.await.expect("the divisions");
    (site, clerk)
}

async fn add(site: &Site, who: &Person, fields: &[(&str, &str)]) -> (NeighbourhoodId, Answer) {
    let id = NeighbourhoodId::new();
    let text = id.to_string();
    let mut form = vec![("id", text.as_str())];
    form.extend(fields);
    (id, site.post(&format!("{ROOT}/new"), Some(who), &form).await)
}

async fn added(site: &Site, who: &Person, name: &str, place: &str) -> NeighbourhoodId {
    let (id, answer) = add(site, who, &[("name", name), ("division", place), ("plan_year", "2022")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    id
}

async fn read(site: &Site, id: NeighbourhoodId) -> Neighbourhood {
    site.app.store.read(move |tx| neighbourhood::get(tx, office(), id)).await.expect("there")
}

async fn all(site: &Site) -> Vec<Neighbourhood> {
    site.app.store.read(|tx| listing::page(tx, office(), &Wanted::default(), 999)).await.expect("a page").rows
}

async fn ok(site: &Site, path: &str, who: &Person) -> String {
    let answer = site.get(path, Some(who)).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.body
}

/// A form with the present facts, changed in some fields.
async fn edit(site: &Site, who: &Person, id: NeighbourhoodId, version: i64, fields: &[(&str, &str)]) -> Answer {
    let now = read(site, id).await;
    let (name, place, version) = (now.facts.name, now.facts.division.to_string(), version.to_string());
    let year = now.facts.plan_year.map(|year| year.to_string()).unwrap_or_default();
    let started = now.facts.started_on.map(|day| day.to_string()).unwrap_or_default();
    let mut form = vec![("version", version.as_str())];
    let present = [("name", name.as_str()), ("division", &place), ("plan_year", &year), ("started_on", &started)];
    for (field, value) in present {
        if !fields.iter().any(|(given, _)| *given == field) {
            form.push((field, value));
        }
    }
    form.extend(fields);
    site.post(&format!("{ROOT}/{id}/edit"), Some(who), &form).await
}

on_each_engine! {
    async fn a_neighbourhood_is_added_found_and_changed(store: TestStore) {
        let (site, clerk) = begin(store).await;
        assert!(ok(&site, ROOT, &clerk).await.contains("台账里还没有小区"));
        ok(&site, &format!("{ROOT}/new"), &clerk).await;
        let fields = [
            ("name", " 粮食局小区\u{200b} "), ("division", "430527100001"), ("plan_year", "２０２２"), ("households", "９６ 户"),
            ("floor_area", "1,203.55"), ("planned_investment", "457.25"), ("started_on", "2022年4月20日"),
            ("location", "110.155075，26.580622"), ("arrangement", "contiguous"), ("arrangement_area", "长征路片区"),
            ("ownership", "reform"), ("built_year", "1987"),
        ];
        let (id, answer) = add(&site, &clerk, &fields).await;
        assert_eq!(answer.location(), format!("{ROOT}/{id}?done=register-done-added"), "{}", answer.body);
        let facts = read(&site, id).await.facts;
        assert_eq!((facts.name.as_str(), facts.households, facts.plan_year), ("粮食局小区", Some(96), Some(2022)));
        assert_eq!(facts.planned_investment.map(linli_domain::kernel::Money::fen), Some(457_250_000));
        assert_eq!(facts.text(Field::Arrangement).as_deref(), Some("contiguous:长征路片区"));

        let page = ok(&site, &format!("{ROOT}/{id}?done=register-done-added"), &clerk).await;
        for shown in ["粮食局小区", "长铺镇 · 长铺社区", "房改房", "457.25 万元", "1,203.55 平方米", "在建", "2022年4月20日"] {
            assert!(page.contains(shown), "{shown}");
        }
        for (query, found) in [("q=%E7%B2%AE%E9%A3%9F", true), ("q=lsj", true), ("stage=under_way", true), ("stage=finished", false),
                               ("year=2022&town=430527100", true), ("town=430527101", false), ("q=%25", false), ("q=%00", true)] {
            let page = ok(&site, &format!("{ROOT}?{query}"), &clerk).await;
            assert_eq!(page.contains("粮食局小区"), found, "{query}");
            assert!(found || page.contains("没有找到"), "{query}");
        }

        ok(&site, &format!("{ROOT}/{id}/edit"), &clerk).await;
        let answer = edit(&site, &clerk, id, 1, &[("households", "98"), ("reason", "核对户数")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let history = ok(&site, &format!("{ROOT}/{id}/history"), &clerk).await;
        for shown in ["96 户", "98 户", "核对户数", "登记", "修改"] {
            assert!(history.contains(shown), "{shown}");
        }
        assert!(ok(&site, "/desk/430527/divisions", &clerk).await.contains("1 个小区"));
    }

    async fn a_form_sent_twice_changes_once(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let id = NeighbourhoodId::new().to_string();
        let form = [("id", id.as_str()), ("name", "甲小区"), ("division", "430527100001")];
        for _ in 0..2 {
            let answer = site.post(&format!("{ROOT}/new"), Some(&clerk), &form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        assert_eq!(all(&site).await.len(), 1);
        let id = id.parse().expect("an id");
        for _ in 0..2 {
            let answer = edit(&site, &clerk, id, 1, &[("households", "9")]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        assert_eq!(read(&site, id).await.version, 2);
    }

    async fn who_comes_second_sees_what_the_first_one_changed(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let id = added(&site, &clerk, "甲小区", "430527100001").await;
        edit(&site, &clerk, id, 1, &[("households", "96"), ("leader", "示例领导")]).await;
        let other = site.role(HERE, Role::Clerk).await;
        let typed = [("version", "1"), ("name", "甲小区"), ("division", "430527100001"), ("plan_year", "2022"),
                     ("households", "100"), ("address", "长征路1号")];
        let answer = site.post(&format!("{ROOT}/{id}/edit"), Some(&other), &typed).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        for shown in ["双方都改了", "与对方一致", "96 户", "value=\"100\"", "value=\"长征路1号\"", "value=\"示例领导\"", "name=\"version\" value=\"2\""] {
            assert!(answer.body.contains(shown), "{shown}");
        }
        assert_eq!(read(&site, id).await.facts.households, Some(96), "nothing is written yet");
    }

    async fn what_cannot_be_is_said_at_its_field_and_nothing_is_lost_or_written(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let long = "长".repeat(34_000);
        let wrong: [(&str, &str, &str); 23] = [
            ("name", "", "请填写这一项"),
            ("name", "\u{200b}", "请填写这一项"),
            ("name", long.as_str(), "太长了"),
            ("address", long.as_str(), "太长了"),
            ("division", "", "请选择小区所在"),
            ("division", "430522100", "不是本单位管辖"),
            ("division", "430527", "不是本单位管辖"),
            ("division", "430527999", "区划表里没有"),
            ("location", "26.580622,110.155075", "是否写反"),
            ("location", "绥宁", "经度,纬度"),
            ("built_year", "1700", "1880"),
            ("built_year", "99999999999999999999", "太大"),
            ("floor_area", "-3", "不能是负数"),
            ("floor_area", "1.234", "最多两位小数"),
            ("buildings", "2.5", "请填整数"),
            ("households", "-1", "不能是负数"),
            ("ownership", "<script>", "请从列表里选"),
            ("plan_year", "十", "这不是一个数"),
            ("arrangement", "contiguous", "写明区域名称"),
            ("planned_investment", "1.0000001", "一分钱"),
            ("started_on", "2022-05-06", "今天之后"),
            ("finished_on", "2022-04-30", "要有开工日期"),
            ("started_on", "2022-13-01", "看不懂这个日期"),
        ];
        for (field, value, said) in wrong {
            let mut form = vec![("former_unit", "'; drop table neighbourhood; --<b>")];
            for (name, fine) in [("name", "甲小区"), ("division", "430527100001"), ("plan_year", "2022")] {
                if name != field {
                    form.push((name, fine));
                }
            }
            form.push((field, value));
            let (_, answer) = add(&site, &clerk, &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value:.20}");
            assert!(answer.body.contains(said), "{field}={value:.20}: {said}");
            assert!(answer.body.contains(&format!("href=\"#{}", if field == "arrangement" { "arrangement_area" } else { field })), "{field}");
            assert!(answer.body.contains("drop table neighbourhood; --&#60;b&#62;"), "what was typed is kept, and is no markup");
        }
        assert!(all(&site).await.is_empty());
        let huge = "长".repeat(400_000);
        let (_, answer) = add(&site, &clerk, &[("name", huge.as_str())]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        let nameless = site.post(&format!("{ROOT}/new"), Some(&clerk), &[("id", "x"), ("name", "甲")]).await;
        assert_eq!(nameless.status, StatusCode::BAD_REQUEST);
    }

    async fn naughty_names_come_back_as_they_were_typed(store: TestStore) {
        let (site, clerk) = begin(store).await;
        for (n, name) in ["㑇䶮𰻝小区", "=1+1", "' or 1=1 --", "<script>alert(1)</script>", "{{ctx}}", "%_!", "Ω≈ç√", "🏘️院", "NULL", "../../etc"].iter().enumerate() {
            let (id, answer) = add(&site, &clerk, &[("name", name), ("division", "430527100001")]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name} {n}: {}", answer.body);
            assert_eq!(read(&site, id).await.facts.name, *name);
            assert!(!ok(&site, &format!("{ROOT}/{id}"), &clerk).await.contains("<script>alert"));
        }
        assert!(!ok(&site, ROOT, &clerk).await.contains("<script>alert"));
    }

    async fn a_name_that_is_taken_says_by_which_record(store: TestStore) {
        let (site, clerk) = begin(store).await;
        added(&site, &clerk, "甲小区", "430527100001").await;
        let (_, answer) = add(&site, &clerk, &[("name", "甲小区"), ("division", "430527100001")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("430527100-XQ-0001"));
        let other = added(&site, &clerk, "乙小区", "430527100001").await;
        let answer = edit(&site, &clerk, other, 1, &[("name", "甲小区")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("430527100-XQ-0001"));
    }

    async fn a_clerk_of_a_town_stays_in_the_town(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let far = added(&site, &clerk, "武阳小区", "430527101001").await;
        let near = added(&site, &clerk, "长铺小区", "430527100001").await;
        let town = Grant { role: Role::Clerk, scope: Scope::Division(code("430527100")) };
        let clerk = site.somebody(office(), &[town]).await;
        let list = ok(&site, ROOT, &clerk).await;
        assert!(list.contains("长铺小区") && !list.contains("武阳小区"));
        let form = ok(&site, &format!("{ROOT}/new"), &clerk).await;
        assert!(form.contains("430527100001") && !form.contains("430527101"));
        for page in ["", "/edit", "/history", "/merge", "/buildings", "/progress"] {
            let answer = site.get(&format!("{ROOT}/{far}{page}"), Some(&clerk)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page}");
        }
        assert_eq!(site.get(&format!("{ROOT}/{near}/merge?with={far}"), Some(&clerk)).await.status, StatusCode::FORBIDDEN);
        let (_, answer) = add(&site, &clerk, &[("name", "丙"), ("division", "430527101001")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let answer = edit(&site, &clerk, near, 1, &[("division", "430527101001")]).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("不在您负责的范围"));
        let far_edit = edit(&site, &clerk, far, 1, &[("households", "1")]).await;
        assert_eq!(far_edit.status, StatusCode::FORBIDDEN);
        let progress = [("month", "2022-05"), ("done", "0")];
        assert_eq!(site.post(&format!("{ROOT}/{far}/progress"), Some(&clerk), &progress).await.status, StatusCode::FORBIDDEN);
        assert!(!site.get(&format!("{ROOT}/export.csv"), Some(&clerk)).await.body.contains("武阳小区"));
        assert_eq!(all(&site).await.len(), 2);
    }

    async fn a_leader_sees_the_own_neighbourhood_and_changes_nothing(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let mine = added(&site, &clerk, "甲小区", "430527100001").await;
        let other = added(&site, &clerk, "乙小区", "430527100001").await;
        let leader = site.somebody(office(), &[Grant { role: Role::Leader, scope: Scope::Neighbourhood(mine) }]).await;
        let list = ok(&site, ROOT, &leader).await;
        assert!(list.contains("甲小区") && !list.contains("乙小区") && !list.contains("/new"));
        assert!(!ok(&site, &format!("{ROOT}/{mine}"), &leader).await.contains("/edit"));
        assert_eq!(site.get(&format!("{ROOT}/{other}"), Some(&leader)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.get(&format!("{ROOT}/{mine}/edit"), Some(&leader)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.get(&format!("{ROOT}/export.xlsx"), Some(&leader)).await.status, StatusCode::FORBIDDEN);
    }

    async fn an_id_of_another_county_is_not_found_here(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let id = added(&site, &clerk, "甲小区", "430527100001").await;
        let other = site.role("430522", Role::Clerk).await;
        for page in ["", "/edit", "/history", "/buildings", "/progress", "/merge"] {
            let there = site.get(&format!("/desk/430522/register/{id}{page}"), Some(&other)).await;
            assert_eq!(there.status, StatusCode::NOT_FOUND, "{page}");
            assert_eq!(site.get(&format!("{ROOT}/{id}{page}"), Some(&other)).await.status, StatusCode::FORBIDDEN, "{page}");
        }
        let answer = site.post(&format!("/desk/430522/register/{id}/edit"), Some(&other), &[("version", "1"), ("name", "乙")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }

    async fn a_building_is_added_with_its_doors_and_closed(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let id = added(&site, &clerk, "甲小区", "430527100001").await;
        let at = format!("{ROOT}/{id}/buildings");
        let block = BuildingId::new().to_string();
        let form = [("id", block.as_str()), ("name", "1栋"), ("entrances", "3"), ("floors", "６"), ("doors", "2"), ("built_year", "1987")];
        for _ in 0..2 {
            assert_eq!(site.post(&at, Some(&clerk), &form).await.status, StatusCode::SEE_OTHER);
        }
        let wrong = [("id", &*BuildingId::new().to_string(), "1栋", "3"), ("id", &*BuildingId::new().to_string(), "2栋", "99")]
            .map(|(_, id, name, entrances)| (id.to_owned(), name, entrances));
        for (building, name, entrances) in wrong {
            let form = [("id", building.as_str()), ("name", name), ("entrances", entrances), ("floors", "6"), ("doors", "2")];
            assert_eq!(site.post(&at, Some(&clerk), &form).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        }
        assert!(ok(&site, &at, &clerk).await.contains("共 36 户"));
        let doors = ok(&site, &format!("{at}/{block}"), &clerk).await;
        assert!(doors.contains("3单元") && doors.contains("602"), "{doors}");
        ok(&site, &format!("{at}/{block}/close"), &clerk).await;
        assert_eq!(site.post(&format!("{at}/{block}/close"), Some(&clerk), &[]).await.status, StatusCode::SEE_OTHER);
        assert!(ok(&site, &at, &clerk).await.contains("还没有登记楼栋"));
        assert_eq!(site.get(&format!("{at}/{block}"), Some(&clerk)).await.status, StatusCode::NOT_FOUND);
    }

    async fn progress_falls_only_with_a_note_and_keeps_what_was_said(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let id = added(&site, &clerk, "甲小区", "430527100001").await;
        let at = format!("{ROOT}/{id}/progress");
        let report = async |month: &str, done: &str, note: &str| {
            site.post(&at, Some(&clerk), &[("month", month), ("done", done), ("note", note)]).await.status
        };
        assert_eq!(report("2022-05", "1", "").await, StatusCode::UNPROCESSABLE_ENTITY, "not started");
        let refused = edit(&site, &clerk, id, 1, &[("started_on", "2022-03-01")]).await;
        assert!(refused.body.contains("请到“改造进程”中上报"), "a start is not written into a form");
        let fields = [
            ("name", "乙小区"), ("division", "430527100001"), ("plan_year", "2022"), ("started_on", "2022-03-01"),
            ("planned_investment", "400"),
        ];
        let (id, _) = add(&site, &clerk, &fields).await;
        let at = format!("{ROOT}/{id}/progress");
        let report = async |month: &str, done: &str, note: &str| {
            site.post(&at, Some(&clerk), &[("month", month), ("done", done), ("note", note)]).await.status
        };
        assert_eq!(report("2022-04", "100", "").await, StatusCode::SEE_OTHER);
        assert_eq!(report("2022-04", "100", "").await, StatusCode::SEE_OTHER, "sent twice");
        assert_eq!(report("2022-05", "９０", "").await, StatusCode::UNPROCESSABLE_ENTITY, "it fell");
        assert_eq!(report("2022-03", "120", "").await, StatusCode::UNPROCESSABLE_ENTITY, "above a later month");
        assert_eq!(report("2022-06", "200", "").await, StatusCode::UNPROCESSABLE_ENTITY, "ahead");
        assert_eq!(report("2022-13", "200", "").await, StatusCode::UNPROCESSABLE_ENTITY, "no month");
        assert_eq!(report("2022-05", "-1", "x").await, StatusCode::UNPROCESSABLE_ENTITY, "negative");
        assert_eq!(report("2022-05", "90", "审计核减").await, StatusCode::SEE_OTHER);
        assert_eq!(report("2022-05", "95.5", "补报").await, StatusCode::SEE_OTHER);
        let page = ok(&site, &at, &clerk).await;
        for shown in ["95.50", "<del>90.00</del>", "审计核减", "补报", "23.88%", "<svg"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
    }

    async fn two_records_are_merged_and_parted(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let kept = added(&site, &clerk, "粮食局小区", "430527100001").await;
        let gone = added(&site, &clerk, "粮食局宿舍", "430527100001").await;
        edit(&site, &clerk, kept, 1, &[("households", "96")]).await;
        edit(&site, &clerk, gone, 1, &[("households", "98"), ("built_year", "1986")]).await;
        assert!(ok(&site, &format!("{ROOT}/{kept}/merge"), &clerk).await.contains("粮食局宿舍"));
        let compare = ok(&site, &format!("{ROOT}/{kept}/merge?with={gone}"), &clerk).await;
        assert!(compare.contains("take_households") && !compare.contains("take_built_year"));

        let gone_text = gone.to_string();
        let mut form = vec![("with", gone_text.as_str()), ("kept_version", "2"), ("gone_version", "2"), ("take_households", "gone")];
        let at = format!("{ROOT}/{kept}/merge");
        let answer = site.post(&at, Some(&clerk), &form).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("请写明原因"), "{}", answer.body);
        form.push(("reason", "同一小区登记两次"));
        let stale: Vec<_> = form.iter().map(|(k, v)| if *k == "kept_version" { (*k, "1") } else { (*k, *v) }).collect();
        assert_eq!(site.post(&at, Some(&clerk), &stale).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        for _ in 0..2 {
            let answer = site.post(&at, Some(&clerk), &form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        let facts = read(&site, kept).await.facts;
        assert_eq!((facts.households, facts.built_year), (Some(98), Some(1986)));
        assert!(ok(&site, &format!("{ROOT}/{gone}"), &clerk).await.contains("本记录已并入"));
        let history = ok(&site, &format!("{ROOT}/{kept}/history"), &clerk).await;
        assert!(history.contains("同一小区登记两次") && history.contains("粮食局宿舍"));
        assert_eq!(all(&site).await.len(), 1);

        let part = format!("{ROOT}/{kept}/part/{gone}");
        ok(&site, &part, &clerk).await;
        assert_eq!(site.post(&part, Some(&clerk), &[("reason", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&part, Some(&clerk), &[("reason", "两个小区")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(all(&site).await.len(), 2);
        assert_eq!(site.get(&part, Some(&clerk)).await.status, StatusCode::NOT_FOUND);
        let same = site.get(&format!("{ROOT}/{kept}/merge?with={kept}"), Some(&clerk)).await;
        assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn an_export_says_what_the_list_shows_runs_nothing_and_is_in_the_trail(store: TestStore) {
        let (site, clerk) = begin(store).await;
        added(&site, &clerk, "=HYPERLINK(\"x\")", "430527100001").await;
        let (_, answer) = add(&site, &clerk, &[("name", "乙小区"), ("division", "430527101001"), ("plan_year", "2021"), ("ownership", "reform"),
            ("planned_investment", "457.250001"), ("floor_area", "12.5"), ("started_on", "2021-04-20")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let csv = site.get(&format!("{ROOT}/export.csv"), Some(&clerk)).await;
        assert!(csv.body.contains("'=HYPERLINK"), "{}", csv.body);
        let one = site.get(&format!("{ROOT}/export.csv?year=2021"), Some(&clerk)).await;
        assert!(one.body.contains("430527101-XQ-0001,乙小区,430527101001,") && one.body.contains("457.250001") && one.body.contains("房改房"), "{}", one.body);
        assert!(!one.body.contains("HYPERLINK"));
        assert!(one.headers["content-disposition"].to_str().expect("text").contains("register-430527-2022-05-05.csv"));
        let table = linli_formats::table::read(one.body.as_bytes(), "a.csv", &Limits::default()).expect("a table");
        let headings: Vec<String> = Field::ALL.into_iter().map(|field| field.heading().to_owned()).collect();
        let first: Vec<String> = table.sheets[0].rows[0].cells.iter().map(|cell: &Cell| cell.shown().into_owned()).collect();
        assert_eq!(first[1..=17], headings[..]);
        assert_eq!(site.get(&format!("{ROOT}/export.xlsx"), Some(&clerk)).await.status, StatusCode::OK);
        let lines = site.app.store.read(|tx| trail::page(tx, office(), &Filter::default(), None, 50)).await.expect("the trail");
        assert_eq!(lines.iter().filter(|line| line.act == "register.exported").count(), 3);
    }

    async fn what_was_taken_away_is_read_again_as_the_same(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let full = [("name", "乙小区"), ("division", "430527101001"), ("plan_year", "2021"), ("ownership", "reform"), ("buildings", "4"),
            ("planned_investment", "457.250001"), ("floor_area", "1212.5"), ("started_on", "2021-04-20"), ("finished_on", "2021-11-02"),
            ("location", "110.155075，26.580622"), ("arrangement", "contiguous"), ("arrangement_area", "长征路片区"), ("built_year", "1987"),
            ("address", "示例路1号"), ("former_unit", "示例厂"), ("households", "96"), ("leader", "示例领导"), ("residents_body", "示例业委会")];
        assert_eq!(add(&site, &clerk, &full).await.1.status, StatusCode::SEE_OTHER);
        added(&site, &clerk, "=示例小区", "430527100001").await;
        added(&site, &clerk, "示例小区", "430527100").await;

        let (actor, today) = (clerk.actor(), site.app.today());
        let table = export::take(&site.app.store, &actor, office(), &Wanted::default(), serde_json::json!({}), today).await.expect("a table");
        let files = [("a.xlsx", write_xlsx(&table).expect("written")), ("a.csv", write_csv(&table).expect("written"))];
        for (name, bytes) in files {
            let reading = Reading::of(&bytes, name, None).expect("a register");
            let planned = planning::planned(&site.app.store, &actor, None, today, &reading).await.expect("planned");
            assert_eq!(Counts::of(&planned), Counts { same: 3, ..Counts::default() }, "{name}: {planned:#?}");
        }
    }

    async fn a_long_list_is_read_page_by_page(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let rows: Vec<_> = (0..120).map(|n| (NeighbourhoodId::new(), Facts::new(format!("示例{n}号小区"), code("430527100001")))).collect();
        let put = site.app.store.write(&clerk.actor(), move |tx| neighbourhood::add_all(tx, rows.clone(), "added", None).map(drop));
        put.await.expect("added");
        for sort in ["number", "name", "changed"] {
            let (mut path, mut seen) = (format!("{ROOT}?sort={sort}"), 0);
            loop {
                let page = ok(&site, &path, &clerk).await;
                seen += page.matches("<th scope=\"row\">").count();
                assert!(page.contains("共 120 个"));
                let Some((before, _)) = page.split_once("\">下一页</a>") else { break };
                path = before.rsplit_once("href=\"").expect("a link").1.replace("&#38;", "&").replace("&amp;", "&");
            }
            assert_eq!(seen, 120, "{sort}");
        }
        let english = ok(&site, &format!("{ROOT}?lang=en"), &clerk).await;
        assert!(english.contains("50 on this page of 120 found"));
    }

    async fn a_merged_record_takes_no_more_changes(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let kept = added(&site, &clerk, "甲小区", "430527100001").await;
        let gone = added(&site, &clerk, "乙小区", "430527100001").await;
        let text = gone.to_string();
        let form = [("with", text.as_str()), ("kept_version", "1"), ("gone_version", "1"), ("reason", "重复")];
        assert_eq!(site.post(&format!("{ROOT}/{kept}/merge"), Some(&clerk), &form).await.status, StatusCode::SEE_OTHER);
        assert_eq!(edit(&site, &clerk, gone, 2, &[("households", "1")]).await.status, StatusCode::CONFLICT);
        assert_eq!(site.get(&format!("{ROOT}/{gone}/edit"), Some(&clerk)).await.status, StatusCode::SEE_OTHER);
        let block = BuildingId::new().to_string();
        let form = [("id", block.as_str()), ("name", "1栋"), ("entrances", "1"), ("floors", "1"), ("doors", "1")];
        assert_eq!(site.post(&format!("{ROOT}/{gone}/buildings"), Some(&clerk), &form).await.status, StatusCode::CONFLICT);
        let there = site.app.store.read(move |tx| building::of(tx, office(), gone)).await.expect("read");
        assert!(there.is_empty());
    }
}
