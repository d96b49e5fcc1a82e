//! Where sealed texts lie: one line a place. Whoever changes the key, checks what is sealed or looks whether a key fits walks
//! through this table; a new room that keeps something of a person adds its line here.

use linli_domain::kernel::Office;

use crate::{Result, Transaction, Tx, args};

/// A column that holds sealed texts, in a table whose rows are known by office and id.
#[derive(Debug)]
pub struct Place {
    pub name: &'static str,
    sample: &'static str,
    samples: &'static str,
    counts: &'static str,
    page: &'static str,
    put: &'static str,
}

/// A row of a place: its id, and what it keeps.
pub type Row = (String, String);

macro_rules! sealed_sample {
    ($table:literal, $field:literal) => {
        concat!("select ", $field, " from ", $table, " where office = $1 and ", $field, " like '1.%' limit 1")
    };
}

macro_rules! sealed_samples {
    ($table:literal, $field:literal) => {
        concat!(
            "select office, min(",
            $field,
            ") from ",
            $table,
            " where ",
            $field,
            " like '1.%' group by office order by office"
        )
    };
}

macro_rules! sealed_counts {
    ($table:literal, $field:literal) => {
        concat!(
            "select case when ",
            $field,
            " like '1.________.%' then substr(",
            $field,
            ", 3, 8) else '' end, count(*) from ",
            $table,
            " where office = $1 and ",
            $field,
            " <> '' group by 1 order by 1"
        )
    };
}

macro_rules! sealed_page {
    ($table:literal, $id:literal, $field:literal) => {
        concat!(
            "select ",
            $id,
            ", ",
            $field,
            " from ",
            $table,
            " where office = $1 and ",
            $id,
            " > $2 and ",
            $field,
            " <> '' and ",
            $field,
            " not like $3 order by ",
            $id,
            " limit $4"
        )
    };
}

macro_rules! sealed_put {
    ($table:literal, $id:literal, $field:literal) => {
        concat!("update ", $table, " set ", $field, " = $3 where office = $1 and ", $id, " = $2 and ", $field, " = $4")
    };
}

/// The secret that the codes of an account are made from.
pub const SECOND_FACTOR: Place = Place {
    name: "second-factor",
    sample: sealed_sample!("second_factor", "secret"),
    samples: sealed_samples!("second_factor", "secret"),
    counts: sealed_counts!("second_factor", "secret"),
    page: sealed_page!("second_factor", "account", "secret"),
    put: sealed_put!("second_factor", "account", "secret"),
};

/// Who sits in a seat.
pub const TERM_NAME: Place = Place {
    name: "term-name",
    sample: sealed_sample!("term", "name"),
    samples: sealed_samples!("term", "name"),
    counts: sealed_counts!("term", "name"),
    page: sealed_page!("term", "id", "name"),
    put: sealed_put!("term", "id", "name"),
};

/// What that person is otherwise.
pub const TERM_TITLE: Place = Place {
    name: "term-title",
    sample: sealed_sample!("term", "title"),
    samples: sealed_samples!("term", "title"),
    counts: sealed_counts!("term", "title"),
    page: sealed_page!("term", "id", "title"),
    put: sealed_put!("term", "id", "title"),
};

/// How residents reach that person.
pub const TERM_CONTACT: Place = Place {
    name: "term-contact",
    sample: sealed_sample!("term", "contact"),
    samples: sealed_samples!("term", "contact"),
    counts: sealed_counts!("term", "contact"),
    page: sealed_page!("term", "id", "contact"),
    put: sealed_put!("term", "id", "contact"),
};

/// Why the person is not in the seat any more.
pub const TERM_WHY: Place = Place {
    name: "term-why",
    sample: sealed_sample!("term", "ended_why"),
    samples: sealed_samples!("term", "ended_why"),
    counts: sealed_counts!("term", "ended_why"),
    page: sealed_page!("term", "id", "ended_why"),
    put: sealed_put!("term", "id", "ended_why"),
};

/// What the codes of receipts are made from.
pub const RECEIPT_SECRET: Place = Place {
    name: "receipt-secret",
    sample: sealed_sample!("receipt_secret", "secret"),
    samples: sealed_samples!("receipt_secret", "secret"),
    counts: sealed_counts!("receipt_secret", "secret"),
    page: sealed_page!("receipt_secret", "id", "secret"),
    put: sealed_put!("receipt_secret", "id", "secret"),
};

/// What somebody said: people write names and numbers into it.
pub const OPINION_WORDS: Place = Place {
    name: "opinion-words",
    sample: sealed_sample!("opinion", "words"),
    samples: sealed_samples!("opinion", "words"),
    counts: sealed_counts!("opinion", "words"),
    page: sealed_page!("opinion", "id", "words"),
    put: sealed_put!("opinion", "id", "words"),
};

/// The same, sent once more with other words.
pub const OPINION_VERSION: Place = Place {
    name: "opinion-version",
    sample: sealed_sample!("opinion_version", "content"),
    samples: sealed_samples!("opinion_version", "content"),
    counts: sealed_counts!("opinion_version", "content"),
    page: sealed_page!("opinion_version", "id", "content"),
    put: sealed_put!("opinion_version", "id", "content"),
};

