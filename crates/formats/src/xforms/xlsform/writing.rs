//! The XML of a form: instance, lists, texts, binds and body.

use std::fmt::Write as _;

use super::choices::Lists;
use super::markup::{attribute, escaped};
use super::problem::Problems;
use super::references::{Part, Places};
use super::row_kind::RowKind;
use super::settings::Settings;
use super::survey::{Item, ROOT};
use super::words::Words;

const NAMESPACES: &str = "xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" \
                          xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:orx=\"http://openrosa.org/xforms\" \
                          xmlns:odk=\"http://www.opendatakit.org/xforms\"";

/// What holds the items of a list; every maker of forms calls it so.
const LIST: &str = "root";
/// A form that is being written.
pub(super) struct Writing<'w> {
    places: Places,
    lists: Lists,
    pub(super) languages: Vec<String>,
    problems: &'w mut Problems,
    /// The texts that stand in every language, by their id.
    pub(super) texts: Vec<(u32, String, Words)>,
    instance: String,
    pub(super) binds: String,
    body: String,
}

impl<'w> Writing<'w> {
    pub(super) fn new(places: Places, lists: Lists, languages: Vec<String>, problems: &'w mut Problems) -> Self {
        let (texts, instance, binds, body) = (Vec::new(), String::new(), String::new(), String::new());
        Self { places, lists, languages, problems, texts, instance, binds, body }
    }

