-- Usage by day and by whose it is, which stays when runs go.
create table usage_key (
    kid bigint generated always as identity primary key,
    namespace text collate "C" not null,
    folder text collate "C" not null,
    template_kind text collate "C" not null,
    template text collate "C" not null,
    creator text collate "C" not null,
    labels text collate "C" not null
);
create unique index usage_key_all on usage_key (namespace, folder, template_kind, template, creator, labels);

-- The same figures at three levels, each for questions that the others answer slowly: 0 whole keys by day, 1 whole keys by month
-- (start is its first day), 2 namespaces and folders by day. Days are those since 1970, in UTC. A figure is the sum over the parts, each
-- of which some connections add to, so that silos seldom wait for each other.
create table usage (
    level integer not null,
    start bigint not null,
    kid bigint not null,
    part integer not null,
    runs_succeeded bigint not null,
    runs_failed bigint not null,
    runs_error bigint not null,
    runs_retried bigint not null,
    steps_succeeded bigint not null,
    steps_failed bigint not null,
    steps_error bigint not null,
    steps_skipped bigint not null,
    steps_omitted bigint not null,
    steps_retried bigint not null,
    run_ms bigint not null,
    queue_ms bigint not null,
    step_ms bigint not null,
    primary key (level, start, kid, part)
) with (fillfactor = 80);

create table usage_resource (
    level integer not null,
    start bigint not null,
    kid bigint not null,
    part integer not null,
    name text collate "C" not null,
    amount bigint not null,
    primary key (level, start, kid, part, name)
) with (fillfactor = 80);

-- One row: since when all is counted.
create table usage_since (
    id integer primary key check (id = 1),
    at bigint not null
);
insert into usage_since values (1, (extract(epoch from now()) * 1000)::bigint);

-- Of runs that have ended already no more is known without their documents than that they did, and how long they took.
create temporary table ended on commit drop as
    select r.namespace, r.folder, coalesce(p.kind, '') as kind, coalesce(p.name, '') as name, coalesce(r.creator, '') as creator, r.phase,
        r.finished / 86400000 as day, greatest(r.finished - coalesce(r.started, r.finished), 0) as ms
    from run_index r left join (
        select distinct on (m.rid) m.rid, x.kind, x.name from pipeline_run m join pipeline x on x.pid = m.pid
        order by m.rid, case x.kind when 'WorkflowTemplate' then 0 when 'ClusterWorkflowTemplate' then 1 when 'CronWorkflow' then 2 else 3 end) p on p.rid = r.rid
    where r.finished is not null and r.phase in ('Succeeded', 'Failed', 'Error');
insert into usage_key (namespace, folder, template_kind, template, creator, labels)
    select namespace, folder, kind, name, creator, '' from ended union select namespace, folder, '', '', '', '' from ended;
insert into usage
    select c.level, c.start, k.kid, 0, count(*) filter (where c.phase = 'Succeeded'), count(*) filter (where c.phase = 'Failed'), count(*) filter (where c.phase = 'Error'),
        0, 0, 0, 0, 0, 0, 0, sum(c.ms), 0, 0
    from (
        select 0 as level, day as start, namespace, folder, kind, name, creator, phase, ms from ended
        union all
        select 1, date_trunc('month', date '1970-01-01' + day::integer)::date - date '1970-01-01', namespace, folder, kind, name, creator, phase, ms from ended
        union all
        select 2, day, namespace, folder, '', '', '', phase, ms from ended) c
    join usage_key k on k.namespace = c.namespace and k.folder = c.folder and k.template_kind = c.kind and k.template = c.name
        and k.creator = c.creator and k.labels = ''
    group by c.level, c.start, k.kid;
