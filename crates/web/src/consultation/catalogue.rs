//! The catalogue of works (改造内容目录): classes and items as they are offered, and every change that was made.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::Catalogue;
use linli_domain::consultation::catalogue::{Class, Item, Name};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_store::consultation::catalogue as store;
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Lang, page};

/// Changes on one page.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "consultation/catalogue.html")]
struct CataloguePage {
    ctx: Ctx,
    here: String,
    editable: bool,
    classes: Vec<Group>,
    changes: Vec<Changed>,
    earlier: Option<String>,
}

struct Group {
    code: String,
    name: String,
    rule: String,
    confirmed: bool,
    retired: bool,
    offered: usize,
    items: Vec<Line>,
}

struct Line {
    code: String,
    name: String,
    other: String,
    retired: bool,
}

struct Changed {
    when: String,
    who: String,
    what: String,
    reason: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    before: Option<i64>,
}

/// `GET /desk/{office}/catalogue`. Two statements.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let kept = store::of(tx, office, today)?;
        Ok::<_, WebError>((kept, store::changes(tx, office, asked.before, PAGE + 1)?))
    });
    let (kept, mut changes) = read.await?;
    let here = address(office);
    let more = changes.len() > PAGE;
    changes.truncate(PAGE);
    let earlier = changes.last().filter(|_| more).map(|last| format!("{here}?before={}#changes", last.version));
    let shown = CataloguePage {
        classes: kept.catalogue.classes.iter().map(|class| group(ctx.lang, &kept.catalogue, class)).collect(),
        changes: changes.iter().map(|change| changed(&ctx, &kept.catalogue, change)).collect(),
        editable: actor.may_enter(Act::SetStageRules, office).is_ok(),
        earlier,
        here,
        ctx,
    };
    Ok(page(&shown))
}

pub fn address(office: Office) -> String {
    format!("/desk/{office}/catalogue")
}

fn group(lang: Lang, catalogue: &Catalogue, class: &Class) -> Group {
    let items: Vec<Line> = catalogue.of(class).map(|item| line(lang, item)).collect();
    Group {
        code: class.code.clone(),
        name: said(lang, &class.name),
        rule: said(lang, &class.rule),
        confirmed: class.confirmed,
        retired: class.retired,
        offered: items.iter().filter(|item| !item.retired).count(),
        items,
    }
}

fn line(lang: Lang, item: &Item) -> Line {
    let name = said(lang, &item.name);
    let other = if name == item.name.zh { item.name.en.clone() } else { item.name.zh.clone() };
    Line { code: item.code.clone(), name, other, retired: item.retired }
}

/// A name in the reader's language; in Chinese where nobody gave one in English.
pub fn said(lang: Lang, name: &Name) -> String {
    let other = lang != Lang::default() && !name.en.is_empty();
    if other { name.en.clone() } else { name.zh.clone() }
}

fn changed(ctx: &Ctx, catalogue: &Catalogue, change: &store::Change) -> Changed {
    let of_class = catalogue.class(&change.code).map(|class| &class.name);
    let name = of_class.or(catalogue.item(&change.code).map(|item| &item.name));
    let name = name.map_or_else(|| change.code.clone(), |name| said(ctx.lang, name));
    Changed {
        when: ctx.instant(change.at),
        who: change.by_name.clone(),
        what: ctx.t_with(&format!("catalogue-change-{}", change.act.replace('_', "-")), &[("name", name)]),
        reason: change.reason.clone(),
    }
}
