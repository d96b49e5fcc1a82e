-- Neighbourhoods that were taken out of a survey campaign that runs: phones are still out there, and bring their visits.

create table campaign_left (
    office text not null,
    campaign text not null,
    neighbourhood text not null,
    at bigint not null,
    by_name text not null,
    primary key (office, campaign, neighbourhood),
    foreign key (office, campaign) references campaign (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute
