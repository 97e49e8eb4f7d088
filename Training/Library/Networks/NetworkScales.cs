using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Scales raw values for the layers, and provides the scaling of their outputs.</summary>
internal sealed class NetworkScales : nn.Module
{
    private readonly NetworkDescription _network;
    private readonly Tensor? _isTarget;
    private readonly Tensor? _targetFeatures;
    private readonly Tensor? _isSeason;
    private readonly Tensor? _isStatic;
    private readonly Tensor? _seasonalCovariates;
    private readonly LagScaling? _lags;
    private Tensor? _inputMean;
    private Tensor? _inputStandardDeviation;
    private Tensor? _futureCovariateMean;
    private Tensor? _futureCovariateStandardDeviation;
    private Tensor? _targetMean;
    private Tensor? _targetStandardDeviation;

    public NetworkScales(NetworkDescription network)
        : base(nameof(NetworkScales))
    {
        _network = network;
        var forecast = network.Forecast;
        (_targetFeatures, _isTarget) = RegisterIndices("target_features", "is_target", forecast.TargetFeatures, network.NumericFeatures);
        // Checkpoints contain every buffer by its name, so networks of version 0.1 keep theirs.
        (_seasonalCovariates, _isSeason) = RegisterIndices("seasonal_known", "is_season", forecast.SeasonalCovariates, forecast.FutureCovariates);
        (_, _isStatic) = RegisterIndices("static_features", "is_static", network.StaticFeatures, network.NormalizedFeatures);
        if (forecast.LagFeatures.Count > 0)
            register_module("lags", _lags = new LagScaling(forecast));
        if (network.Normalization != InputNormalization.None)
        {
            Set(
                Identity(network.ScaleCount * network.NormalizedFeatures),
                HasTargetScale ? Identity(network.ScaleCount * forecast.Targets) : null,
                forecast.FutureCovariates > 0 ? Identity(network.ScaleCount * forecast.FutureCovariates) : null);
        }
    }

    /// <summary>The scale of each column, or null if values are not scaled.</summary>
    public AffineScale? Input => Scale(_inputMean, _inputStandardDeviation);

    /// <summary>The scale of each future covariate, or null if there are none or values are not scaled.</summary>
    public AffineScale? FutureCovariates => Scale(_futureCovariateMean, _futureCovariateStandardDeviation);

    /// <summary>The scale of each target, or null if outputs are not denormalized with fitted scales.</summary>
    public AffineScale? Target => Scale(_targetMean, _targetStandardDeviation);

    private bool HasTargetScale =>
        _network is { Normalization: InputNormalization.Standard or InputNormalization.Series, Task: RecurrentTask.Forecast };

    private bool HasSeriesScales => _network.Normalization == InputNormalization.Series;

    /// <summary>Sets the scales; null leaves a scale unchanged.</summary>
    public void Set(AffineScale? input, AffineScale? target, AffineScale? futureCovariates)
    {
        (_futureCovariateMean, _futureCovariateStandardDeviation) =
            Replace("known", _futureCovariateMean, _futureCovariateStandardDeviation, futureCovariates);
        (_inputMean, _inputStandardDeviation) = Replace("input", _inputMean, _inputStandardDeviation, input);
        (_targetMean, _targetStandardDeviation) = Replace("target", _targetMean, _targetStandardDeviation, target);
    }

    /// <summary>Computes the scales from data, if the network's normalization needs them.</summary>
    /// <exception cref="SequenceDataException">
    /// The history of the targets is too short for the residual baseline, or the transform is undefined for one of its values.
    /// </exception>
    public void Fit(SequenceData data)
    {
        HistoryChecks.Check(_network, data);
        if (_network.Normalization == InputNormalization.None)
            return;
        int? targetSteps = _network.HasOutputPerStep ? 0 : null;
        Set(
            FitInput(data),
            HasTargetScale ? FitEachSeries(data, Residuals, targetSteps, Standardization.Fit(data, Residuals, targetSteps), []) : null,
            _network.Forecast.FutureCovariates > 0 ? FitFutureCovariates(data) : null);
    }

