using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// The legitimate files that are mutated: exported files of several topologies and precisions, files that PyTorch wrote,
/// and graphs that only ONNX Runtime runs.
/// </summary>
internal static class FuzzCorpus
{
    /// <summary>The start of the names of files that ONNX Runtime scores and that cannot be imported.</summary>
    public const string ScoredOnly = "custom ";

    private static readonly Lazy<IReadOnlyList<(string Name, byte[] File)>> Loaded = new(() => [.. Exported(), .. Foreign(), .. Kinds()]);

    /// <summary>Every file, always in the same order.</summary>
    public static IReadOnlyList<(string Name, byte[] File)> Files => Loaded.Value;

    private static IEnumerable<(string Name, byte[] File)> Exported()
    {
        foreach (var cell in RecurrentCell.All)
        {
            yield return ($"{cell.Name} forecast", File(Network(cell) with
            {
                Forecast = new ForecastDescription { Horizon = 2, Targets = 3 },
                Normalization = InputNormalization.Standard,
            }));
            yield return ($"{cell.Name} minimal", File(Network(cell, layers: 2), optionalInputs: false));
            yield return ($"{cell.Name} bidirectional tagger", File(Network(cell, layers: 2, bidirectional: true) with
            {
                Task = RecurrentTask.Tag,
                Pooling = SequencePooling.None,
                Classes = 3,
            }));
        }

        yield return ("lstm encoder", File(Network(RecurrentCell.Lstm, bidirectional: true) with { Task = RecurrentTask.Encode }));
        yield return ("gru classifier, last step", File(Network(RecurrentCell.Gru) with
        {
            Task = RecurrentTask.Classify,
            Pooling = SequencePooling.LastStep,
            Classes = 4,
        }));
        yield return ("gru of tokens", File(Network(RecurrentCell.Gru) with
        {
            Features = 1,
            Embedding = new EmbeddingDescription(5, 2),
            Task = RecurrentTask.Tag,
            Pooling = SequencePooling.None,
            Classes = 5,
        }));
        yield return ("gru with convolutions and head layers", File(Network(RecurrentCell.Gru) with
        {
            Layers =
            [
                new()
                {
                    Cell = RecurrentCell.Gru,
                    InputSize = 4,
                    HiddenSize = 3,
                    InputLayers =
                    [
                        new() { InputSize = 2, OutputSize = 3, KernelSize = 3, PaddingBefore = 2, Activation = ActivationFunction.Elu() },
                        new() { InputSize = 3, OutputSize = 4, Activation = ActivationFunction.Gelu },
                    ],
                },
            ],
            HeadLayers = [new() { InputSize = 3, OutputSize = 5, Activation = ActivationFunction.HardSigmoid() }],
            HasHeadNormalization = true,
            OutputActivation = ActivationFunction.Softplus,
            Forecast = new ForecastDescription { Maximum = 2 },
        }));
        yield return ("lstm variant with trained initial states", File(Network(RecurrentCell.Lstm) with
        {
            Layers =
            [
                new()
                {
                    Cell = RecurrentCell.Lstm,
                    InputSize = 2,
                    HiddenSize = 3,
                    Variant = new CellVariant { Gate = ActivationFunction.HardSigmoid(), Clip = 2, CouplesForgetGate = true, HasPeepholes = true },
                },
            ],
            HasLearnedInitialState = true,
            Task = RecurrentTask.Classify,
            Classes = 3,
            HasLogProbabilities = true,
            Pooling = SequencePooling.LastSteps,
            PooledSteps = 2,
        }));
        yield return ("lstm float16", File(Network(RecurrentCell.Lstm), change: model => Float16Constants.Store(model.Graph)));
        yield return ("lstm int8", File(Network(RecurrentCell.Lstm, bidirectional: true), change: Int8));
    }

    private static IEnumerable<(string Name, byte[] File)> Foreign() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.onnx").Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), System.IO.File.ReadAllBytes(file)))
            .Concat(ForeignKinds.Names.Select(kind => (ScoredOnly + kind, ForeignKinds.Create(kind))));

    private static IEnumerable<(string Name, byte[] File)> Kinds() =>
        ReadingGraphs.All.Select(graph => ($"kind: {graph.Name}", graph.Model.ToByteArray()));

    private static NetworkDescription Network(RecurrentCell cell, int layers = 1, bool bidirectional = false) =>
        NetworkDescription.CreateForecaster(cell, featureCount: 2, hiddenSize: 3, layers, bidirectional);

    private static byte[] File(NetworkDescription network, bool optionalInputs = true, Action<ModelProto>? change = null)
    {
        var graph = RecurrentGraphWriter.Write(network, RandomNetworks.Weights(network), optionalInputs);
        var model = OnnxFile.Parse(OnnxExporter.Serialize(graph, new ModelCard { Network = network, Window = 6, Labels = ["a", "b"] }), "corpus");
        change?.Invoke(model);
        return model.ToByteArray();
    }

    private static void Int8(ModelProto model)
    {
        Int8Lstm.Replace(model.Graph);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Int8Lstm.Domain, Version = 1 });
    }
}
