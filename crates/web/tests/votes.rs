//! An owners' vote through the router: drafted, announced, delivered, typed in by two, cast at home, closed, checked, inspected.

use std::io::Cursor;

use axum::http::StatusCode;
use image::{ImageFormat, RgbImage};
use jiff::civil::{Date, date};
use linli_domain::consultation::SlipCode;
use linli_domain::consultation::slip::Paper;
use linli_domain::kernel::people::{Grant, Role, Scope as Where};
use linli_domain::kernel::{Area, NeighbourhoodId, Office};
use linli_domain::planning::vote::{VoteId, VoteRules};
use linli_domain::register::building::Layout;
use linli_domain::register::owner::{
    Basis, Change, Changes, Measured, Owner, Owners, Party, PartyId, PartyKind, Scope,
};
use linli_domain::register::{Building, BuildingId, Facts};
use linli_formats::vote::{ReceiptFile, Received, VoteFile};
use linli_store::consultation::slip::{self, New};
use linli_store::planning::vote;
use linli_store::register::{building, neighbourhood, owner};
use linli_store::testing::{TestStore, clerk};
use linli_store::{Error, args, on_each_engine};
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";
const ID: &str = "0190163d-8694-739b-aea5-000000000001";
/// The test clock stands on 5 May 2022.
const TODAY: Date = date(2022, 5, 5);

fn office() -> Office {
    HERE.parse().expect("an office")
}

fn id() -> VoteId {
    ID.parse().expect("an id")
}

fn code(n: u8) -> SlipCode {
    SlipCode::new(office(), [n; 10])
}

/// The same, received the day before.
fn before<'a>(head: &'a str, mark: &'a str) -> Vec<(&'a str, &'a str)> {
    with(&typed(head, mark), &[("received", "2022-05-04")])
}

fn page(rest: &str) -> String {
    format!("/desk/{HERE}/votes/{ID}{rest}")
}

struct County {
    site: Site,
    clerk: Person,
    second: Person,
    third: Person,
    head: Person,
    of: NeighbourhoodId,
}

/// Six doors of one owner each, 90 m²; the owner of the n-th is called 杨示例n.
async fn begin(store: TestStore) -> County {
    let by = clerk(HERE);
    let made = store.write(&by, |tx| {
        let of =
            neighbourhood::add(tx, Facts::new("示例小区", "430527100001".parse().map_err(|_| Error::Refused)?))?.id;
        let id = BuildingId::from_number(1);
        let one = Building { id, neighbourhood: of, name: "3栋".into(), built_year: None, floors: 3 };
        building::add(tx, &one, Layout::new(1, 3, 2).map_err(|_| Error::Refused)?)?;
        let roll = owner::roll(tx, office(), of, Scope::Neighbourhood)?;
        let party = |n: u128| Party {
            id: PartyId::from_number(n),
            kind: PartyKind::Person,
            owners: Owners::Known(vec![Owner::new(&format!("杨示例{n}"), "", "")]),
        };
        let each = (1..).zip(&roll.units).map(|(n, unit)| Change {
            dwelling: unit.dwelling,
            end: None,
            begin: Some((PartyId::from_number(n), date(2001, 6, 1))),
            area: Some(Measured { area: Area::from_hundredths(9_000), basis: Basis::Register }),
        });
        owner::apply(tx, of, 0, &Changes { parties: (1..=6).map(party).collect(), each: each.collect() })?;
        let places = slip::places(tx, office(), of, Paper::Slip)?;
        let all: Vec<New> =
            (1..).zip(&places).map(|(n, place)| New { spot: place.spot, code: code(n), instead_of: None }).collect();
        slip::print(tx, of, Paper::Slip, &all, "试印")?;
        let rules = VoteRules { online: true, ..VoteRules::default() };
        vote::rules::set(tx, date(2022, 5, 1), &rules, "示例")?;
        Ok::<_, Error>(of)
    });
    let of = made.await.expect("a neighbourhood");
    let site = Site::new(store);
    let clerk = site.role(HERE, Role::Clerk).await;
    let second = site.role(HERE, Role::Surveyor).await;
    let third = site.role(HERE, Role::Clerk).await;
    let head = site.role(HERE, Role::Head).await;
    County { site, clerk, second, third, head, of }
}

