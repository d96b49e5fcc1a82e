//! The journey of a table and of a bulletin: sent, looked at, kept, ranked, drafted, signed by another, issued, withdrawn.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use linli_domain::kernel::people::Role;
use linli_store::on_each_engine;
use linli_web::testing::{Answer, Person, Site, request};

const HERE: &str = "430500";
const TABLE: &str = "县市区,计划数,累计开工数,开工率,计划投资额（万元）,累计完成投资额（万元）\n\
    绥宁县,43,43,100%,7000,2821\n城步县,10,4,40%,1000,50\n合计,53,47,,8000,2871\n";

/// A form with a file, as a browser sends it.
async fn send(site: &Site, path: &str, who: &Person, fields: &[(&str, &str)], file: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    if !file.is_empty() {
        let head = "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"进度.xlsx\"\r\n\r\n";
        body.extend(head.bytes());
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(b"--part--\r\n");
    let sent = request(Method::POST, path, Some(who)).header(CONTENT_TYPE, "multipart/form-data; boundary=part");
    site.send(sent.body(Body::from(body)).expect("a request")).await
}

async fn look(site: &Site, who: &Person, month: &str, file: &[u8]) -> Answer {
    let path = format!("/desk/{HERE}/declared/preview");
    send(site, &path, who, &[("month", month), ("sender", "绥宁县改造办")], file).await
}

async fn keep(site: &Site, who: &Person, file: &str, extra: &[(&str, &str)]) -> Answer {
    let content = hex::encode(file);
    let mut fields =
        vec![("content", content.as_str()), ("name", "进度.csv"), ("month", "2022-05"), ("sender", "绥宁县改造办")];
    fields.extend(extra);
    send(site, &format!("/desk/{HERE}/declared"), who, &fields, &[]).await
}

/// The value of the hidden field `version` on a page.
fn version(page: &Answer) -> String {
    let (_, after) = page.body.split_once("name=\"version\" value=\"").expect("a version");
    after.split('"').next().expect("its end").to_owned()
}

/// Takes a step of a bulletin as its page offers it.
async fn step(site: &Site, base: &str, name: &str, who: &Person, field: (&str, &str)) -> Answer {
    let path = format!("{base}/{name}");
    let asked = site.get(&path, Some(who)).await;
    assert_eq!(asked.status, StatusCode::OK, "{name}: {}", asked.body);
    site.post(&path, Some(who), &[("version", &version(&asked)), field]).await
}

async fn drafted(site: &Site, who: &Person) -> String {
    let answer = site.post(&format!("/desk/{HERE}/bulletins"), Some(who), &[("month", "2022-05")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().split('?').next().expect("an address").to_owned()
}

on_each_engine! {
    async fn a_table_is_looked_at_kept_corrected_and_ranked(store: TestStore) {
        let site = Site::new(store);
        let who = site.role(HERE, Role::Supervisor).await;

        let preview = look(&site, &who, "2022-05", TABLE.as_bytes()).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
        assert!(preview.body.contains("城步苗族自治县") && preview.body.contains("没有列入本表"), "{}", preview.body);
        let list = site.get(&format!("/desk/{HERE}/declared"), Some(&who)).await;
        assert!(list.body.contains("还没有收到进度表"), "looking keeps nothing");

        let kept = keep(&site, &who, TABLE, &[]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        assert!(keep(&site, &who, TABLE, &[]).await.location().contains("oversight-done-same"));
        let corrected = keep(&site, &who, &TABLE.replace("城步县,10,4,40%", "城步县,10,5,40%"), &[]).await;
        let shown = site.get(corrected.location(), Some(&who)).await;
        assert!(shown.body.contains("印为40.00%，按所列数字计算应为50.00%"), "{}", shown.body);
        assert!(shown.body.contains("第 1 版") && shown.body.contains("第 2 版") && shown.body.contains("与上一版相比"));

        let league = site.get(&format!("/desk/{HERE}/league?month=2022-05&sort=start"), Some(&who)).await;
        assert!(league.body.contains("100.00%") && league.body.contains("40.30%"), "{}", league.body);
        for end in ["csv", "xlsx"] {
            let file = site.get(&format!("/desk/{HERE}/league/table.{end}?month=2022-05"), Some(&who)).await;
            assert_eq!(file.status, StatusCode::OK);
        }
        let file = site.get(&format!("{}/table.csv", corrected.location().split('?').next().expect("an address")), Some(&who)).await;
        assert!(file.body.contains("绥宁县,43,43"), "{}", file.body);
    }

    async fn what_cannot_be_read_is_explained_and_nothing_is_kept(store: TestStore) {
        let site = Site::new(store);
        let who = site.role(HERE, Role::Supervisor).await;
        let long = vec![b'x'; 20 << 20];
        for (month, file, status) in [
            ("2022-05", &b"just a letter to you"[..], StatusCode::UNPROCESSABLE_ENTITY),
            ("2022-05", &b""[..], StatusCode::UNPROCESSABLE_ENTITY),
            ("2022-13", TABLE.as_bytes(), StatusCode::UNPROCESSABLE_ENTITY),
            ("2099-01", TABLE.as_bytes(), StatusCode::UNPROCESSABLE_ENTITY),
            ("2022-05", &long, StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            assert_eq!(look(&site, &who, month, file).await.status, status, "{month}, {} bytes", file.len());
        }
        let bad = "单位,计划数,开工数,计划投资额（万元）,完成投资额（万元）\n月亮县,1,1,1,1\n绥宁县,1,1,1.1234567,1\n洞口县,2,1,1,1\n";
        let preview = look(&site, &who, "2022-05", bad.as_bytes()).await;
        assert!(preview.body.contains("本级没有这个单位") && preview.body.contains("精度超过分"), "{}", preview.body);
        assert_eq!(keep(&site, &who, bad, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(site.get(&format!("/desk/{HERE}/declared"), Some(&who)).await.body.contains("还没有收到进度表"));
        assert_eq!(keep(&site, &who, bad, &[("skip_refused", "yes")]).await.status, StatusCode::SEE_OTHER);
    }

    async fn columns_sheets_and_money_are_put_right_in_the_preview(store: TestStore) {
        let site = Site::new(store);
        let who = site.role(HERE, Role::Supervisor).await;
        let bare = "县市区,计划数,开工数,动工,计划投资,完成投资\n绥宁县,43,43,40,7000,2821\n";
        let preview = look(&site, &who, "2022-05", bare.as_bytes()).await;
        assert!(preview.body.contains("没有注明单位") || preview.body.contains("金额单位"), "{}", preview.body);
        assert_eq!(keep(&site, &who, bare, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "money in what?");
        assert_eq!(keep(&site, &who, bare, &[("money", "wan")]).await.status, StatusCode::SEE_OTHER);
        let columns = ["unit", "planned", "", "started", "planned_investment", "done_investment"];
        let names: Vec<String> = (0..columns.len()).map(|column| format!("column-{column}")).collect();
        let mut form: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(columns).collect();
        form.push(("money", "wan"));
        let again = keep(&site, &who, bare, &form).await;
        assert!(again.location().contains("oversight-done-kept"), "read another way, it is a correction: {}", again.location());
        assert!(keep(&site, &who, bare, &form).await.location().contains("oversight-done-same"));
        let shown = site.get(again.location(), Some(&who)).await;
        assert!(shown.body.contains("第 2 版") && shown.body.contains("93.02%"), "{}", shown.body);
    }

    async fn what_a_workbook_computed_is_marked_where_it_is_looked_at_and_where_it_is_kept(store: TestStore) {
        let site = Site::new(store);
        let who = site.role(HERE, Role::Supervisor).await;
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, done) in [("封面", None), ("5月", Some(2_821.333_333_333_33)), ("6月", Some(1.0))] {
            let sheet = book.add_worksheet().set_name(name).expect("a name");
            let Some(done) = done else { continue };
            for (column, head) in (0..).zip(["县市区", "计划数", "开工数", "计划投资（万元）", "完成投资（万元）"]) {
                sheet.write_string(0, column, head).expect("a header");
            }
            sheet.write_string(1, 0, "绥宁县").expect("a name");
            for (column, number) in (1..).zip([43.0, 43.0, 7000.0, done]) {
                sheet.write_number(1, column, number).expect("a number");
            }
        }
        let file = book.save_to_buffer().expect("a file");
        let preview = look(&site, &who, "2022-05", &file).await;
        assert!(preview.body.contains("算式结果2821.33333333333，四舍五入到分"), "{}", preview.body);
        assert!(preview.body.contains("<option value=\"5月\" selected>"), "the sheet named after the month");
        let content = hex::encode(&file);
        let mut form = vec![("content", content.as_str()), ("name", "进度.xlsx"), ("month", "2022-05"), ("sender", "绥宁县改造办")];
        let kept = send(&site, &format!("/desk/{HERE}/declared"), &who, &form, &[]).await;
        let shown = site.get(kept.location(), Some(&who)).await;
        assert!(shown.body.contains("算式结果2821.33333333333"), "{}", shown.body);
        form.extend([("sheet", "6月"), ("shown_sheet", "5月"), ("column-1", "")]);
        let other = send(&site, &format!("/desk/{HERE}/declared/preview"), &who, &form, &[]).await;
        assert!(other.body.contains("<option value=\"6月\" selected>") && other.body.contains("0.01%"), "{}", other.body);
    }

    async fn a_bulletin_is_signed_by_another_person_and_never_changes_once_issued(store: TestStore) {
        let site = Site::new(store);
        let (clerk, head) = (site.role(HERE, Role::Supervisor).await, site.role(HERE, Role::Head).await);
        keep(&site, &clerk, TABLE, &[]).await;
        let base = drafted(&site, &clerk).await;
        let shown = site.get(&base, Some(&clerk)).await;
        assert!(shown.body.contains("绥宁县计划内小区已全部开工") && shown.body.contains("重新计算：全部"), "{}", shown.body);

        let form = site.get(&format!("{base}/edit"), Some(&clerk)).await;
        let wording = |version: &str| {
            [("version", version), ("issuer", "办公室"), ("title", "通报<b>"), ("addressees", ""), ("body", "# 一、总体\n正文\n[table]"), ("copies_to", "")]
                .map(|(k, v)| (k, v.to_owned()))
        };
        let read = version(&form);
        let sent = wording(&read);
        let sent: Vec<(&str, &str)> = sent.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(site.post(&format!("{base}/edit"), Some(&clerk), &sent).await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&format!("{base}/edit"), Some(&clerk), &sent).await.status, StatusCode::CONFLICT);

        assert_eq!(step(&site, &base, "submit", &clerk, ("number", "")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.get(&format!("{base}/sign"), Some(&clerk)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(step(&site, &base, "send-back", &head, ("reason", " ")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = step(&site, &base, "sign", &head, ("number", "abc")).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("绥改办〔2022〕5号"), "{}", wrong.body);
        assert_eq!(step(&site, &base, "sign", &head, ("number", "邵改办(2022)05号")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(step(&site, &base, "issue", &clerk, ("number", "")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&format!("{base}/edit"), Some(&clerk), &sent).await.status, StatusCode::CONFLICT);
        let second = drafted(&site, &clerk).await;
        step(&site, &second, "submit", &clerk, ("number", "")).await;
        let ask = site.get(&format!("{second}/sign"), Some(&head)).await;
        assert!(ask.body.contains("邵改办〔2022〕6号"), "{}", ask.body);
        let taken = step(&site, &second, "sign", &head, ("number", "邵改办〔2022〕5号")).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);

        assert_eq!(step(&site, &base, "withdraw", &head, ("reason", "数据有误")).await.status, StatusCode::SEE_OTHER);
        let shown = site.get(&base, Some(&clerk)).await;
        assert!(shown.body.contains("已撤回") && shown.body.contains("数据有误") && !shown.body.contains("通报<b>"));
    }

    async fn a_month_without_figures_has_no_bulletin_and_the_total_of_some_units_says_so(store: TestStore) {
        let site = Site::new(store);
        let who = site.role(HERE, Role::Supervisor).await;
        let draft = async |month: &str| site.post(&format!("/desk/{HERE}/bulletins"), Some(&who), &[("month", month)]).await;
        for (month, told) in [("2022-05", "不能起草通报"), ("2022-13", "请填写正确的月份")] {
            let answer = draft(month).await;
            assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains(told), "{}", answer.body);
        }
        keep(&site, &who, TABLE, &[]).await;
        for path in [format!("/places/{HERE}?month=2022-05"), format!("/league/{HERE}?month=2022-05")] {
            let shown = site.get(&path, None).await;
            assert!(shown.body.contains("合计只含已报送的 2 个单位（共 12 个）"), "{}", shown.body);
            assert!(shown.body.contains("已报送合计") && shown.body.contains("双清区"), "{}", shown.body);
        }
        let table = site.get(&format!("/league/{HERE}.csv?month=2022-05"), None).await;
        assert!(table.body.contains("已报送合计"), "{}", table.body);
    }

    async fn targets_hold_from_a_day_on(store: TestStore) {
        let site = Site::new(store);
        let who = site.role(HERE, Role::Supervisor).await;
        let path = format!("/desk/{HERE}/targets");
        assert!(site.get(&path, Some(&who)).await.body.contains("未核实"));
        let form = |day| [("from", "2022-01-01"), ("start_month", "6"), ("start_day", day), ("investment", "60"), ("named_below", "50"), ("named_at_most", "2"), ("source", "示例文件")];
        assert_eq!(site.post(&path, Some(&who), &form("32")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&path, Some(&who), &form("30")).await.status, StatusCode::SEE_OTHER);
        assert!(site.get(&path, Some(&who)).await.body.contains("6月30日"));
    }
}
