//! Loading registers on pages: what a clerk, a clerk of a town and a hasty one meet.

use axum::http::StatusCode;
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{DivisionCode, Office};
use linli_domain::register::{Division, Neighbourhood};
use linli_store::on_each_engine;
use linli_store::register::division;
use linli_store::register::listing::{self, Wanted};
use linli_store::testing::TestStore;
use linli_web::testing::{Person, Site};

const HERE: &str = "430527";
const IMPORTS: &str = "/desk/430527/imports";

fn office() -> Office {
    HERE.parse().expect("an office")
}

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

async fn begin(store: TestStore) -> (Site, Person) {
    let site = Site::new(store);
    let clerk = site.role(HERE, Role::Clerk).await;
    let rows = [("430527", "绥宁县"), ("430527100", "长铺镇"), ("430527100001", "长铺社区"), ("430527101", "武阳镇")];
    let rows: Vec<Division> = rows.map(|(c, name)| Division { code: code(c), name: name.into() }).to_vec();
    let put = site.app.store.write(&clerk.actor(), move |tx| division::put_all(tx, &rows).map(drop));
    put.await.expect("the divisions");
    (site, clerk)
}

async fn town_clerk(site: &Site, town: &str) -> Person {
    site.somebody(office(), &[Grant { role: Role::Clerk, scope: Scope::Division(code(town)) }]).await
}

/// Uploads a table; the address of its import.
async fn upload(site: &Site, who: &Person, table: &str) -> String {
    let answer = site.upload(IMPORTS, Some(who), &[], &[("file", "台账.csv", table.as_bytes())]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().to_owned()
}

/// Every `name="…" value="…"` of a hidden field and every chosen option: the form as it stands.
fn form_of(page: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let from = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(from.split('"').next().unwrap_or_default().replace("&#34;", "\""))
    };
    let mut fields = Vec::new();
    for part in page.split("<select").skip(1) {
        let (tag, options) = part.split_once('>').expect("a tag");
        let chosen =
            options.split("<option").find(|option| option.split('>').next().is_some_and(|t| t.contains(" selected")));
        let name = attribute(tag, "name").expect("a name");
        fields.push((name, chosen.and_then(|option| attribute(option, "value")).unwrap_or_default()));
    }
    for part in page.split("<input").skip(1) {
        let tag = part.split('>').next().unwrap_or_default();
        if let (Some(name), Some(value)) = (attribute(tag, "name"), attribute(tag, "value")) {
            fields.push((name, value));
        }
    }
    fields
}

