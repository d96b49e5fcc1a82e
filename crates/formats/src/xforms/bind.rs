//! Binds (绑定): of which type an answer is, and under which conditions it is asked, needed and right.

use super::texts::{Text, Texts};
use super::xml::{Element, JAVAROSA, Name};

/// The type of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DataType {
    #[default]
    Text,
    Integer,
    Decimal,
    Boolean,
    Date,
    Time,
    DateTime,
    Point,
    Trace,
    Shape,
    /// A file that comes beside the submission; the answer is its name.
    Binary,
    Barcode,
    /// Several choices, separated by spaces.
    Many,
    /// All choices, in an order.
    Rank,
    /// One that we do not know; its answers are kept as text.
    Other(String),
}

impl DataType {
    /// By its name, with whatever prefix.
    pub fn parse(name: &str) -> Self {
        let local = name.rsplit(':').next().unwrap_or(name).trim();
        match local {
            "" | "string" | "text" | "select1" => Self::Text,
            "int" | "integer" | "long" => Self::Integer,
            "decimal" | "double" | "float" => Self::Decimal,
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "time" => Self::Time,
            "dateTime" | "datetime" => Self::DateTime,
            "geopoint" => Self::Point,
            "geotrace" => Self::Trace,
            "geoshape" => Self::Shape,
            "binary" | "base64Binary" => Self::Binary,
            "barcode" => Self::Barcode,
            "select" => Self::Many,
            "rank" => Self::Rank,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// What is said of one place. Conditions stay the text they are (XPath).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bind {
    pub path: String,
    pub id: Option<String>,
    pub kind: DataType,
    /// The type as written, with its prefix.
    pub type_name: Option<String>,
    pub required: Option<String>,
    pub relevant: Option<String>,
    pub readonly: Option<String>,
    pub constraint: Option<String>,
    pub constraint_message: Text,
    pub calculate: Option<String>,
    pub preload: Option<String>,
    /// All attributes as written, those for entities too.
    pub attributes: Vec<(Name, String)>,
}

impl Bind {
    pub(super) fn of(element: &Element, path: String, texts: &Texts) -> Self {
        let given = |name: &str| element.attribute(name).map(str::to_owned);
        let javarosa = |name: &str| element.attribute_in(JAVAROSA, name);
        Self {
            path,
            id: given("id"),
            kind: DataType::parse(element.attribute("type").unwrap_or("")),
            type_name: given("type"),
            required: given("required"),
            relevant: given("relevant"),
            readonly: given("readonly"),
            constraint: given("constraint"),
            constraint_message: javarosa("constraintMsg").map(|m| texts.of_attribute(m)).unwrap_or_default(),
            calculate: given("calculate"),
            preload: javarosa("preload").map(str::to_owned).or_else(|| given("preload")),
            attributes: element.attributes.clone(),
        }
    }

    /// It is asked for in any case, or under a condition.
    pub fn is_required(&self) -> bool {
        self.required.as_deref().is_some_and(|text| !matches!(text.trim(), "" | "false()" | "false"))
    }

    /// The conditions, for those who look for what they name.
    pub(super) fn expressions(&self) -> impl Iterator<Item = &str> {
        let all = [&self.required, &self.relevant, &self.readonly, &self.constraint, &self.calculate];
        all.into_iter().flatten().map(String::as_str)
    }
}
