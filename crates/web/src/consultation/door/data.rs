//! What a phone takes along: the campaigns of its surveyor, every door of their neighbourhoods with what stands of it, the questions
//! and the catalogue. No name and no answer of anybody is in it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use linli_domain::consultation::survey::{Campaign, DoorState};
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::EntranceId;
use linli_store::consultation::catalogue;
use linli_store::consultation::survey::doors::Door;
use linli_store::consultation::survey::{self, Shared, doors};
use linli_store::{Result, Tx};
use serde_json::{Value, json};

use super::super::catalogue::said;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, SignedIn};
use crate::shell::{Ctx, Lang};

/// `GET …/door/data`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> std::result::Result<Response, WebError> {
    let (account, today, lang) = (actor.account, app.today(), ctx.lang);
    let notice = ctx.t("survey-notice-default");
    let read = app.store.read(move |tx| know(tx, office, account, today, lang, &notice));
    let mut told = read.await?;
    told["person"] = json!({ "account": account.to_string(), "name": actor.name });
    told["at"] = app.now().to_string().into();
    Ok(([(CACHE_CONTROL, "no-store")], Json(told)).into_response())
}

fn know(
    tx: &mut Tx,
    office: Office,
    account: AccountId,
    today: linli_domain::kernel::Date,
    lang: Lang,
    notice: &str,
) -> Result<Value> {
    let kept = catalogue::of(tx, office, today)?;
    let classes = kept.catalogue.offered().map(|(class, items)| {
        let items = items.iter().map(|item| json!({ "code": item.code, "name": said(lang, &item.name) }));
        json!({ "name": said(lang, &class.name), "items": items.collect::<Vec<_>>() })
    });
    let classes: Vec<Value> = classes.collect();
    let mut campaigns = Vec::new();
    for id in survey::of_member(tx, office, account)? {
        let campaign = survey::get(tx, office, id)?;
        let version = survey::form_version(tx, office, id)?;
        let shares = survey::shares(tx, office, id)?;
        campaigns.push(one(tx, office, account, &campaign, version, &shares, notice)?);
    }
    Ok(json!({ "campaigns": campaigns, "catalogue": classes }))
}

/// A campaign with the neighbourhoods in which this surveyor has doors; all of them as long as none was handed out.
fn one(
    tx: &mut Tx,
    office: Office,
    account: AccountId,
    campaign: &Campaign,
    version: i64,
    shares: &[Shared],
    notice: &str,
) -> Result<Value> {
    let is_mine = |share: &Shared| share.account == Some(account);
    let goes = |of| shares.iter().any(|share| share.neighbourhood == of && is_mine(share));
    let none = !shares.iter().any(is_mine);
    let places: Vec<NeighbourhoodId> = campaign.neighbourhoods.iter().copied().filter(|of| none || goes(*of)).collect();
    let mut behind: BTreeMap<EntranceId, Vec<Value>> = BTreeMap::new();
    for door in doors::of(tx, office, campaign.id, &places)? {
        behind.entry(door.entrance).or_default().push(told(&door));
    }
    let place = |of: &NeighbourhoodId| {
        let inside: Vec<&Shared> = shares.iter().filter(|share| share.neighbourhood == *of).collect();
        let entrances = inside.iter().map(|share| {
            json!({
                "id": share.entrance, "building": share.building_name, "name": share.name, "mine": is_mine(share),
                "doors": behind.get(&share.entrance).cloned().unwrap_or_default(),
            })
        });
        let name = &inside.first()?.neighbourhood_name;
        Some(json!({ "id": of, "name": name, "entrances": entrances.collect::<Vec<_>>() }))
    };
    let places: Vec<Value> = places.iter().filter_map(place).collect();
    let notice = if campaign.form.notice.is_empty() { notice } else { &campaign.form.notice };
    Ok(json!({
        "id": campaign.id, "name": campaign.name, "opens": campaign.opens, "closes": campaign.closes,
        "form_version": version, "notice": notice, "special": campaign.form.special_needs, "own": campaign.form.own,
        "places": places,
    }))
}

fn told(door: &Door) -> Value {
    let times = if let DoorState::NobodyHome(times) = door.state { times } else { 0 };
    json!({ "id": door.dwelling, "floor": door.floor, "room": door.room, "state": door.state.as_str(), "times": times })
}
