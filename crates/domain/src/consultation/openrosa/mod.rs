//! Forms for the field (外业表单, OpenRosa): what phones are offered, what they send, and when it is taken.

pub mod collector;

use crate::kernel::text::clean_line;

pub use collector::CollectorId;

crate::id! {
    /// One form with all its versions.
    FieldFormId
}

crate::id! {
    /// What was sent once from a phone.
    SubmissionId
}

pub const LONGEST_FORM_ID: usize = 200;
pub const LONGEST_VERSION: usize = 100;
pub const LONGEST_TITLE: usize = 200;
pub const LONGEST_INSTANCE: usize = 200;
pub const LONGEST_FILE_NAME: usize = 200;
/// A form has so many versions, and a version so many files beside it.
pub const MOST_VERSIONS: i64 = 500;
pub const MOST_MEDIA: usize = 200;
/// Files of one submission, over all its posts.
pub const MOST_FILES: usize = 1_000;

/// What phones may do with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormState {
    /// Offered, and taken.
    Open,
    /// Offered no more; what is out still arrives (收尾).
    Closing,
    /// Nothing is taken any more.
    Closed,
}

impl FormState {
    pub const ALL: [Self; 3] = [Self::Open, Self::Closing, Self::Closed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed => "closed",
        }
    }

    pub const fn is_offered(self) -> bool {
        matches!(self, Self::Open)
    }

    pub const fn takes(self) -> bool {
        !matches!(self, Self::Closed)
    }
}

impl std::str::FromStr for FormState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// Why a form cannot be published, though phones could read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadForm {
    #[error("its id is longer than {LONGEST_FORM_ID} characters")]
    FormId,
    #[error("its version is longer than {LONGEST_VERSION} characters")]
    Version,
    #[error("its id is that of a survey campaign")]
    Reserved,
}

/// With this begin the ids of the questionnaires that Linli makes of its campaigns.
pub const OF_CAMPAIGN: &str = "linli-survey-";

/// The words by which a form is known: its id, its version and its title, which is its id where it has none.
pub fn named(form_id: &str, version: Option<&str>, title: &str) -> Result<(String, String, String), BadForm> {
    let fits = |text: &str, most: usize| text.chars().count() <= most;
    let version = version.unwrap_or_default();
    if !fits(form_id, LONGEST_FORM_ID) {
        return Err(BadForm::FormId);
    }
    if form_id.starts_with(OF_CAMPAIGN) {
        return Err(BadForm::Reserved);
    }
    if !fits(version, LONGEST_VERSION) {
        return Err(BadForm::Version);
    }
    let title: String = clean_line(title).chars().take(LONGEST_TITLE).collect();
    let title = if title.is_empty() { form_id.to_owned() } else { title };
    Ok((form_id.to_owned(), version.to_owned(), title))
}

/// The name of a file as it is kept: the last part of a path, in one line. Nothing where no name is left.
pub fn file_name(given: &str) -> Option<String> {
    let line = clean_line(given.rsplit(['/', '\\']).next().unwrap_or_default());
    let fits = line.chars().count() <= LONGEST_FILE_NAME && !matches!(line.as_str(), "" | "." | "..");
    fits.then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_closes_is_taken_and_not_offered() {
        let said = FormState::ALL.map(|state| (state.is_offered(), state.takes()));
        assert_eq!(said, [(true, true), (false, true), (false, false)]);
        for state in FormState::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
    }

    #[test]
    fn a_form_is_known_by_words_that_fit() {
        let kept = named("lifts", None, " 电梯 ").expect("fits");
        assert_eq!(kept, ("lifts".into(), String::new(), "电梯".into()));
        assert_eq!(named("lifts", Some("2"), "").expect("fits").2, "lifts");
        assert_eq!(named(&"x".repeat(201), None, ""), Err(BadForm::FormId));
        assert_eq!(named("x", Some(&"1".repeat(101)), ""), Err(BadForm::Version));
        assert_eq!(named("linli-survey-1", None, ""), Err(BadForm::Reserved));
    }

    #[test]
    fn a_file_is_called_by_the_last_part_of_its_path() {
        assert_eq!(file_name("../../etc/灯.jpg").as_deref(), Some("灯.jpg"));
        assert_eq!(file_name("C:\\a\\b.png").as_deref(), Some("b.png"));
        for none in ["", "..", "a/", "\u{0}\u{200b}", &"长".repeat(201)] {
            assert_eq!(file_name(none), None, "{none}");
        }
    }
}
