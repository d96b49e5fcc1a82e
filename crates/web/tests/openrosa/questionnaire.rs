//! The questionnaire of a campaign on a phone with ODK Collect: what it sends is a visit and an opinion like any other.

use axum::http::{Method, StatusCode};
use linli_domain::consultation::survey::question::{Kind, Question};
use linli_domain::consultation::survey::{Campaign, CampaignId, Form};
use linli_domain::kernel::Office;
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Division, Facts};
use linli_store::consultation::survey;
use linli_store::consultation::survey::visit::Kept;
use linli_store::register::{building, division, neighbourhood};
use linli_store::testing::TestStore;
use linli_store::{args, on_each_engine};
use linli_web::testing::Answer;

use super::county::{County, HERE, answer, begin, message};

const ID: &str = "linli-survey-00000000-0000-0000-0000-000000000001";
const VISIT: &str = "0197dddd-0000-4000-8000-00000000000a";

fn office() -> Office {
    HERE.parse().expect("an office")
}

/// A campaign with one building of two doors, in which the surveyor goes.
async fn campaign(store: TestStore) -> County {
    let county = begin(store).await;
    let member = county.surveyor.id;
    let rows = [("430527", "绥宁县"), ("430527100", "长铺镇"), ("430527100001", "长铺社区")];
    let rows = rows.map(|(code, name)| Division { code: code.parse().expect("a code"), name: name.into() }).to_vec();
    let opened = county.site.app.store.write(&county.clerk.actor(), move |tx| {
        division::put_all(tx, &rows)?;
        let of = neighbourhood::add(tx, Facts::new("甲小区", "430527100001".parse().expect("a code")))?.id;
        let house = Building {
            id: BuildingId::from_number(3),
            neighbourhood: of,
            name: "3栋".into(),
            built_year: None,
            floors: 1,
        };
        building::add(tx, &house, Layout { entrances: 1, floors: 1, doors: 2 })?;
        let own = vec![Question { code: "q1".into(), label: "有没有电动车".into(), kind: Kind::YesNo }];
        survey::add(
            tx,
            &Campaign {
                id: CampaignId::from_number(1),
                name: "春季摸底".into(),
                neighbourhoods: vec![of],
                members: vec![member],
                opens: "2022-05-01".parse().expect("a day"),
                closes: "2022-05-31".parse().expect("a day"),
                target: 75,
                form: Form { own, ..Form::default() },
                closed_on: None,
            },
        )
    });
    opened.await.expect("a campaign");
    county
}

/// The text of an element of a list.
fn inside<'a>(body: &'a str, element: &str) -> &'a str {
    let after = body.split_once(&format!("<{element}>")).map(|(_, rest)| rest).unwrap_or_default();
    after.split('<').next().unwrap_or_default()
}

