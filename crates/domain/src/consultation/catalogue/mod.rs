//! Catalogue of works (改造内容目录): classes and their items, by which wishes, needs and plans are named.
//!
//! The default follows the three national classes of 国办发〔2020〕23号; a county adds classes and items of its own. A code
//! that stood once stays: an item that is no longer offered is retired, and what was named by it keeps its name.

mod national;

use serde::{Deserialize, Serialize};

use crate::kernel::text::clean_line;

/// Classes and items in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    pub classes: Vec<Class>,
    pub items: Vec<Item>,
}

/// A class of works (改造类别).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    pub code: String,
    pub name: Name,
    /// When its works are done: 应改尽改, 能改则改, 积极推进.
    pub rule: Name,
    /// Whether the list of this class was read in its source; else the page says that it needs confirming.
    pub confirmed: bool,
    #[serde(default)]
    pub retired: bool,
}

/// One kind of work (改造内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub code: String,
    /// The code of its class.
    pub class: String,
    pub name: Name,
    #[serde(default)]
    pub retired: bool,
}

/// A name in the county's language and, where somebody gave one, in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    pub zh: String,
    #[serde(default)]
    pub en: String,
}

/// A name is no longer.
pub const LONGEST_NAME: usize = 40;
/// A catalogue that people pick from is no longer.
pub const MOST_ITEMS: usize = 200;
/// It has no more classes.
pub const MOST_CLASSES: usize = 20;

/// One change of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    AddClass {
        name: Name,
        rule: Name,
    },
    AddItem {
        class: String,
        name: Name,
    },
    /// Another name for a class or an item; what was named by its code shows the new one.
    Rename {
        code: String,
        name: Name,
    },
    /// Into another class.
    Move {
        code: String,
        class: String,
    },
    /// No longer offered.
    Retire {
        code: String,
    },
    /// Offered again.
    BringBack {
        code: String,
    },
}

/// Why a change is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotEdit {
    #[error("a name in Chinese is needed")]
    NoName,
    #[error("the name is too long")]
    NameTooLong,
    #[error("another one has this name")]
    NameTaken,
    #[error("there is none with this code")]
    NoSuchCode,
    #[error("the class is no longer offered")]
    ClassRetired,
    #[error("items of this class are still offered")]
    ClassInUse,
    #[error("a catalogue has no more than that")]
    Full,
    #[error("it is so already")]
    SoAlready,
}

impl Name {
    pub fn new(zh: &str, en: &str) -> Self {
        Self { zh: clean_line(zh), en: clean_line(en) }
    }

    fn checked(self) -> Result<Self, CannotEdit> {
        let name = Self::new(&self.zh, &self.en);
        if name.zh.is_empty() {
            return Err(CannotEdit::NoName);
        }
        let longest = name.zh.chars().count().max(name.en.chars().count());
        if longest > LONGEST_NAME { Err(CannotEdit::NameTooLong) } else { Ok(name) }
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        national::catalogue()
    }
}

