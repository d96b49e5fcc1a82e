//! An election as a file that other programs can check. Age and sex of voters are not written: nobody needs them for that.

use std::fmt::Write;

use linli_domain::consultation::budget::{BallotKind, Fraction};

use super::Pabulib;

impl Pabulib {
    /// The file, with what was taken where there is an outcome: the column `selected`.
    pub fn write(&self, taken: Option<(&str, &[usize])>) -> String {
        let mut text = String::from("META\nkey;value\n");
        let written = ["num_projects", "num_votes", "budget", "vote_type", "rule"];
        for (key, value) in self.meta.iter().filter(|(key, _)| !written.contains(&key.as_str()) && !key.is_empty()) {
            line(&mut text, &[key, value]);
        }
        let election = &self.election;
        line(&mut text, &["num_projects", &election.projects().len().to_string()]);
        line(&mut text, &["num_votes", &election.ballots().len().to_string()]);
        line(&mut text, &["budget", &amount(&election.money_of(election.budget()))]);
        line(&mut text, &["vote_type", vote_type(election.kind())]);
        let rule = self.meta.iter().find(|(key, _)| key == "rule").map_or("unknown", |(_, rule)| rule);
        line(&mut text, &["rule", taken.map_or(rule, |(rule, _)| rule)]);
        self.projects(&mut text, taken.map(|(_, taken)| taken));
        self.votes(&mut text);
        text
    }

    fn projects(&self, text: &mut String, taken: Option<&[usize]>) {
        let mut votes = vec![0_usize; self.election.projects().len()];
        for wish in self.election.ballots().iter().flat_map(|ballot| &ballot.wishes) {
            votes[wish.project as usize] += 1;
        }
        text.push_str("PROJECTS\nproject_id;cost;votes;name");
        text.push_str(if taken.is_some() { ";selected\n" } else { "\n" });
        for (at, project) in self.election.projects().iter().enumerate() {
            let (cost, votes) = (amount(&self.election.money_of(project.cost)), votes[at].to_string());
            let mut fields = vec![project.id.as_str(), cost.as_str(), votes.as_str(), project.name.as_str()];
            if let Some(taken) = taken {
                fields.push(if taken.contains(&at) { "1" } else { "0" });
            }
            line(text, &fields);
        }
    }

    fn votes(&self, text: &mut String) {
        let election = &self.election;
        let pointed = matches!(election.kind(), BallotKind::Cumulative | BallotKind::Scoring);
        text.push_str(if pointed { "VOTES\nvoter_id;vote;points\n" } else { "VOTES\nvoter_id;vote\n" });
        for (ballot, voter) in election.ballots().iter().zip(&self.voters) {
            let id = |project: u32| election.projects()[project as usize].id.as_str();
            let vote = ballot.wishes.iter().map(|wish| id(wish.project)).collect::<Vec<_>>().join(",");
            let point = |points: i64| amount(&Fraction::new(points, election.point_parts()));
            let points = ballot.wishes.iter().map(|wish| point(wish.points)).collect::<Vec<_>>().join(",");
            let fields = [voter.as_str(), vote.as_str(), points.as_str()];
            line(text, if pointed { &fields } else { &fields[..2] });
        }
    }
}

fn line(text: &mut String, fields: &[&str]) {
    for (at, field) in fields.iter().enumerate() {
        let between = if at == 0 { "" } else { ";" };
        let quotes = field.contains([';', '"', '\n', '\r']);
        let _ = if quotes {
            write!(text, "{between}\"{}\"", field.replace('"', "\"\""))
        } else {
            write!(text, "{between}{field}")
        };
    }
    text.push('\n');
}

/// As a decimal where that says all, else as a fraction.
fn amount(number: &Fraction) -> String {
    number.exact_decimal().unwrap_or_else(|| number.to_string())
}

fn vote_type(kind: BallotKind) -> &'static str {
    match kind {
        BallotKind::Approval => "approval",
        BallotKind::Ranking => "ordinal",
        BallotKind::Cumulative => "cumulative",
        BallotKind::Scoring => "scoring",
    }
}
