//! Oversight (督查通报): declared tables, league tables, bulletins and the targets they are measured by.

pub mod bulletins;
pub mod declared;
pub mod draft;
pub mod intake;
pub mod league;
pub mod league_view;
pub mod paper;
pub mod pdf;
pub mod targets;
pub mod units;
pub mod upload;
pub mod words;

use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get, post};

pub fn routes() -> Routes {
    let (read, declare) = (Access::Act(Act::ReadDeclared), Access::Act(Act::DeclareProgress));
    let (look, write, sign) =
        (Access::Act(Act::ReadBulletins), Access::Act(Act::DraftBulletins), Access::Act(Act::SignBulletins));
    Routes::new()
        .route("/desk/{office}/declared", get(declared::list), read)
        .route("/desk/{office}/declared", post(declared::keep).upload(upload::BODY), declare)
        .route("/desk/{office}/declared/preview", post(declared::preview).upload(upload::BODY), declare)
        .route("/desk/{office}/declared/{id}", get(declared::show), read)
        .route("/desk/{office}/declared/{id}/table.csv", get(declared::csv), read)
        .route("/desk/{office}/league", get(league::show), look)
        .route("/desk/{office}/league/table.csv", get(league::csv), look)
        .route("/desk/{office}/league/table.xlsx", get(league::xlsx), look)
        .route("/desk/{office}/bulletins", get(bulletins::list), look)
        .route("/desk/{office}/bulletins", post(bulletins::create), write)
        .route("/desk/{office}/bulletins/{id}", get(bulletins::show), look)
        .route("/desk/{office}/bulletins/{id}/bulletin.pdf", get(bulletins::pdf), look)
        .route("/desk/{office}/bulletins/{id}/edit", get(bulletins::edit).post(bulletins::save), write)
        .route("/desk/{office}/bulletins/{id}/submit", get(bulletins::ask_submit).post(bulletins::submit), write)
        .route("/desk/{office}/bulletins/{id}/issue", get(bulletins::ask_issue).post(bulletins::issue), write)
        .route("/desk/{office}/bulletins/{id}/sign", get(bulletins::ask_sign).post(bulletins::sign), sign)
        .route(
            "/desk/{office}/bulletins/{id}/send-back",
            get(bulletins::ask_send_back).post(bulletins::send_back),
            sign,
        )
        .route("/desk/{office}/bulletins/{id}/withdraw", get(bulletins::ask_withdraw).post(bulletins::withdraw), sign)
        .route("/desk/{office}/targets", get(targets::show), look)
        .route("/desk/{office}/targets", post(targets::put), write)
}
