//! `linli user`: accounts from the command line: the first one, and the one who keeps the others and forgot the password.
//!
//! Who has the machine may do this; the trail says that it was done from the command line, and by which login.

use linli_domain::kernel::account::{BadAccount, BadGrant, NewAccount, SignInName};
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_domain::kernel::{DivisionCode, Office};
use linli_store::people::{account, grant, second_factor};
use linli_store::{Error, Store, Transaction};
use linli_web::people::password::{Cost, Hasher, once};

use crate::args::{Format, RoleChange, User, UserAdd, UserReset};
use crate::config::Settings;
use crate::database;
use crate::lang::Text;
use crate::machine;
use crate::outcome::{Failure, Outcome};

pub async fn run(settings: &Settings, asked: &User, format: Format) -> Result<Outcome, Failure> {
    let store = database::open(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    let desk = Desk { store, settings, format };
    match asked {
        User::Add(asked) => desk.add(asked).await,
        User::Role(asked) => desk.change_role(asked).await,
        User::Reset(asked) => desk.reset(asked).await,
    }
}

struct Desk<'a> {
    store: Store,
    settings: &'a Settings,
    format: Format,
}

impl Desk<'_> {
    async fn add(&self, asked: &UserAdd) -> Result<Outcome, Failure> {
        let sign_in = sign_in(&asked.account)?;
        let new = NewAccount::new(sign_in.clone(), &asked.name).map_err(bad_account)?;
        let office = sign_in.office();
        known_or_refused(office)?;
        let mut grants: Vec<Grant> = Vec::new();
        for role in &asked.role {
            grants.push(granted(office, *role, None)?.beside(grants.clone()).map_err(|bad| bad_grant(*role, bad))?);
        }
        let (password, hash) = password().await?;

        let kept = self.write(office, move |tx| {
            account::add(tx, &new, &hash)?;
            grants.iter().try_for_each(|given| grant::give(tx, new.id, *given))
        });
        kept.await.map_err(|error| match error {
            Error::Duplicate => Failure::cannot(Text::new("user-taken").with("account", &sign_in)),
            other => database::told(self.settings, &other),
        })?;
        self.tell(
            &Text::new("user-added").with("account", &sign_in).with("password", &password),
            &sign_in,
            Some(&password),
        );
        Ok(Outcome::Fine)
    }

    async fn change_role(&self, asked: &RoleChange) -> Result<Outcome, Failure> {
        let sign_in = sign_in(&asked.account)?;
        let office = sign_in.office();
        let (name, scope) = (sign_in.clone(), asked.scope);
        let read = self.store.read(move |tx| {
            let id = account::named(tx, &name)?.id;
            Ok((id, grant::held(tx, office, id)?))
        });
        let (id, held) = read.await.map_err(|error| self.missing(&sign_in, &error))?;
        let done = match (asked.give, asked.take) {
            (Some(role), None) => {
                let given = granted(office, role, scope)?;
                let given = given.beside(held.iter().map(|held| held.grant)).map_err(|bad| bad_grant(role, bad))?;
                self.write(office, move |tx| grant::give(tx, id, given)).await
            }
            (None, Some(role)) => {
                let meant = granted(office, role, scope)?;
                let held = held.iter().find(|held| held.grant == meant).map(|held| held.id).ok_or_else(|| {
                    let text = Text::new("user-not-held").with("account", &sign_in).with("role", role.as_str());
                    Failure::cannot(text)
                })?;
                self.write(office, move |tx| grant::take(tx, id, held)).await
            }
            _ => return Err(Failure::wrong_use(Text::new("user-give-or-take"))),
        };
        done.map_err(|error| self.missing(&sign_in, &error))?;
        self.tell(&Text::new("user-changed").with("account", &sign_in), &sign_in, None);
        Ok(Outcome::Fine)
    }

    async fn reset(&self, asked: &UserReset) -> Result<Outcome, Failure> {
        let sign_in = sign_in(&asked.account)?;
        let (password, hash) = password().await?;
        let name = sign_in.clone();
        let factor = asked.second_factor;
        let done = self.write(sign_in.office(), move |tx| {
            let (office, id) = (tx.office(), account::named(tx, &name)?.id);
            if factor && second_factor::of(tx, office, id)?.is_some() {
                second_factor::reset(tx, id, "linli user reset --second-factor")?;
            }
            account::reset(tx, id, &hash)
        });
        done.await.map_err(|error| self.missing(&sign_in, &error))?;
        self.tell(
            &Text::new("user-reset").with("account", &sign_in).with("password", &password),
            &sign_in,
            Some(&password),
        );
        Ok(Outcome::Fine)
    }

    async fn write(
        &self,
        office: Office,
        work: impl FnMut(&mut Transaction) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Error> {
        self.store.write(&machine::actor(office, "user"), work).await
    }

    fn missing(&self, sign_in: &SignInName, error: &Error) -> Failure {
        match error {
            Error::Missing => Failure::cannot(Text::new("user-missing").with("account", sign_in)),
            other => database::told(self.settings, other),
        }
    }

    fn tell(&self, sentence: &Text, sign_in: &SignInName, password: Option<&str>) {
        match self.format {
            Format::Text => println!("{}", sentence.say(self.settings.lang.value)),
            Format::Json => {
                println!("{}", serde_json::json!({ "account": sign_in.to_string(), "password": password }));
            }
        }
    }
}

fn sign_in(text: &str) -> Result<SignInName, Failure> {
    text.parse().map_err(bad_account)
}

fn bad_account(bad: BadAccount) -> Failure {
    Failure::wrong_use(Text::new(match bad {
        BadAccount::SignInName => "user-bad-sign-in",
        BadAccount::Office => "user-bad-office",
        BadAccount::Name => "user-bad-name",
    }))
}

/// A role within a scope; without one, for the whole office.
fn granted(office: Office, role: Role, scope: Option<DivisionCode>) -> Result<Grant, Failure> {
    let scope = Scope::Division(scope.unwrap_or(office.code()));
    Grant::within(office, role, scope).map_err(|bad| bad_grant(role, bad))
}

fn bad_grant(role: Role, bad: BadGrant) -> Failure {
    let text = match bad {
        BadGrant::Outside => Text::new("user-scope-outside"),
        BadGrant::WholeOffice => Text::new("user-whole-office"),
        BadGrant::NotASupervisor => Text::new("user-no-supervisor"),
        BadGrant::NotBeside(held) => Text::new("user-not-beside").with("held", held.as_str()),
    };
    Failure::wrong_use(text.with("role", role.as_str()))
}

/// An office is that of a place that there is.
fn known_or_refused(office: Office) -> Result<(), Failure> {
    let known = linli_web::reference::divisions(office.code()).iter().any(|division| division.code == office.code());
    if known { Ok(()) } else { Err(Failure::wrong_use(Text::new("user-no-office").with("office", office))) }
}

/// A password for once, and the text that is kept instead of it.
async fn password() -> Result<(String, String), Failure> {
    let fault =
        |error: linli_web::WebError| Failure::cannot(Text::new("user-no-password").with("why", format!("{error:?}")));
    let password = once().map_err(fault)?;
    let shown = password.expose().to_owned();
    let hash = Hasher::new(Cost::default()).hash(password).await.map_err(fault)?;
    Ok((shown, hash))
}