    /// <summary>Scales raw values [batch, time, features] for the layers, and creates the scaling of the outputs.</summary>
    /// <param name="input">The values and the future covariates.</param>
    /// <param name="lengths">The length of each sequence, or null if all have the full length.</param>
    /// <param name="everyStep">Whether there is an output at every time step, as if it were the last.</param>
    public (Tensor Scaled, TargetScaling TargetScaling) Apply(NetworkInput input, SequenceLengths? lengths, bool everyStep)
    {
        var columns = Columns(input.Values);
        var covariates = _network.Forecast.FutureCovariates > 0 ? GetCovariateColumns(input.FutureCovariates!) : null;
        var baseline = ComputeBaseline(columns, covariates, lengths, everyStep);
        var undefined = everyStep ? null : GetUndefinedMask(columns, covariates, lengths);
        var codes = HasSeriesScales ? CategoryInputs.Read(_network, input.Values) : null;
        var scaled = Scale(columns, _inputMean, _inputStandardDeviation, codes);
        var window = _network.Normalization == InputNormalization.Window ? WindowStatistics.Compute(scaled, lengths) : null;
        if (window is not null)
            scaled = NormalizeWindow(scaled, window);
        if (covariates is not null)
            scaled = FutureCovariateInputs.Concatenate(scaled, ScaleFutureCovariates(covariates, window, codes, lengths), lengths);
        return (scaled, codes is null
            ? CreateTargetScaling(window, baseline, undefined)
            : CreateTargetScalingOfSeries(codes, lengths, everyStep, baseline, undefined));
    }

    // Each series may have its own scale, which its code selects.
    private static Tensor Scale(Tensor values, Tensor? mean, Tensor? standardDeviation, Tensor? codes) => mean is null ? values
        : codes is null ? (values - mean) / standardDeviation!
        : (values - CategoryInputs.SelectOfSeries(mean, codes)) / CategoryInputs.SelectOfSeries(standardDeviation!, codes);

    // A static feature, whose deviation within a window is 0, keeps the scale of the training data.
    private Tensor NormalizeWindow(Tensor scaled, WindowStatistics window)
    {
        var normalized = (scaled - window.Mean) / window.StandardDeviation;
        return _isStatic is null ? normalized : where(_isStatic, scaled, normalized);
    }

    // A lag is normalized as its feature, the other covariates with the statistics of the training data.
    private Tensor ScaleFutureCovariates(Tensor covariates, WindowStatistics? window, Tensor? codes, SequenceLengths? lengths)
    {
        if (codes is not null)
            codes = CategoryInputs.Continue(codes, _network.Forecast.Horizon, lengths);
        var scaled = Scale(covariates, _futureCovariateMean, _futureCovariateStandardDeviation, codes);
        return _lags is null ? scaled : _lags.Apply(covariates, scaled, _inputMean!, _inputStandardDeviation!, window!);
    }

    private TargetScaling CreateTargetScaling(WindowStatistics? window, Tensor? baseline, Tensor? undefined)
    {
        if (window is null)
            return new TargetScaling(_network, baseline, _targetMean, _targetStandardDeviation) { UndefinedMask = undefined };
        if (_targetFeatures is null)
            return new TargetScaling(_network, null, null, null) { UndefinedMask = undefined };
        var (mean, standardDeviation) = (_inputMean!.index_select(0, _targetFeatures), _inputStandardDeviation!.index_select(0, _targetFeatures));
        var shift = baseline is null ? (window.Mean.index_select(2, _targetFeatures) * standardDeviation) + mean : null;
        var factor = window.StandardDeviation.index_select(2, _targetFeatures) * standardDeviation;
        return new TargetScaling(_network, baseline, shift, factor) { UndefinedMask = undefined };
    }

