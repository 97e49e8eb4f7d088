namespace MlNetRecurrent.Tests;

/// <summary>A network with more than layers and a head, and its name in test reports.</summary>
public sealed record Variant(string Name, NetworkDescription Description)
{
    public override string ToString() => Name;
}
