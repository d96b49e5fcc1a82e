//! Wishes: catalogue items in their order, to pick and to show.

use linli_domain::consultation::Catalogue;

use super::super::catalogue::said;
use crate::shell::{Ctx, Field};

/// The fields by which they are picked, the dearest first.
const FIELDS: [&str; 3] = ["wish1", "wish2", "wish3"];

/// The names of the wishes, also of those that are no longer offered.
pub(crate) fn names(ctx: &Ctx, catalogue: &Catalogue, wishes: &[String]) -> Vec<String> {
    let name = |code: &String| catalogue.item(code).map_or_else(|| code.clone(), |item| said(ctx.lang, &item.name));
    wishes.iter().map(name).collect()
}

pub(crate) fn fields(ctx: &Ctx, catalogue: &Catalogue, picked: &[String; 3]) -> Vec<Field> {
    let mut options = vec![(String::new(), ctx.t("opinions-wish-none"))];
    for (class, items) in catalogue.offered() {
        let class = said(ctx.lang, &class.name);
        options
            .extend(items.iter().map(|item| (item.code.clone(), format!("{class} · {}", said(ctx.lang, &item.name)))));
    }
    let field = |(at, name): (usize, &'static str)| {
        let label = ctx.t_n("opinions-wish", at + 1);
        Field::new(name, label).kind("select").options(options.clone()).value(&picked[at])
    };
    FIELDS.into_iter().enumerate().map(field).collect()
}
