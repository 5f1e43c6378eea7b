-- Lists in the order of names and of finishes.
create index run_index_by_name on run_index (name, uid);
create index run_index_namespace_by_name on run_index (namespace, name, uid);
create index run_index_namespace_finished on run_index (namespace, finished, uid) where finished is not null;

-- Who changed what, and what became of it: see AuditOutcome.
create table audit (
    id text primary key,
    at integer not null,
    actor text not null,
    via text not null,
    action text not null,
    kind text not null,
    namespace text not null,
    name text not null,
    uid text,
    outcome integer not null,
    message text,
    detail blob not null
);
create index audit_at on audit (at, id);
create index audit_actor on audit (actor, at, id);
create index audit_namespace on audit (namespace, at, id);
create index audit_object on audit (kind, name, at, id);
create index audit_uid on audit (uid, at, id) where uid is not null;
