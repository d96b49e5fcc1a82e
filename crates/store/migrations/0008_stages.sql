-- Stages (阶段): what was reported of each neighbourhood and what shows it; since when an office keeps its records here.

create table office_beginning (
    office text not null,
    began_on text not null,
    evidence_from text not null,
    primary key (office)
);
-- citus: distribute

create table stage_rules (
    office text not null,
    id text not null,
    from_day text not null,
    evidence_from text,
    rules text not null,
    reason text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id)
);
-- citus: distribute

create index stage_rules_by_day on stage_rules (office, from_day, id);

-- What happened, in the order it happened.
create table stage_event (
    office text not null,
    id text not null,
    neighbourhood text not null,
    stage text not null,
    act text not null check (act in ('reported', 'confirmed', 'reversed')),
    on_day text,
    reason text,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create index stage_event_of on stage_event (office, neighbourhood, id);
create index stage_event_latest on stage_event (office, id);

-- What stands now, worked out from the events and the evidence.
create table stage_standing (
    office text not null,
    neighbourhood text not null,
    stage text not null,
    on_day text not null,
    reported boolean not null,
    confirmed_at bigint,
    counts boolean not null,
    primary key (office, neighbourhood, stage),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create table stage_evidence (
    office text not null,
    neighbourhood text not null,
    stage text not null,
    evidence text not null,
    document text not null,
    at bigint not null,
    primary key (office, neighbourhood, stage, evidence),
    foreign key (office, evidence) references evidence (office, id)
);
-- citus: distribute
