namespace MlNetRecurrent.Engine;

/// <summary>Arithmetic on the output values of one row.</summary>
internal abstract class RowMath
{
    /// <summary>Adds values, in place.</summary>
    /// <param name="values">The values.</param>
    /// <param name="addend">As many values.</param>
    public abstract void Add(Span<float> values, ReadOnlySpan<float> addend);

    /// <summary>Divides values by a number, in place.</summary>
    public abstract void Divide(Span<float> values, float divisor);

    /// <summary>Makes scores probabilities, in place: e^x / sum(e^x). A NaN among them makes all of them NaN.</summary>
    public abstract void Softmax(Span<float> scores);
}
