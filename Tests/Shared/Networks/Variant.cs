namespace MlNetRecurrent.Tests;

/// <summary>A network with something beyond layers and a head, by the name that a test report shows.</summary>
public sealed record Variant(string Name, NetworkDescription Description)
{
    public override string ToString() => Name;
}
