//! Intake of forms for the field (OpenRosa): submissions a second and how long a phone waits, with 1, 8 and 32 phones at once, with
//! and without a photo of 200 KB. Afterwards every answer of the server is looked for in the database.
//!
//! The form is one of our own with 120 questions; `LINLI_XFORM` names another, whose answers are then made up question by question.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use linli_domain::consultation::openrosa::CollectorId;
use linli_domain::kernel::Office;
use linli_domain::sample::COUNTY;
use linli_formats::xforms::{DataType, Form, Node};
use linli_store::consultation::openrosa::collector::{self, NewCollector};
use linli_store::consultation::openrosa::form;
use linli_store::people::session::TokenHash;
use linli_store::seal::KeyFile;
use linli_store::{Error, args};
use linli_web::consultation::openrosa::version;
use linli_web::shell::Lang;
use sha2::{Digest, Sha256};
use support::client::Client;
use support::fill::clerk;
use support::ground::Ground;
use support::people;
use support::server::Server;
use support::{Result, figure, run, tell};
use tokio::task::JoinSet;

const QUESTIONS: usize = 120;
const TOKEN: &str = "abcdefghabcdefghabcdefghabcdefghabcdefgh";
const BOUNDARY: &str = "linli-bench-1f0c";
const PHOTO: usize = 200 * 1000;
/// Submissions of one figure.
const MANY: u64 = 3_200;

fn main() -> Result<()> {
    let form = match std::env::var_os("LINLI_XFORM") {
        Some(file) => std::fs::read_to_string(file)?,
        None => own_form(),
    };
    for ground in Ground::each()? {
        run(measure(&ground, &form))?;
    }
    Ok(())
}

async fn measure(ground: &Ground, form: &str) -> Result<()> {
    let office: Office = COUNTY.parse().map_err(|_| "no office")?;
    let key = ground.data().join("linli.key");
    prepare(ground, office, form, KeyFile::at(Some(key.clone()))).await?;
    let answers = Answers::of(&Form::read(form.as_bytes()).map_err(|why| why.to_string())?);
    let server = Server::linli_with(ground, &["--key-file", &key.display().to_string()])?;
    tell(&format!("{}: XML of an answer", ground.engine), figure(answers.xml("x").len() as u64), "bytes");
    let mut sent = 0;
    for (with, photo) in [("no photo", 0), ("a photo of 200 KB", PHOTO)] {
        for phones in [1_u64, 8, 32] {
            let many = if photo > 0 { MANY / 4 } else { MANY };
            let before = server.cpu()?;
            let started = Instant::now();
            let mut waited = round(&server, office, &answers, phones, many, photo).await?;
            let seconds = started.elapsed().as_secs_f64();
            let cpu = (server.cpu()? - before) * 1000.0 / figure(many);
            sent += many;
            waited.sort_unstable();
            let at = |part: usize| waited[(waited.len() - 1) * part / 100].as_secs_f64() * 1000.0;
            let say = |what: &str, value: f64, unit: &str| {
                tell(&format!("{}: {phones} phones, {with}: {what}", ground.engine), value, unit);
            };
            say("submissions", figure(many) / seconds, "/s");
            say("half are taken within", at(50), "ms");
            say("99 of 100 are taken within", at(99), "ms");
            say("processor a submission", cpu, "ms");
        }
    }
    // No farewell: what was acknowledged must be there however the program ends.
    drop(server);
    let store = ground.open().await?;
    let kept: i64 = store
        .read(move |tx| {
            tx.query_one("select count(*) from submission where office = $1", args![office], |row| row.get(0))
        })
        .await
        .map_err(|error: Error| error)?;
    if kept != i64::try_from(sent)? {
        return Err(format!("{sent} were acknowledged and {kept} are kept").into());
    }
    Ok(())
}

/// A form that is published, and a phone that may send.
async fn prepare(ground: &Ground, office: Office, form: &str, keys: KeyFile) -> Result<()> {
    let store = ground.open().await?.with_keys(keys.clone());
    let _made = keys.to_seal(&store).await?;
    people::somebody(&store, office).await?;
    let new = version(Lang::Zh, "bench.xml", form.as_bytes()).map_err(|why| why.join(" "))?;
    let token = TokenHash(hex::encode(Sha256::digest(TOKEN.as_bytes())));
    let made = store.write(&clerk(office), move |tx| {
        form::publish(tx, &new)?;
        let people = collector::people(tx, office)?;
        let (account, _) = people.first().ok_or(Error::Missing)?;
        let given = NewCollector {
            id: CollectorId::new(),
            account: *account,
            label: "bench".into(),
            user_name: "bench".into(),
            ha1: "0".repeat(32),
            token: token.clone(),
        };
        collector::add(tx, &given)
    });
    made.await.map_err(|error: Error| error)?;
    ground.settle()
}

