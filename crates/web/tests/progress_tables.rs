//! Tables of progress in the shapes in which offices send them: which column is taken for what, and what the lines say.

use std::collections::BTreeMap;

use linli_domain::kernel::{DivisionCode, Month, Percent};
use linli_domain::oversight::Declaration;
use linli_domain::register::Division;
use linli_formats::table::{Mapped, Mapping};
use linli_web::oversight::intake::{Decided, Intake, take};
use linli_web::oversight::units::{Units, families};
use linli_web::reference;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

fn units(scope: &str) -> Units {
    let code: DivisionCode = scope.parse().expect("a code");
    let all = reference::divisions(code);
    let scope = all.iter().find(|division| division.code == code).expect("the scope").clone();
    let units: Vec<Division> = families(all).remove(&code).expect("its units");
    Units { scope, units }
}

fn month() -> Month {
    "2022-05".parse().expect("a month")
}

fn taken(bytes: &[u8], scope: &str, decided: &Decided) -> Intake {
    take(bytes, "进度.xlsx", &units(scope), month(), decided).expect("a table")
}

fn read(bytes: &[u8], scope: &str) -> Intake {
    let intake = taken(bytes, scope, &Decided::default());
    assert_eq!((intake.missing.as_slice(), intake.refused.as_slice()), (&[][..], &[][..]), "{:?}", intake.columns);
    intake
}

/// A sheet: a line a row, `|` between cells. What looks like a number is one; `0.5%%` is shown as a percentage by its
/// format; `'` makes a text.
fn fill(sheet: &mut Worksheet, rows: &str, merges: &[(u32, u16, u32, u16)]) {
    let (plain, percent) = (Format::new(), Format::new().set_num_format("0.00%"));
    for (first_row, first, last_row, last) in merges {
        sheet.merge_range(*first_row, *first, *last_row, *last, "", &plain).expect("merged");
    }
    for (row, line) in (0..).zip(rows.trim().lines()) {
        for (column, cell) in (0..).zip(line.trim().split('|').map(str::trim)) {
            let done = match (cell.strip_suffix("%%"), cell.strip_prefix('\''), cell.parse::<f64>()) {
                _ if cell.is_empty() => continue,
                (Some(share), ..) => {
                    sheet.write_number_with_format(row, column, share.parse::<f64>().expect("a number"), &percent)
                }
                (_, Some(text), _) => sheet.write_string(row, column, text),
                (.., Ok(number)) => sheet.write_number(row, column, number),
                _ => sheet.write_string(row, column, cell),
            };
            done.expect("written");
        }
    }
}

fn workbook(rows: &str, merges: &[(u32, u16, u32, u16)]) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), rows, merges);
    book.save_to_buffer().expect("a file")
}

/// Field → header.
fn columns(intake: &Intake) -> BTreeMap<&'static str, &str> {
    intake.columns.iter().filter_map(|column| Some((column.field?, column.header.as_str()))).collect()
}

fn says<'i>(intake: &'i Intake, written: &str) -> &'i Declaration {
    &intake.table.rows.iter().find(|row| row.written == written).expect("its line").says
}

/// Planned, started, money planned and done in 万元.
fn figures(says: &Declaration) -> (i64, i64, String, String) {
    let f = says.figures;
    (f.planned, f.started, f.planned_investment.to_wan_exact(), f.done_investment.to_wan_exact())
}

fn four(planned: i64, started: i64, money: &str, done: &str) -> (i64, i64, String, String) {
    (planned, started, money.to_owned(), done.to_owned())
}

/// The printed rates of start and investment.
fn rates(says: &Declaration) -> [String; 2] {
    [says.printed.start, says.printed.investment].map(|rate: Option<Percent>| rate.expect("printed").to_string())
}

