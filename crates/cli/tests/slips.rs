//! `linli survey slips`: what is printed holds, what is refused ends no code and leaves no file.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use linli_domain::consultation::SlipCode;
use linli_domain::consultation::slip::Paper;
use linli_domain::kernel::Office;
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId};
use linli_store::consultation::slip::{self, Door, Wanted};
use linli_store::register::{building, neighbourhood};
use linli_store::seal::KeyFile;
use linli_store::testing::{block_on, clerk};
use linli_store::{Location, Options, Store};

use crate::common::{county, linli, said};

const REGISTER: &str = "小区名称,所在社区,建成年份\n示例小区,430527100001,1995\n";
const NUMBER: &str = "430527100-XQ-0001";

async fn store(place: &Path) -> Store {
    let store = Store::open(&Location::Sqlite(place.join("linli.db")), Options::default()).await.expect("a store");
    store.with_keys(KeyFile::at(Some(place.join("linli.key"))))
}

/// One building with two entrances and eight doors.
fn build(place: &Path) {
    block_on(async {
        let added = store(place).await;
        let added = added.write(&clerk("430527"), |tx| {
            let office: Office = "430527".parse().expect("an office");
            let of = neighbourhood::by_number(tx, office, NUMBER)?.expect("it was imported").id;
            let (id, name) = (BuildingId::from_number(1), "3栋".to_owned());
            let house = Building { id, neighbourhood: of, name, built_year: None, floors: 2 };
            building::add(tx, &house, Layout { entrances: 2, floors: 2, doors: 2 })
        });
        added.await.expect("a building");
    });
}

fn print(place: &Path, out: &str, more: &[&str]) -> Output {
    let out = place.join(out).display().to_string();
    let asked = ["survey", "slips", "--county", "430527", "--neighbourhood", NUMBER, "--out", &out];
    let site = ["--site", "https://linli.example.cn"];
    let site = if more.contains(&"--site") { &[][..] } else { &site[..] };
    linli(place, &[&asked[..], site, more].concat())
}

/// What stands on the paper.
fn text(place: &Path, file: &str) -> String {
    let text = Command::new("pdftotext").arg("-layout").arg(place.join(file)).arg("-").output();
    String::from_utf8(text.expect("poppler-utils is installed").stdout).expect("text")
}

