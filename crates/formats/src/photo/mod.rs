//! Photos (照片): the bytes that a phone sends become a picture that can be kept: decoded within limits, turned upright,
//! written anew without what the phone noted in it. When and where it was taken is handed over apart, since it is
//! evidence for the office and nobody else's business.

mod taken;

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

pub use taken::{Taken, Where};

/// The longest side of a picture that is kept: a crack in a wall can still be seen, and a county's year fits on a disk.
const KEPT: u32 = 2_560;
/// The longest side of the small one for lists.
const SMALL: u32 = 480;
const KEPT_QUALITY: u8 = 85;
const SMALL_QUALITY: u8 = 75;
/// The longest side, and the most pixels, that are decoded: beyond any phone, far below what fills a memory.
const LONGEST: u32 = 20_000;
const MOST_PIXELS: u64 = 64_000_000;
/// What one decoding may allocate.
const MOST_MEMORY: u64 = 400 << 20;

/// A photo as it is kept, always JPEG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    pub kept: Vec<u8>,
    pub small: Vec<u8>,
    pub width: u32,
    pub height: u32,
    pub taken: Taken,
}

/// Why a file is not taken as a photo: the facts; the page finds the words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhoto {
    #[error("nothing in it")]
    Empty,
    /// An Apple phone's own format, which browsers cannot show either.
    #[error("HEIC")]
    Heic,
    #[error("a moving picture")]
    Moving,
    #[error("neither JPEG, PNG nor WebP")]
    OtherKind,
    #[error("more than can be decoded: {width} × {height}")]
    TooLarge { width: u32, height: u32 },
    /// Cut off on the way, or made to look like a picture.
    #[error("damaged: {0}")]
    Damaged(String),
}

/// Makes of a file the photo that is kept.
pub fn read(bytes: &[u8]) -> Result<Photo, NotAPhoto> {
    let picture = decode(bytes)?;
    let kept = within(picture, KEPT)?;
    let small = within_copy(&kept, SMALL)?;
    Ok(Photo {
        width: kept.width(),
        height: kept.height(),
        kept: jpeg(&kept, KEPT_QUALITY)?,
        small: jpeg(&small, SMALL_QUALITY)?,
        taken: taken::read(bytes),
    })
}

fn decode(bytes: &[u8]) -> Result<RgbImage, NotAPhoto> {
    let format = kind(bytes)?;
    if format == ImageFormat::Jpeg && !is_whole_jpeg(bytes) {
        return Err(NotAPhoto::Damaged("its end is missing".to_owned()));
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    // Asked before a pixel is decoded: a bomb is small until then.
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width.max(height) > LONGEST {
        return Err(NotAPhoto::TooLarge { width, height });
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    Ok(on_white(picture))
}

/// What it is by its first bytes; a name is a claim.
fn kind(bytes: &[u8]) -> Result<ImageFormat, NotAPhoto> {
    if bytes.is_empty() {
        return Err(NotAPhoto::Empty);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        let brand = bytes.get(8..12).unwrap_or_default();
        let heic: [&[u8]; 7] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"];
        return Err(if heic.contains(&brand) { NotAPhoto::Heic } else { NotAPhoto::OtherKind });
    }
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => Ok(ImageFormat::Jpeg),
        Ok(ImageFormat::Png) if has_chunk(bytes, *b"acTL") => Err(NotAPhoto::Moving),
        Ok(ImageFormat::Png) => Ok(ImageFormat::Png),
        Ok(ImageFormat::WebP) if has_chunk(bytes, *b"ANIM") => Err(NotAPhoto::Moving),
        Ok(ImageFormat::WebP) => Ok(ImageFormat::WebP),
        Ok(ImageFormat::Gif) => Err(NotAPhoto::Moving),
        _ => Err(NotAPhoto::OtherKind),
    }
}

/// Whether a JPEG goes on to its end. Decoders fill up with grey what did not arrive, and a half photo shows nothing. Its parts are
/// walked through up to the pixels, since a small picture for previews has an end of its own.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, marker]) = bytes.get(at..at + 2) {
        match marker {
            // Padding.
            0xff => at += 1,
            // The end without pixels, or pixels: in them the end's mark stands for nothing else.
            0xd9 => return true,
            0xda => return bytes[at..].windows(2).any(|pair| pair == [0xff, 0xd9]),
            // Marks that have no length.
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => match bytes.get(at + 2..at + 4) {
                Some([high, low]) => at += 2 + usize::from(u16::from_be_bytes([*high, *low])),
                _ => return false,
            },
        }
    }
    false
}

/// Whether the head of a file names this part; moving pictures say so before their first frame.
fn has_chunk(bytes: &[u8], name: [u8; 4]) -> bool {
    bytes[..bytes.len().min(4_096)].windows(4).any(|window| window == name)
}

/// JPEG knows nothing of glass: what is see-through becomes white, like paper.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let glass = picture.into_rgba8();
    RgbImage::from_fn(glass.width(), glass.height(), |x, y| {
        let [r, g, b, a] = glass.get_pixel(x, y).0;
        let over = |c: u8| u8::try_from((u16::from(c) * u16::from(a) + 255 * (255 - u16::from(a))) / 255);
        image::Rgb([r, g, b].map(|c| over(c).unwrap_or(u8::MAX)))
    })
}

/// No side longer than `longest`; what is smaller stays as it is.
fn within(picture: RgbImage, longest: u32) -> Result<RgbImage, NotAPhoto> {
    if picture.width().max(picture.height()) <= longest { Ok(picture) } else { within_copy(&picture, longest) }
}

fn within_copy(picture: &RgbImage, longest: u32) -> Result<RgbImage, NotAPhoto> {
    let (width, height) = fitted(picture.dimensions(), longest);
    let whole = ImageRef::new(picture.width(), picture.height(), picture.as_raw(), PixelType::U8x3).map_err(damaged)?;
    let mut small = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(&whole, &mut small, &options).map_err(damaged)?;
    RgbImage::from_raw(width, height, small.into_vec()).ok_or_else(|| NotAPhoto::Damaged("size".to_owned()))
}

fn fitted((width, height): (u32, u32), longest: u32) -> (u32, u32) {
    let side = width.max(height).max(1);
    if side <= longest {
        return (width, height);
    }
    let scaled = |length: u32| u32::try_from(u64::from(length) * u64::from(longest) / u64::from(side)).unwrap_or(1);
    (scaled(width).max(1), scaled(height).max(1))
}

fn jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, NotAPhoto> {
    let mut written = Vec::new();
    JpegEncoder::new_with_quality(&mut written, quality)
        .encode(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(damaged)?;
    Ok(written)
}

#[allow(clippy::needless_pass_by_value, reason = "handed to `map_err`")]
fn damaged(why: impl ToString) -> NotAPhoto {
    NotAPhoto::Damaged(why.to_string().chars().take(200).collect())
}
