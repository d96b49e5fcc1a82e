-- Needs (需求): what opinions of a neighbourhood come down to, grouped by people; and what is suggested to them.

-- Whoever changes what stands behind needs takes this row first, so that counts are counted one after the other.
create table need_board (
    office text not null,
    neighbourhood text not null,
    changes bigint not null,
    primary key (office, neighbourhood),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create table need (
    office text not null,
    id text not null,
    neighbourhood text not null,
    item text not null,
    title text not null,
    urgency text check (urgency in ('urgent', 'usual', 'can_wait')),
    state text not null check (state in ('open', 'merged', 'withdrawn')),
    merged_into text,
    opinions bigint not null,
    households bigint not null,
    unverified bigint not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    version bigint not null,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create index need_of on need (office, neighbourhood, state, households);

-- Which opinions stand behind a need now; how they came there is told by the changes.
create table need_opinion (
    office text not null,
    need text not null,
    opinion text not null,
    at bigint not null,
    primary key (office, need, opinion),
    foreign key (office, need) references need (office, id),
    foreign key (office, opinion) references opinion (office, id)
);
-- citus: distribute

create index need_opinion_of on need_opinion (office, opinion, need);
-- In the order in which they are learnt from.
create index need_opinion_by_time on need_opinion (office, at, opinion, need);

create table need_change (
    office text not null,
    id text not null,
    neighbourhood text not null,
    act text not null,
    need text,
    other text,
    detail text not null,
    note text not null,
    many bigint not null,
    undone_by text,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create index need_change_of on need_change (office, neighbourhood, at, id);
create index need_change_need on need_change (office, need, at, id);
create index need_change_other on need_change (office, other, at, id);

-- Each opinion that a change moved: the need that it left, the need that it entered.
create table need_change_opinion (
    office text not null,
    change text not null,
    opinion text not null,
    was_in text,
    is_in text,
    primary key (office, change, opinion),
    foreign key (office, change) references need_change (office, id),
    foreign key (office, opinion) references opinion (office, id)
);
-- citus: distribute

create index need_change_opinion_of on need_change_opinion (office, opinion);

-- An answer that was given to a need: everybody reads it on the page of the neighbourhood.
create table need_answer (
    office text not null,
    need text not null,
    answer text not null,
    at bigint not null,
    primary key (office, need, answer),
    foreign key (office, need) references need (office, id)
);
-- citus: distribute

-- From how many confirmed opinions the suggestions for this one were learnt; -1 where nothing read it yet.
alter table opinion add column read_by bigint not null default -1;

create index opinion_ungrouped on opinion (office, neighbourhood, read_by, id) where not grouped and not withdrawn;

-- Works that an opinion may be about, worked out anew whenever more was confirmed; the empty one where nothing speaks for any.
create table opinion_suggestion (
    office text not null,
    opinion text not null,
    item text not null,
    neighbourhood text not null,
    place bigint not null,
    is_open boolean not null,
    dismissed boolean not null,
    primary key (office, opinion, item),
    foreign key (office, opinion) references opinion (office, id)
);
-- citus: distribute

create index opinion_suggestion_of on opinion_suggestion (office, neighbourhood, item, opinion) where is_open;
