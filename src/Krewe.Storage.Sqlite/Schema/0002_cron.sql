create table cron (
    uid text primary key,
    namespace text not null,
    name text not null,
    cursor integer not null,
    schedule text not null,
    wakeup integer
) without rowid;
create index cron_wakeup on cron (wakeup, uid) where wakeup is not null;

-- What became of every slot; the key lets an account be given once.
create table cron_slot (
    uid text not null,
    due integer not null,
    outcome integer not null,
    decided integer not null,
    reason text,
    run_name text,
    run_uid text,
    primary key (uid, due)
) without rowid;
