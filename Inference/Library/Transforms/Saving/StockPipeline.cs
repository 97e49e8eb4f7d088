using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>The same scoring by ML.NET's own transformers: what stands in a saved pipeline.</summary>
/// <remarks>
/// ML.NET can load only what its own assemblies wrote. <c>ApplyOnnxModel</c> wants columns under the names of the file, so the sequences are copied to <c>input</c> and
/// the columns are made from the outputs of <see cref="StockGraph"/>; columns of the user's that have such names are put aside for as long.
/// </remarks>
internal sealed class StockPipeline : IDisposable
{
    // What ML.NET's regression calls its column.
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
            _chain = new TransformerChain<ITransformer>([.. Steps(file, card, options, schema)]);
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
        // ONNX Runtime's session first: it may hold the file open.
        _chain.Dispose();
        _folder.Delete(recursive: true);
    }

    private IEnumerable<ITransformer> Steps(byte[] file, ModelCard card, RecurrentScoringOptions options, DataViewSchema schema)
    {
        var type = schema[options.InputColumnName].Type;
        var time = InputSequence.GetTime(type, card.Network.Features);
        var answers = OutputColumns.Create(card, options, time);
        string[] outputs = [.. StockGraph.Outputs(card, options)];
        string[] passing = [OnnxNames.Input, .. outputs, .. answers.Any(answer => answer.Type is not VectorDataViewType) ? [Value] : Array.Empty<string>()];
        var kept = passing.Where(name => answers.All(answer => answer.Name != name) && schema.GetColumnOrNull(name) is not null).ToArray();
        foreach (var name in kept)
            yield return _columns.Copy(Aside(name, schema), name);

        foreach (var step in Input(options.InputColumnName, type, card.Network.Embedding))
            yield return step;

        // What maps keys to numbers forgets how many there are.
        var known = InputSequence.ItemType(type) is KeyDataViewType ? null : time;
        yield return Score(StockGraph.Extend(file, card, options), card.Network, outputs, known);
        foreach (var step in answers.Zip(outputs).Reverse().SelectMany(pair => AddOutputColumn(pair.First, pair.Second, card)))
            yield return step;

        foreach (var name in kept)
            yield return _columns.Copy(name, Aside(name, schema));
        var surplus = passing.Except(kept).Where(name => answers.All(answer => answer.Name != name)).Concat(kept.Select(name => Aside(name, schema))).ToArray();
        if (surplus.Length > 0)
            yield return _columns.Drop(surplus);
    }

    private IEnumerable<ITransformer> Input(string name, DataViewType type, EmbeddingDescription? embedding)
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

    private ITransformer Score(byte[] file, NetworkDescription network, string[] outputs, int? time)
    {
        var path = Path.Combine(_folder.FullName, "model.onnx");
        File.WriteAllBytes(path, file);
        var isTokens = network.Embedding is not null;
        var shapes = new Dictionary<string, int[]> { [OnnxNames.Input] = isTokens ? [1, time ?? -1] : [1, time ?? -1, network.Features] };
        var estimator = _context.Transforms.ApplyOnnxModel(outputs, [OnnxNames.Input], path, shapes, gpuDeviceId: null, fallbackToCpu: false);
        var item = isTokens ? NumberDataViewType.Int64 : NumberDataViewType.Single;
        return _columns.Fit(estimator, OnnxNames.Input, new VectorDataViewType(item, (time ?? 0) * network.Features));
    }

    private IEnumerable<ITransformer> AddOutputColumn(OutputColumn column, string source, ModelCard card)
    {
        var isVector = column.Type is VectorDataViewType;
        if (!isVector)
            yield return _columns.UnwrapVector(source);
        if (isVector || column.Name != Value)
            yield return _columns.Copy(column.Name, isVector ? source : Value);
        if (InputSequence.ItemType(column.Type) is not KeyDataViewType)
            yield break;
        var names = ClassNames.FromCard(card);
        yield return _columns.IndicesToNames(column.Name, isVector ? new VectorDataViewType(NumberDataViewType.Single) : NumberDataViewType.Single, names);
        yield return _columns.NamesToKeys(column.Name, names);
    }

    // A name that no column of the user's has.
    private static string Aside(string name, DataViewSchema schema)
    {
        do
            name += ".aside";
        while (schema.GetColumnOrNull(name) is not null);
        return name;
    }
}
