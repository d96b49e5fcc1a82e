//! Where a role reaches: the whole office, one of its divisions by name, or a neighbourhood by number or name.

use linli_domain::kernel::people::Scope;
use linli_domain::kernel::{DivisionCode, Level, Office};
use linli_domain::register::{Division, Neighbourhood};
use linli_store::register::division;
use linli_store::register::listing::{self, Wanted};
use linli_store::register::neighbourhood;
use linli_store::{Result, Tx};

use crate::shell::{Ctx, Field};

/// Neighbourhoods offered when what was typed fits several.
const OFFERED: usize = 20;

/// The divisions that a role of this office can be held for: towns and communities, or the counties of a prefecture.
pub fn divisions(tx: &mut Tx, office: Office) -> Result<Vec<Division>> {
    let own = office.code();
    if own.level() < Level::County {
        return division::with_offices(tx, own);
    }
    let mut all: Vec<Division> = division::find(tx, own)?.into_iter().collect();
    all.extend(division::within(tx, own)?);
    Ok(all)
}

/// The whole office first; a community with its town before it.
pub fn field(ctx: &Ctx, office: Office, divisions: &[Division], chosen: String) -> Field {
    let name = |code: DivisionCode| divisions.iter().find(|d| d.code == code).map(|d| d.name.as_str());
    let label = |division: &Division| {
        let town = (division.code.level() == Level::Community).then(|| name(division.code.at(Level::Town))).flatten();
        match town {
            Some(town) => format!("{town} › {}", division.name),
            None => division.name.clone(),
        }
    };
    let whole = ctx.t_with("people-scope-whole", &[("name", name(office.code()).unwrap_or_default())]);
    let below = divisions.iter().filter(|division| division.code != office.code());
    let below = below.map(|division| (division.code.to_string(), label(division)));
    Field::new("scope", ctx.t("people-scope"))
        .kind("select")
        .options(std::iter::once((office.to_string(), whole)).chain(below))
        .value(chosen)
        .required()
}

/// Free text first; a choice where it fits several.
pub fn neighbourhood_field(ctx: &Ctx, typed: String, fitting: &[Neighbourhood]) -> Field {
    let field = Field::new("neighbourhood", ctx.t("people-scope-one"));
    if fitting.is_empty() {
        return field.hint(ctx.t("people-scope-one-hint")).value(typed);
    }
    let none = (String::new(), ctx.t("people-scope-one-none"));
    let found = fitting.iter().map(|one| (one.number.clone(), format!("{} · {}", one.facts.name, one.number)));
    field.kind("select").options(std::iter::once(none).chain(found))
}

/// What a form says about the place of a role.
pub enum Meant {
    Scope(Scope),
    /// Nothing that exists.
    Nothing,
    /// Several neighbourhoods: somebody has to choose.
    Several(Vec<Neighbourhood>),
}

/// A neighbourhood outdoes the division beside it.
pub fn meant(tx: &mut Tx, office: Office, division: &str, neighbourhood: &str) -> Result<Meant> {
    let words = neighbourhood.trim();
    if words.is_empty() {
        let division = division.trim().parse().ok();
        return Ok(division.map_or(Meant::Nothing, |code| Meant::Scope(Scope::Division(code))));
    }
    if let Some(one) = neighbourhood::by_number(tx, office, words)? {
        return Ok(Meant::Scope(Scope::Neighbourhood(one.id)));
    }
    let wanted = Wanted { words: words.to_owned(), ..Wanted::default() };
    let mut found = listing::page(tx, office, &wanted, OFFERED)?.rows;
    Ok(match (found.len(), found.pop()) {
        (1, Some(one)) => Meant::Scope(Scope::Neighbourhood(one.id)),
        (_, Some(last)) => {
            found.push(last);
            Meant::Several(found)
        }
        (_, None) => Meant::Nothing,
    })
}
