namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Two that take turns, so that a machine whose speed drifts slows both. The fastest round of each counts: other work on the machine only ever
/// takes away.
/// </summary>
internal static class Turns
{
    /// <summary>The best rates of both, after one round that does not count.</summary>
    public static (double Ours, double Theirs) Of(int rounds, Func<double> ours, Func<double> theirs)
    {
        ours();
        theirs();
        var rates = Enumerable.Range(0, rounds).Select(_ => (Ours: ours(), Theirs: theirs())).ToArray();
        return (rates.Max(rate => rate.Ours), rates.Max(rate => rate.Theirs));
    }
}
