//! `linli lift shares`: who of an entrance pays how much for a lift, from a file in the open format, on any machine, without a
//! database.

mod json;
mod told;
mod wrong;

use linli_domain::planning::lift::{Consent, Shared};
use linli_formats::lift::LiftFile;

use crate::args::{Format, LiftAsked};
use crate::config::Settings;
use crate::files;
use crate::outcome::{Failure, Outcome};

/// What came of it.
struct Worked {
    file: LiftFile,
    shared: Shared,
    consent: Consent,
}

pub fn run(settings: &Settings, asked: &LiftAsked, format: Format) -> Result<Outcome, Failure> {
    let LiftAsked::Shares(asked) = asked;
    let lang = settings.lang.value;
    let bytes = files::read(&asked.file)?;
    let worked = || {
        let file = LiftFile::read(&bytes)?;
        let (shared, consent) = (file.share()?, file.lift.consent());
        Ok(Worked { file, shared, consent })
    };
    let worked = worked().map_err(|problem| wrong::failure(&asked.file, &problem, lang))?;
    match format {
        Format::Json => println!("{}", json::of(&worked)),
        Format::Text => told::print(&worked, lang),
    }
    Ok(Outcome::Fine)
}
