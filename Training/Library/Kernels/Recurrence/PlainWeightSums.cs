namespace MlNetRecurrent.Training;

/// <summary>Sums of the gradients of a recurrence's weights, in double precision.</summary>
internal sealed unsafe class PlainWeightSums(RecurrentShape shape)
{
    private readonly double[] _input = new double[shape.Rows * shape.InputSize];
    private readonly double[] _recurrent = new double[shape.Rows * shape.HiddenSize];
    private readonly double[] _inputBias = new double[shape.Rows];
    private readonly double[] _recurrentBias = new double[shape.Rows];

    /// <summary>Adds what one time step contributes to one row of the weights.</summary>
    public void Add(int row, double fromInput, ReadOnlySpan<float> input, double fromState, ReadOnlySpan<float> state)
    {
        AddScaled(input, fromInput, _input.AsSpan(row * shape.InputSize));
        AddScaled(state, fromState, _recurrent.AsSpan(row * shape.HiddenSize));
        _inputBias[row] += fromInput;
        _recurrentBias[row] += fromState;
    }

    public void Write(in WeightPointers targets)
    {
        Write(_input, targets.Input);
        Write(_recurrent, targets.Recurrent);
        Write(_inputBias, targets.InputBias);
        Write(_recurrentBias, targets.RecurrentBias);
    }

    private static void AddScaled(ReadOnlySpan<float> values, double factor, Span<double> sums)
    {
        for (var index = 0; index < values.Length; index++)
            sums[index] += factor * values[index];
    }

    private static void Write(double[] sums, float* target)
    {
        for (var index = 0; index < sums.Length && target != null; index++)
            target[index] = (float)sums[index];
    }
}
