//! The catalogue of works as a county keeps it.

use axum::http::StatusCode;
use linli_domain::kernel::people::Role;
use linli_store::on_each_engine;
use linli_store::testing::TestStore;
use linli_web::testing::{Answer, Person, Site};

const HERE: &str = "430527";
const CATALOGUE: &str = "/desk/430527/catalogue";

/// Fields as they are sent.
type Form<'a> = &'a [(&'a str, &'a str)];

struct County {
    site: Site,
    clerk: Person,
    head: Person,
}

async fn begin(store: TestStore) -> County {
    let site = Site::new(store);
    let (clerk, head) = (site.role(HERE, Role::Clerk).await, site.role(HERE, Role::Head).await);
    County { site, clerk, head }
}

impl County {
    async fn page(&self) -> String {
        let answer = self.site.get(CATALOGUE, Some(&self.clerk)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body
    }

    /// What the head sends to an entry, with the version that was looked at.
    async fn send(&self, entry: &str, version: &str, form: &[(&str, &str)]) -> Answer {
        let form = [&[("version", version)], form].concat();
        self.site.post(&format!("{CATALOGUE}/{entry}"), Some(&self.head), &form).await
    }
}

on_each_engine! {
    async fn the_national_classes_stand_there_and_wait_to_be_confirmed(store: TestStore) {
        let page = begin(store).await.page().await;
        for text in ["基础类", "完善类", "提升类", "应改尽改", "加装电梯", "待核对", "还没有修改过"] {
            assert!(page.contains(text), "{text}");
        }
    }

    async fn the_head_adds_renames_moves_and_retires_and_every_change_says_why(store: TestStore) {
        let county = begin(store).await;
        let why = ("reason", "县改造办〔2022〕3号");
        let item = [("class", "basic"), ("zh", "挡土墙加固"), ("en", "Retaining walls"), why];
        assert_eq!(county.site.post(&format!("{CATALOGUE}/new"), Some(&county.clerk), &item).await.status, StatusCode::FORBIDDEN);
        assert_eq!(county.send("new", "0", &item).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.send("new", "1", &[("kind", "class"), ("zh", "安全类"), ("rule", "立即整改"), why]).await.status, StatusCode::SEE_OTHER);
        let moved = [("step", "change"), ("class", "own-class-1"), ("zh", "挡墙加固"), ("en", ""), why];
        assert_eq!(county.send("own-item-1", "2", &moved).await.status, StatusCode::SEE_OTHER);
        assert_eq!(county.send("heating", "4", &[("step", "retire"), why]).await.status, StatusCode::SEE_OTHER);
        let page = county.page().await;
        for text in ["挡墙加固", "安全类", "立即整改", "停用“供热”", "“挡墙加固”改到另一类别", "县改造办〔2022〕3号"] {
            assert!(page.contains(text), "{text}");
        }
        assert!(!page.contains("挡土墙加固"));
    }

    async fn two_who_change_at_once_do_not_overwrite_each_other(store: TestStore) {
        let county = begin(store).await;
        let form = [("class", "basic"), ("zh", "一"), ("reason", "试")];
        let other = [("class", "basic"), ("zh", "二"), ("reason", "试")];
        let (one, two) = tokio::join!(county.send("new", "0", &form), county.send("new", "0", &other));
        let mut answers = [one.status, two.status];
        answers.sort_unstable();
        assert_eq!(answers, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    }

    async fn what_is_wrong_is_said_at_its_field_and_nothing_is_kept(store: TestStore) {
        let county = begin(store).await;
        let why = ("reason", "试");
        let cases: [(&str, Form<'_>, &str); 7] = [
            ("new", &[("class", "basic"), ("zh", " "), why], "请填写名称"),
            ("new", &[("class", "nothing"), ("zh", "新"), why], "请选择一个类别"),
            ("new", &[("class", "basic"), ("zh", "供水"), why], "已有这个名称"),
            ("new", &[("class", "basic"), ("zh", "新")], "请写明原因"),
            ("basic", &[("step", "retire"), why], "还有可选的改造内容"),
            ("lift", &[("step", "change"), ("class", "improvement"), ("zh", "加装电梯"), ("en", "Added lifts"), why], "没有改动"),
            ("new", &[("class", "basic"), ("zh", "<script>alert(1)</script>长长长长长长长长长长长长长长长长长长长长"), why], "最多 40 个字"),
        ];
        for (entry, form, text) in cases {
            let answer = county.send(entry, "0", form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
            assert!(answer.body.contains(text), "{text}: {}", answer.body);
            assert!(!answer.body.contains("<script>alert"));
        }
        assert_eq!(county.send("nothing", "0", &[("step", "retire"), why]).await.status, StatusCode::NOT_FOUND);
        assert!(county.page().await.contains("还没有修改过"));
    }
}
