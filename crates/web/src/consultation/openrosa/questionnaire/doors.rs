//! The doors of a campaign as tables of choices: first the stairwell, then the door in it. No name of anybody is in them.

use linli_domain::consultation::survey::Campaign;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_store::consultation::survey::doors::{self, Door};
use linli_store::consultation::survey::{self, Shared};
use linli_store::{Result, Tx};

/// The stairwells of a surveyor, theirs first where any were shared out, and the doors in all of them.
pub(super) fn of(
    tx: &mut Tx,
    office: Office,
    campaign: &Campaign,
    account: AccountId,
) -> Result<(Vec<Shared>, Vec<Door>)> {
    let mut shares = survey::shares(tx, office, campaign.id)?;
    let is_mine = |share: &Shared| share.account == Some(account);
    // In the order of the way otherwise.
    shares.sort_by_key(|share| !is_mine(share));
    let places: Vec<NeighbourhoodId> = campaign.neighbourhoods.clone();
    Ok((shares, doors::of(tx, office, campaign.id, &places)?))
}

pub(super) fn entrances(shares: &[Shared]) -> String {
    let mut csv = "name,label\n".to_owned();
    for share in shares {
        let label = format!("{} {} {}", share.neighbourhood_name, share.building_name, share.name);
        line(&mut csv, &[&share.entrance.to_string(), &label]);
    }
    csv
}

pub(super) fn doors(doors: &[Door]) -> String {
    let mut csv = "name,label,entrance\n".to_owned();
    for door in doors {
        line(&mut csv, &[&door.dwelling.to_string(), &door.room, &door.entrance.to_string()]);
    }
    csv
}

fn line(csv: &mut String, cells: &[&str]) {
    let quoted = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"").replace(['\r', '\n'], " ")));
    csv.push_str(&quoted.collect::<Vec<_>>().join(","));
    csv.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_commas_and_quotes_is_one_cell() {
        let mut csv = String::new();
        line(&mut csv, &["a", "甲,\"乙\"\n丙"]);
        assert_eq!(csv, "\"a\",\"甲,\"\"乙\"\" 丙\"\n");
    }
}
