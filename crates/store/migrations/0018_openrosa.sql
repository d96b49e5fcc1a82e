-- Forms for the field (外业表单, OpenRosa): what phones are offered, by what they show whose they are, and what they send.

create table field_form (
    office text not null,
    id text not null,
    form_id text not null,
    title text not null,
    state text not null check (state in ('open', 'closing', 'closed')),
    number bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id)
);
-- citus: distribute

create unique index field_form_called on field_form (office, form_id);

-- Every version as phones get it; `given` is what was uploaded, where that lacked an identity and got one.
create table field_form_version (
    office text not null,
    form text not null,
    number bigint not null,
    version text not null,
    title text not null,
    xml text not null,
    given text,
    md5 text not null,
    bytes bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, form, number),
    foreign key (office, form) references field_form (office, id)
);
-- citus: distribute

create unique index field_form_version_called on field_form_version (office, form, version);

-- The files beside a version: pictures, and tables of choices.
create table field_form_medium (
    office text not null,
    form text not null,
    number bigint not null,
    name text not null,
    digest text not null,
    md5 text not null,
    bytes bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, form, number, name),
    foreign key (office, form, number) references field_form_version (office, form, number)
);
-- citus: distribute

-- By what a phone shows whose it is: `ha1` is sealed, `token` is the SHA-256 of one that is random.
create table collector (
    office text not null,
    id text not null,
    account text not null,
    label text not null,
    user_name text not null,
    ha1 text not null,
    token text not null,
    made_at bigint not null,
    made_by text not null,
    stopped_at bigint,
    stopped_by text,
    primary key (office, id),
    foreign key (office, account) references account (office, id)
);
-- citus: distribute

create unique index collector_called on collector (office, user_name);
create unique index collector_token on collector (office, token);
create index collector_of on collector (office, account);

-- What was sent: the XML as it came, sealed.
create table submission (
    office text not null,
    id text not null,
    form text not null,
    number bigint not null,
    instance text not null,
    deprecated text,
    complete boolean not null,
    encrypted boolean not null,
    xml text not null,
    bytes bigint not null,
    received_at bigint not null,
    collector text not null,
    account text not null,
    by_name text not null,
    primary key (office, id),
    foreign key (office, form, number) references field_form_version (office, form, number)
);
-- citus: distribute

-- One identity is one submission, however often it is sent.
create unique index submission_instance on submission (office, form, instance);
create index submission_by_time on submission (office, form, received_at, id);
-- What replaces another one: of two that want to replace the same one the second is refused.
create unique index submission_deprecated on submission (office, form, deprecated);

-- The files of a submission, as they came. Two of one name that differ are both kept.
create table submission_file (
    office text not null,
    submission text not null,
    name text not null,
    digest text not null,
    media_type text not null,
    bytes bigint not null,
    at bigint not null,
    primary key (office, submission, name, digest),
    foreign key (office, submission) references submission (office, id)
);
-- citus: distribute
