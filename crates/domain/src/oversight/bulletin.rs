//! Bulletin (通报): drafted from the figures, edited, signed off by a second person, issued, kept.
//!
//! An issued bulletin never changes. What turns out wrong is withdrawn with a reason, and a new one is issued.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::league::League;
use super::number::document_number;
use crate::kernel::people::{AccountId, Actor, Denied};
use crate::kernel::{Month, Office, Timestamp};

crate::id! {
    /// 通报
    BulletinId
}

/// Where a bulletin stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulletinState {
    /// 拟稿
    Draft,
    /// 送签
    Submitted,
    /// 已签发: signed, numbered, not public yet.
    Signed,
    /// 已印发: public.
    Issued,
    /// 已撤回
    Withdrawn,
}

impl BulletinState {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::Signed, Self::Issued, Self::Withdrawn];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Signed => "signed",
            Self::Issued => "issued",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl std::str::FromStr for BulletinState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// What a clerk may edit: plain text, never figures of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// 发文机关
    pub issuer: String,
    pub title: String,
    /// 主送机关
    pub addressees: String,
    /// Paragraphs; a line that starts with `# ` or `## ` is a heading, a line `[table]` is where the table stands.
    pub body: String,
    /// 抄送
    pub copies_to: String,
}

/// A bulletin with its figures as they were when it was drafted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulletin {
    pub office: Office,
    pub id: BulletinId,
    pub month: Month,
    pub state: BulletinState,
    pub version: i64,
    pub wording: Wording,
    /// The figures the text speaks of; recomputed and compared wherever it is shown.
    pub league: League,
    /// 发文字号, given at signing: `绥改办〔2022〕5号`.
    pub number: Option<String>,
    pub drafted_by: AccountId,
    pub drafted_at: Timestamp,
    pub signed_by: Option<AccountId>,
    pub signed_on: Option<Date>,
    pub issued_at: Option<Timestamp>,
    /// Why it was sent back or withdrawn.
    pub reason: Option<String>,
}

/// Why a step is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotStep {
    #[error("a bulletin in this state does not take this step")]
    State(BulletinState),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("a reason is needed")]
    NoReason,
    #[error("a number is needed")]
    NoNumber,
    #[error("this is no document number: 绥改办〔2022〕5号")]
    BadNumber,
    #[error("a title, an issuer and a text are needed")]
    NoText,
    #[error("the text is too long")]
    TooLong,
}

/// The longest body in characters.
const LONGEST_BODY: usize = 20_000;

impl Bulletin {
    /// Edits the wording of a draft.
    pub fn edit(&mut self, wording: Wording) -> Result<(), CannotStep> {
        self.only_in(BulletinState::Draft)?;
        self.wording = wording;
        self.check_wording()
    }

    /// Hands the draft to the one who signs.
    pub fn submit(&mut self) -> Result<(), CannotStep> {
        self.only_in(BulletinState::Draft)?;
        self.check_wording()?;
        self.state = BulletinState::Submitted;
        Ok(())
    }

    /// Sends it back to be edited.
    pub fn send_back(&mut self, reason: &str) -> Result<(), CannotStep> {
        self.only_in(BulletinState::Submitted)?;
        self.reason = Some(some_reason(reason)?);
        self.state = BulletinState::Draft;
        Ok(())
    }

    /// Signs it off: another person than the one who drafted it.
    pub fn sign(&mut self, by: &Actor, on: Date, number: &str) -> Result<(), CannotStep> {
        self.only_in(BulletinState::Submitted)?;
        by.must_differ_from(self.drafted_by)?;
        if crate::kernel::text::clean_line(number).is_empty() {
            return Err(CannotStep::NoNumber);
        }
        self.number = Some(document_number(number).ok_or(CannotStep::BadNumber)?);
        self.signed_by = Some(by.account);
        self.signed_on = Some(on);
        self.reason = None;
        self.state = BulletinState::Signed;
        Ok(())
    }

    /// Makes it public.
    pub fn issue(&mut self, at: Timestamp) -> Result<(), CannotStep> {
        self.only_in(BulletinState::Signed)?;
        self.issued_at = Some(at);
        self.state = BulletinState::Issued;
        Ok(())
    }

