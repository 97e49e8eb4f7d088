namespace MlNetRecurrent.Training.Tests;

/// <summary>W v + b in double precision, one row at a time.</summary>
/// <param name="Weight">W [units][values].</param>
/// <param name="Bias">b [units].</param>
internal sealed record Affine(double[][] Weight, double[] Bias)
{
    /// <summary>-W and -b.</summary>
    public Affine Negated => new([.. Weight.Select(row => row.Select(value => -value).ToArray())], [.. Bias.Select(value => -value)]);

    public int Units => Weight.Length;

    /// <summary>Row <paramref name="unit"/> of W v + b.</summary>
    public double At(int unit, double[] vector)
    {
        var sum = Bias[unit];
        for (var index = 0; index < vector.Length; index++)
            sum += Weight[unit][index] * vector[index];
        return sum;
    }

    /// <summary>Every row of W v + b.</summary>
    public double[] Apply(double[] vector) => [.. Enumerable.Range(0, Units).Select(unit => At(unit, vector))];
}
