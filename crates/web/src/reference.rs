//! What Linli brings along: the divisions of the country and the outlines of its counties, from public packages.
//!
//! Kept gzipped by province. The code table of divisions is filled from here; outlines are drawn as our own maps.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{LazyLock, Mutex};

use flate2::read::GzDecoder;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{DivisionCode, Level};
use linli_domain::register::Division;
use linli_store::register::division;
use linli_store::{Error, Store};

include!(concat!(env!("OUT_DIR"), "/reference.rs"));

/// Rows written in one unit of work: others wait for the same commit.
const CHUNK: usize = 5_000;

/// Every division of the country down to the county, and down to the community within `within`.
pub fn divisions(within: DivisionCode) -> Vec<Division> {
    let mut found = Vec::new();
    for (name, bytes) in FILES.iter().filter(|(name, _)| name.starts_with("divisions-")) {
        let here = name.ends_with(&within.at(Level::Province).prefix());
        let text = unpacked(bytes);
        let rows = text.lines().filter_map(|line| line.split_once(','));
        let parsed = rows.filter_map(|(code, name)| Some(Division { code: code.parse().ok()?, name: name.to_owned() }));
        found.extend(parsed.filter(|d| d.code.level() <= Level::County || (here && within.contains(d.code))));
    }
    found
}

/// The code that the place of a former county code has now: 430521 邵东县 is 430582 邵东市.
pub fn present(former: DivisionCode) -> Option<DivisionCode> {
    static KNOWN: LazyLock<BTreeMap<DivisionCode, DivisionCode>> = LazyLock::new(|| {
        let file = FILES.iter().find(|(file, _)| *file == "former");
        let text = file.map(|(_, bytes)| unpacked(bytes)).unwrap_or_default();
        let pairs = text.lines().filter_map(|line| line.split_once(','));
        pairs.filter_map(|(then, now)| Some((then.parse().ok()?, now.parse().ok()?))).collect()
    });
    KNOWN.get(&former).copied()
}

/// Fills the code table with the divisions that work within `within` needs; what is there already stays.
pub async fn seed(store: &Store, actor: &Actor, within: DivisionCode) -> Result<(), Error> {
    let county_of = within;
    let known = store.read(move |tx| division::within(tx, county_of)).await?;
    if !known.is_empty() {
        return Ok(());
    }
    let all = tokio::task::spawn_blocking(move || divisions(within)).await.map_err(|_| Error::Panicked)?;
    for chunk in all.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        store.write(actor, move |tx| division::put_all(tx, &chunk).map(drop)).await?;
    }
    Ok(())
}

/// The rings of an outline, in thousandths of a degree.
pub type Outline = Vec<Vec<(i32, i32)>>;

/// The outlines of the counties of a province, by code; empty where none are known.
pub fn outlines(province: DivisionCode) -> std::sync::Arc<BTreeMap<DivisionCode, Outline>> {
    type Known = BTreeMap<DivisionCode, std::sync::Arc<BTreeMap<DivisionCode, Outline>>>;
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    let province = province.at(Level::Province);
    let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    std::sync::Arc::clone(known.entry(province).or_insert_with(|| std::sync::Arc::new(read_outlines(province))))
}

fn read_outlines(province: DivisionCode) -> BTreeMap<DivisionCode, Outline> {
    let name = format!("outlines-{}", province.prefix());
    let file = FILES.iter().find(|(file, _)| *file == name);
    let text = file.map(|(_, bytes)| unpacked(bytes)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// What the build has packed, the build has tested; a file that cannot be read is an empty one.
fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    if GzDecoder::new(bytes).read_to_string(&mut text).is_err() {
        text.clear();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        text.parse().expect("a code")
    }

    #[test]
    fn the_towns_and_communities_of_a_county_are_there_with_the_counties_of_the_country() {
        let all = divisions(code("430527"));
        let count = |level| all.iter().filter(|d| d.code.level() == level).count();
        assert_eq!((count(Level::Province), count(Level::Town), count(Level::Community)), (31, 17, 241));
        assert!(count(Level::County) > 2_800);
        assert!(all.iter().any(|d| d.code == code("430527100") && d.name == "长铺镇"));
    }

    #[test]
    fn every_county_of_the_prefecture_has_an_outline_also_the_one_that_changed_its_code() {
        let outlines = outlines(code("430000"));
        let of_prefecture = outlines.keys().filter(|county| code("430500").contains(**county)).count();
        assert_eq!(of_prefecture, 12);
        assert!(outlines.contains_key(&code("430582")));
        assert_eq!((present(code("430521")), present(code("430527"))), (Some(code("430582")), None));
    }
}
