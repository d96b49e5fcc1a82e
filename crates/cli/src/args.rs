//! What may be said on the command line. The words people read stand in `locales/`, not here.

mod equal_shares;
mod lift;
mod vote;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Deserialize;

pub use self::equal_shares::{CompletionBy, EqualShares, ShareRule};
pub use self::lift::LiftAsked;
pub use self::vote::VoteAsked;
use linli_domain::consultation::Receipt;
use linli_domain::kernel::account::SignInName;
use linli_domain::kernel::people::Role;
use linli_domain::kernel::{Date, DivisionCode, Month, Office};
use linli_domain::organisation::TermId;
use linli_domain::register::DwellingId;
use linli_domain::works::stage::Stage;
use linli_formats::table::Unit;
use linli_store::objects::Shelf;

use crate::lang::Lang;

#[derive(Debug, Parser)]
#[command(name = "linli", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Said before or after any command.
#[derive(Debug, Default, Args)]
pub struct Global {
    #[arg(long, global = true, env = "LINLI_DATABASE", value_name = "ADDRESS")]
    pub database: Option<String>,
    #[arg(long, global = true, env = "LINLI_DATABASE_CA", value_name = "FILE")]
    pub database_ca: Option<PathBuf>,
    #[arg(long, global = true, env = "LINLI_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    #[arg(long, global = true, env = "LINLI_OBJECTS", value_name = "PLACE")]
    pub objects: Option<Shelf>,
    #[arg(long, global = true, env = "LINLI_S3_ENDPOINT", value_name = "ADDRESS")]
    pub s3_endpoint: Option<String>,
    #[arg(long, global = true, env = "LINLI_S3_REGION", value_name = "NAME")]
    pub s3_region: Option<String>,
    #[arg(long, global = true, env = "LINLI_S3_KEY_ID", value_name = "KEY")]
    pub s3_key_id: Option<String>,
    #[arg(long, global = true, env = "LINLI_S3_ALLOW_HTTP")]
    pub s3_allow_http: bool,
    #[arg(long, global = true, env = "LINLI_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    #[arg(long, global = true, env = "LINLI_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, global = true, env = "LINLI_FORMAT", value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: Output,
    #[arg(long, global = true, env = "LINLI_LANG", value_name = "LANGUAGE", value_enum)]
    pub lang: Option<Lang>,
    #[arg(long, global = true, env = "LINLI_LOG", value_name = "LEVEL")]
    pub log: Option<String>,
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// What `--format` may ask for. A bulletin is also printed as a page and on paper; nothing else is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Output {
    #[default]
    Text,
    Json,
    #[value(hide = true)]
    Html,
    #[value(hide = true)]
    Pdf,
    #[value(hide = true)]
    Xlsx,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    Json,
}

impl Format {
    /// The form of complaints about a command line that was not understood: what `--format` seems to say.
    pub fn guess(args: &[OsString], env: impl Fn(&str) -> Option<String>) -> Self {
        let said = args.iter().enumerate().find_map(|(at, arg)| match arg.to_str()? {
            "--format" => args.get(at + 1)?.to_str().map(str::to_owned),
            arg => arg.strip_prefix("--format=").map(str::to_owned),
        });
        if said.or_else(|| env("LINLI_FORMAT")).as_deref() == Some("json") { Self::Json } else { Self::Text }
    }
}

impl Output {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// For everything but bulletins; also for what goes wrong with them.
    pub const fn plain(self) -> Format {
        if matches!(self, Self::Json) { Format::Json } else { Format::Text }
    }

