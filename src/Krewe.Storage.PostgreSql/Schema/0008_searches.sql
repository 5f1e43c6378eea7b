-- How many runs a folder has in a phase, too.
alter table run_tally add column folder text collate "C" not null default '';
alter table run_tally drop constraint run_tally_pkey;
truncate run_tally;
alter table run_tally add primary key (namespace, folder, phase, part);
insert into run_tally (namespace, folder, phase, part, runs) select namespace, folder, phase, 0, count(*) from run_index group by namespace, folder, phase;

-- Folders among the terms: each that a run's path leads through, once in its namespace and once in any, as PostgreSqlText.FolderTerms has them.
-- A term is the first half of a hash, in the order in which .NET takes the bytes of a Guid.
create or replace function pg_temp.term(prefix text, path text) returns uuid language sql immutable as
$$
    select (substr(h, 7, 2) || substr(h, 5, 2) || substr(h, 3, 2) || substr(h, 1, 2) || substr(h, 11, 2) || substr(h, 9, 2) || substr(h, 15, 2) || substr(h, 13, 2) || substr(h, 17, 16))::uuid
    from encode(sha256(convert_to(prefix, 'UTF8') || '\x00'::bytea || convert_to(path, 'UTF8')), 'hex') h
$$;
create temporary table folder_term on commit drop as
    select f.namespace, f.folder, pg_temp.term(s.prefix, array_to_string(names[1:n], '/')) as term
    from (select namespace, folder, string_to_array(folder, '/') as names from run_tally where folder <> '' group by namespace, folder) f
    cross join lateral generate_series(1, cardinality(names)) n
    cross join lateral (values ('a'), ('f' || f.namespace)) s(prefix);
insert into run_term (term, created, uid, rid)
    select t.term, r.created, r.uid, r.rid from folder_term t join run_index r on r.namespace = t.namespace and r.folder = t.folder where r.folder <> '' on conflict do nothing;
drop function pg_temp.term(text, text);
drop index run_index_folder;

-- Messages apart from the rows, which are ten times as large: a part of one is looked for in all of them.
create table run_message (
    created bigint not null,
    uid text collate "C" not null,
    rid bigint not null,
    message text collate "C" not null,      -- with small letters
    primary key (created, uid)
);
create unique index run_message_run on run_message (rid);
insert into run_message (created, uid, rid, message) select created, uid, rid, lower(message collate "C") from run_index where message is not null;

-- Names ride along, so that a part of one is looked for in the index alone.
drop index run_index_created;
create index run_index_created on run_index (created, uid) include (name, rid);

-- The planner must know how many runs are long; what it knows of the index, which has not all rows, it does not use.
create statistics run_index_lasted on (finished - started) from run_index;
analyze run_index, run_term, run_message, run_tally;
