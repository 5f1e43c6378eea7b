using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>What several grants come to together.</summary>
public sealed class CallerTests
{
    private static readonly Caller Mixed = new(
        "ann",
        [new AccessGrant(AccessRole.Viewer, null), new AccessGrant(AccessRole.Admin, ["a"]), new AccessGrant(AccessRole.Editor, ["b"], ["team/ci"])]);

    [Theory]
    [InlineData("a", "", AccessRole.Admin)]
    [InlineData("b", "", AccessRole.Viewer)]
    [InlineData("b", "team", AccessRole.Viewer)]
    [InlineData("b", "team/ci", AccessRole.Editor)]
    [InlineData("b", "team/ci/x", AccessRole.Editor)]
    [InlineData("b", "team/cinema", AccessRole.Viewer)]
    [InlineData("c", "team/ci", AccessRole.Viewer)]
    public void Role_In_A_Folder_Is_The_Best_Of_Those_That_Hold_There(string space, string folder, AccessRole expected) =>
        Assert.Equal(expected, Mixed.RoleAt(space, folder));

    [Fact]
    public void Role_Somewhere_Is_None_Everywhere()
    {
        Assert.Equal((AccessRole.Viewer, AccessRole.Admin, AccessRole.Viewer, AccessRole.Editor), (Mixed.RoleIn(""), Mixed.RoleIn("a"), Mixed.RoleIn("b"), Mixed.RoleWithin("b")));
        Assert.Null(Mixed.NamespacesWith(AccessRole.Viewer));
        Assert.Equal(["a"], Mixed.NamespacesWith(AccessRole.Runner)!);
        Assert.Equal([new FolderPlace("a", ""), new FolderPlace("b", "team/ci")], Mixed.PlacesWith(AccessRole.Editor)!);
    }
}
