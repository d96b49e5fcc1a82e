//! What the public sees without an account, and what it never sees.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, VARY};
use linli_domain::kernel::people::{Actor, Role};
use linli_domain::kernel::{DivisionCode, Month, NeighbourhoodId, Office};
use linli_domain::oversight::bulletin::Wording;
use linli_domain::oversight::{Bulletin, BulletinId, BulletinState};
use linli_domain::register::{Division, Neighbourhood};
use linli_domain::sample;
use linli_domain::works::progress::Progress;
use linli_store::oversight::{bulletin, league};
use linli_store::register::{division, merge, neighbourhood};
use linli_store::testing::{TestStore, actor, clerk};
use linli_store::works::progress;
use linli_store::{Error, on_each_engine};
use linli_web::testing::{Site, request};

const SECRET: &str = "不公开的理由";
const NOTE: &str = "不公开的备注";

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

fn divisions() -> Vec<Division> {
    let rows = [
        ("430000", "湖南省"),
        ("430500", "邵阳市"),
        ("430522", "新邵县"),
        ("430527", "绥宁县"),
        ("430527100", "长铺镇"),
        ("430527100001", "长铺社区"),
        ("430527101", "武阳镇"),
        ("430527101001", "武阳社区"),
        ("430527102", "李熙桥镇"),
        ("430527103", "红岩镇"),
        ("430527104", "唐家坊镇"),
        ("430527105", "金屋塘镇"),
        ("430527106", "瓦屋塘镇"),
        ("430527107", "黄土矿镇"),
        ("430527203", "寨市苗族侗族乡"),
        ("430527206", "关峡苗族乡"),
        ("430527207", "长铺子苗族侗族乡"),
        ("430527217", "水口乡"),
    ];
    rows.map(|(c, name)| Division { code: code(c), name: name.into() }).to_vec()
}

fn writer() -> Actor {
    Actor { name: "经办人甲".into(), ..clerk(sample::COUNTY) }
}

/// A site with the sample county, by the functions that people use.
async fn begin(store: TestStore) -> (Site, Vec<Neighbourhood>) {
    let site = Site::new(store);
    let added = site.app.store.write(&writer(), |tx| {
        division::put_all(tx, &divisions())?;
        let samples = sample::neighbourhoods(&divisions());
        let new = samples.iter().map(|sample| (NeighbourhoodId::new(), sample.facts.clone())).collect();
        let added = neighbourhood::add_all(tx, new, "imported", Some(SECRET))?;
        let reports = added.iter().flat_map(|n| {
            let sample = samples.iter().find(|s| s.facts.name == n.facts.name && s.facts.division == n.facts.division);
            let reports = sample.map(|sample| sample.reports.clone()).unwrap_or_default();
            reports
                .into_iter()
                .map(|(month, done)| Progress { note: Some(NOTE.into()), ..Progress::new(n.id, month, done) })
        });
        progress::report_all(tx, &reports.collect::<Vec<_>>())?;
        Ok::<_, Error>(added)
    });
    let added = added.await.expect("the sample");
    (site, added)
}

fn draft(league: linli_domain::oversight::League) -> Bulletin {
    Bulletin {
        office: sample::COUNTY.parse().expect("an office"),
        id: BulletinId::new(),
        month: league.month,
        state: BulletinState::Draft,
        version: 1,
        wording: Wording {
            issuer: "绥宁县示例改造办".into(),
            title: "关于 <b>进展</b> 的通报".into(),
            addressees: "各乡镇：".into(),
            body: "# 一、总体情况\n全县进展。\n[table]".into(),
            copies_to: "县政府办".into(),
        },
        league,
        number: None,
        drafted_by: writer().account,
        drafted_at: linli_store::testing::now(),
        signed_by: None,
        signed_on: None,
        issued_at: None,
        reason: None,
    }
}

