-- Plans (一小区一方案): versions with their items, what each answers and whose money is expected; the notices by which they are
-- posted; and more of whom a plan names.

-- Whoever changes a plan takes this row first, so that two people change it one after the other.
create table plan (
    office text not null,
    neighbourhood text not null,
    changes bigint not null,
    primary key (office, neighbourhood),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create table plan_version (
    office text not null,
    id text not null,
    neighbourhood text not null,
    number bigint not null,
    state text not null check (state in ('draft', 'posted', 'withdrawn')),
    made_from text,
    summary text not null,
    budget_fen bigint,
    -- Whom it named when it was posted: the leader in charge by the term, and the residents' supervision body.
    leader text,
    body text,
    revision bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id),
    foreign key (office, leader) references term (office, id),
    foreign key (office, body) references body (office, id)
);
-- citus: distribute

create unique index plan_version_number on plan_version (office, neighbourhood, number);
-- A plan has one draft at a time.
create unique index plan_version_draft on plan_version (office, neighbourhood) where state = 'draft';

create table plan_item (
    office text not null,
    version text not null,
    item text not null,
    position bigint not null,
    work text not null,
    class text not null,
    building text,
    entrance text,
    title text not null,
    quantity bigint not null,
    unit text not null,
    unit_cost_fen bigint not null,
    cost_fen bigint not null,
    upkeep text,
    upkeep_by text not null,
    reason text not null,
    standing text not null check (standing in ('taken', 'reserve', 'dropped')),
    revision bigint not null,
    primary key (office, version, item),
    foreign key (office, version) references plan_version (office, id),
    foreign key (office, building) references building (office, id),
    foreign key (office, entrance) references entrance (office, id)
);
-- citus: distribute

create table plan_item_source (
    office text not null,
    version text not null,
    item text not null,
    position bigint not null,
    source text not null,
    amount_fen bigint not null,
    primary key (office, version, item, position),
    foreign key (office, version, item) references plan_item (office, version, item)
);
-- citus: distribute

create table plan_item_need (
    office text not null,
    version text not null,
    item text not null,
    need text not null,
    primary key (office, version, item, need),
    foreign key (office, version, item) references plan_item (office, version, item),
    foreign key (office, need) references need (office, id)
);
-- citus: distribute

create index plan_item_need_of on plan_item_need (office, need, version);

-- Why a need is not answered by a version.
create table plan_left_out (
    office text not null,
    version text not null,
    need text not null,
    reason text not null,
    primary key (office, version, need),
    foreign key (office, version) references plan_version (office, id),
    foreign key (office, need) references need (office, id)
);
-- citus: distribute

create table planning_rules (
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

create index planning_rules_by_day on planning_rules (office, from_day, id);

-- A version as it hangs at the gate.
create table notice (
    office text not null,
    id text not null,
    neighbourhood text not null,
    version text not null,
    from_day text not null,
    until_day text not null,
    rules text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    withdrawn_at bigint,
    withdrawn_by text,
    withdrawn_why text,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id),
    foreign key (office, version) references plan_version (office, id)
);
-- citus: distribute

create unique index notice_of_version on notice (office, version);
create index notice_of on notice (office, neighbourhood, at, id);
create index notice_by_end on notice (office, until_day, id) where withdrawn_at is null;

-- Photos of the posted paper.
create table notice_evidence (
    office text not null,
    notice text not null,
    evidence text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, notice, evidence),
    foreign key (office, notice) references notice (office, id),
    foreign key (office, evidence) references evidence (office, id)
);
-- citus: distribute

-- What an opinion objects to (异议): a notice, which waits for the answer.
alter table opinion add column objects_to text;

create index opinion_objection on opinion (office, objects_to, id) where objects_to is not null;

-- How somebody came to sit in a residents' body, and how residents reach them.
alter table term add column chosen text check (chosen in ('elected', 'nominated'));
alter table term add column contact text;
