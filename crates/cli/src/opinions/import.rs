//! `linli opinions import`: opinions that an office collected in a table. Good rows are recorded, each once however often the
//! file is brought; bad ones are named with their number and what is wrong.

use std::collections::{BTreeMap, HashMap};

use linli_domain::consultation::OpinionId;
use linli_domain::consultation::intake::{Refusal, Row, Why, understood};
use linli_domain::consultation::opinion::{LONGEST_TEXT, MOST_WISHES};
use linli_domain::kernel::Level;
use linli_domain::kernel::people::Actor;
use linli_formats::opinions::read_said;
use linli_formats::table::Limits;
use linli_store::consultation::opinion::{self, Incoming, Recorded};
use linli_store::{Error, Store};
use linli_web::shell::Lang;
use serde_json::{Value, json};

use super::unread;
use crate::args::{Format, OpinionsImport};
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::{database, files, machine};

/// Rows of one unit of work.
const BATCH: usize = 200;

/// What became of a file.
#[derive(Debug, Default)]
struct Told {
    new: usize,
    same: usize,
    second: Vec<u32>,
    refused: BTreeMap<u32, Vec<Refusal>>,
    /// Rows of a household that said more in a day than an office takes, and how much that is.
    too_many: BTreeMap<u32, i64>,
}

