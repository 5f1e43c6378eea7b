-- What runs are runs of. A number is given once and never again, also when its run is gone.
create table pipeline (
    pid bigint generated always as identity primary key,
    namespace text collate "C" not null,
    name text collate "C" not null,
    kind text collate "C" not null,
    last_number bigint not null
) with (fillfactor = 50);
create unique index pipeline_key on pipeline (namespace, name, kind);

create table pipeline_run (
    pid bigint not null,
    number bigint not null,
    rid bigint not null,
    primary key (pid, number)
);
create index pipeline_run_run on pipeline_run (rid);

-- What the history of a pipeline shows of a run's steps, apart from the document, which is far larger.
create table run_steps (
    rid bigint primary key,
    payload bytea not null
);
alter table run_steps alter column payload set storage external;

-- Runs that are there already get their numbers in the order in which they were created.
create temporary table member on commit drop as
    select rid, created, uid, namespace, workflow_template as name, 'WorkflowTemplate' as kind from run_index where workflow_template is not null
    union all
    select rid, created, uid, namespace, cluster_template, 'ClusterWorkflowTemplate' from run_index where cluster_template is not null
    union all
    select rid, created, uid, namespace, cron_workflow, 'CronWorkflow' from run_index where cron_workflow is not null
    union all
    select rid, created, uid, namespace,
        rtrim(coalesce(case when length(summary) > 0 then nullif(convert_from(summary, 'UTF8')::jsonb -> 'metadata' ->> 'generateName', '') end, name), '-.'), 'Workflow'
    from run_index
    where workflow_template is null and cluster_template is null and cron_workflow is null and not labels ? 'workflows.krewe.dev/parent';
insert into pipeline (namespace, name, kind, last_number) select namespace, name, kind, count(*) from member group by namespace, name, kind;
insert into pipeline_run (pid, number, rid)
    select p.pid, row_number() over (partition by p.pid order by m.created, m.uid), m.rid
    from member m join pipeline p on p.namespace = m.namespace and p.name = m.name and p.kind = m.kind;
