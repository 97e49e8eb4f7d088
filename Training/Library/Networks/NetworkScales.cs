using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>How raw values become what the layers see, and what turns their answers back.</summary>
internal sealed class NetworkScales : nn.Module
{
    private readonly NetworkDescription _network;
    private readonly Tensor? _isTarget;
    private readonly Tensor? _targetFeatures;
    private readonly Tensor? _isSeason;
    private readonly Tensor? _seasonalKnown;
    private Tensor? _inputMean;
    private Tensor? _inputDeviation;
    private Tensor? _knownMean;
    private Tensor? _knownDeviation;
    private Tensor? _targetMean;
    private Tensor? _targetDeviation;

    public NetworkScales(NetworkDescription network)
        : base(nameof(NetworkScales))
    {
        _network = network;
        (_targetFeatures, _isTarget) = Places("target_features", "is_target", network.Forecast.TargetFeatures, network.Features);
        (_seasonalKnown, _isSeason) = Places("seasonal_known", "is_season", network.Forecast.SeasonalCovariates, network.Forecast.FutureCovariates);
        if (network.Normalization != InputNormalization.None)
            Set(Identity(network.NormalizedFeatures), HasTargetScale ? Identity(network.Forecast.Targets) : null, network.Forecast.FutureCovariates > 0 ? Identity(network.Forecast.FutureCovariates) : null);
    }

    /// <summary>One entry for each column, or null where raw values go in.</summary>
    public AffineScale? Input => Scale(_inputMean, _inputDeviation);

    /// <summary>One entry for each covariate known ahead, or null where there is none or raw values go in.</summary>
    public AffineScale? FutureCovariates => Scale(_knownMean, _knownDeviation);

    /// <summary>One entry for each target, or null where they are not turned back by fitted numbers.</summary>
    public AffineScale? Target => Scale(_targetMean, _targetDeviation);

    private bool HasTargetScale => _network is { Normalization: InputNormalization.Standard, Task: RecurrentTask.Forecast };

    /// <summary>Sets the scales; null leaves one as it is.</summary>
    public void Set(AffineScale? input, AffineScale? target, AffineScale? futureCovariates)
    {
        (_knownMean, _knownDeviation) = Replace("known", _knownMean, _knownDeviation, futureCovariates);
        (_inputMean, _inputDeviation) = Replace("input", _inputMean, _inputDeviation, input);
        (_targetMean, _targetDeviation) = Replace("target", _targetMean, _targetDeviation, target);
    }

    /// <summary>Takes the scales from data, where the network's normalization asks for them.</summary>
    /// <exception cref="SequenceDataException">The history of the targets is too short for the base, or holds a value without a transform.</exception>
    public void Fit(SequenceData data)
    {
        HistoryChecks.Check(_network, data);
        if (_network.Normalization == InputNormalization.None)
            return;
        Set(
            Standardization.Fit(data, batch => Columns(batch.Inputs)),
            HasTargetScale ? Standardization.Fit(data, Residuals) : null,
            _network.Forecast.FutureCovariates > 0 ? Standardization.Fit(data, batch => GetCovariateColumns(batch.FutureCovariates!)) : null);
    }

    /// <summary>What the layers see of raw values [batch, time, features], and the frame of the answers to them.</summary>
    /// <param name="input">The values, and what is known ahead.</param>
    /// <param name="lengths">How long each sequence is, or null where all are whole.</param>
    /// <param name="everyStep">Whether there are answers from every step instead of the last.</param>
    public (Tensor Scaled, TargetScaling Frame) Apply(NetworkInput input, SequenceLengths? lengths, bool everyStep)
    {
        var columns = Columns(input.Values);
        var known = _network.Forecast.FutureCovariates > 0 ? GetCovariateColumns(input.FutureCovariates!) : null;
        var (scaled, frame) = Apply(columns, Base(columns, known, lengths, everyStep), lengths, everyStep);
        if (known is null)
            return (scaled, frame);
        var knownScaled = _knownMean is null ? known : (known - _knownMean) / _knownDeviation!;
        return (FutureCovariateInputs.Join(scaled, knownScaled, lengths), frame);
    }

    private (Tensor Scaled, TargetScaling Frame) Apply(Tensor columns, Tensor? baseline, SequenceLengths? lengths, bool everyStep)
    {
        var scaled = _inputMean is null ? columns : (columns - _inputMean) / _inputDeviation!;
        var defined = everyStep ? null : Defined(columns, lengths);
        if (_network.Normalization != InputNormalization.Window)
            return (scaled, new TargetScaling(_network, baseline, _targetMean, _targetDeviation) { UndefinedMask = defined });

        var level = WindowStatistics.Compute(scaled, lengths);
        scaled = (scaled - level.Mean) / level.StandardDeviation;
        if (_targetFeatures is null)
            return (scaled, new TargetScaling(_network, null, null, null) { UndefinedMask = defined });
        var (mean, deviation) = (_inputMean!.index_select(0, _targetFeatures), _inputDeviation!.index_select(0, _targetFeatures));
        var shift = baseline is null ? (level.Mean.index_select(2, _targetFeatures) * deviation) + mean : null;
        return (scaled, new TargetScaling(_network, baseline, shift, level.StandardDeviation.index_select(2, _targetFeatures) * deviation) { UndefinedMask = defined });
    }

