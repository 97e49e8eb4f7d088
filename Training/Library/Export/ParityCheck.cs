using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Compares every output of an exported file in ONNX Runtime with that of its network, on random sequences.</summary>
internal static class ParityCheck
{
    // The training window is checked too. A fixed seed makes the check, and so the card, reproducible.
    private static readonly (int Batch, int Time)[] Shapes = [(1, 1), (7, 2), (3, 20)];
    private const int Seed = 20_250_101;

    // The window may come from the card of an imported file.
    private const int MaxWindow = 1000;

    private const int MaxSummedInputs = 256;

    /// <summary>Returns the maximum difference over all outputs, batch sizes, lengths and initial states.</summary>
    /// <exception cref="ExportException">The difference exceeds the tolerance, or an output is NaN.</exception>
    public static double Run(RecurrentNetwork network, byte[] file, int? window, ExportOptions options) =>
        RequireWithinTolerance(
            GetMaxDifference(network, TrustedModelFile.Verify(file, "exported network"), window, options.IncludeOptionalInputs),
            GetTolerance(network.Description, options.ParityTolerance));

    /// <summary>Returns the maximum difference over all outputs, batch sizes, lengths and initial states.</summary>
    /// <exception cref="ExportException">An output is NaN.</exception>
    public static double GetMaxDifference(RecurrentNetwork network, TrustedModelFile file, int? window, bool optionalInputs)
    {
        using var session = OnnxRuntimeEngine.Open(file);
        using var none = no_grad();
        using var evaluation = new EvaluationMode(network);
        var max = 0.0;
        foreach (var (batch, time) in GetShapes(network.Description, window))
        {
            // With initial states, and with the file's default states.
            foreach (var withStates in optionalInputs ? [true, false] : new[] { false })
            {
                using var scope = NewDisposeScope();
                var inputs = ParityBatch.CreateRandom(network, batch, time, withStates, Seed + batch);
                max = Math.Max(max, GetDifference(inputs.RunModule(network), inputs.RunFile(session, network.Description)));
            }
        }

        return max;
    }

    // A window of one step has no deviation, by which lags could be divided.
    private static IEnumerable<(int Batch, int Time)> GetShapes(NetworkDescription network, int? window)
    {
        var minSteps = Math.Max(network.LayerSteps, network.Forecast.LagFeatures.Count > 0 ? 2 : 1);
        foreach (var (batch, time) in window is { } length ? Shapes.Append((2, Math.Min(length, MaxWindow))) : Shapes)
            yield return (batch, Math.Max(minSteps, time));
    }

    /// <summary>
    /// Returns the tolerance for a network: more than that of the options if a time step has more than <see cref="MaxSummedInputs"/> values, whose
    /// products with the weights are summed. The rounding of a sum grows with the square root of their number.
    /// </summary>
    public static double GetTolerance(NetworkDescription network, double tolerance) =>
        tolerance * Math.Sqrt(Math.Max(1, (double)network.Layers[0].SourceSize / MaxSummedInputs));

    /// <summary>Returns the difference if it is within the tolerance.</summary>
    /// <exception cref="ExportException">The difference exceeds the tolerance or is NaN.</exception>
    internal static double RequireWithinTolerance(double difference, double tolerance) => difference <= tolerance
        ? difference
        : throw new ExportException(FormattableString.Invariant(
            $"The exported network differs from the module by {difference:g3}, more than the tolerance {tolerance:g3}: nothing was written."));

    /// <summary>
    /// Returns the root-mean-square difference between the outputs of two networks of the same description, on the sequences of the check.
    /// </summary>
    public static double Compare(RecurrentNetwork network, RecurrentNetwork other, int? window)
    {
        using var none = no_grad();
        using var networkMode = new EvaluationMode(network);
        using var otherMode = new EvaluationMode(other);
        var difference = new OutputDifference(network.Description);
        foreach (var (batch, time) in GetShapes(network.Description, window))
        {
            using var scope = NewDisposeScope();
            var inputs = ParityBatch.CreateRandom(network, batch, time, withStates: false, Seed + batch);
            difference.Add(inputs.RunModule(network)[OnnxNames.Output], inputs.RunModule(other)[OnnxNames.Output]);
        }

        return difference.RootMeanSquare;
    }

    /// <summary>Returns the maximum difference over all outputs: absolute, or relative to the largest value of an output if that exceeds 1.</summary>
    /// <exception cref="ExportException">The sizes of an output differ, or a value is NaN.</exception>
    internal static double GetDifference(IReadOnlyDictionary<string, float[]> module, IReadOnlyDictionary<string, float[]> file)
    {
        var max = 0.0;
        foreach (var (name, expected) in module)
        {
            var actual = file.TryGetValue(name, out var values) && values.Length == expected.Length
                ? values
                : throw new ExportException($"Output '{name}' of the exported network has {values?.Length ?? 0} values, expected {expected.Length}.");
            var scale = Math.Max(1.0, expected.Max(Math.Abs));
            for (var index = 0; index < expected.Length; index++)
            {
                var difference = Math.Abs(expected[index] - (double)actual[index]) / scale;
                // Names the output, which a difference of NaN would not.
                if (double.IsNaN(difference))
                    throw new ExportException($"Output '{name}' is NaN in the module or in the exported network: nothing was written.");
                max = Math.Max(max, difference);
            }
        }

        return max;
    }
}
