//! The first wording of a bulletin, made from the figures and the targets: a clerk edits it from there.
//!
//! Every sentence is true of its figures: nobody is praised who has not started, or whose figures are in doubt; nobody is
//! named without a rate, or for a part of theirs; figures of some units are not said of all; and what is not due yet is
//! not called late.

use linli_domain::kernel::rate::Ratio;
use linli_domain::kernel::{Date, Level, Month, Percent};
use linli_domain::oversight::bulletin::Wording;
use linli_domain::oversight::rules::Targets;
use linli_domain::oversight::{Finding, League, LeagueRow, finding};

use super::words::list;
use crate::shell::{Lang, format};

/// Drafts the whole text. Findings are what is in doubt in the figures.
pub fn wording(lang: Lang, league: &League, targets: &Targets, findings: &[Finding]) -> Wording {
    let writer = Writer { lang, league, targets, findings };
    let scope = ("scope", league.scope.name.clone());
    let month = ("month", format::month(lang, league.month));
    Wording {
        issuer: lang.text_with("oversight-draft-issuer", std::slice::from_ref(&scope)),
        title: lang.text_with("oversight-draft-title", &[scope, month]),
        addressees: lang.text(match league.scope.code.level() {
            Level::Province => "oversight-draft-to-prefectures",
            Level::Prefecture => "oversight-draft-to-counties",
            _ => "oversight-draft-to-towns",
        }),
        body: writer.body(),
        copies_to: String::new(),
    }
}

struct Writer<'a> {
    lang: Lang,
    league: &'a League,
    targets: &'a Targets,
    findings: &'a [Finding],
}