    /// <summary>The frame of answers without numbers in the input: those of tokens.</summary>
    public TargetScaling CreateTargetScaling() => new(_network, null, _targetMean, _targetDeviation);

    // [batch, time, features] -> [batch, time, columns]: the targets' history transformed, and what it changed by.
    private Tensor Columns(Tensor raw)
    {
        var columns = _network.Forecast.Transform == TargetTransform.None || _isTarget is null
            ? raw
            : where(_isTarget, TargetTransforms.Apply(_network, raw), raw);
        if (!_network.Forecast.HasDifferences)
            return columns;
        var history = columns.index_select(2, _targetFeatures!);
        var before = cat([history.narrow(1, 0, 1), history.narrow(1, 0, history.shape[1] - 1)], 1);
        return cat([columns, history - before], 2);
    }

    // [batch, time + horizon, covariates]: those that are the targets a season before are transformed as these.
    private Tensor GetCovariateColumns(Tensor futureCovariates) => _network.Forecast.Transform == TargetTransform.None || _isSeason is null
        ? futureCovariates
        : where(_isSeason, TargetTransforms.Apply(_network, futureCovariates), futureCovariates);

    private Tensor? Base(Tensor columns, Tensor? futureCovariates, SequenceLengths? lengths, bool everyStep)
    {
        if (_network.Forecast.ResidualBaseline == ResidualBaseline.None)
            return null;
        var history = columns.index_select(2, _targetFeatures!);
        if (_seasonalKnown is not null)
            return FutureCovariateInputs.GetSeasonalBaseline(_network, history, futureCovariates!.index_select(2, _seasonalKnown), lengths);
        return everyStep ? ResidualBaselines.ComputeAtEveryStep(_network, history)
            : _network.HasOutputPerStep ? ResidualBaselines.ComputeAtEveryStep(_network, history)!.squeeze(2)
            : ResidualBaselines.ComputeAtEnd(_network, history, lengths);
    }

    // What has no transform became a NaN or an infinity, which differs from itself.
    private Tensor? Defined(Tensor columns, SequenceLengths? lengths)
    {
        if (_network.Forecast.Transform == TargetTransform.None || _targetFeatures is null)
            return null;
        var history = columns.index_select(2, _targetFeatures);
        var nothing = history - history;
        if (lengths is not null)
            nothing = lengths.MaskPadding(nothing);
        return _network.HasOutputPerStep ? nothing : nothing.sum([1, 2]).reshape(-1, 1, 1);
    }

    // What the base leaves over of the targets, in the space of the transform: [batch, steps, targets].
    private Tensor Residuals(TrainingBatch batch)
    {
        var everyStep = batch.Targets.dim() == 4;
        var known = _network.Forecast.FutureCovariates > 0 ? GetCovariateColumns(batch.FutureCovariates!) : null;
        var lengths = SequenceLengths.CreateOrNull(batch.Lengths, batch.Inputs.shape[0], batch.Inputs.shape[1]);
        var naive = _network.Embedding is null ? Base(Columns(batch.Inputs), known, lengths, everyStep) : null;
        var residuals = new TargetScaling(_network, naive, null, null).ToScores(batch.Targets);
        // The first steps have a base that is not what it should be.
        return everyStep ? residuals.narrow(1, _network.MinimumSteps - 1, residuals.shape[1] - _network.MinimumSteps + 1).flatten(1, 2) : residuals;
    }

    // int64 [targets], and bool [count]: whether a place is one of them.
    private (Tensor? Places, Tensor? Among) Places(string name, string amongName, IReadOnlyList<int> places, int count)
    {
        if (places.Count == 0)
            return (null, null);
        var (among, numbers) = (tensor([.. Enumerable.Range(0, count).Select(places.Contains)]), tensor([.. places.Select(place => (long)place)]));
        register_buffer(name, numbers, persistent: false);
        register_buffer(amongName, among, persistent: false);
        return (numbers, among);
    }

    private (Tensor? Mean, Tensor? Deviation) Replace(string name, Tensor? mean, Tensor? standardDeviation, AffineScale? scale)
    {
        if (scale is null)
            return (mean, standardDeviation);
        if (mean is null || standardDeviation is null)
        {
            (mean, standardDeviation) = (tensor(scale.Mean), tensor(scale.StandardDeviation));
            register_buffer($"{name}_mean", mean);
            register_buffer($"{name}_deviation", standardDeviation);
            return (mean, standardDeviation);
        }

        using var none = no_grad();
        using var scope = NewDisposeScope();
        mean.copy_(tensor(scale.Mean));
        standardDeviation.copy_(tensor(scale.StandardDeviation));
        return (mean, standardDeviation);
    }

    private static AffineScale Identity(int size) => new(new float[size], [.. Enumerable.Repeat(1f, size)]);

    private static AffineScale? Scale(Tensor? mean, Tensor? standardDeviation) =>
        mean is null || standardDeviation is null ? null : new AffineScale(mean.data<float>().ToArray(), standardDeviation.data<float>().ToArray());
}
