//! The form for a list of owners: the doors of the neighbourhood stand in it, the rest is filled in.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::owner::intake::FIELDS;
use linli_domain::register::owner::{Basis, PartyKind, Roll};
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::Cell;

use super::{Found, find};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Ctx, Lang, file};

/// `GET …/owners/template.xlsx`: every door, with its area where it is known. No name stands in it.
pub async fn download(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let Found { n, roll, .. } = app.store.read(move |tx| find(tx, office, id)).await?;
    actor.may(Act::KeepOwners, &n.place())?;
    let (lang, title) = (ctx.lang, ctx.t_with("owners-template-title", &[("name", &n.facts.name)]));
    let work = move || write_xlsx(&table(lang, title, &roll));
    let bytes = tokio::task::spawn_blocking(work).await.map_err(WebError::fault)?.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(&ctx, &ctx.t_with("owners-template-file", &[("name", &n.facts.name)]), "xlsx", kind, bytes))
}

fn table(lang: Lang, title: String, roll: &Roll) -> Table {
    let t = |key: &str| lang.text(key);
    let format = |key: &str| match key {
        "area" | "total" => Format::Amount,
        "from" => Format::Date,
        _ => Format::Text,
    };
    let columns = FIELDS
        .iter()
        .map(|field| Column { header: t(&format!("owners-field-{}", field.key)), format: format(field.key) });
    let row = |unit: &linli_domain::register::owner::Unit| {
        let area = unit.measured.map_or(Cell::Empty, |measured| Cell::number(measured.area.to_string()));
        let basis = unit.measured.map_or(Cell::Empty, |m| Cell::text(word(lang, "basis", m.basis.as_str())));
        let mut cells = vec![Cell::Empty; FIELDS.len()];
        let mut put = |key: &str, cell: Cell| {
            if let Some(at) = FIELDS.iter().position(|field| field.key == key) {
                cells[at] = cell;
            }
        };
        put("building", Cell::text(&unit.building_name));
        put("entrance", Cell::text(&unit.entrance_name));
        put("room", Cell::text(&unit.room));
        put("area", area);
        put("basis", basis);
        cells
    };
    let words = |kind: &str, all: &[&str]| all.iter().map(|one| word(lang, kind, one)).collect::<Vec<_>>().join("、");
    let kinds = words("kind", &PartyKind::ALL.map(PartyKind::as_str));
    let bases = words("basis", &Basis::ALL.map(Basis::as_str));
    Table {
        name: t("owners-title"),
        title: Some(title),
        illustrative: None,
        columns: columns.collect(),
        rows: roll.units.iter().map(row).collect(),
        notes: vec![
            lang.text_with("owners-template-kinds", &[("kinds", kinds), ("bases", bases)]),
            t("owners-template-people"),
        ],
    }
}

/// The short word that a list is read by.
fn word(lang: Lang, kind: &str, value: &str) -> String {
    lang.text(&format!("owners-cell-{kind}-{value}"))
}

#[cfg(test)]
mod tests {
    use linli_domain::kernel::Area;
    use linli_domain::register::owner::intake::{Ground, plan};
    use linli_domain::register::owner::{Measured, Unit, Why};
    use linli_domain::register::{BuildingId, DwellingId, EntranceId};

    use super::super::reading::lines;
    use super::*;

    #[test]
    fn the_form_is_read_as_it_was_filled_in_both_languages() {
        let unit = |n: u128, area| Unit {
            dwelling: DwellingId::from_number(n),
            building: BuildingId::from_number(1),
            building_name: "1栋".into(),
            entrance: EntranceId::from_number(1),
            entrance_name: "1单元".into(),
            floor: 1,
            room: format!("10{n}"),
            measured: Some(Measured { area: Area::from_hundredths(area), basis: Basis::Contract }),
            party: None,
            since: None,
        };
        let roll = Roll { units: vec![unit(1, 8_850), unit(2, 9_000)], ..Roll::default() };
        for lang in [Lang::Zh, Lang::En] {
            let mut table = table(lang, "甲小区".into(), &roll);
            let put = |key: &str| FIELDS.iter().position(|field| field.key == key).expect("a field");
            for (row, name) in table.rows.iter_mut().zip(["杨示例", "绥宁县粮食局"]) {
                row[put("owner")] = Cell::text(name);
            }
            table.rows[1][put("kind")] = Cell::text(word(lang, "kind", "organisation"));
            let rows = lines(&write_xlsx(&table).expect("a workbook"), "x.xlsx").expect("a list");
            let today = linli_domain::kernel::Date::constant(2022, 5, 5);
            let planned = plan(&Ground { roll: &roll, today, why: Why::Sold }, &rows);
            assert_eq!((planned.count("new"), planned.changes.parties.len()), (2, 2), "{planned:?}");
            let kinds: Vec<_> = planned.changes.parties.iter().map(|party| party.kind).collect();
            assert_eq!(kinds, [PartyKind::Person, PartyKind::Organisation]);
            assert!(planned.changes.each.iter().all(|change| change.area.is_none()), "the areas are as they were");
        }
    }
}
