//! What each row below the header is: data, a section, a subtotal, a total, a note.

use linli_domain::kernel::text::{clean_line, half_width};

use super::recognise::TotalKind;
use super::{Cell, Merge, Row};

/// What a row is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Role {
    Data,
    /// 一、长铺镇: holds for the rows that follow. It may carry sums.
    Section {
        title: String,
        sums: bool,
    },
    Total {
        kind: TotalKind,
        label: String,
    },
    Note,
    /// The column numbers under a header (甲 乙 1 2 3), or the example of a template.
    Skip,
}

const NOTES: &[&str] = &[
    "注",
    "备注:",
    "说明",
    "填表",
    "制表",
    "审核",
    "审批",
    "复核",
    "填报",
    "联系",
    "单位负责人",
    "负责人:",
    "分管领导",
    "主要领导",
    "经办",
    "报送",
    "统计时间",
    "数据截至",
    "note:",
    "notes:",
    "source:",
    "prepared by",
    "contact:",
];
const SUBTOTALS: &[&str] = &["小计", "小结", "subtotal", "sub-total"];
const TOTALS: &[&str] = &["合计", "总计", "共计", "累计", "总合计", "总数", "汇总", "total", "grand total", "totals"];
const WHOLES: &[&str] = &["全省", "全市", "全县", "全区", "全州", "全盟", "全旗", "全镇", "全国"];

/// The role of a row, from what stands in it; `width` is the number of columns with a header.
pub(super) fn role(row: &Row, merges: &[&Merge], width: usize) -> Role {
    let filled: Vec<(usize, &Cell)> = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).collect();
    let Some((column, first)) = filled.first() else { return Role::Skip };
    let first_text = line(first);
    if is_numbering(&filled) || is_example(&first_text) {
        return Role::Skip;
    }
    if let Some((kind, label)) = filled.iter().take(3).find_map(|(_, cell)| total(cell)) {
        return Role::Total { kind, label };
    }
    let figures = filled.iter().any(|(_, cell)| matches!(cell, Cell::Number(_) | Cell::Date(_)));
    if !figures && is_note(&first_text) && filled.len() <= 4.max(width / 3) {
        return Role::Note;
    }
    if let Cell::Text(_) = first {
        let wide = merges.iter().any(|m| m.first_column as usize == *column && m.last_column - m.first_column >= 2);
        let alone = filled.len() == 1;
        if alone
            && width > 2
            && (wide || numeral_title(&first_text).is_some() || (*column <= 1 && looks_like_place(&first_text)))
        {
            let title = numeral_title(&first_text).unwrap_or(&first_text).to_owned();
            return Role::Section { title, sums: false };
        }
        if let Some(title) = numeral_title(&first_text) {
            return Role::Section { title: title.to_owned(), sums: figures };
        }
        let next = filled.get(1).map(|(_, cell)| line(cell)).unwrap_or_default();
        if is_numeral(&first_text) && !next.is_empty() && next.parse::<f64>().is_err() && width > 3 {
            return Role::Section { title: next, sums: figures };
        }
    }
    Role::Data
}

/// A row with one text that is no section may still be a note that goes on from the line before.
pub(super) fn is_alone(row: &Row) -> bool {
    row.cells.iter().filter(|cell| !cell.is_empty()).count() == 1
}

fn line(cell: &Cell) -> String {
    clean_line(&half_width(&cell.shown()).replace('：', ":")).to_lowercase()
}

fn total(cell: &Cell) -> Option<(TotalKind, String)> {
    let Cell::Text(given) = cell else { return None };
    let text: String = line(cell).chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    let bare = text.split(['(', '(']).next().unwrap_or("");
    let kind = match () {
        () if SUBTOTALS.contains(&bare) || bare.ends_with("小计") || bare.starts_with("小计") => {
            TotalKind::Subtotal
        }
        () if TOTALS.iter().any(|w| bare == w.replace(' ', "")) || bare.ends_with("合计") || bare.ends_with("总计") => {
            TotalKind::Total
        }
        () if WHOLES.iter().any(|whole| {
            bare.strip_prefix(whole).is_some_and(|rest| ["", "累计", "总数", "共计", "汇总"].contains(&rest))
        }) =>
        {
            TotalKind::Total
        }
        () => return None,
    };
    Some((kind, clean_line(given)))
}

fn is_note(text: &str) -> bool {
    NOTES.iter().any(|word| text.starts_with(word))
}

/// The row that shows how a form is filled in (示例, 示例1, 例:…). A name that begins so (示例小区) is a name: rows that
/// are not read go unnoticed, so only what says nothing else is left out.
fn is_example(text: &str) -> bool {
    let alone = text.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "():.".contains(c));
    ["示例", "例", "样例", "example"].contains(&alone) || text.starts_with("例:")
}

/// 1 2 3 4, or 甲 乙 1 2.
fn is_numbering(filled: &[(usize, &Cell)]) -> bool {
    let mut number = 0;
    let ordered = filled.iter().all(|(_, cell)| {
        let text = line(cell);
        match text.trim_matches(['(', ')']).parse::<u32>() {
            Ok(next) => {
                let follows = number == 0 || next == number + 1;
                number = next;
                follows && next <= 200
            }
            Err(_) => number == 0 && matches!(text.as_str(), "甲" | "乙" | "丙" | "丁" | "a" | "b" | "c"),
        }
    });
    let starts_at_one =
        filled.iter().find_map(|(_, cell)| line(cell).trim_matches(['(', ')']).parse::<u32>().ok()) == Some(1);
    ordered && starts_at_one && filled.len() >= 3
}

const NUMERALS: &str = "一二三四五六七八九十百";

fn is_numeral(text: &str) -> bool {
    let inside = text.trim_matches(['(', ')', '、', '.']);
    !inside.is_empty() && inside.chars().all(|c| NUMERALS.contains(c))
}

/// 长铺镇 of 一、长铺镇 or （二）长铺镇.
fn numeral_title(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('(').unwrap_or(text);
    let after = rest.trim_start_matches(|c| NUMERALS.contains(c));
    if after.len() == rest.len() {
        return None;
    }
    let title = after.strip_prefix(['、', '.', ')', ':', '．'])?.trim();
    (!title.is_empty()).then_some(title)
}

/// Whether a line is short and ends as names of neighbourhoods do: such a row goes nowhere unnoticed.
pub(super) fn names_a_neighbourhood(row: &Row) -> bool {
    const ENDS: [&str; 10] = ["小区", "家园", "花园", "苑", "新村", "公寓", "大院", "宿舍", "宿舍楼", "家属院"];
    let Some(text) = row.cells.iter().find(|cell| !cell.is_empty()).map(line) else { return false };
    let plain = !text.contains(|c: char| c.is_ascii_punctuation() || "。，、；！？".contains(c));
    plain && text.chars().count() <= 20 && ENDS.iter().any(|end| text.ends_with(end))
}

fn looks_like_place(text: &str) -> bool {
    let bare = text.split('(').next().unwrap_or("").trim();
    // 幸福小区 is a neighbourhood, and no 区.
    if bare.ends_with("小区") {
        return false;
    }
    ["省", "市", "州", "县", "区", "镇", "乡", "街道", "办事处", "社区", "年", "年度"]
        .iter()
        .any(|end| bare.ends_with(end))
}
