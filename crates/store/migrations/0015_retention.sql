-- Retention (保存期限): for how long an office keeps what tells who somebody is, and what it has let go of. No name stands here.

create table retention_rules (
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

create table erasure (
    office text not null,
    batch text not null,
    subject text not null,
    kind text not null check (kind in ('residents', 'officials', 'sign-in', 'sessions')),
    ground text not null check (ground in ('expired', 'asked', 'mistaken')),
    many bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, batch, subject)
);
-- citus: distribute

create index erasure_by_time on erasure (office, at, batch);

create index term_ended on term (office, ended_on);
create index session_over on session (office, ends_at);
