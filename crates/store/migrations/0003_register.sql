-- The register (底册): divisions as a code table, neighbourhoods with their versions, buildings down to the door.

create table division (
    code text not null primary key,
    name text not null,
    level text not null check (level in ('province', 'prefecture', 'county', 'town', 'community')),
    parent text not null,
    search text not null
);
-- citus: reference

create index division_parent on division (parent, code);

create table neighbourhood (
    office text not null,
    id text not null,
    number text not null,
    version bigint not null,
    merged_into text,
    name text not null,
    name_key text not null,
    search text not null,
    division text not null,
    town text not null,
    address text,
    longitude_e6 bigint,
    latitude_e6 bigint,
    built_year bigint,
    floor_area bigint,
    buildings bigint,
    households bigint,
    ownership text,
    former_unit text,
    plan_year bigint,
    arrangement text,
    leader text,
    residents_body text,
    planned_investment_fen bigint,
    started_on text,
    finished_on text,
    changed_at bigint not null,
    primary key (office, id)
);
-- citus: distribute

create unique index neighbourhood_number on neighbourhood (office, number);
create unique index neighbourhood_name on neighbourhood (office, division, name) where merged_into is null;
create index neighbourhood_by_name on neighbourhood (office, name_key, id);
create index neighbourhood_by_year on neighbourhood (office, plan_year);

create table neighbourhood_version (
    office text not null,
    neighbourhood text not null,
    version bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    act text not null,
    reason text,
    facts text not null,
    merged_into text,
    primary key (office, neighbourhood, version),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create table neighbourhood_counter (
    office text not null,
    town text not null,
    last bigint not null,
    primary key (office, town)
);
-- citus: distribute

create table building (
    office text not null,
    id text not null,
    neighbourhood text not null,
    came_from text,
    name text not null,
    name_key text not null,
    built_year bigint,
    floors bigint not null,
    closed_at bigint,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create index building_of on building (office, neighbourhood, name_key, id);

create table entrance (
    office text not null,
    id text not null,
    building text not null,
    position bigint not null,
    name text not null,
    primary key (office, id),
    foreign key (office, building) references building (office, id)
);
-- citus: distribute

create index entrance_of on entrance (office, building, position);

create table dwelling (
    office text not null,
    id text not null,
    entrance text not null,
    floor bigint not null,
    room text not null,
    exclusive_area bigint,
    primary key (office, id),
    foreign key (office, entrance) references entrance (office, id)
);
-- citus: distribute

create unique index dwelling_room on dwelling (office, entrance, room);
