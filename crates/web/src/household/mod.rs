//! The household's page (我家的页面): what the paper at the door opens, without an account and without a name.
//!
//! It reads every room, as the portal does. A section is a small template with a file of its own that answers
//! `Option<String>`, and a line in [`show::sections`]; what it asks of the reader takes [`crate::home::AtHome`].

mod again;
mod enter;
mod helped;
mod photos;
mod plan;
mod said;
mod say;
mod show;
mod vote;

use crate::access::{Access, Routes, get, post};
use crate::register::files::LARGEST;

/// What one opinion may bring along with its photos.
const FORM: usize = LARGEST + LARGEST / 2;

/// What was written, as an address form writes it: three signs a byte.
const WORDS: usize = 1 << 20;

pub fn routes() -> Routes {
    Routes::new()
        .route("/h", get(enter::ask).post(enter::open), Access::Public)
        .route("/household", get(show::show), Access::Public)
        .route("/household/leave", post(enter::leave), Access::Public)
        .route("/household/plan", get(plan::show), Access::Public)
        .route("/household/plan/objections", post(plan::object), Access::Public)
        .route("/household/votes/{vote}", get(vote::show).post(vote::cast), Access::Public)
        .route("/household/opinions/new", get(say::ask).post(say::say).upload(FORM), Access::Public)
        .route("/household/opinions/again", post(again::again).upload(WORDS), Access::Public)
        .route("/household/opinions/{opinion}/receipt", get(say::receipt), Access::Public)
        .route("/household/opinions/{opinion}/helped", post(helped::helped), Access::Public)
}
