//! Overviews: the lamps follow from the records at once, each reader sees their own, and a search finds no more than they may see.

use axum::http::StatusCode;
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{DivisionCode, Money, NeighbourhoodId};
use linli_domain::register::{Division, Facts};
use linli_store::on_each_engine;
use linli_store::register::{division, neighbourhood};
use linli_store::testing::TestStore;
use linli_web::testing::{Person, Site};

const HERE: &str = "430527";
const MINE: &str = "/desk/430527/mine";
const COUNTY: &str = "/desk/430527/overview";

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

struct County {
    site: Site,
    clerk: Person,
    ids: Vec<NeighbourhoodId>,
}

/// One neighbourhood under way long ago, one that should have started last year, one of this year.
async fn begin(store: TestStore) -> County {
    let site = Site::new(store);
    let clerk = site.role(HERE, Role::Clerk).await;
    let rows = [("430527", "绥宁县"), ("430527100", "长铺镇"), ("430527100001", "长铺社区"), ("430527101", "武阳镇")];
    let rows: Vec<Division> = rows.map(|(c, name)| Division { code: code(c), name: name.into() }).to_vec();
    let year = site.app.today().year();
    let added = site.app.store.write(&clerk.actor(), move |tx| {
        division::put_all(tx, &rows)?;
        let facts = |name: &str, place: &str, year: i16| Facts {
            plan_year: Some(year),
            planned_investment: Some(Money::from_yuan(1_000_000)),
            ..Facts::new(name, code(place))
        };
        let started = "2022-03-01".parse().ok();
        let all = [
            Facts { started_on: started, ..facts("停工小区", "430527100001", year) },
            facts("未开工小区", "430527100001", year - 1),
            facts("今年小区", "430527101", year),
        ];
        all.into_iter()
            .map(|facts| Ok(neighbourhood::add(tx, facts)?.id))
            .collect::<Result<Vec<_>, linli_store::Error>>()
    });
    let ids = added.await.expect("neighbourhoods");
    County { site, clerk, ids }
}

impl County {
    async fn page(&self, path: &str, who: &Person) -> String {
        let answer = self.site.get(path, Some(who)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    async fn somebody(&self, role: Role, scope: Scope) -> Person {
        self.site.somebody(HERE.parse().expect("an office"), &[Grant { role, scope }]).await
    }
}

on_each_engine! {
    async fn what_is_late_is_red_and_comes_first(store: TestStore) {
        let county = begin(store).await;
        let page = county.page(MINE, &county.clerk).await;
        let at = |name: &str| page.find(name).unwrap_or_else(|| panic!("{name}: {page}"));
        assert!(at("停工小区") < at("今年小区") && at("未开工小区") < at("今年小区"));
        assert!(page.contains("前开工") && page.contains("没有动静"), "{page}");
        let red = county.page(&format!("{MINE}?lamp=red"), &county.clerk).await;
        assert!(red.contains("停工小区") && !red.contains("今年小区"));
        let overview = county.page(COUNTY, &county.clerk).await;
        assert!(overview.contains("未开工小区") && overview.contains("尚未明确"));
    }

    async fn a_picture_is_never_older_than_the_last_record(store: TestStore) {
        let county = begin(store).await;
        let before = county.page(MINE, &county.clerk).await;
        assert!(before.contains("没有动静"), "{before}");
        let (id, month) = (county.ids[0], linli_domain::kernel::Month::of(county.site.app.today()));
        let reported = county.site.app.store.write(&county.clerk.actor(), move |tx| {
            let report = linli_domain::works::progress::Progress::new(id, month, Money::from_yuan(250_000));
            linli_store::works::progress::report(tx, &report)
        });
        reported.await.expect("it is reported");
        let after = county.page(MINE, &county.clerk).await;
        assert!(!after.contains("没有动静") && after.contains("完成 25.00 / 计划 100.00 万元（25.00%）"), "{after}");
        assert!(county.page(COUNTY, &county.clerk).await.contains("填报"), "and it is news");
    }

    async fn each_sees_their_own(store: TestStore) {
        let county = begin(store).await;
        let leader = county.somebody(Role::Leader, Scope::Neighbourhood(county.ids[2])).await;
        let page = county.page(MINE, &leader).await;
        assert!(page.contains("今年小区") && !page.contains("停工小区") && !page.contains("未开工小区"));
        assert_eq!(county.site.get(COUNTY, Some(&leader)).await.status, StatusCode::FORBIDDEN, "the county is not theirs");
        let town = county.somebody(Role::Clerk, Scope::Division(code("430527101"))).await;
        let page = county.page(MINE, &town).await;
        assert!(page.contains("今年小区") && !page.contains("停工小区"));
        let contractor = county.site.role(HERE, Role::Contractor).await;
        assert_eq!(county.site.get(MINE, Some(&contractor)).await.status, StatusCode::FORBIDDEN);
    }

    async fn a_search_finds_by_sound_and_no_more_than_one_may_see(store: TestStore) {
        let county = begin(store).await;
        let search = |words: &str| format!("/desk/430527/search?q={words}");
        let found = county.page(&search("tgxq"), &county.clerk).await;
        assert!(found.contains("停工小区"), "{found}");
        let town = county.somebody(Role::Clerk, Scope::Division(code("430527101"))).await;
        assert!(!county.page(&search("tgxq"), &town).await.contains("停工小区"));
        let administrator = county.site.role(HERE, Role::Administrator).await;
        let seen = county.page(&search("xiaoqu"), &administrator).await;
        assert!(!seen.contains("停工小区") && !seen.contains("今年小区"), "{seen}");
        let other = county.site.role("430522", Role::Clerk).await;
        assert_eq!(county.site.get(&search("tgxq"), Some(&other)).await.status, StatusCode::FORBIDDEN);
        let nothing = county.page(&search("%25%25"), &county.clerk).await;
        assert!(nothing.contains("没有找到") || !nothing.contains("停工小区"), "what is typed is no wildcard");
        let long = "x".repeat(5_000);
        assert_eq!(county.site.get(&search(&long), Some(&county.clerk)).await.status, StatusCode::OK);
    }

    async fn an_office_without_a_plan_says_what_to_do(store: TestStore) {
        let site = Site::new(store);
        let clerk = site.role(HERE, Role::Clerk).await;
        for path in [MINE, COUNTY] {
            let answer = site.get(path, Some(&clerk)).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(answer.body.contains("class=\"empty\""), "{path}: {}", answer.body);
        }
    }
}
