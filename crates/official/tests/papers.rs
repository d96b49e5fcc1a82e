//! Slips and posters, read back from finished PDFs: words with poppler, squares as a telephone reads them.

use std::process::Command;
use std::sync::LazyLock;

use linli_official::{Fonts, Kind, Language, Papers, RenderError, default_folders, render_papers};

#[path = "specimen/papers.rs"]
mod specimen;

use specimen::papers;

static FONTS: LazyLock<Fonts> =
    LazyLock::new(|| Fonts::load(&default_folders()).expect("script/fonts.list is installed"));

fn pdf(papers: &Papers) -> Vec<u8> {
    render_papers(&FONTS, papers, Language::Chinese).expect("good papers")
}

fn poppler(tool: &str, options: &[&str], pdf: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("papers.pdf");
    std::fs::write(&file, pdf).expect("written");
    let mut run = Command::new(tool);
    run.args(options).arg(&file);
    if tool == "pdftotext" {
        run.arg("-");
    }
    run.output().expect("poppler-utils is installed").stdout
}

fn text(pdf: &[u8]) -> String {
    String::from_utf8(poppler("pdftotext", &["-layout"], pdf)).expect("text")
}

fn info(pdf: &[u8]) -> String {
    String::from_utf8(poppler("pdfinfo", &[], pdf)).expect("text")
}

/// What a telephone reads from the first page, as it lies on the desk, in grey; of a sheet that is cut, piece by piece.
fn scanned(pdf: &[u8], dpi: &str, (across, down): (usize, usize)) -> Vec<String> {
    let page = poppler("pdftoppm", &["-gray", "-r", dpi, "-f", "1", "-l", "1", "-singlefile"], pdf);
    let mut words = page.splitn(4, u8::is_ascii_whitespace);
    let mut number = || std::str::from_utf8(words.next().expect("a head")).expect("a head").to_owned();
    assert_eq!(number(), "P5");
    let size = [number(), number()].map(|text| text.parse::<usize>().expect("a number"));
    let pixels = words.next().expect("pixels").strip_prefix(b"255\n").expect("eight bits");
    let (wide, high) = (size[0] / across, size[1] / down);
    let piece = |n: usize| {
        let (left, top) = (n % across * wide, n / across * high);
        let grey = |x: usize, y: usize| pixels[(top + y) * size[0] + left + x];
        let mut grey = rqrr::PreparedImage::prepare_from_greyscale(wide, high, grey);
        let grids = grey.detect_grids();
        assert_eq!(grids.len(), 1, "one code on piece {n}");
        grids[0].decode().expect("it is read").1
    };
    (0..across * down).map(piece).collect()
}

#[test]
fn eight_slips_stand_on_a_sheet_each_with_its_own_code() {
    let papers = papers(Kind::Slips, 17);
    let pdf = pdf(&papers);
    let info = info(&pdf);
    assert!(info.contains("595.276 x 841.89 pts (A4)") && info.contains("Pages:           3"), "{info}");
    let text = text(&pdf);
    for paper in &papers.each {
        assert!(text.contains(&paper.code), "{} {text}", paper.code);
        assert!(text.contains(&paper.place), "{} {text}", paper.place);
    }
    assert_eq!(text.matches("示例小区").count(), 17);
    assert_eq!(text.matches("示例数据").count(), 17);
    let line: String = text.split_whitespace().collect();
    assert_eq!(line.matches("0739-0000000").count(), 17, "{text}");
}

#[test]
fn a_telephone_reads_the_squares_of_every_slip() {
    let papers = papers(Kind::Slips, 8);
    let expected: Vec<String> = papers.each.iter().map(|paper| paper.address.clone()).collect();
    assert_eq!(scanned(&pdf(&papers), "150", (2, 4)), expected);
}

#[test]
fn a_poster_fills_its_sheet_and_is_read_from_afar() {
    for (kind, size, dpi) in [(Kind::Posters, "(A4)", "40"), (Kind::LargePosters, "(A3)", "30")] {
        let papers = papers(kind, 2);
        let pdf = pdf(&papers);
        let info = info(&pdf);
        assert!(info.contains(size) && info.contains("Pages:           2"), "{info}");
        assert!(text(&pdf).contains("扫一扫，说说咱家的事"));
        assert_eq!(scanned(&pdf, dpi, (1, 1)), [papers.each[0].address.clone()]);
    }
}

