//! Writes slips and posters with made-up codes into a folder, to be looked at, and says how long they took.
//!
//!     cargo run -p linli-official --release --example papers -- FOLDER 2000

use std::time::Instant;

use linli_official::{Fonts, Kind, Language, default_folders, render_papers};

#[path = "../tests/specimen/papers.rs"]
mod papers;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    let many = std::env::args().nth(2).map_or(Ok(2_000), |many| many.parse())?;
    std::fs::create_dir_all(&folder)?;
    let fonts = Fonts::load(&default_folders())?;
    for (name, kind, many) in
        [("slips", Kind::Slips, many), ("posters", Kind::Posters, 20), ("a3", Kind::LargePosters, 2)]
    {
        let start = Instant::now();
        let pdf = render_papers(&fonts, &papers::papers(kind, many), Language::Chinese)?;
        println!("{many} {name}: {:?}, {} bytes", start.elapsed(), pdf.len());
        std::fs::write(folder.join(name).with_extension("pdf"), pdf)?;
    }
    Ok(())
}
