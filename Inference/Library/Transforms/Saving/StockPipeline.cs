using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>
/// The equivalent of a <see cref="RecurrentTransformer"/> as a chain of stock ML.NET transformers, which a saved pipeline contains instead of it.
/// </summary>
/// <remarks>
/// ML.NET can load only transformers of its own assemblies. <c>ApplyOnnxModel</c> requires column names that match the names in the file, so the
/// sequences are copied to <c>input</c>, and the output columns are derived from the outputs of <see cref="StockGraph"/>. Columns of the user with
/// the same names are copied to temporary names in the meantime.
/// </remarks>
internal sealed class StockPipeline : IDisposable
{
    // The name of the output column of ML.NET's regression.
    private const string Value = "Score";

    private readonly MLContext _context = new();
    private readonly StockColumns _columns;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory($"recurrent-{Environment.ProcessId}-");
    private readonly TransformerChain<ITransformer> _chain;

    public StockPipeline(byte[] file, ModelCard card, RecurrentScoringOptions options, DataViewSchema schema)
    {
        _columns = new StockColumns(_context);
        try
        {
            _chain = new TransformerChain<ITransformer>([.. CreateSteps(file, card, options, schema)]);
        }
        catch
        {
            _folder.Delete(recursive: true);
            throw;
        }
    }

    public void Save(ModelSaveContext context) => ((ICanSaveModel)_chain).Save(context);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The session of ONNX Runtime is disposed first, because it may hold the file open.
        _chain.Dispose();
        _folder.Delete(recursive: true);
    }

    private IEnumerable<ITransformer> CreateSteps(byte[] file, ModelCard card, RecurrentScoringOptions options, DataViewSchema schema)
    {
        var type = schema[options.InputColumnName].Type;
        var time = InputSequence.GetTime(type, card.Network.Features);
        var columns = OutputColumns.Create(card, options, time);
        string[] outputs = [.. StockGraph.GetOutputs(card, options)];
        var hasScalars = columns.Any(column => column.Type is not VectorDataViewType);
        string[] inputs = card.Network.Forecast.FutureCovariates > 0 ? [OnnxNames.Input, OnnxNames.FutureCovariates] : [OnnxNames.Input];
        string[] temporary = [.. inputs, .. outputs, .. hasScalars ? [Value] : Array.Empty<string>()];
        var kept = temporary.Where(name => columns.All(column => column.Name != name) && schema.GetColumnOrNull(name) is not null).ToArray();
        foreach (var name in kept)
            yield return _columns.Copy(GetTemporaryName(name, schema), name);

        foreach (var step in PrepareInput(options.InputColumnName, type, card.Network.Embedding))
            yield return step;

        if (inputs.Length > 1 && options.FutureColumnName is { } future && future != OnnxNames.FutureCovariates)
            yield return _columns.Copy(OnnxNames.FutureCovariates, kept.Contains(future) ? GetTemporaryName(future, schema) : future);

        // The transformer that maps keys to indices loses the size of the vector.
        var knownTime = InputSequence.GetItemType(type) is KeyDataViewType ? null : time;
        yield return CreateScorer(StockGraph.Extend(file, card, options), card.Network, outputs, knownTime);
        foreach (var step in columns.Zip(outputs).Reverse().SelectMany(pair => AddOutputColumn(pair.First, pair.Second, card)))
            yield return step;

        foreach (var name in kept)
            yield return _columns.Copy(name, GetTemporaryName(name, schema));
        var surplus = temporary.Except(kept)
            .Where(name => columns.All(column => column.Name != name))
            .Concat(kept.Select(name => GetTemporaryName(name, schema)))
            .ToArray();
        if (surplus.Length > 0)
            yield return _columns.Drop(surplus);
    }

    private IEnumerable<ITransformer> PrepareInput(string name, DataViewType type, EmbeddingDescription? embedding)
    {
        if (type is not VectorDataViewType vector)
        {
            yield return _columns.ToVector(OnnxNames.Input, name, type);
            vector = new VectorDataViewType((PrimitiveDataViewType)type, 1);
        }
        else if (name != OnnxNames.Input)
        {
            yield return _columns.Copy(OnnxNames.Input, name);
        }

        if (embedding is null || vector.ItemType == NumberDataViewType.Int64)
            yield break;
        if (vector.ItemType is not KeyDataViewType key)
        {
            yield return _columns.Convert(OnnxNames.Input, vector, DataKind.Int64);
            yield break;
        }

        if (key.RawType != typeof(uint))
        {
            yield return _columns.Convert(OnnxNames.Input, vector, DataKind.UInt32);
            key = new KeyDataViewType(typeof(uint), key.Count);
        }

        yield return _columns.KeysToIndices(OnnxNames.Input, new VectorDataViewType(key, vector.Dimensions), checked((int)key.Count));
    }

    private ITransformer CreateScorer(byte[] file, NetworkDescription network, string[] outputs, int? time)
    {
        var path = Path.Combine(_folder.FullName, "model.onnx");
        File.WriteAllBytes(path, file);
        var isTokens = network.Embedding is not null;
        var item = isTokens ? NumberDataViewType.Int64 : NumberDataViewType.Single;
        var shapes = new Dictionary<string, int[]> { [OnnxNames.Input] = isTokens ? [1, time ?? -1] : [1, time ?? -1, network.Features] };
        var types = new Dictionary<string, DataViewType> { [OnnxNames.Input] = new VectorDataViewType(item, (time ?? 0) * network.Features) };
        var (covariates, steps) = (network.Forecast.FutureCovariates, time + network.Forecast.Horizon);
        if (covariates > 0)
        {
            shapes[OnnxNames.FutureCovariates] = [1, steps ?? -1, covariates];
            types[OnnxNames.FutureCovariates] = new VectorDataViewType(NumberDataViewType.Single, (steps ?? 0) * covariates);
        }

        var estimator = _context.Transforms.ApplyOnnxModel(outputs, [.. shapes.Keys], path, shapes, gpuDeviceId: null, fallbackToCpu: false);
        return _columns.Fit(estimator, types);
    }

    private IEnumerable<ITransformer> AddOutputColumn(OutputColumn column, string source, ModelCard card)
    {
        var isVector = column.Type is VectorDataViewType;
        if (!isVector)
            yield return _columns.UnwrapVector(source);
        if (isVector || column.Name != Value)
            yield return _columns.Copy(column.Name, isVector ? source : Value);
        if (InputSequence.GetItemType(column.Type) is not KeyDataViewType)
            yield break;
        var names = ClassNames.FromCard(card);
        DataViewType indexType = isVector ? new VectorDataViewType(NumberDataViewType.Single) : NumberDataViewType.Single;
        yield return _columns.IndicesToNames(column.Name, indexType, names);
        yield return _columns.NamesToKeys(column.Name, names);
    }

    // A name that is not used by any column of the user.
    private static string GetTemporaryName(string name, DataViewSchema schema)
    {
        do
            name += ".aside";
        while (schema.GetColumnOrNull(name) is not null);
        return name;
    }
}
