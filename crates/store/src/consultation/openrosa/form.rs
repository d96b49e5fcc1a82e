//! Forms and their versions. A version is never changed: what phones answered is read by what they were asked.

use linli_domain::consultation::openrosa::{FieldFormId, FormState, MOST_MEDIA, MOST_VERSIONS};
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::{Office, Timestamp};
use serde_json::json;

use crate::{Error, Result, Row, Transaction, Tx, args};

/// A form, with its version that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldForm {
    pub id: FieldFormId,
    pub form_id: String,
    pub title: String,
    pub state: FormState,
    /// The number of the version that is offered: the latest.
    pub number: i64,
}

/// A version as it was checked.
#[derive(Clone, Debug)]
pub struct NewVersion {
    pub form_id: String,
    pub version: String,
    pub title: String,
    /// What phones get,
    pub xml: String,
    /// and what was uploaded, where that is another text.
    pub given: Option<String>,
    pub md5: String,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// A form of its own.
    Form(FieldFormId, i64),
    /// One more version of a form, with the files of the one before.
    Version(FieldFormId, i64),
    /// It is there, word for word.
    Same(FieldFormId, i64),
    /// Its version is there with other words: phones tell versions by their name.
    Taken(FieldFormId),
    TooMany(FieldFormId),
}

macro_rules! field_forms {
    () => {
        "select f.id, f.form_id, f.title, f.state, f.number from field_form f where f.office = $1"
    };
}

/// Publishes a version: of a new form, or one more of the form with this id.
pub fn publish(tx: &mut Transaction, new: &NewVersion) -> Result<Published> {
    let office = tx.office();
    let Some(form) = called(tx, office, &new.form_id)? else {
        let id = add(tx, new)?;
        put_version(tx, id, 1, new)?;
        tx.record("form.published", id, json!({ "form": new.form_id, "version": new.version }));
        return Ok(Published::Form(id, 1));
    };
    let there = tx.query_opt(
        "select number, xml from field_form_version where office = $1 and form = $2 and version = $3",
        args![office, form.id, new.version],
        |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)),
    )?;
    match there {
        Some((number, xml)) if xml == new.xml => return Ok(Published::Same(form.id, number)),
        Some(_) => return Ok(Published::Taken(form.id)),
        None if form.number >= MOST_VERSIONS => return Ok(Published::TooMany(form.id)),
        None => {}
    }
    let number = form.number + 1;
    put_version(tx, form.id, number, new)?;
    tx.run(
        "insert into field_form_medium (office, form, number, name, digest, md5, bytes, at, account, by_name)
         select office, form, $3, name, digest, md5, bytes, at, account, by_name from field_form_medium
          where office = $1 and form = $2 and number = $4",
        args![office, form.id, number, form.number],
    )?
    .count();
    tx.run(
        "update field_form set number = $3, title = $4 where office = $1 and id = $2 and number = $5",
        args![office, form.id, number, new.title, form.number],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("form.published", form.id, json!({ "form": new.form_id, "version": new.version }));
    Ok(Published::Version(form.id, number))
}

fn add(tx: &mut Transaction, new: &NewVersion) -> Result<FieldFormId> {
    let (office, now, actor, id) = (tx.office(), tx.now(), tx.actor().clone(), FieldFormId::new());
    tx.run(
        "insert into field_form (office, id, form_id, title, state, number, at, account, by_name)
         values ($1, $2, $3, $4, 'open', 1, $5, $6, $7)",
        args![office, id, new.form_id, new.title, now, actor.account, actor.name],
    )?
    .exactly_one()?;
    Ok(id)
}

fn put_version(tx: &mut Transaction, form: FieldFormId, number: i64, new: &NewVersion) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    tx.run(
        "insert into field_form_version (office, form, number, version, title, xml, given, md5, bytes, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            office,
            form,
            number,
            new.version,
            new.title,
            new.xml,
            new.given,
            new.md5,
            new.xml.len(),
            now,
            actor.account,
            actor.name
        ],
    )?
    .exactly_one()
}

/// Opens, closes or ends a form. `Stale`: somebody else did so meanwhile.
pub fn set_state(tx: &mut Transaction, id: FieldFormId, from: FormState, to: FormState) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update field_form set state = $4 where office = $1 and id = $2 and state = $3",
        args![office, id, from.as_str(), to.as_str()],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("form.state_set", id, json!({ "state": to.as_str() }));
    Ok(())
}

pub fn get(tx: &mut Tx, office: Office, id: FieldFormId) -> Result<FieldForm> {
    tx.query_one(concat!(field_forms!(), " and f.id = $2"), args![office, id], read)
}

/// By the id that phones know it by.
pub fn called(tx: &mut Tx, office: Office, form_id: &str) -> Result<Option<FieldForm>> {
    tx.query_opt(concat!(field_forms!(), " and f.form_id = $2"), args![office, form_id], read)
}

