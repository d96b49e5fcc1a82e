//! Bulletins to look at and to measure. The figures and the office's names below are made up, and every page says so.

#![allow(dead_code, reason = "each user needs some of them")]

use jiff::civil::date;
use linli_official::{Align, Block, Bulletin, Column, Table};

pub fn short() -> Bulletin {
    Bulletin {
        issuer: "邵阳市城镇老旧小区改造工作领导小组办公室文件".into(),
        number: Some("邵旧改办〔2022〕7号".into()),
        title: "关于2022年5月全市城镇老旧小区改造进展情况的通报".into(),
        addressees: vec!["各县市区人民政府".into(), "市直有关单位".into()],
        blocks: vec![
            paragraph("根据各县市区月报，现将2022年5月全市城镇老旧小区改造工作进展情况通报如下。"),
            heading("一、总体情况"),
            paragraph(
                "截至5月底，全市2022年计划改造小区312个，已开工287个，开工率91.99%；计划完成投资38,420.00万元，\
                 已完成14,986.51万元，投资完成率39.01%。绥宁县计划改造43个小区，已全部开工，开工率100.00%，居全市第一。",
            ),
            heading("二、存在问题"),
            subheading("（一）个别县市区开工进度滞后"),
            paragraph("部分小区施工图审查时间较长，开工时间晚于计划。请相关县市区倒排工期，于6月20日前全部开工。"),
            subheading("（二）投资完成情况不均衡"),
            paragraph("有3个县市区投资完成率低于20%，请于6月10日前书面说明原因并提出整改措施。"),
        ],
        signer: "邵阳市城镇老旧小区改造工作领导小组办公室".into(),
        date: date(2022, 6, 6),
        copies_to: vec![
            "省住房和城乡建设厅".into(),
            "市委办公室".into(),
            "市人民政府办公室".into(),
            "市委督查室".into(),
        ],
        printed_by: "邵阳市城镇老旧小区改造工作领导小组办公室".into(),
        printed_on: date(2022, 6, 6),
        marks: vec!["示例数据".into()],
    }
}

pub fn draft() -> Bulletin {
    let mut draft = short();
    draft.issuer = "绥宁县人民政府办公室文件".into();
    draft.number = None;
    draft.signer = "绥宁县住房保障中心".into();
    draft.marks = vec!["草稿".into(), "示例数据".into()];
    draft.blocks.insert(3, Block::Table(league()));
    draft
}

/// Six pages with a table that goes over two of them.
pub fn long() -> Bulletin {
    let mut long = short();
    long.blocks.insert(3, Block::Table(league()));
    for number in ["三、", "四、", "五、", "六、"] {
        long.blocks.push(heading(&format!("{number}下一步工作要求")));
        for _ in 0..3 {
            long.blocks.push(paragraph(
                "各县市区要坚持以人民为中心的发展思想，发动居民全过程参与，把群众满意作为衡量工作的根本标准。要统筹水、电、气、\
                 路、通信等管线改造，实行一次开挖、一次到位，避免重复施工。要严格落实质量安全主体责任，隐蔽工程覆盖前必须留存影像资料。",
            ));
        }
    }
    let mut detail = league();
    detail.caption = Some("附表：分小区进展情况".into());
    detail.rows = (1..=45).map(|n| league().rows[n % 12].clone()).collect();
    long.blocks.push(Block::Table(detail));
    long.blocks.push(paragraph("特此通报。"));
    long
}

