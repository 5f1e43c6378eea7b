using Krewe.Cli.Tests.Fakes;

namespace Krewe.Cli.Tests;

/// <summary>What <c>krewe server</c> says of flags that do not go together, before it starts anything.</summary>
public sealed class ServerFlagsTests
{
    private const string Database = "Host=127.0.0.1;Database=krewe;Username=krewe";

    [Theory]
    [InlineData("--silo-port needs --postgres", "--silo-port", "11111")]
    [InlineData("--silo-port needs --shared", "--silo-port", "11111", "--postgres", Database)]
    [InlineData("--silo-name needs --silo-port", "--silo-name", "a", "--postgres", Database)]
    [InlineData("--silo-port: 0 is not a port", "--silo-port", "0", "--postgres", Database, "--shared", "/tmp")]
    [InlineData("say --trust-silo-network", "--silo-port", "11111", "--postgres", Database, "--shared", "/tmp", "--silo-address", "10.1.2.3")]
    [InlineData("give --silo-certificate, --silo-key and --silo-ca", "--silo-port", "11111", "--postgres", Database, "--shared", "/tmp", "--silo-address", "10.1.2.3")]
    [InlineData("go together: --silo-ca is missing", "--silo-port", "11111", "--postgres", Database, "--shared", "/tmp", "--silo-certificate", "/a", "--silo-key", "/b")]
    [InlineData("--silo-ca needs --silo-port", "--silo-ca", "/a", "--postgres", Database)]
    [InlineData("is not an IP address at which others reach this server", "--silo-port", "11111", "--postgres", Database, "--shared", "/tmp", "--silo-address", "0.0.0.0")]
    [InlineData("is not a duration", "--silo-port", "11111", "--postgres", Database, "--shared", "/tmp", "--silo-timeout", "soon")]
    [InlineData("--loglevel: \"wrn\" is not one of debug, info, warn, error; did you mean \"warn\"?", "--loglevel", "wrn")]
    [InlineData("--log-format: \"xml\" is neither text nor json", "--log-format", "xml")]
    [InlineData("--postgres-password-file needs --postgres", "--postgres-password-file", "/etc/hostname")]
    [InlineData("there is no file", "--postgres", Database, "--postgres-password-file", "/nowhere/password")]
    public async Task Flags_AreRefused_WithWhatIsMissing(string words, params string[] flags)
    {
        var cli = new CliRun();

        var code = await cli.RunAsync(["server", .. flags]);

        Assert.NotEqual(0, code);
        Assert.Contains(words, cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PasswordOnTheCommandLine_IsRefused_AndNotRepeated()
    {
        var cli = new CliRun();

        var code = await cli.RunAsync(["server", "--postgres", Database + ";Password=topsecret"]);

        Assert.NotEqual(0, code);
        Assert.Contains("can be read by every user of this machine", cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", cli.Error + cli.Out, StringComparison.Ordinal);
    }
}
