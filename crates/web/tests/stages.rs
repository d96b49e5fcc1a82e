//! The course of a neighbourhood as people drive it: reported, shown by evidence, confirmed by those who live there.

use std::io::Cursor;

use axum::http::StatusCode;
use image::{ImageFormat, Rgb, RgbImage};
use jiff::civil::date;
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{DivisionCode, Month, NeighbourhoodId, Office};
use linli_domain::oversight::League;
use linli_domain::register::{Division, Facts};
use linli_domain::works::stage::Stage;
use linli_store::oversight::league;
use linli_store::register::{beginning, division, neighbourhood};
use linli_store::testing::{TestBucket, TestStore};
use linli_store::{args, on_each_engine};
use linli_web::testing::{Answer, Person, Site, request};

const HERE: &str = "430527";

fn office() -> Office {
    HERE.parse().expect("an office")
}

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

/// A county with two neighbourhoods of the plan of 2022, a clerk, and a member of the first one's council.
struct County {
    site: Site,
    clerk: Person,
    member: Person,
    first: NeighbourhoodId,
    second: NeighbourhoodId,
}

async fn begin(store: TestStore) -> County {
    let site = Site::new(store);
    let clerk = site.role(HERE, Role::Clerk).await;
    let rows = [("430527", "绥宁县"), ("430527100", "长铺镇"), ("430527100001", "长铺社区")];
    let rows: Vec<Division> = rows.map(|(c, name)| Division { code: code(c), name: name.into() }).to_vec();
    let added = site.app.store.write(&clerk.actor(), move |tx| {
        division::put_all(tx, &rows)?;
        let facts = |name: &str| Facts { plan_year: Some(2022), ..Facts::new(name, code("430527100001")) };
        let (first, second) = (neighbourhood::add(tx, facts("甲小区"))?, neighbourhood::add(tx, facts("乙小区"))?);
        Ok::<_, linli_store::Error>((first.id, second.id))
    });
    let (first, second) = added.await.expect("two neighbourhoods");
    let member = Grant { role: Role::CouncilMember, scope: Scope::Neighbourhood(first) };
    let member = site.somebody(office(), &[member]).await;
    County { site, clerk, member, first, second }
}

impl County {
    fn stage(id: NeighbourhoodId, stage: Stage) -> String {
        format!("/desk/{HERE}/register/{id}/stages/{}", stage.as_str())
    }

    async fn report(&self, id: NeighbourhoodId, stage: Stage, on: &str) -> Answer {
        self.site.post(&Self::stage(id, stage), Some(&self.clerk), &[("on", on)]).await
    }

    /// Everything that comes before the start.
    async fn prepare(&self, id: NeighbourhoodId) {
        for stage in Stage::ALL.into_iter().filter(|stage| *stage < Stage::Start) {
            let answer = self.report(id, stage, "2022-04-01").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{stage:?}: {}", answer.body);
        }
    }

    async fn send(&self, id: NeighbourhoodId, form: &[(&str, &str)], name: &str, bytes: &[u8]) -> Answer {
        let path = format!("{}/evidence", Self::stage(id, Stage::Start));
        self.site.upload(&path, Some(&self.clerk), form, &[("file", name, bytes)]).await
    }

    async fn league(&self) -> League {
        let month: Month = "2022-05".parse().expect("a month");
        self.site.app.store.read(move |tx| league::of(tx, office().code(), month)).await.expect("a league table")
    }

