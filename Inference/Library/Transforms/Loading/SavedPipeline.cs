using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A pipeline in a zip file, in which this library's transformers were saved as chains of stock transformers.</summary>
/// <remarks>
/// ML.NET never reads those chains: it gets a copy of the file in which they are empty. So neither ML.NET nor ONNX Runtime loads a model that is then
/// replaced.
/// </remarks>
internal sealed class SavedPipeline
{
    private const string Root = "TransformerChain";
    private const string SchemaFile = "Schema";
    private const string GraphFile = "OnnxModel";
    private const string ChainReader = "TransformerChain";

    private static readonly Lazy<byte[]> EmptyChain = new(SaveEmptyChain);

    private readonly PipelineArchive _archive;
    private readonly PipelineLoadOptions _options;

    // The chains of stock transformers that this library saved, by their folders.
    private readonly Dictionary<string, (byte[] File, RecurrentScoringOptions Options)> _models = [];

    private SavedPipeline(PipelineArchive archive, PipelineLoadOptions options) => (_archive, _options) = (archive, options);

    /// <summary>Checks the entries of a pipeline and finds its recurrent models.</summary>
    /// <exception cref="InvalidDataException">An entry is damaged, or announces more than it contains.</exception>
    /// <exception cref="NotSupportedException">The pipeline has no schema or no recurrent model. The message continues its name.</exception>
    /// <exception cref="RecurrentModelException">A model is damaged or rejected.</exception>
    public static SavedPipeline Read(PipelineArchive archive, ContentBudget budget, PipelineLoadOptions options)
    {
        if (archive.Find(SchemaFile) is not { } schema)
            throw new NotSupportedException("has no schema: pass the schema of the data to ml.Model.Save.");
        foreach (var name in archive.Names)
            InEntry(name, () => Check(archive.Find(name)!, name, budget));
        InEntry(SchemaFile, () => RequireNoRows(DataViewFile.Check(schema, budget)));
        var pipeline = new SavedPipeline(archive, options);
        pipeline.FindModels(Root);
        if (pipeline._models.Count == 0)
            throw new NotSupportedException("contains no recurrent model: load it with ml.Model.Load.");
        pipeline.CheckOtherGraphs();
        return pipeline;
    }

    /// <summary>Writes a zip file for ML.NET, in which the chains of this library are empty.</summary>
    public MemoryStream WriteStockFile()
    {
        var chains = _models.Keys.ToDictionary(folder => $"{folder}/{ModelHeader.FileName}", _ => EmptyChain.Value);
        return _archive.Rewrite(name => !chains.ContainsKey(name) && IsPartOfModel(name), chains);
    }

    /// <summary>Puts this library's transformers in the place of their chains.</summary>
    /// <param name="transformer">The transformer that ML.NET loaded.</param>
    /// <param name="schema">The input schema of the pipeline.</param>
    public ITransformer Restore(ITransformer transformer, DataViewSchema schema) => Restore(transformer, Root, schema);

    private ITransformer Restore(ITransformer transformer, string folder, DataViewSchema schema)
    {
        if (_models.TryGetValue(folder, out var model))
            return RecurrentTransformer.Create(model.File, model.Options, schema);
        if (transformer is not IEnumerable<ITransformer> chain)
            return transformer;
        var steps = chain.ToList();
        for (var index = 0; index < steps.Count; index++)
        {
            steps[index] = Restore(steps[index], GetStepFolder(folder, index), schema);
            schema = steps[index].GetOutputSchema(schema);
        }

        return new TransformerChain<ITransformer>([.. steps]);
    }

    // A chain whose step holds a graph that this library extended is the saved form of one of its transformers.
    private void FindModels(string folder)
    {
        if (ReadChain(folder) is not { } count)
            return;
        var steps = Enumerable.Range(0, count).Select(index => GetStepFolder(folder, index)).ToArray();
        foreach (var step in steps)
        {
            if (ReadGraph(step) is not { } graph || StockGraph.Restore(graph, $"{step}/{GraphFile}") is not { } model)
                continue;

            // The file must not decide that it is trusted.
            if (!_options.AllowAnyGraph && model.Options.AllowAnyGraph)
                CheckGraph(model.File, $"{step}/{GraphFile}");
            _models.Add(folder, model);
            return;
        }

        foreach (var step in steps)
            FindModels(step);
    }