    /// A bulletin is printed as a page and on paper, a monthly report is a workbook; nothing else is either.
    pub const fn fits(self, command: &Command) -> bool {
        match self {
            Self::Text | Self::Json => true,
            Self::Html | Self::Pdf => matches!(command, Command::Bulletin(_)),
            Self::Xlsx => matches!(command, Command::Report(_)),
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves pages until it is stopped.
    Serve(Serve),
    /// Serves a fresh, made-up county to look around in.
    Demo(Demo),
    /// Takes files that offices keep.
    #[command(subcommand)]
    Import(Import),
    /// Takes files out, for offices and for safe keeping.
    #[command(subcommand)]
    Export(Export),
    /// Prints the league table and bulletin of a scope and month.
    Bulletin(BulletinAsked),
    /// Stages of neighbourhoods: where each stands, and the next one reported or taken back.
    #[command(subcommand)]
    Stage(StageAsked),
    /// The monthly report of a county, and its indicators.
    #[command(subcommand)]
    Report(ReportAsked),
    /// The survey of households: papers with a code for doors and stairwells.
    #[command(subcommand)]
    Survey(SurveyAsked),
    /// What residents say: what it is about.
    #[command(subcommand)]
    Opinions(OpinionsAsked),
    /// Forms of OpenRosa: whether one can be published.
    #[command(subcommand)]
    Openrosa(OpenrosaAsked),
    /// Shares out a budget by equal shares, or greedily: an election in a file of Pabulib.
    EqualShares(EqualShares),
    /// Owners' votes in files: counted anew, and verified.
    #[command(subcommand)]
    Vote(VoteAsked),
    /// A lift for an entrance in a file: who pays how much.
    #[command(subcommand)]
    Lift(LiftAsked),
    /// Brings the database to this version.
    Migrate,
    /// Walks through everything that must hold.
    Check(Check),
    /// Puts records and evidence into one file, while Linli serves.
    Backup(Backup),
    /// Puts a backup back, once all of it was looked through.
    Restore(Restore),
    /// Accounts: the first one, and those who forgot their password.
    #[command(subcommand)]
    User(User),
    /// The key outside of the database: what it seals, and how it is changed.
    #[command(subcommand)]
    Key(Key),
    /// Personal data whose time is over: what is due, and its erasure.
    #[command(subcommand)]
    Retention(RetentionAsked),
    /// What Linli keeps of somebody.
    #[command(subcommand)]
    Person(PersonAsked),
    /// Makes or renews certificates for use inside an office's own network.
    Cert(Cert),
    /// Shows every setting in force, and where it was said: those of `serve` as well.
    Config(Serve),
}

#[derive(Debug, Default, Args)]
pub struct Serve {
    #[arg(long, env = "LINLI_ADDRESS", value_name = "ADDRESS")]
    pub address: Option<SocketAddr>,
    #[arg(long, env = "LINLI_TLS_CERT", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    #[arg(long, env = "LINLI_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    #[arg(long, env = "LINLI_BEHIND_PROXY", value_parser = BoolishValueParser::new())]
    pub behind_proxy: bool,
    #[arg(long, env = "LINLI_OFFICE", value_name = "CODE")]
    pub office: Option<Office>,
    #[arg(long, env = "LINLI_METRICS_TOKEN", value_name = "TOKEN")]
    pub metrics_token: Option<String>,
    #[arg(long, env = "LINLI_CONTACT", value_name = "TEXT")]
    pub contact: Option<String>,
    /// Where residents reach it, as it is printed.
    #[arg(long, env = "LINLI_SITE", value_name = "ADDRESS")]
    pub site: Option<String>,
    #[arg(long, env = "LINLI_SECOND_FACTOR", value_name = "WHO", value_enum)]
    pub second_factor: Option<SecondFactor>,
    #[arg(long, env = "LINLI_OIDC_ISSUER", value_name = "ADDRESS")]
    pub oidc_issuer: Option<String>,
    #[arg(long, env = "LINLI_OIDC_CLIENT_ID", value_name = "NAME")]
    pub oidc_client_id: Option<String>,
    #[arg(long, env = "LINLI_OIDC_CLIENT_SECRET_FILE", value_name = "FILE")]
    pub oidc_client_secret_file: Option<PathBuf>,
    #[arg(long, env = "LINLI_OIDC_NAME", value_name = "TEXT")]
    pub oidc_name: Option<String>,
    #[arg(long, env = "LINLI_OIDC_SECOND_FACTOR", value_name = "WHOSE", value_enum)]
    pub oidc_second_factor: Option<WhoseFactor>,
    #[arg(long, env = "LINLI_OIDC_ACR", value_name = "CLASS")]
    pub oidc_acr: Option<String>,
    #[arg(long, env = "LINLI_NO_MIGRATE", value_parser = BoolishValueParser::new())]
    pub no_migrate: bool,
}

/// Who has to have a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecondFactor {
    Required,
    Offered,
}

impl SecondFactor {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Offered => "offered",
        }
    }

    pub const fn of_pages(self) -> linli_web::SecondFactor {
        match self {
            Self::Required => linli_web::SecondFactor::Required,
            Self::Offered => linli_web::SecondFactor::Offered,
        }
    }
}

