//! The types of rows: what a row of the survey asks, keeps or opens.

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A control of this name, with the type of its bind, and the media it takes.
    Ask {
        control: &'static str,
        bind: &'static str,
        media: Option<&'static str>,
    },
    Note,
    /// Choices from a list; the control, and the type of its bind.
    Choose {
        control: &'static str,
        bind: &'static str,
        list: String,
    },
    Calculate,
    Hidden,
    /// Filled in by the client: the type of the bind, `jr:preload`, `jr:preloadParams`.
    Preload {
        bind: &'static str,
        preload: &'static str,
        params: &'static str,
    },
    Group,
    Repeat,
    End,
}

impl RowKind {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let last = || text.split_whitespace().last().unwrap_or("").to_owned();
        let choose = |control, bind| Some(Self::Choose { control, bind, list: last() });
        match words.as_slice() {
            ["select_one" | "select1", _] | ["select", "one", "from", _] => choose("select1", "string"),
            ["select_multiple", _]
            | ["select", "multiple", "from", _]
            | ["select", "all", "that", "apply", "from", _] => choose("select", "string"),
            ["rank", _] => choose("rank", "odk:rank"),
            ["begin_group"] | ["begin", "group"] => Some(Self::Group),
            ["begin_repeat"] | ["begin", "repeat"] => Some(Self::Repeat),
            ["end_group" | "end_repeat"] | ["end", "group" | "repeat"] => Some(Self::End),
            [one] => Self::single(one),
            _ => None,
        }
    }

    fn single(name: &str) -> Option<Self> {
        let ask = |bind| Some(Self::Ask { control: "input", bind, media: None });
        let upload = |media| Some(Self::Ask { control: "upload", bind: "binary", media: Some(media) });
        let preload = |bind, preload, params| Some(Self::Preload { bind, preload, params });
        match name {
            "text" | "string" => ask("string"),
            "integer" | "int" => ask("int"),
            "decimal" => ask("decimal"),
            "date" => ask("date"),
            "time" => ask("time"),
            "datetime" => ask("dateTime"),
            "geopoint" => ask("geopoint"),
            "geotrace" => ask("geotrace"),
            "geoshape" => ask("geoshape"),
            "barcode" => ask("barcode"),
            "image" | "photo" => upload("image/*"),
            "audio" => upload("audio/*"),
            "video" => upload("video/*"),
            "file" => upload("application/*"),
            "acknowledge" | "trigger" => Some(Self::Ask { control: "trigger", bind: "string", media: None }),
            "note" => Some(Self::Note),
            "calculate" => Some(Self::Calculate),
            "hidden" => Some(Self::Hidden),
            "start" => preload("dateTime", "timestamp", "start"),
            "end" => preload("dateTime", "timestamp", "end"),
            "today" => preload("date", "date", "today"),
            "deviceid" => preload("string", "property", "deviceid"),
            _ => None,
        }
    }

    pub(super) const fn opens(&self) -> bool {
        matches!(self, Self::Group | Self::Repeat)
    }
}
