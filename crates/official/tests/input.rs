//! Whatever somebody types ends as plain text on the paper, or as an error with a name: never as a command, never as a box.

use std::sync::LazyLock;

use linli_official::{Block, Bulletin, Fonts, Language, RenderError, coverage, default_folders, render_bulletin};
use linli_official::{FontError, MAX_CELLS, MAX_CHARACTERS};

static FONTS: LazyLock<Fonts> =
    LazyLock::new(|| Fonts::load(&default_folders()).expect("script/fonts.list is installed"));

fn render(bulletin: &Bulletin) -> Result<Vec<u8>, RenderError> {
    render_bulletin(&FONTS, bulletin, Language::Chinese)
}

/// The text in every place that takes one.
fn everywhere(words: &str) -> Bulletin {
    let mut bulletin = crate::specimen::short();
    let mut table = crate::specimen::league();
    table.caption = Some(words.into());
    table.note = Some(words.into());
    table.columns[1].title = words.into();
    table.rows[0][1] = words.into();
    bulletin.issuer = words.into();
    bulletin.number = Some(words.into());
    bulletin.title = words.into();
    bulletin.addressees = vec![words.into(); 2];
    bulletin.blocks = vec![
        crate::specimen::heading(words),
        crate::specimen::subheading(words),
        crate::specimen::paragraph(words),
        Block::Table(table),
    ];
    bulletin.signer = words.into();
    bulletin.copies_to = vec![words.into(); 2];
    bulletin.printed_by = words.into();
    bulletin.marks = vec![words.into()];
    bulletin
}

#[test]
fn what_looks_like_a_command_is_printed_as_it_stands() {
    for words in [
        "#panic()",
        "#read(\"/etc/passwd\")",
        "$x^2$",
        "\\u{41}",
        "*重* _斜_",
        "<script>alert(1)</script>",
        "```rust x```",
        "`x`",
        "= 标题",
        "- 一\n- 二",
        "@引用 <标签>",
        "// 注 /* 注 */",
        "#[a] #{b}",
        "\"引\"号",
        "]]]}}}",
        "https://example.org/a_b",
        "~--- ...",
        "=cmd|' /C calc'!A0",
        "%s%n{}{0}",
        "a\tb",
    ] {
        let rendered = render(&everywhere(words));
        assert!(rendered.is_ok(), "{words}: {:?}", rendered.err());
    }
}

#[test]
fn characters_without_a_glyph_are_named() {
    let emoji = render(&everywhere("好🏀")).expect_err("no emoji in an official document");
    assert!(matches!(&emoji, RenderError::MissingGlyphs(missing) if missing == &['🏀']), "{emoji}");
    assert_eq!(emoji.to_string(), "no font can show: 🏀 (U+1F3C0)");

    assert!(matches!(render(&everywhere("ܫܠܡܐ")), Err(RenderError::MissingGlyphs(_))), "Syriac");
}

#[test]
fn control_and_direction_characters_are_refused() {
    for words in ["甲\u{0}乙", "甲\u{1b}[31m乙", "甲\u{202e}乙", "甲\u{2066}乙\u{2069}", "甲\u{200f}乙", "甲\u{7f}乙"]
    {
        assert!(matches!(render(&everywhere(words)), Err(RenderError::MissingGlyphs(_))), "{words:?}");
    }
}

#[test]
fn rare_han_characters_of_place_names_are_shown() {
    let rare = "㵲水、溆浦、𣲘、㮾梨、䢺、𬭼";
    let missing = coverage(&FONTS, rare);

    let shown: String = rare.chars().filter(|c| !missing.contains(c)).collect();
    assert!(shown.contains('㵲') && shown.contains('溆') && shown.contains('㮾'), "{missing:?}");
    let rendered = render(&everywhere(&shown));
    assert!(rendered.is_ok(), "{:?}", rendered.err());
}

#[test]
fn hebrew_beside_chinese_is_shown_or_refused_but_never_breaks() {
    let rendered = render(&everywhere("县 שלום 城"));
    assert!(matches!(rendered, Ok(_) | Err(RenderError::MissingGlyphs(_))), "{:?}", rendered.err());
}

