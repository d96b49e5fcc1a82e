//! The course of the demonstration, January 2021 to the beginning of June 2022: every deed on the day it was done, by whom it
//! was done, through the functions that people use. Deeds of one day and one person are written together.

use std::sync::Arc;

use jiff::civil::{Date, date};
use linli_domain::kernel::people::Actor;
use linli_domain::sample::Sample;
use linli_store::{Error, Objects, Store, Transaction};

use super::clock::ReplayClock;
use super::people::Officials;
use super::{
    bulletin, forms, lifts, months, opinions, organisation, owners, plans, records, slips, survey, votes, works,
};

/// The first day, and the last: the figures of May are in.
pub const BEGINNING: Date = date(2021, 1, 4);
pub const END: Date = date(2022, 6, 6);

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Clerk,
    Head,
    /// A member of the residents' bodies, who confirms what they have seen.
    Resident,
    /// The joint team that goes from door to door.
    Surveyor,
    /// A household, by the slip of its door.
    Household,
}

type Act = Arc<dyn Fn(&mut Transaction) -> Result<(), Error> + Send + Sync>;

/// One deed.
#[derive(Clone)]
pub struct Deed {
    on: Date,
    who: Who,
    act: Act,
}

/// Everything that is done, in any order.
#[derive(Default)]
pub struct Course(Vec<Deed>);

impl Course {
    /// Adds a deed. Deeds of one day are done in the order in which they were added.
    pub fn add(
        &mut self,
        on: Date,
        who: Who,
        act: impl Fn(&mut Transaction) -> Result<(), Error> + Send + Sync + 'static,
    ) {
        if (BEGINNING..=END).contains(&on) {
            self.0.push(Deed { on, who, act: Arc::new(act) });
        }
    }
}

/// What the replay stands on.
pub struct Scene<'a> {
    pub store: &'a Store,
    pub clock: &'a ReplayClock,
    pub people: &'a Officials,
}

impl Scene<'_> {
    const fn actor(&self, who: Who) -> &Actor {
        match who {
            Who::Clerk => &self.people.clerk,
            Who::Head => &self.people.head,
            Who::Resident => &self.people.resident,
            Who::Surveyor => &self.people.surveyor,
            Who::Household => &self.people.household,
        }
    }

    /// Does everything in the order of the days.
    async fn play(&self, course: Course) -> Result<(), Error> {
        let mut deeds = course.0;
        deeds.sort_by_key(|deed| deed.on);
        for deeds in deeds.chunk_by(|a, b| (a.on, a.who) == (b.on, b.who)) {
            self.clock.to(deeds[0].on);
            let acts: Vec<Act> = deeds.iter().map(|deed| Arc::clone(&deed.act)).collect();
            let done = self.store.write(self.actor(deeds[0].who), move |tx| acts.iter().try_for_each(|act| act(tx)));
            done.await?;
        }
        Ok(())
    }
}

/// Lets the sample county go its way.
pub async fn run(scene: &Scene<'_>, objects: &Objects, samples: &[Sample]) -> Result<(), Error> {
    let papers = works::Papers::make(objects).await?;
    let mut course = Course::default();
    organisation::bodies(&mut course, scene.people);
    opinions::promises(&mut course);
    forms::lamps(&mut course);
    for (n, sample) in samples.iter().enumerate() {
        let case = Arc::new(records::Case::new(n, sample.clone()));
        records::register(&mut course, &case);
        organisation::of_neighbourhood(&mut course, &case);
        works::stages(&mut course, &case, &papers);
        months::reports(&mut course, &case);
        opinions::of_neighbourhood(&mut course, &case);
        plans::of_neighbourhood(&mut course, &case, &papers);
    }
    survey::held(&mut course, scene.people, samples);
    owners::entered(&mut course, samples);
    votes::held(&mut course, samples);
    lifts::talked(&mut course, samples);
    slips::printed(&mut course, samples);
    organisation::tasks(&mut course, scene.people, samples);
    months::ends(&mut course);
    scene.play(course).await?;
    // What the prefecture receives and issues is of its own office.
    records::declarations(scene).await?;
    scene.clock.to(END);
    bulletin::issue(scene.store, &scene.people.supervisor, &scene.people.prefecture_head).await
}
