namespace MlNetRecurrent.Engine;

/// <summary>Arithmetic on the output values of one row.</summary>
internal abstract class RowMath
{
    /// <summary>Adds values element by element, in place.</summary>
    /// <param name="values">The values.</param>
    /// <param name="addend">The values to add; the same number.</param>
    public abstract void Add(Span<float> values, ReadOnlySpan<float> addend);

    /// <summary>Divides all values by a divisor, in place.</summary>
    public abstract void Divide(Span<float> values, float divisor);

    /// <summary>Turns scores into probabilities, in place: e^x / sum(e^x). If any score is NaN, all probabilities are.</summary>
    public abstract void Softmax(Span<float> scores);

    /// <summary>Turns scores into the logarithms of probabilities, in place: x - log(sum(e^x)). If any score is NaN, all results are.</summary>
    public abstract void LogSoftmax(Span<float> scores);
}
