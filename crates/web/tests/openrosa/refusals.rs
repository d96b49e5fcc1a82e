//! A table of what must not come in: each with its status, its words, and nothing left behind.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use linli_store::{args, on_each_engine};
use linli_web::testing::Answer;

use super::county::{County, HERE, answer, begin, body, lifts, message};

async fn rows(county: &County) -> i64 {
    let read =
        county.site.app.store.read(|tx| {
            tx.query_one("select count(*) from submission where office = $1", args![HERE], |row| row.get(0))
        });
    read.await.expect("a count")
}

fn deep(levels: usize) -> String {
    let inside = format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
    lifts("1", "6").replace("<floors>6</floors>", &inside)
}

fn refused(answer: &Answer, status: StatusCode, words: &str) {
    assert_eq!(answer.status, status, "{words}: {}", answer.body);
    assert!(answer.body.contains("<OpenRosaResponse"), "{words}: {}", answer.body);
    assert!(message(answer).contains(words), "{words}: {}", answer.body);
    assert_eq!(answer.headers["x-openrosa-version"], "1.0", "{words}");
}

on_each_engine! {
    async fn an_answer_that_cannot_be_read_names_its_element(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let bomb = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;\">]>".to_owned() + &lifts("1", "&c;");
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>".to_owned() + &lifts("1", "&x;");
        let wide = lifts("1", "6").replace("<floors>6</floors>", &"<a/>".repeat(100_001));
        let attributes: Vec<String> = (0..70).map(|n| format!("a{n}=\"\"")).collect();
        let many = lifts("1", "6").replace("<floors>", &format!("<floors {}>", attributes.join(" ")));
        let cases = [
            (String::new(), 400, "不是合格的 XML"),
            ("not xml".into(), 400, "不是合格的 XML"),
            (lifts("1", "6").replace("</floors>", ""), 400, "不是合格的 XML"),
            (bomb, 400, "DOCTYPE"),
            (outside, 400, "DOCTYPE"),
            (lifts("1", "&unknown;"), 400, "unknown"),
            (lifts("1", "\u{1}"), 400, "不是合格的 XML"),
            (lifts("1", "x:y").replace("<floors>", "<x:floors>").replace("</floors>", "</x:floors>"), 400, "x"),
            (deep(100), 400, "嵌套"),
            (wide, 400, "元素超过"),
            (many, 400, "属性超过"),
            ("<data/>".into(), 400, "id"),
            (lifts(&"1".repeat(300), "6"), 400, "instanceID"),
            (lifts("1", "6").replace("id=\"lifts\"", "id=\"stairs\""), 404, "stairs"),
            (lifts("1", "6").replace("version=\"1\"", "version=\"99\""), 404, "99"),
        ];
        for (xml, status, words) in cases {
            refused(&county.send(&xml).await, StatusCode::from_u16(status).expect("a status"), words);
        }
        assert_eq!(rows(&county).await, 0);
        assert_eq!(county.site.app.objects.all().await.expect("a folder"), []);
    }

    async fn a_post_that_is_no_post_is_refused(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let xml = lifts("1", "6");
        refused(&county.post(&[("a", Some("a.jpg"), b"x")]).await, StatusCode::BAD_REQUEST, "xml_submission_file");
        refused(&county.post(&[answer(&xml), answer(&xml)]).await, StatusCode::BAD_REQUEST, "一份");
        refused(&county.post(&[answer(&xml), ("", Some(".."), b"x")]).await, StatusCode::BAD_REQUEST, "文件名");
        let parts: Vec<_> = std::iter::once(answer(&xml)).chain((0..230).map(|_| ("a", Some("a.jpg"), &b"x"[..]))).collect();
        refused(&county.post(&parts).await, StatusCode::PAYLOAD_TOO_LARGE, "200");
        for kind in ["text/xml", "application/x-www-form-urlencoded", "multipart/form-data", "\u{e9}"] {
            let request = Request::builder().method(Method::POST).uri(county.with_token("/submission")).header("host", "linli.example").header("content-type", kind);
            refused(&county.site.send(request.body(Body::from(xml.clone())).expect("a request")).await, StatusCode::BAD_REQUEST, "multipart");
        }
        assert_eq!(rows(&county).await, 0);
        assert_eq!(county.site.app.objects.all().await.expect("a folder"), []);
    }

    async fn a_post_that_is_cut_off_leaves_nothing(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let whole = body(&[answer(&lifts("1", "6")), ("a", Some("a.jpg"), &vec![7; 6 << 20])]);
        for end in [0, 10, 200, 600, 5 << 20, whole.len() - 30] {
            let cut = county.post_bytes(&whole[..end]).await;
            assert_eq!(cut.status, StatusCode::BAD_REQUEST, "{end}: {}", cut.body);
            assert!(cut.body.contains("<OpenRosaResponse"), "{}", cut.body);
        }
        assert_eq!(rows(&county).await, 0);
        assert_eq!(county.site.app.objects.all().await.expect("a folder"), []);
        assert_eq!(county.site.app.objects.begun().await.expect("a folder"), [], "nor half of a file");
    }

    async fn what_is_too_large_is_told_so(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let long = lifts("1", &"长".repeat(4 << 20));
        refused(&county.send(&long).await, StatusCode::PAYLOAD_TOO_LARGE, "10 MiB");
        let announced = county.ask(Method::POST, &county.with_token("/submission"), &[("content-length", "999999999999"), ("content-type", "multipart/form-data; boundary=x")]).await;
        assert_eq!(announced.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(announced.body.contains("<OpenRosaResponse"), "{}", announced.body);
        assert_eq!(rows(&county).await, 0);
    }

    async fn naughty_words_are_kept_as_they_are(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let words = ["' or 1=1 --", "&lt;script&gt;alert(1)&lt;/script&gt;", "\u{202e}反", "𰻝𰻝面", "null", "%s%n", "../../etc", "{{7*7}}", "ﷺ", "👩‍👩‍👧", "\u{200b}", "1e309", "-0"];
        for (n, text) in words.iter().enumerate() {
            let sent = county.send(&lifts(&n.to_string(), text)).await;
            assert_eq!(sent.status, StatusCode::CREATED, "{text}: {}", sent.body);
        }
        let long = county.send(&lifts("long", &"字".repeat(34_000))).await;
        assert_eq!(long.status, StatusCode::CREATED, "100 kB of text");
        let shown = county.page("/desk/430527/forms").await;
        let form = shown.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|href| href.starts_with("/desk/430527/forms/0")).expect("a form").to_owned();
        let page = county.page(&form).await;
        assert!(!page.contains("<script>alert"), "{page}");
        let json = county.page(&format!("{form}/export.json")).await;
        assert!(json.contains("\"' or 1=1 --\"") && json.contains("𰻝𰻝面"), "{json}");
    }

    async fn pictures_that_lie_or_are_broken_are_bytes_like_any(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        // A PNG that says it has 100,000 by 100,000 points.
        let mut giant = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        giant.extend_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 8, 6, 0, 0, 0]);
        let files: [(&str, &[u8], &str); 4] = [
            ("giant.png", &giant, "image/png"),
            ("lie.jpg", b"<html><script>alert(1)</script></html>", "application/octet-stream"),
            ("broken.jpg", b"\xff\xd8\xff", "image/jpeg"),
            ("empty.jpg", b"", "application/octet-stream"),
        ];
        let xml = lifts("1", "6");
        for (name, bytes, kind) in files {
            let sent = county.post(&[answer(&xml), (name, Some(name), bytes)]).await;
            assert_eq!(sent.status, StatusCode::CREATED, "{name}: {}", sent.body);
            let found: String = county.site.app.store.read(move |tx| {
                tx.query_one("select media_type from submission_file where office = $1 and name = $2", args![HERE, name], |row| row.get(0))
            }).await.expect("a row");
            assert_eq!(found, kind, "{name}");
        }
    }

    async fn another_protocol_is_not_spoken(store: TestStore) {
        let county = begin(store).await;
        let other = county.ask(Method::GET, &county.with_token("/formList"), &[("x-openrosa-version", "2.0")]).await;
        refused(&other, StatusCode::BAD_REQUEST, "1.0");
        let without = county.ask(Method::GET, &county.with_token("/formList"), &[]).await;
        assert_eq!(without.status, StatusCode::OK, "a browser says no version");
        let verb = county.ask(Method::DELETE, &county.with_token("/formList"), &[]).await;
        assert_eq!(verb.status, StatusCode::METHOD_NOT_ALLOWED);
    }

    async fn one_answer_that_comes_many_times_at_once_is_kept_once(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let xml = lifts("1", "6");
        let other = lifts("1", "7");
        let posts = (0..16).map(|n| county.send(if n % 4 == 3 { &other } else { &xml }));
        let statuses: Vec<StatusCode> = futures_util::future::join_all(posts).await.into_iter().map(|answer| answer.status).collect();
        let count = |wanted: StatusCode| statuses.iter().filter(|status| **status == wanted).count();
        assert!([(12, 4), (4, 12)].contains(&(count(StatusCode::CREATED), count(StatusCode::CONFLICT))), "{statuses:?}");
        assert_eq!(rows(&county).await, 1);
    }
}
