//! A lift tried out while neighbours talk: who pays how much, beside what was held on to.

use axum::http::StatusCode;
use linli_domain::kernel::NeighbourhoodId;
use linli_domain::kernel::people::Role;
use linli_domain::register::building::Layout;
use linli_domain::register::owner::Scope;
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::register::{building, neighbourhood, owner};
use linli_store::testing::{TestStore, clerk};
use linli_store::{Error, on_each_engine};
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";

struct Stairwell {
    site: Site,
    clerk: Person,
    root: String,
    page: String,
}

/// One entrance of four floors with one door each.
async fn begin(store: TestStore) -> Stairwell {
    let site = Site::new(store);
    let made = site.app.store.write(&clerk(HERE), |tx| {
        let of = neighbourhood::add(tx, Facts::new("甲小区", "430527100001".parse().map_err(|_| Error::Damaged)?))?.id;
        let id = BuildingId::from_number(1);
        let one = Building { id, neighbourhood: of, name: "1栋".into(), built_year: None, floors: 4 };
        building::add(tx, &one, Layout::new(1, 4, 1).map_err(|_| Error::Damaged)?)?;
        let office = tx.office();
        let entrance = owner::roll(tx, office, of, Scope::Neighbourhood)?.units[0].entrance;
        Ok::<(NeighbourhoodId, _), Error>((of, entrance))
    });
    let (of, entrance) = made.await.expect("a stairwell");
    let clerk = site.role(HERE, Role::Clerk).await;
    let root = format!("/desk/{HERE}/register/{of}/lifts");
    Stairwell { page: format!("{root}/{entrance}"), root, site, clerk }
}

impl Stairwell {
    async fn get(&self, query: &str) -> Answer {
        self.site.get(&format!("{}{query}", self.page), Some(&self.clerk)).await
    }
}

on_each_engine! {
    async fn shares_follow_what_is_tried_and_stand_beside_what_was_held_on_to(store: TestStore) {
        let of = begin(store).await;
        let list = of.site.get(&of.root, Some(&of.clerk)).await;
        assert!(list.status == StatusCode::OK && list.body.contains("1栋 1单元"), "{}", list.body);
        assert!(of.get("").await.body.contains("填了造价"));

        let first = of.get("?cost=360000&subsidy=100000").await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.body);
        // 260,000 over 0 + 0.5 + 1 + 1.1.
        for text in ["50,000.00", "100,000.00", "110,000.00", "260,000.00", "示例，不是规定", "不约束任何人"] {
            assert!(first.body.contains(text), "{text}: {}", first.body);
        }
        let hold = first.body.split("href=\"").find(|part| part.contains("base=")).expect("a link to hold on");
        let hold = hold.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
        let again = of.site.get(&hold, Some(&of.clerk)).await;
        assert!(again.body.contains("对比（元）"), "{}", again.body);

        // If the second floor pays half as much, the fourth pays more.
        let query = hold.split_once('?').map(|(_, query)| format!("?{query}&k-2=0.25")).unwrap_or_default();
        let half = of.get(&query).await;
        for text in ["27,659.57", "121,702.13", "+11,702.13", "22,340.43"] {
            assert!(half.body.contains(text), "{text}: {}", half.body);
        }
        let without = of.get("?cost=360000&a-3=without-paying&rule=equal").await;
        assert!(without.body.contains("120,000.00") && without.body.contains("0.00"), "{}", without.body);
    }

    async fn what_cannot_be_shared_is_said_in_words(store: TestStore) {
        let of = begin(store).await;
        let cases = [
            ("?cost=ten", "金额写元"),
            ("?cost=1.005", "金额写元"),
            ("?cost=-5", "不能是负数"),
            ("?cost=100&subsidy=200", "超过造价"),
            ("?cost=99999999999999", "金额太大"),
            ("?cost=100&k-2=x", "2 层的系数"),
            ("?cost=100&a-0=against&a-1=against&a-2=against&a-3=against", "没有一户出资"),
            ("?cost=100&a-1=against&a-2=against&a-3=silent", "系数都是零"),
            ("?cost=100&rule=area", "没有面积"),
        ];
        for (query, text) in cases {
            let answer = of.get(query).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert!(answer.body.contains(text), "{text}: {}", answer.body);
        }
        assert_eq!(of.get("?cost=100&base=garbage").await.status, StatusCode::OK);
        let nowhere = format!("{}/0176d11c-2a00-7000-8000-000000000007", of.root);
        assert_eq!(of.site.get(&nowhere, Some(&of.clerk)).await.status, StatusCode::NOT_FOUND);
    }
}
