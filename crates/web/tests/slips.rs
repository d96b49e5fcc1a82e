//! The paper at the door: opened by its code, something said with a photo, answered, and the answer said to have helped.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, RETRY_AFTER, SET_COOKIE};
use axum::http::{Method, StatusCode};
use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use linli_domain::consultation::SlipCode;
use linli_domain::consultation::slip::Paper;
use linli_domain::kernel::people::Role;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::evidence::Evidence;
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::consultation::opinion;
use linli_store::consultation::slip::{self, New};
use linli_store::on_each_engine;
use linli_store::register::{building, neighbourhood};
use linli_store::testing::{TestStore, clerk};
use linli_web::testing::{Answer, Person, Site, request};

/// What is sent, what it is answered with, and a text on the page.
type Case<'a> = (&'a [(&'a str, &'a str)], StatusCode, &'a str);

const HERE: &str = "430527";
const SAY: &str = "/household/opinions/new";
const WORDS: &str = "楼道灯坏了，晚上看不见（示例）";

fn office() -> Office {
    HERE.parse().expect("an office")
}

fn code(n: u8) -> SlipCode {
    SlipCode::new(office(), [n; 10])
}

fn id(n: u32) -> String {
    format!("0190163d-8694-739b-aea5-{n:012x}")
}

/// The first eight codes are the doors' of 3栋, 101 with code 1; the next two its stairwells'.
struct County {
    site: Site,
    clerk: Person,
    of: NeighbourhoodId,
}

const POSTER: u8 = 9;

async fn begin(store: TestStore) -> County {
    begin_with(store, linli_web::testing::config()).await
}

async fn begin_with(store: TestStore, config: linli_web::Config) -> County {
    let by = clerk(HERE);
    let facts = Facts::new("示例小区", "430527100001".parse().expect("a code"));
    let of = store.write(&by, move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
    let house = Building { id: BuildingId::new(), neighbourhood: of, name: "3栋".into(), built_year: None, floors: 2 };
    let layout = Layout { entrances: 2, floors: 2, doors: 2 };
    store.write(&by, move |tx| building::add(tx, &house, layout)).await.expect("a building");
    let site = Site::with(store, config);
    let printed = site.app.store.write(&by, move |tx| {
        for (paper, first) in [(Paper::Slip, 1), (Paper::Poster, POSTER)] {
            let places = slip::places(tx, office(), of, paper)?;
            let new = |(n, place): (u8, &slip::Place)| New { spot: place.spot, code: code(n), instead_of: None };
            let all: Vec<New> = (first..).zip(&places).map(new).collect();
            slip::print(tx, of, paper, &all, "试印")?;
        }
        Ok::<_, linli_store::Error>(())
    });
    printed.await.expect("printed");
    let clerk = site.role(HERE, Role::Clerk).await;
    County { site, clerk, of }
}

impl County {
    async fn try_code(&self, typed: &str) -> Answer {
        self.site.post("/h", None, &[("code", typed)]).await
    }

    /// A phone that scanned the paper with this code.
    async fn scan(&self, n: u8) -> Person {
        let answer = self.try_code(&code(n).plain()).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/household"), "{}", answer.body);
        let mut phone = self.clerk.clone();
        phone.cookie = answer.cookie();
        phone
    }

    async fn say(&self, phone: &Person, n: u32, other: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let id = id(n);
        let mut form = vec![("id", id.as_str()), ("text", WORDS)];
        form.retain(|(name, _)| !other.iter().any(|(own, _)| own == name));
        form.extend(other);
        self.site.upload(SAY, Some(phone), &form, files).await
    }

    /// A form whose answer says where this site is reached: a browser names the host.
    async fn ask_to_print(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let plain = |text: &str| text.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
        let body: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect();
        let request = request(Method::POST, path, Some(&self.clerk))
            .header(HOST, "linli.example.cn")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.site.send(request.body(Body::from(body.join("&"))).expect("a request")).await
    }

    async fn home(&self, phone: &Person) -> String {
        let answer = self.site.get("/household", Some(phone)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body
    }

    async fn revoke(&self, paper: Paper) {
        let of = self.of;
        let revoked = self.site.app.store.write(&clerk(HERE), move |tx| {
            let places = slip::places(tx, office(), of, paper)?;
            let ids: Vec<_> = places.iter().filter_map(|place| Some(place.printed.as_ref()?.id)).collect();
            slip::revoke(tx, of, paper, &ids, "遗失")
        });
        assert!(revoked.await.expect("revoked") > 0);
    }

    async fn is_there(&self, n: u32) -> bool {
        let opinion = id(n).parse().expect("an id");
        let found = self.site.app.store.read(move |tx| opinion::find(tx, office(), opinion)).await;
        found.expect("looked").is_some()
    }

    async fn evidence(&self, n: u32) -> Vec<Evidence> {
        let opinion = id(n).parse().expect("an id");
        self.site.app.store.read(move |tx| opinion::evidence(tx, office(), opinion)).await.expect("looked")
    }

    /// Files that lie in the object store.
    fn files(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
        }
        count(self.site.files.path())
    }
}

fn said(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "{text}: {page}");
    }
}

