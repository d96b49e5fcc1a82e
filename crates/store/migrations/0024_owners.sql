-- Owners (业主): who owns which dwelling and by which area; what was before stays. Names and phones are sealed.

alter table dwelling add column area_basis text;

-- Every change of a neighbourhood's owners counts up: of two who change them at once one looks again.
create table owner_roll (
    office text not null,
    neighbourhood text not null,
    version bigint not null,
    changed_at bigint not null,
    primary key (office, neighbourhood),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create table owner_party (
    office text not null,
    id text not null,
    kind text not null check (kind in ('person', 'organisation', 'developer', 'unknown')),
    owners text not null,
    made_at bigint not null,
    account text not null,
    by_name text not null,
    left_on text,
    erased_at bigint,
    primary key (office, id)
);
-- citus: distribute

create index owner_party_left on owner_party (office, left_on, id);

create table ownership (
    office text not null,
    id text not null,
    dwelling text not null,
    party text not null,
    from_day text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    ended_on text,
    ended_why text,
    ended_at bigint,
    ended_by text,
    primary key (office, id),
    foreign key (office, dwelling) references dwelling (office, id),
    foreign key (office, party) references owner_party (office, id)
);
-- citus: distribute

create unique index ownership_now on ownership (office, dwelling) where ended_on is null;
create index ownership_of_dwelling on ownership (office, dwelling, id);
create index ownership_ended on ownership (office, ended_at);
create index ownership_of_party on ownership (office, party, id);

create table dwelling_area (
    office text not null,
    dwelling text not null,
    version bigint not null,
    area bigint not null,
    basis text not null check (basis in ('register', 'survey', 'contract')),
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, dwelling, version),
    foreign key (office, dwelling) references dwelling (office, id)
);
-- citus: distribute
