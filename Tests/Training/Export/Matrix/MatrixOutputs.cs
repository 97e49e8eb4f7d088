using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>What an exported file gave for a batch.</summary>
/// <param name="Output">[batch, ...].</param>
/// <param name="Hidden">[layers * directions, batch, hidden].</param>
/// <param name="Cell">[layers * directions, batch, hidden] of an LSTM.</param>
internal sealed record MatrixOutputs(Tensor Output, Tensor Hidden, Tensor? Cell)
{
    /// <summary>What it gave for one sequence, without the steps behind its end.</summary>
    public MatrixOutputs Alone(int sequence, int length, bool everyStep)
    {
        var output = Output.narrow(0, sequence, 1);
        return new MatrixOutputs(everyStep ? output.narrow(1, 0, length) : output, Hidden.narrow(1, sequence, 1), Cell?.narrow(1, sequence, 1));
    }
}
