using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs an imported module beside its file on random sequences, so that a graph that was misread never passes silently.</summary>
internal static class ForeignFileCheck
{
    private const int MaxValues = 1 << 23;
    private const int MaxRows = 1 << 17;
    private const int MaxSteps = 4096;
    private const double MaxWork = 1L << 34;

    private static readonly (int Batch, int Time)[] Shapes = [(1, 1), (3, 7), (2, 20)];

    /// <summary>The largest difference over all outputs, or null where ONNX Runtime does not run the file.</summary>
    /// <exception cref="RecurrentModelException">It is above the tolerance.</exception>
    public static double? Run(RecurrentNetwork network, RecurrentGraph graph, TrustedModelFile file, ImportOptions options, List<string> warnings)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            using var session = OnnxRuntimeEngine.Open(file);
            var largest = 0.0;
            foreach (var (batch, time) in Shapes.Select(shape => Fixed(graph, shape)).Distinct())
            {
                if (IsTooMuch(graph, batch, time))
                {
                    warnings.Add(FormattableString.Invariant($"The import was not compared with the file, which takes nothing less than {batch} sequences of {time} steps, {ForeignFileRunner.CountInputValues(graph, batch, time):g3} numbers."));
                    return null;
                }

                largest = Math.Max(largest, Difference(network, graph, session, batch, time, file.Name));
            }

            return largest <= options.ParityTolerance
                ? largest
                : throw new RecurrentModelException(FormattableString.Invariant(
                    $"Model file '{file.Name}': the imported network differs from the file by {largest:g3}, more than the tolerance {options.ParityTolerance:g3}. The graph computes something that was not understood: nothing was imported."));
        }
        catch (RecurrentModelException exception) when (exception.InnerException is OnnxRuntimeException)
        {
            warnings.Add($"The import was not compared with the file, which ONNX Runtime does not run: {exception.InnerException.Message}");
            return null;
        }
        catch (OnnxRuntimeException exception)
        {
            warnings.Add($"The import was not compared with the file, which ONNX Runtime does not run: {exception.Message}");
            return null;
        }
    }

    // A file may fix its batch and time at any number; what it leaves open is run at sizes that cost little for each weight.
    private static bool IsTooMuch(RecurrentGraph graph, int batch, int time)
    {
        var network = graph.Network;
        var rows = (double)batch * time;
        return rows * network.Layers.Max(layer => Math.Max(layer.InputSize, layer.OutputSize)) > MaxValues
            || rows > MaxRows
            || ForeignFileRunner.CountInputValues(graph, batch, time) > MaxValues
            || (time > Shapes.Max(shape => shape.Time) && (long)time * network.Layers.Count > MaxSteps)
            || (rows > Shapes.Max(shape => shape.Batch * shape.Time) && rows * network.ParameterCount > MaxWork);
    }

    private static (int Batch, int Time) Fixed(RecurrentGraph graph, (int Batch, int Time) shape)
    {
        var sequence = graph.Inputs.Single(input => input.Kind == InputKind.Sequence);
        var hasBatch = sequence.Axes.Any(axis => axis.Role == AxisRole.Batch);
        var batch = hasBatch ? sequence.Fixed(AxisRole.Batch) ?? shape.Batch : 1;
        return ((int)batch, (int)(sequence.Fixed(AxisRole.Time) ?? shape.Time));
    }

    private static double Difference(RecurrentNetwork network, RecurrentGraph graph, InferenceSession session, int batch, int time, string name)
    {
        var feed = ParityBatch.CreateRandom(network, batch, time, withStates: false, seed: batch + time);
        var answer = network.Run(feed.Input);
        var given = ForeignFileRunner.Run(session, graph, feed.Input, batch, time);
        var largest = 0.0;
        foreach (var output in graph.Outputs)
        {
            var expected = ForeignOutput.ToFileLayout(output, network.Description, answer);
            var actual = given[output.Name];
            if (actual.Length != expected.Length)
                throw new RecurrentModelException($"Model file '{name}': output '{output.Name}' has {actual.Length} values, but the imported network gives {expected.Length}: the graph computes something that was not understood.");
            largest = Math.Max(largest, GetMaxDifference(expected, actual));
        }

        return largest;
    }

    /// <summary>The largest difference, absolute or relative to the largest expected value; infinite where there is a NaN.</summary>
    internal static double GetMaxDifference(float[] expected, float[] actual)
    {
        if (expected.Length == 0)
            return 0;
        var scale = Math.Max(1.0, expected.Max(Math.Abs));
        var largest = 0.0;
        for (var index = 0; index < expected.Length; index++)
        {
            var difference = Math.Abs(expected[index] - (double)actual[index]) / scale;
            // A NaN compares as no larger than anything.
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }

        return largest;
    }
}