impl Catalogue {
    pub fn class(&self, code: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.code == code)
    }

    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// What is offered to pick from, by class.
    pub fn offered(&self) -> impl Iterator<Item = (&Class, Vec<&Item>)> {
        let open = self.classes.iter().filter(|class| !class.retired);
        open.map(|class| (class, self.of(class).filter(|item| !item.retired).collect()))
    }

    /// Every item of a class, the retired ones too.
    pub fn of<'a>(&'a self, class: &'a Class) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(|item| item.class == class.code)
    }

    /// Makes one change; the code that it is about.
    pub fn edit(&mut self, edit: Edit) -> Result<String, CannotEdit> {
        match edit {
            Edit::AddClass { name, rule } => self.add_class(name, &rule),
            Edit::AddItem { class, name } => self.add_item(class, name),
            Edit::Rename { code, name } => self.rename(code, name),
            Edit::Move { code, class } => self.shift(code, class),
            Edit::Retire { code } => self.set_retired(code, true),
            Edit::BringBack { code } => self.set_retired(code, false),
        }
    }

    fn add_class(&mut self, name: Name, rule: &Name) -> Result<String, CannotEdit> {
        let name = self.free(name.checked()?, "")?;
        if self.classes.len() >= MOST_CLASSES {
            return Err(CannotEdit::Full);
        }
        let code = own_code("class", self.classes.iter().map(|class| class.code.as_str()));
        let rule = Name::new(&rule.zh, &rule.en);
        if rule.zh.chars().count().max(rule.en.chars().count()) > LONGEST_NAME {
            return Err(CannotEdit::NameTooLong);
        }
        self.classes.push(Class { code: code.clone(), name, rule, confirmed: true, retired: false });
        Ok(code)
    }

    fn add_item(&mut self, class: String, name: Name) -> Result<String, CannotEdit> {
        self.open_class(&class)?;
        let name = self.free(name.checked()?, "")?;
        if self.items.len() >= MOST_ITEMS {
            return Err(CannotEdit::Full);
        }
        let code = own_code("item", self.items.iter().map(|item| item.code.as_str()));
        self.items.push(Item { code: code.clone(), class, name, retired: false });
        Ok(code)
    }

    fn rename(&mut self, code: String, name: Name) -> Result<String, CannotEdit> {
        let name = self.free(name.checked()?, &code)?;
        let of_class = self.classes.iter_mut().find(|class| class.code == code).map(|class| &mut class.name);
        let of_item = self.items.iter_mut().find(|item| item.code == code).map(|item| &mut item.name);
        let now = of_class.or(of_item).ok_or(CannotEdit::NoSuchCode)?;
        if *now == name {
            return Err(CannotEdit::SoAlready);
        }
        *now = name;
        Ok(code)
    }

    fn shift(&mut self, code: String, class: String) -> Result<String, CannotEdit> {
        self.open_class(&class)?;
        let item = self.items.iter_mut().find(|item| item.code == code).ok_or(CannotEdit::NoSuchCode)?;
        if item.class == class {
            return Err(CannotEdit::SoAlready);
        }
        item.class = class;
        Ok(code)
    }

    fn set_retired(&mut self, code: String, retired: bool) -> Result<String, CannotEdit> {
        if let Some(class) = self.class(&code) {
            let in_use = self.of(class).any(|item| !item.retired);
            if retired && in_use {
                return Err(CannotEdit::ClassInUse);
            }
        }
        if let Some(item) = self.item(&code).filter(|_| !retired) {
            self.open_class(&item.class.clone())?;
        }
        let of_class = self.classes.iter_mut().find(|class| class.code == code).map(|class| &mut class.retired);
        let of_item = self.items.iter_mut().find(|item| item.code == code).map(|item| &mut item.retired);
        let now = of_class.or(of_item).ok_or(CannotEdit::NoSuchCode)?;
        if *now == retired {
            return Err(CannotEdit::SoAlready);
        }
        *now = retired;
        Ok(code)
    }

    fn open_class(&self, code: &str) -> Result<(), CannotEdit> {
        let class = self.class(code).ok_or(CannotEdit::NoSuchCode)?;
        if class.retired { Err(CannotEdit::ClassRetired) } else { Ok(()) }
    }

    /// Two of one name could not be told apart, retired or not.
    fn free(&self, name: Name, own: &str) -> Result<Name, CannotEdit> {
        let classes = self.classes.iter().map(|class| (&class.code, &class.name));
        let mut all = classes.chain(self.items.iter().map(|item| (&item.code, &item.name)));
        let taken = all.any(|(code, other)| code != own && other.zh == name.zh);
        if taken { Err(CannotEdit::NameTaken) } else { Ok(name) }
    }
}

