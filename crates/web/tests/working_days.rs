//! What a county promises those who say something, and the days that it works.

use axum::http::StatusCode;
use linli_domain::kernel::people::Role;
use linli_store::on_each_engine;
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";
const DAYS: &str = "/desk/430527/working-days";
const RULES: &str = "/desk/430527/consultation-rules";
const NOTICE: &str = "四、劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。";
const WHY: (&str, &str) = ("reason", "国办发明电〔2021〕11号");

async fn enter(site: &Site, who: &Person, version: &str, list: &str) -> Answer {
    site.post(DAYS, Some(who), &[("year", "2022"), ("version", version), ("list", list), WHY]).await
}

on_each_engine! {
    async fn a_county_without_a_list_is_told_so_and_pastes_the_notice(store: TestStore) {
        let site = Site::new(store);
        let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
        let empty = site.get(DAYS, Some(&clerk)).await;
        assert!(empty.body.contains("还没有录入放假安排") && !empty.body.contains("<textarea"), "{}", empty.body);
        assert_eq!(enter(&site, &clerk, "0", NOTICE).await.status, StatusCode::FORBIDDEN);
        assert_eq!(enter(&site, &head, "0", NOTICE).await.status, StatusCode::SEE_OTHER);
        let page = site.get(&format!("{DAYS}?year=2022"), Some(&head)).await.body;
        for text in ["2022-05-04 休 劳动节", "2022-05-07 班 劳动节", "录入 7 天", "国办发明电〔2021〕11号"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(site.get(&format!("{DAYS}?year=2023"), Some(&head)).await.body.contains("还没有录入放假安排"));
        assert_eq!(enter(&site, &head, "0", NOTICE).await.status, StatusCode::CONFLICT, "on a list that was not looked at");
    }

    async fn a_list_that_is_not_understood_is_told_line_by_line_and_nothing_is_kept(store: TestStore) {
        let site = Site::new(store);
        let head = site.role(HERE, Role::Head).await;
        let cases = [
            ("5月1日 休\n<script>alert(1)</script>", "第 2 行“&lt;script&gt;alert(1)&lt;/script&gt;”：没有找到日期"),
            ("2月30日 休", "日期不存在"),
            ("5月9日 班", "应是周六或周日"),
            ("2021-12-31 休", "这里只录入 2022 年的日期"),
            ("1月1日至12月31日 休", "一年最多 120 天"),
            (&"长".repeat(10_001), "清单最多 10,000 个字"),
        ];
        for (list, text) in cases {
            let answer = enter(&site, &head, "0", list).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
            let body = answer.body.replace("&#60;", "&lt;").replace("&#62;", "&gt;");
            assert!(body.contains(text), "{text}: {body}");
        }
        let other_year = [("year", "1850"), ("list", "5月1日 休"), WHY];
        assert_eq!(site.post(DAYS, Some(&head), &other_year).await.status, StatusCode::BAD_REQUEST);
        assert!(site.get(DAYS, Some(&head)).await.body.contains("还没有录入放假安排"));
    }

    async fn the_head_sets_the_days_for_an_answer(store: TestStore) {
        let site = Site::new(store);
        let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
        let page = site.get(RULES, Some(&clerk)).await.body;
        assert!(page.contains("5 个工作日内答复") && page.contains("未经本单位确认"), "{page}");
        let form = [("from", "2022-05-05"), ("answer_days", "７"), ("most_a_day", "10"), ("reason", "县改造办通知")];
        assert_eq!(site.post(RULES, Some(&clerk), &form).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.post(RULES, Some(&head), &form).await.status, StatusCode::SEE_OTHER);
        let page = site.get(RULES, Some(&clerk)).await.body;
        assert!(page.contains("7 个工作日内答复") && page.contains("最多提 10 条") && !page.contains("未经本单位确认"), "{page}");
        for (days, most, text) in [("0", "5", "1 至 60"), ("x", "5", "1 至 60"), ("5", "501", "1 至 500")] {
            let form = [("from", "2022-05-05"), ("answer_days", days), ("most_a_day", most), ("reason", "试")];
            let answer = site.post(RULES, Some(&head), &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains(text), "{text}");
        }
    }
}
