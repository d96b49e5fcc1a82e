//! Ids that a phone without network can make: UUIDv7, so they sort by the time they were made.

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0}")]
pub struct BadId(pub String);

/// Declares an id type of its own, so that a signature says which thing is meant.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::kernel::id::Uuid);

        impl $name {
            /// A new id, made here and now.
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self {
                Self($crate::kernel::id::Uuid::now_v7())
            }

            /// The id for a fixed number: for samples and tests.
            pub const fn from_number(number: u128) -> Self {
                Self($crate::kernel::id::Uuid::from_u128(number))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0.as_hyphenated())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::kernel::id::BadId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::kernel::id::parse(text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub use uuid::Uuid;

/// Reads the canonical form only (36 characters, lower case), so one id has one spelling.
pub fn parse(text: &str) -> Result<Uuid, BadId> {
    let refuse = || BadId(text.chars().take(40).collect());
    let id = Uuid::try_parse(text).map_err(|_| refuse())?;
    if id.as_hyphenated().to_string() == text { Ok(id) } else { Err(refuse()) }
}

#[cfg(test)]
mod tests {
    id! {
        /// A thing.
        ThingId
    }

    #[test]
    fn an_id_has_one_spelling() {
        let id = ThingId::new();
        assert_eq!(id.to_string().parse(), Ok(id));
        let lettered = ThingId::from_number(0xabc);
        assert!(lettered.to_string().to_uppercase().parse::<ThingId>().is_err());
        assert!("".parse::<ThingId>().is_err());
        assert!("{0190163d-8694-739b-aea5-966c26f8ad91}".parse::<ThingId>().is_err());
    }
}
