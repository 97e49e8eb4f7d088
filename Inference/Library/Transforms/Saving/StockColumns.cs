using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MlNetRecurrent;

/// <summary>Stock transformers that make one column of another. None looks at data.</summary>
internal sealed class StockColumns(MLContext context)
{
    /// <summary>The column under a second name.</summary>
    public ITransformer Copy(string output, string input) =>
        Fit(context.Transforms.CopyColumns(output, input), input, new VectorDataViewType(NumberDataViewType.Single));

    /// <summary>A vector of one value, or of several columns' values.</summary>
    public ITransformer ToVector(string output, string input, DataViewType type) => Fit(context.Transforms.Concatenate(output, input), input, type);

    /// <summary>Numbers of another type.</summary>
    public ITransformer Convert(string column, DataViewType from, DataKind to) => Fit(context.Transforms.Conversion.ConvertType(column, column, to), column, from);

    /// <summary>The number of each key, from 0.</summary>
    public ITransformer KeysToIndices(string column, DataViewType type, int count)
    {
        var numbers = Enumerable.Range(0, count).Select(number => new KeyValuePair<uint, long>((uint)number + 1, number));
        return Fit(context.Transforms.Conversion.MapValue(column, numbers, column), column, type);
    }

    /// <summary>The name of each class by its number.</summary>
    public ITransformer IndicesToNames(string column, DataViewType type, IReadOnlyList<string> names)
    {
        var classes = names.Select((name, number) => new KeyValuePair<float, string>(number, name));
        return Fit(context.Transforms.Conversion.MapValue(column, classes, column), column, type);
    }

    /// <summary>The keys of names, numbered in the order given.</summary>
    public ITransformer NamesToKeys(string column, IReadOnlyList<string> names)
    {
        var keyed = context.Data.LoadFromEnumerable(names.Select(name => new Column<string> { Value = name }).ToArray());
        return Fit(context.Transforms.Conversion.MapValueToKey(column, column, keyData: keyed), column, TextDataViewType.Instance);
    }

    /// <summary>The only value of a vector, as a column <c>Score</c>.</summary>
    /// <remarks>
    /// ML.NET has no transformer that takes a value out of a vector, but a linear regression with the weight 1 and the bias 0 is one, to the last bit. Two
    /// steps of gradient descent with the rate 1/4 find it from the points (1, 1) and (-1, -1): (1/2, 1/2), then (1, 0).
    /// </remarks>
    public ITransformer UnwrapVector(string input)
    {
        var definition = SchemaDefinition.Create(typeof(Point));
        definition[0].ColumnName = input;
        var points = context.Data.LoadFromEnumerable([new Point { X = [1], Label = 1 }, new Point { X = [-1], Label = -1 }], definition);
        var trained = context.Regression.Trainers.OnlineGradientDescent(new OnlineGradientDescentTrainer.Options
        {
            FeatureColumnName = input,
            LearningRate = 0.25f,
            DecreaseLearningRate = false,
            L2Regularization = 0,
            NumberOfIterations = 1,
            Averaged = false,
            LazyUpdate = false,
            Shuffle = false,
        }).Fit(points);
        return trained.Model.Weights[0] == 1 && trained.Model.Bias == 0
            ? trained
            : throw new NotSupportedException($"ML.NET's gradient descent found {trained.Model.Weights[0]} x + {trained.Model.Bias} instead of x: the pipeline cannot be saved with this version of ML.NET.");
    }

    /// <summary>Takes columns out.</summary>
    public ITransformer Drop(string[] columns)
    {
        var view = NoRows(columns[0], NumberDataViewType.Single);
        foreach (var column in columns[1..])
            view = context.Transforms.CopyColumns(column, columns[0]).Fit(view).Transform(view);
        return context.Transforms.DropColumns(columns).Fit(view);
    }

    /// <summary>Fits an estimator that looks at the schema alone.</summary>
    public ITransformer Fit(IEstimator<ITransformer> estimator, string column, DataViewType type) => estimator.Fit(NoRows(column, type));

    private IDataView NoRows(string column, DataViewType type)
    {
        var raw = type is VectorDataViewType vector ? typeof(VBuffer<>).MakeGenericType(vector.ItemType.RawType) : type.RawType;
        var method = typeof(StockColumns).GetMethod(nameof(NoRowsOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!;
        return (IDataView)method.MakeGenericMethod(raw).Invoke(this, [column, type])!;
    }

    private IDataView NoRowsOf<T>(string column, DataViewType type)
    {
        var definition = SchemaDefinition.Create(typeof(Column<T>));
        definition[0].ColumnName = column;
        definition[0].ColumnType = type;
        return context.Data.LoadFromEnumerable(Array.Empty<Column<T>>(), definition);
    }

    private sealed class Column<T>
    {
        public T Value { get; set; } = default!;
    }

    private sealed class Point
    {
        [VectorType(1)]
        public float[] X { get; set; } = [];

        public float Label { get; set; }
    }
}
