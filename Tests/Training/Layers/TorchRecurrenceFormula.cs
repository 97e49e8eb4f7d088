using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// The equations of the cells, step by step in LibTorch's elementwise operations: an oracle for values and, by autograd, for gradients.
/// </summary>
/// <param name="Cell">The cell.</param>
/// <param name="InputWeight">[blocks * hidden, input].</param>
/// <param name="RecurrentWeight">[blocks * hidden, hidden].</param>
/// <param name="InputBias">[blocks * hidden], or null.</param>
/// <param name="RecurrentBias">Likewise.</param>
internal sealed record TorchRecurrenceFormula(
    RecurrentCell Cell, Tensor InputWeight, Tensor RecurrentWeight, Tensor? InputBias, Tensor? RecurrentBias)
{
    private long Hidden => RecurrentWeight.shape[1];

    /// <summary>Runs sequences [batch, time, input], each by itself if they have lengths.</summary>
    /// <returns>Outputs [batch, time, hidden], with zeros after the end of a sequence; final states [batch, hidden].</returns>
    public (Tensor Output, Tensor Hidden, Tensor? CellState) Run(Tensor input, Tensor? hidden, Tensor? cell, long[]? lengths, bool reverse)
    {
        if (lengths is null)
            return RunFull(input, hidden, cell, reverse);
        var runs = lengths.Select((length, index) =>
        {
            var (output, h, c) = RunFull(
                input.narrow(0, index, 1).narrow(1, 0, length), hidden?.narrow(0, index, 1), cell?.narrow(0, index, 1), reverse);
            return (Output: cat([output, zeros(1, input.shape[1] - length, Hidden, dtype: input.dtype)], 1), h, c);
        }).ToList();
        return (
            cat([.. runs.Select(run => run.Output)], 0),
            cat([.. runs.Select(run => run.h)], 0),
            runs[0].c is null ? null : cat([.. runs.Select(run => run.c!)], 0));
    }

    private (Tensor Output, Tensor Hidden, Tensor? CellState) RunFull(Tensor input, Tensor? hidden, Tensor? cell, bool reverse)
    {
        var h = hidden ?? zeros(input.shape[0], Hidden, dtype: input.dtype);
        var c = Cell != RecurrentCell.Lstm ? null : cell ?? zeros_like(h);
        var outputs = new Tensor[input.shape[1]];
        for (var step = 0; step < outputs.Length; step++)
        {
            var time = reverse ? outputs.Length - 1 - step : step;
            (h, c) = Step(nn.functional.linear(input.select(1, time), InputWeight, InputBias), h, c);
            outputs[time] = h;
        }

        return (outputs.Length == 0 ? zeros(input.shape[0], 0, Hidden, dtype: input.dtype) : stack(outputs, 1), h, c);
    }

    private (Tensor Hidden, Tensor? CellState) Step(Tensor x, Tensor h, Tensor? c)
    {
        if (Cell == RecurrentCell.GruResetBefore)
        {
            var (reset, update) = (sigmoid(Block(x, 0) + Recurrent(h, 0)), sigmoid(Block(x, 1) + Recurrent(h, 1)));
            return (((1 - update) * tanh(Block(x, 2) + Recurrent(reset * h, 2))) + (update * h), null);
        }

        var r = nn.functional.linear(h, RecurrentWeight, RecurrentBias);
        if (c is not null)
        {
            var next = (sigmoid(Block(x, 1) + Block(r, 1)) * c) + (sigmoid(Block(x, 0) + Block(r, 0)) * tanh(Block(x, 2) + Block(r, 2)));
            return (sigmoid(Block(x, 3) + Block(r, 3)) * tanh(next), next);
        }

        if (Cell == RecurrentCell.Gru)
        {
            var (reset, update) = (sigmoid(Block(x, 0) + Block(r, 0)), sigmoid(Block(x, 1) + Block(r, 1)));
            return (((1 - update) * tanh(Block(x, 2) + (reset * Block(r, 2)))) + (update * h), null);
        }

        return (Cell == RecurrentCell.RnnRelu ? (x + r).relu() : tanh(x + r), null);
    }

    private Tensor Recurrent(Tensor h, int block) => nn.functional.linear(
        h, RecurrentWeight.narrow(0, block * Hidden, Hidden), RecurrentBias?.narrow(0, block * Hidden, Hidden));

    private Tensor Block(Tensor values, int block) => values.narrow(1, block * Hidden, Hidden);
}
