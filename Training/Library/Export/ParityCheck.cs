using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs a file in ONNX Runtime beside the module that it was made from, on random sequences, and compares every output.</summary>
internal static class ParityCheck
{
    // The window that the network was fitted on is checked too; a seed makes the check, and so the card, the same every time.
    private static readonly (int Batch, int Time)[] Shapes = [(1, 1), (7, 2), (3, 20)];
    private const int Seed = 20_250_101;

    // The window may come from the card of a file that was imported.
    private const int MaxWindow = 1000;

    /// <summary>The largest difference seen over all outputs, batch sizes, lengths and initial states.</summary>
    /// <exception cref="ExportException">It is above the tolerance, or there is a NaN.</exception>
    public static double Run(RecurrentNetwork network, byte[] file, int? window, ExportOptions options) =>
        RequireWithinTolerance(GetMaxDifference(network, TrustedModelFile.Verify(file, "exported network"), window, options.IncludeOptionalInputs), options.ParityTolerance);

    /// <summary>The largest difference seen over all outputs, batch sizes, lengths and initial states.</summary>
    /// <exception cref="ExportException">There is a NaN.</exception>
    public static double GetMaxDifference(RecurrentNetwork network, TrustedModelFile file, int? window, bool optionalInputs)
    {
        using var session = OnnxRuntimeEngine.Open(file);
        using var none = no_grad();
        using var evaluation = new EvaluationMode(network);
        var largest = 0.0;
        foreach (var (batch, time) in With(window))
        {
            // With initial states, and with the file's own defaults for them.
            foreach (var withStates in optionalInputs ? [true, false] : new[] { false })
            {
                using var scope = NewDisposeScope();
                var feed = ParityBatch.CreateRandom(network, batch, time, withStates, Seed + batch);
                largest = Math.Max(largest, GetDifference(feed.RunModule(network), feed.RunFile(session, network.Description)));
            }
        }

        return largest;
    }

    private static IEnumerable<(int Batch, int Time)> With(int? window) =>
        window is { } fitted ? Shapes.Append((2, Math.Min(fitted, MaxWindow))) : Shapes;

    /// <summary>The difference, if the tolerance lets it through.</summary>
    /// <exception cref="ExportException">It does not.</exception>
    internal static double RequireWithinTolerance(double difference, double tolerance) => difference <= tolerance
        ? difference
        : throw new ExportException(FormattableString.Invariant(
            $"The exported network differs from the module by {difference:g3}, more than the tolerance {tolerance:g3}: nothing was written."));

    /// <summary>The root mean square by which the answers of two networks of one description differ on the sequences of the check.</summary>
    public static double Compare(RecurrentNetwork network, RecurrentNetwork other, int? window)
    {
        using var none = no_grad();
        using var networkMode = new EvaluationMode(network);
        using var otherMode = new EvaluationMode(other);
        var difference = new OutputDifference(network.Description);
        foreach (var (batch, time) in With(window))
        {
            using var scope = NewDisposeScope();
            var feed = ParityBatch.CreateRandom(network, batch, time, withStates: false, Seed + batch);
            difference.Add(feed.RunModule(network)[OnnxNames.Output], feed.RunModule(other)[OnnxNames.Output]);
        }

        return difference.RootMeanSquare;
    }

    /// <summary>The largest difference over all outputs: absolute, or relative to an output's largest value where that is above 1.</summary>
    /// <exception cref="ExportException">An output has another size, or there is a NaN.</exception>
    internal static double GetDifference(IReadOnlyDictionary<string, float[]> module, IReadOnlyDictionary<string, float[]> file)
    {
        var largest = 0.0;
        foreach (var (name, expected) in module)
        {
            var actual = file.TryGetValue(name, out var given) && given.Length == expected.Length
                ? given
                : throw new ExportException($"Output '{name}' of the exported network has {given?.Length ?? 0} values, expected {expected.Length}.");
            var scale = Math.Max(1.0, expected.Max(Math.Abs));
            for (var index = 0; index < expected.Length; index++)
            {
                var difference = Math.Abs(expected[index] - (double)actual[index]) / scale;
                // A NaN compares as no larger than anything.
                if (double.IsNaN(difference))
                    throw new ExportException($"Output '{name}' is NaN in the module or in the exported network: nothing was written.");
                largest = Math.Max(largest, difference);
            }
        }

        return largest;
    }
}
