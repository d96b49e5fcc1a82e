//! The fields of a draft: design, money, coefficients, lines, households, each with its words.

use linli_domain::planning::lift::{Answer, Basis, FloorTable, Scheme};

use super::typed::Typed;
use super::words;
use crate::shell::{Ctx, Field, Problems};

/// A small field of a line or of a table. With choices it is one to choose from.
pub(super) struct Cell {
    pub name: String,
    pub label: String,
    pub value: String,
    pub hint: String,
    pub choices: Vec<(String, String)>,
    pub numeric: bool,
}

impl Cell {
    fn new(typed: &Typed, name: String, label: String) -> Self {
        let value = typed.get(&name).to_owned();
        Self { name, label, value, hint: String::new(), choices: Vec::new(), numeric: false }
    }

    fn of(self, choices: Vec<(String, String)>) -> Self {
        Self { choices, ..self }
    }

    fn figure(self) -> Self {
        Self { numeric: true, ..self }
    }
}

/// The fields of a draft in their order.
pub(super) struct Fields {
    pub design: Vec<Field>,
    pub money: Vec<Field>,
    pub basis: Field,
    pub floors: Vec<Cell>,
    pub subsidies: Vec<Vec<Cell>>,
    pub groups: Vec<Vec<Cell>>,
    pub compensations: Vec<Vec<Cell>>,
    /// A door with its fields.
    pub households: Vec<(String, Vec<Cell>)>,
    pub rest: Vec<Field>,
}

/// A form of a draft, filled in.
pub(super) struct Form<'a> {
    pub ctx: &'a Ctx,
    pub typed: &'a Typed,
    pub scheme: &'a Scheme,
    pub table: Option<&'a FloorTable>,
    pub problems: &'a Problems,
}

