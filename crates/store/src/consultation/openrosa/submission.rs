//! Submissions (填报): kept whole, once, however often and in whatever order their parts arrive.

use linli_domain::consultation::openrosa::{CollectorId, FieldFormId, MOST_FILES, SubmissionId};
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::{Office, Personal, Timestamp};
use serde_json::json;

use super::super::receipt;
use crate::seal::Lack;
use crate::seal::places::SUBMISSION_XML;
use crate::{Error, Result, Transaction, Tx, args};

/// One post of a phone, as it was read; its files lie in the object store.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: SubmissionId,
    pub collector: CollectorId,
    pub form_id: String,
    pub version: String,
    /// What the client knows it by; nothing where the form asked for none.
    pub instance: Option<String>,
    /// What it knew the submission by that this one replaces.
    pub deprecated: Option<String>,
    pub encrypted: bool,
    /// As it came, byte for byte.
    pub xml: String,
    /// More files follow in further posts.
    pub incomplete: bool,
    pub files: Vec<SentFile>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentFile {
    pub name: String,
    pub digest: Digest,
    pub media_type: &'static str,
    pub bytes: i64,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    New(SubmissionId),
    /// It is there, word for word; whatever files were new are there now too.
    Same(SubmissionId),
}

/// Why it is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    #[error("no such form")]
    NoSuchForm,
    #[error("no such version")]
    NoSuchVersion,
    #[error("the form is closed")]
    Closed,
    /// Its identity is there with other words.
    #[error("other words under one identity")]
    OtherWords,
    #[error("another one replaces what it wants to replace")]
    ReplacedAlready,
    #[error("it replaces itself")]
    ReplacesItself,
    #[error("more than {MOST_FILES} files")]
    TooManyFiles,
    #[error(transparent)]
    Store(#[from] Error),
}

/// Receives one post.
pub fn receive(tx: &mut Transaction, sent: &Sent) -> Result<Received, NotTaken> {
    let office = tx.office();
    let Place { form, number, open } = place(tx, office, sent)?;
    let instance = match &sent.instance {
        Some(instance) => instance.clone(),
        // Two that differ in nothing are one; a plain digest of a few answers could be guessed.
        None => format!("linli:{}", receipt::secret_or_new(tx)?.digest(&sent.xml)),
    };
    if let Some(there) = known(tx, office, form, &instance)? {
        return again(tx, sent, &there);
    }
    if !open {
        return Err(NotTaken::Closed);
    }
    if sent.deprecated.as_ref() == Some(&instance) {
        return Err(NotTaken::ReplacesItself);
    }
    if let Some(before) = &sent.deprecated
        && is_replaced(tx, office, form, before)?
    {
        return Err(NotTaken::ReplacedAlready);
    }
    let number = number.ok_or(NotTaken::NoSuchVersion)?;
    if !add(tx, sent, form, number, &instance)? {
        // Sent twice at the same moment: the other one was first.
        let there = known(tx, office, form, &instance)?.ok_or(Error::Stale)?;
        return again(tx, sent, &there);
    }
    put_files(tx, sent.id, &sent.files)?;
    let detail = json!({ "form": sent.form_id, "files": sent.files.len(), "collector": sent.collector.to_string() });
    tx.record("submission.received", sent.id, detail);
    Ok(Received::New(sent.id))
}

/// Whether it would be taken, before anything of it is kept.
pub fn look(tx: &mut Tx, office: Office, sent: &Sent) -> Result<(), NotTaken> {
    let place = place(tx, office, sent)?;
    let there = match &sent.instance {
        Some(instance) => known(tx, office, place.form, instance)?,
        None => None,
    };
    match there {
        Some(There { xml: Personal::Known(xml), .. }) if xml != sent.xml => Err(NotTaken::OtherWords),
        // A form that was closed meanwhile still hears again what it has.
        None if !place.open => Err(NotTaken::Closed),
        None if place.number.is_none() => Err(NotTaken::NoSuchVersion),
        Some(_) | None => Ok(()),
    }
}

/// The form and the version that a submission answers.
struct Place {
    form: FieldFormId,
    number: Option<i64>,
    /// Whether it still takes what it does not have.
    open: bool,
}

/// One statement.
fn place(tx: &mut Tx, office: Office, sent: &Sent) -> Result<Place, NotTaken> {
    let found = tx.query_opt(
        "select f.id, f.state, f.number, v.number from field_form f
           left join field_form_version v on v.office = f.office and v.form = f.id and v.version = $3
          where f.office = $1 and f.form_id = $2",
        args![office, sent.form_id, sent.version],
        |row| Ok((row.get(0)?, row.get::<String>(1)?, row.get(2)?, row.get::<Option<i64>>(3)?)),
    )?;
    let (form, state, latest, number) = found.ok_or(NotTaken::NoSuchForm)?;
    let state: linli_domain::consultation::openrosa::FormState = state.parse().map_err(|()| Error::Damaged)?;
    // Old clients name no version; what they have is most likely the latest.
    let number = number.or(sent.version.is_empty().then_some(latest));
    Ok(Place { form, number, open: state.takes() })
}

/// What is known of an identity.
struct There {
    id: SubmissionId,
    complete: bool,
    xml: Personal,
}

fn known(tx: &mut Tx, office: Office, form: FieldFormId, instance: &str) -> Result<Option<There>> {
    let held = tx.held();
    tx.query_opt(
        "select id, complete, xml from submission where office = $1 and form = $2 and instance = $3",
        args![office, form, instance],
        |row| {
            let id: SubmissionId = row.get(0)?;
            let xml = held.open(&SUBMISSION_XML, office, &id.to_string(), &row.get::<String>(2)?);
            Ok(There { id, complete: row.get(1)?, xml })
        },
    )
}

