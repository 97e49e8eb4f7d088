namespace MlNetRecurrent.Training;

/// <summary>A recurrence computed by plain loops in one thread, with sums in double precision.</summary>
internal sealed unsafe class PlainRecurrentPass : RecurrentPass
{
    private readonly RecurrentShape _shape;
    private readonly int _batch;
    private readonly int _steps;
    private readonly long[]? _lengths;
    private readonly bool _reverse;
    private readonly bool _keeps;
    private readonly RecurrentCell _cell;
    private readonly int _hidden;
    private readonly int _rows;

    // Of the forward pass: the weights; [batch, steps, rows] gates and candidate state; [batch, steps, hidden] operand or part of the candidate
    // state of a GRU; [batch, steps + 1, hidden] states, in the order in which the steps are processed.
    private float[] _inputWeight = [];
    private float[] _recurrentWeight = [];
    private readonly float[] _gates;
    private readonly float[] _candidate;
    private readonly float[] _states;
    private readonly float[] _cells;

    public PlainRecurrentPass(RecurrentShape shape, int batch, int steps, long[]? lengths, bool reverse, bool keeps)
    {
        (_shape, _batch, _steps, _lengths, _reverse, _keeps) = (shape, batch, steps, lengths, reverse, keeps);
        (_cell, _hidden, _rows) = (shape.Cell, shape.HiddenSize, shape.Rows);
        _gates = new float[(long)batch * steps * _rows];
        _candidate = new float[(long)batch * steps * _hidden];
        _states = new float[(long)batch * (steps + 1) * _hidden];
        _cells = new float[(long)batch * (steps + 1) * _hidden];
    }

    public void Forward(in ForwardArguments arguments)
    {
        var weights = arguments.Weights;
        _inputWeight = new ReadOnlySpan<float>(weights.Input, _rows * _shape.InputSize).ToArray();
        _recurrentWeight = new ReadOnlySpan<float>(weights.Recurrent, _rows * _hidden).ToArray();
        for (var sequence = 0; sequence < _batch; sequence++)
        {
            Copy(arguments.InitialHidden, sequence, State(sequence, 0));
            Copy(arguments.InitialCell, sequence, Cell(sequence, 0));
            var length = Length(sequence);
            for (var step = 0; step < length; step++)
            {
                var time = Time(sequence, step);
                RunStep(weights, new ReadOnlySpan<float>(arguments.Input.At(sequence, time), _shape.InputSize), sequence, step);
                if (!arguments.Output.IsNone)
                    State(sequence, step + 1).CopyTo(new Span<float>(arguments.Output.At(sequence, time), _hidden));
            }

            for (var time = length; time < _steps && !arguments.Output.IsNone; time++)
                new Span<float>(arguments.Output.At(sequence, time), _hidden).Clear();
            if (arguments.FinalHidden != null)
                State(sequence, length).CopyTo(new Span<float>(arguments.FinalHidden + ((nint)sequence * _hidden), _hidden));
            if (arguments.FinalCell != null)
                Cell(sequence, length).CopyTo(new Span<float>(arguments.FinalCell + ((nint)sequence * _hidden), _hidden));
        }
    }

    public void Backward(in BackwardArguments arguments, bool addsToInputGradient)
    {
        if (!_keeps)
            throw new InvalidOperationException("The pass was created without what its backward pass needs.");
        var sums = new PlainWeightSums(_shape);
        var (dHidden, dCell, dInput) = (new double[_hidden], new double[_hidden], new double[_shape.InputSize]);
        for (var sequence = 0; sequence < _batch; sequence++)
        {
            Widen(arguments.FinalHiddenGradient, sequence, dHidden);
            Widen(arguments.FinalCellGradient, sequence, dCell);
            var length = Length(sequence);
            for (var step = length - 1; step >= 0; step--)
            {
                var time = Time(sequence, step);
                if (!arguments.OutputGradient.IsNone)
                {
                    for (var unit = 0; unit < _hidden; unit++)
                        dHidden[unit] += arguments.OutputGradient.At(sequence, time)[unit];
                }

                var input = new ReadOnlySpan<float>(arguments.Input.At(sequence, time), _shape.InputSize);
                ReverseStep(sequence, step, input, dHidden, dCell, dInput, sums);
                if (!arguments.InputGradient.IsNone)
                    Write(dInput, arguments.InputGradient.At(sequence, time), addsToInputGradient);
            }

            for (var time = length; time < _steps && !arguments.InputGradient.IsNone && !addsToInputGradient; time++)
                new Span<float>(arguments.InputGradient.At(sequence, time), _shape.InputSize).Clear();
            if (arguments.InitialHiddenGradient != null)
                Write(dHidden, arguments.InitialHiddenGradient + ((nint)sequence * _hidden), adds: false);
            if (arguments.InitialCellGradient != null)
                Write(dCell, arguments.InitialCellGradient + ((nint)sequence * _hidden), adds: false);
        }

        sums.Write(arguments.WeightGradients);
    }

