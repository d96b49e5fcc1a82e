//! Opinions from a table (意见导入): each row is one opinion, or is refused with everything that is wrong with it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Catalogue;
use super::opinion::door::{self, Door, NoDoor};
use super::opinion::{BadOpinion, Channel, Content};
use crate::kernel::NeighbourhoodId;
use crate::kernel::text::{clean_line, half_width};

/// A row as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As the spreadsheet counts, from 1.
    pub number: u32,
    /// The id that it had when it was taken away as a file.
    pub id: String,
    pub neighbourhood: String,
    pub building: String,
    pub entrance: String,
    pub room: String,
    /// As it stands there, and as a day where it is one.
    pub day: (String, Option<Date>),
    pub channel: String,
    pub text: String,
    pub wishes: String,
    pub hazard: String,
}

/// What a row is held against.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Number and name of each.
    pub neighbourhoods: Vec<(NeighbourhoodId, String, String)>,
    pub doors: BTreeMap<NeighbourhoodId, Vec<Door>>,
    pub catalogue: Catalogue,
    pub today: Date,
}

/// One thing that is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The key of its column.
    pub column: &'static str,
    pub given: String,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    NeighbourhoodMissing,
    NoSuchNeighbourhood,
    SeveralNeighbourhoods,
    NotADay,
    NoSuchChannel,
    NoSuchWish,
    NeitherYesNorNo,
    Door(NoDoor),
    Said(BadOpinion),
}

impl Why {
    /// The end of its text key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NeighbourhoodMissing => "neighbourhood-missing",
            Self::NoSuchNeighbourhood => "no-neighbourhood",
            Self::SeveralNeighbourhoods => "several-neighbourhoods",
            Self::NotADay => "day",
            Self::NoSuchChannel => "channel",
            Self::NoSuchWish | Self::Said(BadOpinion::NoSuchWish) => "wish",
            Self::NeitherYesNorNo => "hazard",
            Self::Door(NoDoor::BuildingMissing) => "building-missing",
            Self::Door(NoDoor::Building) => "building",
            Self::Door(NoDoor::Entrance) => "entrance",
            Self::Door(NoDoor::Room) => "room",
            Self::Door(NoDoor::WhichEntrance) => "which-entrance",
            Self::Said(BadOpinion::Nothing) => "nothing",
            Self::Said(BadOpinion::TextTooLong) => "long",
            Self::Said(BadOpinion::DayAhead) => "day-ahead",
            Self::Said(BadOpinion::DayTooEarly) => "day-early",
            Self::Said(BadOpinion::TooManyWishes) => "many-wishes",
            Self::Said(BadOpinion::WishTwice) => "wish-twice",
        }
    }
}

/// What a row says, or all that is wrong with it.
pub fn understood(row: &Row, ground: &Ground) -> Result<Content, Vec<Refusal>> {
    let mut refused = Vec::new();
    let mut refuse = |column, given: &str, why| {
        refused.push(Refusal { column, given: given.chars().take(60).collect(), why });
    };
    let of = neighbourhood(&row.neighbourhood, ground).map_err(|why| refuse("neighbourhood", &row.neighbourhood, why));
    let at = of.and_then(|of| {
        let doors = ground.doors.get(&of).map_or(&[][..], Vec::as_slice);
        door::find(of, doors, (&row.building, &row.entrance, &row.room)).map_err(|why| {
            let whole = [&row.building, &row.entrance, &row.room].map(String::as_str).join(" ");
            refuse("room", whole.trim(), Why::Door(why));
        })
    });
    let said_on = row.day.1.ok_or_else(|| refuse("day", &row.day.0, Why::NotADay));
    let channel = channel(&row.channel).ok_or_else(|| refuse("channel", &row.channel, Why::NoSuchChannel));
    let wishes = wishes(&row.wishes, &ground.catalogue).map_err(|wish| refuse("wishes", &wish, Why::NoSuchWish));
    let hazard = yes_or_no(&row.hazard).ok_or_else(|| refuse("hazard", &row.hazard, Why::NeitherYesNorNo));
    let (Ok(address), Ok(said_on), Ok(channel), Ok(wishes), Ok(hazard)) = (at, said_on, channel, wishes, hazard) else {
        return Err(refused);
    };
    let content = Content { address, channel, said_on, text: row.text.clone(), wishes, hazard };
    content.checked(ground.today, &ground.catalogue).map_err(|why| {
        let (column, given) = match why {
            BadOpinion::DayAhead | BadOpinion::DayTooEarly => ("day", &row.day.0),
            BadOpinion::TooManyWishes | BadOpinion::WishTwice | BadOpinion::NoSuchWish => ("wishes", &row.wishes),
            BadOpinion::Nothing | BadOpinion::TextTooLong => ("text", &row.text),
        };
        vec![Refusal { column, given: given.chars().take(60).collect(), why: Why::Said(why) }]
    })
}

