-- Lists in the order of names and of finishes.
create index run_index_by_name on run_index (name, uid);
create index run_index_finished on run_index (finished, uid) where finished is not null;
create index run_index_namespace_finished on run_index (namespace, finished, uid) where finished is not null;

-- Runs by how long they took, and those that have not finished by their start. Both change rarely in a run's life.
create index run_index_duration on run_index ((finished - started)) where finished is not null;
create index run_index_open on run_index (started) where finished is null;

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

-- Who changed what, and what became of it: see AuditOutcome.
create table audit (
    id text collate "C" primary key,
    at bigint not null,
    actor text collate "C" not null,
    via text collate "C" not null,
    action text collate "C" not null,
    kind text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    uid text collate "C",
    outcome integer not null,
    message text,
    detail bytea not null
);
create index audit_at on audit (at, id);
create index audit_actor on audit (actor, at, id);
create index audit_namespace on audit (namespace, at, id);
create index audit_object on audit (kind, name, at, id);
create index audit_uid on audit (uid, at, id) where uid is not null;
