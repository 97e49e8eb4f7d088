namespace MlNetRecurrent.Onnx;

/// <summary>
/// A part of a layer normalization that is written as a sum: values * value scale / deviation + mean * mean scale / deviation + shift.
/// </summary>
internal sealed record NormalizedContent : SignalContent
{
    /// <summary>The values that are normalized.</summary>
    public required SignalContent Values { get; init; }

    /// <summary>[features], or null for zeros.</summary>
    public float[]? ValueScale { get; init; }

    /// <summary>[features], or null for zeros.</summary>
    public float[]? MeanScale { get; init; }

    /// <summary>[features], or null for zeros.</summary>
    public float[]? Shift { get; init; }

    public required double Epsilon { get; init; }

    public override string Description => $"a part of a normalization of {Values.Description}";

    public override IReadOnlyList<AxisFactor>? Units => Values.Units;

    /// <summary>Whether the sum is a layer normalization: the mean is subtracted from the values.</summary>
    public bool IsNormalization =>
        ValueScale is not null && MeanScale is not null && ValueScale.Zip(MeanScale).All(pair => pair.First == -pair.Second);

    public static NormalizedContent OfValues(MomentContent reciprocal) =>
        new() { Values = reciprocal.Values, Epsilon = reciprocal.Epsilon, ValueScale = GetScale(reciprocal) };

    public static NormalizedContent OfMean(MomentContent reciprocal) =>
        new() { Values = reciprocal.Values, Epsilon = reciprocal.Epsilon, MeanScale = GetScale(reciprocal) };

    public NormalizedContent Negate() => this with { ValueScale = Times(ValueScale, -1), MeanScale = Times(MeanScale, -1), Shift = Times(Shift, -1) };

    public NormalizedContent Add(float[] values, float sign) => this with { Shift = Sum(Shift, Times(values, sign)) };

    public NormalizedContent Add(NormalizedContent other) => this with
    {
        ValueScale = Sum(ValueScale, other.ValueScale),
        MeanScale = Sum(MeanScale, other.MeanScale),
        Shift = Sum(Shift, other.Shift),
    };

    /// <summary>The values as a signal.</summary>
    public SignalValue ToValues(IReadOnlyList<Axis> axes) => new(Values, axes);

    private static float[] GetScale(MomentContent reciprocal) => reciprocal.Scale
        ?? [.. Enumerable.Repeat(1f, checked((int)reciprocal.Values.Units!.Aggregate(1L, (product, unit) => product * unit.Size!.Value)))];

    private static float[]? Times(float[]? values, float factor) => values is null ? null : [.. values.Select(value => value * factor)];

    private static float[]? Sum(float[]? first, float[]? second) =>
        first is null ? second : second is null ? first : [.. first.Zip(second, (one, other) => one + other)];
}
