//! A campaign opened, or changed while it runs: where, when, who goes, what is read out and asked.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::survey::question::{Kind, MOST, Question};
use linli_domain::consultation::survey::{BadCampaign, Campaign, CampaignId, Form as Asks};
use linli_domain::kernel::people::{AccountId, Act};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::organisation::task::Person;
use linli_store::consultation::survey;
use linli_store::organisation::task;
use linli_store::register::neighbourhood;

use super::{address, crumbs, root};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Path, SignedIn};
use crate::organisation::words;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// Rows for questions that are offered beyond those that there are.
const SPARE: usize = 3;

#[derive(Template)]
#[template(path = "consultation/survey/edit.html")]
struct EditPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    back: String,
    id: String,
    fields: Vec<Field>,
    notice: Field,
    special: Field,
    neighbourhoods: Vec<Tick>,
    members: Vec<Tick>,
    questions: Vec<Row>,
    problems: Problems,
}

/// Something to tick.
struct Tick {
    value: String,
    label: String,
    note: String,
    ticked: bool,
}

/// A question as it stands in the form.
struct Row {
    number: usize,
    code: String,
    label: String,
    kind: &'static str,
    choices: String,
}

/// What was typed: fields by their names, several of one name where several are ticked.
type Typed = Vec<(String, String)>;

/// What can be chosen from.
struct Choices {
    neighbourhoods: Vec<(NeighbourhoodId, String, String, i64)>,
    people: Vec<Person>,
}

async fn choices(app: &App, office: Office) -> Result<Choices, WebError> {
    let read = app.store.read(move |tx| {
        let doors = survey::doors::many(tx, office)?;
        let of = |id| doors.get(&id).copied().unwrap_or(0);
        let all = neighbourhood::all(tx, office)?.into_iter();
        Ok::<_, WebError>(Choices {
            neighbourhoods: all.map(|n| (n.id, n.number, n.facts.name, of(n.id))).collect(),
            people: task::people(tx, office, Act::VisitDoors.roles())?,
        })
    });
    read.await
}

pub async fn ask_new(State(app): State<App>, ctx: Ctx, OfficeOf(office): OfficeOf) -> Result<Response, WebError> {
    let today = app.today();
    let draft = Campaign {
        id: CampaignId::new(),
        name: String::new(),
        neighbourhoods: Vec::new(),
        members: Vec::new(),
        opens: today,
        closes: today.saturating_add(jiff::Span::new().days(30)),
        target: Campaign::TARGET,
        form: Asks::default(),
        closed_on: None,
    };
    let choices = choices(&app, office).await?;
    Ok(edit_page(ctx, office, &draft, None, &choices, Problems::default()))
}

pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    Path((office, id)): Path<(Office, CampaignId)>,
) -> Result<Response, WebError> {
    let campaign = app.store.read(move |tx| survey::get(tx, office, id)).await?;
    if campaign.closed_on.is_some() {
        return Err(WebError::Conflict);
    }
    let choices = choices(&app, office).await?;
    let name = campaign.name.clone();
    Ok(edit_page(ctx, office, &campaign, Some(name), &choices, Problems::default()))
}

