//! One line of a list: what its cells say.

use jiff::civil::Date;

use super::super::party::{LONGEST_NAME, MOST_OWNERS, Party, PartyId, PartyKind};
use super::super::{Owner, Owners, read_area};
use super::{Basis, Ground, Measured, Reason};
use crate::kernel::Area;
use crate::kernel::text::{clean_line, half_width};

/// A line as it stands in the file, each cell as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub row: u32,
    pub building: String,
    pub entrance: String,
    pub room: String,
    pub owner: String,
    pub kind: String,
    pub document: String,
    pub phone: String,
    pub area: String,
    pub basis: String,
    pub from: Option<Date>,
    pub total: String,
    /// What could not be read of it.
    pub reasons: Vec<Reason>,
}

impl Given {
    pub fn door(&self) -> String {
        let parts = [&self.building, &self.entrance, &self.room];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }
}

/// What a line says.
pub(super) struct Parsed {
    pub party: Option<Party>,
    pub from: Date,
    pub measured: Option<Measured>,
    pub total: Option<Area>,
}

pub(super) fn parse(ground: &Ground<'_>, given: &Given) -> Result<Parsed, Vec<Reason>> {
    let mut reasons = given.reasons.clone();
    let mut because = |field, why, detail: &str| reasons.push(Reason { field, why, detail: detail.to_owned() });
    let mut area = |field: &'static str, text: &str| match read_area(text) {
        _ if text.is_empty() => None,
        Ok(area) => Some(area),
        Err(why) => {
            because(field, why, text);
            None
        }
    };
    let (own, total) = (area("area", &given.area), area("total", &given.total));
    let basis = basis(&given.basis);
    if basis.is_none() {
        because("basis", "basis", &given.basis);
    }
    let from = given.from.unwrap_or(ground.today);
    if from > ground.today {
        because("from", "future", &from.to_string());
    }
    let party = match party(given) {
        Ok(party) => party,
        Err((field, why, detail)) => {
            because(field, why, &detail);
            None
        }
    };
    let measured = own.zip(basis).map(|(area, basis)| Measured { area, basis });
    if reasons.is_empty() { Ok(Parsed { party, from, measured, total }) } else { Err(reasons) }
}

type Wrong = (&'static str, &'static str, String);

fn party(given: &Given) -> Result<Option<Party>, Wrong> {
    let kind = kind(&given.kind).ok_or_else(|| ("kind", "kind", given.kind.clone()))?;
    let names = parts(&given.owner);
    let (documents, phones) = (parts(&given.document), parts(&given.phone));
    let made = |owners| Some(Party { id: PartyId::new(), kind, owners: Owners::Known(owners) });
    if names.is_empty() {
        let said = !documents.is_empty() || !phones.is_empty() || kind != PartyKind::Person;
        return match kind {
            PartyKind::Unknown => Ok(made(Vec::new())),
            _ if said => Err(("owner", "missing", String::new())),
            _ => Ok(None),
        };
    }
    if kind == PartyKind::Unknown {
        return Err(("kind", "unknown-named", given.owner.clone()));
    }
    if names.len() > MOST_OWNERS {
        return Err(("owner", "too-many", names.len().to_string()));
    }
    if kind.is_known_by_name() && names.len() > 1 {
        return Err(("owner", "one-organisation", given.owner.clone()));
    }
    for (field, list) in [("document", &documents), ("phone", &phones)] {
        if !list.is_empty() && list.len() != names.len() {
            return Err((field, "count", format!("{} ≠ {}", list.len(), names.len())));
        }
    }
    let at = |list: &[String], n: usize| list.get(n).cloned().unwrap_or_default();
    let owners: Vec<Owner> =
        (0..).zip(&names).map(|(n, name)| Owner::new(name, &at(&phones, n), &at(&documents, n))).collect();
    if owners.iter().any(|owner| owner.name.chars().count() > LONGEST_NAME) {
        return Err(("owner", "too-long", String::new()));
    }
    Ok(made(owners))
}

/// 杨示例、李示例: several in one cell.
fn parts(text: &str) -> Vec<String> {
    let text = half_width(text);
    let parts = text.split(['、', ',', ';', '/', '\n']).map(clean_line);
    parts.filter(|part| !part.is_empty()).collect()
}

/// Nothing said is the register, which stands first (第8条).
fn basis(text: &str) -> Option<Basis> {
    match half_width(text).trim().to_lowercase().as_str() {
        "" | "register" | "登记" | "不动产登记" | "产权证" | "不动产权证" | "房产证" => {
            Some(Basis::Register)
        }
        "survey" | "测绘" | "实测" | "测绘成果" => Some(Basis::Survey),
        "contract" | "合同" | "买卖合同" => Some(Basis::Contract),
        _ => None,
    }
}

fn kind(text: &str) -> Option<PartyKind> {
    match half_width(text).trim().to_lowercase().as_str() {
        "" | "person" | "个人" | "自然人" | "共有" => Some(PartyKind::Person),
        "organisation" | "organization" | "单位" | "法人" | "企业" | "公司" => Some(PartyKind::Organisation),
        "developer" | "开发商" | "建设单位" | "开发企业" => Some(PartyKind::Developer),
        "unknown" | "不明" | "不详" | "未知" => Some(PartyKind::Unknown),
        _ => None,
    }
}