impl Writer<'_> {
    fn body(&self) -> String {
        let sections = [
            ("oversight-draft-h-overall", self.overall()),
            ("oversight-draft-h-praise", self.praise()),
            ("oversight-draft-h-places", vec![self.text("oversight-draft-places", &[]), "[table]".to_owned()]),
            ("oversight-draft-h-behind", self.behind()),
            ("oversight-draft-h-next", self.next()),
        ];
        let mut lines = vec![self.text("oversight-draft-opening", &[("day", self.day(self.league.month.last_day()))])];
        let said = sections.into_iter().filter(|(_, paragraphs)| !paragraphs.is_empty());
        for (number, (heading, paragraphs)) in said.enumerate() {
            lines.push(format!("# {}{}", self.numeral(number), self.lang.text(heading)));
            lines.extend(paragraphs);
        }
        lines.join("\n")
    }

    fn overall(&self) -> Vec<String> {
        let mut said = self.left_out();
        said.push(self.sums());
        said
    }

    /// Whose figures are not in the sums, and whose only in part.
    fn left_out(&self) -> Vec<String> {
        let names = |rows: &[&LeagueRow]| ("units", self.names(rows));
        let (silent, parts) = (self.league.silent(), self.league.parts());
        let mut said = Vec::new();
        if !silent.is_empty() {
            let values = [
                ("scope", self.league.scope.name.clone()),
                ("all", self.count(self.league.rows.len())),
                ("month", format::month(self.lang, self.league.month)),
                names(&silent),
            ];
            said.push(self.text("oversight-draft-left-out", &values));
        }
        if !parts.is_empty() {
            said.push(self.text("oversight-draft-parts", &[names(&parts)]));
        }
        if said.is_empty() { said } else { vec![said.join(&self.lang.text("oversight-draft-between"))] }
    }

    fn sums(&self) -> String {
        let total = &self.league.total;
        let part = self.league.is_partial();
        let mut values = vec![
            ("year", self.league.month.year().to_string()),
            ("scope", self.league.scope.name.clone()),
            ("planned", self.neighbourhoods(total.planned)),
            ("started", self.number(total.started)),
            ("rate", Self::percent(total.start_rate())),
        ];
        if part {
            values.push(("known", self.count(self.league.rows.len() - self.league.silent().len())));
        }
        let mut said = vec![match (total.planned, part) {
            (0, false) => return self.text("oversight-draft-nothing-planned", &values),
            (0, true) => return self.text("oversight-draft-nothing-planned-part", &values),
            (_, false) => self.text("oversight-draft-overall", &values),
            (_, true) => self.text("oversight-draft-overall-part", &values),
        }];
        if total.planned_investment.fen() > 0 {
            said.push(self.text(
                "oversight-draft-overall-money",
                &[
                    ("planned", self.wan(&total.planned_investment.to_wan())),
                    ("done", self.wan(&total.done_investment.to_wan())),
                    ("rate", Self::percent(total.investment_rate())),
                ],
            ));
        }
        if let Some(finished) = total.finished {
            let values = [("finished", self.number(finished)), ("rate", Self::percent(total.completion_rate()))];
            said.push(self.text("oversight-draft-overall-finished", &values));
        }
        if let Some(households) = total.households.filter(|households| households.planned > 0) {
            let values = [
                ("planned", self.number(households.planned)),
                ("started", self.number(households.started)),
                ("rate", Self::percent(total.household_start_rate())),
            ];
            said.push(self.text("oversight-draft-overall-households", &values));
        }
        said.join(&self.lang.text("oversight-draft-between"))
    }

    /// Who has started everything, else who leads by starting, where that is worth a praise. Figures in doubt are not
    /// praised, and the text says so.
    fn praise(&self) -> Vec<String> {
        let in_doubt = finding::units_in_doubt(self.findings);
        let (doubtful, leaders): (Vec<&LeagueRow>, Vec<&LeagueRow>) =
            self.league.leaders().into_iter().partition(|row| in_doubt.contains(&row.unit.code));
        let mut said = Vec::new();
        if let Some(first) = leaders.first() {
            let rate = first.figures.start_rate();
            if rate.is_none_or(|rate| rate.percent() < self.targets.named_below) {
                return said;
            }
            let one_rate = leaders.iter().all(|row| row.figures.start_rate() == rate);
            let (key, units) = match (first.has_started_all(), one_rate) {
                (true, true) => ("oversight-draft-praise-all", self.names(&leaders)),
                (true, false) => ("oversight-draft-praise-more", self.names_and_rates(&leaders)),
                (false, _) => ("oversight-draft-praise-first", self.names(&leaders)),
            };
            said.push(self.text(key, &[("units", units), ("rate", Self::percent(rate))]));
        }
        if !doubtful.is_empty() {
            said.push(self.text("oversight-draft-praise-in-doubt", &[("units", self.names(&doubtful))]));
        }
        said
    }

    fn names(&self, rows: &[&LeagueRow]) -> String {
        list(self.lang, rows.iter().map(|row| row.unit.name.as_str()))
    }

    /// 绥宁县（100.00%）、洞口县（102.00%）
    fn names_and_rates(&self, rows: &[&LeagueRow]) -> String {
        let one = |row: &&LeagueRow| {
            let values = [("unit", row.unit.name.clone()), ("rate", Self::percent(row.figures.start_rate()))];
            self.text("oversight-draft-unit-rate", &values)
        };
        list(self.lang, rows.iter().map(one).collect::<Vec<_>>().iter().map(String::as_str))
    }

    fn behind(&self) -> Vec<String> {
        let mut said = Vec::new();
        let below = self.league.behind(self.targets.named_below, usize::MAX);
        let named = &below[..below.len().min(self.targets.named_at_most)];
        if !named.is_empty() {
            let more = named.len() < below.len();
            let key = if more { "oversight-draft-behind-most" } else { "oversight-draft-behind" };
            let values = [
                ("units", self.names_and_rates(named)),
                ("target", Self::rate(self.targets.named_below)),
                ("all", self.count(below.len())),
            ];
            said.push(self.text(key, &values));
        }
        if !self.league.silent().is_empty() {
            let values = [
                ("month", format::month(self.lang, self.league.month)),
                ("heading", self.lang.text("oversight-draft-h-overall")),
            ];
            said.push(self.text("oversight-draft-silent", &values));
        }
        said
    }

    fn next(&self) -> Vec<String> {
        let mut said: Vec<String> = self.next_start().into_iter().chain(self.next_invest()).collect();
        if !self.league.silent().is_empty() {
            let by = self.league.month.next().first_day().saturating_add(jiff::Span::new().days(14));
            said.push(self.text("oversight-draft-next-report", &[("day", self.day(by))]));
        }
        said.push(self.text("oversight-draft-next-evidence", &[]));
        said
    }

    fn next_start(&self) -> Option<String> {
        let month = self.league.month;
        let due = self.targets.start_by.in_year_of(month);
        let mut values = vec![("of", self.of_part()), ("day", self.day(due))];
        let Some(open) = self.open() else {
            return (self.league.total.planned > 0).then(|| self.text("oversight-draft-next-build", &values));
        };
        values.push(("open", open));
        if month.last_day() < due {
            return Some(self.text("oversight-draft-next-start", &values));
        }
        values.push(("next", self.day(month.next().last_day())));
        Some(self.text("oversight-draft-next-late", &values))
    }

    /// What is still to be started. What one unit started beyond its plan takes nothing from what another still has to
    /// start: then the units are named, so that it adds up.
    fn open(&self) -> Option<String> {
        let over = |row: &LeagueRow| row.figures.started - row.figures.planned;
        let rows = || self.league.rows.iter();
        let open: i64 = rows().map(|row| -over(row)).filter(|open| *open > 0).sum();
        if open == 0 {
            return None;
        }
        let more: Vec<&LeagueRow> = rows().filter(|row| over(row) > 0).collect();
        if more.is_empty() {
            return Some(self.neighbourhoods(open));
        }
        let one = |row: &LeagueRow| {
            let values = [("unit", row.unit.name.clone()), ("count", self.number(-over(row)))];
            self.text("oversight-draft-unit-count", &values)
        };
        let units: Vec<String> = rows().filter(|row| over(row) < 0).map(one).collect();
        let units = list(self.lang, units.iter().map(String::as_str));
        let values = [("open", self.neighbourhoods(open)), ("units", units), ("over", self.names(&more))];
        Some(self.text("oversight-draft-open-by-unit", &values))
    }

    fn next_invest(&self) -> Option<String> {
        let (rate, month, target) =
            (self.league.total.investment_rate()?, self.league.month, self.targets.investment_by_year_end);
        let key =
            if rate.percent() >= target { "oversight-draft-next-invested" } else { "oversight-draft-next-invest" };
        let end = Month::new(month.year(), 12).unwrap_or(month).last_day();
        let values = [
            ("of", self.of_part()),
            ("target", Self::rate(target)),
            ("rate", Self::percent(Some(rate))),
            ("day", self.day(end)),
        ];
        Some(self.text(key, &values))
    }

    /// Of whom a sum is, where it is not of all.
    fn of_part(&self) -> String {
        if self.league.is_partial() { self.lang.text("oversight-draft-of-part") } else { String::new() }
    }

    fn text(&self, key: &str, values: &[(&'static str, String)]) -> String {
        self.lang.text_with(key, values)
    }

    /// Official Chinese does not group digits; English does.
    fn number(&self, n: i64) -> String {
        if self.lang == Lang::Zh { n.to_string() } else { format::number(self.lang, n) }
    }

    fn count(&self, n: usize) -> String {
        self.number(i64::try_from(n).unwrap_or(i64::MAX))
    }

    fn wan(&self, plain: &str) -> String {
        if self.lang == Lang::Zh { plain.to_owned() } else { format::decimal(self.lang, plain) }
    }

    fn neighbourhoods(&self, n: i64) -> String {
        self.lang.text_n("oversight-draft-neighbourhoods", n, self.number(n))
    }

    fn percent(rate: Option<Ratio>) -> String {
        rate.map_or_else(|| "—".to_owned(), |rate| Self::rate(rate.percent()))
    }

    fn rate(rate: Percent) -> String {
        format!("{rate}%")
    }

    fn day(&self, day: Date) -> String {
        format::day(self.lang, day)
    }

    /// 一、二、三、, or 1. 2. 3.
    fn numeral(&self, at: usize) -> String {
        const HAN: [&str; 5] = ["一、", "二、", "三、", "四、", "五、"];
        match self.lang {
            Lang::Zh => HAN.get(at).map_or_else(String::new, |han| (*han).to_owned()),
            Lang::En => format!("{}. ", at + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linli_domain::kernel::Money;
    use linli_domain::oversight::figures::Households;
    use linli_domain::oversight::league::{Below, Known, Unit};
    use linli_domain::oversight::{Figures, Origin};

    fn league(month: &str, units: &[(&str, Option<(i64, i64)>)]) -> League {
        let known = units.iter().enumerate().map(|(at, (name, counts))| Known {
            unit: Unit { code: format!("4305{:02}", at + 1).parse().expect("a code"), name: (*name).into() },
            below: None,
            declared: counts.map(|(planned, started)| Figures {
                planned,
                started,
                planned_investment: Money::from_yuan(planned * 10_000),
                done_investment: Money::from_yuan(started * 4_030),
                ..Figures::default()
            }),
        });
        let scope = Unit { code: "430500".parse().expect("a code"), name: "邵阳市".into() };
        League::new(scope, month.parse().expect("a month"), known.collect())
    }

    fn body(month: &str, units: &[(&str, Option<(i64, i64)>)]) -> String {
        wording(Lang::Zh, &league(month, units), &Targets::default(), &[]).body
    }

    #[test]
    fn those_who_lead_are_praised_and_those_behind_named() {
        let text = body("2022-05", &[("绥宁县", Some((43, 43))), ("洞口县", Some((10, 4))), ("隆回县", None)]);
        assert!(text.contains("绥宁县计划内小区已全部开工"), "{text}");
        assert!(text.contains("洞口县（40.00%）开工率低于60.00%"), "{text}");
        assert!(text.contains("隆回县尚未报送2022年5月进展情况"), "{text}");
        assert!(text.contains("尚未开工的6个小区，须于2022年9月30日前全部开工"), "{text}");
        assert!(text.contains("\n[table]\n# 四、"), "{text}");
    }

    #[test]
    fn nobody_is_praised_where_nobody_started() {
        let text = body("2022-02", &[("绥宁县", Some((43, 0))), ("洞口县", Some((10, 0)))]);
        assert!(!text.contains("表扬"), "{text}");
        assert!(text.contains("# 二、"), "the sections are numbered without a gap: {text}");
    }

    #[test]
    fn what_is_overdue_is_said_to_be_late_and_only_then() {
        assert!(body("2022-10", &[("洞口县", Some((10, 4)))]).contains("超过2022年9月30日"));
        assert!(body("2022-10", &[("绥宁县", Some((43, 43)))]).contains("计划内小区已全部开工"));
        assert!(body("2022-05", &[("绥宁县", Some((0, 0)))]).contains("没有列入计划"));
    }

    #[test]
    fn what_one_unit_started_beyond_its_plan_starts_nothing_elsewhere() {
        let text = body("2022-05", &[("绥宁县", Some((10, 15))), ("洞口县", Some((10, 6)))]);
        assert!(text.contains("尚未开工的4个小区"), "{text}");
    }

    #[test]
    fn where_a_unit_started_beyond_its_plan_the_open_ones_are_told_by_unit() {
        let text = body("2022-05", &[("绥宁县", Some((10, 12))), ("洞口县", Some((10, 6))), ("隆回县", Some((5, 4)))]);
        assert!(
            text.contains("尚未开工的5个小区（洞口县4个、隆回县1个；绥宁县开工数多于计划数，不抵减其他单位）"),
            "{text}"
        );
    }

    #[test]
    fn all_who_started_everything_are_praised_and_nobody_in_doubt() {
        let units = [("大祥区", Some((10, 12))), ("绥宁县", Some((43, 43))), ("洞口县", Some((50, 51)))];
        let league = league("2022-05", &units);
        let in_doubt = Finding {
            kind: linli_domain::oversight::FindingKind::StartedAbovePlan,
            unit: Some(league.rows[0].unit.code),
            column: None,
            printed: "12".into(),
            computed: "10".into(),
            difference_fen: None,
            against: None,
        };
        let text = wording(Lang::Zh, &league, &Targets::default(), &[in_doubt]).body;
        assert!(text.contains("绥宁县（100.00%）、洞口县（102.00%）计划内小区已全部开工，予以通报表扬"), "{text}");
        assert!(text.contains("大祥区所报数字有待核实，暂不表扬"), "{text}");
    }

    #[test]
    fn figures_of_some_units_are_not_said_of_all() {
        let text = body("2022-06", &[("绥宁县", Some((43, 43))), ("洞口县", None), ("隆回县", None)]);
        assert!(text.contains("邵阳市3个单位中，洞口县、隆回县尚未报送2022年6月进展情况"), "{text}");
        assert!(text.contains("邵阳市已报送的1个单位2022年计划改造43个小区"), "{text}");
        assert!(!text.contains("邵阳市2022年计划"), "{text}");
        assert!(text.contains("已报送单位计划内小区已全部开工") && text.contains("已报送单位目前投资完成率"), "{text}");
    }

    #[test]
    fn a_part_of_a_unit_is_neither_praised_nor_named() {
        let mut league = league("2022-05", &[("邵阳市", Some((43, 43))), ("岳阳市", Some((10, 1)))]);
        let known = league.rows.drain(..).map(|row| Known {
            below: Some(Below { figures: row.figures, from: Origin::Part }),
            declared: None,
            unit: row.unit,
        });
        let text = wording(
            Lang::Zh,
            &League::new(league.scope.clone(), league.month, known.collect()),
            &Targets::default(),
            &[],
        );
        let text = text.body;
        assert!(!text.contains("表扬") && !text.contains("滞后"), "{text}");
        assert!(text.contains("邵阳市、岳阳市只有部分下级单位的数字"), "{text}");
    }

    #[test]
    fn english_counts_one_and_many() {
        let text = |units: &[(&str, Option<(i64, i64)>)]| {
            wording(Lang::En, &league("2022-05", units), &Targets::default(), &[]).body
        };
        assert!(
            text(&[("Suining", Some((2, 1)))]).contains("1 neighbourhood "),
            "{}",
            text(&[("Suining", Some((2, 1)))])
        );
        assert!(text(&[("Suining", Some((9, 1)))]).contains("8 neighbourhoods "));
    }

    /// A small generator is enough here: every league that its numbers can make must have a text.
    #[test]
    fn every_league_has_a_text_that_can_be_submitted() {
        let mut seed: u64 = 20_220_531;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((seed >> 33) % below).unwrap_or(0)
        };
        for _ in 0..300 {
            let known: Vec<Known> = (0..next(16))
                .map(|at| {
                    let figures = Figures {
                        planned: next(5),
                        started: next(7),
                        finished: (next(2) == 0).then(|| next(5)),
                        households: (next(2) == 0).then(|| Households {
                            planned: next(9),
                            started: next(9),
                            finished: Some(0),
                        }),
                        planned_investment: Money::from_fen(next(3) * i64::from(u32::MAX)),
                        done_investment: Money::from_fen(next(100_000)),
                        unproven: 0,
                    };
                    let unit =
                        Unit { code: format!("4305{:02}", at + 1).parse().expect("a code"), name: format!("县{at}") };
                    let (records, declared) = (next(3) == 0, next(3) > 0);
                    Known {
                        unit,
                        below: records.then_some(Below::records(figures)),
                        declared: declared.then_some(figures),
                    }
                })
                .collect();
            let month = Month::new(2022, i8::try_from(next(12) + 1).expect("small")).expect("a month");
            let scope = Unit { code: "430500".parse().expect("a code"), name: "邵阳市".into() };
            let league = League::new(scope, month, known);
            let targets = Targets { named_at_most: usize::try_from(next(4)).expect("small"), ..Targets::default() };
            for lang in [Lang::Zh, Lang::En] {
                let wording = wording(lang, &league, &targets, &[]);
                let body = &wording.body;
                assert!(!wording.title.is_empty() && !wording.issuer.is_empty() && body.contains("[table]"));
                assert!(!body.contains("oversight-") && !body.contains("{ $") && !body.contains("，，"), "{body}");
            }
        }
    }
}
