-- Months (月报): physical figures beside the investment done, and the report of a month, signed by two people and kept.

alter table progress add column quantities text not null default '{}';
alter table progress_version add column quantities text not null default '{}';

-- Where each month of an office stands. `reports` counts what was reported, so that nobody signs beside a change.
create table month_end (
    office text not null,
    month text not null,
    version bigint not null,
    state text not null check (state in ('open', 'filled', 'frozen')),
    reports bigint not null,
    primary key (office, month)
);
-- citus: distribute

-- What was signed: every version of a month.
create table month_report (
    office text not null,
    month text not null,
    version bigint not null,
    reason text,
    report text,
    digest text,
    filled_at bigint,
    filled_by text,
    filled_name text,
    signed_at bigint,
    signed_by text,
    signed_name text,
    primary key (office, month, version)
);
-- citus: distribute

-- What was done to a month, in the order it was done.
create table month_step (
    office text not null,
    id text not null,
    month text not null,
    version bigint not null,
    act text not null check (act in ('filled', 'sent_back', 'signed', 'opened')),
    reason text,
    digest text,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id)
);
-- citus: distribute

create index month_step_of on month_step (office, month, id);

create table month_rules (
    office text not null,
    id text not null,
    from_day text not null,
    rules text not null,
    reason text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id)
);
-- citus: distribute

create index month_rules_by_day on month_rules (office, from_day, id);