pub async fn run(settings: &Settings, asked: &OpinionsImport, format: Format) -> Result<Outcome, Failure> {
    if !matches!(asked.county.level(), Level::Prefecture | Level::County) {
        return Err(Failure::wrong_use(Text::new("register-bad-county").with("code", asked.county)));
    }
    let lang = Lang::parse(settings.lang.value.code()).unwrap_or_default();
    let bytes = files::read(&asked.file)?;
    let name = asked.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let rows = read_said(&bytes, &name, &Limits::default()).map_err(|why| unread(&asked.file, lang, &why))?;
    let store = database::open(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    database::make_key(&store).await?;
    let told = |error: Error| database::told(settings, &error);

    let office = asked.county.office();
    let today = jiff::tz::offset(8).to_datetime(store.now()).date();
    let ground = store.read(move |tx| opinion::ground(tx, office, today)).await.map_err(told)?;
    if ground.neighbourhoods.is_empty() {
        return Err(Failure::cannot(Text::new("opinions-import-no-register").with("code", asked.county)));
    }
    let (mut outcome, mut incoming) = (Told::default(), Vec::with_capacity(rows.len()));
    let mut alike = HashMap::<String, usize>::new();
    for row in &rows {
        match understood(row, &ground) {
            Err(refused) => drop(outcome.refused.insert(row.number, refused)),
            Ok(content) => {
                let id = row.id.trim().parse::<OpinionId>().ok();
                let nth = alike.entry(format!("{content:?}")).and_modify(|nth| *nth += 1).or_default();
                incoming.push(Incoming { row: row.number, id, content, nth: *nth });
            }
        }
    }
    let actor = machine::actor(office, "opinions import");
    for batch in incoming.chunks(BATCH) {
        outcome.count(recorded(&store, &actor, batch, asked.dry_run).await.map_err(told)?);
    }
    if !asked.dry_run && outcome.new + outcome.second.len() > 0 {
        let detail = json!({ "file": name, "new": outcome.new, "same": outcome.same, "refused": outcome.bad_rows() });
        let noted = store.write(&actor, move |tx| {
            tx.record("opinions.imported", office, detail.clone());
            Ok::<_, Error>(())
        });
        noted.await.map_err(told)?;
    }
    match format {
        Format::Json => println!("{}", outcome.as_json(settings, &rows, !asked.dry_run)),
        Format::Text => outcome.print(settings, asked.dry_run),
    }
    Ok(if outcome.bad_rows() > 0 { Outcome::Findings } else { Outcome::Fine })
}

/// Why a batch that was only tried is undone.
enum Undone {
    Tried(Vec<(u32, Recorded)>),
    Fault(Error),
}

impl From<Error> for Undone {
    fn from(fault: Error) -> Self {
        Self::Fault(fault)
    }
}

/// Records a batch; tried only, it is undone when everything was found out.
async fn recorded(store: &Store, actor: &Actor, batch: &[Incoming], dry: bool) -> Result<Vec<(u32, Recorded)>, Error> {
    let rows = batch.to_vec();
    let done = store.write(actor, move |tx| {
        let done = opinion::load(tx, &rows)?;
        if dry { Err(Undone::Tried(done)) } else { Ok(done) }
    });
    match done.await {
        Ok(done) | Err(Undone::Tried(done)) => Ok(done),
        Err(Undone::Fault(fault)) => Err(fault),
    }
}

impl Told {
    fn count(&mut self, done: Vec<(u32, Recorded)>) {
        for (row, recorded) in done {
            match recorded {
                Recorded::New => self.new += 1,
                Recorded::Same => self.same += 1,
                Recorded::Second => self.second.push(row),
                Recorded::TooMany { most } => drop(self.too_many.insert(row, most)),
            }
        }
    }

    fn bad_rows(&self) -> usize {
        self.refused.len() + self.too_many.len()
    }

    /// Every bad row with the column, what stands there and the reason in words.
    fn reasons(&self) -> BTreeMap<u32, Vec<(&'static str, &str, &'static str, Text)>> {
        let mut all = BTreeMap::<u32, Vec<_>>::new();
        for (row, refused) in &self.refused {
            for one in refused {
                all.entry(*row).or_default().push((one.column, one.given.as_str(), one.why.key(), words(one.why)));
            }
        }
        for (row, most) in &self.too_many {
            let text = Text::new("opinions-import-why-too-many").with("most", most);
            all.entry(*row).or_default().push(("room", "", "too-many", text));
        }
        all
    }

    fn as_json(&self, settings: &Settings, rows: &[Row], applied: bool) -> Value {
        let lang = settings.lang.value;
        let refused = self.reasons().into_iter().map(|(row, reasons)| {
            let reasons: Vec<Value> = reasons
                .into_iter()
                .map(|(column, given, kind, text)| {
                    json!({ "column": column, "given": given, "kind": kind, "reason": text.say(lang) })
                })
                .collect();
            json!({ "row": row, "reasons": reasons })
        });
        json!({ "rows": rows.len(), "new": self.new, "same": self.same, "second": self.second,
            "refused": refused.collect::<Vec<_>>(), "applied": applied })
    }

    fn print(&self, settings: &Settings, dry: bool) {
        let lang = settings.lang.value;
        for (row, reasons) in self.reasons() {
            for (_, given, _, text) in reasons {
                let line = Text::new("opinions-import-refused").with("row", row).with("why", text.say(lang));
                println!("{}", line.with("given", given).say(lang));
            }
        }
        for row in &self.second {
            println!("{}", Text::new("opinions-import-second").with("row", row).say(lang));
        }
        let key = if dry { "opinions-import-tried" } else { "opinions-import-done" };
        let line = Text::new(key).with("new", self.new).with("same", self.same);
        println!("{}", line.with("second", self.second.len()).with("refused", self.bad_rows()).say(lang));
    }
}

fn words(why: Why) -> Text {
    Text::new(match why.key() {
        "neighbourhood-missing" => "opinions-import-why-neighbourhood-missing",
        "no-neighbourhood" => "opinions-import-why-no-neighbourhood",
        "several-neighbourhoods" => "opinions-import-why-several-neighbourhoods",
        "day" => "opinions-import-why-day",
        "channel" => "opinions-import-why-channel",
        "wish" => "opinions-import-why-wish",
        "hazard" => "opinions-import-why-hazard",
        "building-missing" => "opinions-import-why-building-missing",
        "building" => "opinions-import-why-building",
        "entrance" => "opinions-import-why-entrance",
        "room" => "opinions-import-why-room",
        "which-entrance" => "opinions-import-why-which-entrance",
        "nothing" => "opinions-import-why-nothing",
        "day-ahead" => "opinions-import-why-day-ahead",
        "day-early" => "opinions-import-why-day-early",
        "wish-twice" => "opinions-import-why-wish-twice",
        "many-wishes" => return Text::new("opinions-import-why-many-wishes").with("most", MOST_WISHES),
        _ => return Text::new("opinions-import-why-long").with("most", LONGEST_TEXT),
    })
}
