//! A plan as residents read it, on the public page and at home: what is done where for how much, by whose money, who looks after
//! it, who answers for it, and how many objections were heard. Who sits in the supervision body, and how they are reached, is told to
//! those who live there, and to nobody else.

use askama::Template;
use linli_domain::kernel::{Date, Money, NeighbourhoodId, Office};
use linli_domain::organisation::Term;
use linli_domain::planning::plan::{Place, Standing, Sums};
use linli_domain::planning::{Item, Notice};
use linli_domain::register::{BuildingId, EntranceId};
use linli_store::organisation::term;
use linli_store::planning::notice;
use linli_store::planning::plan::{self, Known};
use linli_store::{Result as Kept, Tx};

use super::words::{self, Places};
use crate::organisation::words as titles;
use crate::shell::Ctx;

/// What a plan that was posted is told by.
pub(crate) struct Posted {
    pub known: Known,
    pub notice: Notice,
    places: Places,
    /// Who sits in the supervision body now.
    members: Vec<Term>,
}

/// The last version that was posted in a neighbourhood; nothing where none was. Sixteen statements at most.
pub(crate) fn read(tx: &mut Tx, office: Office, of: NeighbourhoodId, today: Date) -> Kept<Option<Posted>> {
    let Some(version) = plan::posted(tx, office, of)? else { return Ok(None) };
    let Some(notice) = notice::of_version(tx, office, version.id)? else { return Ok(None) };
    let known = plan::know(tx, office, version.id, today)?;
    let members = match &known.body {
        Some(body) => term::of_body(tx, office, body.id)?.into_iter().filter(|term| term.ended.is_none()).collect(),
        None => Vec::new(),
    };
    Ok(Some(Posted { known, notice, places: plan::places(tx, office, of)?, members }))
}

#[derive(Template)]
#[template(path = "planning/posted.html")]
struct Section<'a> {
    ctx: &'a Ctx,
    number: String,
    window: String,
    hangs: bool,
    summary: Vec<String>,
    cost: String,
    items: Vec<Line>,
    reserve: Vec<Line>,
    sources: Vec<(String, String, i64)>,
    most: i64,
    left_out: Vec<(String, String)>,
    leader: String,
    body: String,
    /// How the leader is reached, and who sits in the body: for those who live there.
    contact: String,
    members: Vec<Sits>,
    heard: String,
}

struct Sits {
    name: String,
    said: String,
    contact: String,
}

struct Line {
    title: String,
    class: String,
    place: String,
    quantity: String,
    cost: String,
    upkeep: String,
    /// It is done where the reader lives.
    mine: bool,
}

impl Posted {
    /// Whether somebody may object to it today.
    pub fn hears(&self, today: Date) -> bool {
        self.notice.hears(today)
    }

    pub fn window(&self, ctx: &Ctx) -> String {
        let values = [("from", ctx.day(self.notice.window.from)), ("until", ctx.day(self.notice.window.until))];
        ctx.t_with("notices-window", &values)
    }

    /// Items and cost in a few words.
    pub fn gist(&self, ctx: &Ctx) -> String {
        let sums = Sums::of(&self.known.items);
        ctx.t_with("posted-gist", &[("items", ctx.number(sums.items)), ("cost", ctx.money_wan(sums.cost))])
    }

    /// The plan in full; `home` marks what is done in the reader's own building or entrance.
    pub fn told(&self, ctx: &Ctx, today: Date, home: Option<(BuildingId, EntranceId)>) -> askama::Result<String> {
        let (known, sums) = (&self.known, Sums::of(&self.known.items));
        let lines = |standing| {
            let some = known.items.iter().filter(move |item| item.standing == standing);
            some.map(|item| self.line(ctx, item, home)).collect::<Vec<_>>()
        };
        let lacking = (sums.lacking > Money::ZERO).then(|| (ctx.t("plans-lacking"), sums.lacking));
        let given = sums.sources.iter().map(|(code, amount)| (words::source(ctx, code), *amount));
        let sources: Vec<_> =
            given.chain(lacking).map(|(name, amount)| (name, ctx.money_wan(amount), amount.fen())).collect();
        let none = || ctx.t("plans-one-lacks");
        let counts = [
            ("heard", ctx.number(self.notice.objections)),
            ("answered", ctx.number(self.notice.objections - self.notice.open)),
        ];
        let section = Section {
            number: ctx.t_n("plans-version", known.version.number),
            window: self.window(ctx),
            hangs: self.hears(today),
            summary: known.version.facts.summary.lines().map(str::to_owned).collect(),
            cost: ctx.money_wan(sums.cost),
            items: lines(Standing::Taken),
            reserve: lines(Standing::Reserve),
            most: sources.iter().map(|(.., fen)| *fen).max().unwrap_or(1),
            sources,
            left_out: self.left_out(),
            leader: words::leader(ctx, known).unwrap_or_else(none),
            body: words::body(known).unwrap_or_else(none),
            contact: home.and(known.leader.as_ref()).map(|term| contact(ctx, term)).unwrap_or_default(),
            members: home.map(|_| self.members.iter().map(|term| sits(ctx, term)).collect()).unwrap_or_default(),
            heard: ctx.t_with("posted-heard", &counts),
            ctx,
        };
        section.render()
    }

    fn line(&self, ctx: &Ctx, item: &Item, home: Option<(BuildingId, EntranceId)>) -> Line {
        let mine = match (item.place, home) {
            (Place::Building(building), Some((own, _))) => building == own,
            (Place::Entrance(_, entrance), Some((_, own))) => entrance == own,
            _ => false,
        };
        Line {
            title: item.title.clone(),
            class: words::class(ctx, &self.known.catalogue, &item.class),
            place: words::place(ctx, &self.places, item.place),
            quantity: words::quantity(ctx, item),
            cost: ctx.money_yuan(item.cost()),
            upkeep: words::upkeep(ctx, item),
            mine,
        }
    }

    /// Needs that the version does not answer, with the reason that was given.
    fn left_out(&self) -> Vec<(String, String)> {
        let title = |id| self.known.needs.iter().find(|need| need.id == id).map(|need| need.facts.title.clone());
        let all = self.known.reasons.iter();
        all.filter_map(|(need, reason)| Some((title(*need)?, reason.clone()))).collect()
    }
}

fn contact(ctx: &Ctx, term: &Term) -> String {
    term.contact.as_ref().map(|contact| ctx.personal(contact)).unwrap_or_default()
}

fn sits(ctx: &Ctx, term: &Term) -> Sits {
    let until = term.until.map(|day| ctx.t_with("posted-until", &[("day", ctx.day(day))]));
    let parts = [Some(titles::post(ctx, term.post)), Some(titles::sits_as(ctx, term)), until];
    let said = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Sits { name: ctx.personal(&term.name), said, contact: contact(ctx, term) }
}
