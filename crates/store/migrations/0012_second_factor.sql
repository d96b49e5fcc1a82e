-- Second factor (双因素): what the codes of an account are made from, sealed with a key outside of the database; codes for once.

create table second_factor (
    office text not null,
    account text not null,
    secret text not null,
    confirmed boolean not null,
    last_step bigint not null,
    made_at bigint not null,
    confirmed_at bigint,
    primary key (office, account),
    foreign key (office, account) references account (office, id)
);
-- citus: distribute

create table recovery_code (
    office text not null,
    account text not null,
    hash text not null,
    made_at bigint not null,
    used_at bigint,
    primary key (office, account, hash),
    foreign key (office, account) references account (office, id)
);
-- citus: distribute

-- A session that knows the password and owes the code: it reaches the page of the code, and nothing else.
alter table session add column owes_code boolean not null default false;
