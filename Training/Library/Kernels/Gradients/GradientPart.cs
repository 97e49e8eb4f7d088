namespace MlNetRecurrent.Training;

/// <summary>A part of the weight gradients: the product of some lines of the gate gradients and some columns of operands.</summary>
/// <param name="FirstLine">The first line of the gate gradients, [plane, unit].</param>
/// <param name="Lines">The number of lines.</param>
/// <param name="HasHidden">Whether the hidden state before the step is an operand.</param>
/// <param name="IsReset">Whether it is multiplied by the reset gate.</param>
/// <param name="HasInput">Whether the input is an operand, followed by a column of ones for the biases.</param>
/// <param name="Start">The offset of the sums.</param>
internal readonly record struct GradientPart(int FirstLine, int Lines, bool HasHidden, bool IsReset, bool HasInput, nint Start)
{
    /// <summary>The number of lines with room for whole tiles.</summary>
    public nint PaddedLines => (Lines + 7) & ~7;
}
