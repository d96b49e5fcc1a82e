//! The owners of a neighbourhood as a county enters them: by hand, from a list, and what is refused.

use axum::http::StatusCode;
use linli_domain::kernel::NeighbourhoodId;
use linli_domain::kernel::people::{self, Grant, Role};
use linli_domain::register::building::Layout;
use linli_domain::register::owner::{Roll, Scope};
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::register::{building, neighbourhood, owner};
use linli_store::testing::{TestStore, clerk};
use linli_store::{Error, on_each_engine};
use linli_web::testing::{Answer, Person, Site};

/// What is asked for, what is typed, and a text on the page.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

const HERE: &str = "430527";

struct County {
    site: Site,
    clerk: Person,
    of: NeighbourhoodId,
    root: String,
}

/// A neighbourhood with one building: two entrances, two floors, two doors each.
async fn begin(store: TestStore) -> County {
    let site = Site::new(store);
    let made = site.app.store.write(&clerk(HERE), |tx| {
        let of = neighbourhood::add(tx, Facts::new("甲小区", "430527100001".parse().map_err(|_| Error::Damaged)?))?.id;
        let id = BuildingId::from_number(1);
        let one = Building { id, neighbourhood: of, name: "1栋".into(), built_year: None, floors: 2 };
        building::add(tx, &one, Layout::new(2, 2, 2).map_err(|_| Error::Damaged)?)?;
        Ok::<_, Error>(of)
    });
    let of = made.await.expect("a neighbourhood");
    let clerk = site.role(HERE, Role::Clerk).await;
    County { root: format!("/desk/{HERE}/register/{of}/owners"), site, clerk, of }
}

impl County {
    async fn roll(&self) -> Roll {
        let (of, office) = (self.of, HERE.parse().expect("an office"));
        let read = self.site.app.store.read(move |tx| owner::roll(tx, office, of, Scope::Neighbourhood));
        read.await.expect("a roll")
    }

