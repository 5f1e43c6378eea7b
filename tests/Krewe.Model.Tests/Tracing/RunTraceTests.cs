using Krewe.Model.Tracing;

namespace Krewe.Model.Tests.Tracing;

/// <summary>Ids of traces and their text.</summary>
public sealed class RunTraceTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(Parent, true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", true)]
    [InlineData("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", false)]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false)]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Parse_Takes_What_The_W3C_Allows(string? text, bool isOne) => Assert.Equal(isOne, TraceParent.Parse(text) is not null);

    [Fact]
    public void ToString_Gives_Back_What_Was_Read() => Assert.Equal(Parent, TraceParent.Parse(Parent)!.ToString());

    [Fact]
    public void Run_Without_Parent_Has_Ids_That_Follow_From_Its_Uid()
    {
        var one = Begin("u1", null);
        var same = Begin("u1", null);
        var other = Begin("u2", null);

        Assert.Equal(one, same);
        Assert.NotEqual(one.Span.TraceId, other.Span.TraceId);
        Assert.Null(one.ParentSpanId);
        Assert.True(one.Span.IsSampled);
        Assert.NotEqual(RunTrace.NodeSpanId("u1", "a"), RunTrace.NodeSpanId("u1", "b"));
    }

    [Fact]
    public void Run_Under_A_Parent_Is_In_Its_Trace()
    {
        var trace = Begin("u1", TraceParent.Parse(Parent));

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (trace.Span.TraceId, trace.ParentSpanId));
        Assert.NotEqual("b7ad6b7169203331", trace.Span.SpanId);
    }

    [Fact]
    public void Parent_That_Is_Not_Sampled_Goes_On_As_It_Is() => Assert.False(Begin("u1", TraceParent.Parse(Parent[..^1] + "0")).Span.IsSampled);

    [Fact]
    public void Annotation_That_Is_No_Id_Makes_No_Trace()
    {
        var annotations = new Dictionary<string, string> { [RunTrace.TraceIdAnnotation] = "x\ny", [RunTrace.SpanIdAnnotation] = "b7ad6b7169203331" };

        Assert.Null(RunTrace.Of(new Workflow { Metadata = new ObjectMeta { Annotations = annotations } }));
    }

    private static RunTrace Begin(string uid, TraceParent? parent) =>
        RunTrace.Of(new Workflow { Metadata = RunTrace.Begin(new ObjectMeta { Uid = uid }, parent) })!;
}
