//! Why a form or a submission is refused: the element that is wrong, and what is wrong with it.

/// The facts of a refusal; the page finds the words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("not text in UTF-8")]
    NotUtf8,
    /// Neither form nor submission needs one, an attacker does.
    #[error("a document type (DOCTYPE) is not allowed")]
    DocumentType,
    #[error("entity &{name}; is unknown, in {path}")]
    UnknownEntity { path: String, name: String },
    #[error("prefix {prefix} has no namespace, in {path}")]
    UnknownPrefix { path: String, prefix: String },
    #[error("not well-formed XML in {path}, line {line}: {why}")]
    Broken { path: String, line: usize, why: String },
    #[error("more than {limit} elements inside each other, in {path}")]
    TooDeep { path: String, limit: usize },
    #[error("more than {limit} elements, in {path}")]
    TooManyElements { path: String, limit: usize },
    #[error("more than {limit} attributes, in {path}")]
    TooManyAttributes { path: String, limit: usize },
    /// The root of a form is `html` of XHTML.
    #[error("not a form: its root is {root}")]
    NotAForm { root: String },
    #[error("{path} has no {element}")]
    Missing { path: String, element: &'static str },
    #[error("no form id: {path} has neither an attribute id nor a namespace of its own")]
    NoFormId { path: String },
    /// What one would answer has no place in the instance.
    #[error("<{control}> asks for {reference}, which the instance does not have")]
    AsksNowhere { control: String, reference: String },
    #[error("<{control}> says neither ref nor bind, in {path}")]
    AsksNothing { control: String, path: String },
    #[error("more than one repeat for {path}")]
    RepeatedTwice { path: String },
    #[error("more than one bind has the id {id}")]
    BindTwice { id: String },
    #[error("choices are taken from instance {instance}, which the form does not have")]
    NoSuchInstance { instance: String },
    #[error("more than one instance has the id {instance}")]
    InstanceTwice { instance: String },
}