    // The code of a sequence is that of its last step; with an output at every time step, the code of that step.
    private TargetScaling CreateTargetScalingOfSeries(
        Tensor codes, SequenceLengths? lengths, bool everyStep, Tensor? baseline, Tensor? undefined)
    {
        if (_targetMean is null)
            return new TargetScaling(_network, null, null, null);
        if (!everyStep && !_network.HasOutputPerStep)
            codes = CategoryInputs.SelectLast(codes, lengths);
        var (mean, standardDeviation) =
            (CategoryInputs.SelectOfSeries(_targetMean, codes), CategoryInputs.SelectOfSeries(_targetStandardDeviation!, codes));
        return everyStep
            ? new TargetScaling(_network, baseline, mean.unsqueeze(2), standardDeviation.unsqueeze(2)) { UndefinedMask = undefined }
            : new TargetScaling(_network, baseline, mean, standardDeviation) { UndefinedMask = undefined };
    }

    /// <summary>Creates the scaling of the outputs for token inputs, which are not scaled.</summary>
    public TargetScaling CreateTargetScaling() => new(_network, null, _targetMean, _targetStandardDeviation);

    // [batch, time, features] -> [batch, time, columns]: with the history of the targets transformed, followed by its differences.
    private Tensor Columns(Tensor raw)
    {
        if (_network.Categories.Count > 0)
            raw = raw.narrow(2, 0, _network.NumericFeatures);
        var columns = _network.Forecast.Transform == TargetTransform.None || _isTarget is null
            ? raw
            : where(_isTarget, TargetTransforms.Apply(_network, raw), raw);
        if (!_network.Forecast.HasDifferences)
            return columns;
        var history = columns.index_select(2, _targetFeatures!);
        var previous = cat([history.narrow(1, 0, 1), history.narrow(1, 0, history.shape[1] - 1)], 1);
        return cat([columns, history - previous], 2);
    }

    private AffineScale FitInput(SequenceData data)
    {
        var all = Standardization.Fit(data, batch => Columns(batch.Inputs));
        return _network.Normalization == InputNormalization.Window
            ? SeriesScale.Fit(data, batch => Columns(batch.Inputs), all, _network.Forecast.Transform != TargetTransform.None)
            : FitEachSeries(data, batch => Columns(batch.Inputs), 0, all, _network.StaticFeatures);
    }

    // The scale of all series together, unless each series has its own.
    private AffineScale FitEachSeries(
        SequenceData data, Func<TrainingBatch, Tensor> select, int? horizon, AffineScale all, IReadOnlyList<int> shared) =>
        HasSeriesScales ? EachSeriesScale.Fit(data, select, horizon, _network, all, shared) : all;

    // The statistics of lags over the training data are not used: the file states that by an identity.
    private AffineScale FitFutureCovariates(SequenceData data)
    {
        var scale = Standardization.Fit(data, batch => GetCovariateColumns(batch.FutureCovariates!), _network.Forecast.Horizon);
        foreach (var (covariate, _) in _network.Forecast.LagFeatures.Index().Where(lag => lag.Item is not null))
            (scale.Mean[covariate], scale.StandardDeviation[covariate]) = (0, 1);
        return FitEachSeries(data, batch => GetCovariateColumns(batch.FutureCovariates!), _network.Forecast.Horizon, scale, []);
    }

    // [batch, time + horizon, covariates]: those that hold past values of the targets are transformed like the targets.
    private Tensor GetCovariateColumns(Tensor futureCovariates)
    {
        var isTarget = _lags?.IsTarget ?? _isSeason;
        return _network.Forecast.Transform == TargetTransform.None || isTarget is null
            ? futureCovariates
            : where(isTarget, TargetTransforms.Apply(_network, futureCovariates), futureCovariates);
    }

    private Tensor? ComputeBaseline(Tensor columns, Tensor? futureCovariates, SequenceLengths? lengths, bool everyStep)
    {
        if (_network.Forecast.ResidualBaseline == ResidualBaseline.None)
            return null;
        var history = columns.index_select(2, _targetFeatures!);
        if (_seasonalCovariates is not null)
        {
            var season = futureCovariates!.index_select(2, _seasonalCovariates);
            return FutureCovariateInputs.GetSeasonalBaseline(_network, history, season, lengths);
        }

        return everyStep ? ResidualBaselines.ComputeAtEveryStep(_network, history)
            : _network.HasOutputPerStep ? ResidualBaselines.ComputeAtEveryStep(_network, history)!.squeeze(2)
            : ResidualBaselines.ComputeAtEnd(_network, history, lengths);
    }

