using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The README's tables of what is exported and imported say what the matrices of these tests run, no more and no less.</summary>
public sealed class SupportTableTests
{
    public static TheoryData<string, string> Rows => new()
    {
        { "cells", List(MatrixTopology.All.Select(topology => topology.Cell.DisplayName)) },
        { "layers", List(MatrixTopology.All.Select(topology => topology.Layers)) },
        { "directions", List(MatrixTopology.All.Select(topology => topology.Bidirectional ? "bidirectional" : "forward")) },
        { "bias", List(MatrixTopology.All.Select(topology => topology.Bias ? "with" : "without")) },
        { "outputs", List(MatrixTopology.All.Select(topology => topology.EveryStep ? "every step" : "last step")) },
        { "input", List(MatrixTopology.All.Select(topology => topology.Embedding ? "tokens" : "values")) },
        { "batches", List(ExportMatrix.Batches) },
        { "time steps", $"{List(ExportMatrix.Times)}, ragged" },
        { "networks", List([MatrixTopology.All.Count()]) },
        { "modules", ModuleWriters.Supported },
        { "opsets", $"{ForeignGraphTests.Opsets.Min(row => row.Data)} to {ForeignGraphTests.Opsets.Max(row => row.Data)}" },
        { "opsets of PyTorch's own files", List(FixtureFiles.All.Select(row => Opset(row.Data)).Order()) },
    };

    [Theory, MemberData(nameof(Rows))]
    public void Readme_SupportTable_MatchesTheTestMatrices(string row, string expected)
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));

        Assert.Contains($"| {row} | {expected} |", readme, StringComparison.Ordinal);
    }

    private static int Opset(string file) => int.Parse(Regex.Match(file, @"opset(\d+)$").Groups[1].Value, CultureInfo.InvariantCulture);

    private static string List<T>(IEnumerable<T> values) =>
        string.Join(", ", values.Distinct().Select(value => string.Create(CultureInfo.InvariantCulture, $"{value}")));
}
