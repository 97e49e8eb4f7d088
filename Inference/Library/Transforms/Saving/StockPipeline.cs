using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

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

    public StockPipeline(StockFile file, ModelCard card, RecurrentScoringOptions options, DataViewSchema schema)
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

    private IEnumerable<ITransformer> CreateSteps(StockFile file, ModelCard card, RecurrentScoringOptions options, DataViewSchema schema)
    {
        var time = InputSequence.GetTime(schema[options.InputColumnName].Type, card.Network.Features);
        var columns = OutputColumns.Create(card, options, time);
        var hasScalars = columns.Any(column => column.Type is not VectorDataViewType);
        string[] temporary = [.. file.Inputs.Select(input => input.Name), .. file.Outputs, .. hasScalars ? [Value] : Array.Empty<string>()];
        var kept = temporary.Where(name => columns.All(column => column.Name != name) && schema.GetColumnOrNull(name) is not null).ToArray();
        foreach (var name in kept)
            yield return _columns.Copy(GetTemporaryName(name, schema), name);

        foreach (var step in file.Inputs.SelectMany(input => PrepareInput(input, GetSource(input))))
            yield return step;

        yield return CreateScorer(file);
        foreach (var step in columns.Zip(file.Outputs).Reverse().SelectMany(pair => AddOutputColumn(pair.First, pair.Second, card)))
            yield return step;

        foreach (var name in kept)
            yield return _columns.Copy(name, GetTemporaryName(name, schema));
        var surplus = temporary.Except(kept)
            .Where(name => columns.All(column => column.Name != name))
            .Concat(kept.Select(name => GetTemporaryName(name, schema)))
            .ToArray();
        if (surplus.Length > 0)
            yield return _columns.Drop(surplus);

        // A column with the name of another input was overwritten by it.
        string GetSource(StockInput input) => input.Column.Name != input.Name && kept.Contains(input.Column.Name)
            ? GetTemporaryName(input.Column.Name, schema)
            : input.Column.Name;
    }

    private IEnumerable<ITransformer> PrepareInput(StockInput input, string source)
    {
        var type = input.Column.Type;
        if (type is not VectorDataViewType vector)
        {
            yield return _columns.ToVector(input.Name, source, type);
            vector = new VectorDataViewType((PrimitiveDataViewType)type, 1);
        }
        else if (source != input.Name)
        {
            yield return _columns.Copy(input.Name, source);
        }

        if (vector.ItemType == input.Item)
            yield break;
        if (vector.ItemType is KeyDataViewType key)
        {
            if (key.RawType != typeof(uint))
            {
                yield return _columns.Convert(input.Name, vector, DataKind.UInt32);
                key = new KeyDataViewType(typeof(uint), key.Count);
            }

            yield return _columns.KeysToIndices(input.Name, new VectorDataViewType(key, vector.Dimensions), checked((int)key.Count));
            if (input.Item == NumberDataViewType.Int64)
                yield break;
            vector = new VectorDataViewType(NumberDataViewType.Int64, vector.Dimensions);
        }

        yield return _columns.Convert(input.Name, vector, input.Item == NumberDataViewType.Int64 ? DataKind.Int64 : DataKind.Single);
    }

    private OnnxTransformer CreateScorer(StockFile file)
    {
        var path = Path.Combine(_folder.FullName, "model.onnx");
        File.WriteAllBytes(path, file.Bytes);
        var shapes = file.Inputs.ToDictionary(input => input.Name, input => input.Shape);
        string[] inputs = [.. file.Inputs.Select(input => input.Name)];
        var estimator = _context.Transforms.ApplyOnnxModel([.. file.Outputs], inputs, path, shapes, gpuDeviceId: null, fallbackToCpu: false);
        return estimator.Fit(EmptyView.Create(file.Inputs.Select(input => (input.Name, (DataViewType)input.Type))));
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
