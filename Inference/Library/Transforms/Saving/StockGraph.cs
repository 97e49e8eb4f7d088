using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>
/// The form that an exported file takes in a saved pipeline, for ML.NET's own ("stock") transformers. It has additional outputs, from which they
/// derive the columns of <see cref="RecurrentTransformer"/>. It has no optional inputs, because stock transformers do not set them and ONNX Runtime
/// would warn about each. Its metadata contains the scoring options and the removed inputs. The rest of the file is unchanged.
/// </summary>
internal static class StockGraph
{
    // A few inputs, with the names of their dimensions.
    private const int MaxInputsLength = 65_536;

    /// <summary>Returns an exported file with everything that the stock transformers need.</summary>
    /// <param name="file">The exported file.</param>
    /// <param name="card">Its card.</param>
    /// <param name="options">The scoring options.</param>
    /// <param name="sequence">The column with the sequences.</param>
    /// <param name="future">The column with the future covariates; null for a model without.</param>
    public static StockFile Create(
        byte[] file, ModelCard card, RecurrentScoringOptions options, DataViewSchema.Column sequence, DataViewSchema.Column? future)
    {
        var network = card.Network;

        // The transformer that maps keys to indices loses the size of the vector.
        var time = InputSequence.GetKnownTime(sequence.Type, network.Features) ?? -1;
        var input = network.Embedding is null
            ? new StockInput(OnnxNames.Input, sequence, [1, time, network.Features], NumberDataViewType.Single)
            : new StockInput(OnnxNames.Input, sequence, [1, time], NumberDataViewType.Int64);
        var (covariates, steps) = (network.Forecast.FutureCovariates, time < 0 ? -1 : time + network.Forecast.Horizon);
        StockInput[] inputs = future is { } column
            ? [input, new StockInput(OnnxNames.FutureCovariates, column, [1, steps, covariates], NumberDataViewType.Single)]
            : [input];
        return new StockFile(Extend(file, card, options), inputs, [.. GetOutputs(card, options)]);
    }

    /// <summary>Adds everything that the stock transformers need to an exported file.</summary>
    public static byte[] Extend(byte[] file, ModelCard card, RecurrentScoringOptions options)
    {
        var model = OnnxFile.Parse(file, options.ModelFile);
        var extension = new GraphExtension(model.Graph);
        var network = card.Network;
        var marker = network.Embedding is null ? SumNonFinite(extension, network) : null;
        var score = AddMarker(extension, OnnxNames.Output, marker);
        if (OutputColumns.IsBinary(card, options))
            AddBinary(extension, score);
        else
            AddScore(extension, StockNames.Score, score, network);
        if (OutputColumns.HasBounds(card))
        {
            var last = network.Forecast.Quantiles.Count - 1;
            AddScore(extension, StockNames.LowerBound, AddMarker(extension, SelectQuantile(extension, 0), marker), network);
            AddScore(extension, StockNames.UpperBound, AddMarker(extension, SelectQuantile(extension, last), marker), network);
        }

        if (network.Task is RecurrentTask.Classify or RecurrentTask.Tag)
            AddClass(extension, score, GetRank(network));
        AddMetadata(model, options, RemoveOptionalInputs(model.Graph));
        return model.ToByteArray();
    }

    /// <summary>Adds the options, and the inputs that were removed, to the metadata.</summary>
    public static void AddMetadata(ModelProto model, RecurrentScoringOptions options, string removedInputs)
    {
        model.MetadataProps.Add(new StringStringEntryProto { Key = StockNames.Options, Value = ScoringOptionsJson.Write(options) });
        model.MetadataProps.Add(new StringStringEntryProto { Key = StockNames.Inputs, Value = removedInputs });
    }

    /// <summary>
    /// Removes all inputs and outputs from a graph: stock transformers read the declarations of all of them, and do not support every type.
    /// </summary>
    /// <returns>The removed inputs and outputs as text.</returns>
    public static string RemoveInterface(GraphProto graph)
    {
        var removed = new GraphProto();
        removed.Input.AddRange(graph.Input);
        removed.Output.AddRange(graph.Output);
        graph.Input.Clear();
        graph.Output.Clear();
        return removed.ToByteString().ToBase64();
    }

    // All inputs other than the sequences and the future covariates are optional. The initializers of the removed inputs become plain constants.
    private static string RemoveOptionalInputs(GraphProto graph)
    {
        var removed = new GraphProto();
        removed.Input.AddRange(graph.Input.Where(input => input.Name is not (OnnxNames.Input or OnnxNames.FutureCovariates)));
        foreach (var input in removed.Input)
            graph.Input.Remove(input);
        return removed.ToByteString().ToBase64();
    }

    /// <summary>Undoes <see cref="Extend"/>.</summary>
    /// <param name="extended">The bytes of the extended file.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <returns>The exported file and the scoring options, or null if <see cref="Extend"/> did not write the file.</returns>
    /// <exception cref="RecurrentModelException">The file is damaged.</exception>
    /// <exception cref="InvalidDataException">The removed inputs are damaged.</exception>
    public static (byte[] File, RecurrentScoringOptions Options)? Restore(byte[] extended, string name)
    {
        var model = OnnxFile.Parse(extended, name);
        if (Remove(model, StockNames.Options) is not { } options || Remove(model, StockNames.Inputs) is not { } inputs)
            return null;
        GraphExtension.RestoreInitializers(model.Graph);
        GraphExtension.Remove(model.Graph);
        var removed = ReadRemoved(inputs);
        model.Graph.Input.AddRange(removed.Input);
        model.Graph.Output.AddRange(removed.Output);
        return (model.ToByteArray(), ScoringOptionsJson.Read(options));
    }

