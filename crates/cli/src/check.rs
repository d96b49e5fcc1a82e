//! `linli check`: walks through everything that must hold, and prints a line for each breach.

mod files;

use linli_domain::kernel::Office;
use linli_store::check::{Fault, faults};
use linli_store::trail::{self, Breach, BreachKind, Head};
use linli_store::{Error, Store};

use files::Left;

use crate::args::{Check, Format};
use crate::config::Settings;
use crate::lang::{Lang, Text};
use crate::outcome::{Failure, Outcome};
use crate::{database, retention};

pub async fn run(settings: &Settings, asked: &Check, format: Format) -> Result<Outcome, Failure> {
    let store = database::open_existing(settings).await?;
    database::bring_up_to_date(&store, settings, true).await?;
    let mut chains = chains(&store).await.map_err(|error| database::told(settings, &error))?;
    let objects = database::objects(settings)?;
    let told = |error: Error| database::told(settings, &error);
    let offices: Vec<Office> = chains.iter().map(|chain| chain.office).collect();
    for fault in retention::came_back(&store, &offices).await.map_err(told)? {
        chains
            .iter_mut()
            .filter(|chain| chain.office == fault.office)
            .for_each(|chain| chain.faults.push(fault.clone()));
    }
    if let Err(why) = store.keys().look(&store).await {
        // One line instead of one for each text: nothing was changed, the key is not at hand.
        for chain in &mut chains {
            chain.faults.retain(|fault| fault.rule != "sealed-closed");
            chain.faults.push(Fault { office: chain.office, rule: "sealed-no-key", subject: why.to_string() });
        }
    }
    let left = files::walk(&store, &objects, &mut chains, asked.clean).await.map_err(told)?;

    match format {
        Format::Json => println!("{}", as_json(&chains, &left)),
        Format::Text => {
            for chain in &chains {
                chain.print(settings.lang.value);
            }
            left.print(settings.lang.value, asked.clean);
        }
    }
    let whole = chains.iter().all(|chain| chain.breaches.is_empty() && chain.faults.is_empty());
    Ok(if whole { Outcome::Fine } else { Outcome::Findings })
}

/// What does not hold in the trail and between the records, in the reader's words.
pub async fn breaches(store: &Store, lang: Lang) -> Result<Vec<String>, Error> {
    Ok(chains(store).await?.iter().flat_map(|chain| chain.breached(lang)).collect())
}

/// The trail of one office, walked through.
#[derive(Debug)]
struct Chain {
    office: Office,
    /// Written down elsewhere, it proves later that nothing up to here was changed.
    head: Option<Head>,
    breaches: Vec<Breach>,
    /// What does not hold between its records.
    faults: Vec<Fault>,
}

async fn chains(store: &Store) -> Result<Vec<Chain>, Error> {
    let mut chains = Vec::new();
    for office in store.read(trail::offices).await? {
        // One office at a time: a long reader would keep the log of the database growing.
        let walk = store.read(move |tx| {
            Ok::<_, Error>(Chain {
                office,
                head: trail::head(tx, office)?,
                breaches: trail::verify(tx, office)?,
                faults: faults(tx, office)?,
            })
        });
        chains.push(walk.await?);
    }
    Ok(chains)
}

impl Chain {
    fn print(&self, lang: Lang) {
        for line in self.breached(lang) {
            println!("{line}");
        }
        if let (true, Some(head)) = (self.breaches.is_empty(), &self.head) {
            let about = Text::new("check-whole").with("office", self.office).with("line", head.seq);
            println!("{}", about.with("digest", &head.digest).say(lang));
        }
    }

    fn breached(&self, lang: Lang) -> Vec<String> {
        let breaches = self
            .breaches
            .iter()
            .map(|breach| Text::new(key(breach.kind)).with("office", breach.office).with("line", breach.seq).say(lang));
        let faults = self.faults.iter().map(|fault| {
            let key = match fault.rule {
                "erased-back" => "check-erased-back",
                "erased-list" => "check-erased-list",
                "sealed-no-key" => "check-sealed-no-key",
                _ => "check-fault",
            };
            let about = Text::new(key).with("office", fault.office).with("rule", fault.rule);
            about.with("subject", &fault.subject).say(lang)
        });
        breaches.chain(faults).collect()
    }
}

const fn key(kind: BreachKind) -> &'static str {
    match kind {
        BreachKind::Changed => "check-changed",
        BreachKind::Removed => "check-removed",
        BreachKind::Unlinked => "check-unlinked",
        BreachKind::Inserted => "check-inserted",
        BreachKind::Truncated => "check-truncated",
    }
}

fn as_json(chains: &[Chain], left: &Left) -> serde_json::Value {
    let heads = chains.iter().filter_map(|chain| {
        let head = chain.head.as_ref()?;
        Some(serde_json::json!({ "office": chain.office.to_string(), "line": head.seq, "digest": head.digest }))
    });
    let breaches = chains.iter().flat_map(|chain| &chain.breaches).map(|breach| {
        serde_json::json!({
            "what": "trail", "office": breach.office.to_string(), "line": breach.seq, "kind": breach.kind.as_str(),
        })
    });
    let faults = chains.iter().flat_map(|chain| &chain.faults).map(|fault| {
        serde_json::json!({
            "what": fault.rule, "office": fault.office.to_string(), "subject": fault.subject,
        })
    });
    let breaches: Vec<_> = breaches.chain(faults).collect();
    serde_json::json!({ "heads": heads.collect::<Vec<_>>(), "breaches": breaches,
        "left_over": { "files": left.files, "bytes": left.bytes, "uploads": left.uploads } })
}