fn edit_page(
    ctx: Ctx,
    office: Office,
    draft: &Campaign,
    name: Option<String>,
    choices: &Choices,
    problems: Problems,
) -> Response {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let field = |name: &'static str, value: String| {
        Field::new(name, ctx.t(format!("survey-{name}"))).value(value).problem(&problems).required()
    };
    let (here, back) = match name {
        Some(_) => (format!("{}/edit", address(office, draft.id)), address(office, draft.id)),
        None => (format!("{}/new", root(office)), root(office)),
    };
    let shown = EditPage {
        crumbs: crumbs(&ctx, office),
        title: name.unwrap_or_else(|| ctx.t("survey-new")),
        here,
        back,
        id: draft.id.to_string(),
        fields: vec![
            field("name", draft.name.clone()),
            field("opens", draft.opens.to_string()).kind("date"),
            field("closes", draft.closes.to_string()).kind("date"),
            field("target", draft.target.to_string()).kind("number").hint(ctx.t("survey-target-hint")),
        ],
        notice: Field::new("notice", ctx.t("survey-notice"))
            .kind("textarea")
            .hint(ctx.t("survey-notice-hint"))
            .value(if draft.form.notice.is_empty() {
                ctx.t("survey-notice-default")
            } else {
                draft.form.notice.clone()
            })
            .problem(&problems)
            .required(),
        special: Field::new("special", ctx.t("survey-special"))
            .kind("checkbox")
            .hint(ctx.t("survey-special-hint"))
            .value(if draft.form.special_needs { "yes" } else { "" })
            .quiet(),
        neighbourhoods: choices.neighbourhoods.iter().map(|of| neighbourhood_tick(&ctx, draft, of)).collect(),
        members: choices.people.iter().map(|person| member_tick(draft, person)).collect(),
        questions: rows(&draft.form.own),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

fn neighbourhood_tick(ctx: &Ctx, draft: &Campaign, of: &(NeighbourhoodId, String, String, i64)) -> Tick {
    let (id, number, name, doors) = of;
    let many = if *doors > 0 { ctx.t_n("survey-doors", *doors) } else { ctx.t("survey-no-doors") };
    Tick {
        value: id.to_string(),
        label: name.clone(),
        note: format!("{number} · {many}"),
        ticked: draft.neighbourhoods.contains(id),
    }
}

fn member_tick(draft: &Campaign, person: &Person) -> Tick {
    Tick {
        value: person.account.to_string(),
        label: person.name.clone(),
        note: String::new(),
        ticked: draft.members.contains(&person.account),
    }
}

fn rows(own: &[Question]) -> Vec<Row> {
    let many = (own.len() + SPARE).min(MOST);
    let row = |number: usize| {
        let question = own.get(number - 1);
        let (kind, choices) = match question.map(|question| &question.kind) {
            Some(Kind::One(choices)) => ("one", choices.join("；")),
            Some(Kind::Several(choices)) => ("several", choices.join("；")),
            Some(Kind::Number) => ("number", String::new()),
            Some(Kind::Text) => ("text", String::new()),
            Some(Kind::YesNo) | None => ("yes_no", String::new()),
        };
        Row {
            number,
            code: question.map_or_else(|| CampaignId::new().to_string(), |question| question.code.clone()),
            label: question.map(|question| question.label.clone()).unwrap_or_default(),
            kind,
            choices,
        }
    };
    (1..=many).map(row).collect()
}

/// Opens a campaign: a form that was sent twice opens one.
pub async fn open(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let id: CampaignId = one(&typed, "id").parse().map_err(|_| WebError::BadRequest)?;
    let campaign = match read(&app, &ctx, office, id, &typed).await? {
        Ok(campaign) => campaign,
        Err((draft, choices, problems)) => return Ok(edit_page(ctx, office, &draft, None, &choices, problems)),
    };
    let opened = app.store.write(&actor, move |tx| survey::add(tx, &campaign)).await;
    match opened {
        Ok(()) | Err(linli_store::Error::Duplicate) => Ok(done(&address(office, id), "survey-done-opened")),
        Err(error) => Err(error.into()),
    }
}

pub async fn change(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, CampaignId)>,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let before = app.store.read(move |tx| survey::get(tx, office, id)).await?;
    if before.closed_on.is_some() {
        return Err(WebError::Conflict);
    }
    let campaign = match read(&app, &ctx, office, id, &typed).await? {
        Ok(campaign) => campaign,
        Err((draft, choices, problems)) => {
            return Ok(edit_page(ctx, office, &draft, Some(before.name), &choices, problems));
        }
    };
    app.store.write(&actor, move |tx| survey::change(tx, &campaign)).await?;
    Ok(done(&address(office, id), "survey-done-changed"))
}

