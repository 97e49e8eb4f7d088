using System.Buffers.Binary;
using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>
/// Opens a file without a model card, which another program wrote: with the managed engine if the reader understands it, otherwise with ONNX Runtime.
/// </summary>
internal static class ForeignLoader
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="RecurrentModelException">
    /// The graph is not bounded, its inputs and outputs are not clear, or no engine supports it; the message says what to do.
    /// </exception>
    public static RecurrentModel Load(ParsedFile file, RecurrentModelOptions options)
    {
        var trusted = TrustedModelFile.Create(file, options.AllowAnyGraph, options.GetRemedy(nameof(options.AllowAnyGraph)));
        var roles = GraphRolesReader.Read(file.Model, file.Name, options);
        var fingerprint = BinaryPrimitives.ReadUInt128LittleEndian(file.Hash);
        string? reason = null;
        if (options.Engine != RecurrentEngine.OnnxRuntime)
        {
            if (TryRead(file, roles, options, out reason) is { } graph)
            {
                var read = new ModelCard { Network = graph.Network, Window = FindWindow(graph) };
                return new RecurrentModel(read, new ManagedEngine(graph.Network, graph.Weights, options.Workers), fingerprint, options);
            }

            if (options.Engine == RecurrentEngine.Managed)
            {
                throw new RecurrentModelException(
                    $"Model file '{file.Name}' is not supported by the managed engine: {reason} "
                    + $"Load it with the engine {RecurrentEngine.Auto} or {RecurrentEngine.OnnxRuntime}.");
            }
        }

        var (engine, description) = ScoringEngines.OpenGraph(trusted, roles, options, reason);
        var card = new ModelCard { Network = Describe(description, roles), Window = description.FixedSteps };
        return new RecurrentModel(card, engine, fingerprint, options, reason);
    }

    /// <summary>Returns the names of the options that apply only to files without a model card and are set.</summary>
    public static string DescribeOptions(RecurrentModelOptions options)
    {
        (string Name, bool IsSet)[] all =
        [
            (nameof(options.InputName), options.InputName is not null),
            (nameof(options.OutputNames), options.OutputNames.Count > 0),
            (nameof(options.StateNames), options.StateNames.Count > 0),
            (nameof(options.InputValues), options.InputValues.Count > 0),
            ("InputColumns", options.GivenInputs.Count > 0),
        ];
        return string.Join(", ", all.Where(option => option.IsSet).Select(option => options.GetName(option.Name)));
    }

    private static RecurrentGraph? TryRead(ParsedFile file, GraphRoles roles, RecurrentModelOptions options, out string? reason)
    {
        reason = roles.Outputs.Count > 1 ? "it supports one output of a file of another program."
            : roles.OtherInputs.Count > 0 ? $"the file has further inputs: {string.Join(", ", roles.OtherInputs)}."
            : options.InputValues.Count > 0 ? $"{options.GetName(nameof(options.InputValues))} sets values of inputs."
            : options.StateNames.Count > 0 ? $"{options.GetName(nameof(options.StateNames))} names states."
            : null;
        if (reason is not null)
            return null;
        try
        {
            var graph = RecurrentGraphReader.Read(file.Model, file.Name, output: roles.Outputs[0]);
            var sequence = graph.Inputs.FirstOrDefault(input => input.Kind == InputKind.Sequence)?.Name;
            if (sequence != roles.Sequence.Name)
                reason = $"the input of the network is '{sequence}'.";
            return reason is null ? graph : null;
        }
        catch (Exception exception) when (exception is RecurrentModelException or ArgumentException)
        {
            // The outer message names the file, which messages with this reason name anyway.
            reason = (exception.InnerException ?? exception).Message;
            return null;
        }
    }

    private static int? FindWindow(RecurrentGraph graph) =>
        graph.Inputs.First(input => input.Kind == InputKind.Sequence).GetFixedSize(AxisRole.Time) is { } size and <= int.MaxValue ? (int)size : null;

    // There are no layers: what the graph computes is not known.
    private static NetworkDescription Describe(GraphDescription graph, GraphRoles roles) => new()
    {
        Task = RecurrentTask.Custom,
        Features = graph.Sequence.Size,
        Embedding = roles.VocabularySize is { } tokens ? new EmbeddingDescription(tokens, 1) : null,
        Layers = [],
        Pooling = graph.HasOutputPerStep ? SequencePooling.None : SequencePooling.FinalState,
        Graph = graph,
    };
}
