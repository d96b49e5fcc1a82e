//! Everything that a version is looked at by: its items, the needs of its board, whom it names.

use linli_domain::consultation::{Catalogue, NeedId, need::Need};
use linli_domain::kernel::{Date, Office};
use linli_domain::organisation::{Body, Term};
use linli_domain::planning::plan::{Check, Matrix, Seen, State, checks};
use linli_domain::planning::{Item, Version, VersionId};
use linli_domain::register::Neighbourhood;

use super::{get, items, reasons};
use crate::consultation::{catalogue, need};
use crate::organisation::{body, term};
use crate::register::neighbourhood;
use crate::{Result, Tx};

/// A version with what it is looked at by.
#[derive(Clone, Debug)]
pub struct Known {
    pub version: Version,
    pub place: Neighbourhood,
    pub items: Vec<Item>,
    /// The needs that stand on the board, the one of the most households first.
    pub needs: Vec<Need>,
    pub reasons: Vec<(NeedId, String)>,
    pub catalogue: Catalogue,
    /// The leader in charge: of a posted version the one that it named.
    pub leader: Option<Term>,
    /// The residents' supervision body, likewise.
    pub body: Option<Body>,
}

/// Reads it in eleven statements, however many items and needs there are.
pub fn know(tx: &mut Tx, office: Office, id: VersionId, today: Date) -> Result<Known> {
    let version = get(tx, office, id)?;
    let of = version.neighbourhood;
    let is_draft = version.state == State::Draft;
    let leader = match version.leader {
        Some(named) => term::find(tx, office, named)?,
        None if is_draft => term::leader(tx, office, of)?,
        None => None,
    };
    let body = match version.body {
        Some(named) => body::find(tx, office, named)?,
        None if is_draft => supervising(tx, office, &version)?,
        None => None,
    };
    Ok(Known {
        place: neighbourhood::get(tx, office, of)?,
        items: items(tx, office, id)?,
        needs: need::of(tx, office, of)?,
        reasons: reasons(tx, office, id)?,
        catalogue: catalogue::of(tx, office, today)?.catalogue,
        leader,
        body,
        version,
    })
}

/// The first of the residents' bodies that watch quality, and stands.
fn supervising(tx: &mut Tx, office: Office, version: &Version) -> Result<Option<Body>> {
    let all = body::of_neighbourhood(tx, office, version.neighbourhood)?;
    let mut standing = all.into_iter().map(|one| one.body).filter(|one| one.dissolved_on.is_none());
    Ok(standing.find(|one| one.kind.supervises()))
}

impl Known {
    pub fn matrix(&self) -> Matrix {
        Matrix::of(&self.items, &self.needs, &self.reasons)
    }

    /// What is looked at before it is posted; whom only the register names is there as well.
    pub fn checks(&self) -> Vec<Check> {
        let (matrix, named) = (self.matrix(), &self.place.facts);
        checks(&Seen {
            facts: &self.version.facts,
            items: &self.items,
            matrix: &matrix,
            catalogue: &self.catalogue,
            has_leader: self.leader.is_some() || named.leader.is_some(),
            has_body: self.body.is_some() || named.residents_body.is_some(),
        })
    }
}
