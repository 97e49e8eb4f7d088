using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The managed engine against ONNX Runtime, over the whole export matrix.</summary>
public sealed class ManagedEngineMatrixTests
{
    private const double Tolerance = 1e-5;
    private static readonly int[] Lengths = [5, 1, 20, 13, 2, 20, 7, 3, 3, 11, 20, 1, 9, 17, 4, 6, 8, 10, 12, 14];

    public static TheoryData<string, int> Rows => [.. MatrixTopology.All.Select(topology => (topology.Cell.Name, topology.Layers)).Distinct()];

    [Theory, MemberData(nameof(Rows))]
    public void Score_EveryTopology_MatchesOnnxRuntime(string cell, int layers)
    {
        var topologies = MatrixTopology.All.Where(topology => topology.Cell.Name == cell && topology.Layers == layers).ToArray();

        var differences = topologies.Select(topology => (topology, difference: MaxDifference(topology.Description))).ToArray();

        Assert.Equal(16, topologies.Length);
        Assert.DoesNotContain(differences, row => !(row.difference <= Tolerance));
        // Two implementations never agree on every bit of so many sums: no difference at all would mean that nothing was compared.
        Assert.Contains(differences, row => row.difference > 0);
    }

    private static double MaxDifference(NetworkDescription network)
    {
        using var engines = EnginePair.Create(network);
        Assert.Equal(RecurrentEngine.Managed, engines.Managed.Engine);
        return new[]
        {
            engines.Difference(EngineBatch.Alike(engines.Managed, count: 1, time: 1)),
            engines.Difference(EngineBatch.Alike(engines.Managed, count: 1, time: 200)),
            engines.Difference(EngineBatch.Alike(engines.Managed, count: 7, time: 20, states: true)),
            engines.Difference(EngineBatch.Alike(engines.Managed, count: 64, time: 2, states: true)),
            engines.Difference(EngineBatch.Ragged(engines.Managed, Lengths, states: true)),
        }.Max();
    }
}
