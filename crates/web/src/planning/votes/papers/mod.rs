//! The papers of a vote as PDF: what goes out before and while it runs, and what comes of it.

mod outgoing;
mod result;

use axum::http::HeaderMap;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, Office};
use linli_domain::planning::vote::VoteId;
use linli_official::{Align, Code, Column, Notice, Part, Table};
use linli_store::register::division;

use super::{Known, know, public_address, told};
use crate::app::App;
use crate::error::WebError;
use crate::shell::{Ctx, file, pdf, qr};

pub use outgoing::{announcement, ballots, delivery};
pub use result::{receipt, result};

/// What every paper of a vote is made from.
struct Desk {
    app: App,
    ctx: Ctx,
    office: Office,
    known: Known,
    /// Where the site is reached.
    site: String,
}

impl Desk {
    /// The vote, where this person may do that with it.
    async fn open(
        (app, ctx, headers): (App, Ctx, &HeaderMap),
        (actor, act): (&Actor, Act),
        (office, id): (Office, VoteId),
    ) -> Result<Self, WebError> {
        let known = know(&app, actor, act, office, id).await?;
        let site = qr::site(&app.config, headers).unwrap_or_default();
        Ok(Self { app, ctx, office, known, site })
    }

    /// Where everybody reads of it, as squares.
    fn code(&self) -> Code {
        let at = public_address(self.office, self.known.place.id, self.known.vote.id);
        Code {
            address: format!("{}{at}", self.site),
            words: vec![self.ctx.t("votes-paper-scan"), self.ctx.t("votes-paper-check")],
            squares: self.ctx.t("votes-paper-squares"),
        }
    }

    fn facts(&self) -> Part {
        let rule = self.known.vote.counts_by(&self.known.now);
        let facts = told::facts(&self.ctx, &self.known, &rule);
        let columns = [("votes-col-what", Align::Center), ("votes-rules", Align::Left)];
        self.table(&columns, facts.into_iter().map(|(label, value)| vec![label, value]).collect())
    }

    fn question(&self) -> impl Iterator<Item = Part> {
        self.known.vote.draft.question.lines().filter(|line| !line.is_empty()).map(words_of)
    }

    fn table(&self, columns: &[(&str, Align)], rows: Vec<Vec<String>>) -> Part {
        let column = |(key, align): &(&str, Align)| Column { title: self.ctx.t(*key), align: *align };
        let columns = columns.iter().map(column).collect();
        Part::Table { table: Table { caption: None, columns, rows, total: None, note: None } }
    }

    fn subtitle(&self) -> String {
        format!("{} · {}", self.known.ground(), self.known.vote.draft.title)
    }

    /// Sets a paper and hands it out under a name.
    async fn hand(&self, title: String, parts: Vec<Part>, code: Option<Code>, on: Date) -> Result<Response, WebError> {
        let office = self.office;
        let signer = self.app.store.read(move |tx| division::find(tx, office.code())).await?;
        let paper = Notice {
            subtitle: self.subtitle(),
            parts,
            code,
            signer: signer.map(|of| of.name).unwrap_or_default(),
            date: on,
            dated: self.ctx.day(on),
            marks: self.app.config.illustrative.then(|| self.ctx.t("shell-illustrative")).into_iter().collect(),
            title,
        };
        let name = format!("{}-{}", paper.title, self.known.vote.draft.title);
        Ok(file(&self.ctx, &name, "pdf", "application/pdf", pdf::notice(&self.ctx, paper).await?))
    }
}

fn words_of(text: impl Into<String>) -> Part {
    Part::Words { text: text.into() }
}

fn heading(text: impl Into<String>) -> Part {
    Part::Heading { text: text.into() }
}
