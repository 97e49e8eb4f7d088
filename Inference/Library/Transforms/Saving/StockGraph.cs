using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>
/// The form of an exported file in a saved pipeline. It has additional outputs, from which stock transformers derive the columns of
/// <see cref="RecurrentTransformer"/>, and the scoring options in its metadata. It has no optional inputs, because stock transformers do not set them
/// and ONNX Runtime would warn about each. The rest of the file is unchanged.
/// </summary>
internal static class StockGraph
{
    /// <summary>Adds everything that the stock transformers need to an exported file.</summary>
    public static byte[] Extend(byte[] file, ModelCard card, RecurrentScoringOptions options)
    {
        var model = OnnxFile.Parse(file, options.ModelFile);
        var extension = new GraphExtension(model.Graph);
        var network = card.Network;
        var mask = network.Embedding is null ? AddNonFiniteMask(extension, Rank(network)) : null;
        var score = AddMask(extension, OnnxNames.Output, mask);
        if (OutputColumns.IsBinary(card, options))
            AddBinary(extension, score);
        else
            AddScore(extension, StockNames.Score, score, network);
        if (OutputColumns.HasBounds(card))
        {
            AddScore(extension, StockNames.LowerBound, AddMask(extension, Quantile(extension, 0), mask), network);
            AddScore(extension, StockNames.UpperBound, AddMask(extension, Quantile(extension, network.Forecast.Quantiles.Count - 1), mask), network);
        }

        if (network.Task is RecurrentTask.Classify or RecurrentTask.Tag)
            AddClass(extension, score, Rank(network));
        model.MetadataProps.Add(new StringStringEntryProto { Key = StockNames.Options, Value = ScoringOptionsJson.Write(options) });
        model.MetadataProps.Add(new StringStringEntryProto { Key = StockNames.Inputs, Value = RemoveOptionalInputs(model.Graph) });
        return model.ToByteArray();
    }

    /// <summary>Undoes <see cref="Extend"/>.</summary>
    /// <returns>The exported file and the scoring options, or null if the file contains no options.</returns>
    public static (byte[] File, RecurrentScoringOptions Options)? Restore(byte[] extended)
    {
        var model = OnnxFile.Parse(extended, "in a saved pipeline");
        if (Remove(model, StockNames.Options) is not { } options || Remove(model, StockNames.Inputs) is not { } inputs)
            return null;
        GraphExtension.Remove(model.Graph);
        model.Graph.Input.AddRange(GraphProto.Parser.ParseFrom(ByteString.FromBase64(inputs)).Input);
        return (model.ToByteArray(), ScoringOptionsJson.Read(options));
    }

    /// <summary>Returns the names of the outputs that <see cref="Extend"/> adds.</summary>
    public static IEnumerable<string> Outputs(ModelCard card, RecurrentScoringOptions options)
    {
        if (OutputColumns.IsBinary(card, options))
            return [StockNames.LogOdds, StockNames.Probability, StockNames.Class];
        if (OutputColumns.HasBounds(card))
            return [StockNames.Score, StockNames.LowerBound, StockNames.UpperBound];
        return card.Network.Task is RecurrentTask.Classify or RecurrentTask.Tag ? [StockNames.Score, StockNames.Class] : [StockNames.Score];
    }

    private static string? Remove(ModelProto model, string key)
    {
        var entry = model.MetadataProps.FirstOrDefault(entry => entry.Key == key);
        if (entry is not null)
            model.MetadataProps.Remove(entry);
        return entry?.Value;
    }

    // The initializers of the removed inputs become plain constants.
    private static string RemoveOptionalInputs(GraphProto graph)
    {
        var removed = new GraphProto();
        removed.Input.AddRange(graph.Input.Where(input => input.Name != OnnxNames.Input));
        foreach (var input in removed.Input)
            graph.Input.Remove(input);
        return removed.ToByteString().ToBase64();
    }

