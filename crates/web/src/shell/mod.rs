//! What every page stands in: its reader and language, its frame, its parts, its texts and its style.
//!
//! A page is a struct with a `ctx: Ctx`, whose template extends `shell/layout.html` (the public) or
//! `shell/desk.html` (the offices) and takes its parts from `shell/ui.html`. `/styleguide` shows all of them.

pub mod assets;
pub mod chart;
mod ctx;
pub(crate) mod format;
pub mod language;
mod page;
mod parts;
pub(crate) mod pdf;
pub(crate) mod qr;
pub mod styleguide;
pub mod texts;

pub(crate) use ctx::encode;
pub use ctx::{Ctx, Site, Value};
pub use page::{ErrorPage, file, page, page_with, sent_as};
pub use parts::{Choice, Crumb, Field, Lamp, Paging, Problem, Problems, Sort, Tone};
pub use texts::Lang;
