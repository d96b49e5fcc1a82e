//! An answered questionnaire as a visit: the same content that the app at the door sends.

use linli_domain::consultation::survey::question::{Kind, Reply};
use linli_domain::consultation::survey::visit::{Answers, Respondent, Will};
use linli_domain::consultation::survey::{Form, Outcome, Visit, VisitId};
use linli_domain::kernel::{Money, Timestamp};
use linli_domain::register::DwellingId;
use linli_formats::xforms::{Element, Submission};

/// What stands in an answer that a phone sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filled {
    pub id: VisitId,
    /// The number of the questions that it answers.
    pub number: i64,
    pub visit: Visit,
    /// When it was filled in, by the phone's clock.
    pub at: Option<Timestamp>,
    /// Photos by the names of their files, with what they show.
    pub photos: Vec<(String, &'static str)>,
}

/// The element that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong(pub &'static str);

const PLACES: [&str; 4] = ["building", "entrance", "common", "dwelling"];

/// The identity of a visit is that of the answer.
fn visit_id(instance: Option<&str>) -> Option<VisitId> {
    instance?.strip_prefix("uuid:")?.to_ascii_lowercase().parse().ok()
}

/// The number of the questions that a version names.
pub(super) fn number_of(version: Option<&str>) -> Option<i64> {
    version?.split('-').next()?.parse().ok()
}

/// Reads an answer by the questions that it was asked.
pub(super) fn read(answer: &Submission, form: &Form) -> Result<Filled, Wrong> {
    let root = &answer.root;
    let id = visit_id(answer.instance_id.as_deref()).ok_or(Wrong("meta/instanceID"))?;
    let replaces = match &answer.deprecated_id {
        Some(before) => Some(visit_id(Some(before)).ok_or(Wrong("meta/deprecatedID"))?),
        None => None,
    };
    let dwelling: DwellingId = said(root, "door").and_then(|text| text.parse().ok()).ok_or(Wrong("door"))?;
    let outcome: Outcome = said(root, "outcome").and_then(|text| text.parse().ok()).ok_or(Wrong("outcome"))?;
    let answers = match (outcome, root.child("said")) {
        (Outcome::Answered, Some(said)) => Some(answers(said, form)?),
        (Outcome::Answered, None) => return Err(Wrong("said")),
        _ => None,
    };
    let photos = root.elements().filter(|child| child.local() == "photo");
    let photos = photos.filter_map(|photo| {
        let shows = said(photo, "place");
        let place = PLACES.into_iter().find(|place| Some(*place) == shows.as_deref()).unwrap_or("dwelling");
        Some((said(photo, "image")?, place))
    });
    Ok(Filled {
        id,
        number: number_of(answer.version.as_deref()).ok_or(Wrong("@version"))?,
        visit: Visit { dwelling, outcome, answers, replaces },
        at: said(root, "end").and_then(|text| text.parse().ok()),
        photos: photos.collect(),
    })
}

fn said(element: &Element, name: &str) -> Option<String> {
    element.child(name).and_then(Element::said)
}

fn answers(given: &Element, form: &Form) -> Result<Answers, Wrong> {
    let yes = |name: &'static str| match said(given, name).as_deref() {
        Some("yes") => Ok(Some(true)),
        Some("no") => Ok(Some(false)),
        None => Ok(None),
        Some(_) => Err(Wrong(name)),
    };
    let respondent = match said(given, "respondent").as_deref() {
        Some("owner") => Respondent::Owner,
        Some("occupant") => Respondent::Occupant,
        _ => return Err(Wrong("respondent")),
    };
    let will = |name: &'static str| match said(given, name) {
        None => Ok(None),
        Some(text) => Will::ALL.into_iter().find(|will| will.as_str() == text).map(Some).ok_or(Wrong(name)),
    };
    let pay_fen = match said(given, "pay_amount") {
        Some(yuan) => Some(fen(&yuan).ok_or(Wrong("pay_amount"))?),
        None => None,
    };
    let wishes = ["wish1", "wish2", "wish3"].into_iter().filter_map(|name| said(given, name)).collect();
    let mut own = linli_domain::consultation::survey::question::Replies::new();
    for (at, question) in form.own.iter().enumerate() {
        if let Some(text) = said(given, &format!("own{at}")) {
            own.insert(question.code.clone(), reply(&question.kind, text).ok_or(Wrong("own"))?);
        }
    }
    Ok(Answers {
        respondent,
        willing: will("willing")?.ok_or(Wrong("willing"))?,
        wishes,
        text: said(given, "text").unwrap_or_default(),
        hazard: yes("hazard")?.unwrap_or_default(),
        pay: will("pay")?,
        pay_fen,
        council: yes("council")?,
        needs: said(given, "needs").unwrap_or_default(),
        consent: yes("consent")?.unwrap_or_default(),
        own,
    })
}

