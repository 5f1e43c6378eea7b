-- Runs have a small number of their own so that rows written together lie together, whatever their uids.
create table run (
    rid integer primary key,
    uid text not null unique,
    base_commit integer not null default 0,   -- the last commit that is no longer in the log
    snapshot_upto integer not null default 0,
    page_count integer not null default 0,
    wakeup_at integer,
    document blob                             -- of a run that has ended
);
create index run_active on run (uid) where document is null;
create index run_wakeup on run (wakeup_at, uid) where wakeup_at is not null;

-- Appended to at the end; the index that fences is narrow, so a flush of many runs touches few pages.
create table run_log (
    id integer primary key,
    rid integer not null,
    commit_no integer not null,
    payload blob not null
);
create unique index run_log_fence on run_log (rid, commit_no);

create table run_page (
    rid integer not null,
    page integer not null,
    payload blob not null,
    primary key (rid, page)
);

create table run_index (
    rid integer primary key,
    uid text not null,
    namespace text not null,
    name text not null,
    holds_name integer not null,
    phase text not null,
    workflow_template text,
    cluster_template text,
    cron_workflow text,
    created integer not null,
    started integer,
    finished integer,
    expires integer,
    progress text not null,
    message text,
    priority integer not null,
    creator text,
    suspended integer not null,
    labels text not null,
    parameters text not null,
    summary blob,
    change_no integer not null
);
create unique index run_index_name_held on run_index (namespace, name) where holds_name = 1;
create index run_index_name on run_index (namespace, name, created, uid);
-- The name rides along so that a search for a part of it reads the index alone.
create index run_index_created on run_index (created, uid, name);
create index run_index_namespace on run_index (namespace, created, uid, name);
create index run_index_phase on run_index (phase, created, uid, name);
create index run_index_namespace_phase on run_index (namespace, phase, created, uid, name);
create index run_index_template on run_index (workflow_template, created, uid) where workflow_template is not null;
create index run_index_cluster_template on run_index (cluster_template, created, uid) where cluster_template is not null;
create index run_index_cron on run_index (cron_workflow, created, uid) where cron_workflow is not null;
create index run_index_creator on run_index (creator, created, uid) where creator is not null;
create index run_index_finished on run_index (finished, uid) where finished is not null;
create index run_index_phase_finished on run_index (phase, finished, uid) where finished is not null;
create index run_index_expires on run_index (expires, uid) where expires is not null;
create index run_index_change on run_index (change_no);

-- Labels and arguments, in the order lists are in.
create table run_label (
    key text not null,
    value text not null,
    created integer not null,
    uid text not null,
    rid integer not null,
    primary key (key, value, created, uid)
) without rowid;
create index run_label_run on run_label (rid, key, value);

create table run_parameter (
    key text not null,
    value text not null,
    created integer not null,
    uid text not null,
    rid integer not null,
    primary key (key, value, created, uid)
) without rowid;
create index run_parameter_run on run_parameter (rid, key, value);

create table request (
    id text primary key,
    uid text not null,
    at integer not null
) without rowid;
create index request_at on request (at);

create table object (
    kind text not null,
    namespace text not null,
    name text not null,
    version integer not null,
    labels text not null,
    payload blob not null,
    primary key (kind, namespace, name)
);
create index object_version on object (version, kind);

-- Deletions, for watches; kind is empty for runs.
create table tombstone (
    change_no integer primary key,
    kind text not null,
    namespace text not null,
    name text not null,
    uid text not null,
    at integer not null
);
create index tombstone_at on tombstone (at);

-- One row: the last deletion that is forgotten, and the last change number handed out by the time it was.
create table horizon (
    id integer primary key check (id = 1),
    forgotten integer not null,
    change_no integer not null
);
insert into horizon values (1, 0, 0);

create table memo (
    namespace text not null,
    cache text not null,
    key text not null,
    payload blob not null,
    created integer not null,
    last_hit integer not null,
    primary key (namespace, cache, key)
);
create index memo_last_hit on memo (last_hit);
