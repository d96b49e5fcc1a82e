-- Organisation (组织领导): bodies, who sits in them and from when to when, the leaders in charge, tasks with their steps.

create table body (
    office text not null,
    id text not null,
    kind text not null,
    name text not null,
    division text,
    neighbourhood text,
    set_up_on text not null,
    dissolved_on text,
    dissolved_why text,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create index body_of on body (office, neighbourhood);
create index body_by_kind on body (office, kind, id);

-- One person in one seat: of a body, or (without a body) as the leader in charge of a neighbourhood.
create table term (
    office text not null,
    id text not null,
    body text,
    neighbourhood text,
    name text not null,
    title text,
    account text,
    post text not null,
    standing text,
    from_day text not null,
    until_day text,
    ended_on text,
    ended_why text,
    primary key (office, id),
    foreign key (office, body) references body (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create index term_of_body on term (office, body);
create index term_of_neighbourhood on term (office, neighbourhood);
create index term_by_account on term (office, account);

-- A neighbourhood has one leader at a time.
create unique index term_leader on term (office, neighbourhood) where ended_on is null and body is null;

create table task (
    office text not null,
    id text not null,
    title text not null,
    detail text not null,
    search text not null,
    matter text not null,
    neighbourhood text,
    giver text not null,
    giver_name text not null,
    owner text not null,
    owner_name text not null,
    given_at bigint not null,
    due_on text not null,
    state text not null check (state in ('open', 'done', 'closed', 'withdrawn')),
    reminded_on text,
    version bigint not null,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id),
    foreign key (office, giver) references account (office, id),
    foreign key (office, owner) references account (office, id)
);
-- citus: distribute

create index task_by_owner on task (office, owner, state, due_on, id);
create index task_by_giver on task (office, giver, state, due_on, id);
create index task_by_due on task (office, state, due_on, id);
create index task_of_neighbourhood on task (office, neighbourhood, state);

-- What was done with a task, in the order it was done.
create table task_step (
    office text not null,
    id text not null,
    task text not null,
    version bigint not null,
    act text not null,
    to_name text,
    due_on text,
    note text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id),
    foreign key (office, task) references task (office, id)
);
-- citus: distribute

-- Two people never take the same step of a task.
create unique index task_step_of on task_step (office, task, version);

create table organisation_rules (
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

create index organisation_rules_by_day on organisation_rules (office, from_day, id);
