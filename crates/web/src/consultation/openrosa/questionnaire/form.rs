//! The questionnaire as an XForm. Its texts are Chinese: it is read out at a door in China.

use std::fmt::Write as _;

use linli_domain::consultation::Catalogue;
use linli_domain::consultation::opinion::{LONGEST_TEXT, MOST_WISHES};
use linli_domain::consultation::survey::question::{Kind, Question};
use linli_domain::consultation::survey::visit::LONGEST_NEEDS;
use linli_domain::consultation::survey::{Campaign, Outcome};

use super::super::answer::escaped;
use super::super::credentials::md5;
use super::form_id;
use crate::shell::Lang;

/// A row of a table beside the form, as clients read it.
const ITEM: &str = "root/item";

/// A form that is being written: its places, what is said of them, and what is asked.
#[derive(Default)]
struct Writing {
    places: String,
    binds: String,
    body: String,
}

fn t(key: &str) -> String {
    escaped(&Lang::Zh.text(key))
}

impl Writing {
    /// A question in the group of what is answered; `bind` is what else its bind says.
    fn ask(&mut self, name: &str, bind: &str, control: &str) {
        // Into a text: it cannot fail.
        let _ = write!(self.places, "<{name}/>");
        let _ = writeln!(self.binds, "<bind nodeset=\"/data/said/{name}\" {bind}/>");
        self.body.push_str(control);
        self.body.push('\n');
    }

    fn text(&mut self, name: &str, kind: &str, bind: &str, label: &str) {
        let control = format!("<input ref=\"/data/said/{name}\"><label>{label}</label></input>");
        self.ask(name, &format!("type=\"{kind}\" {bind}"), &control);
    }

    fn one(&mut self, name: &str, bind: &str, label: &str, choices: &[(String, String)]) {
        let control = choice("select1", &format!("/data/said/{name}"), label, choices);
        self.ask(name, &format!("type=\"string\" {bind}"), &control);
    }
}

/// A control with its choices: value and label.
fn choice(control: &str, at: &str, label: &str, choices: &[(String, String)]) -> String {
    let mut text = format!("<{control} ref=\"{at}\"><label>{label}</label>");
    for (value, label) in choices {
        let _ = write!(text, "<item><label>{label}</label><value>{value}</value></item>");
    }
    text + &format!("</{control}>")
}

fn worded(words: &[(&str, &str)]) -> Vec<(String, String)> {
    words.iter().map(|(value, key)| ((*value).to_owned(), t(key))).collect()
}

fn yes_no() -> Vec<(String, String)> {
    worded(&[("yes", "door-yes-plain"), ("no", "door-no-plain")])
}

fn wills() -> Vec<(String, String)> {
    worded(&[("yes", "door-yes"), ("no", "door-no"), ("unsure", "door-unsure")])
}

/// The form, and its version: the number of the questions, and what tells another list of works from this one.
pub(super) fn write(campaign: &Campaign, number: i64, catalogue: &Catalogue, notice: &str) -> (String, String) {
    let mut writing = Writing::default();
    answered(&mut writing, campaign, catalogue, notice);
    let version = format!("{number}-{}", &md5(&writing.body)[..8]);
    (framed(&writing, campaign, &version), version)
}

fn answered(writing: &mut Writing, campaign: &Campaign, catalogue: &Catalogue, notice: &str) {
    writing.text("notice", "string", "readonly=\"true()\"", &format!("{}：{}", t("door-notice"), escaped(notice)));
    let required = "required=\"true()\"";
    let who = worded(&[("owner", "door-owner"), ("occupant", "door-occupant")]);
    writing.one("respondent", required, &t("door-respondent"), &who);
    writing.one("willing", required, &t("door-willing"), &wills());
    let items = catalogue.offered().flat_map(|(_, items)| items);
    let items: Vec<_> = items.map(|item| (escaped(&item.code), escaped(&item.name.zh))).collect();
    for nth in 1..=MOST_WISHES {
        let before: Vec<_> = (1..nth).map(|n| format!(". != /data/said/wish{n}")).collect();
        let bind = if before.is_empty() {
            String::new()
        } else {
            let last = nth - 1;
            format!("relevant=\"/data/said/wish{last} != ''\" constraint=\"{}\"", before.join(" and "))
        };
        writing.one(&format!("wish{nth}"), &bind, &format!("{} {nth}", t("door-wishes")), &items);
    }
    writing.text("text", "string", &most(LONGEST_TEXT), &t("door-text"));
    writing.one("hazard", "", &t("door-hazard"), &yes_no());
    writing.one("pay", "", &t("door-pay"), &wills());
    let pays = "relevant=\"/data/said/pay = 'yes'\" constraint=\". &gt; 0 and . &lt;= 1000000\"";
    writing.text("pay_amount", "decimal", pays, &t("door-pay-amount"));
    writing.one("council", "", &t("door-council"), &yes_no());
    if campaign.form.special_needs {
        writing.one("consent", "", &t("door-consent"), &yes_no());
        let agreed = format!("relevant=\"/data/said/consent = 'yes'\" {}", most(LONGEST_NEEDS));
        writing.text("needs", "string", &agreed, &t("door-needs"));
    }
    for (at, question) in campaign.form.own.iter().enumerate() {
        own(writing, at, question);
    }
}

fn most(characters: usize) -> String {
    format!("constraint=\"string-length(.) &lt;= {characters}\"")
}

