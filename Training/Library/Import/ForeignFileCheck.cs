using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Compares an imported network with its file, which another program wrote, on random sequences, so that a misinterpreted graph is detected.
/// </summary>
/// <param name="network">The imported network.</param>
/// <param name="graph">The graph that was read from the file.</param>
/// <param name="meaning">How the inputs and outputs of the network relate to those of the file.</param>
/// <param name="file">The file.</param>
internal sealed class ForeignFileCheck(RecurrentNetwork network, RecurrentGraph graph, ImportedMeaning meaning, TrustedModelFile file)
{
    private const int MaxValues = 1 << 23;
    private const int MaxRows = 1 << 17;
    private const int MaxSteps = 4096;
    private const double MaxWork = 1L << 34;

    // What a rounding of half a unit in the last of 11 bits can add up to in a few layers.
    private const double Float16Tolerance = 5e-3;

    private static readonly (int Batch, int Time)[] Shapes = [(1, 1), (3, 7), (2, 20)];

    private InputBinding Sequence => graph.Inputs.Single(input => input.Kind == InputKind.Sequence);

    /// <summary>
    /// Returns the maximum difference over all outputs; null, with a warning, if ONNX Runtime cannot run the file or its smallest input is too large.
    /// </summary>
    /// <param name="tolerance">The maximum difference allowed.</param>
    /// <param name="warnings">The list that receives the warning.</param>
    /// <exception cref="RecurrentModelException">The difference exceeds the tolerance.</exception>
    public double? Run(double tolerance, List<string> warnings)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            using var session = OnnxRuntimeEngine.Open(file);
            var max = 0.0;
            foreach (var (batch, time) in Shapes.Select(FixAxes).Distinct())
            {
                if (IsTooLarge(batch, time))
                {
                    warnings.Add(
                        "The import was not compared with the file, because its smallest input is too large: "
                        + FormattableString.Invariant($"{batch} sequences of {time} time steps ")
                        + FormattableString.Invariant($"({ForeignFileRunner.CountInputValues(graph, batch, time):g3} values)."));
                    return null;
                }

                max = Math.Max(max, GetDifference(session, batch, time));
            }

            if (ComputesInFloat16(session))
                tolerance = Math.Max(tolerance, Float16Tolerance);
            return max <= tolerance
                ? max
                : throw new RecurrentModelException(FormattableString.Invariant(
                    $"Model file '{file.Name}': the imported network differs from the file by {max:g3}, more than the tolerance ")
                    + FormattableString.Invariant($"{tolerance:g3}. The graph contains an unsupported computation: ")
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
        // LibTorch reports what it cannot compute as an external exception.
        catch (Exception exception) when (exception is ExternalException or ArgumentException or InvalidOperationException)
        {
            throw new RecurrentModelException(
                $"Model file '{file.Name}': the imported network cannot be compared with the file: {exception.Message.Split('\n')[0].TrimEnd('.')}. "
                + "Nothing was imported.",
                exception);
        }
    }

    // A file may fix its batch and time axes at any size; free axes have small sizes.
    private bool IsTooLarge(int batch, int time)
    {
        var description = graph.Network;
        var rows = (double)batch * time;
        return rows * description.Layers.Max(layer => Math.Max(layer.InputSize, layer.OutputSize)) > MaxValues
            || rows > MaxRows
            || ForeignFileRunner.CountInputValues(graph, batch, time) > MaxValues
            || (time > Shapes.Max(shape => shape.Time) && (long)time * description.Layers.Count > MaxSteps)
            || (rows > Shapes.Max(shape => shape.Batch * shape.Time) && rows * description.ParameterCount > MaxWork);
    }

    private (int Batch, int Time) FixAxes((int Batch, int Time) shape)
    {
        var sequence = Sequence;
        var hasBatch = sequence.Axes.Any(axis => axis.Role == AxisRole.Batch);
        var batch = hasBatch ? sequence.GetFixedSize(AxisRole.Batch) ?? shape.Batch : 1;
        return ((int)batch, (int)(sequence.GetFixedSize(AxisRole.Time) ?? Math.Max(shape.Time, graph.Network.MinSteps)));
    }

    private double GetDifference(InferenceSession session, int batch, int time)
    {
        var (input, fileInput) = CreateInputs(batch, time);
        var expected = network.Run(input);
        var actual = ForeignFileRunner.Run(session, graph, fileInput);
        return graph.Outputs.Max(output => GetDifference(output, expected, actual[output.Name], batch, time));
    }

    // The values that the file takes are exact in its type, and so are those of the network.
    private (Tensor Network, Tensor File) CreateInputs(int batch, int time)
    {
        var values = ParityBatch.CreateRandom(network, batch, time, withStates: false, seed: batch + time).Input;
        if (network.Description.Embedding is not null)
            return (values, values);
        var fileValues = meaning.ToFileInput(values);
        if (Sequence.Type is DataType.Int32 or DataType.Int64)
            fileValues = (fileValues * 3).round();
        else if (Sequence.Type == DataType.Float16)
            fileValues = fileValues.to(ScalarType.Float16).to(ScalarType.Float32);
        else
            return (values, fileValues);
        return (meaning.FromFileInput(fileValues), fileValues);
    }

    private double GetDifference(OutputBinding output, NetworkOutput result, float[] actual, int batch, int time)
    {
        if (!ForeignOutput.HasKnownAxes(output))
        {
            throw new RecurrentModelException(
                $"Model file '{file.Name}': output '{output.Name}' has axes other than those of the imported network, in the order "
                + $"[{string.Join(", ", output.Order).ToLowerInvariant()}]: the graph contains an unsupported computation.");
        }

        var expected = output.IsModelOutput ? ParityBatch.ToArray(result.Output) : ForeignOutput.ToFileLayout(output, result);
        if (output.IsModelOutput && ForeignOutput.FromFileLayout(output, graph.Network, actual, batch, time) is { } values)
            actual = ParityBatch.ToArray(meaning.ToNetworkOutput(values));
        if (actual.Length != expected.Length)
        {
            throw new RecurrentModelException(
                $"Model file '{file.Name}': output '{output.Name}' has {actual.Length} values, "
                + $"but that of the imported network has {expected.Length}: the graph contains an unsupported computation.");
        }

        return GetMaxDifference(expected, actual);
    }

    private static bool ComputesInFloat16(InferenceSession session) => session.InputMetadata.Values.Concat(session.OutputMetadata.Values)
        .Any(value => value.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float16);

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
