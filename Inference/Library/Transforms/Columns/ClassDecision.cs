using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Derives keys and log-odds from class probabilities.</summary>
internal static class ClassDecision
{
    /// <summary>
    /// The lower bound that probabilities are clamped to, so that their logarithms stay finite: the smallest normal number, 2^-126.
    /// </summary>
    public const float MinProbability = 1.17549435e-38f;

    /// <summary>
    /// Returns ML.NET's key of the most probable class, counted from 1, or 0 (a missing key) if a probability is NaN. In a tie the first class wins.
    /// </summary>
    public static uint GetKey(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var index = 0; index < probabilities.Length; index++)
        {
            if (float.IsNaN(probabilities[index]))
                return 0;
            if (probabilities[index] > probabilities[best])
                best = index;
        }

        return (uint)best + 1;
    }

    /// <summary>Computes the key of the most probable class at each time step, from [time, classes].</summary>
    public static void GetStepKeys(ReadOnlySpan<float> probabilities, int classes, ref VBuffer<uint> keys)
    {
        var editor = VBufferEditor.Create(ref keys, probabilities.Length / classes);
        for (var step = 0; step < editor.Values.Length; step++)
            editor.Values[step] = GetKey(probabilities.Slice(step * classes, classes));
        keys = editor.Commit();
    }

    /// <summary>
    /// Returns the log-odds of the second of two classes, log p1 - log p0. They are positive if the second class is more probable, as ML.NET expects
    /// of a binary score.
    /// </summary>
    public static float LogOdds(ReadOnlySpan<float> probabilities) =>
        MathF.Log(MathF.Max(probabilities[1], MinProbability)) - MathF.Log(MathF.Max(probabilities[0], MinProbability));
}
