using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Rows for a file of another program as data of ML.NET, and what a pipeline makes of them.</summary>
internal static class ForeignTable
{
    public const string Sequence = "Sequence";

    /// <summary>Options for a pipeline: every further input has a column of its name.</summary>
    public static RecurrentScoringOptions GetOptions(ForeignFile file, RecurrentModel model) =>
        GetOptions(file.Path, ForeignSetup.GetOptions(file.Name), model);

    /// <summary>Options for a pipeline: every further input has a column of its name.</summary>
    public static RecurrentScoringOptions GetOptions(string path, RecurrentModelOptions options, RecurrentModel model)
    {
        return new RecurrentScoringOptions
        {
            InputColumnName = Sequence,
            ModelFile = path,
            AllowAnyGraph = options.AllowAnyGraph,
            OutputNames = options.OutputNames,
            InputValues = options.InputValues,
            InputColumns = (model.Network.Graph?.OtherInputs ?? []).ToDictionary(input => input.Name, GetColumn),
        };
    }

    /// <summary>Creates data: a vector column for the sequences, and one for each further input.</summary>
    public static IDataView Create(MLContext context, ForeignRows rows, RecurrentModel model, bool ragged)
    {
        var others = model.Network.Graph?.OtherInputs ?? [];
        var view = context.Data.LoadFromEnumerable(
            Enumerable.Range(0, rows.Count).Select(row => new Row { Sequence = rows.Sequences[row], Index = row }).ToArray(),
            CreateSchema(ragged ? null : rows.Sequences[0].Length));
        for (var index = 0; index < others.Count; index++)
        {
            var (other, start) = (others[index], others.Take(index).ToList());
            var isRagged = other.HasSteps && ragged;
            view = AddColumn(context, view, GetColumn(other), isRagged ? null : (int)other.GetSize(rows.Steps[0]), row =>
            {
                var first = (int)start.Sum(before => before.GetSize(rows.Steps[row]));
                return rows.Others[row][first..(first + (int)other.GetSize(rows.Steps[row]))];
            });
        }

        return view;
    }

    /// <summary>Reads the output columns of a pipeline, concatenated.</summary>
    public static float[][] Read(IDataView scored, RecurrentModel model)
    {
        string[] names = model.Network.Graph is { Outputs: { Count: > 1 } outputs } ? [.. outputs.Select(output => output.Name)] : ["Score"];
        var columns = names.Select(name => Read(scored, scored.Schema[name])).ToList();
        return [.. columns[0].Select((_, row) => columns.SelectMany(column => column[row]).ToArray())];
    }

    private static string GetColumn(GraphTensor input) => $"Column {input.Name}";

    private static List<float[]> Read(IDataView view, DataViewSchema.Column column)
    {
        var rows = new List<float[]>();
        using var cursor = view.GetRowCursor([column]);
        var vector = column.Type is VectorDataViewType ? cursor.GetGetter<VBuffer<float>>(column) : null;
        var single = vector is null ? cursor.GetGetter<float>(column) : null;
        while (cursor.MoveNext())
        {
            var (values, value) = (default(VBuffer<float>), 0f);
            vector?.Invoke(ref values);
            single?.Invoke(ref value);
            rows.Add(vector is null ? [value] : [.. values.DenseValues()]);
        }

        return rows;
    }

    private static SchemaDefinition CreateSchema(int? size)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Sequence)].ColumnType = size is { } known
            ? new VectorDataViewType(NumberDataViewType.Single, known)
            : new VectorDataViewType(NumberDataViewType.Single);
        return schema;
    }

    private static IDataView AddColumn(MLContext context, IDataView view, string name, int? size, Func<int, float[]> values)
    {
        var output = SchemaDefinition.Create(typeof(Added));
        output[0].ColumnName = name;
        output[0].ColumnType = size is { } known
            ? new VectorDataViewType(NumberDataViewType.Single, known)
            : new VectorDataViewType(NumberDataViewType.Single);
        return context.Transforms
            .CustomMapping<Indexed, Added>((row, added) => added.Values = values(row.Index), contractName: null, outputSchemaDefinition: output)
            .Fit(view).Transform(view);
    }

    public sealed class Row
    {
        public float[] Sequence { get; set; } = [];

        public int Index { get; set; }
    }

    private sealed class Indexed
    {
        public int Index { get; set; }
    }

    private sealed class Added
    {
        public float[] Values { get; set; } = [];
    }
}
