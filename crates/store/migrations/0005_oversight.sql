-- Oversight (督查通报): declared tables as they came, bulletins with their figures, the targets of each year.

create table declared_table (
    office text not null,
    id text not null,
    scope text not null,
    month text not null,
    version bigint not null,
    current boolean not null,
    sender text not null,
    file_name text not null,
    file_digest text not null,
    note text,
    total text,
    received_at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id)
);
-- citus: distribute

create unique index declared_table_version on declared_table (office, scope, month, version);

create table declared_row (
    office text not null,
    declared_table text not null,
    line bigint not null,
    unit text not null,
    written text not null,
    says text not null,
    primary key (office, declared_table, line),
    foreign key (office, declared_table) references declared_table (office, id)
);
-- citus: distribute

create table bulletin (
    office text not null,
    id text not null,
    month text not null,
    state text not null check (state in ('draft', 'submitted', 'signed', 'issued', 'withdrawn')),
    version bigint not null,
    wording text not null,
    league text not null,
    number text,
    drafted_by text not null,
    drafted_at bigint not null,
    signed_by text,
    signed_on text,
    issued_at bigint,
    reason text,
    primary key (office, id)
);
-- citus: distribute

create unique index bulletin_number on bulletin (office, number);
create index bulletin_issued on bulletin (office, state, issued_at, id);

create table bulletin_version (
    office text not null,
    bulletin text not null,
    version bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    act text not null,
    state text not null,
    wording text not null,
    reason text,
    primary key (office, bulletin, version),
    foreign key (office, bulletin) references bulletin (office, id)
);
-- citus: distribute

create table targets (
    office text not null,
    from_day text not null,
    targets text not null,
    source text not null,
    at bigint not null,
    account text not null,
    primary key (office, from_day)
);
-- citus: distribute