    async fn page(&self, path: &str, who: &Person) -> String {
        let answer = self.site.get(path, Some(who)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }
}

fn photo(red: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_pixel(64, 48, Rgb([red, 90, 40]));
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// What is typed, the name and bytes of the file, and what the page says to it.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a [u8], &'a str);

const SITE: [(&str, &str); 2] = [("document", "site_photo"), ("taken", "2022-05-03")];
const REPORT: [(&str, &str); 1] = [("document", "start_report")];

on_each_engine! {
    async fn a_start_counts_when_document_photo_and_residents_say_so(store: TestStore) {
        let county = begin(store).await;
        county.prepare(county.first).await;
        assert_eq!(county.report(county.first, Stage::Start, "2022-05-03").await.status, StatusCode::SEE_OTHER);
        let total = county.league().await.total;
        assert_eq!((total.started, total.unproven), (0, 1), "reported stands beside what counts");

        let at = County::stage(county.first, Stage::Start);
        let page = county.page(&at, &county.clerk).await;
        for lack in ["开工报告或施工许可证", "现场实物工程量照片", "居民组织成员确认"] {
            assert!(page.contains(lack), "{lack}");
        }
        let sent = county.send(county.first, &REPORT, "开工报告.pdf", b"%PDF-1.7 report").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let sent = county.send(county.first, &SITE, "现场.png", &photo(200)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(county.league().await.total.started, 0, "nobody who lives there has confirmed it");

        assert!(county.page(&at, &county.member).await.contains("确认属实"));
        let confirmed = county.site.post(&format!("{at}/confirmation"), Some(&county.member), &[]).await;
        assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.body);
        let total = county.league().await.total;
        assert_eq!((total.started, total.unproven), (1, 0));
        let public = county.site.get(&format!("/neighbourhoods/{HERE}/{}", county.first), None).await.body;
        assert!(public.contains("2022年5月3日") && !public.contains("佐证待补"), "{public}");
    }

    async fn a_finish_that_is_only_reported_is_no_finish_anywhere(store: TestStore) {
        let county = begin(store).await;
        // As an older register says it: a start that was never shown, and an acceptance beside it.
        let id = county.first;
        let written = county.site.app.store.write(&county.clerk.actor(), move |tx| {
            let n = neighbourhood::get(tx, office(), id)?;
            let days = Facts { started_on: Some(date(2022, 4, 20)), finished_on: Some(date(2022, 5, 2)), ..n.facts.clone() };
            let n = neighbourhood::change(tx, &n, days, None)?;
            beginning::set_evidence_from(tx, date(2022, 1, 1))?;
            Ok::<_, linli_store::Error>(n)
        });
        written.await.expect("written");
        let total = county.league().await.total;
        assert_eq!((total.started, total.unproven, total.finished), (0, 1, Some(0)));
        let list = county.page("/desk/430527/register?stage=finished", &county.clerk).await;
        assert!(!list.contains("甲小区"), "{list}");
        assert!(county.page("/desk/430527/register?stage=under_way", &county.clerk).await.contains("甲小区"));
        let public = county.site.get(&format!("/neighbourhoods/{HERE}/{id}"), None).await.body;
        assert!(public.contains("在建") && !public.contains(">已完工<"), "{public}");
    }

    async fn no_new_record_brings_a_start_along(store: TestStore) {
        let county = begin(store).await;
        let began = county.site.app.store.write(&county.clerk.actor(), |tx| {
            tx.run("update office_beginning set began_on = $2 where office = $1", args![office(), date(2022, 5, 1)])?.exactly_one()
        });
        began.await.expect("earlier");
        let id = NeighbourhoodId::new().to_string();
        let form = |started: &'static str| {
            vec![("id", id.clone()), ("name", "丙小区".to_owned()), ("division", "430527100001".to_owned()),
                ("plan_year", "2022".to_owned()), ("started_on", started.to_owned()), ("version", "1".to_owned())]
        };
        let post = async |started| {
            let form = form(started);
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            county.site.post("/desk/430527/register/new", Some(&county.clerk), &form).await
        };
        let refused = post("2020-12-01").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert_eq!(post("").await.status, StatusCode::SEE_OTHER);
    }

    async fn a_file_that_is_empty_or_here_already_is_said_to_be(store: TestStore) {
        let county = begin(store).await;
        let path = format!("/desk/{HERE}/register/{}/evidence", county.first);
        let begin = request(axum::http::Method::POST, &format!("/desk/{HERE}/uploads"), Some(&county.clerk));
        let begin = begin.header("upload-length", "0").header("upload-metadata", "filename 546w5Zy6LnBuZw==");
        let begun = county.site.send(begin.body(axum::body::Body::empty()).expect("a request")).await;
        let upload = begun.location().rsplit('/').next().expect("an id").to_owned();
        let sent = county.site.upload(&path, Some(&county.clerk), &[("upload", &upload)], &[]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.body);
        assert!(sent.body.contains("空"), "{}", sent.body);

        let once = county.site.upload(&path, Some(&county.clerk), &[], &[("file", "a.png", &photo(9))]).await;
        assert!(once.location().ends_with("done=works-done-evidence"), "{}", once.location());
        let again = county.site.upload(&path, Some(&county.clerk), &[("spot", "东门")], &[("file", "a.png", &photo(9))]).await;
        assert!(again.location().ends_with("done=works-done-evidence-again"), "{}", again.location());
    }

    async fn no_stage_is_skipped_by_a_crafted_post(store: TestStore) {
        let county = begin(store).await;
        let skipped = county.report(county.first, Stage::Start, "2022-05-03").await;
        assert_eq!(skipped.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(skipped.body.contains("请先上报“摸底调查”"), "{}", skipped.body);
        county.prepare(county.first).await;
        for (day, said) in [("2022-05-06", "还没有到"), ("2022-03-01", "早于前面"), ("五月", "这样的日期"), ("1900-01-01", "这样的日期")] {
            let answer = county.report(county.first, Stage::Start, day).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
            assert!(answer.body.contains(said), "{day}: {}", answer.body);
        }
        assert_eq!(county.report(county.first, Stage::Start, "2022-05-03").await.status, StatusCode::SEE_OTHER);
        let finish = county.report(county.first, Stage::SiteDone, "2022-05-04").await;
        assert!(finish.body.contains("“开工”还缺佐证材料"), "{}", finish.body);
        let nowhere = county.site.post(&format!("/desk/{HERE}/register/{}/stages/party", county.first), Some(&county.clerk), &[("on", "2022-05-03")]).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    }

    async fn a_reversal_needs_a_reason_and_leaves_both_written(store: TestStore) {
        let county = begin(store).await;
        county.prepare(county.first).await;
        county.report(county.first, Stage::Start, "2022-05-03").await;
        let at = County::stage(county.first, Stage::Start);
        let without = county.site.post(&format!("{at}/reversal"), Some(&county.clerk), &[("reason", " ")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = county.site.post(&format!("{at}/reversal"), Some(&county.clerk), &[("reason", "尚未进场")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = county.page(&at, &county.clerk).await;
        for shown in ["上报开工", "撤回开工", "尚未进场", "尚未上报"] {
            assert!(page.contains(shown), "{shown}");
        }
    }

    async fn what_is_no_evidence_is_refused_for_what_it_is_and_nothing_is_kept(store: TestStore) {
        let county = begin(store).await;
        let heic = [b"\0\0\0\x18ftypheic".as_slice(), &[0; 60]].concat();
        let half = photo(9);
        let cases: [Case<'_>; 8] = [
            (&SITE, "a.heic", &heic, "HEIC"),
            (&SITE, "a.gif", b"GIF89a.........", "动图"),
            (&SITE, "a.jpg", b"MZ\x90 program", "不是照片"),
            (&SITE, "a.png", &half[..half.len() / 2], "没有传完"),
            (&SITE, "a.pdf", b"%PDF-1.7", "不能是文件"),
            (&[("document", "site_photo")], "a.png", &half, "请填写拍摄日期"),
            (&[("document", "site_photo"), ("taken", "2022-05-09")], "a.png", &half, "还没有到"),
            (&[("document", "party_photo")], "a.png", &half, "没有这种材料"),
        ];
        for (form, name, bytes, said) in cases {
            let answer = county.send(county.first, form, name, bytes).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {said}");
            assert!(answer.body.contains(said), "{said}: {}", answer.body);
        }
        let none = county.send(county.first, &SITE, "", b"").await;
        assert!(none.body.contains("请选择文件"), "{}", none.body);
        let list = county.page(&format!("/desk/{HERE}/register/{}/evidence", county.first), &county.clerk).await;
        assert!(list.contains("还没有材料"), "{list}");
    }

    async fn a_bucket_that_is_away_is_said_and_nothing_is_kept(store: TestStore) {
        let mut county = begin(store).await;
        let mut bucket = TestBucket::start();
        county.site.keep_files_in(&bucket);
        assert_eq!(county.send(county.first, &SITE, "a.png", &photo(7)).await.status, StatusCode::SEE_OTHER);
        let list = format!("/desk/{HERE}/register/{}/evidence", county.first);
        let shown = county.page(&list, &county.clerk).await;
        let picture = shown.split("src=\"").filter_map(|part| part.split('"').next()).find(|src| src.contains("/evidence/"));
        let picture = picture.expect("its picture").to_owned();
        assert_eq!(county.site.get(&picture, Some(&county.clerk)).await.status, StatusCode::OK);
        bucket.stop();

        let sent = county.send(county.first, &SITE, "b.png", &photo(9)).await;
        let asked = county.site.get(&picture, Some(&county.clerk)).await;
        for answer in [sent, asked] {
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
            assert!(answer.body.contains("照片和文件暂时不能存取"), "{}", answer.body);
        }
        let shown = county.page(&list, &county.clerk).await;
        assert_eq!(shown.matches("class=\"piece\"").count(), 1, "no record of what was not kept");
        bucket.start_again();
        assert_eq!(county.send(county.first, &SITE, "b.png", &photo(9)).await.status, StatusCode::SEE_OTHER);
    }

    async fn one_photo_shows_one_place(store: TestStore) {
        let county = begin(store).await;
        assert_eq!(county.send(county.first, &SITE, "a.png", &photo(7)).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.send(county.first, &SITE, "a.png", &photo(7)).await.status, StatusCode::SEE_OTHER);
        let again = county.send(county.second, &SITE, "b.png", &photo(7)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains("已经用于“甲小区”"), "{}", again.body);
        let list = county.page(&format!("/desk/{HERE}/register/{}/evidence", county.first), &county.clerk).await;
        assert_eq!(list.matches("class=\"piece\"").count(), 1, "sent twice, kept once");
    }

    async fn a_document_is_saved_and_never_opened_and_strangers_see_neither(store: TestStore) {
        let county = begin(store).await;
        county.send(county.first, &REPORT, "开工报告.pdf", b"%PDF-1.7 report").await;
        let list = county.page(&format!("/desk/{HERE}/register/{}/evidence", county.first), &county.clerk).await;
        let file = list.split("href=\"").filter_map(|part| part.split('"').next()).find(|href| href.contains("/evidence/"));
        let file = file.expect("the document").trim_end_matches("/withdrawal").to_owned();
        let saved = county.site.get(&file, Some(&county.clerk)).await;
        assert_eq!(saved.body, "%PDF-1.7 report");
        let header = |name: &str| saved.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        assert!(header("content-disposition").starts_with("attachment"), "{saved:?}");
        assert_eq!((header("content-type").as_str(), header("x-content-type-options").as_str()), ("application/octet-stream", "nosniff"));
        let stranger = Grant { role: Role::CouncilMember, scope: Scope::Neighbourhood(county.second) };
        let stranger = county.site.somebody(office(), &[stranger]).await;
        assert_eq!(county.site.get(&file, Some(&stranger)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(county.site.get(&file, None).await.status, StatusCode::SEE_OTHER);
        let id = file.rsplit('/').next().expect("an id");
        let public = county.site.get(&format!("/neighbourhoods/{HERE}/{}/photos/{id}", county.first), None).await;
        assert_eq!(public.status, StatusCode::NOT_FOUND);
    }

    async fn the_public_sees_a_spot_before_and_after_until_it_is_withdrawn(store: TestStore) {
        let county = begin(store).await;
        let at = format!("/desk/{HERE}/register/{}/evidence", county.first);
        for (moment, red) in [("before", 20), ("after", 220)] {
            let form = [("spot", "东门草坪"), ("moment", moment), ("taken", "2022-05-01")];
            let sent = county.site.upload(&at, Some(&county.clerk), &form, &[("file", "a.png", &photo(red))]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        }
        let public = format!("/neighbourhoods/{HERE}/{}", county.first);
        let page = county.site.get(&public, None).await.body;
        let src = page.split("src=\"").filter_map(|part| part.split('"').next()).find(|src| src.contains("/photos/"));
        let src = src.expect("a photo").to_owned();
        assert_eq!(county.site.get(&src, None).await.status, StatusCode::OK);
        let piece = src.rsplit('/').next().expect("an id");
        let withdrawal = format!("/desk/{HERE}/evidence/{piece}/withdrawal");
        county.page(&withdrawal, &county.clerk).await;
        let done = county.site.post(&withdrawal, Some(&county.clerk), &[("reason", "有居民入镜")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(county.site.get(&src, None).await.status, StatusCode::NOT_FOUND);
        assert!(!county.site.get(&public, None).await.body.contains("东门草坪"));
    }

    async fn an_upload_that_broke_off_goes_on_and_is_its_owners_alone(store: TestStore) {
        let county = begin(store).await;
        let bytes = photo(77);
        let (half, length) = (bytes.len() / 2, bytes.len().to_string());
        let begin = request("POST".parse().expect("a verb"), &format!("/desk/{HERE}/uploads"), Some(&county.clerk));
        let begin = begin.header("upload-length", &length).header("upload-metadata", "filename 546w5Zy6LnBuZw==");
        let begun = county.site.send(begin.body(axum::body::Body::empty()).expect("a request")).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
        let at = begun.location().to_owned();
        let part = async |who: &Person, offset: usize, part: &[u8]| {
            let sent = request("PATCH".parse().expect("a verb"), &at, Some(who)).header("upload-offset", offset.to_string());
            let sent = sent.header("content-type", "application/offset+octet-stream");
            county.site.send(sent.body(axum::body::Body::from(part.to_vec())).expect("a request")).await
        };
        assert_eq!(part(&county.clerk, 0, &bytes[..half]).await.status, StatusCode::NO_CONTENT);
        assert_eq!(part(&county.clerk, 0, &bytes[..half]).await.status, StatusCode::CONFLICT, "the same part again");
        assert_eq!(part(&county.member, half, &bytes[half..]).await.status, StatusCode::NOT_FOUND, "not theirs");
        let known = county.site.get(&at, Some(&county.clerk)).await;
        assert_eq!(known.headers.get("upload-offset").and_then(|v| v.to_str().ok()), Some(half.to_string().as_str()));

        let id = at.rsplit('/').next().expect("an id").to_owned();
        let form = [("document", "site_photo"), ("taken", "2022-05-03"), ("upload", id.as_str())];
        let path = format!("{}/evidence", County::stage(county.first, Stage::Start));
        let early = county.site.upload(&path, Some(&county.clerk), &form, &[]).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "half a photo is none");
        assert_eq!(part(&county.clerk, half, &bytes[half..]).await.status, StatusCode::NO_CONTENT);
        let kept = county.site.upload(&path, Some(&county.clerk), &form, &[]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        assert!(county.page(&County::stage(county.first, Stage::Start), &county.clerk).await.contains("现场.png"));
        assert!(county.site.app.objects.begun().await.expect("listed").is_empty(), "its parts are gone");
    }

    async fn who_reported_does_not_confirm(store: TestStore) {
        let county = begin(store).await;
        county.prepare(county.first).await;
        let both = [Role::Clerk, Role::CouncilMember].map(|role| Grant { role, scope: Scope::Division(office().code()) });
        let both = county.site.somebody(office(), &both).await;
        let at = County::stage(county.first, Stage::Start);
        let none = county.site.post(&format!("{at}/confirmation"), Some(&county.member), &[]).await;
        assert!(none.body.contains("还没有上报"), "{}", none.body);
        county.site.post(&at, Some(&both), &[("on", "2022-05-03")]).await;
        let own = county.site.post(&format!("{at}/confirmation"), Some(&both), &[]).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(own.body.contains("您自己上报的"), "{}", own.body);
    }
}