#[test]
fn a_monthly_return_with_blocks_of_neighbourhoods_households_buildings_and_area() {
    let rows = "
        柳州市2022年城镇老旧小区改造工作月报表
        填报单位：柳州市住建局 |||||||||| 单位：万元、万平方米
        序号|县区|计划改造||||已开工||||投资|
        ||小区数（个）|户数（户）|楼栋数（栋）|建筑面积|小区数（个）|户数（户）|楼栋数（栋）|建筑面积|计划总投资|累计完成投资
        1|城中区|20|3000|60|30.5|15|2000|40|20.1|5000|2500.5
        2|鱼峰区|10|1000|20|10|10|1000|20|10|2000|1000
        |合计|30|4000|80|40.5|25|3000|60|30.1|7000|3500.5
        注：数据截至2022年5月31日。";
    let merges = [(0, 0, 0, 11), (2, 2, 2, 5), (2, 6, 2, 9), (2, 10, 2, 11), (2, 0, 3, 0), (2, 1, 3, 1)];
    let intake = read(&workbook(rows, &merges), "450200");
    let taken = columns(&intake);
    assert_eq!(taken["planned"], "计划改造/小区数(个)");
    assert_eq!(taken["started"], "已开工/小区数(个)");
    assert_eq!((taken["households_planned"], taken["households_started"]), ("计划改造/户数(户)", "已开工/户数(户)"));
    assert_eq!(figures(says(&intake, "城中区")), four(20, 15, "5000.00", "2500.50"));
    let households = says(&intake, "城中区").figures.households.expect("households");
    assert_eq!((households.planned, households.started, households.finished), (3000, 2000, None));
    assert_eq!(intake.table.total.as_ref().map(figures), Some(four(30, 25, "7000.00", "3500.50")));
}

#[test]
fn merged_headers_of_start_completion_and_investment_with_ranks() {
    let rows = "
        全省2021年城镇老旧小区改造进展情况表
        序号|市州|年度任务（个）|开工情况|||完工情况||投资情况（万元）|||
        |||开工数|开工率|排名|完工数|完工率|计划投资|完成投资|投资完成率|排名
        1|长沙市|150|143|0.9533%%|1|10|0.0667%%|86157.25|36836.13|0.4275%%|1
        2|株洲市|71|44|0.6197%%|2|0|0%%|13533.4|4756.44|0.3515%%|2
        合计||221|187|0.8462%%||10|0.0452%%|99690.65|41592.57|0.4172%%|";
    let merges = [(0, 0, 0, 11), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5), (1, 6, 1, 7), (1, 8, 1, 11)];
    let intake = read(&workbook(rows, &merges), "430000");
    let taken = columns(&intake);
    assert_eq!((taken["planned"], taken["started"]), ("年度任务(个)", "开工情况/开工数"));
    assert_eq!((taken["finished"], taken["completion_rate"]), ("完工情况/完工数", "完工情况/完工率"));
    assert_eq!(taken["investment_rate"], "投资情况(万元)/投资完成率");
    assert!(!taken.values().any(|header| header.contains("排名")), "{taken:?}");
    assert_eq!(figures(says(&intake, "长沙市")), four(150, 143, "86157.25", "36836.13"));
    assert_eq!(rates(says(&intake, "长沙市")), ["95.33", "42.75"]);
    assert_eq!(intake.table.total.as_ref().map(|total| total.figures.finished), Some(Some(10)));
}

#[test]
fn a_county_by_town_with_subtotals_and_the_total_first() {
    let rows = "
        绥宁县老旧小区改造进度（2022年5月）
        乡镇|计划数|开工数|完工数|计划投资（万元）|完成投资（万元）|备注
        合计|43|43|5|7000|2821|
        长铺镇|30|30|5|5000|2000|
        小计|30|30|5|5000|2000|
        武阳镇|8|8|0|1200|500|含政府大院
        红岩镇|5|5|0|800|321|
        小计|13|13|0|2000|821|";
    let intake = read(&workbook(rows, &[(0, 0, 0, 6)]), "430527");
    assert_eq!(
        intake.table.rows.iter().map(|row| row.written.as_str()).collect::<Vec<_>>(),
        ["长铺镇", "武阳镇", "红岩镇"]
    );
    assert_eq!(intake.table.total.as_ref().map(figures), Some(four(43, 43, "7000.00", "2821.00")));
    assert_eq!(says(&intake, "武阳镇").note.as_deref(), Some("含政府大院"));
}

