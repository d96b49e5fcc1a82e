//! Writes specimen bulletins into a folder, to be looked at, and says how long each took.
//!
//!     cargo run -p linli-official --example specimens -- FOLDER

use std::time::Instant;

use linli_official::{Fonts, Language, default_folders, render_bulletin};

#[path = "../tests/specimen/mod.rs"]
mod specimen;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let start = Instant::now();
    let fonts = Fonts::load(&default_folders())?;
    println!("fonts in {:?}: {}", start.elapsed(), fonts.families().join(", "));
    for choice in fonts.substitutions() {
        println!("{} is set in {} ({:?})", choice.asked, choice.used, choice.likeness);
    }
    let long = specimen::long();
    let draft = specimen::draft();
    let short = specimen::short();
    let english = specimen::english();
    let all = [
        ("short", &short, Language::Chinese),
        ("short-again", &short, Language::Chinese),
        ("draft", &draft, Language::Chinese),
        ("english", &english, Language::English),
        ("long", &long, Language::Chinese),
        ("long-again", &long, Language::Chinese),
    ];
    for (name, bulletin, language) in all {
        let start = Instant::now();
        let pdf = render_bulletin(&fonts, bulletin, language)?;
        println!("{name}: {:?}, {} bytes", start.elapsed(), pdf.len());
        std::fs::write(folder.join(name).with_extension("pdf"), pdf)?;
    }
    Ok(())
}
