using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Applies what the caller says about a file to the network that was read from it: task, horizon and scalers. Keeps how the inputs and outputs of the
/// result relate to those of the file.
/// </summary>
internal sealed class ImportedMeaning
{
    private readonly NetworkDescription _file;
    private readonly ImportOptions _options;
    private AffineScale? _inputScale;
    private AffineScale? _targetScale;

    /// <param name="network">The network that was read from the file.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="options">The options; their names have the right counts.</param>
    /// <exception cref="ArgumentException">An option does not apply to the network; the message states what it has.</exception>
    public ImportedMeaning(NetworkDescription network, NetworkWeights weights, ImportOptions options)
    {
        (_file, _options, Network, Weights) = (network, options, network, weights);
        if (options.Task is { } task && task != network.Task)
            (Network, Weights) = ImportedTask.Change(Network, Weights, task);
        if (options.Horizon is { } horizon)
            (Network, Weights) = ImportedTask.SetHorizon(Network, Weights, horizon);
        if (options.InputScaler is { } input)
            ScaleInput(input);
        if (options.TargetScaler is { } targets)
            ScaleTargets(targets);
        Network.Validate();
    }

    /// <summary>The network that has this meaning.</summary>
    public NetworkDescription Network { get; private set; }

    /// <summary>The weights of the network.</summary>
    public NetworkWeights Weights { get; private set; }

    /// <summary>Returns the inputs of the file for those of the network, [batch, time, features].</summary>
    public Tensor ToFileInput(Tensor values) =>
        _inputScale is null ? values : (values - tensor(_inputScale.Mean)) / tensor(_inputScale.StandardDeviation);

    /// <summary>Returns the inputs of the network for those of the file, [batch, time, features].</summary>
    public Tensor FromFileInput(Tensor values) =>
        _inputScale is null ? values : (values * tensor(_inputScale.StandardDeviation)) + tensor(_inputScale.Mean);

    /// <summary>Returns the outputs of the network for those of the file, [batch, ..., outputs].</summary>
    public Tensor ToNetworkOutput(Tensor values)
    {
        if (Network.Task != _file.Task && Network.Task is RecurrentTask.Classify or RecurrentTask.Tag)
            values = ToProbabilities(values);
        if (_targetScale is not null)
        {
            // [batch, horizon * targets]: the scale repeats at each step.
            var steps = values.reshape([.. values.shape[..^1], -1, _targetScale.Mean.Length]);
            values = ((steps * tensor(_targetScale.StandardDeviation)) + tensor(_targetScale.Mean)).reshape(values.shape);
        }

        return values;
    }

    private Tensor ToProbabilities(Tensor values)
    {
        if (values.shape[^1] != 1)
            return nn.functional.softmax(values, -1);
        var second = _file.OutputActivation == ActivationFunction.Sigmoid ? values : values.sigmoid();
        return cat([1 - second, second], -1);
    }

    private void ScaleInput(FeatureScaler scaler)
    {
        if (Network.Embedding is not null)
            throw new ArgumentException("A scaler of the inputs does not apply: the network reads tokens.");
        _inputScale = ToScale(scaler, "inputs", Network.Features, "feature");
        // ((x - m1) / s1 - m0) / s0 = (x - (m1 + m0 * s1)) / (s1 * s0)
        SetScales(Compose(_inputScale, Weights.InputScale), Weights.TargetScale);
    }

    private void ScaleTargets(FeatureScaler scaler)
    {
        if (Network.Task != RecurrentTask.Forecast)
            throw new ArgumentException($"A scaler of the targets does not apply to the task {Network.Task}, whose outputs are not values.");
        var targets = Network.Forecast.Targets;
        if (scaler.Count != targets && scaler.Count != 1 && scaler.Count == Network.Features && _options.TargetNames.Count == 1 && targets == 1)
        {
            var column = _options.FeatureNames.ToList().IndexOf(_options.TargetNames[0]);
            scaler = column >= 0 ? scaler.Select(column) : scaler;
        }

        _targetScale = ToScale(scaler, "targets", targets, "target");
        // (y * s0 + m0) * s1 + m1 = y * (s0 * s1) + (m0 * s1 + m1)
        SetScales(Weights.InputScale, Compose(_targetScale, Weights.TargetScale));
        Network = Network with { Forecast = ScaleBounds(Network.Forecast, _targetScale) };
    }

    private static AffineScale ToScale(FeatureScaler scaler, string of, int expected, string noun) => scaler.Count == expected || scaler.Count == 1
        ? scaler.ToScale(expected)
        : throw new ArgumentException(
            $"The scaler of the {of} has {scaler.Count} columns, expected {expected}, one for each {noun} of the network, or 1 for all.");

    private static AffineScale Compose(AffineScale outer, AffineScale? inner) => inner is null ? outer : new AffineScale(
        [.. outer.Mean.Select((mean, index) => mean + (inner.Mean[index] * outer.StandardDeviation[index]))],
        [.. outer.StandardDeviation.Select((deviation, index) => deviation * inner.StandardDeviation[index])]);

    // A network that scales its inputs or its targets has scales for both; the missing one is the identity.
    private void SetScales(AffineScale? input, AffineScale? target)
    {
        Network = Network with { Normalization = InputNormalization.Standard };
        Weights = Weights with
        {
            InputScale = input ?? Identity(Network.Features),
            TargetScale = target ?? (Network.Task == RecurrentTask.Forecast ? Identity(Network.Forecast.Targets) : null),
        };
    }

    // The bounds are those of the unscaled outputs.
    private static ForecastDescription ScaleBounds(ForecastDescription forecast, AffineScale scale)
    {
        if ((forecast.Minimum ?? forecast.Maximum) is null)
            return forecast;
        if (scale.Mean.Distinct().Count() > 1 || scale.StandardDeviation.Distinct().Count() > 1)
            throw new ArgumentException("The outputs of the file have a bound, so the scaler of the targets must be the same for all targets.");
        var (mean, deviation) = (scale.Mean[0], scale.StandardDeviation[0]);
        return forecast with
        {
            Minimum = (forecast.Minimum * deviation) + mean,
            Maximum = (forecast.Maximum * deviation) + mean,
        };
    }

    private static AffineScale Identity(int size) => new(new float[size], [.. Enumerable.Repeat(1f, size)]);
}
