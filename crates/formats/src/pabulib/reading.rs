//! From bytes to an election, or to the first thing that stands in the way.

use std::collections::HashMap;

use linli_domain::consultation::budget::{
    Ballot, BallotKind, Election, FINEST, MOST_BALLOTS, MOST_MONEY, MOST_PARTS, MOST_POINTS, MOST_PROJECTS, NoElection,
    Project, Wish,
};
use num_integer::Integer;

use super::lines::{Row, rows};
use super::number::Number;
use super::problem::shown;
use super::{Note, Pabulib, Problem, Wrong};

/// Many times the largest file that was ever published.
pub const MOST_BYTES: usize = 50 << 20;

const META: &str = "META";
const PROJECTS: &str = "PROJECTS";
const VOTES: &str = "VOTES";

/// The rows of each section, the row of its title first.
#[derive(Default)]
struct Sections<'a> {
    found: HashMap<&'static str, Vec<Row<'a>>>,
}

struct Meta<'a> {
    line: u32,
    /// Key, value and line.
    all: Vec<(String, &'a str, u32)>,
}

struct Projects {
    all: Vec<(Project, Number, u32)>,
    by_id: HashMap<String, u32>,
}

impl Pabulib {
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let text = decode(bytes)?;
        let sections = Sections::of(rows(text), text)?;
        let meta = Meta::of(&sections.found[META])?;
        let kind = meta.kind()?;
        let projects = Projects::of(&sections.found[PROJECTS])?;
        let votes = Votes::of(&sections.found[VOTES], kind, &projects)?;
        let mut notes = votes.notes.clone();
        for (key, found) in [("num_projects", projects.all.len()), ("num_votes", votes.ballots.len())] {
            notes.extend(meta.count_differs(key, found));
        }
        let voters = votes.voters.clone();
        let election = election(&meta, kind, projects, votes)?;
        let meta = meta.all.into_iter().map(|(key, value, _)| (key, value.to_owned())).collect();
        Ok(Self { meta, election, voters, notes })
    }
}

fn decode(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.len() > MOST_BYTES {
        return Err(Wrong::TooLarge { limit: MOST_BYTES }.at(1));
    }
    let zeros = bytes.iter().take(200).filter(|byte| **byte == 0).count();
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || zeros > 20 {
        return Err(Wrong::Utf16.at(1));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count();
        Wrong::NotUtf8.at(u32::try_from(before + 1).unwrap_or(u32::MAX))
    })
}

impl<'a> Sections<'a> {
    fn of(rows: impl Iterator<Item = Result<Row<'a>, Problem>>, text: &str) -> Result<Self, Problem> {
        let mut sections = Self::default();
        let mut current: Option<&'static str> = None;
        for row in rows {
            let row = row?;
            if let Some(section) = title(&row) {
                if sections.found.contains_key(section) {
                    return Err(Wrong::SectionTwice { section }.at(row.line));
                }
                current = Some(section);
            }
            let section = current.ok_or(Wrong::BeforeSections.at(row.line))?;
            let line = row.line;
            let rows = sections.found.entry(section).or_default();
            rows.push(row);
            // The title and the header are no votes.
            if rows.len() > MOST_BALLOTS + 2 {
                return Err(Wrong::TooManyVotes { limit: MOST_BALLOTS }.at(line));
            }
        }
        let last = u32::try_from(text.lines().count().max(1)).unwrap_or(u32::MAX);
        match [META, PROJECTS, VOTES].into_iter().find(|section| !sections.found.contains_key(section)) {
            Some(section) => Err(Wrong::NoSection { section }.at(last)),
            None => Ok(sections),
        }
    }
}

