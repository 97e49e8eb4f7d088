using System.Collections;

namespace MlNetRecurrent.Onnx;

/// <summary>From where the elements of a value come.</summary>
/// <param name="Inputs">The inputs on whose values the value depends in any way.</param>
/// <param name="Data">The inputs whose values enter the value, rather than only select parts of it.</param>
/// <param name="FinalStates">The final states of recurrent nodes that the value consists of: two bits for each node, hidden and cell.</param>
/// <param name="IsMoved">Whether the elements are those of inputs or of final states, only moved or converted.</param>
/// <param name="IsLabel">
/// Whether the elements are labels: the indices of the largest elements of another value, or comparisons with a threshold.
/// </param>
internal sealed record ValueOrigin(BitArray Inputs, BitArray Data, BitArray FinalStates, bool IsMoved, bool IsLabel = false)
{
    public bool IsConstant => !Inputs.HasAnySet();

    public bool HoldsStates => IsMoved && FinalStates.HasAnySet();

    /// <summary>Whether the elements are those of inputs.</summary>
    public bool IsInput => IsMoved && Inputs.HasAnySet() && !FinalStates.HasAnySet();
}
