//! `linli retention`: what of personal data is due for erasure, and its erasure; and again what a restored backup brought back.

use linli_domain::kernel::Office;
use linli_domain::oversight::retention::Kind;
use linli_store::check::Fault;
use linli_store::oversight::retention::{self, Due, Gone, NotErased};
use linli_store::{Error, Objects, Store};
use serde_json::json;

use crate::args::{Format, OfCounty, RetentionAsked};
use crate::config::Settings;
use crate::lang::{Lang, Text};
use crate::outcome::{Failure, Outcome};
use crate::{database, machine};

pub async fn run(settings: &Settings, asked: &RetentionAsked, format: Format) -> Result<Outcome, Failure> {
    let store = database::open_existing(settings).await?;
    let looks_only = matches!(asked, RetentionAsked::List(_));
    database::bring_up_to_date(&store, settings, looks_only).await?;
    let retention = Retention { store, settings, format };
    match asked {
        RetentionAsked::List(OfCounty { county }) => retention.list(county.office()).await,
        RetentionAsked::Apply(OfCounty { county }) => retention.apply(county.office()).await,
        RetentionAsked::Repeat => retention.repeat().await,
    }
}

struct Retention<'a> {
    store: Store,
    settings: &'a Settings,
    format: Format,
}

impl Retention<'_> {
    async fn list(&self, office: Office) -> Result<Outcome, Failure> {
        let today = self.today();
        let read = self.store.read(move |tx| {
            let rules = retention::rules(tx, office, today)?;
            retention::due(tx, office, &rules, today)
        });
        let due = read.await.map_err(|error| database::told(self.settings, &error))?;
        if self.format == Format::Json {
            let kind = |due: &Due| {
                let (kind, oldest) = (due.kind.as_str(), due.oldest.map(|day| day.to_string()));
                json!({ "kind": kind, "due": due.count, "over_by": due.cutoff.to_string(), "oldest": oldest })
            };
            println!("{}", json!({ "kinds": due.iter().map(kind).collect::<Vec<_>>() }));
        } else {
            for due in &due {
                let line = Text::new("retention-due").with("count", due.count).with("day", due.cutoff);
                println!(
                    "{}",
                    line.with("kind", name(self.settings.lang.value, due.kind)).say(self.settings.lang.value)
                );
            }
        }
        Ok(if due.iter().all(|due| due.count == 0) { Outcome::Fine } else { Outcome::Findings })
    }

    async fn apply(&self, office: Office) -> Result<Outcome, Failure> {
        let today = self.today();
        let rules = self.store.read(move |tx| retention::rules(tx, office, today)).await;
        let rules = rules.map_err(|error| database::told(self.settings, &error))?;
        if !rules.confirmed {
            return Err(Failure::cannot(Text::new("retention-unconfirmed")));
        }
        let by = machine::actor(office, "retention");
        let objects = database::objects(self.settings)?;
        let gone = retention::erase_due(&self.store, &objects, &by, &rules, today).await;
        let gone = gone.map_err(|why| not_erased(self.settings, why))?;
        if self.format == Format::Json {
            let kinds = gone.kinds.iter().map(|(kind, many)| (kind.as_str().to_owned(), (*many).into()));
            let kinds: serde_json::Map<_, _> = kinds.collect();
            println!("{}", json!({ "erased": kinds, "files_left": gone.files_left }));
            return Ok(gone_well(&gone));
        }
        for (kind, many) in &gone.kinds {
            let line = Text::new("retention-erased").with("count", many);
            println!("{}", line.with("kind", name(self.settings.lang.value, *kind)).say(self.settings.lang.value));
        }
        say_files_left(self.settings, &gone);
        Ok(gone_well(&gone))
    }

    async fn repeat(&self) -> Result<Outcome, Failure> {
        let gone = repeat(self.settings, &self.store, &database::objects(self.settings)?).await?;
        match self.format {
            Format::Json => println!("{}", json!({ "erased_again": gone.many(), "files_left": gone.files_left })),
            Format::Text => {
                println!("{}", Text::new("retention-again").with("count", gone.many()).say(self.settings.lang.value));
                say_files_left(self.settings, &gone);
            }
        }
        Ok(gone_well(&gone))
    }

    fn today(&self) -> linli_domain::kernel::Date {
        jiff::tz::offset(8).to_datetime(self.store.now()).date()
    }
}

/// Erases again what stands in the records although the list beside the key says that it was let go of.
pub async fn repeat(settings: &Settings, store: &Store, objects: &Objects) -> Result<Gone, Failure> {
    let again = retention::repeat(store, objects, |office| machine::actor(office, "retention")).await;
    again.map_err(|why| not_erased(settings, why))
}

/// Files that could not be taken out are for somebody to look after.
const fn gone_well(gone: &Gone) -> Outcome {
    if gone.files_left == 0 { Outcome::Fine } else { Outcome::Findings }
}

fn say_files_left(settings: &Settings, gone: &Gone) {
    if gone.files_left > 0 {
        println!("{}", Text::new("retention-files-left").with("count", gone.files_left).say(settings.lang.value));
    }
}

/// Whether the list names anything.
pub async fn was_anything_erased(store: &Store) -> Result<bool, Failure> {
    retention::was_anything_erased(store).await.map_err(|why| match why {
        NotErased::Store(error) => Failure::cannot(Text::new("retention-no-list").with("why", error)),
        NotErased::List(why) => Failure::cannot(Text::new("retention-no-list").with("why", why)),
    })
}

/// What is wrong with what was erased, by office: what stands there again, a list that is not there or cannot be read.
pub async fn came_back(store: &Store, offices: &[Office]) -> Result<Vec<Fault>, Error> {
    let fault = |office, rule, subject: String| Fault { office, rule, subject };
    let looked = async {
        let back = retention::erased_again(store).await?.into_iter();
        let back = back.flat_map(|(office, _, records)| records.into_iter().map(move |record| (office, record)));
        let lacking = retention::lacks_its_list(store).await?.into_iter();
        let back = back.map(|(office, record)| fault(office, "erased-back", record.to_string()));
        Ok(back.chain(lacking.map(|office| fault(office, "erased-list", "-".to_owned()))).collect())
    };
    match looked.await {
        Ok(faults) => Ok(faults),
        Err(NotErased::Store(error)) => Err(error),
        Err(NotErased::List(why)) => {
            Ok(offices.iter().map(|office| fault(*office, "erased-list", why.to_string())).collect())
        }
    }
}

fn not_erased(settings: &Settings, why: NotErased) -> Failure {
    match why {
        NotErased::Store(error) => database::told(settings, &error),
        NotErased::List(why) => Failure::cannot(Text::new("retention-no-list").with("why", why)),
    }
}

fn name(lang: Lang, kind: Kind) -> String {
    Text::new(match kind {
        Kind::Residents => "retention-kind-residents",
        Kind::Officials => "retention-kind-officials",
        Kind::SignIn => "retention-kind-sign-in",
        Kind::Sessions => "retention-kind-sessions",
        Kind::Opinions => "retention-kind-opinions",
        Kind::Visits => "retention-kind-visits",
        Kind::Submissions => "retention-kind-submissions",
        Kind::Owners => "retention-kind-owners",
    })
    .say(lang)
}
