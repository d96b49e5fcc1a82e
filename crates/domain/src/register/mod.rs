//! Register (底册、台账): which places there are, and what is known of each neighbourhood.

pub mod building;
pub mod datum;
pub mod division;
pub mod evidence;
pub mod facts;
pub mod intake;
pub mod merge;
pub mod neighbourhood;
pub mod owner;
pub mod possible;

pub use building::{Building, BuildingId, Dwelling, DwellingId, Entrance, EntranceId};
pub use division::Division;
pub use evidence::{Evidence, EvidenceId};
pub use facts::Facts;
pub use neighbourhood::{Neighbourhood, Stage};
pub use possible::Problem;
