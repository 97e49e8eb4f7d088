using MlNetRecurrent.Training.Tests;

namespace MlNetRecurrent.Benchmarks;

/// <summary>Prints the maximum differences between TorchSharp and ONNX Runtime over the whole export matrix that the tests run.</summary>
internal static class ParityTable
{
    /// <summary>Prints one line for each cell and number of layers, and the overall maximum.</summary>
    public static void Print(TextWriter output)
    {
        // One thread: more would slow down networks this small.
        TorchSharp.torch.set_num_threads(1);
        output.WriteLine(
            "Maximum absolute difference between TorchSharp and ONNX Runtime; "
            + "batches of 1, 7, 64; lengths 1, 2, 20, 200 and ragged; random initial states:");
        var max = 0.0;
        foreach (var row in MatrixTopology.All.GroupBy(topology => (topology.Cell, topology.Layers)))
        {
            var (difference, topology) = row
                .Select(topology => (Difference: ExportMatrix.GetMaxDifference(topology), topology))
                .MaxBy(entry => entry.Difference);
            output.WriteLine(FormattableString.Invariant(
                $"{row.Key.Cell.Name,-18} {row.Key.Layers} layers, {row.Count()} networks: {difference:0.0e-0} ({topology})"));
            max = Math.Max(max, difference);
        }

        output.WriteLine(FormattableString.Invariant($"{MatrixTopology.All.Count()} networks: {max:0.0e-0}"));
    }
}
