//! Personal data (个人信息): what tells who somebody is. It is sealed where it is kept, so it may be there and not be read;
//! and it is erased when it is not needed any more (《个人信息保护法》第47、51条), while what it stood in stays.

/// A name, a title, a remark about a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Personal {
    Known(String),
    /// It is there, sealed with a key that is not at hand (已加密).
    Closed,
    /// It is not there any more (已删除).
    Erased,
}

impl Personal {
    /// What it says, where it can be read.
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Known(text) => Some(text),
            Self::Closed | Self::Erased => None,
        }
    }

    /// The same with its text put right.
    #[must_use]
    pub fn map(self, change: impl FnOnce(&str) -> String) -> Self {
        match self {
            Self::Known(text) => Self::Known(change(&text)),
            other => other,
        }
    }

    /// Whether both are known and say the same: of what cannot be read nobody knows.
    pub fn is(&self, other: &Self) -> bool {
        self.known().is_some() && self == other
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self::Known(text.to_owned())
    }
}

impl From<String> for Personal {
    fn from(text: String) -> Self {
        Self::Known(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_cannot_be_read_nobody_knows_whether_it_is_the_same() {
        assert!(Personal::from("杨示例").is(&"杨示例".into()));
        assert!(!Personal::from("杨示例").is(&"李示例".into()));
        assert!(!Personal::Closed.is(&Personal::Closed) && !Personal::Erased.is(&Personal::Erased));
        assert_eq!(Personal::from(" a ").map(|text| text.trim().to_owned()).known(), Some("a"));
        assert_eq!(Personal::Closed.map(|_| "a".to_owned()), Personal::Closed);
    }
}