#[test]
fn very_long_texts_fit_or_are_refused_by_name() {
    for words in ["长".repeat(10_000), "a".repeat(10_000), "long words ".repeat(900)] {
        let mut bulletin = crate::specimen::short();
        let mut table = crate::specimen::league();
        table.rows[0][1] = words.clone();
        bulletin.blocks = vec![crate::specimen::paragraph(&words), Block::Table(table)];
        let rendered = render(&bulletin);
        assert!(rendered.is_ok(), "{:?}", rendered.err());
    }
    let too_long = render(&Bulletin {
        blocks: vec![crate::specimen::paragraph(&"长".repeat(MAX_CHARACTERS))],
        ..crate::specimen::short()
    });
    assert!(matches!(too_long, Err(RenderError::TooLarge { what: "characters", .. })));
}

#[test]
fn a_table_of_too_many_cells_is_refused() {
    let mut table = crate::specimen::league();
    table.rows = vec![vec![String::new(); 10]; MAX_CELLS / 10];
    let refused = render(&Bulletin { blocks: vec![Block::Table(table)], ..crate::specimen::short() });

    assert!(matches!(refused, Err(RenderError::TooLarge { what: "table cells", .. })));
}

#[test]
fn empty_lists_leave_their_place_out() {
    let bare = Bulletin {
        number: None,
        addressees: vec![],
        blocks: vec![],
        copies_to: vec![],
        marks: vec![],
        ..crate::specimen::short()
    };
    let rendered = render(&bare);
    assert!(rendered.is_ok(), "{:?}", rendered.err());

    let mut table = crate::specimen::league();
    table.rows.clear();
    table.total = None;
    assert!(render(&Bulletin { blocks: vec![Block::Table(table)], ..bare }).is_ok());
}

#[test]
fn a_document_without_issuer_title_or_signer_is_refused() {
    assert!(matches!(
        render(&Bulletin { issuer: " ".into(), ..crate::specimen::short() }),
        Err(RenderError::Empty("issuer"))
    ));
    assert!(matches!(
        render(&Bulletin { title: String::new(), ..crate::specimen::short() }),
        Err(RenderError::Empty("title"))
    ));
    assert!(matches!(
        render(&Bulletin { signer: "\n".into(), ..crate::specimen::short() }),
        Err(RenderError::Empty("signer"))
    ));
}

#[test]
fn a_row_with_a_cell_too_few_is_named() {
    let mut table = crate::specimen::league();
    table.rows[2].pop();
    let refused = render(&Bulletin { blocks: vec![Block::Table(table)], ..crate::specimen::short() });

    assert!(matches!(refused, Err(RenderError::UnevenTable { row: 3, found: 9, columns: 10 })));
}

#[test]
fn a_table_of_forty_columns_stays_on_the_paper() {
    let mut table = crate::specimen::league();
    let widen = |row: &Vec<String>| row.iter().cycle().take(40).cloned().collect();
    table.columns = table.columns.iter().cycle().take(40).cloned().collect();
    table.rows = table.rows.iter().map(widen).collect();
    table.total = None;
    let rendered = render(&Bulletin { blocks: vec![Block::Table(table)], ..crate::specimen::short() });

    assert!(matches!(rendered, Ok(_) | Err(RenderError::DoesNotFit(_))), "{:?}", rendered.err());
}

#[test]
fn without_any_font_the_packages_are_named() {
    let empty = tempfile::tempdir().expect("a folder");
    let refused = Fonts::load(&[empty.path().to_owned(), "nowhere".into()]).expect_err("no font");

    assert!(matches!(&refused, FontError::NoneFound(folders) if folders.len() == 2));
    assert!(refused.to_string().contains("texlive-lang-chinese"));
}

#[test]
fn a_font_file_that_is_no_font_is_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("broken.otf"), b"not a font").expect("written");
    let mut folders = default_folders();
    folders.insert(0, folder.path().to_owned());

    assert!(Fonts::load(&folders).is_ok());
}

#[test]
fn a_bulletin_is_read_back_from_json_as_it_was() {
    let json = serde_json::to_string(&crate::specimen::long()).expect("written");

    assert_eq!(serde_json::from_str::<Bulletin>(&json).expect("read"), crate::specimen::long());
}
