//! A register of 50,000 rows and 14 columns, from the workbook into the database by `linli import register`.
//!
//! Held against openpyxl, which only reads the same file. `LINLI_OPENPYXL` names a Python that has it.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use linli_domain::kernel::{DivisionCode, Level};
use linli_domain::register::Division;
use linli_domain::sample::COUNTY;
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::Cell;
use linli_store::Error;
use linli_web::reference;
use serde::Deserialize;
use support::fill::clerk;
use support::ground::Ground;
use support::{Result, mebibytes, run, tell};

const ROWS: i64 = 50_000;
const HEADERS: [(&str, Format); 14] = [
    ("乡镇", Format::Text),
    ("小区名称", Format::Text),
    ("地址", Format::Text),
    ("建成年份", Format::Count),
    ("建筑面积（㎡）", Format::Amount),
    ("楼栋数", Format::Count),
    ("户数", Format::Count),
    ("产权性质", Format::Text),
    ("原产权单位", Format::Text),
    ("计划年度", Format::Count),
    ("包联领导", Format::Text),
    ("居民组织", Format::Text),
    ("计划投资（万元）", Format::Amount),
    ("开工日期", Format::Date),
];

#[derive(Deserialize)]
struct OpenPyxl {
    read_only: f64,
    whole: f64,
}

fn main() -> Result<()> {
    let place = tempfile::tempdir()?;
    let file = place.path().join("register.xlsx");
    let county: DivisionCode = COUNTY.parse().map_err(|_| "no county")?;
    let divisions = reference::divisions(county);
    let towns: Vec<Division> = divisions.into_iter().filter(|d| d.code.level() == Level::Town).collect();
    std::fs::write(&file, write_xlsx(&register(&towns))?)?;
    tell("workbook of 50,000 rows and 14 columns", mebibytes(std::fs::metadata(&file)?.len()), "MiB");

    let openpyxl = openpyxl(&file)?;
    if let Some(read) = &openpyxl {
        tell("openpyxl reads it, read_only", read.read_only, "s");
        tell("openpyxl reads it, whole", read.whole, "s");
    }
    for ground in Ground::each()? {
        let took = import(&ground, &file, county)?;
        tell(&format!("{}: linli import register", ground.engine), took, "s");
        if let Some(read) = &openpyxl {
            tell(
                &format!("{}: import, of openpyxl's reading, read_only", ground.engine),
                took / read.read_only,
                "times",
            );
            tell(&format!("{}: import, of openpyxl's reading, whole", ground.engine), took / read.whole, "times");
        }
    }
    Ok(())
}

fn register(towns: &[Division]) -> Table {
    let row = |n: i64| -> Vec<Cell> {
        let town = usize::try_from(n).ok().and_then(|n| towns.get(n % towns.len().max(1)));
        vec![
            town.map_or("", |town| town.name.as_str()).into(),
            format!("第{n}小区").as_str().into(),
            format!("长征路{n}号").as_str().into(),
            (1975 + n % 25).into(),
            Cell::number(format!("{}.5", 1_000 + n % 9_000)),
            (1 + n % 9).into(),
            (20 + n % 300).into(),
            "房改房".into(),
            "粮食局".into(),
            2026.into(),
            "包联领导（示例）".into(),
            "改造理事会（示例）".into(),
            Cell::number(format!("{}.25", 10 + n % 900)),
            Cell::Date(linli_domain::kernel::Date::constant(2026, 3, 15)),
        ]
    };
    let columns = HEADERS.iter().map(|(header, format)| Column::new(*header, *format)).collect();
    Table { name: "台账".into(), columns, rows: (0..ROWS).map(row).collect(), ..Table::default() }
}

fn openpyxl(file: &Path) -> Result<Option<OpenPyxl>> {
    let Ok(python) = std::env::var("LINLI_OPENPYXL") else {
        eprintln!("skipped: LINLI_OPENPYXL names no Python");
        return Ok(None);
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../script/lib/read_workbook.py");
    let told = Command::new(python).arg(script).arg(file).output()?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into_owned().into());
    }
    Ok(Some(serde_json::from_slice(&told.stdout)?))
}

/// From the start of the program to its end, in seconds; then every row is counted.
fn import(ground: &Ground, file: &Path, county: DivisionCode) -> Result<f64> {
    run(async {
        let store = ground.open().await?;
        Ok(reference::seed(&store, &clerk(county.office()), county).await?)
    })?;
    let mut command = Command::new(std::env::var("LINLI_BIN")?);
    command.args(["--log", "error", "--format", "json", "--database", &ground.database, "--data"]).arg(ground.data());
    command.args(["import", "register"]).arg(file).args(["--county", COUNTY]);
    let started = Instant::now();
    let told = command.output()?;
    let took = started.elapsed().as_secs_f64();
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into_owned().into());
    }
    let office = county.office();
    let kept = run(async {
        let store = ground.open().await?;
        let count = store.read(move |tx| {
            let sql = "select count(*) from neighbourhood where office = $1";
            tx.query_one(sql, linli_store::args![office], |row| row.get::<i64>(0))
        });
        Ok(count.await.map_err(|error: Error| error)?)
    })?;
    if kept != ROWS {
        return Err(format!("{kept} rows are there: {}", String::from_utf8_lossy(&told.stdout)).into());
    }
    Ok(took)
}
