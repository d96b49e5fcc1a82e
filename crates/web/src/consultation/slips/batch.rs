//! What is printed: which doors or stairwells get a new code, and the sheets on which it stands.
//!
//! A code is on the paper and nowhere else. So the sheets are laid out first, and only then its hash is kept: papers that
//! could not be printed end nobody's code.

use linli_domain::consultation::SlipCode;
use linli_domain::consultation::opinion::Address;
use linli_domain::consultation::slip::Paper;
use linli_domain::kernel::{Date, Office};
use linli_official::{Kind, Paper as Sheet, PaperWords, Papers};
use linli_store::consultation::slip::{New, Place};

use crate::shell::Lang;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub lang: Lang,
    pub office: Office,
    pub neighbourhood: String,
    pub paper: Paper,
    /// A poster on A3.
    pub large: bool,
    /// A whole neighbourhood, a building, an entrance or one door.
    pub at: Address,
    /// Also where a code holds, which ends then.
    pub anew: bool,
    /// Where this site is reached: `https://linli.example.cn`.
    pub site: String,
    pub contact: Option<String>,
    pub date: Date,
    pub illustrative: bool,
}

/// What is to be printed and kept.
#[derive(Clone, Debug)]
pub struct Batch {
    pub new: Vec<New>,
    pub papers: Papers,
    /// Doors or stairwells that are meant and keep the code they have.
    pub held: usize,
    /// Codes that end.
    pub ended: usize,
}

/// Whether a place is meant by an address; a poster hangs for everybody behind its entrance.
pub fn is_meant(place: &Place, at: &Address) -> bool {
    let (entrance, dwelling) = (place.spot.entrance(), place.spot.dwelling());
    at.building.is_none_or(|building| building == place.building)
        && at.entrance.is_none_or(|wanted| wanted == entrance)
        && (dwelling.is_none() || at.dwelling.is_none() || at.dwelling == dwelling)
}

/// Lays out what is missing, or everything anew.
pub fn batch(asked: &Asked, places: &[Place]) -> Result<Batch, getrandom::Error> {
    let meant: Vec<&Place> = places.iter().filter(|place| is_meant(place, &asked.at)).collect();
    let printed: Vec<&Place> = meant.iter().copied().filter(|place| asked.anew || place.printed.is_none()).collect();
    let mut new = Vec::with_capacity(printed.len());
    for place in &printed {
        let mut random = [0; SlipCode::RANDOM];
        getrandom::fill(&mut random)?;
        let instead_of = place.printed.as_ref().map(|printed| printed.id);
        new.push(New { spot: place.spot, code: SlipCode::new(asked.office, random), instead_of });
    }
    Ok(Batch {
        papers: papers(asked, printed.iter().copied().zip(&new)),
        held: meant.len() - printed.len(),
        ended: new.iter().filter(|new| new.instead_of.is_some()).count(),
        new,
    })
}

fn papers<'a>(asked: &Asked, each: impl Iterator<Item = (&'a Place, &'a New)>) -> Papers {
    let lang = asked.lang;
    let paper = asked.paper.as_str();
    let ask = match &asked.contact {
        Some(contact) => lang.text_with("slips-paper-ask", &[("contact", contact.clone())]),
        None => lang.text("slips-paper-ask-office"),
    };
    let sheet = |(place, new): (&Place, &New)| Sheet {
        neighbourhood: asked.neighbourhood.clone(),
        place: place.names.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" "),
        address: address(&asked.site, new.code),
        code: new.code.to_string(),
    };
    Papers {
        kind: match (asked.paper, asked.large) {
            (Paper::Slip, _) => Kind::Slips,
            (Paper::Poster, false) => Kind::Posters,
            (Paper::Poster, true) => Kind::LargePosters,
        },
        words: PaperWords {
            title: lang.text(&format!("slips-paper-title-{paper}")),
            purpose: lang.text(&format!("slips-paper-purpose-{paper}")),
            by_hand: lang.text_with("slips-paper-by-hand", &[("address", format!("{}/h", asked.site))]),
            ask,
            squares: lang.text("slips-paper-squares"),
        },
        each: each.map(sheet).collect(),
        date: asked.date,
        marks: if asked.illustrative { vec![lang.text("shell-illustrative")] } else { Vec::new() },
    }
}

/// What the squares say. The code stands after the sign that no browser sends on.
pub fn address(site: &str, code: SlipCode) -> String {
    format!("{site}/h#{}", code.plain())
}

#[cfg(test)]
mod tests {
    use linli_domain::consultation::slip::{SlipId, Spot};
    use linli_domain::kernel::{NeighbourhoodId, Timestamp};
    use linli_domain::register::{BuildingId, DwellingId, EntranceId};
    use linli_store::consultation::slip::Printed;

    use super::*;

    fn place(n: u128, building: u128, has_one: bool) -> Place {
        let printed =
            Printed { id: SlipId::from_number(n), made_at: Timestamp::UNIX_EPOCH, opened: 0, opened_on: None };
        Place {
            spot: Spot::Door(EntranceId::from_number(building), DwellingId::from_number(n)),
            building: BuildingId::from_number(building),
            names: ["3栋".into(), "1单元".into(), n.to_string()],
            printed: has_one.then_some(printed),
        }
    }

    fn asked(at: Address, anew: bool) -> Asked {
        Asked {
            lang: Lang::Zh,
            office: "430527".parse().expect("an office"),
            neighbourhood: "示例小区".into(),
            paper: Paper::Slip,
            large: false,
            at,
            anew,
            site: "https://linli.example.cn".into(),
            contact: None,
            date: jiff::civil::date(2022, 5, 5),
            illustrative: true,
        }
    }

    #[test]
    fn what_has_a_code_keeps_it_unless_it_is_printed_anew() {
        let places = [place(1, 1, true), place(2, 1, false), place(3, 2, false)];
        let whole = Address::of(NeighbourhoodId::from_number(1));
        let building = Address { building: Some(BuildingId::from_number(1)), ..whole };
        let door = Address {
            dwelling: Some(DwellingId::from_number(1)),
            entrance: Some(EntranceId::from_number(1)),
            ..building
        };
        let of = |at, anew| {
            let batch = batch(&asked(at, anew), &places).expect("random");
            (batch.new.len(), batch.held, batch.ended)
        };
        assert_eq!((of(whole, false), of(whole, true)), ((2, 1, 0), (3, 0, 1)));
        assert_eq!((of(building, false), of(building, true)), ((1, 1, 0), (2, 0, 1)));
        assert_eq!((of(door, false), of(door, true)), ((0, 1, 0), (1, 0, 1)));
    }

    #[test]
    fn the_squares_and_the_code_beside_them_open_the_same_page() {
        let places = [place(1, 1, false)];
        let batch = batch(&asked(Address::of(NeighbourhoodId::from_number(1)), false), &places).expect("random");
        let (sheet, code) = (&batch.papers.each[0], batch.new[0].code);
        assert_eq!(sheet.address, format!("https://linli.example.cn/h#{}", code.plain()));
        assert_eq!(sheet.code.parse(), Ok(code));
        assert_eq!((sheet.place.as_str(), sheet.neighbourhood.as_str()), ("3栋 1单元 1", "示例小区"));
        assert!(batch.papers.words.by_hand.contains("https://linli.example.cn/h"));
        assert_eq!(batch.papers.marks.len(), 1, "what is made up says so");
    }
}
