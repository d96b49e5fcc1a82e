//! The files that belong beside a form: pictures, sounds, films, and tables of choices.

use std::collections::BTreeMap;

use super::bind::Bind;
use super::texts::Texts;
use super::xml::{Element, XFORMS};

/// A file that the form wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// The last part of where it lies, by which a client asks for it.
    pub name: String,
    pub kind: MediaKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MediaKind {
    Image,
    Audio,
    Video,
    /// A table, a map, or anything else.
    File,
}

/// Every file that the form names, once each, in the order of their names.
pub(super) fn wanted(model: &Element, body: &Element, texts: &Texts, binds: &[Bind]) -> Vec<Media> {
    let mut found = BTreeMap::new();
    let mut add = |uri: &str| {
        if let Some((name, kind)) = file_of(uri) {
            found.entry(name).or_insert(kind);
        }
    };
    texts.media().for_each(|(_, uri)| add(uri));
    let instances = model.elements().filter(|element| element.is(XFORMS, "instance"));
    instances.filter_map(|instance| instance.attribute("src")).for_each(&mut add);
    let called = binds.iter().flat_map(Bind::expressions).flat_map(|text| tables_called(text, "pulldata"));
    called.for_each(|name| add(&format!("jr://file-csv/{name}")));
    body.walk(&mut |element| {
        let searched = element.attribute("appearance").map(|text| tables_called(text, "search"));
        searched.into_iter().flatten().for_each(|name| add(&format!("jr://file-csv/{name}")));
        if element.attribute("query").is_some() {
            add("jr://file-csv/itemsets.csv");
        }
    });
    found.into_iter().map(|(name, kind)| Media { name, kind }).collect()
}

/// `jr://images/lift.png`. What the client finds by itself (`jr://instance/last-saved`) is no file.
fn file_of(uri: &str) -> Option<(String, MediaKind)> {
    let (place, path) = uri.trim().strip_prefix("jr://")?.split_once('/')?;
    let kind = match place {
        "images" => MediaKind::Image,
        "audio" => MediaKind::Audio,
        "video" => MediaKind::Video,
        "instance" => return None,
        _ => MediaKind::File,
    };
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    (!matches!(name, "" | "." | "..")).then(|| (name.to_owned(), kind))
}

/// The tables that a function takes by name: `pulldata('prices', …)` looks into `prices.csv`.
fn tables_called(text: &str, function: &str) -> Vec<String> {
    let calls = text.split(function).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('('));
    let name = |rest: &str| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let (name, _) = rest[1..].split_once(quote)?;
        let whole = std::path::Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        Some(if whole { name.to_owned() } else { format!("{name}.csv") })
    };
    calls.filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_found_where_functions_name_them() {
        let text = "pulldata( 'prices', 'a', 'b', /data/c) + pulldata(\"towns.csv\", 'x') + pulldata(/data/x)";
        assert_eq!(tables_called(text, "pulldata"), ["prices.csv", "towns.csv"]);
        assert_eq!(tables_called("minimal search('lifts')", "search"), ["lifts.csv"]);
        assert!(tables_called("searching", "search").is_empty());
    }

    #[test]
    fn a_file_is_the_last_part_of_its_address() {
        assert_eq!(file_of("jr://images/a/b.png"), Some(("b.png".into(), MediaKind::Image)));
        assert_eq!(file_of("jr://file/../../etc/passwd"), Some(("passwd".into(), MediaKind::File)));
        assert_eq!(
            (file_of("jr://instance/last-saved"), file_of("jr://file/.."), file_of("http://a/b")),
            (None, None, None)
        );
    }
}
