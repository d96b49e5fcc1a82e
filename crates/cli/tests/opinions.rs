//! Learning what opinions are about, from the command line.

use std::path::Path;

use crate::common::{county, linli, said};
use linli_formats::table::{Limits, read};
use tempfile::tempdir;

const TRAIN: &str = "text,label\n三单元楼顶漏水下雨就往家里滴,屋面\n顶楼屋面渗水墙皮掉了,屋面\n屋顶防水层裂开,屋面\n\
                     楼道 灯 坏 晚上 看不见 台阶,照明\n楼梯间 没有 灯 老人 摔跤,照明\n路灯 不亮 夜里 害怕,照明\n";
const TEST: &str = "留言主题,留言详情,一级分类\n楼顶漏雨,\"下雨就滴，\n求修\",屋面\n灯不亮,楼道灯坏了😀,照明\n,,照明\n充电,没有充电桩,充电\n";

/// Runs it on two tables, once they are written.
fn classify(place: &Path, train: &[u8], test: &[u8], more: &[&str]) -> std::process::Output {
    let (learn, attempt) = (place.join("train.csv"), place.join("test.csv"));
    std::fs::write(&learn, train).expect("written");
    std::fs::write(&attempt, test).expect("written");
    let (learn, attempt) = (learn.display().to_string(), attempt.display().to_string());
    let asked = ["opinions", "classify", "--train", &learn, "--test", &attempt];
    linli(place, &[&asked[..], more].concat())
}

#[test]
fn what_was_learnt_from_cut_texts_is_tried_on_texts_as_written() {
    let place = tempdir().expect("a folder");
    let told = classify(place.path(), TRAIN.as_bytes(), TEST.as_bytes(), &["--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap_or_else(|_| panic!("{}", said(&told)));

    assert_eq!((told["train_texts"].as_i64(), told["test_texts"].as_i64()), (Some(6), Some(4)));
    assert!(told["train_seconds"].is_f64() && told["predict_seconds_per_1000"].is_f64(), "{told}");
    let class = |label: &str| {
        let all = told["classes"].as_array().cloned().unwrap_or_default();
        all.into_iter().find(|class| class["label"] == label).unwrap_or_default()
    };
    assert_eq!((class("照明")["support"].as_i64(), class("屋面")["recall"].as_f64()), (Some(2), Some(1.0)), "{told}");
    assert_eq!((class("充电")["learnt"].as_bool(), class("充电")["f1"].as_f64()), (Some(false), Some(0.0)));
    let mean = ["屋面", "照明", "充电"].iter().filter_map(|label| class(label)["f1"].as_f64()).sum::<f64>() / 3.0;
    assert!((told["macro_f1"].as_f64().unwrap_or_default() - mean).abs() < 1e-5, "{told}");
}

#[test]
fn every_answer_is_written_with_its_words() {
    let place = tempdir().expect("a folder");
    for name in ["out.csv", "out.xlsx"] {
        let file = place.path().join(name);
        let out = file.display().to_string();
        let told = classify(place.path(), TRAIN.as_bytes(), TEST.as_bytes(), &["--out", &out]);
        assert!(told.status.success(), "{}", said(&told));
        let book = read(&std::fs::read(&file).expect("a file"), name, &Limits::default()).expect("it is read");
        let rows: Vec<Vec<String>> = book.sheets[0]
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.shown().into_owned()).collect())
            .collect();
        assert_eq!(rows[0], ["row", "label", "predicted", "margin", "words"]);
        assert_eq!((rows.len(), &rows[1][..3]), (5, &["2".to_owned(), "屋面".into(), "屋面".into()][..]));
        assert!(rows[2][4].contains('灯'), "{rows:?}");
    }
}

#[test]
fn people_get_a_table_in_their_language() {
    let place = tempdir().expect("a folder");
    let told = said(&classify(place.path(), TRAIN.as_bytes(), TEST.as_bytes(), &[]));
    assert!(["宏平均 F1", "屋面", "充电（学习时没有这个类别）"].iter().all(|part| told.contains(part)), "{told}");
}

#[test]
fn what_cannot_be_learnt_from_is_said_with_its_rows() {
    let place = tempdir().expect("a folder");
    let asked = |train: &[u8], test: &[u8], more: &[&str]| {
        let told = classify(place.path(), train, test, more);
        (told.status.code(), said(&told))
    };
    let (code, told) = asked("text,label\n灯坏了,照明\n漏水,\n".as_bytes(), TEST.as_bytes(), &[]);
    assert!(code == Some(3) && told.contains("第 3 行"), "{told}");
    let (code, told) = asked("名称,户数\n甲,3\n".as_bytes(), TEST.as_bytes(), &[]);
    assert!(code == Some(3) && told.contains("train.csv"), "{told}");
    let many = (0..500).map(|n| format!("灯坏了,类{n}")).collect::<Vec<_>>().join("\n");
    let (code, told) = asked(format!("text,label\n{many}").as_bytes(), TEST.as_bytes(), &[]);
    assert!(code == Some(3) && told.contains("500"), "{told}");
    for broken in [&b""[..], b"%PDF-1.7", b"text,label\n\"open", &[0xFF; 300], b"text,label\n\0,\0\n"] {
        assert_eq!(asked(TRAIN.as_bytes(), broken, &[]).0, Some(3));
    }
    assert_eq!(asked(TRAIN.as_bytes(), TEST.as_bytes(), &["--out", "answers.doc"]).0, Some(2));
    assert_eq!(linli(place.path(), &["opinions", "classify", "--train", "nowhere.csv"]).status.code(), Some(2));
}