#[test]
fn rates_are_the_same_as_fractions_shown_as_per_cent_as_text_and_as_numbers() {
    let [shown, written, number, fraction] =
        [("0.4317%%", "0.1201%%"), ("'43.17%", "'12.01%"), ("43.17", "12.01"), ("0.4317", "0.1201")].map(
            |(start, invested)| {
                let header = "单位|任务|已开工|开工率|总投资（亿元）|已完成投资（亿元）|投资完成率";
                let rows = format!("{header}\n邵阳市|183|79|{start}|8.368978|1.005088|{invested}");
                read(&workbook(&rows, &[]), "430000")
            },
        );
    for intake in [shown, written, number, fraction] {
        assert_eq!(figures(says(&intake, "邵阳市")), four(183, 79, "83689.78", "10050.88"));
        assert_eq!(rates(says(&intake, "邵阳市")), ["43.17", "12.01"]);
    }
}

#[test]
fn of_a_month_and_a_total_since_january_the_latter_counts() {
    let below = "
        市州|计划改造小区数|开工小区数||完成投资（万元）||计划投资（万元）
        ||本月|累计|本月|累计|
        长沙市|100|5|80|100.5|4317|10000";
    let below =
        read(&workbook(below, &[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 1, 6)]), "430000");
    assert_eq!(columns(&below)["started"], "开工小区数/累计");
    let above = "
        市州|本月||累计||任务数|年度计划投资（万元）
        |开工数|完成投资（万元）|开工数|完成投资（万元）||
        长沙市|5|100.5|80|4317|100|10000";
    let above =
        read(&workbook(above, &[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 1, 5), (0, 6, 1, 6)]), "430000");
    assert_eq!(columns(&above)["done_investment"], "累计/完成投资(万元)");
    let beside = "
        市州|本月新开工小区数|截至5月底累计开工小区数|目标任务（个）|本月完成投资（万元）|1-5月累计完成投资（万元）|年度计划投资（万元）
        长沙市|5|80|100|100.5|4317|10000";
    let beside = read(&workbook(beside, &[]), "430000");
    assert_eq!(columns(&beside)["started"], "截至5月底累计开工小区数");
    for intake in [below, above, beside] {
        assert_eq!(figures(says(&intake, "长沙市")), four(100, 80, "10000.00", "4317.00"));
    }
}

#[test]
fn a_rate_of_completion_is_of_what_its_group_is_about() {
    let rows = "
        市州|开工情况|||完工情况||投资完成情况（万元）||
        |任务数|已开工|完成率|已完工|完成率|任务数|已完成|完成率
        长沙市|100|80|80.00|5|5.00|￥10,000.00|4317|43.17
        —|—|—|—|—|—|—|—|—";
    let intake = read(&workbook(rows, &[(0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 5), (0, 6, 0, 8)]), "430000");
    assert_eq!(figures(says(&intake, "长沙市")), four(100, 80, "10000.00", "4317.00"));
    assert_eq!(rates(says(&intake, "长沙市")), ["80.00", "43.17"]);
    assert_eq!(columns(&intake)["completion_rate"], "完工情况/完成率");
}

#[test]
fn plans_tasks_and_targets_in_many_words() {
    for (planned, started, money, done) in [
        ("计划新开工改造小区数", "已新开工改造小区数", "计划完成投资", "累计完成投资"),
        ("下达任务数", "实际开工数", "年度投资任务", "实际完成投资"),
        ("2022年目标任务（个）", "累计已开工（个）", "项目总投资", "已完成投资额"),
        ("年度改造任务", "开工小区（个）", "投资计划", "完成投资总额"),
        ("省下达计划数", "已开工项目数", "概算投资", "投资完成额"),
        ("任务量（个）", "开工数量（个）", "总投资额", "累计投资"),
        ("应开工小区数", "开工个数", "年度投资目标", "完成投资"),
    ] {
        let header =
            format!("序号|县（市、区）|{planned}|{started}|未开工数|{money}（万元）|{done}（万元）|剩余投资（万元）");
        let intake = read(&workbook(&format!("{header}\n1|绥宁县|43|40|3|7000|2821|4179"), &[]), "430500");
        assert_eq!(figures(says(&intake, "绥宁县")), four(43, 40, "7000.00", "2821.00"), "{planned}, {money}");
    }
}

