using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Hosts;

/// <summary>Runs exported files with <c>ApplyOnnxModel</c> of ML.NET, one row per sequence.</summary>
internal static class StockMlNetHost
{
    /// <summary>Returns the values of each output for each row, by the name of the output.</summary>
    public static IReadOnlyDictionary<string, float[][]> Run(string file, GoldenCase @case)
    {
        var ml = new MLContext();
        var names = @case.Inputs.Select(input => input.Name).ToArray();
        var first = names.ToDictionary(name => name, name => @case.Inputs.Single(input => input.Name == name).GetSequence(0));
        var rows = Enumerable.Range(0, @case.Batch).Select(sequence => Row.Of(@case.Inputs.Select(input => input.GetSequence(sequence))));
        var data = ml.Data.LoadFromEnumerable(rows.ToArray(), Schema(first.Values));
        // ML.NET requires the sizes of symbolic axes.
        var shapes = first.ToDictionary(input => input.Key, input => Array.ConvertAll(input.Value.Shape, length => (int)length));
        var outputs = @case.Outputs.Select(output => output.Name).ToArray();
        var scored = ml.Transforms.ApplyOnnxModel(outputs, names, file, shapes, gpuDeviceId: null, fallbackToCpu: false).Fit(data).Transform(data);
        return outputs.ToDictionary(name => name, name => scored.GetColumn<float[]>(name).ToArray());
    }

    private static SchemaDefinition Schema(IEnumerable<GoldenTensor> inputs)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        var columns = inputs.Select(input =>
        {
            var column = schema.Single(column => column.MemberName == Row.Member(input));
            column.ColumnName = input.Name;
            column.ColumnType = new VectorDataViewType(((VectorDataViewType)column.ColumnType).ItemType, input.Values.Length);
            return column;
        }).ToArray();
        schema.Clear();
        schema.AddRange(columns);
        return schema;
    }

    /// <summary>One sequence. Columns of unused inputs are removed from the schema.</summary>
    private sealed class Row
    {
        public float[] Sequence { get; private set; } = [];

        public float[] FutureCovariates { get; private set; } = [];

        public long[] Tokens { get; private set; } = [];

        public int[] Lengths { get; private set; } = [];

        public float[] InitialHidden { get; private set; } = [];

        public float[] InitialCell { get; private set; } = [];

        public static string Member(GoldenTensor input) => (input.Name, input.Type) switch
        {
            ("input", "float32") => nameof(Sequence),
            ("input", "int64") => nameof(Tokens),
            ("known", _) => nameof(FutureCovariates),
            ("lengths", _) => nameof(Lengths),
            ("h0", _) => nameof(InitialHidden),
            ("c0", _) => nameof(InitialCell),
            _ => throw new InvalidOperationException($"Input '{input.Name}' of {input.Type} has no column here: add one."),
        };

        public static Row Of(IEnumerable<GoldenTensor> inputs)
        {
            var row = new Row();
            foreach (var input in inputs)
                row.Set(Member(input), input.Values);
            return row;
        }

        private void Set(string member, float[] values)
        {
            switch (member)
            {
                case nameof(Sequence): Sequence = values; break;
                case nameof(FutureCovariates): FutureCovariates = values; break;
                case nameof(Tokens): Tokens = Array.ConvertAll(values, value => (long)value); break;
                case nameof(Lengths): Lengths = Array.ConvertAll(values, value => (int)value); break;
                case nameof(InitialHidden): InitialHidden = values; break;
                case nameof(InitialCell): InitialCell = values; break;
            }
        }
    }
}
