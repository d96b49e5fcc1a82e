//! Opinions as an office collected them in a table: columns are found by their headers, in whatever order they stand.

use linli_domain::consultation::intake;
use linli_domain::kernel::table::FieldKind;

use super::{HEADER_WITHIN, NoOpinions, name};
use crate::table::typed::{Value, value};
use crate::table::{Cell, Limits, Row, Sheet, read};

const ID: &[&str] = &["编号", "id"];
const NEIGHBOURHOOD: &[&str] = &["小区", "小区名称", "所在小区", "neighbourhood", "neighborhood"];
const BUILDING: &[&str] = &["楼栋", "栋", "幢", "楼号", "building"];
const ENTRANCE: &[&str] = &["单元", "单元号", "entrance"];
const ROOM: &[&str] = &["房号", "室", "室号", "房间号", "门牌", "门牌号", "room"];
const DAY: &[&str] = &["日期", "提出日期", "反映日期", "时间", "day", "date"];
const CHANNEL: &[&str] = &["来源", "渠道", "方式", "channel"];
const TEXT: &[&str] = &["意见", "意见内容", "意见原话", "内容", "留言", "留言内容", "text"];
const WISHES: &[&str] = &["愿望", "诉求", "改造愿望", "希望改造内容", "wishes"];
const HAZARD: &[&str] = &["安全隐患", "隐患", "hazard"];

/// Where the columns are.
struct Header {
    columns: [Option<usize>; 10],
}

/// Reads the first sheet that names the neighbourhood, and the text or the wishes.
pub fn read_said(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Vec<intake::Row>, NoOpinions> {
    let book = read(bytes, file_name, limits)?;
    let (rows, header) = book.sheets.iter().find_map(headed).ok_or(NoOpinions::NoHeader)?;
    let all: Vec<intake::Row> = rows.iter().map(|row| header.said(row)).filter(|row| !is_empty(row)).collect();
    if all.is_empty() { Err(NoOpinions::NoRows) } else { Ok(all) }
}

fn headed(sheet: &Sheet) -> Option<(&[Row], Header)> {
    let mut found = sheet.rows.iter().take(HEADER_WITHIN).enumerate();
    found.find_map(|(at, row)| Some((&sheet.rows[at + 1..], Header::of(row)?)))
}

/// Nothing but a number or a frame stands in it.
fn is_empty(row: &intake::Row) -> bool {
    [&row.neighbourhood, &row.text, &row.wishes, &row.room, &row.day.0].iter().all(|text| text.trim().is_empty())
}

impl Header {
    fn of(row: &Row) -> Option<Self> {
        let names: Vec<String> = row.cells.iter().map(|cell| name(&cell.shown())).collect();
        let column = |known: &[&str]| known.iter().find_map(|known| names.iter().position(|name| name == known));
        let columns = [ID, NEIGHBOURHOOD, BUILDING, ENTRANCE, ROOM, DAY, CHANNEL, TEXT, WISHES, HAZARD].map(column);
        let [_, neighbourhood, .., text, wishes, _] = columns;
        (neighbourhood.is_some() && (text.is_some() || wishes.is_some())).then_some(Self { columns })
    }

    fn said(&self, row: &Row) -> intake::Row {
        let cell = |at: usize| self.columns[at].map_or(&Cell::Empty, |column| row.cell(column));
        let text = |at: usize| cell(at).shown().into_owned();
        let day = match value(cell(5), FieldKind::Date, None) {
            Ok(Some(Value::Date(day))) => Some(day),
            _ => None,
        };
        intake::Row {
            number: row.number,
            id: text(0),
            neighbourhood: text(1),
            building: text(2),
            entrance: text(3),
            room: text(4),
            day: (text(5), day),
            channel: text(6),
            text: text(7),
            wishes: text(8),
            hazard: text(9),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn said(bytes: &[u8]) -> Result<Vec<intake::Row>, NoOpinions> {
        read_said(bytes, "意见.csv", &Limits::default())
    }

    const TABLE: &str = "2022年居民意见登记表\n序号,日期,小区名称,栋,单元,房号,意见内容,愿望,隐患\n\
        1,2022年5月4日,示例小区,3,2,401,\"漏水，\n很久\",屋面,是\n2,,示例小区,,,,,加装电梯,\n,,,,,,,,\n";

    #[test]
    fn columns_are_found_by_their_headers() {
        let rows = said(TABLE.as_bytes()).expect("read");
        assert_eq!(rows.len(), 2);
        let first = &rows[0];
        assert_eq!((first.number, first.text.as_str(), first.day.1), (3, "漏水，\n很久", Some(date(2022, 5, 4))));
        assert_eq!((first.building.as_str(), first.room.as_str(), first.hazard.as_str()), ("3", "401", "是"));
        assert_eq!((rows[1].wishes.as_str(), rows[1].day.1), ("加装电梯", None));
    }

    #[test]
    fn the_bytes_of_an_old_office_are_read() {
        assert_eq!(said(&encoding_rs::GB18030.encode(TABLE).0), said(TABLE.as_bytes()));
    }

    #[test]
    fn a_table_of_something_else_is_none() {
        assert_eq!(said("楼栋,户数\n3,40\n".as_bytes()), Err(NoOpinions::NoHeader));
        assert_eq!(said("小区,意见\n,\n".as_bytes()), Err(NoOpinions::NoRows));
        assert!(matches!(said(b"%PDF-1.7"), Err(NoOpinions::Unread(_))));
    }
}
