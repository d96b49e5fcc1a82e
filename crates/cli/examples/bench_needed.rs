//! The public page of an owners' vote of 20,000 heads, while fifty ballots a second are typed in by two clerks over HTTP.
//!
//! It is held against the same page of the same vote while nothing comes in, and afterwards every ballot that was acknowledged is
//! looked for.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;
#[allow(dead_code, reason = "only its office and its clerk are used here")]
#[path = "../tests/common/survey.rs"]
mod survey;

use std::time::{Duration, Instant};

use jiff::ToSpan;
use linli_domain::kernel::{Area, Date, NeighbourhoodId};
use linli_domain::planning::vote::{BallotId, Draft, Matter, Options, VoteId, VoteRules};
use linli_domain::register::building::Layout;
use linli_domain::register::owner::{
    Basis, Change, Changes, Measured, Owner, Owners, Party, PartyId, PartyKind, Scope,
};
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::planning::vote;
use linli_store::register::{building, neighbourhood, owner};
use linli_store::seal::{KeyFile, Seal};
use linli_store::{Error, Store, Transaction};
use support::client::Client;
use support::ground::Ground;
use support::server::Server;
use support::{Result, figure, people, run, tell};
use survey::{OFFICE, clerk, office};

const BUILDINGS: usize = 100;
/// Ballots in a second, and for how many seconds.
const RATE: u64 = 50;
const SECONDS: u64 = 20;
/// Openings of the page while nothing comes in.
const OPENINGS: usize = 300;

fn main() -> Result<()> {
    for ground in Ground::each()? {
        run(measure(&ground))?;
    }
    Ok(())
}

