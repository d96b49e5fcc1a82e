-- Works (施工监督): the investment done so far, by neighbourhood and month; each correction is a version.

create table progress (
    office text not null,
    neighbourhood text not null,
    month text not null,
    version bigint not null,
    done_fen bigint not null,
    note text,
    primary key (office, neighbourhood, month),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create table progress_version (
    office text not null,
    neighbourhood text not null,
    month text not null,
    version bigint not null,
    done_fen bigint not null,
    note text,
    at bigint not null,
    account text not null,
    by_name text not null,
    primary key (office, neighbourhood, month, version),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute
