//! A file on its way to being kept. Until somebody confirms it, it travels in the form itself: nothing half-taken lies
//! anywhere, and what is kept is byte for byte what was looked at.

use axum::extract::Multipart;
use linli_domain::kernel::Month;
use linli_domain::kernel::text::clean_line;
use linli_formats::table::{Mapped, Mapping};
use linli_store::oversight::declared::Origin;

use super::intake::LARGEST;
use crate::error::WebError;
use crate::shell::{Ctx, Problems};

/// The largest body: the file as hexadecimal text, and the other fields.
pub const BODY: usize = 2 * LARGEST + (64 << 10);
/// The longest text in a field.
const LONGEST: usize = 200;

/// What a form says.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    pub bytes: Vec<u8>,
    pub file_name: String,
    pub month: String,
    pub sender: String,
    pub note: String,
    pub skip_refused: bool,
    /// What somebody decided about columns; nothing before anybody did.
    pub mapping: Option<Mapping>,
}

impl Upload {
    pub async fn read(mut form: Multipart) -> Result<Self, WebError> {
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                upload.file_name = clean_line(field.file_name().unwrap_or_default());
                upload.bytes = field.bytes().await?.to_vec();
                continue;
            }
            let text = field.text().await?;
            match name.as_str() {
                "content" => upload.bytes = hex::decode(text.trim()).map_err(|_| WebError::BadRequest)?,
                "name" => upload.file_name = short(&text),
                "month" => upload.month = short(&text),
                "sender" => upload.sender = short(&text),
                "note" => upload.note = short(&text),
                "skip_refused" => upload.skip_refused = text == "yes",
                _ => upload.decide(&name, &text),
            }
        }
        if upload.bytes.len() > LARGEST {
            return Err(WebError::TooLarge);
        }
        Ok(upload)
    }

    /// `column-3=planned`; an empty choice means that the column is not read.
    fn decide(&mut self, name: &str, field: &str) {
        let Some(index) = name.strip_prefix("column-").and_then(|index| index.parse().ok()) else { return };
        let field = Some(field.to_owned()).filter(|field| !field.is_empty());
        let mapping = self.mapping.get_or_insert_with(Mapping::default);
        if mapping.columns.len() < 500 {
            mapping.columns.insert(index, Mapped { field, unit: None });
        }
    }

    /// The month, if everything is there that a table needs.
    pub fn checked(&self, ctx: &Ctx) -> Result<Month, Problems> {
        let mut problems = Problems::default();
        if self.bytes.is_empty() {
            problems.add("file", ctx.t("oversight-upload-no-file"));
        }
        let month = self.month.parse();
        if month.is_err() {
            problems.add("month", ctx.t("oversight-upload-bad-month"));
        }
        if self.sender.is_empty() {
            problems.add("sender", ctx.t("oversight-upload-no-sender"));
        }
        month.ok().filter(|_| problems.is_empty()).ok_or(problems)
    }

    pub fn origin(&self, digest: String) -> Origin {
        Origin {
            sender: self.sender.clone(),
            file_name: self.file_name.clone(),
            file_digest: digest,
            note: Some(self.note.clone()).filter(|note| !note.is_empty()),
        }
    }

    pub fn content(&self) -> String {
        hex::encode(&self.bytes)
    }
}

fn short(text: &str) -> String {
    clean_line(text).chars().take(LONGEST).collect()
}