/// The codes among it.
fn codes(place: &Path, file: &str) -> Vec<SlipCode> {
    text(place, file).split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

fn opens(place: &Path, code: SlipCode) -> bool {
    block_on(async { store(place).await.read(move |tx| slip::find(tx, code)).await.expect("looked").is_some() })
}

#[test]
fn slips_are_printed_once_and_anew_only_where_it_is_asked() {
    let place = county(REGISTER);
    let place = place.path();
    build(place);
    let told = print(place, "slips.pdf", &[]);
    assert!(told.status.success() && said(&told).contains("已打印 8 张"), "{}", said(&told));
    let first = codes(place, "slips.pdf");
    assert!(first.len() == 8 && first.iter().all(|code| opens(place, *code)));

    let again = print(place, "again.pdf", &[]);
    assert_eq!(again.status.code(), Some(3));
    assert!(said(&again).contains("8 处都有有效编码") && said(&again).contains("--reprint"), "{}", said(&again));
    assert!(!place.join("again.pdf").exists() && opens(place, first[0]));

    let door = ["--building", "3", "--entrance", "1", "--room", "101", "--reprint", "门贴遗失", "--format", "json"];
    let one = print(place, "one.pdf", &door);
    let told: serde_json::Value = serde_json::from_slice(&one.stdout).unwrap_or_else(|_| panic!("{}", said(&one)));
    assert_eq!(told, serde_json::json!({ "printed": 1, "revoked": 1, "held": 0 }));
    assert!(!opens(place, first[0]) && opens(place, first[1]) && opens(place, codes(place, "one.pdf")[0]));

    let over = print(place, "one.pdf", &door);
    assert!(over.status.code() == Some(2) && said(&over).contains("已经存在"), "{}", said(&over));
    assert!(opens(place, codes(place, "one.pdf")[0]), "the only paper with this code is not written over");
    std::fs::create_dir(place.join("folder")).expect("a folder");
    let folder = print(place, "folder", &door);
    assert!(folder.status.code() == Some(2) && opens(place, codes(place, "one.pdf")[0]), "{}", said(&folder));

    let posters = print(place, "posters.pdf", &["--posters", "--a3"]);
    assert!(posters.status.success(), "{}", said(&posters));
    assert_eq!(codes(place, "posters.pdf").len(), 2);
}

#[test]
fn what_is_wrong_is_said_and_leaves_no_file() {
    let place = county(REGISTER);
    let place = place.path();
    let refused = |more: &[&str], code: i32, text: &str| {
        let told = print(place, "no.pdf", more);
        assert_eq!(told.status.code(), Some(code), "{more:?} {}", said(&told));
        assert!(said(&told).contains(text), "{more:?} {}", said(&told));
        assert!(!place.join("no.pdf").exists() && !place.join("no.pdf.part").exists());
    };
    refused(&[], 3, "没有登记楼栋");
    build(place);
    for site in ["linli.example.cn", "ftp://x", "https://", "https://a/b", "https://a b", "javascript:alert(1)"] {
        refused(&["--site", site], 2, "网址要写成");
    }
    refused(&["--building", "99栋"], 2, "没有这个楼栋");
    refused(&["--building", "3栋", "--room", "'; drop table slip; --"], 2, "没有这个楼栋");
    refused(&["--reprint", " "], 2, "请写明重新印的原因");
    refused(&["--a3"], 2, "--posters");
    refused(&["--contact", "\u{202e}0739"], 3, "无法打印");
}

#[test]
fn where_residents_reach_it_is_said_once_for_every_command() {
    let place = county(REGISTER);
    let place = place.path();
    build(place);
    let out = place.join("a.pdf").display().to_string();
    let asked = ["survey", "slips", "--county", "430527", "--neighbourhood", NUMBER, "--out", &out];
    let none = linli(place, &asked);
    assert!(none.status.code() == Some(2) && said(&none).contains("请说明居民打开邻里的网址"), "{}", said(&none));
    std::fs::write(place.join("linli.toml"), "site = \"https://邻里.cn\"\n").expect("written");
    let bad = linli(place, &asked);
    assert!(bad.status.code() == Some(2) && said(&bad).contains("网址要写成"), "{}", said(&bad));
    let serve = linli(place, &["serve", "--address", "127.0.0.1:0"]);
    assert!(serve.status.code() == Some(2) && said(&serve).contains("网址要写成"), "{}", said(&serve));
    std::fs::write(place.join("linli.toml"), "site = \"https://linli.example.cn/\"\n").expect("written");
    let set = linli(place, &[&asked[..], &["--room", "101", "--building", "3", "--entrance", "1"]].concat());
    assert!(set.status.success(), "{}", said(&set));
    assert!(text(place, "a.pdf").contains("https://linli.example.cn/h"), "{}", text(place, "a.pdf"));
    let other = place.join("b.pdf").display().to_string();
    let asked = ["survey", "slips", "--county", "430527", "--neighbourhood", NUMBER, "--out", &other];
    let own = linli(place, &[&asked[..], &["--address", "https://other.example.cn"]].concat());
    assert!(own.status.success() && text(place, "b.pdf").contains("https://other.example.cn/h"), "{}", said(&own));
    assert!(!text(place, "b.pdf").contains("示例数据"), "real records are not called made up");
}

/// What a server of this folder shows to everybody, once it has started; then it is stopped.
fn served(place: &Path, command: &str) -> String {
    let mut linli = Command::new(env!("CARGO_BIN_EXE_linli"));
    linli.env_clear().arg("--data").arg(place);
    linli.args(["--format", "json", "--log", "error", command, "--address", "127.0.0.1:0"]);
    let mut running = linli.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("linli starts");
    let mut line = String::new();
    BufReader::new(running.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("its address");
    let told: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
    let address = told["address"].as_str().and_then(|address| address.strip_prefix("http://")).expect("an address");
    let mut stream = TcpStream::connect(address).expect("it listens");
    let asked = "GET /h HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Language: zh\r\n\r\n";
    stream.write_all(asked.as_bytes()).expect("asked");
    let mut page = String::new();
    stream.read_to_string(&mut page).expect("answered");
    running.kill().expect("stopped");
    running.wait().expect("it ends");
    page
}

#[test]
fn the_demonstration_shows_slips_in_every_state_and_what_is_printed_of_it_says_so() {
    let place = tempfile::tempdir().expect("a folder");
    let place = place.path();
    assert!(served(place, "demo").contains("示例数据"));
    let (number, states) = block_on(async {
        let made = store(place).await;
        let read = made.read(|tx| {
            let office: Office = "430527".parse().expect("an office");
            let all = neighbourhood::all(tx, office)?;
            let mut last = None;
            for n in all {
                if slip::places(tx, office, n.id, Paper::Slip)?.iter().any(|place| place.printed.is_some()) {
                    last = Some(n);
                }
            }
            let n = last.expect("slips were printed");
            let building = building::of(tx, office, n.id)?[0].building.id;
            Ok::<_, linli_store::Error>((n.number, slip::doors(tx, office, building, &Wanted::default(), 500)?))
        });
        read.await.expect("read")
    });
    let many = |is: fn(&Door) -> bool| states.iter().filter(|door| is(door)).count();
    assert!(many(|door| door.said > 0) > 0, "something was said by one");
    assert!(
        many(|door| door.said == 0 && door.printed.as_ref().is_some_and(|paper| paper.opened > 0)) > 0,
        "one was opened"
    );
    assert_eq!(many(|door| door.printed.is_none() && door.revoked_at.is_some()), 1, "one was lost");
    let out = place.join("one.pdf").display().to_string();
    let asked = ["survey", "slips", "--county", "430527", "--neighbourhood", &number, "--out", &out];
    let room = [
        "--building",
        "1",
        "--entrance",
        "1",
        "--room",
        "101",
        "--reprint",
        "试印",
        "--site",
        "https://linli.example.cn",
    ];
    let printed = linli(place, &[&asked[..], &room].concat());
    assert!(printed.status.success(), "{}", said(&printed));
    assert!(text(place, "one.pdf").contains("示例数据"), "{}", text(place, "one.pdf"));
    assert!(served(place, "serve").contains("示例数据"), "whoever serves it");
    let own = county(REGISTER);
    let page = served(own.path(), "serve");
    assert!(page.contains("编码") && !page.contains("示例数据"), "{page}");
}