/// Whose second factor counts for who comes in by the identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhoseFactor {
    Own,
    Trusted,
}

impl WhoseFactor {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Trusted => "trusted",
        }
    }
}

#[derive(Debug, Default, Args)]
pub struct Demo {
    #[arg(long, env = "LINLI_ADDRESS", value_name = "ADDRESS")]
    pub address: Option<SocketAddr>,
    #[arg(long, env = "LINLI_SITE", value_name = "ADDRESS")]
    pub site: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// A register of neighbourhoods.
    Register(ImportRegister),
    /// A declared table of progress.
    Progress(ImportProgress),
}

#[derive(Debug, Args)]
pub struct ImportRegister {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub county: DivisionCode,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub skip_refused: bool,
    #[arg(long, value_name = "COLUMN")]
    pub map: Vec<String>,
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(2000..2100))]
    pub plan_year: Option<i16>,
    #[arg(long, value_name = "UNIT", value_enum)]
    pub money: Option<MoneyIn>,
}

#[derive(Debug, Args)]
pub struct ImportProgress {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "MONTH", value_parser = Month::parse_loose)]
    pub month: Month,
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub scope: Option<DivisionCode>,
    #[arg(long, value_name = "NAME")]
    pub sender: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    #[arg(long, value_name = "COLUMN")]
    pub map: Vec<String>,
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    #[arg(long, value_name = "UNIT", value_enum)]
    pub money: Option<MoneyIn>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub skip_refused: bool,
}

/// What money is counted in, where a table does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MoneyIn {
    Yuan,
    Wan,
    Yi,
}

