//! What somebody typed from a ballot on paper (录入). Two people do so, neither of whom sees what the other typed; where the two
//! differ, somebody settles it with the scan in front of them.

use serde::{Deserialize, Serialize};

use super::ballot::{Ballot, Channel, Choice, Invalid, Proxy, ProxyKind};
use super::conduct::owner;
use crate::kernel::Date;
use crate::kernel::digest::Digest;
use crate::kernel::text::clean_line;

/// One person's reading of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// The head's number on the roll; none where it is no owner's.
    pub head: Option<u32>,
    pub marks: Vec<Choice>,
    pub received: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<TypedProxy>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Invalid>,
}

/// Who voted for somebody, as the written paper says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedProxy {
    /// The proxy's own number on the roll, where they are an owner here; else a name.
    pub head: Option<u32>,
    pub name: String,
    pub kind: ProxyKind,
    /// Whether one of the head's owners signed the paper, and not somebody to whom it was handed on.
    pub by_owner: bool,
    /// Whether the written paper (书面委托书) was there; a scan of it lies beside the ballot.
    #[serde(default)]
    pub paper: bool,
}

/// How a ballot came, beside what is on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    pub channel: Channel,
    /// The scan of the ballot, by its digest.
    pub scan: Option<Digest>,
    /// The scan of the proxy's paper.
    pub proxy_paper: Option<Digest>,
}

/// Where two readings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Head,
    Marks,
    Received,
    Version,
    Proxy,
    Seen,
}

impl Came {
    /// On paper, of which no scan is there.
    pub const PAPER: Self = Self { channel: Channel::Paper, scan: None, proxy_paper: None };
}

impl Typed {
    /// Whether a scan of a proxy's paper has to lie beside it.
    pub fn needs_proxy_paper(&self) -> bool {
        self.proxy.as_ref().is_some_and(|proxy| proxy.paper)
    }

    /// The same however it was typed: marks in their order, names without stray spaces.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.marks.sort_unstable();
        self.marks.dedup();
        if let Some(proxy) = &mut self.proxy {
            proxy.name = clean_line(&proxy.name);
        }
        self
    }

    pub fn differences(&self, other: &Self) -> Vec<Field> {
        let fields = [
            (Field::Head, self.head != other.head),
            (Field::Marks, self.marks != other.marks),
            (Field::Received, self.received != other.received),
            (Field::Version, self.version != other.version),
            (Field::Proxy, self.proxy != other.proxy),
            (Field::Seen, self.seen != other.seen),
        ];
        fields.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect()
    }

    /// The ballot as it is counted. `place` is where a head stands on the roll, `person` how a proxy is called where nobody is
    /// named: the same for the same proxy.
    pub fn ballot(
        &self,
        number: u32,
        place: impl Fn(u32) -> Option<usize>,
        person: impl FnOnce(&TypedProxy) -> String,
        came: Came,
    ) -> Ballot {
        let proxy = self.proxy.as_ref().map(|proxy| Proxy {
            person: proxy.head.map_or_else(|| person(proxy), owner),
            kind: proxy.kind,
            appointed_by: match self.head {
                Some(head) if proxy.by_owner => owner(head),
                _ => "handed-on".to_owned(),
            },
            paper: came.proxy_paper.filter(|_| proxy.paper),
        });
        Ballot {
            number,
            head: self.head.and_then(place),
            channel: came.channel,
            marks: self.marks.clone(),
            received: self.received,
            proxy,
            scan: came.scan,
            version: self.version,
            seen: self.seen,
        }
    }
}
