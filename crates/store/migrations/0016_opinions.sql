-- Opinions (意见) and their answers, the days that are worked, and what an office promises.

-- The days of a year that are not like their weeks (放假、调休): every version that an office entered.
create table working_calendar (
    office text not null,
    year bigint not null,
    version bigint not null,
    days text not null,
    reason text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, year, version)
);
-- citus: distribute

create table consultation_rules (
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

create index consultation_rules_by_day on consultation_rules (office, from_day, id);
