-- The audit trail (审计日志): one chain of sealed lines for each office, and the head of each chain.

create table audit (
    office   text   not null,
    seq      bigint not null,
    at       bigint not null,
    account  text   not null,
    actor    text   not null,
    act      text   not null,
    subject  text   not null,
    detail   text   not null,
    previous text   not null,
    digest   text   not null,
    primary key (office, seq)
);
-- citus: distribute

create index audit_by_account on audit (office, account, seq);
create index audit_by_subject on audit (office, subject, seq);

create table audit_head (
    office text   not null,
    seq    bigint not null,
    digest text   not null,
    primary key (office)
);
-- citus: distribute