    private int? ReadChain(string folder)
    {
        var name = $"{folder}/{ModelHeader.FileName}";
        if (_archive.Find(name) is not { } bytes)
            throw new InvalidDataException($"entry {PipelineArchive.Quote(name)} is missing.");
        var header = ModelHeader.Read(bytes);
        if (!header.IsReadBy(ChainReader))
            return null;
        var reader = new BoundedReader(header.Body.Span);
        var count = reader.ReadCount(sizeof(int));
        return reader.Remaining == count * sizeof(int)
            ? count
            : throw new InvalidDataException($"entry {PipelineArchive.Quote(name)} is damaged: it does not describe a chain of {count:N0} steps.");
    }

    // Other graphs belong to transformers of ApplyOnnxModel in the user's pipeline.
    private void CheckOtherGraphs()
    {
        if (_options.AllowAnyGraph)
            return;
        foreach (var name in _archive.Names.Where(name => name.EndsWith($"/{GraphFile}", StringComparison.OrdinalIgnoreCase)))
        {
            var folder = name[..^(GraphFile.Length + 1)];
            if (!IsPartOfModel(name))
                CheckGraph(ReadGraph(folder)!, name);
        }
    }

    private bool IsPartOfModel(string name) =>
        _models.Keys.Any(folder => name.StartsWith($"{folder}/", StringComparison.OrdinalIgnoreCase));

    private static void CheckGraph(byte[] graph, string name)
    {
        try
        {
            _ = Onnx.TrustedModelFile.Verify(graph, name);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException(
                $"{exception.Message} For a saved pipeline, pass {nameof(PipelineLoadOptions)} with {nameof(PipelineLoadOptions.AllowAnyGraph)} to "
                + "LoadRecurrent.",
                exception);
        }
    }

    private byte[]? ReadGraph(string folder)
    {
        var name = $"{folder}/{GraphFile}";
        if (_archive.Find(name) is not { } entry)
            return null;
        var reader = new BoundedReader(entry);
        var length = reader.ReadInt32();
        return length == reader.Remaining && length > 0
            ? reader.ReadBytes(length).ToArray()
            : throw new InvalidDataException(
                $"entry {PipelineArchive.Quote(name)} is damaged: it announces {length:N0} bytes and contains {reader.Remaining:N0}.");
    }

    private static void Check(byte[] contents, string name, ContentBudget budget)
    {
        if (DataViewFile.IsDataView(contents))
            _ = DataViewFile.Check(contents, budget);
        else if (ModelHeader.IsModel(contents) || Path.GetFileName(name).Equals(ModelHeader.FileName, StringComparison.OrdinalIgnoreCase))
            StockParts.Check(ModelHeader.Read(contents));
    }

    private static void InEntry(string name, Action check)
    {
        try
        {
            check();
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"entry {PipelineArchive.Quote(name)} is damaged: {exception.Message}", exception);
        }
    }

    private static void RequireNoRows(long rows)
    {
        if (rows > 0)
            throw new InvalidDataException($"it has {rows:N0} rows.");
    }

    private static string GetStepFolder(string folder, int index) => FormattableString.Invariant($"{folder}/Transform_{index:000}");

    private static byte[] SaveEmptyChain()
    {
        using var stream = new MemoryStream();
        new MLContext().Model.Save(new TransformerChain<ITransformer>(), null, stream);
        stream.Position = 0;
        var archive = PipelineArchive.Read(stream, new ContentBudget(stream.Length, Array.MaxLength));
        return archive.Find($"{Root}/{ModelHeader.FileName}")!;
    }
}
