using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MlNetRecurrent;

/// <summary>Creates stock transformers that derive one column from another. None of them depends on data.</summary>
internal sealed class StockColumns(MLContext context)
{
    /// <summary>Copies a column under another name.</summary>
    public ITransformer Copy(string output, string input) =>
        Fit(context.Transforms.CopyColumns(output, input), input, new VectorDataViewType(NumberDataViewType.Single));

    /// <summary>Converts a scalar column to a vector of size 1.</summary>
    public ITransformer ToVector(string output, string input, DataViewType type) =>
        Fit(context.Transforms.Concatenate(output, input), input, type);

    /// <summary>Converts numbers to another type.</summary>
    public ITransformer Convert(string column, DataViewType from, DataKind to) =>
        Fit(context.Transforms.Conversion.ConvertType(column, column, to), column, from);

    /// <summary>Maps keys to their indices, from 0.</summary>
    public ITransformer KeysToIndices(string column, DataViewType type, int count)
    {
        var indices = Enumerable.Range(0, count).Select(index => new KeyValuePair<uint, long>((uint)index + 1, index));
        return Fit(context.Transforms.Conversion.MapValue(column, indices, column), column, type);
    }

    /// <summary>Maps class indices to class names.</summary>
    public ITransformer IndicesToNames(string column, DataViewType type, IReadOnlyList<string> names)
    {
        var classes = names.Select((name, index) => new KeyValuePair<float, string>(index, name));
        return Fit(context.Transforms.Conversion.MapValue(column, classes, column), column, type);
    }

    /// <summary>Maps names to keys in the given order.</summary>
    public ITransformer NamesToKeys(string column, IReadOnlyList<string> names)
    {
        var keyed = context.Data.LoadFromEnumerable(names.Select(name => new Column<string> { Value = name }).ToArray());
        return Fit(context.Transforms.Conversion.MapValueToKey(column, column, keyData: keyed), column, TextDataViewType.Instance);
    }

    /// <summary>Extracts the value of a vector of size 1 to the column <c>Score</c>.</summary>
    /// <remarks>
    /// ML.NET has no transformer that extracts a value from a vector, but a linear regression with weight 1 and bias 0 does so exactly, to the last
    /// bit. Two steps of gradient descent with learning rate 1/4 on the points (1, 1) and (-1, -1) find it: (weight, bias) = (1/2, 1/2), then (1, 0).
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
            : throw new NotSupportedException(
                $"The pipeline cannot be saved with this version of ML.NET: "
                + $"its gradient descent found {trained.Model.Weights[0]} x + {trained.Model.Bias} instead of x.");
    }

    /// <summary>Removes columns.</summary>
    public ITransformer Drop(string[] columns)
    {
        var view = EmptyView.Create(columns.Select(column => (column, (DataViewType)NumberDataViewType.Single)));
        return context.Transforms.DropColumns(columns).Fit(view);
    }

    /// <summary>Fits an estimator that depends only on the schema.</summary>
    public static ITransformer Fit(IEstimator<ITransformer> estimator, string column, DataViewType type) =>
        estimator.Fit(EmptyView.Create((column, type)));

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