async fn fetch(county: &County, address: &str) -> Answer {
    let path = address.strip_prefix("http://linli.example").expect("the host that was asked");
    let answer = county.ask(Method::GET, path, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer
}

/// The version that is offered, and the doors.
async fn taken_along(county: &County) -> (String, Vec<String>) {
    let list = county.get("/formList").await;
    assert_eq!(inside(&list.body, "formID"), ID);
    let manifest = fetch(county, inside(&list.body, "manifestUrl")).await;
    let doors =
        manifest.body.rsplit("<downloadUrl>").next().and_then(|rest| rest.split('<').next()).expect("doors").to_owned();
    let csv = fetch(county, &doors).await.body;
    let ids = csv.lines().skip(1).filter_map(|line| Some(line.split("\",\"").next()?.trim_matches('"').to_owned()));
    (inside(&list.body, "version").to_owned(), ids.collect())
}

fn filled(version: &str, door: &str, text: &str) -> String {
    format!(
        "<data id=\"{ID}\" version=\"{version}\"><end>2022-05-05T09:30:00.000+08:00</end><entrance>x</entrance><door>{door}</door>\
         <outcome>answered</outcome><said><respondent>owner</respondent><willing>yes</willing><wish1>lift</wish1><text>{text}</text>\
         <own0>yes</own0></said><photo><image>a.jpg</image><place>common</place></photo>\
         <meta><instanceID>uuid:{VISIT}</instanceID></meta></data>"
    )
}

fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(64, 48, image::Rgb([9, 90, 40]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    bytes.into_inner()
}

async fn visit(county: &County) -> Option<Kept> {
    let id = VISIT.parse().expect("an id");
    county.site.app.store.read(move |tx| survey::visit::find(tx, office(), id)).await.expect("read")
}

async fn count(county: &County, table: &'static str) -> i64 {
    let sql = match table {
        "opinion" => "select count(*) from opinion where office = $1",
        "visit_photo" => "select count(*) from visit_photo where office = $1",
        _ => "select count(*) from visit where office = $1",
    };
    county.site.app.store.read(move |tx| tx.query_one(sql, args![HERE], |row| row.get(0))).await.expect("a count")
}

on_each_engine! {
    async fn the_questionnaire_is_offered_with_its_doors_to_who_goes(store: TestStore) {
        let county = campaign(store).await;
        let list = county.get("/formList").await;
        let form = fetch(&county, inside(&list.body, "downloadUrl")).await;
        assert!(form.body.contains("有没有电动车") && form.body.contains("<value>lift</value>"), "{}", form.body);
        let (_, doors) = taken_along(&county).await;
        assert_eq!(doors.len(), 2);
        assert!(!county.get("/formList?formID=other").await.body.contains("<xform>"));
        let closed = county.site.app.store.write(&county.clerk.actor(), |tx| survey::close(tx, CampaignId::from_number(1)));
        closed.await.expect("closed");
        assert!(!county.get("/formList").await.body.contains("<xform>"));
    }

    async fn an_answer_is_a_visit_and_an_opinion_once(store: TestStore) {
        let county = campaign(store).await;
        let (version, doors) = taken_along(&county).await;
        let xml = filled(&version, &doors[0], "灯不亮");
        for _ in 0..2 {
            let sent = county.post(&[answer(&xml), ("a.jpg", Some("a.jpg"), &photo())]).await;
            assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        }
        let kept = visit(&county).await.expect("a visit");
        assert_eq!(kept.account, county.surveyor.id);
        let answers = kept.visit.and_then(|visit| visit.answers).expect("answers");
        assert_eq!((answers.text.as_str(), answers.wishes.as_slice(), answers.own.len()), ("灯不亮", &["lift".to_owned()][..], 1));
        assert_eq!((count(&county, "visit").await, count(&county, "opinion").await, count(&county, "visit_photo").await), (1, 1, 1));
    }

    async fn a_photo_may_come_late_and_one_that_is_none_is_refused(store: TestStore) {
        let county = campaign(store).await;
        let (version, doors) = taken_along(&county).await;
        let xml = filled(&version, &doors[0], "灯不亮");
        assert_eq!(county.send(&xml).await.status, StatusCode::CREATED);
        let broken = county.post(&[answer(&xml), ("a.jpg", Some("a.jpg"), b"no photo")]).await;
        assert_eq!((broken.status, count(&county, "visit_photo").await), (StatusCode::UNPROCESSABLE_ENTITY, 0));
        assert!(message(&broken).contains("a.jpg"), "the phone keeps it, and says which: {}", broken.body);
        county.post(&[answer(&xml), ("a.jpg", Some("a.jpg"), &photo())]).await;
        assert_eq!(count(&county, "visit_photo").await, 1);
    }

    async fn other_words_under_one_identity_are_a_conflict(store: TestStore) {
        let county = campaign(store).await;
        let (version, doors) = taken_along(&county).await;
        county.send(&filled(&version, &doors[0], "灯不亮")).await;
        let other = county.send(&filled(&version, &doors[0], "灯亮了")).await;
        assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.body);
        let versions: i64 = county.site.app.store.read(|tx| {
            tx.query_one("select count(*) from visit_version where office = $1", args![HERE], |row| row.get(0))
        }).await.expect("a count");
        assert_eq!(versions, 0, "the phone still has it, so nothing was put aside here");
    }

    async fn a_correction_replaces_the_visit(store: TestStore) {
        let county = campaign(store).await;
        let (version, doors) = taken_along(&county).await;
        county.send(&filled(&version, &doors[0], "灯不亮")).await;
        let corrected = filled(&version, &doors[0], "门坏了").replace(
            &format!("<instanceID>uuid:{VISIT}</instanceID>"),
            &format!("<instanceID>uuid:0197dddd-0000-4000-8000-00000000000b</instanceID><deprecatedID>uuid:{VISIT}</deprecatedID>"),
        );
        assert_eq!(county.send(&corrected).await.status, StatusCode::CREATED);
        assert!(!visit(&county).await.expect("a visit").stands);
    }

    async fn what_is_no_visit_is_refused_with_its_element(store: TestStore) {
        let county = campaign(store).await;
        let (version, doors) = taken_along(&county).await;
        let good = filled(&version, &doors[0], "灯不亮");
        let cases = [
            (good.replace(VISIT, "1"), 400, "instanceID"),
            (good.replace(&doors[0], "x"), 400, "door"),
            (good.replace(&doors[0], "01970000-0000-7000-8000-0000000000ff"), 404, "这一户"),
            (good.replace("answered", "asleep"), 400, "outcome"),
            (good.replace(">owner<", ">landlord<"), 400, "respondent"),
            (good.replace(">lift<", ">castle<"), 400, "愿望"),
            (good.replace("<own0>yes", "<own0>7"), 400, "own"),
            (good.replace(&format!("version=\"{version}\""), "version=\"9-x\""), 404, "调查"),
            (good.replace(&format!("version=\"{version}\""), "version=\"x\""), 400, "version"),
            (good.replace("000000000001\"", "000000000002\""), 404, "调查"),
            (good.replace("灯不亮", &"长".repeat(2001)), 400, "2000"),
        ];
        for (xml, status, words) in cases {
            let refused = county.send(&xml).await;
            assert_eq!(refused.status.as_u16(), status, "{words}: {}", refused.body);
            assert!(message(&refused).contains(words), "{words}: {}", refused.body);
        }
        assert_eq!(count(&county, "visit").await, 0);
    }
}
