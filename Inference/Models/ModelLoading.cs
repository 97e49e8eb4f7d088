using System.Buffers.Binary;
using System.Security.Cryptography;
using MlNetRecurrent.Kernels;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Opens a file with the engine that was asked for, or says why it cannot.</summary>
internal static class ModelLoading
{
    public static RecurrentModel Load(byte[] file, string name, RecurrentModelOptions options)
    {
        var model = OnnxFile.Parse(file, name);
        var card = OnnxFile.RequireCard(model, name);
        var admitted = AdmittedFile.Of(model, file, name, options.AllowAnyGraph);
        CardCheck.Check(card.Network, admitted.Graph, name);
        var fingerprint = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(file));
        if (options.Engine == RecurrentEngine.OnnxRuntime)
        {
            WeightChecks.Check(model, name);
            return new RecurrentModel(card, new OnnxRuntimeEngine(admitted, card.Network, options), fingerprint, options);
        }

        if (Managed(model, card, name, options.Workers, out var reason) is { } engine)
            return new RecurrentModel(card, engine, fingerprint, options);
        WeightChecks.Check(model, name);
        if (options.Engine == RecurrentEngine.Managed)
            throw new RecurrentModelException($"Model file '{name}' is not computed by the managed engine: {reason} Load it with the engine {RecurrentEngine.Auto} or {RecurrentEngine.OnnxRuntime}.");
        return new RecurrentModel(card, new OnnxRuntimeEngine(admitted, card.Network, options), fingerprint, options, reason);
    }

    private static ManagedEngine? Managed(ModelProto model, ModelCard card, string name, int workers, out string? reason)
    {
        if (card.Precision == WeightPrecision.Int8)
        {
            reason = "its weights are int8.";
            return null;
        }

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
            ("task", card.Task, graph.Task),
            ("features", card.Features, graph.Features),
            ("vocabulary", card.Embedding?.Vocabulary, graph.Embedding?.Vocabulary),
            ("outputs", card.Outputs, graph.Outputs),
            ("answers at every step", card.AnswersEveryStep, graph.AnswersEveryStep),
            ("layers", Layers(card), Layers(graph)),
        ];
        return facts.Where(fact => !Equals(fact.Card, fact.Graph))
            .Select(fact => $"its card says {fact.What} {fact.Card ?? "none"}, but its graph {fact.Graph ?? "none"}.")
            .FirstOrDefault();
    }

    private static string Layers(NetworkDescription network) =>
        string.Join(", ", network.Layers.Select(layer => $"{layer.Cell} {layer.InputSize}x{layer.HiddenSize} {layer.Direction}"));
}
