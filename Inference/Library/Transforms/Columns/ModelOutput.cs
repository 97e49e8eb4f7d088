namespace MlNetRecurrent;

/// <summary>The output of a model for one sequence.</summary>
/// <param name="values">[horizon, targets], [classes] or [time, classes].</param>
/// <param name="quantiles">[horizon, targets, levels]; empty for a model without quantiles.</param>
/// <param name="steps">The number of time steps of the sequence.</param>
internal readonly ref struct ModelOutput(ReadOnlySpan<float> values, ReadOnlySpan<float> quantiles, int steps)
{
    public int Steps { get; } = steps;

    public ReadOnlySpan<float> Values { get; } = values;

    public ReadOnlySpan<float> Quantiles { get; } = quantiles;

    /// <summary>The number of quantiles per value.</summary>
    public int Levels => Values.IsEmpty ? 0 : Quantiles.Length / Values.Length;
}
