//! Where a pair of degrees really lies (坐标系): maps of the internet shift their points, the register does not.
//!
//! The register keeps CGCS2000, which is WGS-84 to the precision of a house. Points of GCJ-02 (高德, 腾讯) and BD-09
//! (百度) are shifted back on import, and only where the table says that it holds such points.

use super::facts::Location;

/// What a table's degrees mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Datum {
    /// CGCS2000 or WGS-84.
    #[default]
    National,
    /// GCJ-02 (火星坐标)
    Gcj02,
    /// BD-09 (百度坐标)
    Bd09,
}

impl Datum {
    /// What the header of a column says.
    pub fn of_header(header: &str) -> Self {
        let header = header.to_uppercase();
        let says = |words: &[&str]| words.iter().any(|word| header.contains(word));
        if says(&["BD-09", "BD09", "百度", "BAIDU"]) {
            Self::Bd09
        } else if says(&["GCJ-02", "GCJ02", "火星", "高德", "腾讯", "AMAP"]) {
            Self::Gcj02
        } else {
            Self::National
        }
    }

    /// The point in the register's datum.
    pub fn to_national(self, at: Location) -> Location {
        let point = (degrees(at.longitude_e6), degrees(at.latitude_e6));
        match self {
            Self::National => at,
            Self::Gcj02 => location(unshifted(point)),
            Self::Bd09 => location(unshifted(from_bd09(point))),
        }
    }
}

type Point = (f64, f64);

#[allow(clippy::cast_precision_loss, reason = "nine digits fit")]
fn degrees(e6: i64) -> f64 {
    e6.clamp(-400_000_000, 400_000_000) as f64 / 1e6
}

#[allow(clippy::cast_possible_truncation, reason = "degrees are small")]
fn location((longitude, latitude): Point) -> Location {
    let e6 = |degrees: f64| (degrees * 1e6).round() as i64;
    Location { longitude_e6: e6(longitude), latitude_e6: e6(latitude) }
}

fn from_bd09((x, y): Point) -> Point {
    let (x, y) = (x - 0.0065, y - 0.006);
    let turn = std::f64::consts::PI * 3000.0 / 180.0;
    let radius = x.hypot(y) - 0.000_02 * (y * turn).sin();
    let angle = y.atan2(x) - 0.000_003 * (x * turn).cos();
    (radius * angle.cos(), radius * angle.sin())
}

/// The shift has no inverse on paper: it is approached, and a few steps are exact to the millimetre.
fn unshifted(shifted: Point) -> Point {
    let mut guess = shifted;
    for _ in 0..6 {
        let (x, y) = shift(guess);
        guess = (guess.0 + shifted.0 - x, guess.1 + shifted.1 - y);
    }
    guess
}

/// The published approximation of the shift, on the ellipsoid of Krassowski.
fn shift((longitude, latitude): Point) -> Point {
    use std::f64::consts::PI;
    const AXIS: f64 = 6_378_245.0;
    const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let waves = |t: f64, periods: [(f64, f64); 3]| periods.iter().map(|(a, p)| a * (t * PI / p).sin()).sum::<f64>();
    let common = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + waves(y, [(20.0, 1.0), (40.0, 3.0), (0.0, 1.0)]) * 2.0 / 3.0
        + waves(y, [(160.0, 12.0), (320.0, 30.0), (0.0, 1.0)]) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + waves(x, [(20.0, 1.0), (40.0, 3.0), (0.0, 1.0)]) * 2.0 / 3.0
        + waves(x, [(150.0, 12.0), (300.0, 30.0), (0.0, 1.0)]) * 2.0 / 3.0;
    let radians = latitude.to_radians();
    let root = (1.0 - ECCENTRICITY * radians.sin().powi(2)).sqrt();
    let latitude_shift = north.to_degrees() / ((AXIS * (1.0 - ECCENTRICITY)) / root.powi(3));
    let longitude_shift = east.to_degrees() / (AXIS / root * radians.cos());
    (longitude + longitude_shift, latitude + latitude_shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(longitude_e6: i64, latitude_e6: i64) -> Location {
        Location { longitude_e6, latitude_e6 }
    }

    #[test]
    fn points_of_internet_maps_are_shifted_back() {
        let town = at(110_155_075, 26_580_622);
        let shown = location(shift((110.155_075, 26.580_622)));
        assert!((200..8_000).contains(&(shown.longitude_e6 - town.longitude_e6)), "{shown:?}");
        assert_eq!(Datum::Gcj02.to_national(shown), town);
        assert_eq!(Datum::National.to_national(town), town);
        // Tiananmen as 百度 shows it.
        let found = Datum::Bd09.to_national(at(116_403_875, 39_915_168));
        assert!(
            (found.longitude_e6 - 116_391_300).abs() < 1_500 && (found.latitude_e6 - 39_907_300).abs() < 1_500,
            "{found:?}"
        );
    }

    #[test]
    fn the_header_says_the_datum() {
        assert_eq!(Datum::of_header("坐标（高德）"), Datum::Gcj02);
        assert_eq!(Datum::of_header("百度坐标"), Datum::Bd09);
        assert_eq!(Datum::of_header("经度"), Datum::National);
    }
}
