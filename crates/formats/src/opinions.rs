//! Opinions with what they are about (带类别的留言), from a table as somebody has it: what a classifier learns from, and is tried on.

mod said;

use linli_domain::kernel::text::{clean_line, half_width};

use crate::table::{Limits, ReadError, Row, Sheet, read};

pub use said::read_said;

const LABELS: [&str; 7] = ["label", "一级分类", "一级标签", "类别", "分类", "标签", "事项"];
const TEXTS: [&str; 7] = ["text", "留言详情", "留言内容", "意见内容", "内容", "意见", "留言"];
const TITLES: [&str; 5] = ["title", "留言主题", "留言标题", "主题", "标题"];

/// Above the header there may be a title and a remark.
const HEADER_WITHIN: usize = 10;

/// An opinion with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// As the spreadsheet counts, from 1.
    pub row: u32,
    /// Title and body together. It may be empty: also of nothing, something is said.
    pub text: String,
    pub label: String,
}

/// Why there are no opinions to be had from a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoOpinions {
    #[error(transparent)]
    Unread(#[from] ReadError),
    #[error("no row has the headers of text and label")]
    NoHeader,
    #[error("nothing stands below the header")]
    NoRows,
    #[error("rows without a label: {rows:?}")]
    Unlabelled { rows: Vec<u32> },
}

/// Where the columns are.
struct Header {
    label: usize,
    title: Option<usize>,
    text: Option<usize>,
}

/// Reads the first sheet that has the headers; an opinion without a label is refused with its row.
pub fn read_labelled(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Vec<Labelled>, NoOpinions> {
    let book = read(bytes, file_name, limits)?;
    let (rows, header) = book.sheets.iter().find_map(headed).ok_or(NoOpinions::NoHeader)?;
    let all: Vec<Labelled> = rows.iter().map(|row| header.labelled(row)).collect();
    let unlabelled: Vec<u32> = all.iter().filter(|one| one.label.is_empty()).map(|one| one.row).collect();
    match () {
        () if all.is_empty() => Err(NoOpinions::NoRows),
        () if !unlabelled.is_empty() => Err(NoOpinions::Unlabelled { rows: unlabelled }),
        () => Ok(all),
    }
}

/// The rows below the header, and where its columns are.
fn headed(sheet: &Sheet) -> Option<(&[Row], Header)> {
    let mut found = sheet.rows.iter().take(HEADER_WITHIN).enumerate();
    found.find_map(|(at, row)| Some((&sheet.rows[at + 1..], Header::of(row)?)))
}

impl Header {
    fn of(row: &Row) -> Option<Self> {
        let names: Vec<String> = row.cells.iter().map(|cell| name(&cell.shown())).collect();
        let column = |known: &[&str]| known.iter().find_map(|known| names.iter().position(|name| name == known));
        let (label, title, text) = (column(&LABELS)?, column(&TITLES), column(&TEXTS));
        (title.is_some() || text.is_some()).then_some(Self { label, title, text })
    }

    fn labelled(&self, row: &Row) -> Labelled {
        let said = [self.title, self.text].into_iter().flatten().map(|column| row.cell(column).shown());
        Labelled {
            row: row.number,
            text: said.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n"),
            label: clean_line(&row.cell(self.label).shown()),
        }
    }
}

fn name(header: &str) -> String {
    clean_line(&half_width(header)).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labelled(bytes: &[u8]) -> Result<Vec<Labelled>, NoOpinions> {
        read_labelled(bytes, "留言.csv", &Limits::default())
    }

    #[test]
    fn text_and_label_are_found_by_their_headers() {
        let rows =
            labelled("\u{feff}row,Label,text\n7,照明,楼道 灯 坏\n8,屋面,\"漏水，\n很久\"\n".as_bytes()).expect("read");
        assert_eq!(rows[0], Labelled { row: 2, text: "楼道 灯 坏".into(), label: "照明".into() });
        assert_eq!((rows[1].row, rows[1].text.as_str()), (3, "漏水，\n很久"));
    }

    #[test]
    fn a_message_is_its_title_and_its_body() {
        let table = "留言编号,留言主题,留言时间,留言详情,一级分类\n1,楼顶漏水,2022/5/1,下雨就漏,屋面\n";
        let rows = labelled(&encoding_rs::GB18030.encode(table).0).expect("read");
        assert_eq!((rows[0].text.as_str(), rows[0].label.as_str()), ("楼顶漏水\n下雨就漏", "屋面"));
    }

    #[test]
    fn what_has_no_label_is_named_by_its_row() {
        let rows = labelled("text,label\n灯坏了,照明\n漏水, \n\n路不平,\n,照明\n".as_bytes());
        assert_eq!(rows, Err(NoOpinions::Unlabelled { rows: vec![3, 5] }));
    }

    #[test]
    fn a_table_of_something_else_is_none() {
        assert_eq!(labelled("小区,楼栋\n甲,3\n".as_bytes()), Err(NoOpinions::NoHeader));
        assert_eq!(labelled("text,label\n,\n".as_bytes()), Err(NoOpinions::NoRows));
        assert!(matches!(labelled(b"%PDF-1.7"), Err(NoOpinions::Unread(_))));
        assert!(matches!(labelled(b""), Err(NoOpinions::Unread(_))));
    }
}
