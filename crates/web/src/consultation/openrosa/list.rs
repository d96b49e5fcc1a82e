//! `GET …/formList`: the forms that are open. A phone drops the whole list where one of them lacks its id, name or address.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_store::consultation::openrosa::form::{self, Offered};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::answer::{escaped, xml};
use super::gate::Collector;
use super::questionnaire;
use crate::app::App;
use crate::error::WebError;
use crate::extract::Query;

/// Enketo asks for one form; Collect says which phone it is, which nobody needs to know.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(rename = "formID")]
    form_id: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    collector: Collector,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let office = collector.actor.office;
    let wanted = asked.form_id.clone();
    let (account, today, base) = (collector.actor.account, app.today(), collector.base.clone());
    let visits = collector.actor.may_enter(Act::VisitDoors, office).is_ok();
    let read = app.store.read(move |tx| {
        let forms = form::offered(tx, office, wanted.as_deref())?;
        let own = if visits { questionnaire::of_collector(tx, office, account, today, &base)? } else { String::new() };
        Ok::<_, WebError>((forms, own))
    });
    let (forms, own) = read.await?;
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">\n",
    );
    for form in &forms {
        line(&mut body, &collector.base, form);
    }
    let is_asked =
        |line: &&str| asked.form_id.as_ref().is_none_or(|id| line.contains(&format!("<formID>{id}</formID>")));
    for line in own.lines().filter(is_asked) {
        body.push_str(line);
        body.push('\n');
    }
    body.push_str("</xforms>\n");
    Ok(xml(&headers, &hex::encode(&Sha256::digest(&body)[..16]), body))
}

fn line(body: &mut String, base: &str, form: &Offered) {
    let at = format!("{base}/forms/{}/{}", form.id, form.number);
    // Into a text: it cannot fail.
    let _ = write!(
        body,
        "<xform><formID>{}</formID><name>{}</name><version>{}</version><hash>md5:{}</hash><downloadUrl>{at}/form.xml</downloadUrl>",
        escaped(&form.form_id),
        escaped(&form.title),
        escaped(&form.version),
        form.md5
    );
    if form.has_media {
        let _ = write!(body, "<manifestUrl>{at}/manifest.xml</manifestUrl>");
    }
    body.push_str("</xform>\n");
}
