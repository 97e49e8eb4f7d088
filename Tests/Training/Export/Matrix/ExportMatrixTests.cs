using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The whole cross product; a row for each cell and number of layers keeps the report short.</summary>
public sealed class ExportMatrixTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string, int> Rows => [.. MatrixTopology.All.Select(topology => (topology.Cell.Name, topology.Layers)).Distinct()];

    [Theory, MemberData(nameof(Rows))]
    public void Export_EveryTopology_MatchesTorch(string cell, int layers)
    {
        // One thread: networks as small as these lose by more.
        TorchSharp.torch.set_num_threads(1);
        var topologies = MatrixTopology.All.Where(topology => topology.Cell.Name == cell && topology.Layers == layers).ToArray();

        var differences = topologies.Select(topology => (topology, difference: ExportMatrix.GetMaxDifference(topology))).ToArray();

        Assert.Equal(16, topologies.Length);
        Assert.DoesNotContain(differences, row => row.difference > Tolerance);
        // Two libraries never agree on every bit of so many sums: no difference at all would mean that nothing was compared.
        Assert.Contains(differences, row => row.difference > 0);
    }
}