/// The next free code of a county's own: `own-item-3`.
fn own_code<'a>(kind: &str, taken: impl Iterator<Item = &'a str>) -> String {
    let of_own = |code: &str| code.strip_prefix("own-")?.strip_prefix(kind)?.strip_prefix('-')?.parse::<u32>().ok();
    let last = taken.filter_map(of_own).max().unwrap_or(0);
    format!("own-{kind}-{}", last + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(zh: &str) -> Name {
        Name::new(zh, "")
    }

    fn codes(catalogue: &Catalogue) -> Vec<String> {
        let classes = catalogue.classes.iter().map(|class| class.code.clone());
        classes.chain(catalogue.items.iter().map(|item| item.code.clone())).collect()
    }

    #[test]
    fn the_national_catalogue_has_three_classes_and_each_item_stands_in_one() {
        let catalogue = Catalogue::default();
        let names: Vec<_> = catalogue.classes.iter().map(|class| class.name.zh.as_str()).collect();
        assert_eq!(names, ["基础类", "完善类", "提升类"]);
        assert!(catalogue.items.iter().all(|item| catalogue.class(&item.class).is_some()));
        let mut codes = codes(&catalogue);
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), catalogue.classes.len() + catalogue.items.len());
        assert_eq!(catalogue.item("lift").map(|item| item.class.as_str()), Some("improvement"));
    }

    #[test]
    fn a_county_adds_a_class_and_items_under_codes_of_its_own() {
        let mut catalogue = Catalogue::default();
        let class = catalogue.edit(Edit::AddClass { name: name("安全类"), rule: name("立即整改") });
        assert_eq!(class.as_deref(), Ok("own-class-1"));
        let add = |text: &str| Edit::AddItem { class: "own-class-1".into(), name: name(text) };
        assert_eq!(catalogue.edit(add("挡土墙加固")).as_deref(), Ok("own-item-1"));
        assert_eq!(catalogue.edit(add("危树处理")).as_deref(), Ok("own-item-2"));
        assert_eq!(catalogue.edit(add(" 危树处理 ")), Err(CannotEdit::NameTaken));
        assert_eq!(catalogue.edit(add("")), Err(CannotEdit::NoName));
        assert_eq!(catalogue.edit(add(&"长".repeat(41))), Err(CannotEdit::NameTooLong));
    }

    #[test]
    fn what_is_retired_is_not_offered_and_keeps_its_name() {
        let mut catalogue = Catalogue::default();
        let retire = |code: &str| Edit::Retire { code: code.into() };
        assert_eq!(catalogue.edit(retire("basic")), Err(CannotEdit::ClassInUse));
        assert_eq!(catalogue.edit(retire("heating")).as_deref(), Ok("heating"));
        assert_eq!(catalogue.edit(retire("heating")), Err(CannotEdit::SoAlready));
        assert!(catalogue.offered().all(|(_, items)| items.iter().all(|item| item.code != "heating")));
        assert_eq!(catalogue.item("heating").map(|item| item.name.zh.as_str()), Some("供热"));
        assert_eq!(catalogue.edit(Edit::BringBack { code: "heating".into() }).as_deref(), Ok("heating"));
    }

    #[test]
    fn an_item_moves_only_into_a_class_that_is_offered() {
        let mut catalogue = Catalogue::default();
        let shift = |class: &str| Edit::Move { code: "lift".into(), class: class.into() };
        assert_eq!(catalogue.edit(shift("upgrade")).as_deref(), Ok("lift"));
        assert_eq!(catalogue.edit(shift("nothing")), Err(CannotEdit::NoSuchCode));
        let class = catalogue.edit(Edit::AddClass { name: name("安全类"), rule: Name::default() }).expect("added");
        catalogue.edit(Edit::Retire { code: class.clone() }).expect("nothing stands in it");
        assert_eq!(catalogue.edit(shift(&class)), Err(CannotEdit::ClassRetired));
    }

    fn edits() -> impl Strategy<Value = Vec<Edit>> {
        let code =
            || prop::sample::select(vec!["basic", "lift", "water", "own-class-1", "own-item-1", "own-item-2", "x"]);
        let text = || "[甲乙丙丁]{0,3}".prop_map(|zh| Name::new(&zh, ""));
        let one = prop_oneof![
            (text(), text()).prop_map(|(name, rule)| Edit::AddClass { name, rule }),
            (code(), text()).prop_map(|(class, name)| Edit::AddItem { class: class.into(), name }),
            (code(), text()).prop_map(|(code, name)| Edit::Rename { code: code.into(), name }),
            (code(), code()).prop_map(|(code, class)| Edit::Move { code: code.into(), class: class.into() }),
            code().prop_map(|code| Edit::Retire { code: code.into() }),
            code().prop_map(|code| Edit::BringBack { code: code.into() }),
        ];
        prop::collection::vec(one, 0..60)
    }

    proptest! {
        #[test]
        fn no_order_of_edits_loses_a_code_or_makes_two_of_one_name(edits in edits()) {
            let mut catalogue = Catalogue::default();
            for edit in edits {
                let before = catalogue.clone();
                let made = catalogue.edit(edit);
                prop_assert!(made.is_ok() || catalogue == before, "a refused change leaves everything as it was");
                let after = codes(&catalogue);
                prop_assert!(codes(&before).iter().all(|code| after.contains(code)));
                let mut names: Vec<_> = catalogue.classes.iter().map(|class| &class.name.zh).collect();
                names.extend(catalogue.items.iter().map(|item| &item.name.zh));
                let count = names.len();
                names.sort_unstable();
                names.dedup();
                prop_assert_eq!(names.len(), count);
                let open = |item: &&Item| !item.retired;
                for item in catalogue.items.iter().filter(open) {
                    prop_assert!(catalogue.class(&item.class).is_some_and(|class| !class.retired), "{item:?}");
                }
            }
        }
    }
}
