//! `linli survey slips`: slips for doors and posters for stairwells, as the office's page prints them.
//!
//! The file is written before the codes are kept, under a name beside its own: what could not be written ends no code, and
//! what could not be kept leaves no file.

use std::path::{Path, PathBuf};

use linli_domain::consultation::opinion::Address;
use linli_domain::consultation::opinion::door;
use linli_domain::consultation::slip::Paper;
use linli_domain::kernel::NeighbourhoodId;
use linli_domain::kernel::text::clean_line;
use linli_official::{Fonts, Language, default_folders, render_papers};
use linli_store::consultation::slip;
use linli_store::register::neighbourhood;
use linli_store::{Error, Store};
use linli_web::consultation::slips::{self, Asked};
use linli_web::shell::Lang;
use serde_json::json;

use crate::args::{Format, SlipsAsked, SurveyAsked};
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::{bulletin, config, database, demo, files, machine};

/// A reason is no longer, in characters.
const LONGEST_REASON: usize = 100;

pub async fn run(settings: &Settings, asked: &SurveyAsked, format: Format) -> Result<Outcome, Failure> {
    let SurveyAsked::Slips(asked) = asked;
    let site = config::site(settings)?.ok_or_else(|| Failure::wrong_use(Text::new("slips-lacks-site")))?;
    let why = asked.reprint.as_deref().map(clean_line);
    if why.as_ref().is_some_and(|why| why.is_empty() || why.chars().count() > LONGEST_REASON) {
        return Err(Failure::wrong_use(Text::new("slips-no-reason")));
    }
    let store = database::open_existing(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    database::make_key(&store).await?;
    print(settings, &store, asked, site, why.as_deref(), format).await
}

async fn print(
    settings: &Settings,
    store: &Store,
    asked: &SlipsAsked,
    site: String,
    why: Option<&str>,
    format: Format,
) -> Result<Outcome, Failure> {
    let (office, number) = (asked.county.office(), asked.neighbourhood.clone());
    let paper = if asked.posters { Paper::Poster } else { Paper::Slip };
    let read = store.read(move |tx| {
        let Some(n) = neighbourhood::by_number(tx, office, &number)? else { return Ok(None) };
        let doors = slip::places(tx, office, n.id, Paper::Slip)?;
        let stairwells = slip::places(tx, office, n.id, Paper::Poster)?;
        Ok::<_, Error>(Some((n, doors, stairwells)))
    });
    let found = read.await.map_err(|error| database::told(settings, &error))?;
    let no_number = || Failure::wrong_use(Text::new("stage-no-number").with("number", &asked.neighbourhood));
    let (n, doors, stairwells) = found.filter(|(n, ..)| n.merged_into.is_none()).ok_or_else(no_number)?;
    let at = address(asked, n.id, &doors, &stairwells)?;
    let lang = bulletin::shown(settings);
    let illustrative = demo::made(store, office).await.map_err(|error| database::told(settings, &error))?;
    let wanted = Asked {
        lang,
        office,
        neighbourhood: n.facts.name.clone(),
        paper,
        large: asked.a3,
        at,
        anew: why.is_some(),
        site,
        contact: asked.contact.clone(),
        date: jiff::tz::offset(8).to_datetime(store.now()).date(),
        illustrative,
    };
    let places = if asked.posters { &stairwells } else { &doors };
    let batch = slips::batch(&wanted, places).map_err(|error| failed(&error))?;
    if batch.new.is_empty() {
        let key = if batch.held > 0 { "slips-none" } else { "slips-no-place" };
        return Err(Failure::cannot(Text::new(key).with("held", batch.held)));
    }
    let fonts = Fonts::load(&default_folders()).map_err(|error| failed(&error))?;
    let language = if lang == Lang::Zh { Language::Chinese } else { Language::English };
    let bytes = render_papers(&fonts, &batch.papers, language).map_err(|error| failed(&error))?;
    let beside = beside(&asked.out)?;
    files::write(&beside, &bytes)?;
    let (new, reason, of) = (batch.new.clone(), why.unwrap_or_default().to_owned(), n.id);
    let by = machine::actor(office, "survey slips");
    let kept = store.write(&by, move |tx| slip::print(tx, of, paper, &new, &reason)).await;
    let ended = match kept {
        Ok(ended) => ended,
        Err(error) => {
            let _ = std::fs::remove_file(&beside);
            return Err(match error {
                Error::Stale => Failure::cannot(Text::new("slips-stale")),
                other => database::told(settings, &other),
            });
        }
    };
    // The codes hold from here on, and this file is all that has them: where it lies is said in any case.
    if std::fs::rename(&beside, &asked.out).is_err() {
        return Err(Failure::cannot(Text::new("slips-beside").with("file", beside.display())));
    }
    told(settings, asked, (batch.new.len(), ended, batch.held), format);
    Ok(Outcome::Fine)
}

/// Where the papers lie until their codes hold. Papers are never written over others: those may be the only ones that have their
/// codes.
fn beside(out: &Path) -> Result<PathBuf, Failure> {
    let mut name = out.as_os_str().to_owned();
    name.push(".part");
    let beside = PathBuf::from(name);
    let there = [out, beside.as_path()].into_iter().find(|file| file.exists());
    let there = there.map(|file| Failure::wrong_use(Text::new("slips-there").with("file", file.display())));
    there.map_or(Ok(beside), Err)
}

fn told(settings: &Settings, asked: &SlipsAsked, (printed, revoked, held): (usize, u64, usize), format: Format) {
    if format == Format::Json {
        println!("{}", json!({ "printed": printed, "revoked": revoked, "held": held }));
        return;
    }
    let lang = settings.lang.value;
    let line = Text::new("slips-printed").with("printed", printed).with("revoked", revoked);
    println!("{}", line.with("file", asked.out.display()).say(lang));
    if held > 0 {
        println!("{}", Text::new("slips-held").with("held", held).say(lang));
    }
}

fn address(
    asked: &SlipsAsked,
    of: NeighbourhoodId,
    doors: &[slip::Place],
    stairwells: &[slip::Place],
) -> Result<Address, Failure> {
    let all: Vec<_> = doors.iter().chain(stairwells).map(slips::door_of).collect();
    door::find(of, &all, (&asked.building, &asked.entrance, &asked.room))
        .map_err(|_| Failure::wrong_use(Text::new("slips-no-place")))
}

fn failed(why: &impl std::fmt::Display) -> Failure {
    Failure::cannot(Text::new("slips-failed").with("why", why))
}
