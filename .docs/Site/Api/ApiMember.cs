namespace MlNetRecurrent.Site;

/// <summary>A namespace, type or member in the metadata of docfx.</summary>
internal sealed class ApiMember
{
    /// <summary>The identifier, such as <c>MlNetRecurrent.RecurrentModel.Dispose</c>.</summary>
    public required string Uid { get; init; }

    /// <summary><c>Namespace</c>, <c>Class</c>, <c>Method</c>, <c>Property</c>, ...</summary>
    public required string Type { get; init; }

    /// <summary>Whether the member is an extension method.</summary>
    public bool IsExtensionMethod { get; init; }

    /// <summary>The summary; null if there is none.</summary>
    public string? Summary { get; init; }

    /// <summary>The parameters and the result.</summary>
    public ApiSyntax Syntax { get; init; } = new();

    /// <summary>The exceptions that are described.</summary>
    public IList<ApiValue> Exceptions { get; init; } = [];
}