#[test]
fn a_long_place_is_set_smaller_and_stays_on_its_slip() {
    let mut papers = papers(Kind::Slips, 8);
    for paper in &mut papers.each {
        paper.place = "示例县第一机械厂职工家属区东区十八栋（老）东头第三单元 1801-1".to_owned();
    }
    let pdf = pdf(&papers);
    assert!(info(&pdf).contains("Pages:           1"));
    assert_eq!(scanned(&pdf, "150", (2, 4)).len(), 8);
    assert_eq!(text(&pdf).matches("1801-1").count(), 8);
}

#[test]
fn what_cannot_be_printed_is_named() {
    let refused = |change: &dyn Fn(&mut Papers)| {
        let mut papers = papers(Kind::Slips, 1);
        change(&mut papers);
        render_papers(&FONTS, &papers, Language::Chinese).expect_err("refused")
    };
    assert!(matches!(refused(&|papers| papers.each.clear()), RenderError::Empty("paper")));
    let odd = refused(&|papers| papers.each[0].place = "3栋\u{202e}".to_owned());
    assert!(matches!(odd, RenderError::MissingGlyphs(_)), "{odd}");
    let many = refused(&|papers| papers.each = vec![papers.each[0].clone(); linli_official::MOST_PAPERS + 1]);
    assert!(matches!(many, RenderError::TooLarge { what: "papers", .. }), "{many}");
    let long = refused(&|papers| papers.each[0].address = "a".repeat(5_000));
    assert!(matches!(long, RenderError::TooLarge { what: "address", .. }), "{long}");
}

#[test]
fn the_same_papers_are_the_same_bytes() {
    let papers = papers(Kind::Slips, 3);
    assert_eq!(pdf(&papers), pdf(&papers));
}

/// Where a word begins and ends from above, in points, on the first slip of the first page.
fn heights(pdf: &[u8], word: &str) -> (f64, f64) {
    let boxes = String::from_utf8(poppler("pdftotext", &["-bbox", "-f", "1", "-l", "1"], pdf)).expect("text");
    let line = boxes.lines().find(|line| line.contains(&format!(">{word}<"))).expect("the word");
    let value = |name: &str| {
        let rest = line.split(&format!("{name}=\"")).nth(1).expect("a value");
        rest.split('"').next().expect("a value").parse::<f64>().expect("a number")
    };
    (value("yMin"), value("yMax"))
}

#[test]
fn long_words_are_set_smaller_and_nothing_is_printed_over_or_cut_off() {
    const MM: f64 = 72.0 / 25.4;
    for (name, purpose, contact) in [
        (
            "示例县机械厂家属区（北院）".to_owned(),
            None,
            "示例县住房和城乡建设局老旧小区改造办公室 0739-0000000，示例路一号二楼",
        ),
        ("示例".repeat(40), None, "示例县住房和城乡建设局老旧小区改造办公室 0739-0000000，示例路一号二楼"),
        (
            "示例小区".to_owned(),
            Some(
                "Say what needs mending and what you wish for, and see what becomes of it. No account, no name. Whoever finds this paper can open the page.",
            ),
            "Renewal office 0739-0000000",
        ),
    ] {
        let mut long = papers(Kind::Slips, 8);
        for paper in &mut long.each {
            paper.neighbourhood.clone_from(&name);
        }
        long.words.ask = format!("{contact} 末尾");
        if let Some(purpose) = purpose {
            long.words.purpose = purpose.to_owned();
        }
        let pdf = pdf(&long);
        let (top, bottom) = heights(&pdf, &long.each[0].code);
        assert!(top >= 47.0 * MM, "the squares end at 47 mm, the code begins at {:.1} mm", top / MM);
        let (_, end) = heights(&pdf, "末尾");
        assert!(bottom < end && end <= 70.0 * MM, "the last words end at {:.1} mm of 74", end / MM);
        assert_eq!(scanned(&pdf, "300", (2, 4)).len(), 8);
    }
}
