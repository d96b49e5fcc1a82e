//! Evidence (佐证材料): photos and documents that show what was done in a neighbourhood, kept by what is in them. A piece that
//! was wrong is withdrawn with a reason; it is never deleted while somebody may ask about it.

use jiff::civil::Date;

use super::facts::Location;
use crate::kernel::digest::Digest;
use crate::kernel::people::AccountId;
use crate::kernel::{NeighbourhoodId, Timestamp};

crate::id! {
    /// One photo or document.
    EvidenceId
}

/// What a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Shown on pages, decoded and written anew by us.
    Photo,
    /// Kept as it came, and only ever offered as a download.
    Document,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Document => "document",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Photo, Self::Document].into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// Which side of the work a photo of a spot shows (改造前、改造后).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    Before,
    After,
}

impl Moment {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

impl std::str::FromStr for Moment {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Before, Self::After].into_iter().find(|moment| moment.as_str() == text).ok_or(())
    }
}

/// The day a photo shows, and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub on: Date,
    /// By the phone's own note in the photo; else somebody typed it.
    pub by_phone: bool,
}

/// A photo as it is kept, beside its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The small one for lists.
    pub small: Digest,
    pub width: i64,
    pub height: i64,
    pub taken: Option<Taken>,
    /// Where the phone was: for the office, never public.
    pub location: Option<Location>,
    /// The spot it shows, the same words for before and after.
    pub spot: Option<String>,
    pub moment: Option<Moment>,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub id: EvidenceId,
    pub neighbourhood: NeighbourhoodId,
    pub file_name: String,
    pub media_type: String,
    /// The SHA-256 of the bytes that are kept.
    pub digest: Digest,
    pub bytes: i64,
    /// Filled for photos.
    pub picture: Option<Picture>,
    pub caption: Option<String>,
    pub at: Timestamp,
    pub account: AccountId,
    pub by_name: String,
    pub withdrawn: Option<Withdrawn>,
    /// It shows what a resident said or wrote: seen with that record only, not by everybody who reads the register.
    pub confidential: bool,
}

/// Taken back, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub at: Timestamp,
    pub by_name: String,
    pub reason: String,
}

impl Evidence {
    pub const fn kind(&self) -> Kind {
        if self.picture.is_some() { Kind::Photo } else { Kind::Document }
    }

    /// The day a photo shows.
    pub fn taken_on(&self) -> Option<Date> {
        self.picture.as_ref()?.taken.map(|taken| taken.on)
    }
}

/// A spot seen before and after the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    pub spot: &'a str,
    pub before: &'a Evidence,
    pub after: &'a Evidence,
}

/// The pairs among these photos: of each spot the earliest before and the latest after, in the order of their spots.
pub fn pairs(evidence: &[Evidence]) -> Vec<Pair<'_>> {
    let of = |moment: Moment| {
        evidence.iter().filter_map(move |piece| {
            let picture = piece.picture.as_ref().filter(|picture| picture.moment == Some(moment))?;
            Some((picture.spot.as_deref()?, piece)).filter(|_| piece.withdrawn.is_none())
        })
    };
    let mut spots: Vec<&str> = of(Moment::Before).map(|(spot, _)| spot).collect();
    spots.sort_unstable();
    spots.dedup();
    let pair = |spot: &&'_ str| {
        let at = |moment| of(moment).filter(|(other, _)| other == spot).map(|(_, piece)| piece);
        let before = at(Moment::Before).min_by_key(|piece| (piece.taken_on(), piece.id))?;
        let after = at(Moment::After).max_by_key(|piece| (piece.taken_on(), piece.id))?;
        Some((before, after))
    };
    spots.iter().filter_map(|spot| pair(spot).map(|(before, after)| Pair { spot, before, after })).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn photo(number: u128, spot: &str, moment: Moment, day: i8) -> Evidence {
        let taken = Some(Taken { on: date(2022, 5, day), by_phone: true });
        let picture = Picture {
            small: Digest::of(b"small"),
            width: 4,
            height: 3,
            taken,
            location: None,
            spot: Some(spot.into()),
            moment: Some(moment),
        };
        Evidence {
            id: EvidenceId::from_number(number),
            neighbourhood: NeighbourhoodId::from_number(1),
            file_name: "a.jpg".into(),
            media_type: "image/jpeg".into(),
            digest: Digest::of(b"photo"),
            bytes: 5,
            picture: Some(picture),
            caption: None,
            at: Timestamp::UNIX_EPOCH,
            account: AccountId::from_number(1),
            by_name: "示例".into(),
            withdrawn: None,
            confidential: false,
        }
    }

    #[test]
    fn a_pair_is_the_earliest_before_and_the_latest_after_of_one_spot() {
        let photos = [
            photo(1, "草坪", Moment::Before, 2),
            photo(2, "草坪", Moment::Before, 1),
            photo(3, "草坪", Moment::After, 8),
            photo(4, "草坪", Moment::After, 9),
            photo(5, "路灯", Moment::Before, 1),
        ];
        let found = pairs(&photos);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].before.id, found[0].after.id), (photos[1].id, photos[3].id));
    }

    #[test]
    fn a_withdrawn_photo_makes_no_pair() {
        let mut photos = [photo(1, "草坪", Moment::Before, 1), photo(2, "草坪", Moment::After, 8)];
        let withdrawn = Withdrawn { at: Timestamp::UNIX_EPOCH, by_name: "示例".into(), reason: "传错".into() };
        photos[1].withdrawn = Some(withdrawn);
        assert!(pairs(&photos).is_empty());
    }
}
