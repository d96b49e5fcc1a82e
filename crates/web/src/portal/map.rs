//! Maps drawn as our own pictures: outlines of counties with their rate, and points of neighbourhoods with their state.
//!
//! Colour never stands alone: classes have patterns, states have shapes, and the table or list beside says the same.
//! Outlines are in thousandths of a degree; north is up, and a degree of longitude is as long as it is at that latitude.

use std::fmt::Write;

use linli_domain::kernel::{DivisionCode, Percent};
use linli_domain::register::Stage;
use linli_domain::register::facts::Location;

use crate::reference::Outline;
use crate::shell::chart::escaped;

/// Width of a drawing; labels are sized so that they stay legible on a phone.
const WIDTH: f64 = 400.0;
const TALLEST: f64 = 460.0;
const MARGIN: f64 = 10.0;
/// Discs of towns are kept this far apart: each stays a target of its own.
const APART: f64 = 31.0;

/// Names keep this far from the edges.
const EDGE: f64 = 2.0;

/// What lies between thousandths of a degree and a drawing.
#[derive(Clone, Copy, Debug)]
struct Frame {
    west: f64,
    north: f64,
    /// How much shorter a degree of longitude is than one of latitude.
    squeeze: f64,
    scale: f64,
    width: f64,
    height: f64,
}

impl Frame {
    /// Around these points; nothing where there are none.
    fn around(points: impl Iterator<Item = (f64, f64)>, least: f64) -> Option<Self> {
        let mut bounds: Option<(f64, f64, f64, f64)> = None;
        for (x, y) in points {
            let (w, s, e, n) = bounds.unwrap_or((x, y, x, y));
            bounds = Some((w.min(x), s.min(y), e.max(x), n.max(y)));
        }
        let (west, south, east, north) = bounds?;
        let squeeze = ((south + north) / 2_000.0).to_radians().cos().max(0.1);
        let (across, down) = (((east - west) * squeeze).max(least), (north - south).max(least));
        let scale = ((WIDTH - 2.0 * MARGIN) / across).min((TALLEST - 2.0 * MARGIN) / down);
        let (middle_x, middle_y) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let (west, north) = (middle_x - across / squeeze / 2.0, middle_y + down / 2.0);
        let (width, height) = (across * scale + 2.0 * MARGIN, down * scale + 2.0 * MARGIN);
        Some(Self { west, north, squeeze, scale, width, height })
    }

    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let right = (x - self.west) * self.squeeze * self.scale + MARGIN;
        (right, (self.north - y) * self.scale + MARGIN)
    }

    fn path(&self, outline: &Outline) -> String {
        let mut path = String::new();
        for ring in outline {
            for (i, point) in ring.iter().enumerate() {
                let (x, y) = self.place(thousandths(*point));
                let _ = write!(path, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
            }
            path.push('Z');
        }
        path
    }

    /// A bar of a round length, so that distances can be judged.
    fn scale_bar(&self) -> String {
        const LENGTHS: [u32; 9] = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
        let per_metre = self.scale / 111.32;
        let length = LENGTHS.into_iter().rev().find(|m| f64::from(*m) * per_metre < WIDTH / 4.0).unwrap_or(100);
        let label = if length < 1_000 { format!("{length} m") } else { format!("{} km", length / 1_000) };
        let (y, end) = (self.height - 8.0, 8.0 + f64::from(length) * per_metre);
        format!(
            r#"<path class="map-scale" d="M8 {:.1}v6H{end:.1}v-6"/><text class="map-scale-text" x="12" y="{:.1}">{label}</text>"#,
            y - 6.0,
            y - 6.0
        )
    }

    fn svg(&self, inside: &str, attributes: &str) -> String {
        let (w, h) = (self.width, self.height);
        format!(
            r#"<svg class="map" viewBox="0 0 {w:.0} {h:.0}" width="{w:.0}" height="{h:.0}" {attributes}>{inside}</svg>"#
        )
    }
}

fn thousandths((x, y): (i32, i32)) -> (f64, f64) {
    (f64::from(x), f64::from(y))
}

