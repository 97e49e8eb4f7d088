using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>
/// The engine with the instruction sets of this process. <see cref="InstructionSetTests"/> runs these tests again in processes with fewer of them.
/// </summary>
public sealed class InstructionSetProbeTests
{
    /// <summary>The environment variable for the expected number of floats in the widest vectors; set by <see cref="InstructionSetTests"/>.</summary>
    public const string ExpectedFloats = "MLNETRECURRENT_EXPECTED_FLOATS";

    /// <summary>The environment variable for the folder of the model files, which are created once for all processes.</summary>
    public const string Files = "MLNETRECURRENT_PROBE_FILES";

    private static readonly NetworkDescription[] Networks =
    [
        .. RecurrentCell.All.Select(cell =>
            NetworkDescription.CreateForecaster(cell, featureCount: 3, hiddenSize: 21, layerCount: 2, bidirectional: true)),
        .. RecurrentCell.All.Select(cell => NetworkDescription.CreateForecaster(cell, featureCount: 2, hiddenSize: 37)),
        .. RecurrentCell.All.Select(cell => NetworkDescription.CreateForecaster(cell, featureCount: 1, hiddenSize: 21)),
        .. RecurrentCell.All.Select(WithParts),
    ];

    /// <summary>Writes the model files for <see cref="Files"/>.</summary>
    internal static void Export(string folder)
    {
        foreach (var (index, description) in Networks.Index())
            File.WriteAllBytes(FileName(folder, index), EnginePair.File(description));
    }

    [Fact]
    public void Widest_ThisProcess_IsWhatTheProcessorAccelerates()
    {
        var floats = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;
        Assert.Equal(floats, VectorWidth.Widest.Floats);
        if (Environment.GetEnvironmentVariable(ExpectedFloats) is { } expected)
            Assert.Equal(int.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), floats);
    }

    [Fact]
    public void Score_EveryCell_MatchesOnnxRuntime()
    {
        foreach (var engines in Engines(0))
        {
            Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 1, time: 20, states: true)), 0, 1e-5);
            Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 70, time: 20)), 0, 1e-5);
            Assert.InRange(engines.Difference(EngineBatch.Ragged(engines.Managed, [4, 20, 1, 7, 7, 2, 13, 9, 9, 3], states: true)), 0, 1e-5);
        }
    }

    [Fact]
    public void Score_EveryPart_MatchesOnnxRuntime()
    {
        foreach (var engines in Engines(3))
        {
            Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 1, time: 20, states: true)), 0, 1e-5);
            Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 70, time: 20)), 0, 1e-5);
            Assert.InRange(engines.Difference(EngineBatch.Ragged(engines.Managed, [4, 20, 3, 7, 7, 5, 13, 9, 9, 3], states: true)), 0, 1e-5);
        }
    }

    [Theory, InlineData(1), InlineData(3)]
    public void Score_BlocksAndSingleRows_GiveTheSameBits(int kind)
    {
        foreach (var engines in Engines(kind))
        {
            var batch = EngineBatch.Ragged(engines.Managed, [.. Enumerable.Repeat(6, 60)], states: true);
            var together = batch.Score(engines.Managed);
            for (var sequence = 0; sequence < batch.Count; sequence++)
                Assert.Equal(together[sequence], batch.Alone(engines.Managed, sequence).Score(engines.Managed)[0]);
        }
    }

    [Fact]
    public void Score_NaNAndInfinity_StayInTheirRow()
    {
        foreach (var engines in Engines(2))
        {
            var clean = EngineBatch.Alike(engines.Managed, count: 20, time: 3);
            var values = clean.Values.ToArray();
            values[10] = float.NaN;
            values[20] = float.PositiveInfinity;
            Assert.InRange(engines.Difference(clean with { Values = values }), 0, 1e-5);
        }
    }

    // Convolutions, linear layers with functions of an exponential, variants of cells, and a head of several layers.
    private static NetworkDescription WithParts(RecurrentCell cell) => NetworkDescription.CreateForecaster(cell, featureCount: 3, hiddenSize: 21) with
    {
        Layers =
        [
            new()
            {
                Cell = cell,
                InputSize = 19,
                HiddenSize = 21,
                Direction = SequenceDirection.Bidirectional,
                InputLayers =
                [
                    new() { InputSize = 3, OutputSize = 18, KernelSize = 3, PaddingBefore = 1, Activation = ActivationFunction.Gelu },
                    new() { InputSize = 18, OutputSize = 19, Activation = ActivationFunction.Softplus },
                ],
                Variant = cell == RecurrentCell.RnnRelu ? null : new CellVariant
                {
                    Gate = ActivationFunction.HardSigmoid(),
                    Candidate = ActivationFunction.Softsign,
                    Output = ActivationFunction.Elu(),
                    Clip = 2,
                    HasPeepholes = cell == RecurrentCell.Lstm,
                },
            },
        ],
        HasLearnedInitialState = true,
        HeadLayers =
        [
            new() { InputSize = 42, OutputSize = 17, Activation = ActivationFunction.GeluTanh },
            new() { InputSize = 17, OutputSize = 15, Activation = ActivationFunction.Sigmoid },
        ],
        OutputActivation = ActivationFunction.Tanh,
    };

    // The networks of one kind, one for each cell.
    private static IEnumerable<EnginePair> Engines(int kind)
    {
        var folder = Environment.GetEnvironmentVariable(Files);
        foreach (var index in Enumerable.Range(kind * RecurrentCell.All.Count, RecurrentCell.All.Count))
        {
            using var engines = folder is null ? EnginePair.Create(Networks[index]) : EnginePair.Create(File.ReadAllBytes(FileName(folder, index)));
            yield return engines;
        }
    }

    private static string FileName(string folder, int index) => Path.Combine(folder, $"{index}.onnx");
}
