//! OpenRosa as phones speak it: who is let in, what is offered, what is taken, and what is refused with which words.

mod county;
mod forms;
mod identity;
mod questionnaire;
mod refusals;
mod submissions;