const DRAFT: [(&str, &str); 9] = [
    ("id", ID),
    ("revision", "0"),
    ("title", "更换楼道灯（示例）"),
    ("question", "是否同意更换？"),
    ("matter", "other"),
    ("ground", "all"),
    ("plan", ""),
    ("first", "2022-05-20"),
    ("last", "2022-06-02"),
];

fn with<'a>(form: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = form.iter().filter(|(name, _)| !other.iter().any(|(own, _)| own == name)).copied();
    kept.chain(other.iter().copied()).collect()
}

/// One ballot as it is typed.
fn typed<'a>(head: &'a str, mark: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("head", head), ("mark", mark), ("received", "2022-05-05")]
}

impl County {
    async fn send(&self, who: &Person, to: &str, form: &[(&str, &str)]) -> Answer {
        self.site.post(to, Some(who), form).await
    }

    async fn draft(&self, other: &[(&str, &str)]) -> Answer {
        let to = format!("/desk/{HERE}/votes/places/{}/new", self.of);
        self.send(&self.clerk, &to, &with(&DRAFT, other)).await
    }

    async fn announced(&self) {
        assert!(self.draft(&[]).await.location().ends_with("votes-done-drafted"));
        let answer = self.send(&self.head, &page("/announced"), &[("revision", "1")]).await;
        assert!(answer.location().ends_with("votes-done-announced"), "{}", answer.body);
    }

    /// As if its days were other ones: the clock stands still, so the days move.
    async fn days(&self, first: Date, last: Date) {
        let moved = self.site.app.store.write(&clerk(HERE), move |tx| {
            tx.run(
                "update owner_vote set first_day = $3, last_day = $4 where office = $1 and id = $2",
                args![office(), id(), first, last],
            )?
            .exactly_one()
        });
        moved.await.expect("moved");
    }

    async fn first(&self, n: u32, form: &[(&str, &str)]) -> Answer {
        let own = format!("0190163d-8694-739b-aea5-0000000010{n:02}");
        let form = with(form, &[("id", own.as_str())]);
        self.send(&self.clerk, &page("/ballots/new"), &form).await
    }

    async fn next(&self, who: &Person, number: u32, form: &[(&str, &str)]) -> Answer {
        self.send(who, &page(&format!("/ballots/{number}")), form).await
    }

    /// Typed by two who agree.
    async fn given(&self, number: u32, form: &[(&str, &str)]) {
        let first = self.first(number, form).await;
        assert!(first.location().contains(&format!("/ballots/{number}?")), "{} {}", first.location(), first.body);
        let second = self.next(&self.second, number, form).await;
        assert!(second.location().ends_with("votes-done-settled"), "{}", second.body);
    }

    async fn body(&self, who: Option<&Person>, path: &str) -> String {
        let answer = self.site.get(path, who).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.body);
        answer.body
    }

    fn public(&self) -> String {
        format!("/neighbourhoods/{HERE}/{}/votes/{ID}", self.of)
    }

    async fn opened(&self, n: u8) -> Person {
        let answer = self.site.post("/h", None, &[("code", &code(n).plain())]).await;
        Person { cookie: answer.cookie(), ..self.clerk.clone() }
    }
}

fn photo() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(40, 30, image::Rgb([200, 180, 90])).write_to(&mut bytes, ImageFormat::Jpeg).expect("a photo");
    bytes.into_inner()
}

