//! What the pages of a version stand on, and whether somebody may see or change it.

use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::planning::lift::{FloorTable, Scheme, SchemeId, State};
use linli_domain::register::Neighbourhood;
use linli_store::planning::lift::{self, At};
use linli_store::register::neighbourhood;

use super::address;
use crate::app::App;
use crate::error::WebError;
use crate::shell::{Crumb, Ctx};

pub(super) struct Known {
    pub scheme: Scheme,
    pub at: At,
    pub place: Neighbourhood,
    /// The office's table today.
    pub table: Option<FloorTable>,
}

/// Some ten statements, however many households there are.
pub(super) async fn know(app: &App, actor: &Actor, act: Act, office: Office, id: SchemeId) -> Result<Known, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let scheme = lift::get(tx, office, id)?;
        let at = lift::at(tx, office, scheme.entrance)?;
        let place = neighbourhood::get(tx, office, at.neighbourhood)?;
        let table = lift::rules::of(tx, office, today)?.table;
        Ok::<_, WebError>(Known { scheme, at, place, table })
    });
    let known = read.await?;
    actor.may(act, &known.place.place())?;
    Ok(known)
}

impl Known {
    /// `3栋 1单元`
    pub fn name(&self) -> String {
        format!("{} {}", self.at.building_name, self.at.entrance_name)
    }

    pub fn number(&self, ctx: &Ctx) -> String {
        ctx.t_n("lifts-version", self.scheme.number)
    }

    pub fn is_draft(&self) -> bool {
        self.scheme.state == State::Draft
    }

    /// The way down to what belongs to the version.
    pub fn crumbs(&self, ctx: &Ctx, office: Office) -> Vec<Crumb> {
        let mut crumbs = super::crumbs(ctx, office);
        crumbs.push(Crumb::new(&self.place.facts.name, super::root(office, self.place.id)));
        crumbs.push(Crumb::new(format!("{} {}", self.name(), self.number(ctx)), address(office, self.scheme.id)));
        crumbs
    }
}
