using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>One batch of inputs for both a network and its exported file.</summary>
/// <param name="Input">[batch, time, features], or int64 [batch, time].</param>
/// <param name="InitialStates">The state of each layer before the first step, or null for zeros.</param>
internal sealed record ParityBatch(Tensor Input, IReadOnlyList<RecurrentState>? InitialStates)
{
    /// <summary>The future covariates [batch, time + horizon, covariates], or null.</summary>
    public Tensor? FutureCovariates { get; init; }

    /// <summary>Creates random values with the spread that the network's scales expect, or random tokens, and random initial states.</summary>
    public static ParityBatch CreateRandom(RecurrentNetwork network, int batch, int time, bool withStates, long seed)
    {
        var description = network.Description;
        // A separate generator: the check must not advance the one that training uses.
        using var generator = new Generator((ulong)seed, CPU);
        if (description.Embedding is { } embedding)
            return new ParityBatch(randint(0, embedding.VocabularySize, [batch, time], dtype: int64, generator: generator), States());
        var forecast = description.Forecast;
        var features = randn([batch, time, description.NumericFeatures], generator: generator);
        if (forecast.LagFeatures.Count > 0)
            features = NormalizeWindows(features);
        var codes = description.Categories.Count > 0 ? Codes() : null;
        var input = Values(features, network.InputScale, forecast.TargetFeatures, codes);
        if (codes is not null)
            input = cat([input, codes], 2);
        if (forecast.FutureCovariates == 0)
            return new ParityBatch(input, States());
        var covariates = randn([batch, time + forecast.Horizon, forecast.FutureCovariates], generator: generator);
        var scale = network.FutureCovariateScale;
        foreach (var (covariate, lag) in forecast.LagFeatures.Index().Where(lag => lag.Item is not null))
        {
            // A lag has the level and the spread of its feature.
            scale!.Mean[covariate] = network.InputScale!.Mean[lag!.Value];
            scale.StandardDeviation[covariate] = network.InputScale.StandardDeviation[lag.Value];
        }

        return new ParityBatch(input, States()) { FutureCovariates = Values(covariates, scale, [.. forecast.TargetCovariates], codes) };

        // The scale belongs to transformed values; entries for the differences of the targets follow those for the features.
        Tensor Values(Tensor values, AffineScale? scale, IReadOnlyList<int> transformed, Tensor? codes)
        {
            if (scale is not null)
                values = (values * Select(scale.StandardDeviation)) + Select(scale.Mean);
            foreach (var column in transformed)
                values.select(2, column).copy_(TargetTransforms.Invert(description, values.select(2, column).clone()));
            return values;

            // [features], or [batch, 1, features] if each series has its own scale
            Tensor Select(float[] table)
            {
                var count = values.shape[2];
                if (description.Normalization != InputNormalization.Series)
                    return tensor(table).narrow(0, 0, count);
                var series = CategoryInputs.Validate(description, codes!.narrow(1, 0, 1));
                return CategoryInputs.SelectOfSeries(tensor(table).reshape(description.ScaleCount, -1), series).narrow(2, 0, count);
            }
        }

        // Codes of every kind: known, unknown, above the count, and fractions.
        Tensor Codes()
        {
            var codes = description.Categories.Select(category => randint(-1, category.Count + 2, [batch, time, 1], generator: generator));
            var isFraction = rand([batch, time, description.Categories.Count], generator: generator) < 0.05;
            var all = cat([.. codes], 2) + (isFraction.to(ScalarType.Float32) * 0.5f);

            // A sequence is of one series: values in units of others would magnify rounding errors, for which the check is not meant.
            if (description.Normalization == InputNormalization.Series)
                all.narrow(2, 0, 1).copy_(all.narrow(2, 0, 1).narrow(1, 0, 1).expand(-1, time, -1).clone());
            return all;
        }

        // Lags are divided by the deviation of their window: a small one would magnify rounding errors, for which the check is not meant.
        static Tensor NormalizeWindows(Tensor values)
        {
            var window = WindowStatistics.Compute(values, null);
            return (values - window.Mean) / window.StandardDeviation;
        }

        RecurrentState[]? States() => !withStates ? null : [.. description.MemberLayers.Select(layer => new RecurrentState(
            randn([layer.DirectionCount, batch, layer.HiddenSize], generator: generator).tanh(),
            layer.Cell.HasCellState ? randn([layer.DirectionCount, batch, layer.HiddenSize], generator: generator) : null))];
    }