/// So many submissions by so many phones at once; how long each waited.
async fn round(
    server: &Server,
    office: Office,
    answers: &Answers,
    phones: u64,
    many: u64,
    photo: usize,
) -> Result<Vec<Duration>> {
    let mut all = JoinSet::new();
    for phone in 0..phones {
        let (answers, address) = (answers.clone(), server.address.clone());
        all.spawn(async move {
            let mut client = Client::connect(&address, "").await?;
            let mut waited = Vec::new();
            for n in 0..many / phones {
                let instance = format!("{phones}-{photo}-{phone}-{n}");
                let post = post(office, &answers.xml(&instance), &instance, photo);
                let started = Instant::now();
                let status = client.raw(&post).await?.status;
                waited.push(started.elapsed());
                if status != 201 {
                    return Err(format!("status {status}").into());
                }
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(waited)
        });
    }
    let mut waited = Vec::new();
    while let Some(of_one) = all.join_next().await {
        waited.extend(of_one??);
    }
    Ok(waited)
}

/// A post as Collect makes it, head and body.
fn post(office: Office, xml: &str, instance: &str, photo: usize) -> Vec<u8> {
    let part = |name: &str, kind: &str| {
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
        )
    };
    let mut body = (part("xml_submission_file", "text/xml") + xml + "\r\n").into_bytes();
    if photo > 0 {
        body.extend_from_slice(part("photo.jpg", "image/jpeg").as_bytes());
        // Each is another picture.
        let mut bytes = b"\xff\xd8\xff\xe0".to_vec();
        bytes.extend_from_slice(instance.as_bytes());
        bytes.resize(photo, 7);
        body.extend_from_slice(&bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let head = format!(
        "POST /openrosa/{office}/key/{TOKEN}/submission?deviceID=bench HTTP/1.1\r\nHost: localhost\r\nX-OpenRosa-Version: 1.0\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}

/// Answers to a form: everything is answered, and each has an identity of its own.
#[derive(Clone)]
struct Answers {
    before: String,
    after: String,
}

impl Answers {
    fn of(form: &Form) -> Self {
        let tables = form.tables();
        let kinds: std::collections::HashMap<_, _> =
            tables.iter().flat_map(|table| &table.columns).map(|column| (column.path.as_str(), &column.kind)).collect();
        let version = form.version.as_deref().map(|version| format!(" version=\"{version}\"")).unwrap_or_default();
        let name = &form.root.name;
        let mut inside = String::new();
        for node in form.root.children.iter().filter(|node| node.name != "meta") {
            fill(&mut inside, node, &kinds);
        }
        Self {
            before: format!("<{name} id=\"{}\"{version}>{inside}<meta><instanceID>uuid:", form.id),
            after: format!("</instanceID></meta></{name}>"),
        }
    }

    fn xml(&self, instance: &str) -> String {
        format!("{}{instance}{}", self.before, self.after)
    }
}

fn fill(out: &mut String, node: &Node, kinds: &std::collections::HashMap<&str, &DataType>) {
    let _ = write!(out, "<{}>", node.name);
    if node.is_leaf() {
        out.push_str(match kinds.get(node.path.as_str()) {
            Some(DataType::Integer | DataType::Decimal) => "7",
            Some(DataType::Date) => "2022-05-05",
            Some(DataType::DateTime) => "2022-05-05T09:30:00.000+08:00",
            Some(DataType::Point) => "26.5802 110.1553 310.0 4.5",
            Some(DataType::Binary) => "photo.jpg",
            _ => "楼道里的灯不亮（示例）",
        });
    }
    for child in &node.children {
        fill(out, child, kinds);
    }
    let _ = write!(out, "</{}>", node.name);
}

fn own_form() -> String {
    let (mut places, mut binds, mut body) = (String::new(), String::new(), String::new());
    for n in 0..QUESTIONS {
        let kind = ["string", "int", "date", "geopoint"][n % 4];
        let _ = write!(places, "<q{n}/>");
        let _ = write!(binds, "<bind nodeset=\"/data/q{n}\" type=\"{kind}\"/>");
        let _ = write!(body, "<input ref=\"/data/q{n}\"><label>{n}</label></input>");
    }
    format!(
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><h:title>bench</h:title><model>\
         <instance><data id=\"bench\" version=\"1\">{places}<meta><instanceID/></meta></data></instance>{binds}</model></h:head>\
         <h:body>{body}</h:body></h:html>"
    )
}