fn one<'t>(typed: &'t Typed, name: &str) -> &'t str {
    typed.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

fn several<T: std::str::FromStr>(typed: &Typed, name: &str) -> Result<Vec<T>, WebError> {
    let all = typed.iter().filter(|(key, _)| key == name);
    all.map(|(_, value)| value.parse().map_err(|_| WebError::BadRequest)).collect()
}

type Bad = (Campaign, Choices, Problems);

/// The campaign that was typed, checked; else what was typed, with what is wrong with it.
async fn read(
    app: &App,
    ctx: &Ctx,
    office: Office,
    id: CampaignId,
    typed: &Typed,
) -> Result<Result<Campaign, Bad>, WebError> {
    let (choices, mut problems) = (choices(app, office).await?, Problems::default());
    let (neighbourhoods, members) = (several(typed, "neighbourhood")?, several::<AccountId>(typed, "member")?);
    let known = |id: &NeighbourhoodId| choices.neighbourhoods.iter().any(|(other, ..)| other == id);
    let goes = |id: &AccountId| choices.people.iter().any(|person| person.account == *id);
    if !neighbourhoods.iter().all(known) || !members.iter().all(goes) {
        return Err(WebError::BadRequest);
    }
    let day = |name: &'static str, problems: &mut Problems| {
        words::day(ctx, name, one(typed, name), problems).unwrap_or(Date::ZERO)
    };
    let draft = Campaign {
        id,
        name: one(typed, "name").to_owned(),
        neighbourhoods,
        members,
        opens: day("opens", &mut problems),
        closes: day("closes", &mut problems),
        target: clean_line(&half_width(one(typed, "target"))).parse().unwrap_or(0),
        form: Asks {
            notice: one(typed, "notice").to_owned(),
            own: questions(typed),
            special_needs: one(typed, "special") == "yes",
        },
        closed_on: None,
    };
    if !problems.is_empty() {
        return Ok(Err((draft, choices, problems)));
    }
    Ok(draft.clone().checked().map_err(|why| {
        let (field, text) = bad(ctx, why);
        problems.add(field, text);
        (draft, choices, problems)
    }))
}

/// Questions whose text was filled in; one without is taken away.
fn questions(typed: &Typed) -> Vec<Question> {
    let question = |number: usize| {
        let of = |part: &str| one(typed, &format!("q{number}_{part}"));
        let choices = || of("choices").split(['；', ';', '\n']).map(str::to_owned).collect();
        let kind = match of("kind") {
            "one" => Kind::One(choices()),
            "several" => Kind::Several(choices()),
            "number" => Kind::Number,
            "text" => Kind::Text,
            _ => Kind::YesNo,
        };
        let label = of("label").trim();
        (!label.is_empty()).then(|| Question { code: of("code").to_owned(), label: label.to_owned(), kind })
    };
    (1..=MOST).filter_map(question).collect()
}

fn bad(ctx: &Ctx, why: BadCampaign) -> (&'static str, String) {
    match why {
        BadCampaign::Name => ("name", ctx.t("survey-why-name")),
        BadCampaign::Neighbourhoods => ("neighbourhoods", ctx.t("survey-why-neighbourhoods")),
        BadCampaign::Members => ("members", ctx.t("survey-why-members")),
        BadCampaign::Window => ("closes", ctx.t("survey-why-window")),
        BadCampaign::Target => ("target", ctx.t("survey-why-target")),
        BadCampaign::Notice => ("notice", ctx.t("survey-why-notice")),
        BadCampaign::Question(at, why) => {
            use linli_domain::consultation::survey::question::BadQuestion;
            let key = match why {
                BadQuestion::TooMany | BadQuestion::Code => "survey-why-question",
                BadQuestion::Label => "survey-why-question-label",
                BadQuestion::Choices => "survey-why-question-choices",
            };
            ("questions", ctx.t_with(key, &[("number", at)]))
        }
        BadCampaign::Closed => ("name", ctx.t("survey-why-closed")),
    }
}