/// An office's own question; its choices are answered by their place in the list.
fn own(writing: &mut Writing, at: usize, question: &Question) {
    let (name, label) = (format!("own{at}"), escaped(&question.label));
    let numbered = |choices: &[String]| -> Vec<(String, String)> {
        choices.iter().enumerate().map(|(at, label)| (at.to_string(), escaped(label))).collect()
    };
    match &question.kind {
        Kind::YesNo => writing.one(&name, "", &label, &yes_no()),
        Kind::One(choices) => writing.one(&name, "", &label, &numbered(choices)),
        Kind::Several(choices) => {
            let control = choice("select", &format!("/data/said/{name}"), &label, &numbered(choices));
            writing.ask(&name, "type=\"select\"", &control);
        }
        Kind::Number => writing.text(&name, "int", "constraint=\". &gt;= 0\"", &label),
        Kind::Text => writing.text(&name, "string", &most(500), &label),
    }
}

fn framed(writing: &Writing, campaign: &Campaign, version: &str) -> String {
    let outcomes =
        Outcome::ALL.map(|one| (one.as_str().to_owned(), t(&format!("door-{}", one.as_str().replace('_', "-")))));
    let outcome = choice("select1", "/data/outcome", &t("door-outcome"), &outcomes);
    let places = worded(&[
        ("building", "door-place-building"),
        ("entrance", "door-place-entrance"),
        ("common", "door-place-common"),
        ("dwelling", "door-place-dwelling"),
    ]);
    let place = choice("select1", "/data/photo/place", &t("openrosa-door-photo-place"), &places);
    let (id, title) = (form_id(campaign.id), escaped(&campaign.name));
    let Writing { places, binds, body } = writing;
    let (entrance, door, photo) = (t("openrosa-door-entrance"), t("openrosa-door-door"), t("door-photos"));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>{title}</h:title><model>
<instance><data id="{id}" version="{version}"><end/><entrance/><door/><outcome/><said>{places}</said><photo jr:template=""><image/><place/></photo><meta><instanceID/></meta></data></instance>
<instance id="entrances" src="jr://file-csv/entrances.csv"/>
<instance id="doors" src="jr://file-csv/doors.csv"/>
<bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>
<bind nodeset="/data/entrance" type="string" required="true()"/>
<bind nodeset="/data/door" type="string" required="true()"/>
<bind nodeset="/data/outcome" type="string" required="true()"/>
<bind nodeset="/data/said" relevant="/data/outcome = 'answered'"/>
{binds}<bind nodeset="/data/photo/image" type="binary"/>
<bind nodeset="/data/photo/place" type="string" required="true()"/>
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head>
<h:body>
<select1 ref="/data/entrance" appearance="minimal autocomplete"><label>{entrance}</label><itemset nodeset="instance('entrances')/{ITEM}"><value ref="name"/><label ref="label"/></itemset></select1>
<select1 ref="/data/door" appearance="minimal autocomplete"><label>{door}</label><itemset nodeset="instance('doors')/{ITEM}[entrance = /data/entrance]"><value ref="name"/><label ref="label"/></itemset></select1>
{outcome}
<group ref="/data/said">
{body}</group>
<group><label>{photo}</label><repeat nodeset="/data/photo">
<upload ref="/data/photo/image" mediatype="image/*"><label>{photo}</label></upload>
{place}
</repeat></group>
</h:body></h:html>
"#
    )
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;
    use linli_domain::consultation::survey::{CampaignId, Form};
    use linli_formats::xforms::Form as XForm;

    use super::*;

    pub fn campaign() -> Campaign {
        let own = [
            ("q1", Kind::YesNo),
            ("q2", Kind::One(vec!["有<".into(), "没有".into()])),
            ("q3", Kind::Several(vec!["甲".into(), "乙".into()])),
            ("q4", Kind::Number),
            ("q5", Kind::Text),
        ];
        let own = own.map(|(code, kind)| Question { code: code.into(), label: format!("{code} \"&\""), kind });
        Campaign {
            id: CampaignId::from_number(1),
            name: "春季摸底 <示例>".into(),
            neighbourhoods: Vec::new(),
            members: Vec::new(),
            opens: date(2022, 3, 1),
            closes: date(2022, 3, 31),
            target: 75,
            form: Form { notice: String::new(), own: own.to_vec(), special_needs: true },
            closed_on: None,
        }
    }

    #[test]
    fn the_questionnaire_is_a_form_that_phones_can_open() {
        let (xml, version) = write(&campaign(), 3, &Catalogue::default(), "您好 & <告知>");
        let form = XForm::read(xml.as_bytes()).expect("a form");
        assert_eq!(form.id, "linli-survey-00000000-0000-0000-0000-000000000001");
        assert_eq!(form.version.as_deref(), Some(version.as_str()));
        assert!(version.starts_with("3-") && form.has_instance_id && form.oddities.is_empty(), "{:?}", form.oddities);
        let media: Vec<_> = form.media.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(media, ["doors.csv", "entrances.csv"]);
        assert!(xml.contains(&format!("instance('doors')/{ITEM}[entrance = /data/entrance]")), "{xml}");
        assert_eq!(form.repeats(), 1);
        assert!(form.questions() > 20);
    }

    #[test]
    fn other_questions_are_another_version_and_the_same_ones_the_same() {
        let version = |campaign: &Campaign| write(campaign, 3, &Catalogue::default(), "").1;
        let other = Campaign { form: Form::default(), ..campaign() };
        assert_eq!(version(&campaign()), version(&campaign()));
        assert_ne!(version(&campaign()), version(&other));
    }
}