    public override void Dispose()
    {
    }

    private int Length(int sequence) => _lengths is null ? _steps : (int)_lengths[sequence];

    private int Time(int sequence, int step) => _reverse ? Length(sequence) - 1 - step : step;

    private Span<float> State(int sequence, int step) => _states.AsSpan(((sequence * (_steps + 1)) + step) * _hidden, _hidden);

    private Span<float> Cell(int sequence, int step) => _cells.AsSpan(((sequence * (_steps + 1)) + step) * _hidden, _hidden);

    private Span<float> Gates(int sequence, int step) => _gates.AsSpan(((sequence * _steps) + step) * _rows, _rows);

    private Span<float> Candidate(int sequence, int step) => _candidate.AsSpan(((sequence * _steps) + step) * _hidden, _hidden);

    private void RunStep(in WeightPointers weights, ReadOnlySpan<float> input, int sequence, int step)
    {
        var previous = State(sequence, step);
        var next = State(sequence, step + 1);
        var gates = Gates(sequence, step);
        var candidate = Candidate(sequence, step);
        var isGru = _cell == RecurrentCell.Gru || _cell == RecurrentCell.GruResetBefore;
        // The gates of a GRU are complete before its candidate state begins.
        for (var row = 0; row < (isGru ? 2 * _hidden : _rows); row++)
            gates[row] = (float)Activate(row, FromInput(weights, input, row) + FromState(weights, previous, row));
        for (var unit = 0; unit < _hidden; unit++)
        {
            if (_cell == RecurrentCell.GruResetBefore)
                candidate[unit] = gates[unit] * previous[unit];
            else if (_cell == RecurrentCell.Gru)
                candidate[unit] = (float)FromState(weights, previous, (2 * _hidden) + unit);
        }

        for (var unit = 0; unit < _hidden; unit++)
        {
            if (_cell == RecurrentCell.Lstm)
            {
                // c(t) = f * c(t-1) + i * g, h(t) = o * tanh(c(t))
                var cell = Cell(sequence, step + 1);
                cell[unit] = (gates[_hidden + unit] * Cell(sequence, step)[unit]) + (gates[unit] * gates[(2 * _hidden) + unit]);
                next[unit] = (float)(gates[(3 * _hidden) + unit] * Math.Tanh(cell[unit]));
            }
            else if (isGru)
            {
                var row = (2 * _hidden) + unit;
                var recurrent = _cell == RecurrentCell.Gru
                    ? (double)gates[unit] * candidate[unit]
                    : FromState(weights, candidate, row);
                gates[row] = (float)Math.Tanh(FromInput(weights, input, row) + recurrent);
                // h(t) = (1 - z) * n + z * h(t-1)
                next[unit] = gates[row] + (gates[_hidden + unit] * (previous[unit] - gates[row]));
            }
            else
            {
                next[unit] = gates[unit];
            }
        }
    }

    private double Activate(int row, double value) =>
        _cell == RecurrentCell.RnnRelu ? Math.Max(0, value)
        : _cell == RecurrentCell.Rnn || (_cell == RecurrentCell.Lstm && row / _hidden == 2) ? Math.Tanh(value)
        : 1 / (1 + Math.Exp(-value));

    private double FromInput(in WeightPointers weights, ReadOnlySpan<float> input, int row) =>
        Product(_inputWeight.AsSpan(row * _shape.InputSize, _shape.InputSize), input) + (weights.InputBias == null ? 0 : weights.InputBias[row]);

    private double FromState(in WeightPointers weights, ReadOnlySpan<float> state, int row) =>
        Product(_recurrentWeight.AsSpan(row * _hidden, _hidden), state) + (weights.RecurrentBias == null ? 0 : weights.RecurrentBias[row]);