/// A small photo, as a phone sends it.
fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(320, 240, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a photo");
    bytes.into_inner()
}

/// What a phone notes: when, and where.
fn with_place(jpeg: &[u8]) -> Vec<u8> {
    let degrees = |whole| {
        let part = |num| Rational { num, denom: 1 };
        Value::Rational(vec![part(whole), part(0), part(0)])
    };
    let text = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
    let fields = [
        field(Tag::DateTimeOriginal, text("2022:04:12 09:31:05")),
        field(Tag::GPSLatitudeRef, text("N")),
        field(Tag::GPSLatitude, degrees(26)),
        field(Tag::GPSLongitudeRef, text("E")),
        field(Tag::GPSLongitude, degrees(110)),
    ];
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut notes = std::io::Cursor::new(Vec::new());
    writer.write(&mut notes, false).expect("notes");
    let notes = notes.into_inner();
    let length = u16::try_from(notes.len() + 8).expect("short notes").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", &notes, &jpeg[2..]].concat()
}

on_each_engine! {
    async fn a_household_scans_says_something_with_a_photo_and_says_whether_the_answer_helped(store: TestStore) {
        let county = begin(store).await;
        let phone = county.scan(1).await;
        let home = county.home(&phone).await;
        said(&home, &["示例小区 3栋 1单元 101", "我要反映", "还没有"]);
        said(&county.site.get(SAY, Some(&phone)).await.body, &["想说什么", "最多 3 张", "加装电梯"]);
        let photo = photo();
        for done in ["said", "same"] {
            let answer = county.say(&phone, 1, &[("place", "1单元楼道"), ("wish1", "lighting"), ("hazard", "yes")], &[("file", "灯.jpg", &photo)]).await;
            assert_eq!(answer.location(), format!("/household/opinions/{}/receipt?done=household-done-{done}", id(1)), "{}", answer.body);
            let receipt = county.site.get(answer.location(), Some(&phone)).await;
            said(&receipt.body, &["class=\"once\"", "最迟 2022年5月12日 答复"]);
        }
        assert_eq!(county.evidence(1).await.len(), 1, "sent twice, kept once");
        let home = county.home(&phone).await;
        said(&home, &[&format!("【1单元楼道】{WORDS}"), "已收到", "门贴", "照明"]);
        let seen = county.site.get(&format!("/desk/430527/opinions/{}", id(1)), Some(&county.clerk)).await.body;
        said(&seen, &[WORDS, "门贴", "安全隐患", "piece"]);
        assert!(!seen.contains("未核实"));
        let form = [("id", id(9)), ("of", id(1)), ("verdict", "adopted".into()), ("reason", "本周内换上感应灯。".into())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(county.site.post("/desk/430527/answers/new", Some(&county.clerk), &form).await.status, StatusCode::SEE_OTHER);
        said(&county.home(&phone).await, &["本周内换上感应灯", "采纳", "这份答复对您有帮助吗"]);
        let helped = format!("/household/opinions/{}/helped", id(1));
        assert_eq!(county.site.post(&helped, Some(&phone), &[("helped", "perhaps")]).await.status, StatusCode::BAD_REQUEST);
        let said_yes = county.site.post(&helped, Some(&phone), &[("helped", "yes")]).await;
        assert_eq!(said_yes.location(), "/household?done=receipt-done-said");
        said(&county.home(&phone).await, &["您说：有帮助"]);
        said(&county.site.get(&format!("/desk/430527/opinions/{}", id(1)), Some(&county.clerk)).await.body, &["居民评价：有帮助"]);
    }

    async fn the_page_is_for_this_door_alone_names_nobody_and_is_kept_nowhere(store: TestStore) {
        let county = begin(store).await;
        let (mine, other) = (county.scan(1).await, county.scan(2).await);
        county.say(&mine, 1, &[], &[]).await;
        assert!(!county.home(&other).await.contains(WORDS));
        let answer = county.site.get("/household", Some(&mine)).await;
        assert_eq!(answer.headers.get(CACHE_CONTROL).and_then(|v| v.to_str().ok()), Some("no-store"));
        said(&answer.body, &["name=\"robots\" content=\"noindex\""]);
        for path in [format!("/household/opinions/{}/receipt", id(1)), format!("/household/opinions/{}/receipt", id(77))] {
            assert_eq!(county.site.get(&path, Some(&other)).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let helped = format!("/household/opinions/{}/helped", id(1));
        assert_eq!(county.site.post(&helped, Some(&other), &[("helped", "yes")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(county.site.post(&helped, Some(&mine), &[("helped", "yes")]).await.status, StatusCode::CONFLICT, "nothing was answered");
        let other_words = county.say(&other, 1, &[("text", "顶替别家的意见")], &[]).await;
        assert_eq!(other_words.status, StatusCode::CONFLICT);
        let seen = county.site.get(&format!("/desk/430527/opinions/{}", id(1)), Some(&county.clerk)).await.body;
        assert!(seen.contains(WORDS) && !seen.contains("顶替"), "an id of another household changes nothing there");
        for path in ["/household", SAY] {
            assert_eq!(county.site.get(path, None).await.location(), "/h");
        }
        assert_eq!(county.site.upload(SAY, None, &[("id", &id(5)), ("text", "没有扫码")], &[]).await.status, StatusCode::UNAUTHORIZED);
        assert!(!county.is_there(5).await);
    }

    async fn what_others_heard_is_shown_without_its_words(store: TestStore) {
        let county = begin(store).await;
        let (mine, of) = (county.scan(1).await, county.of.to_string());
        let form = [("id", id(3)), ("of", of), ("channel", "telephone".into()), ("said_on", "2022-05-04".into()), ("building", "3栋".into()), ("entrance", "1".into()), ("room", "101".into()), ("text", "电话里说的私事".into())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(county.site.upload("/desk/430527/opinions/new", Some(&county.clerk), &form, &[]).await.status, StatusCode::SEE_OTHER);
        let home = county.home(&mine).await;
        said(&home, &["电话", "这里不显示原话", "已收到"]);
        assert!(!home.contains("/receipt/"), "the receipt stays with whoever keeps it");
        assert!(!home.contains("私事"));
    }

    async fn a_code_is_in_no_address_and_the_cookie_stays_with_this_site(store: TestStore) {
        let county = begin(store).await;
        let typed = [code(1).to_string(), code(1).plain().to_lowercase(), code(1).to_string().replace('-', " ")];
        for typed in typed {
            let answer = county.try_code(&typed).await;
            assert_eq!(answer.location(), "/household", "{typed}");
            let cookie = answer.headers.get(SET_COOKIE).and_then(|line| line.to_str().ok()).unwrap_or_default();
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Max-Age=14400"), "{cookie}");
            assert!(!cookie.contains(&code(1).plain()), "{cookie}");
        }
        for line in linli_web::routes().table() {
            assert!(!line.path.starts_with("/h/") && !line.path.starts_with("/household/{code}"), "a code in an address: {line:?}");
        }
        said(&county.site.get("/h", None).await.body, &["data-paper", "name=\"code\"", "noindex"]);
        assert_eq!(county.site.get(&format!("/h/{}", code(1)), None).await.status, StatusCode::NOT_FOUND);
    }

    async fn what_was_revoked_opens_nothing_and_shuts_out_who_had_it_open(store: TestStore) {
        let county = begin(store).await;
        let phone = county.scan(1).await;
        county.revoke(Paper::Slip).await;
        assert_eq!(county.site.get("/household", Some(&phone)).await.location(), "/h");
        assert_eq!(county.say(&phone, 1, &[], &[]).await.status, StatusCode::UNAUTHORIZED);
        assert!(!county.is_there(1).await);
        assert_eq!(county.try_code(&code(1).plain()).await.status, StatusCode::NOT_FOUND);
        let poster = county.scan(POSTER).await;
        let left = county.site.post("/household/leave", Some(&poster), &[]).await;
        assert!(left.headers.get(SET_COOKIE).is_some_and(|line| line.to_str().is_ok_and(|line| line.contains("Max-Age=0"))));
        assert_eq!(county.site.get("/household", Some(&poster)).await.location(), "/h", "also for who kept the cookie");
    }

    async fn a_wrong_code_gets_one_answer_and_a_machine_that_guesses_waits(store: TestStore) {
        let county = begin(store).await;
        let elsewhere = SlipCode::new("430522".parse().expect("an office"), [1; 10]).to_string();
        let hundred = "9".repeat(100_000);
        let wrong = [&code(99).to_string(), &elsewhere, "-", "", "'; drop table slip; --", "<script>", "\u{202e}abc", "𰻝𰻝面", "👨\u{200d}👩", "%00\0", &hundred];
        let mut pages = Vec::new();
        for typed in wrong {
            let answer = county.try_code(typed).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{typed}");
            assert!(answer.headers.get(SET_COOKIE).is_none());
            pages.push(answer.body);
        }
        assert!(pages.iter().all(|page| *page == pages[0]), "one page, whatever is wrong");
        for _ in 0..40 {
            county.scan(1).await;
        }
        let mut last = county.try_code(&code(98).to_string()).await;
        for _ in 0..20 {
            last = county.try_code(&code(97).to_string()).await;
        }
        assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(last.headers.get(RETRY_AFTER).is_some());
        said(&last.body, &["输错的次数太多", "分钟后再试"]);
        assert_eq!(county.try_code(&code(1).plain()).await.status, StatusCode::TOO_MANY_REQUESTS, "a hit after so many misses is no hit");
        let tried = county.site.app.store.read(|tx| slip::tried(tx, office(), jiff::civil::date(2022, 5, 5))).await.expect("read");
        assert_eq!(tried, 10, "well-formed codes of this office that open nothing");
    }

    async fn hostile_texts_are_kept_as_they_are(store: TestStore) {
        let county = begin(store).await;
        let phone = county.scan(1).await;
        let kept = [
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            "𰻝𰻝面 𠮷 𪚥 👨\u{200d}👩\u{200d}👧",
            "مرحبا \u{202e}txet desrever\u{202c} end",
            "'; drop table opinion; --",
            "{{ctx}} {% block %} ${jndi:ldap://x}",
            "第一行\n\n第二行\t有制表符",
        ];
        for (n, text) in (1..).zip(kept) {
            let answer = county.say(&phone, n, &[("text", text), ("place", "<b>3栋</b>")], &[]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{text}");
            let page = county.home(&phone).await;
            assert!(!page.contains("<script>alert") && !page.contains("<b>3栋") && !page.contains("<img src=x"), "{page}");
            let page = page.replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&").replace("&#39;", "'").replace("&#34;", "\"");
            assert!(page.contains(&format!("【<b>3栋</b>】{text}")), "{text}: {page}");
        }
    }

    async fn what_is_wrong_with_an_opinion_is_said_and_nothing_of_it_stays(store: TestStore) {
        let county = begin(store).await;
        let phone = county.scan(1).await;
        let (long, hundred, place) = ("长".repeat(2_001), "x".repeat(100_000), "远".repeat(41));
        let texts: [Case<'_>; 11] = [
            (&[("text", &long)], StatusCode::UNPROCESSABLE_ENTITY, "最多 2,000 个字"),
            (&[("text", &hundred)], StatusCode::UNPROCESSABLE_ENTITY, "最多 2,000 个字"),
            (&[("text", "")], StatusCode::UNPROCESSABLE_ENTITY, "请写下意见"),
            (&[("text", " \u{200b}\u{202e}\n\0")], StatusCode::UNPROCESSABLE_ENTITY, "请写下意见"),
            (&[("text", ""), ("place", "2单元")], StatusCode::UNPROCESSABLE_ENTITY, "请写下意见"),
            (&[("place", &place)], StatusCode::UNPROCESSABLE_ENTITY, "地点最多 40 个字"),
            (&[("place", &hundred)], StatusCode::UNPROCESSABLE_ENTITY, "地点最多 40 个字"),
            (&[("wish1", "castle")], StatusCode::UNPROCESSABLE_ENTITY, "没有这一项"),
            (&[("wish1", "roof"), ("wish2", "roof")], StatusCode::UNPROCESSABLE_ENTITY, "选了两次"),
            (&[("id", "x")], StatusCode::BAD_REQUEST, ""),
            (&[("id", "<script>")], StatusCode::BAD_REQUEST, ""),
        ];
        for (form, status, text) in texts {
            let answer = county.say(&phone, 1, form, &[]).await;
            assert_eq!(answer.status, status, "{text}: {}", answer.body);
            said(&answer.body, &[text]);
            assert!(!county.is_there(1).await, "{text}");
        }
        let photo = photo();
        let heic = [b"\0\0\0\x18ftypheic\0\0\0\0heicmif1".as_slice(), &[0; 100]].concat();
        let gif = b"GIF89a\x01\0\x01\0\0\0\0;".as_slice();
        let (cut, html, pdf) = (&photo[..photo.len() / 2], b"<html><script>alert(1)</script>".as_slice(), b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".as_slice());
        let files: [(&str, &[u8], &str); 8] = [
            ("a.heic", &heic, "HEIC"),
            ("a.jpg", html, "a.jpg"),
            ("a.jpg", b"\xff\xd8\xff\xe0 no photo at all", "a.jpg"),
            ("a.jpg", cut, "a.jpg"),
            ("a.jpg", b"", "a.jpg"),
            ("a.gif", gif, "a.gif"),
            ("意见.pdf", pdf, "意见.pdf"),
            ("<script>.exe", b"MZ\x90\0", "&#60;script&#62;.exe"),
        ];
        for (name, bytes, text) in files {
            let answer = county.say(&phone, 1, &[], &[("file", "好的.jpg", &photo), ("file", name, bytes)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.body);
            said(&answer.body, &[text, WORDS]);
            assert!(!county.is_there(1).await, "{name}");
        }
        let four = [("file", "a.jpg", photo.as_slice()); 4];
        let answer = county.say(&phone, 1, &[], &four).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        said(&answer.body, &["最多 3 张照片"]);
        assert_eq!((county.is_there(1).await, county.files()), (false, 0), "nothing half kept");
        assert_eq!(county.say(&phone, 1, &[], &[("file", "a.jpg", &photo)]).await.status, StatusCode::SEE_OTHER, "and nobody was locked out");
        assert_eq!(county.files(), 2, "the photo and its small one");
    }

    async fn where_a_photo_was_taken_is_not_kept(store: TestStore) {
        let county = begin(store).await;
        let phone = county.scan(1).await;
        let photo = with_place(&photo());
        assert_eq!(county.say(&phone, 1, &[], &[("file", "a.jpg", &photo)]).await.status, StatusCode::SEE_OTHER);
        let kept = county.evidence(1).await;
        let picture = kept[0].picture.as_ref().expect("a picture");
        assert!(picture.taken.is_some() && picture.location.is_none(), "{picture:?}");
        assert!(kept[0].confidential);
    }

    async fn a_household_that_says_a_thousand_things_is_asked_to_come_back_tomorrow(store: TestStore) {
        let county = begin(store).await;
        let phone = county.scan(1).await;
        let mut kept = 0;
        for n in 1..=60 {
            let answer = county.say(&phone, n, &[("text", &format!("第{n}条"))], &[]).await;
            match answer.status {
                StatusCode::SEE_OTHER => kept += 1,
                StatusCode::TOO_MANY_REQUESTS => said(&answer.body, &["今天已经收到 20 条", "请明天再来", &format!("第{n}条")]),
                other => panic!("{other}: {}", answer.body),
            }
        }
        assert_eq!(kept, 20);
        assert!(!county.is_there(21).await);
        assert_eq!(county.say(&phone, 22, &[], &[("file", "a.jpg", &photo())]).await.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(county.files(), 0, "the photo of what is not taken is not kept");
        assert_eq!(county.say(&phone, 1, &[("text", "第1条")], &[]).await.status, StatusCode::SEE_OTHER, "what is there is told to be there");
        let neighbour = county.scan(2).await;
        assert_eq!(county.say(&neighbour, 30, &[], &[]).await.status, StatusCode::SEE_OTHER, "its neighbours may go on");
    }

    async fn what_comes_by_a_poster_is_unverified_and_of_no_household(store: TestStore) {
        let county = begin(store).await;
        let phone = county.scan(POSTER).await;
        let home = county.home(&phone).await;
        said(&home, &["示例小区 3栋 1单元", "未核实", "我要反映"]);
        assert!(!home.contains("我家反映过的") && !home.contains("101"));
        let answer = county.say(&phone, 1, &[], &[("file", "a.jpg", &photo())]).await;
        said(&county.site.get(answer.location(), Some(&phone)).await.body, &["class=\"once\""]);
        assert!(!county.home(&phone).await.contains(WORDS), "the next one who passes reads nothing of it");
        let other_stairs = county.scan(POSTER + 1).await;
        assert_eq!(county.site.get(&format!("/household/opinions/{}/receipt", id(1)), Some(&other_stairs)).await.status, StatusCode::NOT_FOUND);
        let list = county.site.get("/desk/430527/opinions", Some(&county.clerk)).await.body;
        said(&list, &["未核实", "海报", "示例小区 3栋 1单元"]);
        said(&county.site.get(&format!("/desk/430527/opinions/{}", id(1)), Some(&county.clerk)).await.body, &["未核实"]);
        let csv = county.site.get("/desk/430527/opinions/export.csv", Some(&county.clerk)).await.body;
        said(&csv, &["核实", "未核实"]);
        let mut last = county.say(&phone, 2, &[("text", "第2条")], &[]).await;
        for n in 3..=30 {
            last = county.say(&phone, n, &[("text", &format!("第{n}条"))], &[]).await;
        }
        assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS, "one phone does not fill the poster");
        assert!(last.headers.get(RETRY_AFTER).is_some());
        said(&last.body, &["第30条", "您写的还在"]);
    }

    async fn over_http_2_the_host_stands_in_the_address_alone(store: TestStore) {
        let county = begin(store).await;
        let form = "act=print&paper=slip&building=3%E6%A0%8B&entrance=1&room=101&anew=yes&reason=x";
        let request = axum::http::Request::builder()
            .method(Method::POST)
            .uri(format!("https://linli.example.cn/desk/430527/slips/{}", county.of))
            .header("cookie", county.clerk.cookie.as_str())
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let printed = county.site.send(request.body(Body::from(form)).expect("a request")).await;
        assert!(printed.body.starts_with("%PDF"), "{} {}", printed.status, printed.body);
    }

    async fn the_office_prints_what_is_missing_prints_anew_and_revokes(store: TestStore) {
        let county = begin(store).await;
        let here = format!("/desk/430527/slips/{}", county.of);
        let phone = county.scan(1).await;
        said(&county.site.get("/desk/430527/slips", Some(&county.clerk)).await.body, &["示例小区"]);
        said(&county.site.get(&here, Some(&county.clerk)).await.body, &["3栋", "有效门贴", "作废"]);
        let print = |form: &'static [(&'static str, &'static str)]| county.ask_to_print(&here, form);
        let refused: [(&[(&str, &str)], &str); 7] = [
            (&[("act", "print"), ("paper", "slip")], "选中的 8 处都有有效编码"),
            (&[("act", "print"), ("paper", "stone")], "请选择印门贴还是海报"),
            (&[("act", "print"), ("paper", "slip"), ("anew", "yes")], "请写明原因"),
            (&[("act", "revoke"), ("paper", "slip"), ("reason", " \u{200b}")], "请写明原因"),
            (&[("act", "print"), ("paper", "slip"), ("building", "99栋")], "没有这栋楼"),
            (&[("act", "print"), ("paper", "slip"), ("building", "3栋"), ("room", "<script>")], "没有这个房号"),
            (&[("act", "print"), ("paper", "poster"), ("room", "101")], "请选择楼栋"),
        ];
        for (form, text) in refused {
            let answer = print(form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}: {}", answer.body);
            said(&answer.body, &[text]);
        }
        assert_eq!(county.site.get("/household", Some(&phone)).await.status, StatusCode::OK, "what was refused ends no code");
        let one = print(&[("act", "print"), ("paper", "slip"), ("building", "3栋"), ("entrance", "1"), ("room", "101"), ("anew", "yes"), ("reason", "门贴遗失")]).await;
        assert_eq!(one.status, StatusCode::OK, "{}", one.body);
        assert!(one.body.starts_with("%PDF"));
        assert_eq!(one.headers.get(CACHE_CONTROL).and_then(|v| v.to_str().ok()), Some("no-store"));
        assert_eq!(county.site.get("/household", Some(&phone)).await.location(), "/h", "the old code ended");
        assert_eq!(county.try_code(&code(1).plain()).await.status, StatusCode::NOT_FOUND);
        county.scan(2).await;
        let asked = print(&[("act", "revoke"), ("paper", "poster"), ("reason", "被撕")]).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        said(&asked.body, &["编码都会作废", "确认：全部楼栋"]);
        let revoked = print(&[("act", "revoke"), ("paper", "poster"), ("reason", "被撕"), ("all", "yes")]).await;
        assert_eq!(revoked.location(), format!("{here}?done=slips-done-revoked"));
        assert_eq!(county.try_code(&code(POSTER).plain()).await.status, StatusCode::NOT_FOUND);
        let posters = print(&[("act", "print"), ("paper", "poster"), ("large", "yes")]).await;
        assert!(posters.body.starts_with("%PDF"), "{}", posters.body);
        said(&county.site.get(&here, Some(&county.clerk)).await.body, &["近 30 天有人输入过 2 次"]);
        let auditor = county.site.role(HERE, Role::Auditor).await;
        said(&county.site.get("/desk/430527/trail", Some(&auditor)).await.body, &["打印门贴、海报", "作废门贴、海报", "门贴遗失"]);
        let seen = county.site.get(&here, Some(&auditor)).await;
        assert!(seen.status == StatusCode::OK && !seen.body.contains("name=\"act\""), "who only reads is offered nothing");
        assert_eq!(county.site.post(&here, Some(&auditor), &[("act", "revoke"), ("paper", "slip"), ("reason", "试")]).await.status, StatusCode::FORBIDDEN);
    }

    async fn what_was_written_while_the_page_closed_is_not_lost(store: TestStore) {
        let county = begin(store).await;
        let (phone, photo) = (county.scan(1).await, photo());
        let words = "<b>写了很久</b> 𰻝 👨\u{200d}👩 \u{202e}abc '; drop table opinion; --";
        county.revoke(Paper::Slip).await;
        let shut = county.say(&phone, 1, &[("text", words), ("place", "<i>楼道</i>"), ("wish1", "lighting"), ("hazard", "yes")], &[("file", "灯.jpg", &photo)]).await;
        assert_eq!(shut.status, StatusCode::UNAUTHORIZED, "{}", shut.body);
        said(&shut.body, &["请再扫一次", "&#60;b&#62;写了很久", "𰻝", "name=\"wish1\" value=\"lighting\"", "name=\"hazard\" value=\"yes\"", &id(1), "照片没有保存"]);
        assert!(!shut.body.contains("<b>写了") && !shut.body.contains("<i>楼道"), "{}", shut.body);
        assert_eq!((county.is_there(1).await, county.files()), (false, 0));

        let of = county.of;
        let anew = county.site.app.store.write(&clerk(HERE), move |tx| {
            let places = slip::places(tx, office(), of, Paper::Slip)?;
            slip::print(tx, of, Paper::Slip, &[New { spot: places[0].spot, code: code(51), instead_of: None }], "补印")
        });
        anew.await.expect("printed");
        let id = id(1);
        let carried = |code: &str| {
            let fields = [("code", code), ("id", &id), ("text", words), ("place", "1单元楼道"), ("hazard", "yes"), ("wish1", "lighting"), ("photos", "yes")];
            fields.map(|(name, value)| (name, value.to_owned()))
        };
        let again = async |who: Option<&Person>, code: &str| {
            let form = carried(code);
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            county.site.post("/household/opinions/again", who, &form).await
        };
        for (typed, status, text) in [
            ("", StatusCode::UNPROCESSABLE_ENTITY, "请输入编码"),
            (&code(1).to_string(), StatusCode::NOT_FOUND, "打不开"),
            ("<script>", StatusCode::NOT_FOUND, "打不开"),
        ] {
            let refused = again(None, typed).await;
            assert_eq!(refused.status, status, "{typed}");
            said(&refused.body, &[text, "写了很久", "1单元楼道", &id]);
            assert!(refused.headers.get(SET_COOKIE).is_none());
        }
        let opened = again(None, &code(51).plain()).await;
        assert_eq!(opened.status, StatusCode::OK, "{}", opened.body);
        said(&opened.body, &["已经打开", "示例小区 3栋 1单元 101", "写了很久", "照片没有保存", "value=\"lighting\" selected"]);
        assert!(!county.is_there(1).await, "nothing is sent before it was looked at");
        let mut phone = phone;
        phone.cookie = opened.cookie();
        let scanned = again(Some(&phone), "").await;
        assert_eq!(scanned.status, StatusCode::OK, "who scanned it again types nothing");
        assert_eq!(county.say(&phone, 1, &[("text", words)], &[]).await.status, StatusCode::SEE_OTHER);
        assert!(county.is_there(1).await);
        let hundred = "长".repeat(100_000);
        let long = county.site.upload(SAY, None, &[("id", &id), ("text", &hundred)], &[]).await;
        assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE, "nobody is known to send it");
    }

    async fn a_link_to_another_paper_asks_before_it_takes_the_place_of_the_open_one(store: TestStore) {
        let county = begin(store).await;
        let phone = county.scan(1).await;
        let link = async |n: u8, by: &'static str| county.site.post("/h", Some(&phone), &[("code", &code(n).plain()), ("by", by)]).await;
        let asked = link(2, "link").await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        said(&asked.body, &["换成这一户的页面", "示例小区 3栋 1单元 101", "示例小区 3栋 1单元 102", &code(2).plain()]);
        assert!(asked.headers.get(SET_COOKIE).is_none());
        said(&county.home(&phone).await, &["1单元 101"]);
        let same = link(1, "link").await;
        assert_eq!((same.location(), same.cookie()), ("/household", phone.cookie.clone()), "the same paper again is the same phone");
        said(&county.site.get("/h", Some(&phone)).await.body, &["示例小区 3栋 1单元 101", "不换"]);
        let changed = link(2, "").await;
        assert_eq!(changed.location(), "/household", "who says so changes");
        let mut other = phone.clone();
        other.cookie = changed.cookie();
        said(&county.home(&other).await, &["1单元 102"]);
        assert_eq!(county.site.get("/household", Some(&phone)).await.location(), "/h", "and leaves the first");
        let first = county.site.post("/h", None, &[("code", &code(3).plain()), ("by", "link")]).await;
        assert_eq!(first.location(), "/household", "where none is open nothing is asked");
    }

    async fn a_photo_that_comes_later_is_said_to_be_added(store: TestStore) {
        let county = begin(store).await;
        let phone = county.scan(1).await;
        county.say(&phone, 1, &[], &[]).await;
        let picture = |n: u8| {
            let mut bytes = std::io::Cursor::new(Vec::new());
            image::RgbImage::from_pixel(32, 32, image::Rgb([n, 90, 40])).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
            bytes.into_inner()
        };
        let [one, two, three, four] = [10, 60, 120, 180].map(picture);
        let late = async |files: &[(&str, &str, &[u8])]| county.say(&phone, 1, &[], files).await.location().to_owned();
        let told = |key: &str| format!("/household/opinions/{}/receipt?done=household-done-{key}", id(1));
        assert_eq!(late(&[("file", "a.png", &one)]).await, told("photos"));
        said(&county.site.get(&told("photos"), Some(&phone)).await.body, &["照片已经补上"]);
        assert_eq!(late(&[("file", "a.png", &one)]).await, told("same"));
        assert_eq!(late(&[("file", "b.png", &two), ("file", "c.png", &three), ("file", "d.png", &four)]).await, told("photos-some"));
        assert_eq!(late(&[("file", "d.png", &four)]).await, told("photos-full"));
        assert_eq!(county.evidence(1).await.len(), 3);
        for done in ["same", "photos-some", "photos-full"] {
            said(&county.site.get(&told(done), Some(&phone)).await.body, &["notice-success"]);
        }
    }

    async fn one_door_is_found_printed_anew_and_revoked(store: TestStore) {
        let county = begin(store).await;
        let here = format!("/desk/430527/slips/{}", county.of);
        let phone = county.scan(1).await;
        county.say(&phone, 1, &[], &[]).await;
        county.scan(2).await;
        let page = county.site.get(&here, Some(&county.clerk)).await.body;
        let building = page.split(&format!("{here}/buildings/")).nth(1).and_then(|rest| rest.split('"').next()).expect("a building");
        let building = format!("{here}/buildings/{building}");
        let list = county.site.get(&building, Some(&county.clerk)).await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.body);
        said(&list.body, &["反映过 1 条", "打开过，没反映过", "已印，没打开过", "打开 1 次"]);
        assert_eq!(list.body.matches("class=\"door slip-held\" title").count(), 6, "{}", list.body);
        let found = county.site.get(&format!("{building}?room=201"), Some(&county.clerk)).await.body;
        assert_eq!(found.matches("<tr>").count(), 3 + 4, "two doors, and the picture of the building: {found}");
        for (nobody, text) in [("999", "没有这样的房号"), ("%3Cscript%3E", "没有这样的房号"), ("%F0%B0%BB%9D", "没有这样的房号")] {
            said(&county.site.get(&format!("{building}?room={nobody}"), Some(&county.clerk)).await.body, &[text]);
        }
        let nowhere = NeighbourhoodId::new();
        for wrong in [format!("{here}/buildings/{nowhere}"), format!("{here}/doors/{nowhere}"), format!("/desk/430527/slips/{nowhere}/doors/{nowhere}")] {
            assert_eq!(county.site.get(&wrong, Some(&county.clerk)).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        let door = found.split(&format!("{here}/doors/")).nth(1).and_then(|rest| rest.split('"').next()).expect("a door");
        let first = list.body.split("<tbody>").last().and_then(|rest| rest.split(&format!("{here}/doors/")).nth(1)).and_then(|rest| rest.split('"').next()).expect("101");
        assert_ne!(door, first);
        let door = format!("{here}/doors/{first}");
        let shown = county.site.get(&door, Some(&county.clerk)).await.body;
        said(&shown, &["3栋 1单元 101", "有效", "打开 1 次", "重新印"]);
        let seen = shown.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("the slip").to_owned();
        let act = async |form: &[(&str, &str)]| county.ask_to_print(&door, form).await;
        let refused: [Case<'_>; 5] = [
            (&[("act", "print"), ("seen", &seen)], StatusCode::UNPROCESSABLE_ENTITY, "请写明原因"),
            (&[("act", "revoke"), ("seen", &seen), ("reason", "遗失")], StatusCode::UNPROCESSABLE_ENTITY, "请勾选确认"),
            (&[("act", "revoke"), ("reason", "遗失"), ("sure", "yes")], StatusCode::CONFLICT, "刚刚变了"),
            (&[("act", "print"), ("seen", first), ("reason", "遗失"), ("sure", "yes")], StatusCode::CONFLICT, "刚刚变了"),
            (&[("act", "dance"), ("seen", &seen)], StatusCode::BAD_REQUEST, ""),
        ];
        for (form, status, text) in refused {
            let answer = act(form).await;
            assert_eq!(answer.status, status, "{form:?}: {}", answer.body);
            said(&answer.body, &[text]);
        }
        county.home(&phone).await;
        let anew = act(&[("act", "print"), ("seen", &seen), ("reason", "门贴遗失"), ("sure", "yes")]).await;
        assert!(anew.body.starts_with("%PDF"), "{}", anew.body);
        assert_eq!(county.site.get("/household", Some(&phone)).await.location(), "/h", "the old code ended");
        let twice = act(&[("act", "print"), ("seen", &seen), ("reason", "门贴遗失"), ("sure", "yes")]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "a second click ends nothing more");
        let shown = county.site.get(&door, Some(&county.clerk)).await.body;
        said(&shown, &["已作废", "门贴遗失", "没打开过"]);
        let seen = shown.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("the slip").to_owned();
        let revoked = act(&[("act", "revoke"), ("seen", &seen), ("reason", "搬走"), ("sure", "yes")]).await;
        assert_eq!(revoked.location(), format!("{door}?done=slips-done-revoked"), "{}", revoked.body);
        said(&county.site.get(&building, Some(&county.clerk)).await.body, &["class=\"door slip-revoked\" title"]);
        let fresh = act(&[("act", "print"), ("seen", "")]).await;
        assert!(fresh.body.starts_with("%PDF"), "where none holds nothing is asked: {}", fresh.body);
        let auditor = county.site.role(HERE, Role::Auditor).await;
        let read = county.site.get(&door, Some(&auditor)).await;
        assert!(read.status == StatusCode::OK && !read.body.contains("name=\"act\""), "{}", read.body);
        assert_eq!(county.site.post(&door, Some(&auditor), &[("act", "print")]).await.status, StatusCode::FORBIDDEN);
    }

    async fn the_page_says_which_address_is_printed(store: TestStore) {
        let county = begin(store).await;
        let here = format!("/desk/430527/slips/{}", county.of);
        let request = request(Method::GET, &here, Some(&county.clerk)).header(HOST, "192.168.1.20:8430");
        let page = county.site.send(request.body(Body::empty()).expect("a request")).await.body;
        said(&page, &["http://192.168.1.20:8430", "不一定打得开"]);
    }

    async fn where_residents_reach_it_is_set_that_is_printed(store: TestStore) {
        let config = linli_web::Config { site: Some("https://linli.example.cn".into()), ..linli_web::testing::config() };
        let county = begin_with(store, config).await;
        let page = county.site.get(&format!("/desk/430527/slips/{}", county.of), Some(&county.clerk)).await.body;
        said(&page, &["印在纸上的网址：https://linli.example.cn"]);
        assert!(!page.contains("不一定打得开"));
        let phone = county.scan(1).await;
        let receipt = county.say(&phone, 1, &[], &[]).await;
        said(&county.site.get(receipt.location(), Some(&phone)).await.body, &["https://linli.example.cn/receipt"]);
        said(&county.site.get(&format!("/desk/430527/opinions/{}/receipt", id(1)), Some(&county.clerk)).await.body, &["https://linli.example.cn/receipt"]);
    }
}