fn fen(yuan: &str) -> Option<Money> {
    linli_domain::kernel::text::scaled_integer(yuan.trim(), 2).ok().map(Money::from_fen)
}

fn reply(kind: &Kind, text: String) -> Option<Reply> {
    Some(match kind {
        Kind::YesNo => Reply::Yes(match text.as_str() {
            "yes" => true,
            "no" => false,
            _ => return None,
        }),
        Kind::One(_) | Kind::Number => Reply::Number(text.parse().ok()?),
        Kind::Several(_) => Reply::Several(text.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?),
        Kind::Text => Reply::Text(text),
    })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::campaign;
    use super::*;

    const ID: &str = "0197dddd-0000-4000-8000-00000000000a";

    fn filled(said: &str, outcome: &str) -> Result<Filled, Wrong> {
        let xml = format!(
            "<data id=\"linli-survey-x\" version=\"3-abc\"><end>2022-05-05T09:30:00.000+08:00</end>\
             <door>01970000-0000-7000-8000-000000000001</door><outcome>{outcome}</outcome><said>{said}</said>\
             <photo><image>a.jpg</image><place>common</place></photo><photo><image/><place/></photo>\
             <meta><instanceID>uuid:{}</instanceID></meta></data>",
            ID.to_uppercase()
        );
        read(&Submission::read(xml.as_bytes()).expect("XML"), &campaign().form)
    }

    #[test]
    fn an_answer_is_a_visit() {
        let said = "<respondent>owner</respondent><willing>yes</willing><wish1>lift</wish1><wish2>water</wish2><wish3/>\
                    <text>灯不亮</text><hazard>yes</hazard><pay>yes</pay><pay_amount>2000.50</pay_amount><council>no</council>\
                    <consent>yes</consent><needs>坐轮椅</needs><own0>no</own0><own1>1</own1><own2>0 1</own2><own3>7</own3><own4>是</own4>";
        let filled = filled(said, "answered").expect("a visit");
        assert_eq!((filled.id.to_string().as_str(), filled.number), (ID, 3));
        assert_eq!(filled.at.map(|at| at.to_string()).as_deref(), Some("2022-05-05T01:30:00Z"));
        assert_eq!(filled.photos, [("a.jpg".to_owned(), "common")]);
        let answers = filled.visit.answers.expect("answers");
        assert_eq!(answers.wishes, ["lift", "water"]);
        assert_eq!(
            (answers.pay_fen, answers.council, answers.hazard),
            (Some(Money::from_fen(200_050)), Some(false), true)
        );
        assert_eq!(answers.own["q3"], Reply::Several(vec![0, 1]));
        assert_eq!(answers.own["q1"], Reply::Yes(false));
    }

    #[test]
    fn where_nobody_was_home_nobody_answered() {
        let filled = filled("<respondent>owner</respondent>", "nobody_home").expect("a visit");
        assert_eq!(filled.visit.answers, None);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        assert_eq!(filled("", "answered"), Err(Wrong("respondent")));
        assert_eq!(filled("<respondent>owner</respondent>", "answered"), Err(Wrong("willing")));
        assert_eq!(filled("", "burnt_down"), Err(Wrong("outcome")));
        let said = "<respondent>owner</respondent><willing>yes</willing>";
        for (more, wrong) in [
            ("<pay_amount>1e9</pay_amount>", "pay_amount"),
            ("<hazard>maybe</hazard>", "hazard"),
            ("<own1>x</own1>", "own"),
        ] {
            assert_eq!(filled(&format!("{said}{more}"), "answered"), Err(Wrong(wrong)));
        }
    }
}
