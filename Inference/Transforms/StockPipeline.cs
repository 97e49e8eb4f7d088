using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>The same scoring by ML.NET's own transformers: what stands in a saved pipeline.</summary>
/// <remarks>
/// ML.NET can load only what its own assemblies wrote. <c>ApplyOnnxModel</c> wants columns under the names of the file, so the sequences are copied to <c>input</c> and
/// the answers from <c>output</c>; columns of the user's that have these names are put aside for as long.
/// </remarks>
internal sealed class StockPipeline : IDisposable
{
    private readonly MLContext _context = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory($"recurrent-{Environment.ProcessId}-");
    private readonly TransformerChain<ITransformer> _chain;

    public StockPipeline(byte[] file, ModelCard card, RecurrentScoringOptions options, DataViewSchema schema)
    {
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
        string[] ends = [RecurrentNames.Input, RecurrentNames.Output];
        var kept = ends.Where(name => name != options.OutputColumnName && schema.GetColumnOrNull(name) is not null).ToArray();
        foreach (var name in kept)
            yield return Copy(Aside(name, schema), name);

        var type = schema[options.InputColumnName].Type;
        if (type is not VectorDataViewType)
            yield return Fit(_context.Transforms.Concatenate(RecurrentNames.Input, options.InputColumnName), options.InputColumnName, type);
        else if (options.InputColumnName != RecurrentNames.Input)
            yield return Copy(RecurrentNames.Input, options.InputColumnName);
        yield return Score(file, card, type);
        if (options.OutputColumnName != RecurrentNames.Output)
            yield return Copy(options.OutputColumnName, RecurrentNames.Output);

        foreach (var name in kept)
            yield return Copy(name, Aside(name, schema));
        var surplus = ends.Except(kept).Where(name => name != options.OutputColumnName).Concat(kept.Select(name => Aside(name, schema))).ToArray();
        if (surplus.Length > 0)
            yield return Drop(surplus);
    }

    private ITransformer Score(byte[] file, ModelCard card, DataViewType type)
    {
        var path = Path.Combine(_folder.FullName, "model.onnx");
        File.WriteAllBytes(path, file);
        var features = card.Network.Features;
        var time = InputSequence.Time(type, features);
        var shapes = new Dictionary<string, int[]> { [RecurrentNames.Input] = [1, time ?? -1, features] };
        var estimator = _context.Transforms.ApplyOnnxModel([RecurrentNames.Output], [RecurrentNames.Input], path, shapes, gpuDeviceId: null, fallbackToCpu: false);
        return Fit(estimator, RecurrentNames.Input, new VectorDataViewType(NumberDataViewType.Single, (time ?? 0) * features));
    }

    private ITransformer Copy(string output, string input) =>
        Fit(_context.Transforms.CopyColumns(output, input), input, new VectorDataViewType(NumberDataViewType.Single));

    private ColumnSelectingTransformer Drop(string[] columns)
    {
        var view = NoRows(columns[0], NumberDataViewType.Single);
        foreach (var column in columns[1..])
            view = _context.Transforms.CopyColumns(column, columns[0]).Fit(view).Transform(view);
        return _context.Transforms.DropColumns(columns).Fit(view);
    }

    private ITransformer Fit(IEstimator<ITransformer> estimator, string column, DataViewType type) => estimator.Fit(NoRows(column, type));

    // The stock estimators look at the schema alone.
    private IDataView NoRows(string column, DataViewType type)
    {
        var definition = SchemaDefinition.Create(type is VectorDataViewType ? typeof(VectorColumn) : typeof(SingleColumn));
        definition[0].ColumnName = column;
        definition[0].ColumnType = type;
        return type is VectorDataViewType
            ? _context.Data.LoadFromEnumerable(Array.Empty<VectorColumn>(), definition)
            : _context.Data.LoadFromEnumerable(Array.Empty<SingleColumn>(), definition);
    }

    // A name that no column of the user's has.
    private static string Aside(string name, DataViewSchema schema)
    {
        do
            name += ".aside";
        while (schema.GetColumnOrNull(name) is not null);
        return name;
    }

    private sealed class SingleColumn
    {
        public float Value { get; set; }
    }

    private sealed class VectorColumn
    {
        public VBuffer<float> Value { get; set; }
    }
}
