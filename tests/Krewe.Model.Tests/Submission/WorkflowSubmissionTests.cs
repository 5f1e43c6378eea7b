using Krewe.Model.Submission;

namespace Krewe.Model.Tests.Submission;

public sealed class WorkflowSubmissionTests
{
    [Fact]
    public void Submission_Changes_EverythingAsked_When_OptionsAreGiven()
    {
        var workflow = new Workflow
        {
            Metadata = new ObjectMeta { GenerateName = "a-", Labels = new Dictionary<string, string> { ["x"] = "1" } },
            Spec = new WorkflowSpec { Arguments = new Arguments { Parameters = [new Parameter { Name = "p", Value = "old" }, new Parameter { Name = "q", Value = "kept" }] } },
        };
        var options = new SubmitOptions { Name = "n", EntryPoint = "e", Labels = "x=2,y=3", Parameters = ["p=a=b", "r=new"], Priority = 4 };

        var changed = WorkflowSubmission.Apply(workflow, options).Value!;

        Assert.Equal("n", changed.Metadata.Name);
        Assert.Equal("e", changed.Spec.Entrypoint);
        Assert.Equal(4, changed.Spec.Priority);
        Assert.Equal("2", changed.Metadata.Labels!["x"]);
        Assert.Equal("3", changed.Metadata.Labels["y"]);
        Assert.Equal(["p=a=b", "r=new", "q=kept"], changed.Spec.Arguments!.Parameters!.Select(parameter => $"{parameter.Name}={parameter.Value}"));
    }

    [Fact]
    public void Submission_SaysWhatIsWanted_When_ListsHoldNulls()
    {
        var workflow = new Workflow { Metadata = new ObjectMeta { GenerateName = "a-" } };

        Assert.Equal("expected parameter of the form: NAME=VALUE. Received: ", WorkflowSubmission.Apply(workflow, new SubmitOptions { Parameters = [null!] }).Error);
        Assert.Equal("expected artifact of the form: NAME=KEY. Received: ", WorkflowSubmission.Apply(workflow, new SubmitOptions { Artifacts = [null!] }).Error);
    }

    [Fact]
    public void ParameterFile_Gives_TextOrJson_When_ValuesAreOfAnyKind()
    {
        var parsed = ParameterFile.Parse("a: text\nb: 1.0\nc: true\nd: {x: [1, two]}\n");

        Assert.Equal(["a=text", "b=1", "c=true", "d={\"x\":[1,\"two\"]}"], parsed.Value!);
        Assert.NotNull(ParameterFile.Parse("- a\n").Error);
        Assert.NotNull(ParameterFile.Parse("a: [\n").Error);
    }

    [Fact]
    public void Override_Fails_When_StoreHasNoKeys()
    {
        var artifacts = new[] { new Artifact { Name = "a", Raw = new RawArtifact { Data = "x" } } };

        var applied = ArtifactOverrides.OfTemplate(artifacts, new Dictionary<string, string> { ["a"] = "k" });

        Assert.StartsWith("failed to set key for artifact a: key unsupported", applied.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_Replaces_ThePath_When_StoreIsReachedByUrl()
    {
        var changed = ArtifactKeys.With(new Artifact { Http = new HttpArtifact { Url = "https://host:81/old/path" } }, "new/key");

        Assert.Equal("https://host:81/new/key", changed.Value!.Http!.Url);
    }
}
