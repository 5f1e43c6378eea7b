-- Usage by day and by whose it is, which stays when runs go.
create table usage_key (
    kid integer primary key,
    namespace text not null,
    folder text not null,
    template_kind text not null,
    template text not null,
    creator text not null,
    labels text not null
);
create unique index usage_key_all on usage_key (namespace, folder, template_kind, template, creator, labels);

-- The same figures at three levels, each for questions that the others answer slowly: 0 whole keys by day, 1 whole keys by month
-- (start is its first day), 2 namespaces and folders by day. Days are those since 1970, in UTC.
create table usage (
    level integer not null,
    start integer not null,
    kid integer not null,
    runs_succeeded integer not null,
    runs_failed integer not null,
    runs_error integer not null,
    runs_retried integer not null,
    steps_succeeded integer not null,
    steps_failed integer not null,
    steps_error integer not null,
    steps_skipped integer not null,
    steps_omitted integer not null,
    steps_retried integer not null,
    run_ms integer not null,
    queue_ms integer not null,
    step_ms integer not null,
    primary key (level, start, kid)
) without rowid;

create table usage_resource (
    level integer not null,
    start integer not null,
    kid integer not null,
    name text not null,
    amount integer not null,
    primary key (level, start, kid, name)
) without rowid;

-- One row: since when all is counted.
create table usage_since (
    id integer primary key check (id = 1),
    at integer not null
);
insert into usage_since values (1, cast((julianday('now') - 2440587.5) * 86400000 as integer));

-- Of runs that have ended already no more is known without their documents than that they did, and how long they took.
create temporary table ended as
    select r.namespace, r.folder, coalesce(p.kind, '') as kind, coalesce(p.name, '') as name, coalesce(r.creator, '') as creator, r.phase,
        r.finished / 86400000 as day, max(r.finished - coalesce(r.started, r.finished), 0) as ms
    from run_index r left join pipeline p on p.pid = (
        select m.pid from pipeline_run m join pipeline x on x.pid = m.pid where m.rid = r.rid
        order by case x.kind when 'WorkflowTemplate' then 0 when 'ClusterWorkflowTemplate' then 1 when 'CronWorkflow' then 2 else 3 end limit 1)
    where r.finished is not null and r.phase in ('Succeeded', 'Failed', 'Error');
insert into usage_key (namespace, folder, template_kind, template, creator, labels)
    select namespace, folder, kind, name, creator, '' from ended union select namespace, folder, '', '', '', '' from ended;
create temporary table counted as
    select 0 as level, day as start, namespace, folder, kind, name, creator, phase, ms from ended
    union all
    select 1, cast(strftime('%s', day * 86400, 'unixepoch', 'start of month') as integer) / 86400, namespace, folder, kind, name, creator, phase, ms from ended
    union all
    select 2, day, namespace, folder, '', '', '', phase, ms from ended;
insert into usage
    select c.level, c.start, k.kid, sum(c.phase = 'Succeeded'), sum(c.phase = 'Failed'), sum(c.phase = 'Error'), 0, 0, 0, 0, 0, 0, 0, sum(c.ms), 0, 0
    from counted c join usage_key k on k.namespace = c.namespace and k.folder = c.folder and k.template_kind = c.kind and k.template = c.name
        and k.creator = c.creator and k.labels = ''
    group by c.level, c.start, k.kid;
drop table counted;
drop table ended;
