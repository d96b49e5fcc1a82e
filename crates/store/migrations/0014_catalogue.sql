-- Catalogue of works (改造内容目录): every version that an office made of it; what was named by an earlier one stays readable.

create table works_catalogue (
    office text not null,
    version bigint not null,
    from_day text not null,
    catalogue text not null,
    act text not null,
    code text not null,
    reason text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, version)
);
-- citus: distribute

create index works_catalogue_by_day on works_catalogue (office, from_day, version);