impl Form<'_> {
    pub fn fields(&self) -> Fields {
        Fields {
            design: vec![
                self.field("title"),
                self.field("model").hint(self.ctx.t("lifts-field-model-hint")),
                self.field("stops"),
                self.field("summary").kind("textarea"),
            ],
            money: vec![self.field("cost").required(), self.field("fund")],
            basis: self.basis(),
            floors: self.floors(),
            subsidies: self.subsidies(),
            groups: self.groups(),
            compensations: self.compensations(),
            households: self.households(),
            rest: self.rest(),
        }
    }

    fn field(&self, name: &'static str) -> Field {
        let label = self.ctx.t(format!("lifts-field-{}", name.replace('_', "-")));
        Field::new(name, label).value(self.typed.get(name)).problem(self.problems)
    }

    fn basis(&self) -> Field {
        let options = Basis::ALL.map(|one| match (one, self.table) {
            (Basis::Office, Some(table)) => (one.as_str(), words::table_name(self.ctx, table)),
            (Basis::Office, None) => (one.as_str(), self.ctx.t("lifts-basis-no-table")),
            _ => (one.as_str(), self.ctx.t(format!("lifts-basis-{}", one.as_str()))),
        });
        self.field("basis").kind("radio").options(options).hint(self.ctx.t("lifts-field-basis-hint")).required()
    }

    fn floors(&self) -> Vec<Cell> {
        let mut all: Vec<i64> = self.scheme.terms.lift.households.iter().map(|one| one.floor).collect();
        all.sort_unstable();
        all.dedup();
        let cell = |floor: i64| {
            let label = self.ctx.t_with("lifts-coefficient-of", &[("floor", self.ctx.number(floor))]);
            let hint = self.table.map(|table| table.of(floor).to_string()).unwrap_or_default();
            Cell { hint, ..Cell::new(self.typed, format!("k-{floor}"), label).figure() }
        };
        all.into_iter().map(cell).collect()
    }

    /// A cell of a numbered line: `第 2 项补助的名称`.
    fn cell(&self, kind: &str, at: usize, key: &str) -> Cell {
        Cell::new(self.typed, format!("{kind}-{at}"), self.ctx.t_with(key, &[("n", self.ctx.number(at + 1))]))
    }

    fn subsidies(&self) -> Vec<Vec<Cell>> {
        let line = |at| {
            vec![self.cell("sn", at, "lifts-line-subsidy"), self.cell("sa", at, "lifts-line-subsidy-sum").figure()]
        };
        (0..self.typed.lines(&["sn", "sa"])).map(line).collect()
    }

    fn groups(&self) -> Vec<Vec<Cell>> {
        let rules = || {
            ["coefficient", "equal", "area", "fixed"]
                .map(|rule| (rule.to_owned(), self.ctx.t(format!("lifts-rule-{rule}"))))
        };
        let line = |at| {
            vec![
                self.cell("gn", at, "lifts-line-group"),
                self.cell("gr", at, "lifts-line-group-rule").of(rules().into()),
                self.cell("gs", at, "lifts-line-group-sum").figure(),
            ]
        };
        (0..self.typed.lines(&["gn", "gs"])).map(line).collect()
    }

    /// The doors to choose from; none at first.
    fn doors(&self, none: &str) -> Vec<(String, String)> {
        let doors = self.scheme.doors.iter().map(|door| (door.dwelling.to_string(), door.room.clone()));
        std::iter::once((String::new(), self.ctx.t(none))).chain(doors).collect()
    }

    fn compensations(&self) -> Vec<Vec<Cell>> {
        let line = |at| {
            vec![
                self.cell("cd", at, "lifts-line-compensation").of(self.doors("lifts-nobody")),
                self.cell("ca", at, "lifts-line-compensation-sum").figure(),
                self.cell("cw", at, "lifts-line-compensation-why"),
            ]
        };
        (0..self.typed.lines(&["cd", "ca", "cw"])).map(line).collect()
    }

    fn households(&self) -> Vec<(String, Vec<Cell>)> {
        let answers =
            Answer::ALL.map(|one| (one.as_str().to_owned(), self.ctx.t(format!("lifts-answer-{}", one.as_str()))));
        let groups: Vec<_> =
            (0..self.typed.lines(&["gn", "gs"])).map(|at| (at.to_string(), self.group_name(at))).collect();
        let uses = ["", "yes", "no"].map(|one| {
            let key = if one.is_empty() {
                "lifts-uses-payers"
            } else if one == "yes" {
                "lifts-uses-yes"
            } else {
                "lifts-uses-no"
            };
            (one.to_owned(), self.ctx.t(key))
        });
        let household = |(at, one): (usize, &linli_domain::planning::lift::Household)| {
            let room = self.scheme.room(at).to_owned();
            let cell = |kind: &str, key: &str| {
                Cell::new(self.typed, format!("{kind}-{}", one.id), format!("{room} {}", self.ctx.t(key)))
            };
            let hint = self.table.map(|table| table.of(one.floor).to_string()).unwrap_or_default();
            let cells = vec![
                cell("a", "lifts-col-answer").of(answers.to_vec()),
                cell("g", "lifts-col-group").of(groups.clone()),
                Cell { hint, ..cell("c", "lifts-col-own").figure() },
                cell("u", "lifts-col-uses").of(uses.to_vec()),
            ];
            (room, cells)
        };
        self.scheme.terms.lift.households.iter().enumerate().map(household).collect()
    }

    fn group_name(&self, at: usize) -> String {
        let typed = self.typed.get(&format!("gn-{at}")).trim();
        let number = self.ctx.t_with("lifts-group-number", &[("n", self.ctx.number(at + 1))]);
        if typed.is_empty() { number } else { format!("{} {typed}", self.ctx.number(at + 1)) }
    }

    fn rest(&self) -> Vec<Field> {
        let rules = ["largest", "household"].map(|rule| (rule, self.ctx.t(format!("lifts-remainder-rule-{rule}"))));
        let upkeep = ["equal", "coefficient", "area"].map(|rule| (rule, self.ctx.t(format!("lifts-rule-{rule}"))));
        vec![
            self.field("remainder").kind("select").options(rules).required(),
            self.field("remainder_to").kind("select").options(self.doors("lifts-first-door")),
            self.field("upkeep"),
            self.field("upkeep_rule").kind("select").options(upkeep).quiet(),
        ]
    }
}
