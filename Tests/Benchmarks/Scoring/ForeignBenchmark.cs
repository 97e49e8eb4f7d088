using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Benchmarks;

/// <summary>Rows scored in ML.NET with files of other programs: by this library, and by stock <c>ApplyOnnxModel</c>.</summary>
internal static class ForeignBenchmark
{
    private const int Rounds = 8;
    private const double Seconds = 0.1;
    private const int Rows = 20_000;
    private const int FewRows = 3000;

    public static IEnumerable<BenchmarkCase> Run() => ForeignFile.All.Select(Run);

    private static BenchmarkCase Run(ForeignFile file)
    {
        var context = new MLContext(seed: 1);
        var path = Path.Combine(Path.GetTempPath(), $"recurrent-benchmark-{Environment.ProcessId}-{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, file.Bytes);
        try
        {
            var empty = CreateView(context, 0);
            var transformer = context.Transforms.ApplyRecurrentModel("Score", ForeignFile.Input, path).Fit(empty);
            var shape = new Dictionary<string, int[]> { [ForeignFile.Input] = [1, ForeignFile.Time, ForeignFile.Features] };
            using var stockTransformer = context.Transforms.ApplyOnnxModel(ForeignFile.Output, ForeignFile.Input, path, shape).Fit(empty);
            var (ours, stock) = (transformer.Transform(CreateView(context, Rows)), stockTransformer.Transform(CreateView(context, FewRows)));
            double best = 0, bestStock = 0;
            for (var round = 0; round <= Rounds; round++)
            {
                // The contestants alternate; the first round is a warm-up.
                var rates = (
                    Ours: Rows * Rate.Measure(() => ScoringPipeline.ReadOurs(ours), Seconds, Environment.ProcessorCount),
                    Stock: FewRows * Rate.Measure(() => ScoringPipeline.ReadStock(stock), Seconds));
                if (round > 0)
                    (best, bestStock) = (Math.Max(best, rates.Ours), Math.Max(bestStock, rates.Stock));
            }

            return BenchmarkCase.FromRates(file.Name, best, "rows/s", ("stock", bestStock));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IDataView CreateView(MLContext context, int rows)
    {
        var random = new Random(1);
        const int Size = ForeignFile.Time * ForeignFile.Features;
        var definition = SchemaDefinition.Create(typeof(SequenceRow));
        definition[0].ColumnName = ForeignFile.Input;
        definition[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Size);
        var data = Enumerable.Range(0, rows)
            .Select(_ => new SequenceRow { Sequence = [.. Enumerable.Range(0, Size).Select(_ => (float)random.NextDouble())] }).ToArray();
        return context.Data.LoadFromEnumerable(data, definition);
    }
}
