-- What happened lately (近期动态): found by its time, however much was kept before it.

create index progress_version_by_time on progress_version (office, at);
create index evidence_by_time on evidence (office, at);
create index stage_event_by_time on stage_event (office, at);
