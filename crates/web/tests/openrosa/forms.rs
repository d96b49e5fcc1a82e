//! Forms as they are published, listed and fetched.

use axum::http::{Method, StatusCode};
use linli_store::on_each_engine;
use md5::{Digest, Md5};

use super::county::{FORM, FORMS, begin, lifts};

fn md5(bytes: &[u8]) -> String {
    hex::encode(Md5::digest(bytes))
}

/// The text of an element.
fn inside<'a>(body: &'a str, element: &str) -> &'a str {
    let after = body.split_once(&format!("<{element}>")).map(|(_, rest)| rest).unwrap_or_default();
    after.split('<').next().unwrap_or_default()
}

/// The path of an address that begins with the host of these tests.
fn path(address: &str) -> &str {
    address.strip_prefix("http://linli.example").expect("the host that was asked")
}

on_each_engine! {
    async fn what_is_published_is_listed_and_fetched_byte_for_byte(store: TestStore) {
        let county = begin(store).await;
        let none = county.get("/formList").await;
        assert_eq!(none.status, StatusCode::OK);
        assert!(none.body.contains("<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">") && !none.body.contains("<xform>"));
        county.published().await;

        let list = county.get("/formList?deviceID=collect:1").await;
        assert_eq!(list.headers["content-type"], "text/xml; charset=utf-8");
        assert_eq!(list.headers["x-openrosa-version"], "1.0");
        assert_eq!(inside(&list.body, "formID"), "lifts");
        assert_eq!(inside(&list.body, "version"), "1");
        assert_eq!(inside(&list.body, "name"), "电梯意愿（示例）");
        assert!(!list.body.contains("manifestUrl"), "there is nothing beside it");

        let form = county.ask(Method::GET, path(inside(&list.body, "downloadUrl")), &[]).await;
        assert_eq!((form.status, form.body.as_str()), (StatusCode::OK, FORM));
        assert_eq!(inside(&list.body, "hash"), format!("md5:{}", md5(form.body.as_bytes())));
        let head = county.ask(Method::HEAD, &county.with_token("/formList"), &[]).await;
        assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    }

    async fn a_phone_that_has_it_is_not_sent_it_again(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let list = county.get("/formList").await;
        let tag = list.headers["etag"].to_str().expect("text").to_owned();
        let again = county.ask(Method::GET, &county.with_token("/formList"), &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        county.publish("lifts.xml", FORM.replace("version=\"1\"", "version=\"2\"").as_bytes(), &[]).await;
        let other = county.ask(Method::GET, &county.with_token("/formList"), &[("if-none-match", &tag)]).await;
        assert_eq!(other.status, StatusCode::OK);
        assert_eq!(inside(&other.body, "version"), "2");
    }

    async fn enketo_asks_for_one_form(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        assert!(county.get("/formList?formID=lifts").await.body.contains("<xform>"));
        let none = county.get("/formList?formID=other").await;
        assert_eq!(none.status, StatusCode::OK);
        assert!(!none.body.contains("<xform>"), "{}", none.body);
    }

    async fn the_files_of_a_form_are_in_its_manifest_and_go_along_to_the_next_version(store: TestStore) {
        let county = begin(store).await;
        let table = "code,name\nlift,加装电梯\n".as_bytes();
        let page = county.published().await;
        assert!(county.page(&page).await.contains("还缺 1 个"), "the form searches in wishes.csv");
        let put = county.site.upload(&format!("{page}/media"), Some(&county.clerk), &[], &[("media", "../wishes.csv", table)]).await;
        assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.body);
        assert!(!county.page(&page).await.contains("还缺"));
        county.publish("lifts.xml", FORM.replace("version=\"1\"", "version=\"2\"").as_bytes(), &[]).await;

        let list = county.get("/formList").await;
        let manifest = county.ask(Method::GET, path(inside(&list.body, "manifestUrl")), &[]).await;
        assert_eq!(manifest.headers["content-type"], "text/xml; charset=utf-8");
        assert!(manifest.body.contains("<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">"));
        assert_eq!(inside(&manifest.body, "filename"), "wishes.csv");
        assert_eq!(inside(&manifest.body, "hash"), format!("md5:{}", md5(table)));
        let medium = county.ask(Method::GET, path(inside(&manifest.body, "downloadUrl")), &[]).await;
        assert_eq!(medium.body.as_bytes(), table);
        let gone = county.ask(Method::GET, &format!("{}x", path(inside(&manifest.body, "downloadUrl"))), &[]).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        assert!(gone.body.contains("OpenRosaResponse"), "{}", gone.body);
    }

    async fn a_form_without_meta_is_offered_with_an_identity(store: TestStore) {
        let county = begin(store).await;
        let old = FORM.replace("<meta><instanceID/></meta>", "").replace("      <bind nodeset=\"/data/meta/instanceID\" type=\"string\" jr:preload=\"uid\"/>\n", "");
        assert_eq!(county.publish("lifts.xml", old.as_bytes(), &[]).await.status, StatusCode::SEE_OTHER);
        let list = county.get("/formList").await;
        let form = county.ask(Method::GET, path(inside(&list.body, "downloadUrl")), &[]).await;
        assert!(form.body.contains("<meta><instanceID/></meta></data>"), "{}", form.body);
        assert_eq!(inside(&list.body, "hash"), format!("md5:{}", md5(form.body.as_bytes())));
    }

    async fn one_version_is_one_text(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let same = county.publish("lifts.xml", FORM.as_bytes(), &[]).await;
        assert_eq!(same.location(), format!("{page}?done=openrosa-done-same"));
        let other = county.publish("lifts.xml", FORM.replace("共几层", "几层").as_bytes(), &[]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(other.body.contains("已经发布过"), "{}", other.body);
    }

    async fn what_is_no_form_is_refused_with_the_element(store: TestStore) {
        let county = begin(store).await;
        let entity = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        for (bytes, words) in [
            (&b""[..], "不是合格的 XML"),
            (b"<a/>", "根元素是 a"),
            (entity.as_bytes(), "DOCTYPE"),
            (b"\xff\xfe<", "UTF-8"),
            (b"PK\x03\x04 broken", ""),
            (FORM.replace("ref=\"/data/floors\"", "ref=\"/data/nowhere\"").as_bytes(), "/data/nowhere"),
            (FORM.replace("id=\"lifts\"", "id=\"linli-survey-1\"").as_bytes(), "linli-survey-"),
        ] {
            let refused = county.publish("x.xml", bytes, &[]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}: {}", refused.body);
            assert!(refused.body.contains(words), "{words}: {}", refused.body);
        }
        assert!(!county.get("/formList").await.body.contains("<xform>"));
    }

    async fn a_workbook_becomes_a_form(store: TestStore) {
        let county = begin(store).await;
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet().set_name("survey").expect("a name");
        for (row, line) in [["type", "name", "label"], ["integer", "floors", "共几层"]].iter().enumerate() {
            for (column, text) in line.iter().enumerate() {
                sheet.write(u32::try_from(row).expect("few"), u16::try_from(column).expect("few"), *text).expect("written");
            }
        }
        let bytes = book.save_to_buffer().expect("a workbook");
        assert_eq!(county.publish("stairs.xlsx", &bytes, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(inside(&county.get("/formList").await.body, "formID"), "stairs");
    }

    async fn a_form_that_closes_leaves_the_list_and_takes_what_is_out_and_one_that_is_closed_takes_nothing(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let set = |from: &'static str, to: &'static str| [("from", from), ("to", to)];
        let step = county.site.post(&format!("{page}/state"), Some(&county.clerk), &set("open", "closing")).await;
        assert_eq!(step.status, StatusCode::SEE_OTHER);
        assert!(!county.get("/formList").await.body.contains("<xform>"));
        assert_eq!(county.send(&lifts("1", "6")).await.status, StatusCode::CREATED);
        let raced = county.site.post(&format!("{page}/state"), Some(&county.clerk), &set("open", "closed")).await;
        assert_eq!(raced.status, StatusCode::CONFLICT);
        county.site.post(&format!("{page}/state"), Some(&county.clerk), &set("closing", "closed")).await;
        let closed = county.send(&lifts("2", "6")).await;
        assert_eq!(closed.status, StatusCode::CONFLICT);
        assert_eq!(county.send(&lifts("1", "6")).await.status, StatusCode::CREATED, "what it has it has: the phone did not hear so");
        assert!(closed.body.contains("已停止接收"), "{}", closed.body);
        assert!(county.page(FORMS).await.contains("已停止"));
    }
}