fn is_replaced(tx: &mut Tx, office: Office, form: FieldFormId, instance: &str) -> Result<bool> {
    let there = tx.query_opt(
        "select 1 from submission where office = $1 and form = $2 and deprecated = $3",
        args![office, form, instance],
        |_| Ok(()),
    )?;
    Ok(there.is_some())
}

/// The same once more: perhaps with files that were not there.
fn again(tx: &mut Transaction, sent: &Sent, there: &There) -> Result<Received, NotTaken> {
    let office = tx.office();
    match &there.xml {
        Personal::Known(xml) if *xml == sent.xml => {}
        Personal::Known(_) => return Err(NotTaken::OtherWords),
        Personal::Closed => return Err(Error::NoKey(tx.held().seal().err().unwrap_or(Lack::Other)).into()),
        // What was let go of does not come back because a phone sends it once more.
        Personal::Erased => return Ok(Received::Same(there.id)),
    }
    if !still_kept(tx, there.id)? {
        return Ok(Received::Same(there.id));
    }
    put_files(tx, there.id, &sent.files)?;
    if !there.complete && !sent.incomplete {
        let ended = tx.run(
            "update submission set complete = true where office = $1 and id = $2 and not complete",
            args![office, there.id],
        )?;
        ended.at_most_one()?;
    }
    Ok(Received::Same(there.id))
}

/// Takes the row before files are put to it.
fn still_kept(tx: &mut Transaction, id: SubmissionId) -> Result<bool> {
    let office = tx.office();
    tx.run("update submission set xml = xml where office = $1 and id = $2 and erased_at is null", args![office, id])?
        .at_most_one()
}

/// Adds the row, unless one of this identity is there.
fn add(tx: &mut Transaction, sent: &Sent, form: FieldFormId, number: i64, instance: &str) -> Result<bool> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let xml = tx.seal(&SUBMISSION_XML, &sent.id.to_string(), &sent.xml.as_str().into())?;
    let added = tx.run(
        "insert into submission (office, id, form, number, instance, deprecated, complete, encrypted, xml, bytes,
                received_at, collector, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         on conflict (office, form, instance) do nothing",
        args![
            office,
            sent.id,
            form,
            number,
            instance,
            sent.deprecated,
            !sent.incomplete,
            sent.encrypted,
            xml,
            sent.xml.len(),
            now,
            sent.collector,
            actor.account,
            actor.name
        ],
    )?;
    added.at_most_one()
}

fn put_files(tx: &mut Transaction, id: SubmissionId, files: &[SentFile]) -> Result<(), NotTaken> {
    if files.is_empty() {
        return Ok(());
    }
    let (office, now) = (tx.office(), tx.now());
    tx.run_many(
        "insert into submission_file (office, submission, name, digest, media_type, bytes, at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (office, submission, name, digest) do nothing",
        files.iter().map(|file| args![office, id, file.name, file.digest, file.media_type, file.bytes, now]),
    )?;
    // Counted afterwards: those that were there already are no more than before.
    let there: i64 = tx.query_one(
        "select count(*) from submission_file where office = $1 and submission = $2",
        args![office, id],
        |row| row.get(0),
    )?;
    if usize::try_from(there).unwrap_or(usize::MAX) > MOST_FILES { Err(NotTaken::TooManyFiles) } else { Ok(()) }
}

/// A submission as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    pub id: SubmissionId,
    pub form: FieldFormId,
    pub number: i64,
    pub instance: String,
    pub deprecated: Option<String>,
    pub replaced: bool,
    pub complete: bool,
    pub encrypted: bool,
    pub xml: Personal,
    pub bytes: i64,
    pub received_at: Timestamp,
    pub by_name: String,
}

macro_rules! submissions {
    () => {
        "select s.id, s.form, s.number, s.instance, s.deprecated,
                exists (select 1 from submission n
                         where n.office = s.office and n.form = s.form and n.deprecated = s.instance),
                s.complete, s.encrypted, s.xml, s.bytes, s.received_at, s.by_name
           from submission s where s.office = $1"
    };
}
pub(super) use submissions;

pub fn get(tx: &mut Tx, office: Office, id: SubmissionId) -> Result<Submission> {
    let held = tx.held();
    tx.query_one(concat!(submissions!(), " and s.id = $2"), args![office, id], |row| read(row, office, &held))
}

pub(super) fn read(row: &crate::Row<'_>, office: Office, held: &crate::seal::Held) -> Result<Submission> {
    let id: SubmissionId = row.get(0)?;
    Ok(Submission {
        id,
        form: row.get(1)?,
        number: row.get(2)?,
        instance: row.get(3)?,
        deprecated: row.get(4)?,
        replaced: row.get(5)?,
        complete: row.get(6)?,
        encrypted: row.get(7)?,
        xml: held.open(&SUBMISSION_XML, office, &id.to_string(), &row.get::<String>(8)?),
        bytes: row.get(9)?,
        received_at: row.get(10)?,
        by_name: row.get(11)?,
    })
}

/// A file of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub digest: Digest,
    pub media_type: String,
    pub bytes: i64,
    pub at: Timestamp,
}

/// The files of a submission, by name.
pub fn files(tx: &mut Tx, office: Office, id: SubmissionId) -> Result<Vec<File>> {
    tx.query(
        "select name, digest, media_type, bytes, at from submission_file
          where office = $1 and submission = $2 order by name, at, digest",
        args![office, id],
        |row| {
            Ok(File {
                name: row.get(0)?,
                digest: row.get(1)?,
                media_type: row.get(2)?,
                bytes: row.get(3)?,
                at: row.get(4)?,
            })
        },
    )
}
