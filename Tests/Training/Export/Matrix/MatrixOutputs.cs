using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The outputs of an exported file for a batch.</summary>
/// <param name="Output">The output [batch, ...].</param>
/// <param name="Hidden">The final hidden states [layers * directions, batch, hidden].</param>
/// <param name="Cell">The final cell states of an LSTM, [layers * directions, batch, hidden]; null for other cells.</param>
internal sealed record MatrixOutputs(Tensor Output, Tensor Hidden, Tensor? Cell)
{
    /// <summary>Selects the outputs of one sequence, without padding.</summary>
    public MatrixOutputs Alone(int sequence, int length, bool everyStep)
    {
        var output = Output.narrow(0, sequence, 1);
        return new MatrixOutputs(everyStep ? output.narrow(1, 0, length) : output, Hidden.narrow(1, sequence, 1), Cell?.narrow(1, sequence, 1));
    }
}
