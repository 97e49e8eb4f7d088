using MlNetRecurrent.Training.Tests;

namespace MlNetRecurrent.Benchmarks;

/// <summary>Prints the largest differences between TorchSharp and ONNX Runtime over the whole export matrix, as the tests run it.</summary>
internal static class ParityTable
{
    /// <summary>A line for each cell and number of layers, and the largest of all.</summary>
    public static void Print(TextWriter output)
    {
        // One thread: networks as small as these lose by more.
        TorchSharp.torch.set_num_threads(1);
        output.WriteLine("Largest absolute difference between TorchSharp and ONNX Runtime, batches 1, 7, 64, lengths 1, 2, 20, 200 and ragged, random initial states:");
        var largest = 0.0;
        foreach (var row in MatrixTopology.All.GroupBy(topology => (topology.Cell, topology.Layers)))
        {
            var (difference, topology) = row.Select(topology => (Difference: ExportMatrix.GetMaxDifference(topology), topology)).MaxBy(entry => entry.Difference);
            output.WriteLine(FormattableString.Invariant($"{row.Key.Cell.Name,-18} {row.Key.Layers} layers, {row.Count()} networks: {difference:0.0e-0} ({topology})"));
            largest = Math.Max(largest, difference);
        }

        output.WriteLine(FormattableString.Invariant($"{MatrixTopology.All.Count()} networks: {largest:0.0e-0}"));
    }
}