/// Confirms the columns as they were guessed, with some fields changed; the plan stands afterwards.
async fn plan(site: &Site, who: &Person, import: &str, changed: &[(&str, &str)]) -> String {
    let page = site.get(&format!("{import}/columns"), Some(who)).await.body;
    let mut form = form_of(page.split("id=\"columns\"").nth(1).expect("the form"));
    for (name, value) in changed {
        form.retain(|(other, _)| other != name);
        form.push(((*name).to_owned(), (*value).to_owned()));
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = site.post(&format!("{import}/columns"), Some(who), &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    site.get(import, Some(who)).await.body
}

/// The plan that the form of the import names.
async fn planned(site: &Site, who: &Person, import: &str) -> String {
    let page = site.get(&format!("{import}/apply"), Some(who)).await.body;
    let plan = form_of(&page).into_iter().find(|(name, _)| name == "plan");
    plan.expect("a plan").1
}

async fn all(site: &Site) -> Vec<Neighbourhood> {
    site.app.store.read(|tx| listing::page(tx, office(), &Wanted::default(), 99)).await.expect("a page").rows
}

const TWO_TOWNS: &str = "小区名称,所属乡镇,计划年度,户数\n粮食局小区,长铺镇,2022,96\n供销社小区,武阳镇,2022,40\n";

on_each_engine! {
    async fn an_empty_file_is_told_from_none(store: TestStore) {
        let (site, clerk) = begin(store).await;
        for (name, told) in [("台账.csv", "文件里没有内容"), ("", "请选择要上传的文件")] {
            let answer = site.upload(IMPORTS, Some(&clerk), &[], &[("file", name, &b""[..])]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains(told), "{}", answer.body);
        }
    }

    async fn a_clerk_of_a_town_sees_the_own_imports_only(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let import = upload(&site, &clerk, TWO_TOWNS).await;
        assert!(plan(&site, &clerk, &import, &[]).await.contains("供销社小区"));
        let town = town_clerk(&site, "430527100").await;
        for page in ["", "/columns", "/apply", "/undo", "/refused.xlsx"] {
            let answer = site.get(&format!("{import}{page}"), Some(&town)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page}");
        }
        let list = site.get(IMPORTS, Some(&town)).await.body;
        assert!(!list.contains("台账.csv"), "the list shows it");
        let own = upload(&site, &town, TWO_TOWNS).await;
        assert!(site.get(IMPORTS, Some(&town)).await.body.contains("台账.csv"));
        assert_eq!(site.get(&own, Some(&clerk)).await.status, StatusCode::OK, "the county's clerk sees all");
    }

    async fn a_plan_that_was_made_again_is_not_applied_unseen(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let import = upload(&site, &clerk, TWO_TOWNS).await;
        plan(&site, &clerk, &import, &[]).await;
        let answer = site.post(&format!("{import}/apply"), Some(&clerk), &[("how", "all"), ("plan", "1")]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.body.contains("重新核对过"), "{}", answer.body);
        assert!(all(&site).await.is_empty());
        let seen = planned(&site, &clerk, &import).await;
        let answer = site.post(&format!("{import}/apply"), Some(&clerk), &[("how", "all"), ("plan", &seen)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(all(&site).await.len(), 2);
    }

    async fn the_title_gives_rows_their_plan_year_and_a_clerk_can_give_another(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let table = "绥宁县2022年城镇老旧小区改造台账\n小区名称,所属乡镇,户数,开工日期\n粮食局小区,长铺镇,96,2022-04-20\n";
        let import = upload(&site, &clerk, table).await;
        let odd = site.post(&format!("{import}/columns"), Some(&clerk), &[("field-0", "name"), ("plan_year", "二零二二")]).await;
        assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", odd.body);
        plan(&site, &clerk, &import, &[("plan_year", "2021")]).await;
        let seen = planned(&site, &clerk, &import).await;
        site.post(&format!("{import}/apply"), Some(&clerk), &[("how", "all"), ("plan", &seen)]).await;
        assert_eq!(all(&site).await[0].facts.plan_year, Some(2021));
        let again = upload(&site, &clerk, table).await;
        assert!(site.get(&format!("{again}/columns"), Some(&clerk)).await.body.contains("value=\"2022\""));
    }

    async fn an_undo_names_the_record_that_has_taken_the_name(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let first = upload(&site, &clerk, "小区名称,所属乡镇,计划年度\n粮食局小区,长铺镇,2022\n").await;
        plan(&site, &clerk, &first, &[]).await;
        let seen = planned(&site, &clerk, &first).await;
        site.post(&format!("{first}/apply"), Some(&clerk), &[("how", "all"), ("plan", &seen)]).await;
        let number = all(&site).await[0].number.clone();
        let renamed = format!("编号,小区名称,所属乡镇,计划年度\n{number},粮食局家属院,长铺镇,2022\n");
        let second = upload(&site, &clerk, &renamed).await;
        plan(&site, &clerk, &second, &[]).await;
        let seen = planned(&site, &clerk, &second).await;
        site.post(&format!("{second}/apply"), Some(&clerk), &[("how", "all"), ("plan", &seen)]).await;
        assert_eq!(all(&site).await[0].facts.name, "粮食局家属院");

        let id = linli_domain::kernel::NeighbourhoodId::new().to_string();
        let form = [("id", id.as_str()), ("name", "粮食局小区"), ("division", "430527100"), ("plan_year", "2022")];
        let answer = site.post("/desk/430527/register/new", Some(&clerk), &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);

        let undone = site.post(&format!("{second}/undo"), Some(&clerk), &[]).await;
        assert_eq!(undone.status, StatusCode::CONFLICT);
        assert!(undone.body.contains("占用了要恢复的名称") && undone.body.contains("粮食局小区"), "{}", undone.body);
    }

    async fn a_form_that_was_sent_before_with_something_else_in_it_loses_nothing(store: TestStore) {
        let (site, clerk) = begin(store).await;
        let id = linli_domain::kernel::NeighbourhoodId::new().to_string();
        let form = |name: &'static str| [("id", id.clone()), ("name", name.into()), ("division", "430527100".into())];
        let send = async |fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            site.post("/desk/430527/register/new", Some(&clerk), &fields).await
        };
        assert_eq!(send(&form("甲小区")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(send(&form("甲小区")).await.status, StatusCode::SEE_OTHER, "the same again is the same");
        let other = send(&form("乙小区")).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(other.body.contains("“甲小区”已保存") && other.body.contains("value=\"乙小区\""), "{}", other.body);
        assert!(!other.body.contains(&id), "it has an id of its own now");
        assert_eq!(all(&site).await.len(), 1);
    }
}
