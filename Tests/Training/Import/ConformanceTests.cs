using MlNetRecurrent.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The ONNX project's node tests of RNN, LSTM and GRU, imported into TorchSharp modules and compared with the stored outputs.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Cases =>
    [
        "test_gru_batchwise",
        "test_gru_defaults",
        "test_gru_seq_length",
        "test_gru_with_initial_bias",
        "test_lstm_batchwise",
        "test_lstm_defaults",
        "test_lstm_with_initial_bias",
        "test_rnn_seq_length",
        "test_simple_rnn_batchwise",
        "test_lstm_with_peepholes",
        "test_simple_rnn_defaults",
        "test_simple_rnn_with_initial_bias",
    ];

    [Theory, MemberData(nameof(Cases))]
    public void Import_NodeTest_ReturnsTheStoredOutputs(string name)
    {
        var test = ConformanceCase.Open(name);
        var inputs = test.Inputs;
        var graph = RecurrentGraphReader.Read(test.Model, name, inputs.Where(entry => entry.Key != "X").ToDictionary());
        using var network = WeightLayout.Build(graph.Network, graph.Weights);
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var sequences = TensorReader.Read(inputs["X"]);
        var input = tensor(sequences.FloatArray, [.. sequences.Dimensions.Select(dimension => (long)dimension)]);
        var outputs = network.Run(graph.Inputs[0].BatchFirst == true ? input : input.transpose(0, 1));
        foreach (var (output, stored) in test.Outputs)
        {
            var binding = graph.Outputs.Single(binding => binding.Name == output);
            var expected = TensorReader.Read(stored).FloatArray;
            float[] actual;
            if (binding.IsModelOutput)
            {
                actual = ParityBatch.ToArray(outputs.Output);
                expected = ParityBatch.ToArray(ForeignOutput.FromFileLayout(
                    binding, graph.Network, expected, outputs.Output.shape[0], outputs.Output.shape[1])!);
            }
            else
            {
                actual = ForeignOutput.ToFileLayout(binding, outputs);
            }

            Assert.Equal(expected.Length, actual.Length);
            Assert.InRange(ForeignFileCheck.GetMaxDifference(expected, actual), 0, 1e-5);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Score_NodeTest_ManagedEngineEqualsTheModule(string name)
    {
        var test = ConformanceCase.Open(name);
        var inputs = test.Inputs;
        var graph = RecurrentGraphReader.Read(test.Model, name, inputs.Where(entry => entry.Key != "X").ToDictionary());
        using var network = WeightLayout.Build(graph.Network, graph.Weights);
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var sequences = TensorReader.Read(inputs["X"]);
        var input = tensor(sequences.FloatArray, [.. sequences.Dimensions.Select(dimension => (long)dimension)]);
        input = graph.Inputs[0].BatchFirst == true ? input : input.transpose(0, 1);
        var expected = ParityBatch.ToArray(network.Run(input).Output);
        var actual = new float[expected.Length];
        using var model = new RecurrentModel(
            new ModelCard { Network = graph.Network },
            new Engine.ManagedEngine(graph.Network, graph.Weights, workers: 1),
            fingerprint: 1,
            new RecurrentModelOptions());

        model.ScoreBatch(ParityBatch.ToArray(input), (int)input.shape[0], actual);

        Assert.InRange(ForeignFileCheck.GetMaxDifference(expected, actual), 0, 1e-5);
    }
}
