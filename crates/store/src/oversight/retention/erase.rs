//! Letting go (删除): names first onto the list outside of the database, then out of the records, for good.

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::kernel::{Date, Office};
use linli_domain::organisation::TermId;
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Kind};
use serde_json::json;

use super::list::{BadList, Entry};
use super::{BatchId, ErasedList, due_terms, end_of, over_by};
use crate::people::{account, identity, second_factor};
use crate::seal::places::{TERM_NAME, TERM_WHY};
use crate::{Error, Result, Store, Transaction, Tx, args};

/// Records of one unit of work: others wait so long.
const BATCH: usize = 200;

/// Why nothing, or nothing more, was erased.
#[derive(Debug, thiserror::Error)]
pub enum NotErased {
    #[error(transparent)]
    List(#[from] BadList),
    #[error(transparent)]
    Store(#[from] Error),
}

/// Lets go of what is due in an office today; how much of each kind.
pub async fn erase_due(
    store: &Store,
    actor: &Actor,
    rules: &RetentionRules,
    today: Date,
) -> Result<BTreeMap<Kind, u64>, NotErased> {
    let office = actor.office;
    let cutoffs = (rules.cutoff(Kind::Residents, today), rules.cutoff(Kind::Officials, today));
    let (mut gone, mut after) = (BTreeMap::new(), None);
    loop {
        let terms = store.read(move |tx| due_terms(tx, office, cutoffs, after, BATCH)).await?;
        after = terms.last().copied();
        for (kind, many) in erase(store, actor, terms, Ground::Expired).await? {
            *gone.entry(kind).or_default() += many;
        }
        if after.is_none() {
            break;
        }
    }
    let ways = rules.cutoff(Kind::SignIn, today);
    gone.insert(Kind::SignIn, store.write(actor, move |tx| ways_in(tx, ways)).await?);
    let over = over_by(rules, today);
    gone.insert(Kind::Sessions, store.write(actor, move |tx| sessions(tx, over)).await?);
    Ok(gone)
}

/// Lets go of the names of these terms, of which `may_erase` was asked.
pub async fn erase_terms(store: &Store, actor: &Actor, terms: Vec<TermId>, ground: Ground) -> Result<u64, NotErased> {
    Ok(erase(store, actor, terms, ground).await?.values().sum())
}

async fn erase(
    store: &Store,
    actor: &Actor,
    mut terms: Vec<TermId>,
    ground: Ground,
) -> Result<BTreeMap<Kind, u64>, NotErased> {
    terms.sort_unstable();
    terms.dedup();
    if terms.is_empty() {
        return Ok(BTreeMap::new());
    }
    if let Some(list) = ErasedList::beside(store.keys()) {
        let (office, at) = (actor.office, store.now());
        let entries: Vec<Entry> = terms.iter().map(|term| Entry { office, term: *term, ground }).collect();
        off(move || list.add(&entries, at)).await?;
    }
    Ok(store.write(actor, move |tx| names(tx, &terms, ground, "personal.erased")).await?)
}

/// Lets go again of what a backup that was put back brought along; how many names. `by` says who does it in an office.
pub async fn repeat(store: &Store, by: impl Fn(Office) -> Actor) -> Result<u64, NotErased> {
    let mut gone = 0;
    for (office, ground, terms) in erased_again(store).await? {
        for terms in terms.chunks(BATCH) {
            let terms = terms.to_vec();
            let again = store.write(&by(office), move |tx| names(tx, &terms, ground, "personal.erased_again"));
            gone += again.await?.values().sum::<u64>();
        }
    }
    Ok(gone)
}

/// Names that stand in the records although the list says that they were let go of.
pub async fn erased_again(store: &Store) -> Result<Vec<(Office, Ground, Vec<TermId>)>, NotErased> {
    let Some(list) = ErasedList::beside(store.keys()) else { return Ok(Vec::new()) };
    let entries = off(move || list.read()).await?.unwrap_or_default();
    let mut of: BTreeMap<(Office, &'static str), (Ground, Vec<TermId>)> = BTreeMap::new();
    for Entry { office, term, ground } in entries {
        of.entry((office, ground.as_str())).or_insert((ground, Vec::new())).1.push(term);
    }
    let mut there = Vec::new();
    for ((office, _), (ground, terms)) in of {
        let named = store.read(move |tx| named(tx, office)).await?;
        // One that was erased, brought back and erased again stands there twice.
        let terms: BTreeSet<TermId> = terms.into_iter().filter(|term| named.contains(term)).collect();
        let terms: Vec<TermId> = terms.into_iter().collect();
        if !terms.is_empty() {
            there.push((office, ground, terms));
        }
    }
    Ok(there)
}

/// Whether the list names anything at all.
pub async fn was_anything_erased(store: &Store) -> Result<bool, NotErased> {
    let Some(list) = ErasedList::beside(store.keys()) else { return Ok(false) };
    Ok(off(move || list.read()).await?.is_some_and(|entries| !entries.is_empty()))
}

/// Offices whose records say that names were erased, while the list of them is not beside the key: it was not brought along.
pub async fn lacks_its_list(store: &Store) -> Result<Vec<Office>, NotErased> {
    let Some(list) = ErasedList::beside(store.keys()) else { return Ok(Vec::new()) };
    if off(move || list.read()).await?.is_some() {
        return Ok(Vec::new());
    }
    let offices = store.read(|tx| {
        tx.query(
            "select office from erasure where kind in ('residents', 'officials') group by office order by office",
            args![],
            |row| row.get(0),
        )
    });
    Ok(offices.await?)
}

/// Every term of an office whose name is there.
fn named(tx: &mut Tx, office: Office) -> Result<BTreeSet<TermId>> {
    let all =
        tx.query("select t.id from term t where t.office = $1 and t.name <> ''", args![office], |row| row.get(0))?;
    Ok(all.into_iter().collect())
}

fn names(tx: &mut Transaction, terms: &[TermId], ground: Ground, act: &'static str) -> Result<BTreeMap<Kind, u64>> {
    let (office, actor, now, batch) = (tx.office(), tx.actor().clone(), tx.now(), BatchId::new());
    let each = || terms.iter().map(move |term| args![office, *term]);
    // Takes the rows: of two who erase one name the second finds nothing.
    tx.run_many("update term set name = name where office = $1 and id = $2 and name <> ''", each())?;
    let row = |term: &TermId| args![office, *term, batch, ground.as_str(), now, actor.account, actor.name];
    tx.run_many(
        "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
         select t.office, $3, t.id, case when t.standing is null then 'officials' else 'residents' end, $4, 1, $5, $6, $7
           from term t where t.office = $1 and t.id = $2 and t.name <> ''",
        terms.iter().map(row),
    )?;
    // Where a leader went, the reason may be the name of the one who came.
    let named = named_as_reason(tx, office, terms)?;
    tx.run_many(
        "update term set ended_why = '' where office = $1 and id = $2",
        named.iter().map(|term| args![office, *term]),
    )?;
    tx.run_many(
        "update term set name = '', title = case when title is null then null else '' end, account = null,
                ended_why = case when ended_why is null then null else '' end
          where office = $1 and id = $2 and name <> ''",
        each(),
    )?;
    let counts = counts(tx, office, batch)?;
    for (kind, many) in &counts {
        tx.record(act, batch, json!({ "kind": kind.as_str(), "ground": ground.as_str(), "count": many }));
    }
    Ok(counts)
}

/// Leaders who went because one of these came, as long as the reason is that name.
fn named_as_reason(tx: &mut Tx, office: Office, terms: &[TermId]) -> Result<Vec<TermId>> {
    let (held, list) = (tx.held(), terms.iter().fold("|".to_owned(), |text, id| text + &id.to_string() + "|"));
    let pairs = tx.query(
        "select p.id, p.ended_why, n.id, n.name from term n
           join term p on p.office = n.office and p.neighbourhood = n.neighbourhood and p.body is null
            and p.ended_on = n.from_day and p.id <> n.id
          where n.office = $1 and n.body is null and n.name <> '' and $2 like '%|' || n.id || '|%'",
        args![office, list],
        |row| {
            let (before, after): (TermId, TermId) = (row.get(0)?, row.get(2)?);
            let why = held.open(&TERM_WHY, office, &before.to_string(), &row.get::<String>(1)?);
            let name = held.open(&TERM_NAME, office, &after.to_string(), &row.get::<String>(3)?);
            // Where neither can be read, rather one reason too many goes than a name stays.
            let goes = why.known().is_none() || why == name;
            Ok(goes.then_some(before))
        },
    )?;
    Ok(pairs.into_iter().flatten().collect())
}

fn counts(tx: &mut Tx, office: Office, batch: BatchId) -> Result<BTreeMap<Kind, u64>> {
    let rows = tx.query(
        "select kind, count(*) from erasure where office = $1 and batch = $2 group by kind",
        args![office, batch],
        |row| Ok((row.get::<String>(0)?.parse().map_err(|()| Error::Damaged)?, row.get::<i64>(1)?.unsigned_abs())),
    )?;
    Ok(rows.into_iter().collect())
}

/// How stopped accounts signed in.
fn ways_in(tx: &mut Transaction, cutoff: Date) -> Result<u64> {
    let (office, before) = (tx.office(), end_of(cutoff));
    account::hold_stopped(tx, before)?;
    let accounts: Vec<AccountId> = tx.query(
        "select a.id from account a
          where a.office = $1 and a.stopped_at < $2
            and (a.password <> '' or exists (select 1 from second_factor f where f.office = $1 and f.account = a.id)
                 or exists (select 1 from identity i where i.office = $1 and i.account = a.id))",
        args![office, before],
        |row| row.get(0),
    )?;
    account::forget_passwords(tx, &accounts)?;
    second_factor::forget_all(tx, &accounts)?;
    identity::forget_all(tx, &accounts)?;
    note(tx, Kind::SignIn, &accounts)?;
    Ok(accounts.len() as u64)
}

fn note(tx: &mut Transaction, kind: Kind, accounts: &[AccountId]) -> Result<()> {
    if accounts.is_empty() {
        return Ok(());
    }
    let (office, actor, now, batch) = (tx.office(), tx.actor().clone(), tx.now(), BatchId::new());
    let ground = Ground::Expired.as_str();
    let row =
        |account: &AccountId| args![office, batch, *account, kind.as_str(), ground, now, actor.account, actor.name];
    tx.run_many(
        "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
         values ($1, $2, $3, $4, $5, 1, $6, $7, $8)",
        accounts.iter().map(row),
    )?;
    tx.record("personal.erased", batch, json!({ "kind": kind.as_str(), "ground": ground, "count": accounts.len() }));
    Ok(())
}

/// Sessions that are over: nobody is asked about them, the trail tells who signed in.
fn sessions(tx: &mut Transaction, cutoff: Date) -> Result<u64> {
    let (office, actor, now, batch) = (tx.office(), tx.actor().clone(), tx.now(), BatchId::new());
    let over = args![office, end_of(cutoff)];
    let many = tx.run("delete from session where office = $1 and ends_at < $2", over)?.count();
    if many > 0 {
        let (kind, ground) = (Kind::Sessions.as_str(), Ground::Expired.as_str());
        tx.run(
            "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
             values ($1, $2, $2, $3, $4, $5, $6, $7, $8)",
            args![office, batch, kind, ground, i64::try_from(many).unwrap_or(i64::MAX), now, actor.account, actor.name],
        )?
        .exactly_one()?;
        tx.record("personal.erased", batch, json!({ "kind": kind, "ground": ground, "count": many }));
    }
    Ok(many)
}

/// Files are asked off the async threads.
async fn off<T: Send + 'static>(work: impl FnOnce() -> Result<T, BadList> + Send + 'static) -> Result<T, NotErased> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Error::other(error.to_string()))?;
    Ok(done?)
}
