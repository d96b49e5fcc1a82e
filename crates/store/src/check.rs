//! What must hold between the rows of an office: every record is its own last version, every count is what it counts.
//!
//! `linli check` walks through it. The rules hold by construction; a breach means that somebody wrote past Linli.

mod doors;
pub(crate) mod sealed;
mod stages;
mod votes;

use linli_domain::kernel::Office;

use crate::register::neighbourhood::{columns, finish_counts, neighbourhood};
use crate::seal::change;
use crate::{Result, Tx, args};

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub office: Office,
    /// Which rule: `neighbourhood-version`, `progress-version`, …
    pub rule: &'static str,
    /// Which record breaks it.
    pub subject: String,
}

/// Every fault in the records of an office.
pub fn faults(tx: &mut Tx, office: Office) -> Result<Vec<Fault>> {
    let mut found = Vec::new();
    for (rule, sql) in RULES {
        let subjects: Vec<String> = tx.query(sql, args![office], |row| row.get(0))?;
        found.extend(subjects.into_iter().map(|subject| Fault { office, rule, subject }));
    }
    let changed = changed_past_their_version(tx, office)?;
    found.extend(changed.into_iter().map(|subject| Fault { office, rule: "neighbourhood-facts", subject }));
    found.extend(sealed::changed(tx, office)?);
    found.extend(stages::faults(tx, office)?);
    found.extend(doors::faults(tx, office)?);
    found.extend(votes::faults(tx, office)?);
    let closed = change::closed(tx, office)?;
    found.extend(closed.into_iter().map(|subject| Fault { office, rule: "sealed-closed", subject }));
    Ok(found)
}

/// Neighbourhoods whose row says something else than the version that wrote it.
fn changed_past_their_version(tx: &mut Tx, office: Office) -> Result<Vec<String>> {
    let pairs = tx.query(
        concat!(
            "select ",
            columns!(),
            ", (select v.facts from neighbourhood_version v
                 where v.office = neighbourhood.office and v.neighbourhood = neighbourhood.id
                   and v.version = neighbourhood.version)
               from neighbourhood where office = $1 order by number"
        ),
        args![office],
        |row| Ok((neighbourhood(row)?, row.get::<Option<String>>(24)?)),
    )?;
    let written = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    let differs = pairs.into_iter().filter_map(|(now, then)| (written(then) != Some(now.facts)).then_some(now.number));
    Ok(differs.collect())
}

