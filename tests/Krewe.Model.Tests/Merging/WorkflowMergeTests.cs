using Krewe.Model.Merging;

namespace Krewe.Model.Tests.Merging;

public sealed class WorkflowMergeTests
{
    [Fact]
    public void Merge_Keeps_WinnersOrder_When_ListsMergeByName()
    {
        var workflow = new WorkflowSpec { Volumes = [new Volume { Name = "c" }, new Volume { Name = "b" }] };
        var template = new WorkflowSpec { Volumes = [new Volume { Name = "a" }, new Volume { Name = "b" }, new Volume { Name = "d" }] };

        var joined = WorkflowMerge.JoinSpecs(workflow, template, null);

        Assert.Equal(["c", "a", "b", "d"], joined.Volumes!.Select(volume => volume.Name!));
    }

    [Fact]
    public void Join_Takes_WorkflowsOwn_When_SuspendAndHooksAreOnBothSides()
    {
        var workflow = new WorkflowSpec { Hooks = new Dictionary<string, LifecycleHook> { ["exit"] = new() { Template = "mine" } } };
        var template = new WorkflowSpec
        {
            Suspend = true,
            Hooks = new Dictionary<string, LifecycleHook> { ["exit"] = new() { Template = "theirs", Expression = "true" }, ["run"] = new() { Template = "more", Expression = "true" } },
        };

        var joined = WorkflowMerge.JoinSpecs(workflow, template, null);

        Assert.Null(joined.Suspend);
        Assert.Equal(new LifecycleHook { Template = "mine" }, joined.Hooks!["exit"]);
        Assert.Equal("more", joined.Hooks["run"].Template);
    }

    [Fact]
    public void Defaults_Fill_OnlyTheTemplatesOwnType_When_TheyHaveSeveral()
    {
        var defaults = new Template
        {
            Container = new Container { Image = "alpine", Env = [new EnvVar { Name = "A", Value = "1" }] },
            Script = new ScriptTemplate { Image = "python" },
            RetryStrategy = new RetryStrategy { Limit = 2 },
        };
        var template = new Template { Name = "t", Container = new Container { Command = ["echo"], Env = [new EnvVar { Name = "B", Value = "2" }] } };

        var merged = WorkflowMerge.ApplyDefaults(template, defaults);

        Assert.Equal("t", merged.Name);
        Assert.Equal("alpine", merged.Container!.Image);
        Assert.Equal(["B", "A"], merged.Container.Env!.Select(variable => variable.Name!));
        Assert.Null(merged.Script);
        Assert.Equal("2", merged.RetryStrategy!.Limit!.Text);
    }

    [Fact]
    public void Refusal_Names_AllFields_When_SeveralAreNotAllowed()
    {
        var spec = new WorkflowSpec { OnExit = "x", DnsPolicy = "None", Entrypoint = "main", ArtifactGC = new WorkflowLevelArtifactGC { Strategy = "Never", PodSpecPatch = "{}" } };

        Assert.Equal(
            "fields [ArtifactGC.PodSpecPatch DNSPolicy OnExit] are not permitted when using workflowTemplateRef with templateReferencing restriction",
            UserOverrides.Refusal(spec));
        Assert.Null(UserOverrides.Refusal(new WorkflowSpec { OnExit = "x" }, ["onExit"]));
        Assert.Equal(new WorkflowLevelArtifactGC { Strategy = "Never" }, UserOverrides.Sanitize(spec)!.ArtifactGC);
    }
}