pub fn english() -> Bulletin {
    Bulletin {
        issuer: "Shaoyang Office for Old Neighbourhoods".into(),
        number: Some("SYON 〔2022〕 No. 7".into()),
        title: "Bulletin on the renewal of old neighbourhoods in the prefecture, May 2022".into(),
        addressees: vec!["The governments of counties and districts".into()],
        blocks: vec![
            paragraph(
                "The progress that counties reported for May 2022 is as follows; every figure can be recomputed from the records.",
            ),
            heading("1. Overall"),
            paragraph(
                "By the end of May, 287 of 312 planned neighbourhoods had started (91.99 %). Suining (绥宁县) has started all \
                 43 of its neighbourhoods and is first in the prefecture by start rate.",
            ),
            Block::Table(english_league()),
            heading("2. Demands"),
            subheading("(1) Late starts"),
            paragraph(
                "Units below 90 % start the remaining neighbourhoods by 20 June and report the reasons in writing by 10 June.",
            ),
        ],
        signer: "Shaoyang Office for Old Neighbourhoods".into(),
        date: date(2022, 6, 6),
        copies_to: vec!["Provincial Department of Housing".into()],
        printed_by: "Shaoyang Office for Old Neighbourhoods".into(),
        printed_on: date(2022, 6, 6),
        marks: vec!["Illustrative".into()],
    }
}

/// Twelve units and ten columns, as in a prefecture's monthly table.
pub fn league() -> Table {
    let columns = [
        ("序号", Align::Center),
        ("县市区", Align::Left),
        ("计划改造小区（个）", Align::Right),
        ("已开工（个）", Align::Right),
        ("开工率（%）", Align::Right),
        ("计划投资（万元）", Align::Right),
        ("完成投资（万元）", Align::Right),
        ("投资完成率（%）", Align::Right),
        ("开工率排名", Align::Center),
        ("投资率排名", Align::Center),
    ];
    let units = [
        "绥宁县",
        "双清区",
        "大祥区",
        "北塔区",
        "新邵县",
        "邵阳县",
        "隆回县",
        "洞口县",
        "新宁县",
        "城步苗族自治县",
        "武冈市",
        "邵东市",
    ];
    let row = |(n, unit): (usize, &&str)| {
        let n = n + 1;
        vec![
            n.to_string(),
            (*unit).into(),
            (20 + n).to_string(),
            (19 + n).to_string(),
            format!("{}.27", 100 - n),
            format!("{},218.50", 2 + n % 4),
            format!("{},0{}6.12", 1 + n % 2, n % 10),
            format!("{}.31", 44 - n),
            n.to_string(),
            (13 - n).to_string(),
        ]
    };
    let total = ["", "合计", "312", "287", "91.99", "38,420.00", "14,986.51", "39.01", "—", "—"];
    Table {
        caption: Some("2022年1—5月全市城镇老旧小区改造进展情况表".into()),
        columns: columns.map(|(title, align)| Column { title: title.into(), align }).to_vec(),
        rows: units.iter().enumerate().map(row).collect(),
        total: Some(total.map(str::to_owned).to_vec()),
        note: Some("注：绥宁县数据由系统根据项目记录计算，其余为各县市区申报数。".into()),
    }
}

fn english_league() -> Table {
    let titles = [
        "No.",
        "Unit",
        "Planned",
        "Started",
        "Start rate, %",
        "Planned investment, 10,000 yuan",
        "Done, 10,000 yuan",
        "Investment rate, %",
        "Rank, starts",
        "Rank, investment",
    ];
    let mut table = league();
    table.caption = Some("Progress by unit, January to May 2022".into());
    for (column, title) in table.columns.iter_mut().zip(titles) {
        column.title = title.into();
    }
    for (row, unit) in table.rows.iter_mut().zip([
        "Suining",
        "Shuangqing",
        "Daxiang",
        "Beita",
        "Xinshao",
        "Shaoyang County",
        "Longhui",
        "Dongkou",
        "Xinning",
        "Chengbu",
        "Wugang",
        "Shaodong",
    ]) {
        row[1] = unit.into();
    }
    if let Some(total) = &mut table.total {
        total[1] = "Total".into();
    }
    table.note = Some("Suining’s figures are computed from records, the others are declared.".into());
    table
}

pub fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.into() }
}

pub fn heading(text: &str) -> Block {
    Block::Heading1 { text: text.into() }
}

pub fn subheading(text: &str) -> Block {
    Block::Heading2 { text: text.into() }
}
