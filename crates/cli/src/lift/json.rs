//! The shares for programs: sums as texts in yuan, exact to the fen.

use linli_domain::planning::lift::{GroupSum, Said, Share};
use serde_json::{Value, json};

use super::Worked;

pub fn of(worked: &Worked) -> Value {
    let (file, shared) = (&worked.file, &worked.shared);
    let table = file.lift.table.as_ref().map(|table| {
        json!({
            "name": table.name,
            "source": table.source,
            "example": table.example,
            "from": table.from.map(|day| day.to_string()),
        })
    });
    json!({
        "lift": file.name,
        "cost": shared.cost.to_yuan(),
        "compensations": shared.compensations.to_yuan(),
        "given": shared.given.to_yuan(),
        "to_pay": shared.to_pay.to_yuan(),
        "table": table,
        "by_area_instead": shared.groups.iter().any(|group| group.by_area_instead),
        "groups": shared.groups.iter().map(group).collect::<Vec<_>>(),
        "shares": shared.shares.iter().map(|one| share(one, &shared.groups)).collect::<Vec<_>>(),
        "total": shared.shares.iter().map(|share| share.pays).sum::<linli_domain::kernel::Money>().to_yuan(),
        "consent_survey": {
            "said": worked.consent.said.iter().map(said).collect::<Vec<_>>(),
            "households_without_area": worked.consent.without_area,
            "binding": false,
        },
    })
}

fn group(group: &GroupSum) -> Value {
    json!({
        "group": group.id,
        "payers": group.payers,
        "pays": group.pays.to_yuan(),
        "by_area_instead": group.by_area_instead,
    })
}

fn share(share: &Share, groups: &[GroupSum]) -> Value {
    json!({
        "household": share.id,
        "floor": share.floor,
        "answer": share.answer.as_str(),
        "group": groups.get(share.group).map(|group| group.id.as_str()),
        "coefficient": share.coefficient.map(|coefficient| coefficient.to_string()),
        "pays": share.pays.to_yuan(),
        "remainder_fen": share.remainder_fen,
        "receives": share.receives.to_yuan(),
        "upkeep": share.upkeep.to_yuan(),
        "uses": share.uses,
    })
}

fn said(said: &Said) -> Value {
    json!({ "answer": said.answer.as_str(), "households": said.households, "area": said.area.to_string() })
}
