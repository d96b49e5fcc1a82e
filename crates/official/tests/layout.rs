//! What the standard asks of the paper, measured on finished PDFs with poppler's tools, as a reader would measure it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use linli_official::{Block, Bulletin, Fonts, Language, default_folders, render_bulletin};

static FONTS: LazyLock<Fonts> =
    LazyLock::new(|| Fonts::load(&default_folders()).expect("script/fonts.list is installed"));

/// Millimetres to PDF points.
fn mm(length: f64) -> f64 {
    length * 72.0 / 25.4
}

fn pdf(bulletin: &Bulletin) -> Vec<u8> {
    render_bulletin(&FONTS, bulletin, Language::Chinese).expect("a good bulletin")
}

fn poppler(tool: &str, options: &[&str], pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bulletin.pdf");
    std::fs::write(&file, pdf).expect("written");
    let run = |file: &Path| Command::new(tool).args(options).arg(file).arg("-").output();
    let output = if tool == "pdftotext" { run(&file) } else { Command::new(tool).args(options).arg(&file).output() };
    String::from_utf8(output.expect("poppler-utils is installed").stdout).expect("text")
}

fn text(pdf: &[u8]) -> String {
    poppler("pdftotext", &[], pdf)
}

/// A line of text as poppler finds it: its page (from 1), its box in points from the upper left, its words.
#[derive(Debug)]
struct Line {
    page: usize,
    left: f64,
    top: f64,
    right: f64,
    text: String,
}

fn lines(pdf: &[u8]) -> Vec<Line> {
    let listing = poppler("pdftotext", &["-bbox-layout"], pdf);
    let number = |tag: &str, name: &str| -> f64 {
        let start = tag.find(&format!("{name}=\"")).expect(name) + name.len() + 2;
        tag[start..].split('"').next().and_then(|value| value.parse().ok()).expect("a number")
    };
    let mut found: Vec<Line> = Vec::new();
    let mut page = 0;
    for tag in listing.lines().map(str::trim) {
        if tag.starts_with("<page ") {
            page += 1;
        } else if tag.starts_with("<line ") {
            let (left, top, right) = (number(tag, "xMin"), number(tag, "yMin"), number(tag, "xMax"));
            found.push(Line { page, left, top, right, text: String::new() });
        } else if tag.starts_with("<word ") {
            let word = tag.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</word>")).expect("a word");
            found.last_mut().expect("a word stands in a line").text.push_str(word);
        }
    }
    found
}

/// Pages of nothing but Han characters, without marks.
fn full_pages() -> Bulletin {
    let mut full = crate::specimen::short();
    full.blocks = vec![crate::specimen::paragraph(&"改造工作要求".repeat(400))];
    full.marks.clear();
    full
}

#[test]
fn every_page_is_a4() {
    let info = poppler("pdfinfo", &["-f", "1", "-l", "99"], &pdf(&crate::specimen::long()));

    let sizes: BTreeSet<_> = info
        .lines()
        .filter(|line| line.starts_with("Page"))
        .filter_map(|line| line.split_once(" size:"))
        .map(|(_, size)| size.trim())
        .collect();
    assert_eq!(sizes.len(), 1, "{info}");
    assert!(info.contains("595.276 x 841.89 pts (A4)"), "{info}");
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let all = lines(&pdf(&full_pages()));
    let body: Vec<_> = all.iter().filter(|line| line.page == 2 && line.text.contains('改')).collect();

    assert_eq!(body.len(), 22, "{body:#?}");
    assert!(body.iter().all(|line| line.text.chars().count() == 28), "{body:#?}");
}

#[test]
fn the_type_area_is_156_by_225_mm_and_bound_on_the_inside() {
    let all = lines(&pdf(&full_pages()));
    for (page, left) in [(2, mm(26.0)), (3, mm(28.0))] {
        let body: Vec<_> = all.iter().filter(|line| line.page == page && line.text.contains('改')).collect();
        let (first, last) = (body[0], body[21]);

        assert!(body.iter().all(|line| (line.left - left).abs() < 2.0), "{body:#?}");
        assert!(body.iter().all(|line| (line.right - left - mm(156.0)).abs() < 2.0), "{body:#?}");
        assert!(first.top >= mm(37.0) - 1.0 && first.top < mm(37.0) + 10.0, "{first:?}");
        assert!((last.top - first.top - mm(225.0) * 21.0 / 22.0).abs() < 1.0, "{first:?} {last:?}");
    }
}

#[test]
fn the_mark_stands_35_mm_below_the_top_of_the_type_area() {
    let all = lines(&pdf(&full_pages()));
    let mark = all.iter().find(|line| line.text.ends_with("办公室文件")).expect("the mark");

    assert!((mark.top - mm(37.0 + 35.0)).abs() < mm(3.0), "{mark:?}");
}

