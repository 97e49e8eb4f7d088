using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The files of networks with linear layers, convolutions and variants of cells, in ONNX Runtime, against plain loops.</summary>
public sealed class PartFileTests
{
    private const double Tolerance = 1e-5;
    private static readonly int[] Lengths = [9, 4, 7];

    [Theory, MemberData(nameof(PartMatrix.Plain), MemberType = typeof(PartMatrix))]
    public void Write_EveryPart_ComputesTheFormulas(Variant variant)
    {
        var network = variant.Description;
        network.Validate();
        var plain = new PlainNetwork(network, RandomNetworks.Weights(network, 1, 0.6f));
        var sequences = Lengths.Select((length, seed) => Values(length * network.Features, seed)).ToArray();
        var expected = sequences.Select(sequence => plain.Run(sequence)).ToArray();
        foreach (var optionalInputs in new[] { true, false })
        {
            var file = RandomFiles.Create(network, optionalInputs);

            var alone = RawRuntime.Score(file, network.Features, sequences);

            Assert.All(expected.Zip(alone), pair => AssertClose(pair.First.SelectMany(step => step), pair.Second));
            Assert.NotNull(ExportedFile.Recognize(OnnxFile.Parse(file, "file"), ModelCard.FromJson(Card(file))));
        }

        var together = ScorePadded(RandomFiles.Create(network), network.Features, sequences);
        Assert.All(expected.Zip(together), pair => AssertClose(pair.First.SelectMany(step => step), pair.Second));
    }

    // Hosts other than this library see the NaN, too.
    [Theory, InlineData(-1.0, 1.0), InlineData(-1.0, null), InlineData(null, 1.0)]
    public void Write_BoundsOfAnUndefinedForecast_StayNaN(double? minimum, double? maximum)
    {
        var network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 3) with
        {
            Forecast = new ForecastDescription
            {
                TargetFeatures = [0],
                Transform = TargetTransform.Log,
                Minimum = minimum,
                Maximum = maximum,
            },
        };

        var outputs = RawRuntime.Score(RandomFiles.Create(network), 1, [[1, 2, 3], [1, -2, 3]]);

        Assert.True(float.IsFinite(outputs[0][0]));
        Assert.True(float.IsNaN(outputs[1][0]), $"The output is {outputs[1][0]}.");
    }

    // Shorter sequences are padded with values that would show.
    private static float[][] ScorePadded(byte[] file, int features, float[][] sequences)
    {
        var time = Lengths.Max();
        var input = new DenseTensor<float>([sequences.Length, time, features]);
        input.Fill(1000);
        for (var row = 0; row < sequences.Length; row++)
            sequences[row].CopyTo(input.Buffer.Span[(row * time * features)..]);
        using var session = new InferenceSession(file);
        using var results = session.Run(
            [
                NamedOnnxValue.CreateFromTensor("input", input),
                NamedOnnxValue.CreateFromTensor("lengths", new DenseTensor<int>(Lengths, [Lengths.Length])),
            ],
            ["output"]);
        return [.. results[0].AsEnumerable<float>().Chunk((int)results[0].AsTensor<float>().Length / sequences.Length)];
    }

    private static string Card(byte[] file) =>
        OnnxFile.Parse(file, "file").MetadataProps.Single(entry => entry.Key == OnnxNames.Card).Value;

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];
    }

    // The outputs of a padded sequence continue after those of its own steps.
    private static void AssertClose(IEnumerable<double> expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Max(1, Math.Abs(pair.First))));
}
