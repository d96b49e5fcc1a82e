//! The bulletin of May 2022: drafted from the figures, signed by a second person, issued.

use jiff::civil::{Date, date};
use linli_domain::kernel::Month;
use linli_domain::kernel::people::Actor;
use linli_domain::oversight::bulletin::CannotStep;
use linli_domain::oversight::rules::Targets;
use linli_domain::oversight::{Bulletin, BulletinId, BulletinState};
use linli_store::oversight::{bulletin, declared, league};
use linli_store::people::second_factor::Proof;
use linli_store::{Error, Store, Tx};
use linli_web::oversight::draft;
use linli_web::shell::Lang;

use super::office;

const SIGNED_ON: Date = date(2022, 6, 6);
const NUMBER: &str = "邵旧改办〔2022〕5号";

/// Takes the bulletin of an office through every step that people take.
pub async fn issue(store: &Store, drafter: &Actor, head: &Actor) -> Result<(), Error> {
    let (scope, month) = (drafter.office.code(), Month::of(date(2022, 5, 31)));
    let read = move |tx: &mut Tx| Ok((league::of(tx, scope, month)?, declared::findings_on(tx, scope, month)?));
    let (league, findings) = store.read(read).await?;
    let drafted = Bulletin {
        office: office(linli_domain::sample::PREFECTURE),
        id: BulletinId::new(),
        month,
        state: BulletinState::Draft,
        version: 1,
        wording: draft::wording(Lang::Zh, &league, &Targets::default(), &findings),
        league,
        number: None,
        drafted_by: drafter.account,
        drafted_at: store.now(),
        signed_by: None,
        signed_on: None,
        issued_at: None,
        reason: None,
    };
    let id = drafted.id;
    store.write(drafter, move |tx| bulletin::add(tx, &drafted)).await?;
    step(store, drafter, id, "submitted", |bulletin, _| bulletin.submit()).await?;
    step(store, head, id, "signed", |bulletin, by| bulletin.sign(by, SIGNED_ON, NUMBER)).await?;
    let now = store.now();
    step(store, drafter, id, "issued", move |bulletin, _| bulletin.issue(now)).await
}

async fn step(
    store: &Store,
    by: &Actor,
    id: BulletinId,
    act: &'static str,
    take: impl Fn(&mut Bulletin, &Actor) -> Result<(), CannotStep> + Send + 'static,
) -> Result<(), Error> {
    store
        .write(by, move |tx| {
            let (office, actor) = (tx.office(), tx.actor().clone());
            let mut bulletin = bulletin::get(tx, office, id)?;
            take(&mut bulletin, &actor).map_err(|_| Error::Refused)?;
            if act != "signed" {
                return bulletin::save(tx, &bulletin, act);
            }
            let taken = Proof::of_nothing(actor.account).take(tx)?;
            bulletin::sign(tx, &bulletin, &taken)
        })
        .await
}
