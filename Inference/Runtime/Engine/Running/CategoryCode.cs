using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>Reads the codes of categories from the values of a time step.</summary>
internal static class CategoryCode
{
    /// <summary>Returns the code of the series at a step, which selects its scale; 0 unless each series has its own.</summary>
    /// <param name="network">The network.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="time">The step; for those after the last one, the code of the last one.</param>
    public static unsafe int ReadSeries(NetworkDescription network, in PinnedSequence sequence, nint time) =>
        network.Normalization == InputNormalization.Series ? Read(*Find(network, sequence, time), network.Categories[0].Count) : 0;

    /// <summary>Returns the codes of all categories at a step; for those after the last one, the codes of the last one.</summary>
    public static unsafe float* Find(NetworkDescription network, in PinnedSequence sequence, nint time) =>
        sequence.LastCodes != null && time >= sequence.InputLength
            ? sequence.LastCodes
            : sequence.Values + (Math.Min(time, sequence.InputLength - 1) * network.Features) + network.NumericFeatures;

    /// <summary>Returns a code: a whole number from 0 to <paramref name="count"/>; 0 for any other value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(float value, int count) => value >= 0 && value <= count && value == MathF.Floor(value) ? (int)value : 0;
}
