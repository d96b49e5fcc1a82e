//! The XML of a form: instance, lists, texts, binds and body.

use std::fmt::Write as _;
use std::path::Path;

use super::choices::Lists;
use super::problem::{Problems, Wrong};
use super::references::{Part, Places};
use super::row_kind::RowKind;
use super::sheets::Table;
use super::survey::{Item, ROOT};
use super::words::Words;

const NAMESPACES: &str = "xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" \
                          xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:orx=\"http://openrosa.org/xforms\" \
                          xmlns:odk=\"http://www.opendatakit.org/xforms\"";

/// What holds the items of a list; every maker of forms calls it so.
const LIST: &str = "root";
/// The columns of the settings sheet.
const SETTINGS: [&str; 9] = [
    "form_title",
    "form_id",
    "version",
    "default_language",
    "instance_name",
    "submission_url",
    "public_key",
    "style",
    "",
];

/// What the settings sheet says.
#[derive(Debug)]
pub(super) struct Settings {
    id: String,
    title: String,
    version: Option<String>,
    instance_name: Option<String>,
    submission_url: Option<String>,
    public_key: Option<String>,
    /// How Enketo lays it out.
    style: Option<String>,
    pub(super) default_language: Option<String>,
    row: u32,
}

impl Settings {
    pub(super) fn of(table: &Table<'_>, file_name: &str, problems: &mut Problems) -> Self {
        let line = table.lines().next();
        let get = |key: &str| line.as_ref().and_then(|line| line.get(key));
        let row = line.as_ref().map_or(0, super::sheets::Line::number);
        for (key, _) in line.iter().flat_map(super::sheets::Line::filled).filter(|(key, _)| !SETTINGS.contains(key)) {
            problems.add(table.name, row, Wrong::Column(key.to_owned()));
        }
        let stem = Path::new(file_name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let id = get("form_id").or(stem).filter(|id| !id.is_empty()).unwrap_or_else(|| "form".to_owned());
        Self {
            title: get("form_title").unwrap_or_else(|| id.clone()),
            version: get("version"),
            instance_name: get("instance_name"),
            submission_url: get("submission_url"),
            public_key: get("public_key"),
            style: get("style"),
            default_language: get("default_language"),
            id,
            row,
        }
    }
}

/// A form that is being written.
pub(super) struct Writing<'w> {
    places: Places,
    lists: Lists,
    languages: Vec<String>,
    problems: &'w mut Problems,
    /// The texts that stand in every language, by their id.
    texts: Vec<(u32, String, Words)>,
    instance: String,
    binds: String,
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

    fn bind(&mut self, item: &Item, kind: Option<&str>, more: &str) {
        let mut bind = kind.map_or(String::new(), |kind| attribute("type", kind));
        for (cell, name) in [("required", "required"), ("readonly", "readonly")] {
            let said = item.cell(cell).and_then(yes_or_expression);
            let said = said.filter(|_| !(name == "readonly" && more.contains("readonly")));
            bind.extend(said.map(|text| attribute(name, &self.expression(item, &text))));
        }
        for (cell, name) in [("relevant", "relevant"), ("constraint", "constraint"), ("calculation", "calculate")] {
            bind.extend(item.cell(cell).map(|text| attribute(name, &self.expression(item, text))));
        }
        bind.push_str(more);
        for (words, name) in
            [(&item.constraint_message, "jr:constraintMsg"), (&item.required_message, "jr:requiredMsg")]
        {
            if !words.is_empty() {
                let message = self.message(item, name, words);
                bind.push_str(&attribute(name, &message));
            }
        }
        if !bind.is_empty() {
            let _ = writeln!(self.binds, "<bind nodeset=\"{}\"{bind}/>", item.path);
        }
    }

    fn message(&mut self, item: &Item, name: &str, words: &Words) -> String {
        if self.languages.is_empty() {
            return words.in_language("").to_owned();
        }
        let id = format!("{}:{name}", item.path);
        self.texts.push((item.row, id.clone(), words.clone()));
        format!("jr:itext('{id}')")
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

    fn expression(&mut self, item: &Item, text: &str) -> String {
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

/// `yes` and its like are always, `no` never; anything else is a condition.
fn yes_or_expression(text: &str) -> Option<String> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "true()" => Some("true()".to_owned()),
        "no" | "false" | "false()" => None,
        _ => Some(text.to_owned()),
    }
}

fn attribute(name: &str, text: &str) -> String {
    format!(" {name}=\"{}\"", escaped(text).replace('\n', "&#10;"))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
