-- Lists in the order of names and of finishes.
create index run_index_by_name on run_index (name, uid);
create index run_index_finished on run_index (finished, uid) where finished is not null;
create index run_index_namespace_finished on run_index (namespace, finished, uid) where finished is not null;

-- How many runs a namespace has in a phase: the sum over the parts, each of which some connections add to, so that silos
-- seldom wait for each other. Counting a million rows takes longer than anybody who looks at a list will wait.
create table run_tally (
    namespace text collate "C" not null,
    phase text collate "C" not null,
    part integer not null,
    runs bigint not null,
    primary key (namespace, phase, part)
) with (fillfactor = 50);
insert into run_tally select namespace, phase, 0, count(*) from run_index group by namespace, phase;
