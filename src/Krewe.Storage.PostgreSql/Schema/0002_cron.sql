create table cron (
    uid text collate "C" primary key,
    namespace text not null,
    name text not null,
    cursor bigint not null,
    schedule text not null,
    wakeup bigint
);
create index cron_wakeup on cron (wakeup, uid) where wakeup is not null;

-- What became of every slot; the key lets an account be given once.
create table cron_slot (
    uid text collate "C" not null,
    due bigint not null,
    outcome integer not null,
    decided bigint not null,
    reason text,
    run_name text,
    run_uid text,
    primary key (uid, due)
);