/// A title stands alone in its line.
fn title(row: &Row<'_>) -> Option<&'static str> {
    let (first, rest) = row.fields.split_first()?;
    let alone = rest.iter().all(|field| field.trim().is_empty());
    [META, PROJECTS, VOTES].into_iter().find(|title| alone && first.trim().eq_ignore_ascii_case(title))
}

impl<'a> Meta<'a> {
    fn of(rows: &'a [Row<'_>]) -> Result<Self, Problem> {
        let mut all: Vec<(String, &str, u32)> = Vec::new();
        for row in &rows[1..] {
            let key = row.field(0).to_ascii_lowercase();
            if all.is_empty() && key == "key" {
                continue;
            }
            let value = row.fields.get(1).map_or("", |value| value.trim());
            let once = ["budget", "vote_type"].into_iter().find(|once| *once == key);
            let other = all.iter().any(|(other, said, _)| *other == key && *said != value);
            if let Some(key) = once.filter(|_| other) {
                return Err(Wrong::KeyTwice { key }.at(row.line));
            }
            all.push((key, value, row.line));
        }
        Ok(Self { line: rows[0].line, all })
    }

    fn get(&self, key: &str) -> Option<(&'a str, u32)> {
        let found = self.all.iter().find(|(own, value, _)| own == key && !value.is_empty());
        found.map(|(_, value, line)| (*value, *line))
    }

    fn needed(&self, key: &'static str) -> Result<(&'a str, u32), Problem> {
        self.get(key).ok_or(Wrong::NoKey { key }.at(self.line))
    }

    fn kind(&self) -> Result<BallotKind, Problem> {
        let (given, line) = self.needed("vote_type")?;
        match given.to_ascii_lowercase().as_str() {
            "approval" | "choose-1" => Ok(BallotKind::Approval),
            "ordinal" => Ok(BallotKind::Ranking),
            "cumulative" => Ok(BallotKind::Cumulative),
            "scoring" => Ok(BallotKind::Scoring),
            _ => Err(Wrong::VoteType { given: shown(given) }.at(line)),
        }
    }

    fn count_differs(&self, key: &'static str, found: usize) -> Option<Note> {
        let (said, _) = self.get(key)?;
        (said != found.to_string()).then(|| Note::CountDiffers { key, said: shown(said), found })
    }
}

/// Where the columns of a section are.
struct Header {
    names: Vec<String>,
    line: u32,
    section: &'static str,
}

impl Header {
    /// The row after the title.
    fn of<'a, 'b>(rows: &'b [Row<'a>], section: &'static str) -> (Self, &'b [Row<'a>]) {
        let header = rows.get(1);
        let names = header.map_or(Vec::new(), |row| row.fields.iter().map(|name| name.trim().to_lowercase()).collect());
        let line = header.map_or(rows[0].line, |row| row.line);
        (Self { names, line, section }, rows.get(2..).unwrap_or(&[]))
    }

    fn find(&self, column: &'static str) -> Result<Option<usize>, Problem> {
        let mut found = self.names.iter().enumerate().filter(|(_, name)| *name == column).map(|(at, _)| at);
        let first = found.next();
        match found.next() {
            Some(_) => Err(Wrong::ColumnTwice { section: self.section, column }.at(self.line)),
            None => Ok(first),
        }
    }

    fn needed(&self, column: &'static str) -> Result<usize, Problem> {
        self.find(column)?.ok_or(Wrong::NoColumn { section: self.section, column }.at(self.line))
    }
}

