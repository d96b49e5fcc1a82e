-- Evidence (佐证材料): photos and documents by what is in them; the bytes lie in the object store.

create table evidence (
    office text not null,
    id text not null,
    neighbourhood text not null,
    file_name text not null,
    media_type text not null,
    digest text not null,
    bytes bigint not null,
    small text,
    width bigint,
    height bigint,
    taken_on text,
    taken_by_phone boolean,
    longitude_e6 bigint,
    latitude_e6 bigint,
    spot text,
    moment text check (moment in ('before', 'after')),
    caption text,
    at bigint not null,
    account text not null,
    by_name text not null,
    withdrawn_at bigint,
    withdrawn_by text,
    withdrawn_reason text,
    primary key (office, id),
    foreign key (office, neighbourhood) references neighbourhood (office, id)
);
-- citus: distribute

create index evidence_of on evidence (office, neighbourhood, id);
create index evidence_by_digest on evidence (office, digest);
create index evidence_by_small on evidence (office, small);
