//! What a phone fetches of a questionnaire: its line in the list, the form, and its doors. Each is made when it is asked for: doors
//! change with the register, and a phone sees by the hash whether it needs them anew.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use linli_domain::consultation::survey::{Campaign, CampaignId};
use linli_domain::kernel::people::{AccountId, Act};
use linli_domain::kernel::{Date, Office};
use linli_store::consultation::{catalogue, survey};
use linli_store::{Error, Tx};
use serde::Deserialize;

use super::super::answer::{escaped, kept, xml};
use super::super::credentials::md5;
use super::super::gate::Collector;
use super::{doors, form, form_id};
use crate::app::App;
use crate::error::WebError;
use crate::extract::Path;
use crate::shell::Lang;

/// Which campaign.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Of {
    campaign: CampaignId,
}

/// The form of a campaign and its version.
fn written(tx: &mut Tx, office: Office, campaign: &Campaign, today: Date) -> Result<(String, String), Error> {
    let number = survey::form_version(tx, office, campaign.id)?;
    let catalogue = catalogue::of(tx, office, today)?.catalogue;
    let own = &campaign.form.notice;
    let notice = if own.is_empty() { Lang::Zh.text("survey-notice-default") } else { own.clone() };
    Ok(form::write(campaign, number, &catalogue, &notice))
}

/// A campaign that hands doors to this collector's person. `Missing`: there is none.
fn handed(tx: &mut Tx, office: Office, account: AccountId, id: CampaignId) -> Result<Campaign, Error> {
    let campaign = survey::get(tx, office, id)?;
    if campaign.is_handed_to(account) { Ok(campaign) } else { Err(Error::Missing) }
}

/// The lines of the list: the questionnaires of the campaigns in which somebody goes from door to door.
pub(in super::super) fn of_collector(
    tx: &mut Tx,
    office: Office,
    account: AccountId,
    today: Date,
    base: &str,
) -> Result<String, Error> {
    let mut lines = String::new();
    for id in survey::of_member(tx, office, account)? {
        let campaign = survey::get(tx, office, id)?;
        let (text, version) = written(tx, office, &campaign, today)?;
        // Into a text: it cannot fail.
        let _ = writeln!(
            lines,
            "<xform><formID>{}</formID><name>{}</name><version>{version}</version><hash>md5:{}</hash><downloadUrl>{base}/surveys/{id}/form.xml</downloadUrl><manifestUrl>{base}/surveys/{id}/manifest.xml</manifestUrl></xform>",
            form_id(id),
            escaped(&campaign.name),
            md5(&text)
        );
    }
    Ok(lines)
}

/// `GET …/surveys/{campaign}/form.xml`
pub async fn form_xml(
    State(app): State<App>,
    collector: Collector,
    Path(Of { campaign }): Path<Of>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (office, account, today) = (collector.may(Act::VisitDoors)?, collector.actor.account, app.today());
    let read = app.store.read(move |tx| {
        let campaign = handed(tx, office, account, campaign)?;
        written(tx, office, &campaign, today)
    });
    let (text, _) = read.await?;
    Ok(xml(&headers, &md5(&text), text))
}

/// The two tables, as text.
async fn tables(app: &App, collector: &Collector, campaign: CampaignId) -> Result<(String, String), WebError> {
    let (office, account) = (collector.may(Act::VisitDoors)?, collector.actor.account);
    let read = app.store.read(move |tx| {
        let campaign = handed(tx, office, account, campaign)?;
        doors::of(tx, office, &campaign, account)
    });
    let (shares, doors) = read.await?;
    Ok((doors::entrances(&shares), doors::doors(&doors)))
}

/// `GET …/surveys/{campaign}/manifest.xml`
pub async fn manifest(
    State(app): State<App>,
    collector: Collector,
    Path(Of { campaign }): Path<Of>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (entrances, doors) = tables(&app, &collector, campaign).await?;
    let base = &collector.base;
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">\n",
    );
    for (name, text) in [("entrances.csv", &entrances), ("doors.csv", &doors)] {
        let _ = writeln!(
            body,
            "<mediaFile><filename>{name}</filename><hash>md5:{}</hash><downloadUrl>{base}/surveys/{campaign}/{name}</downloadUrl></mediaFile>",
            md5(text)
        );
    }
    body.push_str("</manifest>\n");
    Ok(xml(&headers, &md5(&body), body))
}

/// `GET …/surveys/{campaign}/entrances.csv`
pub async fn entrances_csv(
    State(app): State<App>,
    collector: Collector,
    Path(Of { campaign }): Path<Of>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (text, _) = tables(&app, &collector, campaign).await?;
    Ok(kept(&headers, CSV, &md5(&text), text))
}

/// `GET …/surveys/{campaign}/doors.csv`
pub async fn doors_csv(
    State(app): State<App>,
    collector: Collector,
    Path(Of { campaign }): Path<Of>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (_, text) = tables(&app, &collector, campaign).await?;
    Ok(kept(&headers, CSV, &md5(&text), text))
}

const CSV: HeaderValue = HeaderValue::from_static("text/csv; charset=utf-8");