    /// <summary>Returns every output of the network, by its name in the file.</summary>
    public IReadOnlyDictionary<string, float[]> RunModule(RecurrentNetwork network)
    {
        var output = network.Run(new NetworkInput(Input) { InitialStates = InitialStates, FutureCovariates = FutureCovariates });
        (string, Tensor)[] quantiles = output.Quantiles is null ? [] : [(OnnxNames.Quantiles, output.Quantiles)];
        return new[] { (OnnxNames.Output, output.Output) }
            .Concat(quantiles)
            .Concat(NamedStates(network.Description, OnnxNames.FinalHidden, OnnxNames.FinalCell, output.States))
            .ToDictionary(entry => entry.Item1, entry => ToArray(entry.Item2));
    }

    /// <summary>Returns every output of the file, by name.</summary>
    /// <param name="session">The session with the file.</param>
    /// <param name="network">The network of the file, which determines the names of the states.</param>
    public IReadOnlyDictionary<string, float[]> RunFile(InferenceSession session, NetworkDescription network)
    {
        var inputs = new List<(string Name, OrtValue Value)> { (OnnxNames.Input, ToOrtValue(Input)) };
        if (FutureCovariates is not null)
            inputs.Add((OnnxNames.FutureCovariates, ToOrtValue(FutureCovariates)));
        if (InitialStates is not null)
        {
            inputs.AddRange(NamedStates(network, OnnxNames.InitialHidden, OnnxNames.InitialCell, InitialStates)
                .Select(entry => (entry.Name, ToOrtValue(entry.State))));
        }

        try
        {
            using var options = new RunOptions();
            using var outputs = session.Run(
                options, [.. inputs.Select(entry => entry.Name)], [.. inputs.Select(entry => entry.Value)], session.OutputNames);
            return session.OutputNames.Zip(outputs)
                .ToDictionary(entry => entry.First, entry => entry.Second.GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            foreach (var (_, value) in inputs)
                value.Dispose();
        }
    }

    // The names in the file: one tensor for all layers if their shapes are equal, otherwise one for each layer.
    private static IEnumerable<(string Name, Tensor State)> NamedStates(
        NetworkDescription network, string hidden, string cell, IReadOnlyList<RecurrentState> states)
    {
        if (OnnxNames.CanStackStates(network))
        {
            yield return (hidden, cat([.. states.Select(state => state.HiddenState)], 0));
            if (network.HasCellState)
                yield return (cell, cat([.. states.Select(state => state.CellState!)], 0));
            yield break;
        }

        for (var index = 0; index < states.Count; index++)
        {
            yield return (OnnxNames.ForLayer(hidden, index), states[index].HiddenState);
            if (states[index].CellState is { } state)
                yield return (OnnxNames.ForLayer(cell, index), state);
        }
    }

    /// <summary>Copies a tensor, float or int64, for ONNX Runtime.</summary>
    internal static OrtValue ToOrtValue(Tensor tensor) => tensor.dtype == ScalarType.Int64
        ? OrtValue.CreateTensorValueFromMemory(tensor.data<long>().ToArray(), tensor.shape)
        : OrtValue.CreateTensorValueFromMemory(ToArray(tensor), tensor.shape);

    /// <summary>Copies the values of a float tensor, in the order of its axes.</summary>
    internal static float[] ToArray(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
