//! A ballot (表决票): what one head answers, how it came, and every reason for which it does not take part.

use std::str::FromStr;

use crate::kernel::{Date, digest::Digest};

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// 同意.
    For,
    /// 同意但不出资: only where a vote offers it (lifts); counts as for.
    ForWithoutPaying,
    /// 反对.
    Against,
    /// 弃权: takes part, and agrees to nothing.
    Abstain,
}

impl Choice {
    pub const ALL: [Self; 4] = [Self::For, Self::ForWithoutPaying, Self::Against, Self::Abstain];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::ForWithoutPaying => "for-without-paying",
            Self::Against => "against",
            Self::Abstain => "abstain",
        }
    }

    pub const fn is_for(self) -> bool {
        matches!(self, Self::For | Self::ForWithoutPaying)
    }
}

/// What a vote offers beyond for, against and abstain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub without_paying: bool,
}

impl Options {
    pub fn choices(self) -> impl Iterator<Item = Choice> {
        Choice::ALL.into_iter().filter(move |choice| self.without_paying || *choice != Choice::ForWithoutPaying)
    }
}

/// How it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// 纸质: signed by the owner or a proxy, typed in by two people.
    Paper,
    /// 线上: with the code of the household.
    Online,
}

impl Channel {
    pub const ALL: [Self; 2] = [Self::Paper, Self::Online];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Online => "online",
        }
    }
}

/// What a proxy is to the neighbourhood, where that may bar them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProxyKind {
    /// Nothing that could bar anybody.
    Other,
    /// 物业服务人员.
    Manager,
    /// 社区、居委会工作人员.
    Committee,
    /// 施工、电梯等利害关系单位: who builds or sells what the vote is about.
    Contractor,
}

impl ProxyKind {
    pub const ALL: [Self; 4] = [Self::Other, Self::Manager, Self::Committee, Self::Contractor];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Manager => "manager",
            Self::Committee => "committee",
            Self::Contractor => "contractor",
        }
    }
}

/// Who votes for a head in writing (书面委托).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Who it is: an owner's name as on the roll, or another one.
    pub person: String,
    pub kind: ProxyKind,
    /// Who signed the paper: one of the head's owners, or it is handed on.
    pub appointed_by: String,
    /// The paper, by its digest; without it the ballot is invalid.
    pub paper: Option<Digest>,
}

/// One ballot, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// Its own number in this vote.
    pub number: u32,
    /// Its place on the roll; none where whoever gave it is no owner.
    pub head: Option<usize>,
    pub channel: Channel,
    /// Everything that is marked on it.
    pub marks: Vec<Choice>,
    pub received: Date,
    pub proxy: Option<Proxy>,
    /// The scan of the paper, by its digest.
    pub scan: Option<Digest>,
    /// The version of the plan it was printed for.
    pub version: Option<u32>,
    /// What somebody saw on the paper that no program sees.
    pub seen: Option<Invalid>,
}

impl Ballot {
    /// A plain one on paper.
    pub fn paper(number: u32, head: usize, choice: Choice, received: Date) -> Self {
        Self {
            number,
            head: Some(head),
            channel: Channel::Paper,
            marks: vec![choice],
            received,
            proxy: None,
            scan: None,
            version: None,
            seen: None,
        }
    }
}

/// Why a ballot does not take part (无效票原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Invalid {
    NotAnOwner,
    TenantSigned,
    NoSignature,
    ForgedSignature,
    Altered,
    Unreadable,
    Early,
    Late,
    WrongVersion,
    NoOption,
    SeveralOptions,
    NotOffered,
    OnlineNotAllowed,
    NoProxyPaper,
    BarredProxy,
    ProxyHandedOn,
    ProxyRepresented,
    OverProxyLimit,
    Duplicate,
    Replaced,
}

impl Invalid {
    pub const ALL: [Self; 20] = [
        Self::NotAnOwner,
        Self::TenantSigned,
        Self::NoSignature,
        Self::ForgedSignature,
        Self::Altered,
        Self::Unreadable,
        Self::Early,
        Self::Late,
        Self::WrongVersion,
        Self::NoOption,
        Self::SeveralOptions,
        Self::NotOffered,
        Self::OnlineNotAllowed,
        Self::NoProxyPaper,
        Self::BarredProxy,
        Self::ProxyHandedOn,
        Self::ProxyRepresented,
        Self::OverProxyLimit,
        Self::Duplicate,
        Self::Replaced,
    ];

    /// What only a person sees on the paper; all others follow from what is recorded.
    pub const SEEN: [Self; 6] = [
        Self::NotAnOwner,
        Self::TenantSigned,
        Self::NoSignature,
        Self::ForgedSignature,
        Self::Altered,
        Self::Unreadable,
    ];

    pub fn is_seen(self) -> bool {
        Self::SEEN.contains(&self)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAnOwner => "not-an-owner",
            Self::TenantSigned => "tenant-signed",
            Self::NoSignature => "no-signature",
            Self::ForgedSignature => "forged-signature",
            Self::Altered => "altered",
            Self::Unreadable => "unreadable",
            Self::Early => "early",
            Self::Late => "late",
            Self::WrongVersion => "wrong-version",
            Self::NoOption => "no-option",
            Self::SeveralOptions => "several-options",
            Self::NotOffered => "not-offered",
            Self::OnlineNotAllowed => "online-not-allowed",
            Self::NoProxyPaper => "no-proxy-paper",
            Self::BarredProxy => "barred-proxy",
            Self::ProxyHandedOn => "proxy-handed-on",
            Self::ProxyRepresented => "proxy-represented",
            Self::OverProxyLimit => "over-proxy-limit",
            Self::Duplicate => "duplicate",
            Self::Replaced => "replaced",
        }
    }
}

/// Each is read by the code it is written with.
macro_rules! by_code {
    ($($name:ident),*) => { $(
        impl FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                Self::ALL.into_iter().find(|known| known.as_str() == text).ok_or(())
            }
        }
    )* };
}

by_code!(Choice, Channel, ProxyKind, Invalid);