    // 0 * x is 0 if x is finite and NaN otherwise. The sum over a sequence, added to the output, is NaN exactly where this library's own scoring
    // gives NaN.
    private static string AddNonFiniteMask(GraphExtension extension, int rank)
    {
        var zeros = extension.Node("Mul", [OnnxNames.Input, extension.Constant(0f)]);
        var mask = extension.Node("ReduceSum", [zeros, extension.Constant(1, 2)], GraphExtension.Integer("keepdims", 0));
        return extension.Node("Unsqueeze", [mask, extension.Constant([.. Enumerable.Range(1, rank - 1).Select(axis => (long)axis)])]);
    }

    private static string AddMask(GraphExtension extension, string value, string? mask) =>
        mask is null ? value : extension.Node("Add", [value, mask]);

    // [batch, horizon, targets] of [batch, horizon, targets, levels]
    private static string Quantile(GraphExtension extension, int level)
    {
        var quantile = extension.Node("Gather", [OnnxNames.Quantiles, extension.Constant([level])], GraphExtension.Integer("axis", 3));
        return extension.Node("Squeeze", [quantile, extension.Constant([3L])]);
    }

    private static void AddScore(GraphExtension extension, string name, string score, NetworkDescription network)
    {
        if (network is { Task: RecurrentTask.Forecast, Outputs: 1, HasOutputPerStep: false })
        {
            extension.Node("Reshape", name, [score, extension.Constant([-1L])]);
            extension.Output(name, -1);
            return;
        }

        extension.Node("Identity", name, [score]);
        extension.Output(name, network switch
        {
            { HasOutputPerStep: true } => [-1, -1, network.Outputs],
            { Task: RecurrentTask.Forecast } => [-1, network.Forecast.Horizon, network.Forecast.Targets],
            _ => [-1, network.Outputs],
        });
    }

    // log p1 - log p0, as in ClassDecision.LogOdds.
    private static void AddBinary(GraphExtension extension, string probabilities)
    {
        var probability = extension.Node("Gather", [probabilities, extension.Constant([1L])], GraphExtension.Integer("axis", 1));
        extension.Node("Reshape", StockNames.Probability, [probability, extension.Constant([-1L])]);
        var logarithms = extension.Node("Log", [extension.Node("Max", [probabilities, extension.Constant(ClassDecision.MinProbability)])]);
        var second = extension.Node("Gather", [logarithms, extension.Constant([1L])], GraphExtension.Integer("axis", 1));
        var first = extension.Node("Gather", [logarithms, extension.Constant([0L])], GraphExtension.Integer("axis", 1));
        var odds = extension.Node("Reshape", [extension.Node("Sub", [second, first]), extension.Constant([-1L])]);
        extension.Node("Add", StockNames.LogOdds, [odds, extension.Node("Mul", [StockNames.Probability, extension.Constant(0f)])]);
        extension.Output(StockNames.Probability, -1);
        extension.Output(StockNames.LogOdds, -1);
    }

    private static void AddClass(GraphExtension extension, string probabilities, int rank)
    {
        var keepNone = GraphExtension.Integer("keepdims", 0);
        var index = extension.Node("ArgMax", [probabilities], GraphExtension.Integer("axis", rank - 1), keepNone);
        var value = extension.Node("Cast", [index], GraphExtension.Integer("to", (long)TensorProto.Types.DataType.Float));
        var zeros = extension.Node("Mul", [probabilities, extension.Constant(0f)]);
        var mask = extension.Node("ReduceSum", [zeros, extension.Constant([rank - 1L])], GraphExtension.Integer("keepdims", 0));
        extension.Node("Add", StockNames.Class, [value, mask]);
        extension.Output(StockNames.Class, [.. Enumerable.Repeat(-1L, rank - 1)]);
    }

    private static int Rank(NetworkDescription network) => network.HasOutputPerStep || network.Task == RecurrentTask.Forecast ? 3 : 2;
}
