//! Personal data whose time is over, as an administrator at the machine sees to it; and an older backup that brings it back.

use std::fs;
use std::path::Path;

use crate::common::{linli, said};
use jiff::civil::date;
use linli_domain::consultation::opinion::{Address, Channel, Content};
use linli_domain::consultation::{Answer, AnswerId, OpinionId, Verdict};
use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::kernel::{Office, Personal, Timestamp};
use linli_domain::organisation::term::{Ended, Post, Seat};
use linli_domain::organisation::{Body, BodyId, BodyKind, Term, TermId};
use linli_domain::oversight::RetentionRules;
use linli_domain::register::building::Layout;
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_domain::register::{Building, BuildingId, DwellingId, Facts};
use linli_store::consultation::{answer, opinion, receipt};
use linli_store::organisation::{body, term};
use linli_store::oversight::retention;
use linli_store::register::{building, evidence, neighbourhood};
use linli_store::seal::KeyFile;
use linli_store::{Error, Location, Objects, Options, Store};
use serde_json::Value;
use tempfile::{TempDir, tempdir};

const NAME: &str = "欧阳示例";

fn office() -> Office {
    "430527".parse().expect("an office")
}

async fn open(data: &Path) -> Store {
    let store = Store::open(&Location::Sqlite(data.join("linli.db")), Options::default()).await.expect("the records");
    store.with_keys(KeyFile::at(Some(data.join("linli.key"))))
}

/// A place with somebody who left the task force twenty years ago.
async fn place() -> TempDir {
    let place = tempdir().expect("a folder");
    let here = place.path().join("here");
    assert!(linli(&here, &["user", "add", "admin@430527", "--name", "王示例"]).status.success());
    let store = open(&here).await;
    store.keys().to_seal(&store).await.expect("a key");
    let by =
        Actor { account: AccountId::from_number(0), office: office(), name: "示例".to_owned(), grants: Vec::new() };
    let set_up = store.write(&by, |tx| {
        let force = Body {
            id: BodyId::from_number(1),
            kind: BodyKind::TaskForce,
            name: "改造专班示例".into(),
            division: None,
            neighbourhood: None,
            set_up_on: date(2001, 1, 1),
            dissolved_on: None,
        };
        body::set_up(tx, &force)?;
        let left = Term {
            id: TermId::from_number(7),
            seat: Seat::Body(force.id),
            name: NAME.into(),
            title: None,
            account: None,
            post: Post::Member,
            standing: None,
            chosen: None,
            contact: None,
            from: date(2001, 1, 1),
            until: None,
            ended: Some(Ended { on: date(2006, 1, 1), why: "退休示例".into() }),
        };
        term::begin(tx, &left)?;
        term::end(tx, &left)
    });
    set_up.await.expect("set up");
    place
}

/// The head says that these are the times.
async fn confirm(data: &Path) {
    let rules = RetentionRules { confirmed: true, ..RetentionRules::default() };
    let by =
        Actor { account: AccountId::from_number(0), office: office(), name: "示例".to_owned(), grants: Vec::new() };
    let set = open(data).await.write(&by, move |tx| retention::set_rules(tx, date(2022, 1, 1), &rules, "示例")).await;
    set.expect("set");
}

async fn name(data: &Path) -> Personal {
    let store = open(data).await;
    store.read(|tx| Ok::<_, Error>(term::get(tx, office(), TermId::from_number(7))?.name)).await.expect("a term")
}

