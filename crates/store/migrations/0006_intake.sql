-- Loading registers (台账导入): the file as it came, what each of its rows would do or did, and how its columns were read.

create table intake (
    office text not null,
    id text not null,
    file_name text not null,
    digest text not null,
    state text not null check (state in ('receiving', 'uploaded', 'planning', 'previewed', 'applying', 'applied', 'undone', 'failed')),
    state_at bigint not null,
    message text,
    sheet text,
    mapping text,
    new_rows bigint not null,
    changed_rows bigint not null,
    same_rows bigint not null,
    refused_rows bigint not null,
    skip_refused boolean not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id)
);
-- citus: distribute

create index intake_by_digest on intake (office, digest, id);

create table intake_file (
    office text not null,
    import text not null,
    position bigint not null,
    content text not null,
    primary key (office, import, position),
    foreign key (office, import) references intake (office, id)
);
-- citus: distribute

create table intake_row (
    office text not null,
    import text not null,
    row_number bigint not null,
    outcome text not null check (outcome in ('new', 'changed', 'same', 'refused')),
    name text not null,
    target text,
    version bigint,
    before_facts text,
    after_facts text,
    reasons text,
    primary key (office, import, row_number),
    foreign key (office, import) references intake (office, id)
);
-- citus: distribute

create index intake_row_by_outcome on intake_row (office, import, outcome, row_number);

create table intake_mapping (
    office text not null,
    fingerprint text not null,
    mapping text not null,
    at bigint not null,
    primary key (office, fingerprint)
);
-- citus: distribute
