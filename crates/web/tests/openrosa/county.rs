//! A county with a form, a surveyor and a phone; and posts as phones make them.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use linli_domain::kernel::people::Role;
use linli_store::testing::TestStore;
use linli_web::testing::{Answer, Person, Site};

pub const HERE: &str = "430527";
pub const FORMS: &str = "/desk/430527/forms";
pub const FORM: &str = include_str!("lifts.xml");
const BOUNDARY: &str = "phone-4b1d";

pub struct County {
    pub site: Site,
    pub clerk: Person,
    pub surveyor: Person,
    /// What the phone was given.
    pub phone: Phone,
}

#[derive(Clone, Debug)]
pub struct Phone {
    pub user: String,
    pub password: String,
    pub token: String,
}

/// A part of a post: its name, the name of its file, its bytes.
pub type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

pub async fn begin(store: TestStore) -> County {
    begin_with(Site::new(store)).await
}

pub async fn begin_with(site: Site) -> County {
    let mut clerk = site.role(HERE, Role::Clerk).await;
    if site.app.config.secure {
        clerk.cookie = format!("__Host-{}", clerk.cookie);
    }
    let surveyor = site.role(HERE, Role::Surveyor).await;
    let phone = Phone { user: String::new(), password: String::new(), token: String::new() };
    let mut county = County { site, clerk, surveyor, phone };
    county.phone = county.give("一组").await;
    county
}

impl County {
    /// Gives the surveyor a collector; what the page shows this once.
    pub async fn give(&self, label: &str) -> Phone {
        let id = self.surveyor.id.to_string();
        let form = [("account", id.as_str()), ("label", label)];
        let page = self.site.post("/desk/430527/collectors", Some(&self.clerk), &form).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let codes: Vec<&str> =
            page.body.split("<code").skip(1).filter_map(|rest| rest.split_once('>')?.1.split('<').next()).collect();
        let token = codes.iter().find_map(|code| code.split("/key/").nth(1)).expect("a token");
        let [.., user, password] = codes[..] else { panic!("{codes:?}") };
        Phone { user: user.to_owned(), password: password.to_owned(), token: token.to_owned() }
    }

    pub async fn publish(&self, name: &str, bytes: &[u8], media: &[(&str, &[u8])]) -> Answer {
        let mut files = vec![("form", name, bytes)];
        files.extend(media.iter().map(|(name, bytes)| ("media", *name, *bytes)));
        self.site.upload(&format!("{FORMS}/new"), Some(&self.clerk), &[], &files).await
    }

    /// The form of these tests, published; its page.
    pub async fn published(&self) -> String {
        let answer = self.publish("lifts.xml", FORM.as_bytes(), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location().split('?').next().unwrap_or_default().to_owned()
    }

    pub fn with_token(&self, path: &str) -> String {
        format!("/openrosa/{HERE}/key/{}{path}", self.phone.token)
    }

    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "linli.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.site.send(request.body(Body::empty()).expect("a request")).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, &self.with_token(path), &[("x-openrosa-version", "1.0")]).await
    }

    pub async fn page(&self, path: &str) -> String {
        let answer = self.site.get(path, Some(&self.clerk)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    pub async fn post(&self, parts: &[Part<'_>]) -> Answer {
        self.post_bytes(&body(parts)).await
    }

    pub async fn post_bytes(&self, bytes: &[u8]) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri(self.with_token("/submission?deviceID=collect%3A1"))
            .header("host", "linli.example")
            .header("x-openrosa-version", "1.0")
            .header("date", "Thu, 05 May 2022 02:00:00 GMT")
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
        self.site.send(request.body(Body::from(bytes.to_vec())).expect("a request")).await
    }

    /// Sends an answer alone.
    pub async fn send(&self, xml: &str) -> Answer {
        self.post(&[answer(xml)]).await
    }
}

pub fn answer(xml: &str) -> Part<'_> {
    ("xml_submission_file", Some("answer.xml"), xml.as_bytes())
}

pub fn body(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// An answer to the form of these tests.
pub fn lifts(instance: &str, floors: &str) -> String {
    format!(
        "<data id=\"lifts\" version=\"1\"><floors>{floors}</floors><place>26.58 110.15 310 4.5</place>\
         <photo>1651714200.jpg</photo><home><room>101</room><wish>lift</wish></home><home><room>102</room></home>\
         <meta><instanceID>uuid:{instance}</instanceID></meta></data>"
    )
}

/// What a phone shows its user.
pub fn message(answer: &Answer) -> &str {
    let inside = answer.body.split_once("<message").and_then(|(_, rest)| rest.split_once('>'));
    inside.and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default()
}
