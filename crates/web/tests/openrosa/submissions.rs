//! What phones send: once, in parts, late, again, corrected; and how the office reads it.

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode};
use linli_store::on_each_engine;

use super::county::{FORM, HERE, answer, begin, body, lifts, message};

const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 a photo, as far as anybody looks";

/// The addresses of the submissions on a form's page.
fn listed(page: &str) -> Vec<String> {
    let mut all: Vec<String> = page
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.contains("/submissions/"))
        .map(str::to_owned)
        .collect();
    all.dedup();
    all
}

on_each_engine! {
    async fn a_phone_asks_first_and_is_told_exactly_204(store: TestStore) {
        let county = begin(store).await;
        for method in [Method::HEAD, Method::GET] {
            let ready = county.ask(method, &county.with_token("/submission?deviceID=1"), &[]).await;
            assert_eq!((ready.status, ready.body.as_str()), (StatusCode::NO_CONTENT, ""));
            assert_eq!(ready.headers["x-openrosa-accept-content-length"], "30000000");
            assert_eq!(ready.headers["x-openrosa-version"], "1.0");
        }
    }

    async fn an_answer_is_kept_whole_and_read_by_the_office(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let xml = lifts("1", "6");
        let sent = county.post(&[answer(&xml), ("1651714200.jpg", Some("1651714200.jpg"), PHOTO)]).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        assert!(sent.body.contains("<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\">"), "{}", sent.body);

        let shown = county.page(&page).await;
        let one = listed(&shown).pop().expect("a submission");
        let read = county.page(&one).await;
        for words in ["共几层", "101", "102", "lift", "uuid:1", "1651714200.jpg", "image/jpeg"] {
            assert!(read.contains(words), "{words}: {read}");
        }
        assert_eq!(county.page(&format!("{one}/answer.xml")).await, xml, "byte for byte");
        let file = read.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|href| href.contains("/files/")).expect("a file").to_owned();
        let file = county.site.get(&file, Some(&county.clerk)).await;
        assert!(file.headers["content-disposition"].to_str().expect("text").starts_with("attachment"));
        assert_eq!(file.body, String::from_utf8_lossy(PHOTO));
    }

    async fn the_same_again_is_taken_again_and_kept_once(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let xml = lifts("1", "6");
        for _ in 0..3 {
            assert_eq!(county.send(&xml).await.status, StatusCode::CREATED);
        }
        let late = county.post(&[answer(&xml), ("a", Some("1651714200.jpg"), PHOTO)]).await;
        assert_eq!(late.status, StatusCode::CREATED, "{}", late.body);
        assert!(message(&late).contains("没有重复"), "{}", late.body);
        let all = listed(&county.page(&page).await);
        assert_eq!(all.len(), 1);
        assert!(county.page(&all[0]).await.contains("/files/"), "the late photo is there");
    }

    async fn what_was_filled_in_is_found_by_a_word_and_let_go_of(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let xml = lifts("1", "6").replace("101", "王大爷示例");
        county.post(&[answer(&xml), ("a", Some("1651714200.jpg"), PHOTO)]).await;
        county.send(&lifts("2", "7")).await;
        let admin = county.site.role(HERE, linli_domain::kernel::people::Role::Administrator).await;
        let form = page.rsplit('/').next().expect("an id").to_owned();
        let look = |word: &str| [("form", form.clone()), ("word", word.to_owned())];
        let persons = "/desk/430527/persons";
        let found = |word: &'static str| {
            let (county, admin) = (&county, &admin);
            let typed = look(word);
            async move {
                let typed = typed.each_ref().map(|(name, value)| (*name, value.as_str()));
                county.site.post(&format!("{persons}/form"), Some(admin), &typed).await
            }
        };
        let ids = |page: &str| -> Vec<String> {
            let ids = page.split("name=\"record\" value=\"").skip(1).filter_map(|after| after.split('"').next());
            ids.map(str::to_owned).collect()
        };
        let one = ids(&found("王大爷").await.body);
        assert_eq!(one.len(), 1);
        let rows = found("王大爷").await.body;
        assert!(!rows.contains(&format!("{}\" checked", one[0])), "whose it is is for somebody to see first: {rows}");
        assert!(found("floors").await.body.contains("没有这几个字"), "the name of a question is no answer");
        assert!(found("李大爷").await.body.contains("没有这几个字"));
        for (word, status) in [("王", StatusCode::UNPROCESSABLE_ENTITY), ("<script>", StatusCode::OK)] {
            assert_eq!(found(word).await.status, status, "{word}");
        }
        let known = county.site.post(&format!("{persons}/known"), Some(&admin), &[("record", &one[0])]).await;
        assert!(known.body.contains("王大爷示例") && !known.body.contains("known-"), "{}", known.body);
        let sure = [("record", one[0].as_str()), ("ground", "asked"), ("sure", "yes")];
        let gone = county.site.post(&format!("{persons}/erasure"), Some(&admin), &sure).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);

        let shown = county.page(&page).await;
        assert!(shown.contains("已按规定删除") && !shown.contains("王大爷"), "{shown}");
        let id = one[0].split(':').nth(1).expect("an id");
        let at = format!("{page}/submissions/{id}");
        let read = county.page(&at).await;
        assert!(read.contains("已按规定删除") && !read.contains("answer.xml") && !read.contains("/files/"), "{read}");
        assert_eq!(county.site.get(&format!("{at}/answer.xml"), Some(&county.clerk)).await.status, StatusCode::NOT_FOUND);
        for export in ["csv", "json", "geojson"] {
            let file = county.page(&format!("{page}/export.{export}")).await;
            assert!(!file.contains("王大爷"), "{export}: {file}");
        }
        let again = county.post(&[answer(&xml), ("a", Some("1651714200.jpg"), PHOTO)]).await;
        assert_eq!(again.status, StatusCode::CREATED, "the phone may let go of it: {}", again.body);
        assert!(!county.page(&at).await.contains("/files/"), "nothing of it is kept again");
    }

    async fn other_words_under_one_identity_are_a_conflict(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        county.send(&lifts("1", "6")).await;
        let other = county.post(&[answer(&lifts("1", "7")), ("a", Some("a.jpg"), PHOTO)]).await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        assert!(message(&other).contains("instanceID"), "{}", other.body);
        let all = listed(&county.page(&page).await);
        let read = county.page(&all[0]).await;
        assert!(all.len() == 1 && !read.contains("/files/"), "nothing of it was kept: {read}");
    }

    async fn photos_come_over_several_posts(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let xml = lifts("1", "6");
        let first = county.post(&[answer(&xml), ("a", Some("a.jpg"), PHOTO), ("*isIncomplete*", None, b"yes")]).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
        assert!(county.page(&page).await.contains("附件未齐"));
        let last = county.post(&[answer(&xml), ("b", Some("b.jpg"), b"RIFF\0\0\0\0WEBPVP8 ")]).await;
        assert_eq!(last.status, StatusCode::CREATED);
        let shown = county.page(&page).await;
        assert!(!shown.contains("附件未齐"));
        let read = county.page(&listed(&shown)[0]).await;
        assert_eq!(read.matches("/files/").count(), 2, "{read}");
        // Posts that cross on their way: the first arrives once more after the last.
        county.post(&[answer(&xml), ("a", Some("a.jpg"), PHOTO), ("*isIncomplete*", None, b"yes")]).await;
        assert!(!county.page(&page).await.contains("附件未齐"), "what is complete stays so");
    }

    async fn two_files_of_one_name_are_both_kept(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let xml = lifts("1", "6");
        county.post(&[answer(&xml), ("a", Some("a.jpg"), PHOTO)]).await;
        county.post(&[answer(&xml), ("a", Some("a.jpg"), b"something else")]).await;
        let read = county.page(&listed(&county.page(&page).await)[0]).await;
        assert_eq!(read.matches("/files/").count(), 2, "{read}");
    }

    async fn a_correction_takes_the_place_of_what_it_names_in_either_order(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let corrected = |new: &str, old: &str| {
            lifts(new, "7").replace("</instanceID>", &format!("</instanceID><deprecatedID>uuid:{old}</deprecatedID>"))
        };
        county.send(&lifts("1", "6")).await;
        assert_eq!(county.send(&corrected("2", "1")).await.status, StatusCode::CREATED);
        assert_eq!(listed(&county.page(&page).await).len(), 1);
        // The correction is faster than what it corrects.
        assert_eq!(county.send(&corrected("4", "3")).await.status, StatusCode::CREATED);
        assert_eq!(county.send(&lifts("3", "6")).await.status, StatusCode::CREATED);
        let shown = county.page(&page).await;
        assert_eq!(listed(&shown).len(), 2, "{shown}");
        let all = county.page(&format!("{page}?replaced=yes")).await;
        assert!(listed(&all).len() == 4 && all.contains("已被更正"), "nothing is lost: {all}");
    }

    async fn an_answer_to_an_older_version_is_taken(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let next = FORM.replace("version=\"1\"", "version=\"2\"").replace("floors", "storeys");
        county.publish("lifts.xml", next.as_bytes(), &[]).await;
        assert_eq!(county.send(&lifts("1", "6")).await.status, StatusCode::CREATED);
        let read = county.page(&listed(&county.page(&page).await)[0]).await;
        assert!(read.contains("共几层"), "by the questions of its own version: {read}");
    }

    async fn an_answer_that_names_no_version_is_one_to_the_latest(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        assert_eq!(county.send(&lifts("1", "6").replace(" version=\"1\"", "")).await.status, StatusCode::CREATED);
        assert_eq!(listed(&county.page(&page).await).len(), 1);
    }

    async fn it_comes_in_pieces_as_the_network_has_them(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let whole = body(&[answer(&lifts("1", "6")), ("a", Some("a.jpg"), PHOTO)]);
        let pieces: Vec<Result<Bytes, std::io::Error>> = whole.chunks(7).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        let request = Request::builder()
            .method(Method::POST)
            .uri(county.with_token("/submission"))
            .header("host", "linli.example")
            .header("content-type", "multipart/form-data; boundary=phone-4b1d")
            .body(Body::from_stream(futures_util::stream::iter(pieces)))
            .expect("a request");
        assert_eq!(county.site.send(request).await.status, StatusCode::CREATED);
    }

    async fn a_large_file_goes_to_the_disk_and_comes_back(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let film: Vec<u8> = (0..12_000_003_u32).map(|n| u8::try_from(n % 251).expect("small")).collect();
        for instance in ["1", "2"] {
            let sent = county.post(&[answer(&lifts(instance, "6")), ("a", Some("a.mp4"), &film)]).await;
            assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        }
        let read = county.page(&listed(&county.page(&page).await)[0]).await;
        assert!(read.contains("12,000,003"), "{read}");
        let digest = read.split("/files/").nth(1).and_then(|rest| rest.split('"').next()).expect("a file").parse().expect("a digest");
        let kept = county.site.app.objects.get(digest).await.expect("kept");
        assert!(kept[..] == film[..]);
        assert_eq!(county.site.app.objects.all().await.expect("a folder").len(), 1, "once");
        assert_eq!(county.site.app.objects.begun().await.expect("a folder"), [], "nothing is left on the way");
    }

    async fn many_small_files_go_to_the_disk_together(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let photos: Vec<Vec<u8>> = (0..12_u8).map(|n| [PHOTO, &vec![n; 1 << 20]].concat()).collect();
        let xml = lifts("1", "6");
        let names: Vec<String> = (0..12).map(|n| format!("{n}.jpg")).collect();
        let files = names.iter().zip(&photos).map(|(name, photo)| (name.as_str(), Some(name.as_str()), photo.as_slice()));
        let parts: Vec<_> = std::iter::once(answer(&xml)).chain(files).collect();
        assert_eq!(county.post(&parts).await.status, StatusCode::CREATED);
        let read = county.page(&listed(&county.page(&page).await)[0]).await;
        assert_eq!((read.matches("/files/").count(), read.matches("image/jpeg").count()), (12, 12), "{read}");
        assert_eq!(county.site.app.objects.all().await.expect("a folder").len(), 12);
        assert_eq!(county.site.app.objects.begun().await.expect("a folder"), []);
    }

    async fn enketo_brings_cookies_of_its_own_and_is_let_in(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let request = Request::builder()
            .method(Method::POST)
            .uri(county.with_token("/submission"))
            .header("host", "linli.example")
            .header("cookie", "enketo=1")
            .header("origin", "https://enketo.example")
            .header("content-type", "multipart/form-data; boundary=phone-4b1d")
            .body(Body::from(body(&[answer(&lifts("1", "6"))])))
            .expect("a request");
        assert_eq!(county.site.send(request).await.status, StatusCode::CREATED);
    }

    async fn a_password_that_a_browser_keeps_is_not_used_by_another_site(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/openrosa/{HERE}/submission"))
            .header("host", "linli.example")
            .header("origin", "https://elsewhere.example")
            .header("authorization", "Basic eDp5")
            .header("content-type", "multipart/form-data; boundary=phone-4b1d")
            .body(Body::from(body(&[answer(&lifts("1", "6"))])))
            .expect("a request");
        assert_eq!(county.site.send(request).await.status, StatusCode::FORBIDDEN);
    }

    async fn what_is_sent_is_sealed(store: TestStore) {
        let county = begin(store).await;
        county.published().await;
        county.send(&lifts("1", "6楼王大爷示例")).await;
        let kept: Vec<String> = county.site.app.store.read(|tx| {
            tx.query("select xml from submission where office = $1", linli_store::args![HERE], |row| row.get(0))
        }).await.expect("rows");
        assert!(kept.len() == 1 && linli_store::seal::is_sealed(&kept[0]), "{kept:?}");
    }

    async fn it_is_taken_away_in_three_kinds_and_the_trail_says_so(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        county.send(&lifts("1", "=6")).await;
        let main = county.page(&format!("{page}/export.csv")).await;
        assert!(main.contains("KEY,floors,place-latitude") && main.contains("uuid:1,'=6,26.58,110.15"), "{main}");
        let homes = county.page(&format!("{page}/export.csv?table=1")).await;
        assert!(homes.contains("uuid:1/home[2],uuid:1,102"), "{homes}");
        let json: serde_json::Value = serde_json::from_str(&county.page(&format!("{page}/export.json")).await).expect("JSON");
        assert_eq!(json[0]["home"][0]["wish"], "lift");
        let places: serde_json::Value = serde_json::from_str(&county.page(&format!("{page}/export.geojson")).await).expect("JSON");
        assert_eq!(places["features"][0]["geometry"]["coordinates"][0], 110.15);
        let none = county.site.get(&format!("{page}/export.csv?table=9"), Some(&county.clerk)).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
        let written: i64 = county.site.app.store.read(|tx| {
            tx.query_one("select count(*) from audit where office = $1 and act = 'forms.exported'", linli_store::args![HERE], |row| row.get(0))
        }).await.expect("a count");
        assert_eq!(written, 4, "a table that is not there leaves no line");
    }

    async fn the_table_is_leafed_through_by_key(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        for n in 0..31 {
            assert_eq!(county.send(&lifts(&n.to_string(), "6")).await.status, StatusCode::CREATED);
        }
        let first = county.page(&page).await;
        assert_eq!(listed(&first).len(), 30);
        let json: serde_json::Value = serde_json::from_str(&county.page(&format!("{page}/export.json")).await).expect("JSON");
        assert_eq!(json.as_array().map(Vec::len), Some(31), "more than are read at one time");
        let next = first.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|href| href.contains("before=")).expect("more");
        assert_eq!(listed(&county.page(&next.replace("&amp;", "&").replace("&#38;", "&")).await).len(), 1);
    }

    async fn an_answer_is_replaced_once_and_never_by_itself(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let edit = |new: &str, old: &str| {
            lifts(new, "7").replace("</instanceID>", &format!("</instanceID><deprecatedID>uuid:{old}</deprecatedID>"))
        };
        let itself = county.send(&edit("9", "9")).await;
        assert_eq!(itself.status, StatusCode::BAD_REQUEST, "{}", itself.body);
        assert_eq!(county.send(&lifts("1", "6")).await.status, StatusCode::CREATED);
        assert_eq!(county.send(&edit("2", "1")).await.status, StatusCode::CREATED);
        assert_eq!(county.send(&edit("2", "1")).await.status, StatusCode::CREATED, "the same again");
        assert_eq!(county.send(&edit("3", "1")).await.status, StatusCode::CONFLICT, "one household is not counted twice");
        assert_eq!(county.send(&edit("3", "2")).await.status, StatusCode::CREATED, "but edited further");
        assert_eq!(listed(&county.page(&page).await).len(), 1);
    }

    async fn two_edits_at_one_moment_are_told_apart(store: TestStore) {
        let county = begin(store).await;
        let page = county.published().await;
        let edit = |new: &str| lifts(new, "7").replace("</instanceID>", "</instanceID><deprecatedID>uuid:1</deprecatedID>");
        let (original, two, three) = (lifts("1", "6"), edit("2"), edit("3"));
        let all = tokio::join!(county.send(&original), county.send(&two), county.send(&three));
        let mut told = [all.0.status, all.1.status, all.2.status].map(|status| status.as_u16());
        told[1..].sort_unstable();
        assert_eq!(told, [201, 201, 409], "the original and one of the edits");
        assert_eq!(listed(&county.page(&page).await).len(), 1);
    }
}
