namespace MlNetRecurrent.Site;

/// <summary>What a member takes and returns.</summary>
internal sealed class ApiSyntax
{
    /// <summary>The parameters.</summary>
    public IList<ApiValue> Parameters { get; init; } = [];

    /// <summary>The type parameters.</summary>
    public IList<ApiValue> TypeParameters { get; init; } = [];

    /// <summary>The result; null if there is none.</summary>
    public ApiValue? Return { get; init; }
}
