//! `linli survey slips`: what is printed holds, what is refused ends no code and leaves no file.

use std::path::Path;
use std::process::{Command, Output};

use linli_domain::consultation::SlipCode;
use linli_domain::kernel::Office;
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId};
use linli_store::consultation::slip;
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

/// The codes that stand on the paper.
fn codes(place: &Path, file: &str) -> Vec<SlipCode> {
    let text = Command::new("pdftotext").arg("-layout").arg(place.join(file)).arg("-").output();
    let text = String::from_utf8(text.expect("poppler-utils is installed").stdout).expect("text");
    text.split_whitespace().filter_map(|word| word.parse().ok()).collect()
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
