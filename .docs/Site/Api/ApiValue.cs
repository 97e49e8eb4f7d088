namespace MlNetRecurrent.Site;

/// <summary>A parameter, a result or an exception.</summary>
internal sealed class ApiValue
{
    /// <summary>The name of a parameter; null for results and exceptions.</summary>
    public string? Id { get; init; }

    /// <summary>The description; null if there is none.</summary>
    public string? Description { get; init; }
}
