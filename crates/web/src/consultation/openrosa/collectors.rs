//! `/desk/{office}/collectors`: who sends with which phone. A password and a token are shown once, on paper or as a QR code, and
//! can be stopped one by one.

use std::io::Write as _;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use linli_domain::consultation::openrosa::CollectorId;
use linli_domain::consultation::openrosa::collector::{
    MOST, PASSWORD_RANDOM, TOKEN_RANDOM, USER_RANDOM, label, spelled,
};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{AccountId, Actor};
use linli_store::Error;
use linli_store::consultation::openrosa::collector::{self, Listed, NewCollector};
use serde::Deserialize;
use serde_json::json;

use super::credentials::ha1;
use super::gate::{realm, token_hash};
use super::root;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Path, Query, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Paging, Problems, Tone, page, page_with, qr};

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "consultation/openrosa/collectors.html")]
struct CollectorsPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    fields: Vec<Field>,
    rows: Vec<Listed>,
    paging: Paging,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "consultation/openrosa/once.html")]
struct OncePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    name: String,
    label: String,
    server: String,
    with_token: String,
    user: String,
    password: String,
    drawn: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    before: Option<CollectorId>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    collectors_page(&app, ctx, office, asked.before, &Draft::default(), Problems::default()).await
}

/// A collector as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    account: String,
    label: String,
}

async fn collectors_page(
    app: &App,
    ctx: Ctx,
    office: Office,
    before: Option<CollectorId>,
    draft: &Draft,
    problems: Problems,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        Ok::<_, WebError>((collector::list(tx, office, before, PAGE + 1)?, collector::people(tx, office)?))
    });
    let (mut rows, people) = read.await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let here = format!("/desk/{office}/collectors");
    let next = rows.last().filter(|_| more).map(|last| format!("{here}?before={}", last.id));
    let choose = std::iter::once((String::new(), ctx.t("openrosa-choose-person")));
    let people = choose.chain(people.into_iter().map(|(id, name)| (id.to_string(), name)));
    let fields = vec![
        Field::new("account", ctx.t("openrosa-person")).kind("select").options(people).value(&draft.account).required(),
        Field::new("label", ctx.t("openrosa-label")).hint(ctx.t("openrosa-label-hint")).value(&draft.label).required(),
    ];
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = CollectorsPage {
        crumbs: super::crumbs(&ctx, office),
        fields: fields.into_iter().map(|field| field.problem(&problems)).collect(),
        rows,
        paging: Paging { previous: before.map(|_| here.clone()), next, shown: String::new() },
        problems,
        here,
        ctx,
    };
    Ok(page_with(status, &shown))
}

/// What a phone will show, known to nobody but this answer.
struct Secrets {
    user: String,
    password: String,
    token: String,
}

impl Secrets {
    fn new() -> Result<Self, WebError> {
        let mut random = [0; USER_RANDOM + PASSWORD_RANDOM + TOKEN_RANDOM];
        getrandom::fill(&mut random).map_err(WebError::fault)?;
        let (user, rest) = random.split_at(USER_RANDOM);
        let (password, token) = rest.split_at(PASSWORD_RANDOM);
        Ok(Self { user: spelled(user), password: spelled(password), token: spelled(token) })
    }
}

/// `POST …/collectors`: shown once.
pub async fn add(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    headers: HeaderMap,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let account = draft.account.parse::<AccountId>().ok();
    let called = label(&draft.label).ok();
    if account.is_none() {
        problems.add("account", ctx.t("openrosa-why-person"));
    }
    if called.is_none() {
        problems.add("label", ctx.t("openrosa-why-label"));
    }
    let (Some(account), Some(called)) = (account, called) else {
        return collectors_page(&app, ctx, office, None, &draft, problems).await;
    };
    let secrets = Secrets::new()?;
    match given(&app, &actor, account, &called, &secrets).await {
        Ok(name) => Ok(once_page(&app, ctx, office, &headers, name, called, secrets)),
        Err(Error::Missing) => {
            problems.add("account", ctx.t("openrosa-why-person"));
            collectors_page(&app, ctx, office, None, &draft, problems).await
        }
        Err(Error::Refused) => {
            problems.add("account", ctx.t_n("openrosa-why-collectors", MOST));
            collectors_page(&app, ctx, office, None, &draft, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The name of the person who got it.
async fn given(app: &App, actor: &Actor, account: AccountId, label: &str, secrets: &Secrets) -> Result<String, Error> {
    let office = actor.office;
    let new = NewCollector {
        id: CollectorId::new(),
        account,
        label: label.to_owned(),
        user_name: secrets.user.clone(),
        ha1: ha1(&secrets.user, &realm(office), &secrets.password),
        token: token_hash(&secrets.token),
    };
    let written = app.store.write(actor, move |tx| {
        let people = collector::people(tx, office)?;
        let (_, name) = people.into_iter().find(|(id, _)| *id == new.account).ok_or(Error::Missing)?;
        collector::add(tx, &new)?;
        Ok::<_, Error>(name)
    });
    written.await
}

fn once_page(
    app: &App,
    ctx: Ctx,
    office: Office,
    headers: &HeaderMap,
    name: String,
    label: String,
    secrets: Secrets,
) -> Response {
    let site = qr::site(&app.config, headers).unwrap_or_default();
    let server = format!("{site}/openrosa/{office}");
    let with_token = format!("{server}/key/{}", secrets.token);
    let drawn = settings(&with_token, &label).and_then(|text| qr::drawn(&text, &ctx.t("openrosa-qr")));
    let shown = OncePage {
        crumbs: vec![Crumb::new(ctx.t("openrosa-title"), root(office))],
        here: format!("/desk/{office}/collectors"),
        name,
        label,
        server,
        with_token,
        user: secrets.user,
        password: secrets.password,
        // A code with this much in it needs its room.
        drawn: drawn.map(|svg| svg.replace("width=\"160\" height=\"160\"", "width=\"320\" height=\"320\"")),
        ctx,
    };
    page(&shown)
}

/// Collect's settings, as its QR codes hold them: JSON, deflated (zlib), in base64.
fn settings(server: &str, label: &str) -> Option<String> {
    let told = json!({
        "general": { "server_url": server, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular" },
        "admin": {},
        "project": { "name": label, "icon": "邻", "color": "#2b6777" },
    });
    let mut deflate = ZlibEncoder::new(Vec::new(), Compression::best());
    deflate.write_all(told.to_string().as_bytes()).ok()?;
    Some(STANDARD.encode(deflate.finish().ok()?))
}

/// `POST …/collectors/{collector}/stop`
pub async fn stop(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, CollectorId)>,
) -> Result<Response, WebError> {
    app.store.write(&actor, move |tx| collector::stop(tx, id)).await?;
    Ok(done(&format!("/desk/{office}/collectors"), "openrosa-done-stopped"))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_code_holds_the_settings_of_collect() {
        let text = settings("https://a.cn/openrosa/430527/key/t", "一组").expect("settings");
        let bytes = STANDARD.decode(text).expect("base64");
        let mut json = String::new();
        flate2::read::ZlibDecoder::new(&bytes[..]).read_to_string(&mut json).expect("zlib");
        let told: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(told["general"]["server_url"], "https://a.cn/openrosa/430527/key/t");
        assert_eq!(told["project"]["name"], "一组");
    }
}