    // A value for which the transform is undefined became NaN or infinite: subtracted from itself it is NaN, otherwise 0.
    private Tensor? GetUndefinedMask(Tensor columns, Tensor? covariates, SequenceLengths? lengths)
    {
        if (_network.Forecast.Transform == TargetTransform.None || _targetFeatures is null)
            return null;
        var history = columns.index_select(2, _targetFeatures);
        var mask = history - history;
        if (lengths is not null)
            mask = lengths.MaskPadding(mask);
        if (_network.HasOutputPerStep)
            return mask;
        mask = mask.sum([1, 2]).reshape(-1, 1, 1);
        return _lags is null ? mask : mask + _lags.GetUndefinedMask(covariates!, lengths?.Extend(_network.Forecast.Horizon));
    }

    // The transformed targets minus the residual baseline: [batch, steps, targets].
    private Tensor Residuals(TrainingBatch batch)
    {
        var everyStep = batch.Targets.dim() == 4;
        var covariates = _network.Forecast.FutureCovariates > 0 ? GetCovariateColumns(batch.FutureCovariates!) : null;
        var lengths = SequenceLengths.CreateOrNull(batch.Lengths, batch.Inputs.shape[0], batch.Inputs.shape[1]);
        var baseline = _network.Embedding is null ? ComputeBaseline(Columns(batch.Inputs), covariates, lengths, everyStep) : null;
        var residuals = new TargetScaling(_network, baseline, null, null).ToScores(batch.Targets);
        if (!everyStep)
            return residuals;
        // The first steps have too little history for the baseline.
        return residuals.narrow(1, _network.MinSteps - 1, residuals.shape[1] - _network.MinSteps + 1).flatten(1, 2);
    }

    // Registers indices, int64 [targets], and the mask of the columns among them, bool [count].
    private (Tensor? Indices, Tensor? Mask) RegisterIndices(string name, string maskName, IReadOnlyList<int> indices, int count)
    {
        if (indices.Count == 0)
            return (null, null);
        var mask = tensor([.. Enumerable.Range(0, count).Select(indices.Contains)]);
        var values = tensor([.. indices.Select(index => (long)index)]);
        register_buffer(name, values, persistent: false);
        register_buffer(maskName, mask, persistent: false);
        return (values, mask);
    }

    private (Tensor? Mean, Tensor? Deviation) Replace(string name, Tensor? mean, Tensor? standardDeviation, AffineScale? scale)
    {
        if (scale is null)
            return (mean, standardDeviation);
        if (mean is null || standardDeviation is null)
        {
            (mean, standardDeviation) = (ToTensor(scale.Mean), ToTensor(scale.StandardDeviation));
            register_buffer($"{name}_mean", mean);
            register_buffer($"{name}_deviation", standardDeviation);
            return (mean, standardDeviation);
        }

        using var none = no_grad();
        using var scope = NewDisposeScope();
        mean.copy_(ToTensor(scale.Mean));
        standardDeviation.copy_(ToTensor(scale.StandardDeviation));
        return (mean, standardDeviation);

        // [features], or [codes, features] if each series has its own scale
        Tensor ToTensor(float[] values) => HasSeriesScales ? tensor(values).reshape(_network.ScaleCount, -1) : tensor(values);
    }

    private static AffineScale Identity(int size) => new(new float[size], [.. Enumerable.Repeat(1f, size)]);

    private static AffineScale? Scale(Tensor? mean, Tensor? standardDeviation) => mean is null || standardDeviation is null
        ? null
        : new AffineScale(mean.data<float>().ToArray(), standardDeviation.data<float>().ToArray());
}
