//! Pictures of the demonstration: drawn, and seen to be drawn. A weed lawn that became a court, a dark path with lamps, a bare
//! yard with something to exercise on.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 720;
/// Where the ground begins.
const GROUND: u32 = 430;

const SKY: [u8; 3] = [226, 236, 236];
const NIGHT: [u8; 3] = [74, 92, 104];
const WALL: [u8; 3] = [245, 236, 220];
const WINDOW: [u8; 3] = [112, 150, 150];
const LIT: [u8; 3] = [246, 208, 110];
const ROOF: [u8; 3] = [162, 59, 39];
const SOIL: [u8; 3] = [168, 148, 116];
const WEED: [u8; 3] = [110, 138, 78];
const PAVED: [u8; 3] = [205, 200, 188];
const COURT: [u8; 3] = [63, 120, 108];
const LINE: [u8; 3] = [250, 250, 245];
const METAL: [u8; 3] = [52, 62, 66];
const TEAL: [u8; 3] = [28, 86, 91];

/// A spot, and its two pictures.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub name: &'static str,
    pub before: fn() -> Drawing,
    pub after: fn() -> Drawing,
}

pub const SPOTS: [Spot; 3] = [
    Spot { name: "东门草坪（示例图）", before: lawn, after: court },
    Spot { name: "中心道路（示例图）", before: dark, after: lamps },
    Spot { name: "楼前空地（示例图）", before: yard, after: exercise },
];

/// A picture being drawn.
#[derive(Debug)]
pub struct Drawing(RgbImage);

impl Drawing {
    /// A street with two blocks of flats under this sky.
    fn street(sky: [u8; 3], windows: [u8; 3], ground: [u8; 3]) -> Self {
        let mut drawing = Self(RgbImage::from_pixel(WIDTH, HEIGHT, Rgb(sky)));
        drawing.block(0, GROUND, WIDTH, HEIGHT - GROUND, ground);
        for (left, top, floors) in [(60, 130, 4), (540, 170, 3)] {
            drawing.block(left, top, 360, GROUND - top, WALL);
            drawing.block(left - 12, top - 26, 384, 26, ROOF);
            for (floor, column) in (0..floors).flat_map(|floor| (0..5).map(move |column| (floor, column))) {
                let lit = (floor * 5 + column + left / 60) % 3 == 0;
                let colour = if lit { windows } else { WINDOW };
                drawing.block(left + 26 + column * 66, top + 26 + floor * 66, 38, 38, colour);
            }
        }
        drawing
    }

    fn block(&mut self, left: u32, top: u32, width: u32, height: u32, colour: [u8; 3]) {
        for (x, y) in (left..left + width).flat_map(|x| (top..top + height).map(move |y| (x, y))) {
            if x < WIDTH && y < HEIGHT {
                self.0.put_pixel(x, y, Rgb(colour));
            }
        }
    }

    fn disc(&mut self, (x, y): (u32, u32), radius: u32, colour: [u8; 3]) {
        let inside = |dx: u32, dy: u32| dx * dx + dy * dy <= radius * radius;
        for (px, py) in (x - radius..=x + radius).flat_map(|px| (y - radius..=y + radius).map(move |py| (px, py))) {
            if px < WIDTH && py < HEIGHT && inside(px.abs_diff(x), py.abs_diff(y)) {
                self.0.put_pixel(px, py, Rgb(colour));
            }
        }
    }

    pub fn png(&self) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        // Into memory, and of a size that is fixed: nothing here can fail.
        self.0.write_to(&mut bytes, ImageFormat::Png).expect("a drawing can be written");
        bytes.into_inner()
    }
}

/// Steps that look as if they were thrown.
fn scattered(count: u32) -> impl Iterator<Item = (u32, u32, u32)> {
    (0..count).map(|n| (n * 7_919 % WIDTH, GROUND + 12 + n * 104_729 % (HEIGHT - GROUND - 40), n % 5))
}

fn lawn() -> Drawing {
    let mut drawing = Drawing::street(SKY, WINDOW, SOIL);
    for (x, y, size) in scattered(420) {
        drawing.block(x, y - size * 3, 3, 12 + size * 5, WEED);
    }
    drawing
}

fn court() -> Drawing {
    let mut drawing = Drawing::street(SKY, WINDOW, PAVED);
    drawing.block(90, 470, 780, 220, COURT);
    for (left, top, width, height) in
        [(90, 470, 780, 6), (90, 684, 780, 6), (90, 470, 6, 220), (864, 470, 6, 220), (477, 470, 6, 220)]
    {
        drawing.block(left, top, width, height, LINE);
    }
    drawing.disc((480, 580), 52, LINE);
    drawing.disc((480, 580), 46, COURT);
    for (post, board) in [(120, 120), (834, 764)] {
        drawing.block(post, 330, 8, 220, METAL);
        drawing.block(board, 330, 78, 54, LINE);
        drawing.block(board + 26, 374, 30, 6, ROOF);
    }
    drawing
}

fn dark() -> Drawing {
    let mut drawing = Drawing::street(NIGHT, LIT, [98, 96, 92]);
    for (x, y, size) in scattered(26) {
        drawing.disc((x.max(30), y.max(GROUND + 20)), 8 + size * 4, [80, 78, 75]);
    }
    drawing
}

fn lamps() -> Drawing {
    let mut drawing = Drawing::street(NIGHT, LIT, [128, 124, 116]);
    drawing.block(0, 560, WIDTH, 8, LINE);
    for left in [140, 470, 800] {
        drawing.block(left, 280, 10, 280, METAL);
        drawing.disc((left + 5, 276), 34, [250, 226, 160]);
        drawing.disc((left + 5, 276), 18, LINE);
        drawing.block(left - 70, 560, 150, 60, [214, 196, 150]);
    }
    drawing
}

fn yard() -> Drawing {
    let mut drawing = Drawing::street(SKY, WINDOW, SOIL);
    for (x, y, size) in scattered(60) {
        drawing.block(x, y, 24 + size * 6, 10, [146, 126, 98]);
    }
    drawing
}

fn exercise() -> Drawing {
    let mut drawing = Drawing::street(SKY, WINDOW, PAVED);
    drawing.block(120, 500, 720, 180, [196, 138, 108]);
    for left in [190, 330] {
        drawing.block(left, 400, 10, 200, TEAL);
    }
    drawing.block(190, 400, 150, 10, TEAL);
    drawing.disc((520, 470), 62, TEAL);
    drawing.disc((520, 470), 52, [196, 138, 108]);
    drawing.block(515, 470, 10, 140, TEAL);
    drawing.block(660, 560, 130, 14, ROOF);
    drawing.block(670, 574, 10, 40, METAL);
    drawing.block(770, 574, 10, 40, METAL);
    drawing
}

/// A board at the gate with a paper on it.
pub fn board() -> Drawing {
    let mut drawing = Drawing::street(SKY, WINDOW, SOIL);
    drawing.block(300, 120, 400, 300, ROOF);
    drawing.block(316, 136, 368, 268, [0xf4, 0xf1, 0xe8]);
    drawing.block(420, 160, 160, 18, ROOF);
    for line in 0..9 {
        drawing.block(340, 200 + line * 18, 320 - line % 3 * 40, 6, WALL);
    }
    drawing
}
