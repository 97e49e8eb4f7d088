using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>
/// The exported file as a saved pipeline holds it: with outputs from which stock transformers make the columns that this library's transformer makes, and the options among its
/// metadata, and without optional inputs: stock transformers leave them out, and ONNX Runtime would warn of each. The rest of the file is as it was.
/// </summary>
internal static class StockGraph
{
    /// <summary>The file with everything that the stock transformers need.</summary>
    public static byte[] Extend(byte[] file, ModelCard card, RecurrentScoringOptions options)
    {
        var model = OnnxFile.Parse(file, options.ModelFile);
        var extension = new GraphExtension(model.Graph);
        var network = card.Network;
        var mark = network.Embedding is null ? NonFiniteMark(extension, Rank(network)) : null;
        var score = Marked(extension, OnnxNames.Output, mark);
        if (OutputColumns.IsBinary(card, options))
            AddBinary(extension, score);
        else
            AddScore(extension, StockNames.Score, score, network);
        if (OutputColumns.HasBounds(card))
        {
            AddScore(extension, StockNames.LowerBound, Marked(extension, Quantile(extension, 0), mark), network);
            AddScore(extension, StockNames.UpperBound, Marked(extension, Quantile(extension, network.Forecast.Quantiles.Count - 1), mark), network);
        }

        if (network.Task is RecurrentTask.Classify or RecurrentTask.Tag)
            AddClass(extension, score, Rank(network));
        model.MetadataProps.Add(new StringStringEntryProto { Key = StockNames.Options, Value = ScoringOptionsJson.Write(options) });
        model.MetadataProps.Add(new StringStringEntryProto { Key = StockNames.Inputs, Value = TakeOptionalInputs(model.Graph) });
        return model.ToByteArray();
    }

    /// <summary>Takes the additions out again.</summary>
    /// <returns>The file as it was exported, and the options; or null where the file holds none.</returns>
    public static (byte[] File, RecurrentScoringOptions Options)? Restore(byte[] extended)
    {
        var model = OnnxFile.Parse(extended, "in a saved pipeline");
        if (Take(model, StockNames.Options) is not { } options || Take(model, StockNames.Inputs) is not { } inputs)
            return null;
        GraphExtension.Remove(model.Graph);
        model.Graph.Input.AddRange(GraphProto.Parser.ParseFrom(ByteString.FromBase64(inputs)).Input);
        return (model.ToByteArray(), ScoringOptionsJson.Read(options));
    }

    /// <summary>The outputs that <see cref="Extend"/> adds.</summary>
    public static IEnumerable<string> Outputs(ModelCard card, RecurrentScoringOptions options)
    {
        if (OutputColumns.IsBinary(card, options))
            return [StockNames.LogOdds, StockNames.Probability, StockNames.Class];
        if (OutputColumns.HasBounds(card))
            return [StockNames.Score, StockNames.LowerBound, StockNames.UpperBound];
        return card.Network.Task is RecurrentTask.Classify or RecurrentTask.Tag ? [StockNames.Score, StockNames.Class] : [StockNames.Score];
    }

    private static string? Take(ModelProto model, string key)
    {
        var entry = model.MetadataProps.FirstOrDefault(entry => entry.Key == key);
        if (entry is not null)
            model.MetadataProps.Remove(entry);
        return entry?.Value;
    }

    // They become plain constants.
    private static string TakeOptionalInputs(GraphProto graph)
    {
        var taken = new GraphProto();
        taken.Input.AddRange(graph.Input.Where(input => input.Name != OnnxNames.Input));
        foreach (var input in taken.Input)
            graph.Input.Remove(input);
        return taken.ToByteString().ToBase64();
    }

    // 0 * x is 0 where x is finite, and NaN where it is not: its sum over a sequence, added to the answer, does what this library's own scoring does.
    private static string NonFiniteMark(GraphExtension extension, int rank)
    {
        var nothing = extension.Node("Mul", [OnnxNames.Input, extension.Constant(0f)]);
        var mark = extension.Node("ReduceSum", [nothing, extension.Constant(1, 2)], GraphExtension.Integer("keepdims", 0));
        return extension.Node("Unsqueeze", [mark, extension.Constant([.. Enumerable.Range(1, rank - 1).Select(axis => (long)axis)])]);
    }

    private static string Marked(GraphExtension extension, string value, string? mark) => mark is null ? value : extension.Node("Add", [value, mark]);

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

    // log p1 - log p0, as ClassDecision.LogOdds.
    private static void AddBinary(GraphExtension extension, string probabilities)
    {
        extension.Node("Reshape", StockNames.Probability, [extension.Node("Gather", [probabilities, extension.Constant([1L])], GraphExtension.Integer("axis", 1)), extension.Constant([-1L])]);
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
        var number = extension.Node("Cast", [index], GraphExtension.Integer("to", (long)TensorProto.Types.DataType.Float));
        var mark = extension.Node("ReduceSum", [extension.Node("Mul", [probabilities, extension.Constant(0f)]), extension.Constant([rank - 1L])], GraphExtension.Integer("keepdims", 0));
        extension.Node("Add", StockNames.Class, [number, mark]);
        extension.Output(StockNames.Class, [.. Enumerable.Repeat(-1L, rank - 1)]);
    }

    private static int Rank(NetworkDescription network) => network.HasOutputPerStep || network.Task == RecurrentTask.Forecast ? 3 : 2;
}