/// By name or number.
fn neighbourhood(said: &str, ground: &Ground) -> Result<NeighbourhoodId, Why> {
    let said = clean_line(&half_width(said));
    if said.is_empty() {
        return Err(Why::NeighbourhoodMissing);
    }
    let is_it = |(_, number, name): &&(NeighbourhoodId, String, String)| {
        *number == said || clean_line(&half_width(name)) == said
    };
    let mut found = ground.neighbourhoods.iter().filter(is_it);
    match (found.next(), found.next()) {
        (None, _) => Err(Why::NoSuchNeighbourhood),
        (Some((id, ..)), None) => Ok(*id),
        (Some(_), Some(_)) => Err(Why::SeveralNeighbourhoods),
    }
}

/// A table that says nothing of it was typed from paper.
fn channel(said: &str) -> Option<Channel> {
    const WORDS: [(Channel, &[&str]); 6] = [
        (Channel::Door, &["入户", "上门"]),
        (Channel::Slip, &["门贴"]),
        (Channel::Poster, &["海报"]),
        (Channel::Paper, &["", "纸质", "书面", "来信"]),
        (Channel::Telephone, &["电话", "来电"]),
        (Channel::Survey, &["调查软件", "问卷"]),
    ];
    let said = clean_line(&half_width(said)).to_lowercase();
    let is_it = |(channel, words): &&(Channel, &[&str])| channel.as_str() == said || words.contains(&said.as_str());
    WORDS.iter().find(is_it).map(|(channel, _)| *channel)
}

/// Names or codes of catalogue items, with signs between them that no name holds; else with those that one may hold.
fn wishes(said: &str, catalogue: &Catalogue) -> Result<Vec<String>, String> {
    let pieces = |text: &str, signs: &[char]| -> Vec<String> {
        let all = text.split(signs).map(|piece| clean_line(&half_width(piece)));
        all.filter(|piece| !piece.is_empty()).collect()
    };
    let mut codes = Vec::new();
    for whole in pieces(said, &['；', ';', '\n']) {
        if let Some(code) = item(&whole, catalogue) {
            codes.push(code);
            continue;
        }
        for part in pieces(&whole, &['、', ',', '，', '/']) {
            codes.push(item(&part, catalogue).ok_or(part)?);
        }
    }
    Ok(codes)
}

fn item(said: &str, catalogue: &Catalogue) -> Option<String> {
    let plain = |name: &str| clean_line(&half_width(name)).to_lowercase();
    // 停车库 is 停车库（场）.
    let short = |name: &str| plain(name).split('(').next().unwrap_or_default().trim().to_owned();
    let said = said.to_lowercase();
    let is_it = |item: &&super::catalogue::Item| {
        item.code == said
            || plain(&item.name.zh) == said
            || plain(&item.name.en) == said
            || short(&item.name.zh) == said
    };
    catalogue.items.iter().filter(|item| !item.retired).find(is_it).map(|item| item.code.clone())
}