on_each_engine! {
    async fn a_draft_says_what_is_wrong_and_keeps_nothing(store: TestStore) {
        let county = begin(store).await;
        for (other, text) in [
            (("first", "2022-05-19"), "最早 2022年5月20日"),
            (("last", "2022-05-21"), "不少于 5 天"),
            (("last", "2022-05-10"), "不能早于"),
            (("title", " "), "请填写表决名称"),
            (("question", ""), "请写清楚"),
            (("matter", "war"), "请选择事项"),
            (("ground", "moon"), "请选择表决范围"),
            (("plan", ID), "已公示的方案版本"),
            (("without_paying", "yes"), "只有改建事项"),
            (("clause", "沉默从多数"), "没有允许"),
        ] {
            let answer = county.draft(&[other]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{other:?}");
            assert!(answer.body.contains(text), "{other:?} {}", answer.body);
        }
        assert!(county.body(Some(&county.clerk), &format!("/desk/{HERE}/votes")).await.contains("还没有业主表决"));
        assert!(county.draft(&[]).await.location().ends_with("votes-done-drafted"));
        assert_eq!(county.site.get(&county.public(), None).await.status, StatusCode::NOT_FOUND, "a draft is nobody's to see");
        let changed = county.send(&county.clerk, &page("/draft"), &with(&DRAFT, &[("title", "另一个（示例）"), ("revision", "1")])).await;
        assert!(changed.location().ends_with("votes-done-changed"), "{}", changed.body);
        let late = county.send(&county.clerk, &page("/draft"), &with(&DRAFT, &[("revision", "1")])).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let seen = county.send(&county.head, &page("/announced"), &[("revision", "1")]).await;
        assert_eq!(seen.status, StatusCode::CONFLICT, "announced is what was looked at");
    }

    async fn two_people_type_each_paper_and_a_third_settles(store: TestStore) {
        let county = begin(store).await;
        county.announced().await;
        county.days(TODAY, TODAY).await;
        assert!(county.first(1, &typed("1", "for")).await.location().contains("/ballots/1?"));
        let blind = county.body(Some(&county.second), &page("/ballots/1")).await;
        assert!(blind.contains("第一次录了什么") && !blind.contains("value=\"for\" checked"), "{blind}");
        let own = county.next(&county.clerk, 1, &typed("1", "for")).await;
        assert_eq!(own.status, StatusCode::CONFLICT, "one person reads a paper once");
        let differs = county.next(&county.second, 1, &typed("1", "against")).await;
        assert!(differs.location().ends_with("votes-done-differs"));
        for who in [&county.clerk, &county.second] {
            let page = county.body(Some(who), &page("/ballots/1")).await;
            assert!(page.contains("第三个人") && !page.contains("name=\"mark\""), "{page}");
        }
        let settles = county.body(Some(&county.third), &page("/ballots/1")).await;
        assert!(settles.contains("不同之处") && settles.contains("同意") && settles.contains("反对"));
        let settled = county.next(&county.third, 1, &typed("1", "against")).await;
        assert!(settled.location().ends_with("votes-done-settled"));
        let live = county.body(None, &county.public()).await;
        assert!(live.contains("还差 3 人、270.00 ㎡ 参与"), "{live}");

        for nonsense in [("mark", "perhaps"), ("seen", "late"), ("proxy_kind", "king")] {
            let answer = county.first(9, &with(&typed("2", "for"), &[nonsense])).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{nonsense:?}");
        }
        for (form, status, text) in [
            (typed("77", "for"), StatusCode::UNPROCESSABLE_ENTITY, "没有第 77 号"),
            (typed("x", "for"), StatusCode::UNPROCESSABLE_ENTITY, "请填写数字"),
            (typed("", "for"), StatusCode::UNPROCESSABLE_ENTITY, "请填写名册编号"),
            (with(&typed("2", "for"), &[("received", "2022-05-06")]), StatusCode::UNPROCESSABLE_ENTITY, "不能晚于今天"),
            (with(&typed("2", "for"), &[("proxied", "yes")]), StatusCode::UNPROCESSABLE_ENTITY, "受托人姓名"),
        ] {
            let answer = county.first(9, &form).await;
            assert_eq!(answer.status, status, "{form:?}");
            assert!(answer.body.contains(text), "{text} {}", answer.body);
        }
    }

    async fn a_household_votes_online_once_and_gets_a_receipt(store: TestStore) {
        let county = begin(store).await;
        county.announced().await;
        let phone = county.opened(2).await;
        let here = format!("/household/votes/{ID}");
        assert!(county.body(Some(&phone), "/household").await.contains("业主表决"));
        assert!(county.body(Some(&phone), &here).await.contains("投票还没有开始"));
        county.days(TODAY, TODAY).await;
        let form = [("id", "0190163d-8694-739b-aea5-000000001001"), ("choice", "for"), ("owner", "杨示例2"), ("sure", "yes")];
        for (other, text) in [
            (("owner", "杨示例3"), "没有这个业主"),
            (("owner", ""), "请填写业主姓名"),
            (("choice", "for-without-paying"), "请选一项"),
            (("sure", ""), "请确认"),
        ] {
            let answer = county.send(&phone, &here, &with(&form, &[other])).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{other:?}");
            assert!(answer.body.contains(text), "{text} {}", answer.body);
        }
        let sent = county.send(&phone, &here, &form).await;
        assert!(sent.status == StatusCode::OK && sent.body.contains("已收到"), "{}", sent.body);
        let again = county.send(&phone, &here, &form).await;
        let receipt = |answer: &Answer| answer.body.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).map(str::to_owned);
        assert_eq!(receipt(&sent), receipt(&again), "sent twice it is one");
        let other = county.send(&phone, &here, &with(&form, &[("id", "0190163d-8694-739b-aea5-000000001002")])).await;
        assert!(other.status == StatusCode::CONFLICT && other.body.contains("已经在线上投过票"));
        let code = receipt(&sent).expect("a code");
        let there = county.site.post(&format!("{}/check", county.public()), None, &[("code", &code)]).await;
        assert!(there.body.contains("这张票已收到"), "{}", there.body);
        let poster = county.site.get(&here, None).await;
        assert_eq!(poster.location(), "/h", "without a paper the door is shown");
    }

    async fn a_vote_is_closed_published_checked_and_counted_again(store: TestStore) {
        let county = begin(store).await;
        county.announced().await;
        let delivered = county.send(&county.clerk, &page("/delivery"), &[("head", "1"), ("head", "2"), ("on", "2022-05-05"), ("how", "hand"), ("after", "0")]).await;
        assert!(delivered.location().contains("votes-done-delivered"), "{}", delivered.body);
        assert!(county.body(Some(&county.clerk), &page("/delivery")).await.contains("2 / 6"));
        county.days(date(2022, 5, 1), TODAY).await;
        for (number, mark) in [(1, "for"), (2, "for"), (3, "against")] {
            county.given(number, &before(&number.to_string(), mark)).await;
        }
        let proxied = with(&before("4", "for"), &[("proxied", "yes"), ("proxy_name", "吴示例"), ("proxy_kind", "other"), ("by_owner", "yes"), ("paper", "yes")]);
        county.given(4, &proxied).await;
        county.given(5, &with(&before("5", "for"), &[("seen", "no-signature")])).await;
        county.given(6, &typed("6", "for")).await;
        let early = county.send(&county.head, &page("/closed"), &[]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "its days are not over");
        county.days(date(2022, 5, 1), date(2022, 5, 4)).await;
        let lacks = county.body(Some(&county.head), &page("")).await;
        assert!(lacks.contains("1 张缺委托书扫描件"), "{lacks}");
        let scans = page("/ballots/4/scans");
        let none = county.site.upload(&scans, Some(&county.clerk), &[("shows", "authority")], &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let put = county.site.upload(&scans, Some(&county.clerk), &[("shows", "authority")], &[("file", "委托书.jpg", &photo())]).await;
        assert!(put.location().ends_with("votes-done-scanned"), "{}", put.body);
        let shown = county.site.get(&format!("{scans}/authority"), Some(&county.third)).await;
        assert_eq!(shown.status, StatusCode::OK);

        let code = county.site.app.store.read(|tx| vote::code(tx, office(), id(), 1)).await.expect("a code").to_string();
        let closed = county.send(&county.head, &page("/closed"), &[]).await;
        assert!(closed.location().ends_with("votes-done-closed"), "{}", closed.body);
        let result = county.body(None, &county.public()).await;
        for text in ["表决通过", "晚于投票时间", "没有签字", "结果公示：2022年5月5日 至 2022年5月20日"] {
            assert!(result.contains(text), "{text} {result}");
        }
        let check = format!("{}/check", county.public());
        let counted = county.site.post(&check, None, &[("code", &code)]).await;
        assert!(counted.body.contains("第 1 号票在封存的票里"), "{}", counted.body);
        let wrong = county.site.post(&check, None, &[("code", "1-0000-0000-0000-0000")]).await;
        assert!(wrong.body.contains("没有这张票"));
        let nonsense = county.site.post(&check, None, &[("code", "hello")]).await;
        assert_eq!(nonsense.status, StatusCode::UNPROCESSABLE_ENTITY);
        let proof = county.site.post(&check, None, &[("code", &code), ("file", "yes")]).await;
        assert!(ReceiptFile::read(proof.body.as_bytes()).expect("a receipt").holds());

        let unsaid = county.send(&county.head, &page("/inspection"), &[("reason", "")]).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        let looked = county.send(&county.head, &page("/inspection"), &[("reason", "业主申请（示例）")]).await;
        assert!(looked.body.contains("反对") && looked.body.contains("<td data-label=\"委托\">p1</td>"), "{}", looked.body);
        for who in [&county.clerk, &county.second] {
            let denied = county.send(who, &page("/inspection"), &[("reason", "示例")]).await;
            assert_eq!(denied.status, StatusCode::FORBIDDEN);
        }
        let export = county.send(&county.head, &page("/inspection/vote.json"), &[("reason", "示例")]).await;
        let file = VoteFile::read(export.body.as_bytes()).expect("the open format");
        assert_eq!(file.findings(), [], "it counts again to what was published");
        assert_ne!(file.receipt(code.parse().expect("a code")), Received::NotFound);
        assert!(!export.body.contains("杨示例"), "no names");
        for paper in ["/result.pdf", "/announcement.pdf", "/delivery.pdf", "/papers.pdf"] {
            let answer = county.site.get(&page(paper), Some(&county.clerk)).await;
            assert_eq!(answer.status, StatusCode::OK, "{paper} {}", answer.body);
            assert!(answer.body.starts_with("%PDF"), "{paper}");
        }
        let gone = county.site.get(&format!("{scans}/authority"), Some(&county.third)).await;
        assert_eq!(gone.status, StatusCode::FORBIDDEN, "after the count only who inspects sees papers");
    }

    async fn a_scan_is_handed_out_by_no_other_page(store: TestStore) {
        let county = begin(store).await;
        county.announced().await;
        county.days(TODAY, TODAY).await;
        county.given(1, &typed("1", "for")).await;
        let scans = page("/ballots/1/scans");
        county.site.upload(&scans, Some(&county.clerk), &[("shows", "ballot")], &[("file", "票.jpg", &photo())]).await;
        let piece = county.site.app.store.read(|tx| vote::find(tx, office(), id(), 1)).await.expect("read").and_then(|one| one.scan);
        let other = county.site.get(&format!("/desk/{HERE}/evidence/{}", piece.expect("a scan")), Some(&county.head)).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }

    async fn another_place_s_clerk_and_head_see_and_change_nothing(store: TestStore) {
        let county = begin(store).await;
        county.announced().await;
        let other = NeighbourhoodId::from_number(99);
        for role in [Role::Clerk, Role::Head] {
            let stranger = county.site.somebody(office(), &[Grant { role, scope: Where::Neighbourhood(other) }]).await;
            for path in ["", "/delivery", "/ballots", "/announcement.pdf", "/papers.pdf", "/inspection"] {
                let answer = county.site.get(&page(path), Some(&stranger)).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?} {path}");
            }
            let closed = county.send(&stranger, &page("/withdrawn"), &[("seen", "announced"), ("why", "示例")]).await;
            assert_eq!(closed.status, StatusCode::FORBIDDEN);
            let listed = county.body(Some(&stranger), &format!("/desk/{HERE}/votes")).await;
            assert!(!listed.contains("更换楼道灯"));
        }
    }

    async fn another_county_s_address_is_no_way_to_a_vote(store: TestStore) {
        let county = begin(store).await;
        county.announced().await;
        let stranger = county.site.role("430522", Role::Head).await;
        for rest in ["", "/delivery.pdf", "/inspection"] {
            let own = county.site.get(&page(rest), Some(&stranger)).await;
            let other = county.site.get(&page(rest).replace(HERE, "430522"), Some(&stranger)).await;
            assert_eq!((own.status, other.status), (StatusCode::FORBIDDEN, StatusCode::NOT_FOUND), "{rest}");
        }
        let public = county.site.get(&county.public().replace(HERE, "430522"), None).await;
        assert_eq!(public.status, StatusCode::NOT_FOUND);
        let check = county.site.post(&format!("{}/check", county.public().replace(HERE, "430522")), None, &[("code", "1-0000-0000-0000-0000")]).await;
        assert_eq!(check.status, StatusCode::NOT_FOUND);
    }

    async fn who_tries_out_names_of_owners_waits(store: TestStore) {
        let county = begin(store).await;
        county.announced().await;
        county.days(TODAY, TODAY).await;
        let phone = county.opened(2).await;
        let form = [("id", "0190163d-8694-739b-aea5-000000001001"), ("choice", "for"), ("owner", "张三"), ("sure", "yes")];
        let mut last = StatusCode::OK;
        for _ in 0..21 {
            last = county.send(&phone, &format!("/household/votes/{ID}"), &form).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn rules_are_set_from_a_day_and_never_below_the_law(store: TestStore) {
        let county = begin(store).await;
        let here = format!("/desk/{HERE}/vote-rules");
        let mut form = vec![
            ("from", "2022-05-06"), ("notice_days", "20"), ("window_least_days", "7"), ("window_most_days", "60"),
            ("posting_days", "15"), ("proxies_a_person", "2"), ("reason", "县住建局文件（示例）"), ("barred", "manager"),
        ];
        let short = county.send(&county.head, &here, &form).await;
        assert!(short.status == StatusCode::UNPROCESSABLE_ENTITY && short.body.contains("每个事项至少"), "{}", short.body);
        let matters = ["procedure", "covenant", "committee", "manager", "use-fund", "raise-fund", "rebuild", "common-parts", "other"];
        let names: Vec<String> = matters.iter().map(|matter| format!("extent-{matter}")).collect();
        form.extend(names.iter().map(|name| (name.as_str(), "neighbourhood")));
        for (other, text) in [(("notice_days", "-1"), "0 至 90"), (("window_least_days", "61"), "最少不能超过最多"), (("reason", ""), "请说明理由")] {
            let answer = county.send(&county.head, &here, &with(&form, &[other])).await;
            assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains(text), "{text} {}", answer.body);
        }
        let set = county.send(&county.head, &here, &form).await;
        assert!(set.location().ends_with("votes-done-rules"), "{}", set.body);
        let rules = county.site.app.store.read(|tx| vote::rules::of(tx, office(), date(2022, 5, 6))).await.expect("rules");
        assert_eq!((rules.notice_days, rules.proxies_a_person, rules.online, rules.confirmed), (20, 2, false, true));
    }
}
