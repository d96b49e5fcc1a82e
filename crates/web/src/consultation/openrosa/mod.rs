//! OpenRosa 1.0 (外业采集): what ODK Collect, Enketo and KoboCollect ask of a server, and the pages on which an office keeps its forms.
//!
//! Every address stands twice: for phones that give a password (digest, over TLS also basic), and for those that got a token in
//! a QR code. Both are asked at the gate (`gate.rs`), before anything else of the request is read.

pub mod answer;
mod collectors;
mod credentials;
mod download;
mod export;
mod files;
mod form;
mod forms;
pub(crate) mod gate;
mod list;
mod one;
mod publish;
mod questionnaire;
mod receive;
mod tables;
pub mod words;

pub use publish::version;

use linli_domain::consultation::openrosa::{FieldFormId, FormState};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get, post};
use crate::shell::{Crumb, Ctx};

/// The most bytes of one post; a phone divides what is larger over several.
const LARGEST_POST: usize = 110 << 20;
/// What a phone is told to send at most in one post: a lost connection costs no more than this.
const WANTED_POST: &str = "30000000";

/// A form with everything that belongs beside it, as a page sends it.
const LARGEST_UPLOAD: usize = 64 << 20;

pub fn routes() -> Routes {
    server().merge(pages())
}

/// What the office keeps.
fn pages() -> Routes {
    let [read, keep, export] = [Act::ReadForms, Act::KeepForms, Act::ExportForms].map(Access::Act);
    Routes::new()
        .route("/desk/{office}/forms", get(forms::show), read)
        .route("/desk/{office}/forms/new", get(publish::ask).post(publish::publish).upload(LARGEST_UPLOAD), keep)
        .route("/desk/{office}/forms/{form}", get(form::show), read)
        .route("/desk/{office}/forms/{form}/state", post(form::set_state), keep)
        .route("/desk/{office}/forms/{form}/media", post(publish::add_media).upload(LARGEST_UPLOAD), keep)
        .route("/desk/{office}/forms/{form}/submissions/{submission}", get(one::show), read)
        .route("/desk/{office}/forms/{form}/submissions/{submission}/answer.xml", get(one::xml), read)
        .route("/desk/{office}/forms/{form}/submissions/{submission}/files/{digest}", get(one::file), read)
        .route("/desk/{office}/forms/{form}/export.csv", get(export::csv), export)
        .route("/desk/{office}/forms/{form}/export.json", get(export::json), export)
        .route("/desk/{office}/forms/{form}/export.geojson", get(export::geojson), export)
        .route("/desk/{office}/collectors", get(collectors::show).post(collectors::add), keep)
        .route("/desk/{office}/collectors/{collector}/stop", post(collectors::stop), keep)
}

fn root(office: Office) -> String {
    format!("/desk/{office}/forms")
}

fn address(office: Office, id: FieldFormId) -> String {
    format!("{}/{id}", root(office))
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("openrosa-title"), root(office))]
}

/// The words for where a form stands, and their colour.
const fn state(state: FormState) -> (&'static str, &'static str) {
    match state {
        FormState::Open => ("openrosa-state-open", "teal"),
        FormState::Closing => ("openrosa-state-closing", "amber"),
        FormState::Closed => ("openrosa-state-closed", "grey"),
    }
}

/// What phones ask.
fn server() -> Routes {
    let phone = Access::Collector;
    let submission = || get(receive::ready).post(receive::receive).upload(LARGEST_POST);
    Routes::new()
        .route("/openrosa/{office}/formList", get(list::show), phone)
        .route("/openrosa/{office}/submission", submission(), phone)
        .route("/openrosa/{office}/forms/{form}/{number}/form.xml", get(download::form), phone)
        .route("/openrosa/{office}/forms/{form}/{number}/manifest.xml", get(download::manifest), phone)
        .route("/openrosa/{office}/forms/{form}/{number}/media/{name}", get(download::medium), phone)
        .merge(questionnaires())
        .route("/openrosa/{office}/key/{token}/formList", get(list::show), phone)
        .route("/openrosa/{office}/key/{token}/submission", submission(), phone)
        .route("/openrosa/{office}/key/{token}/forms/{form}/{number}/form.xml", get(download::form), phone)
        .route("/openrosa/{office}/key/{token}/forms/{form}/{number}/manifest.xml", get(download::manifest), phone)
        .route("/openrosa/{office}/key/{token}/forms/{form}/{number}/media/{name}", get(download::medium), phone)
}

/// What phones ask of a survey campaign's own questionnaire.
fn questionnaires() -> Routes {
    use questionnaire::{doors_csv, entrances_csv, form_xml, manifest};
    let phone = Access::Collector;
    Routes::new()
        .route("/openrosa/{office}/surveys/{campaign}/form.xml", get(form_xml), phone)
        .route("/openrosa/{office}/surveys/{campaign}/manifest.xml", get(manifest), phone)
        .route("/openrosa/{office}/surveys/{campaign}/entrances.csv", get(entrances_csv), phone)
        .route("/openrosa/{office}/surveys/{campaign}/doors.csv", get(doors_csv), phone)
        .route("/openrosa/{office}/key/{token}/surveys/{campaign}/form.xml", get(form_xml), phone)
        .route("/openrosa/{office}/key/{token}/surveys/{campaign}/manifest.xml", get(manifest), phone)
        .route("/openrosa/{office}/key/{token}/surveys/{campaign}/entrances.csv", get(entrances_csv), phone)
        .route("/openrosa/{office}/key/{token}/surveys/{campaign}/doors.csv", get(doors_csv), phone)
}

/// Whether a token stands in an address of a phone: it opens what it opens, whoever brings it.
pub(crate) fn has_token(path: &str) -> bool {
    path.split('/').nth(3) == Some("key")
}

/// Whether a program for forms asks: it reads no pages.
pub(crate) fn is_asked(path: &str) -> bool {
    path.starts_with("/openrosa/")
}