/// What somebody says of an answer.
pub const HELP_WORDS: Place = Place {
    name: "answer-help",
    sample: sealed_sample!("answer_help", "words"),
    samples: sealed_samples!("answer_help", "words"),
    counts: sealed_counts!("answer_help", "words"),
    page: sealed_page!("answer_help", "id", "words"),
    put: sealed_put!("answer_help", "id", "words"),
};

/// What was answered at a door.
pub const VISIT_SAID: Place = Place {
    name: "visit-said",
    sample: sealed_sample!("visit", "said"),
    samples: sealed_samples!("visit", "said"),
    counts: sealed_counts!("visit", "said"),
    page: sealed_page!("visit", "id", "said"),
    put: sealed_put!("visit", "id", "said"),
};

/// What came once more under the id of a visit.
pub const VISIT_VERSION: Place = Place {
    name: "visit-version",
    sample: sealed_sample!("visit_version", "content"),
    samples: sealed_samples!("visit_version", "content"),
    counts: sealed_counts!("visit_version", "content"),
    page: sealed_page!("visit_version", "id", "content"),
    put: sealed_put!("visit_version", "id", "content"),
};

/// By what a collector's password is checked.
pub const COLLECTOR_HA1: Place = Place {
    name: "collector-ha1",
    sample: sealed_sample!("collector", "ha1"),
    samples: sealed_samples!("collector", "ha1"),
    counts: sealed_counts!("collector", "ha1"),
    page: sealed_page!("collector", "id", "ha1"),
    put: sealed_put!("collector", "id", "ha1"),
};

/// What was filled in on a phone.
pub const SUBMISSION_XML: Place = Place {
    name: "submission-xml",
    sample: sealed_sample!("submission", "xml"),
    samples: sealed_samples!("submission", "xml"),
    counts: sealed_counts!("submission", "xml"),
    page: sealed_page!("submission", "id", "xml"),
    put: sealed_put!("submission", "id", "xml"),
};

/// Who owns a dwelling, alone or together.
pub const OWNER_PARTY: Place = Place {
    name: "owner-party",
    sample: sealed_sample!("owner_party", "owners"),
    samples: sealed_samples!("owner_party", "owners"),
    counts: sealed_counts!("owner_party", "owners"),
    page: sealed_page!("owner_party", "id", "owners"),
    put: sealed_put!("owner_party", "id", "owners"),
};

/// What somebody read from a ballot on paper.
pub const VOTE_ENTRY: Place = Place {
    name: "vote-entry",
    sample: sealed_sample!("vote_entry", "content"),
    samples: sealed_samples!("vote_entry", "content"),
    counts: sealed_counts!("vote_entry", "content"),
    page: sealed_page!("vote_entry", "id", "content"),
    put: sealed_put!("vote_entry", "id", "content"),
};

/// The code of a ballot's receipt.
pub const VOTE_CODE: Place = Place {
    name: "vote-code",
    sample: sealed_sample!("vote_ballot", "code"),
    samples: sealed_samples!("vote_ballot", "code"),
    counts: sealed_counts!("vote_ballot", "code"),
    page: sealed_page!("vote_ballot", "id", "code"),
    put: sealed_put!("vote_ballot", "id", "code"),
};

/// Every place.
pub const ALL: [&Place; 16] = [
    &SECOND_FACTOR,
    &TERM_NAME,
    &TERM_TITLE,
    &TERM_CONTACT,
    &TERM_WHY,
    &RECEIPT_SECRET,
    &OPINION_WORDS,
    &OPINION_VERSION,
    &HELP_WORDS,
    &VISIT_SAID,
    &VISIT_VERSION,
    &COLLECTOR_HA1,
    &SUBMISSION_XML,
    &OWNER_PARTY,
    &VOTE_ENTRY,
    &VOTE_CODE,
];

impl Place {
    /// What a text is bound to: it opens in this row only.
    pub fn of(&self, office: Office, id: &str) -> String {
        format!("{}/{office}/{id}", self.name)
    }

    /// A sealed text of this office, where there is one: enough to see whether a key is that of the records.
    pub(super) fn sample(&self, tx: &mut Tx, office: Office) -> Result<Option<String>> {
        tx.query_opt(self.sample, args![office], |row| row.get(0))
    }

    /// One of each office.
    pub(super) fn samples(&self, tx: &mut Tx) -> Result<Vec<String>> {
        tx.query(self.samples, args![], |row| row.get(1))
    }

    /// How many texts there are by the id of their key; without one, those that are not sealed yet.
    pub(super) fn counts(&self, tx: &mut Tx, office: Office) -> Result<Vec<(String, i64)>> {
        tx.query(self.counts, args![office], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Rows after an id that are sealed with another key than this one, or not at all. Without a key: every row.
    pub(crate) fn page(&self, tx: &mut Tx, office: Office, after: &str, key: &str, most: usize) -> Result<Vec<Row>> {
        let sealed = if key.is_empty() { String::new() } else { format!("1.{key}.%") };
        tx.query(self.page, args![office, after, sealed, most], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Puts other texts where these stand; a row that was changed meanwhile stays as it is.
    pub(super) fn put(&self, tx: &mut Transaction, texts: &[(String, String, String)]) -> Result<u64> {
        let office = tx.office();
        let rows = texts.iter().map(|(id, before, after)| args![office, id, after, before]);
        tx.run_many(self.put, rows)
    }
}
