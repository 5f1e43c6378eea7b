using Krewe.Client;
using Krewe.Expressions;
using Krewe.Expressions.Expr;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Api;

/// <summary>Finds what somebody who signed in may do.</summary>
internal static class SsoRules
{
    /// <exception cref="KreweException">A rule cannot be used.</exception>
    public static void Check(IReadOnlyList<SsoRule> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, place) = (rules[i], $".rbac.rules[{i}]");
            _ = RoleOf(rule) ?? throw SsoConfigReader.Wrong($"{place}.role", $"\"{rule.Role}\" is none of viewer, runner, editor, admin");
            if (rule is { Rule: not { Length: > 0 }, Groups: not { Count: > 0 } })
            {
                throw SsoConfigReader.Wrong(place, "says for whom it is neither by groups nor by rule; rule: \"true\" means everybody");
            }

            if (rule.Namespaces is { Count: 0 })
            {
                throw SsoConfigReader.Wrong($"{place}.namespaces", "is empty; leave it out for all namespaces");
            }

            if (rule.Folders is { } folders && (folders.Count == 0 || folders.Any(string.IsNullOrEmpty)))
            {
                throw SsoConfigReader.Wrong($"{place}.folders", "must name folders; leave it out for whole namespaces");
            }

            if (rule.Folders?.Select(Folders.Problem).FirstOrDefault(problem => problem is not null) is { } wrong)
            {
                throw SsoConfigReader.Wrong($"{place}.folders", wrong);
            }

            try
            {
                _ = rule.Rule is { Length: > 0 } text ? ExprProgram.Parse(text) : null;
            }
            catch (ExpressionException unreadable)
            {
                throw SsoConfigReader.Wrong($"{place}.rule", $"{unreadable.Message} (in \"{rule.Rule}\")");
            }
        }
    }

    /// <summary>All grants of the rules that apply. A rule that cannot be evaluated for somebody does not apply to them.</summary>
    public static IReadOnlyList<AccessGrant> GrantsOf(IReadOnlyList<SsoRule> rules, UserIdentity user)
    {
        var claims = ClaimsOf(user);
        return [.. rules.Where(rule => Applies(rule, user, claims)).Select(rule => new AccessGrant(RoleOf(rule)!.Value, rule.Namespaces, rule.Folders))];
    }

    private static bool Applies(SsoRule rule, UserIdentity user, ExpressionEnvironment claims)
    {
        if (rule.Groups is { Count: > 0 } groups && !groups.Any(group => user.Groups.Contains(group, StringComparer.Ordinal)))
        {
            return false;
        }

        try
        {
            return rule.Rule is not { Length: > 0 } text || ExprProgram.EvaluateBool(text, claims);
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    private static ExpressionEnvironment ClaimsOf(UserIdentity user) => ExpressionEnvironment.Of(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["iss"] = user.Issuer,
        ["sub"] = user.Subject,
        ["groups"] = user.Groups.Cast<object?>().ToList(),
        ["name"] = user.Name ?? "",
        ["preferred_username"] = user.PreferredUsername ?? "",
        ["email"] = user.Email ?? "",
        ["email_verified"] = user.EmailVerified ?? false,
    });

    private static AccessRole? RoleOf(SsoRule rule) => rule.Role switch
    {
        "viewer" => AccessRole.Viewer,
        "runner" => AccessRole.Runner,
        "editor" => AccessRole.Editor,
        "admin" => AccessRole.Admin,
        _ => null,
    };
}
