-- Retention (保存期限) of what residents said: from when its time runs, and what was let go of.

-- From when the time of an opinion runs; nothing as long as somebody waits for something.
alter table opinion add column over_at bigint;
alter table opinion add column erased_at bigint;
alter table visit add column erased_at bigint;
alter table submission add column erased_at bigint;

update opinion set over_at = coalesce(
    (select max(e.at) from opinion_event e
      where e.office = opinion.office and e.opinion = opinion.id
        and e.act in ('answer', 'finish', 'look_after', 'withdraw')), received_at)
 where withdrawn or (state in ('answered', 'done') and not hazard_open);

create index opinion_kept on opinion (office, over_at, id) where erased_at is null;
create index opinion_erased on opinion (office, erased_at) where erased_at is not null;
create index visit_kept on visit (office, campaign, id) where erased_at is null;
create index submission_kept on submission (office, received_at, id) where erased_at is null;
-- What is kept of a household.
create index visit_of_dwelling on visit (office, dwelling, at);

create index visit_opinion on visit (office, opinion) where opinion is not null;

-- The same as before, with whatever kinds there are.
alter table erasure rename to erasure_before;

create table erasure (
    office text not null,
    batch text not null,
    subject text not null,
    kind text not null,
    ground text not null check (ground in ('expired', 'asked', 'mistaken')),
    many bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, batch, subject)
);
-- citus: distribute

insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
select office, batch, subject, kind, ground, many, at, account, by_name from erasure_before;

drop table erasure_before;

create index erasure_by_time on erasure (office, at, batch);
