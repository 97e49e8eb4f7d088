using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The full cross product of topologies, with one test per cell and number of layers.</summary>
public sealed class ExportMatrixTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string, int> Rows => [.. MatrixTopology.All.Select(topology => (topology.Cell.Name, topology.Layers)).Distinct()];

    [Theory, MemberData(nameof(Rows))]
    public void Export_EveryTopology_MatchesTorch(string cell, int layers)
    {
        // For networks as small as these, several threads are slower than one.
        TorchSharp.torch.set_num_threads(1);
        var topologies = MatrixTopology.All.Where(topology => topology.Cell.Name == cell && topology.Layers == layers).ToArray();

        var differences = topologies.Select(topology => (topology, difference: ExportMatrix.GetMaxDifference(topology))).ToArray();

        Assert.Equal(16, topologies.Length);
        Assert.DoesNotContain(differences, row => row.difference > Tolerance);
        // Two libraries do not round so many sums alike: a difference of exactly 0 everywhere would mean that nothing was compared.
        Assert.Contains(differences, row => row.difference > 0);
    }
}
