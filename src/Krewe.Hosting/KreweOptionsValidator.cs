using Krewe.Storage.PostgreSql;
using Microsoft.Extensions.Options;

namespace Krewe.Hosting;

/// <summary>Checks <see cref="KreweOptions"/> when the host starts.</summary>
internal sealed class KreweOptionsValidator : IValidateOptions<KreweOptions>
{
    public ValidateOptionsResult Validate(string? name, KreweOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DataFolder))
        {
            failures.Add($"{nameof(KreweOptions)}.{nameof(KreweOptions.DataFolder)} is required: the folder that holds everything the engine must not lose");
        }

        if (options.PostgreSql is { ConnectionString: null or "" })
        {
            failures.Add($"{nameof(KreweOptions)}.{nameof(KreweOptions.PostgreSql)} needs a ConnectionString; leave it null to keep runs in the data folder");
        }

        if (options.Silo is not null && options.PostgreSql is not { Shared: true })
        {
            failures.Add($"{nameof(KreweOptions)}.{nameof(KreweOptions.PostgreSql)}: a cluster needs a PostgreSQL database that its silos share ({nameof(PostgreSqlStoreOptions)}.{nameof(PostgreSqlStoreOptions.Shared)})");
        }

        if (options.Settings is null)
        {
            failures.Add($"{nameof(KreweOptions)}.{nameof(KreweOptions.Settings)} must not be null");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
