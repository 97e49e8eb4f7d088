namespace MlNetRecurrent.Tests;

/// <summary>One direction of a recurrent layer, from the equations of the ONNX operators RNN, LSTM and GRU, in double precision.</summary>
internal sealed class PlainDirection(LayerDescription layer, LayerWeights weights, int direction)
{
    private readonly int _hidden = layer.HiddenSize;
    private readonly int _rows = layer.Cell.Blocks.Count * layer.HiddenSize;
    private readonly CellVariant _variant = layer.Variant ?? new CellVariant
    {
        Candidate = layer.Cell == RecurrentCell.RnnRelu ? ActivationFunction.Relu : ActivationFunction.Tanh,
    };

    /// <summary>Computes the hidden state at each step, in the order of time, and after the last step of processing.</summary>
    public (double[][] Steps, double[] Final) Run(double[][] inputs, double[] hidden, double[] cell)
    {
        var steps = new double[inputs.Length][];
        var isReverse = layer.Direction == SequenceDirection.Reverse || direction == 1;
        for (var index = 0; index < inputs.Length; index++)
        {
            var time = isReverse ? inputs.Length - 1 - index : index;
            steps[time] = hidden = Step(inputs[time], hidden, ref cell);
        }

        return (steps, hidden);
    }

    private double[] Step(double[] x, double[] h, ref double[] cell) => layer.Cell.OnnxOperator switch
    {
        "RNN" => [.. Units.Select(unit => Activate(_variant.Candidate, Product(0, unit, x, h)))],
        "GRU" => Gru(x, h),
        _ => Lstm(x, h, ref cell),
    };

    private IEnumerable<int> Units => Enumerable.Range(0, _hidden);

    // ONNX stacks update, reset, hidden.
    private double[] Gru(double[] x, double[] h)
    {
        var update = Units.Select(unit => Activate(_variant.Gate, Product(0, unit, x, h))).ToArray();
        var reset = Units.Select(unit => Activate(_variant.Gate, Product(1, unit, x, h))).ToArray();
        double[] kept = [.. h.Zip(reset, (state, gate) => state * gate)];
        var isAfter = layer.Cell == RecurrentCell.Gru;
        return [.. Units.Select(unit =>
        {
            var recurrent = isAfter ? reset[unit] * Recurrent(2, unit, h) : Recurrent(2, unit, kept);
            var candidate = Activate(_variant.Candidate, Input(2, unit, x) + recurrent);
            return ((1 - update[unit]) * candidate) + (update[unit] * h[unit]);
        })];
    }

    // ONNX stacks input, output, forget, cell, and the peephole weights of input, output, forget.
    private double[] Lstm(double[] x, double[] h, ref double[] cell)
    {
        var previous = cell;
        var input = Units.Select(unit => Activate(_variant.Gate, Product(0, unit, x, h) + (Peephole(0, unit) * previous[unit]))).ToArray();
        var forget = Units.Select(unit => _variant.CouplesForgetGate
            ? 1 - input[unit]
            : Activate(_variant.Gate, Product(2, unit, x, h) + (Peephole(2, unit) * previous[unit]))).ToArray();
        var next = Units.Select(unit =>
            (forget[unit] * previous[unit]) + (input[unit] * Activate(_variant.Candidate, Product(3, unit, x, h)))).ToArray();
        cell = next;
        return [.. Units.Select(unit =>
            Activate(_variant.Gate, Product(1, unit, x, h) + (Peephole(1, unit) * next[unit])) * PlainActivation.Apply(_variant.Output, next[unit]))];
    }

    private double Activate(ActivationFunction function, double x) =>
        PlainActivation.Apply(function, _variant.Clip is { } clip ? Math.Clamp(x, -clip, clip) : x);

    private double Peephole(int block, int unit) => weights.Peepholes is { } peepholes ? peepholes[(((direction * 3) + block) * _hidden) + unit] : 0;

    private double Product(int block, int unit, double[] x, double[] h) => Input(block, unit, x) + Recurrent(block, unit, h);

    private double Input(int block, int unit, double[] x) =>
        Row(weights.Input, block, unit, x) + (weights.Bias is { } bias ? bias[(direction * 2 * _rows) + (block * _hidden) + unit] : 0);

    private double Recurrent(int block, int unit, double[] h) =>
        Row(weights.Recurrent, block, unit, h) + (weights.Bias is { } bias ? bias[(((direction * 2) + 1) * _rows) + (block * _hidden) + unit] : 0);

    private double Row(float[] matrix, int block, int unit, double[] values)
    {
        var start = ((direction * _rows) + (block * _hidden) + unit) * values.Length;
        return values.Select((value, index) => value * matrix[start + index]).Sum();
    }
}
