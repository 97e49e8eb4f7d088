using System.Buffers.Binary;
using System.Security.Cryptography;
using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Opens a file with the engine that was asked for, or says why it cannot.</summary>
internal static class ModelLoader
{
    public static RecurrentModel Load(ParsedFile file, RecurrentModelOptions options)
    {
        var (model, name) = (file.Model, file.Name);
        var card = OnnxFile.RequireCard(model, name);
        var admitted = TrustedModelFile.Create(file, options.AllowAnyGraph);
        CardCheck.Check(card.Network, admitted.Graph, name);
        var fingerprint = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(file.Bytes));
        if (options.Engine == RecurrentEngine.OnnxRuntime)
        {
            FileWeightChecks.Check(model, name);
            return new RecurrentModel(card, ScoringEngines.OpenOnnxRuntime(admitted, card.Network, options), fingerprint, options);
        }

        if (Managed(model, card, name, options.Workers, out var reason) is { } engine)
            return new RecurrentModel(card, engine, fingerprint, options);
        FileWeightChecks.Check(model, name);
        if (options.Engine == RecurrentEngine.Managed)
        {
            throw new RecurrentModelException(
                $"Model file '{name}' is not computed by the managed engine: {reason} "
                + $"Load it with the engine {RecurrentEngine.Auto} or {RecurrentEngine.OnnxRuntime}.");
        }

        return new RecurrentModel(card, ScoringEngines.OpenOnnxRuntime(admitted, card.Network, options, reason), fingerprint, options, reason);
    }

    private static ManagedEngine? Managed(ModelProto model, ModelCard card, string name, int workers, out string? reason)
    {
        reason = card.Precision == WeightPrecision.Int8 ? "its weights are int8." : null;
        if (reason is not null)
            return null;
        return ExportedFile.Recognize(model, card) is { } own ? Own(own, model, name, workers) : Foreign(model, card, name, workers, out reason);
    }

    private static ManagedEngine Own(ExportedFile own, ModelProto model, string name, int workers)
    {
        // These name the place of a weight that is damaged.
        FileWeightChecks.Check(model, name);
        return new ManagedEngine(own.Card.Network, own.ReadWeights(name), workers);
    }

    // A file of another program, or one of ours that was changed, is followed from node to node.
    private static ManagedEngine? Foreign(ModelProto model, ModelCard card, string name, int workers, out string? reason)
    {
        try
        {
            var graph = RecurrentGraphReader.Read(model, name);
            reason = Difference(card.Network, graph.Network);
            return reason is null ? new ManagedEngine(graph.Network, graph.Weights, workers) : null;
        }
        catch (RecurrentModelException exception)
        {
            // The outer message names the file, as whoever gives the reason does.
            reason = (exception.InnerException ?? exception).Message;
            return null;
        }
    }

    // The card says what goes in and comes out; the graph is what is computed.
    private static string? Difference(NetworkDescription card, NetworkDescription graph)
    {
        (string What, object? Card, object? Graph)[] facts =
        [
            // A graph says that each step has a class, not that it is the next token.
            ("task", card.Task == RecurrentTask.Language ? RecurrentTask.Tag : card.Task, graph.Task),
            ("features", card.Features, graph.Features),
            ("vocabulary", card.Embedding?.VocabularySize, graph.Embedding?.VocabularySize),
            ("outputs", card.Outputs, graph.Outputs),
            ("answers at every step", card.HasOutputPerStep, graph.HasOutputPerStep),
            ("layers", Layers(card), Layers(graph)),
            ("ensemble", card.EnsembleSize, graph.EnsembleSize),
            ("mean or maximum over time", OverTime(card), OverTime(graph)),
            ("layer normalization", card.HasLayerNormalization, graph.HasLayerNormalization),
            ("window normalization", card.Normalization == InputNormalization.Window, graph.Normalization == InputNormalization.Window),
            ("transform", card.Forecast.Transform, graph.Forecast.Transform),
            ("base", card.Forecast.ResidualBaseline, graph.Forecast.ResidualBaseline),
            ("differences", card.Forecast.HasDifferences, graph.Forecast.HasDifferences),
            ("quantiles", card.Forecast.Quantiles.Count, graph.Forecast.Quantiles.Count),
            ("covariates known ahead", card.Forecast.FutureCovariates, graph.Forecast.FutureCovariates),
        ];
        return facts.Where(fact => !Equals(fact.Card, fact.Graph))
            .Select(fact => $"its card says {fact.What} {fact.Card ?? "none"}, but its graph {fact.Graph ?? "none"}.")
            .FirstOrDefault();
    }

    private static SequencePooling? OverTime(NetworkDescription network) =>
        network.Pooling is SequencePooling.Mean or SequencePooling.Max ? network.Pooling : null;

    private static string Layers(NetworkDescription network) =>
        string.Join(", ", network.Layers.Select(layer => $"{layer.Cell} {layer.InputSize}x{layer.HiddenSize} {layer.Direction}"));
}