/// Drafts a bulletin, and issues it where `issue` says so.
async fn bulletin(site: &Site, issue: bool) -> BulletinId {
    let month: Month = "2022-05".parse().expect("a month");
    let made = site.app.store.write(&writer(), move |tx| {
        let league = league::of(tx, code(sample::COUNTY), month)?;
        let mut made = draft(league);
        bulletin::add(tx, &made)?;
        if issue {
            let head = actor(sample::COUNTY, Role::Head);
            made.submit().expect("submitted");
            made.sign(&head, jiff::civil::date(2022, 5, 5), "绥改办〔2022〕5号").expect("signed");
            made.issue(tx.now()).expect("issued");
            bulletin::save(tx, &made, "issued")?;
        }
        Ok::<_, Error>(made.id)
    });
    made.await.expect("a bulletin")
}

async fn page(site: &Site, path: &str) -> String {
    let answer = site.get(path, None).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    for secret in [SECRET, NOTE, "经办人甲"] {
        assert!(!answer.body.contains(secret), "{path} shows {secret}");
    }
    answer.body
}

on_each_engine! {
    async fn the_start_page_speaks_before_there_is_anything_to_say(store: TestStore) {
        let site = Site::new(store);
        assert!(page(&site, "/").await.contains("还没有公开的数据"));
        for path in ["/search", "/search?q=小区", "/bulletins", "/about", "/robots.txt"] {
            page(&site, path).await;
        }
        assert_eq!(site.get("/places/430527", None).await.status, StatusCode::NOT_FOUND);
    }

    async fn the_figures_of_the_county_go_the_way_of_suining(store: TestStore) {
        let (site, _) = begin(store).await;
        for path in ["/", "/places/430527?month=2022-05", "/places/430500", "/league/430527", "/league/430500?month=2022-05"] {
            let body = page(&site, path).await;
            assert!(body.contains("100.00%") && body.contains("40.30%"), "{path}: {body}");
        }
        let english = page(&site, "/places/430527?lang=en").await;
        assert!(english.contains("Start rate") && english.contains("65 neighbourhoods"));
        assert!(page(&site, "/places/430527100").await.contains("长铺镇"));
        assert!(page(&site, "/places/430527100001").await.contains("长铺社区"));
        assert!(page(&site, "/places/430522").await.contains("还没有公开的小区名单"));
        let file = site.get("/league/430500.csv?month=2022-05", None).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.body.contains(",430527") && file.body.contains(",0.403,"), "{}", file.body);
    }

    async fn a_neighbourhood_is_found_by_two_characters_by_sound_and_by_initials(store: TestStore) {
        let (site, added) = begin(store).await;
        let wanted = &added.iter().find(|n| n.facts.name.starts_with("粮食局")).expect("a sample").id;
        for words in ["%E7%B2%AE%E9%A3%9F", "lsj", "liangshiju"] {
            let link = format!("/neighbourhoods/430527/{wanted}");
            assert!(page(&site, &format!("/search?q={words}")).await.contains(&link), "{words}");
            assert!(page(&site, &format!("/places/430527?q={words}")).await.contains(&link), "{words}");
        }
        assert!(page(&site, "/search?q=%E7%BB%A5%E5%AE%81").await.contains("/places/430527\""));
        assert!(page(&site, "/search?q=%25").await.contains("没有找到"), "a sign is no wildcard");
    }

    async fn a_list_is_paged_to_its_end_and_each_stands_in_it_once(store: TestStore) {
        let (site, added) = begin(store).await;
        let mut path = "/places/430527".to_owned();
        let mut seen = Vec::new();
        for _ in 0..9 {
            let body = page(&site, &path).await;
            let list = body.split("<ul class=\"entries\">").nth(1).and_then(|rest| rest.split("</ul>").next());
            let links = list.unwrap_or_default().split("/neighbourhoods/430527/").skip(1);
            seen.extend(links.map(|link| link[..36].to_owned()));
            let Some(next) = body.split("rel=\"next\" href=\"").nth(1) else { break };
            path = next.split(['"', '#']).next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
        }
        seen.sort();
        let count = seen.len();
        seen.dedup();
        assert_eq!((count, seen.len()), (added.len(), added.len()));
        let narrowed = page(&site, "/places/430527?stage=finished&year=2021&town=430527101").await;
        assert!(narrowed.contains("已完工") && !narrowed.contains("共 65 个小区"));
    }

    async fn a_neighbourhood_says_what_is_public_and_a_merged_one_leads_on(store: TestStore) {
        let (site, added) = begin(store).await;
        let (kept, gone) = (added[0].clone(), added[3].clone());
        let body = page(&site, &format!("/neighbourhoods/430527/{}", kept.id)).await;
        for shown in [kept.facts.name.as_str(), "包联领导", "改造理事会", "2021", "<svg", "完成投资", &kept.number] {
            assert!(body.contains(shown), "{shown}");
        }
        let (one, other) = (kept.clone(), gone.clone());
        let merged = site.app.store.write(&writer(), move |tx| {
            let (one, other) = (neighbourhood::get(tx, one.office, one.id)?, neighbourhood::get(tx, other.office, other.id)?);
            merge::merge(tx, &one, &other, one.facts.clone(), SECRET)
        });
        merged.await.expect("merged");
        let answer = site.get(&format!("/neighbourhoods/430527/{}", gone.id), None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.location(), format!("/neighbourhoods/430527/{}", kept.id));
        page(&site, &format!("/neighbourhoods/430527/{}", kept.id)).await;
        for wrong in ["/neighbourhoods/430522/", "/neighbourhoods/43/", "/neighbourhoods/430527/x"] {
            let answer = site.get(&format!("{wrong}{}", kept.id), None).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        }
    }

    async fn an_issued_bulletin_is_public_and_a_draft_is_not(store: TestStore) {
        let (site, _) = begin(store).await;
        let (draft, issued) = (bulletin(&site, false).await, bulletin(&site, true).await);
        for path in [format!("/bulletins/430527/{draft}"), format!("/bulletins/430527/{draft}.pdf")] {
            assert_eq!(site.get(&path, None).await.status, StatusCode::NOT_FOUND);
        }
        let list = page(&site, "/bulletins").await;
        assert!(list.contains(&issued.to_string()) && !list.contains(&draft.to_string()));
        let body = page(&site, &format!("/bulletins/430527/{issued}")).await;
        assert!(body.contains("绥改办〔2022〕5号") && body.contains("40.30%") && !body.contains("<b>进展"), "{body}");
        let paper = site.get(&format!("/bulletins/430527/{issued}.pdf"), None).await;
        if linli_official::Fonts::load(&linli_official::default_folders()).is_ok() {
            assert_eq!(paper.status, StatusCode::OK, "{}", paper.body);
            assert!(paper.body.starts_with("%PDF-"));
        }
    }

    async fn strange_addresses_are_answered_and_nothing_breaks(store: TestStore) {
        let (site, _) = begin(store).await;
        for path in [
            "/places/430527?month=2022-13&stage=x&year=-1&town=1&after=%00~%FF",
            "/places/430527?q=%3Cscript%3Ealert(1)%3C/script%3E",
            "/places/430527?after=~&year=99999999999",
            "/search?q=%3Cscript%3E%00%27%22",
            "/league/430500?month=%F0%9F%98%80",
            "/league/430527?month=9999-99",
            "/bulletins?after=x",
        ] {
            let answer = site.get(path, None).await;
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
            assert!(!answer.body.contains("<script>"), "{path}");
        }
        for path in ["/places/x", "/places/999999", "/places/43", "/league/430527100", "/league/x.csv", "/bulletins?office=1"] {
            assert_eq!(site.get(path, None).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn a_page_that_has_not_changed_is_not_sent_again(store: TestStore) {
        let (site, _) = begin(store).await;
        let first = site.get("/places/430527", None).await;
        let header = |name| first.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        assert_eq!(header(CACHE_CONTROL), "public, max-age=60");
        assert_eq!(header(VARY), "accept-language, cookie");
        let again = request(axum::http::Method::GET, "/places/430527", None).header(IF_NONE_MATCH, header(ETAG));
        let again = site.send(again.body(axum::body::Body::empty()).expect("a request")).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        let office: Office = sample::COUNTY.parse().expect("an office");
        let somebody = site.role(&office.to_string(), Role::Clerk).await;
        let own = site.get("/places/430527", Some(&somebody)).await;
        assert_eq!(own.headers.get(CACHE_CONTROL).and_then(|v| v.to_str().ok()), Some("private, no-cache"));
    }
}
