//! Divisions: a code table, the same for every office.

use linli_domain::kernel::text::pinyin_key;
use linli_domain::kernel::{DivisionCode, Level};
use linli_domain::register::Division;

use crate::{Result, Row, Transaction, Tx, args};

/// Adds divisions or renames them; what is there already stays.
pub fn put_all(tx: &mut Transaction, divisions: &[Division]) -> Result<u64> {
    let rows = divisions.iter().map(|division| {
        let parent = division.code.parent().map(|code| code.to_string()).unwrap_or_default();
        let search = super::search::search_text(&[&division.name]);
        args![division.code, division.name, level_text(division.code.level()), parent, search]
    });
    tx.run_many(
        "insert into division (code, name, level, parent, search) values ($1, $2, $3, $4, $5)
         on conflict (code) do update set name = $2, search = $5",
        rows,
    )
}

pub fn get(tx: &mut Tx, code: DivisionCode) -> Result<Division> {
    tx.query_one("select code, name from division where code = $1", args![code], division)
}

pub fn find(tx: &mut Tx, code: DivisionCode) -> Result<Option<Division>> {
    tx.query_opt("select code, name from division where code = $1", args![code], division)
}

/// The divisions one level down, in the order of their codes.
pub fn children(tx: &mut Tx, of: DivisionCode) -> Result<Vec<Division>> {
    tx.query("select code, name from division where parent = $1 order by code", args![of], division)
}

/// The units that a table of this division lists: those one level down; and where the code table has a mere heading there
/// (市辖区, 省直辖县级行政区划), the counties under it, which answer to the province or municipality itself.
pub fn units(tx: &mut Tx, of: DivisionCode) -> Result<Vec<Division>> {
    tx.query(
        "select u.code, u.name from division u join division p on p.code = u.parent
          where (p.code = $1 and u.name not in ('市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'))
             or (p.parent = $1 and u.level = 'county'
                 and p.name in ('市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'))
          order by u.code",
        args![of],
        division,
    )
}

/// Towns and communities of a county: what a neighbourhood can lie in.
pub fn within(tx: &mut Tx, county: DivisionCode) -> Result<Vec<Division>> {
    let (from, below) = bounds(county);
    tx.query(
        "select code, name from division where code > $1 and code < $2 and level in ('town', 'community') order by code",
        args![from, below],
        division,
    )
}

/// The way down to a division: province, prefecture, county, and so on to itself.
pub fn path(tx: &mut Tx, code: DivisionCode) -> Result<Vec<Division>> {
    let at = |level| code.at(level).to_string();
    tx.query(
        "select code, name from division where code in ($1, $2, $3, $4, $5) order by length(code), code",
        args![at(Level::Province), at(Level::Prefecture), at(Level::County), at(Level::Town), at(Level::Community)],
        division,
    )
}

/// Divisions by a part of their name, counties and above first.
pub fn search(tx: &mut Tx, words: &str, most: i64) -> Result<Vec<Division>> {
    let pattern = super::search::like_pattern(words);
    tx.query(
        "select code, name from division where search like $1 escape '!' order by length(code), code limit $2",
        args![pattern, most],
        division,
    )
}

/// The division itself and the counties and prefectures in it: whoever may keep an office.
pub fn with_offices(tx: &mut Tx, of: DivisionCode) -> Result<Vec<Division>> {
    let (from, below) = bounds(of);
    tx.query(
        "select code, name from division
          where code = $1 or (code > $2 and code < $3 and level in ('prefecture', 'county')) order by code",
        args![of, from, below],
        division,
    )
}

/// How many counties each prefecture of a province has.
pub fn counties_by_prefecture(
    tx: &mut Tx,
    province: DivisionCode,
) -> Result<std::collections::BTreeMap<DivisionCode, i64>> {
    let (from, below) = bounds(province);
    let rows = tx.query(
        "select parent, count(*) from division
          where level = 'county' and code > $1 and code < $2 and name <> '市辖区' and substr(code, 5, 1) <> '7'
          group by parent",
        args![from, below],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

pub fn count(tx: &mut Tx) -> Result<i64> {
    tx.query_one("select count(*) from division", args![], |row| row.get(0))
}

/// The codes of everything below a division sort between these two.
pub(crate) fn bounds(of: DivisionCode) -> (String, String) {
    let prefix = of.prefix();
    (prefix.clone(), format!("{prefix}a"))
}

fn division(row: &Row) -> Result<Division> {
    Ok(Division { code: row.get(0)?, name: row.get(1)? })
}

fn level_text(level: Level) -> &'static str {
    match level {
        Level::Province => "province",
        Level::Prefecture => "prefecture",
        Level::County => "county",
        Level::Town => "town",
        Level::Community => "community",
    }
}

/// For people, names sort by sound.
pub fn sort_for_people(divisions: &mut [Division]) {
    divisions.sort_by_cached_key(|division| pinyin_key(&division.name));
}
