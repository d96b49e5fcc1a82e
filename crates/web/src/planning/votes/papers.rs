//! The papers of a vote as PDF: the announcement, the ballots, the delivery list, a receipt, and the result with every number that is
//! needed to count again.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Date, Office};
use linli_domain::planning::vote::{Choice, State as Stands, VoteId};
use linli_official::{Align, Code, Column, Notice as Paper, Part, RenderError, Table, render_notice};
use linli_store::planning::vote::{self, Line};
use linli_store::register::division;
use serde::Deserialize;
use serde_json::json;

use super::{Known, delivery, know, public_address, told, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Ctx, file, pdf, qr};

/// Ballots in one file, and lines of a delivery list.
const MOST_BALLOTS: usize = 100;
const MOST_LINES: usize = 1_000;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: u32,
}

/// What every paper of a vote needs.
struct Desk<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    office: Office,
    known: &'a Known,
    site: String,
}

fn words_of(text: impl Into<String>) -> Part {
    Part::Words { text: text.into() }
}

fn heading(text: impl Into<String>) -> Part {
    Part::Heading { text: text.into() }
}

fn column(title: String, align: Align) -> Column {
    Column { title, align }
}

impl Desk<'_> {
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
        let facts = told::facts(self.ctx, self.known, &rule);
        Part::Table {
            table: Table {
                caption: None,
                columns: vec![
                    column(self.ctx.t("votes-col-what"), Align::Center),
                    column(self.ctx.t("votes-rules"), Align::Left),
                ],
                rows: facts.into_iter().map(|(label, value)| vec![label, value]).collect(),
                total: None,
                note: None,
            },
        }
    }

    fn question(&self) -> impl Iterator<Item = Part> {
        self.known.vote.draft.question.lines().filter(|line| !line.is_empty()).map(words_of)
    }

    /// Sets a paper and hands it out under a name.
    async fn hand(&self, title: String, parts: Vec<Part>, code: Option<Code>, on: Date) -> Result<Response, WebError> {
        let office = self.office;
        let signer = self.app.store.read(move |tx| division::find(tx, office.code())).await?;
        let paper = Paper {
            subtitle: format!("{} · {}", self.known.ground(), self.known.vote.draft.title),
            parts,
            code,
            signer: signer.map(|of| of.name).unwrap_or_default(),
            date: on,
            dated: self.ctx.day(on),
            marks: self.app.config.illustrative.then(|| self.ctx.t("shell-illustrative")).into_iter().collect(),
            title,
        };
        let name = format!("{}-{}", paper.title, self.known.vote.draft.title);
        let language = pdf::language(self.ctx.lang);
        match pdf::set(move |fonts| render_notice(fonts, &paper, language)).await? {
            Ok(bytes) => Ok(file(self.ctx, &name, "pdf", "application/pdf", bytes)),
            // Signs that no font has were typed by somebody, who can type others.
            Err(RenderError::MissingGlyphs(_) | RenderError::TooLarge { .. }) => Err(WebError::Unprocessable),
            Err(why) => Err(WebError::fault(why)),
        }
    }
}

fn site(app: &App, headers: &HeaderMap) -> String {
    qr::site(&app.config, headers).unwrap_or_default()
}

/// `GET …/announcement.pdf`: what is voted on, from when to when, by what rule (表决公告).
pub async fn announcement(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::ReadPlans, office, id).await?;
    let on = known.vote.announced_on.ok_or(WebError::Conflict)?;
    let desk = Desk { app: &app, ctx: &ctx, office, known: &known, site: site(&app, &headers) };
    let mut parts: Vec<Part> = desk.question().collect();
    parts.push(desk.facts());
    if let Some(clause) = &known.vote.draft.clause {
        parts.push(heading(ctx.t("votes-clause")));
        parts.extend(clause.lines().map(words_of));
    }
    parts.push(heading(ctx.t("votes-paper-how")));
    parts.extend(
        ["votes-paper-how-give", "votes-paper-how-proxy", "votes-paper-how-invalid"]
            .map(|key| words_of(ctx.t_n(key, known.rules().proxies_a_person))),
    );
    if let Some(contact) = app.config.contact.as_deref() {
        parts.push(words_of(ctx.t_with("notices-paper-contact", &[("contact", contact)])));
    }
    desk.hand(ctx.t("votes-announcement"), parts, Some(desk.code()), on).await
}

