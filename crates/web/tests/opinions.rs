//! Opinions from paper to receipt: recorded, answered, looked up by the one who said it.

use axum::http::StatusCode;
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Facts};
use linli_formats::opinions::read_said;
use linli_formats::table::Limits;
use linli_store::on_each_engine;
use linli_store::register::{building, neighbourhood};
use linli_store::testing::{TestStore, clerk};
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";
const ROOT: &str = "/desk/430527/opinions";
const WORDS: &str = "楼顶漏水，请修一修（示例）";

/// Fields as they are sent.
type Form<'a> = Vec<(&'a str, &'a str)>;

struct County {
    site: Site,
    clerk: Person,
    head: Person,
    of: String,
}

fn id(n: u32) -> String {
    format!("0190163d-8694-739b-aea5-{n:012x}")
}

async fn place(store: &TestStore, office: &str, name: &str) -> NeighbourhoodId {
    let facts = Facts::new(name, format!("{office}100001").parse().expect("a code"));
    let by = clerk(office);
    store.write(&by, move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id
}

async fn begin(store: TestStore) -> County {
    let of = place(&store, HERE, "示例小区").await;
    let house = Building { id: BuildingId::new(), neighbourhood: of, name: "3栋".into(), built_year: None, floors: 4 };
    let layout = Layout { entrances: 2, floors: 4, doors: 2 };
    store.write(&clerk(HERE), move |tx| building::add(tx, &house, layout)).await.expect("a building");
    let site = Site::new(store);
    let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
    County { site, clerk, head, of: of.to_string() }
}

impl County {
    /// What the clerk types of a paper, with some of it typed otherwise.
    async fn record(&self, number: u32, other: &[(&str, &str)]) -> Answer {
        self.record_by(&self.clerk, number, other, &[]).await
    }

    async fn record_by(
        &self,
        who: &Person,
        number: u32,
        other: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let id = id(number);
        let mut form: Form<'_> = vec![
            ("id", &id),
            ("of", &self.of),
            ("channel", "paper"),
            ("said_on", "2022-05-04"),
            ("building", "3栋"),
            ("entrance", "2"),
            ("room", "201"),
            ("text", WORDS),
            ("wish1", "roof"),
        ];
        form.retain(|(name, _)| !other.iter().any(|(own, _)| own == name));
        form.extend(other);
        self.site.upload(&format!("{ROOT}/new"), Some(who), &form, files).await
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.site.get(&format!("{ROOT}{path}"), Some(&self.clerk)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.body);
        answer.body
    }

    /// The code that the receipt of an opinion shows.
    async fn code(&self, number: u32) -> String {
        let page = self.page(&format!("/{}/receipt", id(number))).await;
        let after = page.split("class=\"once\">").nth(1).expect("a code");
        after.split('<').next().expect("a code").to_owned()
    }

    async fn answer(&self, numbers: &[u32], answer: u32, verdict: &str, reason: &str) -> Answer {
        let of: Vec<String> = numbers.iter().map(|n| id(*n)).collect();
        let form = [("id", id(answer)), ("of", of.join(",")), ("verdict", verdict.into()), ("reason", reason.into())];
        let form: Form<'_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.site.post("/desk/430527/answers/new", Some(&self.clerk), &form).await
    }

    async fn step(&self, number: u32, act: &str, version: &str, form: &[(&str, &str)]) -> Answer {
        let form = [&[("act", act), ("version", version)], form].concat();
        self.site.post(&format!("{ROOT}/{}/steps", id(number)), Some(&self.clerk), &form).await
    }
}

fn said(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "{text}: {page}");
    }
}

