//! XLSX for people: header that stays in view, widths for Han characters, figures as figures, text always as text.

use rust_xlsxwriter::{
    Color, ExcelDateTime, Format as Style, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{Column, Format, Table, WriteError, could_run};
use crate::table::Cell;

/// Excel takes no longer text in a cell.
const LONGEST_TEXT: usize = 32_767;

/// Writes one sheet.
pub fn write_xlsx(table: &Table) -> Result<Vec<u8>, WriteError> {
    write_book(std::slice::from_ref(table))
}

/// Writes several sheets, whose names differ.
pub fn write_book(tables: &[Table]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    for table in tables {
        write_sheet(book.add_worksheet(), table)?;
    }
    Ok(book.save_to_buffer()?)
}

pub(super) fn write_sheet(sheet: &mut Worksheet, table: &Table) -> Result<u32, XlsxError> {
    sheet.set_name(sheet_name(&table.name))?;
    let styles = Styles::new();
    let mut row = 0;
    for (line, style) in
        table.title.iter().map(|t| (t, &styles.title)).chain(table.illustrative.iter().map(|t| (t, &styles.mark)))
    {
        sheet.write_string_with_format(row, 0, fitting(line), style)?;
        row += 1;
    }
    for (at, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(row, at, fitting(&column.header), &styles.header)?;
        sheet.set_column_width(at, width(column, table.rows.iter().map(|row| row.get(usize::from(at)))))?;
    }
    row += 1;
    sheet.set_freeze_panes(row, 0)?;
    sheet.set_repeat_rows(row - 1, row - 1)?;
    let first = row;
    for cells in &table.rows {
        for (at, cell) in (0..).zip(cells) {
            let format = table.columns.get(usize::from(at)).map_or(Format::Text, |column| column.format);
            write_cell(sheet, row, at, cell, format, &styles)?;
        }
        row += 1;
    }
    for note in &table.notes {
        sheet.write_string_with_format(row, 0, fitting(note), &styles.note)?;
        row += 1;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(first)
}

pub(super) fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: Format,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, styles.of(format))?,
        Cell::Text(text) | Cell::Error(text) => {
            sheet.write_string_with_format(row, column, fitting(text), styles.of_text(text))?
        }
        Cell::Bool(value) => sheet.write_boolean_with_format(row, column, *value, &styles.text)?,
        Cell::Date(date) => match excel_date(*date) {
            Some(day) => sheet.write_datetime_with_format(row, column, &day, &styles.date)?,
            None => sheet.write_string_with_format(row, column, date.to_string(), &styles.text)?,
        },
        Cell::Number(number) => match number.text.parse::<f64>() {
            // What 15 digits cannot hold is kept as text.
            Ok(value) if number.text.bytes().filter(u8::is_ascii_digit).count() <= 15 && value.is_finite() => {
                let style = if number.percent { &styles.percent } else { styles.of_number(format, &number.text) };
                sheet.write_number_with_format(row, column, value, style)?
            }
            _ => sheet.write_string_with_format(row, column, &number.text, &styles.text)?,
        },
    };
    Ok(())
}

fn excel_date(date: linli_domain::kernel::Date) -> Option<ExcelDateTime> {
    let (year, month, day) =
        (u16::try_from(date.year()).ok()?, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    // Before March 1900 spreadsheets disagree about the day.
    if date < linli_domain::kernel::Date::constant(1900, 3, 1) {
        None
    } else {
        ExcelDateTime::from_ymd(year, month, day).ok()
    }
}

/// The looks of the cells.
pub(super) struct Styles {
    pub(super) title: Style,
    pub(super) header: Style,
    pub(super) note: Style,
    pub(super) text: Style,
    mark: Style,
    quoted: Style,
    count: Style,
    amount: Style,
    exact: Style,
    percent: Style,
    date: Style,
}

impl Styles {
    pub(super) fn new() -> Self {
        let cell = || {
            Style::new()
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x00C8_CED6))
                .set_align(FormatAlign::VerticalCenter)
        };
        let header = cell()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0x00E8_EEF4));
        Self {
            title: Style::new().set_bold().set_font_size(16),
            header,
            note: Style::new().set_font_color(Color::RGB(0x0055_5F6B)),
            text: cell(),
            mark: Style::new().set_bold().set_font_color(Color::RGB(0x00B0_3A2E)),
            quoted: cell().set_quote_prefix(),
            count: cell().set_num_format("#,##0"),
            amount: cell().set_num_format("#,##0.00"),
            exact: cell().set_num_format("#,##0.00####"),
            percent: cell().set_num_format("0.00%"),
            date: cell().set_num_format("yyyy-mm-dd"),
        }
    }

    fn of(&self, format: Format) -> &Style {
        match format {
            Format::Text => &self.text,
            Format::Count => &self.count,
            Format::Amount => &self.amount,
            Format::Percent => &self.percent,
            Format::Date => &self.date,
        }
    }

    /// A number never takes the looks of a day or, being none, of a percentage: it would come back as one.
    fn of_number(&self, format: Format, text: &str) -> &Style {
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        match format {
            Format::Count if decimals == 0 => &self.count,
            Format::Amount if decimals <= 2 => &self.amount,
            Format::Amount | Format::Count => &self.exact,
            Format::Text | Format::Percent | Format::Date => &self.text,
        }
    }

    fn of_text(&self, text: &str) -> &Style {
        if could_run(text) { &self.quoted } else { &self.text }
    }
}

fn fitting(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST_TEXT
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// At most 31 characters, none of `[]:*?/\`, no apostrophe at an end.
pub(super) fn sheet_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() { '-' } else { c })
        .collect();
    let mut units = 0;
    let short: String = plain
        .trim_matches(['\'', ' '])
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= 31
        })
        .collect();
    let short = short.trim_matches(['\'', ' ']);
    if short.is_empty() { "Sheet1".to_owned() } else { short.to_owned() }
}

/// Wide enough for the first rows; a Han character takes two places.
fn width<'c>(column: &Column, cells: impl Iterator<Item = Option<&'c Cell>>) -> f64 {
    let places = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<u32>();
    let header = column.header.split('/').map(places).max().unwrap_or(0);
    let widest = cells.take(200).flatten().map(|cell| places(&cell.shown())).max().unwrap_or(0);
    f64::from(header.max(widest).clamp(6, 48) + 3)
}
