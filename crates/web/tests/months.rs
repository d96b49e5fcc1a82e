//! A month as people close it: figures in one table, signed by two, frozen, corrected by a further version.

use axum::http::StatusCode;
use linli_domain::kernel::people::Role;
use linli_domain::kernel::{DivisionCode, Money, NeighbourhoodId};
use linli_domain::register::{Division, Facts};
use linli_store::on_each_engine;
use linli_store::register::{division, neighbourhood};
use linli_store::testing::TestStore;
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";
const MONTH: &str = "/desk/430527/months/2022-05";
const FIGURES: &str = "/desk/430527/months/2022-05/figures";

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

struct County {
    site: Site,
    clerk: Person,
    head: Person,
    id: NeighbourhoodId,
}

/// One neighbourhood under way, and a cut-off day that has come by the clock of tests.
async fn begin(store: TestStore) -> County {
    let site = Site::new(store);
    let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
    let rows = [("430527", "绥宁县"), ("430527100", "长铺镇"), ("430527100001", "长铺社区")];
    let rows: Vec<Division> = rows.map(|(c, name)| Division { code: code(c), name: name.into() }).to_vec();
    let added = site.app.store.write(&clerk.actor(), move |tx| {
        division::put_all(tx, &rows)?;
        let facts = Facts {
            plan_year: Some(2022),
            started_on: "2022-04-08".parse().ok(),
            planned_investment: Some(Money::from_yuan(1_000_000)),
            ..Facts::new("甲小区", code("430527100001"))
        };
        Ok::<_, linli_store::Error>(neighbourhood::add(tx, facts)?.id)
    });
    let id = added.await.expect("a neighbourhood");
    let county = County { site, clerk, head, id };
    let rules = [("from", "2022-01-01"), ("cut_off_day", "1"), ("silent_weeks", "5"), ("reason", "县里规定")];
    let set = county.site.post("/desk/430527/month-rules", Some(&county.head), &rules).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    county
}

impl County {
    /// Saves a row: the version that was seen, the money done, the lifts and a note.
    async fn save(&self, version: &str, done: &str, lifts: &str, note: &str) -> Answer {
        let id = self.id;
        let names = [format!("v-{id}"), format!("d-{id}"), format!("q-lift-{id}"), format!("n-{id}")];
        let values = [version, done, lifts, note];
        let mut form: Vec<(&str, &str)> = vec![("group", "facilities")];
        form.extend(names.iter().map(String::as_str).zip(values));
        self.site.post(FIGURES, Some(&self.clerk), &form).await
    }

