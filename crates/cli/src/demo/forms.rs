//! A form for the field in the demonstration, with a few answers: one of them corrects another. All of it is made up.

use jiff::civil::date;
use linli_domain::consultation::openrosa::{CollectorId, SubmissionId};
use linli_store::Error;
use linli_store::consultation::openrosa::form;
use linli_store::consultation::openrosa::submission::{Sent, receive};
use linli_web::consultation::openrosa::version;
use linli_web::shell::Lang;

use super::replay::{Course, Who};

const FORM: &[u8] = include_bytes!("forms/lamps.xml");

/// Building, entrances, lamps that are dark, a remark; and which answer it corrects.
const ANSWERS: [(&str, u32, u32, &str, Option<u32>); 4] = [
    ("1栋", 2, 3, "二单元一楼到三楼都不亮", None),
    ("2栋", 3, 0, "", None),
    ("3栋", 1, 6, "灯罩也坏了", None),
    ("2栋", 3, 1, "三单元四楼的灯昨晚坏了", Some(1)),
];

pub fn lamps(course: &mut Course) {
    course.add(date(2022, 5, 9), Who::Clerk, |tx| {
        let new = version(Lang::Zh, "lamps.xml", FORM).map_err(|_| Error::Refused)?;
        form::publish(tx, &new).map(drop)
    });
    for (n, answer) in (0..).zip(ANSWERS) {
        course.add(date(2022, 5, 16), Who::Clerk, move |tx| {
            receive(tx, &sent(n, answer)).map(drop).map_err(|_| Error::Refused)
        });
    }
}

fn sent(n: u32, (building, entrances, dark, note, corrects): (&str, u32, u32, &str, Option<u32>)) -> Sent {
    let identity = |n: u32| format!("uuid:0180c000-0000-4000-8000-{n:012}");
    let deprecated = corrects.map(identity);
    let named = deprecated.as_ref().map(|id| format!("<deprecatedID>{id}</deprecatedID>")).unwrap_or_default();
    let id = identity(n);
    Sent {
        id: SubmissionId::from_number(0x0180_c000_0000_7000_8000_0000_0000_0000 + u128::from(n)),
        collector: CollectorId::from_number(1),
        form_id: "lamps".to_owned(),
        version: "2022-05".to_owned(),
        xml: format!(
            "<data id=\"lamps\" version=\"2022-05\"><building>{building}</building><entrances>{entrances}</entrances>\
             <dark>{dark}</dark><place>26.58 110.15 310 5</place><note>{note}</note>\
             <floor><level>1</level><state>dark</state></floor><floor><level>2</level><state>lit</state></floor>\
             <meta><instanceID>{id}</instanceID>{named}</meta></data>"
        ),
        instance: Some(id),
        deprecated,
        encrypted: false,
        incomplete: false,
        files: Vec::new(),
    }
}
