//! `GET /styleguide`: every colour, size and part on one page, so that a new page looks like the others.
//! Its neighbourhoods and figures are made up, and it says so.

use askama::Template;
use axum::response::Response;
use linli_domain::kernel::{Money, Percent, Ratio};

use super::{Crumb, Ctx, Field, Lamp, Paging, Problems, Sort, Tone, chart, page};

#[derive(Template)]
#[template(path = "shell/styleguide.html")]
struct Styleguide {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    sort: Sort,
    rows: [Row; 5],
    fields: Vec<Field>,
    wrong: Vec<Field>,
    problems: Problems,
    filters: Vec<Field>,
    paging: Paging,
    series: [(&'static str, Option<Percent>, String); 4],
}

/// One line of the sample table.
struct Row {
    name: &'static str,
    lamp: Lamp,
    households: i64,
    planned: Money,
    done: Money,
    declared: bool,
}

impl Row {
    const fn new(name: &'static str, lamp: Lamp, households: i64, planned: i64, done: i64) -> Self {
        let (planned, done) = (Money::from_yuan(planned), Money::from_yuan(done));
        Self { name, lamp, households, planned, done, declared: false }
    }

    fn rate(&self) -> Option<Percent> {
        Ratio::new(self.done.fen(), self.planned.fen()).map(Ratio::percent)
    }
}

const COLOURS: [&str; 12] =
    ["paper", "sheet", "sunk", "line-firm", "ink", "teal", "teal-deep", "tile", "green", "amber-fill", "red", "grey"];
const STEPS: [i64; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

const SERIES: [(&str, [Option<i64>; 8]); 4] = [
    ("styleguide-n1", [Some(0), Some(9), Some(18), Some(31), Some(44), Some(62), Some(81), Some(96)]),
    ("styleguide-n2", [Some(0), Some(0), Some(12), Some(20), Some(29), Some(35), Some(40), Some(43)]),
    ("styleguide-n3", [Some(0), Some(5), Some(6), None, None, Some(11), Some(12), Some(12)]),
    ("styleguide-n4", [Some(0), Some(22), Some(48), Some(70), Some(88), Some(100), Some(100), Some(100)]),
];

/// `GET /styleguide`
pub async fn show(ctx: Ctx) -> Response {
    let crumbs = vec![Crumb::new(ctx.t("shell-nav-home"), "/"), Crumb::new(ctx.t("styleguide-county"), "/styleguide")];
    let (fields, wrong, problems) = form(&ctx);
    let filters = filters(&ctx);
    let paging = Paging { previous: None, next: Some("/styleguide?after=5".into()), shown: ctx.t_n("shell-rows", 65) };
    let series = SERIES.map(|(key, months)| drawn(&ctx, key, &months));
    let sort = Sort("-rate".into());
    page(&Styleguide { crumbs, sort, rows: rows(), fields, wrong, problems, filters, paging, series, ctx })
}

fn rows() -> [Row; 5] {
    [
        Row::new("styleguide-n4", Lamp::Green, 312, 6_240_000, 6_240_000),
        Row::new("styleguide-n1", Lamp::Green, 186, 3_905_500, 3_749_280),
        Row::new("styleguide-n2", Lamp::Yellow, 1_204, 24_080_000, 10_354_400),
        Row { declared: true, ..Row::new("styleguide-n3", Lamp::Red, 96, 2_016_000, 241_920) },
        Row::new("styleguide-n5", Lamp::Grey, 240, 0, 0),
    ]
}

fn form(ctx: &Ctx) -> (Vec<Field>, Vec<Field>, Problems) {
    let name =
        || Field::new("name", ctx.t("styleguide-field-name")).hint(ctx.t("styleguide-field-name-hint")).required();
    let area = || Field::new("area", ctx.t("styleguide-field-area")).required();
    let town = Field::new("town", ctx.t("styleguide-field-town"))
        .kind("select")
        .options([("", ctx.t("styleguide-choose")), ("1", ctx.t("styleguide-town"))])
        .required();
    let kind = Field::new("kind", ctx.t("styleguide-field-kind"))
        .kind("radio")
        .options([("area", ctx.t("styleguide-kind-area")), ("single", ctx.t("styleguide-kind-single"))])
        .value("area")
        .required();
    let note = Field::new("note", ctx.t("styleguide-field-note")).kind("textarea");
    let file =
        Field::new("file", ctx.t("styleguide-field-file")).kind("file").hint(ctx.t("styleguide-field-file-hint"));

    let mut problems = Problems::default();
    problems.add("wrong_year", ctx.t("styleguide-wrong-year"));
    problems.add("wrong_area", ctx.t("styleguide-wrong-area"));
    let year = Field::new("wrong_year", ctx.t("styleguide-field-year")).value("2089").required().problem(&problems);
    let wrong_area = Field { name: "wrong_area", ..area().value("-12") }.problem(&problems);

    (vec![name(), town, area(), kind, note, file], vec![year, wrong_area], problems)
}

fn filters(ctx: &Ctx) -> Vec<Field> {
    let plain = |name, key| Field::new(name, ctx.t(key)).quiet();
    vec![
        plain("q", "styleguide-filter-q").kind("search").value(ctx.t("styleguide-filter-sample")),
        plain("year", "styleguide-field-year")
            .kind("select")
            .options([("", ctx.t("styleguide-all")), ("2022", "2022".into())]),
        plain("lamp", "styleguide-filter-state").kind("select").options([("", ctx.t("styleguide-all"))]),
    ]
}

/// One of the small multiples: name, last figure and its picture.
fn drawn(ctx: &Ctx, key: &'static str, months: &[Option<i64>]) -> (&'static str, Option<Percent>, String) {
    let last = months.iter().rev().flatten().next().copied().unwrap_or(0);
    let label = ctx.t_with("styleguide-series", &[("name", ctx.t(key))]);
    (key, Some(Percent::from_hundredths(last * 100)), chart::sparkline(months, 100, &label))
}
