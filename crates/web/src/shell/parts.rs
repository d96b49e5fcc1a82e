//! The values that the parts of `shell/ui.html` are filled with.

/// One step of the way to a page.
#[derive(Clone, Debug)]
pub struct Crumb {
    pub label: String,
    pub href: String,
}

impl Crumb {
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// What a message says by its colour, shape and first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    Success,
    Warning,
    Error,
}

impl Tone {
    pub const ALL: [Self; 4] = [Self::Info, Self::Success, Self::Warning, Self::Error];

    /// Class name, and the end of its text key (`shell-tone-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The lamp of a task or neighbourhood: a colour, a shape and a word, so that none of them stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lamp {
    /// As planned.
    Green,
    /// Needs attention.
    Yellow,
    /// Behind.
    Red,
    /// Nothing known yet.
    Grey,
}

impl Lamp {
    pub const ALL: [Self; 4] = [Self::Green, Self::Yellow, Self::Red, Self::Grey];

    /// Class name, and the end of its text key (`shell-lamp-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
            Self::Grey => "grey",
        }
    }
}

/// What is wrong with one field, in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub field: &'static str,
    pub text: String,
}

/// All that is wrong with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    pub fn add(&mut self, field: &'static str, text: impl Into<String>) {
        self.0.push(Problem { field, text: text.into() });
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with this field, or nothing.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|problem| problem.field == field).map(|problem| problem.text.as_str())
    }
}

/// One field of a form. `Field::new("name", label).hint(…).value(…).required()`.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name and id.
    pub name: &'static str,
    pub label: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    pub value: String,
    /// `text`, `search`, `password`, `date`, `month`, `number`, `file`, `email`.
    pub kind: &'static str,
    pub required: bool,
    /// A filter or search: need not be filled in, and need not say so.
    pub quiet: bool,
    pub autocomplete: &'static str,
    /// Filled for a select and for a group of radio buttons.
    pub options: Vec<Choice>,
}

impl Field {
    pub fn new(name: &'static str, label: impl Into<String>) -> Self {
        Self {
            name,
            label: label.into(),
            hint: None,
            error: None,
            value: String::new(),
            kind: "text",
            required: false,
            quiet: false,
            autocomplete: "off",
            options: Vec::new(),
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    #[must_use]
    pub fn autocomplete(mut self, purpose: &'static str) -> Self {
        self.autocomplete = purpose;
        self
    }

    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    #[must_use]
    pub fn options(mut self, options: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> Self {
        self.options =
            options.into_iter().map(|(value, label)| Choice { value: value.into(), label: label.into() }).collect();
        self
    }

    /// A filter: need not be filled in, and need not say so.
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// Takes from a form's problems what is wrong here.
    #[must_use]
    pub fn problem(mut self, problems: &Problems) -> Self {
        self.error = problems.of(self.name).map(str::to_owned);
        self
    }

    /// The ids that describe the field to who cannot see it.
    pub fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// One choice of a select or of radio buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// The order of a table, as its address says it: `name`, or `-name` for the other way round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort(pub String);

impl Sort {
    /// What `aria-sort` says of a column.
    pub fn aria(&self, column: &str) -> &'static str {
        match self.0.strip_prefix('-') {
            Some(name) if name == column => "descending",
            None if self.0 == column => "ascending",
            _ => "none",
        }
    }

    /// The order that a click on the heading leads to.
    pub fn next(&self, column: &str) -> String {
        if self.0 == column { format!("-{column}") } else { column.to_owned() }
    }
}

/// Where the pages before and after this one are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paging {
    pub previous: Option<String>,
    pub next: Option<String>,
    /// "1–50 of 65", in the reader's words.
    pub shown: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_sorts_and_then_turns_the_order_round() {
        let sort = Sort("name".into());
        assert_eq!((sort.aria("name"), sort.next("name")), ("ascending", "-name".into()));
        assert_eq!((sort.aria("year"), sort.next("year")), ("none", "year".into()));
        assert_eq!(Sort("-name".into()).next("name"), "name");
    }

    #[test]
    fn a_field_is_described_by_its_hint_and_its_error() {
        let mut problems = Problems::default();
        problems.add("name", "too long");
        assert_eq!(
            Field::new("name", "Name").hint("As on the door").problem(&problems).described_by(),
            "name-hint name-error"
        );
        assert_eq!(Field::new("name", "Name").described_by(), "");
    }
}
