-- Lists in the order of names and of finishes.
create index run_index_by_name on run_index (name, uid);
create index run_index_namespace_by_name on run_index (namespace, name, uid);
create index run_index_namespace_finished on run_index (namespace, finished, uid) where finished is not null;
