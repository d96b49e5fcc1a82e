//! Where the time of an import goes: 50,000 rows from a workbook into the database, step by step. Prints seconds as JSON;
//! the workbook is made first, and kept as `LINLI_KEEP_AS` says. (The whole, held against something: `script/bench import`.)

use std::time::Instant;

use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::kernel::{DivisionCode, Office};
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::Cell;
use linli_store::register::intake::{self, State};
use linli_store::{Location, Options, Store};
use linli_web::reference;
use linli_web::register::imports::planning;
use linli_web::register::imports::reading::Reading;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bytes = write_xlsx(&made(50_000))?;
    if let Ok(path) = std::env::var("LINLI_KEEP_AS") {
        std::fs::write(path, &bytes)?;
    }
    let folder = std::env::temp_dir().join(format!("linli-bench-import-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let store = Store::open(&Location::Sqlite(folder.join("linli.db")), Options::default()).await?;
    store.migrate().await?;
    let county: DivisionCode = "430527".parse()?;
    let office: Office = county.office();
    let actor = Actor { account: AccountId::from_number(0), office, name: "bench".into(), grants: Vec::new() };
    reference::seed(&store, &actor, county).await?;

    let start = Instant::now();
    let reading = Reading::of(&bytes, "bench.xlsx", None)?;
    let read = start.elapsed().as_secs_f64();
    let today = jiff::tz::offset(8).to_datetime(store.now()).date();
    let planned = planning::planned(&store, &actor, None, today, &reading).await?;
    let plan = start.elapsed().as_secs_f64();
    let id = planning::keep(&store, &actor, "bench.xlsx", "digest", &bytes).await?;
    store.write(&actor, move |tx| intake::begin_planning(tx, id, "", "{}")).await?;
    let counts = planning::keep_plan(&store, &actor, id, planned).await?;
    let preview = start.elapsed().as_secs_f64();
    store.write(&actor, move |tx| intake::step(tx, id, State::Previewed, State::Applying, None)).await?;
    planning::carry_out(&store, &actor, id, true).await?;
    let all = start.elapsed().as_secs_f64();
    println!(
        r#"{{"rows":{},"new":{},"refused":{},"read_s":{read:.3},"plan_s":{:.3},"preview_s":{:.3},"apply_s":{:.3},"all_s":{all:.3}}}"#,
        counts.all(),
        counts.new,
        counts.refused,
        plan - read,
        preview - plan,
        all - preview,
    );
    drop(store);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn made(rows: i64) -> Table {
    let towns = ["长铺镇", "武阳镇", "李熙桥镇", "红岩镇", "唐家坊镇", "金屋塘镇", "瓦屋塘镇", "黄土矿镇"];
    let text = |header: &str| Column::new(header, Format::Text);
    let figure = |header: &str| Column::new(header, Format::Amount);
    let mut columns =
        vec![text("序号"), text("所属乡镇"), text("小区名称"), text("地址"), text("建成年份"), text("户数")];
    columns.extend([
        figure("建筑面积（㎡）"),
        text("产权性质"),
        text("原产权单位"),
        text("计划年度"),
        text("改造方式"),
    ]);
    columns.extend([text("包联领导"), figure("计划投资（万元）")]);
    let row = |n: i64| {
        let town = towns[usize::try_from(n).unwrap_or_default() % towns.len()];
        vec![
            (n + 1).into(),
            town.into(),
            format!("示例{n}号小区").as_str().into(),
            format!("示例路{}号", n % 900 + 1).as_str().into(),
            (1975 + n % 25).into(),
            (20 + n % 300).into(),
            Cell::number(format!("{}.5", 1000 + n % 9000)),
            ["房改房", "商品房", "公房"][usize::try_from(n).unwrap_or_default() % 3].into(),
            format!("示例单位{}", n % 400).as_str().into(),
            2022.into(),
            "单体".into(),
            format!("示例{}", n % 40).as_str().into(),
            Cell::number(format!("{}.25", 10 + n % 900)),
        ]
    };
    Table { name: "台账".into(), columns, rows: (0..rows).map(row).collect(), ..Table::default() }
}
