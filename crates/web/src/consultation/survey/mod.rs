//! Survey campaigns (摸底调查) as the office runs them: opened, shared out, watched, closed.

mod campaign;
mod campaigns;
mod door;
mod edit;
mod export;
mod picture;
mod shares;

use linli_domain::consultation::survey::CampaignId;
use linli_domain::consultation::survey::coverage::Coverage;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Date, Office};

use crate::access::{Access, Routes, get, post};
use crate::shell::{Crumb, Ctx};

pub fn routes() -> Routes {
    let (read, run) = (Access::Act(Act::ReadSurveys), Access::Act(Act::RunSurveys));
    let take = Access::Act(Act::ExportOpinions);
    Routes::new()
        .route("/desk/{office}/surveys", get(campaigns::show), read)
        .route("/desk/{office}/surveys/new", get(edit::ask_new).post(edit::open), run)
        .route("/desk/{office}/surveys/{campaign}", get(campaign::show), read)
        .route("/desk/{office}/surveys/{campaign}/export.xlsx", get(export::xlsx), take)
        .route("/desk/{office}/surveys/{campaign}/edit", get(edit::ask).post(edit::change), run)
        .route("/desk/{office}/surveys/{campaign}/closure", post(campaign::close), run)
        .route("/desk/{office}/surveys/{campaign}/shares", get(shares::show).post(shares::put), run)
        .route("/desk/{office}/surveys/{campaign}/shares/evenly", post(shares::evenly), run)
        .route("/desk/{office}/surveys/{campaign}/doors/{dwelling}", get(door::show).post(door::settle), run)
        .route("/desk/{office}/surveys/{campaign}/doors/{dwelling}/versions/{version}", post(door::settle_version), run)
        .route("/desk/{office}/surveys/{campaign}/places/{neighbourhood}", get(picture::show), read)
}

fn root(office: Office) -> String {
    format!("/desk/{office}/surveys")
}

fn address(office: Office, id: CampaignId) -> String {
    format!("{}/{id}", root(office))
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("survey-title"), root(office))]
}

fn window(ctx: &Ctx, opens: Date, closes: Date) -> String {
    ctx.t_with("survey-window-is", &[("from", ctx.day(opens)), ("until", ctx.day(closes))])
}

/// The share of households that were reached, as it is read; a dash where there is none.
fn rate(ctx: &Ctx, coverage: &Coverage) -> String {
    coverage.rate().map_or_else(|| "—".to_owned(), |rate| ctx.percent(rate.percent()))
}
