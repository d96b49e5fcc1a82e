//! `linli export register`: the register of an office as a file that an import reads again.

use linli_domain::kernel::Level;
use linli_formats::sheet::{write_csv, write_xlsx};
use linli_store::register::listing::Wanted;
use linli_web::register::export::{self, CannotExport};
use serde_json::json;

use crate::args::{ExportRegister, Format};
use crate::config::Settings;
use crate::database;
use crate::files;
use crate::lang::Text;
use crate::machine;
use crate::outcome::{Failure, Outcome};

pub async fn run(settings: &Settings, asked: &ExportRegister, format: Format) -> Result<Outcome, Failure> {
    if asked.county.level() > Level::County {
        return Err(Failure::wrong_use(Text::new("register-bad-county").with("code", asked.county)));
    }
    let ending = asked.out.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let kind = match ending.as_deref() {
        Some("xlsx") => "xlsx",
        Some("csv") => "csv",
        _ => return Err(Failure::wrong_use(Text::new("export-which-ending").with("file", asked.out.display()))),
    };
    let store = database::open(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    let office = asked.county.office();
    let actor = machine::actor(office, "export register");
    let today = jiff::tz::offset(8).to_datetime(store.now()).date();
    let taken = export::take(&store, &actor, office, &Wanted::default(), json!({ "kind": kind }), today).await;
    let table = taken.map_err(|why| match why {
        CannotExport::TooMany => Failure::cannot(Text::new("export-too-many")),
        CannotExport::Store(error) => database::told(settings, &error),
    })?;
    if table.rows.is_empty() {
        return Err(Failure::cannot(Text::new("export-nothing").with("code", asked.county)));
    }
    let written = if kind == "csv" { write_csv(&table) } else { write_xlsx(&table) };
    let unwritten =
        |why| Failure::cannot(Text::new("file-no-write").with("file", asked.out.display()).with("why", why));
    files::write(&asked.out, &written.map_err(unwritten)?)?;

    let rows = table.rows.len();
    match format {
        Format::Json => println!("{}", json!({ "file": asked.out.display().to_string(), "rows": rows })),
        Format::Text => {
            let text = Text::new("export-done").with("file", asked.out.display()).with("rows", rows);
            println!("{}", text.say(settings.lang.value));
        }
    }
    Ok(Outcome::Fine)
}
