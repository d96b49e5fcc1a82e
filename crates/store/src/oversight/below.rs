//! What is known of each unit of a scope from below: its own records, or the sum over the units below it
//! ([ADR 8](../../../../docs/adr/0008-whose-figures-count.md)). Two reads for a whole province, none for each unit.

use std::collections::BTreeMap;

use linli_domain::kernel::{DivisionCode, Level, Month};
use linli_domain::oversight::league::Below;
use linli_domain::oversight::{Figures, Origin};
use linli_domain::register::Division;

use super::{across, league};
use crate::register::division;
use crate::{Result, Tx};

/// By unit; who is silent from below is not in it.
pub fn of(tx: &mut Tx, scope: DivisionCode, units: &[Division], month: Month) -> Result<BTreeMap<DivisionCode, Below>> {
    let records = |(unit, figures)| (unit, Below::records(figures));
    match scope.level() {
        Level::Province => of_prefectures(tx, scope, units, month),
        Level::Prefecture => {
            let offices = across::figures_by_office(tx, scope, month)?;
            Ok(offices.into_iter().map(|(office, figures)| records((office.code(), figures))).collect())
        }
        _ => Ok(league::by_town(tx, scope.office(), month)?.into_iter().map(records).collect()),
    }
}

/// A prefecture is the sum of its counties: by their records, and where they keep none here, by what they declared to
/// the prefecture. Short of a county it is a part, and says so.
fn of_prefectures(
    tx: &mut Tx,
    province: DivisionCode,
    units: &[Division],
    month: Month,
) -> Result<BTreeMap<DivisionCode, Below>> {
    let mut counties: BTreeMap<DivisionCode, (Origin, Figures)> = across::declared_counties(tx, province, month)?
        .into_iter()
        .map(|(county, figures)| (county, (Origin::Declared, figures)))
        .collect();
    for (office, figures) in across::figures_by_office(tx, province, month)? {
        counties.insert(office.code(), (Origin::Records, figures));
    }
    let how_many = division::counties_by_prefecture(tx, province)?;
    let below = |unit: &Division| {
        let parts = || counties.iter().filter(|(county, _)| unit.code.contains(**county));
        let known = parts().filter(|(county, _)| !county.is_zone()).count();
        let all = how_many.get(&unit.code).and_then(|count| usize::try_from(*count).ok()).unwrap_or(1);
        let from = match () {
            () if parts().next().is_none() => return None,
            () if known < all => Origin::Part,
            () if parts().all(|(_, (origin, _))| *origin == Origin::Records) => Origin::Records,
            () => Origin::Gathered,
        };
        Some((unit.code, Below { figures: parts().map(|(_, (_, figures))| *figures).sum(), from }))
    };
    Ok(units.iter().filter_map(below).collect())
}