/// Each statement names the records that break its rule.
const RULES: [(&str, &str); 17] = [
    (
        "neighbourhood-version",
        "select n.number from neighbourhood n
           left join neighbourhood_version v
             on v.office = n.office and v.neighbourhood = n.id and v.version = n.version
          where n.office = $1 and (v.version is null or coalesce(v.merged_into, '') <> coalesce(n.merged_into, ''))
          order by n.number",
    ),
    (
        "neighbourhood-history",
        "select n.number from neighbourhood n
           join neighbourhood_version v on v.office = n.office and v.neighbourhood = n.id
          where n.office = $1
          group by n.number, n.version having count(*) <> n.version or max(v.version) <> n.version
          order by n.number",
    ),
    (
        "neighbourhood-merged",
        "select n.number from neighbourhood n
           left join neighbourhood k on k.office = n.office and k.id = n.merged_into
          where n.office = $1 and n.merged_into is not null and (k.id is null or k.merged_into is not null)
            and n.merged_into <> '00000000-0000-0000-0000-000000000000'
          order by n.number",
    ),
    (
        "neighbourhood-counter",
        "select c.town from neighbourhood_counter c
           left join neighbourhood n on n.office = c.office and substr(n.number, 1, 9) = c.town
          where c.office = $1 group by c.town, c.last having count(n.id) > c.last
          order by c.town",
    ),
    (
        "progress-version",
        "select p.neighbourhood from progress p
           left join progress_version v on v.office = p.office and v.neighbourhood = p.neighbourhood
                                       and v.month = p.month and v.version = p.version
          where p.office = $1 and (v.version is null or v.done_fen <> p.done_fen or v.quantities <> p.quantities)
          order by p.neighbourhood",
    ),
    (
        "declared-current",
        "select scope from declared_table where office = $1
          group by scope, month having sum(case when current then 1 else 0 end) <> 1
          order by scope",
    ),
    (
        "bulletin-version",
        "select b.id from bulletin b
           left join bulletin_version v on v.office = b.office and v.bulletin = b.id and v.version = b.version
          where b.office = $1 and (v.version is null or v.state <> b.state or v.wording <> b.wording)
          order by b.id",
    ),
    (
        "month-second-person",
        "select month from month_report where office = $1 and signed_by = filled_by order by month",
    ),
    (
        "month-state",
        "select e.month from month_end e
           left join month_report r on r.office = e.office and r.month = e.month and r.version = e.version
          where e.office = $1 and ((e.state = 'frozen') <> (r.signed_at is not null)
             or (e.state <> 'open' and r.report is null))
          order by e.month",
    ),
    (
        "opinion-state",
        "select id from opinion
          where office = $1
            and state <> case when withdrawn then 'withdrawn' when done then 'done' when answer is not null then 'answered'
                              when grouped then 'grouped' else 'received' end
          order by id",
    ),
    (
        "opinion-course",
        "select o.id from opinion o
           left join opinion_event e on e.office = o.office and e.opinion = o.id
          where o.office = $1
          group by o.id, o.version having count(e.id) <> o.version - 1 or coalesce(max(e.version), 1) <> o.version
          order by o.id",
    ),
    (
        "opinion-over",
        "select id from opinion
          where office = $1
            and (over_at is not null) <> (withdrawn or (state in ('answered', 'done') and not hazard_open))
          order by id",
    ),
    (
        "erased-text",
        "select id from opinion where office = $1 and erased_at is not null and words <> ''
         union all
         select v.id from opinion_version v join opinion o on o.office = v.office and o.id = v.opinion
          where v.office = $1 and o.erased_at is not null and v.content <> ''
         union all
         select h.id from answer_help h join opinion o on o.office = h.office and o.id = h.opinion
          where h.office = $1 and o.erased_at is not null and h.words <> ''
         union all
         select l.opinion from opinion_evidence l join opinion o on o.office = l.office and o.id = l.opinion
          where l.office = $1 and o.erased_at is not null
         union all
         select id from visit where office = $1 and erased_at is not null and said <> ''
         union all
         select w.id from visit_version w join visit v on v.office = w.office and v.id = w.visit
          where w.office = $1 and v.erased_at is not null and w.content <> ''
         union all
         select p.visit from visit_photo p join visit v on v.office = p.office and v.id = p.visit
          where p.office = $1 and v.erased_at is not null
         union all
         select id from submission where office = $1 and erased_at is not null and xml <> ''
         union all
         select f.submission from submission_file f join submission s on s.office = f.office and s.id = f.submission
          where f.office = $1 and s.erased_at is not null",
    ),
    (
        "opinion-versions",
        "select o.id from opinion o
           left join opinion_version v on v.office = o.office and v.opinion = o.id and v.settled is null
          where o.office = $1
          group by o.id, o.open_versions having count(v.id) <> o.open_versions
          order by o.id",
    ),
    (
        "need-count",
        "select d.id from need d
           left join need_opinion l on l.office = d.office and l.need = d.id
           left join opinion o on o.office = l.office and o.id = l.opinion and not o.withdrawn
          where d.office = $1
          group by d.id, d.opinions, d.households, d.unverified, d.state
         having d.opinions <> count(o.id) or d.households <> count(distinct o.dwelling)
             or d.unverified <> count(o.id) - count(o.dwelling) or (d.state <> 'open' and count(l.opinion) > 0)
          order by d.id",
    ),
    (
        "need-grouped",
        "select o.id from opinion o
           left join need_opinion l on l.office = o.office and l.opinion = o.id
          where o.office = $1
          group by o.id, o.grouped having (count(l.need) > 0) <> o.grouped
          order by o.id",
    ),
    ("bulletin-second-person", "select id from bulletin where office = $1 and signed_by = drafted_by order by id"),
];
