//! What others' files say: bytes in, tables and domain values out, and back.
//!
//! **Reading.** [`table::read`] takes the bytes of an XLSX, XLS, ODS or CSV file, whatever its ending, within
//! [`table::Limits`]; [`table::recognise`] finds title, header, sections, totals and notes of one sheet and guesses which
//! column is which [`Field`](linli_domain::kernel::table::Field); [`table::typed`] turns a cell into a domain value or
//! says what is wrong with it.
//!
//! ```
//! use linli_domain::kernel::table::{Field, FieldKind};
//! use linli_formats::table::{Limits, read, recognise, typed};
//!
//! const FIELDS: &[Field] = &[
//!     Field::new("unit", FieldKind::Text, &["单位", "市州"]).required(),
//!     Field::new("planned_investment", FieldKind::Money, &["计划投资"]),
//! ];
//! let file = "各市州进展情况表\n单位：万元\n市州,计划投资\n长沙市,86157.25\n注：截至8月底\n";
//! let workbook = read(file.as_bytes(), "进展.csv", &Limits::default())?;
//! let found = recognise(&workbook.sheets[0], FIELDS);
//! let row = typed::row(&found, &found.rows[0], FIELDS);
//! assert_eq!(row.money("planned_investment").map(|m| m.fen()), Some(86_157_250_000));
//! assert!(row.problems.is_empty());
//! # Ok::<(), linli_formats::table::ReadError>(())
//! ```
//!
//! **Writing.** [`sheet::write_xlsx`], [`sheet::write_csv`] and [`sheet::write_template`]; text never runs as a formula.

pub mod document;
pub mod json;
pub mod lift;
pub mod opinions;
pub mod pabulib;
pub mod photo;
pub mod sheet;
pub mod table;
pub mod vote;
pub mod xforms;
