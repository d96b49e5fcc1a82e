//! Retention (保存期限): for how long what tells who somebody is stays, what is due, what was let go of, what stays and why.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Date, Office, Timestamp};
use linli_domain::organisation::term::LONGEST_REASON;
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::Kind;
use linli_store::oversight::retention::{self, BatchId, Due, ErasedList, Gone, NotErased};
use serde::Deserialize;

use super::due::KINDS;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Query, SignedIn};
use crate::organisation::words;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Paging, Problems, page_with};

/// Entries of what was let go of on one page.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "oversight/retention.html")]
#[allow(clippy::struct_excessive_bools, reason = "what a template asks is yes or no")]
struct RetentionPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    rows: Vec<Row>,
    /// How much is due in all.
    due: i64,
    unconfirmed: bool,
    may_set: bool,
    may_erase: bool,
    /// There is a place for the list of what was erased, outside of the records.
    has_list: bool,
    sure: Field,
    fields: Vec<Field>,
    /// Rules that hold from a later day on.
    coming: Vec<String>,
    history: Vec<(String, String)>,
    paging: Paging,
    problems: Problems,
}

/// One kind: for how long it is kept, and what is due of it.
struct Row {
    name: String,
    kept: String,
    cutoff: String,
    due: String,
    oldest: String,
    is_due: bool,
    /// Where each of them stands.
    list: Option<String>,
}

/// The rules as somebody typed them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    from: String,
    residents_years: String,
    officials_years: String,
    sign_in_days: String,
    sessions_days: String,
    opinions_years: String,
    visits_years: String,
    submissions_years: String,
    owners_years: String,
    reason: String,
}

