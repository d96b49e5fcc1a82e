//! A campaign with many doors and somebody of its team, for tests and measurements that send visits as phones do.

use linli_domain::consultation::survey::{Campaign, CampaignId, Form};
use linli_domain::kernel::Office;
use linli_domain::kernel::account::NewAccount;
use linli_domain::kernel::password::Password;
use linli_domain::kernel::people::{AccountId, Actor, Grant, Role, Scope};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::consultation::survey::{self, doors};
use linli_store::people::session::TokenHash;
use linli_store::people::{account, grant};
use linli_store::register::{building, neighbourhood};
use linli_store::{Error, Store};
use linli_web::people::password::{Cost, Hasher};

pub const OFFICE: &str = "430527";
pub const NAME: &str = "team@430527";
pub const PASSWORD: &str = "team-9f3a61c2d7";

/// What is there to visit.
pub struct Ground {
    pub campaign: CampaignId,
    pub doors: Vec<String>,
}

pub fn office() -> Office {
    OFFICE.parse().expect("an office")
}

pub fn clerk() -> Actor {
    let grants = vec![Grant { role: Role::Clerk, scope: Scope::Division(office().code()) }];
    Actor {
        account: AccountId::from_number(1), office: office(), name: "改造办工作人员（示例）".into(), grants
    }
}

/// Buildings of four entrances with eighteen floors of eight doors: as many as hold so many doors.
pub async fn ground(store: &Store, doors_wanted: usize) -> Ground {
    let hasher = Hasher::new(Cost::default());
    let hash = hasher.hash(Password::typed(PASSWORD).expect("a password")).await.expect("hashed");
    let new = NewAccount::new(NAME.parse().expect("a name"), "摸底组员（示例）").expect("an account");
    let made = store.write(&clerk(), move |tx| {
        account::add(tx, &new, &hash)?;
        account::change(tx, new.id, &hash, &TokenHash(String::new()))?;
        grant::give(tx, new.id, Grant { role: Role::Surveyor, scope: Scope::Division(office().code()) })?;
        let of =
            neighbourhood::add(tx, Facts::new("示例小区", "430527100001".parse().map_err(|_| Error::Refused)?))?.id;
        for n in 0..doors_wanted.div_ceil(4 * 18 * 8) {
            let house = Building {
                id: BuildingId::from_number(n as u128 + 1),
                neighbourhood: of,
                name: format!("{}栋", n + 1),
                built_year: None,
                floors: 18,
            };
            building::add(tx, &house, Layout { entrances: 4, floors: 18, doors: 8 })?;
        }
        let campaign = Campaign {
            id: CampaignId::from_number(1),
            name: "入户摸底（示例）".into(),
            neighbourhoods: vec![of],
            members: vec![new.id],
            opens: tx.today(),
            closes: tx.today(),
            target: Campaign::TARGET,
            form: Form::default(),
            closed_on: None,
        };
        survey::add(tx, &campaign)?;
        let doors = doors::of(tx, office(), campaign.id, &[of])?;
        Ok::<_, Error>(Ground {
            campaign: campaign.id,
            doors: doors.into_iter().map(|door| door.dwelling.to_string()).collect(),
        })
    });
    made.await.expect("a ground")
}

/// A household with two wishes and a sentence, as its phone sends it under this number.
pub fn visit(ground: &Ground, n: usize) -> (String, String) {
    let id = format!("01970000-0000-7000-8000-1{n:011x}");
    let body = serde_json::json!({
        "campaign": ground.campaign, "form_version": 1, "opinion": format!("01970000-0000-7000-8000-2{n:011x}"),
        "visit": {
            "dwelling": ground.doors[n], "outcome": "answered", "replaces": null,
            "answers": { "respondent": "owner", "willing": "yes", "wishes": ["lift", "water"], "text": format!("楼顶漏水 {n}（示例）") },
        },
        "at": "2026-05-05T01:00:00Z", "sent_at": "2026-05-05T01:30:00Z",
    });
    (id, body.to_string())
}
