//! How long a large register takes to read: `read_rows [FILE]`. Without a file, one of 50,000 rows and 14 columns is
//! made first. Prints seconds as JSON.

use std::time::Instant;

use linli_domain::kernel::table::{Field, FieldKind};
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::{Cell, Limits, read, recognise, typed};

const FIELDS: &[Field] = &[
    Field::new("town", FieldKind::Text, &["乡镇"]),
    Field::new("name", FieldKind::Text, &["小区名称"]).required(),
    Field::new("code", FieldKind::Code, &["编号"]),
    Field::new("year_built", FieldKind::Year, &["建成年份"]),
    Field::new("households", FieldKind::Integer, &["户数"]),
    Field::new("floor_area", FieldKind::Area, &["建筑面积"]),
    Field::new("investment", FieldKind::Money, &["总投资"]),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bytes = match std::env::args().nth(1) {
        Some(path) => std::fs::read(path)?,
        None => write_xlsx(&made(50_000))?,
    };
    if let Ok(path) = std::env::var("LINLI_KEEP_AS") {
        std::fs::write(path, &bytes)?;
    }
    let start = Instant::now();
    let file = read(&bytes, "", &Limits::default())?;
    let reading = start.elapsed().as_secs_f64();
    let found = recognise(&file.sheets[0], FIELDS);
    let recognising = start.elapsed().as_secs_f64() - reading;
    let values: usize = found.rows.iter().map(|row| typed::row(&found, row, FIELDS).values.len()).sum();
    let typing = start.elapsed().as_secs_f64() - reading - recognising;
    println!(
        r#"{{"rows":{},"values":{values},"bytes":{},"read_s":{reading:.3},"recognise_s":{recognising:.3},"typed_s":{typing:.3}}}"#,
        found.rows.len(),
        bytes.len(),
    );
    Ok(())
}

fn made(rows: i64) -> Table {
    let text = |header: &str| Column::new(header, Format::Text);
    let figure = |header: &str| Column::new(header, Format::Amount);
    let mut columns = vec![text("乡镇"), text("小区名称"), text("编号"), text("建成年份"), text("户数")];
    columns.extend([figure("建筑面积（㎡）"), figure("总投资（万元）")]);
    columns.extend((1..=7).map(|n| text(&format!("其他{n}"))));
    let row = |n: i64| {
        let mut row: Vec<Cell> = vec![
            format!("第{}镇", n % 17).as_str().into(),
            format!("第{n}小区").as_str().into(),
            format!("430527{n:06}").as_str().into(),
            (1980 + n % 20).into(),
            (20 + n % 300).into(),
            Cell::number(format!("{}.5", 1000 + n % 9000)),
            Cell::number(format!("{}.25", 10 + n % 900)),
        ];
        row.extend((1..=7).map(|k| Cell::text(format!("说明{}", (n * k) % 1000))));
        row
    };
    Table { name: "台账".into(), columns, rows: (0..rows).map(row).collect(), ..Table::default() }
}