/// `GET …/papers.pdf?after=N`: a ballot for each head, a hundred at a time (表决票).
pub async fn ballots(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, VoteId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::KeepVotes, office, id).await?;
    let on = known.vote.announced_on.ok_or(WebError::Conflict)?;
    let lines = app.store.read(move |tx| vote::lines(tx, office, id, asked.after, MOST_BALLOTS)).await?;
    if lines.is_empty() {
        return Err(WebError::NotFound);
    }
    let names = actor.may(Act::ReadOwners, &known.place.place()).is_ok();
    let desk = Desk { app: &app, ctx: &ctx, office, known: &known, site: site(&app, &headers) };
    let subtitle = format!("{} · {}", known.ground(), known.vote.draft.title);
    let mut parts = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            parts.push(Part::Page { title: ctx.t("votes-ballot"), subtitle: subtitle.clone() });
        }
        parts.extend(ballot(&desk, line, names));
    }
    desk.hand(ctx.t("votes-ballot"), parts, None, on).await
}

fn ballot(desk: &Desk<'_>, line: &Line, names: bool) -> Vec<Part> {
    let ctx = desk.ctx;
    let boxed = |choice: Choice| format!("□ {}", words::choice(ctx, choice));
    let options: Vec<String> = desk.known.vote.draft.options.choices().map(boxed).collect();
    let owner = if names { line.party.names() } else { String::new() };
    let row = |label: &str, value: String| vec![ctx.t(label), value];
    let rows = vec![
        row("votes-col-number", line.number.to_string()),
        row("votes-col-doors", line.doors.join(&ctx.t("plans-and"))),
        row("votes-col-names", owner),
        row("votes-col-area", format!("{} ㎡", ctx.area(line.area))),
        row("votes-when", words::days(ctx, &desk.known.vote)),
    ];
    let columns =
        vec![column(ctx.t("votes-col-what"), Align::Center), column(ctx.t("votes-paper-filled"), Align::Left)];
    let mut parts = vec![Part::Table { table: Table { caption: None, columns, rows, total: None, note: None } }];
    parts.push(heading(ctx.t("votes-question")));
    parts.extend(desk.question());
    parts.push(heading(options.join("　　")));
    parts.push(words_of(ctx.t("votes-paper-mark")));
    parts.push(Part::Signatures {
        lines: ["votes-sign-owner", "votes-sign-day", "votes-sign-proxy", "votes-sign-ballot-number"]
            .map(|key| ctx.t(key))
            .to_vec(),
    });
    parts
}

/// `GET …/delivery.pdf?after=N`: who was handed a ballot, with room to sign (送达签收表).
pub async fn delivery(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, VoteId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::ReadOwners, office, id).await?;
    known.vote.announced_on.ok_or(WebError::Conflict)?;
    let lines = app.store.read(move |tx| vote::lines(tx, office, id, asked.after, MOST_LINES)).await?;
    let desk = Desk { app: &app, ctx: &ctx, office, known: &known, site: site(&app, &headers) };
    let heads = [
        ("votes-col-number", Align::Center),
        ("votes-col-doors", Align::Left),
        ("votes-col-names", Align::Left),
        ("votes-col-area", Align::Right),
        ("votes-col-delivered", Align::Left),
        ("votes-sign-received", Align::Left),
    ];
    let row = |line: &Line| {
        vec![
            line.number.to_string(),
            line.doors.join(&ctx.t("plans-and")),
            line.party.names(),
            ctx.area(line.area),
            line.delivered.as_ref().map(|delivered| delivery::way(&ctx, delivered)).unwrap_or_default(),
            String::new(),
        ]
    };
    let table = Table {
        caption: None,
        columns: heads.map(|(key, align)| column(ctx.t(key), align)).to_vec(),
        rows: lines.iter().map(row).collect(),
        total: None,
        note: None,
    };
    desk.hand(ctx.t("votes-delivery-list"), vec![Part::Table { table }], None, app.today()).await
}

