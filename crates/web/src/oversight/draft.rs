//! The first wording of a bulletin, made from the figures and the targets: a clerk edits it from there.
//!
//! Every sentence is true of its figures: nobody is praised who has not started, nobody is named without a rate, and
//! what is not due yet is not called late.

use linli_domain::kernel::rate::Ratio;
use linli_domain::kernel::{Date, Level, Month, Percent};
use linli_domain::oversight::bulletin::Wording;
use linli_domain::oversight::rules::Targets;
use linli_domain::oversight::{League, LeagueRow, Origin};

use super::words::list;
use crate::shell::{Lang, format};

/// Drafts the whole text.
pub fn wording(lang: Lang, league: &League, targets: &Targets) -> Wording {
    let writer = Writer { lang, league, targets };
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
        let total = &self.league.total;
        let year = ("year", self.league.month.year().to_string());
        let scope = ("scope", self.league.scope.name.clone());
        if total.planned == 0 {
            return vec![self.text("oversight-draft-nothing-planned", &[scope, year])];
        }
        let mut said = vec![self.text(
            "oversight-draft-overall",
            &[
                scope,
                year,
                ("planned", self.neighbourhoods(total.planned)),
                ("started", self.number(total.started)),
                ("rate", Self::percent(total.start_rate())),
            ],
        )];
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
        vec![said.join(&self.lang.text("oversight-draft-between"))]
    }

    /// Who leads by starting, where that is worth a praise.
    fn praise(&self) -> Vec<String> {
        let leaders = self.league.leaders();
        let Some(rate) = leaders.first().and_then(|row| row.figures.start_rate()) else { return Vec::new() };
        if leaders[0].figures.started == 0 || rate.percent() < self.targets.named_below {
            return Vec::new();
        }
        let units = ("units", list(self.lang, leaders.iter().map(|row| row.unit.name.as_str())));
        let whole = rate.percent() >= Percent::from_hundredths(10_000);
        let key = if whole { "oversight-draft-praise-all" } else { "oversight-draft-praise-first" };
        vec![self.text(key, &[units, ("rate", Self::percent(Some(rate)))])]
    }

    fn behind(&self) -> Vec<String> {
        let mut said = Vec::new();
        let below = self.league.behind(self.targets.named_below, usize::MAX);
        let named: Vec<String> = below
            .iter()
            .take(self.targets.named_at_most)
            .map(|row| {
                let values = [("unit", row.unit.name.clone()), ("rate", Self::percent(row.figures.start_rate()))];
                self.text("oversight-draft-unit-rate", &values)
            })
            .collect();
        if !named.is_empty() {
            let more = named.len() < below.len();
            let key = if more { "oversight-draft-behind-most" } else { "oversight-draft-behind" };
            let values = [
                ("units", list(self.lang, named.iter().map(String::as_str))),
                ("target", Self::rate(self.targets.named_below)),
                ("all", self.number(i64::try_from(below.len()).unwrap_or(i64::MAX))),
            ];
            said.push(self.text(key, &values));
        }
        let silent = self.silent();
        if !silent.is_empty() {
            let values = [
                ("units", list(self.lang, silent.iter().map(|row| row.unit.name.as_str()))),
                ("month", format::month(self.lang, self.league.month)),
            ];
            said.push(self.text("oversight-draft-silent", &values));
        }
        said
    }

    fn next(&self) -> Vec<String> {
        let (total, month) = (&self.league.total, self.league.month);
        let mut said = Vec::new();
        // What one unit started beyond its plan takes nothing from what another still has to start.
        let open = self.league.rows.iter().map(|row| (row.figures.planned - row.figures.started).max(0)).sum::<i64>();
        let due = self.targets.start_by.in_year_of(month);
        if open > 0 && month.last_day() < due {
            let values = [("open", self.neighbourhoods(open)), ("day", self.day(due))];
            said.push(self.text("oversight-draft-next-start", &values));
        } else if open > 0 {
            let values = [
                ("open", self.neighbourhoods(open)),
                ("day", self.day(due)),
                ("next", self.day(month.next().last_day())),
            ];
            said.push(self.text("oversight-draft-next-late", &values));
        } else if total.planned > 0 {
            said.push(self.text("oversight-draft-next-build", &[]));
        }
        if let Some(rate) = total.investment_rate() {
            let target = self.targets.investment_by_year_end;
            let key =
                if rate.percent() >= target { "oversight-draft-next-invested" } else { "oversight-draft-next-invest" };
            let end = Month::new(month.year(), 12).unwrap_or(month).last_day();
            let values = [("target", Self::rate(target)), ("rate", Self::percent(Some(rate))), ("day", self.day(end))];
            said.push(self.text(key, &values));
        }
        if !self.silent().is_empty() {
            let by = month.next().first_day().saturating_add(jiff::Span::new().days(14));
            said.push(self.text("oversight-draft-next-report", &[("day", self.day(by))]));
        }
        said.push(self.text("oversight-draft-next-evidence", &[]));
        said
    }

    fn silent(&self) -> Vec<&LeagueRow> {
        self.league.rows.iter().filter(|row| row.origin == Origin::None).collect()
    }

    fn text(&self, key: &str, values: &[(&'static str, String)]) -> String {
        self.lang.text_with(key, values)
    }

    /// Official Chinese does not group digits; English does.
    fn number(&self, n: i64) -> String {
        if self.lang == Lang::Zh { n.to_string() } else { format::number(self.lang, n) }
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
    use linli_domain::oversight::Figures;
    use linli_domain::oversight::figures::Households;
    use linli_domain::oversight::league::{Below, Known, Unit};

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
        wording(Lang::Zh, &league(month, units), &Targets::default()).body
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
    fn english_counts_one_and_many() {
        let text = |units: &[(&str, Option<(i64, i64)>)]| {
            wording(Lang::En, &league("2022-05", units), &Targets::default()).body
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
                let wording = wording(lang, &league, &targets);
                let body = &wording.body;
                assert!(!wording.title.is_empty() && !wording.issuer.is_empty() && body.contains("[table]"));
                assert!(!body.contains("oversight-") && !body.contains("{ $") && !body.contains("，，"), "{body}");
            }
        }
    }
}
