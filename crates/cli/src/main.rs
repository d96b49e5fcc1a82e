//! `linli`: one program that serves, loads, prints and looks after everything.

#[macro_use]
mod out;

mod args;
mod backup;
mod bulletin;
mod cert;
mod check;
mod config;
mod connections;
mod database;
mod demo;
mod equal_shares;
mod export;
mod files;
mod identity;
mod key;
mod lang;
mod lift;
mod logs;
mod machine;
mod openrosa;
mod opinions;
mod outcome;
mod person;
mod progress;
mod register;
mod report;
mod restore;
mod retention;
mod serve;
mod stage;
mod survey;
mod trust;
mod user;
mod vote;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use crate::args::{Cli, Command, Export, Format, Import};
use crate::config::Settings;
use crate::lang::{Lang, Text};
use crate::outcome::{Failure, Outcome, complain, finish};

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let lang = Lang::guess(&args, |name| std::env::var(name).ok());

    let command = words::translated(Cli::command(), lang);
    let matches = match command.try_get_matches_from(&args) {
        Ok(matches) => matches,
        Err(asked) if matches!(asked.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            let _ = asked.print();
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            complain(&words::explain(&wrong, lang), lang, Format::guess(&args, |name| std::env::var(name).ok()));
            return ExitCode::from(2);
        }
    };
    match Cli::from_arg_matches(&matches) {
        Ok(cli) => start(&cli, &matches, lang),
        Err(wrong) => {
            complain(&words::explain(&wrong, lang), lang, Format::guess(&args, |name| std::env::var(name).ok()));
            ExitCode::from(2)
        }
    }
}

fn start(cli: &Cli, matches: &ArgMatches, guessed: Lang) -> ExitCode {
    let format = cli.global.format.plain();
    match Settings::gather(cli, matches, guessed) {
        Ok(settings) => {
            let end = logs::start(&settings.log.value).and_then(|()| run(cli, &settings));
            finish(end, settings.lang.value, format)
        }
        Err(failure) => finish(Err(failure), guessed, format),
    }
}

#[tokio::main]
async fn run(cli: &Cli, settings: &Settings) -> Result<Outcome, Failure> {
    let format = cli.global.format.plain();
    if !cli.global.format.fits(&cli.command) {
        return Err(Failure::wrong_use(Text::new("wrong-paper")));
    }
    match &cli.command {
        Command::Import(Import::Progress(asked)) => progress::run(settings, asked, format).await,
        Command::Bulletin(asked) => bulletin::run(settings, asked, cli.global.format).await,
        Command::Serve(asked) => serve::run(settings, asked, format).await,
        Command::Demo(_) => demo::run(settings, format).await,
        Command::Import(Import::Register(asked)) => register::run(settings, asked, format).await,
        Command::Export(Export::Register(asked)) => export::run(settings, asked, format).await,
        Command::Report(asked) => report::run(settings, asked, cli.global.format).await,
        Command::Survey(asked) => survey::run(settings, asked, format).await,
        Command::Opinions(asked) => opinions::run(settings, asked, format).await,
        Command::Openrosa(asked) => openrosa::run(settings, asked, format),
        Command::EqualShares(asked) => equal_shares::run(settings, asked, format),
        Command::Vote(asked) => vote::run(settings, asked, format),
        Command::Lift(asked) => lift::run(settings, asked, format),
        Command::Migrate => database::migrate(settings, format).await,
        Command::Check(asked) => check::run(settings, asked, format).await,
        Command::Stage(asked) => stage::run(settings, asked, format).await,
        Command::Retention(asked) => retention::run(settings, asked, format).await,
        Command::Person(asked) => person::run(settings, asked).await,
        Command::User(asked) => user::run(settings, asked, format).await,
        Command::Key(asked) => key::run(settings, asked, format).await,
        Command::Cert(asked) => cert::run(settings, asked, format),
        Command::Backup(asked) => backup::run(settings, asked, format).await,
        Command::Restore(asked) => restore::run(settings, asked, format).await,
        Command::Config(_) => Ok(config::show(settings, format)),
    }
}