    /// Takes it back; it stays readable as withdrawn.
    pub fn withdraw(&mut self, reason: &str) -> Result<(), CannotStep> {
        if !matches!(self.state, BulletinState::Signed | BulletinState::Issued) {
            return Err(CannotStep::State(self.state));
        }
        self.reason = Some(some_reason(reason)?);
        self.state = BulletinState::Withdrawn;
        Ok(())
    }

    fn only_in(&self, state: BulletinState) -> Result<(), CannotStep> {
        if self.state == state { Ok(()) } else { Err(CannotStep::State(self.state)) }
    }

    fn check_wording(&self) -> Result<(), CannotStep> {
        let wording = &self.wording;
        if [&wording.title, &wording.issuer, &wording.body].iter().any(|text| text.trim().is_empty()) {
            return Err(CannotStep::NoText);
        }
        let short = [&wording.title, &wording.issuer, &wording.addressees, &wording.copies_to];
        if wording.body.chars().count() > LONGEST_BODY || short.iter().any(|text| text.chars().count() > 500) {
            return Err(CannotStep::TooLong);
        }
        Ok(())
    }
}

fn some_reason(reason: &str) -> Result<String, CannotStep> {
    let reason = crate::kernel::text::clean_line(reason);
    if reason.is_empty() { Err(CannotStep::NoReason) } else { Ok(reason) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::people::{Grant, Role, Scope};
    use crate::oversight::league::Unit;
    use jiff::civil::date;

    fn actor(number: u128, role: Role) -> Actor {
        let office: Office = "430527".parse().expect("an office");
        let grants = vec![Grant { role, scope: Scope::Division(office.code()) }];
        Actor { account: AccountId::from_number(number), office, name: "示例".into(), grants }
    }

    fn draft() -> Bulletin {
        let office: Office = "430527".parse().expect("an office");
        let month = "2022-05".parse().expect("a month");
        let scope = Unit { code: office.code(), name: "绥宁县".into() };
        Bulletin {
            office,
            id: BulletinId::from_number(1),
            month,
            state: BulletinState::Draft,
            version: 1,
            wording: Wording {
                issuer: "示例办公室".into(),
                title: "关于进展情况的通报".into(),
                addressees: "各乡镇：".into(),
                body: "# 总体情况\n正文".into(),
                copies_to: String::new(),
            },
            league: League::new(scope, month, Vec::new()),
            number: None,
            drafted_by: AccountId::from_number(1),
            drafted_at: Timestamp::UNIX_EPOCH,
            signed_by: None,
            signed_on: None,
            issued_at: None,
            reason: None,
        }
    }

    const DAY: Date = date(2022, 6, 2);

    #[test]
    fn who_drafted_does_not_sign() {
        let mut bulletin = draft();
        bulletin.submit().expect("submitted");
        let same = actor(1, Role::Head);
        assert_eq!(bulletin.sign(&same, DAY, "绥改办〔2022〕5号"), Err(CannotStep::Denied(Denied::SamePerson)));
        assert_eq!(bulletin.sign(&actor(2, Role::Head), DAY, " "), Err(CannotStep::NoNumber));
        assert_eq!(bulletin.sign(&actor(2, Role::Head), DAY, "abc"), Err(CannotStep::BadNumber));
        assert_eq!(bulletin.sign(&actor(2, Role::Head), DAY, "绥改办（2022）05号"), Ok(()));
        assert_eq!(bulletin.number.as_deref(), Some("绥改办〔2022〕5号"));
    }

    #[test]
    fn an_issued_bulletin_never_changes() {
        let mut bulletin = draft();
        bulletin.submit().expect("submitted");
        bulletin.sign(&actor(2, Role::Head), DAY, "绥改办〔2022〕5号").expect("signed");
        bulletin.issue(Timestamp::UNIX_EPOCH).expect("issued");
        let wording = bulletin.wording.clone();
        assert_eq!(bulletin.edit(wording), Err(CannotStep::State(BulletinState::Issued)));
        assert_eq!(bulletin.withdraw("  "), Err(CannotStep::NoReason));
        assert_eq!(bulletin.withdraw("数据有误"), Ok(()));
        assert_eq!(bulletin.issue(Timestamp::UNIX_EPOCH), Err(CannotStep::State(BulletinState::Withdrawn)));
    }

    #[test]
    fn an_empty_bulletin_is_not_submitted() {
        let mut bulletin = draft();
        bulletin.wording.body = " \n".into();
        assert_eq!(bulletin.submit(), Err(CannotStep::NoText));
    }
}
