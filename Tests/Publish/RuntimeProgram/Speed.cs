using System.Diagnostics;

namespace MlNetRecurrent.RuntimeProgram;

/// <summary>Measures scoring speed.</summary>
internal static class Speed
{
    private const int Count = 4_096;
    private const int Steps = 20;

    /// <summary>Returns the number of sequences of 20 steps scored per second: the best of several runs.</summary>
    public static double RowsPerSecond(RecurrentModel model)
    {
        var values = Scoring.Values(Count * Steps * model.Network.Features);
        var outputs = new float[Count * model.GetOutputSize(Steps)];
        var best = TimeSpan.MaxValue;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(3);)
        {
            var start = Stopwatch.GetTimestamp();
            model.ScoreBatch(values, Count, outputs);
            var taken = Stopwatch.GetElapsedTime(start);
            best = taken < best ? taken : best;
        }

        return Count / best.TotalSeconds;
    }
}