on_each_engine! {
    async fn a_paper_is_typed_in_and_stands_in_the_list_and_on_its_page(store: TestStore) {
        let county = begin(store).await;
        said(&county.page("").await, &["没有等待答复的意见", "5 个工作日内答复"]);
        said(&county.page("/new").await, &["示例小区"]);
        said(&county.page(&format!("/new?of={}", county.of)).await, &["3栋", "加装电梯"]);
        let answer = county.record(1, &[("hazard", "yes")]).await;
        assert_eq!(answer.location(), format!("{ROOT}/{}/receipt?done=opinions-done-recorded", id(1)));
        said(&county.page("").await, &[WORDS, "示例小区 3栋 2单元 201", "纸质", "安全隐患", "1 处安全隐患待处理"]);
        said(&county.page(&format!("/{}", id(1))).await, &[WORDS, "屋面", "已收到", "回执", "2022年5月12日"]);
        said(&county.site.get("/desk", Some(&county.clerk)).await.body, &["1 处居民反映的安全隐患等待处理", "1 条居民意见等待答复"]);
        assert!(!county.page("").await.contains("未核实"));
        county.record(2, &[("room", ""), ("entrance", "")]).await;
        said(&county.page("").await, &["未核实"]);
    }

    async fn the_same_paper_again_is_one_and_other_words_are_settled_by_a_person(store: TestStore) {
        let county = begin(store).await;
        for _ in 0..3 {
            assert!(county.record(1, &[]).await.location().ends_with("opinions-done-recorded"));
        }
        assert!(county.record(1, &[("text", "不是漏水，是渗水")]).await.location().ends_with("opinions-done-second"));
        let page = county.page(&format!("/{}", id(1))).await;
        said(&page, &[WORDS, "不是漏水，是渗水", "同一编号又收到不同的内容"]);
        said(&county.page("").await, &["内容待核定", "1 条收到过不同内容"]);
        let to = page.split("/versions/").nth(1).and_then(|rest| rest.split('"').next()).expect("a form").to_owned();
        let settle = format!("{ROOT}/{}/versions/{to}", id(1));
        assert_eq!(county.site.post(&settle, Some(&county.clerk), &[("take", "perhaps")]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(county.site.post(&settle, Some(&county.clerk), &[("take", "yes")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.site.post(&settle, Some(&county.clerk), &[("take", "yes")]).await.status, StatusCode::CONFLICT);
        let page = county.page(&format!("/{}", id(1))).await;
        assert!(page.contains("不是漏水") && !page.contains(WORDS), "{page}");
    }

    async fn one_answer_goes_to_several_and_each_reads_it_by_their_receipt(store: TestStore) {
        let county = begin(store).await;
        for n in 1..=3 {
            county.record(n, &[]).await;
        }
        let asked = county.site.get(&format!("/desk/430527/answers/new?of={}&of={}", id(1), id(2)), Some(&county.clerk)).await;
        said(&asked.body, &["这份答复将发给下面 2 条意见", "示例小区"]);
        for (verdict, reason, text) in [("", "屋面列入今年计划", "请选择结论"), ("adopted", "好", "至少 5 个字"), ("adopted", &"长".repeat(1_001), "最多 1,000 个字")] {
            let answer = county.answer(&[1, 2], 9, verdict, reason).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            said(&answer.body, &[text]);
        }
        for _ in 0..2 {
            let answer = county.answer(&[1, 2], 9, "adopted", "屋面防水列入今年计划，八月完工。").await;
            assert_eq!(answer.location(), format!("{ROOT}?done=opinions-done-answered"), "sent twice, answered once");
        }
        assert_eq!(county.answer(&[2, 3], 10, "partly", "另一个答复也要写清楚").await.status, StatusCode::CONFLICT);
        said(&county.page(&format!("/{}", id(1))).await, &["采纳", "屋面防水列入今年计划", "共答复 2 条意见"]);
        let served = county.page(&format!("?show=all&answer={}", id(9))).await;
        assert!(served.contains(&id(1)) && served.contains(&id(2)) && !served.contains(&id(3)), "{served}");
        for n in [1, 2] {
            let page = county.site.get(&format!("/receipt/{}", county.code(n).await), None).await;
            assert_eq!(page.status, StatusCode::OK);
            said(&page.body, &["已答复", "屋面防水列入今年计划", "2022年5月5日"]);
            for personal in [WORDS, "示例小区", "201", "3栋", &county.clerk.sign_in, "示例 "] {
                assert!(!page.body.contains(personal), "{personal}: {}", page.body);
            }
        }
        let third = county.site.get(&format!("/receipt/{}", county.code(3).await), None).await;
        said(&third.body, &["最迟 2022年5月12日 答复"]);
    }

    async fn the_answer_is_put_right_and_rated_and_the_course_goes_on(store: TestStore) {
        let county = begin(store).await;
        county.record(1, &[]).await;
        let code = county.code(1).await;
        let helped = format!("/receipt/{code}/helped");
        let early = county.site.post(&helped, None, &[("helped", "yes")]).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "nothing was answered yet");
        county.step(1, "extend", "1", &[("days", "3"), ("note", "请专业人员勘察")]).await;
        said(&county.site.get(&format!("/receipt/{code}"), None).await.body, &["2022年5月17日", "请专业人员勘察"]);
        county.answer(&[1], 9, "not_adopted", "今年没有资金安排。").await;
        let wrong = county.site.post(&helped, None, &[("helped", "perhaps"), ("words", &"长".repeat(201))]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        said(&wrong.body, &["请选择有没有帮助", "最多 200 个字"]);
        let said_no = county.site.post(&helped, None, &[("helped", "no"), ("words", "再想想办法<b>示例</b>")]).await;
        assert_eq!(said_no.location(), format!("/receipt/{code}?done=receipt-done-said"));
        said(&county.site.get(&format!("/receipt/{code}"), None).await.body, &["您的评价已经收到"]);
        let correct = format!("/desk/430527/answers/{}", id(9));
        let form = [("version", "1"), ("verdict", "partly"), ("reason", "先修3栋，其余明年。"), ("why", "资金已落实")];
        assert_eq!(county.site.post(&correct, Some(&county.clerk), &form).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.site.post(&correct, Some(&county.clerk), &form).await.status, StatusCode::SEE_OTHER, "sent twice");
        let stale = [("version", "1"), ("verdict", "partly"), ("reason", "先修屋面，其余明年。"), ("why", "又一个")];
        assert_eq!(county.site.post(&correct, Some(&county.clerk), &stale).await.status, StatusCode::CONFLICT);
        let public = county.site.get(&format!("/receipt/{code}"), None).await.body;
        said(&public, &["部分采纳", "先修3栋，其余明年。", "更正", "这份答复对您有帮助吗"]);
        assert!(!public.contains("资金已落实") && !public.contains("今年没有资金"));
        let page = county.page(&format!("/{}", id(1))).await;
        said(&page, &["没有帮助", "再想想办法", "今年没有资金安排", "资金已落实", "更正前：不采纳"]);
        assert!(!page.contains("<b>示例"));
        county.step(1, "finish", "3", &[("note", "已完工")]).await;
        assert_eq!(county.step(1, "finish", "3", &[("note", "已完工")]).await.status, StatusCode::SEE_OTHER, "sent twice");
        assert_eq!(county.step(1, "finish", "3", &[("note", "另一句")]).await.status, StatusCode::CONFLICT);
        county.step(1, "reverse", "4", &[("note", "还在漏")]).await;
        said(&county.page(&format!("/{}", id(1))).await, &["退回到“已答复”", "还在漏", "延长期限至 2022年5月17日"]);
    }

    async fn a_wrong_code_gets_one_answer_and_who_guesses_waits(store: TestStore) {
        let county = begin(store).await;
        county.record(1, &[]).await;
        let code = county.code(1).await;
        let plain = |answer: Answer| (answer.status, answer.body.replace("<!-- -->", ""));
        let wrong = ["D4DZ-0000-0000-0000-0001", "D4DT-0000-0000-0000-0001", "ZZZZ-0000-0000-0000-0001", "-", "1", &"九".repeat(900)];
        let mut seen = Vec::new();
        for text in wrong {
            let text = text.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
            seen.push(plain(county.site.get(&format!("/receipt/{text}"), None).await));
        }
        assert!(seen.iter().all(|(status, _)| *status == StatusCode::NOT_FOUND), "{:?}", seen.iter().map(|s| s.0).collect::<Vec<_>>());
        let without_address = |body: &str| body.split("/language?").map(|part| part.split('"').skip(1).collect::<String>()).collect::<String>();
        assert!(seen.iter().all(|(_, body)| without_address(body) == without_address(&seen[0].1)));
        for typed in [code.to_lowercase().replace('-', " "), code.replace('0', "O").replace('1', "l")] {
            let asked = county.site.get(&format!("/receipt?code={}", typed.replace(' ', "+")), None).await;
            assert_eq!(asked.location(), format!("/receipt/{code}"), "{typed}");
        }
        assert_eq!(county.site.get("/receipt?code=nonsense", None).await.location(), "/receipt/-");
        for _ in 0..40 {
            assert_eq!(county.site.get(&format!("/receipt/{code}"), None).await.status, StatusCode::OK, "who has it may look");
        }
        let mut last = StatusCode::OK;
        for n in 0..40 {
            last = county.site.get(&format!("/receipt/D4DZ-0000-0000-0000-00{n:02}"), None).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(county.site.get(&format!("/receipt/{code}"), None).await.status, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn hostile_texts_are_kept_as_they_are_or_refused_with_words(store: TestStore) {
        let county = begin(store).await;
        let kept = [
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            "𰻝𰻝面 𠮷 𪚥 👨\u{200d}👩\u{200d}👧",
            "مرحبا \u{202e}txet desrever\u{202c} end",
            "'; drop table opinion; --",
            "{{ctx}} {% block %} ${jndi:ldap://x}",
            "第一行\n\n第二行\t有制表符",
            "%00 \\u0000 NULL undefined",
        ];
        for (n, text) in (1..).zip(kept) {
            assert_eq!(county.record(n, &[("text", text), ("room", ""), ("entrance", "")]).await.status, StatusCode::SEE_OTHER, "{text}");
            let page = county.page(&format!("/{}", id(n))).await;
            let page = page.replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&").replace("&#39;", "'").replace("&#34;", "\"");
            assert!(page.contains(text), "{text}: {page}");
            assert!(!county.page("").await.contains("<script>alert"));
        }
        let long = "长".repeat(2_001);
        let hundred = "x".repeat(100_000);
        let refused: [(&[(&str, &str)], &str); 14] = [
            (&[("text", &long)], "最多 2,000 个字"),
            (&[("text", &hundred)], "最多 2,000 个字"),
            (&[("text", " \u{200b}\n"), ("wish1", "")], "请写下意见"),
            (&[("said_on", "2022-05-06")], "不能晚于今天"),
            (&[("said_on", "1982-05-04")], "请核对年份"),
            (&[("said_on", "昨天")], "日期"),
            (&[("channel", "pigeon")], "请选择来源"),
            (&[("wish2", "roof")], "选了两次"),
            (&[("wish1", "castle")], "没有这一项"),
            (&[("building", "99栋")], "没有这栋楼"),
            (&[("entrance", "9")], "没有这个单元"),
            (&[("room", "999")], "没有这个房号"),
            (&[("entrance", "")], "几个单元都有这个房号"),
            (&[("building", "")], "请选择楼栋"),
        ];
        for (form, text) in refused {
            let answer = county.record(500, form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
            said(&answer.body, &[text]);
        }
        assert_eq!(county.site.get(&format!("{ROOT}/{}", id(500)), Some(&county.clerk)).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_scan_hangs_on_the_opinion_and_nowhere_else(store: TestStore) {
        let county = begin(store).await;
        let pdf: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
        for _ in 0..2 {
            let answer = county.record_by(&county.clerk, 1, &[], &[("file", "意见表.pdf", pdf)]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        let page = county.page(&format!("/{}", id(1))).await;
        assert_eq!(page.matches("class=\"piece-file\"").count(), 1, "sent twice, kept once: {page}");
        let href = page.split("piece-file\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link").to_owned();
        assert_eq!(county.site.get(&href, Some(&county.clerk)).await.status, StatusCode::OK);
        let withdrawn = county.site.post(&format!("{href}/withdrawal"), Some(&county.clerk), &[("reason", "传错")]).await;
        assert_eq!(withdrawn.location(), format!("{ROOT}/{}?done=works-done-withdrawn", id(1)));
        said(&county.page(&format!("/{}", id(1))).await, &["传错"]);
        let contractor = county.site.role(HERE, Role::Contractor).await;
        assert_eq!(county.site.get(&href, Some(&contractor)).await.status, StatusCode::FORBIDDEN);
        let evidence = county.site.get(&format!("/desk/430527/register/{}/evidence", county.of), Some(&county.clerk)).await;
        assert!(!evidence.body.contains("意见表.pdf"));
        let bad = county.record_by(&county.clerk, 2, &[], &[("file", "a.jpg", b"no photo at all")]).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bad.body);
        assert_eq!(county.site.get(&format!("{ROOT}/{}", id(2)), Some(&county.clerk)).await.status, StatusCode::NOT_FOUND);
    }

    async fn who_may_not_is_told_and_other_offices_are_not_found(store: TestStore) {
        let other = place(&store, "430522", "别处小区").await;
        let county = begin(store).await;
        county.record(1, &[]).await;
        let office: Office = HERE.parse().expect("an office");
        let mine: NeighbourhoodId = county.of.parse().expect("an id");
        let leader = county.site.somebody(office, &[Grant { role: Role::Leader, scope: Scope::Neighbourhood(mine) }]).await;
        let away = county.site.somebody(office, &[Grant { role: Role::Leader, scope: Scope::Neighbourhood(NeighbourhoodId::new()) }]).await;
        let surveyor = county.site.role(HERE, Role::Surveyor).await;
        let stranger = county.site.role("430522", Role::Clerk).await;
        let above = county.site.role("430500", Role::Head).await;
        let page = format!("{ROOT}/{}", id(1));
        for (who, expected) in [(&leader, StatusCode::OK), (&away, StatusCode::FORBIDDEN), (&surveyor, StatusCode::FORBIDDEN), (&stranger, StatusCode::FORBIDDEN)] {
            assert_eq!(county.site.get(&page, Some(who)).await.status, expected, "{}", who.sign_in);
        }
        let seen = county.site.get(&page, Some(&above)).await;
        assert!(seen.status == StatusCode::OK && !seen.body.contains(WORDS), "an office above sees no words: {}", seen.body);
        assert!(!county.site.get(ROOT, Some(&above)).await.body.contains(WORDS));
        assert!(!county.site.get(ROOT, Some(&away)).await.body.contains(WORDS));
        let by_surveyor = county.record_by(&surveyor, 2, &[("channel", "door")], &[]).await;
        let receipt = county.site.get(by_surveyor.location(), Some(&surveyor)).await;
        assert!(receipt.body.contains("class=\"once\"") && !receipt.body.contains(WORDS), "{}", receipt.body);
        let elsewhere = other.to_string();
        assert_eq!(county.record(3, &[("of", &elsewhere)]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(county.record(3, &[("of", "x")]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(county.record(3, &[("id", "x")]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(county.answer(&[1, 77], 9, "adopted", "还有一条不存在的意见").await.status, StatusCode::NOT_FOUND);
        assert_eq!(county.step(77, "finish", "1", &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(county.step(1, "burn", "1", &[]).await.status, StatusCode::BAD_REQUEST);
        let as_head = county.site.get(&page, Some(&county.head)).await;
        said(&as_head.body, &[WORDS, "答复"]);
    }

    async fn a_list_is_narrowed_counted_paged_and_taken_away(store: TestStore) {
        let county = begin(store).await;
        for n in 1..=52 {
            county.record(n, &[("text", &format!("意见{n}号")), ("channel", if n % 2 == 0 { "telephone" } else { "paper" }), ("room", ""), ("entrance", "")]).await;
        }
        let page = county.page("").await;
        assert_eq!(page.matches("name=\"of\" value=\"0190").count(), 50);
        let next = page.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a next page");
        let next = next.replace("&#38;", "&").replace("&amp;", "&");
        let second = county.site.get(&next, Some(&county.clerk)).await.body;
        assert_eq!(second.matches("name=\"of\" value=\"0190").count(), 2, "{next}");
        assert_eq!(county.page("?channel=telephone").await.matches("name=\"of\" value=\"0190").count(), 26);
        said(&county.page("?hazard=yes").await, &["没有符合条件的意见", "不能按文字搜索"]);
        let csv = county.page("/export.csv?channel=paper").await;
        said(&csv, &["编号", "意见1号", "示例小区", "纸质", "屋面"]);
        assert!(!csv.contains("意见2号"));
        let rows = read_said(csv.as_bytes(), "意见.csv", &Limits::default()).expect("an import reads it again");
        let first = rows.iter().find(|row| row.text == "意见1号").expect("its row");
        assert_eq!((rows.len(), first.id.clone(), first.wishes.as_str(), first.day.0.as_str()), (26, id(1), "屋面", "2022-05-04"));
        let xlsx = county.site.get(&format!("{ROOT}/export.xlsx"), Some(&county.clerk)).await;
        assert!(xlsx.status == StatusCode::OK && xlsx.body.starts_with("PK"));
        let leader = county.site.role(HERE, Role::Leader).await;
        assert_eq!(county.site.get(&format!("{ROOT}/export.csv"), Some(&leader)).await.status, StatusCode::FORBIDDEN);
        let auditor = county.site.role(HERE, Role::Auditor).await;
        said(&county.site.get("/desk/430527/trail", Some(&auditor)).await.body, &["导出居民意见", "登记意见"]);
    }

    async fn a_household_that_says_too_much_is_told(store: TestStore) {
        let county = begin(store).await;
        let rules = [("from", "2022-05-05"), ("answer_days", "5"), ("most_a_day", "2"), ("reason", "试")];
        county.site.post("/desk/430527/consultation-rules", Some(&county.head), &rules).await;
        for n in 1..=2 {
            assert_eq!(county.record(n, &[]).await.status, StatusCode::SEE_OTHER);
        }
        let third = county.record(3, &[]).await;
        assert_eq!(third.status, StatusCode::UNPROCESSABLE_ENTITY);
        said(&third.body, &["每天最多登记 2 条意见", WORDS]);
    }
}