#[tokio::test]
async fn what_is_due_is_listed_erased_and_stays_erased() {
    let place = place().await;
    let here = place.path().join("here");
    let file = place.path().join("b.zip").display().to_string();
    let told = |args: &[&str]| {
        let output = linli(&here, &[&["--format", "json"], args].concat());
        let json = serde_json::from_slice::<Value>(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
        (output.status.code(), json)
    };
    let county = ["--county", "430527"];
    let (code, list) = told(&[&["retention", "list"], &county[..]].concat());
    assert_eq!(
        (code, &list["kinds"][1]["due"], &list["kinds"][1]["oldest"]),
        (Some(1), &1.into(), &"2006-01-01".into())
    );
    assert_eq!(name(&here).await, NAME.into(), "a list erases nothing");
    let unconfirmed = linli(&here, &[&["retention", "apply"], &county[..]].concat());
    assert!(unconfirmed.status.code() == Some(3) && said(&unconfirmed).contains("签发人"), "{}", said(&unconfirmed));
    confirm(&here).await;
    assert!(linli(&here, &["backup", "--force", &file]).status.success());
    fs::copy(here.join("linli.db"), place.path().join("older.db")).expect("copied");
    let (code, gone) = told(&[&["retention", "apply"], &county[..]].concat());
    assert_eq!((code, &gone["erased"]["officials"]), (Some(0), &1.into()));
    assert_eq!(name(&here).await, Personal::Erased);
    assert_eq!(told(&[&["retention", "list"], &county[..]].concat()).0, Some(0));
    assert_eq!(told(&["check"]).0, Some(0));
    let list = fs::read_to_string(here.join("linli.erased")).expect("a list beside the key");
    assert!(list.lines().count() == 2 && !list.contains("欧阳"), "{list}");

    let (_, restored) = told(&["restore", "--force", &file]);
    assert_eq!(restored["erased_again"], 1);
    assert_eq!(name(&here).await, Personal::Erased);

    // Other tools than Linli's put the file of before back.
    fs::copy(place.path().join("older.db"), here.join("linli.db")).expect("put back");
    assert_eq!(name(&here).await, NAME.into());
    let (code, found) = told(&["check"]);
    assert_eq!((code, &found["breaches"][0]["what"]), (Some(1), &"erased-back".into()));
    assert_eq!(told(&["retention", "repeat"]).1["erased_again"], 1);
    assert_eq!((told(&["check"]).0, name(&here).await), (Some(0), Personal::Erased));

    let listed = here.join("linli.erased");
    let over = linli(&here, &["backup", "--force", &listed.display().to_string()]);
    assert_eq!(over.status.code(), Some(3), "never over the list");
    let whole = fs::read_to_string(&listed).expect("a list");
    fs::write(&listed, format!("{whole}nonsense\n")).expect("damaged");
    let (code, found) = told(&["check"]);
    assert_eq!((code, &found["breaches"][0]["what"]), (Some(1), &"erased-list".into()));
    let before = fs::read(here.join("linli.db")).expect("the records");
    let refused = linli(&here, &["restore", "--force", &file]);
    assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
    assert_eq!(fs::read(here.join("linli.db")).expect("the records"), before, "the place is as it was");
    fs::remove_file(&listed).expect("left behind");
    assert_eq!(told(&["check"]).0, Some(1));
}

/// What came with the migrations from 0015 on, in an order in which it can go.
const TABLES: [&str; 66] = [
    "lift_household",
    "lift_compensation",
    "lift_group",
    "lift_subsidy",
    "lift_scheme",
    "lift",
    "lift_rules",
    "vote_entry",
    "vote_ballot",
    "vote_dwelling",
    "vote_head",
    "owner_vote",
    "vote_rules",
    "notice_evidence",
    "notice",
    "plan_left_out",
    "plan_item_need",
    "plan_item_source",
    "plan_item",
    "plan_version",
    "plan",
    "planning_rules",
    "dwelling_area",
    "ownership",
    "owner_party",
    "owner_roll",
    "need_answer",
    "need_change_opinion",
    "need_change",
    "need_opinion",
    "need",
    "need_board",
    "opinion_suggestion",
    "slip_session",
    "poster_day",
    "slip_try",
    "slip",
    "submission_file",
    "submission",
    "collector",
    "field_form_medium",
    "field_form_version",
    "field_form",
    "answer_help",
    "opinion_evidence",
    "opinion_day",
    "opinion_event",
    "opinion_version",
    "opinion_wish",
    "opinion",
    "answer",
    "receipt_secret",
    "consultation_rules",
    "working_calendar",
    "visit_photo",
    "visit_version",
    "visit",
    "campaign_left",
    "campaign_door",
    "campaign_share",
    "campaign_member",
    "campaign_neighbourhood",
    "campaign_form",
    "campaign",
    "erasure",
    "retention_rules",
];

#[tokio::test]
async fn a_backup_of_an_older_linli_forgets_again_too() {
    let place = place().await;
    let here = place.path().join("here");
    let file = place.path().join("b.zip").display().to_string();
    // As it was before there was a place to write down that something was erased.
    let by =
        Actor { account: AccountId::from_number(0), office: office(), name: "示例".to_owned(), grants: Vec::new() };
    let store = open(&here).await;
    let older = store.write(&by, |tx| {
        for table in TABLES {
            let _none = tx.run(&format!("drop table {table}"), linli_store::args![])?.count();
        }
        for column in [
            "evidence drop column confidential",
            "dwelling drop column area_basis",
            "term drop column chosen",
            "term drop column contact",
        ] {
            let _none = tx.run(&format!("alter table {column}"), linli_store::args![])?.count();
        }
        for index in ["term_ended", "session_over"] {
            let _none = tx.run(&format!("drop index {index}"), linli_store::args![])?.count();
        }
        tx.run("delete from schema_migration where name >= '0015'", linli_store::args![]).map(drop)
    });
    older.await.expect("an older schema");
    drop(store);
    assert!(linli(&here, &["backup", &file]).status.success());
    fs::write(here.join("linli.erased"), format!("430527\t{}\tasked\t2022-01-01T00:00:00Z\n", TermId::from_number(7)))
        .expect("a list");
    let restored = linli(&here, &["restore", "--force", &file]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert_eq!(name(&here).await, Personal::Erased);
}

const WORDS: &str = "楼顶漏水，找王大爷示例";
const SAID: OpinionId = OpinionId::from_number(9);

/// A household that said something with a scan and was answered, years ago; its dwelling, and its receipt.
async fn said_years_ago(data: &Path) -> (DwellingId, String) {
    let store = open(data).await;
    let objects = Objects::in_folder(&data.join("objects")).expect("a store of files");
    let digest = objects.keep(b"a scan".as_slice().into()).await.expect("kept");
    let by =
        Actor { account: AccountId::from_number(0), office: office(), name: "示例".to_owned(), grants: Vec::new() };
    let written = store.write(&by, move |tx| {
        let of = neighbourhood::add(tx, Facts::new("示例小区", "430527100001".parse().expect("a code")))?.id;
        let house = BuildingId::from_number(1);
        let block = Building { id: house, neighbourhood: of, name: "3栋".into(), built_year: None, floors: 1 };
        building::add(tx, &block, Layout { entrances: 1, floors: 1, doors: 1 })?;
        let door = building::doors(tx, office(), house)?.remove(0).1;
        let content = Content {
            address: Address {
                neighbourhood: of,
                building: Some(house),
                entrance: Some(door.entrance),
                dwelling: Some(door.id),
            },
            channel: Channel::Paper,
            said_on: tx.today(),
            text: WORDS.into(),
            wishes: Vec::new(),
            hazard: false,
        };
        opinion::record(tx, SAID, &content)?;
        let piece = Evidence {
            id: EvidenceId::from_number(1),
            neighbourhood: of,
            file_name: "示例.pdf".into(),
            media_type: "application/pdf".into(),
            digest,
            bytes: 6,
            picture: None,
            caption: None,
            at: tx.now(),
            account: AccountId::from_number(0),
            by_name: "示例".into(),
            withdrawn: None,
            confidential: true,
        };
        evidence::add(tx, &piece)?;
        opinion::put_evidence(tx, SAID, piece.id)?;
        let one = opinion::get(tx, office(), SAID)?;
        let given = Answer { verdict: Verdict::Adopted, reason: "已列入计划示例".into() };
        answer::give(tx, AnswerId::from_number(1), &given, &[one])?;
        let long_ago: Timestamp = "2010-01-01T00:00:00Z".parse().expect("a time");
        let rows = linli_store::args![office(), SAID, long_ago];
        tx.run("update opinion set over_at = $3 where office = $1 and id = $2", rows)?.exactly_one()?;
        let code = receipt::secret(tx, office())?.expect("a secret").receipt(SAID).to_string();
        Ok::<_, Error>((door.id, code))
    });
    written.await.expect("said")
}

async fn words(data: &Path) -> Personal {
    let store = open(data).await;
    store.read(|tx| Ok::<_, Error>(opinion::get(tx, office(), SAID)?.text)).await.expect("an opinion")
}

#[tokio::test]
async fn what_somebody_said_is_handed_out_and_goes_with_its_file_and_a_backup_brings_nothing_back() {
    let place = place().await;
    let here = place.path().join("here");
    let (dwelling, receipt) = said_years_ago(&here).await;
    let told = |args: &[&str]| {
        let output = linli(&here, &[&["--format", "json"], args].concat());
        let json = serde_json::from_slice::<Value>(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
        (output.status.code(), json)
    };
    let county = ["--county", "430527"];
    let dwelling = dwelling.to_string();
    for whose in [["--receipt", receipt.as_str()], ["--dwelling", dwelling.as_str()]] {
        let (code, about) = told(&[&["person", "export"][..], &county, &whose].concat());
        assert_eq!((code, &about["opinions"][0]["words"]), (Some(0), &WORDS.into()));
    }
    let nobody = DwellingId::new().to_string();
    for whose in [["--receipt", "D000-0000-0000-0000-0000"], ["--dwelling", &nobody]] {
        let missing = linli(&here, &[&["person", "export"][..], &county, &whose].concat());
        assert!(missing.status.code() == Some(3) && said(&missing).contains("没有这样的"), "{}", said(&missing));
    }
    let both = ["--receipt", receipt.as_str(), "--dwelling", dwelling.as_str()];
    assert_eq!(linli(&here, &[&["person", "export"][..], &county, &both].concat()).status.code(), Some(2));

    confirm(&here).await;
    let (code, list) = told(&[&["retention", "list"], &county[..]].concat());
    assert_eq!((code, &list["kinds"][4]["kind"], &list["kinds"][4]["due"]), (Some(1), &"opinions".into(), &1.into()));
    let file = place.path().join("b.zip").display().to_string();
    assert!(linli(&here, &["backup", "--force", &file]).status.success());
    fs::copy(here.join("linli.db"), place.path().join("older.db")).expect("copied");
    let files = || files_in(&here.join("objects").join("kept"));
    assert_eq!(files(), 1);

    let (code, gone) = told(&[&["retention", "apply"], &county[..]].concat());
    assert_eq!((code, &gone["erased"]["opinions"], &gone["files_left"]), (Some(0), &1.into(), &0.into()));
    assert_eq!((words(&here).await, files()), (Personal::Erased, 0));
    assert_eq!(told(&["check"]).0, Some(0));

    let (_, restored) = told(&["restore", "--force", &file]);
    assert_eq!(restored["erased_again"], 2, "the opinion, and the name of who left");
    assert_eq!((words(&here).await, files()), (Personal::Erased, 0), "its file was in the backup as well");

    // Other tools than Linli's put the file of before back.
    fs::copy(place.path().join("older.db"), here.join("linli.db")).expect("put back");
    assert_eq!(words(&here).await, WORDS.into());
    let (code, found) = told(&["check"]);
    let back =
        found["breaches"].as_array().expect("breaches").iter().filter(|one| one["what"] == "erased-back").count();
    assert_eq!((code, back), (Some(1), 2), "{found}");
    assert_eq!(told(&["retention", "repeat"]).1["erased_again"], 2);
    assert_eq!((told(&["check"]).0, words(&here).await), (Some(0), Personal::Erased));
}

/// How many files lie in a folder and in those inside of it.
fn files_in(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let many = |path: std::path::PathBuf| if path.is_dir() { files_in(&path) } else { 1 };
    entries.map(|entry| many(entry.expect("an entry").path())).sum()
}

#[tokio::test]
async fn a_person_is_handed_what_is_kept_of_them() {
    let place = place().await;
    let here = place.path().join("here");
    let term = TermId::from_number(7).to_string();
    let asked = linli(&here, &["person", "export", "--county", "430527", "--term", &term]);
    let told: Value = serde_json::from_slice(&asked.stdout).expect("JSON");
    assert_eq!((&told["terms"][0]["name"], &told["terms"][0]["seat"]), (&NAME.into(), &"改造专班示例".into()));
    let asked = linli(&here, &["person", "export", "--county", "430527", "--sign-in", "admin@430527"]);
    let told: Value = serde_json::from_slice(&asked.stdout).expect("JSON");
    assert_eq!(told["account"]["name"], "王示例");

    let nobody = TermId::from_number(8).to_string();
    let missing = linli(&here, &["person", "export", "--county", "430527", "--term", &nobody]);
    assert!(missing.status.code() == Some(3) && said(&missing).contains("没有这样的"), "{}", said(&missing));
    for wrong in [&["--sign-in", "admin@430527", "--term", &term][..], &[]] {
        let refused = linli(&here, &[&["person", "export", "--county", "430527"], wrong].concat());
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    }
    let elsewhere = linli(&here, &["person", "export", "--county", "430528", "--sign-in", "admin@430527"]);
    assert_eq!(elsewhere.status.code(), Some(3));
}
