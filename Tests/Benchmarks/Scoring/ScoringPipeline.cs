using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Benchmarks;

/// <summary>A model file in ML.NET pipelines: one with this library, one with the stock transformer.</summary>
internal sealed class ScoringPipeline : IDisposable
{
    private const string Input = "input";

    private readonly MLContext _context = new(seed: 1);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"recurrent-benchmark-{Environment.ProcessId}-{Guid.NewGuid():N}.onnx");
    private readonly EngineCase _network;
    private readonly SchemaDefinition _rowType = SchemaDefinition.Create(typeof(SequenceRow));

    public ScoringPipeline(EngineCase network, byte[] file)
    {
        _network = network;
        File.WriteAllBytes(_file, file);
        _rowType[0].ColumnName = Input;
        _rowType[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, network.Time * network.Features);
        var shape = new Dictionary<string, int[]> { [Input] = [1, network.Time, network.Features] };
        Ours = _context.Transforms.ApplyRecurrentModel("Score", Input, _file).Fit(View([]));
        Stock = _context.Transforms.ApplyOnnxModel("output", Input, _file, shape).Fit(View([]));
    }

    public ITransformer Ours { get; }

    public ITransformer Stock { get; }

    /// <summary>Creates a data view of rows.</summary>
    public IDataView View(IEnumerable<SequenceRow> rows) => _context.Data.LoadFromEnumerable(rows, _rowType);

    /// <summary>Creates rows of random values.</summary>
    public IReadOnlyList<SequenceRow> Rows(int count) =>
        [.. _network.Sequences(count).Chunk(_network.Time * _network.Features).Select(sequence => new SequenceRow { Sequence = sequence })];

    /// <summary>Reads every score.</summary>
    public static void ReadOurs(IDataView scored)
    {
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        var getter = cursor.GetGetter<float>(scored.Schema["Score"]);
        float score = 0;
        while (cursor.MoveNext())
            getter(ref score);
    }

    /// <summary>Reads every score of the stock transformer.</summary>
    public static void ReadStock(IDataView scored)
    {
        using var cursor = scored.GetRowCursor([scored.Schema["output"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["output"]);
        VBuffer<float> score = default;
        while (cursor.MoveNext())
            getter(ref score);
    }

    /// <summary>Creates the prediction engines of both pipelines.</summary>
    public (PredictionEngine<SequenceRow, Forecast> Ours, PredictionEngine<SequenceRow, StockForecast> Stock) Engines() => (
        _context.Model.CreatePredictionEngine<SequenceRow, Forecast>(Ours, inputSchemaDefinition: _rowType),
        _context.Model.CreatePredictionEngine<SequenceRow, StockForecast>(Stock, inputSchemaDefinition: _rowType));

    /// <summary>Creates a prediction engine that scores nothing, to measure what ML.NET itself allocates for a row.</summary>
    public PredictionEngine<SequenceRow, SequenceRow> EmptyEngine() =>
        _context.Model.CreatePredictionEngine<SequenceRow, SequenceRow>(
            new TransformerChain<ITransformer>(), inputSchemaDefinition: _rowType, outputSchemaDefinition: _rowType);

    public void Dispose()
    {
        (Stock as IDisposable)?.Dispose();
        File.Delete(_file);
    }
}
