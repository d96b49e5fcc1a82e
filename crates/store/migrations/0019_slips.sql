-- Papers with a code (门贴、楼道海报): by it a household, or whoever passes a stairwell, says something without an account.

-- The code itself stands on the paper and nowhere else; here is its keyed hash. A dwelling makes it a slip, none a poster.
create table slip (
    office text not null,
    id text not null,
    entrance text not null,
    dwelling text,
    code text not null,
    made_at bigint not null,
    account text not null,
    by_name text not null,
    revoked_at bigint,
    revoked_by text,
    revoked_why text,
    opened bigint not null,
    opened_on text,
    primary key (office, id),
    foreign key (office, entrance) references entrance (office, id),
    foreign key (office, dwelling) references dwelling (office, id)
);
-- citus: distribute

create unique index slip_code on slip (office, code);
-- One code holds for a door, and one for a stairwell.
create unique index slip_of_door on slip (office, dwelling) where revoked_at is null and dwelling is not null;
create unique index slip_of_stairwell on slip (office, entrance) where revoked_at is null and dwelling is null;
create index slip_by_entrance on slip (office, entrance);

-- A phone that opened a paper, by the hash of what its cookie holds; it ends with the code.
create table slip_session (
    office text not null,
    token text not null,
    slip text not null,
    ends_at bigint not null,
    primary key (office, token),
    foreign key (office, slip) references slip (office, id)
);
-- citus: distribute

create index slip_session_end on slip_session (office, ends_at);

-- How many opinions came by the poster of a stairwell in a day.
create table poster_day (
    office text not null,
    entrance text not null,
    day text not null,
    many bigint not null,
    primary key (office, entrance, day)
);
-- citus: distribute

-- Well-formed codes of nobody that were tried in a day: somebody guesses.
create table slip_try (
    office text not null,
    day text not null,
    many bigint not null,
    primary key (office, day)
);
-- citus: distribute
