using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Computes a scale for each series, by the code of its sequences.</summary>
/// <remarks>
/// Code 0, an unknown series, has the scale of all series together; so has a code without sequences. A column that is constant in a series has the
/// mean of that series and the standard deviation of all series.
/// </remarks>
internal static class EachSeriesScale
{
    private const int MaxValuesPerPart = 1 << 20;

    // As for all series together: less is the rounding of a constant.
    private const double ConstantDeviation = 1e-7;

    /// <summary>Computes the scales of the values, [sequences, steps, columns], that are selected from each batch of the data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="select">Selects the values.</param>
    /// <param name="horizon">
    /// The number of steps that the values have after the time steps of each sequence; null if they do not belong to time steps.
    /// </param>
    /// <param name="network">The description of the network, whose first category is the series.</param>
    /// <param name="all">The scale of all series together.</param>
    /// <param name="shared">The columns that have the scale of all series together in each series.</param>
    /// <returns>The scale of each code, [codes, columns].</returns>
    public static AffineScale Fit(
        SequenceData data, Func<TrainingBatch, Tensor> select, int? horizon, NetworkDescription network, AffineScale all, IReadOnlyList<int> shared)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var (codes, columns) = (network.ScaleCount, all.Mean.Length);
        var counts = zeros(codes, 1, dtype: ScalarType.Float64);
        var means = zeros(codes, columns, dtype: ScalarType.Float64);
        var squares = zeros(codes, columns, dtype: ScalarType.Float64);
        Add((values, series, mask) =>
        {
            counts.index_add_(0, series, mask.sum([1]), Scalars.One);
            means.index_add_(0, series, (values * mask).sum([1]), Scalars.One);
        });
        means.div_(counts.clamp(min: 1));
        Add((values, series, mask) => squares.index_add_(
            0, series, ((values - means.index_select(0, series).unsqueeze(1)).square() * mask).sum([1]), Scalars.One));
        var deviations = (squares / counts.clamp(min: 1)).sqrt();
        return Combine(counts.data<double>().ToArray(), means.data<double>().ToArray(), deviations.data<double>().ToArray(), all, shared);

        void Add(Action<Tensor, Tensor, Tensor> add)
        {
            foreach (var rows in BatchOrder.InOrder(data, (int)Math.Clamp(MaxValuesPerPart / data.Steps, 1, data.Count)))
            {
                using var part = NewDisposeScope();
                using var owned = rows;
                var batch = data.Gather(rows);
                var lengths = SequenceLengths.CreateOrNull(batch.Lengths, batch.Inputs.shape[0], batch.Inputs.shape[1]);
                var series = CategoryInputs.SelectLast(CategoryInputs.Read(network, batch.Inputs), lengths).select(2, 0).squeeze(1);
                var values = select(batch).to(ScalarType.Float64);
                add(values, series, lengths is null || horizon is not { } steps
                    ? ones(values.shape[0], values.shape[1], 1, dtype: ScalarType.Float64)
                    : new SequenceLengths(lengths.Lengths + steps, values.shape[1]).StepMask.to(ScalarType.Float64));
            }
        }
    }

    private static AffineScale Combine(double[] counts, double[] means, double[] deviations, AffineScale all, IReadOnlyList<int> shared)
    {
        var columns = all.Mean.Length;
        var scale = new AffineScale(new float[means.Length], new float[means.Length]);
        for (var index = 0; index < means.Length; index++)
        {
            var (code, column) = Math.DivRem(index, columns);
            var hasOwn = code > 0 && counts[code] > 0 && !shared.Contains(column);
            var isVarying = deviations[index] > Math.Max(Math.Abs(means[index]) * ConstantDeviation, 1e-30);
            scale.Mean[index] = hasOwn ? (float)means[index] : all.Mean[column];
            scale.StandardDeviation[index] = hasOwn && isVarying ? (float)deviations[index] : all.StandardDeviation[column];
        }

        return scale;
    }
}
