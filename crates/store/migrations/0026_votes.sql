-- Owners' votes (业主表决): what is voted on, the roll as it was frozen, every ballot as two people typed it, and what was bound.

create table vote_rules (
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

create index vote_rules_from on vote_rules (office, from_day, id);

create table owner_vote (
    office text not null,
    id text not null,
    neighbourhood text not null,
    building text,
    entrance text,
    matter text not null,
    title text not null,
    question text not null,
    without_paying boolean not null,
    first_day text not null,
    last_day text not null,
    clause text,
    plan text,
    plan_number bigint,
    state text not null check (state in ('draft', 'announced', 'closed', 'withdrawn')),
    -- Counts up with every change of the vote, its deliveries and its ballots: of two who change it at once one looks again.
    revision bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    -- Frozen when it is announced.
    announced_on text,
    rules text,
    heads bigint not null,
    area bigint not null,
    -- Who took part so far, by what each ballot says by itself.
    came_heads bigint not null,
    came_area bigint not null,
    delivered bigint not null,
    ballots bigint not null,
    -- Frozen when it is closed.
    closed_at bigint,
    closed_by text,
    root text,
    result text,
    ended_why text,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id),
    foreign key (office, plan) references plan_version (office, id)
);
-- citus: distribute

create index owner_vote_of on owner_vote (office, neighbourhood, id);

create table vote_head (
    office text not null,
    vote text not null,
    number bigint not null,
    party text not null,
    unsold boolean not null,
    area bigint not null,
    came boolean not null,
    delivered_on text,
    delivered_how text,
    delivered_by text,
    primary key (office, vote, number),
    foreign key (office, vote) references owner_vote (office, id),
    foreign key (office, party) references owner_party (office, id)
);
-- citus: distribute

create table vote_dwelling (
    office text not null,
    vote text not null,
    dwelling text not null,
    number bigint not null,
    position bigint not null,
    door text not null,
    area bigint not null,
    primary key (office, vote, dwelling),
    foreign key (office, vote, number) references vote_head (office, vote, number),
    foreign key (office, dwelling) references dwelling (office, id)
);
-- citus: distribute

create unique index vote_dwelling_of on vote_dwelling (office, vote, number, position);

-- A ballot on paper, by the number written on it. Its code is sealed, since it opens what somebody voted.
create table vote_ballot (
    office text not null,
    id text not null,
    vote text not null,
    number bigint not null,
    state text not null check (state in ('typed', 'differs', 'settled')),
    first_account text not null,
    second_account text,
    settled_account text,
    -- The reading that counts.
    entry text,
    head bigint,
    code text not null,
    seal text,
    invalid text,
    primary key (office, id),
    foreign key (office, vote) references owner_vote (office, id)
);
-- citus: distribute

create unique index vote_ballot_number on vote_ballot (office, vote, number);

-- What one person read from a paper, sealed: it says how somebody voted.
create table vote_entry (
    office text not null,
    id text not null,
    ballot text not null,
    step text not null check (step in ('first', 'second', 'settled')),
    account text not null,
    by_name text not null,
    at bigint not null,
    content text not null,
    primary key (office, id),
    foreign key (office, ballot) references vote_ballot (office, id)
);
-- citus: distribute

create unique index vote_entry_step on vote_entry (office, ballot, step);
-- Nobody reads one paper twice.
create unique index vote_entry_account on vote_entry (office, ballot, account);
