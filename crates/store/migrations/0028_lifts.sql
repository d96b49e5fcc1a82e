-- Lifts (加装电梯): the office's table of floor coefficients, and for each entrance the versions of its scheme: design and cost,
-- who gives what, what each household said when it was asked, and what each bears by a version that was settled.

create table lift_rules (
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

create index lift_rules_from on lift_rules (office, from_day, id);

-- Whoever changes the scheme of an entrance takes this row first, so that two people change it one after the other.
create table lift (
    office text not null,
    entrance text not null,
    changes bigint not null,
    primary key (office, entrance),
    foreign key (office, entrance) references entrance (office, id)
);
-- citus: distribute

create table lift_scheme (
    office text not null,
    id text not null,
    entrance text not null,
    number bigint not null,
    state text not null check (state in ('draft', 'settled', 'given-up')),
    title text not null,
    model text not null,
    stops bigint,
    summary text not null,
    cost_fen bigint not null,
    fund_fen bigint not null,
    basis text not null check (basis in ('office', 'own', 'area')),
    -- The table of coefficients that it goes by, as it was when it was taken over.
    coefficients text,
    all_to_one boolean not null,
    remainder_to text,
    upkeep_fen bigint,
    upkeep_rule text,
    revision bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    settled_on text,
    settled_by text,
    primary key (office, id),
    foreign key (office, entrance) references entrance (office, id),
    foreign key (office, remainder_to) references dwelling (office, id)
);
-- citus: distribute

create unique index lift_scheme_number on lift_scheme (office, entrance, number);
-- An entrance has one draft at a time.
create unique index lift_scheme_draft on lift_scheme (office, entrance) where state = 'draft';

create table lift_subsidy (
    office text not null,
    scheme text not null,
    position bigint not null,
    name text not null,
    amount_fen bigint not null,
    primary key (office, scheme, position),
    foreign key (office, scheme) references lift_scheme (office, id)
);
-- citus: distribute

create table lift_group (
    office text not null,
    scheme text not null,
    position bigint not null,
    name text not null,
    rule text not null,
    each_fen bigint,
    -- Without a sum it pays what the others leave.
    sum_fen bigint,
    primary key (office, scheme, position),
    foreign key (office, scheme) references lift_scheme (office, id)
);
-- citus: distribute

create table lift_compensation (
    office text not null,
    scheme text not null,
    position bigint not null,
    dwelling text not null,
    amount_fen bigint not null,
    why text not null,
    primary key (office, scheme, position),
    foreign key (office, scheme) references lift_scheme (office, id),
    foreign key (office, dwelling) references dwelling (office, id)
);
-- citus: distribute

-- What a household said when it was asked (意愿征询), which is no vote; and its door as it was, once the scheme is settled.
create table lift_household (
    office text not null,
    scheme text not null,
    dwelling text not null,
    position bigint not null,
    room text not null,
    floor bigint not null,
    area bigint,
    answer text not null check (answer in ('for', 'without-paying', 'against', 'silent')),
    pays_in bigint not null,
    coefficient bigint,
    uses boolean,
    pays_fen bigint,
    upkeep_fen bigint,
    primary key (office, scheme, dwelling),
    foreign key (office, scheme) references lift_scheme (office, id),
    foreign key (office, dwelling) references dwelling (office, id)
);
-- citus: distribute
