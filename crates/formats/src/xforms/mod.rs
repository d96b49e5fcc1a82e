//! OpenRosa forms and what is answered to them (XForms): bytes in, plain values out, and tables back.
//!
//! [`Form::read`] and [`Submission::read`] take what ODK Collect, Enketo or KoboCollect send and refuse with the element that is wrong;
//! [`Submission::against`] lays an answer out in the tables of its form; [`export`] writes them. [`XlsForm`] makes a form out of a workbook.
//!
//! ```
//! use linli_formats::xforms::{Form, Submission};
//!
//! let form = Form::read(br#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
//!   <h:head><model><instance><data id="lifts"><floors/></data></instance><bind nodeset="/data/floors" type="int"/></model></h:head>
//!   <h:body><input ref="/data/floors"><label>Floors</label></input></h:body></h:html>"#)?;
//! let answer = Submission::read(b"<data id=\"lifts\"><floors>6</floors></data>")?;
//! let answers = answer.against(&form).expect("the same form");
//! assert_eq!(answers.tables[0][0].values[0].as_ref().map(ToString::to_string), Some("6".to_owned()));
//! # Ok::<(), linli_formats::xforms::Refusal>(())
//! ```

mod answers;
mod bind;
mod control;
pub mod export;
mod form;
mod identity;
mod lists;
mod media;
mod node;
mod refusal;
mod submission;
mod tables;
mod texts;
mod value;
mod xlsform;
mod xml;

pub use answers::{AnswerRow, Answers, Misfit, Unknown};
pub use bind::{Bind, DataType};
pub use control::{Choice, Choices, Control, ControlKind};
pub use form::{Form, Oddity, SubmissionTo};
pub use identity::with_identity;
pub use lists::ChoiceList;
pub use media::{Media, MediaKind};
pub use node::Node;
pub use refusal::Refusal;
pub use submission::{OtherForm, Submission};
pub use tables::{TableColumn, TableShape};
pub use texts::{Language, Text};
pub use value::{Point, Value};
pub use xlsform::{RowProblem, Wrong, XlsForm};
pub use xml::{Content, Element, Limits, Name};