/// Forms after an id that phones know, in the order of those ids.
pub fn list(tx: &mut Tx, office: Office, after: &str, most: usize) -> Result<Vec<FieldForm>> {
    tx.query(
        concat!(field_forms!(), " and f.form_id > $2 order by f.form_id limit $3"),
        args![office, after, most],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<FieldForm> {
    Ok(FieldForm {
        id: row.get(0)?,
        form_id: row.get(1)?,
        title: row.get(2)?,
        state: row.get::<String>(3)?.parse().map_err(|()| Error::Damaged)?,
        number: row.get(4)?,
    })
}

/// A form as phones are offered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub id: FieldFormId,
    pub form_id: String,
    pub number: i64,
    pub version: String,
    pub title: String,
    pub md5: String,
    /// There are files beside it.
    pub has_media: bool,
}

/// Phones cannot leaf through a list.
const MOST_OFFERED: usize = 1_000;

/// The forms that are open; all, or the one of an id.
pub fn offered(tx: &mut Tx, office: Office, form_id: Option<&str>) -> Result<Vec<Offered>> {
    tx.query(
        "select f.id, f.form_id, v.number, v.version, v.title, v.md5,
                exists (select 1 from field_form_medium m
                         where m.office = $1 and m.form = v.form and m.number = v.number)
           from field_form f
           join field_form_version v on v.office = f.office and v.form = f.id and v.number = f.number
          where f.office = $1 and f.state = 'open' and ($2 is null or f.form_id = $2)
          order by f.form_id limit $3",
        args![office, form_id.map(str::to_owned), MOST_OFFERED],
        |row| {
            Ok(Offered {
                id: row.get(0)?,
                form_id: row.get(1)?,
                number: row.get(2)?,
                version: row.get(3)?,
                title: row.get(4)?,
                md5: row.get(5)?,
                has_media: row.get(6)?,
            })
        },
    )
}

/// A version without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub number: i64,
    pub version: String,
    pub title: String,
    pub md5: String,
    pub bytes: i64,
    pub at: Timestamp,
    pub by_name: String,
}

/// The versions of a form, the latest first.
pub fn versions(tx: &mut Tx, office: Office, form: FieldFormId) -> Result<Vec<Version>> {
    tx.query(
        "select number, version, title, md5, bytes, at, by_name from field_form_version
          where office = $1 and form = $2 order by number desc",
        args![office, form],
        |row| {
            Ok(Version {
                number: row.get(0)?,
                version: row.get(1)?,
                title: row.get(2)?,
                md5: row.get(3)?,
                bytes: row.get(4)?,
                at: row.get(5)?,
                by_name: row.get(6)?,
            })
        },
    )
}

/// The text of a version as phones get it, and its MD5.
pub fn xml(tx: &mut Tx, office: Office, form: FieldFormId, number: i64) -> Result<(String, String)> {
    tx.query_one(
        "select xml, md5 from field_form_version where office = $1 and form = $2 and number = $3",
        args![office, form, number],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A file beside a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medium {
    pub name: String,
    pub digest: Digest,
    pub md5: String,
    pub bytes: i64,
}

/// Puts a file beside a version, in the place of one of that name.
pub fn put_medium(tx: &mut Transaction, form: FieldFormId, number: i64, medium: &Medium) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let others: i64 = tx.query_one(
        "select count(*) from field_form_medium where office = $1 and form = $2 and number = $3 and name <> $4",
        args![office, form, number, medium.name],
        |row| row.get(0),
    )?;
    if usize::try_from(others).unwrap_or(usize::MAX) >= MOST_MEDIA {
        return Err(Error::Refused);
    }
    tx.run(
        "insert into field_form_medium (office, form, number, name, digest, md5, bytes, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (office, form, number, name) do update
            set digest = $5, md5 = $6, bytes = $7, at = $8, account = $9, by_name = $10",
        args![
            office,
            form,
            number,
            medium.name,
            medium.digest,
            medium.md5,
            medium.bytes,
            now,
            actor.account,
            actor.name
        ],
    )?
    .exactly_one()?;
    tx.record("form.medium_put", form, json!({ "file": medium.name, "digest": medium.digest.to_string() }));
    Ok(())
}

/// The files beside a version, by name.
pub fn media(tx: &mut Tx, office: Office, form: FieldFormId, number: i64) -> Result<Vec<Medium>> {
    tx.query(
        "select name, digest, md5, bytes from field_form_medium
          where office = $1 and form = $2 and number = $3 order by name",
        args![office, form, number],
        |row| Ok(Medium { name: row.get(0)?, digest: row.get(1)?, md5: row.get(2)?, bytes: row.get(3)? }),
    )
}
