namespace MlNetRecurrent.Engine;

/// <summary>
/// Turns pooled hidden states into outputs: applies the head, then computes probabilities or forecasts; for an ensemble, the mean over its networks.
/// </summary>
internal sealed unsafe class BlockOutput(PackedNetwork network)
{
    private readonly int _scores = network.Heads.Length > 0 ? network.Network.HeadOutputSize : network.Network.HeadInputSize;
    private readonly int _levels = network.Network.Forecast.Quantiles.Count;
    private readonly bool _isForecast = network.Network.Task == RecurrentTask.Forecast;
    private readonly bool _hasFutureCovariates = network.Network.Forecast.FutureCovariates > 0;
    private readonly bool _isSimple = network.Network is { EnsembleSize: 1, Forecast.FutureCovariates: 0, Forecast.Quantiles.Count: 0 };
    private readonly bool _isReversed = network.Network.ReversesOutput;
    private readonly bool _isLogarithmic = network.Network.HasLogProbabilities;
    private readonly RowMath _math = network.RowMath;
    private readonly ForecastOutput _forecasts = new(network);

    /// <summary>Writes the outputs of the rows of a block.</summary>
    /// <param name="hidden">The input of the head: [value, row].</param>
    /// <param name="step">The time step of the output; 0 if each sequence has one output.</param>
    /// <param name="panels">The buffers of the block.</param>
    /// <param name="rows">The rows; a row without an output buffer is skipped.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="vectors">The number of row vectors, or 0 for a single row.</param>
    /// <param name="member">The network of the ensemble; called once for each, in order.</param>
    public void Write(float* hidden, int step, BlockPanels panels, PinnedSequence* rows, int count, int vectors, int member)
    {
        if (network.Heads.Length > 0)
        {
            var values = panels.NormalizeHead(network.HeadNorms[member], hidden);
            values = panels.Apply(network.HeadLayers[member], values, vectors);
            network.Heads[member].Run(values, panels.Output, panels.Scratch, panels.Stride, vectors);
            hidden = panels.Output;
        }

        if (_isSimple)
            WriteSimple(hidden, step, panels.Stride, rows, count);
        else
            WriteMember(hidden, step, panels, rows, count, member);
    }

    // A single network without future covariates and quantiles: one score per output value.
    private void WriteSimple(float* hidden, int step, nint stride, PinnedSequence* rows, int count)
    {
        for (var row = 0; row < count; row++)
        {
            if (rows[row].Output == null)
                continue;
            var outputStep = _isReversed ? rows[row].InputLength - 1 - step : step;
            var outputs = new Span<float>(rows[row].Output + ((nint)outputStep * _scores), _scores);
            for (var output = 0; output < outputs.Length; output++)
                outputs[output] = hidden[(output * stride) + row];
            if (network.Heads.Length == 0)
                continue;
            if (_isForecast)
                _forecasts.WriteStep(rows[row], outputStep, outputs);
            else if (_isLogarithmic)
                _math.LogSoftmax(outputs);
            else
                _math.Softmax(outputs);
        }
    }

    private void WriteMember(float* hidden, int step, BlockPanels panels, PinnedSequence* rows, int count, int member)
    {
        for (var row = 0; row < count; row++)
        {
            // With future covariates, the outputs are the steps of the horizon, which follow the input steps of the row.
            var outputStep = _hasFutureCovariates ? step - rows[row].InputLength : _isReversed ? rows[row].InputLength - 1 - step : step;
            if (rows[row].Output == null || outputStep < 0)
                continue;
            var scores = (_levels > 0 ? rows[row].Quantiles : rows[row].Output) + ((nint)outputStep * _scores);
            Add(hidden + row, panels.Stride, new Span<float>(scores, _scores), member == 0 ? default : new Span<float>(panels.MemberOutput, _scores));
            if (member == network.Network.EnsembleSize - 1)
                Finish(rows[row], outputStep, new Span<float>(scores, _scores));
        }
    }

    // The scores of the first network are stored, those of the others are added.
    private void Add(float* hidden, nint stride, Span<float> scores, Span<float> member)
    {
        var target = member.IsEmpty ? scores : member;
        for (var score = 0; score < target.Length; score++)
            target[score] = hidden[score * stride];
        if (!_isForecast)
            _math.Softmax(target);
        else if (_levels > 0)
            _forecasts.ApplySoftplus(target);
        if (!member.IsEmpty)
            _math.Add(scores, member);
    }

    private void Finish(in PinnedSequence sequence, int outputStep, Span<float> scores)
    {
        if (network.Network.EnsembleSize > 1)
            _math.Divide(scores, network.Network.EnsembleSize);
        if (_isForecast)
            _forecasts.WriteStep(sequence, outputStep, scores);
    }
}
