using System.Text.Json;

namespace MlNetRecurrent.Training;

/// <summary>Reads the fields of scikit-learn's scalers: https://scikit-learn.org/stable/modules/preprocessing.html.</summary>
internal static class ScalerFields
{
    private const string Expected = "expected mean_ and scale_ or var_, data_min_ and data_max_, min_ and scale_, center_ and scale_, or max_abs_";

    /// <exception cref="ArgumentException">The element has none of the fields, or has invalid values.</exception>
    public static FeatureScaler Read(JsonElement scaler)
    {
        if (scaler.ValueKind != JsonValueKind.Object)
            throw new ArgumentException($"The scaler is a JSON {scaler.ValueKind.ToString().ToLowerInvariant()}, expected an object: {Expected}.");
        if (Find(scaler, "clip") is { ValueKind: JsonValueKind.True })
            throw new ArgumentException("The scaler has clip: true, which limits the values that the network would see: this is not supported.");
        var (mean, center, scale) = (Values(scaler, "mean"), Values(scaler, "center"), Values(scaler, "scale"));
        if (Values(scaler, "data_min") is { } lowest && Values(scaler, "data_max") is { } highest)
        {
            var range = Values(scaler, "feature_range") ?? [0, 1];
            return range is [var low, var high]
                ? FeatureScaler.FromRange(lowest, highest, low, high)
                : throw new ArgumentException($"The field feature_range of the scaler has {range.Length} numbers, expected 2.");
        }

        // MinMaxScaler multiplies: scaled = value * scale_ + min_.
        if (Values(scaler, "min") is { } added && scale is not null)
        {
            if (added.Length != scale.Length || scale.Any(factor => factor == 0))
                throw new ArgumentException("The fields min_ and scale_ of the scaler do not match: expected as many numbers in both, and no 0.");
            return FeatureScaler.FromMeanAndDeviation(
                [.. added.Zip(scale, (shift, factor) => -shift / factor)], [.. scale.Select(factor => 1 / factor)]);
        }

        if (Values(scaler, "max_abs") is { } largest && mean is null && center is null)
            return FeatureScaler.FromMeanAndDeviation(new double[largest.Length], largest);
        var deviation = scale ?? Values(scaler, "std") ?? Deviations(Values(scaler, "var") ?? Values(scaler, "variance"));
        var offset = mean ?? center;
        if (offset is null && deviation is null)
            throw new ArgumentException($"The scaler has none of the known fields: {Expected}.");
        // with_mean=False and with_std=False leave the field out or null.
        return FeatureScaler.FromMeanAndDeviation(
            offset ?? new double[deviation!.Length], deviation ?? [.. Enumerable.Repeat(1.0, offset!.Length)]);
    }

    private static double[]? Deviations(double[]? variances) => variances is null ? null : [.. variances.Select(Math.Sqrt)];

    private static JsonElement? Find(JsonElement scaler, string name) =>
        scaler.TryGetProperty($"{name}_", out var value) || scaler.TryGetProperty(name, out value) ? value : null;

    private static double[]? Values(JsonElement scaler, string name) => Find(scaler, name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } number => [number.GetDouble()],
        { ValueKind: JsonValueKind.Array } array when array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number) =>
            [.. array.EnumerateArray().Select(item => item.GetDouble())],
        _ => throw new ArgumentException($"The field {name}_ of the scaler is not a number or an array of numbers."),
    };
}