#[allow(clippy::cast_precision_loss, reason = "degrees have far fewer digits than a float")]
fn located(at: Location) -> (f64, f64) {
    (at.longitude_e6 as f64 / 1_000.0, at.latitude_e6 as f64 / 1_000.0)
}

/// The classes of a rate, best first; the last is for who has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    All,
    Most,
    Half,
    Few,
    Unknown,
}

impl Class {
    pub const ALL: [Self; 5] = [Self::All, Self::Most, Self::Half, Self::Few, Self::Unknown];

    pub fn of(rate: Option<Percent>) -> Self {
        match rate.map(Percent::hundredths) {
            None => Self::Unknown,
            Some(10_000..) => Self::All,
            Some(8_000..) => Self::Most,
            Some(5_000..) => Self::Half,
            Some(_) => Self::Few,
        }
    }

    /// Class name, and the end of its text key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Most => "most",
            Self::Half => "half",
            Self::Few => "few",
            Self::Unknown => "unknown",
        }
    }

    /// A pattern over the colour; none over the darkest, which is told by being whole.
    const fn pattern(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Most => Some("map-wide"),
            Self::Half => Some("map-lines"),
            Self::Few => Some("map-dots"),
            Self::Unknown => Some("map-cross"),
        }
    }

    /// A piece of the map for the legend.
    pub fn swatch(self) -> String {
        let over =
            self.pattern().map_or(String::new(), |p| format!(r#"<rect width="34" height="22" fill="url(#{p})"/>"#));
        format!(
            r#"<svg class="map-swatch" viewBox="0 0 34 22" width="34" height="22" aria-hidden="true"><rect class="map-area map-{}" width="34" height="22"/>{over}</svg>"#,
            self.name()
        )
    }
}

const PATTERNS: &str = concat!(
    r#"<defs><pattern id="map-wide" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="map-hatch" d="M0 0V12"/></pattern>"#,
    r#"<pattern id="map-lines" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path class="map-hatch" d="M0 0V6"/></pattern>"#,
    r#"<pattern id="map-dots" width="7" height="7" patternUnits="userSpaceOnUse"><circle class="map-dot" cx="2" cy="2" r="1.3"/></pattern>"#,
    r#"<pattern id="map-cross" width="9" height="9" patternUnits="userSpaceOnUse"><path class="map-faint" d="M0 0L9 9M9 0L0 9"/></pattern></defs>"#,
);

/// One unit of a map of rates, with every outline that belongs to it.
pub(super) struct Area<'a> {
    pub href: String,
    pub name: &'a str,
    /// What a pointer or a screen reader is told: the name and its rate.
    pub title: String,
    pub class: Class,
    pub outlines: Vec<&'a Outline>,
}

