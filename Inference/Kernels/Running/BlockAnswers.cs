using System.Numerics.Tensors;

namespace MlNetRecurrent.Kernels;

/// <summary>Turns hidden states into answers: head, then probabilities or raw values.</summary>
internal sealed unsafe class BlockAnswers(PackedNetwork network)
{
    private readonly int _outputs = network.Network.Outputs;
    private readonly bool _isForecast = network.Network.Task == RecurrentTask.Forecast;

    /// <summary>Writes the answers of the rows of a block.</summary>
    /// <param name="hidden">What the head reads: [value, row].</param>
    /// <param name="step">The place of the answer in a row's answers.</param>
    /// <param name="panels">The block's buffers.</param>
    /// <param name="rows">The rows; one without room for an answer is left out.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="vectors">How many vectors of rows these are, or 0 for one row.</param>
    public void Write(float* hidden, int step, BlockPanels panels, SequenceTask* rows, int count, int vectors)
    {
        if (network.Head is { } head)
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
                head.StepOne(call);
            else
                head.StepRows(call, vectors);
            hidden = panels.Output;
        }

        for (var row = 0; row < count; row++)
        {
            if (rows[row].Answer == null)
                continue;
            var answer = new Span<float>(rows[row].Answer + ((nint)step * _outputs), _outputs);
            for (var output = 0; output < answer.Length; output++)
                answer[output] = hidden[(output * panels.Stride) + row];
            if (network.Head is null)
                continue;
            if (!_isForecast)
                Softmax(answer);
            else if (network.TargetScale is { } scale)
                Unscale(answer, scale);
        }
    }

    // The largest score is taken off before: e^x of a large one would be infinite.
    private static void Softmax(Span<float> scores)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.Exp<float>(scores, scores);
        TensorPrimitives.Divide(scores, TensorPrimitives.Sum<float>(scores), scores);
    }

    // [horizon, targets]
    private static void Unscale(Span<float> answer, AffineScale scale)
    {
        for (var output = 0; output < answer.Length; output++)
        {
            var target = output % scale.Mean.Length;
            answer[output] = (answer[output] * scale.Deviation[target]) + scale.Mean[target];
        }
    }
}
