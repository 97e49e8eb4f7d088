namespace MlNetRecurrent.Engine;

/// <summary>Turns hidden states into answers: head, then probabilities or raw values; over an ensemble, the mean of its networks.</summary>
internal sealed unsafe class BlockOutput(PackedNetwork network)
{
    private readonly int _scores = network.Heads.Length > 0 ? network.Network.HeadOutputSize : network.Network.HeadInputSize;
    private readonly int _levels = network.Network.Forecast.Quantiles.Count;
    private readonly bool _isForecast = network.Network.Task == RecurrentTask.Forecast;
    private readonly bool _hasFutureCovariates = network.Network.Forecast.FutureCovariates > 0;
    private readonly bool _isSimple = network.Network is { EnsembleSize: 1, Forecast.FutureCovariates: 0, Forecast.Quantiles.Count: 0 };
    private readonly RowMath _math = network.RowMath;
    private readonly ForecastOutput _forecasts = new(network);

    /// <summary>Writes the answers of the rows of a block.</summary>
    /// <param name="hidden">What the head reads: [value, row].</param>
    /// <param name="step">The step that is answered; 0 where sequences have one answer.</param>
    /// <param name="panels">The block's buffers.</param>
    /// <param name="rows">The rows; one without room for an answer is left out.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="vectors">How many vectors of rows these are, or 0 for one row.</param>
    /// <param name="member">The network of the ensemble; each answers once, first to last.</param>
    public void Write(float* hidden, int step, BlockPanels panels, PinnedSequence* rows, int count, int vectors, int member)
    {
        if (network.Heads.Length > 0)
        {
            var call = new StageCall
            {
                Input = hidden,
                Recurrent = null,
                Output = panels.Output,
                Scratch = panels.Scratch,
                Stride = panels.Stride,
            };
            if (vectors == 0)
                network.Heads[member].StepOne(call);
            else
                network.Heads[member].StepRows(call, vectors);
            hidden = panels.Output;
        }

        if (_isSimple)
            WriteSimple(hidden, step, panels.Stride, rows, count);
        else
            WriteMember(hidden, step, panels, rows, count, member);
    }

    // One network, whose scores are as many as its answers.
    private void WriteSimple(float* hidden, int step, nint stride, PinnedSequence* rows, int count)
    {
        for (var row = 0; row < count; row++)
        {
            if (rows[row].Output == null)
                continue;
            var answer = new Span<float>(rows[row].Output + ((nint)step * _scores), _scores);
            for (var output = 0; output < answer.Length; output++)
                answer[output] = hidden[(output * stride) + row];
            if (network.Heads.Length == 0)
                continue;
            if (_isForecast)
                _forecasts.WriteStep(rows[row], step, answer);
            else
                _math.Softmax(answer);
        }
    }

    private void WriteMember(float* hidden, int step, BlockPanels panels, PinnedSequence* rows, int count, int member)
    {
        for (var row = 0; row < count; row++)
        {
            // Where the horizon is known ahead, its steps are answered: those behind a row's own.
            var place = _hasFutureCovariates ? step - rows[row].InputLength : step;
            if (rows[row].Output == null || place < 0)
                continue;
            var scores = (_levels > 0 ? rows[row].Quantiles : rows[row].Output) + ((nint)place * _scores);
            Add(hidden + row, panels.Stride, new Span<float>(scores, _scores), member == 0 ? default : new Span<float>(panels.MemberOutput, _scores));
            if (member == network.Network.EnsembleSize - 1)
                Finish(rows[row], place, new Span<float>(scores, _scores));
        }
    }

    // The first network's answers take their place, those of the others are added.
    private void Add(float* hidden, nint stride, Span<float> scores, Span<float> member)
    {
        var own = member.IsEmpty ? scores : member;
        for (var score = 0; score < own.Length; score++)
            own[score] = hidden[score * stride];
        if (!_isForecast)
            _math.Softmax(own);
        else if (_levels > 0)
            _forecasts.ApplySoftplus(own);
        if (!member.IsEmpty)
            _math.Add(scores, member);
    }

    private void Finish(in PinnedSequence task, int place, Span<float> scores)
    {
        if (network.Network.EnsembleSize > 1)
            _math.Divide(scores, network.Network.EnsembleSize);
        if (_isForecast)
            _forecasts.WriteStep(task, place, scores);
    }
}
