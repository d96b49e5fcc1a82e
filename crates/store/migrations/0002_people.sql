-- Accounts (账号), the roles they were given and lost, and where they are signed in.

create table account (
    office       text    not null,
    id           text    not null,
    sign_in      text    not null,
    name         text    not null,
    name_key     text    not null,
    password     text    not null,
    must_change  boolean not null,
    failures     bigint  not null,
    locked_until bigint,
    made_at      bigint  not null,
    stopped_at   bigint,
    primary key (office, id),
    unique (office, sign_in)
);
-- citus: distribute

create index account_by_name on account (office, name_key, id);

-- A role is given and taken, and both stay written.
create table account_grant (
    office        text   not null,
    account       text   not null,
    id            text   not null,
    role          text   not null,
    division      text,
    neighbourhood text,
    given_at      bigint not null,
    given_by      text   not null,
    taken_at      bigint,
    taken_by      text,
    primary key (office, account, id),
    foreign key (office, account) references account (office, id)
);
-- citus: distribute

create table session (
    office  text   not null,
    token   text   not null,
    id      text   not null,
    account text   not null,
    made_at bigint not null,
    seen_at bigint not null,
    ends_at bigint not null,
    agent   text   not null,
    primary key (office, token),
    foreign key (office, account) references account (office, id)
);
-- citus: distribute

create index session_by_account on session (office, account, made_at);
