//! Tables of progress as offices head them: the same figures, whatever the form.

use linli_domain::kernel::{DivisionCode, Month};
use linli_domain::register::Division;
use linli_web::oversight::intake::{Decided, Intake, take};
use linli_web::oversight::units::Units;

fn division(code: &str, name: &str) -> Division {
    Division { code: code.parse::<DivisionCode>().expect("a code"), name: name.into() }
}

fn read(table: &str) -> Intake {
    let units = ["430100 长沙市", "430200 株洲市", "430500 邵阳市", "431200 怀化市"];
    let units = units.map(|unit| unit.split_once(' ').expect("code and name"));
    let units = Units {
        scope: division("430000", "湖南省"),
        units: units.map(|(code, name)| division(code, name)).to_vec(),
    };
    let month: Month = "2022-05".parse().expect("a month");
    take(table.as_bytes(), "进展.csv", &units, month, &Decided::default()).expect("a table")
}

/// Started, money planned and done in fen, printed rates, of the line of Shaoyang.
fn shaoyang(intake: &Intake) -> (i64, i64, i64, Option<String>, Option<String>) {
    assert_eq!((intake.missing.as_slice(), intake.refused.as_slice()), (&[][..], &[][..]));
    let row = intake.table.rows.iter().find(|row| row.written.starts_with("邵阳")).expect("its line");
    let (figures, printed) = (row.says.figures, row.says.printed);
    let rate = |rate: Option<linli_domain::kernel::Percent>| rate.map(|rate| rate.to_string());
    (
        figures.started,
        figures.planned_investment.fen(),
        figures.done_investment.fen(),
        rate(printed.start),
        rate(printed.investment),
    )
}

fn expected() -> (i64, i64, i64, Option<String>, Option<String>) {
    (79, 83_689_780_000, 10_050_880_000, Some("43.17".into()), Some("12.01".into()))
}

#[test]
fn rates_as_fractions_and_money_in_yuan() {
    let table = "2022年5月进展情况\n单位：元\n市州,计划改造小区数,开工小区数,开工率,计划投资,完成投资,投资完成率\n\
                 长沙市,100,80,0.8,100000000,43170000,0.4317\n邵阳市,183,79,0.4317,836897800,100508800,0.1201\n\
                 总计,283,159,0.5618,936897800,143678800,0.1534\n";
    let intake = read(table);
    assert_eq!(shaoyang(&intake), expected());
    assert_eq!(intake.table.total.map(|total| total.figures.started), Some(159));
}

#[test]
fn groups_of_columns_hundreds_of_millions_sections_and_a_unit_that_has_not_reported() {
    let table = "附件1\n2022年5月工作进度表,,,,,,,,\n序号,单位,小区数（个）,,,投资（亿元）,,,备注\n\
                 ,,年度计划,已开工,开工率（%）,计划,完成,完成率（%）,\n一,长株潭地区,,,,,,,\n1,长沙,100,80,80.00,1.00,0.4317,43.17,\n\
                 二,其他,,,,,,,\n3,邵阳,183,79,43.17,8.368978,1.005088,12.01,\n4,怀化,—,—,—,—,—,—,未报\n\
                 ,全省合计,283,159,56.18,9.368978,1.436788,15.34,\n注：1.数据截至5月31日。\n";
    let intake = read(table);
    assert_eq!(shaoyang(&intake), expected());
    assert_eq!(intake.table.rows.len(), 2, "who has not reported has no line");
}

#[test]
fn wide_figures_tabs_and_thousands() {
    let table = "市州\t任务数\t开工数\t开工率\t总投资（万元）\t已完成投资（万元）\t完成率\n\
                 邵阳市\t１８３\t79\t４３．１７％\t\"83,689.78\"\t\"10,050.88\"\t12.01%\n";
    assert_eq!(shaoyang(&read(table)), expected());
}

#[test]
fn small_rates_with_a_per_cent_sign_stay_what_they_are() {
    let table =
        "市州,计划数,开工数,开工率（%）,计划投资（万元）,完成投资（万元）,投资完成率\n邵阳市,400,1,0.25,100,1,0.90%\n";
    let printed = read(table).table.rows[0].says.printed;
    let said = [printed.start, printed.investment].map(|rate| rate.map(|rate| rate.to_string()));
    assert_eq!(said, [Some("0.25".into()), Some("0.90".into())]);
}