    private static double Product(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var index = 0; index < left.Length; index++)
            sum += (double)left[index] * right[index];
        return sum;
    }

    // In: the gradients of the state after the step; out: those of the state before it, and of the input.
    private void ReverseStep(
        int sequence, int step, ReadOnlySpan<float> input, double[] dHidden, double[] dCell, double[] dInput, PlainWeightSums sums)
    {
        var gates = Gates(sequence, step);
        var previous = State(sequence, step);
        var candidate = Candidate(sequence, step);
        // Gradients of the sums that the activations take: of their input part, and of their recurrent part.
        var (fromInput, fromState, dPrevious) = (new double[_rows], new double[_rows], new double[_hidden]);
        for (var unit = 0; unit < _hidden; unit++)
        {
            if (_cell == RecurrentCell.Lstm)
            {
                double i = gates[unit], f = gates[_hidden + unit], g = gates[(2 * _hidden) + unit], o = gates[(3 * _hidden) + unit];
                var squashed = Math.Tanh(Cell(sequence, step + 1)[unit]);
                var d = dCell[unit] + (dHidden[unit] * o * (1 - (squashed * squashed)));
                fromInput[unit] = d * g * i * (1 - i);
                fromInput[_hidden + unit] = d * Cell(sequence, step)[unit] * f * (1 - f);
                fromInput[(2 * _hidden) + unit] = d * i * (1 - (g * g));
                fromInput[(3 * _hidden) + unit] = dHidden[unit] * squashed * o * (1 - o);
                dCell[unit] = d * f;
            }
            else if (_cell == RecurrentCell.Rnn)
            {
                fromInput[unit] = dHidden[unit] * (1 - ((double)gates[unit] * gates[unit]));
            }
            else if (_cell == RecurrentCell.RnnRelu)
            {
                fromInput[unit] = gates[unit] > 0 ? dHidden[unit] : 0;
            }
            else
            {
                var (z, n) = ((double)gates[_hidden + unit], (double)gates[(2 * _hidden) + unit]);
                fromInput[_hidden + unit] = dHidden[unit] * (previous[unit] - n) * z * (1 - z);
                fromInput[(2 * _hidden) + unit] = dHidden[unit] * (1 - z) * (1 - (n * n));
                dPrevious[unit] = dHidden[unit] * z;
            }
        }

        ReverseReset(gates, previous, candidate, fromInput, dPrevious);
        fromInput.CopyTo(fromState, 0);
        for (var unit = 0; unit < _hidden && _cell == RecurrentCell.Gru; unit++)
            fromState[(2 * _hidden) + unit] *= gates[unit];
        // The product of the candidate state with the reset gate before it has been reversed already.
        for (var row = 0; row < (_cell == RecurrentCell.GruResetBefore ? 2 * _hidden : _rows); row++)
            AddScaled(_recurrentWeight.AsSpan(row * _hidden, _hidden), fromState[row], dPrevious);
        Array.Clear(dInput);
        for (var row = 0; row < _rows; row++)
        {
            AddScaled(_inputWeight.AsSpan(row * _shape.InputSize, _shape.InputSize), fromInput[row], dInput);
            var operand = _cell == RecurrentCell.GruResetBefore && row >= 2 * _hidden ? candidate : previous;
            sums.Add(row, fromInput[row], input, fromState[row], operand);
        }

        dPrevious.CopyTo(dHidden, 0);
    }

    private void ReverseReset(
        ReadOnlySpan<float> gates, ReadOnlySpan<float> previous, ReadOnlySpan<float> candidate, double[] fromInput, double[] dPrevious)
    {
        if (_cell == RecurrentCell.Gru)
        {
            for (var unit = 0; unit < _hidden; unit++)
                fromInput[unit] = fromInput[(2 * _hidden) + unit] * candidate[unit] * gates[unit] * (1 - gates[unit]);
        }
        else if (_cell == RecurrentCell.GruResetBefore)
        {
            var dOperand = new double[_hidden];
            for (var row = 2 * _hidden; row < _rows; row++)
                AddScaled(_recurrentWeight.AsSpan(row * _hidden, _hidden), fromInput[row], dOperand);
            for (var unit = 0; unit < _hidden; unit++)
            {
                fromInput[unit] = dOperand[unit] * previous[unit] * gates[unit] * (1 - gates[unit]);
                dPrevious[unit] += dOperand[unit] * gates[unit];
            }
        }
    }

    private static void AddScaled(ReadOnlySpan<float> values, double factor, double[] sum)
    {
        for (var index = 0; index < values.Length; index++)
            sum[index] += factor * values[index];
    }

    private void Copy(float* source, int sequence, Span<float> target)
    {
        if (source == null)
            target.Clear();
        else
            new ReadOnlySpan<float>(source + ((nint)sequence * _hidden), _hidden).CopyTo(target);
    }

    private void Widen(float* source, int sequence, double[] target)
    {
        for (var unit = 0; unit < _hidden; unit++)
            target[unit] = source == null ? 0 : source[((nint)sequence * _hidden) + unit];
    }

    private static void Write(double[] values, float* target, bool adds)
    {
        for (var index = 0; index < values.Length; index++)
            target[index] = (float)(values[index] + (adds ? target[index] : 0));
    }
}
