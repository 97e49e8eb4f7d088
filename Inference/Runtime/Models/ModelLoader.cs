using System.Buffers.Binary;
using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Opens a file with the requested engine.</summary>
internal static class ModelLoader
{
    public static RecurrentModel Load(ParsedFile file, RecurrentModelOptions options)
    {
        var (model, name) = (file.Model, file.Name);
        if (OnnxFile.TryReadCard(model, name) is not { } card)
            return ForeignLoader.Load(file, options);
        if (options.HasGraphOptions)
        {
            throw new RecurrentModelException(
                $"Model file '{name}' has a model card, which determines its inputs and outputs: "
                + $"leave {ForeignLoader.DescribeOptions(options)} unset.");
        }

        var trusted = TrustedModelFile.Create(file, options.AllowAnyGraph, options.GetRemedy(nameof(options.AllowAnyGraph)));
        CardCheck.Check(card.Network, trusted.Graph, name);
        var fingerprint = BinaryPrimitives.ReadUInt128LittleEndian(file.Hash);
        if (options.Engine == RecurrentEngine.OnnxRuntime)
        {
            FileWeightChecks.Check(model, name);
            return new RecurrentModel(card, ScoringEngines.OpenOnnxRuntime(trusted, card.Network, options), fingerprint, options)
            {
                InitialState = FileInitialState.Find(model.Graph, card.Network),
            };
        }

        if (TryOpenManaged(model, card, name, options.Workers, out var reason) is { } engine)
            return new RecurrentModel(card, engine, fingerprint, options);
        FileWeightChecks.Check(model, name);
        if (options.Engine == RecurrentEngine.Managed)
        {
            throw new RecurrentModelException(
                $"Model file '{name}' is not supported by the managed engine: {reason} "
                + $"Load it with the engine {RecurrentEngine.Auto} or {RecurrentEngine.OnnxRuntime}.");
        }

        return new RecurrentModel(card, ScoringEngines.OpenOnnxRuntime(trusted, card.Network, options, reason), fingerprint, options, reason)
        {
            InitialState = FileInitialState.Find(model.Graph, card.Network),
        };
    }

    private static ManagedEngine? TryOpenManaged(ModelProto model, ModelCard card, string name, int workers, out string? reason)
    {
        reason = card.Precision == WeightPrecision.Int8 ? "its weights are int8." : null;
        if (reason is not null)
            return null;
        return ExportedFile.Recognize(model, card) is { } exported
            ? OpenExported(exported, model, name, workers)
            : TryOpenFromGraph(model, card, name, workers, out reason);
    }

    private static ManagedEngine OpenExported(ExportedFile exported, ModelProto model, string name, int workers)
    {
        // Names a damaged weight and the index of its value.
        FileWeightChecks.Check(model, name);
        return new ManagedEngine(exported.Card.Network, exported.ReadWeights(name), workers);
    }

    // The graph of a file that another program wrote or changed is read node by node.
    private static ManagedEngine? TryOpenFromGraph(ModelProto model, ModelCard card, string name, int workers, out string? reason)
    {
        try
        {
            var graph = RecurrentGraphReader.Read(model, name);
            reason = FindDifference(card.Network, graph.Network);
            return reason is null ? new ManagedEngine(graph.Network, graph.Weights, workers) : null;
        }
        catch (RecurrentModelException exception)
        {
            // The outer message names the file, which messages with this reason name anyway.
            reason = (exception.InnerException ?? exception).Message;
            return null;
        }
    }

    // The card describes the inputs and outputs; the graph determines the computation.
    private static string? FindDifference(NetworkDescription card, NetworkDescription graph)
    {
        (string Name, object? Card, object? Graph)[] facts =
        [
            // A graph shows that each time step has a class, but not that the class is the next token.
            ("task", card.Task == RecurrentTask.Language ? RecurrentTask.Tag : card.Task, graph.Task),
            ("features", card.Features, graph.Features),
            ("vocabulary", card.Embedding?.VocabularySize, graph.Embedding?.VocabularySize),
            ("outputs", card.OutputSize, graph.OutputSize),
            ("output at every time step", card.HasOutputPerStep, graph.HasOutputPerStep),
            ("layers", Layers(card), Layers(graph)),
            ("ensemble", card.EnsembleSize, graph.EnsembleSize),
            ("pooling over time", PoolingOverTime(card), PoolingOverTime(graph)),
            ("steps that convolutions and pooling require", card.LayerSteps, graph.LayerSteps),
            ("steps that convolutions lose", card.LostSteps, graph.LostSteps),
            ("convolutions", card.HasConvolutions, graph.HasConvolutions),
            ("reversed outputs", card.ReversesOutput, graph.ReversesOutput),
            ("trained initial states", card.HasLearnedInitialState, graph.HasLearnedInitialState),
            ("log-probabilities", card.HasLogProbabilities, graph.HasLogProbabilities),
            ("layer normalization", card.HasLayerNormalization, graph.HasLayerNormalization),
            ("normalization of the head", card.HasHeadNormalization, graph.HasHeadNormalization),
            ("window normalization", card.Normalization == InputNormalization.Window, graph.Normalization == InputNormalization.Window),
            ("transform", card.Forecast.Transform, graph.Forecast.Transform),
            ("residual baseline", card.Forecast.ResidualBaseline, graph.Forecast.ResidualBaseline),
            ("differences", card.Forecast.HasDifferences, graph.Forecast.HasDifferences),
            ("quantiles", card.Forecast.Quantiles.Count, graph.Forecast.Quantiles.Count),
            ("future covariates", card.Forecast.FutureCovariates, graph.Forecast.FutureCovariates),
        ];
        return facts.Where(fact => !Equals(fact.Card, fact.Graph))
            .Select(fact => $"its card and its graph differ in {fact.Name}: {fact.Card ?? "none"} in the card, {fact.Graph ?? "none"} in the graph.")
            .FirstOrDefault();
    }

    private static SequencePooling? PoolingOverTime(NetworkDescription network) =>
        network.Pooling is SequencePooling.Mean or SequencePooling.Max or SequencePooling.LastSteps ? network.Pooling : null;

    private static string Layers(NetworkDescription network) =>
        string.Join(", ", network.Layers.Select(layer => $"{layer.Cell} {layer.InputSize}x{layer.HiddenSize} {layer.Direction}"));
}
