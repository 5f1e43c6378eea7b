-- Runs of a silo that has gone are found by their owner. It changes rarely, so the short updates of heads stay as short.
create index run_owner on run (owner, uid) where not completed;

-- The silos of a cluster, and a version that every change of the list raises: two silos that change it at once cannot both
-- have seen the same list.
create table silo_version (
    cluster text collate "C" primary key,
    version integer not null
);

create table silo (
    cluster text collate "C" not null references silo_version,
    address text collate "C" not null,
    port integer not null,
    generation integer not null,
    name text not null,
    host_name text not null,
    status integer not null,        -- Orleans' SiloStatus
    proxy_port integer not null,
    suspect_times text,
    started timestamptz not null,
    alive timestamptz not null,
    primary key (cluster, address, port, generation)
);

-- What Orleans' ADO.NET clustering runs: it reads its statements from a table of this name, with parameters and columns of
-- the names it gives them.
create table orleansquery (
    querykey text primary key,
    querytext text not null
);

insert into orleansquery values
('InsertMembershipVersionKey', $$
    with added as (insert into silo_version values (@DeploymentId, 0) on conflict do nothing returning version)
    select count(*)::integer from added
$$),
('InsertMembershipKey', $$
    with raised as (
        update silo_version set version = version + 1
        where cluster = @DeploymentId and version = @Version
            and not exists (select from silo where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
        returning cluster),
    added as (
        insert into silo (cluster, address, port, generation, name, host_name, status, proxy_port, started, alive)
        select cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from raised
        returning cluster)
    select count(*)::integer from added
$$),
('UpdateMembershipKey', $$
    with raised as (
        update silo_version set version = version + 1
        where cluster = @DeploymentId and version = @Version
            and exists (select from silo where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
        returning cluster),
    changed as (
        update silo s set status = @Status, suspect_times = @SuspectTimes, alive = greatest(s.alive, @IAmAliveTime)
        from raised where s.cluster = raised.cluster and s.address = @Address and s.port = @Port and s.generation = @Generation
        returning s.cluster)
    select count(*)::integer from changed
$$),
('UpdateIAmAlivetimeKey', $$
    update silo set alive = greatest(alive, @IAmAliveTime)
    where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$$),
('MembershipReadAllKey', $$
    select s.address as Address, s.port as Port, s.generation as Generation, s.name as SiloName, s.host_name as HostName, s.status as Status,
        s.proxy_port as ProxyPort, s.suspect_times as SuspectTimes, s.started as StartTime, s.alive as IAmAliveTime, v.version as Version
    from silo_version v left join silo s on s.cluster = v.cluster
    where v.cluster = @DeploymentId
$$),
('MembershipReadRowKey', $$
    select s.address as Address, s.port as Port, s.generation as Generation, s.name as SiloName, s.host_name as HostName, s.status as Status,
        s.proxy_port as ProxyPort, s.suspect_times as SuspectTimes, s.started as StartTime, s.alive as IAmAliveTime, v.version as Version
    from silo_version v left join silo s on s.cluster = v.cluster and s.address = @Address and s.port = @Port and s.generation = @Generation
    where v.cluster = @DeploymentId
$$),
('GatewaysQueryKey', $$
    select address as Address, proxy_port as ProxyPort, generation as Generation
    from silo where cluster = @DeploymentId and status = @Status and proxy_port > 0
$$),
('DeleteMembershipTableEntriesKey', $$
    with gone as (delete from silo where cluster = @DeploymentId returning cluster)
    delete from silo_version where cluster = @DeploymentId and (select count(*) from gone) >= 0
$$),
('CleanupDefunctSiloEntriesKey', $$
    delete from silo
    where cluster = @DeploymentId and status = 6 and alive < @IAmAliveTime and started < @IAmAliveTime and coalesce(suspect_times, '') = ''
$$),
('CleanupDefunctSiloEntryKey', $$
    delete from silo
    where cluster = @DeploymentId and status = 6 and address = @Address and port = @Port and generation = @Generation
        and alive = @IAmAliveTime and started = @StartTime and coalesce(suspect_times, '') = coalesce(@SuspectTimes, '')
$$);
