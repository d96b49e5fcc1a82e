//! `GET /desk/{office}/search?q=`: everything the reader may see, by a part of its name, by sound or initials: neighbourhoods,
//! tasks, bodies and people, bulletins, photos and documents. One statement for each kind, and a way to all of it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_store::Tx;
use linli_store::organisation::task::{self, Wanted as WantedTasks, Whose};
use linli_store::oversight::found;
use linli_store::people::account;
use linli_store::register::listing::{self, Reach, Wanted};
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::register::words::Names;
use crate::shell::{Ctx, page};

/// So many of each kind; whoever wants more goes to the list of that kind.
const EACH: usize = 8;
/// The longest text to search for, in characters.
const LONGEST_WORDS: usize = 80;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
}

#[derive(Template)]
#[template(path = "overview/search.html")]
struct SearchPage {
    ctx: Ctx,
    here: String,
    words: String,
    groups: Vec<Group>,
}

/// What was found of one kind.
struct Group {
    title: &'static str,
    hits: Vec<Hit>,
    /// The list of that kind, asked for the same words.
    all: Option<String>,
}

struct Hit {
    href: String,
    name: String,
    note: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    // Whoever may open nothing in this office finds out nothing about it.
    if !Act::ALL.into_iter().any(|act| actor.may_enter(act, office).is_ok()) {
        return Err(linli_domain::kernel::people::Denied::OtherOffice.into());
    }
    let words: String = clean_line(&asked.q).chars().take(LONGEST_WORDS).collect();
    let here = format!("/desk/{office}/search");
    if words.is_empty() {
        return Ok(page(&SearchPage { ctx, here, words, groups: Vec::new() }));
    }
    let (reader, looked_for, own) = (actor.clone(), words.clone(), ctx.clone());
    let read = app.store.read(move |tx| groups(tx, &own, &reader, office, &looked_for));
    let mut groups: Vec<Group> = read.await?;
    groups.retain(|group| !group.hits.is_empty());
    Ok(page(&SearchPage { ctx, here, words, groups }))
}

fn groups(tx: &mut Tx, ctx: &Ctx, actor: &Actor, office: Office, words: &str) -> Result<Vec<Group>, WebError> {
    let may = |act| actor.may_enter(act, office).is_ok();
    let root = format!("/desk/{office}");
    let asked = crate::shell::encode(words);
    let mut groups = Vec::new();
    if may(Act::ReadRegister) {
        let names = Names::read(tx, office)?;
        groups.push(neighbourhoods(tx, actor, office, words, &names, &asked)?);
        let reach = Reach::of(actor, Act::ReadRegister, office);
        let hits = found::evidence(tx, office, words, &reach, EACH)?.into_iter().map(|of| Hit {
            href: format!("{root}/evidence/{}", of.id),
            name: of.name,
            note: of.note,
        });
        groups.push(Group { title: "overview-found-evidence", hits: hits.collect(), all: None });
    }
    if may(Act::ReadTasks) {
        let reach = may(Act::ReadOrganisation).then(|| Reach::of(actor, Act::ReadOrganisation, office));
        let wanted = WantedTasks { words: words.to_owned(), reach, ..WantedTasks::running(Whose::All, actor.account) };
        let hits = task::page(tx, office, &wanted, EACH)?.into_iter().map(|(task, _)| Hit {
            href: format!("{root}/tasks/{}", task.id),
            name: task.title,
            note: task.owner.name,
        });
        let all = Some(format!("{root}/tasks?show=all&q={asked}"));
        groups.push(Group { title: "overview-found-tasks", hits: hits.collect(), all });
    }
    if may(Act::ReadOrganisation) {
        let reach = Reach::of(actor, Act::ReadOrganisation, office);
        let hits = found::organisation(tx, office, words, &reach, EACH)?.into_iter().map(|of| Hit {
            href: match of.neighbourhood {
                Some(id) => format!("{}/organisation", crate::register::address(office, id)),
                None => format!("{root}/organisation/{}", of.id),
            },
            name: of.name,
            note: of.note,
        });
        groups.push(Group { title: "overview-found-organisation", hits: hits.collect(), all: None });
    }
    if may(Act::ReadBulletins) {
        let hits = found::bulletins(tx, office, words, EACH)?.into_iter().map(|of| Hit {
            href: format!("{root}/bulletins/{}", of.id),
            name: of.name,
            note: of.note,
        });
        groups.push(Group { title: "overview-found-bulletins", hits: hits.collect(), all: None });
    }
    if may(Act::ManageAccounts) {
        let hits = account::list(tx, office, words, None, EACH)?.into_iter().map(|of| Hit {
            href: format!("{root}/accounts/{}", of.id),
            name: of.name,
            note: of.sign_in.to_string(),
        });
        let all = Some(format!("{root}/accounts?q={asked}"));
        groups.push(Group { title: "overview-found-accounts", hits: hits.collect(), all });
    }
    groups.push(pages(ctx, actor, office, words));
    Ok(groups)
}

fn neighbourhoods(
    tx: &mut Tx,
    actor: &Actor,
    office: Office,
    words: &str,
    names: &Names,
    asked: &str,
) -> Result<Group, WebError> {
    let reach = Reach::of(actor, Act::ReadRegister, office);
    let wanted = Wanted { words: words.to_owned(), reach, ..Wanted::default() };
    let hits = listing::page(tx, office, &wanted, EACH)?.rows.into_iter().map(|n| Hit {
        href: crate::register::address(office, n.id),
        note: format!("{} · {}", names.place(n.facts.division), n.number),
        name: n.facts.name,
    });
    let all = Some(format!("{}?q={asked}", crate::register::root(office)));
    Ok(Group { title: "overview-found-neighbourhoods", hits: hits.collect(), all })
}

/// Pages of the desk whose name has the words in it.
fn pages(ctx: &Ctx, actor: &Actor, office: Office, words: &str) -> Group {
    let ctx = Ctx { reader: Some(actor.clone()), path: format!("/desk/{office}/search"), ..ctx.clone() };
    let words = words.to_lowercase();
    let named = ctx.desk_links().into_iter().map(|(key, href)| (ctx.t(key), href));
    let hits = named.filter(|(name, _)| name.to_lowercase().contains(&words));
    let hits = hits.map(|(name, href)| Hit { href, name, note: String::new() }).collect();
    Group { title: "overview-found-pages", hits, all: None }
}