#[test]
fn long_and_strange_texts_are_answered() {
    let place = tempdir().expect("a folder");
    let long = "楼道灯坏了，".repeat(5_600);
    let test = format!("text,label\n{long},照明\n\u{202e}𰻝𰻝😀,照明\n<script>alert(1)</script>,屋面\n=1+1,屋面\n");
    let gb18030 = encoding(TRAIN);
    let told = classify(place.path(), &gb18030, test.as_bytes(), &[]);
    assert!(told.status.success(), "{}", said(&told));
}

/// As Chinese Excel saves it.
fn encoding(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

const REGISTER: &str = "小区名称,所在社区,建成年份\n示例小区,430527100001,1995\n同名小区,430527100001,1996\n";
const COLLECTED: &str = "小区,楼栋,房号,日期,来源,意见,愿望,隐患\n示例小区,,,2022-05-04,电话,\"楼顶漏水，\n很久了\",屋面,是\n\
    示例小区,,,2022年5月4日,海报,装电梯,加装电梯,\n示例小区,,,2022年5月4日,海报,装电梯,加装电梯,\n别处小区,,,2022-05-04,,路灯,,\n\
    示例小区,3栋,101,昨天,鸽子,路灯,城堡,也许\n示例小区,,,2022-05-04,,,,\n示例小区,,,2022-05-04,纸质,𰻝𰻝面馆门口积水 <script>,,否\n";

/// Imports a table of opinions, and reads what is said of it.
fn import(place: &Path, name: &str, bytes: &[u8], more: &[&str]) -> (Option<i32>, serde_json::Value) {
    let file = place.join(name);
    std::fs::write(&file, bytes).expect("written");
    let file = file.display().to_string();
    let asked = ["opinions", "import", &file, "--county", "430527", "--format", "json"];
    let told = linli(place, &[&asked[..], more].concat());
    (told.status.code(), serde_json::from_slice(&told.stdout).unwrap_or_else(|_| panic!("{}", said(&told))))
}

fn counts(told: &serde_json::Value) -> [i64; 3] {
    let refused = told["refused"].as_array().map_or(-1, |rows| i64::try_from(rows.len()).unwrap_or(-1));
    [told["new"].as_i64().unwrap_or(-1), told["same"].as_i64().unwrap_or(-1), refused]
}

#[test]
fn good_rows_are_recorded_once_and_bad_ones_are_named() {
    let place = county(REGISTER);
    let (code, tried) = import(place.path(), "意见.csv", COLLECTED.as_bytes(), &["--dry-run"]);
    assert_eq!((code, counts(&tried), tried["applied"].as_bool()), (Some(1), [4, 0, 3], Some(false)), "{tried}");
    let (_, first) = import(place.path(), "意见.csv", COLLECTED.as_bytes(), &[]);
    assert_eq!(counts(&first), [4, 0, 3], "a trial writes nothing: {first}");
    let kinds = |row: i64| -> Vec<String> {
        let rows = first["refused"].as_array().cloned().unwrap_or_default();
        let row = rows.into_iter().find(|one| one["row"] == row).unwrap_or_default();
        let reasons = row["reasons"].as_array().cloned().unwrap_or_default();
        reasons.iter().map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect()
    };
    // The text of the first opinion has two lines, and a spreadsheet counts rows.
    assert_eq!(kinds(5), ["no-neighbourhood"]);
    assert_eq!(kinds(6), ["building", "day", "channel", "wish", "hazard"]);
    assert_eq!(kinds(7), ["nothing"]);
    for bytes in [COLLECTED.as_bytes().to_vec(), encoding_rs::GB18030.encode(COLLECTED).0.into_owned()] {
        let (_, again) = import(place.path(), "又一次.csv", &bytes, &[]);
        assert_eq!(counts(&again), [0, 4, 3], "{again}");
    }
    let text = linli(
        place.path(),
        &["opinions", "import", &place.path().join("意见.csv").display().to_string(), "--county", "430527"],
    );
    for words in ["第 6 行", "台账里没有这栋楼", "第 5 行", "新登记 0 条，已有 4 条"] {
        assert!(said(&text).contains(words), "{words}: {}", said(&text));
    }
    assert!(linli(place.path(), &["check"]).status.success(), "the records hold together");
}

#[test]
fn what_holds_no_opinions_is_refused_and_writes_nothing() {
    let place = county(REGISTER);
    let file = place.path().join("别的.csv");
    for (bytes, text) in [(&b"\xe6\xa5\xbc,3\n"[..], "没有找到列名"), (b"%PDF-1.7", "别的.csv"), (b"", "别的.csv")]
    {
        std::fs::write(&file, bytes).expect("written");
        let told = linli(place.path(), &["opinions", "import", &file.display().to_string(), "--county", "430527"]);
        assert_eq!(told.status.code(), Some(3), "{}", said(&told));
        assert!(said(&told).contains(text), "{text}: {}", said(&told));
    }
    let nowhere = linli(place.path(), &["opinions", "import", "x.csv", "--county", "430527100"]);
    assert_eq!(nowhere.status.code(), Some(2), "{}", said(&nowhere));
    let other = ["opinions", "import", &file.display().to_string(), "--county", "430522"];
    std::fs::write(&file, COLLECTED).expect("written");
    let told = linli(place.path(), &other);
    assert!(said(&told).contains("还没有小区台账"), "{}", said(&told));
}
