-- Identities (统一身份认证): who an account is at an identity provider. Its person connects it, and disconnects it.

create table identity (
    office text not null,
    account text not null,
    issuer text not null,
    subject text not null,
    connected_at bigint not null,
    primary key (office, account),
    unique (office, issuer, subject),
    foreign key (office, account) references account (office, id)
);
-- citus: distribute

-- Who signs in names no office.
create index identity_by_subject on identity (issuer, subject);

-- A session that was opened by an identity, and not by a password.
alter table session add column by_identity boolean not null default false;