#[test]
fn a_text_file_with_wide_figures_a_unit_line_and_remarks_below() {
    let text = "填报单位：湖南省住建厅\n单位：万元\n\
        序号,市（州）,计划改造小区数（个）,已开工小区数（个）,开工率（％）,计划投资,累计完成投资,投资完成率（％）\n\
        1,长沙市,１００,８０,８０．００,\"１０，０００．００\",\"4,317.00\",43.17\n\
        2,湘西自治州,85,30,35.29,77402.00,5468.18,7.06\n\
        ,合 计,185,110,59.46,\"87,402.00\",\"9,785.18\",11.20\n\
        说明：1.数据截至5月31日；\n2.名次按开工率。\n填表人：×××,,审核人：×××\n";
    let intake = read(text.as_bytes(), "430000");
    assert_eq!(figures(says(&intake, "长沙市")), four(100, 80, "10000.00", "4317.00"));
    assert_eq!(figures(says(&intake, "湘西自治州")), four(85, 30, "77402.00", "5468.18"));
    assert_eq!(intake.table.total.as_ref().map(|total| total.figures.started), Some(110));
    assert_eq!(intake.notes.len(), 3, "{:?}", intake.notes);
}

#[test]
fn english_headers_and_tens_of_thousands_of_yuan() {
    let rows = "
        Progress of renewal
        No.|City|Planned neighbourhoods|Started neighbourhoods|Start rate (%)|Rank|Planned investment (10k yuan)|Done investment (10k yuan)|Investment rate (%)|Remarks
        1|长沙市|100|80|80|1|10000|4317|43.17|ahead
        |Total|100|80|80||10000|4317|43.17|";
    let intake = read(&workbook(rows, &[(0, 0, 0, 9)]), "430000");
    assert_eq!(figures(says(&intake, "长沙市")), four(100, 80, "10000.00", "4317.00"));
    assert_eq!(columns(&intake)["note"], "Remarks");
    assert_eq!(intake.table.total.as_ref().map(|total| total.figures.planned), Some(100));
}

#[test]
fn households_beside_neighbourhoods_counted_in_ten_thousands() {
    let rows = "
        市州|小区（个）|||户数（万户）|||投资（亿元）||
        |计划|开工|开工率（%）|计划|开工|完工|计划|完成|完成率（%）
        长沙市|150|143|95.33|1.4350|1.2|0.5|8.615725|3.683613|42.75";
    let merges = [(0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 6), (0, 7, 0, 9)];
    let intake = read(&workbook(rows, &merges), "430000");
    assert_eq!(figures(says(&intake, "长沙市")), four(150, 143, "86157.25", "36836.13"));
    let households = says(&intake, "长沙市").figures.households.expect("households");
    assert_eq!((households.planned, households.started, households.finished), (14_350, 12_000, Some(5_000)));
    assert_eq!(rates(says(&intake, "长沙市")), ["95.33", "42.75"]);
}

