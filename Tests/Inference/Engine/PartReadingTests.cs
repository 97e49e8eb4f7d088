using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Files of networks with linear layers, convolutions and variants of cells, read node by node as files of other programs are.</summary>
public sealed class PartReadingTests
{
    private static readonly int[] Lengths = [9, 4, 5, 12];

    // The reader does not know layer normalization between a recurrent layer and a linear one, or masks made of lengths.
    public static TheoryData<Variant> Readable =>
    [
        .. PartMatrix.Plain.Where(variant => !variant.Data.Description.HasLayerNormalization
            || variant.Data.Description.Layers.Skip(1).All(layer => layer.InputLayers.Count == 0)),
    ];

    [Theory, MemberData(nameof(Readable))]
    public void Read_WrittenGraph_ComputesTheSame(Variant variant)
    {
        using var expected = RecurrentModel.Load(RandomFiles.Create(variant.Description));
        var batch = EngineBatch.Ragged(expected, Lengths);
        var model = OnnxFile.Parse(RandomFiles.Create(variant.Description, optionalInputs: false), "file");

        var graph = RecurrentGraphReader.Read(model, "file");

        using var actual = new RecurrentModel(
            new ModelCard { Network = graph.Network },
            new Engine.ManagedEngine(graph.Network, graph.Weights, workers: 1),
            fingerprint: 1,
            new RecurrentModelOptions());
        var (first, second) = (batch.Score(expected), batch.Score(actual));
        var outputs = first.Length - (Lengths.Length * expected.StateSize);
        Assert.All(first[..outputs].Zip(second), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, Math.Abs(pair.First))));
    }
}
