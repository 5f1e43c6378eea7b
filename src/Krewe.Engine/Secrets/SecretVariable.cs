using Krewe.Expressions.Tags;
using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Engine;

/// <summary>A parameter that is a secret: the engine knows where its value is, and never has it.</summary>
/// <param name="Name">The variable, such as <c>inputs.parameters.token</c>.</param>
/// <param name="From">Where the value is.</param>
internal sealed record SecretVariable(string Name, ValueFrom From)
    : UnreadableVariable(SecretUses.Complaint(Name));
