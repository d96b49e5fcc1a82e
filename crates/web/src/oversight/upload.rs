//! A file on its way to being kept. Until somebody confirms it, it travels in the form itself: nothing half-taken lies
//! anywhere, and what is kept is byte for byte what was looked at.

use axum::extract::Multipart;
use linli_domain::kernel::Month;
use linli_domain::kernel::text::clean_line;
use linli_formats::table::{Mapped, Mapping, Unit};
use linli_store::oversight::declared::Origin;

use super::intake::{Decided, LARGEST};
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
    /// The sheet that somebody chose, and the one that was shown when the columns were decided.
    pub sheet: String,
    pub shown_sheet: String,
    /// What somebody decided about columns; nothing before anybody did.
    pub mapping: Option<Mapping>,
    pub money: Option<Unit>,
}

/// What money can be said to be counted in.
pub const MONEY: [(&str, Unit); 3] = [("yuan", Unit::Yuan), ("wan", Unit::Wan), ("yi", Unit::Yi)];

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
                "sheet" => upload.sheet = short(&text),
                "shown_sheet" => upload.shown_sheet = short(&text),
                "money" => upload.money = MONEY.iter().find(|(key, _)| *key == text).map(|(_, unit)| *unit),
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

    /// What somebody decided about the file. Columns are those of the sheet that was shown.
    pub fn decided(&self) -> Decided {
        let mapping = self.mapping.clone().filter(|_| self.sheet.is_empty() || self.sheet == self.shown_sheet);
        Decided { sheet: Some(self.sheet.clone()).filter(|name| !name.is_empty()), mapping, money: self.money }
    }

    /// The month, if everything is there that a table needs.
    pub fn checked(&self, ctx: &Ctx, this_month: Month) -> Result<Month, Problems> {
        let mut problems = Problems::default();
        if self.bytes.is_empty() {
            problems.add("file", ctx.t("oversight-upload-no-file"));
        }
        let month = self.month.parse();
        match &month {
            Err(_) => problems.add("month", ctx.t("oversight-upload-bad-month")),
            Ok(month) if *month > this_month => problems.add("month", ctx.t("oversight-upload-future-month")),
            Ok(_) => {}
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
