//! From a row and what is known already to the facts that would stand, or to what is wrong with them.

use super::{Given, Reason};
use crate::kernel::text::{clean_line, half_width};
use crate::register::datum::Datum;
use crate::register::facts::{Arrangement, Facts, Field, Location, Ownership};

/// Puts the cells of a row over what is known. Empty cells leave it as it is.
pub(super) fn over(known: &Facts, given: &Given, reasons: &mut Vec<Reason>) -> Facts {
    let mut facts = known.clone();
    if let Some(name) = given.word("name") {
        name.clone_into(&mut facts.name);
    }
    let word = |field: &str| given.word(field).map(str::to_owned);
    set(&mut facts.address, word("address"));
    set(&mut facts.location, location(given, reasons));
    set(&mut facts.built_year, given.built_year);
    set(&mut facts.floor_area, given.floor_area);
    set(&mut facts.buildings, given.buildings);
    set(&mut facts.households, given.households);
    set(&mut facts.ownership, ownership(given, reasons));
    set(&mut facts.former_unit, word("former_unit"));
    set(&mut facts.plan_year, given.plan_year);
    set(&mut facts.arrangement, arrangement(known.arrangement.as_ref(), given, reasons));
    set(&mut facts.leader, word("leader"));
    set(&mut facts.residents_body, word("residents_body"));
    set(&mut facts.planned_investment, given.planned_investment);
    set(&mut facts.started_on, given.started_on);
    set(&mut facts.finished_on, given.finished_on);
    clear(&mut facts, given, reasons);
    facts
}

fn set<T>(known: &mut Option<T>, given: Option<T>) {
    if given.is_some() {
        *known = given;
    }
}

/// Erases what 清空 was written for. A name and a place cannot be erased.
fn clear(facts: &mut Facts, given: &Given, reasons: &mut Vec<Reason>) {
    let empty = Facts::new("", facts.division);
    for cleared in &given.cleared {
        let field = match *cleared {
            "longitude" | "latitude" => Some(Field::Location),
            "area_name" => Some(Field::Arrangement),
            key => Field::ALL.into_iter().find(|field| field.key() == key),
        };
        match field {
            Some(field) if field != Field::Name => facts.take(field, &empty),
            _ => reasons.push(given.reason(cleared, "cannot-clear")),
        }
    }
}

fn location(given: &Given, reasons: &mut Vec<Reason>) -> Option<Location> {
    let (field, text) = match (given.word("location"), given.word("longitude"), given.word("latitude")) {
        (Some(both), ..) => ("location", both.to_owned()),
        (None, Some(longitude), Some(latitude)) => ("longitude", format!("{longitude},{latitude}")),
        (None, Some(_), None) => {
            reasons.push(given.reason("latitude", "half-a-location"));
            return None;
        }
        (None, None, Some(_)) => {
            reasons.push(given.reason("longitude", "half-a-location"));
            return None;
        }
        (None, None, None) => return None,
    };
    let plain = half_width(&text)
        .replace(['°', '(', ')', '，', '、', ';'], ",")
        .replace(['东', '北', '经', '纬', 'E', 'N'], "");
    let parts: Vec<&str> = plain.split([',', ' ']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let read = match parts.as_slice() {
        [longitude, latitude] => format!("{longitude},{latitude}").parse::<Location>().ok(),
        _ => None,
    };
    // Latitude first is a common slip, and cannot be meant: no longitude of the country is below 73.
    let read = read.map(|at| {
        let turned = at.longitude_e6 < 60_000_000 && at.latitude_e6 > 70_000_000;
        if turned { Location { longitude_e6: at.latitude_e6, latitude_e6: at.longitude_e6 } } else { at }
    });
    if read.is_none() {
        reasons.push(given.reason(field, "bad-location"));
    }
    let header = given.headers.get(field).map_or("", String::as_str);
    read.map(|at| Datum::of_header(header).to_national(at))
}

fn ownership(given: &Given, reasons: &mut Vec<Reason>) -> Option<Ownership> {
    let text = given.word("ownership")?;
    let plain = half_width(text).to_lowercase().replace(' ', "");
    let found = match plain.as_str() {
        "房改房" | "已购公房" | "房改" | "reform" | "privatised" => Some(Ownership::Reform),
        "商品房" | "商品住宅" | "market" | "commercial" => Some(Ownership::Market),
        "集资房" | "集资建房" | "单位集资房" | "集资" | "pooled" => Some(Ownership::Pooled),
        "公房" | "直管公房" | "单位公房" | "公有住房" | "公租房" | "public" => Some(Ownership::Public),
        "安置房" | "拆迁安置房" | "回迁房" | "安置" | "resettlement" => Some(Ownership::Resettlement),
        _ if plain.contains("混合") || plain == "mixed" || plain.contains('、') || plain.contains('/') => {
            Some(Ownership::Mixed)
        }
        _ => None,
    };
    if found.is_none() {
        reasons.push(given.reason("ownership", "unknown-ownership"));
    }
    found
}

/// 连片 or 单体, with the name of the area where one is given; an area alone means 连片.
fn arrangement(known: Option<&Arrangement>, given: &Given, reasons: &mut Vec<Reason>) -> Option<Arrangement> {
    let area = given.word("area_name").map(clean_line);
    let Some(text) = given.word("arrangement") else { return area.map(Arrangement::Contiguous) };
    let plain = half_width(text).replace(' ', "");
    let (word, inner) = plain.split_once([':', '：', '(', '（']).unwrap_or((&plain, ""));
    let inner = inner.trim_end_matches([')', '）']);
    match word.trim_end_matches("改造").to_lowercase().as_str() {
        "单体" | "单独" | "独立" | "单个" | "否" | "single" | "no" | "×" => match area {
            Some(_) => {
                reasons.push(given.reason("area_name", "single-with-area"));
                None
            }
            None => Some(Arrangement::Single),
        },
        "连片" | "成片" | "片区" | "是" | "contiguous" | "yes" | "√" => {
            let kept = match known {
                Some(Arrangement::Contiguous(name)) => name.clone(),
                _ => String::new(),
            };
            let inner = Some(inner.to_owned()).filter(|name| !name.is_empty());
            Some(Arrangement::Contiguous(area.or(inner).unwrap_or(kept)))
        }
        _ => {
            reasons.push(given.reason("arrangement", "unknown-arrangement"));
            None
        }
    }
}