    async fn door(&self, at: usize) -> String {
        format!("{}/{}", self.root, self.roll().await.units[at].dwelling)
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.site.get(path, Some(&self.clerk)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body
    }

    async fn send(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.site.post(path, Some(&self.clerk), form).await
    }

    /// A list, looked at and then written as the preview asks for it.
    async fn preview(&self, csv: &str) -> Answer {
        let path = format!("{}/import/preview", self.root);
        let files = [("file", "业主.csv", csv.as_bytes())];
        self.site.upload(&path, Some(&self.clerk), &[("why", "sold")], &files).await
    }

    async fn apply(&self, csv: &str, version: &str) -> Answer {
        let path = format!("{}/import/apply", self.root);
        let content = hex::encode(csv);
        let form = [("content", content.as_str()), ("name", "业主.csv"), ("why", "sold"), ("version", version)];
        self.site.upload(&path, Some(&self.clerk), &form, &[]).await
    }
}

const LIST: &str = "楼栋,单元,房号,业主姓名,证件号码,联系电话,专有面积（㎡）,面积依据\n\
    1栋,1单元,101,杨示例,430527197001011234,13800001111,88.5㎡,登记\n\
    1号楼,1,102,杨示例,１２３４,,９０,测绘\n\
    1栋,1单元,201,李示例、黄示例,1111、2222,,70.25,\n\
    1栋,2单元,101,杨示例,,,60,合同\n";

on_each_engine! {
    async fn a_list_is_looked_at_and_then_written_whole(store: TestStore) {
        let county = begin(store).await;
        assert!(county.page(&county.root).await.contains("没有登记业主的"));
        let preview = county.preview(LIST).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
        for text in ["认作同一人", "同名", "李*、黄*", "确认写入"] {
            assert!(preview.body.contains(text), "{text}: {}", preview.body);
        }
        assert_eq!(county.roll().await.version, 0, "nothing is written yet");

        let applied = county.apply(LIST, "0").await;
        assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.body);
        let sums = county.roll().await.sums(Scope::Neighbourhood);
        assert_eq!((sums.heads, sums.area.to_string(), sums.without_owner), (3, "308.75".to_owned(), 4));
        let page = county.page(&county.root).await;
        assert!(page.contains("杨*") && page.contains("308.75") && page.contains("共 2 套") && !page.contains("杨示例"));

        // The same list once more changes nothing; an older look is told to look again.
        assert!(county.preview(LIST).await.body.contains("没有要改的"));
        let stale = county.apply(LIST, "0").await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("被别人改过"));
    }

    async fn one_wrong_line_stops_the_whole_list_and_each_says_why(store: TestStore) {
        let county = begin(store).await;
        let list = "楼栋,单元,房号,业主姓名,专有面积,楼栋面积合计\n\
            1栋,1单元,101,杨示例,-3,\n\
            1栋,1单元,102,李示例,88.505,\n\
            1栋,1单元,201,黄示例,80,999\n\
            1栋,1单元,202,唐示例,80,\n\
            1栋,1单元,202,唐示例,80,\n\
            9栋,1单元,101,莫示例,80,\n\
            1栋,,101,陶示例,80,\n";
        let preview = county.preview(list).await;
        for text in ["不能是负数", "最多两位小数", "80.00 ≠ 999.00", "还出现在第 6 行", "没有“9栋”这栋楼", "请写明单元"] {
            assert!(preview.body.contains(text), "{text}: {}", preview.body);
        }
        assert!(!preview.body.contains("确认写入"));
        assert_eq!(county.apply(list, "0").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(county.roll().await.version, 0);
        for (csv, text) in [("楼栋,业主\n1栋,杨示例\n", "没有认出这些列：房号"), ("", "请选择文件")] {
            let answer = county.preview(csv).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains(text), "{}", answer.body);
        }
    }

    async fn one_dwelling_is_changed_by_hand_and_what_was_stays_readable(store: TestStore) {
        let county = begin(store).await;
        let door = county.door(0).await;
        let form = [("version", "0"), ("kind", "person"), ("owner", "杨示例"), ("phone", "13800001111"), ("document", "1234"), ("from", "2001-06-01")];
        assert_eq!(county.send(&format!("{door}/owner"), &form).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.send(&format!("{door}/area"), &[("version", "1"), ("area", "８８．５㎡"), ("basis", "survey")]).await.status, StatusCode::SEE_OTHER);
        let page = county.page(&door).await;
        for text in ["杨示例", "…1234", "88.50", "测绘"] {
            assert!(page.contains(text), "{text}");
        }

        // Another of the same name, without anything that speaks for or against it, is asked about.
        let other = county.door(1).await;
        let form = [("version", "2"), ("kind", "person"), ("owner", "杨示例"), ("from", "2010-01-01")];
        let asked = county.send(&format!("{other}/owner"), &form).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.body.contains("是另一位同名的人"));
        let party = county.roll().await.units[0].party.expect("an owner").to_string();
        let same = [("version", "2"), ("known", party.as_str()), ("from", "2010-01-01")];
        assert_eq!(county.send(&format!("{other}/owner"), &same).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.roll().await.sums(Scope::Neighbourhood).heads, 1);

        let ended = [("version", "3"), ("on", "2022-03-01"), ("why", "sold")];
        assert_eq!(county.send(&format!("{door}/end"), &ended).await.status, StatusCode::SEE_OTHER);
        let page = county.page(&door).await;
        assert!(page.contains("还没有登记业主") && page.contains("杨*") && page.contains("买卖"));
    }

    async fn what_is_wrong_is_said_at_its_field_and_nothing_is_kept(store: TestStore) {
        let county = begin(store).await;
        let door = county.door(0).await;
        let cases: [Case<'_>; 8] = [
            ("owner", &[("kind", "person"), ("owner", ""), ("document", "1234"), ("from", "2001-06-01")], "请填写业主姓名"),
            ("owner", &[("kind", "person"), ("owner", "杨示例"), ("from", "明天")], "请填写日期"),
            ("owner", &[("kind", "person"), ("owner", "杨示例"), ("from", "2030-01-01")], "还没有到"),
            ("owner", &[("kind", "ghost"), ("owner", "杨示例"), ("from", "2001-06-01")], "业主类型写"),
            ("owner", &[("known", "0176d11c-2a00-7000-8000-000000000007"), ("from", "2001-06-01")], "已经不在名册上"),
            ("area", &[("area", "0"), ("basis", "register")], "不能是零"),
            ("area", &[("area", "十"), ("basis", "hearsay")], "面积依据写"),
            ("end", &[("on", "2022-01-01"), ("why", "because")], "请选择原因"),
        ];
        for (end, form, text) in cases {
            let answer = county.send(&format!("{door}/{end}"), &[&[("version", "0")], form].concat()).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
            assert!(answer.body.contains(text), "{text}: {}", answer.body);
        }
        let stale = [("version", "7"), ("area", "80"), ("basis", "register")];
        assert_eq!(county.send(&format!("{door}/area"), &stale).await.status, StatusCode::CONFLICT);
        assert_eq!(county.roll().await.version, 0);
        let nowhere = format!("{}/0176d11c-2a00-7000-8000-000000000007", county.root);
        assert_eq!(county.site.get(&nowhere, Some(&county.clerk)).await.status, StatusCode::NOT_FOUND);
    }

    async fn names_are_for_those_who_keep_or_check_them(store: TestStore) {
        let county = begin(store).await;
        for (role, status) in [(Role::Head, StatusCode::OK), (Role::Auditor, StatusCode::OK), (Role::Surveyor, StatusCode::FORBIDDEN), (Role::Contractor, StatusCode::FORBIDDEN)] {
            let who = county.site.role(HERE, role).await;
            assert_eq!(county.site.get(&county.root, Some(&who)).await.status, status, "{role:?}");
            let import = format!("{}/import", county.root);
            assert_eq!(county.site.get(&import, Some(&who)).await.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }

    async fn another_place_is_no_way_in(store: TestStore) {
        let county = begin(store).await;
        let facts = Facts::new("乙小区", "430527100001".parse().expect("a code"));
        let other = county.site.app.store.write(&clerk(HERE), move |tx| neighbourhood::add(tx, facts.clone()));
        let other = other.await.expect("a neighbourhood").id;
        let grant = Grant { role: Role::Clerk, scope: people::Scope::Neighbourhood(other) };
        let away = county.site.somebody(HERE.parse().expect("an office"), &[grant]).await;
        let (here, door) = (county.door(0).await, county.roll().await.units[0].dwelling);
        let around = format!("/desk/{HERE}/register/{other}/owners/{door}");
        assert_eq!(county.site.get(&county.root, Some(&away)).await.status, StatusCode::FORBIDDEN);
        for (path, status) in [(&here, StatusCode::FORBIDDEN), (&around, StatusCode::NOT_FOUND)] {
            assert_eq!(county.site.get(path, Some(&away)).await.status, status, "{path}");
            let sent: [&[(&str, &str)]; 3] = [
                &[("version", "0"), ("area", "80"), ("basis", "register")],
                &[("version", "0"), ("kind", "person"), ("owner", "杨示例"), ("from", "2001-06-01")],
                &[("version", "0"), ("on", "2022-03-01"), ("why", "sold")],
            ];
            for (end, form) in ["area", "owner", "end"].into_iter().zip(sent) {
                let answer = county.site.post(&format!("{path}/{end}"), Some(&away), form).await;
                assert_eq!(answer.status, status, "{path}/{end} {}", answer.body);
            }
        }
        let lifts = format!("/desk/{HERE}/register/{other}/lifts/{}", county.roll().await.units[0].entrance);
        assert_eq!(county.site.get(&lifts, Some(&away)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(county.roll().await.version, 0, "nothing was written");
    }
}