    pub(super) fn form(&mut self, settings: &Settings, items: &[Item]) -> String {
        self.items(items);
        let name = self.instance_name(settings);
        let lists = self.lists();
        let texts = self.translations();
        let version = settings.version.as_deref().map_or(String::new(), |text| attribute("version", text));
        let sent = [("action", &settings.submission_url), ("base64RsaPublicKey", &settings.public_key)];
        let sent: String = sent.iter().filter_map(|(name, text)| Some(attribute(name, text.as_deref()?))).collect();
        let submission = if sent.is_empty() { sent } else { format!("<submission method=\"post\"{sent}/>\n") };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<h:html {NAMESPACES}>\n<h:head>\n<h:title>{title}</h:title>\n\
             <model odk:xforms-version=\"1.0.0\">\n{texts}<instance>\n<data{id}{version}>\n{instance}\
             <meta><instanceID/>{name}</meta>\n</data>\n</instance>\n{lists}{binds}\
             <bind nodeset=\"{ROOT}/meta/instanceID\" type=\"string\" readonly=\"true()\" jr:preload=\"uid\"/>\n{submission}\
             </model>\n</h:head>\n<h:body{style}>\n{body}</h:body>\n</h:html>\n",
            title = escaped(&settings.title),
            id = attribute("id", &settings.id),
            style = settings.style.as_deref().map_or(String::new(), |style| attribute("class", style)),
            instance = self.instance,
            binds = self.binds,
            body = self.body,
        )
    }

    fn instance_name(&mut self, settings: &Settings) -> &'static str {
        let Some(name) = &settings.instance_name else { return "" };
        match self.places.resolved(name) {
            Ok(path) => {
                let calculate = attribute("calculate", &path);
                let _ = writeln!(self.binds, "<bind nodeset=\"{ROOT}/meta/instanceName\" type=\"string\"{calculate}/>");
            }
            Err(wrong) => self.problems.add("settings", settings.row, wrong),
        }
        "<instanceName/>"
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match &item.kind {
                RowKind::Group => self.group(item),
                RowKind::Repeat => self.repeat(item),
                RowKind::Note => self.question(item, "input", "string", ""),
                RowKind::Ask { control, bind, media } => {
                    let media = media.map_or(String::new(), |media| attribute("mediatype", media));
                    self.question(item, control, bind, &media);
                }
                RowKind::Choose { control, bind, .. } => self.question(item, control, bind, ""),
                RowKind::Calculate | RowKind::Hidden => self.kept(item, "string", ""),
                RowKind::Preload { bind, preload, params } => {
                    let more = format!(" jr:preload=\"{preload}\" jr:preloadParams=\"{params}\"");
                    self.kept(item, bind, &more);
                }
                RowKind::End => {}
            }
        }
    }

    fn group(&mut self, item: &Item) {
        self.bind(item, None, "");
        let _ = writeln!(self.instance, "<{}>", item.name);
        let _ = writeln!(self.body, "<group ref=\"{}\"{}>", item.path, appearance(item));
        self.says(item);
        self.items(&item.children);
        self.body.push_str("</group>\n");
        let _ = writeln!(self.instance, "</{}>", item.name);
    }

    fn repeat(&mut self, item: &Item) {
        let count = item.cell("repeat_count").map_or(String::new(), |count| self.count(item, count));
        self.bind(item, None, "");
        let _ = writeln!(self.instance, "<{} jr:template=\"\">", item.name);
        let _ = writeln!(self.body, "<group ref=\"{}\">", item.path);
        self.says(item);
        let _ = writeln!(self.body, "<repeat nodeset=\"{}\"{}{count}>", item.path, appearance(item));
        self.items(&item.children);
        self.body.push_str("</repeat>\n</group>\n");
        let _ = writeln!(self.instance, "</{}>", item.name);
    }

    /// How often a repeat is asked: the answer of a question as it is, anything else by way of a place of its own.
    fn count(&mut self, item: &Item, count: &str) -> String {
        let resolved = self.expression(item, count);
        let single = count.starts_with("${") && count.find('}') == Some(count.len() - 1);
        if single {
            return format!("{} jr:noAddRemove=\"true()\"", attribute("jr:count", &resolved));
        }
        let path = format!("{}_count", item.path);
        let _ = writeln!(self.instance, "<{}_count/>", item.name);
        let calculate = attribute("calculate", &resolved);
        let _ = writeln!(self.binds, "<bind nodeset=\"{path}\" type=\"string\" readonly=\"true()\"{calculate}/>");
        format!(" jr:count=\"{path}\" jr:noAddRemove=\"true()\"")
    }

    fn question(&mut self, item: &Item, control: &str, bind: &str, more: &str) {
        let readonly = if item.kind == RowKind::Note { " readonly=\"true()\"" } else { "" };
        self.kept(item, bind, readonly);
        let _ = writeln!(self.body, "<{control} ref=\"{}\"{}{more}>", item.path, appearance(item));
        self.says(item);
        if let RowKind::Choose { list, .. } = &item.kind {
            self.itemset(item, list);
        }
        let _ = writeln!(self.body, "</{control}>");
    }

    /// A place in the instance, and its bind.
    fn kept(&mut self, item: &Item, bind: &str, more: &str) {
        let default = escaped(item.cell("default").unwrap_or(""));
        let _ = writeln!(self.instance, "<{0}>{default}</{0}>", item.name);
        self.bind(item, Some(bind), more);
    }

    fn itemset(&mut self, item: &Item, list: &str) {
        let filter = item.cell("choice_filter").map(|filter| self.expression(item, filter));
        let filter = filter.map_or(String::new(), |filter| format!("[{filter}]"));
        let nodeset = attribute("nodeset", &format!("instance('{list}')/{LIST}/item{filter}"));
        let label = if self.languages.is_empty() { "label" } else { "jr:itext(itextId)" };
        let _ = writeln!(self.body, "<itemset{nodeset}><value ref=\"name\"/><label ref=\"{label}\"/></itemset>");
    }

    /// Label and hint.
    fn says(&mut self, item: &Item) {
        for (words, element) in [(&item.label, "label"), (&item.hint, "hint")] {
            if words.is_empty() {
                continue;
            }
            if self.languages.is_empty() {
                let text = self.markup("survey", item.row, words.in_language(""));
                let _ = writeln!(self.body, "<{element}>{text}</{element}>");
            } else {
                let id = format!("{}:{element}", item.path);
                let _ = writeln!(self.body, "<{element} ref=\"jr:itext('{id}')\"/>");
                self.texts.push((item.row, id, words.clone()));
            }
        }
    }

    fn lists(&mut self) -> String {
        let mut all = String::new();
        let lists = std::mem::take(&mut self.lists.0);
        for (list, choices) in &lists {
            let _ = writeln!(all, "<instance{}><{LIST}>", attribute("id", list));
            for (at, choice) in choices.iter().enumerate() {
                let _ = write!(all, "<item><name>{}</name>", escaped(&choice.name));
                if self.languages.is_empty() {
                    let _ = write!(all, "<label>{}</label>", escaped(choice.label.in_language("")));
                } else {
                    let id = format!("{list}-{at}");
                    let _ = write!(all, "<itextId>{}</itextId>", escaped(&id));
                    self.texts.push((choice.row, id, choice.label.clone()));
                }
                for (name, text) in &choice.others {
                    let _ = write!(all, "<{name}>{}</{name}>", escaped(text));
                }
                all.push_str("</item>\n");
            }
            let _ = writeln!(all, "</{LIST}></instance>");
        }
        all
    }

    fn translations(&mut self) -> String {
        if self.languages.is_empty() {
            return String::new();
        }
        let (languages, texts) = (std::mem::take(&mut self.languages), std::mem::take(&mut self.texts));
        let mut all = String::from("<itext>\n");
        for (at, language) in languages.iter().enumerate() {
            let default = if at == 0 { " default=\"true()\"" } else { "" };
            let _ = writeln!(all, "<translation{}{default}>", attribute("lang", language));
            for (row, id, words) in &texts {
                let sheet = if id.starts_with('/') { "survey" } else { "choices" };
                let text = self.markup(sheet, *row, words.in_language(language));
                let _ = writeln!(all, "<text{}><value>{text}</value></text>", attribute("id", id));
            }
            all.push_str("</translation>\n");
        }
        all.push_str("</itext>\n");
        all
    }

    pub(super) fn expression(&mut self, item: &Item, text: &str) -> String {
        self.places.resolved(text).unwrap_or_else(|wrong| {
            self.problems.add("survey", item.row, wrong);
            String::new()
        })
    }

    /// Words in which answers are shown.
    fn markup(&mut self, sheet: &str, row: u32, text: &str) -> String {
        let parts = match self.places.parts(text) {
            Ok(parts) => parts,
            Err(wrong) => {
                self.problems.add(sheet, row, wrong);
                return String::new();
            }
        };
        let shown = parts.into_iter().map(|part| match part {
            Part::Words(words) => escaped(words),
            Part::Path(path) => format!("<output value=\"{path}\"/>"),
        });
        shown.collect()
    }
}

fn appearance(item: &Item) -> String {
    item.cell("appearance").map_or(String::new(), |text| attribute("appearance", text))
}
