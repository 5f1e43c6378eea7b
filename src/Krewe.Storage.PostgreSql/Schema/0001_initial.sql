-- Change numbers are made of transaction ids, so that no silo waits for another to have one: see krewe_change.
-- The shift is raised when a database is restored into a server whose transaction ids are younger than its rows.
create table change_shift (
    id integer primary key check (id = 1),
    shift bigint not null
);
insert into change_shift values (1, 0);

-- The number of a change made by this transaction; a transaction may use a million in a row.
create function krewe_change() returns bigint language sql volatile as
$$ select (pg_current_xact_id()::text::bigint + shift) << 20 from change_shift $$;

-- Changes up to this number are there to be seen, and none will be added below it: all transactions before it have ended.
create function krewe_horizon() returns bigint language sql stable as
$$ select ((pg_snapshot_xmin(pg_current_snapshot())::text::bigint + shift) << 20) - 1 from change_shift $$;

-- Heads of runs: one narrow update a flush, which is the fence. No index covers what it changes.
create table run (
    rid bigint generated always as identity primary key,
    uid text collate "C" not null unique,
    last_commit bigint not null,
    base_commit bigint not null,    -- the last commit that is no longer in the log
    snapshot_upto bigint not null,
    page_count integer not null,
    completed boolean not null,
    owner text,                     -- the host whose executors have the run's steps
    flush_id uuid not null          -- the flush that wrote last, for those who lost the answer to their commit
) with (fillfactor = 50);
create index run_active on run (uid) where not completed;

create table run_document (
    rid bigint primary key,
    payload bytea not null
);
alter table run_document alter column payload set storage external;

create table run_log (
    rid bigint not null,
    commit_no bigint not null,
    payload bytea not null,
    primary key (rid, commit_no)
);
alter table run_log alter column payload set storage external;

create table run_page (
    rid bigint not null,
    page integer not null,
    payload bytea not null,
    primary key (rid, page)
);
alter table run_page alter column payload set storage external;

create table run_wakeup (
    rid bigint primary key,
    uid text collate "C" not null,
    due_at bigint not null
);
create index run_wakeup_due on run_wakeup (due_at, uid);

-- Who holds a name. A claim is an insert, so two silos cannot both have it.
create table run_name (
    namespace text collate "C" not null,
    name text collate "C" not null,
    uid text collate "C" not null,
    primary key (namespace, name)
);

create table run_index (
    rid bigint primary key,
    uid text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    holds_name boolean not null,
    phase text collate "C" not null,
    workflow_template text collate "C",
    cluster_template text collate "C",
    cron_workflow text collate "C",
    created bigint not null,
    started bigint,
    finished bigint,
    expires bigint,
    progress text not null,
    message text,
    priority integer not null,
    creator text collate "C",
    suspended boolean not null,
    labels jsonb not null,
    parameters jsonb not null,
    summary bytea not null,
    change_no bigint not null
) with (fillfactor = 70);
create index run_index_name on run_index (namespace, name, created, uid);
create index run_index_created on run_index (created, uid);
create index run_index_namespace on run_index (namespace, created, uid);
create index run_index_phase on run_index (phase, created, uid);
create index run_index_namespace_phase on run_index (namespace, phase, created, uid);
create index run_index_template on run_index (workflow_template, created, uid) where workflow_template is not null;
create index run_index_cluster_template on run_index (cluster_template, created, uid) where cluster_template is not null;
create index run_index_cron on run_index (cron_workflow, created, uid) where cron_workflow is not null;
create index run_index_creator on run_index (creator, created, uid) where creator is not null;
create index run_index_phase_finished on run_index (phase, finished, uid) where finished is not null;
create index run_index_expires on run_index (expires, uid) where expires is not null;

-- Apart from the row, whose update would else touch every index above.
create table run_change (
    rid bigint primary key,
    change_no bigint not null
);
create index run_change_no on run_change (change_no);

-- Labels and arguments by a hash of what they are and their value, in the order lists are in.
create table run_term (
    term uuid not null,
    created bigint not null,
    uid text collate "C" not null,
    rid bigint not null,
    primary key (term, created, uid)
);
create index run_term_run on run_term (rid);

create table request (
    id text collate "C" primary key,
    uid text collate "C" not null,
    at bigint not null
);
create index request_at on request (at);

create table object (
    kind text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    version bigint not null,
    labels jsonb not null,
    payload bytea not null,
    primary key (kind, namespace, name)
);
create index object_version on object (kind, version);

-- Deletions, for watches; kind is empty for runs.
create table tombstone (
    change_no bigint primary key,
    kind text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    uid text collate "C" not null,
    at bigint not null
);
create index tombstone_at on tombstone (at);

create table horizon (
    id integer primary key check (id = 1),
    forgotten bigint not null
);
insert into horizon values (1, 0);

create table memo (
    namespace text collate "C" not null,
    cache text collate "C" not null,
    key text not null,
    key_hash uuid not null,
    payload bytea not null,
    created bigint not null,
    last_hit bigint not null,
    primary key (namespace, cache, key_hash)
);
create index memo_last_hit on memo (last_hit);