    async fn page(&self, path: &str, who: &Person) -> String {
        let answer = self.site.get(path, Some(who)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    async fn step(&self, step: &str, who: &Person) -> Answer {
        let page = self.page(MONTH, who).await;
        let digest = page.split("name=\"digest\" value=\"").nth(1).and_then(|rest| rest.get(..64)).unwrap_or_default();
        self.site.post(&format!("{MONTH}/{step}"), Some(who), &[("digest", digest)]).await
    }
}

on_each_engine! {
    async fn a_month_is_filled_in_signed_by_two_and_corrected_by_a_further_version(store: TestStore) {
        let county = begin(store).await;
        let saved = county.save("0", "４０．３", "２", "").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let grid = county.page(&format!("{FIGURES}?group=facilities"), &county.clerk).await;
        assert!(grid.contains("value=\"40.3\"") && grid.contains("value=\"2\""), "{grid}");

        assert_eq!(county.step("filling", &county.clerk).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.save("1", "50", "2", "").await.status, StatusCode::CONFLICT, "it is locked");
        assert_eq!(county.step("signature", &county.head).await.status, StatusCode::SEE_OTHER);
        assert!(county.page(MONTH, &county.clerk).await.contains("本月已签发"));

        let none = county.site.post(&format!("{MONTH}/correction"), Some(&county.clerk), &[("reason", " ")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let opened = county.site.post(&format!("{MONTH}/correction"), Some(&county.clerk), &[("reason", "审计核减")]).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER);
        let fell = county.save("1", "40", "2", "").await;
        assert_eq!(fell.status, StatusCode::UNPROCESSABLE_ENTITY, "less than before needs a note");
        assert_eq!(county.save("1", "40", "2", "审计核减").await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.step("filling", &county.clerk).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.step("signature", &county.head).await.status, StatusCode::SEE_OTHER);
        let compared = county.page(&format!("{MONTH}/versions/1?with=2"), &county.head).await;
        assert!(compared.contains("40.30") && compared.contains("40.00"), "{compared}");
    }

    async fn one_person_does_not_sign_twice_and_nobody_signs_what_was_not_shown(store: TestStore) {
        let county = begin(store).await;
        let both = county.site.somebody(HERE.parse().expect("an office"), &[Role::Clerk, Role::Head].map(|role| {
            let scope = linli_domain::kernel::people::Scope::Division(code(HERE));
            linli_domain::kernel::people::Grant { role, scope }
        })).await;
        let other = "0".repeat(64);
        let unseen = county.site.post(&format!("{MONTH}/filling"), Some(&both), &[("digest", other.as_str())]).await;
        assert_eq!(unseen.status, StatusCode::CONFLICT);
        assert_eq!(county.step("filling", &both).await.status, StatusCode::SEE_OTHER);
        let page = county.page(MONTH, &county.head).await;
        let digest = page.split("name=\"digest\" value=\"").nth(1).and_then(|rest| rest.get(..64)).expect("a digest");
        let twice = county.site.post(&format!("{MONTH}/signature"), Some(&both), &[("digest", digest)]).await;
        assert_eq!(twice.status, StatusCode::FORBIDDEN);
        let back = county.site.post(&format!("{MONTH}/return"), Some(&county.head), &[("reason", "请核对")]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
    }

    async fn two_clerks_in_one_table_lose_nothing(store: TestStore) {
        let county = begin(store).await;
        assert_eq!(county.save("0", "10", "", "").await.status, StatusCode::SEE_OTHER);
        let late = county.save("0", "12", "", "").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.body.contains("value=\"12\"") && late.body.contains("10.00"), "mine and theirs are shown");
        assert_eq!(county.save("1", "12", "", "").await.status, StatusCode::SEE_OTHER, "and then it is decided");
    }

    async fn what_cannot_be_is_refused_in_its_cell_and_nothing_is_saved(store: TestStore) {
        let county = begin(store).await;
        for (done, lifts, says) in [("abc", "", "数字"), ("-1", "", "负"), ("10", "1.5", "小数位太多"), ("10", "99999999999999999999", "太大")] {
            let refused = county.save("0", done, lifts, "").await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{done} {lifts}");
            assert!(refused.body.contains(says) && refused.body.contains("aria-invalid"), "{done} {lifts}: {says}");
        }
        assert!(county.page(MONTH, &county.clerk).await.contains("没有填报"), "nothing was saved");
        let ahead = county.site.get("/desk/430527/months/2031-01/figures", Some(&county.clerk)).await;
        assert_eq!(ahead.status, StatusCode::NOT_FOUND);
    }

    async fn a_clerk_of_another_town_changes_nothing_here(store: TestStore) {
        let county = begin(store).await;
        let scope = linli_domain::kernel::people::Scope::Division(code("430527101"));
        let grant = linli_domain::kernel::people::Grant { role: Role::Clerk, scope };
        let other = county.site.somebody(HERE.parse().expect("an office"), &[grant]).await;
        assert!(!county.page(FIGURES, &other).await.contains("甲小区"));
        let row = [(format!("v-{}", county.id), "0"), (format!("d-{}", county.id), "9")];
        let form: Vec<(&str, &str)> = row.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(county.site.post(FIGURES, Some(&other), &form).await.status, StatusCode::FORBIDDEN);
        let filling = county.site.post(&format!("{MONTH}/filling"), Some(&other), &[("digest", "x")]).await;
        assert_eq!(filling.status, StatusCode::FORBIDDEN, "a town does not sign for the county");
    }

    async fn more_than_a_later_month_says_needs_a_note(store: TestStore) {
        let county = begin(store).await;
        assert_eq!(county.save("0", "40", "", "").await.status, StatusCode::SEE_OTHER);
        let april = "/desk/430527/months/2022-04/figures";
        let (version, done, note) = (format!("v-{}", county.id), format!("d-{}", county.id), format!("n-{}", county.id));
        let form = |why| [(version.as_str(), "0"), (done.as_str(), "41"), (note.as_str(), why)];
        let above = county.site.post(april, Some(&county.clerk), &form("")).await;
        assert_eq!(above.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(above.body.contains("比后面月份"), "{}", above.body);
        let explained = county.site.post(april, Some(&county.clerk), &form("五月核减")).await;
        assert_eq!(explained.status, StatusCode::SEE_OTHER);
    }

    async fn money_beyond_the_plan_is_mended_before_anybody_signs(store: TestStore) {
        let county = begin(store).await;
        assert_eq!(county.save("0", "101", "", "").await.status, StatusCode::SEE_OTHER);
        let page = county.page(MONTH, &county.clerk).await;
        assert!(page.contains("超过计划") && !page.contains("filling"), "there is no button");
        assert_eq!(county.save("1", "101", "", "追加工程，已批复").await.status, StatusCode::SEE_OTHER);
        assert!(county.page(MONTH, &county.clerk).await.contains("filling"));
    }
}