    /// <summary>Returns the names of the outputs that <see cref="Extend"/> adds.</summary>
    public static IEnumerable<string> GetOutputs(ModelCard card, RecurrentScoringOptions options)
    {
        if (OutputColumns.IsBinary(card, options))
            return [StockNames.LogOdds, StockNames.Probability, StockNames.Class];
        if (OutputColumns.HasBounds(card))
            return [StockNames.Score, StockNames.LowerBound, StockNames.UpperBound];
        return card.Network.Task is RecurrentTask.Classify or RecurrentTask.Tag ? [StockNames.Score, StockNames.Class] : [StockNames.Score];
    }

    private static GraphProto ReadRemoved(string text)
    {
        if (text.Length > MaxInputsLength)
            throw new InvalidDataException($"the inputs of the model have {text.Length:N0} characters, expected at most {MaxInputsLength:N0}.");
        try
        {
            return GraphProto.Parser.ParseFrom(ByteString.FromBase64(text));
        }
        catch (Exception exception) when (exception is FormatException or InvalidProtocolBufferException)
        {
            throw new InvalidDataException($"the inputs of the model are damaged: {exception.Message}", exception);
        }
    }

    private static string? Remove(ModelProto model, string key)
    {
        var entry = model.MetadataProps.FirstOrDefault(entry => entry.Key == key);
        if (entry is not null)
            model.MetadataProps.Remove(entry);
        return entry?.Value;
    }

    // 0 * x is 0 if x is finite and NaN otherwise. Adding the sum over a sequence to the output makes it NaN exactly where this library's own scoring
    // gives NaN.
    private static string SumNonFinite(GraphExtension extension, NetworkDescription network)
    {
        var marker = SumNonFinite(extension, OnnxNames.Input);
        if (network.Forecast.FutureCovariates > 0)
            marker = extension.Node("Add", [marker, SumNonFinite(extension, OnnxNames.FutureCovariates)]);
        var axes = Enumerable.Range(1, GetRank(network) - 1).Select(axis => (long)axis);
        return extension.Node("Unsqueeze", [marker, extension.Vector([.. axes])]);
    }

    private static string SumNonFinite(GraphExtension extension, string input)
    {
        var zeros = extension.Node("Mul", [input, extension.Scalar(0f)]);
        return extension.Node("ReduceSum", [zeros, extension.Vector(1, 2)], GraphExtension.Integer("keepdims", 0));
    }

    private static string AddMarker(GraphExtension extension, string value, string? marker) =>
        marker is null ? value : extension.Node("Add", [value, marker]);

    // Selects one quantile: [batch, horizon, targets] from [batch, horizon, targets, levels].
    private static string SelectQuantile(GraphExtension extension, int index)
    {
        var quantile = extension.Node("Gather", [OnnxNames.Quantiles, extension.Vector([index])], GraphExtension.Integer("axis", 3));
        return extension.Node("Squeeze", [quantile, extension.Vector([3L])]);
    }

    private static void AddScore(GraphExtension extension, string name, string score, NetworkDescription network)
    {
        if (network is { Task: RecurrentTask.Forecast, OutputSize: 1, HasOutputPerStep: false })
        {
            extension.Node("Reshape", name, [score, extension.Vector([-1L])]);
            extension.Output(name, -1);
            return;
        }

        extension.Node("Identity", name, [score]);
        extension.Output(name, network switch
        {
            { HasOutputPerStep: true } => [-1, -1, network.OutputSize],
            { Task: RecurrentTask.Forecast } => [-1, network.Forecast.Horizon, network.Forecast.Targets],
            _ => [-1, network.OutputSize],
        });
    }

    // log p1 - log p0, as in ClassDecision.LogOdds.
    private static void AddBinary(GraphExtension extension, string probabilities)
    {
        var probability = extension.Node("Gather", [probabilities, extension.Vector([1L])], GraphExtension.Integer("axis", 1));
        extension.Node("Reshape", StockNames.Probability, [probability, extension.Vector([-1L])]);
        var logarithms = extension.Node("Log", [extension.Node("Max", [probabilities, extension.Scalar(ClassDecision.MinProbability)])]);
        var second = extension.Node("Gather", [logarithms, extension.Vector([1L])], GraphExtension.Integer("axis", 1));
        var first = extension.Node("Gather", [logarithms, extension.Vector([0L])], GraphExtension.Integer("axis", 1));
        var logOdds = extension.Node("Reshape", [extension.Node("Sub", [second, first]), extension.Vector([-1L])]);

        // 0 * probability makes the result NaN if the probability is NaN.
        extension.Node("Add", StockNames.LogOdds, [logOdds, extension.Node("Mul", [StockNames.Probability, extension.Scalar(0f)])]);
        extension.Output(StockNames.Probability, -1);
        extension.Output(StockNames.LogOdds, -1);
    }

    private static void AddClass(GraphExtension extension, string probabilities, int rank)
    {
        var dropAxis = GraphExtension.Integer("keepdims", 0);
        var index = extension.Node("ArgMax", [probabilities], GraphExtension.Integer("axis", rank - 1), dropAxis);
        var value = extension.Node("Cast", [index], GraphExtension.Integer("to", (long)TensorProto.Types.DataType.Float));

        // 0 * probability makes the result NaN if a probability is NaN.
        var zeros = extension.Node("Mul", [probabilities, extension.Scalar(0f)]);
        var marker = extension.Node("ReduceSum", [zeros, extension.Vector([rank - 1L])], GraphExtension.Integer("keepdims", 0));
        extension.Node("Add", StockNames.Class, [value, marker]);
        extension.Output(StockNames.Class, [.. Enumerable.Repeat(-1L, rank - 1)]);
    }

    private static int GetRank(NetworkDescription network) => network.HasOutputPerStep || network.Task == RecurrentTask.Forecast ? 3 : 2;
}
