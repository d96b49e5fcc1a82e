//! The made-up people of the demonstration: one for each role, all with the password of this run.

use linli_domain::kernel::account::NewAccount;
use linli_domain::kernel::account::SignInName;
use linli_domain::kernel::people::{AccountId, Actor, Grant, Role, Scope};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::sample::{COUNTY, PREFECTURE};
use linli_store::people::session::TokenHash;
use linli_store::people::{account, grant};
use linli_store::{Error, Store};
use linli_web::people::password::{Cost, Hasher, once};
use serde::Serialize;

use super::office;

/// What somebody needs to look around as one of them.
#[derive(Clone, Debug, Serialize)]
pub struct SignIn {
    pub role: &'static str,
    pub name: String,
    pub password: String,
    #[serde(skip)]
    hash: String,
}

/// Those in whose names the records are written.
pub struct Officials {
    pub clerk: Actor,
    pub head: Actor,
    /// Members of the residents' bodies, as one account: they confirm what they have seen.
    pub resident: Actor,
    /// The joint team of the campaign, as one account.
    pub surveyor: Actor,
    /// Whoever has the slip of a door, and no account.
    pub household: Actor,
    pub supervisor: Actor,
    pub prefecture_head: Actor,
}

/// Who writes before there is anybody.
pub const ITSELF: &str = "linli demo";

/// The demonstration itself.
pub fn beginning(office: Office) -> Actor {
    Actor { account: AccountId::from_number(0), office, name: ITSELF.to_owned(), grants: Vec::new() }
}

/// The people of the county's and of the prefecture's office.
pub async fn officials(store: &Store) -> Result<(Officials, Vec<SignIn>), Error> {
    let (password, hash) = password().await?;
    let mut sign_ins = Vec::new();
    let mut actors = Vec::new();
    let county = [
        (Role::Clerk, "县改造办工作人员（示例）"),
        (Role::Head, "县改造办负责人（示例）"),
        (Role::Administrator, "县系统管理员（示例）"),
        (Role::Auditor, "县审计人员（示例）"),
    ];
    let prefecture = [(Role::Supervisor, "市级督导人员（示例）"), (Role::Head, "市改造办负责人（示例）")];
    let everyone = county.map(|(role, name)| (COUNTY, role, name)).into_iter();
    for (code, role, name) in everyone.chain(prefecture.map(|(role, name)| (PREFECTURE, role, name))) {
        let at = office(code);
        let sign_in = SignIn {
            role: role.as_str(),
            name: format!("{}@{at}", role.as_str()),
            password: password.clone(),
            hash: hash.clone(),
        };
        actors.push(add(store, at, &sign_in, name, role, &[Scope::Division(at.code())]).await?);
        sign_ins.push(sign_in);
    }
    let mut actors = actors.into_iter();
    let mut next = || actors.next().ok_or(Error::Missing);
    let (clerk, head) = (next()?, next()?);
    let (_, _) = (next()?, next()?);
    let (supervisor, prefecture_head) = (next()?, next()?);
    let county = office(COUNTY);
    let scope = Scope::Division(county.code());
    let shared = |name: &str, role: Role| SignIn {
        name: format!("{name}@{county}"),
        password: password.clone(),
        hash: hash.clone(),
        role: role.as_str(),
    };
    let of = shared("residents", Role::CouncilMember);
    let resident = add(store, county, &of, "各小区居民代表（示例）", Role::CouncilMember, &[scope]).await?;
    let of = shared("team", Role::Surveyor);
    let surveyor = add(store, county, &of, "联合摸底组（示例）", Role::Surveyor, &[scope]).await?;
    let household = linli_web::consultation::resident(county);
    Ok((Officials { clerk, head, resident, surveyor, household, supervisor, prefecture_head }, sign_ins))
}

/// Those who answer for, live in or work in a few neighbourhoods.
pub async fn in_neighbourhoods(
    store: &Store,
    neighbourhoods: &[NeighbourhoodId],
    others: &[SignIn],
) -> Result<Vec<SignIn>, Error> {
    let county = office(COUNTY);
    let first = others.first().ok_or(Error::Missing)?;
    let people: [(Role, &str, &[usize]); 5] = [
        // Two that went well, and what a leader is asked about.
        (Role::Leader, "包联领导（示例）", &[0, 1, 7, 10, 16]),
        (Role::Surveyor, "摸底组员（示例）", &[0, 1, 2]),
        (Role::CouncilMember, "改造理事会成员（示例）", &[0]),
        (Role::Contractor, "施工单位（示例）", &[0, 1, 2]),
        (Role::Utility, "供水公司（示例）", &[0, 1, 2, 3, 4]),
    ];
    let mut sign_ins = Vec::new();
    for (role, name, which) in people {
        let of = which.iter().filter_map(|at| neighbourhoods.get(*at));
        let scopes: Vec<Scope> = of.map(|id| Scope::Neighbourhood(*id)).collect();
        let sign_in = SignIn { role: role.as_str(), name: format!("{}@{county}", role.as_str()), ..first.clone() };
        add(store, county, &sign_in, name, role, &scopes).await?;
        sign_ins.push(sign_in);
    }
    // The joint team reads ballots beside the clerk.
    sign_ins.push(SignIn { role: Role::Surveyor.as_str(), name: format!("team@{county}"), ..first.clone() });
    Ok(sign_ins)
}

/// Adds an account as an administrator would, and changes its first password as its person would.
async fn add(
    store: &Store,
    at: Office,
    sign_in: &SignIn,
    name: &str,
    role: Role,
    scopes: &[Scope],
) -> Result<Actor, Error> {
    let sign_in_name: SignInName = sign_in.name.parse().map_err(|_| Error::Refused)?;
    let new = NewAccount::new(sign_in_name, name).map_err(|_| Error::Refused)?;
    let grants: Vec<Grant> = scopes.iter().map(|scope| Grant { role, scope: *scope }).collect();
    let actor = Actor { account: new.id, office: at, name: new.name.clone(), grants: grants.clone() };
    let hash = sign_in.hash.clone();
    store
        .write(&beginning(at), move |tx| {
            account::add(tx, &new, &hash)?;
            grants.iter().try_for_each(|given| grant::give(tx, new.id, *given))?;
            account::change(tx, new.id, &hash, &TokenHash(String::new()))
        })
        .await?;
    Ok(actor)
}

async fn password() -> Result<(String, String), Error> {
    let fault = |_| Error::Panicked;
    let password = once().map_err(fault)?;
    let shown = password.expose().to_owned();
    let hash = Hasher::new(Cost::default()).hash(password).await.map_err(fault)?;
    Ok((shown, hash))
}
