//! What happens to photos, as phones and mistaken people send them.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use jiff::civil::datetime;
use linli_formats::photo::{self, NotAPhoto, Where};

/// Left half red, right half blue.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) })
}

fn written(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// What a phone notes: turned by a quarter, April 2022, Suining.
fn notes(orientation: u16) -> Vec<u8> {
    let text = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let degrees = |whole, hundredths| {
        let part = |num, denom| Rational { num, denom };
        Value::Rational(vec![part(whole, 1), part(0, 1), part(hundredths, 100)])
    };
    let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
    let fields = [
        field(Tag::Orientation, Value::Short(vec![orientation])),
        field(Tag::DateTimeOriginal, text("2022:04:12 09:31:05")),
        field(Tag::OffsetTimeOriginal, text("+08:00")),
        field(Tag::GPSLatitudeRef, text("N")),
        field(Tag::GPSLatitude, degrees(26, 209_376)),
        field(Tag::GPSLongitudeRef, text("E")),
        field(Tag::GPSLongitude, degrees(110, 55_800)),
    ];
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false).expect("notes");
    bytes.into_inner()
}

/// The notes stand right after the beginning of the file.
fn with_notes(jpeg: &[u8], notes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(notes.len() + 8).expect("short notes").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", notes, &jpeg[2..]].concat()
}

#[test]
fn a_photo_is_turned_upright_and_says_when_and_where() {
    let sent = with_notes(&written(&picture(400, 300), ImageFormat::Jpeg), &notes(6));
    let photo = photo::read(&sent).expect("a photo");
    assert_eq!((photo.width, photo.height), (300, 400));
    assert_eq!(photo.taken.at, Some(datetime(2022, 4, 12, 9, 31, 5, 0)));
    assert_eq!(photo.taken.offset.map(jiff::tz::Offset::seconds), Some(8 * 3600));
    assert_eq!(photo.taken.place, Some(Where { longitude_e6: 110_155_000, latitude_e6: 26_581_600 }));
    let upright = image::load_from_memory(&photo.kept).expect("a picture").into_rgb8();
    assert!(upright.get_pixel(150, 20).0[0] > 150, "what was on the left is on top");
    assert!(upright.get_pixel(150, 380).0[2] > 150, "what was on the right is below");
}

#[test]
fn what_is_kept_says_nothing_of_when_and_where() {
    let sent = with_notes(&written(&picture(400, 300), ImageFormat::Jpeg), &notes(1));
    let photo = photo::read(&sent).expect("a photo");
    for kept in [&photo.kept, &photo.small] {
        assert!(!kept.windows(4).any(|window| window == b"Exif"));
        assert_eq!(photo::read(kept).expect("a photo").taken, photo::Taken::default());
    }
}

#[test]
fn a_large_photo_is_made_smaller_and_a_small_one_left_as_it_is() {
    let large = photo::read(&written(&picture(4_000, 3_000), ImageFormat::Jpeg)).expect("a photo");
    assert_eq!((large.width, large.height), (2_560, 1_920));
    let small = image::load_from_memory(&large.small).expect("a picture");
    assert_eq!((small.width(), small.height()), (480, 360));
    let tiny = photo::read(&written(&picture(40, 30), ImageFormat::Png)).expect("a photo");
    assert_eq!((tiny.width, tiny.height), (40, 30));
}

#[test]
fn the_same_photo_is_always_kept_as_the_same_bytes() {
    let sent = with_notes(&written(&picture(400, 300), ImageFormat::Jpeg), &notes(6));
    assert_eq!(photo::read(&sent), photo::read(&sent));
}

#[test]
fn glass_becomes_white() {
    let glass = RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    glass.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    let photo = photo::read(bytes.get_ref()).expect("a photo");
    let kept = image::load_from_memory(&photo.kept).expect("a picture").into_rgb8();
    assert!(kept.get_pixel(10, 10).0.iter().all(|c| *c > 250));
}

#[test]
fn what_is_no_photo_is_refused_for_what_it_is() {
    let heic = [b"\0\0\0\x18ftypheic".as_slice(), &[0; 40]].concat();
    let film = [b"\0\0\0\x18ftypisom".as_slice(), &[0; 40]].concat();
    assert_eq!(photo::read(b""), Err(NotAPhoto::Empty));
    assert_eq!(photo::read(&heic), Err(NotAPhoto::Heic));
    assert_eq!(photo::read(&film), Err(NotAPhoto::OtherKind));
    assert_eq!(photo::read(b"GIF89a......"), Err(NotAPhoto::Moving));
    assert_eq!(photo::read(b"<svg onload='alert(1)'/>"), Err(NotAPhoto::OtherKind));
    assert_eq!(photo::read(b"%PDF-1.7"), Err(NotAPhoto::OtherKind));
    assert_eq!(photo::read(b"II*\0\x08\0\0\0"), Err(NotAPhoto::OtherKind), "TIFF");
}

#[test]
fn a_photo_that_was_cut_off_on_the_way_is_damaged() {
    let whole = written(&picture(400, 300), ImageFormat::Png);
    for length in [10, 40, whole.len() / 2] {
        assert!(matches!(photo::read(&whole[..length]), Err(NotAPhoto::Damaged(_))), "{length}");
    }
    let jpeg = written(&picture(400, 300), ImageFormat::Jpeg);
    for length in [20, jpeg.len() / 2, jpeg.len() * 99 / 100, jpeg.len() - 1] {
        assert!(matches!(photo::read(&jpeg[..length]), Err(NotAPhoto::Damaged(_))), "{length} of {}", jpeg.len());
    }
    let followed = [&jpeg[..], b"what a camera writes behind it"].concat();
    assert!(photo::read(&followed).is_ok());
}

/// A PNG whose head says that it is enormous.
#[test]
fn a_bomb_is_refused_before_a_pixel_is_decoded() {
    let mut bomb = written(&picture(4, 4), ImageFormat::Png);
    for (side, at) in [(19_000_u32, 16), (19_000, 20)] {
        bomb[at..at + 4].copy_from_slice(&side.to_be_bytes());
    }
    let sum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(photo::read(&bomb), Err(NotAPhoto::TooLarge { width: 19_000, height: 19_000 }));
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (0_u32.wrapping_sub(sum & 1))))
    })
}

#[test]
fn notes_that_lie_or_break_are_no_notes() {
    let jpeg = written(&picture(40, 30), ImageFormat::Jpeg);
    let cut = notes(1);
    let broken = with_notes(&jpeg, &cut[..cut.len() / 2]);
    assert!(photo::read(&broken).is_ok());
    assert!(photo::read(&with_notes(&jpeg, b"MM\0*\xff\xff\xff\xff")).is_ok());
}