impl Projects {
    fn of(rows: &[Row<'_>]) -> Result<Self, Problem> {
        let (header, rows) = Header::of(rows, PROJECTS);
        let (id, cost) = (header.needed("project_id")?, header.needed("cost")?);
        let name = header.names.iter().position(|name| name == "name");
        let mut projects = Self { all: Vec::new(), by_id: HashMap::new() };
        for (row, at) in rows.iter().zip(0..) {
            // An id is taken as it stands: somebody may call a project None.
            let id = row.fields.get(id).map_or("", |id| id.trim());
            if id.is_empty() {
                return Err(Wrong::Missing { column: "project_id" }.at(row.line));
            }
            let cost = positive("cost", row.field(cost), row.line)?;
            let name = name.map_or("", |name| row.field(name));
            if let Some(first) = projects.by_id.insert(id.to_owned(), at) {
                let first = projects.all[first as usize].2;
                return Err(Wrong::ProjectTwice { id: shown(id), first }.at(row.line));
            }
            projects.all.push((Project { id: id.to_owned(), name: name.to_owned(), cost: 0 }, cost, row.line));
        }
        match projects.all.len() {
            0 => Err(Wrong::NoProjects.at(header.line)),
            count if count > MOST_PROJECTS => Err(Wrong::TooManyProjects { limit: MOST_PROJECTS }.at(header.line)),
            _ => Ok(projects),
        }
    }
}

/// A sum of money that is there and above zero.
fn positive(column: &'static str, given: &str, line: u32) -> Result<Number, Problem> {
    if given.is_empty() {
        return Err(Wrong::Missing { column }.at(line));
    }
    let number = Number::parse(given).ok_or_else(|| Wrong::NotANumber { column, given: shown(given) }.at(line))?;
    match number {
        Number { above, .. } if above <= 0 => Err(Wrong::NotPositive { column, given: shown(given) }.at(line)),
        Number { above, below } if above / below > i128::from(MOST_MONEY) => {
            Err(Wrong::TooMuch { column, given: shown(given) }.at(line))
        }
        Number { below, .. } if below > i128::from(FINEST) => {
            Err(Wrong::TooFine { column, given: shown(given) }.at(line))
        }
        number => Ok(number),
    }
}

/// Ballots with their points, which are still to be brought to one denominator.
struct Votes {
    line: u32,
    ballots: Vec<(Vec<(u32, Number)>, u32)>,
    voters: Vec<String>,
    notes: Vec<Note>,
}

const NO_POINTS: Number = Number { above: 1, below: 1 };

impl Votes {
    fn of(rows: &[Row<'_>], kind: BallotKind, projects: &Projects) -> Result<Self, Problem> {
        let (header, rows) = Header::of(rows, VOTES);
        let (voter, vote) = (header.needed("voter_id")?, header.needed("vote")?);
        let points = match kind {
            BallotKind::Cumulative | BallotKind::Scoring => Some(header.needed("points")?),
            BallotKind::Approval | BallotKind::Ranking => None,
        };
        let mut votes = Self { line: header.line, ballots: Vec::new(), voters: Vec::new(), notes: Vec::new() };
        let mut seen: HashMap<&str, u32> = HashMap::new();
        let mut twice: Option<(usize, u32)> = None;
        let mut named = vec![(0, 0); projects.all.len()];
        for row in rows {
            let id = row.fields.get(voter).map_or("", |id| id.trim());
            if id.is_empty() {
                return Err(Wrong::Missing { column: "voter_id" }.at(row.line));
            }
            if let Some(first) = seen.insert(id, row.line) {
                return Err(Wrong::VoterTwice { id: shown(id), first }.at(row.line));
            }
            let (wishes, again) = wishes(row, vote, points, projects, &mut named)?;
            if again {
                twice = Some(twice.map_or((1, row.line), |(ballots, first)| (ballots + 1, first)));
            }
            votes.voters.push(id.to_owned());
            votes.ballots.push((wishes, row.line));
        }
        votes.notes.extend(twice.map(|(ballots, first)| Note::WishedTwice { ballots, first }));
        if header.names.iter().any(|name| name == "vote_strength" || name == "weight") {
            votes.notes.push(Note::Strength);
        }
        match votes.ballots.len() {
            0 => Err(Wrong::NoVotes.at(header.line)),
            _ => Ok(votes),
        }
    }
}

/// The projects of one ballot with their points, and whether one stood there again. `named` says in which line each project was
/// named last, and at which place.
fn wishes(
    row: &Row<'_>,
    vote: usize,
    points: Option<usize>,
    projects: &Projects,
    named: &mut [(u32, usize)],
) -> Result<(Vec<(u32, Number)>, bool), Problem> {
    // A project may be called None, and then that is a vote for it.
    let vote = row.fields.get(vote).map_or("", |vote| vote.trim());
    let vote = if vote.eq_ignore_ascii_case("none") && !projects.by_id.contains_key(vote) { "" } else { vote };
    let ids: Vec<&str> = parts(vote).collect();
    let points = points.map(|points| numbers(row, row.field(points))).transpose()?;
    if let Some(points) = points.as_ref().filter(|points| points.len() != ids.len()) {
        return Err(Wrong::PointsDiffer { projects: ids.len(), points: points.len() }.at(row.line));
    }
    let mut wishes: Vec<(u32, Number)> = Vec::with_capacity(ids.len());
    let mut again = false;
    for (at, id) in ids.into_iter().enumerate() {
        let unknown = || Wrong::UnknownProject { id: shown(id) }.at(row.line);
        let project = *projects.by_id.get(id).ok_or_else(unknown)?;
        let given = points.as_ref().map_or(NO_POINTS, |points| points[at]);
        let (line, place) = named[project as usize];
        if line == row.line {
            // The place of the first, the points of the last, as pabutools has it.
            (wishes[place].1, again) = (given, true);
        } else {
            named[project as usize] = (row.line, wishes.len());
            wishes.push((project, given));
        }
    }
    Ok((wishes, again))
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|part| !part.is_empty())
}

fn numbers(row: &Row<'_>, list: &str) -> Result<Vec<Number>, Problem> {
    let column = "points";
    let number = |part: &str| {
        let number =
            Number::parse(part).ok_or_else(|| Wrong::NotANumber { column, given: shown(part) }.at(row.line))?;
        if number.below > i128::from(FINEST) {
            return Err(Wrong::TooFine { column, given: shown(part) }.at(row.line));
        }
        Ok(number)
    };
    parts(list).map(number).collect()
}

/// All sums in parts of the unit that none of them is finer than.
fn election(meta: &Meta<'_>, kind: BallotKind, projects: Projects, votes: Votes) -> Result<Election, Problem> {
    let (given, line) = meta.needed("budget")?;
    let budget = positive("budget", given, line)?;
    let mut scale = Scale::new("cost", line);
    scale.add(budget, line)?;
    for (_, cost, line) in &projects.all {
        scale.add(*cost, *line)?;
    }
    let parts = scale.parts();
    let counted = scale.money(budget, line)?;
    let mut all = Vec::with_capacity(projects.all.len());
    for (project, cost, line) in projects.all {
        all.push(Project { cost: scale.money(cost, line)?, ..project });
    }
    let mut points = Scale::new("points", votes.line);
    for (wishes, line) in &votes.ballots {
        wishes.iter().try_for_each(|(_, number)| points.add(*number, *line))?;
    }
    let default = default_points(meta, kind, &mut points)?;
    let lines: Vec<u32> = votes.ballots.iter().map(|(_, line)| *line).collect();
    let ballots =
        votes.ballots.into_iter().map(|(wishes, line)| points.ballot(wishes, line)).collect::<Result<_, _>>()?;
    let election = Election::new(kind, parts, counted, all, ballots);
    let election = election.map_err(|why| refused(&why, votes.line, &lines))?;
    Ok(election.with_points(points.parts(), points.of(default)))
}

/// Points of what a ballot does not name; only scoring has them.
fn default_points(meta: &Meta<'_>, kind: BallotKind, points: &mut Scale) -> Result<Number, Problem> {
    let none = Number { above: 0, below: 1 };
    let Some((given, line)) = meta.get("default_score").filter(|_| kind == BallotKind::Scoring) else {
        return Ok(none);
    };
    let wrong = || Wrong::NotANumber { column: "default_score", given: shown(given) }.at(line);
    let number = Number::parse(given).filter(|number| number.above.abs() / number.below <= i128::from(MOST_POINTS));
    let number = number.ok_or_else(wrong)?;
    points.add(number, line)?;
    Ok(number)
}

/// What was looked at already does not fail here; if it does, the votes are shown.
fn refused(why: &NoElection, votes: u32, lines: &[u32]) -> Problem {
    let line = match why {
        NoElection::Unknown { ballot } | NoElection::Twice { ballot } | NoElection::TooManyPoints { ballot } => {
            lines.get(*ballot).copied().unwrap_or(votes)
        }
        _ => votes,
    };
    Wrong::TooMuch { column: "points", given: why.to_string() }.at(line)
}

/// The least common denominator of the numbers of a column.
struct Scale {
    column: &'static str,
    parts: i128,
    line: u32,
}

impl Scale {
    const fn new(column: &'static str, line: u32) -> Self {
        Self { column, parts: 1, line }
    }

