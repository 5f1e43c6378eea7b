-- What runs are runs of. A number is given once and never again, also when its run is gone.
create table pipeline (
    pid integer primary key,
    namespace text not null,
    name text not null,
    kind text not null,
    last_number integer not null
);
create unique index pipeline_key on pipeline (namespace, name, kind);

create table pipeline_run (
    pid integer not null,
    number integer not null,
    rid integer not null,
    primary key (pid, number)
) without rowid;
create index pipeline_run_run on pipeline_run (rid);

-- What the history of a pipeline shows of a run's steps, apart from the document, which is far larger.
create table run_steps (
    rid integer primary key,
    payload blob not null
);

-- Runs that are there already get their numbers in the order in which they were created.
create temporary table member (rid integer, created integer, uid text, namespace text, name text, kind text);
insert into member select rid, created, uid, namespace, workflow_template, 'WorkflowTemplate' from run_index where workflow_template is not null;
insert into member select rid, created, uid, namespace, cluster_template, 'ClusterWorkflowTemplate' from run_index where cluster_template is not null;
insert into member select rid, created, uid, namespace, cron_workflow, 'CronWorkflow' from run_index where cron_workflow is not null;
insert into member
    select rid, created, uid, namespace, rtrim(coalesce(nullif(case when json_valid(cast(summary as text)) then json_extract(cast(summary as text), '$.metadata.generateName') end, ''), name), '-.'), 'Workflow'
    from run_index r
    where workflow_template is null and cluster_template is null and cron_workflow is null
        and not exists (select 1 from run_label l where l.rid = r.rid and l.key = 'workflows.krewe.dev/parent');
insert into pipeline (namespace, name, kind, last_number) select namespace, name, kind, count(*) from member group by namespace, name, kind;
insert into pipeline_run (pid, number, rid)
    select p.pid, row_number() over (partition by p.pid order by m.created, m.uid), m.rid
    from member m join pipeline p on p.namespace = m.namespace and p.name = m.name and p.kind = m.kind;
drop table member;