fn yes_or_no(said: &str) -> Option<bool> {
    match clean_line(&half_width(said)).to_lowercase().as_str() {
        "" | "否" | "无" | "没有" | "no" | "n" | "false" | "0" => Some(false),
        "是" | "有" | "yes" | "y" | "true" | "1" | "√" | "✓" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::register::{BuildingId, DwellingId, EntranceId};

    fn ground() -> Ground {
        let of = NeighbourhoodId::from_number(1);
        let door = Door {
            building: BuildingId::from_number(1),
            building_name: "3栋".into(),
            entrance: Some((EntranceId::from_number(1), "2单元".into())),
            dwelling: Some((DwellingId::from_number(1), "401".into())),
        };
        let named = |n, number: &str, name: &str| (NeighbourhoodId::from_number(n), number.to_owned(), name.to_owned());
        Ground {
            neighbourhoods: vec![
                named(1, "430527100-XQ-0001", "示例小区"),
                named(2, "430527100-XQ-0002", "同名小区"),
                named(3, "430527101-XQ-0001", "同名小区"),
            ],
            doors: BTreeMap::from([(of, vec![door])]),
            catalogue: Catalogue::default(),
            today: date(2022, 5, 5),
        }
    }

    fn row() -> Row {
        Row {
            number: 2,
            neighbourhood: "示例小区".into(),
            building: "3".into(),
            entrance: "2".into(),
            room: "401室".into(),
            day: ("2022/5/4".into(), Some(date(2022, 5, 4))),
            channel: "电话".into(),
            text: "楼顶漏水".into(),
            wishes: "屋面、加装电梯；停车库".into(),
            hazard: "是".into(),
            ..Row::default()
        }
    }

    fn why(row: &Row) -> Vec<(&'static str, &'static str)> {
        understood(row, &ground()).expect_err("refused").iter().map(|one| (one.column, one.why.key())).collect()
    }

    #[test]
    fn a_row_is_one_opinion() {
        let content = understood(&row(), &ground()).expect("understood");
        assert_eq!(content.address.dwelling, Some(DwellingId::from_number(1)));
        assert_eq!((content.channel, content.hazard), (Channel::Telephone, true));
        assert_eq!(content.wishes, ["roof", "lift", "parking"]);
        let plain = Row {
            building: String::new(),
            entrance: String::new(),
            room: String::new(),
            channel: String::new(),
            ..row()
        };
        let content = understood(&plain, &ground()).expect("understood");
        assert_eq!((content.channel, content.address.is_verified()), (Channel::Paper, false));
        let by_number = Row { neighbourhood: "430527100-XQ-0001".into(), ..row() };
        assert!(understood(&by_number, &ground()).is_ok());
        let whole = Row { wishes: "智能快件箱、信包箱；Added lifts".into(), ..row() };
        assert_eq!(
            understood(&whole, &ground()).map(|said| said.wishes),
            Ok(vec!["parcel_lockers".into(), "lift".into()])
        );
    }

    #[test]
    fn all_that_is_wrong_with_a_row_is_said() {
        assert_eq!(why(&Row { neighbourhood: " ".into(), ..row() }), [("neighbourhood", "neighbourhood-missing")]);
        assert_eq!(why(&Row { neighbourhood: "别处".into(), ..row() }), [("neighbourhood", "no-neighbourhood")]);
        assert_eq!(
            why(&Row { neighbourhood: "同名小区".into(), ..row() }),
            [("neighbourhood", "several-neighbourhoods")]
        );
        let bad = Row {
            room: "999".into(),
            day: ("昨天".into(), None),
            channel: "鸽子".into(),
            hazard: "也许".into(),
            wishes: "城堡".into(),
            ..row()
        };
        assert_eq!(
            why(&bad),
            [("room", "room"), ("day", "day"), ("channel", "channel"), ("wishes", "wish"), ("hazard", "hazard")]
        );
        assert_eq!(why(&Row { text: String::new(), wishes: String::new(), ..row() }), [("text", "nothing")]);
        assert_eq!(why(&Row { text: "长".repeat(2_001), ..row() }), [("text", "long")]);
        assert_eq!(why(&Row { day: ("2023-01-01".into(), Some(date(2023, 1, 1))), ..row() }), [("day", "day-ahead")]);
        assert_eq!(why(&Row { wishes: "屋面；屋面".into(), ..row() }), [("wishes", "wish-twice")]);
        assert_eq!(why(&Row { wishes: "屋面；道路；供水；照明".into(), ..row() }), [("wishes", "many-wishes")]);
    }
}