#[test]
fn several_years_side_by_side_and_on_several_sheets() {
    let rows = "
        市州|2021年||2022年||计划投资（万元）|完成投资（万元）
        |计划数|开工数|计划数|开工数||
        长沙市|1|1|20|10|500|50";
    let intake =
        read(&workbook(rows, &[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 1, 5), (0, 6, 1, 6)]), "430000");
    assert_eq!((columns(&intake)["planned"], columns(&intake)["started"]), ("2022年/计划数", "2022年/开工数"));
    assert_eq!(figures(says(&intake, "长沙市")), four(20, 10, "500.00", "50.00"));

    let mut book = Workbook::new();
    let sheet = |planned: i64| format!("市州|计划数|开工数|计划投资（万元）|完成投资（万元）\n长沙市|{planned}|1|5|5");
    for (name, planned, hidden) in [("4月", 4, false), ("5月", 5, false), ("旧", 9, true)] {
        let page = book.add_worksheet();
        page.set_name(name).expect("a name").set_hidden(hidden);
        fill(page, &sheet(planned), &[]);
    }
    let file = book.save_to_buffer().expect("a file");
    let intake = read(&file, "430000");
    assert_eq!((intake.sheet.as_str(), says(&intake, "长沙市").figures.planned), ("5月", 5));
    assert_eq!(
        (intake.sheets.as_slice(), intake.hidden_sheets.as_slice()),
        (&["4月".to_owned(), "5月".to_owned()][..], &["旧".to_owned()][..])
    );
    let april = taken(&file, "430000", &Decided { sheet: Some("4月".into()), ..Decided::default() });
    assert_eq!(says(&april, "长沙市").figures.planned, 4);
}

#[test]
fn what_a_workbook_divided_is_taken_to_the_fen_and_the_line_says_so() {
    let rows = "
        市州|计划数|开工数|计划投资（万元）|完成投资（万元）
        长沙市|1|1|10050.884615384615|10050.800000000001
        株洲市|1|1|1.2345678|1
        湘潭市|1|1|'10050.8846153846|1";
    let intake = taken(&workbook(rows, &[]), "430000", &Decided::default());
    assert_eq!(figures(says(&intake, "长沙市")), four(1, 1, "10050.884615", "10050.80"));
    let rounded = &says(&intake, "长沙市").rounded;
    assert_eq!(
        rounded.iter().map(|r| (r.column.key(), r.given.as_str())).collect::<Vec<_>>(),
        [("planned_investment", "10050.8846153846")]
    );
    assert_eq!(intake.refused.iter().map(|row| row.written.as_str()).collect::<Vec<_>>(), ["株洲市", "湘潭市"]);
}

#[test]
fn what_a_person_decides_comes_before_every_guess() {
    let rows = "
        市州|今年要改的|动工的|要花|已花
        长沙市|100|80|10000|4317";
    let file = workbook(rows, &[]);
    let guessed = taken(&file, "430000", &Decided::default());
    assert_eq!(guessed.missing, ["planned", "started", "planned_investment", "done_investment"]);
    let fields = [(1, "planned"), (2, "started"), (3, "planned_investment"), (4, "done_investment")];
    let columns = fields.map(|(column, field)| (column, Mapped { field: Some(field.into()), unit: None }));
    let mapping = Mapping { columns: columns.into(), plan_year: None };
    let in_wan = Decided { mapping: Some(mapping), money: Some(linli_formats::table::Unit::Wan), ..Decided::default() };
    assert_eq!(figures(says(&taken(&file, "430000", &in_wan), "长沙市")), four(100, 80, "10000.00", "4317.00"));
}

#[test]
fn places_of_other_provinces_by_the_names_that_people_write() {
    for (scope, names) in [
        ("420000", vec!["武汉", "仙桃市", "恩施州", "神农架林区"]),
        ("500000", vec!["渝中区", "城口县", "酉阳县"]),
        ("650000", vec!["乌鲁木齐", "伊犁州", "巴州", "石河子市", "和田地区"]),
        ("150000", vec!["呼和浩特", "锡盟", "兴安盟"]),
        ("530000", vec!["昆明", "西双版纳州", "红河州"]),
        ("460000", vec!["海口", "琼海", "白沙县"]),
    ] {
        let lines: Vec<String> = names.iter().map(|name| format!("{name}|2|1|1|1")).collect();
        let rows = format!("地区|计划数|开工数|计划投资（亿元）|完成投资（亿元）\n{}", lines.join("\n"));
        assert_eq!(read(&workbook(&rows, &[]), scope).table.rows.len(), names.len(), "{scope}");
    }
}