/// `GET …/result.pdf`: the result sheet (表决结果公告).
pub async fn result(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::ReadPlans, office, id).await?;
    if known.vote.state != Stands::Closed {
        return Err(WebError::Conflict);
    }
    let sheet = told::sheet(&ctx, &known).ok_or(WebError::Conflict)?;
    let desk = Desk { app: &app, ctx: &ctx, office, known: &known, site: site(&app, &headers) };
    let mut parts: Vec<Part> = desk.question().collect();
    parts.push(heading(sheet.verdict.clone()));
    let sums = [("votes-result", Align::Left), ("votes-col-heads", Align::Right), ("votes-col-area", Align::Right)];
    parts.push(table(&ctx, &sums, sheet.rows.iter().map(|row| row.to_vec()).collect()));
    let counts = [
        ("votes-shares", Align::Left),
        ("votes-by-heads", Align::Left),
        ("votes-by-area", Align::Left),
        ("votes-col-met", Align::Center),
    ];
    parts.push(table(&ctx, &counts, sheet.counts.iter().map(|row| row.to_vec()).collect()));
    parts.push(heading(ctx.t("votes-invalid")));
    if sheet.invalid.is_empty() {
        parts.push(words_of(ctx.t("votes-no-invalid")));
    } else {
        let columns =
            [("votes-col-reason", Align::Left), ("votes-col-many", Align::Right), ("votes-col-numbers", Align::Left)];
        parts.push(table(&ctx, &columns, sheet.invalid.iter().map(|row| row.to_vec()).collect()));
    }
    parts.push(heading(ctx.t("votes-rules")));
    parts.push(desk.facts());
    parts.push(heading(ctx.t("votes-root")));
    parts.push(words_of(in_groups(&sheet.root)));
    parts.push(words_of(ctx.t_n("votes-paper-root", known.vote.ballots)));
    parts.push(words_of(sheet.posted));
    let on = known.vote.closed_at.map_or(app.today(), |at| jiff::tz::offset(8).to_datetime(at).date());
    desk.hand(ctx.t("votes-result-sheet"), parts, Some(desk.code()), on).await
}

fn table(ctx: &Ctx, columns: &[(&str, Align)], rows: Vec<Vec<String>>) -> Part {
    let columns = columns.iter().map(|(key, align)| column(ctx.t(key), *align)).collect();
    Part::Table { table: Table { caption: None, columns, rows, total: None, note: None } }
}

/// Sixty-four signs in groups that can be read out.
fn in_groups(digest: &str) -> String {
    let signs: Vec<char> = digest.chars().collect();
    signs.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `GET …/ballots/{number}/receipt.pdf`: what the owner takes home: the code that says whether the ballot was counted (回执).
pub async fn receipt(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id, number)): Path<(Office, VoteId, u32)>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::TypeBallots, office, id).await?;
    let code = app.store.read(move |tx| vote::code(tx, office, id, number)).await?;
    let noted = app.store.write(&actor, move |tx| {
        tx.record("vote.receipt_printed", id, json!({ "ballot": number }));
        Ok::<_, linli_store::Error>(())
    });
    noted.await?;
    let desk = Desk { app: &app, ctx: &ctx, office, known: &known, site: site(&app, &headers) };
    let parts =
        vec![heading(code.to_string()), words_of(ctx.t("votes-receipt-what")), words_of(ctx.t("votes-receipt-secret"))];
    desk.hand(ctx.t("votes-receipt"), parts, Some(desk.code()), app.today()).await
}
