using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Compares an imported network with its file, which another program wrote, on random sequences, so that a misinterpreted graph is detected.
/// </summary>
internal static class ForeignFileCheck
{
    private const int MaxValues = 1 << 23;
    private const int MaxRows = 1 << 17;
    private const int MaxSteps = 4096;
    private const double MaxWork = 1L << 34;

    private static readonly (int Batch, int Time)[] Shapes = [(1, 1), (3, 7), (2, 20)];

    /// <summary>
    /// Returns the maximum difference over all outputs; null, with a warning, if ONNX Runtime cannot run the file or its smallest input is too large.
    /// </summary>
    /// <exception cref="RecurrentModelException">The difference exceeds the tolerance.</exception>
    public static double? Run(RecurrentNetwork network, RecurrentGraph graph, TrustedModelFile file, ImportOptions options, List<string> warnings)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            using var session = OnnxRuntimeEngine.Open(file);
            var max = 0.0;
            foreach (var (batch, time) in Shapes.Select(shape => FixAxes(graph, shape)).Distinct())
            {
                if (IsTooLarge(graph, batch, time))
                {
                    warnings.Add(
                        "The import was not compared with the file, because its smallest input is too large: "
                        + FormattableString.Invariant($"{batch} sequences of {time} time steps ")
                        + FormattableString.Invariant($"({ForeignFileRunner.CountInputValues(graph, batch, time):g3} values)."));
                    return null;
                }

                max = Math.Max(max, GetDifference(network, graph, session, batch, time, file.Name));
            }

            return max <= options.ParityTolerance
                ? max
                : throw new RecurrentModelException(FormattableString.Invariant(
                    $"Model file '{file.Name}': the imported network differs from the file by {max:g3}, more than the tolerance ")
                    + FormattableString.Invariant($"{options.ParityTolerance:g3}. The graph contains an unsupported computation: ")
                    + "nothing was imported.");
        }
        catch (RecurrentModelException exception) when (exception.InnerException is OnnxRuntimeException)
        {
            warnings.Add($"The import was not compared with the file, which ONNX Runtime cannot run: {exception.InnerException.Message}");
            return null;
        }
        catch (OnnxRuntimeException exception)
        {
            warnings.Add($"The import was not compared with the file, which ONNX Runtime cannot run: {exception.Message}");
            return null;
        }
    }

    // A file may fix its batch and time axes at any size; free axes have small sizes.
    private static bool IsTooLarge(RecurrentGraph graph, int batch, int time)
    {
        var network = graph.Network;
        var rows = (double)batch * time;
        return rows * network.Layers.Max(layer => Math.Max(layer.InputSize, layer.OutputSize)) > MaxValues
            || rows > MaxRows
            || ForeignFileRunner.CountInputValues(graph, batch, time) > MaxValues
            || (time > Shapes.Max(shape => shape.Time) && (long)time * network.Layers.Count > MaxSteps)
            || (rows > Shapes.Max(shape => shape.Batch * shape.Time) && rows * network.ParameterCount > MaxWork);
    }

    private static (int Batch, int Time) FixAxes(RecurrentGraph graph, (int Batch, int Time) shape)
    {
        var sequence = graph.Inputs.Single(input => input.Kind == InputKind.Sequence);
        var hasBatch = sequence.Axes.Any(axis => axis.Role == AxisRole.Batch);
        var batch = hasBatch ? sequence.GetFixedSize(AxisRole.Batch) ?? shape.Batch : 1;
        return ((int)batch, (int)(sequence.GetFixedSize(AxisRole.Time) ?? shape.Time));
    }

    private static double GetDifference(
        RecurrentNetwork network, RecurrentGraph graph, InferenceSession session, int batch, int time, string name)
    {
        var inputs = ParityBatch.CreateRandom(network, batch, time, withStates: false, seed: batch + time);
        var expectedOutputs = network.Run(inputs.Input);
        var actualOutputs = ForeignFileRunner.Run(session, graph, inputs.Input, batch, time);
        var max = 0.0;
        foreach (var output in graph.Outputs)
        {
            if (!ForeignOutput.HasKnownAxes(output))
            {
                throw new RecurrentModelException(
                    $"Model file '{name}': output '{output.Name}' has axes other than those of the imported network, in the order "
                    + $"[{string.Join(", ", output.Order).ToLowerInvariant()}]: the graph contains an unsupported computation.");
            }

            var expected = ForeignOutput.ToFileLayout(output, network.Description, expectedOutputs);
            var actual = actualOutputs[output.Name];
            if (actual.Length != expected.Length)
            {
                throw new RecurrentModelException(
                    $"Model file '{name}': output '{output.Name}' has {actual.Length} values, "
                    + $"but that of the imported network has {expected.Length}: the graph contains an unsupported computation.");
            }

            max = Math.Max(max, GetMaxDifference(expected, actual));
        }

        return max;
    }

    /// <summary>
    /// Returns the maximum difference: absolute, or relative to the largest expected value if that exceeds 1; infinite if a value is NaN.
    /// </summary>
    internal static double GetMaxDifference(float[] expected, float[] actual)
    {
        if (expected.Length == 0)
            return 0;
        var scale = Math.Max(1.0, expected.Max(Math.Abs));
        var max = 0.0;
        for (var index = 0; index < expected.Length; index++)
        {
            var difference = Math.Abs(expected[index] - (double)actual[index]) / scale;
            // NaN counts as an infinite difference.
            max = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(max, difference);
        }

        return max;
    }
}
