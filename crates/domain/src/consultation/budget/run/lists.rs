//! Who supports which project, laid out so that a look at it is one walk through memory.

/// Supporters of all projects in one list, who is not spent out first.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    pub(super) starts: Vec<usize>,
    pub(super) lengths: Vec<usize>,
    pub(super) groups: Vec<u32>,
    pub(super) households: Vec<u32>,
    /// Empty where every weight is one.
    pub(super) weights: Vec<i64>,
}

/// Sums over the supporters of a project.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) money: i64,
    pub(super) households: i64,
    pub(super) weight: i64,
}

impl Lists {
    pub(super) fn of(&self, project: usize) -> std::ops::Range<usize> {
        let start = self.starts[project];
        start..start + self.lengths[project]
    }

    pub(super) fn weighing(&self, at: usize) -> i64 {
        self.weights.get(at).copied().unwrap_or(1) * i64::from(self.households[at])
    }

    /// Sums over all supporters, and over those who cannot pay `payment` for each unit of weight. Who is spent out leaves the list.
    pub(super) fn survey(&mut self, project: usize, purses: &[i64], payment: i64) -> (Sums, Sums) {
        let range = self.of(project);
        let (groups, households) = (&mut self.groups[range.clone()], &mut self.households[range.clone()]);
        let (mut all, mut poor, mut kept) = (Sums::default(), Sums::default(), 0);
        if self.weights.is_empty() {
            for at in 0..groups.len() {
                let (group, own) = (groups[at], households[at]);
                let purse = purses[group as usize];
                (groups[kept], households[kept]) = (group, own);
                kept += usize::from(purse != 0);
                let counted = if purse == 0 { 0 } else { i64::from(own) };
                let short = if purse < payment { counted } else { 0 };
                all.households += counted;
                all.money += counted * purse;
                poor.households += short;
                poor.money += short * purse;
            }
            (all.weight, poor.weight) = (all.households, poor.households);
        } else {
            let weights = &mut self.weights[range];
            for at in 0..groups.len() {
                let (group, own, weight) = (groups[at], households[at], weights[at]);
                let purse = purses[group as usize];
                (groups[kept], households[kept], weights[kept]) = (group, own, weight);
                kept += usize::from(purse != 0);
                all.add(purse, if purse == 0 { 0 } else { own }, weight);
                if purse != 0 && i128::from(purse) < times(weight, payment) {
                    poor.add(purse, own, weight);
                }
            }
        }
        self.lengths[project] = kept;
        (all, poor)
    }

    /// Whether nobody who cannot pay `low` could, if the estimate is off as far as it may be.
    pub(super) fn poor_are_certain(&self, project: usize, purses: &[i64], low: i64, error: i64) -> bool {
        let range = self.of(project);
        let groups = &self.groups[range.clone()];
        if self.weights.is_empty() {
            let least = low.saturating_sub(error);
            return !groups.iter().any(|group| (least..low).contains(&purses[*group as usize]));
        }
        groups.iter().zip(&self.weights[range]).all(|(group, weight)| {
            let (purse, asked) = (i128::from(purses[*group as usize]), times(*weight, low));
            purse >= asked || purse + i128::from(error) < asked
        })
    }

    /// Sums over those who cannot pay `payment` for each unit of weight.
    pub(super) fn poor(&self, project: usize, purses: &[i64], payment: i64) -> Sums {
        let mut poor = Sums::default();
        let range = self.of(project);
        let (groups, households) = (&self.groups[range.clone()], &self.households[range.clone()]);
        if self.weights.is_empty() {
            for (group, households) in groups.iter().zip(households) {
                let purse = purses[*group as usize];
                let counted = if purse < payment { i64::from(*households) } else { 0 };
                poor.money += counted * purse;
                poor.households += counted;
            }
            poor.weight = poor.households;
            return poor;
        }
        for ((group, households), weight) in groups.iter().zip(households).zip(&self.weights[range]) {
            let purse = purses[*group as usize];
            if i128::from(purse) < times(*weight, payment) {
                poor.add(purse, *households, *weight);
            }
        }
        poor
    }

    /// Whether all who can pay `low` can for certain pay `high`.
    pub(super) fn rest_can_pay(&self, project: usize, purses: &[i64], low: i64, high: i64, error: i64) -> bool {
        let range = self.of(project);
        let groups = &self.groups[range.clone()];
        if self.weights.is_empty() {
            let needed = high.saturating_add(error);
            let open = |purse: i64| purse >= low && purse < needed;
            return !groups.iter().any(|group| open(purses[*group as usize]));
        }
        groups.iter().zip(&self.weights[range]).all(|(group, weight)| {
            let purse = i128::from(purses[*group as usize]);
            purse < times(*weight, low) || purse - i128::from(error) >= times(*weight, high)
        })
    }
}

impl Sums {
    fn add(&mut self, purse: i64, households: u32, weight: i64) {
        self.money += i64::from(households) * purse;
        self.households += i64::from(households);
        self.weight += i64::from(households) * weight;
    }
}

pub(super) fn times(weight: i64, payment: i64) -> i128 {
    i128::from(weight) * i128::from(payment)
}