impl Draft {
    fn of(rules: &RetentionRules, today: Date) -> Self {
        Self {
            from: today.to_string(),
            residents_years: rules.residents_years.to_string(),
            officials_years: rules.officials_years.to_string(),
            sign_in_days: rules.sign_in_days.to_string(),
            sessions_days: rules.sessions_days.to_string(),
            opinions_years: rules.opinions_years.to_string(),
            visits_years: rules.visits_years.to_string(),
            submissions_years: rules.submissions_years.to_string(),
            owners_years: rules.owners_years.to_string(),
            reason: String::new(),
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// Entries before this time,
    at: Option<i64>,
    /// of that time before this batch,
    before: Option<BatchId>,
    /// and of that batch before this kind.
    #[serde(default)]
    kind: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    shown(&app, ctx, &actor, office, asked, None, Problems::default()).await
}

async fn shown(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    asked: Asked,
    draft: Option<Draft>,
    problems: Problems,
) -> Result<Response, WebError> {
    let today = app.today();
    let at = asked.at.and_then(|at| Timestamp::from_millisecond(at).ok());
    let from =
        at.zip(asked.before).zip(asked.kind.parse().ok()).map(|((at, batch), kind): (_, Kind)| (at, batch, kind));
    let read = app.store.read(move |tx| {
        let rules = retention::rules(tx, office, today)?;
        let due = retention::due(tx, office, &rules, today)?;
        let history = retention::history(tx, office, from, PAGE + 1)?;
        Ok::<_, linli_store::Error>((rules, due, history, retention::coming(tx, office, today)?))
    });
    let (rules, due, history, coming) = read.await?;
    let here = format!("/desk/{office}/retention");
    let last = history.get(PAGE - 1).filter(|_| history.len() > PAGE);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let paging = Paging {
        previous: from.map(|_| here.clone()),
        next: last.map(|last| {
            format!("{here}?at={}&before={}&kind={}", last.at.as_millisecond(), last.batch, last.kind.as_str())
        }),
        shown: String::new(),
    };
    let erased = |one: &retention::Erased| {
        let what = ctx.t_with(
            &format!("retention-erased-{}", one.kind.as_str()),
            &[("count", one.count.to_string()), ("why", ctx.t(format!("retention-ground-{}", one.ground.as_str())))],
        );
        (what, format!("{} · {}", ctx.instant(one.at), one.by_name))
    };
    // Whose it is, is for who lets go of it.
    let may_erase = actor.may_enter(Act::HandlePersonal, office).is_ok();
    let lists = may_erase.then_some(here.as_str());
    let shown = RetentionPage {
        crumbs: vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")],
        rows: due.iter().map(|due| row(&ctx, lists, &rules, due)).collect(),
        due: due.iter().map(|due| due.count).sum(),
        unconfirmed: !rules.confirmed,
        may_set: actor.may_enter(Act::SetStageRules, office).is_ok(),
        may_erase,
        has_list: ErasedList::beside(app.store.keys()).is_some(),
        sure: Field::new("sure", ctx.t("retention-sure")).kind("checkbox").problem(&problems).required(),
        fields: fields(&ctx, &draft.unwrap_or_else(|| Draft::of(&rules, today)), &problems),
        coming: coming.iter().map(|(day, rules, why, who)| soon(&ctx, *day, rules, why, who)).collect(),
        history: history.iter().take(PAGE).map(erased).collect(),
        paging,
        here,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn soon(ctx: &Ctx, day: Date, rules: &RetentionRules, why: &str, who: &str) -> String {
    let figures = [
        ("day", ctx.day(day)),
        ("residents", rules.residents_years.to_string()),
        ("officials", rules.officials_years.to_string()),
        ("sign-in", rules.sign_in_days.to_string()),
        ("sessions", rules.sessions_days.to_string()),
        ("opinions", rules.opinions_years.to_string()),
        ("visits", rules.visits_years.to_string()),
        ("submissions", rules.submissions_years.to_string()),
        ("owners", rules.owners_years.to_string()),
        ("why", why.to_owned()),
        ("who", who.to_owned()),
    ];
    ctx.t_with("retention-coming", &figures)
}

fn row(ctx: &Ctx, lists: Option<&str>, rules: &RetentionRules, due: &Due) -> Row {
    let kept = match due.kind {
        Kind::Residents => ctx.t_n("retention-kept-years", rules.residents_years),
        Kind::Officials => ctx.t_n("retention-kept-years", rules.officials_years),
        Kind::SignIn => ctx.t_n("retention-kept-stopped", rules.sign_in_days),
        Kind::Sessions => ctx.t_n("retention-kept-days", rules.sessions_days),
        Kind::Opinions => ctx.t_n("retention-kept-opinions", rules.opinions_years),
        Kind::Visits => ctx.t_n("retention-kept-visits", rules.visits_years),
        Kind::Submissions => ctx.t_n("retention-kept-submissions", rules.submissions_years),
        Kind::Owners => ctx.t_n("retention-kept-owners", rules.owners_years),
    };
    Row {
        name: ctx.t(format!("retention-kind-{}", due.kind.as_str())),
        kept,
        cutoff: ctx.day(due.cutoff),
        due: ctx.number(due.count),
        oldest: due.oldest.map_or_else(|| "—".to_owned(), |day| ctx.day(day)),
        is_due: due.count > 0,
        list: lists
            .filter(|_| due.count > 0 && KINDS.contains(&due.kind))
            .map(|here| format!("{here}/due/{}", due.kind.as_str())),
    }
}

fn fields(ctx: &Ctx, draft: &Draft, problems: &Problems) -> Vec<Field> {
    let field = |name: &'static str, value: &str| {
        let key = name.replace('_', "-");
        Field::new(name, ctx.t(format!("retention-rules-{key}"))).value(value).problem(problems).required()
    };
    vec![
        field("from", &draft.from).kind("date"),
        field("residents_years", &draft.residents_years).kind("number"),
        field("officials_years", &draft.officials_years).kind("number"),
        field("sign_in_days", &draft.sign_in_days).kind("number"),
        field("sessions_days", &draft.sessions_days).kind("number"),
        field("opinions_years", &draft.opinions_years).kind("number"),
        field("visits_years", &draft.visits_years).kind("number"),
        field("submissions_years", &draft.submissions_years).kind("number"),
        field("owners_years", &draft.owners_years).kind("number"),
        field("reason", &draft.reason).hint(ctx.t("organisation-rules-reason-hint")),
    ]
}

/// `POST …/retention/rules`: other rules from a day on.
pub async fn set(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let from = words::day(&ctx, "from", &draft.from, &mut problems);
    let mut number = |name, text: &str, within: std::ops::RangeInclusive<i64>, why| {
        let number = clean_line(&half_width(text)).parse::<i64>().ok().filter(|number| within.contains(number));
        if number.is_none() {
            problems.add(name, ctx.t(why));
        }
        number.unwrap_or_default()
    };
    let (years, days) = (RetentionRules::YEARS, RetentionRules::DAYS);
    let rules = RetentionRules {
        residents_years: number("residents_years", &draft.residents_years, years.clone(), "retention-why-years"),
        officials_years: number("officials_years", &draft.officials_years, years.clone(), "retention-why-years"),
        opinions_years: number("opinions_years", &draft.opinions_years, years.clone(), "retention-why-years"),
        visits_years: number("visits_years", &draft.visits_years, years.clone(), "retention-why-years"),
        submissions_years: number("submissions_years", &draft.submissions_years, years.clone(), "retention-why-years"),
        owners_years: number("owners_years", &draft.owners_years, years, "retention-why-years"),
        sign_in_days: number("sign_in_days", &draft.sign_in_days, days.clone(), "retention-why-days"),
        sessions_days: number("sessions_days", &draft.sessions_days, days, "retention-why-days"),
        confirmed: true,
    };
    let reason = clean_line(&draft.reason);
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        problems.add("reason", ctx.t("retention-why-reason"));
    }
    let Some(from) = from.filter(|_| problems.is_empty()) else {
        return shown(&app, ctx, &actor, office, Asked::default(), Some(draft), problems).await;
    };
    app.store.write(&actor, move |tx| retention::set_rules(tx, from, &rules, &reason)).await?;
    Ok(done(&format!("/desk/{office}/retention"), "retention-done-rules"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sure {
    sure: String,
    /// How much was due when the page was looked at.
    seen: i64,
}

/// `POST …/retention/erasure`: what is due goes, for good.
pub async fn erase(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(sure): Form<Sure>,
) -> Result<Response, WebError> {
    if sure.sure != "yes" {
        let mut problems = Problems::default();
        problems.add("sure", ctx.t("retention-why-sure"));
        return shown(&app, ctx, &actor, office, Asked::default(), None, problems).await;
    }
    let today = app.today();
    let rules = app.store.read(move |tx| retention::rules(tx, office, today)).await?;
    if !rules.confirmed {
        return Err(WebError::Conflict);
    }
    let own = rules.clone();
    let due = app.store.read(move |tx| retention::due(tx, office, &own, today)).await?;
    if due.iter().map(|due| due.count).sum::<i64>() != sure.seen {
        let mut problems = Problems::default();
        problems.add("sure", ctx.t("retention-why-other"));
        return shown(&app, ctx, &actor, office, Asked::default(), None, problems).await;
    }
    let gone = retention::erase_due(&app.store, &app.objects, &actor, &rules, today).await.map_err(not_erased)?;
    Ok(done(&format!("/desk/{office}/retention"), done_key(&gone, "retention-done-erased")))
}

/// What is said when it is done: of files that could not be taken out it is said how they are.
pub(crate) const fn done_key(gone: &Gone, key: &'static str) -> &'static str {
    if gone.files_left == 0 { key } else { "retention-done-files-left" }
}

/// Nothing, or nothing more, was erased: the list outside of the records could not be kept, or the records refused it.
pub(crate) fn not_erased(why: NotErased) -> WebError {
    match why {
        NotErased::Store(error) => error.into(),
        NotErased::List(why) => {
            tracing::error!(%why, "the list of what was erased cannot be kept");
            WebError::NoKey("no-list")
        }
    }
}
