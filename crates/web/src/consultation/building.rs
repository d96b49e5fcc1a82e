//! A building as a picture: stairwells with their floors and doors, each in the colour of what is shown of it.

/// An entrance with its doors, the upper floors first.
pub(super) struct Stairwell {
    pub name: String,
    /// Whose it is, where somebody goes there.
    pub whose: String,
    pub floors: Vec<(i64, Vec<Cell>)>,
}

/// A door.
pub(super) struct Cell {
    pub room: String,
    /// The class of its colour.
    pub look: String,
    /// The same in words.
    pub said: String,
    /// How often, where that is told.
    pub times: Option<usize>,
    pub href: Option<String>,
}
