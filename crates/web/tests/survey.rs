//! A survey campaign as the office runs it: opened, shared out, watched, closed.

use axum::http::StatusCode;
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{DivisionCode, NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Division, Facts};
use linli_store::on_each_engine;
use linli_store::register::{building, division, neighbourhood};
use linli_store::testing::TestStore;
use linli_web::testing::{Answer, Person, Site};

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

impl County {
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
}