async fn measure(ground: &Ground) -> Result<()> {
    let key = ground.data().join("linli.key");
    std::fs::write(&key, Seal::new_key()?)?;
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let (id, of, today, names) = {
        let store = ground.open().await?.with_keys(KeyFile::at(Some(key.clone())));
        let (id, of) = announced(&store).await?;
        let today = store.read(move |tx| vote::get(tx, office(), id)).await?.draft.first;
        let names = [people::named(&store, office(), "one").await?, people::named(&store, office(), "two").await?];
        ground.settle()?;
        (id, of, today, names)
    };
    let server = Server::linli(ground)?;
    let say = |what: &str, value: f64, unit: &str| tell(&format!("{}: {what}", ground.engine), value, unit);
    let page = format!("/neighbourhoods/{OFFICE}/{of}/votes/{id}");
    let mut reader = Client::connect(&server.address, "").await?;
    let mut quiet = Vec::with_capacity(OPENINGS);
    for _ in 0..OPENINGS {
        quiet.push(look(&mut reader, &page).await?);
    }
    let (typing, started) = (tokio::spawn(typed(server.address.clone(), (id, today), names)), Instant::now());
    let mut busy = Vec::new();
    while !typing.is_finished() {
        busy.push(look(&mut reader, &page).await?);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let ballots = typing.await??;
    say("ballots typed in by two", figure(ballots) / started.elapsed().as_secs_f64(), "/s");
    say("the page while nothing comes in, half within", at(&mut quiet, 50), "ms");
    say("the page while they come in, half within", at(&mut busy, 50), "ms");
    say("the page while they come in, slowest of a hundred", at(&mut busy, 99), "ms");
    say("the page, of the quiet one", at(&mut busy, 50) / at(&mut quiet, 50), "times");
    drop(server);
    let store = ground.open().await?.with_keys(KeyFile::at(Some(key)));
    let kept = store.read(move |tx| vote::get(tx, office(), id)).await?;
    if u64::try_from(kept.came.heads)? != ballots {
        return Err(format!("{ballots} were acknowledged, {} took part", kept.came.heads).into());
    }
    Ok(())
}

/// A vote of twenty thousand heads that is open today.
async fn announced(store: &Store) -> Result<(VoteId, NeighbourhoodId)> {
    let id = VoteId::new();
    let of = store
        .write(&clerk(), |tx| {
            let division = OFFICE_TOWN.parse().map_err(|_| Error::Refused)?;
            Ok::<_, Error>(neighbourhood::add(tx, Facts::new("示例小区", division))?.id)
        })
        .await?;
    for n in 0..BUILDINGS {
        store.write(&clerk(), move |tx| house(tx, of, n)).await?;
    }
    store.write(&clerk(), move |tx| owners(tx, of)).await?;
    store
        .write(&clerk(), move |tx| {
            let today = tx.today();
            let rules = VoteRules { notice_days: 0, ..VoteRules::default() };
            vote::rules::set(tx, today, &rules, "script/bench")?;
            vote::draft(tx, id, &draft(of, today))?;
            vote::announce(tx, id, 1).map_err(|_| Error::Refused)
        })
        .await?;
    Ok((id, of))
}

const OFFICE_TOWN: &str = "430527100001";

fn house(tx: &mut Transaction, of: NeighbourhoodId, n: usize) -> std::result::Result<(), Error> {
    let one = Building {
        id: BuildingId::new(),
        neighbourhood: of,
        name: format!("{}栋", n + 1),
        built_year: None,
        floors: 25,
    };
    building::add(tx, &one, Layout::new(2, 25, 4).map_err(|_| Error::Refused)?)?;
    Ok(())
}

fn owners(tx: &mut Transaction, of: NeighbourhoodId) -> std::result::Result<(), Error> {
    let office = tx.office();
    let roll = owner::roll(tx, office, of, Scope::Neighbourhood)?;
    let since = Date::constant(2001, 6, 1);
    let (mut parties, mut each) = (Vec::new(), Vec::new());
    for (n, unit) in roll.units.iter().enumerate() {
        let id = PartyId::new();
        let owners = Owners::Known(vec![Owner::new(&format!("示例{n}"), "", "")]);
        parties.push(Party { id, kind: PartyKind::Person, owners });
        let area = Some(Measured { area: Area::from_hundredths(9_000), basis: Basis::Register });
        each.push(Change { dwelling: unit.dwelling, end: None, begin: Some((id, since)), area });
    }
    owner::apply(tx, of, roll.version, &Changes { parties, each })
}

fn draft(of: NeighbourhoodId, today: Date) -> Draft {
    Draft {
        neighbourhood: of,
        scope: Scope::Neighbourhood,
        matter: Matter::Other,
        title: "更换楼道灯（示例）".into(),
        question: "是否同意更换？".into(),
        options: Options::default(),
        first: today,
        last: today.saturating_add(13.days()),
        clause: None,
        plan: None,
    }
}

/// Each ballot is read by one clerk and then by the other, as many in a second as were asked for; how many there were.
async fn typed(address: String, (id, received): (VoteId, Date), names: [String; 2]) -> Result<u64> {
    let mut clerks = Vec::new();
    for name in names {
        let cookie = Client::connect(&address, "").await?.sign_in(&name, people::PASSWORD).await?;
        clerks.push(Client::connect(&address, &cookie).await?);
    }
    let page = format!("/desk/{OFFICE}/votes/{id}/ballots");
    let mut every = tokio::time::interval(Duration::from_micros(1_000_000 / RATE));
    let all = RATE * SECONDS;
    for number in 1..=all {
        every.tick().await;
        let mark = if number % 5 == 0 { "against" } else { "for" };
        let form = format!("head={number}&mark={mark}&received={received}");
        let first = clerks[0].post(&format!("{page}/new"), &format!("{form}&id={}", BallotId::new())).await?;
        let second = clerks[1].post(&format!("{page}/{number}"), &form).await?;
        if (first.status, second.status) != (303, 303) {
            return Err(format!("ballot {number}: {} {}", first.status, second.status).into());
        }
    }
    Ok(all)
}

/// Milliseconds until the page was there.
async fn look(client: &mut Client, page: &str) -> Result<f64> {
    let sent = Instant::now();
    let answer = client.get(page).await?;
    if answer.status == 200 {
        Ok(sent.elapsed().as_secs_f64() * 1_000.0)
    } else {
        Err(format!("{}", answer.status).into())
    }
}

/// The one that so many of a hundred are within.
fn at(took: &mut [f64], percent: usize) -> f64 {
    took.sort_unstable_by(f64::total_cmp);
    took.get((took.len() * percent / 100).min(took.len().saturating_sub(1))).copied().unwrap_or_default()
}
