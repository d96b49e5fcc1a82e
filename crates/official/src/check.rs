//! What is looked at before a document is set, and again when it lies on the page.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

use crate::bulletin::{Block, Bulletin, Table};
use crate::{Fonts, RenderError, coverage};

/// More than any bulletin has; a larger one would only keep a processor busy.
pub const MAX_CHARACTERS: usize = 400_000;
pub const MAX_CELLS: usize = 20_000;

/// A hair's breadth, for sums of rounded widths.
const TOLERANCE: Abs = Abs::raw(1.0);

pub fn before(fonts: &Fonts, bulletin: &Bulletin) -> Result<(), RenderError> {
    let needed = [("issuer", &bulletin.issuer), ("title", &bulletin.title), ("signer", &bulletin.signer)];
    if let Some((name, _)) = needed.into_iter().find(|(_, text)| text.trim().is_empty()) {
        return Err(RenderError::Empty(name));
    }
    at_most("characters", bulletin.texts().map(|text| text.chars().count()).sum(), MAX_CHARACTERS)?;
    let tables =
        || bulletin.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    at_most("table cells", tables().map(|table| table.columns.len() * (table.rows.len() + 2)).sum(), MAX_CELLS)?;
    tables().try_for_each(even)?;
    let missing = coverage(fonts, &bulletin.texts().collect::<String>());
    if missing.is_empty() { Ok(()) } else { Err(RenderError::MissingGlyphs(missing)) }
}

pub fn at_most(what: &'static str, found: usize, at_most: usize) -> Result<(), RenderError> {
    if found > at_most { Err(RenderError::TooLarge { what, found, at_most }) } else { Ok(()) }
}

pub fn even(table: &Table) -> Result<(), RenderError> {
    let columns = table.columns.len();
    if columns == 0 {
        return Err(RenderError::Empty("table column"));
    }
    match table.all_rows().enumerate().find(|(_, cells)| cells.len() != columns) {
        Some((row, cells)) => Err(RenderError::UnevenTable { row: row + 1, found: cells.len(), columns }),
        None => Ok(()),
    }
}

/// Looks at every glyph where it lies: none may be the empty box, none may leave the paper.
pub fn after(document: &PagedDocument) -> Result<(), RenderError> {
    let mut missing = Vec::new();
    for page in document.pages() {
        look(&page.frame, Point::zero(), page.frame.width(), &mut missing)?;
    }
    if missing.is_empty() { Ok(()) } else { Err(RenderError::MissingGlyphs(missing)) }
}

fn look(frame: &Frame, at: Point, paper: Abs, missing: &mut Vec<char>) -> Result<(), RenderError> {
    for (offset, item) in frame.items() {
        let at = at + *offset;
        match item {
            // What is turned or squeezed (the mark across the page, a long issuer) was fitted by the template.
            FrameItem::Group(group) if group.transform == Transform::identity() => {
                look(&group.frame, at, paper, missing)?;
            }
            FrameItem::Group(group) => look(&group.frame, Point::zero(), Abs::inf(), missing)?,
            FrameItem::Text(text) => {
                let empty = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                missing.extend(empty.filter_map(|glyph| text.text.get(glyph.range())?.chars().next()));
                if at.x + text.width() > paper + TOLERANCE || at.x < -TOLERANCE {
                    return Err(RenderError::DoesNotFit(text.text.chars().take(40).collect()));
                }
            }
            _ => {}
        }
    }
    Ok(())
}