#[test]
fn page_numbers_stand_outside_below_the_type_area() {
    let all = lines(&pdf(&full_pages()));
    let numbers: Vec<_> = all.iter().filter(|line| line.text.starts_with('—')).collect();

    for line in &numbers {
        assert_eq!(line.text, format!("—{}—", line.page));
        assert!((line.top - mm(297.0 - 35.0 + 7.0)).abs() < mm(2.0), "{line:?}");
        assert_eq!(line.left > mm(105.0), line.page % 2 == 1, "odd pages right, even pages left: {line:?}");
    }
    assert_eq!(numbers.len(), all.last().map_or(0, |line| line.page));
}

#[test]
fn the_text_comes_in_the_order_of_the_standard() {
    let text: String = text(&pdf(&crate::specimen::short())).split_whitespace().collect();
    let order = [
        "办公室文件",
        "邵旧改办〔2022〕7号",
        "关于2022年5月",
        "各县市区人民政府，市直有关单位：",
        "一、总体情况",
        "二、存在问题",
        "（一）个别县市区",
        "2022年6月6日",
        "抄送：省住房和城乡建设厅",
        "2022年6月6日印发",
    ];
    let mut rest = text.as_str();
    for words in order {
        let at = rest.find(words).unwrap_or_else(|| panic!("{words} is missing or too early in {text}"));
        rest = &rest[at + words.len()..];
    }
}

#[test]
fn the_date_stands_four_characters_from_the_edge_below_the_middle_of_the_name() {
    let mut bulletin = crate::specimen::short();
    bulletin.signer = "绥宁县人民政府".into();
    let all = lines(&pdf(&bulletin));
    let date = all.iter().find(|line| line.text == "2022年6月6日").expect("the date");
    let name = all.iter().find(|line| line.text == "绥宁县人民政府").expect("the name");
    let edge = if date.page % 2 == 1 { mm(28.0 + 156.0) } else { mm(26.0 + 156.0) };

    assert!((edge - date.right - mm(156.0) * 4.0 / 28.0).abs() < 3.0, "{date:?}");
    assert!(((name.left + name.right) - (date.left + date.right)).abs() < 3.0, "{name:?} {date:?}");
}

#[test]
fn the_foot_stands_with_the_signature_and_some_of_the_text() {
    for filler in 1..24 {
        let mut bulletin = crate::specimen::short();
        bulletin.marks.clear();
        bulletin.blocks = (0..filler).map(|_| crate::specimen::paragraph("改造工作进展情况。")).collect();
        bulletin.blocks.push(crate::specimen::paragraph(&"改造工作要求".repeat(8)));
        let all = lines(&pdf(&bulletin));
        let page = |words: &str| all.iter().filter(|line| line.text.contains(words)).map(|line| line.page).max();

        assert_eq!(page("抄送："), page("2022年6月6日印发"), "{filler}");
        assert_eq!(page("抄送："), page("改造工作"), "{filler}: {all:#?}");
    }
}

#[test]
fn a_long_table_repeats_its_header_on_every_page() {
    let text = text(&pdf(&crate::specimen::long()));
    let with_table: Vec<_> = text.split('\u{c}').filter(|page| page.contains("隆回县")).collect();

    assert!(with_table.len() >= 3, "the second table goes over pages");
    assert!(with_table.iter().all(|page| page.contains("县市区") && page.contains("排名")));
}

#[test]
fn every_mark_stands_on_every_page() {
    let text = text(&pdf(&crate::specimen::draft()));

    for page in text.split('\u{c}').filter(|page| !page.trim().is_empty()) {
        assert!(page.contains("草稿") && page.contains("示例数据"), "{page}");
    }
}

#[test]
fn only_known_fonts_are_used_and_all_are_embedded() {
    let listing = poppler("pdffonts", &[], &pdf(&crate::specimen::long()));
    let known = [
        "Fandol",
        "Noto",
        "Liberation",
        "FangSong",
        "KaiTi",
        "SimHei",
        "SimSun",
        "FZXiaoBiaoSong",
        "TimesNewRoman",
        "DejaVu",
        "LXGW",
    ];

    for line in listing.lines().skip(2) {
        let (name, embedded) = (line.split('+').nth(1).expect("a subset"), line.split_whitespace().rev().nth(4));
        assert!(known.iter().any(|family| name.starts_with(family)), "{line}");
        assert_eq!(embedded, Some("yes"), "{listing}");
    }
}

#[test]
fn the_same_bulletin_gives_the_same_bytes() {
    let once = pdf(&crate::specimen::draft());
    // Another document in between, so that nothing remembered from the first helps.
    let _ = pdf(&crate::specimen::short());

    assert!(once == pdf(&crate::specimen::draft()));
}

#[test]
fn an_english_bulletin_has_the_same_parts() {
    let pdf = render_bulletin(&FONTS, &crate::specimen::english(), Language::English).expect("a good bulletin");
    let text = text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");

    for words in [
        "No. 7",
        "Bulletin on the renewal",
        "The governments of counties and districts:",
        "6 June 2022",
        "Copies to: Provincial",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn a_bulletin_of_headings_and_a_table_only_is_a_bulletin_too() {
    let mut bulletin = crate::specimen::short();
    bulletin.blocks =
        vec![crate::specimen::heading("一、排名"), Block::Table(crate::specimen::league()), Block::PageBreak];

    assert!(text(&pdf(&bulletin)).contains("绥宁县"));
}
