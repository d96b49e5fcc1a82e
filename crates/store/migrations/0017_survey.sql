-- Survey campaigns (摸底调查): who goes where with which questions, and every visit to a door.

create table campaign (
    office text not null,
    id text not null,
    name text not null,
    opens text not null,
    closes text not null,
    target bigint not null,
    form_version bigint not null,
    closed_on text,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, id)
);
-- citus: distribute

create index campaign_by_day on campaign (office, opens, id);

-- What is read out and asked: every version, since a phone that was out asked by the one it had.
create table campaign_form (
    office text not null,
    campaign text not null,
    version bigint not null,
    form text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, campaign, version),
    foreign key (office, campaign) references campaign (office, id)
);
-- citus: distribute

create table campaign_neighbourhood (
    office text not null,
    campaign text not null,
    neighbourhood text not null,
    primary key (office, campaign, neighbourhood),
    foreign key (office, campaign) references campaign (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create index campaign_of on campaign_neighbourhood (office, neighbourhood);

create table campaign_member (
    office text not null,
    campaign text not null,
    account text not null,
    primary key (office, campaign, account),
    foreign key (office, campaign) references campaign (office, id),
    foreign key (office, account) references account (office, id)
);
-- citus: distribute

create index campaign_of_member on campaign_member (office, account);

-- Whose an entrance is.
create table campaign_share (
    office text not null,
    campaign text not null,
    entrance text not null,
    account text not null,
    primary key (office, campaign, entrance),
    foreign key (office, campaign) references campaign (office, id),
    foreign key (office, entrance) references entrance (office, id),
    foreign key (office, account) references account (office, id)
);
-- citus: distribute

-- What stands of a door in a campaign; worked out from its visits, and recounted by `linli check`.
create table campaign_door (
    office text not null,
    campaign text not null,
    dwelling text not null,
    neighbourhood text not null,
    building text not null,
    entrance text not null,
    state text not null,
    visits bigint not null,
    primary key (office, campaign, dwelling),
    foreign key (office, campaign) references campaign (office, id),
    foreign key (office, dwelling) references dwelling (office, id)
);
-- citus: distribute

create index campaign_door_of on campaign_door (office, campaign, neighbourhood, building, state);

create table visit (
    office text not null,
    id text not null,
    campaign text not null,
    dwelling text not null,
    outcome text not null check (outcome in ('answered', 'nobody_home', 'refused', 'empty')),
    respondent text,
    willing text,
    pay text,
    pay_fen bigint,
    council boolean,
    hazard boolean not null,
    said text not null,
    form_version bigint not null,
    replaces text,
    standing text not null check (standing in ('stands', 'replaced', 'aside')),
    opinion text,
    at bigint not null,
    phone_at bigint not null,
    received_at bigint not null,
    late boolean not null,
    account text not null,
    by_name text not null,
    primary key (office, id),
    foreign key (office, campaign) references campaign (office, id),
    foreign key (office, dwelling) references dwelling (office, id),
    foreign key (office, account) references account (office, id)
);
-- citus: distribute

create index visit_of_door on visit (office, campaign, dwelling, standing, at);
create index visit_replaces on visit (office, replaces);
create index visit_of_account on visit (office, campaign, account, at);

-- What came under the id of a visit and says something else; a person settles it.
create table visit_version (
    office text not null,
    id text not null,
    visit text not null,
    digest text not null,
    content text not null,
    at bigint not null,
    account text not null,
    by_name text not null,
    settled text check (settled in ('taken', 'dropped')),
    primary key (office, id),
    foreign key (office, visit) references visit (office, id)
);
-- citus: distribute

create unique index visit_version_of on visit_version (office, visit, digest);

-- Photos of a visit.
create table visit_photo (
    office text not null,
    visit text not null,
    evidence text not null,
    place text not null check (place in ('building', 'entrance', 'common', 'dwelling')),
    primary key (office, visit, evidence),
    foreign key (office, visit) references visit (office, id),
    foreign key (office, evidence) references evidence (office, id)
);
-- citus: distribute
