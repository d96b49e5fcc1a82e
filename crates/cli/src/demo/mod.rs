//! `linli demo`: a fresh, illustrative Shaoyang to look around in, made with the functions that people use.

mod bulletin;
mod clock;
mod drawings;
mod forms;
mod lifts;
mod months;
mod opinions;
mod organisation;
mod owners;
mod people;
mod plans;
mod records;
mod replay;
mod slips;
mod survey;
mod votes;
mod works;

use std::sync::Arc;

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{DivisionCode, Office};
use linli_domain::sample::{self, COUNTY, PREFECTURE};
use linli_store::objects::Shelf;
use linli_store::register::division;
use linli_store::{Clock, Error, Objects, Store, trail};
use linli_web::{App, Config, reference};
use tempfile::TempDir;

use crate::args::Format;
use crate::config::{Origin, Settings};
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::serve::{Security, Served, listen};
use crate::{config, database, identity, trust};
use clock::ReplayClock;
use people::SignIn;
use records::Case;
use replay::Scene;

pub async fn run(settings: &Settings, format: Format) -> Result<Outcome, Failure> {
    let security = Security::of(settings)?;
    let site = config::site(settings)?;
    let listener = listen(settings.address.value)?;
    let (settings, folder) = own_folder(settings)?;
    let clock = Arc::new(ReplayClock::default());
    let store = database::open_by(&settings, Arc::clone(&clock) as Arc<dyn Clock>).await?;
    database::bring_up_to_date(&store, &settings, false).await?;
    let told = |error: Error| database::told(&settings, &error);
    if !is_empty(&store).await.map_err(told)? {
        return Err(Failure::wrong_use(Text::new("demo-not-empty")));
    }

    database::make_key(&store).await?;
    let objects = database::objects(&settings)?;
    let sign_ins = fill(&store, &objects, &clock).await.map_err(told)?;
    let behind = clock.let_go();
    let config = Config {
        secure: security != Security::Loopback,
        behind_proxy: security == Security::Proxy,
        home: Some(office(PREFECTURE)),
        site,
        illustrative: true,
        behind,
        second_factor: settings.second_factor.value.of_pages(),
        identity: identity::provider(&settings)?,
        key_file: settings.key_file.value.clone(),
        ..Config::default()
    };
    let pages = linli_web::router(App::new(store, objects, config)).merge(trust::pages(&settings));
    let lang = settings.lang.value;
    let announce = |address: &str| match format {
        Format::Json => println!("{}", serde_json::json!({ "address": address, "accounts": sign_ins })),
        Format::Text => {
            println!("{}", Text::new("demo-ready").with("address", address).say(lang));
            if folder.is_some() {
                println!("{}", Text::new("demo-goes").say(lang));
            }
            println!("{}", Text::new("demo-second-factor").say(lang));
            println!("\n{}\n", Text::new("demo-sign-ins").say(lang));
            for SignIn { role, name, password, .. } in &sign_ins {
                println!("  {role:<16}{name:<24}{password}");
            }
        }
    };
    Served { listener, security, pages }.until_stopped(announce).await
}

/// Everything of the demonstration: divisions, people, and the course of two years.
async fn fill(store: &Store, objects: &Objects, clock: &ReplayClock) -> Result<Vec<SignIn>, Error> {
    let prefecture = office(PREFECTURE);
    reference::seed(store, &people::beginning(prefecture), prefecture.code()).await?;
    let divisions = store.read(|tx| division::within(tx, county())).await?;
    let samples = sample::neighbourhoods(&divisions);
    let (people, mut sign_ins) = people::officials(store).await?;
    replay::run(&Scene { store, clock, people: &people }, objects, &samples).await?;
    let neighbourhoods: Vec<_> = (0..samples.len()).map(Case::id_of).collect();
    sign_ins.extend(people::in_neighbourhoods(store, &neighbourhoods, &sign_ins).await?);
    Ok(sign_ins)
}

/// The folder somebody named, or one of our own that goes away with the program.
fn own_folder(settings: &Settings) -> Result<(Settings, Option<TempDir>), Failure> {
    let named = settings.data.origin != Origin::Default || settings.database.origin != Origin::Default;
    if named {
        return Ok((settings.clone(), None));
    }
    let cannot = |error: std::io::Error| {
        let folder = std::env::temp_dir();
        Failure::cannot(Text::new("data-no-write").with("file", folder.display()).with("why", error))
    };
    let folder = tempfile::Builder::new().prefix("linli-demo-").tempdir().map_err(cannot)?;
    let mut settings = settings.clone();
    folder.path().clone_into(&mut settings.data.value);
    settings.database.value = folder.path().join("linli.db").display().to_string();
    settings.objects.value = Shelf::Folder(folder.path().join("objects"));
    settings.key_file.value = Some(folder.path().join("linli.key"));
    Ok((settings, Some(folder)))
}

/// Whether the records of an office are those of a demonstration: it writes the first line of its trail. What is printed of them says
/// that it is made up, whichever command prints it.
pub async fn made(store: &Store, office: Office) -> Result<bool, Error> {
    let first = store.read(move |tx| trail::page(tx, office, &trail::Filter::default(), Some(2), 1)).await?;
    Ok(first.first().is_some_and(|line| line.account == AccountId::from_number(0) && line.actor == people::ITSELF))
}

/// The same of everything that is kept here: a demonstration mixes with nothing else, so any office says it.
pub async fn is_kept(store: &Store) -> Result<bool, Error> {
    match store.read(trail::offices).await?.first() {
        Some(office) => made(store, *office).await,
        None => Ok(false),
    }
}

/// The demonstration never mixes with records that somebody keeps.
async fn is_empty(store: &Store) -> Result<bool, Error> {
    store.read(|tx| Ok(linli_store::register::division::count(tx)? == 0)).await
}

fn office(code: &str) -> Office {
    code.parse().expect("the sample names an office")
}

fn county() -> DivisionCode {
    office(COUNTY).code()
}
