-- Opinions that say the same (同样的话) stand together, however many wait: each knows the first of its board that said so.

alter table opinion add column same_as text not null default '';

create index opinion_first on opinion (office, neighbourhood, id) where same_as = id;
create index opinion_same on opinion (office, same_as) where same_as <> '';

alter table opinion_suggestion add column same_as text not null default '';
update opinion_suggestion set same_as = opinion;

drop index opinion_suggestion_of;
create index opinion_suggestion_of on opinion_suggestion (office, neighbourhood, item, same_as, opinion) where is_open;
create index opinion_suggestion_settled on opinion_suggestion (office, neighbourhood, same_as, opinion) where not is_open;

-- Read again, so that each learns which it is.
update opinion set read_by = -1 where not grouped;