impl From<MoneyIn> for Unit {
    fn from(money: MoneyIn) -> Self {
        match money {
            MoneyIn::Yuan => Self::Yuan,
            MoneyIn::Wan => Self::Wan,
            MoneyIn::Yi => Self::Yi,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Export {
    /// A register of neighbourhoods.
    Register(ExportRegister),
}

#[derive(Debug, Args)]
pub struct ExportRegister {
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub county: DivisionCode,
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct BulletinAsked {
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub scope: DivisionCode,
    #[arg(long, value_name = "MONTH", value_parser = Month::parse_loose)]
    pub month: Month,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum StageAsked {
    /// Where every neighbourhood stands.
    List(StageList),
    /// Reports a stage, or takes it back with a reason.
    Advance(StageAdvance),
}

#[derive(Debug, Subcommand)]
pub enum SurveyAsked {
    /// Prints slips for doors, or posters for stairwells.
    Slips(SlipsAsked),
}

#[derive(Debug, Args)]
pub struct SlipsAsked {
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub county: DivisionCode,
    #[arg(long, value_name = "NUMBER")]
    pub neighbourhood: String,
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub building: String,
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub entrance: String,
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub room: String,
    #[arg(long)]
    pub posters: bool,
    #[arg(long, requires = "posters")]
    pub a3: bool,
    /// Ends the codes that hold, for this reason.
    #[arg(long, value_name = "REASON")]
    pub reprint: Option<String>,
    /// Where residents reach Linli, where it is not set for `serve` as well.
    #[arg(long, visible_alias = "address", env = "LINLI_SITE", value_name = "ADDRESS")]
    pub site: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub contact: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum RetentionAsked {
    /// What is due today, by kind; exit 1 where something is.
    List(OfCounty),
    /// Erases what is due, for good.
    Apply(OfCounty),
    /// Erases again what a backup brought back that was put back by other tools.
    Repeat,
}

#[derive(Debug, Args)]
pub struct OfCounty {
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub county: DivisionCode,
}

#[derive(Debug, Subcommand)]
pub enum PersonAsked {
    /// Prints it as JSON.
    Export(PersonExport),
}

#[derive(Clone, Debug, Args)]
pub struct PersonExport {
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub county: DivisionCode,
    #[arg(long, value_name = "ACCOUNT", conflicts_with_all = ["term", "receipt", "dwelling"],
          required_unless_present_any = ["term", "receipt", "dwelling"])]
    pub sign_in: Option<SignInName>,
    #[arg(long, value_name = "TERM", conflicts_with_all = ["receipt", "dwelling"])]
    pub term: Vec<TermId>,
    #[arg(long, value_name = "RECEIPT", conflicts_with = "dwelling")]
    pub receipt: Option<Receipt>,
    #[arg(long, value_name = "DWELLING")]
    pub dwelling: Option<DwellingId>,
}

#[derive(Debug, Args)]
pub struct StageList {
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub county: DivisionCode,
}

#[derive(Debug, Args)]
pub struct StageAdvance {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub county: DivisionCode,
    #[arg(long, value_name = "STAGE", value_parser = stage())]
    pub to: Stage,
    #[arg(long, value_name = "DAY")]
    pub on: Option<Date>,
    #[arg(long, value_name = "REASON", conflicts_with = "on")]
    pub reverse: Option<String>,
}

fn stage() -> impl TypedValueParser<Value = Stage> {
    PossibleValuesParser::new(Stage::ALL.map(Stage::as_str)).try_map(|name| name.parse().map_err(|()| "not a stage"))
}

#[derive(Debug, Args)]
pub struct Check {
    /// Removes what no record names: bytes and parts of uploads that were broken off.
    #[arg(long)]
    pub clean: bool,
}

#[derive(Debug, Args)]
pub struct Backup {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Restore {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Adds an account, with a password for once.
    Add(UserAdd),
    /// Gives or takes a role.
    Role(RoleChange),
    /// Sets a password for once, and ends every session.
    Reset(UserReset),
}

#[derive(Debug, Subcommand)]
pub enum Key {
    /// Counts what each key seals.
    Show,
    /// Seals what was kept before there was a key, and leaves nothing of it in the file.
    Seal,
    /// Puts a new key before those of the file.
    New,
    /// Seals everything with the first key.
    Reseal,
    /// Takes a key away that seals nothing any more.
    Drop(KeyDrop),
}

#[derive(Debug, Args)]
pub struct KeyDrop {
    #[arg(value_name = "KEY")]
    pub key: String,
}

#[derive(Debug, Args)]
pub struct UserAdd {
    #[arg(value_name = "ACCOUNT")]
    pub account: String,
    #[arg(long, value_name = "NAME")]
    pub name: String,
    #[arg(long, value_name = "ROLE", value_parser = role())]
    pub role: Vec<Role>,
}

#[derive(Debug, Args)]
pub struct RoleChange {
    #[arg(value_name = "ACCOUNT")]
    pub account: String,
    #[arg(long, value_name = "ROLE", value_parser = role(), conflicts_with = "take")]
    pub give: Option<Role>,
    #[arg(long, value_name = "ROLE", value_parser = role())]
    pub take: Option<Role>,
    #[arg(long, value_name = "CODE")]
    pub scope: Option<DivisionCode>,
}

#[derive(Debug, Args)]
pub struct UserReset {
    #[arg(value_name = "ACCOUNT")]
    pub account: String,
    #[arg(long)]
    pub second_factor: bool,
}

fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::as_str)).try_map(|name| name.parse().map_err(|()| "not a role"))
}

#[derive(Debug, Args)]
pub struct Cert {
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub enum ReportAsked {
    /// The return in the columns of the province, with every neighbourhood.
    Monthly(ReportOf),
    /// The national list of indicators.
    Indicators(ReportOf),
}

#[derive(Debug, Args)]
pub struct ReportOf {
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub county: DivisionCode,
    #[arg(long, value_name = "MONTH", value_parser = Month::parse_loose)]
    pub month: Month,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum OpinionsAsked {
    /// Learns from one file what opinions are about, and tries it on another.
    Classify(OpinionsClassify),
    /// Records the opinions of a table.
    Import(OpinionsImport),
}

#[derive(Debug, Args)]
pub struct OpinionsImport {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "CODE", value_parser = DivisionCode::parse_short)]
    pub county: DivisionCode,
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct OpinionsClassify {
    #[arg(long, value_name = "FILE")]
    pub train: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub test: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum OpenrosaAsked {
    /// Reads a form and says whether it can be published.
    Check(OpenrosaCheck),
}

#[derive(Debug, Args)]
pub struct OpenrosaCheck {
    #[arg(value_name = "FILE")]
    pub form: PathBuf,
}
