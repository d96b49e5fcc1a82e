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

-- A random secret, sealed with the key outside of the database: codes of receipts are made and hashed with it.
create table receipt_secret (
    office text not null,
    id text not null,
    secret text not null,
    primary key (office, id)
);
-- citus: distribute

create table opinion (
    office text not null,
    id text not null,
    neighbourhood text not null,
    building text,
    entrance text,
    dwelling text,
    channel text not null,
    said_on text not null,
    words text not null,
    hazard boolean not null,
    received_at bigint not null,
    received_on text not null,
    account text not null,
    by_name text not null,
    receipt text not null,
    due_on text not null,
    state text not null check (state in ('received', 'grouped', 'answered', 'done', 'withdrawn')),
    grouped boolean not null,
    answer text,
    done boolean not null,
    withdrawn boolean not null,
    hazard_open boolean not null,
    open_versions bigint not null,
    version bigint not null,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id),
    foreign key (office, building) references building (office, id),
    foreign key (office, entrance) references entrance (office, id),
    foreign key (office, dwelling) references dwelling (office, id)
);
-- citus: distribute

create unique index opinion_receipt on opinion (office, receipt);
create index opinion_waiting on opinion (office, due_on, id) where state in ('received', 'grouped');
create index opinion_by_state on opinion (office, state, received_at, id);
create index opinion_by_time on opinion (office, received_at, id);
create index opinion_counted on opinion (office, state, due_on, hazard_open, open_versions);
create index opinion_of on opinion (office, neighbourhood, state);
create index opinion_of_dwelling on opinion (office, dwelling);
create index opinion_by_answer on opinion (office, answer);

-- What somebody wishes, by the codes of the catalogue; the dearest wish is the first.
create table opinion_wish (
    office text not null,
    opinion text not null,
    position bigint not null,
    item text not null,
    primary key (office, opinion, position),
    foreign key (office, opinion) references opinion (office, id)
);
-- citus: distribute

create index opinion_wish_item on opinion_wish (office, item);

-- What came under the id of an opinion and says something else; a person settles it.
create table opinion_version (
    office text not null,
    id text not null,
    opinion text not null,
    digest text not null,
    content text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    settled text check (settled in ('kept', 'dropped')),
    primary key (office, id),
    foreign key (office, opinion) references opinion (office, id)
);
-- citus: distribute

create unique index opinion_version_of on opinion_version (office, opinion, digest);

-- What was done with an opinion, in the order it was done.
create table opinion_event (
    office text not null,
    id text not null,
    opinion text not null,
    version bigint not null,
    act text not null,
    before text not null,
    after text not null,
    note text not null,
    answer text,
    due_on text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id),
    foreign key (office, opinion) references opinion (office, id)
);
-- citus: distribute

-- Two people never take the same step of an opinion.
create unique index opinion_event_of on opinion_event (office, opinion, version);

-- How many opinions a household gave in a day: beyond a number somebody plays with the form.
create table opinion_day (
    office text not null,
    dwelling text not null,
    day text not null,
    many bigint not null,
    primary key (office, dwelling, day)
);
-- citus: distribute

-- Photos and scans that belong to an opinion.
create table opinion_evidence (
    office text not null,
    opinion text not null,
    evidence text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, opinion, evidence),
    foreign key (office, opinion) references opinion (office, id),
    foreign key (office, evidence) references evidence (office, id)
);
-- citus: distribute

create index opinion_evidence_piece on opinion_evidence (office, evidence);

-- What hangs on an opinion shows names and hands: it is seen by who reads opinions, not by everybody who reads the register.
alter table evidence add column confidential boolean not null default false;

-- An answer (答复): every version of it; the last one counts.
create table answer (
    office text not null,
    id text not null,
    version bigint not null,
    verdict text not null check (verdict in ('adopted', 'partly', 'not_adopted')),
    reason text not null,
    why text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id, version)
);
-- citus: distribute

-- Whether an answer helped the one who asked.
create table answer_help (
    office text not null,
    id text not null,
    opinion text not null,
    answer text not null,
    version bigint not null,
    helped boolean not null,
    words text not null,
    at bigint not null,
    primary key (office, id),
    foreign key (office, opinion) references opinion (office, id)
);
-- citus: distribute

-- Said once of each version of an answer.
create unique index answer_help_of on answer_help (office, opinion, answer, version);
