-- The folder that a run lies in; runs from before there were folders lie in none.
alter table run_index add column folder text not null default '';
create index run_index_folder on run_index (namespace, folder, created, uid) where folder <> '';