    fn add(&mut self, number: Number, line: u32) -> Result<(), Problem> {
        self.parts = self.parts.lcm(&number.below);
        self.line = line;
        if self.parts > i128::from(FINEST) {
            let given = format!("{}/{}", number.above, number.below);
            return Err(Wrong::TooFine { column: self.column, given }.at(line));
        }
        Ok(())
    }

    fn parts(&self) -> i64 {
        i64::try_from(self.parts).unwrap_or(i64::MAX)
    }

    fn of(&self, number: Number) -> i64 {
        i64::try_from(number.above * (self.parts / number.below)).unwrap_or(i64::MAX)
    }

    /// A sum in so many parts that it can still be added up.
    fn money(&self, number: Number, line: u32) -> Result<i64, Problem> {
        let parts =
            number.above.checked_mul(self.parts / number.below).filter(|parts| *parts <= i128::from(MOST_PARTS));
        let given = || format!("{}/{}", number.above, number.below);
        let parts = parts.and_then(|parts| i64::try_from(parts).ok());
        parts.ok_or_else(|| Wrong::TooFine { column: self.column, given: given() }.at(line))
    }

    fn ballot(&self, wishes: Vec<(u32, Number)>, line: u32) -> Result<Ballot, Problem> {
        let wish = |(project, number): (u32, Number)| {
            let parts = self.parts / number.below;
            let points = number.above.checked_mul(parts).and_then(|points| i64::try_from(points).ok());
            let points = points.filter(|points| points.abs() <= MOST_POINTS);
            let given = || format!("{}/{}", number.above, number.below);
            let points = points.ok_or_else(|| Wrong::TooMuch { column: self.column, given: given() }.at(line))?;
            Ok(Wish { project, points })
        };
        Ok(Ballot { wishes: wishes.into_iter().map(wish).collect::<Result<_, _>>()? })
    }
}
