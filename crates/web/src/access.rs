//! Which address answers to which verb, and for whom.
//!
//! A route cannot be added without saying for whom: [`Routes::route`] asks for it, keeps it in a table that
//! the tests walk through with every role, and puts the gate before the handler.

use axum::Router;
use axum::extract::{DefaultBodyLimit, RawPathParams, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};

use crate::app::{App, SecondFactor};
use crate::consultation::openrosa::gate;
use crate::error::WebError;
use crate::limits::{self, Bounds};
use crate::session::{self, Session};

/// For whom a route is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone, without an account.
    Public,
    /// Whoever is signed in; what it shows is their own.
    SignedIn,
    /// Whose roles allow the act, in the office that the address names.
    Act(Act),
    /// A phone without a session that shows whose it is (外业采集): by a password, or by a token in the address.
    Collector,
}

/// Handlers of one address by verb: `get(list).post(create)`.
#[derive(Debug)]
pub struct Verbs {
    methods: Vec<Method>,
    handlers: MethodRouter<App>,
    bounds: Bounds,
}

macro_rules! verbs {
    ($($name:ident $method:ident),*) => {
        $(
            #[doc = concat!("Answers `", stringify!($method), "`.")]
            pub fn $name<H: Handler<T, App>, T: 'static>(handler: H) -> Verbs {
                Verbs {
                    methods: vec![Method::$method],
                    handlers: axum::routing::$name(handler),
                    bounds: Bounds::default(),
                }
            }
        )*
        impl Verbs {
            $(
                #[doc = concat!("Answers `", stringify!($method), "` as well.")]
                #[must_use]
                pub fn $name<H: Handler<T, App>, T: 'static>(mut self, handler: H) -> Self {
                    self.methods.push(Method::$method);
                    self.handlers = self.handlers.$name(handler);
                    self
                }
            )*
        }
    };
}

verbs!(get GET, post POST, put PUT, patch PATCH, delete DELETE);

impl Verbs {
    /// Takes files of up to so many bytes, and waits longer for them.
    #[must_use]
    pub fn upload(mut self, bytes: usize) -> Self {
        self.bounds = Bounds::upload(bytes);
        self
    }
}

/// One line of the table of routes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
}

/// The routes of a room, each with its reader.
#[derive(Debug, Default)]
pub struct Routes {
    entries: Vec<(&'static str, Verbs, Access)>,
    files: Router<App>,
}

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an address. With `{office}` in it, the act is asked for that office before the handler runs.
    #[must_use]
    pub fn route(mut self, path: &'static str, verbs: Verbs, access: Access) -> Self {
        self.entries.push((path, verbs, access));
        self
    }

    /// Adds files that everyone may read (style sheets, scripts, pictures of the design): no session is looked up.
    #[must_use]
    pub fn files(mut self, files: Router<App>) -> Self {
        self.files = self.files.merge(files);
        self
    }

    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        self.files = self.files.merge(other.files);
        self
    }

    /// Every verb of every address, and for whom it is.
    pub fn table(&self) -> Vec<Line> {
        let lines = self.entries.iter().flat_map(|(path, verbs, access)| {
            verbs.methods.iter().map(move |method| Line { method: method.clone(), path, access: *access })
        });
        lines.collect()
    }

    pub(crate) fn into_router(self, app: &App) -> Router<App> {
        self.entries.into_iter().fold(self.files, |router, (path, verbs, access)| {
            let handlers = verbs
                .handlers
                .route_layer(from_fn_with_state((app.clone(), access), gate))
                .route_layer(DefaultBodyLimit::max(verbs.bounds.body))
                .route_layer(from_fn_with_state(verbs.bounds, limits::bound));
            router.route(path, handlers)
        })
    }
}

/// Stands before every handler: finds out who asks, and whether the route is for them.
async fn gate(
    State((app, access)): State<(App, Access)>,
    params: RawPathParams,
    mut request: Request,
    next: Next,
) -> Response {
    if access == Access::Collector {
        return gate::admit(&app, &params, request, next).await;
    }
    let session = match session::find(&app, request.headers()).await {
        Ok(session) => session,
        Err(fault) => return fault.into_response(),
    };
    // Half a session is nobody's: for the public it is none, and elsewhere the page of the code knows it.
    let session = session.filter(|session| access != Access::Public || !session.owes_code);
    let actor = session.as_ref().filter(|session| !session.owes_code).map(|session| session.actor.clone());
    let answer = match admit(&app, access, session.as_ref(), &params, &request) {
        Ok(()) => {
            request.extensions_mut().insert(actor.clone());
            request.extensions_mut().insert(session);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    };
    with_reader(answer, actor)
}

fn admit(
    app: &App,
    access: Access,
    session: Option<&Session>,
    params: &RawPathParams,
    request: &Request,
) -> Result<(), WebError> {
    let office = || params.iter().find(|(name, _)| *name == "office").map(|(_, text)| text.parse::<Office>());
    let office = office().transpose().map_err(|_| WebError::NotFound);
    if access == Access::Public {
        return office.map(drop);
    }
    let session = session.ok_or_else(|| WebError::sign_in(request))?;
    owes_nothing(app, session, request.uri().path())?;
    match (access, office?) {
        (Access::Act(act), Some(office)) => Ok(session.actor.may_enter(act, office)?),
        (Access::Act(act), None) if !session.actor.could(act) => Err(linli_domain::kernel::people::Denied::Role.into()),
        _ => Ok(()),
    }
}

/// The code, the first change of the password, a second factor where one is needed: in this order, before anything else.
fn owes_nothing(app: &App, session: &Session, path: &str) -> Result<(), WebError> {
    if session.owes_code {
        return if session::may_owe(path) { Ok(()) } else { Err(WebError::GiveCode) };
    }
    if session.must_change && !session::may_wait(path) {
        return Err(WebError::ChangePassword);
    }
    let required = app.config.second_factor == SecondFactor::Required && session.actor.needs_second_factor();
    if required && !session.has_second_factor && !session::may_lack(path) {
        return Err(WebError::TakeSecondFactor);
    }
    Ok(())
}

/// An error page knows its reader too.
fn with_reader(mut answer: Response, actor: Option<Actor>) -> Response {
    if answer.status().is_client_error() || answer.status().is_server_error() {
        answer.extensions_mut().insert(actor);
    }
    answer
}
