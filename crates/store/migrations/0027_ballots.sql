-- How a ballot came (纸质、线上), and the scans of its paper and of a proxy's written authority (扫描件、书面委托书).

alter table vote_ballot add column channel text not null default 'paper';
-- Pieces of evidence, seen by nobody but who types ballots or inspects a vote.
alter table vote_ballot add column scan text;
alter table vote_ballot add column proxy_scan text;
-- Whether the reading that counts names a proxy with a written authority: then its scan has to lie there before the vote is closed.
alter table vote_ballot add column proxy_needed boolean not null default false;

create index vote_ballot_scan on vote_ballot (office, scan);
create index vote_ballot_proxy_scan on vote_ballot (office, proxy_scan);
create index owner_vote_state on owner_vote (office, state, last_day, id);