/// Units coloured by their class, each a link; nothing where no outline is known.
pub(super) fn of_areas(areas: &[Area], label: &str) -> Option<String> {
    let all = areas.iter().flat_map(|area| &area.outlines).flat_map(|outline| outline.iter().flatten());
    let frame = Frame::around(all.map(|point| thousandths(*point)), 1.0)?;
    let mut drawn = String::from(PATTERNS);
    let mut wishes = Vec::new();
    for area in areas.iter().filter(|area| !area.outlines.is_empty()) {
        let path: String = area.outlines.iter().map(|outline| frame.path(outline)).collect();
        let title = escaped(&area.title);
        let over = area.class.pattern().map_or(String::new(), |p| format!(r#"<path d="{path}" fill="url(#{p})"/>"#));
        let _ = write!(
            drawn,
            r#"<a href="{}" aria-label="{title}"><title>{title}</title><path class="map-area map-{}" d="{path}"/>{over}</a>"#,
            escaped(&area.href),
            area.class.name(),
        );
        wishes.extend(middle(&area.outlines).map(|(at, size)| (size, vec![frame.place(at)], area.name)));
    }
    drawn.push_str(&labels(&frame, wishes, Vec::new()));
    Some(frame.svg(&drawn, &format!(r#"role="group" aria-label="{}""#, escaped(label))))
}

/// What is taken on a drawing: a middle, and how far it reaches to the sides and up and down.
type Taken = ((f64, f64), f64, f64);

/// A name that wants to stand somewhere: its weight, where it may stand (best first), and the name.
type Wish<'a> = (f64, Vec<(f64, f64)>, &'a str);

/// Names where they find room, the largest units first: a name over another helps nobody, and one that leaves the drawing
/// is cut.
fn labels(frame: &Frame, mut wishes: Vec<Wish>, mut taken: Vec<Taken>) -> String {
    wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut drawn = String::new();
    for (_, spots, name) in wishes {
        let (across, down) = (half(name), 8.5);
        let free = |(x, y): &(f64, f64)| {
            taken.iter().all(|(at, by, up)| (x - at.0).abs() >= across + by || (y - at.1).abs() >= down + up)
        };
        let inside = |(x, y): (f64, f64)| {
            let (right, low) = (frame.width - across - EDGE, frame.height - down - EDGE);
            (x.min(right).max(across + EDGE), y.min(low).max(down + EDGE))
        };
        let Some((x, y)) = spots.into_iter().map(inside).find(free) else { continue };
        taken.push(((x, y), across, down));
        let _ = write!(
            drawn,
            r#"<text class="map-name" x="{x:.0}" y="{:.0}" aria-hidden="true">{}</text>"#,
            y + 5.0,
            escaped(name)
        );
    }
    drawn
}

/// Half the width of a name.
fn half(name: &str) -> f64 {
    7.5 * f64::from(u32::try_from(name.chars().count()).unwrap_or(0))
}

/// The centre of gravity of the largest ring, and its size.
fn middle(outlines: &[&Outline]) -> Option<((f64, f64), f64)> {
    let rings = outlines.iter().flat_map(|outline| outline.iter());
    let weighed = rings.filter_map(|ring| {
        let (first_x, first_y) = thousandths(*ring.first()?);
        let mut sums = (0.0, 0.0, 0.0);
        for pair in ring.windows(2) {
            let ((x1, y1), (x2, y2)) = (thousandths(pair[0]), thousandths(pair[1]));
            let (x1, y1, x2, y2) = (x1 - first_x, y1 - first_y, x2 - first_x, y2 - first_y);
            let cross = x1 * y2 - x2 * y1;
            sums = (sums.0 + cross, sums.1 + (x1 + x2) * cross, sums.2 + (y1 + y2) * cross);
        }
        (sums.0 != 0.0).then(|| ((first_x + sums.1 / 3.0 / sums.0, first_y + sums.2 / 3.0 / sums.0), sums.0.abs()))
    });
    weighed.max_by(|a, b| a.1.total_cmp(&b.1))
}

/// A neighbourhood on a map.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub href: String,
    pub title: String,
    pub at: Location,
    pub stage: Stage,
    pub town: DivisionCode,
}

/// A town on the map of its county, with how many neighbourhoods it has.
pub(crate) struct TownSpot<'a> {
    pub href: String,
    pub name: &'a str,
    pub title: String,
    pub count: usize,
    pub at: (f64, f64),
}

/// The middle of some places.
pub(crate) fn middle_of(places: &[Location]) -> (f64, f64) {
    let count = f64::from(u32::try_from(places.len().max(1)).unwrap_or(u32::MAX));
    let sum = places.iter().map(|at| located(*at)).fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    (sum.0 / count, sum.1 / count)
}

/// The towns of a county, each a disc with its number that leads to its list.
pub(crate) fn of_towns(outline: Option<&Outline>, towns: &[TownSpot], label: &str) -> Option<String> {
    let of_outline = outline.into_iter().flatten().flatten().map(|point| thousandths(*point));
    let frame = Frame::around(of_outline.chain(towns.iter().map(|town| town.at)), 27.0)?;
    let mut places: Vec<(f64, f64)> = towns.iter().map(|town| frame.place(town.at)).collect();
    part(&mut places);
    let mut drawn = ground(&frame, outline);
    for (town, (x, y)) in towns.iter().zip(&places) {
        let (href, title) = (escaped(&town.href), escaped(&town.title));
        let _ = write!(
            drawn,
            r#"<a href="{href}" aria-label="{title}"><title>{title}</title><circle class="map-bundle" cx="{x:.1}" cy="{y:.1}" r="14"/><text class="map-count" x="{x:.1}" y="{:.1}">{}</text></a>"#,
            y + 5.0,
            town.count
        );
    }
    let sizes = towns.iter().map(|town| f64::from(u32::try_from(town.count).unwrap_or(u32::MAX)));
    let wishes = towns.iter().zip(sizes).zip(&places).map(|((town, size), (x, y))| {
        let aside = 17.0 + half(town.name);
        (size, vec![(*x, y + 24.0), (x + aside, *y), (x - aside, *y), (*x, y - 24.0)], town.name)
    });
    drawn.push_str(&labels(&frame, wishes.collect(), places.iter().map(|at| (*at, 14.0, 14.0)).collect()));
    drawn.push_str(&frame.scale_bar());
    Some(frame.svg(&drawn, &format!(r#"role="group" aria-label="{}""#, escaped(label))))
}

/// Pushes apart what stands too near.
fn part(places: &mut [(f64, f64)]) {
    for _ in 0..8 {
        for i in 1..places.len() {
            for j in 0..i {
                let ((ax, ay), (bx, by)) = (places[j], places[i]);
                let far = (bx - ax).hypot(by - ay);
                if far >= APART {
                    continue;
                }
                let (dx, dy) = if far < 0.1 { (1.0, 0.0) } else { ((bx - ax) / far, (by - ay) / far) };
                let by_half = (APART - far) / 2.0;
                places[j] = (ax - dx * by_half, ay - dy * by_half);
                places[i] = (bx + dx * by_half, by + dy * by_half);
            }
        }
    }
}

/// The neighbourhoods of a town, seen closely: each a mark of its state that leads to its page.
pub(super) fn of_spots(outline: Option<&Outline>, spots: &[Spot], label: &str) -> Option<String> {
    // A closer look shows three kilometres at least.
    let frame = Frame::around(spots.iter().map(|spot| located(spot.at)), 27.0)?;
    let mut drawn = ground(&frame, outline);
    for spot in spots {
        let (x, y) = frame.place(located(spot.at));
        let (href, title, mark) = (escaped(&spot.href), escaped(&spot.title), mark(spot.stage, x, y));
        let _ = write!(drawn, r#"<a href="{href}" aria-label="{title}"><title>{title}</title>{mark}</a>"#);
    }
    drawn.push_str(&frame.scale_bar());
    Some(frame.svg(&drawn, &format!(r#"role="group" aria-label="{}""#, escaped(label))))
}

/// One spot in its county: a picture, no link.
pub(super) fn of_one(outline: &Outline, at: Location, label: &str) -> Option<String> {
    let points = outline.iter().flatten().map(|p| thousandths(*p)).chain(std::iter::once(located(at)));
    let frame = Frame::around(points, 27.0)?;
    let (x, y) = frame.place(located(at));
    let mut drawn = ground(&frame, Some(outline));
    let _ = write!(
        drawn,
        r#"<path class="map-pin" d="M{x:.1} {y:.1}l-9 -20a10 10 0 1 1 18 0z"/><circle class="map-pin-eye" cx="{x:.1}" cy="{:.1}" r="4"/>"#,
        y - 23.0
    );
    drawn.push_str(&frame.scale_bar());
    Some(frame.svg(&drawn, &format!(r#"role="img" aria-label="{}""#, escaped(label))))
}

fn ground(frame: &Frame, outline: Option<&Outline>) -> String {
    outline.map_or_else(String::new, |outline| format!(r#"<path class="map-ground" d="{}"/>"#, frame.path(outline)))
}

/// Each state has a shape of its own, the same as beside its name in lists.
fn mark(stage: Stage, x: f64, y: f64) -> String {
    let name = stage.as_str();
    match stage {
        Stage::Finished => format!(r#"<circle class="mark mark-{name}" cx="{x:.1}" cy="{y:.1}" r="7"/>"#),
        Stage::UnderWay => {
            format!(r#"<path class="mark mark-{name}" d="M{x:.1} {:.1}l8.5 8.5l-8.5 8.5l-8.5 -8.5z"/>"#, y - 8.5)
        }
        Stage::Planned => format!(r#"<path class="mark mark-{name}" d="M{x:.1} {:.1}l8.5 15h-17z"/>"#, y - 9.0),
        Stage::Reserve => format!(r#"<circle class="mark mark-{name}" cx="{x:.1}" cy="{y:.1}" r="6"/>"#),
    }
}

/// The mark of a state by itself, for lists and legends.
pub(crate) fn stage_mark(stage: &str) -> String {
    let stage = stage.parse().unwrap_or(Stage::Reserve);
    format!(
        r#"<svg class="stage-mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">{}</svg>"#,
        mark(stage, 10.0, 10.0)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i32, y: i32) -> Outline {
        vec![vec![(x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100), (x, y)]]
    }

    fn spot(longitude_e6: i64, name: &str) -> Spot {
        Spot {
            href: "/n".into(),
            title: name.into(),
            at: Location { longitude_e6, latitude_e6: 26_550_000 },
            stage: Stage::UnderWay,
            town: "430527100".parse().expect("a code"),
        }
    }

    #[test]
    fn a_rate_has_a_class_and_a_hundred_per_cent_is_all() {
        let class = |hundredths| Class::of(Some(Percent::from_hundredths(hundredths)));
        assert_eq!((class(10_000), class(10_075), class(9_999)), (Class::All, Class::All, Class::Most));
        assert_eq!((class(8_000), class(4_999), Class::of(None)), (Class::Most, Class::Few, Class::Unknown));
    }

    #[test]
    fn names_are_escaped_and_nothing_is_drawn_of_nothing() {
        let outline = square(110_000, 26_500);
        let area = |name| Area {
            href: "/places/1".into(),
            name,
            title: name.into(),
            class: Class::Few,
            outlines: vec![&outline],
        };
        let drawn = of_areas(&[area("<b>")], "\"").expect("a map");
        assert!(drawn.contains("&lt;b&gt;") && !drawn.contains("<b>") && !drawn.contains("style="), "{drawn}");
        assert!(of_areas(&[], "x").is_none());
        assert!(of_spots(None, &[], "x").is_none());
    }

    #[test]
    fn no_name_leaves_the_drawing() {
        let outline = square(110_000, 26_500);
        let town =
            |name, east| TownSpot { href: "/t".into(), name, title: name.into(), count: 2, at: (east, 26_550.0) };
        let towns = [town("金屋塘镇", 110_100.0), town("黄土矿镇", 110_000.0)];
        let drawn = of_towns(Some(&outline), &towns, "x").expect("a map");
        let places = drawn.split("class=\"map-name\" x=\"").skip(1).filter_map(|part| part.split('"').next());
        let places: Vec<f64> = places.filter_map(|x| x.parse().ok()).collect();
        assert_eq!(places.len(), 2, "{drawn}");
        assert!(places.iter().all(|x| (half("金屋塘镇")..=WIDTH - half("金屋塘镇")).contains(x)), "{places:?}");
    }

    #[test]
    fn towns_stand_apart_with_their_numbers_and_a_town_shows_each_neighbourhood() {
        let outline = square(110_000, 26_500);
        let town =
            |name, east| TownSpot { href: "/t".into(), name, title: name.into(), count: 2, at: (east, 26_550.0) };
        let drawn = of_towns(Some(&outline), &[town("甲镇", 110_050.0), town("乙镇", 110_050.5)], "x").expect("a map");
        assert_eq!(drawn.matches("<circle").count(), 2);
        let mut places = [(10.0, 10.0), (10.0, 10.0), (12.0, 10.0)];
        part(&mut places);
        assert!((places[0].0 - places[1].0).hypot(places[0].1 - places[1].1) > APART / 2.0, "{places:?}");

        let spots = [spot(110_010_000, "甲"), spot(110_011_000, "乙")];
        let closer = of_spots(Some(&outline), &spots, "x").expect("a map");
        assert!(closer.contains("乙") && closer.contains("甲"));
    }
}
